"""Find the carriers that a page states in its markup: what it is based on, who supplied it, whose address it gives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sayso.address import find_host, is_other_site, join_address
from sayso.article import Stated
from sayso.outlets import clean_outlet, is_agency
from sayso.read.html_facts import Facts
from sayso.read.html_markup import Markup, take_name, take_url
from sayso.read.html_parts import fold_words

__all__ = ["find_stated", "names_agency"]

BYLINE_PARTS = re.compile(r"[,;|/()\n]|\s[–—-]\s|\b(?i:by|from|via|and|with|source)\b:?")
SCHEMA_KEYS = (
    ("isBasedOn", "republication"),
    ("isBasedOnUrl", "republication"),
    ("sourceOrganization", "wire"),
    ("provider", "republication"),
    ("copyrightHolder", "republication"),
)
META_KEYS = ("syndication-source", "original-source", "dc.source", "article:original_source", "source")
MAX_STATED = 20
MAX_NAME_CHARS = 120


def find_stated(markup: Markup, facts: Facts) -> tuple[Stated, ...]:
    """The carriers that a page states beside its text, each name once and without the outlet itself."""
    own = fold_words((facts.outlet.name if facts.outlet else None) or "")
    found: dict[str, Stated] = {}
    for stated in list_stated(markup, facts):
        name = clean_outlet(stated.name) or stated.name
        folded = fold_words(name)
        if folded and not is_same(folded, own) and len(name) <= MAX_NAME_CHARS:
            found.setdefault(folded, replace(stated, name=name))
    return tuple(found.values())[:MAX_STATED]


def list_stated(markup: Markup, facts: Facts) -> Iterator[Stated]:
    """Yield the stated carriers of a page, the most reliable first."""
    origin = dict(facts.origins).get("authors", "byline")
    yield from (Stated(name, "wire", origin) for name in facts.authors if is_agency(name))
    for thing in markup.articles:
        yield from list_schema(thing, facts)
    yield from list_metas(markup, facts)
    if is_other_site(facts.canonical, facts.url):
        yield name_host(facts.canonical, "rel=canonical")


def list_schema(thing: dict[str, Any], facts: Facts) -> Iterator[Stated]:
    """Yield the carriers that an article of schema.org names."""
    for key, how in SCHEMA_KEYS:
        values = thing.get(key)
        for value in values[:MAX_STATED] if isinstance(values, list) else [values]:
            address = take_url(value)
            name = take_name(value)
            where = f"schema.org {key}"
            if name and not find_host(name):
                yield Stated(name, "wire" if is_agency(name) else how, where)
            elif is_elsewhere(address, facts):
                yield name_host(address, where)


def list_metas(markup: Markup, facts: Facts) -> Iterator[Stated]:
    """Yield the carriers that meta elements name, by their address or by their name."""
    for key in META_KEYS:
        value = markup.read_meta(key)
        if not value:
            continue
        address = join_address(None, value)
        if address is None:
            yield Stated(value, "wire" if is_agency(value) else "republication", f"meta {key}")
        elif is_elsewhere(address, facts):
            yield name_host(address, f"meta {key}")


def is_elsewhere(address: str | None, facts: Facts) -> bool:
    """Whether an address belongs to another site than the page; always if the page's own address is unknown."""
    return find_host(address) is not None and (facts.url is None or is_other_site(address, facts.url))


def name_host(address: str | None, where: str) -> Stated:
    """The carrier that an address stands for, named by its host."""
    return Stated(find_host(address) or "", "republication", where)


def names_agency(byline: str) -> bool:
    """Whether a byline names an agency beside others, or alone.

    >>> names_agency("By Anna Roth, Associated Press"), names_agency("By Anna Roth for the PA")
    (True, False)
    """
    return any(is_agency(part) for part in BYLINE_PARTS.split(byline))


def is_same(name: str, own: str) -> bool:
    """Whether two folded names are of one outlet: "oxley herald" and "the oxley herald online"."""
    if not own:
        return False
    bare, own_bare = name.replace(" ", ""), own.replace(" ", "")
    return name in own or own in name or bare == own_bare or (len(own_bare) > 5 and bare.startswith(own_bare))
