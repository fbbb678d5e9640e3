"""Apply corrections to a reading: change the marks of it that they are about, and make a reading of these.

A correction is about the statement that shares most of its content with the one that the reader saw, at least half of
what the two have together. So it holds for the reading of another model too, whose statements have other ids and
perhaps other bounds; where that model found no such statement, it is added as the reader wanted it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from sayso.article import Article
from sayso.correct.correct_reading import correct_statements
from sayso.correct.correction import Action, Correction, NamedSpeaker, QuotedStatement, find_spans
from sayso.correct.marks import (
    CUE,
    KIND_LABELS,
    SOURCE,
    STATEMENT,
    Link,
    Mark,
    Role,
    find_nearest,
    join_spans,
    key_of_unmarked,
    make_marks,
)
from sayso.letters import plain_letters
from sayso.reading import Reading
from sayso.text import Span

__all__ = ["LEAST_SHARED", "Corrected", "apply_corrections", "measure_overlap"]

# As scorers pair them.
LEAST_SHARED = 0.5
"""Statements are the same if their contents share so much of what they have together."""
_MOST_PLACES = 200


@dataclass(frozen=True, slots=True)
class Corrected:
    """A corrected reading; `fits` says of each correction, in order, whether its words are in the text."""

    reading: Reading
    fits: tuple[bool, ...]


def apply_corrections(reading: Reading, corrections: Iterable[Correction]) -> Corrected:
    """The reading with these corrections, in their order; one whose words are not in the text changes nothing."""
    corrections = tuple(corrections)
    article = reading.article
    if not isinstance(article, Article) or not corrections:
        return Corrected(reading, (False,) * len(corrections))
    hand = _Hand(reading, article.text)
    fits = tuple([hand.apply(it) for it in corrections])
    if not any(fits):
        return Corrected(reading, fits)
    return Corrected(correct_statements(reading, hand.marks, hand.corrected), fits)


def measure_overlap(spans: Iterable[Span], others: Iterable[Span]) -> float:
    """How much two lists of spans share of what they have together, from 0 to 1.

    >>> measure_overlap([Span(0, 4)], [Span(2, 6)])
    0.3333333333333333
    """
    one, other = join_spans(spans), join_spans(others)
    shared = sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in one for b in other)
    whole = sum(end - start for start, end in (*one, *other)) - shared
    return shared / whole if whole else 0.0


class _Hand:
    """Changes the marks of a reading, one correction after the other.

    Attributes:
        marks: The marks.
        corrected: When each statement was corrected, and by whom, by its key.
    """

    def __init__(self, reading: Reading, text: str) -> None:
        self._text = text
        self.marks = make_marks(reading)
        self.corrected: dict[str, tuple[str, str]] = {}
        self._last = len(reading.statements)
        # Through whom all of the article came, what was missed came too.
        said = {it.id for it in reading.statements}
        shared = [it.id for it in reading.carriers if said and said <= set(it.statements)]
        self._carriers = [self.marks.carriers.get(it) or key_of_unmarked(it) for it in shared]
        # Of each speaker, also of those that corrections bring: names, types and mentions, by id.
        self._speakers = {it.id: (plain_letters(it.name), it.type) for it in reading.speakers}
        self._mentions = self.marks.mentions

    def apply(self, correction: Correction) -> bool:
        """Apply one; whether its words are in the text."""
        before, after = correction.before, correction.after
        seen = None if before is None else find_spans(before.content, self._text)
        wanted = None if after is None else _find_all(after, self._text)
        if (before is not None and seen is None) or (after is not None and wanted is None):
            return False
        key = self._find_statement(seen or ()) or self._find_statement(wanted["content"] if wanted else ())
        if wanted is None or after is None:
            if key is not None:
                self._remove(key)
            return True
        names = ("content", "source", "cue", "speaker") if correction.action is Action.ADD else correction.changed
        if key is None:
            key, names = self._add(wanted["content"]), ("source", "cue", "speaker")
        for name in names:
            if name == "speaker":
                self._set_speaker(key, after)
            elif name == "content":
                self._replace(Mark(key, STATEMENT, join_spans(wanted["content"])))
            else:
                self._set_spans(key, *((Role.SOURCE, SOURCE) if name == "source" else (Role.CUE, CUE)), wanted[name])
        self.corrected[key] = correction.at, correction.by
        return True

    # ---- statements

    def _find_statement(self, content: Sequence[Span]) -> str | None:
        """The key of the statement that has most of a content; None if none has half of what they have together."""
        shares = {
            mark.key: measure_overlap(mark.spans, content) for mark in self.marks.marks if mark.label == STATEMENT
        }
        best = max(shares, key=lambda key: shares[key], default=None)
        return best if best is not None and shares[best] >= LEAST_SHARED else None

    def _add(self, content: Sequence[Span]) -> str:
        """Add a statement, within the one that it is quoted inside of; return its key."""
        self._last += 1
        spans = join_spans(content)
        key = self.marks.add(STATEMENT, spans, f"E{self._last}")
        self.marks.links += [Link(key, Role.CARRIER, it) for it in self._carriers]
        around = [
            mark
            for mark in self.marks.marks
            if mark.label == STATEMENT
            and mark.key != key
            and all(any(it.holds(span) for it in mark.spans) for span in spans)
        ]
        if around:
            nearest = min(around, key=lambda mark: sum(end - start for start, end in mark.spans))
            self.marks.links.append(Link(key, Role.WITHIN, nearest.key))
        return key

    def _remove(self, key: str) -> None:
        self.marks.marks = [mark for mark in self.marks.marks if mark.key != key]
        self.marks.links = [link for link in self.marks.links if key not in (link.start, link.end)]
        self.corrected.pop(key, None)

    def _replace(self, new: Mark) -> None:
        self.marks.marks = [new if mark.key == new.key else mark for mark in self.marks.marks]

    def _set_spans(self, key: str, role: str, label: str, spans: Sequence[Span]) -> None:
        """Say where the source, or the cue, of a statement stands."""
        self._unlink(key, role)
        if spans:
            self.marks.links.append(Link(key, role, self._add_mark(label, spans)))

    def _unlink(self, key: str, *roles: str) -> None:
        self.marks.links = [link for link in self.marks.links if link.start != key or link.role not in roles]

    def _add_mark(self, label: str, spans: Sequence[Span]) -> str:
        """Add a mark with a key of its own, since marks may have been removed; return the key."""
        self._last += 1
        return self.marks.add(label, spans, f"T+{self._last}")

    # ---- speakers

    def _set_speaker(self, key: str, after: QuotedStatement) -> None:
        """Say who says a statement."""
        before = self._find_speaker_of(key)
        self._unlink(key, Role.SPEAKER, Role.CANDIDATE)
        self.marks.values.pop((key, Role.UNRESOLVED), None)
        if after.speaker is None:
            self.marks.values[key, Role.UNRESOLVED] = after.unresolved.value if after.unresolved else ""
            return
        source = self._list_source(key)
        known = self._find_speaker(after.speaker)
        speaker = self._add_speaker(after.speaker, source) if known is None else known
        if before is not None and before != speaker:
            self._move_mentions(source, before, speaker)
        place = (*source, *self._find(key).spans)[0].start
        mention = find_nearest(self._mentions, speaker, place) or key_of_unmarked(speaker)
        self.marks.links.append(Link(key, Role.SPEAKER, mention))

    def _find(self, key: str) -> Mark:
        return next(mark for mark in self.marks.marks if mark.key == key)

    def _find_speaker_of(self, key: str) -> str | None:
        """Who says a statement, as the marks have it by now."""
        ends = {link.end for link in self.marks.links if link.start == key and link.role == Role.SPEAKER}
        owners = (owner for owner, mentions in self._mentions.items() if any(it in ends for _, it in mentions))
        return next(owners, None)

    def _list_source(self, key: str) -> tuple[Span, ...]:
        ends = {link.end for link in self.marks.links if link.start == key and link.role == Role.SOURCE}
        return tuple(span for mark in self.marks.marks if mark.key in ends for span in mark.spans)

    def _find_speaker(self, wanted: NamedSpeaker) -> str | None:
        """The id of the speaker that is meant: of that name and type, of that name, or whom the place names."""
        name = plain_letters(wanted.name)
        same = [it for it, known in self._speakers.items() if known[0] == name]
        place = None if wanted.mention is None else wanted.mention.find(self._text)
        there = [] if place is None else [it for it, found in self._mentions.items() if self._is_named_at(found, place)]
        by_type = [it for it in same if self._speakers[it][1] is wanted.type]
        chosen = [it for it in by_type if it in there] or by_type or same or there
        return next(iter(chosen), None)

    def _is_named_at(self, mentions: Sequence[tuple[int, str]], place: Span) -> bool:
        keys = {key for start, key in mentions if start == place.start}
        return any(mark.key in keys and place in mark.spans for mark in self.marks.marks)

    def _add_speaker(self, new: NamedSpeaker, source: Sequence[Span]) -> str:
        """Add a speaker, with the places that name it; the source, if the text has no such name. Return its id."""
        self._last += 1
        speaker = f"+{self._last}"
        self._speakers[speaker] = plain_letters(new.name), new.type
        places = _find_name(new.name, self._text) or list(source)
        keys = [self._add_mark(KIND_LABELS[new.type], (span,)) for span in places]
        if not keys:
            # Whom the text does not name is a mark without a place.
            keys = [self._add_mark(KIND_LABELS[new.type], ())]
        starts = [span.start for span in places] or [0]
        self._mentions[speaker] = sorted(zip(starts, keys, strict=True))
        self.marks.values[keys[0], Role.NAME] = " ".join(new.name.split())
        self.marks.links += [Link(keys[0], Role.SAME, key) for key in keys[1:]]
        return speaker

    def _move_mentions(self, source: Sequence[Span], before: str, after: str) -> None:
        """Give the words that name the speaker to another one: a pronoun that was resolved wrongly.

        They stay where another statement of the speaker before has them for its source, and where it has no others.
        """
        own = {key for _, key in self._mentions[before]}
        moved = [mark for mark in self.marks.marks if mark.key in own and mark.spans and set(mark.spans) <= set(source)]
        if not moved or len(moved) == len(own) or self._is_source_of(before, source):
            return
        gone = {mark.key for mark in moved}
        self.marks.marks = [mark for mark in self.marks.marks if mark.key not in gone]
        label = KIND_LABELS[self._speakers[after][1]]
        places = [(mark.spans[0].start, self._add_mark(label, mark.spans)) for mark in moved]
        self._set_mentions(before, [it for it in self._mentions[before] if it[1] not in gone])
        self._set_mentions(after, [*self._mentions.get(after, ()), *places])

    def _is_source_of(self, speaker: str, source: Sequence[Span]) -> bool:
        """Whether some statement of a speaker has one of these spans for its source."""
        sources = (mark for mark in self.marks.marks if mark.label == SOURCE)
        ends = {mark.key for mark in sources if not set(mark.spans).isdisjoint(source)}
        said = {link.start for link in self.marks.links if link.role == Role.SOURCE and link.end in ends}
        return any(self._find_speaker_of(key) == speaker for key in said)

    def _set_mentions(self, speaker: str, mentions: Sequence[tuple[int, str]]) -> None:
        """Make these marks the mentions of a speaker, linked with one another; what led to others leads to one."""
        before = [key for _, key in self._mentions.get(speaker, ())]
        keys = [key for _, key in mentions]
        name = next((it for key in before if (it := self.marks.values.pop((key, Role.NAME), ""))), "")
        if name:
            self.marks.values[keys[0], Role.NAME] = name
        own = {*before, *keys}
        links = (link for link in self.marks.links if link.role != Role.SAME or link.start not in own)
        self.marks.links = [
            replace(link, end=keys[0]) if link.end in before and link.end not in keys else link for link in links
        ]
        self.marks.links += [Link(keys[0], Role.SAME, key) for key in keys[1:]]
        self._mentions[speaker] = sorted(mentions)


def _find_all(statement: QuotedStatement, text: str) -> dict[str, tuple[Span, ...]] | None:
    """Where the words of a statement stand in a text; None if some of them are not found, or nothing is said."""
    found = {name: find_spans(getattr(statement, name), text) for name in ("content", "source", "cue")}
    is_whole = all(spans is not None for spans in found.values()) and found["content"]
    return {name: spans or () for name, spans in found.items()} if is_whole else None


def _find_name(name: str, text: str) -> list[Span]:
    """Where a name stands in a text, as whole words."""
    words = r"\s+".join(map(re.escape, name.split()))
    found = re.finditer(rf"(?<!\w){words}(?!\w)", text) if words else ()
    return [Span(*it.span()) for it in islice(found, _MOST_PLACES)]
