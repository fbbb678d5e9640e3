"""Who says a statement, in a reader's words: the speaker's full name, or why there is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sayso.reading import Reading
from sayso.report.stretches import words_of
from sayso.speaker import Speaker
from sayso.statement import Statement, Unresolved

__all__ = ["NOT_CLEAR", "NOT_LOOKED_FOR", "NOT_NAMED", "Who", "describe_who", "map_speakers"]

NOT_NAMED, NOT_CLEAR = "not named", "not clear"
NOT_LOOKED_FOR = "not looked for"
# More candidates than these are counted.
_MOST_CANDIDATES = 3


@dataclass(frozen=True, slots=True)
class Who:
    """Whom a statement is from.

    Attributes:
        name: The speaker's name; else "perhaps" and the candidates, or "not named"; else, where nobody was looked
            for, the source's own words, or "not looked for".
        words: The source's own words, where they say something else than the name does; else empty.
        is_known: Whether the name is a resolved speaker's.
    """

    name: str
    words: str
    is_known: bool


def map_speakers(reading: Reading) -> dict[str, Speaker]:
    """The reading's speakers by their ids."""
    return {speaker.id: speaker for speaker in reading.speakers}


def describe_who(statement: Statement, speakers: Mapping[str, Speaker], text: str) -> Who:
    """The name to show for a statement, and the source's own words where they differ from it.

    >>> from sayso.speaker import SpeakerType
    >>> from sayso.statement import Kind, Place
    >>> from sayso.text import Span
    >>> roth = Speaker("p1", "Anna Roth", SpeakerType.PERSON, named=True)
    >>> said = Statement("s1", Kind.DIRECT, Place.BODY, (Span(0, 9),), (), (Span(10, 13),), 0.9, speaker="p1")
    >>> describe_who(said, {"p1": roth}, "“We won,” she said.")
    Who(name='Anna Roth', words='she', is_known=True)
    """
    words = words_of(statement.source, text).strip(" ,")
    speaker = speakers.get(statement.speaker or "")
    if speaker is not None:
        return Who(speaker.name, "" if _says_the_same(words, speaker.name) else words, is_known=True)
    if statement.candidates:
        return Who(_either(statement.candidates, speakers), words, is_known=False)
    if statement.unresolved in {Unresolved.NO_SOURCE, Unresolved.AMBIGUOUS}:
        return Who(NOT_NAMED if statement.unresolved is Unresolved.NO_SOURCE else NOT_CLEAR, words, is_known=False)
    return Who(words or NOT_LOOKED_FOR, "", is_known=False)


def _either(candidates: tuple[str, ...], speakers: Mapping[str, Speaker]) -> str:
    names = [speakers[name].name if name in speakers else name for name in candidates[:_MOST_CANDIDATES]]
    more = len(candidates) - len(names)
    return "perhaps " + " or ".join(names) + (f" or {more} more" if more else "")


def _says_the_same(words: str, name: str) -> bool:
    """Whether one is a part of the other: "Roth" and "Anna Roth, the minister" add nothing to "Anna Roth"."""
    ours, theirs = " ".join(words.casefold().split()), " ".join(name.casefold().split())
    return ours in theirs or theirs in ours
