"""What a source says of who is speaking: its form and its parts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from sayso.analyse.resolve.known import fold_words
from sayso.analyse.resolve.names import Name
from sayso.analyse.resolve.words import Word
from sayso.text import Span

__all__ = ["AFTER_HEAD", "ARTICLES", "POSSESSIVES", "PRONOUNS", "Form", "Phrase", "join_words", "names_within", "trim"]

PRONOUNS = frozenset(
    """
    he she they it we i you him her them us me his hers their theirs its our ours my mine himself herself themselves
    itself
    """.split()
)
ARTICLES = frozenset("the a an this that these those".split())
POSSESSIVES = frozenset("his her their its our my your whose".split())
# What follows the head of a description and is no part of it.
AFTER_HEAD = frozenset(
    """
    of for from in at on with who whom whose which that to by near about under over against among within into inside
    outside behind across around between after before during since as like including named called identified known
    familiar close present involved based briefed speaking working living seen obtained written sent led run
    published shown
    """.split()
)
_COUNTS = frozenset("this that these those one two three some many several most".split())
_TRAILING = re.compile(r"[\s,;:–—-]+$|['’]s?$")
_LEADING = re.compile(r"[\s,;:–—\"“”‘’'(-]+")


class Form(str, Enum):
    """How a source is written."""

    NAME = "name"
    JOINT = "joint"
    PRONOUN = "pronoun"
    RELATIVE = "relative"
    NOMINAL = "nominal"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A source, or a part of a joint one.

    Attributes:
        span: The words that refer: without article, what closes them and what is added after a comma.
        form: How it is written.
        head: The word that carries the number and the kind, in small letters: "minister", "she", "officials".
        name: The name, where it is one.
        roles: What stands before and after the name and says what he or she is.
        parts: The parts of a joint source.
        determiner: "the", "a", "her", "that", or "".
        owner: Whose it is or who it is for ("a spokesman for the ministry", "her lawyer"), if anybody's.
        words: All words before and with the head, in small letters.
        names: The names within it, the head's own apart.
        is_plural: Whether it stands for several.
        description: The whole, for a party without a name: without article and what closes it.
        has_after: Whether something follows the head: "residents of the quarter".
        is_body: Whether the name is added to a noun for a body: "the charity, Wold Aid".
    """

    span: Span
    form: Form
    head: str
    name: Name | None = None
    roles: tuple[str, ...] = ()
    parts: tuple[Phrase, ...] = ()
    determiner: str = ""
    owner: Span | None = None
    words: tuple[str, ...] = ()
    names: tuple[Name, ...] = ()
    is_plural: bool = False
    description: str = ""
    has_after: bool = False
    is_body: bool = False

    @property
    def folded(self) -> set[str]:
        """The words for comparison, without articles."""
        return fold_words(self.words) - _COUNTS


def trim(text: str, span: Span) -> Span:
    """The span without what opens and closes it."""
    lead = _LEADING.match(text, span.start, span.end)
    start, end = (lead.end() if lead else span.start), span.end
    while trail := _TRAILING.search(text, start, end):
        end = trail.start()
    return Span(start, max(start, end))


def names_within(names: Sequence[Name], span: Span) -> list[Name]:
    """The names that share a character with the span."""
    return [name for name in names if name.span.overlaps(span)]


def join_words(text: str, words: Sequence[Word]) -> str:
    """The words as they stand there, without a leading article."""
    first = words[1] if len(words) > 1 and words[0].lower in {"the", "a", "an"} else words[0]
    return " ".join(text[first.start : words[-1].end].split())
