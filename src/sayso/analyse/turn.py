"""A turn of an interview, and what may belong to one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sayso.late import compile_late
from sayso.text import Span

__all__ = ["ASKS", "FIRST_PERSON", "PROMPT_WORDS", "QUOTED", "SECOND_PERSON", "Turn", "keep_body", "leave_out_marked"]

ASKS = compile_late(r"\?[\"”’')\]\s]*$")
QUOTED = compile_late("[“\"«„‘]|``|''")
FIRST_PERSON = compile_late(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur|me|us|I['’]\w+|[Ww]e['’]\w+)\b")
SECOND_PERSON = compile_late(r"\b(?:you|your|yours|yourself|You|Your)\b")
_ENDS_BODY = compile_late(r"(?:[.!?…:;]|--|[—–])[\"”’'»)\]\s]*$")
_CAPTION = compile_late(
    r"(?:^|\W)(?:Image|Photo|Photograph|Picture|File photo|Credit|Courtesy|Screenshot)(?:s|\sby|\sof)?\b\s?[:/(]?"
)
_IN_BRACKETS = compile_late(r"\([^()]*\)|\[[^\[\]]*\]")
_MARKED = compile_late(r"“[^”]*(?:”|$)|\"[^\"]*(?:\"|$)")
_HEADING_WORDS = 9
# What the interviewer says without a mark of his own, between two answers, has no more words.
PROMPT_WORDS = 30


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of an interview.

    Attributes:
        label: Who is named before it ("Q", "Jane Roe"), without the colon; None if the turn has no label.
        colon: The colon or full stop after the label.
        content: The paragraphs of the turn, in order, without label and colon.
        is_question: Whether the interviewer speaks; None if unknown.
    """

    label: Span | None
    colon: Span | None
    content: tuple[Span, ...]
    is_question: bool | None


def leave_out_marked(words: str) -> str:
    """Return words without what stands in double quotation marks."""
    return _MARKED.sub("", words)


def keep_body(text: str, paragraphs: Sequence[Span], before: Sequence[Span]) -> list[Span]:
    """Return the paragraphs without headings, captions and what the editors put in brackets.

    The items of a list after a colon are kept.
    """
    kept: list[Span] = []
    in_list = bool(before) and before[-1].of(text).endswith(":")
    for paragraph in paragraphs:
        words = paragraph.of(text)
        # "BY MS. MOSS:" heads the questions that follow.
        if _IN_BRACKETS.fullmatch(words) or (words.isupper() and words.endswith(":")):
            continue
        ended = bool(_ENDS_BODY.search(words[-8:]))
        short = len(words.split(None, _HEADING_WORDS)) <= _HEADING_WORDS
        if _CAPTION.search(words) and (short or not ended or _CAPTION.search(words[-60:])) and len(words) < 200:
            continue
        if short and not ended and not in_list:
            continue
        kept.append(paragraph)
        in_list = words.endswith(":") or (in_list and not ended)
    return kept
