"""Turn HTML from a feed into plain text: paragraphs separated by blank lines, no tags, scripts or comments.

Used for titles and teasers, and if a page reader finds nothing. Takes one pass over any input.
"""

from __future__ import annotations

import html
import re

__all__ = ["strip_markup", "strip_title"]

TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)(?:[\s/][^<>]*)?>|<!--|<!\[CDATA\[|<[!?][^<>]*>")
# The content of these elements is removed too.
HIDDEN = {
    name: re.compile(rf"</{name}[\s>]", re.IGNORECASE)
    for name in ("script", "style", "template", "iframe", "noscript", "svg", "object")
}
BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table td th title tr ul".split()
)
# Line breaks of the source are blanks in HTML; breaks made by tags are marked by these characters until the end.
BREAK, PARAGRAPH = "\x00", "\x01"
MADE = re.compile(r"[ \x00\x01]*[\x00\x01][ \x00\x01]*")


def strip_markup(markup: str) -> str:
    r"""The text of a piece of HTML.

    >>> strip_markup("<p>“We <b>won</b>,”\nshe said.<script>alert(1)</script><p>Next &amp; last<br>line")
    '“We won,” she said.\n\nNext & last\nline'
    """
    parts: list[str] = []
    place = 0
    markup = markup.replace(BREAK, " ").replace(PARAGRAPH, " ")
    while (tag := TAG.search(markup, place)) is not None:
        parts.append(html.unescape(markup[place : tag.start()]))
        place = skip_hidden(markup, tag)
        parts.append(break_at(tag))
    parts.append(html.unescape(markup[place:]))
    text = re.sub(r"\s+", " ", "".join(parts)) if parts else ""
    return MADE.sub(lambda gap: "\n\n" if PARAGRAPH in gap[0] else "\n" * gap[0].count(BREAK), text).strip()


def skip_hidden(markup: str, tag: re.Match[str]) -> int:
    """Where the text goes on after a tag, or after the comment or script that it opens."""
    if tag[0] == "<!--":
        end = markup.find("-->", tag.end())
        return len(markup) if end < 0 else end + 3
    closing = HIDDEN.get((tag[2] or "").lower())
    if closing is None or tag[1] or tag[0].endswith("/>"):
        return tag.end()
    closed = closing.search(markup, tag.end())
    return len(markup) if closed is None else closed.start()


def break_at(tag: re.Match[str]) -> str:
    """What a tag adds to the text: a paragraph break, a line break, or nothing."""
    name = (tag[2] or "").lower()
    return PARAGRAPH if name in BLOCKS else BREAK if name == "br" else ""


def strip_title(title: str, *, is_html: bool = True) -> str | None:
    """The title as one line without tags; None if nothing is left.

    >>> strip_title("Bridge <i>stays</i> shut &amp; closed")
    'Bridge stays shut & closed'
    """
    text = strip_markup(title) if is_html else title
    return " ".join(text.split()) or None
