"""What the tests of faults share: the real data, installed once and copied for each test to break."""

import importlib.util
import os
import sys
from pathlib import Path

import pytest

WEB = Path(__file__).parents[1] / "web"
sys.path.insert(0, str(WEB))

import acts  # noqa: E402

#: All repetitions of a promise; a short form otherwise.
FULL = os.environ.get("HOTLINE_TEST_FULL") == "1"

_spec = importlib.util.spec_from_file_location("tests_web_conftest", WEB / "conftest.py")
assert _spec
assert _spec.loader
_web = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_web)
installed, var = _web.installed, _web.var


@pytest.fixture
def place(var: Path) -> acts.Installation:
    """An installation of the test's own with edition 1 and two people."""
    return acts.installation(var)
