"""How well `check` names what became of passages that were planted with known changes: the share named so, by kind.

    python evaluation/planted_quotations.py                  150 passages of each kind
    python evaluation/planted_quotations.py --each 40        fewer, for a quick look
    python evaluation/planted_quotations.py --errors modal   what is named otherwise, of one kind

Passages come from the transcripts and GUM of the shared folder, changed as quotation_makers.py says; those of sources
that were left out must not be found. The exit code is 1 if a floor is not held. Where the folder is absent, it says so.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from floors import Floors
from quotation_makers import KINDS, Planted, plant
from quotations import SHARED, hold_floors, load_transcripts
from sets import load_lines, pass_without_gold

from sayso.check import Checker, SourceText, index_sources
from sayso.match import Change, Checked

__all__ = ["FLOORS", "main", "score_counts"]

# Of absent passages, at most one in a hundred may be found.
FLOORS: Floors = {"planted": {"all": {"same label": 0.97}, "absent": {"not found": 0.99}}}

Counts = Mapping[str, Counter[Change]]
"""For each kind, how many passages were given each label."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a line a kind; the exit code is 1 if a floor is not held."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=SHARED, help="the folder with the gold")
    parser.add_argument("--each", type=int, default=150, help="passages of each kind")
    parser.add_argument("--errors", choices=KINDS, help="list what is named otherwise, of one kind")
    options = parser.parse_args(arguments)
    if not (options.shared / "data" / "check").is_dir():
        return pass_without_gold(options.shared, "nothing was planted")
    start = time.perf_counter()
    counts: dict[str, Counter[Change]] = defaultdict(Counter)
    for planted, found in check_planted(options.shared, options.each):
        counts[planted.kind][found.label] += 1
        if planted.kind == options.errors and found.label is not KINDS[planted.kind]:
            print(describe_error(planted, found))
    print("\n".join(list_counts(counts)))
    print(f"Measured in {time.perf_counter() - start:.0f} s.")
    return hold_floors(FLOORS, {"planted": score_counts(counts)})


def check_planted(shared: Path, each: int) -> Iterator[tuple[Planted, Checked]]:
    """Yield so many passages of each kind with what is found of them."""
    transcripts = load_transcripts(shared)
    rows = [row for name in ("gum-news", "gum-other") for row in load_lines(shared / "data" / "gum" / f"{name}.jsonl")]
    gum = [SourceText(row["doc_id"], row["text"]) for row in rows]
    kept, left_out = gum[::2], gum[1::2]
    checker = Checker(index_sources([*transcripts, *kept]))
    for planted in plant([*transcripts[::5], *kept], left_out, each):
        yield planted, next(checker.check_quotes([planted.quote]))


def describe_error(planted: Planted, found: Checked) -> str:
    """What a passage was taken for, and where."""
    changes = ", ".join(detail.value for detail in found.changes)
    return f"{found.label.value} ({changes}): {planted.quote}\n    of {planted.source}; found in {found.source}"


def list_counts(counts: Counts) -> Iterator[str]:
    """Yield a line a kind: how many, the share that is named right, and what the others were named."""
    for kind, label in KINDS.items():
        row, count = counts[kind], counts[kind].total()
        others = ", ".join(f"{named.value} {n}" for named, n in sorted(row.items()) if named is not label)
        yield f"{kind:12}{label.value:12}{count:5}{row[label] / max(1, count):8.3f}   {others}".rstrip()
    whole = sum(row.total() for row in counts.values())
    yield f"{'all':24}{whole:5}{score_counts(counts)['all']['same label']:8.3f}"


def score_counts(counts: Counts) -> dict[str, dict[str, float]]:
    """The shares that have floors: of all that is named as it was made, and of what is absent and not found."""
    right, whole = (
        sum(counts[kind][label] for kind, label in KINDS.items()),
        sum(row.total() for row in counts.values()),
    )
    absent = counts["absent"]
    return {
        "all": {"same label": right / max(1, whole)},
        "absent": {"not found": absent[Change.NOT_FOUND] / max(1, absent.total())},
    }


if __name__ == "__main__":
    sys.exit(main())
