"""The turns of interviews in question and answer, which have no quotation marks.

Two formats are recognised. Either each turn begins with a label (“Q:”, “Jane Roe:”, “((Roe))”, “▲”), or
questions are paragraphs of their own and the answers follow. Both need a pattern that holds over several turns,
so that a news report with one “Note:” or one question of the writer's own has no turns.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise

from sayso.analyse.letters_page import find_letters
from sayso.analyse.turn import (
    ASKS,
    FIRST_PERSON,
    QUOTED,
    SECOND_PERSON,
    Turn,
    keep_body,
    leave_out_marked,
)
from sayso.analyse.turn_labels import Labelled, find_exchanges, read_labelled_turns, read_labels
from sayso.analyse.turn_reports import cut_report, find_parties, is_terse, may_prompt, reports
from sayso.text import Span

__all__ = ["Turn", "find_turns"]

_LEAST_TURNS = 3
# An interview in which nobody is addressed has at least this share of questions among its paragraphs.
_DENSE = 0.35
_SINGULAR = re.compile(r"\b(?:I|[Mm]y|me|I['’]\w+)\b")
_TALK = re.compile(
    r"\b(?:interview\w*|Q\s?(?:&|and)\s?A|questions|spoke (?:to|with)|talk(?:ed|s) (?:to|with)|sat down with)\b",
    re.IGNORECASE,
)
_LONGEST_QUESTION = 900


def find_turns(text: str, paragraphs: Sequence[Span], voices: AbstractSet[str] = frozenset()) -> tuple[Turn, ...]:
    r"""Return the turns of an interview, or else the letters of a page, in reading order; empty if there are none.

    The `voices` are names that are known to begin turns, however few these are.

    >>> text = "Q: Will it float?\nA: It will.\nQ: When?\nA: In May."
    >>> turns = find_turns(text, [Span(0, 17), Span(18, 29), Span(30, 38), Span(39, 49)])
    >>> [(turn.label.of(text), turn.content[0].of(text), turn.is_question) for turn in turns]
    [('Q', 'Will it float?', True), ('A', 'It will.', False), ('Q', 'When?', True), ('A', 'In May.', False)]
    """
    labelled = tuple(read_labelled_turns(text, paragraphs, voices))
    for read in (_read_questions, find_letters, find_exchanges):
        labelled = labelled or tuple(read(text, paragraphs))
    return labelled


def _read_questions(text: str, paragraphs: Sequence[Span]) -> Iterator[Turn]:
    """Yield questions that are paragraphs of their own, and the answers after them."""
    asked = [place for place, paragraph in enumerate(paragraphs) if _is_question(text, paragraph)]
    if not _is_interview(text, paragraphs, asked):
        return
    parties = find_parties(text, paragraphs[asked[0]].start)
    lengths = [after - place - 1 for place, after in pairwise(asked) if after > place + 1]
    is_loose = is_terse(lengths)
    if is_loose:
        known = set(asked)
        asked = [it for it in asked if it - 2 <= asked[0] or not _is_asked_back(text, paragraphs, it, known)]
    asked = sorted({*asked, *_find_prompts(text, paragraphs, asked, is_loose=is_loose, parties=parties)})
    labels = _find_labels(text, paragraphs)
    for place, following in zip(asked, [*asked[1:], len(paragraphs)], strict=True):
        yield _make_turn((paragraphs[place],), labels, is_question=True)
        last = following == len(paragraphs)
        below = paragraphs[place + 1 : following]
        further = cut_report(text, below[:1], below[1:], parties=parties, is_tight=False, by_letter=False)
        answer = keep_body(text, [*below[:1], *(it for it in further if not _is_pulled(text, it))], [])
        if last:
            answer = _keep_answer(text, answer)
        if answer:
            yield _make_turn(answer, labels, is_question=False)


def _is_pulled(text: str, paragraph: Span) -> bool:
    """Whether a paragraph is one quotation: words of the interview that are shown large between two paragraphs."""
    words = paragraph.of(text)
    return QUOTED.match(words) is not None and not leave_out_marked(words).strip(" .")


def _find_labels(text: str, paragraphs: Sequence[Span]) -> Mapping[int, Labelled]:
    """Return the labels that stand more than once, by the beginning of their paragraphs: one side may have one."""
    labels = list(read_labels(text, paragraphs))
    counts = Counter(item.key for item in labels)
    return {
        paragraphs[item.place].start: item
        for item in labels
        if counts[item.key] > 1 and item.rest.start < item.rest.end
    }


def _make_turn(content: Sequence[Span], labels: Mapping[int, Labelled], *, is_question: bool) -> Turn:
    """Return a turn; if its first paragraph begins with a label, that is no part of its words."""
    item = labels.get(content[0].start)
    if item is None:
        return Turn(None, None, tuple(content), is_question)
    return Turn(item.label, item.colon, (item.rest, *content[1:]), is_question)


def _is_asked_back(text: str, paragraphs: Sequence[Span], place: int, asked: AbstractSet[int]) -> bool:
    """Whether a paragraph that ends with a question is an answer: somebody speaks of himself and to nobody there.

    Two paragraphs without a question stand before it: an answer, and what the interviewer says without asking.
    """
    words = leave_out_marked(paragraphs[place].of(text))
    is_own = _SINGULAR.search(words) and not SECOND_PERSON.search(words)
    return bool(is_own) and asked.isdisjoint((place - 1, place - 2))


def _find_prompts(
    text: str, paragraphs: Sequence[Span], asked: Sequence[int], *, is_loose: bool, parties: AbstractSet[str]
) -> Iterator[int]:
    """Yield what the interviewer says without asking, between two answers: “You grew up by the sea.”, say.

    If `is_loose`, he also says what addresses nobody (see `is_terse`) and does not report what the `parties` do.
    """
    known = set(asked)
    last = asked[0]
    for place in range(asked[0] + 2, len(paragraphs) - 1):
        # After the last question the text may end with anything: only what follows one paragraph of answer counts.
        if place > asked[-1] and (not is_loose or place != max(last, asked[-1]) + 2):
            break
        if place <= last + 1 or not known.isdisjoint((place - 1, place, place + 1)):
            continue
        words, answer = (leave_out_marked(paragraphs[it].of(text)) for it in (place, place + 1))
        is_loosely = is_loose and words.strip() and not reports(words, parties)
        if may_prompt(words, answer) and (is_loosely or SECOND_PERSON.search(words)):
            last = place
            yield place


def _is_question(text: str, paragraph: Span) -> bool:
    """Whether the paragraph asks something outside of quotation marks."""
    if paragraph.end - paragraph.start > _LONGEST_QUESTION or QUOTED.match(text, paragraph.start):
        return False
    return bool(ASKS.search(text, max(paragraph.start, paragraph.end - 8), paragraph.end))


def _is_interview(text: str, paragraphs: Sequence[Span], asked: list[int]) -> bool:
    """Whether the questions are answered in the first person, throughout the text."""
    if len(asked) < 2:
        return False
    questions = set(asked)
    answers = [
        paragraphs[place + 1].of(text)
        for place in asked
        if place + 1 < len(paragraphs)
        and place + 1 not in questions
        and not QUOTED.match(text, paragraphs[place + 1].start)
    ]
    first_person_count = sum(bool(FIRST_PERSON.search(answer)) for answer in answers)
    addressed = sum(bool(SECOND_PERSON.search(paragraphs[place].of(text))) for place in asked)
    talked = bool(_TALK.search(text, 0, paragraphs[asked[0]].end))
    least = 2 if talked else _LEAST_TURNS
    spread = asked[-1] - asked[0] + 2
    # Lists of frequent questions also have answers with “we”, and a reviewer asks himself.
    singular_count = sum(bool(_SINGULAR.search(answer)) for answer in answers)
    is_dense = len(asked) >= _DENSE * spread and singular_count >= 0.5 * len(answers)
    return (
        len(answers) >= least
        and len(answers) >= (0.6 if talked and is_dense else 0.7) * len(asked)
        and first_person_count >= 0.5 * len(answers)
        and (addressed >= (0.25 if talked else 0.5) * len(asked) or (is_dense and (talked or addressed > 0)))
        and len(asked) >= 0.2 * spread
    )


def _keep_answer(text: str, answer: list[Span]) -> list[Span]:
    """Return the first paragraph of the last answer, and further ones as long as they say I or we."""
    kept = answer[:1]
    for paragraph in answer[1:]:
        if not FIRST_PERSON.search(text, paragraph.start, paragraph.end):
            break
        kept.append(paragraph)
    return kept
