"""A turn of an interview, and what may belong to one."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.late import compile_late
from sayso.text import Span

__all__ = ["ASKS", "CAPTION", "ENDS", "FIRST_PERSON", "QUOTED", "SECOND_PERSON", "Turn", "leave_out_marked"]

ASKS = compile_late(r"\?[\"”’')\]\s]*$")
QUOTED = compile_late("[“\"«„‘]|``|''|'(?=\\w)")
FIRST_PERSON = compile_late(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur|me|us|I['’]\w+|[Ww]e['’]\w+)\b")
SECOND_PERSON = compile_late(r"\b(?:you|your|yours|yourself|You|Your)\b")
ENDS = compile_late(r"(?:[.!?…:;]|--|[—–])[\"”’'»)\]\s]*$")
CAPTION = compile_late(r"\b(?:Image|Photo|Photograph|Picture|Credit|Courtesy|Screenshot|Getty|Reuters|Copyright|©)\b")
# Within single marks an apostrophe stands between letters; straight ones must be closed, for "the '90s" opens none.
_MARKED = compile_late(
    r"“[^”]*(?:”|$)|\"[^\"]*(?:\"|$)|«[^»]*(?:»|$)|‘[^’\n]*(?:(?<=\w)’(?=\w)[^’\n]*)*’?"
    r"|(?<!\w)'(?=\w)[^'\n]*(?:(?<=\w)'(?=\w)[^'\n]*)*'(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of an interview.

    Attributes:
        label: Who is named before it ("Q", "Jane Roe"), without the colon; None if the turn has no label.
        colon: The colon or full stop after the label.
        content: The paragraphs of the turn, in order, without label and colon.
        is_question: Whether the interviewer speaks; None if unknown.
        share: How likely it is that this side speaks, and not the other, 0–1; 1 where a label or the form says so.
    """

    label: Span | None
    colon: Span | None
    content: tuple[Span, ...]
    is_question: bool | None
    share: float = 1.0


def leave_out_marked(words: str) -> str:
    """Return words without what stands in quotation marks."""
    return _MARKED.sub("", words)
