"""Words in quotation marks that nobody is said to have spoken, and what the marks are there for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from sayso.text import Span

__all__ = ["MarkUse", "OtherMark"]


class MarkUse(str, Enum):
    """What marks that are neither quotation nor scare quotes are there for."""

    TITLE = "title"
    NAME = "name"
    NICKNAME = "nickname"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class OtherMark:
    """A title, a name, a nickname or a word as a word; `span` includes the marks."""

    span: Span
    kind: MarkUse
