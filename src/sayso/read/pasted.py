r"""Find which lines of a web page pasted as text are its article, and which belong to the site around it.

A text that was copied from a browser holds menus, buttons, notes on cookies, captions, related stories, comments and a
footer. Nothing is removed, since the text stays as given: these lines become regions of it, "boilerplate" or
"caption". The rules:

1. A text is a page if it has at least five different labels or buttons of sites ("Subscribe", "Privacy Policy").
   Another text keeps all its lines except those that are exactly a label ("Advertisement").
2. A page is cut into blocks: its lines, with those joined that a program broke at a fixed width. Each has a weight. The
   weight of a paragraph of sentences is its number of words; that of a label, a button or a short line without a
   sentence is negative, and that of the heading of another part (comments, related stories) even more so.
3. The article is the stretch of blocks with the largest sum of weights (Pasternack and Roth, "Extracting article text
   from the web with maximum subsequence segmentation", WWW 2009), with its title before it: the line whose words the
   article repeats most.
4. All outside of it is boilerplate, but for letters to the editor below it. So are, within it, labels, buttons,
   repeated lines and lists that follow the heading of another part; captions are marked as such. A sentence stays,
   unless it begins as a call to the reader or has words that only sites use about themselves.

Measured by evaluation/pasted.py.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from sayso.article import BOILERPLATE, CAPTION, Region
from sayso.read.pasted_blocks import Block, find_blocks, split_words
from sayso.read.site_lines import is_exact_label, is_label, leads_away, names_reporters
from sayso.read.title import reads_as_title
from sayso.text import Span

__all__ = ["Pasted", "find_boilerplate"]

SHORT_LINE = re.compile(r"(?:^|(?<=\r))[^\n\r]{1,70}(?=[\r\n]|\Z)", re.MULTILINE)
# A longer text is a book or an archive. A million characters take a second, or nine if each line has one letter.
MAX_PAGE_CHARS = 2_000_000
# The number of different labels that make a text a page. Of 1,200 articles and 985 transcripts that were not pasted,
# only one has as many: a badly extracted page.
MIN_SITE_LINES = 5
# The weights, in words. Changing any by about half, on half of the pages, changed recall by at most 0.006.
MAX_PROSE_WEIGHT = 60
PROSE_COST = 7
SITE_WORD_COST = 14
SITE_COST = 6
OTHER_PART_COST = 30
SHORT_COST = 3
ITEM_COST = 2
REPEATED_SHARE = 0.3
# The most blocks between the title and the article's first paragraph, and the number of its words.
MAX_TITLE_DISTANCE = 40
TITLE_WORDS = range(2, 36)
MIN_TITLE_SHARE = 0.4
MIN_KNOWN_WORDS = 2
ENOUGH_KNOWN_WORDS = 5
# The sentence under the title repeats as many of the article's words. So a line this far above it wins, unless it is
# much worse.
MAX_STANDFIRST_DISTANCE = 4
STANDFIRST_RATIO = 0.5
REPEATED_BONUS = 2
BYLINE_DISTANCE = 4
BYLINE_BONUS = 2
# Names of people, sections and outlets are shorter, and are repeated too.
MIN_LONG_WORDS = 4
# "Home » News » Title"
PATH = re.compile(r"\A\W*(?:home|you are here)\b.*[»>/:|]|(?:\s[»›>]\s.*){2}", re.IGNORECASE)
CONTENT_WORD_CHARS = 4
# The name, the office and the town of who wrote a letter.
MAX_SIGNING_LINES = 3


@dataclass(frozen=True, slots=True)
class Pasted:
    """The parts of a text that are not its article, in text order; for a page also where its title stands."""

    regions: tuple[Region, ...]
    is_page: bool = False
    title: Span | None = None


def find_boilerplate(text: str) -> Pasted:
    r"""Find the parts of a plain text that are not running text of its article.

    >>> find_boilerplate("It stays shut, Roth said.\n\nAdvertisement\n\nIt is old.").regions
    (Region(span=Span(start=27, end=40), place='boilerplate'),)
    """
    if len(text) > MAX_PAGE_CHARS:
        return Pasted(())
    labels = list(find_labels(text))
    if len({key for _, key in labels}) < MIN_SITE_LINES:
        exact = (span for span, _ in labels if is_exact_label(span.of(text)))
        return Pasted(tuple(Region(span, BOILERPLATE) for span in exact))
    blocks = find_blocks(text)
    counts = Counter(block.key for block in blocks)
    first, last = find_article(blocks, counts)
    title = find_heading(text, blocks, first, last)
    begin = first if title is None else title
    places = [BOILERPLATE] * begin + mark_within(blocks[begin : last + 1], counts)
    places += mark_after(blocks[last + 1 :])
    if title is not None:
        places[title] = ""
    regions = tuple(make_regions(blocks, places))
    return Pasted(regions, is_page=True, title=None if title is None else blocks[title].span)


def find_labels(text: str) -> Iterator[tuple[Span, str]]:
    """Yield the short lines that are labels or buttons of a site, each with its words but without numbers."""
    for found in SHORT_LINE.finditer(text):
        line = found[0].strip()
        words = split_words(line)
        if words and (is_label(words) or leads_away(line)):
            start = found.start() + len(found[0]) - len(found[0].lstrip())
            yield Span(start, start + len(line)), " ".join(word for word in words if word.isalpha())


def find_article(blocks: Sequence[Block], counts: Counter[str]) -> tuple[int, int]:
    """The first and the last block of the stretch with the largest sum of weights.

    Lines after it that say who reported it, or where it appeared first, are included.
    """
    best, total, start = 0.0, 0.0, 0
    first, last = 0, len(blocks) - 1
    for number, block in enumerate(blocks):
        if total <= 0:
            total, start = 0.0, number
        total += weigh(block, counts)
        if total > best:
            best, first, last = total, start, number
    while last + 1 < len(blocks) and names_reporters(blocks[last + 1].folded):
        last += 1
    return first, last


def weigh(block: Block, counts: Counter[str]) -> float:
    """The weight of a block: what it adds to the sum of an article that includes it; may be negative."""
    size = len(block.folded)
    if block.is_bare or block.is_picture:
        return 0
    if block.starts_other:
        return -OTHER_PART_COST
    if block.is_site or block.is_doubled:
        return -SITE_COST
    if block.is_prose:
        weight = min(size, MAX_PROSE_WEIGHT) - PROSE_COST
        return weight * (REPEATED_SHARE if counts[block.key] > 1 else 1) - SITE_WORD_COST * block.site_words
    if block.is_sentence:
        return size / 2
    return -SHORT_COST - ITEM_COST * block.is_item - min(size, 10) / 3


def find_heading(text: str, blocks: Sequence[Block], first: int, last: int) -> int | None:
    """The index of the title block: the line before the article whose words are repeated most.

    The article repeats its words, and the page repeats the whole title: over the menu, in the path to the page, in
    calls to share it.
    """
    body = {word for block in blocks[first : last + 1] if block.is_prose for word in find_content_words(block)}
    page = "\n".join(f" {block.key} " for block in blocks)
    near = range(max(0, first - MAX_TITLE_DISTANCE), first + 1)
    scores = {number: rate_heading(text, blocks[number], body, page) for number in near}
    for number, score in scores.items():
        if score and any(block.is_byline for block in blocks[number + 1 : number + 1 + BYLINE_DISTANCE]):
            scores[number] += BYLINE_BONUS
    best = max(scores, key=lambda number: (scores[number], -number), default=None)
    if best is None or not scores[best]:
        return None
    above = [
        n for n in range(best - MAX_STANDFIRST_DISTANCE, best) if n >= 0 and len(blocks[n].folded) >= MIN_LONG_WORDS
    ]
    return next((number for number in above if scores.get(number, 0) >= STANDFIRST_RATIO * scores[best]), best)


def rate_heading(text: str, block: Block, body: set[str], page: str) -> float:
    """How well a line fits as the title of an article with these words; 0 if it cannot be the title."""
    is_other = block.is_site or block.is_item or block.is_credit or block.is_picture or block.starts_other
    if is_other or block.is_doubled or len(block.folded) not in TITLE_WORDS or block.is_byline:
        return 0
    if not reads_as_title(block.span.of(text)) or PATH.search(block.span.of(text)):
        return 0
    words = find_content_words(block)
    known = len(words & body)
    is_repeated = len(block.folded) >= MIN_LONG_WORDS and page.count(f" {block.key} ") > 1
    if not is_repeated and (known < MIN_KNOWN_WORDS or known < MIN_TITLE_SHARE * len(words)):
        return 0
    return min(known, ENOUGH_KNOWN_WORDS) * known / max(1, len(words)) + (REPEATED_BONUS if is_repeated else 0)


def find_content_words(block: Block) -> set[str]:
    """The longer words of a block, those that say what it is about."""
    return {word for word in block.folded if len(word) >= CONTENT_WORD_CHARS}


def mark_within(blocks: Sequence[Block], counts: Counter[str]) -> list[str]:
    """The place of each block from the title to the article's end; "" where it is running text."""
    places = []
    in_list = False
    for number, block in enumerate(blocks):
        in_list = block.starts_other or (in_list and not block.is_prose and not block.is_sentence)
        if block.is_picture or block.is_credit or stands_twice(blocks, number):
            places.append(CAPTION)
        elif block.is_prose:
            is_call = block.is_site or block.site_words > 1
            places.append(BOILERPLATE if is_call and weigh(block, counts) < 0 else "")
        else:
            is_repeated = counts[block.key] > 1 and not block.is_sentence
            is_none = block.is_bare or block.is_site or block.is_doubled or in_list or is_repeated
            places.append(BOILERPLATE if is_none else "")
    return places


