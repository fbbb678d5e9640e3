"""The parties of an article: names brought together that stand for one person or body.

Full names first, wherever they stand; then the short forms are given to them: a surname, a first name, an
acronym, the last words of a body's name. Two people of one surname stay apart.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from sayso.analyse.carry.outlets import look_up
from sayso.analyse.resolve.kinds import NameKind
from sayso.analyse.resolve.names import Name
from sayso.analyse.resolve.party import Party, weigh_female
from sayso.analyse.resolve.runs import SUFFIXES
from sayso.speaker import SpeakerType

__all__ = ["Gathered", "gather_parties"]

_SMALL = frozenset("the of for and on & in at to a".split())
_OUTLET = frozenset("news agency channel network television tv radio newspaper magazine online wire".split())
# Short forms of first names, both ways.
_NICK = (
    "william bill will billy|robert bob rob bobby|richard rick dick rich|james jim jimmy jamie|john jack johnny"
    "|joseph joe|michael mike mick|thomas tom tommy|charles charlie chuck|edward ed eddie ted|theodore ted teddy"
    "|donald don donnie|ronald ron ronnie|kenneth ken|stephen steve|steven steve|andrew andy drew|anthony tony"
    "|christopher chris|daniel dan|david dave|gregory greg|jeffrey jeff|geoffrey geoff|gerald gerry jerry"
    "|lawrence larry|matthew matt|nicholas nick|patrick pat paddy|peter pete|philip phil|raymond ray|samuel sam"
    "|timothy tim|walter walt|benjamin ben|alexander alex|alexandra alex|elizabeth liz beth betsy eliza"
    "|margaret maggie meg peggy|katherine kate kathy katie|catherine kate|kathleen kathy|deborah deb debbie"
    "|jennifer jen jenny|jessica jess|patricia pat patty|susan sue|barbara barb|victoria vicky|rebecca becky"
    "|judith judy|pamela pam|cynthia cindy|sandra sandy|rafael ted|bernard bernie|leonard len|frederick fred"
    "|albert al|alfred al|arthur art|douglas doug|eugene gene|francis frank|harold hal harry|henry hank harry"
    "|vincent vince|zachary zach|nathan nate|nathaniel nate|joshua josh|jacob jake|abraham abe"
)
# "Kid Oats, real name Ada Moss"
_ALIAS = re.compile(
    r",? \(?(?:(?:whose )?real name(?: is| was)?|born|also known as|a\.?k\.?a\.?|better known as|formerly) (?:the )?$"
)
# "the Wold Bridge Trust (WBT)"
_GIVEN = re.compile(r" \((?:the )?[“\"‘']?([^\W\d_][^\W_]{1,12})[”\"’']?\)")
# So many parties that share a word, and names of one party, are looked at: articles have fewer, and time is bounded.
_MOST_NAMESAKES = 60
_MOST_NAMES = 100
# A full name so many characters before a short one is what the short one takes up.
_NEAR = 150


class Gathered(NamedTuple):
    """The parties of a text.

    Attributes:
        parties: All of them.
        owner: Each name's party, by the place of the name.
        open_names: By their place, the names that several parties share, with these. One of them owns the name all the
            same, and the reader may take the choice back.
    """

    parties: list[Party]
    owner: dict[int, Party]
    open_names: dict[int, list[Party]]


def gather_parties(text: str, names: Sequence[Name]) -> Gathered:
    """The parties that the names of a text stand for.

    >>> from sayso.analyse.layout import lay_out
    >>> from sayso.analyse.resolve.names import find_names
    >>> from sayso.article import Article
    >>> layout = lay_out(Article("a", "In the end Ada Moss spoke. An hour later Ms Moss wrote to the Wold Trust."))
    >>> [party.name for party in gather_parties(layout.text, find_names(layout)).parties]
    ['Ada Moss', 'Wold Trust']
    """
    gathering = _Gathering(text)
    # Headlines last: what stands in capitals there is not always a name.
    for name in sorted(names, key=lambda name: name.is_headline):
        if name.kind is NameKind.PERSON and len(_keys(name)) > 1:
            gathering.add_person(name)
    for name in sorted(names, key=lambda name: name.is_headline):
        if name.kind in {NameKind.BODY, NameKind.PLACE}:
            gathering.add_body(name)
    # "Mr Moss" before "Moss": where only his wife is named in full, he is a party of his own.
    for name in sorted(names, key=lambda name: not (name.title and name.female in {0.0, 1.0})):
        if name.span.start not in gathering.owner:
            gathering.add_short(name)
    gathering.join_aliases(names)
    for party in gathering.parties:
        party.settle()
    return Gathered(gathering.parties, gathering.owner, gathering.open_names)


class _Gathering:
    """The parties found so far, by the words that they may be called."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.parties: list[Party] = []
        self.owner: dict[int, Party] = {}
        self.open_names: dict[int, list[Party]] = {}
        # By surname or last word; and by "first", "middle", "part" or "body" and a word.
        self._called: dict[str, list[Party]] = defaultdict(list)
        # Where each party is named in more than one word.
        self._full: dict[Party, list[int]] = defaultdict(list)

    def add_person(self, name: Name) -> None:
        """Give a full name of a person to the party that it agrees with, else to a new one."""
        key = _keys(name)
        party = next(
            (p for p in self._called[key[-1]] if _agrees(name, [n for n in p.names[:6] if len(n.words) > 1])), None
        )
        if party is None:
            party = self._begin(SpeakerType.PERSON, key[-1])
            for word in key[:-1]:
                self._call("first " + word, party)
            for word in key[1:-1]:
                self._call("middle " + word, party)
        self._give(name, party)

    def add_body(self, name: Name) -> None:
        """Give the name of a body or place to the party that it is, else to a new one."""
        main = tuple(word for word in _keys(name) if word not in _SMALL)
        forms = _forms_of_body(name, main)
        party = self._find_body(name, main, forms) or self._begin(SpeakerType.ORGANISATION)
        for form in forms:
            self._call(form, party)
        # "Fox" after "Fox News", "the Post" after "The Wold Post": the first word before an outlet's, or the last word.
        if len(main) > 1 and name.words[-1][0].isupper():
            self._call("part " + main[-1], party)
        if len(main) > 1 and main[1] in _OUTLET:
            self._call("part " + main[0], party)
        given = _GIVEN.match(self.text, name.span.end, name.span.end + 24)
        if given:
            called = self._called["body " + given.group(1).lower()]
            called[:] = [party, *(other for other in called if other is not party)]
        self._give(name, party)

    def _find_body(self, name: Name, main: Sequence[str], forms: Sequence[str]) -> Party | None:
        """The party that the name of a body is known to stand for."""
        for form in forms:
            if self._called[form]:
                return self._called[form][0]
        if len(main) != 1:
            return None
        last = self._called[_keys(name)[-1]]
        if last and name.kind is NameKind.BODY and not name.words[0].isupper():
            return last[0]
        return next(iter(self._called["part " + main[0]]), None)

    def add_short(self, name: Name) -> None:
        """Give a short or unclear name to the party that it stands for, else to a new one."""
        found = self._find_called(name, _keys(name))
        if not found:
            is_person = name.kind in {NameKind.PERSON, NameKind.UNKNOWN}
            type_ = SpeakerType.PERSON if is_person else SpeakerType.ORGANISATION
            self._give(name, self._begin(type_, _keys(name)[-1]))
            return
        ranked = self._rank(name, found) if len(found) > 1 else [(0.0, found[0])]
        tied = [party for weight, party in ranked if weight == ranked[0][0]]
        if len(tied) > 1:
            self.open_names[name.span.start] = tied
        self._give(name, ranked[0][1])

    def _find_called(self, name: Name, key: tuple[str, ...]) -> list[Party]:
        """The parties that a short name may stand for: by surname, by first name, by part of a body's name."""
        last = self._called[key[-1]]
        found = [p for p in last if _agrees(name, p.names[:6])] if len(key) > 1 else []
        found = found or _fitting(name, last)
        if not found and len(key) == 1:
            found = _fitting(name, self._called["first " + key[0]]) or _fitting(name, self._called["middle " + key[0]])
        if not found and not name.title:
            found = self._called["body " + " ".join(key)] or (self._called["part " + key[0]] if len(key) == 1 else [])
        return found

    def _rank(self, name: Name, parties: Iterable[Party]) -> list[tuple[float, Party]]:
        """The parties that share a name, with weights: the one first that a reader would take it for.

        That is the one just named in full; else the one that the article names most often.
        """
        weighed = [(self._weigh(name, party), party) for party in parties]
        return sorted(weighed, key=lambda pair: (-pair[0], pair[1].names[0].span.start))

    def _weigh(self, name: Name, party: Party) -> float:
        full = self._full[party]
        at = bisect_left(full, name.span.start)
        is_near = at > 0 and name.span.start - full[at - 1] < _NEAR
        share = weigh_female(party.names[:_MOST_NAMES])
        known = name.title and share is not None and name.female is not None
        is_alike = known and abs((share or 0.0) - (name.female or 0.0)) < 0.2
        return (2.0 if is_near else 0.0) + (2.0 if is_alike else 0.0) + min(len(party.names), 20) * 0.2

    def join_aliases(self, names: Sequence[Name]) -> None:
        """Join the parties of which the text says that one is the other's name."""
        joined = set()
        for before, name in pairwise(names):
            one, other = self.owner[before.span.start], self.owner[name.span.start]
            gap = self.text[before.span.end : min(name.span.start, before.span.end + 60)]
            if one is not other and _ALIAS.fullmatch(gap):
                one.names.extend(other.names)
                one.real = name
                joined.add(other)
                self.owner.update((known.span.start, one) for known in other.names)
        self.parties = [party for party in self.parties if party not in joined]
        for place, tied in list(self.open_names.items()):
            self.open_names[place] = list(dict.fromkeys(self.owner[party.names[0].span.start] for party in tied))
            if len(self.open_names[place]) == 1:
                del self.open_names[place]

    def _begin(self, type_: SpeakerType, *called: str) -> Party:
        """A new party."""
        party = Party(type=type_)
        self.parties.append(party)
        for form in called:
            self._call(form, party)
        return party

    def _call(self, form: str, party: Party) -> None:
        """Note that a party may be called so."""
        called = self._called[form]
        if len(called) < _MOST_NAMESAKES and party not in called:
            called.append(party)

    def _give(self, name: Name, party: Party) -> None:
        party.names.append(name)
        self.owner[name.span.start] = party
        if len(name.words) > 1:
            insort(self._full[party], name.span.start)


