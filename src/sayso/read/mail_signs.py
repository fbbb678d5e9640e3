"""Recognise e-mails and mailboxes by their headers, without loading what reads them."""

from __future__ import annotations

import re

__all__ = ["is_mail", "is_mailbox"]

HEADER = re.compile(r"([A-Za-z][A-Za-z0-9-]{0,60}):(?:[ \t]|\r?$)")
MAILBOX = re.compile(r"From \S+ .*\d\d:\d\d.*\r?\n(?=[A-Za-z-]{1,60}: )")
# A pasted message has the headers that people see, another one also some that only programs write.
SEEN = frozenset({"from", "to", "date", "subject"})
WRITTEN = frozenset({"message-id", "mime-version", "received", "return-path", "delivered-to", "content-type"})
MAX_HEADERS = 500


def is_mail(_data: bytes, text: str) -> bool:
    r"""Whether a text begins with the headers of an e-mail.

    >>> is_mail(b"", "Received: from a\r\n by b\r\nFrom: Roth <a@b.example>\r\n\r\nHello"), is_mail(b"", "From: Roth\n")
    (True, False)
    """
    names: set[str] = set()
    for line in text.split("\n", MAX_HEADERS)[:MAX_HEADERS]:
        if not line.strip():
            break
        header = HEADER.match(line)
        if header is None and not (names and line[0] in " \t"):
            return False
        names.update({header[1].lower()} if header else ())
    return "from" in names and (names >= SEEN or not names.isdisjoint(WRITTEN))


def is_mailbox(_data: bytes, text: str) -> bool:
    """Whether a text begins like an mbox file, which holds many messages."""
    start = MAILBOX.match(text)
    return start is not None and is_mail(b"", text[start.end() :])
