"""Who asks and who answers in an interview, where no labels say it.

Each whom the text names, and that it is nobody, has a probability to ask and one to answer: a softmax over features
that have names (McFadden, "Conditional logit analysis", 1974); training/parties.py fits the weights.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from typing import NamedTuple

from sayso.analyse.layout import Layout
from sayso.analyse.models import MODEL_FOLDER
from sayso.analyse.resolve.entities import Entity, MentionIndex
from sayso.analyse.talk_states import SIDES, TalkStates
from sayso.analyse.turn_tags import ALONE
from sayso.article import Article
from sayso.late import compile_late
from sayso.speaker import SpeakerType
from sayso.text import Span

__all__ = ["NOBODY", "TALK_WORDS", "Parties", "Party", "share"]

_PARTIES_FILE = MODEL_FOLDER / "parties.json"
# The feature of nobody.
NOBODY = "nobody"

TALK_WORDS = (
    r"(?:interview\w*|spoke|speaks|talk(?:ed|s|ing)|chat\w*|conversation|sat down|sits down|Q ?& ?A|questions)\b"
)
_MEETS = (
    r"(?:met|meets|visit(?:s|ed)|interview(?:s|ed)|(?:catch(?:es)?|caught) up|asked|asks|joins|joined|found|finds"
    r"|sp(?:oke|eaks)|talk(?:s|ed)|sat|sits|chat(?:s|ted)|went|goes|drove|travelled|call(?:s|ed)|follow(?:s|ed)|put"
    r"|had)\b"
)
# What stands right before a name, and what right behind it.
_BEFORE = {
    "by": compile_late(r"\b(?:by|words|text|interview|story):? $", re.IGNORECASE),
    "with": compile_late(r"\b(?:with|to|for|of) (?:(?:the|an?|our|his|her) )?(?:[\w’'-]+ ){0,4}?$"),
    "talk_before": compile_late(rf"\b{TALK_WORDS}[^.\n]{{0,30}}$", re.IGNORECASE),
    "reporter": compile_late(
        r"\b(?:correspondent|reporter|editor|journalist|writer|columnist|colleague)\b[^.\n]{0,20}$"
    ),
    "ours": compile_late(r"\b(?:our|we)\b[^.\n]{0,30}$", re.IGNORECASE),
    "of": compile_late(r"\b(?:of|in|from|at) (?:the )?$"),
}
_BEHIND = {
    "meets": compile_late(rf"[^.\n]{{0,60}}? {_MEETS}[^.\n]{{0,40}}? (?:him|her|them)\b"),
    "meets_name": compile_late(rf" {_MEETS}"),
    "talks": compile_late(rf"(?:['’]s)? {TALK_WORDS}"),
    "conducted": compile_late(r" (?:conducted|led|held|recorded|moderated) (?:the|this)\b"),
    "about": compile_late(r" (?:about|on)\b"),
    "role": compile_late(r", (?:(?:the|an?|who|whose)\b|\d\d\b|[a-z]|[A-Z][\w’'-]+(?: [a-z]+){1,3})"),
    "says": compile_late(
        r"(?:,[^,.\n]{1,60},)? (?:says?|said|tells|told|remembers|insists|laughs|calls|is|was|has|had)\b"
    ),
    "who": compile_late(r",? who\b"),
    "possessive": compile_late(r"['’]s?\b"),
    "writes": compile_late(r" (?:is|writes|was) (?:for|an?|the|talking)\b"),
}
# So many characters before a name are looked at; a line with more is no short one.
_REACH = 60
# So many names of an entity are looked at, and so many entities.
_MOST_NAMES, _MOST_ENTITIES = 12, 40
# Somebody asks or answers if he is likelier than not, and nobody else nearly as likely to answer. Else it is open who
# of those answers who are more than so many times as likely as the likeliest.
_LEAST, _ALIKE, _MOST_OF_BEST, _MOST_GUESTS = 0.5, 0.8, 0.5, 4


class Party(NamedTuple):
    """Somebody whom the text names, and the features of who may ask or answer.

    `around` are his names before the first turn and after the last, on which the model is heard.
    """

    entity: Entity
    features: dict[str, float]
    around: tuple[Span, ...] = ()


class Parties:
    """Those who may talk in a text: named before its turns, within them, or at its end.

    Args:
        article: The article, whose outlet or author may ask.
        layout: The layout of the article, with its turns.
        mentions: The entities of the article, with all names.
        begin: Where the first turn begins.
        author: The writer of the article, unless he may as well be who answers.
        addressed: Those whom the questions address by name.
        talk: What the model makes of who talks.
    """

    def __init__(
        self,
        article: Article,
        layout: Layout,
        mentions: MentionIndex,
        begin: int,
        author: Entity | None,
        addressed: Sequence[Entity] = (),
        talk: TalkStates | None = None,
    ) -> None:
        self._layout, self._mentions, self._begin = layout, mentions, begin
        self._author, self._addressed, self._talk = author, addressed, talk
        # Their names; "" where they have none.
        self._writer = author.name if author is not None and author.is_after_name else ""
        self._outlet = (article.outlet and article.outlet.name) or ""
        spans = sorted((*span, bool(turn.is_question)) for turn in layout.turns for span in turn.content)
        self._turns, self._end = spans, max((end for _, end, _ in spans), default=begin)

    def choose_guests(self) -> dict[Entity, float]:
        """Return who answers, with how likely that is: one, or several where it is open; none if nobody named does."""
        nobody = self._shares["answers"][-1]
        ranked = sorted(self._list_likelier("answers", "asks"), key=lambda it: -it[1])[:_MOST_GUESTS]
        if not ranked or nobody > ranked[0][1]:
            return {}
        first, best = ranked[0]
        others = [(who, share) for who, share in ranked[1:] if share > _MOST_OF_BEST * best]
        alike = any(share > _ALIKE * best or self._are_together(first, who) for who, share in others)
        is_open = alike or best <= _LEAST
        return {first: best, **(dict(others) if is_open else {})}

    def _are_together(self, one: Entity, other: Entity) -> bool:
        """Whether the introduction names two together: "Ada Moss and Tom Oats"."""
        names = [it for who in (one, other) for it in who.names[:_MOST_NAMES] if it.span.start < self._begin]
        starts = {it.whole.start for it in names}
        return any(self._layout.text.startswith(" and ", it.span.end) and it.span.end + 5 in starts for it in names)

    def choose_host(self) -> dict[Entity, float]:
        """Return who asks, with how likely that is: else the author, or the outlet if only that is known."""
        named = {who: share for who, share in self._list_likelier("asks", "answers") if share > _LEAST}
        unnamed = self._author if self._writer or not self._outlet else self._find_body(self._outlet)
        return named or ({unnamed: self._shares["asks"][-1]} if unnamed else {})

    def _find_body(self, name: str) -> Entity:
        """Return the body of a name; a new one if the text does not name it."""
        known = (it for it in self._mentions.entities if it.is_named and it.name.lower() == name.lower())
        return next(known, None) or Entity(type=SpeakerType.ORGANISATION, description=name, is_after_name=True)

    def _list_likelier(self, side: str, other: str) -> list[tuple[Entity, float]]:
        """Return those who are likelier on one side than on the other, with how likely they are there."""
        pairs = zip(self.all, self._shares[side], self._shares[other], strict=False)
        return [(it.entity, share) for it, share, of_other in pairs if share > of_other]

    @cached_property
    def _shares(self) -> dict[str, list[float]]:
        """The probabilities of all, and last of nobody, on each side."""
        talk = self._talk
        weights = talk.weights.parties if talk else _load_weights()
        heard = {side: [_hear(talk, it.around, side) for it in self.all] if talk else [] for side in SIDES}
        return {side: share(self.all, weights[side], heard[side]) for side in SIDES}

    @cached_property
    def all(self) -> list[Party]:
        """Those who may ask or answer, with their features."""
        known = [it for it in self._mentions.entities if it.is_named and not it.is_place and not it.members]
        named = known[:_MOST_ENTITIES]
        counts = {it: sum(name.span.start < self._begin for name in it.names) for it in named if it.is_person}
        return [self._describe(it, counts) for it in named]

    def _describe(self, entity: Entity, counts: Mapping[Entity, int]) -> Party:
        """Return an entity with its features; `counts` has how often the introduction names each person."""
        text, title = self._layout.text, self._layout.title
        spans = [name.span for name in entity.names[:_MOST_NAMES]]
        in_title = [it for it in spans if title is not None and title.start <= it.start < title.end]
        intro = [it for it in spans if it.start < self._begin and it not in in_title]
        outro = [it for it in spans if it.start >= self._end]
        inside = [self._side_of(it.start) for it in spans if self._begin <= it.start < self._end]
        around = [*intro, *outro]
        lines = [self._layout.lines[self._layout.line_of(it.start)] for it in around]
        introduced = [it for it, count in counts.items() if count]
        firsts = {it: min(name.span.start for name in it.names) for it in introduced}
        author, outlet = self._writer.lower(), self._outlet.lower()
        last_line = self._layout.lines[max(0, self._layout.line_of(self._begin) - 1)]
        given: dict[str, object] = {
            "title": any(not _BEFORE["of"].search(text, max(0, it.start - 10), it.start) for it in in_title),
            "title_only": in_title and not around,
            "intro": intro,
            "again": len(intro) > 1,
            "often": len(intro) > 2,
            "most": entity in introduced and counts[entity] == max(counts.values()),
            "only": [entity] == introduced,
            "one_of_two": len(introduced) == 2 and entity in introduced,
            "first": introduced and entity is min(introduced, key=firsts.__getitem__),
            "last": len(introduced) > 1 and entity is max(introduced, key=firsts.__getitem__),
            "last_line": any(last_line.start <= it.start < last_line.end for it in intro),
            "opens": any(line.start == it.start for line, it in zip(lines, around, strict=True)),
            "line": any(line.end - line.start <= it.end - it.start + 4 for line, it in zip(lines, around, strict=True)),
            "short_line": any(line.end - line.start < _REACH for line in lines),
            "full": any(len(name.words) > 1 for name in entity.names),
            "surname": any(len(name.words) == 1 for name in entity.names),
            "titled": entity.is_titled,
            "outro": outro,
            "outro_only": outro and not (intro or in_title),
            "inside_only": not (around or in_title),
            "asked_of": True in inside,
            "answered_of": inside.count(False),
            "answered_often": inside.count(False) > 1,
            "addressed": entity in self._addressed,
            "other_addressed": self._addressed and entity not in self._addressed,
            "author": author and entity.name.lower() == author,
            "other_author": author and entity.name.lower() != author,
            "outlet": outlet and entity.name.lower() == outlet,
            "body": not entity.is_person,
            "tagged_body": entity.tagged[1] > entity.tagged[0],
        }
        starts = [self._begin_of_pair(it) for it in around]
        for name, expression in _BEFORE.items():
            given[name] = any(expression.search(text, max(0, start - _REACH), start) for start in starts)
        for name, expression in _BEHIND.items():
            given[name] = any(expression.match(text, it.end) for it in around)
        features = {name: 1.0 for name, value in given.items() if value}
        if "body" in features:
            features |= {f"body_{name}": 1.0 for name in features}
        around_turns = tuple(it for it in spans if it.start < self._begin or it.start >= self._end)
        return Party(entity, features, around_turns)

    def _begin_of_pair(self, name: Span) -> int:
        """Return where a name begins; of the second of two the first: of Oats in "spoke to Ada Moss and Tom Oats"."""
        before = next(iter(self._mentions.before(name.start, limit=1)), None)
        is_second = before is not None and self._layout.text[before.end : name.start] == " and "
        return before.start if before is not None and is_second else name.start

    def _side_of(self, place: int) -> bool | None:
        """Return whether a place is in a question or an answer; None if it is in neither."""
        return next((asks for start, end, asks in self._turns if start <= place < end), None)


def share(parties: Sequence[Party], weights: Mapping[str, float], heard: Sequence[float] = ()) -> list[float]:
    """Return the probabilities of those who may ask or answer, and last that it is none of them.

    Args:
        parties: Those who may.
        weights: The weights of features.
        heard: What the model adds to the score of each.
    """
    rows = [*(it.features for it in parties), {NOBODY: 1.0}]
    scores = [sum(value * weights.get(name, 0.0) for name, value in row.items()) for row in rows]
    for number, more in enumerate(heard):
        scores[number] += more
    odds = [math.exp(score - max(scores)) for score in scores]
    return [one / sum(odds) for one in odds]


def _hear(talk: TalkStates, names: Sequence[Span], side: str) -> float:
    """Return what the model adds to the score of somebody on a side: the mean over his names, 0 without."""
    return sum(talk.score_name(name, side) for name in names) / max(1, len(names))


@cache
def _load_weights() -> dict[str, dict[str, float]]:
    """Return the shipped weights of features alone."""
    weights: dict[str, dict[str, float]] = json.loads(_PARTIES_FILE.read_text("utf-8"))[ALONE]
    return weights
