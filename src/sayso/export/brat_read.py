"""Read what was corrected in brat: a folder or a ZIP archive with the files that were exported for each article."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from sayso.article import Article, Unread
from sayso.correct.correct_reading import correct_reading
from sayso.correct.marks import LABELS, STATEMENT, Link, Mark, Marks, Role, clean_marked_text, join_spans, make_marks
from sayso.errors import Notice, OffsetError, ReadError
from sayso.export.brat import split_at_lines
from sayso.jsonl import read_reading
from sayso.reading import Reading
from sayso.text import Span

__all__ = ["is_brat", "read_brat"]

# More than the marks of any article; a larger file is none of ours.
_MAX_BYTES = 200_000_000
_FIXED = "annotation.conf"
_DIGITS = re.compile(r"[0-9]+\Z")
_SHOWN = 3


def is_brat(name: str) -> bool:
    """Whether an input is a folder or a ZIP archive that was exported for brat."""
    path = Path(name)
    try:
        if path.is_dir():
            return (path / _FIXED).is_file() and any(path.glob("*.ann"))
        if not path.is_file() or not zipfile.is_zipfile(path):
            return False
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (OSError, ValueError, zipfile.BadZipFile):
        return False
    return any(it.split("/")[-1] == _FIXED for it in names) and any(it.endswith(".ann") for it in names)


def read_brat(name: str) -> Iterator[Reading | Unread]:
    """Yield the corrected reading of each `.ann`, in the order of the names."""
    path = Path(name)
    if path.is_dir():
        files = {it.name: it for it in path.iterdir() if it.is_file()}
        yield from _read_all(name, sorted(files), lambda it: _read_file(files[it]))
        return
    with zipfile.ZipFile(path) as archive:
        members = {it.filename: it for it in archive.infolist()}

        def read(it: str) -> bytes:
            with archive.open(members[it]) as member:
                return _limit(member.read(_MAX_BYTES + 1))

        yield from _read_all(name, sorted(members), read)


def _read_file(path: Path) -> bytes:
    with path.open("rb") as file:
        return _limit(file.read(_MAX_BYTES + 1))


def _limit(data: bytes) -> bytes:
    if len(data) > _MAX_BYTES:
        raise ReadError(f"has more than {_MAX_BYTES:,} bytes")
    return data


def _read_all(name: str, names: list[str], read: Callable[[str], bytes]) -> Iterator[Reading | Unread]:
    known = set(names)
    for ann in names:
        stem = ann.removesuffix(".ann")
        if stem == ann:
            continue
        try:
            json_text = read(f"{stem}.json") if f"{stem}.json" in known else b""
            text = read(f"{stem}.txt").decode() if f"{stem}.txt" in known else None
            yield _read_one(read(ann).decode("utf-8-sig"), text, json_text)
        except (ReadError, OffsetError, ValueError, RecursionError, zipfile.BadZipFile, OSError) as err:
            yield Unread(f"{name}/{ann}", (Notice("read", f"{name}/{ann} could not be read: {err}"),))


def _read_one(ann: str, text: str | None, json_text: bytes) -> Reading:
    """The corrected reading of one article."""
    if not json_text:
        raise ReadError("its .json is missing; keep the files that the export wrote beside one another")
    record = json.loads(json_text)
    if not isinstance(record, dict) or not isinstance(record.get("reading"), dict):
        raise ReadError("the .json holds no reading; keep the file that the export wrote")
    before = read_reading(json.dumps(record["reading"]))
    if not isinstance(before.article, Article):
        raise ReadError("the .json holds a reading without a text")
    cleaned = clean_marked_text(before.article.text)
    if text is not None and text != cleaned:
        raise ReadError("the .txt was changed, so that marks no longer fit the text of the reading")
    marks, unknown = _parse(ann)
    made = {split_at_lines(cleaned, mark.spans): mark.spans for mark in make_marks(before).marks}
    marks.marks = [replace(mark, spans=_join(cleaned, mark.spans, made)) for mark in marks.marks]
    corrected = correct_reading(before, marks, "brat")
    if not unknown:
        return corrected
    shown = ", ".join(sorted(unknown)[:_SHOWN])
    notice = Notice("correct", f"Marks and lines of a kind that sayso does not know were left out: {shown}.")
    return replace(corrected, notices=(*corrected.notices, notice))


def _join(text: str, stretches: tuple[Span, ...], made: dict[tuple[Span, ...], tuple[Span, ...]]) -> tuple[Span, ...]:
    """The spans that were split at the ends of lines: as they were, or joined where only blanks lie between them."""
    if stretches in made:
        return made[stretches]
    joined: list[Span] = []
    for span in join_spans(stretches):
        between = text[joined[-1].end : span.start] if joined else ""
        if joined and "\n" in between and between.isspace():
            joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
    return tuple(joined)


def _parse(ann: str) -> tuple[Marks, set[str]]:
    """The marks in an `.ann`, and the labels and kinds of lines that are not ours."""
    lines = _Lines()
    for number, line in enumerate(ann.split("\n"), 1):
        if line.strip():
            lines.read(number, line)
    # A statement is its event, to which links and values point.
    lines.marks.marks = [
        replace(mark, key=lines.statements.get(mark.key, mark.key)) if mark.label == STATEMENT else mark
        for mark in lines.marks.marks
    ]
    return lines.marks, lines.unknown


class _Lines:
    """Collects what the lines of an `.ann` say."""

    def __init__(self) -> None:
        self.marks = Marks()
        self.unknown: set[str] = set()
        # The events of statements, by their triggers.
        self.statements: dict[str, str] = {}

    def read(self, number: int, line: str) -> None:
        """Read one line.

        Raises:
            ReadError: It is no line of brat's.
        """
        key, _, rest = line.partition("\t")
        data, _, words = rest.partition("\t")
        try:
            self._read_fields(key, data, words)
        except (ValueError, IndexError, TypeError):
            raise ReadError(f"line {number:,} is no line of brat's: {line!r:.60}") from None

    def _read_fields(self, key: str, data: str, words: str) -> None:
        label, _, rest = data.partition(" ")
        target, _, value = rest.partition(" ")
        if key.startswith("T"):
            spans = tuple(Span(*map(int, part.split())) for part in rest.split(";"))
            if label in LABELS:
                self.marks.marks.append(Mark(key, label, spans))
            else:
                self.unknown.add(label)
        elif key.startswith("E"):
            self._read_event(key, data.split())
        elif key.startswith(("*", "R")):
            ends = [part.rpartition(":")[2] for part in rest.split()]
            self.marks.links += [Link(ends[0], Role.SAME, end) for end in ends[1:]]
        elif key.startswith(("A", "M")):
            self.marks.values[target, label] = value or "yes"
        elif key.startswith("#"):
            self.marks.values[target, Role.NAME] = " ".join(words.split())
        else:
            self.unknown.add(key)

    def _read_event(self, key: str, parts: list[str]) -> None:
        pairs = [part.rpartition(":") for part in parts]
        label, _, trigger = pairs[0]
        if label == STATEMENT:
            self.statements[trigger] = key
            self.marks.links += [Link(key, _DIGITS.sub("", role), end) for role, _, end in pairs[1:]]
