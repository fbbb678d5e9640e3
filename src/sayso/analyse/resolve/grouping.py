"""The entities of an article: its names, grouped by the person or body that they refer to.

Full names are grouped first, wherever they stand; then each short form joins one of them: a surname, a first name,
an acronym, the last words of the name of a body. Two people of one surname stay apart.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sayso.analyse.carry.outlet_lookup import look_up
from sayso.analyse.resolve.entities import Entity, average_female
from sayso.analyse.resolve.kinds import NameKind
from sayso.analyse.resolve.proper_names import Name, is_branch
from sayso.lexicon.nouns import is_first_name, may_be_left_out, peoples, places, titles
from sayso.names import PARTICLES, fold_name, may_be_one_person
from sayso.speaker import SpeakerType

__all__ = ["NamedEntities", "group_names"]

_SMALL = frozenset("the of for and on & in at to a".split())
# "the Wold Bridge Trust (WBT)"
_GIVEN = re.compile(r" \((?:the )?[“\"‘']?([^\W\d_][^\W_]{1,12})[”\"’']?\)")
# Most entities that share a word, and most names of one entity, that are compared: a bound on time.
_MOST_NAMESAKES = 60
_MOST_COMPARED = 8
_MOST_NAMES = 100
# A full name at most so many characters before a short one is taken for its antecedent.
_NEAR = 150
# Who is named more often than so is as likely as who is named so often.
_MOST_COUNTED = 20


class NamedEntities(NamedTuple):
    """The named entities of a text.

    Attributes:
        entities: All of them.
        owner: The entity of each name, by the place of the name.
        open_names: By place, the names that several entities share, with these. `owner` has the one that the text
            names most or last in full; for a source the ranker chooses, and leaves it open where it is not sure.
    """

    entities: list[Entity]
    owner: dict[int, Entity]
    open_names: dict[int, list[Entity]]


def group_names(text: str, names: Sequence[Name]) -> NamedEntities:
    """Return the entities that the names of a text refer to.

    >>> from sayso.analyse.layout import lay_out
    >>> from sayso.analyse.resolve.proper_names import find_names
    >>> from sayso.article import Article
    >>> layout = lay_out(Article("a", "In the end Ada Moss spoke. An hour later Ms Moss wrote to the Wold Trust."))
    >>> [entity.name for entity in group_names(layout.text, find_names(layout)).entities]
    ['Ada Moss', 'Wold Trust']
    """
    grouper = _NameGrouper(text)
    full = [name for name in names if name.kind is NameKind.PERSON and len(_keys(name)) > 1]
    # A line in capitals may be one run.
    longer = [_keys(name) for name in full if not (name.is_headline or "".join(name.words).isupper())]
    short = {key[:n] for key in longer for n in range(2, len(key))}
    # "Le Goff" of "Ada Le Goff"
    short |= {key[n:] for key in longer for n in range(1, len(key)) if key[n] in PARTICLES}
    for name in full:
        if _keys(name) not in short:
            grouper.add_person(name)
    # The full names of bodies before the short ones.
    for name in sorted(names, key=lambda name: (name.is_headline, -len(name.words))):
        if name.kind in {NameKind.BODY, NameKind.PLACE}:
            grouper.add_body(name)
    for name in names:
        if name.span.start not in grouper.owner:
            grouper.add_short(name)
    for entity in grouper.entities:
        entity.read_names()
    return NamedEntities(grouper.entities, grouper.owner, grouper.open_names)


class _NameGrouper:
    """Groups the names of a text into entities, indexed by the words of their names."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.entities: list[Entity] = []
        self.owner: dict[int, Entity] = {}
        self.open_names: dict[int, list[Entity]] = {}
        # Keys: surname or last word; and "first", "part" or "body" and a word.
        self._called: dict[str, list[Entity]] = defaultdict(list)
        # The places of each entity's names of more than one word.
        self._full: dict[Entity, list[int]] = defaultdict(list)

    def add_person(self, name: Name) -> None:
        """Add the full name of a person to the entity that it agrees with, else to a new one."""
        key = _keys(name)
        entity = next(
            (p for p in self._called[key[-1]] if _agrees(name, [n for n in p.names[:6] if len(n.words) > 1])), None
        )
        if entity is None:
            entity = self._begin(SpeakerType.PERSON, key[-1])
            for word in key[:-1]:
                self._call("first " + word, entity)
        self._give(name, entity)

    def add_body(self, name: Name) -> None:
        """Add the name of a body or place to its entity, else to a new one."""
        main = tuple(word for word in _keys(name) if word not in _SMALL)
        forms = _forms_of_body(name, main)
        entity = self._find_body(name, main, forms) or self._begin(SpeakerType.ORGANISATION)
        for form in forms:
            self._call(form, entity)
        if len(main) > 1:
            self._call("initials " + _initials_of(main), entity)
        for part in _parts_of_body(name, main):
            self._call("part " + part, entity)
        given = _GIVEN.match(self.text, name.span.end, name.span.end + 24)
        if given:
            called = self._called["body " + given.group(1).lower()]
            called[:] = [entity, *(other for other in called if other is not entity)]
        self._give(name, entity)

    def _find_body(self, name: Name, main: Sequence[str], forms: Sequence[str]) -> Entity | None:
        """Return the known entity that the name of a body refers to."""
        for form in forms:
            if self._called[form]:
                return self._called[form][0]
        short = self._find_initials(name, main)
        if short is not None:
            return short
        last = self._called[_keys(name)[-1]] if len(main) == 1 else []
        if last and name.kind is NameKind.BODY:
            return last[0]
        return None if name.kind is NameKind.PLACE else next(iter(self._called["part " + " ".join(main)]), None)

    def _find_initials(self, name: Name, main: Sequence[str]) -> Entity | None:
        """Return the body whose initials a name is, or that is known by the initials of this name alone."""
        if len(main) == 1:
            return next(iter(self._called["initials " + main[0]]), None) if name.words[0].isupper() else None
        known = self._called["body " + _initials_of(main)]
        return next((entity for entity in known if not self._full[entity]), None)

    def add_short(self, name: Name) -> None:
        """Add a short or unclear name to the entity that it refers to, else to a new one."""
        found, others = self._find_called(name, _keys(name))
        if not found:
            is_person = name.kind in {NameKind.PERSON, NameKind.UNKNOWN}
            type_ = SpeakerType.PERSON if is_person else SpeakerType.ORGANISATION
            self._give(name, self._begin(type_, _keys(name)[-1]))
            return
        ranked = self._rank(name, found) if len(found) > 1 else [(0.0, found[0])]
        namesakes = [*(entity for _, entity in ranked), *others]
        if len(namesakes) > 1:
            self.open_names[name.span.start] = namesakes[:_MOST_COMPARED]
        self._give(name, ranked[0][1])

    def _find_called(self, name: Name, key: tuple[str, ...]) -> tuple[list[Entity], list[Entity]]:
        """Return the entities that a short name may refer to, by surname, first name or part of a body's name.

        Where both people and bodies are called so, those that it rather refers to are first, the others second.
        """
        last = self._called[key[-1]]
        found = [p for p in last if _agrees(name, p.names[:6])] if len(key) > 1 else []
        found = found or _fitting(name, last)
        if not found:
            found = [p for p in _fitting(name, self._called["first " + key[0]]) if len(key) == 1 or _begins(p, key)]
        if name.title:
            return found, []
        said = " ".join(key)
        bodies = self._called["body " + said] or self._called["part " + said] or self._called["initials " + said]
        # "Moss" after "Moss Industrial" and before "Ida Moss" is the company.
        is_person = any(self._last_full(name, person) >= 0 for person in found)
        is_body = not is_person and any(self._last_full(name, body) >= 0 for body in bodies)
        return (bodies, found) if is_body or not found else (found, bodies)

    def _rank(self, name: Name, entities: Iterable[Entity]) -> list[tuple[float, Entity]]:
        """Return the entities that share a name, with weights, the likeliest first.

        The likeliest is the one just named in full; else the one that the article names most often. Of two named as
        often it is the one whom a later paragraph names in full.
        """
        entities = list(entities)
        lasts = [self._last_full(name, entity) for entity in entities]
        last = max(lasts)
        is_later = all(at in {-1, last} or self.text.find("\n", at, last) >= 0 for at in lasts)
        weighed = []
        for entity, at in zip(entities, lasts, strict=True):
            is_near = at >= 0 and name.span.start - at < _NEAR
            bonus = (0.5 if is_later and at == last >= 0 else 0.0) + (_MOST_COUNTED / 2 if is_near else 0.0)
            weighed.append((min(len(entity.names), _MOST_COUNTED) + bonus, entity))
        return sorted(weighed, key=lambda pair: (-pair[0], pair[1].names[0].span.start))

    def _last_full(self, name: Name, entity: Entity) -> int:
        """Return where an entity was last named in full before a name; -1 if it was not."""
        full = self._full[entity]
        at = bisect_left(full, name.span.start)
        return full[at - 1] if at else -1

    def _begin(self, type_: SpeakerType, *called: str) -> Entity:
        """Return a new entity, with the words that it may be called by."""
        entity = Entity(type=type_)
        self.entities.append(entity)
        for form in called:
            self._call(form, entity)
        return entity

    def _call(self, form: str, entity: Entity) -> None:
        """Record a word by which an entity may be called."""
        called = self._called[form]
        if len(called) < _MOST_NAMESAKES and entity not in called:
            called.append(entity)

    def _give(self, name: Name, entity: Entity) -> None:
        entity.names.append(name)
        self.owner[name.span.start] = entity
        if len(name.words) > 1:
            insort(self._full[entity], name.span.start)


