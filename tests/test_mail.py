"""E-mails are read as articles."""

from __future__ import annotations

import io
from email.message import EmailMessage

from sayso.article import Article, Unread
from sayso.read import read_records
from sayso.read.mail_signs import is_mail

from .each_case import each_case

TEXT = """“The bridge stays shut until May, and nobody here can say what the repair
will cost the town,” said Ada Moss, the mayor of Norhaven.

Regards,
Anna"""


def _write(text: str = TEXT, subtype: str = "plain", **headers: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Norhaven Press Office <press@norhaven.example>"
    message["To"] = "desk@coast.example"
    message["Subject"] = "Brücke stays shut"
    message["Date"] = "Sat, 05 Apr 2031 09:30:00 +0200"
    message["Message-ID"] = "<1@norhaven.example>"
    for name, value in headers.items():
        message.replace_header(name, value)
    message.set_content(text, subtype=subtype)
    return message


def _read(data: bytes) -> Article | Unread:
    (found,) = read_records([io.BytesIO(data)])
    return found


def _read_article(message: EmailMessage) -> Article:
    found = _read(message.as_bytes())
    assert isinstance(found, Article)
    return found


def test_subject_sender_and_date_are_the_facts() -> None:
    """The subject is decoded, the sender's name is the author, and the date keeps its zone."""
    article = _read_article(_write())

    assert ("Brücke stays shut", ("Norhaven Press Office",)) == (article.title, article.authors)
    assert ("2031-04-05T09:30:00+02:00", "second") == (article.published, article.published_precision)
    assert {"title": "mail Subject", "authors": "mail From", "published": "mail Date", "language": "text"} == dict(
        article.origins
    )
    assert article.outlet is None


def test_wrapped_lines_are_joined_and_short_ones_stay() -> None:
    """A sentence that goes on in the next line is one line; a greeting has its own."""
    text = _read_article(_write()).text

    assert "say what the repair will cost the town,” said" in text
    assert text.endswith("\n\nRegards,\nAnna")


def test_an_address_alone_is_no_author() -> None:
    """Only a name is."""
    assert () == _read_article(_write(From="press@norhaven.example")).authors


def test_html_is_read_where_there_is_no_plain_text() -> None:
    """The plain text counts where there are both."""
    page = "<html><body><p>“It floats,” said Ada Moss.</p><script>steal()</script><p>It rained.</p></body></html>"
    both = _write()
    both.add_alternative(page, subtype="html")

    assert _read_article(_write(page, "html")).text == "Brücke stays shut\n\n“It floats,” said Ada Moss.\n\nIt rained."
    assert _read_article(both).text == _read_article(_write()).text


def test_attachments_are_named_and_passed_over() -> None:
    """A file and a message that are attached give nothing to the text; their names stand in the notice."""
    message = _write()
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="Pläne\r\n.pdf")
    message.add_attachment(_write("Another text."))

    article = _read_article(message)

    assert "Another" not in article.text
    assert "2 attachments were passed over: Pläne" in article.notices[0].reason
    assert "\n" not in article.notices[0].reason


def test_a_message_without_a_text_says_what_to_do() -> None:
    """What is attached can be read as a file of its own."""
    message = _write("")
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="plan.pdf")

    found = _read(message.as_bytes())

    assert isinstance(found, Unread)
    assert "without a text (1 attachment was passed over: plan.pdf)" in found.notices[0].reason


@each_case("charset", ["rot13", "no-such", "utf-7", "iso-2022-jp", "base64", ""])
def test_any_encoding_and_broken_headers_are_read(charset: str) -> None:
    """An encoding that is none, bytes beyond ASCII in a header, and a subject that is badly coded raise nothing."""
    head = f"From: R\xf6th <a@b.example>\nMessage-ID: <1>\nSubject: =?{charset}?b?!!!?=\nDate: never\n".encode(
        "latin-1"
    )
    body = f'Content-Type: text/plain; charset="{charset}"\n\n“It floats,” Ada Moss said.\n'.encode()

    assert isinstance(_read(head + body), Article)


def test_a_message_in_messages_ends() -> None:
    """Three thousand parts, each in the other, end as a record."""
    data = b"From: a\nMessage-ID: <1>\n"
    data += b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(3_000))

    assert isinstance(_read(data), Article | Unread)


def test_a_mailbox_is_refused_with_the_way() -> None:
    """Of many messages in one file none is read; each can be saved."""
    found = _read(b"From a@b.example Sat Apr  5 09:30:00 2031\n" + _write().as_bytes())

    assert isinstance(found, Unread)
    assert "save each message as .eml" in found.notices[0].reason


@each_case(
    "text", ["From: the harbour\nIt floats.", "Anna Roth: We float.\nBo Ny: No.\n\n", "From: a\nDate: b\n\nIt floats."]
)
def test_turns_and_notes_are_no_mail(text: str) -> None:
    """A line with a name and a colon makes no e-mail."""
    assert not is_mail(b"", text)
