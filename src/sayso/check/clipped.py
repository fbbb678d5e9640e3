"""Whether a quotation stops, or begins, in the middle of what the source says."""

from __future__ import annotations

import re

from sayso.compare import Comparison, Folded, fold
from sayso.compare.words import SUBJECTS, Sort, is_clause, sort_word
from sayso.match import Op
from sayso.months import MONTHS, WEEKDAYS

__all__ = ["is_clipped", "is_fragment"]

# What ends a sentence where a quotation stops; a comma there belongs to the article.
_STOP = re.compile(r"[.!?][\s\"'’”»)]*$")
# What ends a sentence of the source, or the words of whoever speaks.
_END = re.compile(r"[.!?…;:()\[\]\n”»\"“«]")
_WHOLE = re.compile(r"[\"'’”»)\]]{0,3}\s{0,3}(?:[.!?…—\n]|--|\Z)")
# What parts a clause from the one before it.
_BORDER = re.compile(r"[.!?…;:,()\[\]\n—–”»\"“«]|(?<![-\w])--")
_CONDITIONS = frozenset({"if", "unless", "whether"})
_CHANGING = frozenset({Sort.NEGATION, Sort.MODAL})
# A word that changes what is said stands right before a phrase, and at most so many words before a clause.
_NEAR, _FAR = 1, 4
# So many words of the article before the quotation, or behind it, may say the same.
_ARTICLE_WORDS, _ARTICLE_WORDS_AFTER = 8, 20
# What limits the clause that it follows. An ordinary tail (“and the boats”, “of the town”) does not.
_LIMITS = (
    *(
        (word,)
        for word in "if unless except excepting provided providing assuming until till without not never".split()
    ),
    *(("only", word) for word in "if when after".split()),
    *(("but", word) for word in "not only never if for".split()),
    *(("as", "long", "as"), ("so", "long", "as"), ("in", "case"), ("apart", "from"), ("other", "than"), ("or", "not")),
)
_PARTS = frozenset("some most many few half none almost nearly only mostly hardly".split())
_TIMES = frozenset(
    {
        *map(str.lower, (*MONTHS, *WEEKDAYS)),
        "tomorrow",
        "tonight",
        "next",
        "noon",
        "midnight",
        "then",
        "christmas",
        "easter",
    }
)
# What is not all of something, or not quite: “some of”, “only”, “about forty”.
_LIMITERS = _PARTS | frozenset("fewer several barely scarcely rarely seldom sometimes part".split())
_NEAR_NUMBERS = frozenset("about around over under least roughly".split())
# Verbs with which somebody else's words or thoughts are passed on; with “I”, only those of what is not so, or hearsay.
_PASSED_ON = frozenset(
    "say says said claim claims claimed think thinks thought believe believes believed tell tells told"
    " argue argues argued suggest suggests suggested allege alleges alleged insist insists insisted hear heard".split()
)
_OWN, _NOT_MY_WORDS = frozenset({"i", "we"}), frozenset({"heard", "thought"})


def is_clipped(comparison: Comparison, before: str = "", after: str = "") -> bool:
    """Whether the source's sentence goes on where the quotation stops, or changes what it says before it.

    Where the quotation has a full stop, any further words of the clause count; where it has a comma or no mark, as
    before “she said”, only what limits it: a condition, an exception, a negation, a part of the whole, a last day.

    Args:
        comparison: What became of the words in the source.
        before: What stands before the quotation in the article; a “would” that stands there is not lost.
        after: What stands behind it; an “if” that stands there is not lost.
    """
    return _is_cut_behind(comparison, after) or _is_cut_before(comparison, before)


def is_fragment(passage: Folded, text: str, end: int) -> bool:
    """Whether words that read as a whole sentence end at this place of a source's text, where its sentence goes on."""
    is_sentence = passage.text.lstrip()[:1].isupper() and is_clause(passage.forms)
    return is_sentence and not _WHOLE.match(text, end)