def _parts_of_body(name: Name, main: Sequence[str]) -> set[str]:
    """Return the parts of the name of a body that may stand for all of it.

    "Fox" for "Fox News", "the Post" for "The Wold Post", "Wold" for "Wold Inc.", "the Court" for "the Court at Wold".
    """
    if is_branch(name):
        return {" ".join(main[-2:])}  # "Local 88" for "Sailors Local 88"
    if len(main) < 2 or not name.words[-1][0].isupper():
        return set()
    parts = {main[-1]}
    parts |= {" ".join(main[:n]) for n in range(1, len(main)) if may_be_left_out(main[n:])}
    # "Norpress" for "Norpress Grocers"; the FA is no FA Trophy.
    is_known = is_first_name(main[0]) or main[0] in places() or main[0] in peoples() or main[0] in titles()
    if not (is_known or any(word.isupper() and word.lower() == main[0] for word in name.words)):
        parts.add(main[0])
    keys = _keys(name)
    return parts | {keys[n - 1] for n in range(1, len(keys)) if keys[n] in {"of", "for", "at", "on"}}


def _initials_of(main: Sequence[str]) -> str:
    """Return the first letters of the words of a name, as one word."""
    return "".join(word[0] for word in main)


def _forms_of_body(name: Name, main: Sequence[str]) -> list[str]:
    """Return the keys for a body: its name, and the full name that it is short for."""
    forms = ["body " + " ".join(main)]
    stands_for = look_up(" ".join(name.words)).stands_for
    if stands_for:
        forms.append("body " + stands_for.lower())
    return forms


def _keys(name: Name) -> tuple[str, ...]:
    """Return the words of a name for comparison."""
    return fold_name(name.words)


def _agrees(name: Name, others: Iterable[Name]) -> bool:
    """Whether a name agrees with one of the others, which have the same surname."""
    return any(may_be_one_person(name.words, other.words) for other in others)


def _begins(person: Entity, key: tuple[str, ...]) -> bool:
    """Whether a name of a person begins with these words: "Mary Ann" of "Mary Ann Moss"."""
    return any(_keys(name)[: len(key)] == key for name in person.names[:_MOST_COMPARED])


def _fitting(name: Name, entities: list[Entity]) -> list[Entity]:
    """Return the entities whose gender agrees with the title of the name, or is unknown."""
    if not name.title or name.female is None or name.female not in {0.0, 1.0}:
        return entities
    shares = [average_female(entity.names[:_MOST_NAMES]) for entity in entities]
    return [p for p, share in zip(entities, shares, strict=True) if share is None or abs(share - name.female) < 0.9]
