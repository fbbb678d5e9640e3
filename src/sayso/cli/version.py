"""What `sayso --version` prints: everything that decides what is found in a text."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

import click

from sayso.analyse.models import PACKAGES, find_model
from sayso.errors import ModelError
from sayso.settings import AnalyseSettings, ReadSettings
from sayso.version import __version__

__all__ = ["Installed", "InstalledModel", "describe_installed", "print_version"]

_PACKAGE = Path(__file__).parent.parent
_DATA = ("lexicon/*.t[sx][tv]", "outlets.tsv", "trace/*.tsv")
# As many as the fingerprints of settings have.
_DIGITS = 12
# The libraries whose versions may change what is found.
_LIBRARIES = ("onnxruntime", "numpy", "tokenizers", "trafilatura", "publicsuffixlist")


@dataclass(frozen=True)
class InstalledModel:
    """A model that can be read with.

    Attributes:
        name: What it is called; `stamp.model` of a reading.
        fingerprint: The first digits of the SHA-256 of its files and their names.
        option: What `sayso read` takes to read with it; empty for the one that ships with sayso.
        card: The file that says what it was trained on, on which terms, and how well it reads.
    """

    name: str
    fingerprint: str
    option: str
    card: str


@dataclass(frozen=True)
class Installed:
    """What this installation reads with.

    Attributes:
        sayso: The version of the program.
        models: The models.
        data: The first digits of the SHA-256 of the lists of words and outlets.
        settings: The fingerprints of the default settings; a reading's `stamp.settings` is that of "analyse".
        python: The version of Python.
        libraries: The versions of the libraries that may change what is found.
    """

    sayso: str
    models: tuple[InstalledModel, ...]
    data: str
    settings: dict[str, str]
    python: str
    libraries: dict[str, str]


def describe_installed() -> Installed:
    """What this installation reads with.

    >>> describe_installed().models[0].name
    'sayso-en-10'
    """
    return Installed(
        sayso=__version__,
        models=tuple(_list_models()),
        data=_hash(_PACKAGE, (path for pattern in _DATA for path in _PACKAGE.glob(pattern))),
        settings={"read": ReadSettings().fingerprint, "analyse": AnalyseSettings().fingerprint},
        python=platform.python_version(),
        libraries={name: version(name) for name in _LIBRARIES},
    )


def _list_models() -> Iterator[InstalledModel]:
    for name in (None, *PACKAGES):
        try:
            folder = find_model(name)
        except ModelError:
            continue
        try:
            called = str(json.loads((folder / "model.json").read_text("utf-8"))["name"])
            digits = _hash(folder, folder.iterdir())
        except (OSError, ValueError, KeyError) as err:
            called, digits = f"(cannot be read, install it again: {err})", ""
        yield InstalledModel(called, digits, f"--model {name}" if name else "", str(folder / "CARD.md"))


def _hash(folder: Path, files: Iterable[Path]) -> str:
    """The first digits of the SHA-256 of files and their names."""
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder)}\n" for path in sorted(files)]
    return hashlib.sha256("".join(lines).encode()).hexdigest()[:_DIGITS]


def print_version(context: click.Context, wanted: str) -> None:
    """Print what is installed, as text or as JSON, and end."""
    found = describe_installed()
    click.echo(json.dumps(asdict(found), indent=1) if wanted == "json" else "\n".join(_write_lines(found)))
    context.exit()


def _write_lines(found: Installed) -> Iterator[str]:
    yield f"sayso {found.sayso}"
    for model in found.models:
        yield " ".join(filter(None, ("model", model.name, model.fingerprint, model.option)))
    yield f"data {found.data}"
    yield "settings " + ", ".join(f"{step} {digits}" for step, digits in found.settings.items())
    yield ", ".join(f"{name} {number}" for name, number in {"Python": found.python, **found.libraries}.items())
