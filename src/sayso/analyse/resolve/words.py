"""The words of a text with their places, and runs of capitalised words, the candidates for names.

The first word of a sentence always has a capital: a single word there counts only if the rest of the text or the list
of first names confirms it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from sayso.analyse.carry.outlet_lookup import masthead_of
from sayso.lexicon import find_gender, read_words
from sayso.lexicon.nouns import bodies, countries, is_first_name, people, peoples, places, title_genders, titles
from sayso.months import MONTHS, WEEKDAYS
from sayso.names import PARTICLES, SUFFIXES
from sayso.text import Span

__all__ = ["LOCAL", "Casing", "Word", "cut_words", "find_capital_runs", "note_casing"]

# Letters with full stops (U.S.), a word with what is joined to it (Jean-Luc, O'Neill, AT&T, Kelp–Wold, Jo_Moss), an &.
_WORD = re.compile(
    r"A/S(?![^\W_])|(?:[^\W\d_]\.){1,6}(?![^\W_])(?:['’][sS](?![^\W_]))?"
    r"|[A-Z][^\W_]*(?:_[^\W_]+)+|[^\W_]+(?:(?:[-&'’.]|–(?=[A-Z]))[^\W_]+)*|&"
)
# A possessive 's, or a short verb: "Moss's", "I'm", "they'll".
_ENDING = re.compile(r"['’](?:[sS]|m|d|ll|ve|re)$")


class Word(NamedTuple):
    """A word of the text; a possessive 's or a short verb ("I'm") is not part of it.

    Attributes:
        start: Where it begins.
        end: Where it ends.
        form: The word as the text has it.
        lower: The word in small letters, without full stops.
    """

    start: int
    end: int
    form: str
    lower: str


def cut_words(text: str, span: Span) -> list[Word]:
    """Return the words of a stretch of the text, in order, without possessive endings and short verbs.

    >>> [word.form for word in cut_words("J.K. O'Neill’s U.S. trip", Span(0, 24))]
    ['J.K.', "O'Neill", 'U.S.', 'trip']
    """
    words = []
    for found in _WORD.finditer(text, span.start, span.end):
        start, end = found.span()
        form = found.group()
        ending = None if form.isalpha() else _ENDING.search(form)
        if ending:
            form, end = form[: ending.start()], start + ending.start()
        words.append(Word(start, end, form, form.replace(".", "").lower()))
    return words


_JOINING = frozenset("of for on to and & the".split())
_TIMES = frozenset(
    """
    oct nov dec tue wed thu thurs am pm christmas easter thanksgiving ramadan et gmt
    """.split()
) | {name.lower() for name in (*MONTHS, *WEEKDAYS)}
_DAYS = frozenset(day.lower() for day in WEEKDAYS)
_PREFIXED = ("pro-", "anti-", "non-", "ex-", "then-", "mid-", "post-", "pre-", "un-", "self-", "co-")
_GAPS = re.compile(r"(?:[ \u00a0\t]|\r?\n){1,2}")
# "Tom “Big Bo” Oats": between marks, with a name behind. In brackets, an acronym more often stands.
_NICKNAME = re.compile(r"(?: [\"“‘'][^\W\d_]{2,15}(?: [^\W\d_]{2,15})?[\"”’']|\.? \((?:re?t|re?td|retired)\.?\)) ")
_MOST_NICKNAME = 36
# First names that are written short, with a full stop: "Ma. Corazon Moss".
_SHORTENED = frozenset("ma wm geo chas thos jos".split())
# The words after whose a body is, the noun for it among them.
_CAPITALS = re.compile(r"[A-Z]\w+(?: [A-Z]\w+){0,2}")
# Between whose a body is and the noun for it.
_OWNERS = ("' ", "’ ")
_OWNERS_OF_ONE = ("'s ", "’s ")
# "King's College", "Women's Institute", "U.S. Attorney's Office"; "Moss's Institute" is hers.
_NAMED_FOR = frozenset(
    """
    king queen women men children people attorney coroner governor mayor minister premier president prosecutor registrar
    sheriff
    """.split()
)
_SAINT = re.compile(r"\b(?:St\.?|Saint)\s$")
# A branch of a union: "Bakery and Dairy Workers Local 88".
LOCAL = re.compile(r"Local (\d{1,5})\b")
_MOST_TRADE_WORDS = 6
# Before the name of one party; two would be "parties".
_BEFORE_PARTY = frozenset("the opposition ruling governing".split())
_ONE_PARTY = frozenset({"party"})
_MOST_MATTERS = 12
_SHORT_COUNTRIES = frozenset("us usa uk uae eu un".split())
# No name has more words; a text all in capitals would be one run.
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Casing:
    """How a text writes its words: in small letters, with a capital inside a sentence, and so before no other."""

    small: frozenset[str]
    capital: frozenset[str]
    last: frozenset[str]


def note_casing(sentences: Sequence[Sequence[Word]], names: Iterable[str] = ()) -> Casing:
    """Return how the sentences write their words; the words of known names have capitals."""
    known = {form for form in names if form[:1].isupper()}
    capital, last = set(known), set[str]()
    for words in sentences:
        capitals = [word.form[:1].isupper() for word in words]
        for n in range(1, len(words)):
            if capitals[n]:
                capital.add(words[n].form)
                if not any(capitals[n + 1 : n + 2]):
                    last.add(words[n].form)
    small = frozenset(word.form for words in sentences for word in words if word.form.islower())
    return Casing(small, frozenset(capital), frozenset(last))


def find_capital_runs(
    text: str,
    words: Sequence[Word],
    casing: Casing,
    edges: frozenset[int],
    inside: frozenset[int] = frozenset(),
    nouns: frozenset[int] = frozenset(),
    *,
    is_headline: bool,
) -> Iterator[list[Word]]:
    """Yield the runs of capitalised words of a sentence, with the small words that join them.

    Args:
        text: The text.
        words: The words of one sentence.
        casing: How the text writes its words.
        edges: Places that no run crosses.
        inside: Where small words begin that the model tags as part of a name.
        nouns: Where words begin that the model tags as nouns for several people.
        is_headline: Whether the sentence capitalises its words.
    """
    end = 0
    for run in _cut_runs(text, words, edges, inside, is_headline=is_headline):
        if run[0].start < end:
            continue
        listed = _read_matters(text, words, run)
        if listed:
            run[-1:] = [_with_mark(run[-1], ","), *listed]
        end = run[-1].end
        # "Residents of | Kelp"
        is_noun = run[0].start in nouns and len(run) > 1 and run[1].form.islower()
        skipped = next((n for n, it in enumerate(run) if n and it.form[0].isupper()), 0) if is_noun else 0
        named = _strip_opening(run[skipped:], words[0], casing)
        if named and not (len(named) == 1 and named[0].form == "I"):
            yield named


def _cut_runs(
    text: str, words: Sequence[Word], edges: frozenset[int], inside: frozenset[int], *, is_headline: bool
) -> Iterator[list[Word]]:
    """Yield the runs, including the first word of the sentence."""
    run: list[Word] = []
    joint: list[Word] = []
    is_shouted = 2 * sum(word.form.isupper() for word in words) > len(words)
    for n, word in enumerate(words):
        is_inside = run and not joint and not is_headline and word.end + 2 not in edges
        if is_inside and _is_nickname(text, run[-1], word):
            continue
        if run and (_is_apart(text, run, joint, word, edges) or _is_next_person(words, n, joint, run)):
            yield run
            run, joint = [], []
        is_acronym = not is_shouted and len(word.form) > 1 and word.form.isupper()
        is_name = not joint and _is_named_for_day(text, words, n, run)
        if is_name or _is_capital(word, is_first=(not run or is_headline) and not is_acronym):
            if run and not joint and _is_owned_body(text, run[-1], word):
                run[-1] = _with_mark(run[-1], text[run[-1].end : word.start - 1])
            run += [*joint, word]
            joint = []
        elif run and (
            word.start in inside
            or (_goes_on(joint[-1], word) if joint else _joins(word, run) or _joins_trades(text, words, n, run))
        ):
            joint.append(word)
        elif run:
            yield [*run, word] if not joint and _is_body_head(text, words, n, run) else run
            run, joint = [], []
    if run:
        yield run


def _is_named_for_day(text: str, words: Sequence[Word], n: int, run: Sequence[Word]) -> bool:
    """Whether a day is a first name between a title and a surname, "Coach Friday Moss", or part of a paper's name."""
    if words[n].lower not in _DAYS or n + 1 == len(words):
        return False
    following = words[n + 1]
    is_followed = _touch(text, words[n], following) and _is_capital(following, is_first=False)
    # "The Sunday Ledger"
    is_paper = not run and n > 0 and words[n - 1].lower == "the" and masthead_of(following.form) is not None
    return is_followed and (is_paper or (bool(run) and run[-1].lower in titles()))


