"""Read a JSON object as an Article: {"id", "text", and optionally "title", "url", "outlet", …}, or a whole reading.

Only the text is required. Any other field that cannot be used becomes a notice, and its value stays unknown.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from sayso.article import PLACES, Article, Region, Stated, Unread
from sayso.errors import Notice
from sayso.read.decode import count
from sayso.read.plain import describe_controls, join_title, make_unread
from sayso.read.record_facts import take_authors, take_date, take_language, take_outlet
from sayso.read.record_fields import Fields, name_type
from sayso.read.title import match_title
from sayso.settings import ReadSettings
from sayso.text import Span, fingerprint

__all__ = ["read_record"]

LINE_BREAKS = re.compile(r"\s*[\n\r\u2028\u2029]\s*")
HOWS = frozenset("interview report wire social document broadcast republication aggregator other".split())


def read_record(values: dict[str, Any], where: str, fallback_id: str, settings: ReadSettings) -> Article | Unread:
    """The article of a JSON object, or an `Unread` that says why there is none.

    Args:
        values: The object; a whole reading has its article under "article".
        where: Where the object stands, for notices: "articles.jsonl, line 3".
        fallback_id: The id if the object has none.
        settings: How to read.
    """
    is_reading = isinstance(values.get("article"), dict) and "text" not in values
    fields = Fields(values["article"] if is_reading else values)
    article_id = take_id(fields) or fallback_id
    given = take_text(fields)
    if given is None:
        reason = fields.reasons.pop() if fields.reasons else '"text" is missing'
        return make_unread(where, f"has no text: {reason}; give it as a string", article_id=article_id)
    article = place_again(fields, given) if is_reading else place_title(fields, given, settings)
    article = fill_facts(replace(article, id=article_id), fields)
    fields.reasons.extend(filter(None, [describe_controls(given)]))
    return replace(article, notices=tuple(Notice("read", f"{where}: {reason}.") for reason in fields.reasons))


def take_id(fields: Fields) -> str | None:
    """The given id as a string; it may be a whole number."""
    name, value = fields.take("id", "doc_id")
    if isinstance(value, int) and not isinstance(value, bool) and value.bit_length() < 256:
        return str(value)
    if value is None or isinstance(value, str):
        return fields.clean(name, value or "").strip() or None
    fields.reject(name, value, "a string")
    return None


def take_text(fields: Fields) -> str | None:
    """The given text, only lone surrogates replaced; None if there is no text, with the reason added last."""
    name, value = fields.take("text")
    if isinstance(value, str) and value.strip():
        return fields.clean(name, value)
    if isinstance(value, str):
        fields.reasons.append(f'"{name}" is empty')
    elif value is not None:
        fields.reasons.append(f'"{name}" is {name_type(value)}')
    elif not fields.reasons or not fields.reasons[-1].startswith('"text"'):
        fields.reasons.append(f'"{name}" is missing or null')
    return None


def place_title(fields: Fields, given: str, settings: ReadSettings) -> Article:
    """The article of a given text, with its title given or found."""
    title = LINE_BREAKS.sub(" ", fields.take_string("title") or "")
    text, title_span, given_span = join_title(given, title, settings.find_title)
    return Article(
        "", text, title=title_span.of(text) if title_span else None, title_span=title_span, given_span=given_span
    )


def place_again(fields: Fields, text: str) -> Article:
    """The article of a reading: its text, which already holds the title, with title and spans unchanged.

    A title without a span, or with a wrong one, is looked for at the beginning of the text; if it is not there, it gets
    no span. A title whose span is null keeps none.
    """
    stated = fields.take_string("fingerprint")
    if stated is not None and stated != fingerprint(text):
        fields.reasons.append('"text" was changed after it was read ("fingerprint" differs); spans may no longer fit')
    title = fields.take("title")[1]
    title = fields.clean("title", title) if isinstance(title, str) and title.strip() else None
    title_span = take_span(fields, "title_span", text)
    if title_span is not None and title_span.of(text) != title:
        fields.reasons.append('"title" does not stand at "title_span"; it is searched for again')
        title_span = None
    if title_span is None and title is not None and not fields.is_null("title_span"):
        title_span = match_title(text, title.strip())
        title = title_span.of(text) if title_span else title
    given_span = take_span(fields, "given_span", text) or Span(0, len(text))
    return Article("", text, title=title, title_span=title_span, given_span=given_span)


def take_span(fields: Fields, name: str, text: str) -> Span | None:
    """The span of that name, None if there is none or it does not fit the text, which is noted."""
    value = fields.take(name)[1]
    if value is None:
        return None
    is_pair = isinstance(value, list) and len(value) == 2 and all(type(end) is int for end in value)
    if is_pair and 0 <= value[0] < value[1] <= len(text):
        return Span(value[0], value[1])
    fields.reasons.append(f'"{name}" is no span of the text, which has {count(len(text), "character")}')
    return None


def fill_facts(article: Article, fields: Fields) -> Article:
    """The article with the facts that the record gives."""
    published, precision = take_date(fields, "published", "date")
    modified, modified_precision = take_date(fields, "modified")
    return replace(
        article,
        url=fields.take_string("url"),
        outlet=take_outlet(fields),
        authors=take_authors(fields),
        published=published,
        published_precision=precision,
        modified=modified,
        modified_precision=modified_precision,
        canonical=fields.take_string("canonical"),
        section=fields.take_string("section"),
        language=take_language(fields),
        origins=take_origins(fields),
        stated=take_stated(fields),
        regions=take_regions(fields, article.text),
    )


def take_origins(fields: Fields) -> tuple[tuple[str, str], ...]:
    """Where each fact came from, as stored in a reading."""
    value = fields.take("origins")[1]
    if not isinstance(value, dict):
        return ()
    return tuple(
        (fields.clean("origins", k), fields.clean("origins", v)) for k, v in value.items() if isinstance(v, str)
    )


def take_stated(fields: Fields) -> tuple[Stated, ...]:
    """The carriers stated beside the text, as stored in a reading; invalid ones are skipped."""
    value = fields.take("stated")[1]
    found = []
    for record in value if isinstance(value, list) else ():
        given = [record.get(key) for key in ("name", "how", "where")] if isinstance(record, dict) else []
        parts = [fields.clean("stated", part) for part in given if isinstance(part, str) and part]
        if len(parts) == 3 and parts[1] in HOWS:
            found.append(Stated(*parts))
    return tuple(found)


def take_regions(fields: Fields, text: str) -> tuple[Region, ...]:
    """The regions, as stored in a reading, in text order; those that do not fit the text are skipped."""
    value = fields.take("regions")[1]
    found = []
    for record in value if isinstance(value, list) else ():
        place, span = (record.get("place"), record.get("span")) if isinstance(record, dict) else (None, None)
        if not isinstance(place, str) or place not in PLACES:
            continue
        is_pair = isinstance(span, list) and len(span) == 2 and all(type(end) is int for end in span)
        if isinstance(span, list) and is_pair and 0 <= span[0] < span[1] <= len(text):
            found.append(Region(Span(span[0], span[1]), place))
    return tuple(sorted(found, key=lambda region: region.span))
