"""The parties of an article: names brought together that stand for one person or body.

Full names first, wherever they stand; then the short forms are given to them: a surname, a first name, an
acronym, the last words of a body's name. Two people of one surname stay apart.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from sayso.analyse.carry.outlets import look_up
from sayso.analyse.resolve.names import Name, NameKind
from sayso.speaker import SpeakerType
from sayso.text import Span

__all__ = ["Party", "gather_parties"]

_SUFFIXES = frozenset("jr sr ii iii iv".split())
_SMALL = frozenset("the of for and on & in at to a".split())
_OUTLET = frozenset("news agency channel network television tv radio newspaper magazine online wire".split())
# Short forms of first names, both ways.
_NICK = (
    "william bill will billy|robert bob rob bobby|richard rick dick rich|james jim jimmy jamie|john jack johnny|joseph joe"
    "|michael mike mick|thomas tom tommy|charles charlie chuck|edward ed eddie ted|theodore ted teddy|donald don donnie"
    "|ronald ron ronnie|kenneth ken|stephen steve|steven steve|andrew andy drew|anthony tony|christopher chris|daniel dan"
    "|david dave|gregory greg|jeffrey jeff|geoffrey geoff|gerald gerry jerry|lawrence larry|matthew matt|nicholas nick"
    "|patrick pat paddy|peter pete|philip phil|raymond ray|samuel sam|timothy tim|walter walt|benjamin ben|alexander alex"
    "|alexandra alex|elizabeth liz beth betsy eliza|margaret maggie meg peggy|katherine kate kathy katie|catherine kate"
    "|kathleen kathy|deborah deb debbie|jennifer jen jenny|jessica jess|patricia pat patty|susan sue|barbara barb"
    "|victoria vicky|rebecca becky|judith judy|pamela pam|cynthia cindy|sandra sandy|rafael ted|bernard bernie"
    "|leonard len|frederick fred|albert al|alfred al|arthur art|douglas doug|eugene gene|francis frank|harold hal harry"
    "|henry hank harry|vincent vince|zachary zach|nathan nate|nathaniel nate|joshua josh|jacob jake|abraham abe"
)


@dataclass(slots=True)
class Party:
    """One person or body, while the article is being read.

    Attributes:
        names: Its names in text order.
        type: What kind of party it is.
        roles: Titles and descriptions, as the text has them.
        mentions: Where it is spoken of by description or pronoun, and where its source spans stand.
        description: For a party without a name.
        female: How likely the person is a woman; None if nothing tells.
        is_plural: Whether it stands for several people.
        words: The words of the text that describe it, in small letters: what a later description is held against.
        members: The parties of a joint one.
        is_after_name: Whether a body without a name of its own is known by its owner's ("the Moss campaign").
        real: The name that the text says is the real one, behind a stage name.
    """

    names: list[Name] = field(default_factory=list)
    type: SpeakerType = SpeakerType.PERSON
    roles: list[str] = field(default_factory=list)
    mentions: list[Span] = field(default_factory=list)
    description: str = ""
    female: float | None = None
    is_plural: bool = False
    words: set[str] = field(default_factory=set)
    members: tuple[Party, ...] = ()
    is_after_name: bool = False
    real: Name | None = None

    @property
    def is_named(self) -> bool:
        return bool(self.names)

    @property
    def name(self) -> str:
        """The most complete of its names, the earliest of equals; else its description."""
        if not self.names:
            return self.description
        if self.real is not None:
            return " ".join(self.real.words)
        counts = Counter(name.words for name in self.names if not (name.is_headline or name.is_quoted))
        best = max(self.names, key=lambda name: (len(name.words), counts[name.words], sum(map(len, name.words))))
        return " ".join(best.words)

    @property
    def is_place(self) -> bool:
        """Whether all its names are those of a place."""
        return bool(self.names) and all(name.kind is NameKind.PLACE for name in self.names)

    @property
    def is_person(self) -> bool:
        return self.type in {SpeakerType.PERSON, SpeakerType.UNNAMED}


def gather_parties(text: str, names: Sequence[Name]) -> tuple[list[Party], dict[int, Party], dict[int, list[Party]]]:
    """The parties that the names stand for, each name's party by the place of the name, and the open ones.

    An open name is one that several parties share, with those parties: one of them is chosen all the same, and the
    reader of the result may take the choice back.
    """
    keys = [_keys(name) for name in names]
    parties: list[Party] = []
    owner: dict[int, Party] = {}
    by_last: dict[str, list[Party]] = defaultdict(list)
    open_names: dict[int, list[Party]] = {}
    order = sorted(range(len(names)), key=lambda n: (names[n].is_headline, n))
    for n in order:
        if names[n].kind is NameKind.PERSON and len(keys[n]) > 1:
            _add_person(names[n], keys[n], parties, by_last, owner)
    for n in order:
        if names[n].kind in {NameKind.BODY, NameKind.PLACE} and names[n].span.start not in owner:
            _add_body(text, names[n], keys[n], parties, by_last, owner)
    # "Mr Moss" before "Moss": where only his wife is named in full, he is a party of his own.
    for n in sorted(range(len(names)), key=lambda n: (not (names[n].title and names[n].female in {0.0, 1.0}), n)):
        if names[n].span.start not in owner:
            _add_short(names[n], keys[n], parties, by_last, owner, open_names)
    parties = _join_aliases(text, names, parties, owner)
    for party in parties:
        party.names.sort(key=lambda name: name.span.start)
        party.female = _weigh_female(party.names)
        party.roles.extend(dict.fromkeys(" ".join(name.title) for name in party.names if name.title))
    return parties, owner, open_names


_ALIAS = re.compile(r",? \(?(?:(?:whose )?real name(?: is| was)?|born|also known as|a\.?k\.?a\.?|better known as|formerly) (?:the )?$")


def _join_aliases(
    text: str, names: Sequence[Name], parties: list[Party], owner: dict[int, Party]
) -> list[Party]:
    """The parties, with those joined of which the text says that one is the other's name: "Kid Oats, real name …"."""
    for before, name in pairwise(names):
        one, other = owner[before.span.start], owner[name.span.start]
        if one is not other and _ALIAS.fullmatch(text[before.span.end : name.span.start][:60]):
            one.names.extend(other.names)
            one.real = name
            for known in other.names:
                owner[known.span.start] = one
            parties = [party for party in parties if party is not other]
    return parties


