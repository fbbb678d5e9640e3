"""What is known of one speaker from all its articles, and how well two of them fit: roles, company, outlets, days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, TypeVar

from sayso.lexicon.offices import synonyms_of
from sayso.people.party import Party
from sayso.people.roles import is_other_field, read_role

__all__ = ["Fit", "Profile", "compare_profiles"]

FactT = TypeVar("FactT")
# What a shared or differing fact adds to the score of two profiles; above 0 they are one speaker's.
# Set by judgement, and checked on planted collections (evaluation/speakers_joined.py); see decisions/0023.
_SAME_OFFICE, _SAME_ROLE, _SYNONYM, _SAME_WORD, _SAME_FIELD = 3.0, 1.5, 1.0, 1.0, 0.5
_OTHER_OFFICE = 0.3
_BESIDE_FIELD, _OTHER_FIELD, _SAME_PLACE, _OTHER_PLACE = -1.0, -2.5, 0.5, -1.5
_COMPANY, _MOST_COMPANY, _NO_COMPANY = 1.5, 3.0, -0.3
_SAME_WEEKS, _OTHER_GENDER = 0.5, -6.0
# Of two profiles with so many articles each, what they do not share counts more than of single articles.
_ENOUGH_ARTICLES, _NEVER_SHARED = 3, -1.0
# Articles of one outlet so many days apart are often about one story.
_WEEKS_DAYS = 14
# A fact that fewer of a speaker's articles give may be a mistake of reading.
_LEAST_SHARE = 0.1
# A name beside a speaker in a fifth of its articles is as good company as one in all.
_USUAL_SHARE = 0.2


class Fit(NamedTuple):
    """How well two profiles fit.

    Attributes:
        score: Above 0 where more speaks for one speaker than against it, names apart.
        has_evidence: Whether a role, a company or a story is shared.
        is_alike: Whether a role, a field of work or a company is shared.
    """

    score: float
    has_evidence: bool
    is_alike: bool = False


class Profile:
    """The facts of some parties that are one speaker, with the number of articles that give each.

    Company and days are counted when they are first asked for: most speakers are never compared with another one.
    """

    __slots__ = (
        *("articles", "described", "females", "fields", "heads", "offices", "places", "words"),
        *("_company", "_days", "_uncounted"),
    )

    def __init__(self) -> None:
        self.articles = 0
        # Articles that say what the speaker is.
        self.described = 0
        # How many articles give each fact; plain dicts, since millions of these are made.
        self.heads: dict[str, int] = {}
        self.offices: dict[tuple[str, str], int] = {}
        self.words: dict[str, int] = {}
        self.fields: dict[str, int] = {}
        self.places: dict[str, int] = {}
        self.females: dict[float, int] = {}
        self._company: dict[str, int] = {}
        self._days: dict[str, tuple[int, int]] = {}
        self._uncounted: list[Party] = []

    @classmethod
    def of(cls, *parties: Party) -> Profile:
        """The profile of some parties, whose articles are counted one by one."""
        profile = cls()
        profile.articles = len(parties)
        counts: dict[tuple[str, ...], int] = {}
        for party in parties:
            if party.roles:
                counts[party.roles] = counts.get(party.roles, 0) + 1
        for roles, count in counts.items():
            profile._count_roles(roles, count)
        profile._uncounted = list(parties)
        return profile

    @property
    def company(self) -> dict[str, int]:
        """The names of those that stand beside the speaker."""
        self._count()
        return self._company

    @property
    def days(self) -> dict[str, tuple[int, int]]:
        """The first and the last day of each outlet."""
        self._count()
        return self._days

    def _count(self) -> None:
        """Count the company and the days of the parties for which that is not done yet."""
        if not self._uncounted:
            return
        company = self._company
        for party in self._uncounted:
            own = party.name
            for name in party.company:
                if name != own:
                    company[name] = company.get(name, 0) + 1
            if party.outlet and party.day is not None:
                first, last = self._days.get(party.outlet, (party.day, party.day))
                self._days[party.outlet] = (min(first, party.day), max(last, party.day))
        self._uncounted = []

    def _count_roles(self, roles: tuple[str, ...], count: int) -> None:
        """Count what roles say that so many parties have."""
        is_described = False
        for text in roles:
            role = read_role(text)
            others = role.words - role.heads
            counted: tuple[tuple[dict[Any, int], Iterable[Any]], ...] = (
                (self.heads, role.heads),
                (self.words, others - role.places),
                (self.offices, {(head, word) for head in role.heads for word in others}),
                (self.fields, role.fields),
                (self.places, role.places),
                (self.females, () if role.female is None else (role.female,)),
            )
            for counts, facts in counted:
                for fact in facts:
                    counts[fact] = counts.get(fact, 0) + count
            is_described = is_described or bool(role.heads or role.words)
        self.described += count * is_described

    @property
    def has_facts(self) -> bool:
        """Whether any article says what the speaker is."""
        return bool(self.heads or self.words or self.places)

    def add(self, other: Profile) -> None:
        """Take over the facts of another profile."""
        self.articles += other.articles
        self.described += other.described
        for name in ("heads", "offices", "words", "fields", "places", "females", "_company"):
            counts = getattr(self, name)
            for fact, count in getattr(other, name).items():
                counts[fact] = counts.get(fact, 0) + count
        for outlet, (first, last) in other._days.items():
            own = self._days.get(outlet, (first, last))
            self._days[outlet] = (min(own[0], first), max(own[1], last))
        self._uncounted += other._uncounted


def compare_profiles(one: Profile, two: Profile) -> Fit:
    """How well two profiles fit.

    >>> from sayso.speaker import SpeakerType
    >>> def make(role): return Profile.of(Party(role, role, "Ada Moss", SpeakerType.PERSON, named=True, roles=(role,)))
    >>> compare_profiles(make("foreign minister"), make("the foreign minister")).score > 0
    True
    >>> compare_profiles(make("dairy farmer"), make("nuclear physicist")).score < 0
    True
    """
    small, large = (one, two) if one.articles <= two.articles else (two, one)
    role = _compare_roles(small, large)
    place = _compare_places(small, large)
    company = _compare_company(small, large)
    is_near = _are_near(small.days, large.days)
    score = role + place + company + _SAME_WEEKS * is_near + _OTHER_GENDER * _is_other_gender(small, large)
    if min(one.described, two.described) >= _ENOUGH_ARTICLES and role <= _BESIDE_FIELD:
        score += _NEVER_SHARED
    return Fit(score, role > _SAME_FIELD or company > 0 or is_near, role > 0 or company > 0)


def _share(small: Iterable[FactT], large: Profile, counts: Mapping[FactT, int]) -> bool:
    """Whether something of the one is a usual fact of the other."""
    least = large.articles * _LEAST_SHARE
    return any(counts.get(fact, 0) >= max(1, least) for fact in small)


def _compare_roles(small: Profile, large: Profile) -> float:
    word = _SAME_WORD * _share(small.words, large, large.words)
    if _share(small.offices, large, large.offices):
        return _SAME_OFFICE
    if _share(small.heads, large, large.heads):
        is_other = small.words and large.words and not word
        return _OTHER_OFFICE if is_other else _SAME_ROLE + word
    least = max(1, large.articles * _LEAST_SHARE)
    if any(large.heads.get(other, 0) >= least for head in small.heads for other in synonyms_of(head)):
        return _SYNONYM + word
    usual = frozenset(field for field, count in large.fields.items() if count >= least)
    if not usual or not small.fields:
        return word
    if not usual.isdisjoint(small.fields):
        return _SAME_FIELD + word
    return (_OTHER_FIELD if is_other_field(frozenset(small.fields), usual) else _BESIDE_FIELD) + word


def _compare_places(small: Profile, large: Profile) -> float:
    if not small.places or not large.places:
        return 0.0
    return _SAME_PLACE if _share(small.places, large, large.places) else _OTHER_PLACE


def _compare_company(small: Profile, large: Profile) -> float:
    """Weigh the names that stand beside both, each by how usual it is beside the one with more articles."""
    if not small.company or not large.company:
        return 0.0
    least, usual = max(1.0, small.articles * _USUAL_SHARE), max(1.0, large.articles * _USUAL_SHARE)
    shared = sum(
        min(1.0, count / least, large.company[name] / usual)
        for name, count in small.company.items()
        if name in large.company
    )
    if shared > 0:
        return min(_MOST_COMPANY, _COMPANY * shared)
    return _NEVER_SHARED if min(small.articles, large.articles) >= _ENOUGH_ARTICLES else _NO_COMPANY


def _are_near(days: Mapping[str, tuple[int, int]], others: Mapping[str, tuple[int, int]]) -> bool:
    """Whether one outlet wrote of both within a few weeks."""
    for outlet, (first, last) in days.items():
        if outlet in others:
            other_first, other_last = others[outlet]
            if first - other_last <= _WEEKS_DAYS and other_first - last <= _WEEKS_DAYS:
                return True
    return False


def _is_other_gender(one: Profile, two: Profile) -> bool:
    """Whether the titles of the one are a woman's and those of the other a man's."""
    return bool(one.females and two.females) and one.females.keys().isdisjoint(two.females)
