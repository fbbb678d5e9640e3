"""The records of an article: its text, the place of its title, and the facts about it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from sayso.errors import Notice
from sayso.given import check_given, check_items, check_texts
from sayso.iso_date import parse_published
from sayso.text import Span, check_spans, fingerprint

__all__ = [
    "BOILERPLATE",
    "CAPTION",
    "PLACES",
    "PULL_QUOTE",
    "Article",
    "Outlet",
    "PagedArticle",
    "Region",
    "Stated",
    "TimedArticle",
    "Unread",
    "blank_boilerplate",
    "find_page",
    "find_time",
]

BOILERPLATE = "boilerplate"
CAPTION = "caption"
PULL_QUOTE = "pull-quote"
PLACES = frozenset({BOILERPLATE, CAPTION, PULL_QUOTE})


@dataclass(frozen=True, slots=True)
class Outlet:
    """Who published an article. Either part may be unknown."""

    name: str | None = None
    domain: str | None = None

    def __post_init__(self) -> None:
        check_texts("an outlet", self, "name domain")


@dataclass(frozen=True, slots=True)
class Stated:
    """A carrier that the page, feed or archive states beside the text.

    Attributes:
        name: Its name, or the host of its address.
        how: The way in which it passed the words on: a value of `How`.
        where: Where it is stated: "schema.org isBasedOn", "RSS source", "rel=canonical".
    """

    name: str
    how: str
    where: str


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the text that is not its body.

    Attributes:
        span: Where it stands in the text.
        place: "caption", "pull-quote", or "boilerplate": a menu, button, footer or link of the site around the article,
            which is not analysed.
    """

    span: Span
    place: str

    def __post_init__(self) -> None:
        check_given("the span of a region", self.span, tuple, "a Span")
        check_given("the place of a region", self.place, str, "a str")
        if self.place not in PLACES:
            raise ValueError(f"the place of a region is {self.place!r:.40}; give one of {', '.join(sorted(PLACES))}")


