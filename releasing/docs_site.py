"""Build the site of the docs from the Markdown of the project, which stays as it is."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

from tools import ROOT, Broken, report, run

# The site has the folders of the project, so that links between its pages hold in a clone and on the site.
SOURCE = ROOT / "build" / "site"
PAGES = (
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "docs/**/*.md",
    "decisions/*.md",
    "evaluation/README.md",
    "benchmarks/README.md",
    "training/README.md",
    "accurate/README.md",
    "**/CARD.md",
)
LINK = re.compile(r"\]\(([^)#\s:]+)(#[^)\s]*)?\)|<img[^>]* src=\"([^\":]+)\"")
# What a page of the site may load from elsewhere: nothing.
LOADS = re.compile(
    r"<(?:script|img|iframe|source)[^>]+src=[\"']?(?:https?:)?//[^\"'> ]+"
    r"|<link[^>]+(?:stylesheet|icon|preconnect)[^>]*//[^>]*>"
)
CSS_LOADS = re.compile(r"(?:@import|url\()\s*[\"']?(?:https?:)?//[^\"') ]+")


def build_site(target: Path) -> None:
    """Build the site, without a warning, and check that it loads nothing from anywhere else."""
    if SOURCE.exists():
        shutil.rmtree(SOURCE)
    pages = sorted({path for pattern in PAGES for path in ROOT.glob(pattern) if is_of_project(path)})
    for path in pages:
        copy(path)
    for path in sorted({linked for page in pages for linked in find_linked(page)} - set(pages)):
        copy(path)
    shutil.copytree(ROOT / "docs" / "site", SOURCE / "docs" / "site")
    run(Path(sys.executable).parent / "zensical", "build", "--strict", "--clean", "--config-file", "zensical.toml")
    check_loads(target)
    report(f"site: {len(pages)} pages in {target.relative_to(ROOT)}")


def is_of_project(path: Path) -> bool:
    """Whether a page is of the project, and not of a package in its environment or of what was built."""
    return not {".venv", "build", "dist"} & set(path.relative_to(ROOT).parts)


def find_linked(page: Path) -> list[Path]:
    """The files of the project that a page shows or links, other than pages."""
    targets = [page.parent / (one[1] or one[3]) for one in LINK.finditer(page.read_text("utf-8"))]
    return [target.resolve() for target in targets if target.is_file()]


def copy(path: Path) -> None:
    """Copy a file of the project to the same place of the site's source."""
    target = SOURCE / path.relative_to(ROOT)
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(path, target)


def check_loads(target: Path) -> None:
    """No page, script or style of the site asks another host for something to show."""
    for pattern, kind in ((LOADS, "html"), (CSS_LOADS, "css")):
        for path in sorted(target.rglob(f"*.{kind}")):
            found = pattern.search(path.read_text("utf-8"))
            if found:
                raise Broken(f"{path.relative_to(ROOT)} loads {found[0]}")
