"""Joins the parties of many articles to the speakers of a collection.

Only parties of one block can be one speaker; `list_keys` gives the keys by which a block hangs together. So it is
enough to join a block again when an article brings a party of it, and the result is that of joining all at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

from sayso.people.body_names import read_body
from sayso.people.by_hand import Edit, apply_edits
from sayso.people.evidence import describe_group
from sayso.people.groups import Group, OpenParty
from sayso.people.join_bodies import join_bodies
from sayso.people.join_persons import join_persons
from sayso.people.party import Joined, Party, is_identifiable
from sayso.people.person_names import fold_spelling, read_person
from sayso.people.profile import compare_profiles
from sayso.speaker import SpeakerType

__all__ = ["join_parties", "list_keys"]


def list_keys(party: Party) -> tuple[str, ...]:
    """The keys of a party: parties that share one may be one speaker; none for those that no name identifies.

    >>> list_keys(Party("1", "a", "Anna Roth", SpeakerType.PERSON, named=True))
    ('p:rt', 'n:anna roth')
    >>> list_keys(Party("2", "a", "officials", SpeakerType.GROUP, named=False))
    ()
    """
    return _list_keys(party.name, party.type) if is_identifiable(party) else ()


@lru_cache(maxsize=1 << 17)
def _list_keys(name: str, type_: SpeakerType) -> tuple[str, ...]:
    body = read_body(name)
    whole = "n:" + " ".join(body.words)
    if type_ is SpeakerType.PERSON:
        return "p:" + fold_spelling(read_person(name).last), whole
    if type_ is SpeakerType.DOCUMENT:
        return (whole,)
    shorts = ("n:" + " ".join(words) for words in body.shorts)
    letters = ("a:" + word for word in (body.words if body.is_letters else body.initials))
    return tuple(dict.fromkeys((whole, *shorts, *letters)))


def join_parties(
    parties: Iterable[Party], edits: Sequence[Edit] = (), progress: Callable[[int], None] = lambda _done: None
) -> Joined:
    """The speakers that the parties are, whatever the order of the parties.

    Args:
        parties: Parties of any number of articles; those that no name identifies are left out.
        edits: What the user decided by hand, in order.
        progress: Called with the number of parties that were looked at.

    >>> parties = [Party(n, n, name, SpeakerType.PERSON, named=True) for n, name in (("1", "Ada Moss"), ("2", "Moss"))]
    >>> [speaker.evidence for speaker in join_parties(parties).speakers][0]["2"]
    'the surname of Ada Moss; nobody else in the collection may be meant'
    """
    known = sorted((party for party in parties if is_identifiable(party)), key=lambda party: party.id)
    groups: list[Group] = []
    open_parties: list[OpenParty] = []
    done = 0
    for block in _find_blocks(known):
        found, unclear = _join_block(block)
        groups += found
        open_parties += unclear
        done += len(block)
        progress(done)
    groups, by_hand, lost = apply_edits([*groups, *(single for single, _ in open_parties)], edits)
    places = {p.id: number for number, group in enumerate(groups) for p in group.parties} if open_parties else {}
    still_open: dict[str, tuple[str, ...]] = {}
    firsts: dict[int, str] = {}
    gone: set[int] = set()
    for single, candidates in open_parties:
        party = single.parties[0]
        others = {places[other.parties[0].id] for other in candidates} - {places[party.id]}
        if len(groups[places[party.id]].parties) > 1 or not others:
            continue
        if len(others) == 1:
            # Those that it may be are one by hand.
            gone.add(places[party.id])
            groups[next(iter(others))].add(single)
            continue
        for place in others:
            if place not in firsts:
                firsts[place] = _first(groups[place])
        still_open[party.id] = tuple(sorted(firsts[place] for place in others))
    groups = [group for number, group in enumerate(groups) if number not in gone]
    closed = (group for group in groups if len(group.parties) > 1 or group.parties[0].id not in still_open)
    speakers = [describe_group(group, by_hand) for group in closed]
    speakers.sort(key=lambda speaker: speaker.parties[0].id)
    return Joined(speakers, still_open, tuple(lost))


def _first(group: Group) -> str:
    """The id of the first party of a group, by day."""
    return min(group.parties, key=lambda party: (party.day is None, party.day or 0, party.id)).id


def _find_blocks(parties: Sequence[Party]) -> Iterator[list[Party]]:
    """Yield the parties that hang together by their keys, in the order of the first of them."""
    root: dict[str, str] = {}

    def find(key: str) -> str:
        while root.setdefault(key, key) != key:
            root[key] = root[root[key]]
            key = root[key]
        return key

    keyed: dict[tuple[str, ...], list[Party]] = defaultdict(list)
    for party in parties:
        keyed[_list_keys(party.name, party.type)].append(party)
    for first, *others in keyed:
        for other in others:
            root[find(other)] = find(first)
    blocks: dict[str, list[Party]] = defaultdict(list)
    for keys, found in keyed.items():
        blocks[find(keys[0])] += found
    yield from blocks.values()


def _join_block(parties: Sequence[Party]) -> tuple[list[Group], list[OpenParty]]:
    """The groups of one block, and its open parties with the groups that they may belong to."""
    persons, open_persons = join_persons(party for party in parties if party.type is SpeakerType.PERSON)
    bodies, open_bodies = join_bodies(party for party in parties if party.type is not SpeakerType.PERSON)
    return _join_types(persons, bodies), [*open_persons, *open_bodies]


def _join_types(persons: Sequence[Group], bodies: Sequence[Group]) -> list[Group]:
    """The groups, a person and a body of the same name made one: some article took one for the other.

    Names of one word are joined only where something else is shared, since many people are called like a body.
    """
    named: dict[tuple[str, ...], list[Group]] = defaultdict(list)
    for person in persons:
        for words in {read_body(name).words for name in person.names}:
            named[words].append(person)
    kept = {id(group): group for group in persons}
    for body in bodies:
        found = {id(p): p for words in _list_words(body) for p in named.get(words, ())}
        person = next(iter(found.values()), body)
        if len(found) != 1 or id(person) not in kept or not _may_be_mistaken(person, body):
            kept[id(body)] = body
            continue
        del kept[id(person)]
        large, small = (body, person) if body.order < person.order else (person, body)
        large.add(small)
        kept[id(large)] = large
    return list(kept.values())


def _list_words(body: Group) -> list[tuple[str, ...]]:
    return sorted({read_body(name).words for name in body.names})


def _may_be_mistaken(person: Group, body: Group) -> bool:
    """Whether what one article takes for a person and another for a body may be one."""
    fit = compare_profiles(person.profile, body.profile)
    is_long = any(len(words) > 1 for words in _list_words(body))
    return fit.score > -1 if is_long else fit.has_evidence and fit.score > 1
