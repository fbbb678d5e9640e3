"""What is published: versions that agree, constraints that fit, tutorials that run."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from packaging.requirements import Requirement

import sayso
from sayso.cli import main
from sayso.cli.version import describe_installed
from sayso.settings import AnalyseSettings

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib  # type: ignore[import-not-found,unused-ignore]

ROOT = Path(__file__).resolve().parent.parent


def test_version_tells_what_makes_a_reading() -> None:
    """The program, the model, its data, and the settings in force, in a few lines."""
    shown = CliRunner().invoke(main, ["--version"]).stdout

    lines = shown.splitlines()
    assert lines[0] == f"sayso {sayso.__version__}"
    assert re.fullmatch(r"model sayso-en-\d+ [0-9a-f]{12}", lines[1])
    assert any(re.fullmatch(r"data [0-9a-f]{12}", line) for line in lines)
    assert AnalyseSettings().fingerprint in shown
    assert len(lines) <= 6


def test_version_as_json() -> None:
    """The same for programs."""
    found = json.loads(CliRunner().invoke(main, ["--version", "json"]).stdout)

    assert found["sayso"] == sayso.__version__
    assert Path(found["models"][0]["card"]).is_file()
    assert found["settings"]["analyse"] == AnalyseSettings().fingerprint


def test_version_changes_with_a_file_of_the_data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A list with another word, or under another name, is other data."""
    monkeypatch.setattr("sayso.cli.version._PACKAGE", tmp_path)
    words = tmp_path / "lexicon" / "titles.txt"
    words.parent.mkdir()
    found = []
    for text in ("mayor", "mayor", "senator"):
        words.write_text(text, "utf-8")
        found.append(describe_installed().data)
    words.rename(words.with_name("offices.txt"))
    found.append(describe_installed().data)

    assert found[0] == found[1]
    assert len(set(found)) == 3


def test_a_damaged_model_does_not_hide_the_version(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Who asks for the version may be looking for what is wrong."""
    monkeypatch.setattr("sayso.cli.version.find_model", lambda _name: tmp_path)

    shown = CliRunner().invoke(main, ["--version"]).stdout

    assert shown.startswith(f"sayso {sayso.__version__}\nmodel (cannot be read, install it again: ")


def test_all_that_names_a_version_names_this_one() -> None:
    """The second package and the citation too; and the changelog begins with it."""
    accurate = tomllib.loads((ROOT / "accurate" / "pyproject.toml").read_text("utf-8"))["project"]
    citation = (ROOT / "CITATION.cff").read_text("utf-8")
    heading = re.search(r"^## (\S+?),? ", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)

    assert accurate["version"] == sayso.__version__
    assert f"\nversion: {sayso.__version__}\n" in citation
    assert heading
    assert heading[1] == sayso.__version__


@pytest.mark.parametrize("name", ["lowest", "newest"])
def test_constraints_are_those_of_the_declared_dependencies(name: str) -> None:
    """Each declared dependency has versions in both files, which it allows, and the lowest has the lowest."""
    from constraints import EXTRAS, PROJECT

    lines = (ROOT / "constraints" / f"{name}.txt").read_text("utf-8").splitlines()
    pins: dict[str, list[Requirement]] = {}
    for pin in (Requirement(line) for line in lines if not line.startswith("#")):
        pins.setdefault(pin.name, []).append(pin)
    declared = [*PROJECT["dependencies"], *(it for extra in EXTRAS for it in PROJECT["optional-dependencies"][extra])]
    wrong = []
    for wanted in map(Requirement, declared):
        found = [
            pin
            for pin in pins.get(re.sub(r"[-_.]+", "-", wanted.name).lower(), [])
            if all(wanted.specifier.contains(one.version) for one in pin.specifier)
        ]
        least = [one.version for one in wanted.specifier if one.operator == ">="]
        is_least = any(str(pin.specifier).startswith(f"=={version}") for pin in found for version in least)
        if not found or (name == "lowest" and not is_least):
            wrong.append(str(wanted))

    assert wrong == [], "run: ./release constraints"


def test_the_site_leads_to_every_page_of_the_docs() -> None:
    """And to no page that is not there; the site's builder does not look at that."""
    settings = tomllib.loads((ROOT / "zensical.toml").read_text("utf-8"))["project"]
    listed = {page for part in settings["nav"] for entry in part.values() for page in list_pages(entry)}

    assert {page for page in listed if not (ROOT / page).is_file()} == set()
    assert {str(page.relative_to(ROOT)) for page in ROOT.glob("docs/**/*.md")} <= listed


def list_pages(entry: str | list[dict[str, str]]) -> list[str]:
    return [entry] if isinstance(entry, str) else [page for part in entry for page in part.values()]


def test_tutorials_run() -> None:
    """What they print is what stands there."""
    from write_tutorials import main as check

    assert check(["--check"]) == 0


@pytest.mark.parametrize(
    ("licence", "is_allowed"),
    [
        ("MIT License", True),
        ("BSD-3-Clause AND 0BSD AND Zlib", True),
        ("MPL-1.1 OR GPL-2.0-only OR LGPL-2.1-or-later", True),
        ("GPL-3.0-or-later", False),
        ("MIT AND GPL-3.0-or-later", False),
        ("Apache Software License; GNU Affero General Public License v3", False),
        ("UNKNOWN", False),
    ],
)
def test_licences_that_a_dependency_may_have(licence: str, is_allowed: bool) -> None:
    """One alternative is enough, and all its parts have to be allowed."""
    from licences import is_allowed as allows

    assert allows(licence) is is_allowed
