"""The readings that stand in an output already, so that a run can go on where an earlier one was stopped.

An article is the same if its id and its text are. Two ids that are paths of one file are the same, however they are
written: `s2/a.txt`, `./s2/a.txt`, and the whole path.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sayso.article import Article, Unread
from sayso.errors import OffsetError, ReadError, SettingsError
from sayso.jsonl import read_reading
from sayso.reading import Reading, Stamp

__all__ = ["Finished", "count_lines", "find_finished", "list_finished"]


@dataclass(slots=True)
class Finished:
    """What stands in an output already.

    Attributes:
        stamps: What made the readings.
    """

    stamps: dict[Stamp, None] = field(default_factory=dict)
    # By the articles' ids: the text that was read last, and whether the last try could not read it.
    _texts: dict[str, str] = field(default_factory=dict)
    _unread: set[str] = field(default_factory=set)

    def add(self, article: Article | Unread) -> None:
        """Note that a reading of the article stands in the output."""
        name = _find_place(article.id)
        if isinstance(article, Unread):
            self._unread.add(name)
        else:
            self._texts[name] = article.fingerprint

    def holds(self, article: Article | Unread) -> bool:
        """Whether the article, with this text, was read already; or whether it could not be read before either."""
        name = _find_place(article.id)
        if isinstance(article, Unread):
            return name in self._unread
        return self._texts.get(name) == article.fingerprint

    def holds_other_text(self, article: Article | Unread) -> bool:
        """Whether the article was read with another text."""
        return isinstance(article, Article) and _find_place(article.id) in self._texts and not self.holds(article)

    def refuse_other(self, own: Stamp, output: Path | None) -> None:
        """Raise SettingsError if a reading was made by another version, model or settings: one output has one kind."""
        other = next((stamp for stamp in self.stamps if stamp != own), None)
        if other is not None:
            remedy = "give the same settings again, or another --output"
            raise SettingsError(f"{output} holds readings made otherwise: {describe_difference(other, own)}; {remedy}")


def describe_difference(before: Stamp, now: Stamp) -> str:
    """What differs between two stamps, in words.

    >>> describe_difference(Stamp("0.1.0", "m", "a"), Stamp("0.1.0", "m", "b", choices=(("min_score", 0.5),)))
    'min_score is its default there and 0.5 here'
    """
    parts = [
        f"{name} {there} there and {here} here"
        for name, there, here in (("version", before.version, now.version), ("model", before.model, now.model))
        if there != here
    ]
    there, here = dict(before.choices), dict(now.choices)
    for name in sorted({*there, *here}):
        if there.get(name) != here.get(name):
            values = (choices.get(name, "its default") for choices in (there, here))
            parts.append("{} is {} there and {} here".format(name, *values))
    return ", ".join(parts) or f"settings {before.settings} there and {now.settings} here"


def find_finished(path: Path) -> Finished:
    """The readings that stand in a file of JSON Lines; a half-written last line is cut off first.

    Raises:
        ReadError: a line is not a reading; the file is left as it is.
    """
    finished = Finished()
    for reading in list_finished(path):
        finished.stamps[reading.stamp] = None
        finished.add(reading.article)
    return finished


def list_finished(path: Path) -> Iterator[Reading]:
    """Yield the readings of a file of JSON Lines; at the end, a half-written last line is cut off.

    Raises:
        ReadError: a line is not a reading; the file is left as it is.
    """
    if not path.exists():
        return
    whole = 0
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if not line.endswith(b"\n"):
                _check_begun(line, path, number)
                break
            try:
                yield read_reading(line)
            except (OffsetError, ReadError) as err:
                raise ReadError(f"{path}, line {number:,}: {err}") from err
            whole += len(line)
    if whole < path.stat().st_size:
        os.truncate(path, whole)


def count_lines(path: Path) -> int:
    """How many whole lines a file has; a half-written last one is cut off first."""
    count = whole = 0
    with path.open("rb") as lines:
        for line in lines:
            if line.endswith(b"\n"):
                count += 1
                whole += len(line)
    if whole < path.stat().st_size:
        os.truncate(path, whole)
    return count


def _check_begun(line: bytes, path: Path, number: int) -> None:
    """Raise ReadError unless the bytes are how a reading begins, so that no other file is ever cut."""
    beginning = b'{"article": {"id": "'
    if line[: len(beginning)] != beginning[: len(line)]:
        raise ReadError(f"{path}, line {number:,} is no reading that was begun; give the file of an earlier run")


def _find_place(name: str) -> str:
    """The id, as the real path that it stands for if it is one; an id of another kind stays different from others."""
    if "://" in name:
        return name
    try:
        return os.path.realpath(name)
    except (OSError, ValueError):
        return name
