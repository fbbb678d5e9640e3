"""What a run of `check` is asked to do, and when it is to fail."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from sayso.cli.formats import Format
from sayso.match import Caution, Change, Checked, Detail
from sayso.report.check_text import are_names_different, needs_look

__all__ = [
    "CHANGE_NAMES",
    "KIND_NAMES",
    "LABEL_NAMES",
    "CheckRun",
    "FailOn",
    "is_wanted",
    "parse_changes",
    "parse_day",
    "parse_kinds",
    "parse_labels",
]


def _name(word: Change | Detail) -> str:
    return str(word.value).replace(" ", "-")


# Beside the labels: the words stand there, but the source gives them to another person than the article does.
OTHER_SPEAKER = "other-speaker"
LOOK = "look"
_FLAGS = {
    Caution.CLIPPED: "clipped",
    Caution.TOO_SHORT: "too-short",
    Caution.MAY_BE_CHANCE: "may-be-chance",
    Caution.SECOND_HAND: "second-hand",
    Caution.LATER: "later",
    Caution.UNKNOWN_SPEAKER: "unknown-speaker",
    Caution.SEVERAL_SPEAKERS: "several-speakers",
}
_FLAG_NAMES = (OTHER_SPEAKER, *_FLAGS.values())
_LABELS = tuple(map(_name, (Change.MINOR, Change.ALTERED, Change.ELIDED, Change.NOT_FOUND)))
_DETAILS = {_name(detail): detail for detail in Detail}
# What --fail-on, --only and --allow take.
LABEL_NAMES = (*_LABELS, *_FLAG_NAMES)
KIND_NAMES = (LOOK, _name(Change.VERBATIM), *_LABELS, *_FLAG_NAMES)
CHANGE_NAMES = (*_DETAILS, *_FLAG_NAMES)


@dataclass(frozen=True, slots=True)
class FailOn:
    """What a run must not find.

    Attributes:
        labels: Names of labels and flags, with hyphens; OTHER_SPEAKER too.
        allowed: Changes that do not count: a stretch whose changes are all allowed does not fail by its label.
        passed: Names of flags that do not count, and OTHER_SPEAKER.
    """

    labels: frozenset[str] = frozenset()
    allowed: frozenset[Detail] = frozenset()
    passed: frozenset[str] = frozenset()

    def is_met(self, row: Checked) -> bool:
        """Whether the stretch makes the run fail.

        >>> from sayso.text import Span
        >>> row = Checked("a", None, "q1", Span(0, 1), "", Change.ALTERED, (Detail.BRACKET,))
        >>> FailOn(frozenset({"altered"})).is_met(row)
        True
        >>> FailOn(frozenset({"altered"}), frozenset({Detail.BRACKET})).is_met(row)
        False
        """
        if not (self.labels - self.passed).isdisjoint(_name_flags(row)):
            return True
        if _name(row.label) not in self.labels:
            return False
        return row.label is Change.NOT_FOUND or not row.changes or not self.allowed.issuperset(row.changes)


def is_wanted(kinds: frozenset[str], row: Checked) -> bool:
    """Whether a stretch is to be shown, given the kinds that are; all are where none is given."""
    own = {_name(row.label), *_name_flags(row)}
    own |= {LOOK} if needs_look(row) else set()
    return not kinds or not kinds.isdisjoint(own)


def _name_flags(row: Checked) -> set[str]:
    """The names of a stretch's flags, and whether another speaks."""
    return {*(_FLAGS[flag] for flag in row.flags), *([OTHER_SPEAKER] if are_names_different(row) else [])}


@dataclass(frozen=True, slots=True)
class CheckRun:
    """What one call of the command was asked to do."""

    inputs: tuple[str, ...]
    against: tuple[str, ...]
    quotes: tuple[str, ...]
    speaker: str | None
    only: frozenset[str]
    date: str | None
    index: Path | None
    no_index: bool
    fail_on: FailOn
    format: Format
    output: Path | None
    has_bom: bool
    no_title: bool
    every_line: bool
    use_proxy: bool
    max_seconds: float
    max_memory: float
    workers: int | None
    quiet: bool
    no_progress: bool


def parse_labels(_context: click.Context, _option: click.Parameter, given: str | None) -> frozenset[str]:
    """The names in a list with commas, such as altered,not-found."""
    return frozenset(_split(given, LABEL_NAMES, "label"))


def parse_kinds(_context: click.Context, _option: click.Parameter, given: str | None) -> frozenset[str]:
    """The names in a list with commas, such as look or altered,clipped."""
    return frozenset(_split(given, KIND_NAMES, "kind"))


def parse_day(_context: click.Context, _option: click.Parameter, given: str | None) -> str | None:
    """The day, as it was given.

    Raises:
        click.BadParameter: it is none.
    """
    try:
        return given and date.fromisoformat(given.strip()).isoformat()
    except ValueError as err:
        raise click.BadParameter(f"{given!r:.40} is no day; write it as 2031-05-04") from err


def parse_changes(
    _context: click.Context, _option: click.Parameter, given: str | None
) -> tuple[frozenset[Detail], frozenset[str]]:
    """The changes in a list with commas, such as bracket,ellipsis, and the flags in it."""
    names = _split(given, CHANGE_NAMES, "change")
    return frozenset(_DETAILS[name] for name in names if name in _DETAILS), frozenset(_FLAG_NAMES).intersection(names)


def _split(given: str | None, known: Iterable[str], what: str) -> list[str]:
    """The names of the list, each known; none if no list is given.

    Raises:
        click.BadParameter: one is not, or the list is empty, as where a script's variable is not set.
    """
    if given is None:
        return []
    parts = (part.strip().lower().replace(" ", "-").replace("_", "-") for part in given.split(","))
    names = [part for part in parts if part]
    if not names:
        raise click.BadParameter(f"the list is empty; give some of {', '.join(known)}")
    for name in names:
        if name not in known:
            raise click.BadParameter(f"{name!r:.40} is no {what}; give some of {', '.join(known)}")
    return names
