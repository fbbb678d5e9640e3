"""A reading as marked spans with links between them, which is what programs for annotating texts hold.

brat and Label Studio write these in forms of their own; `correct_reading` makes a reading of what comes back.

    Statement ──Source──> Source          Statement ──Speaker──> Person, Organisation, Group, …
              ──Cue─────> Cue                       ──Candidate──> (the same)
              ──Within──> Statement                 ──Carrier──> Carrier

A mention of a speaker has the speaker's kind for its label; mentions of the same speaker are linked by "Same".
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field

from sayso.marking import MarkUse
from sayso.reading import Reading
from sayso.speaker import SpeakerType
from sayso.statement import Unresolved
from sayso.text import Span

__all__ = [
    "CARRIER",
    "CUE",
    "KIND_LABELS",
    "LABELS",
    "MARK_LABELS",
    "SCARE_QUOTES",
    "SOURCE",
    "STATEMENT",
    "Link",
    "Mark",
    "Marks",
    "Role",
    "clean_marked_text",
    "find_nearest",
    "join_spans",
    "key_of_unmarked",
    "make_marks",
]

# What splitlines takes for the end of a line, but the line feed; and the tab, which parts the columns of brat.
_BLANK = re.compile("[\t\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x9f\ud800-\udfff]")
STATEMENT, SOURCE, CUE, CARRIER, SCARE_QUOTES = "Statement", "Source", "Cue", "Carrier", "Scare_quotes"
KIND_LABELS = {kind: kind.value.capitalize() for kind in SpeakerType}
MARK_LABELS = {use: f"Marked_{use.value}" for use in MarkUse}
LABELS = (STATEMENT, SOURCE, CUE, *KIND_LABELS.values(), CARRIER, SCARE_QUOTES, *MARK_LABELS.values())
"""All labels of marks."""


class Role:
    """The roles of links, and the names of values."""

    SOURCE, CUE, SPEAKER, CANDIDATE, CARRIER, WITHIN, SAME = "Source Cue Speaker Candidate Carrier Within Same".split()
    TURN, UNRESOLVED, HOW, NAME = "Turn Unresolved How Name".split()


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked place, of several stretches if it is interrupted, with its key in the file."""

    key: str
    label: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A link between two marks, by their keys."""

    start: str
    role: str
    end: str


@dataclass(slots=True)
class Marks:
    """All that is marked in one article.

    Attributes:
        marks: The marks. The statement of the key "E3" is the third of the reading.
        links: The links between them.
        values: What is said of a mark beside its label, by its key and the value's name.
        mentions: Where the mentions of each speaker begin, by its id, with their keys; of marks made of a reading.
        carriers: The keys of the carriers, by their ids; of marks made of a reading.
    """

    marks: list[Mark] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    values: dict[tuple[str, str], str] = field(default_factory=dict)
    mentions: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    carriers: dict[str, str] = field(default_factory=dict)

    def add(self, label: str, spans: Iterable[Span], key: str = "") -> str:
        """Add a mark; return its key."""
        key = key or f"T{len(self.marks) + 1}"
        self.marks.append(Mark(key, label, join_spans(spans)))
        return key


def clean_marked_text(text: str) -> str:
    r"""The text as those programs get it: no control characters, no line end but the line feed,
    with the same number of characters.

    >>> clean_marked_text("a\r\nb\x00\u2028c")
    'a \nb\ufffd c'
    """
    return _CONTROL.sub("\ufffd", _BLANK.sub(" ", text))


def join_spans(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The spans in order, those that touch or overlap joined, since two stretches of one mark may not.

    >>> join_spans([Span(7, 9), Span(0, 3), Span(3, 5)])
    (Span(start=0, end=5), Span(start=7, end=9))
    """
    joined: list[Span] = []
    for span in sorted(span for span in spans if span.start < span.end):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)


def key_of_unmarked(name: str) -> str:
    """The key of a speaker or carrier that is nowhere in the text, by its id, for links to it."""
    return f"unmarked {name}"


def make_marks(reading: Reading) -> Marks:
    """The marks of a reading; what has no place in the text has none."""
    made = Marks()
    statements = {
        statement.id: made.add(STATEMENT, statement.content, f"E{number}")
        for number, statement in enumerate(reading.statements, 1)
        if join_spans(statement.content)
    }
    speakers = made.mentions = _mark_speakers(reading, made)
    carriers = made.carriers = _mark_carriers(reading, made)
    for number, statement in enumerate(reading.statements, 1):
        key = f"E{number}"
        if statement.id not in statements or statements[statement.id] != key:
            continue  # Two statements of one id, or one without any words.
        for role, label, spans in ((Role.SOURCE, SOURCE, statement.source), (Role.CUE, CUE, statement.cue)):
            if join_spans(spans):
                made.links.append(Link(key, role, made.add(label, spans)))
        place = (*statement.source, *statement.content)[0].start
        targets = (
            *((Role.SPEAKER, find_nearest(speakers, it, place)) for it in (statement.speaker,) if it is not None),
            *((Role.CANDIDATE, find_nearest(speakers, it, place)) for it in statement.candidates),
            *((Role.CARRIER, carriers.get(it)) for it in statement.carriers),
            (Role.WITHIN, statements.get(statement.within or "")),
        )
        made.links += [Link(key, role, target) for role, target in targets if target is not None and target != key]
        if statement.turn:
            made.values[key, Role.TURN] = "yes"
        if statement.unresolved not in {None, Unresolved.NOT_YET}:
            made.values[key, Role.UNRESOLVED] = statement.unresolved.value
    for span in reading.scare_quotes:
        made.add(SCARE_QUOTES, (span,))
    for mark in reading.other_marks:
        made.add(MARK_LABELS[mark.kind], (mark.span,))
    made.marks = [mark for mark in made.marks if mark.spans]
    return made


def _mark_speakers(reading: Reading, made: Marks) -> dict[str, list[tuple[int, str]]]:
    """Mark all mentions; return where those of each speaker begin, with their keys."""
    found: dict[str, list[tuple[int, str]]] = {}
    for speaker in reading.speakers:
        mentions = [span for span in dict.fromkeys(speaker.mentions) if span.start < span.end]
        keys = [made.add(KIND_LABELS[speaker.type], (span,)) for span in mentions]
        if keys and speaker.id not in found:
            found[speaker.id] = sorted(zip((span.start for span in mentions), keys, strict=True))
            made.values[keys[0], Role.NAME] = speaker.name
            made.links += [Link(keys[0], Role.SAME, key) for key in keys[1:]]
    return found


def find_nearest(mentions: dict[str, list[tuple[int, str]]], speaker: str, place: int) -> str | None:
    """The key of the speaker's mention that is nearest to a place; None if there is none."""
    own = mentions.get(speaker, [])
    number = bisect_left(own, (place, ""))
    around = own[max(0, number - 1) : number + 1]
    return min(around, key=lambda it: abs(it[0] - place))[1] if around else None


def _mark_carriers(reading: Reading, made: Marks) -> dict[str, str]:
    keys: dict[str, str] = {}
    for carrier in reading.carriers:
        if join_spans(carrier.evidence) and carrier.id not in keys:
            key = keys[carrier.id] = made.add(CARRIER, carrier.evidence)
            made.values[key, Role.HOW] = carrier.how.value
            made.values[key, Role.NAME] = carrier.name
    return keys
