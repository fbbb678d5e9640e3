"""The layout of an article's text, found once for all steps: lines, sentences, quotation marks."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sayso.analyse.turns import Turn, find_turns
from sayso.article import Article, TimedArticle, blank_boilerplate
from sayso.segment import Marked, mask_quoted, pair_marks, split_lines, split_sentences
from sayso.text import Span

if TYPE_CHECKING:
    from sayso.analyse.talk_states import TalkStates

__all__ = ["Layout", "lay_out", "lay_out_lines", "with_turns"]


@dataclass(frozen=True, slots=True)
class Layout:
    """The lines, sentences, quotation marks and turns of an article's text.

    Attributes:
        text: The article's text, in which all spans count; boilerplate is blanked.
        title: Where the headline stands.
        lines: Its paragraphs (lines that were broken on purpose), in order, trimmed.
        sentences: The sentences of all lines, in order; none crosses a line's end.
        marked: What stands in quotation marks, in reading order.
        quoted: For each character, 1 inside quotation marks (marks included), else 0.
        turns: The turns of a question-and-answer interview, if the text is one.
    """

    text: str
    title: Span | None
    lines: tuple[Span, ...]
    sentences: tuple[Span, ...]
    marked: tuple[Marked, ...]
    quoted: bytes
    turns: tuple[Turn, ...]

    def line_of(self, place: int) -> int:
        """Return the number of the line of a place; between two lines, that of the first."""
        return max(0, bisect_left(self.lines, (place + 1,)) - 1)

    def sentence_of(self, place: int) -> int:
        """Return the number of the sentence of a place; between two sentences, that of the first."""
        return max(0, bisect_left(self.sentences, (place + 1,)) - 1)


def lay_out(article: Article) -> Layout:
    """Return the layout of an article's text. The time is linear in its length.

    >>> layout = lay_out(Article("a", "It rained. “We won,” she said."))
    >>> [sentence.of(layout.text) for sentence in layout.sentences]
    ['It rained.', '“We won,” she said.']
    """
    return with_turns(lay_out_lines(article), article)


def lay_out_lines(article: Article) -> Layout:
    """Return the layout of an article's text without turns, which are told better when the model has read it."""
    text = blank_boilerplate(article)
    lines = tuple(split_lines(text))
    marked = tuple(pair_marks(text))
    sentences = tuple(sentence for line in lines for sentence in split_sentences(text, line))
    return Layout(text, article.title_span, lines, sentences, marked, bytes(mask_quoted(text, marked)), ())


def with_turns(layout: Layout, article: Article, heard: TalkStates | None = None) -> Layout:
    """Return a layout with the turns of its text; `heard` is what the model makes of that, if it has read it."""
    voices = article.voices if isinstance(article, TimedArticle) else frozenset[str]()
    return replace(layout, turns=find_turns(layout.text, layout.lines, voices, heard))
