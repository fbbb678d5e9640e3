"""Which parties are one body or document: those of one block, whose names or initials are the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sayso.people.body_names import BodyName, read_body
from sayso.people.groups import Group, OpenParty, add_short_names, fit_groups, may_be_any
from sayso.people.party import Party

__all__ = ["join_bodies"]

# What the names alone are worth: the same full name, one that bodies of many places have, initials or a short form.
_SAME, _GENERAL, _SHORT = 3.0, -1.0, -0.5
# What it is worth that an article gives both forms, and that no other body of the collection has these initials.
_STATED, _UNIQUE = 4.0, 1.0
# Two letters stand for too many names.
_LEAST_LETTERS = 3


def join_bodies(parties: Iterable[Party]) -> tuple[list[Group], list[OpenParty]]:
    """The bodies of one block, and the parties that may be one of several of them."""
    named: dict[tuple[str, ...], list[Party]] = defaultdict(list)
    for party in parties:
        named[read_body(party.name).words].append(party)
    groups: list[Group] = []
    short_forms = _ShortForms()
    open_parties: list[OpenParty] = []
    for words in sorted(named, key=lambda words: (-len(words), words)):
        name = read_body(named[words][0].name)
        full = short_forms.find(name)
        rest = _add_short(named[words], full, open_parties) if full else named[words]
        found = _group_general(rest) if name.is_general else [_group_all(rest)] if rest else []
        short_forms.note(found)
        groups += found
    return groups, open_parties


def _group_all(parties: Sequence[Party]) -> Group:
    """One group of parties that have the same name."""
    return Group(*sorted(parties, key=lambda party: party.id))


def _group_general(parties: Sequence[Party]) -> list[Group]:
    """The groups of a name that bodies of many places have: one an outlet, joined where they have company or place."""
    of_outlet: dict[str, list[Party]] = defaultdict(list)
    for party in parties:
        of_outlet[party.outlet or f" {party.id}"].append(party)
    groups = [_group_all(found) for _outlet, found in sorted(of_outlet.items())]
    merged: list[Group] = []
    for group in sorted(groups, key=lambda group: group.order):
        fits = [fit_groups(group, other, may_be_any).score + _GENERAL for other in merged]
        best = max(range(len(fits)), key=lambda index: (fits[index], -index), default=-1)
        if best >= 0 and fits[best] > 0:
            merged[best].add(group)
        else:
            merged.append(group)
    return merged


class _ShortForms:
    """The bodies by what they may be called: their initials, and their first words."""

    def __init__(self) -> None:
        self._letters: dict[str, list[Group]] = defaultdict(list)
        self._firsts: dict[tuple[str, ...], list[Group]] = defaultdict(list)

    def note(self, groups: Iterable[Group]) -> None:
        """Add bodies with all their names."""
        for group in groups:
            names = sorted({read_body(name) for name in group.names})
            for letters in sorted({letters for name in names for letters in name.initials}):
                self._letters[letters].append(group)
            for words in sorted({words for name in names for words in name.shorts}):
                self._firsts[words].append(group)

    def find(self, name: BodyName) -> list[tuple[Group, bool]]:
        """The bodies that this name may be short for, each with whether it is made of their first letters."""
        by_letters = self._letters.get(name.words[0], []) if name.is_letters else []
        by_words = [] if name.is_general else self._firsts.get(name.words, [])
        return [*((group, True) for group in by_letters), *((g, False) for g in by_words if g not in by_letters)]


def _add_short(
    parties: Sequence[Party],
    full: Sequence[tuple[Group, bool]],
    open_parties: list[OpenParty],
) -> list[Party]:
    """Add parties with a short name to the bodies that it is short for; return those that are none of them."""
    words = read_body(parties[0].name).words
    stated = [pair for pair in full if _state_both(pair[0], words)]
    known = stated or list(full)
    base = _STATED if stated else _SHORT
    # Initials say more than the first word of a name, which a place or a founder may have too.
    unique = _UNIQUE if stated or (known[0][1] and len(words[0]) >= _LEAST_LETTERS) else 0.0
    rest, unclear = add_short_names(
        parties,
        [group for group, _ in known],
        base,
        lambda group, is_only: _explain(group, words, is_stated=bool(stated), is_only=is_only),
        unique=unique,
    )
    open_parties += unclear
    return rest


def _state_both(group: Group, words: tuple[str, ...]) -> bool:
    """Whether an article calls a body by its full name and by this short one."""
    return any(read_body(form).words == words for party in group.parties for form in party.forms)


def _explain(group: Group, words: tuple[str, ...], *, is_stated: bool, is_only: bool) -> str:
    if is_stated:
        giving = min(
            (party for party in group.parties if any(read_body(form).words == words for form in party.forms)),
            key=lambda party: party.id,
        )
        return f"; the article {giving.title or giving.article} gives both names"
    return "; nobody else in the collection may be meant" if is_only else ""