def _forms_of_body(name: Name, main: Sequence[str]) -> list[str]:
    """What a body may be called beside its name: what that stands for, its first letters."""
    forms = ["body " + " ".join(main)]
    stands_for = look_up(" ".join(name.words)).stands_for
    if stands_for:
        forms.append("body " + stands_for.lower())
    if len(main) > 1:
        forms.append("body " + "".join(word[0] for word in main))
    return forms


def _keys(name: Name) -> tuple[str, ...]:
    """The words of a name for comparison: small letters, without suffix, article and al-."""
    words = [word.replace(".", "").lower().removeprefix("al-") for word in name.words]
    return tuple(word for word in words if word not in SUFFIXES and word != "the") or tuple(words)


def _suffix(name: Name) -> str:
    """Jr, Sr and the like; empty if there is none."""
    last = name.words[-1].replace(".", "").lower()
    return last if last in SUFFIXES else ""


def _agrees(name: Name, others: Iterable[Name]) -> bool:
    """Whether a name may be of the one whom the others of the same surname name."""
    return any(_agree(name, other) for other in others)


def _agree(name: Name, other: Name) -> bool:
    """Whether two names of one surname may be of one person."""
    a, b, suffixes = _keys(name), _keys(other), {_suffix(name), _suffix(other)} - {""}
    if len(suffixes) > 1:
        return False
    if a[0] == b[0] or b[0] in _nicks().get(a[0], ()):
        return True
    if len(a[0]) == 1 or len(b[0]) == 1:
        return a[0][0] == b[0][0]
    return set(a) <= set(b) or set(b) <= set(a)


@cache
def _nicks() -> dict[str, frozenset[str]]:
    """Each first name with its other forms."""
    forms: dict[str, set[str]] = defaultdict(set)
    for group in _NICK.split("|"):
        for word in group.split():
            forms[word].update(group.split())
    return {word: frozenset(others) for word, others in forms.items()}


def _fitting(name: Name, parties: list[Party]) -> list[Party]:
    """Those of the parties whose gender the name's title does not rule out."""
    if not name.title or name.female is None or name.female not in {0.0, 1.0}:
        return parties
    shares = [weigh_female(party.names[:_MOST_NAMES]) for party in parties]
    return [p for p, share in zip(parties, shares, strict=True) if share is None or abs(share - name.female) < 0.9]