def _keys(name: Name) -> tuple[str, ...]:
    """The words of a name for comparison: small letters, without suffix, article and al-."""
    words = [re.sub(r"^al-", "", word.replace(".", "").lower()) for word in name.words]
    return tuple(word for word in words if word not in _SUFFIXES and word not in {"the"}) or tuple(words)


def _suffix(name: Name) -> str:
    last = name.words[-1].replace(".", "").lower()
    return last if last in _SUFFIXES else ""


def _add_person(
    name: Name, key: tuple[str, ...], parties: list[Party], by_last: dict[str, list[Party]], owner: dict[int, Party]
) -> None:
    """Give a full name of a person to the party that it agrees with, else to a new one."""
    for party in by_last[key[-1]]:
        if any(_agree(key, _suffix(name), _keys(other), _suffix(other)) for other in party.names[:6] if len(other.words) > 1):
            break
    else:
        party = Party()
        parties.append(party)
        by_last[key[-1]].append(party)
        for word in key[:-1]:
            by_last["first " + word].append(party)
        for word in key[1:-1]:
            by_last["middle " + word].append(party)
    party.names.append(name)
    owner[name.span.start] = party


def _agree(a: tuple[str, ...], a_suffix: str, b: tuple[str, ...], b_suffix: str) -> bool:
    """Whether two full names of one surname may be of one person."""
    if a_suffix and b_suffix and a_suffix != b_suffix:
        return False
    if a[0] == b[0] or a[0] in _nicks().get(b[0], ()) or b[0] in _nicks().get(a[0], ()):
        return True
    if len(a[0]) == 1 or len(b[0]) == 1:
        return a[0][0] == b[0][0]
    return set(a) <= set(b) or set(b) <= set(a)


_NICKS: dict[str, set[str]] = {}


def _nicks() -> dict[str, set[str]]:
    if not _NICKS:
        for group in _NICK.split("|"):
            words = group.split()
            for word in words:
                _NICKS.setdefault(word, set()).update(words)
    return _NICKS


