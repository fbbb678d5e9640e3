"""Measure how long search and counts take in a collection.

    python benchmarks/questions.py news.db          of a collection that is there

Each question is asked three times, and the median is printed: of the clock, and of the processor, which a busy
machine changes less. `collection.py` asks the same of the collections that it makes. The goal: each in less than a
second with a million statements.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from statistics import median
from typing import Any

from sayso.store import Collection, Selection, open_collection

__all__ = ["ask_all", "show"]

_TIMES = 3
_ROWS = 50
Row = dict[str, Any]


def ask_all(collection: Collection) -> list[Row]:
    """The seconds that each question takes, and how much it finds."""
    rare, common, speaker, outlet = _choose_words(collection)
    searches = {
        f"a rare word ({rare})": Selection(words=rare),
        f"a common word ({common})": Selection(words=common),
        "a phrase": Selection(words=f'"{_find_phrase(collection)}"'),
        f"a speaker ({speaker})": Selection(speakers=(speaker,)),
        f"a common word in an outlet, direct ({outlet})": Selection(words=common, outlets=(outlet,), kinds=("direct",)),
        "everything": Selection(),
    }
    rows = [
        _ask(f"search: {name}", lambda it=it: _search(collection, it))  # type: ignore[misc]
        for name, it in searches.items()
    ]
    dimensions = ("kind", "speaker", "outlet", "month", "type named", "carrier", "how outlet", "speaker outlet month")
    rows += [
        _ask(f"counts: by {by}", lambda by=by: _count(collection, by.split(), Selection()))  # type: ignore[misc]
        for by in dimensions
    ]
    chosen = Selection(words=common, kinds=("direct",))
    rows.append(_ask("counts: by speaker, of a common word, direct", lambda: _count(collection, ["speaker"], chosen)))
    return rows


def _choose_words(collection: Collection) -> tuple[str, str, str, str]:
    """A word that few statements have and one that many have; the speaker and the outlet with most statements."""
    speaker, outlet = (next(iter(collection.counts(by, limit=1))).values[0] for by in ("speaker", "outlet"))
    counts: dict[str, int] = {}
    for found in collection.search(limit=400):
        for word in {it for it in found.text.casefold().split() if it.isalpha()}:
            counts[word] = counts.get(word, 0) + 1
    ranked = sorted(counts, key=lambda word: (counts[word], word))
    return ranked[0], ranked[-1], speaker, outlet


def _find_phrase(collection: Collection) -> str:
    """Four words that stand together in a statement."""
    texts = (found.text.split() for found in collection.search(limit=400))
    return next(" ".join(words[1:5]) for words in texts if len(words) > 6 and all(it.isalpha() for it in words[1:5]))


def _search(collection: Collection, selection: Selection) -> int:
    search = collection.search(selection, limit=_ROWS)
    return len(list(search)) and search.count


def _count(collection: Collection, by: list[str], selection: Selection) -> int:
    counts = collection.counts(by, selection, limit=_ROWS)
    return len(list(counts)) and counts.row_count


def _ask(name: str, question: Callable[[], int]) -> Row:
    seconds, cpu_s, found = [], [], 0
    for _ in range(_TIMES):
        clock, cpu = time.perf_counter(), time.process_time()
        found = question()
        seconds.append(time.perf_counter() - clock)
        cpu_s.append(time.process_time() - cpu)
    return {"question": name, "s": round(median(seconds), 3), "cpu_s": round(median(cpu_s), 3), "found": found}


def show(rows: list[Row]) -> None:
    """Print a row a question."""
    print(f"{'s':>7} {'cpu s':>7} {'found':>10}  question")
    for row in rows:
        print(f"{row['s']:7.3f} {row['cpu_s']:7.3f} {row['found']:10,}  {row['question']}", flush=True)


def main() -> int:
    """Ask, and print a row a question."""
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    with open_collection(sys.argv[1], create=False) as collection:
        collection.prepare()
        show(ask_all(collection))
    return 0


if __name__ == "__main__":
    sys.exit(main())
