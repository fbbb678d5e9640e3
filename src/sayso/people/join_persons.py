"""Which parties are one person: those of one block, whose surnames sound alike.

First the parties of one full name, by what the articles say of them; then other forms of the name (“Bill”, other
spellings); then those of whom an article gives the surname alone, or with an initial. What may be several people
stays open.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from sayso.lexicon.nouns import is_first_name
from sayso.nicknames import list_forms
from sayso.people.groups import Group, OpenParty, add_short_names, fit_groups, group_parties, is_so_rare, may_be_any
from sayso.people.party import Party
from sayso.people.person_names import PersonName, Relation, fold_spelling, is_common, read_person, relate, stands_behind

__all__ = ["join_persons"]

# What the names alone are worth, for names that many people have and for others; see decisions/0023.
_WORTH = {
    Relation.SAME: (0.5, 2.5),
    Relation.LONGER: (0.5, 2.5),
    Relation.BEHIND: (0.5, 2.5),
    Relation.SHORT: (0.0, 1.5),
    Relation.INITIAL: (-0.5, 1.0),
    Relation.PART: (0.0, 1.5),
    Relation.SPELLING: (-1.0, 0.5),
    Relation.SURNAME: (-1.0, -0.5),
}
# A common surname with a first name that is on no list is rarer.
_RARE_FIRST = 1.0
# What it is worth that nobody else of that surname is in the collection.
_UNIQUE = 1.0
# A surname with so many first names in the collection is common there.
_MANY_FIRSTS = 8
# What a surname alone must share with another spelling of it; and how long it must be, if nothing else is shared.
_LEAST_ALIKE = 0.8
_LEAST_SURE = 9
# What a name of one word is worth where nobody of that surname is known.
_ALONE = 0.5
# Titles before given names: "Pope Amaro" is nobody whose surname is Amaro.
_BEFORE_GIVEN = frozenset("pope saint st king queen prince princess emperor empress sister brother".split())
# Forms that fit two others equally well join neither.
_MARGIN = 1.0


def join_persons(parties: Iterable[Party]) -> tuple[list[Group], list[OpenParty]]:
    """The people of one block, and the parties that may be one of several of them."""
    full: dict[tuple[str, str], list[Party]] = defaultdict(list)
    short: dict[tuple[str, ...], list[Party]] = defaultdict(list)
    parties = list(parties)
    known = {read_person(party.name).words for party in parties}
    behind: dict[tuple[str, ...], list[Party]] = defaultdict(list)
    for party in parties:
        name = read_person(party.name)
        tails = (name.words[at:] for at in range(1, len(name.words) - 1))
        own = next((tail for tail in tails if tail in known and stands_behind(tail, name.words)), None)
        if own is not None:
            behind[own].append(party)
        elif len(name.first) > 1:
            full[name.first, name.last].append(party)
        else:
            short[name.words].append(party)
    common = _find_common(full)
    groups: list[Group] = []
    open_parties: list[OpenParty] = []
    for key in sorted(full):
        found, unclear = group_parties(
            full[key], _worth(Relation.SAME, read_person(full[key][0].name), common), _may_be_one
        )
        groups += found
        open_parties += [(single, tuple(found)) for single in unclear]
    groups = _join_forms(groups, common)
    by_last = _index(groups)
    for words in sorted(behind):
        _add_behind(words, behind[words], by_last, common, groups, open_parties)
    for words in sorted(short):
        _add_short(short[words], by_last, common, groups, open_parties)
    if not open_parties:
        return groups, []
    # Where the candidates stand by now.
    owner = {party.id: group for group in groups for party in group.parties}
    found_open = []
    for single, candidates in open_parties:
        may_be = {id(group): group for group in (owner[candidate.parties[0].id] for candidate in candidates)}
        found_open.append((single, tuple(may_be.values())))
    return groups, found_open


def _may_be_one(name: str, other: str) -> bool:
    return relate(read_person(name), read_person(other)) is not None


def _read_names(group: Group) -> list[PersonName]:
    """The names of a group, each once."""
    return sorted({read_person(name) for name in group.names})


def _find_common(keys: Iterable[tuple[str, str]]) -> frozenset[str]:
    """The surnames of the block that many people of the collection have."""
    firsts: dict[str, set[str]] = defaultdict(set)
    for first, last in keys:
        firsts[last].add(first)
    return frozenset(last for last, names in firsts.items() if len(names) >= _MANY_FIRSTS)


def _worth(relation: Relation, name: PersonName, common: frozenset[str]) -> float:
    if not (name.last in common or is_common(name)):
        return _WORTH[relation][1]
    is_rare = len(name.first) > 1 and not is_first_name(name.first)
    return _WORTH[relation][0] + _RARE_FIRST * is_rare


def _index(groups: Iterable[Group]) -> dict[str, list[Group]]:
    """The groups by each of their surnames, and by how these sound."""
    found: dict[str, list[Group]] = defaultdict(list)
    for group in groups:
        lasts = {name.last for name in _read_names(group)}
        for key in sorted(lasts | {"~" + fold_spelling(last) for last in lasts}):
            found[key].append(group)
    return found


# ---- Other forms of the first name, other spellings


def _join_forms(groups: list[Group], common: frozenset[str]) -> list[Group]:
    """The groups, those joined whose names are forms of one name and that fit each other alone."""
    pairs = []
    for one, two in _pair_forms(groups):
        found = _relate_groups(one, two)
        if found is not None:
            relation, name = found
            fit = fit_groups(one, two, _may_be_one)
            score = fit.score + _worth(relation, name, common)
            if score > 0:
                pairs.append((score, one, two))
    pairs.sort(key=lambda pair: (-pair[0], pair[1].order, pair[2].order))
    rivals: dict[int, list[tuple[float, Group]]] = defaultdict(list)
    for score, one, two in pairs:
        rivals[id(one)].append((score, two))
        rivals[id(two)].append((score, one))
    owner = {id(group): group for group in groups}
    for score, one, two in pairs:
        first, second = owner[id(one)], owner[id(two)]
        if first is second or _has_rival(score, one, two, rivals, owner) or _has_rival(score, two, one, rivals, owner):
            continue
        if fit_groups(first, second, _may_be_one).score <= -1:
            continue
        first.add(second)
        owner.update({key: first for key, group in owner.items() if group is second})
    return sorted({id(group): group for group in owner.values()}.values(), key=lambda group: group.order)


def _has_rival(
    score: float,
    one: Group,
    two: Group,
    rivals: dict[int, list[tuple[float, Group]]],
    owner: dict[int, Group],
) -> bool:
    """Whether the first may as well be somebody who cannot be the second: "J. Roth", Jane or John.

    Not somebody who is so much rarer than the second.
    """
    for other_score, other in rivals[id(one)]:
        if other is two or owner[id(other)] is owner[id(two)] or score - other_score >= _MARGIN:
            continue
        if is_so_rare(other, two) and other_score - score < _MARGIN:
            continue
        if fit_groups(two, other, _may_be_one).score < 0:
            return True
        if _relate_groups(two, other) is None:
            return True
    return False


def _relate_groups(one: Group, two: Group) -> tuple[Relation, PersonName] | None:
    """How the names of two groups go together, and one of the names; None if any two cannot be one person's."""
    found = [(relate(a, b), a) for a in _read_names(one) for b in _read_names(two)]
    best: tuple[Relation, PersonName] | None = None
    for relation, name in found:
        if relation is None:
            return None
        best = best or (relation, name)
    return best


