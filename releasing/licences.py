"""List the licences of all that is installed with sayso and its extras, and of the models."""

from __future__ import annotations

import json
import re
from pathlib import Path

from tools import DIST, ROOT, Broken, report, run_tool

from sayso.version import __version__

# What a package under Apache-2.0 may depend on. Those of MPL and PSF are used as they are, and not shipped in ours.
ALLOWED = {
    "0BSD",
    "Apache-2.0",
    "BSD",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CC0-1.0",
    "CNRI-Python",
    "ISC",
    "MIT",
    "MPL-1.1",
    "MPL-2.0",
    "PSF-2.0",
    "Unlicense",
    "Zlib",
}
# What packages without an SPDX expression write.
NAMES = {
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache Software License": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "BSD License": "BSD",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
OURS = {"sayso", "sayso-accurate"}
# Each model, in which package it is, and what it was made from; the licences of these.
MODELS = {
    "src/sayso": "all-MiniLM-L6-v2, Apache-2.0, from Microsoft's MiniLM, MIT",
    "accurate/src/sayso_accurate": "all-mpnet-base-v2, Apache-2.0, from Microsoft's MPNet, MIT",
}
TERMS = """
The models are under the Apache License 2.0; `model/CARD.md` of each package says what it was trained on and on what
terms. Word lists that are not ours, and their terms: `NOTICE`.
"""


def write_licences(core: Path, everything: Path) -> None:
    """Write the list into dist/; Broken if a licence is unknown, or forbids what we do.

    Args:
        core: The Python of an environment with sayso alone.
        everything: That of one with all its extras.
    """
    needed = {one["Name"] for one in list_packages(core)} - OURS
    packages = [one for one in list_packages(everything) if one["Name"] not in OURS]
    wrong = [
        f"  {one['Name']} {one['Version']}: {one['License']}" for one in packages if not is_allowed(one["License"])
    ]
    if wrong:
        raise Broken(
            "\n".join(["these licences are not known to allow what sayso does (releasing/licences.py):", *wrong])
        )
    rows = [
        "| {Name} | {Version} | {licence} | {when} |".format(
            **one, licence=find_spdx(one["License"]), when="always" if one["Name"] in needed else "with an extra"
        )
        for one in packages
    ]
    head = ["| package | version | licence | installed |", "| --- | --- | --- | --- |"]
    text = [
        f"# What is installed with sayso {__version__}, and under which licences",
        "",
        *head,
        *rows,
        "",
        *list_models(),
        TERMS,
    ]
    (DIST / f"sayso-{__version__}-licences.md").write_text("\n".join(text), encoding="utf-8")
    report(f"licences: {len(rows)} packages, {len(needed)} of them always installed; none is incompatible")


def list_models() -> list[str]:
    """The rows of a table of the models."""
    rows = ["| model | package | made from |", "| --- | --- | --- |"]
    for folder, base in MODELS.items():
        name = json.loads((ROOT / folder / "model" / "model.json").read_text("utf-8"))["name"]
        rows.append(f"| {name} | {Path(folder).name} | {base} |")
    return rows


def list_packages(python: Path) -> list[dict[str, str]]:
    """The packages of an environment with their licences."""
    found: list[dict[str, str]] = json.loads(
        run_tool("pip-licenses", "--python", python, "--format", "json", "--from", "mixed")
    )
    return found


def is_allowed(licence: str) -> bool:
    """Whether one of the alternatives of a licence allows it, all of whose parts have to.

    >>> is_allowed("MPL-1.1 OR GPL-2.0-only"), is_allowed("MIT AND GPL-3.0-only"), is_allowed("UNKNOWN")
    (True, False, False)
    """
    alternatives = re.split(r"\s+OR\s+", find_spdx(licence))
    return any(set(re.split(r"\s+AND\s+|;\s*", one.strip("()"))) <= ALLOWED for one in alternatives)


def find_spdx(licence: str) -> str:
    """A licence as SPDX writes it, where that is known."""
    return " AND ".join(NAMES.get(part, part) for part in licence.split("; "))
