"""The title of a proper name, the kind of entity that it may refer to, and its gender.

A title is one of a list, or recognised by how the text uses it: a word that stands before a full name which the text
also has without it, or which it also uses alone: "Adv Ada Moss" beside "Ada Moss", "Barima Kofi Moss" and "the Barima".
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import Enum
from functools import lru_cache
from itertools import islice

from sayso.analyse.carry.outlet_lookup import Certainty, look_up
from sayso.analyse.resolve.words import Word
from sayso.late import compile_late
from sayso.letters import plain_letters
from sayso.lexicon import find_gender, read_shares, read_words
from sayso.lexicon.nouns import (
    bodies,
    is_first_name,
    peoples,
    places,
    roles,
    state_roles,
    title_genders,
    titles,
)
from sayso.names import PARTICLES
from sayso.text import Span

__all__ = [
    "NameKind",
    "classify_name",
    "count_office",
    "count_title",
    "drop_letters",
    "estimate_female",
    "find_own_titles",
    "is_office",
    "is_outlet",
    "is_two_in_one",
    "read_office_letters",
]

_WORKS = re.compile(r"[A-Z][a-z]+-[a-z]+(?:er|or|ist|man|woman)")
# Whose a body is: "King's College".
_OWNERS = ("'s", "’s")
OF = frozenset({"of", "for"})
_AFTER_ARTICLE = re.compile(r"\b(?:[Tt]he|[Oo]ur) $")


# Titles that are never first names, though lists of first names have some of them.
_COURTESY = frozenset(
    """
    king queen prince princess pope father mother sister brother lady lord dame duke duchess baroness miss
    """.split()
)


class NameKind(str, Enum):
    """What kind of entity a name may refer to, by its words and the words around it."""

    PERSON = "person"
    BODY = "body"
    PLACE = "place"
    UNKNOWN = "unknown"


def is_outlet(words: Sequence[str]) -> bool:
    """Whether a name of several words is certainly that of an outlet."""
    return len(words) > 1 and look_up(" ".join(words)).certainty is Certainty.SURE


# "The PPRO", of a Police Public Relations Officer; between the words of the office may be small ones.
_THE_LETTERS = compile_late(r"\b[Tt]he ([A-Z]{2,5})\b")
_LINK = r"[ -](?:(?:of|the|for|and|to|in) ){0,2}"
_WORDS = compile_late(r"[\w’']+")
# So many sets of letters are looked for, the first of a text: each takes one search of all of it.
_MOST_LETTERS = 50
_COUNTRY_LETTERS = frozenset({"US", "USA", "UK", "UN", "EU", "UAE"})


def is_office(text: str, run: Sequence[Word]) -> bool:
    """Whether a run of capitals is an office, not a name: "Prime Minister", "Bishop of Wold", "the Director"."""
    parts = read_words("title_parts")
    if is_first_name(run[0].form):
        return False
    if len(run) > 1 and run[-1].lower in titles() and all(word.lower in parts for word in run[:-1]):
        return True
    return run[0].lower in titles() and _is_title_alone(text, run)


def _is_title_alone(text: str, run: Sequence[Word]) -> bool:
    """Whether a run that begins with a title is an office and names nobody."""
    parts = read_words("title_parts")
    if len(run) == 1:
        return _is_after_article(text, run[0].start)
    if 2 < len(run) <= 4 and run[1].form == "of":
        return not is_first_name(run[-1].form)
    if run[-1].lower not in titles() or run[-2].lower in title_genders() or len(run[-2].form) < 4:
        return False
    # "Comptroller and Auditor General"
    return all(word.lower in titles() or word.lower in parts or word.form == "and" for word in run)


@lru_cache(maxsize=4)
def read_office_letters(text: str) -> Mapping[str, tuple[str, ...]]:
    """Return the letters that stand for an office which the text names in full, each with its words, the noun last.

    Of many letters the first 50 are looked for.

    >>> dict(read_office_letters("Public Affairs Officer Ada Moss spoke. The PAO left."))
    {'PAO': ('public', 'affairs', 'officer')}
    """
    found = {}
    known = (it[1] for it in _THE_LETTERS.finditer(text))
    several = dict.fromkeys(it for it in known if it not in _COUNTRY_LETTERS)
    for letters in islice(several, _MOST_LETTERS):
        first, *rest = (rf"{letter}[\w’']+" for letter in letters)
        for full in re.finditer(rf"\b{first}" + "".join(rf"{_LINK}(?i:{it})" for it in rest), text):
            words = [word.lower() for word in _WORDS.findall(full[0])]
            is_first = words[0] in roles() and (words[-1] == "general" or "of" in words)
            if words[-1] in roles() and words[-1] != "general":
                found[letters] = tuple(words)
            elif is_first and words[-1] not in bodies():
                found[letters] = (*words[1:], words[0])
    return found


def count_title(run: Sequence[Word]) -> int:
    """Return how many words at the start of the run are a title; the name follows them."""
    last = run[-1].lower
    if (last in bodies() and last not in titles()) or _is_full_name(run) or run[0].form.endswith(_OWNERS):
        return 0
    if " ".join(word.lower for word in run) in read_words("bodies"):
        return 0  # "General Motors"
    count = 0
    for n, word in enumerate(run[:-1]):
        # "Tom St John Oats"
        is_title = word.lower in titles() and word.lower != "st"
        # "Area MEC Ada Moss": an office of which only the letters are told.
        is_letters = n + 2 < len(run) and _is_rank(run[n:])
        if is_title or is_letters or "-of-" in word.lower or (n == 0 and _begins_with_office(run)):
            is_named = run[n + 1].form in OF and n + 3 < len(run)
            count = n + 2 + (count_office(run[n + 2 :]) or 1) if is_named else n + 1
        elif word.form[0].isupper() and _may_begin_name(run[n:]) and not (n == 0 and _is_office_first(run)):
            break
    # "Chief Executive Anna Roth": the last word of a title may be one that makes none by itself.
    while 0 < count < len(run) - 1 and _goes_on_title(run[count]):
        count += 1
    return count


def _may_begin_name(run: Sequence[Word]) -> bool:
    """Whether a run begins with a first name and no title stands behind."""
    return run[0].lower in read_shares() and run[1].lower not in titles()


def _is_office_first(run: Sequence[Word]) -> bool:
    """Whether a run is an office whose first word is a first name, too: "Urban Development Minister Ada Moss"."""
    return any(word.lower in state_roles() for word in run[2:-1])


def _is_rank(run: Sequence[Word]) -> bool:
    """Whether letters stand before a full name, those of a rank or office: "DC Ada Moss"."""
    letters = run[0].form
    return len(run) > 2 and letters.isupper() and letters.isalpha() and len(letters) > 1 and is_first_name(run[1].form)


def _begins_with_office(run: Sequence[Word]) -> bool:
    """Whether a run begins with what somebody does: "Turf-cutter Ada Moss", "Member of Parliament Ada Moss"."""
    first = run[0].lower
    if first == "member" and run[1].form in OF:
        return True
    if len(run) < 3 or any(word.lower in bodies() for word in run):
        return False
    is_name = first in read_shares() or first in peoples() or first in read_words("common_surnames")
    return bool(_WORKS.fullmatch(run[0].form)) or (first in roles() and not is_name)


# The second word of a seat in parliament: "(MP for) Wold West".
_COMPASS = frozenset("north south east west central".split())


def count_office(run: Sequence[Word]) -> int:
    """Return how many words are an office or a body before a name that begins with a first name: "Health Ada Moss"."""
    if len(run) > 3 and run[1].lower in _COMPASS:  # "(MP for) Lachlan West Ada Moss"
        return 2
    if is_first_name(run[0].form):
        return 0
    return next((n for n in range(1, len(run) - 1) if is_first_name(run[n].form) and run[n].form[0].isupper()), 0)


def _is_full_name(run: Sequence[Word]) -> bool:
    """Whether two words are a full name though the first is a title too: "Dean Harper", but not "Sen Harper"."""
    first = run[0]
    return len(run) == 2 and len(first.form) > 3 and first.lower in read_shares() and first.lower not in _COURTESY


def _goes_on_title(word: Word) -> bool:
    """Whether a word is part of titles, and nobody's name."""
    is_part = word.lower in read_words("title_parts")
    return is_part and word.lower not in read_shares() and word.lower not in read_words("common_surnames")


