"""Parse the bytes of a page to a tree of elements, limited in depth and size. The main user of lxml.

libxml2 stops at a depth of 256 and drops the rest of the page. Such a page is parsed again without the elements that
are only layout, so that no paragraph is lost.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Any

from sayso.read.decode import decode_bytes, find_wide_encoding

__all__ = ["Element", "Page", "parse_page", "read_text", "write_source"]

Element = Any
"""An element of lxml, which carries no types."""

HEAD_BYTES = 4_096
STATED = re.compile(rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([a-z0-9_:.-]{2,40})""", re.IGNORECASE)
# As browsers read them (WHATWG Encoding Standard, names and labels).
MEANT = {"iso8859-1": "cp1252", "latin-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030",
         "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949"}  # fmt: skip
# Python's other codecs (punycode, unicode_escape, …) are not used for pages, and some of them are slow.
PAGE_ENCODING = re.compile(
    r"(?:cp\d+|iso8859-\d+|koi8-[ru]|mac-\w+|gb\w+|big5\w*|euc_\w+|shift_jis\w*|iso2022_\w+|tis-620|johab|hz)"
)
# These use ASCII bytes alone, so that they would pass for UTF-8.
SEVEN_BIT = re.compile(r"iso2022_\w+|hz")
# Characters that XML does not allow would make libraries refuse the whole page; those without width split words.
ODD = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\u200b\u2060\ufeff\ufffe\uffff\ud800-\udfff]")
FEED = re.compile(r"[\x0b\x0c]")
REFERENCE = re.compile(r"&#(?:x([0-9a-f]{1,7})|([0-9]{1,8}))(?:;|(?![0-9a-f]))", re.IGNORECASE)
KEPT_TAGS = r"p|br|h[1-6]|li|title|meta|link|script|html|head|body"
LAYOUT_TAG = re.compile(rf"</?(?!(?:{KEPT_TAGS})\b)([a-z][a-z0-9:-]{{0,30}})(?:[\s/][^<>]{{0,5000}})?>", re.IGNORECASE)
# Elements that stand inside a sentence; the others separate paragraphs.
INLINE = frozenset("a abbr acronym b bdi bdo big cite code del dfn em font i ins kbd mark q s samp small span strike "
                   "strong sub sup tt u var wbr".split())  # fmt: skip
SCRIPT_TAG = re.compile(r"<(/?)(script|style|svg)\b([^<>]{0,500}>)?", re.IGNORECASE)
REPEATED_BREAK = re.compile(r"(?:<p>\s*){2,}")
# Pictures written into the page; pages that were saved as one file have megabytes of them.
WRITTEN_PICTURE = re.compile(r"data:[a-z/+.-]{1,60};base64,[A-Za-z0-9+/=]*")
# The longest page of the sets looked at has a quarter of it. libxml2 gives up at ten million characters in one place,
# and a million characters of small elements take a second.
MAX_CHARS = 4_000_000
# The longest page of the sets has 7,000 tags. Each takes 15 microseconds, since it is looked at several times.
MAX_TAGS = 400_000
# libxml2's time grows with the square of the number of attributes of a tag: 40,000 take 18 seconds. Pages and tags
# shorter than this cannot have too many.
MAX_ATTRIBUTES = 1_000
UNHARMFUL_CHARS = 60_000
TAG = re.compile(r"""<[a-zA-Z](?:[^>"'=]+|=\s*(?:"[^"]*"|'[^']*')?|["'])*""")
QUOTED_VALUE = re.compile(r"""=\s*(?:"[^"]*"|'[^']*')""")
SILENT = ("style", "template", "svg", "iframe", "object", "canvas", "math")
BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Page:
    """A page as a tree, how many elements it has, and what was odd about it."""

    root: Element
    element_count: int
    reasons: tuple[str, ...] = ()


def parse_page(data: bytes, charset: str | None = None) -> Page | None:
    """The tree of a page, None if the page is empty.

    Args:
        data: The bytes of the page.
        charset: The encoding that the server or the archive states, used if the bytes are not UTF-8.

    >>> parse_page("<p>“Wir bleiben”".encode()).root.findtext(".//p")
    '“Wir bleiben”'
    """
    text, notice = decode_page(data, charset)
    text = REFERENCE.sub(drop_odd, FEED.sub(" ", ODD.sub("", text)))
    reasons = [notice] if notice else []
    if len(text) > MAX_CHARS:
        text = WRITTEN_PICTURE.sub("", cut_scripts(text))
    if len(text) > MAX_CHARS:
        reasons.append(f"of the page, only the first {MAX_CHARS:,} characters of {len(text):,} were read")
        text = text[:MAX_CHARS]
        # Not in the middle of a tag, whose rest would become text.
        text = text[: text.rfind("<")] if text.rfind("<") > text.rfind(">") else text
    if text.count("<") > MAX_TAGS:
        reasons.append(f"of the page, only the first {MAX_TAGS:,} tags were read")
        text = "<".join(text.split("<", MAX_TAGS)[:-1])
    if len(text) > UNHARMFUL_CHARS:
        text = TAG.sub(drop_attributes, text)
    root, is_cut = parse(text)
    if is_cut:
        reasons.append("the page is nested too deeply; its paragraphs were read without its layout")
        bare = LAYOUT_TAG.sub(lambda hit: "" if hit[1].lower() in INLINE else "<p>", text)
        root, is_cut = parse(REPEATED_BREAK.sub("<p>", bare))
        if is_cut:
            reasons.append("some of the page's text is nested too deeply to be read, and is missing")
    if root is None:
        return None
    drop_silent(root)
    return Page(root, sum(1 for _ in root.iter()), tuple(reasons))


