"""Resolve the oldest and the newest versions that pyproject.toml allows, into constraints/lowest.txt and newest.txt.

Of the oldest, only what sayso names itself is old: what these need is as new as they allow, as uv's `lowest-direct` has
it. Each file holds for every Python from 3.10 on; lines with a marker are for some of them.
"""

from __future__ import annotations

import sys

from tools import CONSTRAINTS, RESOLUTIONS, ROOT, UV, report, run

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib  # type: ignore[import-not-found,unused-ignore]

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
# For those who work on sayso; all others are for users.
OURS = {"bench", "dev", "docs", "release", "train"}
EXTRAS = tuple(sorted(set(PROJECT["optional-dependencies"]) - OURS))
STRATEGIES = {"lowest": "lowest-direct", "newest": "highest"}
OLDEST_PYTHON = "3.10"


def write_constraints() -> None:
    """Write both files."""
    CONSTRAINTS.mkdir(exist_ok=True)
    for name in RESOLUTIONS:
        target = CONSTRAINTS / f"{name}.txt"
        extras = [word for extra in EXTRAS for word in ("--extra", extra)]
        options = ("--universal", "--upgrade", "--quiet", "--no-annotate", "--no-header")
        versions = ("--python-version", OLDEST_PYTHON, "--resolution", STRATEGIES[name])
        pins = run(UV, "pip", "compile", "pyproject.toml", *options, *versions, *extras)
        about = f"# The {name} versions that pyproject.toml allows. Made by `./release constraints`."
        target.write_text(f"{about}\n{pins}", encoding="utf-8")
        report(f"constraints/{name}.txt: {len(pins.splitlines())} packages")
