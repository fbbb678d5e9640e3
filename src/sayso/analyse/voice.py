"""The outlet's own voice: the clauses of a text that are attributed to nobody.

These are the rest without cues, sources and contents, words in quotation marks (except scare quotes, titles and names),
the evidence of carriers, bylines and datelines, and the items of a list after a cue. A short rest of a sentence that
only joins two statements ("and", "on Friday") is dropped.

Unclear words are left out, since an attributed clause taken for the outlet's is the worse error. Unclear are a clause
after a verb of saying or "according to" that no statement covers, a sentence with a quotation that no statement covers,
and a paragraph between two turns of an interview. A full sentence after an indirect statement is the outlet's, though
it may still report: nothing in the text shows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from sayso.analyse.layout import Layout
from sayso.analyse.scare import classify_marks
from sayso.carrier import Carrier
from sayso.lexicon import read_words
from sayso.statement import Statement
from sayso.text import Span

__all__ = ["find_own_voice"]

_WORD = re.compile(r"[^\W_]+(?:['’.,&-][^\W_]+)*")
# A rest of a sentence with fewer words is a conjunction or a time, not a clause.
_LEAST_WORDS = 3
# A piece that begins with one of these and is no longer than _MOST_ADJUNCT words belongs to the attribution beside it.
_ADJUNCT = frozenset(
    """
    about after against amid among around at before by during following for from in inside into of on outside over since
    through to under until via while with within without
    """.split()
)
_MOST_ADJUNCT = 7
_BYLINE = re.compile(
    r"(?:[Bb]y|Story by|Reporting by|Written by|Edited by|Editing by|Photos? by)\s+[^\W\d_a-z][^\n]*(?<![.!?”\"])$"
)
_MOST_BYLINE = 120
# The words of links and buttons at the end of a text.
_LINK = re.compile(
    r"\W*(?:sources?|via|credit|link|share(?: this)?|print|email|comments?|(?:read )?more|related|tags)\W*",
    re.IGNORECASE,
)
_DATELINE = re.compile(r"[^\W\d_a-z][^\n—–]{1,60}?(?:\([^()\n]{2,40}\)\s?(?:--|[—–-])|\s?(?:--|[—–]))\s")
# After any verb of saying, these begin a reported clause; a determiner or a name does only after verbs that take no
# other object (said the …, but announced the plan).
_SUBJECTS = frozenset("that he she they it we i there".split())
_DETERMINERS = frozenset("a an the his her its their our my this these those no some many most all".split())
_CLAUSAL = frozenset(
    """
    said says saying believe believes believed argue argues argued claim claims claimed conclude concludes concluded
    insist insists insisted maintain maintains maintained think thinks thought alleged alleges asserted asserts
    """.split()
)
_LEAST_REPORTED = 4
_ITEM = re.compile(r"(?:[•·▪◦‣*–—-]|\(?\d{1,2}[.)])\s")
# A stretch in marks with at least so many words is a quotation that was missed.
_LEAST_QUOTATION = 4
# At most so many paragraphs between two turns of an interview belong to it.
_MOST_BETWEEN_TURNS = 3


def find_own_voice(
    layout: Layout,
    statements: Sequence[Statement],
    carriers: Sequence[Carrier],
    *,
    unquoted: Sequence[Span] | None = None,
) -> tuple[Span, ...]:
    """Return the clauses in the outlet's own voice, trimmed to words, in text order.

    Args:
        layout: The article's layout.
        statements: All statements of the article.
        carriers: All carriers of the article.
        unquoted: The marks that are not quotations, from `classify_marks`; found here if None.

    >>> from sayso.analyse.layout import lay_out
    >>> from sayso.article import Article
    >>> from sayso.statement import Kind, Place
    >>> layout = lay_out(Article("a", "The pier is shut, Ada Moss said. It rained all day."))
    >>> moss = Statement("s1", Kind.INDIRECT, Place.BODY, (Span(0, 16),), (Span(27, 31),), (Span(18, 26),), 0.9)
    >>> [span.of(layout.text) for span in find_own_voice(layout, [moss], [])]
    ['It rained all day']
    """
    if unquoted is None:
        scare, other = classify_marks(layout, statements)
        unquoted = [*scare, *(mark.span for mark in other)]
    service = list(_find_service(layout))
    taken = _mark_taken(layout, statements, carriers, unquoted=unquoted, service=service)
    fronts = frozenset([*(sentence.start for sentence in layout.sentences), *(span.end for span in service)])
    cue_ends = frozenset(span.end for statement in statements for span in statement.cue)
    sentences = (_read_sentence(layout.text, sentence, taken, fronts, cue_ends) for sentence in layout.sentences)
    return tuple(piece for pieces in sentences for piece in pieces)


def _mark_taken(
    layout: Layout,
    statements: Sequence[Statement],
    carriers: Sequence[Carrier],
    *,
    unquoted: Sequence[Span],
    service: Sequence[Span],
) -> bytearray:
    """Return for each character 1 if it is somebody's or unclear, else 0."""
    said = bytearray(len(layout.text))
    for statement in statements:
        _take(said, *statement.content, *statement.cue, *statement.source)
    taken = bytearray(layout.quoted)
    for span in unquoted:
        taken[span.start : span.end] = bytes(span.end - span.start)
    for statement in statements:
        _take(taken, *statement.content, *statement.cue, *statement.source)
    for carrier in carriers:
        _take(taken, *carrier.evidence)
    _take(taken, *service, *_find_between_turns(layout, statements))
    _take(taken, *_find_items(layout, statements), *_find_unclaimed(layout, said, frozenset(unquoted)))
    return taken


