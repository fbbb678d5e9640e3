"""The reading of a text in a language that the model was not trained on: only its quotations.

They have no source, since the words around them are not understood. On 850 German articles, precision of direct
quotations is four in five, and recall three in four.
"""

from __future__ import annotations

import re

from sayso.analyse.layout import Layout
from sayso.article import Article, blank_boilerplate
from sayso.errors import Notice
from sayso.language import could_be, has_passage
from sayso.late import compile_late
from sayso.reading import Reading, Stamp
from sayso.statement import Kind, Place, Statement

__all__ = ["is_foreign", "read_marks_only"]

LANGUAGE = "en"
# Of 1, 3, 4 and 5 words, the best F1 on German news; shorter ones are titles, names and single words.
_LEAST_WORDS = 4
# Nearly all of them have a source in the text, and none is found here: a reader would rarely mark the same.
_SCORE = 0.2
_WORD = re.compile(r"\w+")
# Scripts without spaces between words; so many letters are about four words.
_UNSPACED = compile_late("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_LEAST_LETTERS = 8


def is_foreign(article: Article) -> bool:
    """Whether the article is in another language than the model's: as stated, else by its words."""
    if article.language is not None:
        return article.language != LANGUAGE
    text = blank_boilerplate(article)
    return not could_be(text, LANGUAGE) and not has_passage(text, LANGUAGE)


def read_marks_only(article: Article, layout: Layout, stamp: Stamp) -> Reading:
    """Return the quotations of an article as direct statements without cue and source, with a notice.

    >>> from sayso.analyse.layout import lay_out
    >>> article = Article("a", "„Das Wasser steht uns bis zum Hals“, sagte sie.", language="de")
    >>> reading = read_marks_only(article, lay_out(article), Stamp("", "", ""))
    >>> [s.content[0].of(article.text) for s in reading.statements]
    ['„Das Wasser steht uns bis zum Hals“']
    """
    title = layout.title
    marked = [m.span for m in layout.marked if m.depth == 0 and _is_long(m.inside.of(layout.text))]
    statements = tuple(
        Statement(
            f"s{n}",
            Kind.DIRECT,
            Place.HEADLINE if title is not None and title.holds(span) else Place.BODY,
            (span,),
            (),
            (),
            _SCORE,
        )
        for n, span in enumerate(marked, 1)
    )
    known = f" (it is in “{article.language}”)" if article.language else ""
    reason = (
        f"this text is not in English{known}, the only language that the model was trained on; only what stands in "
        "quotation marks is shown, of four words and more, and speakers were not looked for."
    )
    return Reading(article, statements, (*article.notices, Notice("analyse", reason)), stamp)


def _is_long(words: str) -> bool:
    """Whether words in marks are long enough for a quotation, not a title or name."""
    return len(_WORD.findall(words)) >= _LEAST_WORDS or len(_UNSPACED.findall(words)) >= _LEAST_LETTERS
