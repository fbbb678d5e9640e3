"""Read the paragraphs, the title and the properties of a .docx file.

The XML is parsed by Expat alone, piece by piece. A document type declaration, and so every entity, is refused.
"""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass, field
from typing import Protocol
from xml.parsers import expat

from sayso.errors import LimitError
from sayso.limits import run_bounded
from sayso.read.decode import SAMPLE_BYTES, count
from sayso.read.packed import Meter
from sayso.read.properties import Properties, PropertyParts
from sayso.settings import MORE_BYTES, ReadSettings, name_limits

__all__ = ["DocxText", "RefusedError", "parse_part", "read_parts"]

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main "
STRICT_WORD = "http://purl.oclc.org/ooxml/wordprocessingml/main "
FALLBACK = "http://schemas.openxmlformats.org/markup-compatibility/2006 Fallback"
DOCUMENT = "word/document.xml"
CORE = "docProps/core.xml"
PROPERTIES = {
    "http://purl.org/dc/elements/1.1/ title": "title",
    "http://purl.org/dc/terms/ created": "created",
    "http://purl.org/dc/terms/ modified": "modified",
}
BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}
# Deleted or moved text, and the fallback for a drawing that older programs show.
LEFT_OUT = ("del", "moveFrom")
# A declared encoding that is no text encoding of Python is a LookupError.
FAULTS = (
    expat.ExpatError, zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, LookupError, ValueError
)  # fmt: skip
MAX_DEPTH = 1_000
# Share of an input's time that parsing may take; the rest is for the steps after it.
DOCUMENT_SHARE = 0.6
MAX_CORE_BYTES = 1_000_000
BOUNDED_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class PartHandler(Protocol):
    """Gathers something from a part as its elements begin and end."""

    def start(self, name: str, attributes: dict[str, str], /) -> None:
        """An element begins."""

    def end(self, name: str, /) -> None:
        """An element ends."""

    def take(self, text: str, /) -> None:
        """Characters stand here."""


class RefusedError(Exception):
    """The XML is refused, or not read to its end."""


@dataclass(frozen=True, slots=True)
class DocxText:
    """What a .docx or .odt file holds: its paragraphs, separated by blank lines; a marked title; what was odd."""

    text: str
    title: str | None
    properties: Properties
    reasons: tuple[str, ...] = ()


def read_parts(archive: zipfile.ZipFile, settings: ReadSettings, meter: Meter) -> DocxText | str:
    """What a .docx file holds, or why it cannot be read."""
    document = DocumentParts()
    core = PropertyParts(PROPERTIES)
    reasons: list[str] = []
    try:
        run_bounded(
            lambda: parse_part(archive, DOCUMENT, document, settings.max_bytes, meter),
            max_seconds=DOCUMENT_SHARE * settings.max_seconds,
            max_memory=settings.max_memory // 2,
        )
    except LimitError as err:
        kept = count(len(document.paragraphs), "paragraph")
        reasons.append(f"only its first {kept} were read: {err}; raise the limit ({name_limits(settings)})")
    except (RefusedError, *FAULTS) as err:
        return f"is a .docx file that cannot be read: {str(err)[:150]}"
    text = "\n\n".join(document.paragraphs)
    if not text.strip():
        return "is a .docx file without text" + "".join(f" that could be read; {reason}" for reason in reasons)
    try:
        if CORE in archive.NameToInfo:
            parse_part(archive, CORE, core, MAX_CORE_BYTES, meter)
    except (RefusedError, *FAULTS) as err:
        reasons.append(f"its properties cannot be read: {str(err)[:100]}")
    return DocxText(text, document.title, Properties(**core.found), tuple(reasons))


@dataclass(slots=True)
class DocumentParts:
    """The paragraphs of a document, gathered as its elements begin and end."""

    paragraphs: list[str] = field(default_factory=list)
    title: str | None = None
    _open: list[list[str]] = field(default_factory=list)
    _styles: list[str] = field(default_factory=list)
    _left_out: int = 0
    _in_text: bool = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        tag = cut_namespace(name)
        if self._left_out or tag in LEFT_OUT or name == FALLBACK:
            self._left_out += 1
        elif tag == "p":
            self._open.append([])
            self._styles.append("")
        elif self._open and tag == "pStyle":
            self._styles[-1] = next(iter(attributes.values()), "")
        elif self._open and tag in BREAKS:
            self._open[-1].append(BREAKS[tag])
        self._in_text = tag == "t" and not self._left_out

    def end(self, name: str) -> None:
        """An element ends."""
        self._in_text = False
        if self._left_out:
            self._left_out -= 1
        elif cut_namespace(name) == "p" and self._open:
            text = "\n".join(line.strip() for line in "".join(self._open.pop()).split("\n")).strip()
            style = self._styles.pop()
            if text:
                self.paragraphs.append(text)
            if text and style.lower() == "title" and self.title is None and len(self.paragraphs) <= 3:
                self.title = " ".join(text.split())

    def take(self, text: str) -> None:
        """Characters stand here."""
        if self._in_text and self._open:
            self._open[-1].append(text)


def cut_namespace(name: str) -> str:
    """The name of a text element without its namespace; "" for others (a drawing has paragraphs of its own)."""
    for namespace in (WORD, STRICT_WORD):
        if name.startswith(namespace):
            return name[len(namespace) :]
    return ""


def parse_part(archive: zipfile.ZipFile, part: str, handler: PartHandler, max_bytes: int, meter: Meter) -> None:
    """Pass the elements of a part to a handler.

    Raises:
        ExpatError, RefusedError, OSError, BadZipFile, RuntimeError: it cannot be read to its end.
    """
    member = archive.getinfo(part)
    if member.compress_type not in BOUNDED_METHODS:
        raise RefusedError("it is compressed in a way that is not supported; save it anew")
    parser = make_parser(handler)
    size = 0
    with archive.open(member) as file:
        while piece := file.read(SAMPLE_BYTES):
            size += len(piece)
            meter.add(len(piece))
            if size > max_bytes:
                raise RefusedError(f"{part} is longer than {count(max_bytes, 'byte')}; split it, {MORE_BYTES}")
            parser.Parse(piece, False)  # noqa: FBT003  (Expat takes no names here)
    parser.Parse(b"", True)  # noqa: FBT003


def make_parser(handler: PartHandler) -> expat.XMLParserType:
    """A parser that refuses a document type declaration and elements nested too deep."""
    parser = expat.ParserCreate(namespace_separator=" ")
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            raise RefusedError(f"its elements are nested more than {MAX_DEPTH:,} deep")
        handler.start(name, attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        handler.end(name)

    def refuse(*_declaration: object) -> None:
        raise RefusedError("it declares a document type, which no word processor does")

    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = handler.take
    parser.StartDoctypeDeclHandler = refuse
    return parser
