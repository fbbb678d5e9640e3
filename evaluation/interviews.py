"""How many turns of interviews and other talks sayso finds, and with the right speaker.

    python evaluation/interviews.py             the 140 texts of training/talks/held, which nothing learns from
    python evaluation/interviews.py --learnt    the 518 of training/talks, which the weights of turns have learnt
    python evaluation/interviews.py --model accurate    as another model reads them

They were written by large language models that knew nothing of sayso, with a table of who says each line. A turn is
found if the larger part of its words is in one turn of the reading. Its speaker is right if the names are the same, or
one is a part of the other; where the text does not name who asks, nobody is right, or its writer without a name. In
many of the texts nobody talks: they only ask, as essays and explainers do.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "training"))

from talks import Talk, read_talks  # noqa: E402

from sayso import Analyser, Article  # noqa: E402
from sayso.reading import Reading  # noqa: E402
from sayso.text import Span  # noqa: E402

__all__ = ["count_turns", "main", "measure_talks"]

NOBODY, WRITER = "?", "author"
OUTCOMES = {
    "right": "found, with the right speaker",
    "wrong": "found, with a wrong speaker",
    "nobody": "found, without a speaker",
    "missed": "not found",
    "false": "lines that nobody says, found as turns",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the talks, and print the counts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--learnt", action="store_true", help="those that the weights have learnt")
    parser.add_argument("--model", help="the model, by name or folder")
    options = parser.parse_args(arguments)
    folder = ROOT / "training/talks" / ("" if options.learnt else "held")
    talks, others = measure_talks(folder, Analyser(model=options.model))
    turns = sum(talks[name] for name in OUTCOMES if name != "false")
    print(f"{turns} turns of {talks['texts']} talks; right: {talks['right'] / turns:.3f}")
    for name, says in OUTCOMES.items():
        print(f"{talks[name]:5} {says}")
    print(
        f"{others['texts']} texts in which nobody talks; {others['false']} lines of {others['read so']} found as turns"
    )
    return 0


def measure_talks(folder: Path, analyser: Analyser) -> tuple[Counter[str], Counter[str]]:
    """Return how many turns of a folder's talks have each of OUTCOMES, and the same of texts in which nobody talks."""
    talks, others = Counter[str](), Counter[str]()
    for talk in read_talks(folder):
        title = Span(0, talk.text.index("\n"))
        found = count_turns(talk, analyser.analyse(Article(talk.id, talk.text, title_span=title)))
        counts = talks if talk.said else others
        counts.update(found)
        counts.update({"texts": 1, "read so": int(found["false"] > 0)})
    return talks, others


def count_turns(talk: Talk, reading: Reading) -> Counter[str]:
    """Return how many turns of a talk have each of OUTCOMES in its reading."""
    names = {speaker.id: speaker.name for speaker in reading.speakers}
    turns = [(span, names.get(it.speaker or "")) for it in reading.statements if it.turn for span in it.content]
    counts: Counter[str] = Counter()
    for said in talk.said:
        found = list(_find_said(said.span, turns, several=len(said.who) > 1))
        for n, who in enumerate(said.who):
            counts[_judge(who, found[n : n + 1])] += 1
    counts["false"] = sum(any(span.overlaps(line) for span, _ in turns) for line in talk.other)
    return counts


def _find_said(
    line: Span, turns: Sequence[tuple[Span, str | None]], *, several: bool
) -> Iterator[tuple[Span, str | None]]:
    """Yield the turns that have the larger part of a line; where two people say it, all that have some of it."""
    for span, name in turns:
        shared = min(span.end, line.end) - max(span.start, line.start)
        if shared > (0 if several else (line.end - line.start) // 2):
            yield span, name


def _judge(who: str, found: Sequence[tuple[Span, str | None]]) -> str:
    """Return the outcome of one turn."""
    if not found:
        return "missed"
    name = found[0][1]
    if who == NOBODY:
        return "right" if name in {None, WRITER} else "wrong"
    if name is None:
        return "nobody"
    shown, marked = _words(name), _words(who)
    return "right" if shown <= marked or marked <= shown else "wrong"


def _words(name: str) -> set[str]:
    """Return the words of a name without "the", a plural as its singular."""
    return {word.removesuffix("s") for word in re.findall(r"\w+", name.lower())} - {"the"}


if __name__ == "__main__":
    sys.exit(main())
