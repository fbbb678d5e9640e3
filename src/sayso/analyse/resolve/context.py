"""What all steps of resolving one article share: entities, mentions, and the outcome of each source so far."""

from __future__ import annotations

import re
from bisect import bisect_right, insort
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from sayso.analyse.layout import Layout
from sayso.analyse.model_spans import NO_SPANS, NOUNS, ModelSpan, ModelSpans
from sayso.analyse.resolve.attributes import describe_entities
from sayso.analyse.resolve.candidates import NEW, NOBODY, Anaphor, list_candidates
from sayso.analyse.resolve.dialogue import Planned, find_dialogue, plan_dialogue
from sayso.analyse.resolve.entities import Entity, MentionIndex, find_families
from sayso.analyse.resolve.features import describe_candidates
from sayso.analyse.resolve.grouping import group_names
from sayso.analyse.resolve.interview import Interview
from sayso.analyse.resolve.phrase import Phrase
from sayso.analyse.resolve.proper_names import Name, find_names
from sayso.analyse.resolve.rank import Choice, Chosen, Ranker
from sayso.analyse.resolve.source import read_phrase
from sayso.analyse.resolve.writers import Author
from sayso.article import Article
from sayso.speaker import SpeakerType
from sayso.statement import Statement, Unresolved
from sayso.text import Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["SURE", "Outcome", "ResolveContext", "find_names_between", "place_of"]