def _is_apart(text: str, run: Sequence[Word], joint: Sequence[Word], word: Word, edges: frozenset[int]) -> bool:
    """Whether an edge, a gap or the length of the run separates a word from it."""
    at_edge = word.start in edges or run[-1].end in edges
    return at_edge or len(run) >= _LONGEST or not _touch(text, (joint or run)[-1], word)


def _is_next_person(words: Sequence[Word], n: int, joint: Sequence[Word], run: Sequence[Word]) -> bool:
    """Whether another person begins after "and": "the bench of Justice Ada Moss and | Justice Tom Oats"."""
    if not joint or joint[-1].form != "and":
        return False
    if words[n].lower in titles():
        return any(is_first_name(it.form) or find_gender(it.lower) for it in words[n + 1 : n + 2])
    # "of Justices Ada Moss and | Tom Oats"
    several = any(it.lower.endswith("s") and it.lower[:-1] in titles() for it in run[:-2])
    return several and all(it.form[0].isupper() for it in words[n : n + 2])


def _is_nickname(text: str, before: Word, word: Word) -> bool:
    """Whether a word is in a nickname in marks within a name; it is skipped."""
    if text[before.end + 1 : before.end + 2].isalnum():
        return False  # as before most words
    found = _NICKNAME.match(text, before.end, before.end + _MOST_NICKNAME)
    return found is not None and word.start < found.end() and text[found.end() : found.end() + 1].isupper()


