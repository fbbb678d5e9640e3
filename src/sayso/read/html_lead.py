"""Add the lines of an article that the extraction misses, since they stand apart from its paragraphs.

These are the standfirst under the headline, a byline that names an agency, and the line that says where the article
appeared first. All three may hold quotations or name carriers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.read.html_markup import Markup, take_strings
from sayso.read.html_parts import fold_words
from sayso.read.html_stated import names_agency
from sayso.read.html_text import Paragraph
from sayso.read.html_tree import Element, read_text

__all__ = ["add_lines"]

STANDFIRST = re.compile(
    r"(?:^|[\s_-])(?:stand-?first|sub-?(?:head(?:line|ing)?|title)|deck|dek|strapline|article-?summary|excerpt__lead)(?:$|[\s_-])",
    re.IGNORECASE,
)
STANDFIRST_TAGS = ("p", "h2", "h3", "div", "span", "strong", "em")
BYLINE = re.compile(r"(?:^|[\s_-])(?:by-?line|author|source|credit-?line)s?(?:$|[\s_-])", re.IGNORECASE)
BYLINE_TAGS = ("p", "span", "div", "address", "a", "cite")
FIRST_APPEARED = re.compile(
    r"\b(?:(?:appeared|published|posted|reported)\s+first\s+(?:on|in|at|by)|first\s+(?:appeared|published|posted)\s+(?:on|in|at|by)"
    r"|originally\s+(?:appeared|published|posted|reported)\s+(?:on|in|at|by)|republished\s+(?:from|with|under|by))\s+(?!\d|(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun))",
    re.IGNORECASE,
)
FOOTER_TAGS = ("p", "div", "span", "em", "i", "small", "footer")
MIN_STANDFIRST_CHARS = 30
MAX_STANDFIRST_CHARS = 500
MAX_LINE_CHARS = 300
# The most elements between the headline and its standfirst: buttons, bylines, a picture.
MAX_BETWEEN = 300
MAX_FOOTERS = 2


def add_lines(paragraphs: list[Paragraph], root: Element, markup: Markup, title: str | None) -> list[Paragraph]:
    """The paragraphs, with the standfirst and a wire byline before them and the lines of first appearance after them.

    A line whose words are already in the paragraphs is not added.
    """
    if not paragraphs:
        return paragraphs
    known = [fold_words(title or ""), *(fold_words(it.text) for it in paragraphs)]
    words = f" {' | '.join(known)} "
    before = [*find_standfirst(root, markup, words), *find_wire_byline(root, words)]
    return [*before, *paragraphs, *find_footers(root, words)]


def find_standfirst(root: Element, markup: Markup, words: str) -> Iterator[Paragraph]:
    """Yield the sentence under the headline, found by its class or because it repeats the page's description."""
    described = {fold_words(it) for it in list_descriptions(markup)}
    for element in walk_after_heading(root):
        if element.tag not in STANDFIRST_TAGS or len(element) > 8:
            continue
        text = read_text(element, MAX_STANDFIRST_CHARS)
        folded = fold_words(text)
        if not MIN_STANDFIRST_CHARS <= len(text) <= MAX_STANDFIRST_CHARS:
            continue
        if folded in described or STANDFIRST.search(element.get("class") or ""):
            if f" {folded} " not in words:
                yield Paragraph(text)
            return


def walk_after_heading(root: Element) -> Iterator[Element]:
    """Yield the elements soon after the first large heading, in page order."""
    heading = next(root.iter("h1"), None)
    if heading is not None:
        yield from heading.xpath(f"following::*[position() <= {MAX_BETWEEN}]")


def list_descriptions(markup: Markup) -> Iterator[str]:
    """Yield the descriptions that a page states."""
    for name in ("og:description", "description", "twitter:description"):
        yield from markup.metas.get(name, [])[:2]
    for thing in markup.articles[:5]:
        yield from take_strings(thing.get("description"))


def find_wire_byline(root: Element, words: str) -> Iterator[Paragraph]:
    """Yield the first byline that names an agency."""
    for element in root.iter(*BYLINE_TAGS):
        if not BYLINE.search(element.get("class") or ""):
            continue
        text = read_text(element, MAX_LINE_CHARS)
        if 0 < len(text) <= MAX_LINE_CHARS // 2 and names_agency(text):
            if f" {fold_words(text)} " not in words:
                yield Paragraph(text)
            return


def find_footers(root: Element, words: str) -> Iterator[Paragraph]:
    """Yield the lines that say where an article appeared first."""
    found: list[str] = []
    for element in root.iter(*FOOTER_TAGS):
        own = f"{element.text or ''} {' '.join(child.tail or '' for child in element)}"
        if not FIRST_APPEARED.search(own) or len(found) >= MAX_FOOTERS:
            continue
        text = read_text(element, MAX_LINE_CHARS)
        folded = fold_words(text)
        if len(text) <= MAX_LINE_CHARS and f" {folded} " not in words and folded not in found:
            found.append(folded)
            yield Paragraph(text)
