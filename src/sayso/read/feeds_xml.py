"""Handle XML that may be hostile: find its root without parsing, remove its DOCTYPE, walk its elements one by one.

Only a DOCTYPE can make XML expand or load something from outside, so it is removed with its entity declarations before
any parser sees the bytes. Encodings in which it could be hidden are refused.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from typing import Any

from sayso.errors import ReadError
from sayso.read.decode import find_wide_encoding

__all__ = ["check_shape", "clear_xml", "find_root", "walk_elements"]

PROLOG_CHARS = 32_768
# The parsers' time grows with the square of the depth, and of the number of attributes of an element (30,000: 4 s).
MAX_ATTRIBUTES = 1_000
MAX_DEPTH = 5_000
CDATA = re.compile(rb"<!\[CDATA\[.*?\]\]>", re.DOTALL)
OPENED = re.compile(rb"<[A-Za-z]")
COUNTED_BYTES = 16_384
ROOT = re.compile(r"<(?:[\w.-]{1,60}:)?([A-Za-z][\w.-]{0,60})[\s/>]")
DECLARED = re.compile(rb"""\A\s*<\?xml[^>]{0,500}?\sencoding\s*=\s*["']([^"'<>]{0,60})["'][^>]{0,500}>""")
XML_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*>")
EBCDIC = b"\x4c\x6f\xa7\x94"  # "<?xm"
# What may stand before the root, or the root itself ("<" and its first letter).
BEFORE_ROOT = re.compile(rb"<(?:[a-z0-9]|!--|\?|!DOCTYPE)", re.IGNORECASE)
# In these "<!DOCTYPE" is written as in ASCII, and nothing else decodes to it.
PLAIN_ENCODING = re.compile(
    r"(?:utf-8|ascii|iso8859-\d+|cp\d+|koi8-\w+|gb2312|gbk|gb18030|big5|big5hkscs|euc_\w+|shift_jis\w*|mac-\w+|tis-620)\Z"
)
# What a DOCTYPE is made of: quoted values, comments, and the brackets round its declarations.
PART = re.compile(rb"""[\[\]>]|"[^"]*"|'[^']*'|<!--|["']""")


def find_root(text: str) -> str:
    """The name of the first element of XML, in lower case and without its prefix; "" if the text is not XML.

    >>> find_root('<?xml version="1.0"?><!-- <rss> --><rdf:RDF xmlns:rdf="…">')
    'rdf'
    """
    text = text[:PROLOG_CHARS].lstrip("\ufeff \t\r\n")
    while text.startswith(("<?", "<!")):
        ending = "-->" if text.startswith("<!--") else "?>" if text.startswith("<?") else ">"
        if text[:9].upper() == "<!DOCTYPE":
            text = drop_doctype(text.encode("utf-8", "replace")).decode("utf-8", "replace").lstrip()
            continue
        end = text.find(ending)
        if end < 0:
            return ""
        text = text[end + len(ending) :].lstrip()
    root = ROOT.match(text)
    return root[1].lower() if root else ""


def clear_xml(data: bytes) -> bytes:
    """The XML without its DOCTYPE; UTF-16 and UTF-32 as UTF-8.

    Raises:
        ReadError: it declares an encoding in which a DOCTYPE could be hidden.
    """
    wide = find_wide_encoding(data[:PROLOG_CHARS])
    if wide is not None:
        text = data.decode(wide, "replace").removeprefix("\ufeff")
        data = XML_DECLARATION.sub("", text).encode("utf-8", "replace")
    else:
        check_encoding(data)
    return drop_doctype(data)


