"""What stands below the beginning of a turn and is no part of it: a report that goes on, a question without a label."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from sayso.analyse.turn import ASKS, FIRST_PERSON, PROMPT_WORDS, SECOND_PERSON, leave_out_marked
from sayso.text import Span

__all__ = ["cut_report", "find_parties", "find_unmarked_questions", "is_terse", "may_prompt", "reports"]

# A line with a time alone begins the next entry of a live blog.
_TIME = re.compile(r"[\[(]?\d{1,2}[.:]\d{2}(?:[.:]\d{2})?(?:\s?[ap]\.?m\.?)?[\])]?(?:\s[A-Z]{2,4})?", re.IGNORECASE)
# "She gets up", "Moss laughs": interviews are described as they happen; whom somebody remembers is in the past.
_ACTS = re.compile(
    r"(?:She|He)\s(?!(?:says|knows|thinks|wants|believes|needs|likes|loves|was|has|is|does|always)\b)[a-z]{2,14}s\b"
)
_SUBJECT = re.compile(r"(?:[A-Z][\w.’'-]*,?\s){1,4}")
_NAME = re.compile(r"[A-Z][\w’'-]{2,}")
_TO_YOU = re.compile(r"(?:(?:And|But|So),?\s)?(?:[Yy]ou|[Yy]our)\b")
_REPLY = re.compile(
    r"[\[(]|(?:Yes|Yeah|No|Well|Oh|Ha|Hah|Did|Does|Do|Is|Was|Were|Has|Have|Had|True|Exactly|Maybe|Perhaps|Absolutely|Right|Sure"
    r"|Of course)\b"
)
_FULL_NAME = re.compile(r"[A-Z][\w’'-]+\s[A-Z][\w’'-]{2,}")
# In an interview with terse answers at least this share of those of one or two paragraphs have one.
_LEAST_SINGLE = 0.7
# So much before the first turn names those who speak; not by the first word of a sentence.
_OPENING = 400
_NAMED = re.compile(r"(?<![.?!] )(?<!\n)\b[A-Z][\w’'-]{2,}")


def find_parties(text: str, begin: int) -> set[str]:
    """Return the words of names right before the first turn, which begins at a place of the text, in small letters."""
    return {name.lower() for name in _NAMED.findall(text[max(0, begin - _OPENING) : begin])}


def cut_report(
    text: str,
    begun: Sequence[Span],
    further: Sequence[Span],
    *,
    parties: AbstractSet[str],
    is_tight: bool,
    by_letter: bool,
) -> list[Span]:
    """Return the paragraphs below the beginning of a turn that belong to it.

    Where a report goes on, only what somebody says of himself or to somebody belongs to the turn after it.

    Args:
        text: The article's text.
        begun: What the turn begins with: on the line of its label, or its first paragraph.
        further: The paragraphs below it, up to the next turn.
        parties: Words of the names of those who have turns, in small letters.
        is_tight: Whether no blank line stands between any two turns.
        by_letter: Whether the turns begin with Q and A, as where a report quotes from a court.
    """
    kept: list[Span] = []
    is_report = False
    for paragraph in further:
        last = kept[-1] if kept else begun[-1] if begun else None
        if _TIME.fullmatch(text, *paragraph) or (is_tight and last and "\n\n" in text[last.end : paragraph.start]):
            break
        words = leave_out_marked(paragraph.of(text))
        is_said = bool(FIRST_PERSON.search(words) or SECOND_PERSON.search(words))
        quotes = len(words) < paragraph.end - paragraph.start
        is_report = not is_said and (is_report or reports(words, parties, quotes=quotes, by_letter=by_letter))
        if is_report and by_letter:
            break
        if not is_report:
            kept.append(paragraph)
    return kept


def reports(words: str, parties: AbstractSet[str], *, quotes: bool = False, by_letter: bool = False) -> bool:
    """Whether a paragraph in which nobody speaks of himself tells what somebody does or says."""
    subject = _SUBJECT.match(words)
    if _ACTS.match(words) or (subject and not parties.isdisjoint(map(str.lower, _NAME.findall(subject[0])))):
        return True
    return quotes and (by_letter or _FULL_NAME.search(words) is not None)


def find_unmarked_questions(text: str, paragraphs: Sequence[Span], *, is_loose: bool = False) -> Iterator[int]:
    """Yield the numbers of the paragraphs of an answer that the interviewer says between two parts of it.

    They are short and ask somebody, or begin with "you" or "your" before a reply such as "Well, …"; the answer after
    them is in the first person. The first paragraph is none.

    Args:
        text: The article's text.
        paragraphs: Those of the answer.
        is_loose: Whether the interviewer also says what neither asks nor addresses anybody: see `is_terse`.
    """
    last = -1
    for number in range(1, len(paragraphs) - 1):
        words, answer = (leave_out_marked(paragraphs[it].of(text)) for it in (number, number + 1))
        if not may_prompt(words, answer):
            continue
        asks = ASKS.search(words) and (is_loose or SECOND_PERSON.search(words))
        is_prompt = _TO_YOU.match(words) and _REPLY.match(answer)
        if asks or is_prompt or (is_loose and number > last + 1):
            last = number
            yield number


def may_prompt(words: str, answer: str) -> bool:
    """Whether a paragraph may be what the interviewer says: short, not of himself, and the next one is of the guest."""
    is_short = len(words.split()) <= PROMPT_WORDS and not FIRST_PERSON.search(words)
    return is_short and FIRST_PERSON.search(answer) is not None


def is_terse(lengths: Sequence[int]) -> bool:
    """Whether the answers of an interview mostly have one paragraph, by their numbers of paragraphs.

    Then one of three paragraphs is likely two, with a remark of the interviewer between them: “It burnt down.”
    """
    short = [length for length in lengths if length < 3]
    return 2 * short.count(1) >= len(lengths) and short.count(1) >= _LEAST_SINGLE * len(short) > 0