# Small words within the names of bodies alone.
_SMALL = frozenset({"of", "for", "on", "&"})


def classify_name(words: Sequence[str], title: Sequence[str], text: str, span: Span) -> tuple[NameKind, bool]:
    """Return what kind of entity a name may refer to, and whether that is only a guess.

    Args:
        words: Its words.
        title: The words of its title.
        text: The text.
        span: Where the name stands there.
    """
    keys = [word.replace(".", "").lower() for word in words]
    # "King's College London"
    is_body = len(keys) > 1 and (keys[-1] in bodies() or words[0].endswith(_OWNERS))
    if title and not is_body:
        return NameKind.PERSON, False
    if " ".join(keys) in places():
        return NameKind.PLACE, False
    if is_body or _is_body(words, keys):
        return NameKind.BODY, _may_be_person(words, keys)
    if _is_person(words):
        return NameKind.PERSON, False
    return _guess_kind(words, keys, is_after_article=_is_after_article(text, span.start)), True


def _is_after_article(text: str, place: int) -> bool:
    return bool(_AFTER_ARTICLE.search(text, max(0, place - 4), place))


def _guess_kind(words: Sequence[str], keys: Sequence[str], *, is_after_article: bool) -> NameKind:
    """Return the likely kind of a name without a sure sign of a person or body."""
    if len(keys) == 1 and is_first_name(words[0]):
        return NameKind.UNKNOWN
    is_acronym = len(words) == 1 and len(words[0]) > 1 and words[0].replace(".", "").isupper()
    if is_after_article or is_acronym:
        return NameKind.BODY
    return NameKind.PERSON if 1 < len(words) < 4 else NameKind.UNKNOWN


