"""Install the wheel in empty environments, with the oldest and the newest dependencies, and use it there."""

from __future__ import annotations

import json
import os
import re
import shlex
from dataclasses import dataclass
from pathlib import Path

from tools import ACCURATE_WHEEL, CONSTRAINTS, DIST, RESOLUTIONS, UV, WHEEL, Broken, report, run, run_tool

from constraints import EXTRAS
from sayso.version import __version__

OLDEST = (3, 10)
# The newest that the classifiers name; where it is not installed, only whether all is there for it can be found out.
NEXT = "3.14"
# Needs setup.py to be installed; pip and uv do that by themselves.
NO_WHEEL = "sgmllib3k"
EXAMPLE = "src/sayso/examples/article.txt"
# What a reading must say in every environment; scores may differ in the last digits between versions of onnxruntime.
SAME = ("kind", "text", "speaker_name")
# Prints what is installed and read, as a program of a user would.
USE = """
import json, sys
from importlib.resources import files
import sayso
assert "site-packages" in sayso.__file__, sayso.__file__
assert files("sayso").joinpath("py.typed").is_file()
analyser = sayso.Analyser(model=sys.argv[1] if sys.argv[1:] else None)
(article,) = sayso.read_articles([str(files("sayso") / "examples" / "article.txt")])
said = analyser.analyse(article).statements
print(json.dumps([[one.kind.value, one.text, one.speaker_name] for one in said]))
"""


@dataclass(frozen=True)
class Python:
    """An interpreter that is installed."""

    version: tuple[int, ...]
    path: Path

    @property
    def name(self) -> str:
        """Its version as people write it."""
        return ".".join(map(str, self.version))


