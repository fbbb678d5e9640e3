"""The words by which an article describes its entities.

"Foreign Minister Ada Moss", "Moss, the Dutch envoy," and "the owner of the bakery, Ada Moss," each add words to Moss;
"the minister" or "Holland's top diplomat" is compared with them, as `sayso.lexicon.offices` folds words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, lru_cache

from sayso.analyse.carry.outlet_lookup import look_up
from sayso.analyse.resolve.bearers import find_person_share
from sayso.analyse.resolve.entities import Entity, average_female
from sayso.analyse.resolve.kinds import NameKind, estimate_female, is_two_in_one
from sayso.analyse.resolve.phrase import AFTER_HEAD, IS_A, is_one_of
from sayso.analyse.resolve.proper_names import Name, is_branch
from sayso.lexicon import read_table
from sayso.lexicon.nouns import bodies, role_genders, roles, titles
from sayso.lexicon.offices import fold_words
from sayso.speaker import SpeakerType

__all__ = ["describe_entities"]

_WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")
_AFTER_NAME = re.compile(
    r",? ?(?:\([^)]{0,30}\))?, (?:\d{1,3}, )?((?:the |a |an |one of |his |her |their )?[^,.;:()\n]{3,90})[,.;]"
)
# "Ada Moss KC, prosecuting, said"
_PLEADS = re.compile(
    r"(?: [KQS]C)?, (prosecuting|defending|mitigating|(?:appearing )?for the (?:crown|defence|prosecution|state))\b"
)
# "Kelp Air is a small airline based in Wold": the words behind the article.
_IS = re.compile(IS_A + r"(?:an?|the|one of the) ([^,.;:()“”\"\n]{3,60})")
_COUNSEL = ["barrister", "lawyer", "counsel"]
_AGE = re.compile(r",? ?\(?(\d{1,3})[),.;]")
# "the owner of the bakery, Ada Moss,": what stands before the comma; each article or possessive may begin it.
_BEFORE_COMMA = re.compile(r"[^,.;:()“”\"\n]{3,60}(?=, $)")
_BEGINS_NOUN = re.compile(r"\b(?:the|a|an|his|her|their|its|our|my|\w+['’]s) ", re.IGNORECASE)
_ENDS_NAME = re.compile(r"[,.;)]| who\b| and\b")
# The end of what stands between two spaces, after the last sign that ends a description.
_ENDING = re.compile(r"[^\s,.;:()“”\"]*$")
_OWNER = re.compile(r"['’]s$")
_MOST_BEFORE = 6
_CALLED = {
    "newspaper": "newspaper paper daily outlet publication tabloid weekly site".split(),
    "magazine": "magazine outlet publication weekly site".split(),
    "broadcaster": "broadcaster network channel station outlet".split(),
    "agency": "agency newswire outlet".split(),
}
# What a body may be called whose shares are traded.
_TRADED = frozenset("company firm group business".split())
_SHARES_IN = re.compile(r"\b(?:[Ss]hares?|[Ss]tock|[Ss]hareholders|[Ss]take) (?:in|of) (?:the )?$")
_ITS_SHARES = re.compile(r"(?:['’]s?)? (?:shares|stock|shareholders)\b")
_BREAKING = frozenset(
    """
    the a an and or but that which who when while as by with from to of in on at for said says told is was were are has
    have had then his her its their our my after before than like about against between into
    """.split()
)
# "I stand by this Bill, Mr Speaker."
_ADDRESSED = frozenset("mr madam mister your".split())
_OWNED = frozenset("the a an his her their its our one now".split())
# The lengths of the endings of words in names that say what a body is.
_ENDINGS = range(3, 7)
# So many names of an entity are read; descriptions mostly stand at the first ones.
_MOST_NAMES = 40
# So much text before and after a name is looked at, in characters.
_BEFORE, _AFTER = 60, 130
# From this share on a named entity is a person.
_LEAST_PERSON = 0.5
# From this share of the model's on, a name is a body's and not a law's or a book's.
_LEAST_BODY = 0.5


Weigh = Callable[[str, Entity], float]


def describe_entities(text: str, entities: Iterable[Entity], weigh: Weigh = find_person_share) -> None:
    """Fill the `words` of each named entity from right before and after its names, and decide whether it is a person.

    Where the model tags its names, the rule of these is only one sign of that: `weigh` returns how likely a person it
    is, all told.
    """
    for entity in entities:
        shown: float | None = None
        for name in entity.names[:_MOST_NAMES]:
            entity.words |= fold_words(word.lower() for word in name.title)
            entity.in_name.update(word.lower() for word in name.words)
            descriptions = list(_describe_around(text, name))
            entity.words |= fold_words(word for words in descriptions for word in _drop_owners(words))
            # "Vishwanath Moss, her brother-in-law,"
            genders = (role_genders().get(_head_of(words)) for words in descriptions if words)
            shown = next((share for share in (shown, *genders) if share is not None), None)
        if entity.is_person and entity.female is None:
            entity.female = shown
        if any(entity.tagged):
            is_body = is_two_in_one(entity.names[0].words)
            _decide_type(entity, is_person=not is_body and weigh(text, entity) > _LEAST_PERSON)
        if not entity.is_person or entity.is_unsure:
            # "broadcaster Kelp One" may be "the channel" below.
            entity.supposed.update(*(nouns for noun, nouns in _CALLED.items() if noun in entity.words))
        for name in entity.names[:_MOST_NAMES]:
            if entity.type is SpeakerType.ORGANISATION or name.kind is NameKind.BODY:
                _suppose_words(text, entity, name)
        entity.supposed -= entity.words
        entity.words |= entity.supposed


def _decide_type(entity: Entity, *, is_person: bool) -> None:
    """Make a named entity a person or a body, if it is not."""
    if is_person and not entity.is_person:
        entity.type = SpeakerType.PERSON
        entity.female = average_female(name._replace(female=estimate_female(name.words, ())) for name in entity.names)
    elif entity.is_person and not is_person:
        entity.type, entity.female = SpeakerType.ORGANISATION, None


def _suppose_words(text: str, entity: Entity, name: Name) -> None:
    """Add the words of the name of a body, and what one with such a name may be called."""
    words = [word.lower() for word in name.words]
    entity.words |= fold_words(words)
    entity.supposed |= _outlet_words(" ".join(name.words))
    entity.supposed.update(*(_nouns_for(word.rstrip(".")) for word in words))
    if is_branch(name):
        entity.words.add("union")
    # "Pacific North Marine": a name without a noun for a body is mostly a company's.
    is_bare = not (entity.is_place or entity.supposed or bodies().intersection(words))
    is_bare = is_bare and entity.tagged[1] > _LEAST_BODY
    if is_bare or _is_traded(text, name):
        entity.supposed |= _TRADED


def _head_of(words: Sequence[str]) -> str:
    """Return the head of a description: "friend" of "a friend of the chairman"."""
    return words[_count_to_head(words[1:])]


def _count_to_head(words: Sequence[str]) -> int:
    """Return how many words of a description there are up to its head; 0 if it begins with what follows one."""
    return next((n for n, word in enumerate(words) if word in AFTER_HEAD), len(words))


def _drop_owners(words: Sequence[str]) -> Iterator[str]:
    """Yield the words of a description without other people in it: "the premier's cousin" is no premier."""
    is_whole = True
    for n, word in enumerate(words):
        is_whole = is_whole and not (n and word in AFTER_HEAD and words[0] != "one")
        owner = _OWNER.sub("", word)
        if not ((owner != word or not is_whole) and owner in roles()):
            yield word


def _describe_around(text: str, name: Name) -> Iterator[Sequence[str]]:
    """Yield the descriptions before and after a name as words; the head is last, or before "of" and the like."""
    yield _read_back(text[max(0, name.whole.start - _BEFORE) : name.whole.start])[::-1]
    tail = text[name.span.end : name.span.end + _AFTER]
    found = _AFTER_NAME.match(tail)
    if found and _is_said(found.group(1)):
        yield _WORD.findall(found.group(1).lower())
    said = _IS.match(tail)
    if said:
        words = _WORD.findall(said[1].lower())
        words = words[: _count_to_head(words)]
        if words and (words[-1] in roles() or words[-1] in bodies()):
            yield words
    age = _AGE.match(tail)
    if age:
        yield [f"{age.group(1)}-year-old"]
    yield _words_before_comma(text, name)
    pleads = _PLEADS.match(tail)
    if pleads:
        yield _COUNSEL + (["prosecutor"] if pleads[1] == "prosecuting" else [])


def _words_before_comma(text: str, name: Name) -> list[str]:
    """Return the words of a description right before a name and a comma: "the owner of the bakery, Ada Moss,"."""
    window = text[max(0, name.whole.start - _BEFORE) : name.whole.start]
    if not window.removesuffix("\n").endswith(", ") or not _ENDS_NAME.match(text, name.span.end):
        return []
    before = _BEFORE_COMMA.search(window)
    if before is None or is_one_of(text, name.whole.start):
        return []
    nouns = bodies() | roles() if name.is_guess else bodies() if name.kind is NameKind.BODY else roles()
    for opening in reversed(list(_BEGINS_NOUN.finditer(before.group()))):
        if before.group()[: opening.start()].endswith((" for ", " to ")):
            continue  # "A spokesman for the mayor, Ada Moss," is the spokesman.
        words = _WORD.findall(before.group()[opening.end() :].lower())
        head = _count_to_head(words)
        if head and words[head - 1] in nouns:
            return words
    return []


def _is_said(addition: str) -> bool:
    """Whether the words after a name describe its bearer and do not continue the sentence."""
    words = addition.lower().split()
    if words[0] in _ADDRESSED:
        return False
    if words[0] in _OWNED:
        return True
    is_noun = any(word in roles() or word in titles() or word in bodies() for word in words[:3])
    return is_noun and (bool(_OWNER.search(words[0])) or not words[0].endswith(("s", "ed", "ing")))


def _is_traded(text: str, name: Name) -> bool:
    """Whether shares in a body are spoken of at its name: "shares in Wold Fresh", "Wold Fresh shares"."""
    start, end = name.span
    return bool(_SHARES_IN.search(text[max(0, start - _BEFORE) : start]) or _ITS_SHARES.match(text, end))


def _outlet_words(name: str) -> set[str]:
    """Return the nouns for an outlet of this name: "paper", "channel"; none if it is not an outlet."""
    known = look_up(name)
    return set(_CALLED.get(known.kind, "outlet publication site".split())) if known.certainty else set()


@cache
def _body_words() -> dict[str, frozenset[str]]:
    """Return for words of names of bodies, and endings of such words, what the body may be called."""
    found: dict[str, frozenset[str]] = {}
    for words, nouns in read_table("body_words"):
        for word in words.split("|"):
            found[word] = found.get(word, frozenset()) | frozenset(nouns.split("|"))
    return found


@lru_cache(maxsize=4096)
def _nouns_for(word: str) -> frozenset[str]:
    """Return what a body may be called with this word in its name: a company for "foods", an airline for "kelpair"."""
    known = _body_words()
    endings = (f"-{word[-n:]}" for n in _ENDINGS if len(word) > n + 1)
    return known.get(word, frozenset()).union(*(known.get(ending, frozenset()) for ending in endings))


def _read_back(before: str) -> list[str]:
    """Return the words right before a name, back to the last article, preposition, verb or comma."""
    kept: list[str] = []
    if not before.endswith(" "):
        return kept
    for part in reversed(before[:-1].split(" ")[-_MOST_BEFORE:]):
        ending = None if part.isalpha() else _ENDING.search(part)
        word = ending.group() if ending else part
        key = word.lower()
        if not word or _OWNER.sub("", key) in _BREAKING:
            break
        kept.append(key)
        if len(word) < len(part):
            break
    return kept
