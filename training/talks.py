"""Interviews and other talks with who says each line, made for this project: `talks/NN.txt` and `talks/NN.tsv`.

A row of a table is the number of a line, who says it, and the first three words of what is said there; "-" is nobody's,
"?" is somebody's whom the text does not name, and "A>B" a line that A begins and B ends. Nothing learns from
`talks/held`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from sayso.analyse.turn import ASKS
from sayso.text import Span

__all__ = ["Said", "Talk", "pick_askers", "read_talks"]

# Who asks so large a share of what he says is an interviewer.
_LEAST_ASKED = 0.3


class Said(NamedTuple):
    """What somebody says on a line of a text, without a label; `who` is several for one after the other."""

    span: Span
    who: tuple[str, ...]


class Talk(NamedTuple):
    """A text, what is said in it, where other lines stand, and the names of those who ask."""

    id: str
    text: str
    said: list[Said]
    other: list[Span]
    askers: frozenset[str]


def read_talks(folder: Path) -> Iterator[Talk]:
    """Yield the talks of a folder, by name.

    Raises:
        ValueError: A table lacks a line of its text.
    """
    for path in sorted(folder.glob("*.txt")):
        text = path.read_text("utf-8").strip("\n")
        rows = [line.split("\t") for line in path.with_suffix(".tsv").read_text("utf-8").splitlines()]
        table = {int(row[0]): row[1:] for row in rows if row[0].strip().isdigit()}
        said, other = [], []
        place = 0
        for number, line in enumerate(text.split("\n"), 1):
            start, end = place + len(line) - len(line.lstrip()), place + len(line.rstrip())
            place += len(line) + 1
            if start == end:
                continue
            if number not in table:
                raise ValueError(f"{path.with_suffix('.tsv')}: no row for line {number}")
            who, words = (*table[number], "-")[:2]
            if who.strip() == "-":
                other.append(Span(start, end))
                continue
            found = max(text.find(words.strip(), start, end), start)
            said.append(Said(Span(found, end), tuple(name.strip() for name in who.split(">"))))
        yield Talk(path.stem, text, said, other, _find_askers(text, said))


def _find_askers(text: str, said: list[Said]) -> frozenset[str]:
    """Return those who mostly ask, or ask most, in a talk; who begins a line that another ends asks there."""
    asked: dict[str, list[bool]] = defaultdict(list)
    for span, who in said:
        asked[who[0]].append(len(who) > 1 or ASKS.search(span.of(text)) is not None)
    return pick_askers(asked)


def pick_askers(asked: Mapping[str, Sequence[bool]]) -> frozenset[str]:
    """Return those who mostly ask, or ask most, given for each speaker whether each of his turns asks."""
    shares = {name: sum(given) / len(given) for name, given in asked.items()}
    most = max(shares.values(), default=0.0)
    return frozenset(n for n, share in shares.items() if share >= 0.5 or most == share >= _LEAST_ASKED)
