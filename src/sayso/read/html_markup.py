"""Gather what a page says about itself beside its text: meta elements, links, and the objects of schema.org.

Nothing is chosen here; html_facts.py and html_stated.py choose.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from sayso.letters import mend_surrogates
from sayso.read.html_tree import Element, read_text

__all__ = ["Markup", "clean_value", "gather_markup", "take_name", "take_strings", "take_url"]

MAX_VALUES = 2_000
MAX_VALUE_CHARS = 2_000
MAX_SCHEMA_BYTES = 2_000_000
MAX_OBJECTS = 2_000
ARTICLE_TYPE = re.compile(r"(?:Article|Posting|Report|Review|Story)\Z")
# The keys of a schema.org object that may hold an article; its publisher and author do not.
HOLDERS = ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item")
TAG = re.compile(r"</?[a-zA-Z][^<>]{0,500}>")
BLANKS = re.compile(r"\s+")
# What some pages write around their JSON, for very old browsers.
WRAPPERS = (("<!--", "-->"), ("//<![CDATA[", "//]]>"), ("<![CDATA[", "]]>"), ("", ";"))


@dataclass(frozen=True, slots=True)
class Markup:
    """What stands in the head of a page and in its markup.

    Attributes:
        metas: The values of each name or property, in lower case; those of itemprop under "itemprop:…".
        links: The first address of each relation.
        articles: Objects of schema.org that are articles, the first of the page first.
        others: The other objects of schema.org.
        language: As the html element states it.
        page_title: The words of the title element.
        headings: The words of the largest headings.
    """

    metas: dict[str, list[str]]
    links: dict[str, str]
    articles: tuple[dict[str, Any], ...]
    others: tuple[dict[str, Any], ...]
    language: str | None
    page_title: str | None
    headings: tuple[str, ...]

    def read_meta(self, name: str) -> str | None:
        """The first value of a meta element of this name, None if there is none."""
        return self.metas[name][0] if name in self.metas else None


def gather_markup(root: Element) -> Markup:
    """What a page says about itself."""
    objects = list(gather_schema(root))
    articles = tuple(it for it in objects if is_article(it))
    title = next(root.iter("title"), None)
    headings = (read_text(it) for it, _ in zip(root.iter("h1"), range(10), strict=False))
    return Markup(
        metas=gather_metas(root),
        links=gather_links(root),
        articles=articles,
        others=tuple(it for it in objects if not is_article(it)),
        language=root.get("lang") or root.get("xml:lang") or None,
        page_title=read_text(title) if title is not None else None,
        headings=tuple(it for it in headings if it),
    )


def gather_metas(root: Element) -> dict[str, list[str]]:
    """The values of the meta elements by their name, property or itemprop."""
    metas: dict[str, list[str]] = {}
    for element, _ in zip(root.iter("meta"), range(MAX_VALUES), strict=False):
        value = clean_value(element.get("content"))
        for key in ("property", "name", "itemprop", "http-equiv"):
            for name in (element.get(key) or "").lower().split()[:5]:
                if value:
                    # In the body of a page, itemprop may describe cited works too.
                    metas.setdefault(f"itemprop:{name}" if key == "itemprop" else name, []).append(value)
    return metas


def gather_links(root: Element) -> dict[str, str]:
    """The first address of each relation of the link elements."""
    links: dict[str, str] = {}
    for element, _ in zip(root.iter("link"), range(MAX_VALUES), strict=False):
        address = (element.get("href") or "").strip()
        for relation in (element.get("rel") or "").lower().split()[:5]:
            if address and len(address) <= MAX_VALUE_CHARS:
                links.setdefault(relation, address)
    return links


def gather_schema(root: Element) -> Iterator[dict[str, Any]]:
    """Yield the objects of schema.org in the page's JSON-LD, outer ones first; invalid JSON is skipped."""
    left = MAX_OBJECTS
    for script in root.iter("script"):
        text = script.text or ""
        if not text.strip() or len(text) > MAX_SCHEMA_BYTES:
            continue
        for found in walk_schema(load_json(text)):
            yield found
            left -= 1
            if not left:
                return


def load_json(text: str) -> object:
    """The value of a JSON text, None if it is invalid. Line breaks within strings are allowed, as in browsers."""
    bare = text.strip()
    for before, after in WRAPPERS:
        bare = bare.removeprefix(before).removesuffix(after).strip()
    try:
        value: object = json.loads(bare, strict=False)
    except (ValueError, RecursionError):
        return None
    return value


def walk_schema(value: object) -> Iterator[dict[str, Any]]:
    """Yield the objects in a value that may be articles or hold articles."""
    waiting = [value]
    while waiting:
        current = waiting.pop()
        if isinstance(current, list):
            waiting.extend(reversed(current[:MAX_OBJECTS]))
        elif isinstance(current, dict):
            yield current
            waiting.extend(current[key] for key in reversed(HOLDERS) if isinstance(current.get(key), list | dict))


def is_article(thing: dict[str, Any]) -> bool:
    """Whether an object of schema.org is an article."""
    return any(ARTICLE_TYPE.search(name) for name in take_strings(thing.get("@type")))


def take_strings(value: object) -> list[str]:
    """The strings in a value that is a string or a list."""
    values = value if isinstance(value, list) else [value]
    return [cleaned for it in values[:MAX_VALUES] if isinstance(it, str) and (cleaned := clean_value(it))]


def take_name(value: object) -> str | None:
    """The name in a value: a string, the name of an object, or the first one in a list of these."""
    if isinstance(value, list):
        return next((name for it in value[:10] if not isinstance(it, list) and (name := take_name(it))), None)
    if isinstance(value, dict):
        value = next((value[key] for key in ("name", "legalName", "headline") if isinstance(value.get(key), str)), None)
    return clean_value(value) if isinstance(value, str) else None


def take_url(value: object) -> str | None:
    """The address in a value: a string, the address of an object, or the first one in a list of these."""
    if isinstance(value, list):
        return next((url for it in value[:10] if not isinstance(it, list) and (url := take_url(it))), None)
    if isinstance(value, dict):
        value = next((value[key] for key in ("url", "@id", "sameAs") if isinstance(value.get(key), str)), None)
    is_address = isinstance(value, str) and value.strip().lower().startswith(("http://", "https://"))
    return value.strip()[:MAX_VALUE_CHARS] if is_address and isinstance(value, str) else None


def clean_value(value: str | None) -> str | None:
    """A stated value as plain words: double-escaped entities decoded, tags and double blanks removed; None if empty."""
    if not value:
        return None
    text = BLANKS.sub(" ", TAG.sub("", unescape(value[:MAX_VALUE_CHARS]))).strip()
    # JSON may hold half of a surrogate pair.
    return mend_surrogates(text) or None
