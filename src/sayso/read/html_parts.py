"""Find captions, pull quotes and paragraphs that are only a link, by the elements of a page and their classes.

The extraction keeps the words but not the classes, so these words are gathered before it and found again after it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from sayso.article import Region
from sayso.read.html_text import Paragraph
from sayso.read.html_tree import Element, read_text
from sayso.text import Span

__all__ = ["Parts", "classify_paragraph", "find_parts", "fold_words", "place_regions"]

CAPTION = re.compile(
    r"(?:^|[\s_-])(?:fig|photo|image|img|media)?-?_?(?:caption|credit)(?:$|[\s_-]|text|s\b)|\bphotograph(?:er|y)?\b",
    re.IGNORECASE,
)
PULL_QUOTE = re.compile(r"pull[-_]?quote|quote[-_]?pull|callout[-_]?quote|quote[-_]?callout|pulled", re.IGNORECASE)
# A longer "caption" is a whole story with that class.
MAX_PART_CHARS = 1_500
MAX_CLASS_CHARS = 300
# Fewer words than these may be in a caption and in the body by chance.
MIN_PART_CHARS = 15
# Shorter quotations are repeated within an article; so are the signatures of posts.
MIN_REPEATED_WORDS = 8
MAX_LINK_CHARS = 250
# The title of an article has as many words; "Staff reports" and "At a glance" have fewer.
MIN_LINK_WORDS = 4
LINKED = ("p", "li", "h2", "h3", "h4", "h5", "div", "strong", "span", "section")
ENDS_SENTENCE = re.compile(r"[.!?…][\"'”’»)]*\Z")
NO_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Parts:
    """The folded words of captions and pull quotes, one a line, and those of paragraphs that are only a link."""

    captions: str
    pull_quotes: str
    links: frozenset[str]


def find_parts(root: Element) -> Parts:
    """The captions, pull quotes and links of a page."""
    captions: list[str] = []
    pull_quotes: list[str] = []
    for element in root.xpath("//*[@class or self::figcaption]"):
        place = "caption" if element.tag == "figcaption" else classify_element(element.get("class")[:MAX_CLASS_CHARS])
        if place:
            text = read_text(element, MAX_PART_CHARS)
            if len(text) <= MAX_PART_CHARS:
                (captions if place == "caption" else pull_quotes).append(fold_words(text))
    return Parts(frame(captions), frame(pull_quotes), frozenset(find_links(root)))


@lru_cache(maxsize=4_096)
def classify_element(classes: str) -> str:
    """The place that the classes of an element name: "caption" or "pull-quote"; "" for the body."""
    return "caption" if CAPTION.search(classes) else "pull-quote" if PULL_QUOTE.search(classes) else ""


def frame(parts: list[str]) -> str:
    """Join parts, each on a line of its own between blanks, so that only whole words are found in them."""
    return "\n" + "\n".join(f" {part} " for part in parts if part) + "\n"


def find_links(root: Element) -> set[str]:
    """The folded words of paragraphs that are only a link and not a sentence: the titles of other articles."""
    found = set()
    for link in root.iter("a"):
        parent = link.getparent()
        if parent is None or parent.tag not in LINKED:
            continue
        text = read_text(link, MAX_LINK_CHARS)
        is_title = text.count(" ") + 1 >= MIN_LINK_WORDS and len(text) <= MAX_LINK_CHARS
        if is_title and not ENDS_SENTENCE.search(text) and holds_only(parent, link):
            found.add(fold_words(text))
    return found


def holds_only(parent: Element, link: Element) -> bool:
    """Whether all words of an element are those of the link."""
    if (parent.text or "").strip() or len(parent) > 3:
        return False
    rest = (child for child in parent if child is not link)
    return (
        not any("".join(child.itertext()).strip() or (child.tail or "").strip() for child in rest)
        and not (link.tail or "").strip()
    )


def classify_paragraph(paragraph: Paragraph, parts: Parts, body: str) -> str:
    """The place of a paragraph: "caption", "pull-quote", or "body".

    Args:
        paragraph: One paragraph of the article.
        parts: The parts of the page.
        body: The folded words of all paragraphs, each on a line of its own between blanks.
    """
    folded = fold_words(paragraph.text)
    if holds_part(parts.captions, folded):
        return "caption"
    if holds_part(parts.pull_quotes, folded):
        return "pull-quote"
    if paragraph.kind == "quote" and folded.count(" ") + 1 >= MIN_REPEATED_WORDS:
        # Its own line is one place; another one is that of the body.
        return "pull-quote" if body.count(f" {folded} ") > 1 else "body"
    return "body"


def holds_part(parts: str, folded: str) -> bool:
    """Whether words are one of the parts, or enough words of one not to be there by chance."""
    if len(folded) >= MIN_PART_CHARS:
        return f" {folded} " in parts
    return bool(folded) and f"\n {folded} \n" in parts


def place_regions(paragraphs: Sequence[tuple[Paragraph, Span]], parts: Parts) -> tuple[Region, ...]:
    """The captions and pull quotes among paragraphs, in text order."""
    body = frame([fold_words(paragraph.text) for paragraph, _ in paragraphs])
    placed = ((span, classify_paragraph(paragraph, parts, body)) for paragraph, span in paragraphs)
    return tuple(Region(span, place) for span, place in placed if place != "body")


def fold_words(text: str) -> str:
    """The words of a text in lower case, with single blanks between them and without marks.

    >>> fold_words("“We’ll win!” — Roth")
    'we ll win roth'
    """
    return NO_WORD.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()