@dataclass(frozen=True, slots=True)
class Article:
    """One article. All offsets in a reading are offsets into `text`, which never changes.

    Attributes:
        id: The given id, else the file's path as given, else the address; unique within a run.
        text: The text, in Unicode code points.
        url: The address, if known.
        outlet: Who published it, if known.
        title: The headline, if there is one.
        title_span: Where the headline stands in `text`.
        given_span: The part of `text` that was given: all of it, unless a headline was put before it.
        authors: Bylines, as given.
        published: Date or time as ISO 8601, cut to its precision. Tables leave any other form out.
        published_precision: "year", "month", "day", "minute" or "second".
        language: A two-letter code, if known.
        notices: What was odd or went wrong while reading it.
        modified: When it was last changed, as ISO 8601, cut to its precision.
        modified_precision: As for `published`.
        canonical: The address that the page itself gives as its own.
        section: The part of the outlet that it stands in.
        origins: For each fact that is known, where it came from: ("title", "og:title"), in the order of the fields.
        stated: Carriers that are stated beside the text.
        regions: Captions, pull quotes and boilerplate, in text order.

    Raises:
        TypeError: The text or a date is not a str, or the outlet is not an `Outlet`.
        OffsetError: The title, the given part or a region does not lie in the text.

    >>> Article("a1", "It rained.", outlet=Outlet("The Wold Bell"), published="2031-04-05").published_precision
    'day'
    """

    id: str
    text: str
    url: str | None = None
    outlet: Outlet | None = None
    title: str | None = None
    title_span: Span | None = None
    given_span: Span | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    published_precision: str | None = None
    language: str | None = None
    notices: tuple[Notice, ...] = ()
    modified: str | None = None
    modified_precision: str | None = None
    canonical: str | None = None
    section: str | None = None
    origins: tuple[tuple[str, str], ...] = ()
    stated: tuple[Stated, ...] = ()
    regions: tuple[Region, ...] = ()

    def __post_init__(self) -> None:
        if not isinstance(self.text, str):
            raise TypeError(
                f"the text of article {self.id!r:.80} is {self.text!r:.40}; give its text as a str, or read files with"
                " read_articles"
            )
        if not isinstance(self.id, str):
            raise TypeError(f"the id of an article is {self.id!r:.80}; give it as a str")
        what = f"article {self.id!r:.80}"
        check_texts(what, self, "url title language published_precision modified_precision canonical section")
        check_items(what, self, "authors", str, "a tuple of names")
        check_items(what, self, "notices", Notice, "a tuple of Notices")
        check_items(what, self, "origins", tuple, "a tuple of pairs: a field, and where it came from")
        check_items(what, self, "stated", Stated, "a tuple of Stated")
        check_items(what, self, "regions", Region, "a tuple of Regions")
        if self.outlet is not None and not isinstance(self.outlet, Outlet):
            raise TypeError(
                f"the outlet of article {self.id!r:.80} is {self.outlet!r:.40}; give it as Outlet(name=…, domain=…)"
            )
        for name in ("published", "modified"):
            self._check_date(name)
        self._check_places()

    def _check_date(self, name: str) -> None:
        """Raise unless a date is a str; fill in the precision of one in ISO 8601 where that was not given."""
        value: object = getattr(self, name)
        if value is None:
            return
        if not isinstance(value, str):
            raise TypeError(f"{name} of article {self.id!r:.80} is {value!r:.60}; give it as a str: value.isoformat()")
        date = parse_published(value)
        if date is not None and getattr(self, f"{name}_precision") is None:
            object.__setattr__(self, f"{name}_precision", date[1])

    def _check_places(self) -> None:
        """Raise unless title, given part and regions lie in the text."""
        spans = (("title", self.title_span), ("given part", self.given_span))
        places = [(what, span) for what, span in spans if span is not None]
        for what, span in (*places, *(("region", region.span) for region in self.regions)):
            check_spans((span,), self.text, f"article {self.id!r:.80}, {what}")

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the text in UTF-8."""
        return fingerprint(self.text)


def blank_boilerplate(article: Article) -> str:
    r"""The text with blanks, between two line feeds, in place of boilerplate, so that all offsets stay the same.

    >>> blank_boilerplate(Article("a", "Menu\n\nIt rained.", regions=(Region(Span(0, 4), BOILERPLATE),)))
    '\n  \n\n\nIt rained.'
    """
    pieces = []
    done = 0
    for region in article.regions:
        if region.place == BOILERPLATE and region.span.end > done:
            start = max(done, region.span.start)
            size = region.span.end - start
            pieces += [article.text[done:start], f"\n{' ' * (size - 2)}\n"[:size]]
            done = region.span.end
    return "".join((*pieces, article.text[done:])) if pieces else article.text


@dataclass(frozen=True, slots=True)
class TimedArticle(Article):
    """An article whose text is spoken, such as subtitles.

    Attributes:
        times: Places in the text, each with the second from the beginning at which it is heard; in order.
        voices: The names that begin a turn, before a colon: the form of subtitles says so, however few the turns.
    """

    times: tuple[tuple[int, float], ...] = ()
    voices: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class PagedArticle(Article):
    """An article that was printed on pages.

    Attributes:
        pages: Where each page begins in the text, from the first page on.
    """

    pages: tuple[int, ...] = ()


def find_page(pages: tuple[int, ...], place: int) -> int | None:
    """The number of the page that a place of the text is on, from 1; None if there are no pages.

    >>> find_page((0, 9), 12)
    2
    """
    return max(1, bisect_right(pages, place)) if pages else None


def find_time(times: tuple[tuple[int, float], ...], place: int) -> float | None:
    """The second at which a place of the text is heard; None if there are no times.

    >>> find_time(((0, 1.0), (9, 2.0)), 12)
    2.0
    """
    before = bisect_right(times, (place, float("inf")))
    return times[max(0, before - 1)][1] if times else None


@dataclass(frozen=True, slots=True)
class Unread:
    """An article that could not be read, and why; or the files of a folder that were passed over.

    Attributes:
        id: The article's id, or the folder's path.
        notices: Why.
        passed_over: How many files of a folder this record stands for; 0 for an article.
    """

    id: str
    notices: tuple[Notice, ...]
    passed_over: int = 0
