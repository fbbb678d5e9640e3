"""The records of words in quotation marks that are not speech, and of what the marks are for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from sayso.text import Span

__all__ = ["MarkUse", "OtherMark"]


class MarkUse(str, Enum):
    """The purpose of marks that are neither quotation nor scare quotes."""

    TITLE = "title"
    NAME = "name"
    NICKNAME = "nickname"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class OtherMark:
    """A title, a name, a nickname or a word as a word; `span` includes the marks."""

    span: Span
    kind: MarkUse
