"""Who has been spoken of up to a place in the text: the trail that a pronoun or description is followed back along."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sayso.analyse.layout import Layout
from sayso.analyse.resolve.known import head_fits
from sayso.analyse.resolve.names import Name
from sayso.analyse.resolve.party import Party
from sayso.analyse.resolve.phrase import Phrase

__all__ = ["Step", "Trail"]


@dataclass(frozen=True, slots=True, order=True)
class Step:
    """One mention of a party.

    Attributes:
        start: Where it stands.
        end: Where it ends.
        party: The number of the party.
        sentence: The number of its sentence.
        line: The number of its line.
        is_first: Whether it is the first mention in its sentence.
        is_quoted: Whether it stands in quotation marks.
        is_source: Whether it is the source of a statement.
        is_owner: Whether it is possessive ("Moss's lawyer").
    """

    start: int
    end: int
    party: int
    sentence: int
    line: int
    is_first: bool = False
    is_quoted: bool = False
    is_source: bool = False
    is_owner: bool = False
    is_headline: bool = False


@dataclass(slots=True)
class Trail:
    """The mentions of all parties in text order, and who spoke so far."""

    layout: Layout
    parties: list[Party] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    spoken: list[tuple[int, int]] = field(default_factory=list)
    counts: dict[int, int] = field(default_factory=dict)
    _numbers: dict[int, int] = field(default_factory=dict)

    def number(self, party: Party) -> int:
        """The number of a party on this trail; a new one if it is new."""
        at = self._numbers.get(id(party))
        if at is None:
            at = self._numbers[id(party)] = len(self.parties)
            self.parties.append(party)
        return at

    def add_names(self, names: Iterable[Name], owner: dict[int, Party]) -> None:
        """Put all names on the trail."""
        layout, last_sentence = self.layout, -1
        for name in names:
            sentence = layout.sentence_of(name.span.start)
            after = layout.text[name.span.end : name.span.end + 2]
            self.steps.append(
                Step(
                    name.span.start, name.span.end, self.number(owner[name.span.start]), sentence,
                    layout.line_of(name.span.start), is_first=sentence != last_sentence, is_quoted=name.is_quoted,
                    is_owner=after in {"'s", "’s"}, is_headline=name.is_headline,
                )  # fmt: skip
            )
            last_sentence = sentence
        self.steps.sort()
        for step in self.steps:
            self.counts[step.party] = self.counts.get(step.party, 0) + 1

    def add(self, start: int, end: int, party: Party, *, is_source: bool = False, is_owner: bool = False) -> None:
        """Put a resolved mention on the trail."""
        number = self.number(party)
        sentence = self.layout.sentence_of(start)
        at = bisect_left(self.steps, start, key=lambda step: step.start)
        is_first = not any(step.sentence == sentence for step in self.steps[max(0, at - 3) : at])
        step = Step(
            start, end, number, sentence, self.layout.line_of(start), is_first=is_first,
            is_quoted=bool(self.layout.quoted[start]), is_source=is_source, is_owner=is_owner,
        )  # fmt: skip
        insort(self.steps, step, lo=max(0, at - 1))
        self.counts[number] = self.counts.get(number, 0) + 1

    def described(self, phrase: Phrase) -> list[int]:
        """The numbers of the parties of which the head of a description is said, wherever they stand."""
        return [n for n, party in enumerate(self.parties) if head_fits(phrase.head, party.words)][:12]

    def before(self, place: int, *, limit: int = 80) -> Sequence[Step]:
        """The mentions before a place, the nearest last; at most `limit` of them."""
        at = bisect_left(self.steps, place, key=lambda step: step.start)
        return self.steps[max(0, at - limit) : at]
