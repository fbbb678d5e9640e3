"""How much a step changes what was said: nothing, little, parts left out, or something that matters."""

from __future__ import annotations

from enum import IntEnum

from sayso.compare.fold import Folded
from sayso.compare.little import are_little_alike, find_little
from sayso.compare.spelling import respell
from sayso.compare.steps import Step
from sayso.compare.words import Sort, find_stem, sort_word
from sayso.match import Detail, Op

__all__ = ["Weight", "weigh_step"]


class Weight(IntEnum):
    """What a step makes of the passage."""

    NONE = 0
    MINOR = 1
    ELIDED = 2
    ALTERED = 3


_Weighed = tuple[Weight, frozenset[Detail]]
_NOTHING: _Weighed = (Weight.NONE, frozenset())
_BY_SORT = {Sort.NEGATION: Detail.NEGATION, Sort.NUMBER: Detail.NUMBER, Sort.PRONOUN: Detail.PERSON}
# An auxiliary that comes or goes makes another tense, or another voice.
_DETAILS = {**_BY_SORT, Sort.AUXILIARY: Detail.TENSE}
# In brackets, a remark on the words, not one of them.
_REMARKS = frozenset({"sic", "emphasis added", "emphasis mine", "my emphasis", "our emphasis", "italics added"})
# A repetition or false start is no longer than this, and what it repeats stands right beside it.
_MOST_REPEATED, _BESIDE = 6, 4
# A negation that was dropped with at most so many words is a change; with more, a passage was left out.
_WITH_NEGATION = 3
# A negation this near before a cut belongs to the words that the cut begins with.
_NEAR_NEGATION = 4
_PERSONS = ({"am", "is", "are"}, {"was", "were"}, {"do", "does"}, {"have", "has"}, {"be", "am", "is", "are"})


def weigh_step(step: Step, passage: Folded, source: Folded) -> _Weighed:
    """How much the step changes what was said, and what it is that differs."""
    if step.op is Op.EQUAL:
        return _NOTHING
    if step.op is Op.REPLACE:
        return _weigh_change(step, passage, source)
    if step.op is Op.INSERT:
        return _weigh_addition(step, passage)
    return _weigh_cut(step, passage, source)


def _weigh_change(step: Step, passage: Folded, source: Folded) -> _Weighed:
    told, held = passage.forms[step.passage[0]], source.forms[step.source[0]]
    if step.passage[0] in passage.asides:
        return Weight.ALTERED, frozenset({Detail.BRACKET})
    if find_stem(told) == find_stem(held):
        return Weight.MINOR, frozenset({_name_inflection(told, held)})
    sorts = {sort_word(told), sort_word(held)}
    for sort, detail in _BY_SORT.items():
        if sort in sorts:
            return Weight.ALTERED, frozenset({detail})
    if are_little_alike(told, held):
        return Weight.MINOR, frozenset({Detail.WORD})
    if sorts == {Sort.MODAL}:
        return Weight.ALTERED, frozenset({Detail.TENSE if {told, held} in _SHIFTED else Detail.WORD})
    named = _is_name(passage, step.passage[0]) or _is_name(source, step.source[0])
    return Weight.ALTERED, frozenset({Detail.NAME if named else Detail.WORD})


_SHIFTED = ({"will", "would"}, {"can", "could"}, {"may", "might"}, {"shall", "should"})


def _name_inflection(told: str, held: str) -> Detail:
    """Tense or person, as far as the endings show; else only another form or spelling of the word."""
    if respell(told) == respell(held):
        return Detail.WORD
    if any({told, held} <= persons for persons in _PERSONS):
        return Detail.PERSON
    past = [
        form.endswith(("ed", "ing")) or (not form.endswith("s") and form != find_stem(form)) for form in (told, held)
    ]
    return Detail.TENSE if any(past) or sort_word(told) is Sort.AUXILIARY else Detail.WORD


def _is_name(folded: Folded, number: int) -> bool:
    """Whether the word has a capital within a sentence that is not all in capitals."""
    word = folded.span(number, number + 1).of(folded.text)
    before = folded.between(number - 1) if number else "."
    return word[:1].isupper() and not word.isupper() and before.isspace()