def _touch(text: str, before: Word, word: Word) -> bool:
    """Whether only a space, the full stop of an abbreviation or a nickname stands between two words."""
    gap = text[before.end : min(word.start, before.end + _MOST_NICKNAME)]
    if gap == " " or _GAPS.fullmatch(gap) or _NICKNAME.fullmatch(gap):
        return True
    is_short = any(before.lower in known for known in (titles(), SUFFIXES, _SHORTENED)) or len(before.form) == 1
    if gap[:1] == "." and is_short and _GAPS.fullmatch(gap[1:]):
        return True
    if _is_owned_body(text, before, word):
        return True
    # "Barrister (Mrs) Ada Moss"
    return (gap == " (" and word.lower in title_genders()) or (gap == ") " and before.lower in title_genders())


def _is_owned_body(text: str, before: Word, word: Word) -> bool:
    """Whether a noun for a body follows whose it is: "Ratepayers' Action Council", "St. Brendan's Hospital"."""
    gap = text[before.end : word.start]
    if before.lower.endswith("s") and gap in _OWNERS:
        nouns = _CAPITALS.match(text, word.start)
        return nouns is not None and any(noun.lower() in bodies() for noun in nouns[0].split())
    if gap not in _OWNERS_OF_ONE or not word.form[0].isupper() or word.lower not in bodies():
        return False
    return before.lower in _NAMED_FOR or _SAINT.search(text, max(0, before.start - 6), before.start) is not None


def _with_mark(word: Word, mark: str) -> Word:
    """Return a word with the apostrophe or comma behind it."""
    return word._replace(end=word.end + len(mark), form=word.form + mark)


def _read_matters(text: str, words: Sequence[Word], run: Sequence[Word]) -> list[Word]:
    """Return the words of a list within a body's name: "Ministry of Health, | Labour and Welfare"; else none.

    A comma stays with the word before it.
    """
    is_body = any(word.lower in bodies() for word in run) and any(word.form in {"of", "for"} for word in run)
    if not is_body or text[run[-1].end : run[-1].end + 2] != ", ":
        return []
    first = bisect_left(words, run[-1].end, key=lambda word: word.start)
    found: list[Word] = []
    count, is_last = 0, False
    for before, word in pairwise(words[first - 1 : first + _MOST_MATTERS]):
        gap, is_and = text[before.end : word.start], word.form == "and" and not is_last
        if gap not in {" ", ", "} or (is_last and gap == ", ") or not (is_and or word.form[0].isupper()):
            break
        if found and gap == ", ":
            found[-1] = _with_mark(found[-1], ",")
        found.append(word)
        count = len(found) if is_last and word.lower in read_words("matters") else count
        is_last = is_last or is_and
    return found[:count]


def _joins_trades(text: str, words: Sequence[Word], n: int, run: Sequence[Word]) -> bool:
    """Whether "and" is in a body's name: "Moss and Sons", "Bus and Coach Workers' Union", "Dock and Rail Local 8"."""
    if words[n].form != "and":
        return False
    if any(word.form.istitle() and f"and {word.lower}" in read_words("suffixes") for word in words[n + 1 : n + 2]):
        return True
    if is_first_name(run[0].form) and run[0].lower not in peoples():
        return False
    nouns = _list_last_nouns(words, n) if len(run) == 1 else ()
    for before, word in pairwise(words[n + 1 : n + 1 + _MOST_TRADE_WORDS]):
        if not before.form[0].isupper() or not _touch(text, before, word):
            return False
        if _is_owned_body(text, before, word) or LOCAL.match(text, word.start) or word.lower in nouns:
            return True
    return False


