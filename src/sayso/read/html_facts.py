"""Find the facts about an article in its page: title, outlet, authors, dates, address, section, language.

Each fact has a list of places, the most reliable first; it is taken from the first place that has it, which is noted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sayso.address import find_host, find_site, is_other_site, join_address
from sayso.article import Outlet
from sayso.outlets import clean_outlet
from sayso.read.html_author import find_authors
from sayso.read.html_date import Dated, find_dates, read_page_date
from sayso.read.html_markup import Markup, take_name, take_strings
from sayso.read.html_parts import fold_words
from sayso.read.html_tree import Page
from sayso.read.source import Source

__all__ = ["Facts", "find_facts"]

LANGUAGE = re.compile(r"([A-Za-z]{2})(?:[-_][A-Za-z0-9_-]+)?")
# "Bridge shut | The Oxley Herald": the words after the last such mark name the outlet, if they are few.
TITLE_PARTS = re.compile(r"\s+[|–—»:•·-]\s+|\s*\|\s*")
MAX_TITLE_CHARS = 400
MIN_TITLE_WORDS = 5
MAX_NAME_WORDS = 5
MIN_STATED_SHARE = 0.5

Found = tuple[str, str]
"""A value and the name of the place where it was found."""


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts about a page, and for each known one where it came from, as in `Article.origins`."""

    title: str | None
    outlet: Outlet | None
    authors: tuple[str, ...]
    url: str | None
    published: Dated | None
    modified: Dated | None
    language: str | None
    canonical: str | None
    section: str | None
    origins: tuple[tuple[str, str], ...]


def find_facts(page: Page, markup: Markup, source: Source) -> Facts:
    """The facts about an article from its page; `source` fills those that the page does not state."""
    origin = source.origin or "given"
    canonical = first(list_canonical(markup, source.url))
    url = (source.url, origin) if source.url else canonical
    address = url[0] if url else None
    name = find_outlet(markup, source, origin, address)
    title = first(list_titles(markup, source, origin, name[0] if name else None))
    authors, authors_origin = find_authors(
        markup, page.root, source, tuple(filter(None, (name and name[0], find_host(address))))
    )
    languages = list(list_languages(markup, source, origin))
    published, modified = find_dates(
        page, markup, url=address, languages=[it for it, _ in languages], given=given_date(source, origin)
    )
    language = cut_language(languages)
    section = first(list_sections(markup))
    domain = find_domain(address, source)
    found = {
        "url": url,
        "outlet": name or (domain and (domain, "address")),
        "title": title,
        "authors": (authors, authors_origin) if authors else None,
        "published": published and published[-2:],
        "language": language,
        "modified": modified and modified[-2:],
        "canonical": canonical,
        "section": section,
    }
    return Facts(
        title=title[0] if title else None,
        outlet=Outlet(name[0] if name else None, domain) if name or domain else None,
        authors=authors,
        url=address,
        published=published,
        modified=modified,
        language=language[0] if language else None,
        canonical=canonical[0] if canonical else None,
        section=section[0] if section else None,
        origins=tuple((field, where[1]) for field, where in found.items() if where),
    )


def first(found: Iterable[Found]) -> Found | None:
    """The first value, None if there is none."""
    return next(iter(found), None)


def list_metas(markup: Markup, *names: str) -> Iterator[Found]:
    """Yield the values of meta elements of these names, in this order."""
    for name in names:
        value = markup.read_meta(name)
        if value:
            yield value, name if name.startswith("og:") else f"meta {name}"


def list_titles(markup: Markup, source: Source, origin: str, outlet: str | None) -> Iterator[Found]:
    """Yield the titles of an article: first the visible heading, then those stated in the markup."""
    metas = [*list_metas(markup, "og:title"), *list_headlines(markup), *list_metas(markup, "twitter:title")]
    stated = [(cut_outlet(value, outlet), where) for value, where in metas]
    heading = find_heading(markup, [value for value, _ in stated], outlet)
    if heading:
        # A label may stand in the heading, before the headline: "Politics | Bridge shut".
        folded = fold_words(heading)
        labelled = (it for it in stated if " " in it[0] and folded.endswith(f" {fold_words(it[0])}"))
        yield next(labelled, (heading, "h1"))
    yield from stated
    if source.title:
        yield source.title, origin
    if markup.headings:
        yield markup.headings[0], "h1"
    if markup.page_title:
        yield cut_outlet(markup.page_title, outlet), "title"


def find_heading(markup: Markup, stated: list[str], outlet: str | None) -> str | None:
    """The heading that is the headline; None if all headings name the outlet, a section or another article."""
    masthead = fold_words(outlet or "")
    headings = [it for it in markup.headings if len(it) <= MAX_TITLE_CHARS and fold_words(it) not in ("", masthead)]
    if stated:
        stated_words = set(fold_words(" ".join(stated)).split()) - set(masthead.split())
        agreed = [it for it in headings if measure_overlap(it, stated_words) >= MIN_STATED_SHARE]
        # A heading that shares few words with the stated titles is a headline if it is long enough.
        return next(iter(agreed), None) or next((it for it in headings if it.count(" ") + 1 >= MIN_TITLE_WORDS), None)
    page_title = fold_words(markup.page_title or "")
    agreed = [it for it in headings if fold_words(it) in page_title]
    return next(iter(agreed), None) or (headings[0] if len(headings) == 1 else None)


