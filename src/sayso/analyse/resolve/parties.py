"""Who asks and who answers in an interview, where neither labels nor what the introduction says decides it.

Each whom the text names, and that it is nobody, has a probability to ask and one to answer: a softmax over features
that have names (McFadden, "Conditional logit analysis", 1974); training/parties.py fits the weights.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from sayso.analyse.layout import Layout
from sayso.analyse.models import MODEL_FOLDER
from sayso.analyse.resolve.entities import Entity, MentionIndex
from sayso.article import Article
from sayso.late import compile_late
from sayso.speaker import SpeakerType
from sayso.text import Span

__all__ = ["NOBODY", "PARTIES_FILE", "SIDES", "Parties", "Party", "share"]

PARTIES_FILE = MODEL_FOLDER / "parties.json"
# The sides in the file of weights, and the feature of nobody.
SIDES, NOBODY = ("asks", "answers"), "nobody"

_TALK_WORDS = (
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
    "talk_before": compile_late(rf"\b{_TALK_WORDS}[^.\n]{{0,30}}$", re.IGNORECASE),
    "reporter": compile_late(
        r"\b(?:correspondent|reporter|editor|journalist|writer|columnist|colleague)\b[^.\n]{0,20}$"
    ),
    "ours": compile_late(r"\b(?:our|we)\b[^.\n]{0,30}$", re.IGNORECASE),
    "of": compile_late(r"\b(?:of|in|from|at) (?:the )?$"),
}
_BEHIND = {
    "meets": compile_late(rf"[^.\n]{{0,60}}? {_MEETS}[^.\n]{{0,40}}? (?:him|her|them)\b"),
    "meets_name": compile_late(rf" {_MEETS}"),
    "talks": compile_late(rf"(?:['’]s)? {_TALK_WORDS}"),
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
# Somebody asks or answers if he is likelier than not, and nobody else nearly as likely.
_LEAST, _MOST_OF_BEST = 0.5, 0.5
# Who asks has at least one of these: that somebody is the last to be named before the questions is not enough.
_ASKS = frozenset(
    "author outlet by meets reporter ours conducted line outro_only writes talk_before talks body_talks".split()
)


class Party(NamedTuple):
    """Somebody whom the text names, and the features of who may ask or answer."""

    entity: Entity
    features: dict[str, float]


class Parties:
    """Those who may talk in a text: named before its turns, within them, or at its end.

    Args:
        article: The article, whose outlet or author may ask.
        layout: The layout of the article, with its turns.
        mentions: The entities of the article, with all names.
        begin: Where the first turn begins.
        author: The writer of the article, if it names one.
        addressed: Those whom the questions address by name.
    """

    def __init__(
        self,
        article: Article,
        layout: Layout,
        mentions: MentionIndex,
        begin: int,
        author: Entity | None,
        addressed: Sequence[Entity] = (),
    ) -> None:
        self._article, self._layout, self._mentions, self._begin = article, layout, mentions, begin
        self._author, self._addressed = author, addressed
        spans = sorted((*span, bool(turn.is_question)) for turn in layout.turns for span in turn.content)
        self._turns, self._end = spans, max((end for _, end, _ in spans), default=begin)

    def choose(self, side: str, but: Sequence[Entity]) -> tuple[Entity | None, float]:
        """Return who is likelier than not to ask or to answer, with the probability; None if nobody is.

        Args:
            side: One of SIDES.
            but: Those who do not.
        """
        parties = [it for it in self.all if it.entity not in but]
        if side == "asks":
            parties = [it for it in parties if not _ASKS.isdisjoint(it.features)]
        shares = share(parties, _load_weights()[side])
        best, second = sorted(range(len(shares)), key=lambda n: -shares[n])[:2] if parties else (0, 0)
        is_clear = shares[best] > _LEAST and shares[second] < _MOST_OF_BEST * shares[best]
        return (parties[best].entity, shares[best]) if best < len(parties) and is_clear else (None, 0.0)

    @cached_property
    def all(self) -> list[Party]:
        """Those who may ask or answer, with their features."""
        known = [it for it in self._mentions.entities if it.is_named and not it.is_place and not it.members]
        named = known[:_MOST_ENTITIES]
        people = [it for it in named if it.is_person]
        counts = Counter({it: sum(name.span.start < self._begin for name in it.names) for it in people})
        parties = [Party(it, self._describe(it, people, counts)) for it in named]
        return [*parties, *self._list_others(named)]

    def _list_others(self, named: Sequence[Entity]) -> Iterator[Party]:
        """Yield the author and the outlet, where the text does not name them."""
        names = {it.name.lower() for it in named}
        if self._author is not None and self._author.name.lower() not in names:
            yield Party(self._author, {"author": 1.0})
        outlet = self._article.outlet and self._article.outlet.name
        if outlet and outlet.lower() not in names:
            entity = Entity(type=SpeakerType.ORGANISATION, description=outlet, is_after_name=True)
            alone = "outlet_alone" if self._author is None else "outlet_beside"
            yield Party(entity, dict.fromkeys(("body", "outlet", "body_outlet", alone), 1.0))

    def _describe(self, entity: Entity, people: Sequence[Entity], counts: Mapping[Entity, int]) -> dict[str, float]:
        """Return the features of an entity that are not 0."""
        text, title = self._layout.text, self._layout.title
        spans = [name.span for name in entity.names[:_MOST_NAMES]]
        in_title = [it for it in spans if title is not None and title.start <= it.start < title.end]
        intro = [it for it in spans if it.start < self._begin and it not in in_title]
        outro = [it for it in spans if it.start >= self._end]
        inside = [self._side_of(it.start) for it in spans if self._begin <= it.start < self._end]
        around = [*intro, *outro]
        lines = [self._layout.lines[self._layout.line_of(it.start)] for it in around]
        introduced = [it for it in people if counts[it]]
        firsts = {it: min(name.span.start for name in it.names) for it in introduced}
        author = self._author.name.lower() if self._author else ""
        outlet = ((self._article.outlet and self._article.outlet.name) or "").lower()
        last_line = self._layout.lines[max(0, self._layout.line_of(self._begin) - 1)]
        given: dict[str, object] = {
            "title": any(not _BEFORE["of"].search(text, max(0, it.start - 10), it.start) for it in in_title),
            "title_only": in_title and not around,
            "intro": intro,
            "again": len(intro) > 1,
            "often": len(intro) > 2,
            "most": counts[entity] and counts[entity] == max(counts.values()),
            "only": len(introduced) == 1 and counts[entity],
            "one_of_two": len(introduced) == 2 and counts[entity],
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
            "outlet_beside": outlet and author and entity.name.lower() == outlet,
            "body": not entity.is_person,
            "tagged_body": entity.tagged[1] > entity.tagged[0],
        }
        starts = [self._begin_of_pair(it) for it in around]
        for name, expression in _BEFORE.items():
            given[name] = any(expression.search(text, max(0, start - _REACH), start) for start in starts)
        for name, expression in _BEHIND.items():
            given[name] = any(expression.match(text, it.end) for it in around)
        features = {name: 1.0 for name, value in given.items() if value}
        return features | ({f"body_{name}": 1.0 for name in features} if "body" in features else {})

    def _begin_of_pair(self, name: Span) -> int:
        """Return where a name begins; of the second of two the first: of Oats in "spoke to Ada Moss and Tom Oats"."""
        before = next(iter(self._mentions.before(name.start, limit=1)), None)
        is_second = before is not None and self._layout.text[before.end : name.start] == " and "
        return before.start if before is not None and is_second else name.start

    def _side_of(self, place: int) -> bool | None:
        """Return whether a place is in a question or an answer; None if it is in neither."""
        return next((asks for start, end, asks in self._turns if start <= place < end), None)


def share(parties: Sequence[Party], weights: Mapping[str, float]) -> list[float]:
    """Return the probabilities of those who may ask or answer, and last that it is none of them."""
    rows = [*(it.features for it in parties), {NOBODY: 1.0}]
    odds = [math.exp(sum(value * weights.get(name, 0.0) for name, value in row.items())) for row in rows]
    return [one / sum(odds) for one in odds]


@lru_cache(maxsize=1)
def _load_weights(path: Path = PARTIES_FILE) -> dict[str, dict[str, float]]:
    """Return the weights of a file, the shipped ones by default."""
    given: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return {side: {str(name): float(weight) for name, weight in given[side].items()} for side in SIDES}