def _pair_forms(groups: Sequence[Group]) -> list[tuple[Group, Group]]:
    """The pairs of groups whose names may be forms of one name, each once."""
    index: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, group in enumerate(groups):
        for name in _read_names(group):
            index[name.first, name.last].append(number)
            index["~" + fold_spelling(name.first), fold_spelling(name.last)].append(number)
            for word in name.middle:
                index["-" + word, name.last].append(number)
    pairs = set()
    for number, group in enumerate(groups):
        for name in _read_names(group):
            found = list(index["-" + name.first, name.last])
            found += index["~" + fold_spelling(name.first), fold_spelling(name.last)]
            for form in list_forms(name.first):
                found += index.get((form, name.last), ())
            pairs |= {(min(number, other), max(number, other)) for other in found if other != number}
    return [(groups[one], groups[two]) for one, two in sorted(pairs)]


def _add_behind(
    words: tuple[str, ...],
    parties: Sequence[Party],
    by_last: dict[str, list[Group]],
    common: frozenset[str],
    groups: list[Group],
    open_parties: list[OpenParty],
) -> None:
    """Add the parties in whose names other words stand before these, which are a full name."""
    named = [(group, name) for group in by_last[words[-1]] for name in _read_names(group) if name.words == words]
    known = list({id(group): group for group, _ in named}.values())
    base = _worth(Relation.BEHIND, named[0][1], common) if named else 0.0
    rest, unclear = add_short_names(parties, known, base, lambda _group, _is_only: "", unique=0.0)
    open_parties += unclear
    if rest:
        # None of those: people of a name that only looks so.
        found, singles = group_parties(rest, base, _may_be_one)
        groups += found
        open_parties += [(single, tuple(found)) for single in singles]


