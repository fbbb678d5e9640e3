"""Find who wrote an article: from schema.org, else from meta elements, else from the visible byline."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from sayso.read.html_markup import Markup, clean_value, take_name
from sayso.read.html_parts import fold_words
from sayso.read.html_tree import Element, read_text
from sayso.read.source import Source

__all__ = ["find_authors", "split_names"]

AUTHOR_METAS = (
    "author", "article:author", "authors", "byl", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator",
    "citation_author", "article:author_name", "og:article:author", "creator", "cxenseparse:author",
    "twitter:creator:name", "itemprop:author",
)  # fmt: skip
BYLINE_CLASS = re.compile(r"(?:^|[\s_-])(?:by-?line|author|writer)s?(?:$|[\s_-]|name)", re.IGNORECASE)
BYLINE_TAGS = ("a", "span", "p", "div", "address", "cite", "li", "h4", "h5")
LEADING = re.compile(
    r"\A\W*(?:(?:view\s+)?(?:all\s+)?(?:posts?|articles?|stor(?:y|ies)|words|text|analysis|written|posted|published|reported|edited"
    r"|post\s+author|author|video|photos?)\s+)?(?:by|von|par|por)\b[\s:]*|\A[\s:;,|–—-]+|\A(?:post\s+)?authors?\s*:?\s+",
    re.IGNORECASE,
)
PARTED = re.compile(r"\s*(?:;|\||\n|/(?=[A-ZÀ-Þ])|&|,?\s(?:and|und|et|y)\s|,)\s*")
# Words beside a name that are not part of it: "Anna Roth, Staff Writer".
ROLE = re.compile(
    r"(?:[\w'’-]+\s+){0,5}(?:writer|reporter|correspondent|editor|columnist|staff|producer|analyst|contributor|journalist"
    r"|service|jr\.?|sr\.?|ph\.?d\.?|md)\Z",
    re.IGNORECASE,
)
NO_NAME = re.compile(
    r"https?:|www\.|@|\d{3}|\d:\d|\.(?:com|org|net)/|\b(?:says|follow|profile|posts?|posted|edit|view|twitter|facebook|instagram|linkedin|e-?mail|minutes?|ago|published|updated)\b"
    r"|\A(?:admin|administrator|authors?|editor|staff|unknown|none|null|undefined|guest|\W*)\Z",
    re.IGNORECASE,
)
# An account name, which some pages state as the author: "pauls".
ACCOUNT = re.compile(r"[a-z0-9._-]+")
# A class may be on any element; a name found by it must have two parts and capitals.
PARTICLE = r"(?:de|van|von|der|den|bin|bint|al|el|la|le|di|da|dos|du|ter|of|y)"
NAME = re.compile(rf"[^\W\d_a-zß-ÿ][\w.'’-]*(?:\s+(?:{PARTICLE}|[^\W\d_a-zß-ÿ][\w.'’-]*)){{1,4}}")
ONE_NAME = re.compile(r"[^\W\d_a-zß-ÿ][\w.'’-]{2,30}")
AFTER_NAME = re.compile(r"\s+[-–—•·|]\s+.*\Z", re.DOTALL)
COMMENT = re.compile(
    r"(?:^|[\s_-])(?:comments?|comment-?list|respond|disqus\w*)(?:$|[\s_-](?:list|body|author|content|area|meta))",
    re.IGNORECASE,
)
MAX_NAME_CHARS = 80
MAX_BYLINE_CHARS = 200
MAX_AUTHORS = 30
MAX_BYLINES = 100

Found = tuple[tuple[str, ...], str]
"""Authors, and the name of the place that states them."""


def find_authors(markup: Markup, root: Element, source: Source, own: tuple[str, ...]) -> Found:
    """The authors from the most reliable place that names any, and the name of that place.

    Args:
        markup: What the page states.
        root: Its elements, for the visible byline.
        source: Facts from outside the page.
        own: Name and host of the outlet, which is the author only if nobody else is.
    """
    outlets: Found = ((), "")
    for given, where in list_given(markup, root):
        names = unite(name for value in given for name in split_names(value))
        people = tuple(name for name in names if not is_outlet(name, own))
        if people:
            return people, where
        outlets = outlets if outlets[0] else (names, where)
    if source.authors:
        return source.authors, source.origin or "given"
    return outlets if outlets[0] else ((), "")


def is_outlet(name: str, own: tuple[str, ...]) -> bool:
    """Whether a name is that of the outlet: it is part of the outlet's name or host, or holds one of them."""
    bare = fold_words(name).replace(" ", "")
    others = [fold_words(it).replace(" ", "") for it in own]
    return any((len(bare) > 3 and bare in it) or (len(it) > 3 and it in bare) for it in others)


