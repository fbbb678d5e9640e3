"""Tests run in several forked processes are all reported, whatever becomes of a process."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

CONFTEST = f"""
import sys
import pytest
sys.path.insert(0, {str(Path(__file__).parent)!r})
from processes import fork_instead

@pytest.hookimpl(trylast=True)
def pytest_configure(config):
    fork_instead(config)
"""
GOOD = """
import pytest

@pytest.mark.parametrize("number", range(5))
def test_writes_and_shows(number, tmp_path, capfd):
    (tmp_path / "a").mkdir()
    print(number)
    assert capfd.readouterr().out == f"{number}\\n"

def test_fails():
    print("shown")
    assert [1] == [2]

def test_is_skipped():
    pytest.skip("no reason")
"""
ENDS = """
import os

def test_goes_well():
    pass

def test_ends_the_process():
    os._exit({code})

def test_is_never_run():
    pass
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere pytest-xdist starts the processes")
def test_all_is_reported(tmp_path: Path) -> None:
    """What fails, with what it showed and compared; and which test ended its process, also without an error."""
    (tmp_path / "conftest.py").write_text(CONFTEST)
    (tmp_path / "test_good.py").write_text(GOOD)
    for code in (0, 3):
        (tmp_path / f"test_ends_{code}.py").write_text(ENDS.format(code=code))
    given = ["-q", "-n", "3", "-p", "no:cacheprovider", "-p", "no:hypothesispytest", f"--basetemp={tmp_path / 'base'}"]
    # Not the settings of this run.
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")} | {"COLUMNS": "200"}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *given], cwd=tmp_path, env=env, stdout=subprocess.PIPE, text=True, check=False
    )

    assert 1 == done.returncode
    assert re.search("3 failed, 7 passed, 1 skipped in", done.stdout)
    assert "At index 0 diff: 1 != 2" in done.stdout
    assert "shown" in done.stdout
    for code in (0, 3):
        assert f"FAILED test_ends_{code}.py::test_ends_the_process" in done.stdout
        assert f"the process ended with exit code {code};" in done.stdout
