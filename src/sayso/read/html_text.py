"""The paragraphs of the article that a page holds. The one door to trafilatura.

Which library, in which setting, and what is changed before and after it: decisions/0007-extraction.md.
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
# A container with fewer of the article's paragraphs is not known to be its own; shorter lines are labels.
MIN_HELD = 3
MIN_ADDED_CHARS = 80
# Longer than any article of the sets; every paragraph of the page is looked for in it.
MAX_KNOWN_CHARS = 300_000
# Of the words of a short text; the rest may be the labels of buttons.
MIN_COVERED = 0.8
BLOCKS = frozenset(("p", "head", "quote", "list", "item", "table", "row", "cell", "code", "div", "body", "ab", "main",
                    "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "td", "tr", "blockquote", "pre"))  # fmt: skip
QUOTES = ("quote", "blockquote")
PLAIN_TAGS = ("p", "h2", "h3", "h4", "li", "blockquote", "pre", "td")
BLANKS = re.compile(r"[^\S\n]+")
# A single break inside a sentence was made by hand to fit a width.
WRAPPED = re.compile(r"(?<=[a-z,;])\n(?=[a-z])")
NO_LETTER = re.compile(r"\W+")
SOFT_HYPHEN = "\u00ad"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The words of one paragraph; `kind` is "text", "head", "item" or "quote"."""

    text: str
    kind: str = "text"


def extract_paragraphs(page: Page, reasons: list[str], settings: ReadSettings) -> list[Paragraph]:
    """The paragraphs of a page's article in page order; none if it has none.

    Args:
        page: The page; its tree is left as it is.
        reasons: What was odd is added to it.
        settings: Half of the time and memory that they allow is the library's.
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
    return part_again(found[0], page.root) if len(found) == 1 else add_containers(found, page.root)


def add_containers(found: list[Paragraph], root: Element) -> list[Paragraph]:
    """The paragraphs with those of further containers of the same class, of which trafilatura takes one.

    Only whole sentences are added: each after the paragraph that stands before it in the page.
    """
    places = {squeeze(it.text): number for number, it in enumerate(found)}
    # Not a part of a paragraph that was found, either.
    known = "\n".join(places)[:MAX_KNOWN_CHARS]
    written = [(name_holder(it), text, squeeze(text)) for it in root.iter("p") if (text := read_text(it))]
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
    """The letters and digits of a text."""
    return NO_LETTER.sub("", text)


def name_holder(element: Element) -> str:
    """The classes of the element that holds a paragraph, "" if it has none."""
    parent = element.getparent()
    return (parent.get("class") or "") if parent is not None else ""


def part_again(whole: Paragraph, root: Element) -> list[Paragraph]:
    """The paragraphs of a short text, which trafilatura gives as one; the one where the page has no others in it."""
    words = BLANKS.sub(" ", whole.text.replace("\n", " "))
    parts = [it for it in take_all(root) if it.text in words]
    headings = [text for it in root.iter("h1") if (text := read_text(it)) in words]
    covered = sum(len(it.text) + 1 for it in parts) + sum(len(text) + 1 for text in headings)
    return parts if parts and covered > MIN_COVERED * len(words) else [whole]


def extract_body(root: Element) -> Element | None:
    """The element that trafilatura takes for the article, None if it finds none."""
    # Imported here: it costs 0.3 s, and plain texts do not need it.
    from trafilatura import bare_extraction  # noqa: PLC0415

    # It tells each page without a text on its own log, which is ours to tell.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    # It copies the tree. Without "fast", a second extractor replaces good text on some pages and takes its time.
    document = bare_extraction(root, include_comments=False, fast=True, favor_recall=True)
    return getattr(document, "body", None)


def take_all(root: Element) -> Iterator[Paragraph]:
    """Yield every paragraph of a page that is too large to be weighed."""
    for element in root.iter(*PLAIN_TAGS):
        text = read_text(element)
        if text and element.find(".//p") is None:
            yield Paragraph(text)


def walk_blocks(body: Element) -> Iterator[Paragraph]:
    """Yield the paragraphs under an element: what stands between two beginnings or ends of blocks."""
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
    """Yield what was gathered, as one paragraph or, where two breaks stand together, as several; begin anew."""
    text = BLANKS.sub(" ", "".join(pieces).replace(SOFT_HYPHEN, ""))
    pieces.clear()
    kind = next((kind for kind in reversed(kinds) if kind != "text"), "text")
    for part in re.split(r"\n\s*\n", text):
        lines = "\n".join(line.strip() for line in part.strip().split("\n"))
        if lines:
            yield Paragraph(WRAPPED.sub(" ", lines), kind)


def name_kind(tag: str) -> str:
    """The kind of the paragraphs in a block."""
    if tag in QUOTES:
        return "quote"
    return {"head": "head", "item": "item", "li": "item"}.get(tag, "text")
