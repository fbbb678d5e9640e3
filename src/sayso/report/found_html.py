"""Found statements as one page of HTML, article by article: what one speaker says, or what has some words.

The page is as those of readings are (`html`): no script, nothing loaded from outside, and whatever an article holds is
text. What is said stands on a tint, in the sentence where it stands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, islice
from typing import TYPE_CHECKING, TextIO
from urllib.parse import urlsplit

from sayso.carrier import How
from sayso.reading import Stamp
from sayso.report.chains import ARROW, show_how
from sayso.report.facts import show_date
from sayso.report.render import hold_aside, render
from sayso.report.score import PALE, describe_correction
from sayso.report.site import Site
from sayso.report.who import NOT_CLEAR, NOT_NAMED
from sayso.store import Found, Search
from sayso.text import Span
from sayso.version import __version__

if TYPE_CHECKING:
    from sayso.report.report_page import Report

__all__ = ["render_found_articles", "render_found_fragment", "write_found_page"]

_MOST_OUTLETS = 30
# A notebook keeps what it shows for good.
_MOST_IN_FRAGMENT = 10


@dataclass(frozen=True, slots=True)
class PieceView:
    """Some words of a sentence, and whether they are what is said."""

    words: str
    is_said: bool


@dataclass(frozen=True, slots=True)
class StatementView:
    """One statement, in its sentence."""

    id: str
    speaker_id: int | None
    who: str
    words: str
    through: str
    kind: str
    place: str
    offsets: str
    spot: str
    pieces: tuple[PieceView, ...]
    score: str
    corrected: str
    is_pale: bool


@dataclass(frozen=True, slots=True)
class ArticleView:
    """One article with the statements in it that were found."""

    anchor: str
    number: int
    id: str
    address: str | None
    heading: str
    outlet: str
    date: str
    published: str | None
    statements: tuple[StatementView, ...]


def write_found_page(
    search: Search,
    stream: TextIO,
    *,
    title: str | None = None,
    date: str | None = None,
    site: Site | None = None,
    found: Iterable[Found] | None = None,
) -> None:
    """Write the page.

    Args:
        search: What was searched for.
        stream: Where to.
        title: What that was, in words.
        date: The day of the run, which the page states if it is given.
        site: It is a page of that, with links to the articles there.
        found: The statements, if they were read already.
    """
    outlets: Counter[str] = Counter()
    with hold_aside(render_found_articles(search if found is None else found, outlets, site)) as articles:
        values = {
            "title": title or "Statements that were found",
            "search": search,
            "outlets": outlets.most_common(_MOST_OUTLETS),
            "outlet_count": len(outlets),
            "articles": articles,
            "pale": PALE,
            "stamps": [Stamp(__version__, "", "")],
            "date": date,
            "site": site,
        }
        stream.writelines(render("found.html", **values))


def render_found_fragment(search: Search) -> str:
    """The first statements with their style, to be put into another page, such as a notebook's."""
    first = list(islice(search, _MOST_IN_FRAGMENT))
    with hold_aside(render_found_articles(first, Counter(), None)) as articles:
        return "".join(render("found_fragment.html", search=search, shown=len(first), articles=articles))


def render_found_articles(
    search: Iterable[Found], outlets: Counter[str], site: Site | None = None, report: Report | None = None
) -> Iterator[str]:
    """Yield the articles' part of the page; the statements of each outlet are counted as they come."""
    numbered = groupby(search, key=lambda it: (it.article, it.version, it.url))
    for number, (_, found) in enumerate(numbered, start=1):
        view = _view_article(list(found), f"a{number}")
        outlets[view.outlet] += len(view.statements)
        yield from render("found_article.html", article=view, site=site, report=report)


def _view_article(found: list[Found], anchor: str) -> ArticleView:
    first = found[0]
    return ArticleView(
        anchor=anchor,
        number=first.article_number,
        id=first.article,
        address=_find_address(first.url),
        heading=first.title or first.article,
        outlet=first.outlet or "",
        date=show_date(first.published) if first.published else "no date",
        published=first.published,
        statements=tuple(map(_view_statement, found)),
    )


def _view_statement(found: Found) -> StatementView:
    unknown = NOT_NAMED if found.unresolved == "no-source" else NOT_CLEAR
    says_more = found.source and found.source.casefold() not in (found.speaker or "").casefold()
    scores = [found.score, *([] if found.speaker_score is None else [found.speaker_score])]
    return StatementView(
        id=found.statement,
        speaker_id=found.speaker_id,
        who=unknown if found.speaker is None else found.speaker,
        words=found.source if says_more else "",
        through=ARROW.join(f"{it.name} ({show_how(How(it.how))})" for it in found.carriers),
        kind=found.kind,
        place="" if found.place == "body" else found.place,
        offsets=f"{found.content[0].start:,}–{found.content[-1].end:,}",
        spot=f"{found.content[0].start}-{found.content[-1].end}",
        pieces=tuple(_view_pieces(found)),
        score=" / ".join(f"{score:.2f}" for score in scores),
        corrected=describe_correction(found.corrected, found.corrected_by),
        is_pale=min(scores) < PALE,
    )


def _view_pieces(found: Found) -> Iterator[PieceView]:
    """Yield the sentence in pieces: what is said, and what stands around it."""
    first, at = found.sentence_span.start, found.sentence_span.start
    for span in (*sorted(found.content), Span(found.sentence_span.end, found.sentence_span.end)):
        for start, end, is_said in ((at, span.start, False), (max(at, span.start), span.end, True)):
            if start < end:
                yield PieceView(found.sentence[start - first : end - first], is_said)
        at = max(at, span.end)


def _find_address(url: str | None) -> str | None:
    """The address of an article where it is one of the web."""
    try:
        return url if urlsplit(url or "").scheme in ("http", "https") else None
    except ValueError:
        return None