# ---- Surnames alone


def _add_short(
    parties: Sequence[Party],
    by_last: dict[str, list[Group]],
    common: frozenset[str],
    groups: list[Group],
    open_parties: list[OpenParty],
) -> None:
    """Add the parties of one surname: each to the person that it must be, to the open ones, or as a new person."""
    name = read_person(parties[0].name)
    given = [party for party in parties if _is_given_name(party)]
    known, unclear_given = group_parties(given, _ALONE, may_be_any) if given else ([], [])
    groups += known
    open_parties += [(single, tuple(known)) for single in unclear_given]
    known += [group for group in by_last.get(name.last, ()) if _holds(group, name)]
    unique = _UNIQUE
    if not known:
        known = [group for group in by_last.get("~" + fold_spelling(name.last), ()) if _sounds_like(group, name)]
        unique = _UNIQUE if len(name.last) >= _LEAST_SURE else 0.0
    base = _worth(Relation.INITIAL if name.first else Relation.SURNAME, name, common)
    others = [party for party in parties if not _is_given_name(party)]
    rest, unclear = add_short_names(others, known, base, _explain, unique=unique)
    open_parties += unclear
    if rest:
        alone = _ALONE if not known and not (is_common(name) or name.last in common) else -1.0
        found, singles = group_parties(rest, alone, may_be_any)
        groups += found
        open_parties += [(single, tuple(found)) for single in singles]


def _explain(_group: Group, is_only: bool) -> str:
    return "; nobody else in the collection may be meant" if is_only else ""


def _is_given_name(party: Party) -> bool:
    """Whether the one word of a name is no surname, since a title stands before it that is followed by given names."""
    roles = (role.casefold().rstrip(".") for role in party.roles)
    return " " not in party.name.strip() and any(role in _BEFORE_GIVEN for role in roles)


def _holds(group: Group, name: PersonName) -> bool:
    """Whether a person's name has all words of a short one: "López Obrador", "von der Leyen", "A. Roth"."""
    words = {word for word in name.words if len(word) > 1}
    fulls = (full for full in _read_names(group) if full.first.startswith(name.first))
    return any(
        words <= set(full.words) and not (name.suffix and full.suffix and name.suffix != full.suffix) for full in fulls
    )


def _sounds_like(group: Group, name: PersonName) -> bool:
    """Whether the surname is another spelling of the person's: alike in most letters, as no first name bears it out.

    What stands before the surname must be the person's: an initial, or other names.
    """
    given = PersonName(("x", name.last), "x", name.last, "")
    before = {word for word in name.words[:-1] if len(word) > 1}
    for full in _read_names(group):
        if not (full.first.startswith(name.first) and before <= set(full.words)):
            continue
        other = PersonName(("x", full.last), "x", full.last, "")
        is_spelling = relate(given, other) is Relation.SPELLING
        if is_spelling and SequenceMatcher(None, name.last, full.last, autojunk=False).ratio() >= _LEAST_ALIKE:
            return True
    return False
