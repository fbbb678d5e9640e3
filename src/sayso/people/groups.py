"""A group of parties that are one speaker, while they are being joined."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from sayso.people.party import Party
from sayso.people.profile import Fit, Profile, compare_profiles

__all__ = [
    "Choice",
    "Group",
    "OpenParty",
    "add_short_names",
    "choose_group",
    "fit_groups",
    "group_parties",
    "may_be_any",
]

# Of several groups that a party may belong to, the best must be so much better than the next.
_MARGIN = 1.5
# Below this a group is no candidate: something speaks clearly against it.
_NO_CANDIDATE = -1.5
# One that has so many times the parties of another one is the one who is meant.
_RARE = 20
# With a base above this, the name alone joins parties of which nothing else is known.
_LEAST_BASE, _AGAINST = 0.3, -3.0
_OTHER_NAME = Fit(-10.0, has_evidence=False)
# So many groups of one name are compared with each other; the smallest of more stay as they are.
_MOST_GROUPS = 40


class Group:
    """Parties that are one speaker, with the names that decide what may be joined to them, and their profile."""

    __slots__ = ("_first", "names", "notes", "parties", "profile")

    def __init__(self, *parties: Party) -> None:
        self.parties = list(parties)
        self.names = {party.name for party in parties}
        self.profile = Profile.of(*parties)
        self._first = min(party.id for party in parties)
        # Why parties stand here, beyond their names; by the party's id.
        self.notes: dict[str, str] = {}

    @property
    def order(self) -> tuple[int, str]:
        """Where the group stands in any list: large ones first, then by the first id."""
        return -len(self.parties), self._first

    def add(self, other: Group) -> None:
        """Take over the parties of another group."""
        self.parties += other.parties
        self._first = min(self._first, other._first)
        self.names |= other.names
        self.profile.add(other.profile)
        self.notes.update(other.notes)


OpenParty = tuple[Group, tuple[Group, ...]]
"""A group of one party, and the groups that it may belong to."""


class Choice(NamedTuple):
    """Which group a party belongs to: one, or none with the groups that it may belong to.

    Attributes:
        group: The number of the group; -1 for none.
        candidates: The numbers of the groups that it may belong to.
        rare: Of candidates that were passed over since they are so much rarer, the largest number of parties.
    """

    group: int
    candidates: tuple[int, ...]
    rare: int = 0


def fit_groups(one: Group, two: Group, may_be_one: Callable[[str, str], bool]) -> Fit:
    """How well two groups fit; badly where two of their names cannot be one speaker's."""
    if one.names != two.names and not all(may_be_one(a, b) for a in one.names for b in two.names if a != b):
        return _OTHER_NAME
    return compare_profiles(one.profile, two.profile)


def choose_group(
    fits: Sequence[Fit], base: float, *, unique: float = 0.0, sizes: Sequence[int] | None = None
) -> Choice:
    """Which of several groups a party belongs to.

    Args:
        fits: How well it fits each of them.
        base: What the names alone are worth.
        unique: What it is worth that only one group can be meant.
        sizes: How many parties each has. One that has twenty times as many as another is meant, if nothing speaks for
            the other one.

    >>> choose_group([Fit(3.0, True), Fit(0.0, False)], 0.5)
    Choice(group=0, candidates=(0, 1), rare=0)
    >>> choose_group([Fit(0.2, True), Fit(0.0, False)], 0.5)
    Choice(group=-1, candidates=(0, 1), rare=0)
    >>> choose_group([Fit(0.0, False), Fit(0.0, False)], 0.5, sizes=[40, 1])
    Choice(group=0, candidates=(0,), rare=1)
    """
    may_be = tuple(index for index, fit in enumerate(fits) if fit.score + base > _NO_CANDIDATE)
    if not may_be:
        return Choice(-1, ())
    rare = 0
    if sizes is not None and len(may_be) > 1:
        usual = max(may_be, key=lambda index: (sizes[index], fits[index].score, -index))
        kept = tuple(it for it in may_be if it == usual or not _is_passed_over(it, usual, fits, sizes))
        rare = max((sizes[it] for it in may_be if it not in kept), default=0)
        may_be = kept
    ranked = sorted(may_be, key=lambda index: (-fits[index].score, index))
    best = fits[ranked[0]]
    if len(ranked) == 1:
        return Choice(ranked[0] if best.score + base + unique > 0 else -1, may_be, rare)
    is_clear = best.score - fits[ranked[1]].score >= _MARGIN and best.has_evidence
    return Choice(ranked[0] if is_clear and best.score + base > 0 else -1, may_be, rare)


def _is_passed_over(index: int, usual: int, fits: Sequence[Fit], sizes: Sequence[int]) -> bool:
    """Whether a group is so much rarer than the usual one that it is not meant, since nothing speaks for it."""
    return sizes[index] * _RARE <= sizes[usual] and not (
        fits[index].has_evidence and fits[index].score > fits[usual].score
    )


def is_so_rare(one: Group, two: Group) -> bool:
    """Whether a name alone means the second, since the first has so much fewer parties."""
    return len(one.parties) * _RARE <= len(two.parties)


def _describe_rare(size: int, rare: int) -> str:
    return f"; {size:,} articles have that one, and no more than {rare:,} another one of the name"


