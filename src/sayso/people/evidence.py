"""Why a party belongs to a speaker, in words: how its names go together; and what its articles share with others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from sayso.lexicon.nouns import is_first_name
from sayso.people.body_names import read_body
from sayso.people.groups import Group
from sayso.people.party import CollectionSpeaker, Party
from sayso.people.person_names import PersonName, Relation, read_person, relate
from sayso.people.profile import Profile
from sayso.people.roles import read_role
from sayso.speaker import SpeakerType

__all__ = ["describe_group", "list_support"]

_MOST_COMPANY = 2


def describe_group(group: Group, by_hand: set[str]) -> CollectionSpeaker:
    """The speaker that a group is, with its name, its type, and the evidence for each of its parties."""
    parties = sorted(group.parties, key=lambda party: (party.day is None, party.day or 0, party.id))
    type_ = _choose_type(parties)
    name = _choose_name(parties, type_)
    speaker = CollectionSpeaker(name, type_, parties, by_hand={party.id for party in parties if party.id in by_hand})
    if len(parties) > 1:
        for party in parties:
            note = group.notes.get(party.id, "")
            is_whole = note and not note.startswith("; ")
            speaker.evidence[party.id] = note if is_whole else _relate(party.name, name, type_) + note
    return speaker


def _choose_type(parties: Iterable[Party]) -> SpeakerType:
    """The type that most parties have."""
    counts = Counter(party.type for party in parties)
    return min(counts, key=lambda type_: (-counts[type_], type_.value))


def _choose_name(parties: Iterable[Party], type_: SpeakerType) -> str:
    """The full name that most articles use; of several one that begins with a first name, then the longest."""
    counts = Counter(party.name for party in parties)

    def weigh(name: str) -> tuple[bool, bool, int, bool, int, str]:
        person = read_person(name)
        is_full = len(person.first) > 1 if type_ is SpeakerType.PERSON else not read_body(name).is_letters
        return (
            not is_full,
            name.isupper() and " " in name,
            -counts[name],
            not is_first_name(person.first),
            -len(name),
            name,
        )

    return min(counts, key=weigh)


def list_support(parties: Sequence[Party]) -> list[str]:
    """For each party of one speaker the role and the company that other articles give as well; empty if none do.

    >>> roles, company = ("judge",), frozenset({"Ida Moss"})
    >>> one, two = (Party(n, n, "Ada Roth", SpeakerType.PERSON, True, roles, (), company) for n in "12")
    >>> list_support([one, two])
    ['role: judge; also elsewhere beside Ida Moss', 'role: judge; also elsewhere beside Ida Moss']
    """
    profile = Profile.of(*parties)
    return ["; ".join([*_share_roles(party, profile), *_share_company(party, profile)]) for party in parties]


@lru_cache(maxsize=1 << 16)
def _relate(own: str, name: str, type_: SpeakerType) -> str:
    return _relate_persons(own, name) if type_ is SpeakerType.PERSON else _relate_bodies(own, name)


def _relate_persons(given: str, name: str) -> str:
    own, other = read_person(given), read_person(name)
    if own.words == other.words:
        return Relation.SAME.value
    if not own.first:
        return f"{Relation.SURNAME.value} of {name}" if own.last == other.last else f"{Relation.SPELLING.value} {name}"
    relation = _find_relation(own, other)
    return f"{relation.value}: {given} for {name}"


def _find_relation(own: PersonName, other: PersonName) -> Relation:
    return relate(own, other) or Relation.PART


def _relate_bodies(given: str, name: str) -> str:
    own, other = read_body(given), read_body(name)
    if own.words == other.words:
        return "the same name"
    if own.is_letters and own.words[0] in other.initials:
        return f"{given} are the initials of {name}"
    if own.words in other.shorts:
        return f"{given} is short for {name}"
    return f"{given} for {name}"


def _share_roles(party: Party, profile: Profile) -> list[str]:
    """The role that other articles give as well, if any."""
    for text in party.roles:
        role = read_role(text)
        if any(profile.heads.get(head, 0) > 1 for head in role.heads) or any(
            profile.words.get(word, 0) > 1 for word in role.words
        ):
            return [f"role: {text}"]
    return []


def _share_company(party: Party, profile: Profile) -> list[str]:
    """Who stands beside it in other articles as well, in the order of the alphabet, so that it seldom changes."""
    shared = [name for name in party.company if name != party.name and profile.company.get(name, 0) > 1]
    shared.sort()
    return [f"also elsewhere beside {_join_names(shared[:_MOST_COMPANY])}"] if shared else []


def _join_names(names: Sequence[str]) -> str:
    return " and ".join(names)
