"""Read the paragraphs, the title and the properties of an OpenDocument text (.odt).

Parsed like a .docx file: by Expat alone, piece by piece, and without a document type declaration.
"""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass, field
from xml.parsers import expat

from sayso.read.documents_docx import DocxText, RefusedError, parse_part
from sayso.read.packed import Meter
from sayso.read.properties import Properties, PropertyParts

__all__ = ["is_odt", "read_odt_parts"]

CONTENT = "content.xml"
META = "meta.xml"
MIMETYPE = "mimetype"
MEDIA_TYPES = (b"application/vnd.oasis.opendocument.text", b"application/vnd.oasis.opendocument.text-template")
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0 "
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
STYLE = "urn:oasis:names:tc:opendocument:xmlns:style:1.0 "
PROPERTIES = {
    "http://purl.org/dc/elements/1.1/ title": "title",
    "urn:oasis:names:tc:opendocument:xmlns:meta:1.0 creation-date": "created",
    "http://purl.org/dc/elements/1.1/ date": "modified",
}
PARAGRAPHS = (f"{TEXT}p", f"{TEXT}h")
BREAKS = {f"{TEXT}tab": "\t", f"{TEXT}line-break": "\n"}
SPACES = f"{TEXT}s"
# Deleted text, comments and footnotes.
LEFT_OUT = (f"{TEXT}tracked-changes", f"{OFFICE}annotation", f"{TEXT}note")
MAX_SPACES = 100
MAX_STYLES = 10_000
MAX_META_BYTES = 1_000_000
FAULTS = (
    expat.ExpatError, RefusedError, zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, LookupError,
    ValueError,
)  # fmt: skip


def is_odt(archive: zipfile.ZipFile) -> bool:
    """Whether a ZIP archive declares itself an OpenDocument text."""
    member = archive.NameToInfo.get(MIMETYPE)
    if member is None or member.file_size > 100 or member.compress_type != zipfile.ZIP_STORED:
        return False
    return archive.read(member).strip() in MEDIA_TYPES


def read_odt_parts(archive: zipfile.ZipFile, max_bytes: int, meter: Meter) -> DocxText | str:
    """What an OpenDocument text holds, or why it cannot be read."""
    document = DocumentParts()
    meta = PropertyParts(PROPERTIES)
    try:
        parse_part(archive, CONTENT, document, max_bytes, meter)
    except FAULTS as err:
        return f"is an .odt file that cannot be read: {str(err)[:150]}"
    text = "\n\n".join(document.paragraphs)
    if not text.strip():
        return "is an .odt file without text"
    reasons: tuple[str, ...] = ()
    try:
        if META in archive.NameToInfo:
            parse_part(archive, META, meta, MAX_META_BYTES, meter)
    except FAULTS as err:
        reasons = (f"its properties cannot be read: {str(err)[:100]}",)
    return DocxText(text, document.title, Properties(**meta.found), reasons)


@dataclass(slots=True)
class DocumentParts:
    """The paragraphs of a document, gathered as its elements begin and end."""

    paragraphs: list[str] = field(default_factory=list)
    title: str | None = None
    _open: list[list[str]] = field(default_factory=list)
    _styles: list[str] = field(default_factory=list)
    _parents: dict[str, str] = field(default_factory=dict)
    _left_out: int = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if self._left_out or name in LEFT_OUT:
            self._left_out += 1
        elif name in PARAGRAPHS:
            self._open.append([])
            self._styles.append(attributes.get(f"{TEXT}style-name", ""))
        elif name == f"{STYLE}style" and len(self._parents) < MAX_STYLES:
            # A paragraph with a change of its own has a style "P1", whose parent is "Title".
            self._parents[attributes.get(f"{STYLE}name", "")] = attributes.get(f"{STYLE}parent-style-name", "")
        elif self._open and name in BREAKS:
            self._open[-1].append(BREAKS[name])
        elif self._open and name == SPACES:
            number = attributes.get(f"{TEXT}c", "1")
            self._open[-1].append(" " * (min(int(number), MAX_SPACES) if number.isdecimal() and len(number) < 9 else 1))

    def end(self, name: str) -> None:
        """An element ends."""
        if self._left_out:
            self._left_out -= 1
        elif name in PARAGRAPHS and self._open:
            text = "\n".join(line.strip() for line in "".join(self._open.pop()).split("\n")).strip()
            style = self._styles.pop()
            if text:
                self.paragraphs.append(text)
            is_title = "title" in (style.lower(), self._parents.get(style, "").lower())
            if text and is_title and self.title is None and len(self.paragraphs) <= 3:
                self.title = " ".join(text.split())

    def take(self, text: str) -> None:
        """Characters stand here; line feeds in the XML are blanks."""
        if self._open and not self._left_out:
            self._open[-1].append(text.replace("\n", " "))
