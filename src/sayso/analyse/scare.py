"""Classification of words in marks: scare quotes, titles and names, nicknames, words as words; the rest is quotation.

The content of a statement is quotation. Marks inside a quotation, or in a turn of an interview, are the speaker's own.
A word that also stands in a quotation may still be in scare quotes: outlets use these for the words of people whom they
quote.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sayso.analyse.layout import Layout
from sayso.analyse.mark_use import Setting, Use, classify_use, find_announced_use, fold_words, read_setting
from sayso.marking import MarkUse, OtherMark
from sayso.segment import Marked
from sayso.statement import Kind, Statement
from sayso.text import Span

__all__ = ["classify_marks", "is_scare_statement"]

# If this share of the longer words in a headline begin with a capital, its capitals have no meaning.
_TITLE_CASE = 0.7
_LONG_WORD = 4
# A sentence with fewer words outside the marks is only the quotation and its tag.
_LEAST_OUTSIDE = 3
# “one” and “another”: at most so many characters stand between them.
_MOST_BETWEEN = 6
# So much of a stretch is compared with others, in characters.
_LONGEST_KEY = 200


@dataclass(frozen=True, slots=True)
class ClassifiedMark:
    """A stretch in marks: its setting, its words (folded), its use if it has one, whether a statement holds it."""

    mark: Marked
    setting: Setting
    words: str
    use: Use | None
    is_quotation: bool


def classify_marks(layout: Layout, statements: Sequence[Statement]) -> tuple[tuple[Span, ...], tuple[OtherMark, ...]]:
    """Return the scare quotes, and the titles, names, nicknames and words as words; marks included, in text order.

    >>> from sayso.analyse.layout import lay_out
    >>> from sayso.article import Article
    >>> layout = lay_out(Article("a", "The “consultation” ran for a day. She sang “Old Tar” at the end."))
    >>> scare, other = classify_marks(layout, ())
    >>> [span.of(layout.text) for span in scare], [(mark.span.of(layout.text), mark.kind.value) for mark in other]
    (['“consultation”'], [('“Old Tar”', 'title')])
    """
    classified = list(_agree(list(_classify_each(layout, statements))))
    scare = tuple(each.mark.span for each in classified if each.use == "scare")
    other = tuple(OtherMark(each.mark.span, each.use) for each in classified if isinstance(each.use, MarkUse))
    return scare, other


def is_scare_statement(layout: Layout, statement: Statement) -> bool:
    """Whether a statement is an error: scare quotes or the like in a sentence of the outlet, said by nobody.

    Only for statements without cue and source in a sentence with other words.

    >>> from sayso.analyse.layout import lay_out
    >>> from sayso.article import Article
    >>> from sayso.statement import Kind, Place
    >>> layout = lay_out(Article("a", "Little is known about these “students” so far."))
    >>> is_scare_statement(layout, Statement("s1", Kind.DIRECT, Place.BODY, (Span(28, 38),), (), (), 0.4))
    True
    """
    if statement.cue or statement.source or statement.turn or len(statement.content) != 1:
        return False
    content = statement.content[0]
    first = bisect_left(layout.marked, content.start, key=lambda mark: mark.span.start)
    held = [mark for mark in layout.marked[first : first + 3] if content.holds(mark.span)]
    if len(held) != 1 or not _is_whole(held[0]) or held[0].depth:
        return False
    sentence = layout.sentences[layout.sentence_of(held[0].span.start)]
    outside = layout.text[sentence.start : held[0].span.start] + layout.text[held[0].span.end : sentence.end]
    if len(outside.split()) < _LEAST_OUTSIDE:
        return False
    setting = _read(layout, held[0])
    use = classify_use(setting, held[0].inside.of(layout.text))
    # Two or three words that the model took for speech may be speech: the speaker may be in the sentence before.
    return isinstance(use, MarkUse) or (use == "scare" and len(setting.words) == 1)


def _classify_each(layout: Layout, statements: Sequence[Statement]) -> Iterator[ClassifiedMark]:
    """Yield each stretch in marks with its setting and use, except those within a title or a name."""
    owners = _find_owners(layout, statements)
    outer: list[Marked] = []
    classified_until = quoted_until = -_MOST_BETWEEN - 1
    for mark in layout.marked:
        start, end = mark.span
        outer = [other for other in outer if other.span.end >= end]
        speech = outer[-1] if outer else None
        outer.append(mark)
        if not _is_whole(mark) or end <= classified_until:
            continue
        number = owners[(start + end) // 2]
        owner = statements[number] if number >= 0 else None
        setting, inside = _read(layout, mark), mark.inside.of(layout.text)
        if owner is None or owner.turn or (speech and _is_spoken(owner, speech)):
            use = None if _is_joined(layout.text, quoted_until, start) else classify_use(setting, inside)
            owner = None
        else:
            use = _classify_covered(owner, mark, setting, inside)
        classified_until = end if use is not None else classified_until
        quoted_until = end if use is None and owner is not None else quoted_until
        yield ClassifiedMark(mark, setting, fold_words(inside[:_LONGEST_KEY]), use, owner is not None)


def _classify_covered(owner: Statement, mark: Marked, setting: Setting, inside: str) -> Use | None:
    """Return the use of marks in the content of a statement: None for quotation, unless another use is announced."""
    place = bisect_left(owner.content, mark.span)
    if place < len(owner.content) and owner.content[place] == mark.span:
        return None
    use = find_announced_use(setting)
    if use is None and owner.kind is Kind.INDIRECT:
        # `classify_kind` does not count marks round a title or a name.
        use = classify_use(setting, inside)
        return use if isinstance(use, MarkUse) else None
    return use


def _is_whole(mark: Marked) -> bool:
    """Whether marks stand at both ends."""
    return mark.closed and not mark.reopened and mark.kind != "block"


def _is_spoken(owner: Statement, speech: Marked) -> bool:
    """Whether the smallest statement around a mark is the quotation of the outer marks."""
    span = owner.content[max(0, bisect_right(owner.content, speech.inside.start, key=lambda span: span.start) - 1)]
    return span.start <= speech.inside.start and speech.inside.end <= span.end + 1


def _is_joined(text: str, quoted_until: int, start: int) -> bool:
    """Whether a quotation ends right before: “one” and “another”."""
    between = text[quoted_until:start] if 0 <= start - quoted_until <= _MOST_BETWEEN else "…"
    return between.strip(" ,") in {"", "and", "or", "but"}


def _read(layout: Layout, mark: Marked) -> Setting:
    """Return the setting of a stretch in marks: its words and those of its sentence."""
    first, last = (layout.sentences[layout.sentence_of(place)] for place in (mark.span.start, mark.span.end - 1))
    in_title = layout.title is not None and layout.title.holds(mark.span) and _is_title_case(layout)
    return read_setting(layout.text, mark, Span(first.start, last.end), in_title=in_title)


def _is_title_case(layout: Layout) -> bool:
    """Whether most longer words of the headline begin with a capital."""
    title = layout.title.of(layout.text)[:_LONGEST_KEY] if layout.title else ""
    words = [word for word in title.split() if len(word) >= _LONG_WORD]
    return sum(not word.lstrip("“\"'‘")[:1].islower() for word in words) >= _TITLE_CASE * len(words)


def _find_owners(layout: Layout, statements: Sequence[Statement]) -> NDArray[np.int32]:
    """Return for each character the number of the smallest statement whose content holds it; -1 for none."""
    owners = np.full(len(layout.text) + 1, -1, dtype=np.int32)
    sizes = [sum(span.end - span.start for span in statement.content) for statement in statements]
    for number in sorted(range(len(statements)), key=lambda n: (-sizes[n], n)):
        for span in statements[number].content:
            owners[span.start : span.end] = number
    return owners


def _agree(classified: list[ClassifiedMark]) -> Iterator[ClassifiedMark]:
    """Yield the marks, with the same use for the same words everywhere: one announcement decides.

    In a headline in title case, words have the use that they have in the body.
    """
    known: dict[str, Use] = {}
    for mark in classified:
        if mark.use is not None and not mark.setting.in_title:
            known.setdefault(mark.words, mark.use)
    known.update(
        {mark.words: mark.use for mark in classified if mark.use is not None and find_announced_use(mark.setting)}
    )
    for mark in classified:
        if mark.use == "scare" or (mark.use is None and mark.setting.in_title and not mark.is_quotation):
            yield replace(mark, use=known.get(mark.words, mark.use))
        else:
            yield mark