def _add_body(
    text: str, name: Name, key: tuple[str, ...], parties: list[Party], by_last: dict[str, list[Party]], owner: dict[int, Party]
) -> None:
    """Give the name of a body or place to the party that it is, else to a new one."""
    main = tuple(word for word in key if word not in _SMALL)
    whole = "body " + " ".join(main)
    stands_for = look_up(" ".join(name.words)).stands_for
    forms = [whole, "body " + stands_for.lower()] if stands_for else [whole]
    if len(main) > 1:
        forms.append("body " + "".join(word[0] for word in main))
    party = next((by_last[form][0] for form in forms if by_last.get(form)), None)
    if party is None and len(main) == 1 and by_last.get(key[-1]) and name.kind is NameKind.BODY and not name.words[0].isupper():
        party = by_last[key[-1]][0]
    if party is None and len(main) == 1:
        party = next(iter(by_last.get("part " + main[0], ())), None)
    if party is None:
        party = Party(type=SpeakerType.ORGANISATION)
        parties.append(party)
    for form in forms:
        if party not in by_last[form]:
            by_last[form].append(party)
    # "Fox" after "Fox News", "the Post" after "The Wold Post": the first word before an outlet's, or the last word.
    if len(main) > 1:
        parts = {"part " + main[-1]} if name.words[-1][0].isupper() else set()
        parts |= {"part " + main[0]} if main[1] in _OUTLET else set()
        for form in parts:
            if party not in by_last[form]:
                by_last[form].append(party)
    # "the Wold Bridge Trust (WBT)": the short form that the writer gives.
    given = re.match(r" \((?:the )?[“\"‘']?([^\W\d_][^\W_]{1,12})[”\"’']?\)", text[name.span.end : name.span.end + 24])
    if given:
        by_last["body " + given.group(1).lower()].insert(0, party)
    party.names.append(name)
    owner[name.span.start] = party


def _add_short(
    name: Name, key: tuple[str, ...], parties: list[Party], by_last: dict[str, list[Party]],
    owner: dict[int, Party], open_names: dict[int, list[Party]],
) -> None:  # fmt: skip
    """Give a short or unclear name to the party that it stands for, else to a new one."""
    found: list[Party] = []
    if len(key) > 1:
        found = [p for p in by_last.get(key[-1], ()) if any(_agree(key, _suffix(name), _keys(o), _suffix(o)) for o in p.names[:6])]
    if not found:
        found = _fitting(name, by_last.get(key[-1], []))
    if not found and len(key) == 1:
        found = _fitting(name, by_last.get("first " + key[0], [])) or _fitting(name, by_last.get("middle " + key[0], []))
    if not found and not name.title:
        found = by_last.get("body " + " ".join(key), []) or (by_last.get("part " + key[0], []) if len(key) == 1 else [])
    if found:
        party, tied = (found[0], []) if len(found) == 1 else _choose(name, found)
        if tied:
            open_names[name.span.start] = tied
    else:
        is_person = name.kind in {NameKind.PERSON, NameKind.UNKNOWN}
        party = Party(type=SpeakerType.PERSON if is_person else SpeakerType.ORGANISATION)
        parties.append(party)
        by_last[key[-1]].append(party)
    party.names.append(name)
    owner[name.span.start] = party


def _fitting(name: Name, parties: Iterable[Party]) -> list[Party]:
    """Those of the parties whose gender the name's title does not rule out."""
    parties = list(parties)
    if name.female not in {0.0, 1.0} or not name.title:
        return parties
    out = []
    for party in parties:
        share = _weigh_female(party.names)
        if share is None or abs(share - name.female) < 0.9:
            out.append(party)
    return out


def _choose(name: Name, parties: Sequence[Party]) -> tuple[Party, list[Party]]:
    """Of the parties that share a name, the one that a reader would take it for.

    That is the one just named in full; else the one that the article names most often. Those between whom this does
    not tell are returned beside it.
    """

    def weigh(party: Party) -> tuple[float, int]:
        before = [other.span.start for other in party.names if other.span.start < name.span.start and len(other.words) > 1]
        near = 1.0 if before and name.span.start - max(before) < 150 else 0.0
        share = _weigh_female(party.names)
        alike = 1.0 if name.title and share is not None and name.female is not None and abs(share - name.female) < 0.2 else 0.0
        return (2.0 * near + 2.0 * alike + min(len(party.names), 20) * 0.2, -party.names[0].span.start)

    ranked = sorted(parties, key=weigh, reverse=True)
    tied = [party for party in ranked if weigh(party)[0] == weigh(ranked[0])[0]]
    return ranked[0], tied if len(tied) > 1 else []


def _weigh_female(names: Iterable[Name]) -> float | None:
    """The mean of what the names tell: titles before first names, and a surname tells nothing."""
    names = list(names)
    lasts = {name.words[-1] for name in names if len(name.words) > 1}
    titled = [name.female for name in names if name.title and name.female in {0.0, 1.0}]
    firsts = [n.female for n in names if n.female is not None and (len(n.words) > 1 or n.words[0] not in lasts)]
    use = titled or firsts
    return sum(use) / len(use) if use else None
