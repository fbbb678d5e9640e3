"""What all steps of resolving one article share: its parties, the trail, and what became of each source so far."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sayso.analyse.layout import Layout
from sayso.analyse.resolve.antecedent import NEW, Anaphor, list_candidates
from sayso.analyse.resolve.features import describe_candidates
from sayso.analyse.resolve.interview import Interview
from sayso.analyse.resolve.known import describe_parties
from sayso.analyse.resolve.names import find_names
from sayso.analyse.resolve.parties import gather_parties
from sayso.analyse.resolve.party import Party
from sayso.analyse.resolve.phrase import Phrase
from sayso.analyse.resolve.rank import Chooser
from sayso.analyse.resolve.source import read_phrase
from sayso.analyse.resolve.trail import Trail
from sayso.article import Article
from sayso.match import HeadlineFinding
from sayso.speaker import SpeakerType
from sayso.statement import Place, Statement, Unresolved
from sayso.text import Span

__all__ = ["Outcome", "Scene", "place_of"]

# From this share on, a pronoun tells the gender of whom it stands for.
_SURE = 0.8
# So many stretches of content that begin before a place are looked at for the words that it stands in.
_MOST_HOLDERS = 60


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one statement's source: its party, or why there is none and who it may be."""

    party: Party | None = None
    why: Unresolved | None = None
    candidates: tuple[Party, ...] = ()


class Scene:
    """An article while its sources are resolved.

    Args:
        article: The article.
        layout: Its layout.
        statements: Its statements, in reading order.
        findings: What the headline repeats.
        chooser: What chooses between candidates.

    Attributes:
        outcomes: What became of the statements so far, by id.
        joint: The joint parties, by their members.
    """

    def __init__(
        self,
        article: Article,
        layout: Layout,
        statements: Sequence[Statement],
        findings: Sequence[HeadlineFinding],
        chooser: Chooser,
    ) -> None:
        self.article, self.layout, self.statements = article, layout, statements
        self.names = find_names(layout, {edge for s in statements for span in (*s.source, *s.cue) for edge in span})
        parties, self.owner, self.open_names = gather_parties(layout.text, self.names)
        describe_parties(layout.text, parties)
        self.trail = Trail(layout)
        self.trail.add_names(self.names, self.owner)
        self.interview = Interview(article, layout, self.trail)
        self.outcomes: dict[str, Outcome] = {}
        self.joint: dict[frozenset[Party], Party] = {}
        self._chooser = chooser
        self._by_id = {statement.id: statement for statement in statements}
        self._contents = sorted((span.start, span.end, n) for n, s in enumerate(statements) for span in s.content)
        self._repeats = _pair_repeats(findings)
        # Parties by name, in small letters, with a number that tells which was there first.
        self._called: dict[str, list[tuple[int, Party]]] = defaultdict(list)
        self._party_count = 0
        for party in parties:
            self.note_name(party)

    def read(self, *source: Span) -> Phrase | None:
        """What a source says of who is speaking; None if there is no word in it."""
        return read_phrase(self.layout.text, source, self.names)

    def outer(self, statement: Statement) -> Statement | None:
        """The statement that another is quoted inside of."""
        return self._by_id.get(statement.within) if statement.within else None

    def holder(self, statement: Statement) -> Party | None:
        """The party in whose words a statement, or its source, stands; None if it is in nobody's who is resolved."""
        outer = self.outer(statement)
        if outer is not None and outer.id in self.outcomes:
            return self.outcomes[outer.id].party
        place = place_of(statement)
        at = bisect_right(self._contents, place, key=lambda content: content[0])
        near = self._contents[max(0, at - _MOST_HOLDERS) : at]
        numbers = sorted((n for _, end, n in near if place < end), reverse=True)
        holding = (self.statements[n] for n in numbers if self.statements[n] is not statement)
        resolved = next((other for other in holding if other.id in self.outcomes), None)
        return self.outcomes[resolved.id].party if resolved else None

    def has_words(self, stretch: Span) -> bool:
        """Whether any of a stretch is content of a statement."""
        at = bisect_right(self._contents, stretch.end - 1, key=lambda content: content[0])
        return any(stretch.start < end for _, end, _ in self._contents[max(0, at - _MOST_HOLDERS) : at])

    def repeated(self, statement: Statement) -> Outcome | None:
        """What became of the body's statement that one of the headline repeats."""
        if statement.place is not Place.HEADLINE:
            return None
        return next((self.outcomes[i] for i in self._repeats.get(statement.id, ()) if i in self.outcomes), None)

    def choose(self, anaphor: Anaphor, statement: str | None = None) -> list[Party]:
        """Whom a pronoun or description stands for: one party, several that cannot be told apart, or nobody known."""
        return self.choose_from(anaphor, list_candidates(self.trail, anaphor), statement)

    def choose_from(self, anaphor: Anaphor, candidates: Sequence[int], statement: str | None) -> list[Party]:
        """As choose(), from these candidates."""
        if not candidates:
            return []
        rows = describe_candidates(self.trail, anaphor, candidates)
        choice = self._chooser(anaphor, candidates, rows, self.trail, statement)
        numbers = [candidates[n] for n in (choice.best, *choice.rivals)]
        if numbers[0] == NEW:
            return []
        best = self.trail.parties[numbers[0]]
        if best.female is None and anaphor.female is not None and choice.share > _SURE:
            best.female = anaphor.female
        return [self.trail.parties[number] for number in numbers if number != NEW]

    def note_name(self, party: Party) -> None:
        """Note what a party is called."""
        self._party_count += 1
        self._called[party.name.lower()].append((self._party_count, party))

    def find_body(self, *names: str) -> Party | None:
        """The first body that is called by one of the names, in whatever capitals."""
        called = [known for name in dict.fromkeys(map(str.lower, names)) for known in self._called.get(name, ())]
        bodies = [known for known in called if known[1].type is SpeakerType.ORGANISATION]
        return min(bodies, key=lambda known: known[0])[1] if bodies else None


def _pair_repeats(findings: Sequence[HeadlineFinding]) -> dict[str, list[str]]:
    """The ids of the body's statements that each of the headline's repeats."""
    repeats: dict[str, list[str]] = defaultdict(list)
    for finding in findings:
        if finding.headline_statement and finding.statement:
            repeats[finding.headline_statement].append(finding.statement)
    return repeats


def place_of(statement: Statement) -> int:
    """Where a statement stands in the order in which sources are resolved: its source, else its content."""
    return (statement.source or statement.content)[0].start