def list_given(markup: Markup, root: Element) -> Iterator[tuple[list[str], str]]:
    """Yield the bylines of each place, as given, and the name of the place; the most reliable first."""
    for thing in markup.articles:
        yield take_names(thing.get("author")), "schema.org author"
        yield take_names(thing.get("creator")), "schema.org creator"
    yield from ((drop_accounts(markup.metas[name]), f"meta {name}") for name in AUTHOR_METAS if name in markup.metas)
    yield list_bylines(root, is_rel_author, NAME, ONE_NAME), "rel=author"
    yield list_bylines(root, is_itemprop_author, NAME, ONE_NAME), "itemprop author"
    yield list_bylines(root, has_byline_class, NAME), "byline"
    yield from ((markup.metas[name], f"meta {name}") for name in AUTHOR_METAS if name in markup.metas)


def is_rel_author(element: Element) -> bool:
    """Whether an element is a link to the author."""
    return "author" in (element.get("rel") or "").lower().split()


def is_itemprop_author(element: Element) -> bool:
    """Whether an element is marked as the author in microdata."""
    return (element.get("itemprop") or "").lower() == "author"


def has_byline_class(element: Element) -> bool:
    """Whether the class of an element says that it is a byline."""
    return BYLINE_CLASS.search(element.get("class") or "") is not None


def take_names(value: object) -> list[str]:
    """The names in a value of schema.org: one person or organisation, or a list of them."""
    values = value if isinstance(value, list) else [value]
    return [name for it in values[:MAX_AUTHORS] if (name := take_name(it))]


def drop_accounts(values: list[str]) -> list[str]:
    """The values that are not account names."""
    return [value for value in values[:MAX_AUTHORS] if not ACCOUNT.fullmatch(value)]


def list_bylines(root: Element, is_byline: Callable[[Element], bool], *forms: re.Pattern[str]) -> list[str]:
    """The names in the first visible byline of a kind and in the bylines beside it, outside of comments."""
    found: list[str] = []
    holder = None
    bylines = (it for it in root.iter(*BYLINE_TAGS) if is_byline(it))
    for element in islice(bylines, MAX_BYLINES):
        text = read_text(element, MAX_BYLINE_CHARS)
        if not 1 < len(text) <= MAX_BYLINE_CHARS or (holder is not None and not is_beside(element, holder)):
            continue
        names = [name for name in split_names(AFTER_NAME.sub("", text)) if any(form.fullmatch(name) for form in forms)]
        if names and not is_comment(element):
            found.extend(names)
            holder = holder if holder is not None else element
    return found


def is_beside(element: Element, other: Element) -> bool:
    """Whether two elements have the same parent or grandparent."""
    parent, other_parent = element.getparent(), other.getparent()
    if parent is None or other_parent is None:
        return False
    grand = parent.getparent()
    return parent is other_parent or (grand is not None and grand is other_parent.getparent())


def is_comment(element: Element) -> bool:
    """Whether an element stands among the comments of readers."""
    holders = (element, *element.iterancestors())
    return any(COMMENT.search(f"{it.get('class') or ''} {it.get('id') or ''}") for it in holders)


def split_names(byline: str) -> Iterator[str]:
    """Yield the names in a byline.

    >>> list(split_names("By Anna Roth and Ben Oduya, Associated Press"))
    ['Anna Roth', 'Ben Oduya', 'Associated Press']
    """
    for part in PARTED.split(byline[: 10 * MAX_NAME_CHARS]):
        name = LEADING.sub("", clean_value(part) or "").strip(" ,;:|-–—•")
        if 1 < len(name) <= MAX_NAME_CHARS and not NO_NAME.search(name) and not ROLE.fullmatch(name):
            yield name


def unite(names: Iterable[str]) -> tuple[str, ...]:
    """The names in their order, without duplicates."""
    seen: dict[str, str] = {}
    for name in names:
        seen.setdefault(name.casefold(), name)
    return tuple(seen.values())[:MAX_AUTHORS]