def drop_odd(reference: re.Match[str]) -> str:
    """A numeric character reference; "" if pages cannot hold that character."""
    number = int(reference[1], 16) if reference[1] else int(reference[2])
    is_odd = number > 0x10FFFF or FEED.match(chr(number)) or ODD.match(chr(number))
    return "" if is_odd else reference[0]


def drop_attributes(tag: re.Match[str]) -> str:
    """The beginning of a tag, without its attributes if they are too many."""
    if len(tag[0]) <= 2 * MAX_ATTRIBUTES:
        return tag[0]
    parts = QUOTED_VALUE.sub(" ", tag[0]).replace("/", " ").split()
    return parts[0][:60] if len(parts) > MAX_ATTRIBUTES else tag[0]


def decode_page(data: bytes, charset: str | None) -> tuple[str, str]:
    """Decode by byte order mark, else as UTF-8, else as stated, else by a guess; return the text and what was odd."""
    found = STATED.search(data[:HEAD_BYTES])
    known = name_codec(charset) or name_codec(found[1].decode("ascii") if found else None)
    if known and SEVEN_BIT.fullmatch(known) and find_wide_encoding(data[:HEAD_BYTES]) is None:
        return data.decode(known, "replace"), ""
    decoded = decode_bytes(data, known=known)
    # Text in the encoding that the page states is not odd.
    is_stated = known == decoded.encoding and "\ufffd" not in decoded.text
    return decoded.text, "" if is_stated else decoded.notice


def cut_scripts(text: str) -> str:
    """A page's source without scripts, styles and drawings; JSON that describes the page stays."""
    kept: list[str] = []
    place = 0
    opened = ""
    for tag in SCRIPT_TAG.finditer(text):
        name = tag[2].lower()
        if not opened and not tag[1] and "ld+json" not in (tag[3] or "").lower():
            kept.append(text[place : tag.start()])
            opened = name
        elif opened == name and tag[1]:
            opened, place = "", tag.end()
    if not opened:
        kept.append(text[place:])
    return "".join(kept)


def name_codec(label: str | None) -> str | None:
    """Python's name for a stated encoding; None for UTF-8, unknown ones, and those that pages do not use.

    >>> name_codec("ISO-8859-1"), name_codec("utf-8"), name_codec("rot13")
    ('cp1252', None, None)
    """
    try:
        name = codecs.lookup(label.strip()).name if label else ""
    except (LookupError, ValueError):
        return None
    name = MEANT.get(name, name)
    return name if PAGE_ENCODING.fullmatch(name) else None


def parse(text: str) -> tuple[Element | None, bool]:
    """The tree of a page's source (None if it is empty), and whether it is too deep to be read to its end."""
    # Imported here: plain texts do not need it.
    from lxml import etree, html  # type: ignore[import-untyped]  # noqa: PLC0415  (it carries no types)

    parser = html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=False, collect_ids=False
    )
    try:
        # As bytes, since a string that states its encoding would be refused.
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return None, False
    return root, any("depth" in entry.message.lower() for entry in parser.error_log)


def drop_silent(root: Element) -> None:
    """Remove what shows no words from a tree: scripts that do not describe the page, styles, pictures."""
    for element in list(root.iter(*SILENT)):
        element.drop_tree()
    for element in root.iter("br"):
        # Words on both sides of a break stay two words, even if the break itself is dropped later.
        element.tail = f" {element.tail or ''}"
    for element in list(root.iter("script")):
        if "ld+json" not in (element.get("type") or "").lower():
            element.drop_tree()


def write_source(root: Element) -> str:
    """A tree as source text, in which attributes can be searched too."""
    from lxml import etree  # noqa: PLC0415

    return str(etree.tostring(root, encoding="unicode", method="html"))


def read_text(element: Element, max_chars: int | None = None) -> str:
    """The words of an element with single blanks between them.

    Args:
        element: The element.
        max_chars: Reading stops a little above this number. Without it, nested elements of one class would be read
            again and again.
    """
    if max_chars is None:
        return BLANKS.sub(" ", "".join(element.itertext())).strip()
    pieces: list[str] = []
    size = 0
    for piece in element.itertext():
        kept = piece.strip()[: max_chars + 1]
        size += len(kept)
        pieces.append(piece if len(piece) <= max_chars else kept)
        if size > max_chars:
            break
    return BLANKS.sub(" ", "".join(pieces)).strip()