def _may_be_person(words: Sequence[str], keys: Sequence[str]) -> bool:
    """Whether the name of a body may be a person's, whose surname such names have too: "Ada Post", "Maria de Sa"."""
    return 1 < len(words) < 4 and is_first_name(words[0]) and _SMALL.isdisjoint(keys) and "and" not in keys


# No "MacMoss", no "FitzMoss".
_TWO_IN_ONE = re.compile(r"(?!Mac|Van|Von|Del|Des|Dos|Fitz|Mary|Anne)[A-Z][a-z]{2,}[A-Z]")


def is_two_in_one(words: Sequence[str]) -> bool:
    """Whether a name is one word made of two, as bodies have: "WorkSafe"."""
    return len(words) == 1 and _TWO_IN_ONE.match(words[0]) is not None


def _is_body(words: Sequence[str], keys: Sequence[str]) -> bool:
    """Whether the words of a name show that it is a body's."""
    whole = " ".join(keys)
    if whole in bodies() or whole in read_words("bodies") or keys[-1] in read_words("suffixes") or is_outlet(words):
        return True
    return not _SMALL.isdisjoint(keys) or is_two_in_one(words)


def _is_person(words: Sequence[str]) -> bool:
    """Whether a name begins with a first name."""
    return 1 < len(words) < 6 and bool(is_first_name(words[0]))


# A Korean or Chinese given name of two syllables.
_SYLLABLES = re.compile(r"[A-Z][a-z]{1,5}-[a-z]{2,5}")
# The share of women among those who bear a woman's name of the longer list.
_NEARLY = 0.95


