"""Read press releases and transcripts: .docx, .odt, RTF, and PDF with a text layer.

Title and dates come from the text, else from the file's properties (of a PDF, only the title), which are then named as
their origin. The file's creator is not taken as the author: it is often just the owner of the computer.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import fields

from sayso.article import Article, PagedArticle, Unread
from sayso.errors import Notice
from sayso.iso_date import parse_published
from sayso.read.decode import count
from sayso.read.packed import Meter
from sayso.read.plain import join_title, make_unread, read_all
from sayso.read.properties import Properties
from sayso.read.stream import Stream
from sayso.read.title import match_title
from sayso.settings import MORE_BYTES, ReadSettings

__all__ = ["is_pdf", "make_article", "read_docx_file", "read_odt_file", "read_pdf", "read_rtf"]

MAX_TITLE_CHARS = 300
# Placeholders that programs write into the title property.
NO_TITLE = re.compile(
    r"(?:\(?(?:anonymous|unspecified)\)?|microsoft (?:word|powerpoint)\b.*|untitled.*"
    r"|(?:document|dokument|presentation)\s?\d*"
    r"|.*\.(?:docx?|pdf|indd|rtf|odt|pages|qxd|txt))\s*\Z",
    re.IGNORECASE | re.DOTALL,
)


def is_pdf(data: bytes, _text: str = "") -> bool:
    """Whether bytes begin like a PDF file."""
    return data[:1_024].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"%PDF-")


def read_pdf(stream: Stream, settings: ReadSettings) -> Iterator[Article | Unread]:
    """Yield the article in the text layer of a PDF file, or why there is none."""
    from sayso.read.documents_pdf import read_pages  # noqa: PLC0415  (pypdf is loaded only where it is needed)

    data = read_all(stream, settings.max_bytes)
    if data is None:
        yield make_unread(stream.name, f"is longer than {count(settings.max_bytes, 'byte')}; split it, {MORE_BYTES}")
        return
    found = read_pages(data, settings)
    if isinstance(found, str):
        yield make_unread(stream.name, found)
        return
    article = make_article(
        stream.name, found.text, found.title, found.properties, "PDF information", found.reasons, settings
    )
    yield add_pages(article, found.pages)


def read_docx_file(
    archive: zipfile.ZipFile, name: str, settings: ReadSettings, meter: Meter
) -> Iterator[Article | Unread]:
    """Yield the article in the parts of a .docx file, or why there is none."""
    from sayso.read.documents_docx import read_parts  # noqa: PLC0415  (its parser is seldom needed)

    found = read_parts(archive, settings, meter)
    if isinstance(found, str):
        yield make_unread(name, found)
        return
    yield make_article(name, found.text, found.title, found.properties, "docx properties", found.reasons, settings)


def read_odt_file(
    archive: zipfile.ZipFile, name: str, settings: ReadSettings, meter: Meter
) -> Iterator[Article | Unread]:
    """Yield the article in the parts of an .odt file, or why there is none."""
    from sayso.read.documents_odt import read_odt_parts  # noqa: PLC0415  (as above)

    found = read_odt_parts(archive, settings.max_bytes, meter)
    if isinstance(found, str):
        yield make_unread(name, found)
        return
    yield make_article(name, found.text, found.title, found.properties, "odt properties", found.reasons, settings)


def read_rtf(stream: Stream, settings: ReadSettings) -> Iterator[Article | Unread]:
    """Yield the article of an RTF document, or why there is none."""
    from sayso.read.documents_rtf import read_rtf_text  # noqa: PLC0415  (as above)

    data = read_all(stream, settings.max_bytes)
    if data is None:
        yield make_unread(stream.name, f"is longer than {count(settings.max_bytes, 'byte')}; split it, {MORE_BYTES}")
        return
    found = read_rtf_text(data)
    if isinstance(found, str):
        yield make_unread(stream.name, found)
        return
    yield make_article(stream.name, found.text, None, found.properties, "RTF properties", found.reasons, settings)


def make_article(
    name: str,
    given: str,
    title: str | None,
    properties: Properties,
    origin: str,
    reasons: tuple[str, ...],
    settings: ReadSettings,
) -> Article:
    """Make the article of a document's text.

    Args:
        name: The document's path or address; becomes the article's id.
        given: The document's paragraphs, separated by blank lines.
        title: The paragraph that the document marks as its title.
        properties: The document's properties. Their title is used if the text begins with it or no other is
            found.
        origin: What to call the properties in `Article.origins`.
        reasons: What was odd or cut.
        settings: How to read.
    """
    stated = clean_title(properties.title)
    source = "title paragraph" if title else origin
    if title is None and stated and match_title(given, stated):
        title = stated
    text, title_span, given_span = join_title(given, title, settings.find_title)
    if title_span is not None and title is None:
        source = "first paragraph"
    elif title_span is None and stated:
        text, title_span, given_span = join_title(given, stated, find=False)
    published = parse_published(properties.created or "") or (None, None)
    modified = parse_published(properties.modified or "") or (None, None)
    known = (("title", source, title_span), ("published", origin, published[0]), ("modified", origin, modified[0]))
    return Article(
        id=name,
        text=text,
        title=title_span.of(text) if title_span else None,
        title_span=title_span,
        given_span=given_span,
        published=published[0],
        published_precision=published[1],
        modified=modified[0],
        modified_precision=modified[1],
        notices=tuple(Notice("read", f"{name}: {reason}.") for reason in reasons),
        origins=tuple((fact, where) for fact, where, value in known if value is not None),
    )


def add_pages(article: Article, begins: tuple[int, ...]) -> Article:
    """The article with the place where each page begins; `begins` are places in the text of the file."""
    before = article.given_span.start if article.given_span else 0
    values = {field.name: getattr(article, field.name) for field in fields(Article)}
    return PagedArticle(**values, pages=tuple(before + begin for begin in begins))


def clean_title(title: str | None) -> str | None:
    """The title on one line; None if it is blank, a file name or a program's placeholder.

    >>> clean_title("Bridge  stays shut"), clean_title("Microsoft Word - release_v2.doc")
    ('Bridge stays shut', None)
    """
    shown = "".join(char if char.isprintable() else " " for char in (title or "")[:MAX_TITLE_CHARS])
    shown = " ".join(shown.split())
    return None if not shown or NO_TITLE.match(shown) else shown