def add_short_names(
    parties: Iterable[Party],
    known: Sequence[Group],
    base: float,
    explain: Callable[[Group, bool], str],
    *,
    unique: float,
) -> tuple[list[Party], list[OpenParty]]:
    """Add parties with a short name, such as a surname or initials, each to the one group that it must mean.

    Args:
        parties: The parties.
        known: The groups that the short name may mean.
        base: What the names alone are worth.
        explain: Takes a group, and whether only this one can be meant; returns a note for the evidence.
        unique: What it is worth that only one group can be meant.

    Returns:
        The parties that belong to none of the groups, and those that may belong to several.
    """
    rest, open_parties, chosen = [], [], []
    sizes = [len(group.parties) for group in known]
    for party in sorted(parties, key=_by_id):
        single = Group(party)
        fits = [fit_groups(single, group, may_be_any) for group in known]
        choice = choose_group(fits, base, unique=unique, sizes=sizes)
        if choice.group >= 0:
            group = known[choice.group]
            is_only = len(choice.candidates) == 1 and not choice.rare
            note = explain(group, is_only)
            single.notes[party.id] = note or (_describe_rare(len(group.parties), choice.rare) if choice.rare else "")
            chosen.append((group, single))
        elif len(choice.candidates) > 1:
            open_parties.append((single, tuple(known[index] for index in choice.candidates)))
        else:
            rest.append(party)
    # Only now, since what a party is decided by must not depend on those before it.
    for group, single in chosen:
        single.names.clear()
        group.add(single)
    return rest, open_parties


def may_be_any(_name: str, _other: str) -> bool:
    """Whether two names may be one speaker's, where names say nothing against each other."""
    return True


def group_parties(
    parties: Iterable[Party], base: float, may_be_one: Callable[[str, str], bool]
) -> tuple[list[Group], list[Group]]:
    """The groups that parties of one name make, and the parties that may belong to several of them.

    Those of which an article says what they are come first, all with the same words at once; the order in which they
    are given does not matter.
    """
    alike: dict[tuple[tuple[str, ...], str], list[Party]] = defaultdict(list)
    for party in parties:
        alike[party.roles, party.name].append(party)
    bundles = [Group(*sorted(alike[key], key=_by_id)) for key in sorted(alike)]
    described = [group for group in bundles if group.profile.has_facts]
    groups: list[Group] = []
    for group in sorted(described, key=lambda group: group.order):
        fits = [fit_groups(group, other, may_be_one) for other in groups]
        choice = _choose_best(fits, base, is_strict=len(groups) < _MOST_GROUPS)
        if choice.group >= 0:
            groups[choice.group].add(group)
        else:
            groups.append(group)
    groups = _merge_groups(groups, base, may_be_one)
    others = [group for group in bundles if not group.profile.has_facts]
    return _add_others(groups, others, base, may_be_one)


def _add_others(
    groups: list[Group], others: Sequence[Group], base: float, may_be_one: Callable[[str, str], bool]
) -> tuple[list[Group], list[Group]]:
    """The groups with parties of which no article says what they are, and those of these that may be in several.

    Where only one group can be meant, nothing but the name decides; else each party by its company.
    """
    unclear: list[Group] = []
    # Before others come, so that these do not depend on each other.
    sizes = [len(group.parties) for group in groups]
    for bundle in sorted(others, key=lambda group: group.order):
        if not groups:
            groups.append(bundle)
            continue
        if len(groups) == 1 and base > _LEAST_BASE and _may_add(bundle, groups[0], may_be_one):
            groups[0].add(bundle)
            continue
        for party in bundle.parties:
            single = Group(party)
            fits = [fit_groups(single, group, may_be_one) for group in groups]
            choice = choose_group(fits, base, sizes=[*sizes, *[1] * (len(groups) - len(sizes))])
            if choice.group >= 0:
                if choice.rare:
                    single.notes[party.id] = _describe_rare(sizes[choice.group], choice.rare)
                groups[choice.group].add(single)
            elif choice.candidates:
                unclear.append(single)
            else:
                groups.append(single)
    return _merge_groups(groups, base, may_be_one), unclear


def _may_add(one: Group, two: Group, may_be_one: Callable[[str, str], bool]) -> bool:
    """Whether neither the names of two groups nor the titles speak against one speaker."""
    return fit_groups(one, two, may_be_one).score > _AGAINST


def _by_id(party: Party) -> str:
    return party.id


def _choose_best(fits: Sequence[Fit], base: float, *, is_strict: bool) -> Choice:
    """The group that fits best, if it fits, and if strict is alike; else none: whole groups are compared later."""
    may_be = [index for index, fit in enumerate(fits) if fit.is_alike or not is_strict]
    best = max(may_be, key=lambda index: (fits[index].score, -index), default=-1)
    return Choice(best if best >= 0 and fits[best].score + base > 0 else -1, ())


def _merge_groups(groups: list[Group], base: float, may_be_one: Callable[[str, str], bool]) -> list[Group]:
    """The groups, those that fit each other joined, the best fitting first."""
    groups = sorted(groups, key=lambda group: group.order)
    groups, others = groups[:_MOST_GROUPS], groups[_MOST_GROUPS:]
    scores = {
        (first, second): fit_groups(groups[first], groups[second], may_be_one).score
        for second in range(len(groups))
        for first in range(second)
    }
    while scores:
        first, second = max(scores, key=lambda pair: (scores[pair], -pair[0], -pair[1]))
        if scores[first, second] + base <= 0:
            break
        groups[first].add(groups[second])
        kept = {index for pair in scores for index in pair} - {second}
        scores = {pair: score for pair, score in scores.items() if second not in pair}
        for other in kept - {first}:
            pair = (min(first, other), max(first, other))
            scores[pair] = fit_groups(groups[first], groups[other], may_be_one).score
        groups[second] = groups[first]
    distinct = list({id(group): group for group in groups}.values())
    return sorted([*distinct, *others], key=lambda group: group.order)
