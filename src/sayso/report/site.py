"""The pages that a server shows beside those of readings and checks: its start page, and what went wrong.

All of them are filled in as the other pages are (`render`). A page of a site has a bar with the ways to its others,
and its styles and script are files of their own, so that a Content-Security-Policy can forbid everything else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from importlib.resources import files

from sayso.report.facts import show_day
from sayso.report.harmless import shorten
from sayso.report.render import read_style, render
from sayso.store import ArticleSummary

__all__ = [
    "FILES",
    "Asset",
    "Facet",
    "Link",
    "Narrower",
    "Pager",
    "QuotationLink",
    "SearchField",
    "SearchView",
    "Site",
    "StartView",
    "render_articles_page",
    "render_message_page",
    "render_start_page",
]

_TYPES = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml"}
_NAMES = (
    *("style.css", "check.css", "clusters.css", "about.css", "correct.css", "site.css"),
    *("site.js", "correct.js", "icon.svg"),
)
# Two versions of a file have the same digits with a probability of 1 in 4 billion.
_DIGITS = 8
_NAME_CHARS = 160


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that pages load: its address, what it is, and what it holds."""

    address: str
    type: str
    content: bytes


@cache
def _load_files() -> dict[str, Asset]:
    """The files by their names; an address changes with what the file holds, so that browsers may keep it for good."""
    found = {}
    for name in _NAMES:
        base, ending = name.rsplit(".", 1)
        content = (
            read_style(name) if ending == "css" else (files("sayso.report") / "templates" / name).read_text("utf-8")
        )
        mark = sha256(content.encode()).hexdigest()[:_DIGITS]
        found[name] = Asset(f"/files/{base}-{mark}.{ending}", _TYPES[ending], content.encode())
    return found


class _Files(Mapping[str, Asset]):
    """The files, which are loaded when the first of them is asked for."""

    def __getitem__(self, name: str) -> Asset:
        return _load_files()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(_NAMES)

    def __len__(self) -> int:
        return len(_NAMES)


FILES: Mapping[str, Asset] = _Files()


@dataclass(frozen=True, slots=True)
class Link:
    """A way to another page; `is_here`: it is the one that is shown."""

    name: str
    address: str
    is_here: bool = False


@dataclass(frozen=True, slots=True)
class Pager:
    """Which part of a list is shown, counted from 1, and the addresses of those before and after; "" for none."""

    first: int
    last: int
    count: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class QuotationLink:
    """The page of words that several articles have, and how many these are."""

    address: str
    article_count: int


@dataclass(frozen=True, slots=True)
class Narrower:
    """A value that much of what was found has: its name, how many statements have it, the address of those alone."""

    name: str
    count: int
    address: str


@dataclass(frozen=True, slots=True)
class Facet:
    """In what what was found differs: its name, its most frequent values, and how many more there are."""

    name: str
    values: tuple[Narrower, ...]
    more: int


@dataclass(frozen=True, slots=True)
class SearchField:
    """A part of a search beside its words: its name in an address, how it is called, what was given."""

    name: str
    label: str
    value: str = ""
    example: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchView:
    """What was searched for, as the form of a search has it, and how what was found can be narrowed."""

    words: str
    fields: tuple[SearchField, ...]
    facets: tuple[Facet, ...] = ()

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but words was given."""
        return any(field.value for field in self.fields)


@dataclass(frozen=True, slots=True)
class Site:
    """What a page of a site has beside what it shows.

    Attributes:
        links: The ways to other pages.
        saves: The ways to save what is shown.
        notes: What to know first, a sentence each.
        article: The address of the article that is shown, with which those of its statements begin; may be empty.
        choice_address: The address that shows some of the article's statements alone; may be empty.
        speakers: The numbers in the collection of the article's speakers, by their ids in the article.
        words_address: The address of who else carries the article's words; empty where nobody is known to.
        quotations: The pages of words that other articles have too, by the addresses of statements that say them.
        permanent_address: The address of what is shown that stays, where the page's own may change; may be empty.
        search: What was searched for; None where nothing is.
        pager: Which part of a list is shown; None where none is.
        may_correct: Whether the article that is shown can be corrected.
        correction_count: How many corrections of it there are.
    """

    links: tuple[Link, ...] = ()
    saves: tuple[Link, ...] = ()
    notes: tuple[str, ...] = ()
    article: str = ""
    choice_address: str = ""
    speakers: Mapping[str, int] = field(default_factory=dict)
    words_address: str = ""
    quotations: Mapping[str, QuotationLink] = field(default_factory=dict)
    permanent_address: str = ""
    search: SearchView | None = None
    pager: Pager | None = None
    may_correct: bool = False
    correction_count: int = 0

    @property
    def files(self) -> Mapping[str, str]:
        """The addresses of styles and script, by the names of the files."""
        return {name: asset.address for name, asset in FILES.items()}


@dataclass(frozen=True, slots=True)
class StartView:
    """The start page.

    Attributes:
        may_fetch: Whether an address may be given.
        is_shared: Whether others than who started the program may see the page.
        most: The most that may be given, in words.
        fault: Why nothing was shown, if that was so.
        text: The text that was given then.
        source_text: The source that was given then.
        address: The address that was given then.
    """

    may_fetch: bool
    is_shared: bool
    most: str
    fault: str = ""
    text: str = ""
    source_text: str = ""
    address: str = ""


def render_start_page(view: StartView, site: Site) -> str:
    """The page where an article is given to be read."""
    return "".join(render("start.html", title="Who said what, and through whom?", start=view, site=site))


@dataclass(frozen=True, slots=True)
class ArticleLine:
    """An article in the list of a collection."""

    number: int
    name: str
    outlet: str
    day: str
    speaker_count: int
    statement_count: int


def render_articles_page(articles: Sequence[ArticleSummary], count: int, site: Site) -> str:
    """The list of articles of a collection, of which there are so many in all."""
    lines = [
        ArticleLine(
            it.number,
            shorten(it.title or it.article, max_chars=_NAME_CHARS),
            it.outlet or "",
            show_day(it.published or ""),
            it.speaker_count,
            it.statement_count,
        )
        for it in articles
    ]
    return "".join(render("articles.html", title=describe_count(count), lines=lines, count=count, site=site))


def describe_count(count: int) -> str:
    """How many articles there are, in words."""
    return f"{count:,} article{'' if count == 1 else 's'}"


def render_message_page(title: str, message: str, site: Site) -> str:
    """A page that says what went wrong, and what to do."""
    return "".join(render("message.html", title=title, message=message, site=site))
