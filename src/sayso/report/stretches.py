"""The running text cut into stretches, each with the statements that it takes part in.

Spans may nest and may overlap, so the views do not wrap spans: they cut the text at every place where a span
begins or ends, and style each piece by all that covers it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from sayso.article import Unread
from sayso.reading import Reading
from sayso.report.harmless import make_harmless
from sayso.statement import Statement
from sayso.text import Span

__all__ = ["Layer", "Role", "Stretch", "cut_stretches", "number_sources", "words_of"]


class Role(str, Enum):
    """What a span is to its statement."""

    CONTENT = "content"
    CUE = "cue"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class Layer:
    """One span of one statement; `is_first` for the span in which its content begins."""

    role: Role
    statement: Statement
    span: Span
    is_first: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of the text with all that covers it, the widest first.

    Attributes:
        span: Where the piece stands.
        layers: The spans that cover all of it.
        begins: The contents' spans among them that begin here.
    """

    span: Span
    layers: tuple[Layer, ...]
    begins: tuple[Layer, ...]

    def show(self, text: str) -> str:
        r"""What stands there made harmless, with \n for each line's end, also where a span parts \r from \n."""
        words = self.span.of(text)
        if words.endswith("\r") and text.startswith("\n", self.span.end):
            words = words[:-1]
        return make_harmless(words).replace("\r\n", "\n")

    def innermost(self, role: Role) -> Layer | None:
        """The narrowest span of that role, or None."""
        return next((layer for layer in reversed(self.layers) if layer.role is role), None)

    @property
    def depth(self) -> int:
        """How many statements' contents cover the piece."""
        return sum(layer.role is Role.CONTENT for layer in self.layers)


def cut_stretches(text: str, statements: Sequence[Statement], *, edges: Iterable[int] = ()) -> Iterator[Stretch]:
    """Yield the whole text as stretches, in order and without gaps. Spans beyond the text are cut at its end.

    `edges` are further places to cut at, such as where the title ends.

    >>> from sayso.statement import Kind, Place
    >>> said = Statement("s1", Kind.DIRECT, Place.BODY, (Span(0, 9),), (Span(14, 18),), (Span(10, 13),), 0.9)
    >>> [stretch.span.of("“We won,” she said.") for stretch in cut_stretches("“We won,” she said.", [said])]
    ['“We won,”', ' ', 'she', ' ', 'said', '.']
    """
    layers = sorted(_layers_of(statements, len(text)), key=lambda layer: (layer.span.start, -layer.span.end))
    cuts = sorted({0, len(text), *edges} | {edge for layer in layers for edge in layer.span})
    open_layers: list[Layer] = []
    upcoming = 0
    for start, end in pairwise(cuts):
        open_layers = [layer for layer in open_layers if layer.span.end > start]
        first = upcoming
        while upcoming < len(layers) and layers[upcoming].span.start <= start:
            upcoming += 1
        open_layers += layers[first:upcoming]
        begins = tuple(layer for layer in layers[first:upcoming] if layer.role is Role.CONTENT)
        yield Stretch(Span(start, end), tuple(open_layers), begins)


def _layers_of(statements: Sequence[Statement], length: int) -> Iterator[Layer]:
    for statement in statements:
        begins = min((span.start for span in statement.content), default=None)
        for role in Role:
            for span in getattr(statement, role.value):
                within = Span(max(span.start, 0), min(span.end, length))
                if within.start < within.end:
                    yield Layer(role, statement, within, role is Role.CONTENT and span.start == begins)


def words_of(spans: Sequence[Span], text: str) -> str:
    """The words of several spans, with an ellipsis for what stands between them."""
    return " … ".join(span.of(text) for span in spans)


def number_sources(reading: Reading) -> dict[str, int]:
    """The number of its source for each statement's id: 0, 1, 2, … in the order in which sources first appear.

    Two sources are one if they are the same resolved speaker or the same words, case apart. A statement whose
    source is not named has no number.
    """
    if isinstance(reading.article, Unread):
        return {}
    keys = {statement.id: _source_key(statement, reading.article.text) for statement in reading.statements}
    order = {key: number for number, key in enumerate(dict.fromkeys(key for key in keys.values() if key))}
    return {name: order[key] for name, key in keys.items() if key}


def _source_key(statement: Statement, text: str) -> str:
    if statement.speaker is not None:
        return f"speaker {statement.speaker}"
    return " ".join(words_of(statement.source, text).casefold().split()).strip(" ,")