def estimate_female(words: Sequence[str], title: Sequence[str]) -> float | None:
    """Return how likely the bearer of a name is a woman, 0–1; None if neither title nor first name shows it.

    Offices that end with "man" are women's too: there a first name that is known counts.

    >>> estimate_female(("Moss",), ("Ms",))
    1.0
    """
    keys = [word.replace(".", "").lower() for word in title]
    shown = next((key for key in keys if key in title_genders()), None)
    # "Jo Min-cheol": the surname stands first.
    given = words[1] if len(words) == 2 and _SYLLABLES.fullmatch(words[1]) else words[0]
    own = _find_share(given) if len(words) > 1 else None
    if shown is not None:
        share = title_genders()[shown]
        return own if own is not None and not share and shown.endswith(("man", "men")) else share
    if len(words) == 1:
        return None if title else read_shares().get(plain_letters(words[0]))
    return own


def _find_share(word: str) -> float | None:
    """Return the share of women among those with this first name; None if it is unknown."""
    key = plain_letters(word)
    share = read_shares().get(key)
    if share is not None:
        return share
    letter = find_gender(key)
    return None if letter is None else _NEARLY if letter == "f" else 1 - _NEARLY


_ROMAN = re.compile(r"[IVX]+")
_MOST_LETTERS = 4


def find_own_titles(text: str, runs: Sequence[Sequence[Word]]) -> frozenset[str]:
    """Return the words that a text uses as titles.

    >>> from sayso.analyse.resolve.words import cut_words
    >>> from sayso.text import Span
    >>> text = "Barima Kofi Moss spoke. The Barima left."
    >>> words = cut_words(text, Span(0, len(text)))
    >>> sorted(find_own_titles(text, [words[:3], words[5:6]]))
    ['Barima']
    """
    firsts: dict[tuple[str, ...], int] = {}
    for run in runs:
        firsts.setdefault(tuple(word.form for word in run), run[0].start)
    alone = {run[0].form for run in runs if len(run) == 1 and _is_after_article(text, run[0].start)}
    lasts = {run[-1].form for run in runs if len(run) > 1}
    # "Cr Tom Oats" and "Cr Oats"; "Alhaji" beside "Alhaji Bukar Gaya", who is nobody's name.
    short = {(run[0].form, run[-1].form) for run in runs if len(run) == 2}
    single = {run[0].form for run in runs if len(run) == 1 and run[0].lower in titles()} - lasts
    found = {run[0].form for run in runs if len(run) > 1 and run[0].form in single and not is_first_name(run[0].lower)}
    for run in runs:
        first, rest = run[0].form, tuple(word.form for word in run[1:])
        if len(rest) < 2 or not _is_personal(rest):
            continue
        if _is_rank(run):
            found.add(first)  # "DC Oats" too
        if not _may_be_title(run):
            continue
        is_named = is_first_name(rest[0])
        # "Cá Vieira" after "Domingos Cá Vieira" is a surname of two words, and so is "Le Goff".
        is_before = firsts.get(rest, run[0].start) < run[0].start and rest[0].lower() not in PARTICLES
        is_full = is_before or (is_named and rest in firsts)
        if first in alone or is_full or ((first, rest[-1]) in short and is_named):
            found.add(first)
    return frozenset(found)


def _may_be_title(run: Sequence[Word]) -> bool:
    """Whether the first word of a run is neither a first name nor a place, people or noun for a body."""
    key = run[0].lower
    is_acronym = run[0].form.isupper()
    return not (is_acronym or is_first_name(key) or key in places() or key in peoples() or key in bodies())


def _is_personal(rest: Sequence[str]) -> bool:
    """Whether the words after a first one may be the full name of a person."""
    return all(word[0].isupper() for word in rest) and rest[-1].lower() not in bodies()


def drop_letters(words: Sequence[Word]) -> Sequence[Word]:
    """Return the words of a name without the letters of an honour or degree after it: "Ada Moss KC"."""
    # "Wold Institute for AI"
    last = words[-1].form if len(words) > 2 and not words[-2].form.islower() else ""
    is_short = last.isascii() and last.isupper() and 1 < len(last) <= _MOST_LETTERS and not _ROMAN.fullmatch(last)
    is_honour = is_short or last in {"PhD", "Esq"}
    is_honour = is_honour and last.lower() not in read_words("suffixes")
    is_shouted = any(word.form.isupper() and len(word.form) > 1 for word in words[:-1])
    return words[:-1] if is_honour and not is_shouted else words
