"""Extract the paragraphs of the article from a page. The only module that uses trafilatura.

The choice of library and settings, and what is changed before and after it: decisions/0007-extraction.md.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from sayso.limits import run_bounded
from sayso.read.html_tree import Element, Page, read_text
from sayso.settings import ReadSettings

__all__ = ["Paragraph", "extract_paragraphs"]

# trafilatura's time grows with the square of the elements: 36,000 in one paragraph take it ten seconds.
# The longest page of the sets has 2,800.
MAX_ELEMENTS = 16_000
# A container needs this many of the article's paragraphs to count as its own; shorter lines are labels.
MIN_HELD = 3
MIN_ADDED_CHARS = 80
# Longer than any article of the sets. Every paragraph of the page is looked for in the text.
MAX_KNOWN_CHARS = 300_000
# Share of a short text's words; the rest may be the labels of buttons.
MIN_COVERED = 0.8
BLOCKS = frozenset(("p", "head", "quote", "list", "item", "table", "row", "cell", "code", "div", "body", "ab", "main",
                    "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "td", "tr", "blockquote", "pre"))  # fmt: skip
QUOTES = ("quote", "blockquote")
PLAIN_TAGS = ("p", "h2", "h3", "h4", "li", "blockquote", "pre", "td")
BLANKS = re.compile(r"[^\S\n]+")
# A single line break inside a sentence was made by hand to fit a width.
WRAPPED = re.compile(r"(?<=[a-z,;])\n(?=[a-z])")
NO_LETTER = re.compile(r"\W+")
SOFT_HYPHEN = "\u00ad"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `kind` is "text", "head", "item" or "quote"."""

    text: str
    kind: str = "text"


def extract_paragraphs(page: Page, reasons: list[str], settings: ReadSettings) -> list[Paragraph]:
    """The paragraphs of a page's article, in page order.

    Args:
        page: The page; its tree is not changed.
        reasons: What was odd is appended here.
        settings: The library may use half of the time and memory that they allow.
    """
    if page.element_count > MAX_ELEMENTS:
        reasons.append(f"the page has {page.element_count:,} elements; all of its paragraphs were taken as its text")
        return list(take_all(page.root))
    try:
        body = run_bounded(
            lambda: extract_body(page.root),
            max_seconds=settings.max_seconds / 2,
            max_memory=settings.max_memory // 2,
        )
    except Exception as err:  # noqa: BLE001  (a page is anybody's bytes, and the library names no exceptions of its own)
        reasons.append(
            f"the extraction failed ({type(err).__name__}); all of the page's paragraphs were taken as its text"
        )
        return list(take_all(page.root))
    if body is None:
        return []
    found = list(walk_blocks(body))
    return split_short_text(found[0], page.root) if len(found) == 1 else add_containers(found, page.root)


def add_containers(found: list[Paragraph], root: Element) -> list[Paragraph]:
    """The paragraphs, with those of further containers of the same class; trafilatura reads only one container.

    Only whole sentences are added, each after the paragraph that precedes it in the page.
    """
    places = {squeeze(it.text): number for number, it in enumerate(found)}
    # Nor are parts of paragraphs that were found.
    known = "\n".join(places)[:MAX_KNOWN_CHARS]
    written = [(find_holder_classes(it), text, squeeze(text)) for it in root.iter("p") if (text := read_text(it))]
    holders = Counter(holder for holder, _, letters in written if letters in places)
    main, held = max(holders.items(), key=lambda it: it[1], default=("", 0))
    if not main or held < MIN_HELD:
        return found
    added: dict[int, list[Paragraph]] = {}
    last = -1
    for holder, text, letters in written:
        last = places.get(letters, last)
        is_whole = len(text) >= MIN_ADDED_CHARS and text.endswith((".", "!", "?", "”", '"'))
        if holder == main and last >= 0 and is_whole and letters not in places and letters not in known:
            added.setdefault(last, []).append(Paragraph(text.replace(SOFT_HYPHEN, "")))
    return [it for number, paragraph in enumerate(found) for it in (paragraph, *added.get(number, []))]


def squeeze(text: str) -> str:
    """The letters and digits of a text, for comparing."""
    return NO_LETTER.sub("", text)


def find_holder_classes(element: Element) -> str:
    """The classes of the element that holds a paragraph, "" if it has none."""
    parent = element.getparent()
    return (parent.get("class") or "") if parent is not None else ""


def split_short_text(whole: Paragraph, root: Element) -> list[Paragraph]:
    """Split a short text, which trafilatura returns as one paragraph, into the paragraphs that the page has."""
    words = BLANKS.sub(" ", whole.text.replace("\n", " "))
    parts = [it for it in take_all(root) if it.text in words]
    headings = [text for it in root.iter("h1") if (text := read_text(it)) in words]
    covered = sum(len(it.text) + 1 for it in parts) + sum(len(text) + 1 for text in headings)
    return parts if parts and covered > MIN_COVERED * len(words) else [whole]


def extract_body(root: Element) -> Element | None:
    """The element that trafilatura finds to be the article, None if it finds none."""
    # Imported here: it costs 0.3 s, and plain texts do not need it.
    from trafilatura import bare_extraction  # noqa: PLC0415

    # It logs each page without a text; here such a page gets a notice instead.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    # It copies the tree. Without "fast", a second, slow extractor replaces good text on some pages.
    document = bare_extraction(root, include_comments=False, fast=True, favor_recall=True)
    return getattr(document, "body", None)


def take_all(root: Element) -> Iterator[Paragraph]:
    """Yield every paragraph of a page that is too large for the extraction."""
    for element in root.iter(*PLAIN_TAGS):
        text = read_text(element)
        if text and element.find(".//p") is None:
            yield Paragraph(text)


def walk_blocks(body: Element) -> Iterator[Paragraph]:
    """Yield the paragraphs under an element; each beginning or end of a block element ends one."""
    kinds: list[str] = []
    pieces: list[str] = []
    from lxml import etree  # type: ignore[import-untyped]  # noqa: PLC0415

    for event, element in etree.iterwalk(body, events=("start", "end")):
        tag = element.tag
        if tag in BLOCKS:
            yield from close_block(pieces, kinds)
            if event == "start":
                kinds.append(name_kind(tag))
            else:
                kinds.pop()
        elif tag in ("lb", "br") and event == "start":
            pieces.append("\n")
        text = element.text if event == "start" else element.tail if element is not body else None
        if text:
            pieces.append(text.replace("\n", " ") if tag != "code" else text)
    yield from close_block(pieces, kinds)


def close_block(pieces: list[str], kinds: list[str]) -> Iterator[Paragraph]:
    """Yield the gathered words as one paragraph, or as several where two line breaks meet; then start afresh."""
    text = BLANKS.sub(" ", "".join(pieces).replace(SOFT_HYPHEN, ""))
    pieces.clear()
    kind = next((kind for kind in reversed(kinds) if kind != "text"), "text")
    for part in re.split(r"\n\s*\n", text):
        lines = "\n".join(line.strip() for line in part.strip().split("\n"))
        if lines:
            yield Paragraph(WRAPPED.sub(" ", lines), kind)


def name_kind(tag: str) -> str:
    """The kind of the paragraphs in an element with this tag."""
    if tag in QUOTES:
        return "quote"
    return {"head": "head", "item": "item", "li": "item"}.get(tag, "text")
