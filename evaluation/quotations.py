"""How well `check` finds quotations of newspapers in transcripts: the shared scorer's figures, held to their floors.

    python evaluation/quotations.py

170 quotations of PolNeAR train, labelled by a large language model from three candidate places each; the articles are
read with the model. The exit code is 1 if a floor is not held. Where the shared folder is absent, it says so.
"""

from __future__ import annotations

import argparse
import io
import json
import re
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import redirect_stdout
from pathlib import Path

from floors import Floors, broken_floors
from sets import load_lines, pass_without_gold
from whole import load_shared

from sayso.analyse import Analyser
from sayso.article import Article
from sayso.check import Checker, SourceText, index_sources
from sayso.match import Checked

__all__ = ["FLOORS", "SHARED", "hold_floors", "load_transcripts", "main", "read_figures", "write_row"]

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
FLOORS: Floors = {
    "newspapers": {
        "found": {"F1": 0.93},
        "found by both": {"same transcript": 0.85, "same place": 0.80, "same label": 0.85},
    }
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the scorer's figures; the exit code is 1 if a floor is not held."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=SHARED, help="the folder with the gold")
    options = parser.parse_args(arguments)
    if not (options.shared / "data" / "check").is_dir():
        return pass_without_gold(options.shared, "no quotation was checked")
    start = time.perf_counter()
    printed = measure_newspapers(options.shared)
    print(f"{printed}Measured in {time.perf_counter() - start:.0f} s.")
    return hold_floors(FLOORS, {"newspapers": read_figures(printed)})


def measure_newspapers(shared: Path) -> str:
    """What the shared scorer prints of the articles that have labelled quotations, once read and checked."""
    gold = shared / "data" / "check" / "check-dev.jsonl"
    wanted = {row["doc_id"] for row in load_lines(gold)}
    articles = load_lines(shared / "data" / "polnear" / "polnear-train.jsonl")
    checker, analyser = Checker(index_sources(load_transcripts(shared))), Analyser()
    with tempfile.TemporaryDirectory() as folder:
        rows = Path(folder) / "rows.jsonl"
        with rows.open("w", encoding="utf-8") as file:
            for row in (it for it in articles if it["doc_id"] in wanted):
                reading = analyser.analyse(Article(row["doc_id"], row["text"], published=row["date"]))
                file.writelines(write_row(checked) + "\n" for checked in checker.check_reading(reading))
        with redirect_stdout(io.StringIO()) as printed:
            load_shared(shared, "score_check").main(str(gold), str(rows))
    return printed.getvalue()


def load_transcripts(shared: Path) -> list[SourceText]:
    """The transcripts, in the order of their file."""
    rows = load_lines(shared / "data" / "check" / "transcripts.jsonl")
    return [SourceText(row["id"], row["text"], row["date"], row["title"]) for row in rows]


def write_row(checked: Checked) -> str:
    """What the scorer needs of a row."""
    label = checked.label.value.replace(" ", "-")
    row = {"article": checked.article, "span": checked.span, "label": label}
    return json.dumps({**row, "source": checked.source, "place": checked.place})


def read_figures(printed: str) -> dict[str, dict[str, float]]:
    """The figures that have floors, out of the scorer's lines; one that was not printed is not there.

    >>> read_figures("found: P 0.900 R 0.800 F1 0.847 (gold 10, predicted 9)")
    {'found': {'F1': 0.847}, 'found by both': {}}
    """
    names = {kind: "|".join(measures) for kind, measures in FLOORS["newspapers"].items()}
    found = {kind: re.findall(rf"\b({either}) (\d\.\d+)", printed) for kind, either in names.items()}
    return {kind: {name: float(figure) for name, figure in pairs} for kind, pairs in found.items()}


def hold_floors(floors: Floors, scores: dict[str, dict[str, dict[str, float]]]) -> int:
    """Print a sentence for each floor that is not held; the exit code."""
    broken = broken_floors(floors, scores)
    for sentence in broken:
        print(f"NOT HELD  {sentence}")
    if not broken:
        print(f"All floors held: {', '.join(floors)}.")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
