"""The cable to Slack is pulled and put in again: what could not be delivered was not acknowledged, and is answered."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.e2e

CUT = Path(__file__).with_name("cut.py")


def test_a_network_that_is_cut_loses_and_doubles_nothing_and_the_page_goes_on(tmp_path: Path) -> None:
    if os.geteuid() != 0 or not all(map(shutil.which, ("unshare", "nsenter", "ip"))):
        pytest.skip("No network namespace can be made here.")
    command = ["unshare", "-n", sys.executable, str(CUT), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["before"] == 200
    assert found["during"] == [503, 503]
    assert found["page"], "who asks on the page needs no Slack"
    assert found["after"] == 200
    assert found["balance"] == [0, 0, 0]
