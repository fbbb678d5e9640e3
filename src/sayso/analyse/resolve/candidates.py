"""The candidates for the antecedent of a pronoun or a description: the entities that it may refer to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from sayso.analyse.resolve.entities import Entity, Mention, MentionIndex, Role
from sayso.analyse.resolve.phrase import Phrase, is_one_of
from sayso.lexicon.nouns import bodies, countries, places, state_roles
from sayso.lexicon.offices import holds_other_office, match_head
from sayso.speaker import SpeakerType
from sayso.text import Span

__all__ = [
    "CLASSES",
    "FORMER",
    "NEW",
    "NOBODY",
    "Anaphor",
    "Silence",
    "class_of",
    "find_pair",
    "fits_gender",
    "is_indefinite",
    "list_candidates",
]

# The candidate for an entity that was not mentioned before, and the one for nobody: the text names no speaker.
NEW = -1
NOBODY = -2
# The classes of anaphors: a pronoun for one person, for several, for a thing; a description of a group, of one person,
# of a body, of a document; a statement without a source; a name that several share.
CLASSES = ("singular", "plural", "thing", "group", "person", "body", "document", "silent", "namesake")
# Most candidates that are compared, and how many of them may be mentioned for the first time after the description.
_MOST = 10
_MOST_LATER = 8
# Around a statement without a source so many who spoke last are compared, so many who are mentioned last before it, of
# so many mentions, and the next mentions.
_MOST_SPOKEN, _MOST_BEFORE, _MOST_READ, _MOST_AFTER = 4, 8, 30, 4
# Nearly all first names of the census are a man's or a woman's; below this fit, the gender is the other one.
_LEAST_FIT = 0.15
_AGED = "-year-old"
# Who was something once may be something else now.
FORMER = frozenset("former ex retired late then onetime one-time past".split())
_WORD = re.compile(r"[^\W_]+")
_PLACES = frozenset(
    "world country nation city town state county region district island village province continent".split()
)
# Descriptions of two: "the couple", "the two ministers".
_TWO = frozenset("couple pair duo twins".split())
_TWO_OF = {("the", "two"), ("these", "two"), ("those", "two")}
_ASKED_BY = re.compile(
    r"\b(?:asked|questioned|pressed|cross-examined|quizzed|challenged|questioning|cross-examination|examination)"
    r"(?: \w+){0,2} by (?:[\w.]+ ){0,3}$",
    re.IGNORECASE,
)
# "Under questioning from her lawyer, Ada Moss,"
_EXAMINED_BY = re.compile(
    r"\bunder (?:\w+ )?(?:questioning|(?:cross-)?examination) (?:from|by) (?:(?:[\w.’'-]+ ){1,4}?[\w.-]+, )?$",
    re.IGNORECASE,
)
_ASKED_NEAR = 60
_GENDERS = {"women": 1.0, "sisters": 1.0, "men": 0.0, "brothers": 0.0}
_INDEFINITE = frozenset("some many several most few one another any no all each every more other others".split())


@dataclass(frozen=True, slots=True)
class Silence:
    """A statement without a source.

    Attributes:
        content: Its words, from the first to the last.
        cue: Its cue; None if it has none.
        is_passive: Whether the cue is passive ("was told").
        is_participle: Whether the cue is a participle ("adding").
        is_direct: Whether all its words stand in quotation marks.
    """

    content: Span
    cue: Span | None
    is_passive: bool
    is_participle: bool
    is_direct: bool


@dataclass(frozen=True, slots=True)
class Anaphor:
    """A pronoun, a description or a shared name that refers to an entity mentioned elsewhere.

    Attributes:
        place: Where it stands.
        female: 1 for a woman, 0 for a man, None if the words do not show it.
        is_plural: Whether it refers to several.
        is_person: Whether it refers to a person; None if it may be either.
        holder: The number of the entity that speaks the words around it, if it is inside another statement.
        phrase: The description; None for a pronoun.
        type: What kind of entity a description refers to.
        is_quoted: Whether it stands in quotation marks, so that the holder says it.
        addressee: The number of the entity to whom an interview's turn around it is said.
        silence: The statement, where it has no source at all.
        hearer: Where what follows its cue begins: "told | Ada Moss".
        since: Where the words begin that it speaks, if they stand before it in its line: what is near them is near it.
        is_name: Whether it is a name that several share.
        owner: The number of the entity whose relative a description names, if it has a name: "her brother".
        pair: The number of the two who are together and were named last, for a description of two: "both men".
    """

    place: int
    female: float | None
    is_plural: bool
    is_person: bool | None
    holder: int | None = None
    phrase: Phrase | None = None
    type: SpeakerType | None = None
    is_quoted: bool = False
    addressee: int | None = None
    silence: Silence | None = None
    hearer: int | None = None
    since: int | None = None
    is_name: bool = False
    owner: int | None = None
    pair: int | None = None


def class_of(anaphor: Anaphor) -> str:
    """Return the class of an anaphor."""
    if anaphor.silence is not None:
        return "silent"
    if anaphor.is_name:
        return "namesake"
    if anaphor.phrase is None:
        return "singular" if anaphor.female is not None else "plural" if anaphor.is_plural else "thing"
    if anaphor.is_plural:
        return "group"
    if anaphor.is_person:
        return "person"
    return "document" if anaphor.type is SpeakerType.DOCUMENT else "body"


def list_candidates(mentions: MentionIndex, anaphor: Anaphor) -> list[int]:
    """Return the numbers of the candidates: entities mentioned before, the latest first; then NEW, if possible."""
    phrase = anaphor.phrase
    if anaphor.silence is not None:
        return _list_around(mentions, anaphor.silence)
    if phrase is None:
        return _list_fitting(mentions, anaphor)
    later = _list_later(mentions, anaphor)
    described = [n for n in mentions.find_described(phrase.head) if _may_be(mentions.entities[n], anaphor)]
    if is_indefinite(phrase):
        named = [n for n in described if mentions.entities[n].is_named and mentions.first[n].start > anaphor.place]
        return [*dict.fromkeys([*later, *named]), NEW]
    found = [*_list_fitting(mentions, anaphor), *described]
    # "his lawyer" refers only to an entity that the text calls a lawyer; "the city's oldest firm" may be any.
    if phrase.owner is not None and not _is_of_place(mentions.layout.text, phrase.owner):
        owners = {it.entity for it in mentions.after(phrase.owner.start, limit=3) if it.start < phrase.owner.end}
        is_owned = phrase.owner.end < phrase.span.end  # nobody is his own secretary
        found = [number for number in found if not (is_owned and number in owners)]
        found = [number for number in found if match_head(phrase.head, mentions.entities[number].words)]
        if anaphor.owner is not None:
            related = mentions.find_relatives(anaphor.owner)
            found += [number for number in related if _may_be(mentions.entities[number], anaphor)]
    pair = [] if anaphor.pair is None else [anaphor.pair]
    return [*dict.fromkeys([*found, *later, *pair]), NEW]


def find_pair(mentions: MentionIndex, phrase: Phrase) -> list[Entity]:
    """Return the two who were named last before a description of two ("the couple", "both firms"); else none."""
    if not (phrase.head in _TWO or phrase.words[:1] == ("both",) or phrase.words[:2] in _TWO_OF):
        return []
    noun = phrase.head[:-3] + "y" if phrase.head.endswith("ies") else phrase.head.removesuffix("s")
    kind = SpeakerType.ORGANISATION if noun in bodies() else SpeakerType.PERSON
    female = _GENDERS.get(phrase.head)

    def may_be_one(entity: Entity) -> bool:
        fit = fits_gender(entity, female)
        is_name = entity.is_named and entity.type is kind and not (entity.is_plural or entity.is_place)
        return is_name and (fit is None or fit > _LEAST_FIT)

    last = dict.fromkeys(mentions.entities[it.entity] for it in reversed(mentions.before(phrase.span.start)))
    found = list(islice(filter(may_be_one, last), 2))
    return found[::-1] if len(found) == 2 else []


def _is_of_place(text: str, owner: Span) -> bool:
    """Whether the owner of a description is a place: "Poland's", "the city's"."""
    words = [word.lower() for word in _WORD.findall(text, *owner)]
    return bool(words) and (words[-1] in _PLACES or " ".join(words) in places() or words[-1] in countries())


def _list_around(mentions: MentionIndex, silence: Silence) -> list[int]:
    """Return who spoke last and who is mentioned last before and first after a statement; then NOBODY."""
    content = silence.content
    spoken = dict.fromkeys(n for _, n in reversed(mentions.spoken_before(content.start, limit=2 * _MOST_SPOKEN)))
    before = reversed(mentions.before(content.start, limit=_MOST_READ))
    last = dict.fromkeys(it.entity for it in before if it.role is not Role.CREDIT)
    after = [it.entity for it in mentions.after(content.end, limit=_MOST_AFTER) if it.role is not Role.CREDIT]
    return [*dict.fromkeys([*list(spoken)[:_MOST_SPOKEN], *list(last)[:_MOST_BEFORE], *after]), NOBODY]


def _list_later(mentions: MentionIndex, anaphor: Anaphor) -> list[int]:
    """Return the possible candidates that are named for the first time after a description, the nearest first."""
    found: list[int] = []
    end = anaphor.phrase.span.end if anaphor.phrase else anaphor.place
    for mention in mentions.after(anaphor.place):
        number = mention.entity
        if mention.start < end and (end <= mention.end or mention.is_owner):
            continue  # "a Kent Democrat" is not the name of anybody; "Ada Moss's doctor" is somebody else.
        if is_one_of(mentions.layout.text, mention.start):
            continue
        is_first = mentions.first[number].start >= anaphor.place and number not in found
        if is_first and mentions.entities[number].is_named and _may_be(mentions.entities[number], anaphor):
            found.append(number)
        if len(found) >= _MOST_LATER:
            break
    return found


def _list_fitting(mentions: MentionIndex, anaphor: Anaphor) -> list[int]:
    """Return the possible candidates of the last mentions, the latest first."""
    found: list[int] = []
    # Nobody says "he" of himself in his own words, nor of whom he talks to.
    seen = {anaphor.holder, anaphor.addressee} if anaphor.is_quoted else {mentions.writer}
    for mention in reversed(mentions.before(anaphor.place)):
        number = mention.entity
        if number not in seen and mention.role is not Role.CREDIT:
            seen.add(number)
            if _may_be(mentions.entities[number], anaphor) and not _asks(mentions, mention, anaphor.place):
                found.append(number)
            if len(found) >= _MOST:
                break
    return found


def _asks(mentions: MentionIndex, mention: Mention, place: int) -> bool:
    """Whether a mention names who asks in the sentence of a place: "Asked by Ada Moss whether it rained, he said"."""
    if mention.sentence != mentions.layout.sentence_of(place):
        return False
    start = mentions.layout.sentences[mention.sentence].start
    before = max(start, mention.start - _ASKED_NEAR)
    asked = _ASKED_BY if mention.role is Role.AGENT else _EXAMINED_BY
    return asked.search(mentions.layout.text, before, mention.start) is not None


def is_indefinite(phrase: Phrase) -> bool:
    """Whether a description is indefinite and so introduces a new entity: "a diplomat", "some residents"."""
    return phrase.determiner in {"a", "an"} or bool(phrase.words and phrase.words[0] in _INDEFINITE)


def _may_be(entity: Entity, anaphor: Anaphor) -> bool:
    """Whether type and number of an entity allow it as a candidate."""
    if anaphor.is_plural:
        return _may_be_several(entity, anaphor.phrase)
    if entity.is_plural:
        return False
    return _may_be_person(entity, anaphor) if anaphor.is_person else entity.is_unsure or _may_be_thing(entity, anaphor)


def _may_be_several(entity: Entity, phrase: Phrase | None) -> bool:
    """Whether an entity may be a group, or what "they" stands for."""
    if phrase is None:
        return entity.is_plural or not entity.is_person
    # "Analysts at Kelp Bank" are not "analysts" before.
    is_of_named = phrase.has_after and bool(phrase.names) and not entity.has_proper_name
    is_other = is_of_named and not any(name.words[-1] in entity.description for name in phrase.names)
    return entity.is_plural and not is_other


def _may_be_thing(entity: Entity, anaphor: Anaphor) -> bool:
    """Whether an entity may be a body, a document or another thing."""
    phrase = anaphor.phrase
    if phrase is None:
        return not (entity.is_person and (entity.female is not None or not entity.is_named))
    is_named_body = entity.is_named and entity.type is SpeakerType.ORGANISATION
    return (entity.type is anaphor.type or is_named_body) and not _is_of_other_country(phrase, entity)


def _is_of_other_country(phrase: Phrase, entity: Entity) -> bool:
    """Whether a description and the words for a body name different countries: "Chile's central bank", Brazilian."""
    own = entity.words & countries()
    return bool(own) and own.isdisjoint(phrase.folded) and not countries().isdisjoint(phrase.folded)


def _may_be_person(entity: Entity, anaphor: Anaphor) -> bool:
    """Whether an entity may be one person: a person whose gender fits, or a body with a spokesperson."""
    phrase = anaphor.phrase
    if phrase is None and entity.has_spokesperson:
        return True
    fit = fits_gender(entity, anaphor.female)
    if not entity.is_person or (fit is not None and fit <= _LEAST_FIT):
        return False
    if phrase is None or phrase.head in entity.words:
        return True
    is_other_age = phrase.head.endswith(_AGED) and any(word.endswith(_AGED) for word in entity.words)
    # A minister is no president, but may be a "former teacher".
    is_of_state = entity.is_titled and phrase.head in state_roles() and not state_roles().isdisjoint(entity.words)
    is_barred = is_of_state and FORMER.isdisjoint(phrase.words)
    said = phrase.folded - {phrase.head}
    return not is_other_age and not (is_barred and holds_other_office(phrase.head, said, entity.words))


def fits_gender(entity: Entity, female: float | None) -> float | None:
    """Return how well the gender fits, 0–1; None if either gender is unknown."""
    if female is None or entity.female is None:
        return None
    return 1.0 - abs(entity.female - female)
