"""Read a saved web page as an Article: the headline, a blank line, and the paragraphs of the article.

    bytes ─ html_tree ─> elements ─ html_text ─> paragraphs ─ html_lines ─> the article's own
                            ├─ html_markup ─> html_facts, html_stated     what the page says about itself
                            └─ html_parts                                 captions and pull quotes, found again

A page without any text becomes an `Unread`. One with little text, or mostly links, is read with a notice that it may
not be an article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from sayso.article import Article, Unread
from sayso.errors import Notice
from sayso.read.decode import count
from sayso.read.html_facts import Facts, find_facts
from sayso.read.html_lead import add_lines
from sayso.read.html_lines import drop_other_lines
from sayso.read.html_markup import Markup, gather_markup
from sayso.read.html_parts import Parts, find_parts, place_regions
from sayso.read.html_stated import find_stated
from sayso.read.html_text import Paragraph, extract_paragraphs
from sayso.read.html_tree import parse_page
from sayso.read.plain import describe_controls, make_unread, read_all
from sayso.read.source import Source
from sayso.read.stream import Stream
from sayso.settings import MORE_BYTES, ReadSettings
from sayso.text import Span

__all__ = ["read_html", "read_page"]

BREAK = "\n\n"
# Between two whole pages, as in `cat a.html b.html`.
NEXT_PAGE = re.compile(
    rb"(?<=</html>)\s*(?=(?:<\?xml[^>]{0,200}>\s*)?(?:<!--[^>]{0,2000}-->\s*){0,5}<(?:!doctype\s+html|html[\s>]))",
    re.IGNORECASE,
)
# The shortest news reports of the sets looked at have 300 characters; error pages and consent pages have fewer.
MIN_ARTICLE_CHARS = 200


def read_html(stream: Stream, settings: ReadSettings) -> Iterator[Article | Unread]:
    """Yield the article of a web page, or of each if several follow one another; an `Unread` if there is none."""
    data = read_all(stream, settings.max_bytes)
    if data is None:
        limit = count(settings.max_bytes, "byte")
        yield make_unread(stream.name, f"is longer than {limit}; split it, {MORE_BYTES}")
        return
    pages = NEXT_PAGE.split(data)
    if len(pages) == 1:
        yield read_page(data, Source(name=stream.name), settings)
        return
    for number, page in enumerate(pages, 1):
        yield read_page(page, Source(name=f"{stream.name}:{number}"), settings)


def read_page(data: bytes, source: Source, settings: ReadSettings) -> Article | Unread:
    r"""The article of a web page, or an `Unread` that says why there is none; never raises, whatever the page.

    Args:
        data: The bytes of the page.
        source: Facts from outside the page, used where the page itself states none.
        settings: How to read.

    >>> page = b"<h1>Bridge shut</h1><article><p>The bridge stays shut, Roth said.<p>It is old.</article>"
    >>> read_page(page, Source("a.html"), ReadSettings()).text
    'Bridge shut\n\nThe bridge stays shut, Roth said.\n\nIt is old.'
    """
    if len(data) > settings.max_bytes:
        limit = count(settings.max_bytes, "byte")
        return make_unread(source.name, f"is longer than {limit}; split it, {MORE_BYTES}")
    page = parse_page(data, source.charset)
    if page is None:
        return make_unread(source.name, "is a web page without any text")
    reasons = list(page.reasons)
    markup = gather_markup(page.root)
    facts = find_facts(page, markup, source)
    parts = find_parts(page.root)
    extracted = add_lines(extract_paragraphs(page, reasons, settings), page.root, markup, facts.title)
    paragraphs = drop_other_lines(extracted, facts.title, parts)
    if not paragraphs:
        unread = make_unread(source.name, "is a web page in which no text of an article was found")
        return replace(unread, notices=(*make_notices(source.name, reasons), *unread.notices))
    reasons.extend(describe_doubt(paragraphs, markup))
    return build_article(paragraphs, facts, markup, parts, source, reasons)


def build_article(
    paragraphs: list[Paragraph], facts: Facts, markup: Markup, parts: Parts, source: Source, reasons: list[str]
) -> Article:
    """Build the article from its paragraphs and facts."""
    title = facts.title
    given_start = len(title) + len(BREAK) if title else 0
    text, spans = join_paragraphs(paragraphs, title)
    return Article(
        id=source.name,
        text=text,
        url=facts.url,
        outlet=facts.outlet,
        title=title,
        title_span=Span(0, len(title)) if title else None,
        given_span=Span(given_start, len(text)),
        authors=facts.authors,
        published=facts.published[0] if facts.published else None,
        published_precision=facts.published[1] if facts.published else None,
        language=facts.language,
        notices=make_notices(source.name, [*reasons, describe_controls(text)]),
        modified=facts.modified[0] if facts.modified else None,
        modified_precision=facts.modified[1] if facts.modified else None,
        canonical=facts.canonical,
        section=facts.section,
        origins=facts.origins,
        stated=(*find_stated(markup, facts), *source.stated),
        regions=place_regions(list(zip(paragraphs, spans, strict=True)), parts),
    )


def make_notices(name: str, reasons: list[str]) -> tuple[Notice, ...]:
    """A notice for each reason; empty reasons are left out."""
    return tuple(Notice("read", f"{name}: {reason}.") for reason in reasons if reason)


def join_paragraphs(paragraphs: list[Paragraph], title: str | None) -> tuple[str, list[Span]]:
    """The text of an article, and the span of each of its paragraphs."""
    place = len(title) + len(BREAK) if title else 0
    spans = []
    for paragraph in paragraphs:
        spans.append(Span(place, place + len(paragraph.text)))
        place += len(paragraph.text) + len(BREAK)
    return BREAK.join(([title] if title else []) + [it.text for it in paragraphs]), spans


def describe_doubt(paragraphs: list[Paragraph], markup: Markup) -> Iterator[str]:
    """Yield the reasons why a page may not be an article."""
    size = sum(len(paragraph.text) for paragraph in paragraphs)
    if size < MIN_ARTICLE_CHARS and not markup.articles:
        yield f"only {count(size, 'character')} of text were found in the page; it may not be an article"
    elif (markup.read_meta("og:type") or "").lower() == "website" and not markup.articles:
        sentences = sum(it.text.rstrip("\"'”’»)").endswith((".", "!", "?", "…")) for it in paragraphs)
        if 3 * sentences < len(paragraphs):
            yield "the page says that it is a website, and has more lists than sentences; it may not be an article"
