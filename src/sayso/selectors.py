"""Make W3C selectors that find a span again elsewhere, and a link that opens the page at it.

`TextQuote` is the TextQuoteSelector of the W3C Web Annotation Data Model (2017): the words, with what stands before and
after them, grown until no other place of the text fits. It survives an edited page. The position is a span of
`Article.text`, in Unicode code points, as the standard wants; JavaScript counts in UTF-16 units (w3c/web-annotation
#206): `count_utf16` converts. Both are about `Article.text`, where paragraphs are separated by blank lines.

The link is a text fragment (WICG, Scroll to Text Fragment): `#:~:text=[prefix-,]start[,end][,-suffix]`. Browsers look
for its terms without regard to case and scroll to the first place that fits, so the terms are whole words, without the
marks at their ends, and grow until that first place is ours. A long quotation, or one of several paragraphs, is given
by its first and last words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from sayso.address import find_host
from sayso.article import Article
from sayso.late import compile_late
from sayso.text import Span, check_spans

__all__ = [
    "Selectors",
    "TextQuote",
    "count_utf16",
    "find_quote",
    "link_span",
    "select_span",
    "select_spans",
    "write_quote",
    "write_selectors",
]

# Lengths of context: first what annotation tools give, then doubled up to the last.
CONTEXT_CHARS = (32, 64, 128, 256, 512)
# A longer span is given by its first and last words, as browsers do.
MAX_WHOLE_CHARS = 300
# Numbers of words of a term and of its context, tried in this order. A stretch without blanks is cut.
TERM_WORDS = (4, 8, 16)
CONTEXT_WORDS = (0, 2, 4, 8, 16)
MAX_TERM_CHARS = 200
MAX_URL_CHARS = 8_000
# Characters of the text, times spans: 8,000 spans in half a megabyte take two seconds.
MAX_SEARCHED_CHARS = 10_000_000_000

WORD_END = compile_late(r"[\w%€$£°]\Z")
DIRECTIVE = ":~:"


@dataclass(frozen=True, slots=True)
class TextQuote:
    """The words of a span, with the text before and after them.

    Attributes:
        exact: The span's text, unchanged.
        prefix: The text before it; "" at the beginning of the text.
        suffix: The text after it; "" at the end.
        is_unique: Whether no other place of the text fits all three.
    """

    exact: str
    prefix: str
    suffix: str
    is_unique: bool


@dataclass(frozen=True, slots=True)
class Selectors:
    """The ways to find one span again.

    Attributes:
        quote: By the words.
        position: By the offsets in `Article.text`.
        link: An address that opens the page at it; None if the article has no address on the web.
    """

    quote: TextQuote
    position: Span
    link: str | None


def select_span(article: Article, span: Span) -> Selectors:
    """The selectors of a span of an article.

    Raises:
        OffsetError: the span does not fit the text.

    >>> article = Article("a", "“We won,” she said. He won.", url="https://coast.example/a")
    >>> select_span(article, Span(0, 9)).link
    'https://coast.example/a#:~:text=We%20won'
    """
    return select_spans(article, (span,))[0]


def select_spans(article: Article, spans: tuple[Span, ...]) -> tuple[Selectors, ...]:
    """The selectors of each span of an article, in their order; each costs a few searches through the text.

    If that would be too many (thousands of spans in megabytes of text), each quote gets a context of medium length
    without a search, and no link.

    Raises:
        OffsetError: a span does not fit the text.
    """
    check_spans(spans, article.text, f"article {article.id!r:.80}")
    if len(spans) * len(article.text) > MAX_SEARCHED_CHARS:
        return tuple(Selectors(take_middling(article.text, span), span, None) for span in spans)
    base = clear_address(article.url) if article.url else None
    folded = fold_text(article.text) if base else ""
    return tuple(
        Selectors(quote_span(article.text, span), span, write_link(article.text, folded, span, base) if base else None)
        for span in spans
    )


def take_middling(text: str, span: Span) -> TextQuote:
    """The words of a span with a context of medium length, without checking that it is unique."""
    size = CONTEXT_CHARS[1]
    before, after = text[max(0, span.start - size) : span.start], text[span.end : span.end + size]
    return TextQuote(span.of(text), before, after, is_unique=False)


def quote_span(text: str, span: Span) -> TextQuote:
    """The words of a span with the shortest context of those tried that makes them unique in the text.

    >>> quote_span("She won. He won. They won.", Span(12, 15)).prefix
    'She won. He '
    """
    quoted = TextQuote("", "", "", is_unique=False)
    for size in CONTEXT_CHARS:
        start, end = max(0, span.start - size), min(len(text), span.end + size)
        whole = text[start:end]
        is_unique = text.find(whole) == start and text.find(whole, start + 1) < 0
        quoted = TextQuote(span.of(text), text[start : span.start], text[span.end : end], is_unique)
        if is_unique:
            break
    return quoted


def find_quote(text: str, quoted: TextQuote) -> Span | None:
    """Where the words stand, found with their context or, if it has changed, without it; None if not found or unclear.

    >>> find_quote("It is over. She won.", TextQuote("won", "She ", ".", is_unique=True))
    Span(start=16, end=19)
    """
    for before, after in ((quoted.prefix, quoted.suffix), (quoted.prefix, ""), ("", quoted.suffix), ("", "")):
        whole = before + quoted.exact + after
        place = text.find(whole)
        if place >= 0 and text.find(whole, place + 1) < 0:
            start = place + len(before)
            return Span(start, start + len(quoted.exact))
    return None


def count_utf16(text: str, span: Span) -> Span:
    """The span in UTF-16 units, as JavaScript counts.

    >>> count_utf16("🙂 won", Span(2, 5))
    Span(start=3, end=6)
    """
    start = len(text[: span.start].encode("utf-16-le", "surrogatepass")) // 2
    return Span(start, start + len(span.of(text).encode("utf-16-le", "surrogatepass")) // 2)


def write_selectors(selectors: Selectors) -> list[dict[str, Any]]:
    """The selectors as JSON objects of the Web Annotation Data Model, which has none for the link.

    >>> written = write_selectors(select_span(Article("a", "She won."), Span(4, 7)))
    >>> [selector["type"] for selector in written]
    ['TextQuoteSelector', 'TextPositionSelector']
    """
    return [
        write_quote(selectors.quote),
        {"type": "TextPositionSelector", "start": selectors.position.start, "end": selectors.position.end},
    ]


def write_quote(quoted: TextQuote) -> dict[str, Any]:
    """The quoted words as a TextQuoteSelector."""
    return {"type": "TextQuoteSelector", "exact": quoted.exact, "prefix": quoted.prefix, "suffix": quoted.suffix}


def link_span(text: str, span: Span, url: str) -> str | None:
    """The address that opens a page at a span of its text; None for an address that is not of the web.

    >>> link_span("A well-known, old bridge", Span(2, 13), "https://coast.example/a#top")
    'https://coast.example/a#top:~:text=well%2Dknown'
    """
    base = clear_address(url)
    return write_link(text, fold_text(text), span, base) if base else None


def write_link(text: str, folded: str, span: Span, base: str) -> str | None:
    """The link of a span; `folded` is the text in lower case, `base` an address without a directive."""
    core = trim_to_words(text, span)
    if core is None:
        return None
    terms = [term for term in choose_terms(text, folded, core) if term]
    return f"{base}{'' if '#' in base else '#'}{DIRECTIVE}text={','.join(terms)}"


def fold_text(text: str) -> str:
    """The text in lower case, as browsers compare it, if that does not change its length."""
    folded = text.lower()
    return folded if len(folded) == len(text) else text


def clear_address(url: str) -> str | None:
    """The address without a directive; None if it is not a plain web address."""
    if len(url) > MAX_URL_CHARS or not url.isprintable() or any(map(str.isspace, url)) or find_host(url) is None:
        return None
    return url.partition(DIRECTIVE)[0]


def trim_to_words(text: str, span: Span) -> Span | None:
    """The span without the marks, blanks and stops at its ends; None if no letter or digit is left."""
    start, end = span
    while start < end and not text[start].isalnum():
        start += 1
    while start < end and not WORD_END.match(text[end - 1]):
        end -= 1
    return Span(start, end) if start < end else None


def choose_terms(text: str, folded: str, core: Span) -> tuple[str, ...]:
    """The encoded terms of the link: prefix, start, end, suffix; "" for those that it does not need."""
    if core.end - core.start <= MAX_WHOLE_CHARS and "\n" not in core.of(text):
        prefix, start, suffix = choose_start(text, folded, [core], with_suffix=True)
        end_term = ""
    else:
        prefix, start, _ = choose_start(text, folded, list_beginnings(text, core), with_suffix=False)
        end, suffix = choose_end(text, folded, Span(start.end, core.end))
        end_term = encode_term(end.of(text))
    before, after = encode_term(prefix.of(text)), encode_term(suffix.of(text))
    return before and f"{before}-", encode_term(start.of(text)), end_term, after and f"-{after}"


def choose_start(text: str, folded: str, starts: Iterable[Span], *, with_suffix: bool) -> tuple[Span, Span, Span]:
    """Prefix, first term and suffix, as short as possible while no earlier place of the text fits them."""
    chosen: tuple[Span, Span, Span] | None = None
    for start in starts:
        for number in CONTEXT_WORDS:
            prefix = Span(go_back(text, start.start, number), start.start)
            for after in sorted({0, number if with_suffix else 0}):
                suffix = Span(start.end, go_on(text, start.end, after))
                chosen = (prefix, start, suffix)
                if folded.find(folded[prefix.start : suffix.end]) == prefix.start:
                    return chosen
    if chosen is None:
        raise ValueError("no beginning was given")
    return chosen


def choose_end(text: str, folded: str, rest: Span) -> tuple[Span, Span]:
    """The last term and the suffix, as short as possible while no earlier place after the beginning fits them."""
    chosen = (rest, Span(rest.end, rest.end))
    for number in TERM_WORDS:
        end = Span(max(rest.start, go_back(text, rest.end, number)), rest.end)
        for after in CONTEXT_WORDS:
            suffix = Span(rest.end, go_on(text, rest.end, after))
            chosen = (end, suffix)
            if folded.find(folded[end.start : suffix.end], rest.start) == end.start:
                return chosen
    return chosen


def list_beginnings(text: str, core: Span) -> Iterator[Span]:
    """Yield the first words of a stretch: a few, then more, but within its first line and its first half."""
    line_end = text.find("\n", core.start, core.end)
    limit = line_end if line_end >= 0 else core.start + (core.end - core.start) // 2
    for number in TERM_WORDS:
        end = min(go_on(text, core.start, number), limit)
        yield trim_to_words(text, Span(core.start, end)) or Span(core.start, core.start + 1)


def go_on(text: str, place: int, number: int) -> int:
    """Where the `number` words after a place end, within its line."""
    line_end = text.find("\n", place, place + MAX_TERM_CHARS)
    stretch = text[place : line_end if line_end >= 0 else place + MAX_TERM_CHARS]
    words = list(re.finditer(r"\S+", stretch))[:number]
    return place + words[-1].end() if words else place


def go_back(text: str, place: int, number: int) -> int:
    """Where the `number` words before a place begin, within its line."""
    lowest = max(0, place - MAX_TERM_CHARS)
    line_start = text.rfind("\n", lowest, place) + 1 or lowest
    words = list(re.finditer(r"\S+", text[line_start:place]))
    return line_start + words[-number:][0].start() if words and number else place


def encode_term(term: str) -> str:
    """A term with single blanks, and with characters that mean something in a fragment percent-encoded.

    >>> encode_term("well-known,  “A & B”")
    'well%2Dknown%2C%20%E2%80%9CA%20%26%20B%E2%80%9D'
    """
    return quote(" ".join(term.split()), safe="", errors="replace").replace("-", "%2D")
