"""What a citation of quoted words says: in which article they stand, who said them, and through whom they came."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sayso.article import Article
from sayso.export.cells import clean_text
from sayso.export.identifiers import find_url, name_article
from sayso.export.quoted import list_quoted
from sayso.iso_date import parse_published
from sayso.reading import Reading

__all__ = ["Citation", "list_citations"]

_NO_KEY = re.compile(r"[^A-Za-z0-9]+")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
# Enough of a UUID that no two articles of a file share it.
_NAME_CHARS = 8


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation of quoted words; all texts are on one line, without control characters.

    Attributes:
        key: A name for it that is unique in the file: letters, figures and hyphens.
        authors: Bylines of the article.
        title: The article's headline; "" if it has none.
        outlet: Who published it; "" if unknown.
        date: Year, month and day, as far as they are known.
        url: Its address; "" if it has none.
        language: The code of its language; "" if unknown.
        quoted: Who said the words, the words, and through whom they came.
    """

    key: str
    authors: tuple[str, ...]
    title: str
    outlet: str
    date: tuple[int, ...]
    url: str
    language: str
    quoted: str


def list_citations(readings: Iterable[Reading]) -> Iterator[Citation]:
    """Yield a citation for each statement that quotes, in the order of the texts."""
    for reading in readings:
        if isinstance(reading.article, Article):
            yield from _list_own(reading, reading.article)


def _list_own(reading: Reading, article: Article) -> Iterator[Citation]:
    outlet = "" if article.outlet is None else article.outlet.name or article.outlet.domain or ""
    known = parse_published(article.published or "")
    date = tuple(int(part) for part in known[0][:10].split("-")) if known else ()
    year = f"{date[0]:04}" if date else ""
    name = _NO_KEY.sub("", outlet).lower() or "article"
    stem = f"{name}{year}-{name_article(article).removeprefix('urn:uuid:')[:_NAME_CHARS]}"
    carriers = {carrier.id: carrier.name for carrier in reading.carriers}
    for number, (statement, words) in enumerate(list_quoted(reading), 1):
        part = statement.id if statement.id.isascii() and statement.id.isalnum() else f"n-{number}"
        through = [carriers[it] for it in statement.carriers if it in carriers]
        said = f"Quoting {statement.speaker_name or 'an unknown speaker'}: “{words}”"
        yield Citation(
            f"{stem}-{part}",
            tuple(filter(None, map(_clean, article.authors))),
            _clean(article.title or ""),
            _clean(outlet),
            date,
            find_url(article) or "",
            _clean(article.language or ""),
            _clean(f"{said}, through {', '.join(through)}" if through else said),
        )


def _clean(text: str) -> str:
    """The text on one line."""
    return _CONTROL.sub("\ufffd", clean_text(" ".join(text.split())))