def _take(taken: bytearray, *spans: Span) -> None:
    """Mark the spans as somebody's."""
    for span in spans:
        taken[span.start : span.end] = b"\1" * (span.end - span.start)


def _find_service(layout: Layout) -> Iterator[Span]:
    """Yield bylines, links on lines of their own, and datelines at the beginning of paragraphs."""
    for line in layout.lines:
        words = line.of(layout.text) if line.end - line.start <= _MOST_BYLINE else ""
        if words and (_BYLINE.match(words) or _LINK.fullmatch(words)):
            yield line
        else:
            dateline = _DATELINE.match(layout.text, line.start, line.end)
            if dateline and _is_dateline(dateline.group()):
                yield Span(*dateline.span())


def _is_dateline(text: str) -> bool:
    """Whether a text begins with a place in capitals, or has an agency in brackets: LONDON (Wire) —."""
    first = text.split(maxsplit=1)[0].strip(",")
    return len(first) > 1 and (first.isupper() or "(" in text)


def _find_between_turns(layout: Layout, statements: Sequence[Statement]) -> Iterator[Span]:
    """Yield the short stretches between neighbouring turns of an interview."""
    last = -1
    for span in sorted(span for statement in statements if statement.turn for span in statement.content):
        line = layout.line_of(span.start)
        if 0 <= last < line <= last + _MOST_BETWEEN_TURNS + 1:
            yield Span(layout.lines[last].start, layout.lines[line].start)
        last = layout.line_of(span.end - 1)


def _find_items(layout: Layout, statements: Sequence[Statement]) -> Iterator[Span]:
    """Yield the items of a list after a cue and a colon."""
    leading = {layout.line_of(span.start) for statement in statements for span in statement.cue}
    is_led = False
    for number, line in enumerate(layout.lines):
        is_item = _ITEM.match(layout.text, line.start, line.end) is not None
        if is_item and is_led:
            yield line
        elif not is_item:
            is_led = number in leading and layout.text[line.end - 1] == ":"


def _find_unclaimed(layout: Layout, said: bytearray, unquoted: frozenset[Span]) -> Iterator[Span]:
    """Yield the sentences with a quotation that no statement covers."""
    for mark in layout.marked:
        start, end = mark.span
        is_long = len(_WORD.findall(layout.text, start, end)) >= _LEAST_QUOTATION
        if is_long and mark.depth == 0 and mark.span not in unquoted and said.find(1, start, end) < 0:
            first, last = layout.sentence_of(start), layout.sentence_of(end - 1)
            yield Span(layout.sentences[first].start, layout.sentences[last].end)


def _read_sentence(
    text: str, sentence: Span, taken: bytearray, fronts: frozenset[int], cue_ends: frozenset[int]
) -> Iterator[Span]:
    """Yield the parts of a sentence that are nobody's and can be a clause.

    Args:
        text: The article's text.
        sentence: The sentence.
        taken: For each character of the text whether it is somebody's.
        fronts: Where sentences begin, a dateline before them aside.
        cue_ends: Where cues end.
    """
    end = sentence.start
    while (start := taken.find(0, end, sentence.end)) >= 0:
        end = taken.find(1, start, sentence.end)
        end = sentence.end if end < 0 else end
        words = list(_WORD.finditer(text, start, end))
        if not words or (start in cue_ends and _is_led_in(text[start : words[0].end()])):
            continue
        if _is_clause(text, words, is_whole=start in fronts and end == sentence.end):
            yield Span(words[0].start(), words[-1].end())


def _is_led_in(text: str) -> bool:
    """Whether the text after a cue, up to the end of its first word, begins a clause that the cue introduces."""
    word = text.strip()
    return word.isalnum() and (word[0].isupper() or word in _SUBJECTS or word in _DETERMINERS)


def _is_clause(text: str, words: list[re.Match[str]], *, is_whole: bool) -> bool:
    """Whether the words can be a clause of the outlet's own."""
    small = [word.group().lower() for word in words]
    if any(first == "according" and second == "to" for first, second in pairwise(small)):
        return False
    for place, (first, second) in enumerate(pairwise(words)):
        is_near = text[first.end() : second.start()].isspace()
        if is_near and _is_reported(small[place], small[place + 1], second.group(), len(small) - place):
            return False
    return is_whole or (len(small) >= _LEAST_WORDS and not (small[0] in _ADJUNCT and len(small) <= _MOST_ADJUNCT))


def _is_reported(verb: str, following: str, follower: str, count: int) -> bool:
    """Whether a word is a verb of saying, and the next one (in small letters, and as written) begins a reported clause.

    `count` is the number of words from the verb on.
    """
    if verb not in read_words("voice_saying"):
        return False
    if following in _SUBJECTS:
        return True
    starts = follower[0].isupper() or following in _DETERMINERS
    return verb in _CLAUSAL and starts and count >= _LEAST_REPORTED
