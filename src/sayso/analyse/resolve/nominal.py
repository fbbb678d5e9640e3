"""Descriptions of people, groups and documents: where they stand in a text, and their head, number and owner."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from itertools import dropwhile

from sayso.analyse.carry.outlet_lookup import masthead_of
from sayso.analyse.layout import Layout
from sayso.analyse.resolve.kinds import NameKind, read_office_letters
from sayso.analyse.resolve.phrase import (
    AFTER_HEAD,
    ARTICLES,
    PLAIN_ARTICLES,
    POSSESSIVES,
    PRONOUNS,
    Form,
    Phrase,
    join_words,
)
from sayso.analyse.resolve.proper_names import Name
from sayso.analyse.resolve.words import Word, cut_words
from sayso.late import compile_late
from sayso.lexicon.nouns import (
    bodies,
    countries,
    documents,
    groups,
    is_first_name,
    is_noun,
    is_plural,
    people,
    peoples,
    places,
    plurals,
    roles,
)
from sayso.months import WEEKDAYS
from sayso.text import Span

__all__ = ["LETTERS", "find_descriptions", "find_head_name", "read_nominal"]

_COMPLEMENTS = frozenset("of for from in at with by on to".split())
_OWNING = frozenset("for of from at with by in".split())
_RELATIVES = frozenset("who whom whose which that".split())
_SEVERAL = frozenset("some many most several few both all other others those these two three four five six".split())
_COUNTS = frozenset("one two three four five six seven eight nine ten eleven twelve".split())
_REFLEXIVES = frozenset("himself herself itself themselves".split())
# Participles that do not end with "ed".
_PARTICIPLES = frozenset("put held made given taken kept found brought drawn built set".split())
# "a study | she led", "the woman | I spoke to"
_AFTER_NOUN = AFTER_HEAD | frozenset("i you he she it we they".split())
# Words before a participle that are no noun: "a memo first reported by".
_NO_NOUNS = (
    ARTICLES | POSSESSIVES | PRONOUNS | frozenset("being been be first also just now later still already once".split())
)


# What a description has around it that is no part of it: "a report | on Tuesday", "the opposition | Kelp Left".
_NOT_OF_NAME = compile_late(
    r"(?<!\bof)(?<!\bfrom)(?<!\bon)(?<!\blast)(?<!\bthis) (?:on )?(?:(?:last|this) )?"
    rf"(?:{'|'.join(WEEKDAYS)}|yesterday)(?: (?:morning|afternoon|evening|night))?$"
    r"|^(?:opposition|ruling|governing) (?=[A-Z])"
)


def read_nominal(text: str, span: Span, words: Sequence[Word], names: Sequence[Name]) -> Phrase:
    """Return a description as a phrase.

    Args:
        text: The text.
        span: The whole source.
        words: The words of its main part, one at least.
        names: The names in it.
    """
    words = [word for word in words if word.lower not in _REFLEXIVES] or words
    cut = _find_end_of_head(words, names)
    core = words[:cut]
    # "The PPRO" is a police public relations officer.
    last = read_office_letters(text).get(core[-1].form, (core[-1].lower,))
    head, first = last[-1], core[0].lower
    start = core[1].start if first in ARTICLES and len(core) > 1 else core[0].start
    end = _find_end(words, cut)
    return Phrase(
        Span(start, core[-1].end),
        Form.NOMINAL,
        head,
        determiner=first if first in ARTICLES | POSSESSIVES else "",
        owner=_find_owner(text, core) or _find_complement(words, cut),
        words=(*(word.lower for word in core[:-1]), *last),
        names=tuple(names),
        is_plural=first in _SEVERAL or is_plural(head),
        description=_NOT_OF_NAME.sub("", join_words(text, [word for word in words if word.start < end])),
        # More than a full stop follows the main part.
        has_after=cut < len(words) or span.end > words[-1].end + 2,
    )


def _find_end_of_head(words: Sequence[Word], names: Sequence[Name]) -> int:
    """Return the number of the first word after the head."""
    # "The present mayor"
    for n in range(2 if words[0].lower in PLAIN_ARTICLES else 1, len(words)):
        is_after = words[n].lower in _AFTER_NOUN or _is_participle(words, n)
        if is_after and not any(name.span.start < words[n].start < name.span.end for name in names):
            return n
    return len(words)


def _is_participle(words: Sequence[Word], n: int) -> bool:
    """Whether a word goes on after a noun: "a survey put | before members", not "the accused in the dock"."""
    key, before = words[n].lower, words[n - 1].lower
    if key.endswith("ing") and before in roles() and n + 1 < len(words):
        # "a senator leading | Kelp's inquiry"
        after = words[n + 1]
        return after.form[0].isupper() or after.lower in AFTER_HEAD | ARTICLES | POSSESSIVES
    is_form = (key.endswith("ed") and key != "hundred") or key in _PARTICIPLES
    if not is_form or before in _NO_NOUNS or before.endswith("ly"):
        return False
    is_last = n + 1 == len(words)
    return is_noun(before) or (before.endswith("s") if is_last else words[n + 1].lower in AFTER_HEAD)


def _find_owner(text: str, core: Sequence[Word]) -> Span | None:
    """Return the possessive that the description begins with: "her", "the mayor's"."""
    if core[0].lower in POSSESSIVES:
        return Span(core[0].start, core[0].end)
    owners = [word for word in core[:-1] if _is_possessive(text, word)]
    return Span(core[0].start, owners[-1].end) if owners else None


def _is_possessive(text: str, word: Word) -> bool:
    following = text[word.end : word.end + 2]
    return following in {"'s", "’s"} or (word.form.endswith("s") and following[:1] in {"'", "’"})


def _find_complement(words: Sequence[Word], cut: int) -> Span | None:
    """Return the complement of the head: "the ministry" in "a spokesman for the ministry who …"."""
    if cut + 1 >= len(words) or words[cut].lower not in _OWNING:
        return None
    following = words[cut + 1 :]
    stop = next((n for n, word in enumerate(following) if word.lower in {"who", "which", "that"}), len(following))
    # "the mother of three" is nobody's.
    is_count = stop == 1 and (following[0].lower in _COUNTS or following[0].form.isdigit())
    return Span(following[0].start, following[stop - 1].end) if stop and not is_count else None


def _find_end(words: Sequence[Word], cut: int) -> int:
    """Return where a description ends: after "of …" or "issued by …", before a relative clause or other participle."""
    if words[cut - 1].lower in documents() and [it.lower for it in words[cut + 1 : cut + 2]] == ["by"]:
        cut += 1
    if cut < len(words) and words[cut].lower not in _COMPLEMENTS:
        return words[cut].start
    # "a member of that club" has no relative clause.
    later = range(cut + 2, len(words))
    closing = (words[n].start for n in later if words[n].lower in _RELATIVES or _is_participle(words, n))
    end = next(closing, words[-1].end)
    whole = [word for word in words if word.end <= end]
    # The source was cut after a preposition: "a mechanic at the mill in", "the ministry at the".
    while len(whole) > cut and whole[-1].lower in _COMPLEMENTS | PLAIN_ARTICLES:
        whole.pop()
    return whole[-1].end


_BRANCH = re.compile(r"[A-Z]\w+ \([A-Z][\w& ]{1,20}\) $")
# From this share of the model's on, a name is a body's.
_LEAST_BODY = 0.8
# The letters of an honour, degree or office after a name, or the first of a surname.
LETTERS = re.compile(r"[A-Z][A-Za-z]{0,3}[A-Z]|[A-Z]\.?|Ph\.?D\.?")


def find_head_name(
    text: str, main: Span, words: Sequence[Word], names: Sequence[Name], *, is_added: bool = False
) -> Name | None:
    """Return the name that is the head of the main part: nothing, or only an addition, follows it. None if none is.

    What `is_added` to a description in the singular is a name, though its last word is a plural ("Wold Traders").
    """
    for name in names:
        is_branch = _BRANCH.search(text, main.start, min(main.end, name.span.end + 2)) is not None
        if is_branch or not name.span.overlaps(main):
            continue
        after = [word for word in words if word.start >= name.span.end]
        if after and _is_owner(text, name):
            continue
        # "Ada Moss KC", "Ada M."
        tail = [word.lower for word in dropwhile(lambda word: LETTERS.fullmatch(word.form), after)]
        before = [word.lower for word in words if word.start < name.whole.start]
        # "a farmer named Ada Moss"
        is_called = before[-1:] in (["named"], ["called"])
        # "envoy to Latvia Ada Moss"
        is_full = name.kind is NameKind.PERSON and len(name.words) > 1
        is_posted = is_full and any(word in countries() for word in before[-1:])
        # "Superintendent of Police (Rural) Ada Moss"
        is_posted |= is_full and _BRANCH.search(text, main.start, name.whole.start) is not None
        if not is_called and not is_posted and any(word in AFTER_HEAD or word in _DOING for word in before):
            return None
        if len(tail) == 1 and tail[0] in _REFLEXIVES:
            return name
        if not tail or tail[0] in AFTER_HEAD or tail[0] == "and":
            return None if _is_description(name) and not is_added else name
    return None


def _is_owner(text: str, name: Name) -> bool:
    """Whether a name is possessive: "Moss's", "Oats'"."""
    return text[name.span.end : name.span.end + 1] in {"'", "’"}


def _is_description(name: Name) -> bool:
    """Whether capitalised words are a description, not a name: "Russian Foreign Minister", "White House Officials"."""
    keys = [word.replace(".", "").lower() for word in name.words]
    if " ".join(keys) in places():
        return False
    if keys[-1] in plurals() or keys[-1] in groups():
        # "National Union of Mine Workers"
        return not (name.title or is_first_name(keys[0]) or "of" in keys)
    # The Lakeshore Star
    is_outlet = name.is_outlet or (name.tagged[1] > _LEAST_BODY and masthead_of(name.words[-1]) is not None)
    if keys[-1] not in roles() or name.title or name.is_surname or is_outlet:
        return False
    if len(keys) == 1 or keys[0] in peoples() or keys[0] in countries():
        return True
    return name.kind is not NameKind.PERSON or not is_first_name(keys[0])


# "the member representing | Wold North": what follows is not the member's name.
_DOING = frozenset("representing defending prosecuting chairing investigating".split())
_DETERMINERS = frozenset("the a an his her their my our its this that one another".split())
_COUNTING = frozenset("some many several most few two three four five six other those these".split())
_OPENERS = _DETERMINERS | _COUNTING
# Most words between the determiner and its noun.
_MOST_WORDS = 4
# Prepositions and verbs that end a noun phrase, and nouns that mostly do not stand for somebody who speaks.
_STOP = frozenset(
    """
    of for from in at on with who whom whose which that to by and or but is was were are has have had said says will
    would can could may might a an the his her their people
    """.split()
)


def find_descriptions(layout: Layout, names: Sequence[Name], nouns: Container[int] = ()) -> Iterator[Span]:
    """Yield the descriptions of a person, a group, a body or a document, with their article, in text order.

    `nouns` are the places of further nouns that describe one.

    >>> from sayso.analyse.layout import lay_out
    >>> from sayso.article import Article
    >>> layout = lay_out(Article("a", "She met an old fisherman and the harbour pilot."))
    >>> [span.of(layout.text) for span in find_descriptions(layout, [])]
    ['an old fisherman', 'the harbour pilot']
    """
    taken = iter(sorted((name.whole.start, name.whole.end) for name in names))
    current = next(taken, None)
    for sentence in layout.sentences:
        words = cut_words(layout.text, sentence)
        skip = -1
        for n, word in enumerate(words):
            while current and current[1] <= word.start:
                current = next(taken, None)
            if n <= skip:
                continue
            start, is_opener, is_bare = word.start, word.lower in _OPENERS, word.start in nouns
            if current and current[0] <= start:
                # "Moss's lawyer", "Latvia's central bank"
                start, is_bare = current[0], False
                is_opener = word.end == current[1] and _is_possessive(layout.text, word)
            last = _find_head(layout.text, words, n, nouns) if is_opener else None
            if last is None and is_bare and is_plural(word.lower) and not _describes(layout.text, words, n):
                last = n
            if last is not None:
                skip = last
                yield Span(start, words[last].end)


def _describes(text: str, words: Sequence[Word], n: int) -> bool:
    """Whether a noun only describes the one after it: "the supplies chain"."""
    following = words[n + 1] if n + 1 < len(words) else None
    return following is not None and is_noun(following.form) and text[words[n].end : following.start] == " "


def _find_head(text: str, words: Sequence[Word], n: int, nouns: Container[int]) -> int | None:
    """Return the number of the head noun of the phrase that word `n` opens; None if it opens none."""
    last = None
    for m in range(n + 1, min(len(words), n + 2 + _MOST_WORDS)):
        key = words[m].lower
        # "the Latvian bank"
        is_capital = words[m].form[0].isupper() and key not in peoples()
        if is_capital or text[words[m - 1].end : words[m].start] not in {" ", "'s ", "’s "}:
            break
        if words[m].start in nouns or (key not in _STOP and (key in people() or key in documents() or key in bodies())):
            last = m
        elif last is not None or key in _STOP:
            break
    return last
