"""Write text of an article into XML, whatever characters it holds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

__all__ = ["write_attributes", "write_element", "write_xml_text"]

# What XML 1.0 cannot have, in any way of writing it.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_xml_text(text: str) -> str:
    r"""The text of an element; each character that XML cannot have is U+FFFD, so that offsets stay.

    >>> write_xml_text("A & B\x00\r")
    'A &amp; B\ufffd&#13;'
    """
    # A parser makes a line feed of a carriage return that is written as it is.
    return escape(_NO_XML.sub("\ufffd", text), {"\r": "&#13;"})


def write_attributes(values: Mapping[str, str | None]) -> str:
    """The attributes of an element, those that are unknown left out.

    >>> write_attributes({"who": "#p1", "n": None})
    ' who="#p1"'
    """
    known = ((name, value) for name, value in values.items() if value is not None)
    return "".join(f" {name}={quoteattr(_NO_XML.sub(chr(0xFFFD), value))}" for name, value in known)


def write_element(name: str, text: str | None, **attributes: str) -> str:
    """An element with text; "" if there is no text.

    >>> write_element("title", "A < B", type="main")
    '<title type="main">A &lt; B</title>'
    """
    return f"<{name}{write_attributes(attributes)}>{write_xml_text(text)}</{name}>" if text else ""
