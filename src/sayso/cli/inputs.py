"""What all verbs ask of their inputs: may the output be written there, and what fetches those that are addresses."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sayso.read import FOLDER_SUFFIXES
from sayso.settings import ReadSettings
from sayso.workflow import Fetch

__all__ = ["make_fetch", "reads_output"]


def reads_output(given: str, output: Path) -> bool:
    """Whether the output is that input, or a file that would be read in that folder."""
    try:
        path, target = Path(given).resolve(), output.resolve()
    except (OSError, ValueError):
        return False
    if given == "-" or not path.exists() or (target.exists() and not target.is_file()):
        return False
    return target == path or (path in target.parents and target.name.lower().endswith(FOLDER_SUFFIXES))


def make_fetch(inputs: Sequence[str], settings: ReadSettings) -> Fetch | None:
    """What fetches the addresses among the inputs; None if there are none, so that nothing of it is loaded."""
    if not any(given.lower().startswith(("http://", "https://")) for given in inputs):
        return None
    from sayso.fetch import Fetcher  # noqa: PLC0415  only where addresses are given
    from sayso.watch import fetch_articles, is_address  # noqa: PLC0415

    fetcher = Fetcher()
    return lambda given: fetch_articles([given], fetcher, settings) if is_address(given) else None