def check_shape(data: bytes) -> None:
    """Raise ReadError if an element has too many attributes or is nested too deeply; parsers would take minutes."""
    data = CDATA.sub(b"", data)
    # Markup that is escaped within an attribute does not count, nor do comments.
    most = max((tag.partition(b">")[0].count(b"=") for tag in data.split(b"<") if tag[:1] != b"!"), default=0)
    if most > MAX_ATTRIBUTES:
        raise ReadError(f"holds an element of more than {MAX_ATTRIBUTES:,} attributes, as no feed does")
    depth = 0
    for start in range(0, len(data), COUNTED_BYTES):
        piece = data[start : start + COUNTED_BYTES]
        depth += len(OPENED.findall(piece)) - piece.count(b"</") - piece.count(b"/>")
        if depth > MAX_DEPTH:
            raise ReadError(f"holds elements that are nested more than {MAX_DEPTH:,} deep, as no feed does")


def check_encoding(data: bytes) -> None:
    """Raise ReadError if the XML declares an encoding that could hide a DOCTYPE."""
    if data.startswith(EBCDIC):
        raise ReadError("is written in EBCDIC, in which feeds are not read; save it as UTF-8")
    declared = DECLARED.match(data.removeprefix(codecs.BOM_UTF8))
    if declared is None:
        return
    name = declared[1].decode("ascii", "replace")
    try:
        codec = codecs.lookup(name).name
        hides = not PLAIN_ENCODING.match(codec) or "<!DOCTYPE".encode(codec) != b"<!DOCTYPE"
    except (LookupError, ValueError):
        return  # Unknown to every parser too; they guess.
    # UTF-16 that is declared but not used is just a mistake.
    if hides and not codec.startswith(("utf-16", "utf-32")):
        raise ReadError(f"declares the encoding {name!r}, in which feeds are not read; save it as UTF-8")


def drop_doctype(data: bytes) -> bytes:
    r"""The bytes without any DOCTYPE before the root; one that never ends is removed with all that follows.

    >>> drop_doctype(b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "<b>">]><rss>&a;')
    b'<?xml version="1.0"?><rss>&a;'
    """
    kept: list[bytes] = []
    place = copied = 0
    while (found := BEFORE_ROOT.search(data, place)) is not None and not found[0][1:].isalnum():
        ending = {b"<!--": b"-->", b"<?": b"?>"}.get(found[0])
        if ending is None:
            kept.append(data[copied : found.start()])
            place = copied = find_doctype_end(data, found.end())
            continue
        place = data.find(ending, found.end()) + len(ending)
        if place < len(ending):
            break
    return b"".join((*kept, data[copied:])) if kept else data


def find_doctype_end(data: bytes, place: int) -> int:
    """Where a DOCTYPE that began before `place` ends."""
    depth = 0
    while (part := PART.search(data, place)) is not None:
        place = part.end()
        if part[0] == b"<!--":
            place = data.find(b"-->", place) + 3
            if place < 3:
                return len(data)
        elif part[0] == b"[":
            depth += 1
        elif part[0] == b"]":
            depth -= 1
        elif part[0] == b">" and depth <= 0:
            return place
    return len(data)


def walk_elements(data: bytes) -> Iterator[tuple[str, dict[str, str], str, int]]:
    """Yield the elements of XML as they end: name without namespace, attributes, own text, depth from 0.

    Broken parts are skipped, and nothing is loaded from outside. XML deeper than 256 levels is read only that far.
    """
    data = clear_xml(data)
    check_shape(data)
    from lxml import etree  # type: ignore[import-untyped]  # noqa: PLC0415  (it carries no types; only for such lists)

    depth = 0
    walk = etree.iterparse(
        io.BytesIO(data),
        events=("start", "end"),
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        for event, element in walk:
            if event == "start":
                depth += 1
                continue
            depth -= 1
            yield *read_element(element), depth
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except etree.LxmlError as err:
        raise ReadError(f"is broken XML ({str(err)[:100]})") from err


def read_element(element: Any) -> tuple[str, dict[str, str], str]:  # noqa: ANN401  (lxml carries no types)
    """The name of an element without its namespace, its attributes and its own text; all empty if it is broken."""
    try:
        attributes = {name.rpartition("}")[2].lower(): value for name, value in element.attrib.items()}
        return element.tag.rpartition("}")[2], attributes, (element.text or "").strip()
    except UnicodeDecodeError:  # A mended reference to half a surrogate pair.
        return "", {}, ""