def _list_last_nouns(words: Sequence[Word], n: int) -> Collection[str]:
    """Return with what a name of one word, "and" at word `n` and more may end.

    "The Trade and Industry Ministry", "the Progress and Reform Party".
    """
    if words[n - 1].lower in read_words("matters"):
        return bodies()
    return _ONE_PARTY if any(it.form in _BEFORE_PARTY for it in words[max(0, n - 2) : n - 1]) else ()


def _is_capital(word: Word, *, is_first: bool) -> bool:
    """Whether the letters of a word allow it in a name."""
    form = word.form
    if form.islower() or form == "I" or word.lower in _TIMES or (form[0] == "Q" and form[1:].isdigit()):
        return False
    # "Prize-winning", "Oscar-winner": what follows the hyphen makes it an adjective or a description.
    ending = form.rpartition("-")[2]
    if ending != form and ending.islower() and (ending.endswith(("ed", "ing")) or ending in people()):
        return False
    if form[0].isupper():
        return not (is_first and _is_opener(word))
    # al-Moss, iPhone, eBay
    return form[0].isalpha() and not form.startswith(_PREFIXED) and any(letter.isupper() for letter in form)


def _is_opener(word: Word) -> bool:
    """Whether a word may begin a sentence but not a name; "A." is an initial."""
    return word.lower in read_words("openers") and not word.form.endswith(".")


def _joins(word: Word, run: Sequence[Word]) -> bool:
    """Whether a small word may stand within a name, after the run so far."""
    if word.form in PARTICLES:
        return True
    if word.form not in _JOINING or word.form == "the":
        return False
    if word.form in {"and", "&"}:
        return word.form == "&" or any(w.form in {"of", "for", "on"} for w in run)
    last = run[-1].lower
    if any(w.form in {"of", "for"} for w in run) and run[0].lower not in titles():
        return True
    is_title = last in titles() and word.form in {"of", "for"}
    is_body = last in bodies() or " ".join(word.lower for word in run[-2:]) in bodies()
    return is_body or is_title or (word.form == "of" and last in people())


def _goes_on(joint: Word, word: Word) -> bool:
    """Whether a small word may follow another within a name: "of the", "de la"."""
    return word.form in {"the", "a"} or (word.form in PARTICLES and joint.form in PARTICLES)


def _is_body_head(text: str, words: Sequence[Word], n: int, run: Sequence[Word]) -> bool:
    """Whether a small noun makes the name before it a body: "the Moss campaign", but not "Moss campaign manager"."""
    if words[n].form not in bodies() or text[words[n - 1].end : words[n].start] != " ":
        return False
    # "The U.S. company" is a description.
    if len(run) == 1 and any(run[0].lower in known for known in (peoples(), countries(), _SHORT_COUNTRIES)):
        return False
    if n + 1 < len(words) and text[words[n].end : words[n + 1].start] == " ":
        following = words[n + 1].form
        return not (following[0].isupper() or following in people() or following in bodies())
    return True


def _strip_opening(run: list[Word], opening: Word, casing: Casing) -> list[Word]:
    """Return the run without words at the start of the sentence that are not part of a name."""
    while run and run[0] is opening:
        form = run[0].form
        is_upper = len(form) > 1 and form.isupper()
        if _is_opener(run[0]) or _is_usual(run, casing):
            run = run[1:]
        elif len(run) == 1 and not (
            is_upper or form in casing.capital or is_first_name(form) or form.lower() in places()
        ):
            return []
        else:
            return run
        while run and not run[0].form[0].isupper():
            run = run[1:]
    return run


# Other nouns for a kind of firm than those in -er and -or.
_TRADES = frozenset("airline brokerage start-up startup supermarket".split())


def _is_usual(run: Sequence[Word], casing: Casing) -> bool:
    """Whether the first word of a sentence is an ordinary word: the text has it in small letters elsewhere."""
    form, key = run[0].form, run[0].lower
    # "Pet shops closed", where "pets" are small and only the Pet Trade Federation has a capital.
    is_part = len(run) == 1 and key in casing.small and form not in casing.last
    if (form in casing.capital and not is_part) or key in titles():
        return False
    # "Carmaker Brevo": at the beginning of a sentence, a noun for the kind of firm.
    is_trade = key.endswith(("er", "or")) or (key in _TRADES and run[-1].lower not in bodies())
    is_kind = len(run) > 1 and key in bodies() and is_trade and run[1].form[0].isupper()
    if is_kind:
        return True
    if key not in casing.small:
        return False
    return len(run) == 1 or not is_first_name(form)
