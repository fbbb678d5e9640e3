"""Join the lines of pages to paragraphs, without running heads, running feet, page numbers and line numbers.

A page of a PDF file has lines but no paragraphs. These are found by rules, which are sometimes wrong.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

__all__ = ["join_lines"]

# A line shorter than this share of the usual width that ends a sentence also ends its paragraph.
SHORT_SHARE = 0.75
REPEATED_PAGES = 3
# Running heads and feet have so many lines at most; and words in capitals with a number may be one: "CONFIDENTIAL 2".
EDGE_LINES = 3
NUMBERED_EDGE = re.compile(r"[^a-z\n.!?]{2,60}\W\d{1,4}|\d{1,4}\W[^a-z\n.!?]{2,60}")
PAGE_NUMBER = re.compile(r"\W*(?:page|seite|p\.)?\s*\d{1,4}\s*(?:(?:/|of|von|\|)\s*\d{1,4})?\W*\Z", re.IGNORECASE)
SENTENCE_END = re.compile(r"[.!?:…][\"'”’»)\]]*\Z")
BULLET = re.compile(r"[•‣▪●*–—-]\s|\(?\d{1,2}[.)]\s")
# "ANNA ROTH: …", "Anna Roth (by telephone): …", "Q. …" at the beginning of a line.
TURN = re.compile(
    r"(?P<name>[QA](?=[.:]\s)|[^\W\d_a-z][\w.'’-]{0,30}(?: [^\W\d_a-z][\w.'’-]{0,30}){0,5})"
    r"(?:,? ?[(\[][^()\[\]:]{1,40}[)\]])?(?P<end>[:.])(?=\s|\Z)"
)
# Line numbers in a court transcript, and the share of lines that must have one.
LINE_NUMBER = re.compile(r"(\d{1,2})(?:\s+|\Z)")
FEWEST_NUMBERED, NUMBERED_SHARE = 5, 0.9
BROKEN_WORD = re.compile(r"[^\W\d_][-\u00ad\u2010]\Z")


def join_lines(pages: list[str]) -> tuple[list[str], list[int]]:
    r"""The paragraphs of the pages, and the places where each page begins once they are joined by blank lines.

    A paragraph may go on over the end of a page; each turn of a speaker is a paragraph. Page numbers, line numbers, and
    lines that three pages have at their edge are left out.

    >>> join_lines(["The bridge stays shut for the whole sum-\nmer, Anna Roth said on Monday.\n\nIt is old."])
    (['The bridge stays shut for the whole summer, Anna Roth said on Monday.', 'It is old.'], [0])
    """
    kept = strip_edges(pages)
    names = Counter(match["name"] for page in kept for line in page if (match := TURN.match(line)))
    lengths = sorted(len(line) for page in kept for line in page if line)
    usual = lengths[int(len(lengths) * 0.8)] if lengths else 0
    # All is joined at the end: if a paragraph were joined to each of its lines, each would take time for all before it.
    pieces: list[str] = []
    begins: list[int] = []
    size, is_open = 0, False
    for page in kept:
        is_begun = False
        for line in page:
            if not line or BULLET.match(line) or begins_turn(line, names):
                is_open = False
            if not line:
                continue
            if is_open and line[0].islower() and BROKEN_WORD.search(pieces[-1]):
                pieces[-1] = pieces[-1][:-1]
                size -= 1
            elif pieces:
                pieces.append(" " if is_open else "\n\n")
                size += len(pieces[-1])
            if not is_begun:
                begins.append(size)
                is_begun = True
            pieces.append(line)
            size += len(line)
            is_open = not (SENTENCE_END.search(line) and len(line) < SHORT_SHARE * usual)
        if not is_begun:
            begins.append(size + 2 if pieces and not is_open else size)
    return ("".join(pieces).split("\n\n") if pieces else []), begins


def begins_turn(line: str, names: Mapping[str, int]) -> bool:
    """Whether a line begins with a speaker's name: in capitals, a letter, or a name that begins other lines too."""
    match = TURN.match(line)
    if match is None:
        return False
    is_letter = match["name"] in {"Q", "A"}
    return is_letter or (match["end"] == ":" and (match["name"].isupper() or names[match["name"]] > 1))


def strip_edges(pages: list[str]) -> list[list[str]]:
    """The lines of each page without running heads, running feet and page numbers; "" for a blank one.

    A page ends without a blank line, since its last paragraph may go on in the next one.
    """
    split = [[" ".join(line.split()) for line in page.split("\n")] for page in pages]
    trimmed = [strip_numbers(trim(page)) for page in split]
    at_edges = [{line for line in (*page[:EDGE_LINES], *page[-EDGE_LINES:]) if line} for page in trimmed]
    edges = Counter(fold(line) for page in trimmed for line in {*page[:1], *page[-1:]})
    repeated = {line for line, number in edges.items() if number >= REPEATED_PAGES}
    # The same words beside the number of the page need no third page.
    numbered = Counter(fold(line) for page in at_edges for line in page if NUMBERED_EDGE.fullmatch(line))
    repeated |= {line for line, number in numbered.items() if number > 1}
    return [strip_edge(strip_edge(page, repeated)[::-1], repeated)[::-1] for page in trimmed]


def strip_numbers(page: list[str]) -> list[str]:
    """The lines without their line numbers, if nearly all are numbered in sequence.

    >>> strip_numbers(["Hall", "1 Q. Did", "2 you", "3 see it?", "4 A. No.", "5 Never.", "6"])
    ['Hall', 'Q. Did', 'you', 'see it?', 'A. No.', 'Never.', '']
    """
    found = [LINE_NUMBER.match(line) for line in page]
    numbers = [int(match[1]) for match in found if match]
    if len(numbers) < FEWEST_NUMBERED or numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        return page
    first = next(number for number, match in enumerate(found) if match)
    last = len(found) - next(number for number, match in enumerate(found[::-1]) if match)
    if len(numbers) < NUMBERED_SHARE * sum(bool(line) for line in page[first:last]):
        return page
    return [line[match.end() :] if match else line for line, match in zip(page, found, strict=True)]


def strip_edge(page: list[str], repeated: set[str]) -> list[str]:
    """The lines from the first one that is not a running head, a page number or blank."""
    is_edge = (not line or PAGE_NUMBER.match(line) or fold(line) in repeated for line in page)
    return page[next((number for number, found in enumerate(is_edge) if not found), len(page)) :]


def trim(page: list[str]) -> list[str]:
    """The lines without blank ones at either end."""
    return strip_blank(strip_blank(page)[::-1])[::-1]


def strip_blank(page: list[str]) -> list[str]:
    """The lines from the first one that is not blank."""
    return page[next((number for number, line in enumerate(page) if line), len(page)) :]


def fold(line: str) -> str:
    """A line with its numbers replaced, so that "Page 3" and "Page 4" count as the same running foot."""
    return re.sub(r"\d+", "0", line)
