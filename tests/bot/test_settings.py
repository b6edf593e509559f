"""app.yaml: what may be set, and how a slip is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import APP_YAML, Settings, load_settings
from knowledge.errors import KnowledgeErrors

ROOT = Path(__file__).parents[2]
OIDC = "authorities: [oldham]\nstudio:\n  sign_in: oidc\n  client_id: a\n  address: https://a.example\n"
ROLE = "title: Lead, role: publisher"


def written(folder: Path, text: str) -> Path:
    file = folder / "app.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_the_file_that_ships_is_sound_and_shows_every_setting() -> None:
    text = (ROOT / APP_YAML).read_text(encoding="utf-8")
    settings = load_settings(ROOT / APP_YAML)

    assert settings.web.host == "127.0.0.1"
    for name, field in Settings.model_fields.items():
        assert f"{name}:" in text
        for inner in getattr(field.annotation, "model_fields", {}):
            assert f"  {inner}:" in text


def test_the_least_that_can_be_written_is_enough(tmp_path: Path) -> None:
    settings = load_settings(written(tmp_path, "authorities: [oldham]\n"))

    assert settings == Settings(authorities=("oldham",))


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("authorities: [oldham]\nprot: 80\n", 2, "'prot' is not a key we know here."),
        ("authorities: [oldham]\nweb:\n  prot: 80\n", 3, "Did you mean 'port'?"),
        ("authorities: [oldham]\nweb:\n  port: 99999\n", 3, "'port'"),
        ("authorities: []\n", 1, "Write at least one."),
        ("authorities: [oldham]\ndefault_authority: bury\n", 2, "not among the authorities served"),
        ("authorities: [oldham, oldham]\n", 1, "served twice"),
        ("authorities: [oldham]\nslack_token: xoxb-1\n", 2, "'slack_token' is not a key we know here."),
        ("authorities: [oldham]\nstudio:\n  sign_in: oidc\n", 2, "needs 'issuer'"),
        (f"{OIDC}  issuer: https://login.microsoftonline.com/common/v2.0\n", 6, "every organisation"),
        (f"{OIDC}  issuer: https://x.example\n  officers: [{{id: A@x, {ROLE}}}, {{id: a@X, {ROLE}}}]\n", 7, "twice"),
    ],
    ids=[
        "unknown",
        "unknown inside",
        "no port",
        "nobody served",
        "default not served",
        "twice",
        "a secret",
        "no issuer",
        "an issuer for all",
        "an officer twice",
    ],
)
def test_a_slip_is_an_error_with_its_line(tmp_path: Path, text: str, line: int, said: str) -> None:
    with pytest.raises(KnowledgeErrors) as caught:
        load_settings(written(tmp_path, text))

    assert f"app.yaml:{line}:" in str(caught.value)
    assert said in str(caught.value)


def faults_of_database(folder: Path, address: str) -> str:
    with pytest.raises(KnowledgeErrors) as error:
        load_settings(written(folder, f"authorities: [oldham]\nstore:\n  database: {address}\n"))
    return str(error.value)


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://user:canaryword@host:5432/name",
        "postgresql://user:@host/name",
        "postgresql://user@host/name?sslmode=require&password=canaryword",
    ],
)
def test_a_password_in_the_databases_address_is_a_fault_that_does_not_repeat_it(tmp_path: Path, address: str) -> None:
    said = faults_of_database(tmp_path, address)

    assert "app.yaml:3:" in said
    assert "EARLYHELP_DATABASE_PASSWORD" in said
    assert "canaryword" not in said


@pytest.mark.parametrize(
    "address",
    ["mysql://user:canaryword@host/name", "postgresql://user@host", "var/earlyhelp.sqlite", "postgresql://[host/name"],
)
def test_what_is_no_address_of_a_database_is_a_fault(tmp_path: Path, address: str) -> None:
    said = faults_of_database(tmp_path, address)

    assert "app.yaml:3:" in said
    assert "postgresql://user@host:5432/name" in said
    assert "canaryword" not in said


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://user@host:5432/name",
        "postgres://host/name?sslmode=verify-full",
        "postgresql://user@one:5432,two:5432/name?target_session_attrs=read-write",
        "postgresql:///name?host=/var/run/postgresql",
    ],
)
def test_every_way_to_write_a_databases_address_is_taken(tmp_path: Path, address: str) -> None:
    settings = load_settings(written(tmp_path, f"authorities: [oldham]\nstore:\n  database: {address}\n"))

    assert settings.store.database == address
