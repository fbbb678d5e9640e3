"""Build wheels and sdists, and look at what is in them."""

from __future__ import annotations

import shutil
import sys
import tarfile
import zipfile
from pathlib import Path, PurePosixPath

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib  # type: ignore[import-not-found,unused-ignore]

from tools import ACCURATE_SDIST, ACCURATE_WHEEL, DIST, PACKAGES, ROOT, SDIST, WHEEL, Broken, report, run, run_tool

MEGABYTE = 1_000_000
# What a user downloads should stay small; PyPI takes no file over 100 MB.
MOST_BYTES = {
    WHEEL: 60 * MEGABYTE,
    SDIST: 60 * MEGABYTE,
    ACCURATE_WHEEL: 100 * MEGABYTE,
    ACCURATE_SDIST: 100 * MEGABYTE,
}
SOURCES = {WHEEL: ROOT / "src", ACCURATE_WHEEL: ROOT / "accurate" / "src"}
LICENCES = {"LICENSE", "NOTICE"}
# Folders of the project that belong into no package.
KEPT_OUT = {"tests", "evaluation", "training", "benchmarks", "decisions", "releasing", ".ci"}
# What pip and hatchling add.
ADDED = {"PKG-INFO", ".gitignore"}


def build_packages() -> None:
    """Build both packages into dist/, each wheel from its own sdist, and check them."""
    if DIST.exists():
        shutil.rmtree(DIST)
    for folder in (ROOT, ROOT / "accurate"):
        run_tool("pyproject-build", "--installer", "uv", "--outdir", DIST, folder, env={"UV": ""})
    report(run_tool("twine", "check", "--strict", *PACKAGES).strip().replace(f"{DIST}/", ""))
    for path in PACKAGES:
        check_size(path)
    for wheel, source in SOURCES.items():
        check_wheel(wheel, source)
    check_sdist(SDIST, ROOT)
    check_sdist(ACCURATE_SDIST, ROOT / "accurate")


def check_size(path: Path) -> None:
    """A package is no larger than is good for it."""
    size, most = path.stat().st_size, MOST_BYTES[path]
    if size > most:
        raise Broken(f"{path.name} has {size / MEGABYTE:.1f} MB; {most / MEGABYTE:.0f} MB are the most")
    report(f"{path.name}: {size / MEGABYTE:.1f} MB")


def check_wheel(wheel: Path, source: Path) -> None:
    """A wheel holds every file of the package that git knows, the licences, what shells need, and nothing else."""
    names = set(zipfile.ZipFile(wheel).namelist())
    package = {str(path.relative_to(source)) for path in list_tracked(source)}
    name = wheel.name.split("-py3")[0]
    shell = {f"{name}.data/data/{path}" for path in list_shared(source.parent)}
    info = f"{name}.dist-info"
    licences = {f"{info}/licenses/{name}" for name in LICENCES}
    others = {name for name in names - package - shell - licences if PurePosixPath(name).parent != PurePosixPath(info)}
    compare(wheel.name, lacking=(package | shell | licences) - names, too_many=others)
    report(f"{wheel.name}: {len(package)} files of the package, {len(shell)} for shells, {len(licences)} licences")


def list_shared(folder: Path) -> list[str]:
    """Where the man pages and completions of a package go, as its pyproject.toml says."""
    settings = tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))
    shared = settings["tool"]["hatch"]["build"]["targets"]["wheel"].get("shared-data", {})
    return [
        f"{target}/{path.name}" if (folder / source).is_dir() else target
        for source, target in shared.items()
        for path in ((folder / source).iterdir() if (folder / source).is_dir() else [folder / source])
    ]


def check_sdist(sdist: Path, folder: Path) -> None:
    """An sdist holds what its wheel is made from, the licences, and no file that git does not know."""
    with tarfile.open(sdist) as opened:
        names = {name.split("/", 1)[1] for name in opened.getnames() if "/" in name}
    tracked = {str(path.relative_to(folder)) for path in list_tracked(folder)}
    needed = {name for name in tracked if name.startswith("src/")} | LICENCES | {"pyproject.toml", "README.md"}
    kept_out = {name for name in names if name.split("/")[0] in KEPT_OUT}
    compare(sdist.name, lacking=needed - names, too_many=(names - tracked - ADDED) | kept_out)
    report(f"{sdist.name}: {len(names)} files")


def compare(name: str, *, lacking: set[str], too_many: set[str]) -> None:
    """Nothing is lacking in a package, and nothing is in it that does not belong there."""
    if lacking or too_many:
        lines = [f"  lacks {path}" for path in sorted(lacking)] + [f"  has {path}" for path in sorted(too_many)]
        raise Broken("\n".join([f"{name} is not what it should be:", *lines]))


def list_tracked(folder: Path) -> list[Path]:
    """The files of a folder that git knows."""
    listed = run("git", "ls-files", "-z", "--", ".", cwd=folder)
    return [folder / name for name in listed.split("\0") if name]
