r"""Readings as texts with stand-off marks that brat shows and changes (Stenetorp et al., EACL 2012).

A ZIP archive to be unpacked into brat's `data/` folder: for each article a `.txt`, an `.ann`, and a `.json` with the
whole reading, which brat passes over and `brat_read.py` needs; `annotation.conf` says what can be marked.

Offsets count characters of the `.txt`, which are Unicode code points, and are those of the article's text. A mark of
brat's cannot hold the end of a line: one that does has a stretch for each line. What ends a line for Python and is no
line feed is a blank, a control character or lone surrogate is U+FFFD, one for one, in the `.txt` and in the marked
words alike; so no word of an article can begin a line of the `.ann`.

https://brat.nlplab.org/standoff.html
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from sayso.article import Article
from sayso.carrier import How
from sayso.correct.marks import (
    CARRIER,
    CUE,
    KIND_LABELS,
    LABELS,
    SOURCE,
    STATEMENT,
    Marks,
    Role,
    clean_marked_text,
    make_marks,
)
from sayso.jsonl import write_reading
from sayso.reading import Reading
from sayso.statement import Unresolved
from sayso.text import Span

__all__ = ["CONFIGURATION", "split_at_lines", "write_brat", "write_marks"]

_NO_NAME = re.compile(r"[^A-Za-z0-9]+")
_MAX_NAME = 40
# No time of its own: the same readings give the same archive.
_TIME = (1980, 1, 1, 0, 0, 0)
_MENTIONS = "|".join(KIND_LABELS.values())
_LABELS = "\n".join(label for label in LABELS if label != STATEMENT)
_ANNOTATION = f"""\
[entities]
{_LABELS}
[relations]
Equiv\tArg1:{_MENTIONS}, Arg2:{_MENTIONS}, <REL-TYPE>:symmetric-transitive
[events]
{STATEMENT}\t{Role.SOURCE}?:{SOURCE}, {Role.CUE}?:{CUE}, {Role.SPEAKER}?:{_MENTIONS}, {Role.CANDIDATE}*:{_MENTIONS}, \
{Role.CARRIER}*:{CARRIER}, {Role.WITHIN}?:{STATEMENT}
[attributes]
{Role.TURN}\tArg:{STATEMENT}
{Role.UNRESOLVED}\tArg:{STATEMENT}, Value:{"|".join(it.value for it in Unresolved)}
{Role.HOW}\tArg:{CARRIER}, Value:{"|".join(it.value for it in How)}
"""
CONFIGURATION = {
    "annotation.conf": _ANNOTATION,
    # A sentence for each line, so that no mark runs over the end of one.
    "tools.conf": "[options]\nTokens\ttokenizer:whitespace\nSentences\tsplitter:newline\n",
}
"""The files that brat needs beside the texts, by name."""


def write_brat(readings: Iterable[Reading], stream: BinaryIO) -> None:
    """Write a ZIP archive with three files for each article."""
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in CONFIGURATION.items():
            _write_member(archive, name, text)
        number = 0
        for reading in readings:
            if isinstance(reading.article, Article):
                number += 1
                slug = _NO_NAME.sub("-", reading.article.id)[-_MAX_NAME:].strip("-")
                name = f"{number:06}-{slug}".rstrip("-")
                text = clean_marked_text(reading.article.text)
                _write_member(archive, f"{name}.txt", text)
                _write_member(archive, f"{name}.ann", "".join(write_marks(make_marks(reading), text)))
                _write_member(archive, f"{name}.json", f'{{"program": "brat", "reading": {write_reading(reading)}}}\n')


def _write_member(archive: zipfile.ZipFile, name: str, text: str) -> None:
    info = zipfile.ZipInfo(name, _TIME)
    info.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(info, text.encode())


def split_at_lines(text: str, spans: Iterable[Span]) -> tuple[Span, ...]:
    r"""The stretches of the spans on each line, without empty ones.

    >>> split_at_lines("one\n\ntwo", [Span(1, 7)])
    (Span(start=1, end=3), Span(start=5, end=7))
    """
    return tuple(
        Span(span.start + match.start(), span.start + match.end())
        for span in spans
        for match in re.finditer(r"[^\n]+", span.of(text))
    )


def write_marks(marks: Marks, text: str) -> Iterator[str]:
    """Yield the lines of the `.ann`; marks without a character on any line are left out."""
    ids: dict[str, str] = {}
    statements = []
    for number, mark in enumerate(marks.marks, 1):
        stretches = split_at_lines(text, mark.spans)
        if stretches:
            ids[mark.key] = mark.key if mark.label == STATEMENT else f"T{number}"
            places = ";".join(f"{span.start} {span.end}" for span in stretches)
            yield f"T{number}\t{mark.label} {places}\t{' '.join(span.of(text) for span in stretches)}\n"
            if mark.label == STATEMENT:
                statements.append((mark.key, f"T{number}"))
    yield from _write_events(marks, statements, ids)
    same: dict[str, list[str]] = {}
    for link in marks.links:
        if link.role == Role.SAME and link.start in ids and link.end in ids:
            same.setdefault(ids[link.start], []).append(ids[link.end])
    yield from (f"*\tEquiv {' '.join([first, *others])}\n" for first, others in same.items())
    yield from _write_values(marks, ids)


def _write_events(marks: Marks, statements: Sequence[tuple[str, str]], ids: dict[str, str]) -> Iterator[str]:
    """Yield a line for each statement; of several links in one role, the second is `Carrier2`."""
    by_start: dict[str, list[tuple[str, str]]] = {}
    for link in marks.links:
        if link.role != Role.SAME and link.end in ids:
            by_start.setdefault(link.start, []).append((link.role, ids[link.end]))
    for key, trigger in statements:
        counts: dict[str, int] = {}
        parts = [f"{STATEMENT}:{trigger}"]
        for role, end in dict.fromkeys(by_start.get(key, ())):
            counts[role] = counts.get(role, 0) + 1
            parts.append(f"{role}{counts[role] if counts[role] > 1 else ''}:{end}")
        yield f"{key}\t{' '.join(parts)}\n"


def _write_values(marks: Marks, ids: dict[str, str]) -> Iterator[str]:
    attributes = notes = 0
    for (key, name), value in marks.values.items():
        if key not in ids:
            continue
        if name == Role.NAME:
            notes += 1
            shown = clean_marked_text(value).replace("\n", " ")
            yield f"#{notes}\tAnnotatorNotes {ids[key]}\t{shown}\n"
        else:
            attributes += 1
            yield f"A{attributes}\t{name} {ids[key]}{'' if name == Role.TURN else f' {value}'}\n"
