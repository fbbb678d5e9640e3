"""Read an e-mail (.eml): its subject is the title, its sender the author, and its text the article.

The plain text counts, else the HTML. Attachments, and messages that are attached, are passed over with a notice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesParser
from email.utils import getaddresses
from itertools import pairwise

from sayso.article import Article, Unread
from sayso.errors import Notice
from sayso.read.date import read_date
from sayso.read.decode import count, decode_bytes
from sayso.read.feeds_text import strip_markup
from sayso.read.plain import describe_controls, join_title, make_unread, read_all
from sayso.read.source import Source
from sayso.read.stream import Stream
from sayso.settings import MORE_BYTES, ReadSettings

__all__ = ["read_mail"]

# In these, ASCII stands for other letters, so that they look like UTF-8.
SHIFTED = re.compile(r"iso-2022|utf-?7|hz", re.IGNORECASE)
# Mail programs break lines before this column or a few before it; a line that could have held the next word ends a
# paragraph.
WRAPPED_CHARS, NARROW_CHARS = 80, 15
OPENING = frozenset("“\"'‘(")
SHOWN_NAMES = 5
MAX_NAME_CHARS = 80


def read_mail(stream: Stream, settings: ReadSettings) -> Iterator[Article | Unread]:
    """Yield the article of an e-mail, or an `Unread` that says why there is none."""
    data = read_all(stream, settings.max_bytes)
    if data is None:
        yield make_unread(stream.name, f"is longer than {count(settings.max_bytes, 'byte')}; split it, {MORE_BYTES}")
        return
    message: Message = BytesParser().parsebytes(data)
    parts = list(list_parts(message))
    passed_over = [part for part in parts if is_attachment(part)]
    reasons = [describe_attachments(passed_over)] if passed_over else []
    given = find_text([part for part in parts if not is_attachment(part)], stream.name, settings)
    if not given:
        more = f" ({reasons[0]})" if reasons else ""
        yield make_unread(stream.name, f"is an e-mail without a text{more}; save what is attached as a file of its own")
        return
    yield make_article(message, given, stream.name, [*reasons, describe_controls(given)])


def make_article(message: Message, given: str, name: str, reasons: list[str]) -> Article:
    """The article of a message and its text."""
    text, title_span, given_span = join_title(given, read_header(message, "subject") or None, find=False)
    published = read_date(read_header(message, "date")) or (None, None)
    senders = getaddresses([read_header(message, "from")])
    authors = tuple(name for name, _ in senders if name and "@" not in name)
    known = (("title", "Subject", title_span), ("authors", "From", authors), ("published", "Date", published[0]))
    return Article(
        id=name,
        text=text,
        title=title_span.of(text) if title_span else None,
        title_span=title_span,
        given_span=given_span,
        authors=authors,
        published=published[0],
        published_precision=published[1],
        notices=tuple(Notice("read", f"{name}: {reason}.") for reason in reasons if reason),
        origins=tuple((fact, f"mail {where}") for fact, where, value in known if value),
    )


def list_parts(message: Message) -> Iterator[Message]:
    """Yield the parts of a message that have no parts; a message that is attached is one part."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        inner = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(inner, list):
            waiting.extend(reversed([it for it in inner if isinstance(it, Message)]))
        else:
            yield part


def is_attachment(part: Message) -> bool:
    """Whether a part is a file or a message of its own. A picture within the text is neither."""
    if part.get_content_disposition() == "inline" and part.get_content_maintype() == "image":
        return False
    is_other = part.get_content_disposition() == "attachment" or part.get_content_maintype() == "message"
    return is_other or bool(part.get_filename())


def describe_attachments(parts: list[Message]) -> str:
    """How many attachments there are, and the names of the first."""
    names = [clean(str(part.get_filename() or part.get_content_type()))[:MAX_NAME_CHARS] for part in parts]
    more = " …" if len(names) > SHOWN_NAMES else ""
    verb = "was" if len(parts) == 1 else "were"
    return f"{count(len(parts), 'attachment')} {verb} passed over: {', '.join(names[:SHOWN_NAMES])}{more}"


def find_text(parts: list[Message], name: str, settings: ReadSettings) -> str:
    """The plain texts of a message, else what its first HTML holds; "" if there is neither."""
    plain = [read_text(part) for part in parts if part.get_content_type() == "text/plain"]
    found = "\n\n".join(filter(None, plain))
    if found:
        return found
    pages = (part for part in parts if part.get_content_type() == "text/html")
    return next(filter(None, (read_page_text(part, name, settings) for part in pages)), "")


def read_text(part: Message) -> str:
    """The text of a part, its wrapped lines joined."""
    lines = [line.rstrip("\r") for line in decode_part(part).split("\n")]
    is_flowed = str(part.get_param("format", "")).lower() == "flowed"
    pieces = []
    for line, following in pairwise([*lines, ""]):
        is_wrapped = line.endswith(" ") and line != "-- " if is_flowed else ends_for_want_of_room(line, following)
        pieces.append(line.rstrip() + (" " if is_wrapped else "\n"))
    return "".join(pieces).strip()


def ends_for_want_of_room(line: str, following: str) -> bool:
    """Whether a line ends because the next word had no room, and not because its writer wanted it.

    >>> ends_for_want_of_room("The bridge stays shut until May, and nobody here can say what it will", "cost.")
    True
    """
    if not line.strip() or not following or not (following[0].isalnum() or following[0] in OPENING):
        return False
    return (
        len(line) + len(following.split(maxsplit=1)[0]) >= WRAPPED_CHARS - NARROW_CHARS and len(line) <= WRAPPED_CHARS
    )


def read_page_text(part: Message, name: str, settings: ReadSettings) -> str:
    """The text of a part in HTML, read as a page; all of its words if a page reader leaves out most of them."""
    from sayso.read.html import read_page  # noqa: PLC0415  (heavy: only where a message has no plain text)

    markup = decode_part(part)
    page = f"<!DOCTYPE html><html><body><article>{markup}</article></body></html>"
    article = read_page(page.encode("utf-8", "replace"), Source(name=name, charset="utf-8"), settings)
    whole = strip_markup(markup)
    found = article.given_span.of(article.text) if isinstance(article, Article) and article.given_span else ""
    return found if 2 * len(found) > len(whole) else whole


def decode_part(part: Message) -> str:
    """The characters of a part in its own encoding; if that is unknown, as they are recognised."""
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    charset = part.get_content_charset()
    try:
        "".encode(charset or "ascii")
    except (LookupError, ValueError):
        charset = None
    if charset and SHIFTED.match(charset):
        return data.decode(charset, "replace")
    return decode_bytes(data, known=charset).text


def read_header(message: Message, name: str) -> str:
    """A header on one line, decoded; "" if it is missing."""
    given = message.get(name)
    if given is None:
        return ""
    try:
        return clean(str(make_header(decode_header(given))))
    except (LookupError, ValueError, HeaderParseError):
        return clean(str(given))


def clean(words: str) -> str:
    """Words on one line, without signs that are not shown."""
    return " ".join("".join(char if char.isprintable() else " " for char in words).split())