# From this probability on, the gender of a pronoun is also that of its antecedent, and "her office" that of its owner.
SURE = 0.8
# From this probability on that nobody whom the text mentions is meant, a pronoun is left open. Of 0, 0.5, 0.65 and 0.8
# it gives the most right speakers in one half of held-out articles (.870; .867 with 0), and as many in the other.
_LEAST_ABSENT = 0.65
# From this score on, a noun that the model tags describes somebody who may speak.
_LEAST_NOUN = _LEAST_NAME = 0.7
# So often a writer says "I" or "my" outside quotations who writes of himself.
_I, _LEAST_I, _MOST_I = re.compile(r"\b(?:I|[Mm]y)\b"), 3, 200
# So many spans of content before a place are searched for the one that holds it.
_MOST_HOLDERS = 60


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome for one statement: its likeliest speaker with the score, or the reason for having none.

    The `candidates` are those who may speak: several where the speaker is not certain.
    """

    entity: Entity | None = None
    why: Unresolved | None = None
    candidates: tuple[Entity, ...] = ()
    score: float = 1.0


class ResolveContext:
    """An article while its sources are resolved.

    Args:
        article: The article.
        layout: Its layout.
        statements: Its statements, in reading order.
        repeats: Which statements only repeat others, by id: those of the headline and pull quotes.
        ranker: Chooses between candidates.
        spans: What the model tagged, and what it makes of mentions that are compared.

    Attributes:
        outcomes: The outcomes so far, by the id of the statement.
        ranker: Chooses between candidates.
        introduced: How many were given a name that the text tells later.
        choices: The choices made for the statement that is being resolved.
        planned: What is chosen for the lines of dialogues, by the id of the statement.
    """

    def __init__(
        self,
        article: Article,
        layout: Layout,
        statements: Sequence[Statement],
        repeats: Mapping[str, Sequence[str]],
        ranker: Ranker,
        spans: ModelSpans = NO_SPANS,
    ) -> None:
        tagged = spans.mentions
        self.layout, self.statements, self.repeats = layout, statements, repeats
        # Where the model tags nouns that describe somebody who may speak, and as what.
        self.nouns = {it.span.start: it.kind for it in tagged if it.kind in NOUNS and it.score >= _LEAST_NOUN}
        self.names = find_names_between(layout, statements, tagged)
        entities, self.owner, self.open_names = group_names(layout.text, self.names)
        describe_entities(layout.text, entities)
        self._joint: dict[frozenset[Entity], Entity] = {}
        for place, family in find_families(layout.text, self.names, self.owner).items():
            self.owner[place] = self.join(family)
        self.mentions = MentionIndex(layout)
        self.mentions.add_names(self.names, self.owner)
        self.mentions.note_sources(span for s in statements if not s.within for span in s.source)
        self.author = Author(article, layout, self.names, self.owner)
        self.mentions.writer = self._find_own_writer()
        interviewer = self.author.entity if self.author.may_ask else None
        self.interview = Interview(article, layout, self.mentions, interviewer, spans.talk)
        self.outcomes: dict[str, Outcome] = {}
        self.introduced = 0
        # How likely each mention that was chosen is its entity's, by its place.
        self._links: dict[int, float] = {}
        self._add_pairs()
        self.ranker = ranker
        self._pairs = spans.pairs
        self.choices: list[Chosen] = []
        self.planned: dict[str, Planned] = {}
        self._by_id = {statement.id: statement for statement in statements}
        self._numbers = {statement.id: number for number, statement in enumerate(statements)}
        self._contents = sorted((span.start, span.end, n) for n, s in enumerate(statements) for span in s.content)

    def _find_own_writer(self) -> int | None:
        """Return the number of the article's writer, if a byline names him and he says "I" outside quotations."""
        own = (found.start() for found in _I.finditer(self.layout.text))
        if not self.author.name or sum(not self.layout.quoted[at] for at in islice(own, _MOST_I)) < _LEAST_I:
            return None
        named = (it for it in self.mentions.entities if it.is_named and it.name == self.author.name)
        return next((self.mentions.number(it) for it in named), None)

    def _add_pairs(self) -> None:
        """Add the mentions of two named together, "Ada Moss and Mr Oats", to whom "they" may refer."""
        for name, other in pairwise(self.names):
            if self.layout.text[name.span.end : other.whole.start] != " and " or name.is_headline:
                continue
            members = self.owner[name.span.start], self.owner[other.span.start]
            if members[0] is not members[1] and not (members[0].is_place or members[1].is_place):
                self.mentions.add(name.span.start, other.span.end, self.join(members))

    def join(self, members: Sequence[Entity]) -> Entity:
        """Return the joint entity of several, the same one for the same members."""
        key = frozenset(members)
        if key not in self._joint:
            *others, last = (member.name if member.names else member.description for member in members)
            together = f"{', '.join(others)} and {last}"
            self._joint[key] = Entity(
                type=SpeakerType.GROUP, description=together, members=tuple(members), is_plural=True
            )
        return self._joint[key]

    def give_name(self, name: Name, entity: Entity) -> None:
        """Give a name that several share to one of them."""
        before = self.owner[name.span.start]
        if before is not entity:
            before.names.remove(name)
            insort(entity.names, name, key=lambda it: it.span.start)
            self.owner[name.span.start] = entity
            self.mentions.give(name.span.start, before, entity)

    def absorb(self, entity: Entity, other: Entity) -> None:
        """Give the names, words and mentions of one entity to another; nobody is the first one any more."""
        entity.type, entity.names, entity.in_name = other.type, [*entity.names, *other.names], other.in_name
        entity.words, entity.supposed = entity.words | other.words, entity.supposed | other.supposed
        entity.roles += other.roles
        entity.read_names()
        self.owner.update((name.span.start, entity) for name in other.names)
        for sharing in self.open_names.values():
            if other in sharing:
                sharing[sharing.index(other)] = entity
        self.mentions.absorb(entity, other)

    def read(self, *source: Span) -> Phrase | None:
        """Parse a source; None if it has no word."""
        return read_phrase(self.layout.text, source, self.names)

    def outer(self, statement: Statement) -> Statement | None:
        """Return the statement that this one is nested in."""
        return self._by_id.get(statement.within) if statement.within else None

    def holder(self, statement: Statement) -> Entity | None:
        """Return the speaker of the words that a statement, or its source, stands in; None if there is none yet."""
        outer = self.outer(statement)
        if outer and outer.id in self.outcomes:
            return self.outcomes[outer.id].entity
        return self.holder_at(place_of(statement), statement)

    def holder_at(self, place: int, statement: Statement | None = None) -> Entity | None:
        """Return the speaker of the words that a place stands in, but for `statement`; None if there is none."""
        at = bisect_right(self._contents, place, key=lambda content: content[0])
        near = self._contents[max(0, at - _MOST_HOLDERS) : at]
        around = [self.statements[n] for n in sorted((n for _, end, n in near if place < end), reverse=True)]
        for holding in around:
            if holding is not statement and holding.id in self.outcomes:
                return self.outcomes[holding.id].entity
        speakers = () if statement and statement.turn else self.interview.find_speakers(place)
        return speakers[0] if len(speakers) == 1 else None

    def is_spoken(self, place: int) -> bool:
        """Whether a place of the text is in quotation marks or in a turn."""
        return bool(self.layout.quoted[place]) or self.interview.is_turn(place)

    def repeated(self, statement: Statement) -> Outcome | None:
        """Return the outcome of the body's statement that a statement repeats, if it has one speaker."""
        found = next((self.outcomes[i] for i in self.repeats.get(statement.id, ()) if i in self.outcomes), None)
        return None if found is None or found.candidates else found

    def choose(self, anaphor: Anaphor, statement: str | None = None) -> Entity | None:
        """Return the antecedent of an anaphor; None for one that was not mentioned, or for nobody."""
        planned = self.planned.get(statement or "")
        if planned:
            return self._take(anaphor, planned.candidates, planned.choice)
        return self.choose_from(anaphor, list_candidates(self.mentions, anaphor), statement)

    def choose_from(self, anaphor: Anaphor, candidates: Sequence[int], statement: str | None) -> Entity | None:
        """Return the antecedent like choose(), from these candidates."""
        if not candidates:
            return None
        rows = self._describe(anaphor, candidates)
        return self._take(anaphor, candidates, self.ranker.choose(anaphor, candidates, rows, self.mentions, statement))

    def find_dialogue(self, statement: Statement) -> list[Statement]:
        """Return the lines of a dialogue from a statement on; none if it is no such line, or planned already."""
        if statement.id in self.planned or not self.ranker.plans:
            return []
        return find_dialogue(self.layout, self.statements, self._numbers[statement.id])

    def plan(self, dialogue: Sequence[Statement], lines: Sequence[Anaphor]) -> None:
        """Choose together who speaks the lines of a dialogue; choose() then returns what was planned."""

        def score(line: Anaphor, candidates: Sequence[int]) -> Sequence[float]:
            return [float(share) for share in self.ranker.score(self._describe(line, candidates))]

        planned = plan_dialogue(self.mentions, lines, score)
        self.planned.update(zip([statement.id for statement in dialogue], planned, strict=True))

    def _describe(self, anaphor: Anaphor, candidates: Sequence[int]) -> NDArray[np.float64]:
        return describe_candidates(self.mentions, anaphor, candidates, self._pairs)

    def _take(self, anaphor: Anaphor, candidates: Sequence[int], choice: Choice) -> Entity | None:
        """Note a choice, and return who was chosen."""
        entities = [None if number in {NEW, NOBODY} else self.mentions.entities[number] for number in candidates]
        at = choice.best
        is_pronoun = anaphor.phrase is None and anaphor.silence is None
        if is_pronoun and candidates[at] == NEW and choice.shares[at] < _LEAST_ABSENT and len(candidates) > 1:
            at = max((n for n in range(len(candidates)) if n != at), key=choice.shares.__getitem__)
        best, share = entities[at], choice.shares[at]
        # "He" is no surer than "the captain" before, by whom he is known.
        before = self._find_link(anaphor.place, candidates[at])
        if before < 1.0:
            self.choices.append(Chosen(before, ()))
        self._links[anaphor.place] = before * share
        self.choices.append(Chosen(share, tuple(zip(entities, choice.shares, strict=True))))
        if best is not None and best.female is None and anaphor.female is not None and share > SURE:
            best.female = anaphor.female
        return best

    def _find_link(self, place: int, number: int) -> float:
        """Return how likely the last mention of an entity before a place is really its own."""
        last = next((it for it in reversed(self.mentions.before(place)) if it.entity == number), None)
        return 1.0 if last is None else self._links.get(last.start, 1.0)


def find_names_between(layout: Layout, statements: Sequence[Statement], tagged: Sequence[ModelSpan]) -> list[Name]:
    """Return the names of an article that cross no edge of a source or cue, but where that edge cuts a name."""
    edges = {edge for s in statements for span in (*s.source, *s.cue) for edge in span}
    return find_names(layout, edges - _find_cut(layout.text, statements, tagged), tagged)


def _find_cut(text: str, statements: Sequence[Statement], tagged: Sequence[ModelSpan]) -> set[int]:
    """Return where sources begin or end within the name of a person that the model tags: "Ada | Moss, who"."""
    people = (it.span for it in tagged if it.kind == "person" and it.score > _LEAST_NAME)
    within = {at for span in people if "\n" not in span.of(text) for at in range(span.start + 1, span.end)}
    spans = (span for statement in statements if not statement.turn for span in statement.source)
    return within.intersection(edge for span in spans for edge in span)


def place_of(statement: Statement) -> int:
    """Return the place of a statement in the order of resolution: that of its source, else of its content."""
    return (statement.source or statement.content)[0].start
