"""What every step of a release needs: the places, running a command, and saying what went wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import click

from sayso.version import __version__

ROOT = Path(__file__).resolve().parent.parent
DIST = ROOT / "dist"
CONSTRAINTS = ROOT / "constraints"
RESOLUTIONS = ("lowest", "newest")
# As PyPI and `pip` write them.
WHEEL = DIST / f"sayso-{__version__}-py3-none-any.whl"
SDIST = DIST / f"sayso-{__version__}.tar.gz"
ACCURATE_WHEEL = DIST / f"sayso_accurate-{__version__}-py3-none-any.whl"
ACCURATE_SDIST = DIST / f"sayso_accurate-{__version__}.tar.gz"
PACKAGES = (WHEEL, SDIST, ACCURATE_WHEEL, ACCURATE_SDIST)
UV = str(Path(sys.executable).parent / "uv")
# Each runs in an environment of its own, which uv makes and keeps.
TOOLS = {
    "pyproject-build": "build>=1.2",
    "twine": "twine>=6.1",
    "cyclonedx-py": "cyclonedx-bom>=7.0",
    "pip-licenses": "pip-licenses>=5.0",
    "cffconvert": "cffconvert>=2.0",
    "pipx": "pipx>=1.7",
}


class Broken(click.ClickException):
    """What keeps this from being released."""


def report(text: str) -> None:
    """Say what is being done, or what holds."""
    click.echo(f"── {text}", err=True)


def run(*command: str | Path, cwd: Path = ROOT, env: Mapping[str, str] | None = None) -> str:
    """What a command prints to stdout; Broken, with all that it printed, if it fails."""
    given = os.environ | {"UV_PYTHON_DOWNLOADS": "never", "NO_COLOR": "1"} | dict(env or {})
    # The environment of this script is none of theirs.
    given.pop("VIRTUAL_ENV", None)
    words = [str(word) for word in command]
    done = subprocess.run(words, cwd=cwd, env=given, check=False, capture_output=True, text=True)  # noqa: S603
    if done.returncode:
        raise Broken(f"{' '.join(words)}\nended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def run_tool(name: str, *arguments: str | Path, env: Mapping[str, str] | None = None) -> str:
    """What a tool of TOOLS prints, which is installed if need be."""
    return run(UV, "tool", "run", "--quiet", "--from", TOOLS[name], name, *arguments, env=env)