def mark_after(blocks: Sequence[Block]) -> list[str]:
    """The place of each block after the article: "" in a letter to the editor, with the lines that sign it."""
    places = []
    signing: int | None = None
    for block in blocks:
        is_line = not (block.is_site or block.is_item or block.is_credit or block.starts_other or block.is_bare)
        if block.opens_letter or (signing == 0 and block.is_prose and is_line):
            signing = 0
        elif signing is not None:
            signing = signing + 1 if is_line and not block.is_prose and signing < MAX_SIGNING_LINES else None
        places.append(BOILERPLATE if signing is None else "")
    return places


def stands_twice(blocks: Sequence[Block], number: int) -> bool:
    """Whether a neighbouring block is the same sentence, as with the description and the caption of a picture."""
    block = blocks[number]
    beside = (*blocks[max(0, number - 2) : number], *blocks[number + 1 : number + 3])
    return block.is_prose and any(block.key == other.key for other in beside)


def make_regions(blocks: Sequence[Block], places: Sequence[str]) -> Iterator[Region]:
    """Yield the regions of the marked blocks; neighbours with the same place make one region."""
    for place, group in groupby(zip(blocks, places, strict=True), key=lambda pair: pair[1]):
        spans = [block.span for block, _ in group]
        if place:
            yield Region(Span(spans[0].start, spans[-1].end), place)
