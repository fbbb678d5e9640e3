"""Who has been spoken of up to a place in the text: the trail that a pronoun or description is followed back along."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sayso.analyse.layout import Layout
from sayso.analyse.resolve.known import head_fits, kindred_of
from sayso.analyse.resolve.names import Name
from sayso.analyse.resolve.party import Party

__all__ = ["Step", "Trail"]

# Most parties that are looked at for what is said of them.
_MOST_DESCRIBED = 12


@dataclass(frozen=True, slots=True, order=True)
class Step:
    """One mention of a party.

    Attributes:
        start: Where it stands.
        end: Where it ends.
        party: The number of the party.
        sentence: The number of its sentence.
        line: The number of its line.
        is_quoted: Whether it stands in quotation marks.
        is_source: Whether it is the source of a statement.
        is_owner: Whether it is possessive ("Moss's lawyer").
    """

    start: int
    end: int
    party: int
    sentence: int
    line: int
    is_quoted: bool = False
    is_source: bool = False
    is_owner: bool = False


class Trail:
    """The mentions of all parties in text order, and who spoke so far.

    Args:
        layout: The layout of the article.

    Attributes:
        parties: The parties, by number.
        steps: The mentions.
        counts: How many mentions each party has.
        first: The first mention of each party.
    """

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.parties: list[Party] = []
        self.steps: list[Step] = []
        self.counts: Counter[int] = Counter()
        self.first: dict[int, Step] = {}
        self._spoken: list[tuple[int, int]] = []
        self._numbers: dict[Party, int] = {}
        # The numbers of the parties, in order, of which a word is said.
        self._said: dict[str, list[int]] = defaultdict(list)

    def number(self, party: Party) -> int:
        """The number of a party on this trail; a new one if it is new."""
        number = self._numbers.get(party)
        if number is None:
            number = self._numbers[party] = len(self.parties)
            self.parties.append(party)
            for word in party.words:
                self._said[word].append(number)
        return number

    def learn(self, party: Party, words: Iterable[str]) -> None:
        """Note that these words are said of a party of this trail."""
        new = set(words) - party.words
        party.words |= new
        for word in new:
            insort(self._said[word], self._numbers[party])

    def add_names(self, names: Iterable[Name], owner: Mapping[int, Party]) -> None:
        """Put all names on the trail, with each name's party by its place."""
        for name in names:
            is_owner = self.layout.text[name.span.end : name.span.end + 2] in {"'s", "’s"}
            self.add(name.span.start, name.span.end, owner[name.span.start], is_owner=is_owner)

    def add(self, start: int, end: int, party: Party, *, is_source: bool = False, is_owner: bool = False) -> None:
        """Put a mention on the trail."""
        step = Step(
            start,
            end,
            self.number(party),
            self.layout.sentence_of(start),
            self.layout.line_of(start),
            is_quoted=bool(self.layout.quoted[start]),
            is_source=is_source,
            is_owner=is_owner,
        )
        insort(self.steps, step)
        self.counts[step.party] += 1
        self.first[step.party] = min(step, self.first.get(step.party, step))

    def speak(self, place: int, party: Party) -> None:
        """Note that a party speaks, with its source or content at a place."""
        insort(self._spoken, (place, self.number(party)))

    def spoken_before(self, place: int, *, limit: int = 4) -> Sequence[tuple[int, int]]:
        """Places and numbers of those who spoke before a place, the last one last; at most `limit` of them."""
        at = bisect_left(self._spoken, (place,))
        return self._spoken[max(0, at - limit) : at]

    def last_spoken(self) -> Party | None:
        """The party that speaks last of all so far, in the order of the text."""
        return self.parties[self._spoken[-1][1]] if self._spoken else None

    def described(self, head: str) -> list[int]:
        """The numbers of the parties of which the head of a description is said, wherever they stand."""
        found: set[int] = set()
        for word in {head, *kindred_of(head)}:
            found.update(self._said.get(word, ())[:_MOST_DESCRIBED])
        return sorted(found)[:_MOST_DESCRIBED]

    def fits(self, head: str, number: int) -> bool:
        """Whether the head of a description is said of a party, in that word or a kindred one."""
        return head_fits(head, self.parties[number].words) > 0

    def before(self, place: int, *, limit: int = 80) -> Sequence[Step]:
        """The mentions before a place, the nearest last; at most `limit` of them."""
        at = bisect_left(self.steps, place, key=lambda step: step.start)
        return self.steps[max(0, at - limit) : at]