def _is_cut_behind(comparison: Comparison, after: str) -> bool:
    """Whether words that read as a sentence end where the source's clause goes on, or is limited."""
    passage, steps = comparison.passage, comparison.steps
    if not steps or steps[-1].op is not Op.EQUAL or len(passage) in passage.gaps:
        return False
    text = passage.text.strip()
    if not (text[:1].isupper() or is_clause(passage.forms)):
        return False
    if comparison.goes_on and _STOP.search(text):
        return True
    limit = _find_limit(comparison.source, steps[-1].source[1])
    told = fold(after).forms[:_ARTICLE_WORDS_AFTER]
    if limit and sort_word(limit[-1]) is Sort.NEGATION and Sort.NEGATION in map(sort_word, passage.forms):
        # “Never, not once” says the same again.
        return False
    return bool(limit) and not any(told[n : n + len(limit)] == limit for n in range(len(told)))


def _find_limit(source: Folded, end: int) -> tuple[str, ...]:
    """The words that limit the clause which ends before this word, in the same sentence; none if it is not limited."""
    if not 0 < end < len(source) or _END.search(source.between(end - 1)):
        return ()
    following = source.forms[end : end + 4]
    for limit in _LIMITS:
        if following[: len(limit)] == limit:
            return limit
    is_part = "," in source.between(end - 1) and (following[0] in _PARTS or following[:2] == ("at", "least"))
    is_time = following[0] == "by" and (
        len(following) > 1 and (following[1] in _TIMES or sort_word(following[1]) is Sort.NUMBER)
    )
    is_end = following == ("by", "the", "end", "of")
    return following[:1] if is_part or is_time or is_end else ()


def _is_cut_before(comparison: Comparison, before: str) -> bool:
    """Whether what the source says right before the words changes them, and does not stand in the article."""
    steps = comparison.steps
    if not steps or steps[0].op is not Op.EQUAL:
        return False
    first, source, forms = steps[0].source[0], comparison.source, comparison.passage.forms
    is_sentence = len(forms) > 2 and (forms[0] in SUBJECTS or comparison.passage.text.lstrip()[:1].isupper())
    is_sentence = is_sentence and is_clause(forms)
    lost = _find_before(source, first, _FAR if is_sentence and forms[0] in SUBJECTS else _NEAR)
    told = fold(before).forms[-_ARTICLE_WORDS:]
    if lost - _read_kinds(told):
        return True
    nearest = _read_clause(source, first, _FAR)
    limit = _find_limiter(nearest, forms)
    return bool(limit and limit not in told) or (is_clause(forms) and _is_passed_on(nearest, told))


def _find_limiter(nearest: tuple[str, ...], forms: tuple[str, ...]) -> str:
    """The word right before the quotation that says that it is not all of something: “some of”, “only”, “about”."""
    words = nearest[:-1] if nearest[-1:] == ("of",) else nearest
    if words and words[-1] in _LIMITERS:
        return words[-1]
    is_number = bool(forms) and sort_word(forms[0]) is Sort.NUMBER
    return words[-1] if words == nearest and is_number and words and words[-1] in _NEAR_NUMBERS else ""


def _is_passed_on(nearest: tuple[str, ...], told: tuple[str, ...]) -> bool:
    """Whether the source gives the words to somebody else, “people said that”, and the article does not."""
    words = nearest[:-1] if nearest[-1:] == ("that",) else nearest
    if len(words) < 2 or words[-1] not in _PASSED_ON:
        # “He told me that”
        words = words[:-1]
        if len(words) < 2 or words[-1] not in {"told", "tell", "tells"}:
            return False
    subject, verb = words[-2:]
    if subject in _OWN:
        return verb in _NOT_MY_WORDS
    return subject not in told and sort_word(subject) not in {Sort.MODAL, Sort.AUXILIARY}


def _find_before(source: Folded, first: int, most: int) -> set[str]:
    """The kinds of the words before a place, in its clause, that change what is said there."""
    return _read_kinds(_read_clause(source, first, most))


def _read_clause(source: Folded, first: int, most: int) -> tuple[str, ...]:
    """At most so many words before a place that belong to its clause."""
    begin = first
    while begin and first - begin < most and not _BORDER.search(source.between(begin - 1)):
        begin -= 1
    return source.forms[begin:first]


def _read_kinds(forms: tuple[str, ...]) -> set[str]:
    kinds = {sort_word(form).value for form in forms if sort_word(form) in _CHANGING}
    kinds |= {Sort.MODAL.value for form in forms if form == "'d"}
    return kinds | {form for form in forms if form in _CONDITIONS}