def _weigh_addition(step: Step, passage: Folded) -> _Weighed:
    numbers = range(*step.passage)
    forms = [passage.forms[number] for number in numbers]
    if all(number in passage.asides for number in numbers):
        return _NOTHING if " ".join(forms) in _REMARKS else (Weight.ALTERED, frozenset({Detail.BRACKET}))
    little = find_little(passage, numbers)
    forms = [passage.forms[number] for number in numbers if number not in little]
    first, end = step.passage
    is_within = not any(_ends_sentence(passage.between(number)) for number in range(max(0, first - 1), end - 1))
    if not forms or (is_within and _is_repeated(step.passage, passage)):
        return Weight.MINOR, frozenset({Detail.WORD})
    details = {_BY_SORT[sort] for sort in map(sort_word, forms) if sort in _BY_SORT and sort is not Sort.PRONOUN}
    return Weight.ALTERED, frozenset(details or {Detail.WORD})


def _weigh_cut(step: Step, passage: Folded, source: Folded) -> _Weighed:
    """Words left out: fillers and repetitions are little, a lone negation is much, else parts were left out."""
    if step.is_back:
        return Weight.ELIDED, frozenset({Detail.JOINED, Detail.ORDER})
    said = [number for number in range(*step.source) if number not in source.asides]
    shown = step.passage[0] in passage.gaps
    if not said or _moves_negation(step, passage, source):
        return (Weight.ALTERED, frozenset({Detail.NEGATION})) if said else _NOTHING
    little = find_little(source, said)
    numbers = [number for number in said if number not in little]
    if not shown and (not numbers or _is_repeated(step.source, source)):
        return Weight.MINOR, frozenset({Detail.WORD})
    forms = [source.forms[number] for number in numbers]
    sorts = set(map(sort_word, forms))
    if Sort.NEGATION in sorts and len(forms) <= _WITH_NEGATION:
        # An ellipsis may show that a "not" is gone; what was said is another thing all the same.
        return Weight.ALTERED, frozenset({Detail.NEGATION, Detail.ELLIPSIS} if shown else {Detail.NEGATION})
    if not shown and Sort.CONTENT not in sorts and len(forms) <= _WITH_NEGATION:
        return Weight.ALTERED, frozenset(_DETAILS.get(sort, Detail.WORD) for sort in sorts)
    details = {Detail.ELLIPSIS if shown else Detail.SILENT_CUT}
    if _crosses_sentence(step, source):
        details.add(Detail.JOINED)
    return Weight.ELIDED, frozenset(details)


def _moves_negation(step: Step, passage: Folded, source: Folded) -> bool:
    """Whether the "not" of one sentence comes to stand before what another sentence says without one.

    “I don't regret that …” of “I don't regret it. I regret that …”: the sentence of the negation goes on into what was
    left out without an ellipsis, and the quotation goes on within its sentence.
    """
    at, (first, end) = step.passage[0], step.source
    if at in passage.gaps or not 0 < at < len(passage) or _ends_sentence(passage.between(at - 1)):
        return False
    stops = [_ends_sentence(source.between(number)) for number in range(first - 1, end)]
    if stops[0] or not any(stops):
        return False
    near = range(max(0, first - _NEAR_NEGATION), first)
    begin = max((number + 1 for number in near[:-1] if _ends_sentence(source.between(number))), default=near.start)
    return Sort.NEGATION in set(map(sort_word, source.forms[begin:first]))


def _is_repeated(stretch: tuple[int, int], source: Folded) -> bool:
    """Whether these words stand once more right beside, in the same sentence: a false start, a repetition."""
    first, end = stretch
    count = end - first
    if count > _MOST_REPEATED:
        return False
    run = source.forms[first:end]
    if run in {source.forms[max(0, first - count) : first], source.forms[end : end + count]}:
        return True
    if any(sort_word(form) is Sort.NEGATION for form in run):
        # “Not him, not her” is no false start; “not, not him” is.
        return False
    # Of a false start, a pronoun may not come again: “Roe wants, he wants to go”.
    left = {form for form in run if sort_word(form) is not Sort.PRONOUN} or set(run)
    return any(
        left <= set(source.forms[low:high])
        and not any(_ends_sentence(source.between(number)) for number in range(*border))
        for low, high, border in (
            (max(0, first - count - _BESIDE), first, (max(0, first - 1), end - 1)),
            (end, end + count + _BESIDE, (first, min(end, len(source) - 1))),
        )
    )


def _crosses_sentence(step: Step, source: Folded) -> bool:
    """Whether a sentence ends between the words before the cut and those after it."""
    first, end = step.source
    return any(_ends_sentence(source.between(number)) for number in range(max(0, first - 1), end))


def _ends_sentence(between: str) -> bool:
    return any(stop in between for stop in ".!?\n")