def find_pythons() -> list[Python]:
    """One interpreter for each minor version from 3.10 on, the newest of its kind; the oldest minor version first."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    folders = [str(folder) for folder in sorted(pyenv.glob("versions/*/bin"))]
    path = os.pathsep.join([*folders, os.environ["PATH"]])
    listed = json.loads(run(UV, "python", "list", "--only-installed", "--output-format", "json", env={"PATH": path}))
    found: dict[tuple[int, ...], Python] = {}
    for one in listed:
        python = Python(tuple(map(int, re.findall(r"\d+", one["version"])[:3])), Path(one["path"]))
        is_usual = one["implementation"] == "cpython" and re.fullmatch(r"[\d.]+", one["version"])
        if is_usual and python.version[:2] >= OLDEST:
            minor = python.version[:2]
            found[minor] = max(found.get(minor, python), python, key=lambda it: it.version)
    if not found:
        raise Broken("no Python of 3.10 or newer is installed")
    return [found[minor] for minor in sorted(found)]


def make_environment(python: Python, resolution: str, folder: Path, *wanted: str) -> Path:
    """The Python of a new environment in which the wheel is installed."""
    run(UV, "venv", "--quiet", "--clear", "--python", python.path, folder)
    inner = folder / "bin" / "python"
    install(inner, resolution, *(wanted or (str(WHEEL),)))
    run(UV, "pip", "check", "--python", inner)
    return inner


def install(inner: Path, resolution: str, *wanted: str) -> None:
    """Install into an environment, within the constraints."""
    constraints = CONSTRAINTS / f"{resolution}.txt"
    run(UV, "pip", "install", "--quiet", "--python", inner, "--constraint", constraints, *wanted)


def use(inner: Path, folder: Path, *model: str) -> list[list[str | None]]:
    """What the example article says, read by the library and by the command; Broken if they disagree."""
    said: list[list[str | None]] = json.loads(run(inner, "-I", "-c", USE, *model, cwd=folder))
    command = inner.parent / "sayso"
    version = run(command, "--version", cwd=folder)
    if __version__ not in version.splitlines()[0]:
        raise Broken(f"sayso --version says {version!r}")
    example = next((inner.parent.parent / "lib").glob("python3.*/site-packages/sayso/examples/article.txt"))
    options = ("--model", *model) if model else ()
    reading = json.loads(run(command, "read", "--format", "jsonl", example, *options, cwd=folder))
    run(command, "read", example, *options, cwd=folder)
    if len(reading["statements"]) != len(said) or not said:
        raise Broken(
            f"the library found {len(said)} statements in the example, the command {len(reading['statements'])}"
        )
    if not (inner.parent.parent / "share" / "man" / "man1" / "sayso-read.1").is_file():
        raise Broken("the man pages are not in the environment")
    return said


def try_everywhere(pythons: list[Python], folder: Path) -> dict[tuple[str, str], Path]:
    """Install and use the wheel in every Python with each resolution; the Pythons of these environments."""
    made: dict[tuple[str, str], Path] = {}
    answers: dict[tuple[str, str], list[list[str | None]]] = {}
    for python in pythons:
        for resolution in RESOLUTIONS:
            key = (python.name, resolution)
            made[key] = make_environment(python, resolution, folder / "-".join(key))
            answers[key] = use(made[key], folder)
            report(f"Python {python.name}, {resolution} dependencies: {len(answers[key])} statements in the example")
    first = next(iter(answers.values()))
    others = [" with the ".join(key) for key, answer in answers.items() if answer != first]
    if others:
        raise Broken(f"the example is read in another way by Python {', '.join(others)} dependencies")
    return made


def install_everything(python: Python, folder: Path) -> Path:
    """The Python of an environment with the wheel and all extras that a user may want."""
    return make_environment(python, "newest", folder / "everything", f"sayso[{','.join(EXTRAS)}] @ {WHEEL.as_uri()}")


def try_accurate(python: Python, folder: Path) -> None:
    """Install the second package, and read with its model."""
    inner = make_environment(python, "newest", folder / "accurate", str(WHEEL), str(ACCURATE_WHEEL))
    report(f"sayso-accurate: {len(use(inner, folder, 'accurate'))} statements in the example")


def try_by_name(python: Python, folder: Path) -> None:
    """`uvx` and `pipx run` find the package by its name in dist/, as they would in an index, and start the command."""
    named, asked = f"sayso=={__version__}", ("sayso", "--version")
    options = ("tool", "run", "--quiet", "--python", python.path, "--find-links", DIST, "--from", named)
    # With what it kept, uv would run a wheel of the same name that was built before.
    by_uvx = run(UV, *options, *asked, cwd=folder, env={"UV_CACHE_DIR": str(folder / "uv")})
    homes = {"PIPX_HOME": str(folder / "pipx"), "PIPX_BIN_DIR": str(folder / "pipx-bin")}
    given = ("--python", python.path, "--pip-args", f"--find-links {shlex.quote(str(DIST))}", "--spec", named)
    by_pipx = run_tool("pipx", "run", *given, *asked, env=homes)
    if by_uvx != by_pipx:
        raise Broken(f"uvx: {by_uvx!r}, pipx: {by_pipx!r}")
    report(f"uvx and pipx run {named}, found by its name")


def resolve_next(pythons: list[Python], folder: Path) -> None:
    """Whether everything is there for the next Python, in which nothing can be run where it is not installed."""
    if any(python.name.startswith(NEXT) for python in pythons):
        return
    only = ("--only-binary", ":all:", "--no-binary", NO_WHEEL)
    target = ("--python-version", NEXT, "--target", folder / "next", "--dry-run", "--quiet")
    run(UV, "pip", "install", *target, *only, "--constraint", CONSTRAINTS / "newest.txt", WHEEL)
    report(f"Python {NEXT} is not installed here; the newest dependencies have wheels for it, and nothing was run")


def run_suite(inner: Path, resolution: str) -> None:
    """The whole suite of tests against the installed wheel."""
    install(inner, resolution, f"sayso[dev,spacy] @ {WHEEL.as_uri()}")
    suite = ("-m", "pytest", "tests", "-q", "-n", "auto", "--dist", "worksteal")
    # Only with the safe path is the installed package tried, and not the one in src. What mypy keeps of one numpy is
    # wrong for another.
    given = {"PYTHONSAFEPATH": "1", "MYPY_CACHE_DIR": str(inner.parent.parent / "mypy")}
    printed = run(inner, *suite, env=given)
    report(f"{resolution}: {printed.strip().splitlines()[-1]}")