def measure_overlap(heading: str, stated_words: set[str]) -> float:
    """The share of a heading's words that are in `stated_words`, the words of the stated titles."""
    words = fold_words(heading).split()
    return sum(word in stated_words for word in words) / len(words)


def list_headlines(markup: Markup) -> Iterator[Found]:
    """Yield the headlines of the page's schema.org articles."""
    for thing in markup.articles:
        yield from ((value, "schema.org headline") for value in take_strings(thing.get("headline")))


def cut_outlet(title: str, outlet: str | None) -> str:
    """The title without the outlet's name at its end.

    >>> cut_outlet("Bridge shut | The Oxley Herald", "Oxley Herald")
    'Bridge shut'
    """
    cuts = list(TITLE_PARTS.finditer(title))
    if not cuts:
        return title
    tail, name = fold_words(title[cuts[-1].end() :]), fold_words(outlet or "")
    is_name = bool(name and tail) and (tail in name or name in tail)
    # If the outlet's name is not known, only the sign that has no other use counts.
    return title[: cuts[-1].start()] if is_name or (not name and "|" in cuts[-1].group()) else title


def find_outlet(markup: Markup, source: Source, origin: str, address: str | None) -> Found | None:
    """The name of the outlet: the first stated one that is a name, else the one in the page's title."""
    titles = tuple(value for value, _ in (*list_metas(markup, "og:title", "twitter:title"), *list_headlines(markup)))
    stated = ((clean_outlet(value, titles), where) for value, where in list_outlets(markup, source, origin))
    return first((name, where) for name, where in stated if name) or find_in_title(markup, address)


def list_outlets(markup: Markup, source: Source, origin: str) -> Iterator[Found]:
    """Yield the stated names of the outlet."""
    for thing in (*markup.articles, *markup.others):
        name = take_name(thing.get("publisher"))
        if name:
            yield name, "schema.org publisher"
    yield from list_metas(markup, "og:site_name", "application-name", "apple-mobile-web-app-title", "dc.publisher",
                          "publisher", "citation_journal_title")  # fmt: skip
    if source.outlet is not None and source.outlet.name:
        yield source.outlet.name, origin
    for thing in markup.others:
        kinds = take_strings(thing.get("@type"))
        name = take_name(thing)
        if name and any(kind in ("NewsMediaOrganization", "WebSite") for kind in kinds):
            yield name, f"schema.org {kinds[0]}"


def find_in_title(markup: Markup, address: str | None) -> Found | None:
    """The outlet's name from the end or the beginning of the page's title, if its host has this name too."""
    label = find_site(find_host(address) or "").split(".")[0].replace("-", "")
    parts = TITLE_PARTS.split(markup.page_title or "")
    for part in (parts[-1], parts[0]) if len(parts) > 1 else ():
        bare = fold_words(part).replace(" ", "")
        is_short = len(bare) > 2 and part.count(" ") < MAX_NAME_WORDS
        if is_short and (bare in label or (len(label) > 3 and label in bare)):
            return clean_outlet(part) or part, "title"
    return None


def find_domain(address: str | None, source: Source) -> str | None:
    """The host of the outlet: that of the page's address, else the given one."""
    return find_host(address) or (source.outlet.domain if source.outlet else None)


def list_canonical(markup: Markup, base: str | None) -> Iterator[Found]:
    """Yield the addresses that a page gives as its own."""
    stated = ((markup.links.get("canonical"), "rel=canonical"), (markup.read_meta("og:url"), "og:url"))
    for address, where in stated:
        whole = join_address(base, address)
        # An og:url of another site is mostly that of a shared picture or page.
        if whole and (where == "rel=canonical" or not is_other_site(whole, base)):
            yield whole, where


def list_sections(markup: Markup) -> Iterator[Found]:
    """Yield the names of the part of the outlet that an article stands in."""
    for thing in markup.articles:
        yield from ((value, "schema.org articleSection") for value in take_strings(thing.get("articleSection"))[:1])
    yield from list_metas(markup, "article:section", "section", "parsely-section", "dc.subject.section")


def list_languages(markup: Markup, source: Source, origin: str) -> Iterator[Found]:
    """Yield the languages that are stated, as they are written: "en-GB"."""
    schema = [
        (value, "schema.org inLanguage") for it in markup.articles for value in take_strings(it.get("inLanguage"))
    ]
    metas = list_metas(markup, "og:locale", "content-language", "language", "dc.language")
    for value, where in ((markup.language, "html lang"), *metas, *schema, (source.language, origin)):
        if value and LANGUAGE.fullmatch(value.strip()):
            yield value.strip(), where


def cut_language(stated: list[Found]) -> Found | None:
    """The first stated language as a code of two lower-case letters."""
    return (stated[0][0][:2].lower(), stated[0][1]) if stated else None


def given_date(source: Source, origin: str) -> Dated | None:
    """The date from outside the page, None if there is none."""
    known = read_page_date(source.published) if source.published else None
    return (*known, origin) if known else None
