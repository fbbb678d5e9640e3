"""Whether a quotation stops, or begins, in the middle of what the source says."""

from __future__ import annotations

import re

from sayso.compare import Comparison, Folded, fold
from sayso.compare.words import SUBJECTS, Sort, is_clause, sort_word
from sayso.match import Op

__all__ = ["is_clipped"]

# What ends a sentence where a quotation stops; a comma there belongs to the article.
_STOP = re.compile(r"[.!?][\s\"'’”»)]*$")
# What parts a clause from the one before it.
_BORDER = re.compile(r"[.!?…;:,()\[\]\n—–”»\"“«]|(?<![-\w])--")
_CONDITIONS = frozenset({"if", "unless", "whether"})
_CHANGING = frozenset({Sort.NEGATION, Sort.MODAL})
# A word that changes what is said stands right before a phrase, and at most so many words before a clause.
_NEAR, _FAR = 1, 4
# So many words of the article before the quotation may say the same.
_ARTICLE_WORDS = 8


def is_clipped(comparison: Comparison, before: str) -> bool:
    """Whether the source's sentence goes on behind the quotation's full stop, or changes what it says before it.

    Args:
        comparison: What became of the words in the source.
        before: What stands before the quotation in the article; a “would” that stands there is not lost.
    """
    return _is_cut_behind(comparison) or _is_cut_before(comparison, before)


def _is_cut_behind(comparison: Comparison) -> bool:
    """Whether words that read as a sentence end with a full stop where the source's clause goes on."""
    passage = comparison.passage
    if not comparison.goes_on or not comparison.steps or comparison.steps[-1].op is not Op.EQUAL:
        return False
    text = passage.text.strip()
    return bool(_STOP.search(text)) and (text[:1].isupper() or is_clause(passage.forms))


def _is_cut_before(comparison: Comparison, before: str) -> bool:
    """Whether a negation, modal or condition of the source stands right before the words, and not in the article."""
    steps = comparison.steps
    if not steps or steps[0].op is not Op.EQUAL:
        return False
    first, source, forms = steps[0].source[0], comparison.source, comparison.passage.forms
    is_sentence = len(forms) > 2 and forms[0] in SUBJECTS and is_clause(forms)
    lost = _find_before(source, first, _FAR if is_sentence else _NEAR)
    return bool(lost - _read_kinds(fold(before).forms[-_ARTICLE_WORDS:]))


def _find_before(source: Folded, first: int, most: int) -> set[str]:
    """The kinds of the words before a place, in its clause, that change what is said there."""
    begin = first
    while begin and first - begin < most and not _BORDER.search(source.between(begin - 1)):
        begin -= 1
    return _read_kinds(source.forms[begin:first])


def _read_kinds(forms: tuple[str, ...]) -> set[str]:
    kinds = {sort_word(form).value for form in forms if sort_word(form) in _CHANGING}
    kinds |= {Sort.MODAL.value for form in forms if form == "'d"}
    return kinds | {form for form in forms if form in _CONDITIONS}
