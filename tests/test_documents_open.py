"""RTF and OpenDocument texts, and the kinds that are refused with what to do."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso import Article, read_articles
from sayso.article import Unread
from sayso.read.documents_rtf import MAX_RTF_CHARS, read_rtf_text
from sayso.settings import ReadSettings

from .each_case import each_case

TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
STYLE = "urn:oasis:names:tc:opendocument:xmlns:style:1.0"
META = (
    '<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    "<office:meta><dc:title>Bridge shut</dc:title><meta:creation-date>2031-04-05T09:30:00</meta:creation-date>"
    "<dc:date>2031-04-06T10:00:00</dc:date></office:meta></office:document-meta>"
)
SAID = "“We never closed it,” said Ada Moss."


def make_odt(body: str, *, before: str = "", kind: str = "text", meta: str = META) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        mimetype = f"application/vnd.oasis.opendocument.{kind}"
        archive.writestr(zipfile.ZipInfo("mimetype"), mimetype, zipfile.ZIP_STORED)
        names = f'xmlns:text="{TEXT}" xmlns:office="{OFFICE}" xmlns:style="{STYLE}"'
        archive.writestr("content.xml", f"{before}<office:document-content {names}>{body}</office:document-content>")
        archive.writestr("meta.xml", meta)
    return file.getvalue()


def read(data: bytes, settings: ReadSettings | None = None) -> Article | Unread:
    unread: list[Unread] = []
    found = list(read_articles([io.BytesIO(data)], settings=settings or ReadSettings(), on_unread=unread.append))
    assert 1 == len(found) + len(unread)
    return found[0] if found else unread[0]


def read_text(data: bytes) -> Article:
    record = read(data)
    assert isinstance(record, Article), record
    return record


def read_reason(data: bytes) -> str:
    return " ".join(notice.reason for notice in read(data).notices)


def test_odt_paragraphs() -> None:
    """Paragraphs, headings and list items are parted by blank lines; spaces, tabs and line breaks are kept."""
    body = (
        "<text:h>Bridge\nshut</text:h><text:p>It stays<text:s text:c='2'/>shut.<text:line-break/>Until Easter.</text:p>"
        f"<text:list><text:list-item><text:p>{SAID}</text:p></text:list-item></text:list><text:p/>"
    )

    assert f"Bridge shut\n\nIt stays  shut.\nUntil Easter.\n\n{SAID}" == read_text(make_odt(body)).text


def test_odt_leaves_out_deleted_words_remarks_and_notes() -> None:
    """What was deleted stands in the file, and was taken back; remarks are not the text."""
    body = (
        "<text:tracked-changes><text:deletion><text:p>We lied.</text:p></text:deletion></text:tracked-changes>"
        f"<text:p>{SAID}<office:annotation><text:p>Sure?</text:p></office:annotation>"
        "<text:note><text:note-body><text:p>A note.</text:p></text:note-body></text:note></text:p>"
    )

    assert f"Bridge shut\n\n{SAID}" == read_text(make_odt(body)).text


def test_odt_title_and_dates() -> None:
    """A paragraph in the style Title, or in one made from it, is the title; dates come from the properties."""
    style = '<style:style style:name="P1" style:parent-style-name="Title"/>'
    article = read_text(make_odt(f'{style}<text:p text:style-name="P1">Bridge shut.</text:p><text:p>{SAID}</text:p>'))

    assert "Bridge shut." == article.title
    assert ("2031-04-05T09:30:00", "2031-04-06T10:00:00") == (article.published, article.modified)
    assert ("title", "title paragraph") in article.origins


@each_case(
    ("data", "reason"),
    [
        (make_odt("<text:p/>"), "without text"),
        (make_odt("<text:p>x</text:p>", before='<!DOCTYPE a [<!ENTITY b "c">]>'), "declares a document type"),
        (make_odt("<text:p>" * 2_000), "nested more than"),
        (make_odt("<text:p>"), "cannot be read"),
        (make_odt("", before="<?xml version='1.0' encoding='hex'?>"), "cannot be read"),
        (make_odt("<text:p>x</text:p>", kind="spreadsheet"), "an OpenDocument table or slides"),
    ],
)
def test_odt_that_cannot_be_read(data: bytes, reason: str) -> None:
    """A broken or hostile file becomes a notice that says why."""
    assert reason in read_reason(data)


def test_odt_is_bounded() -> None:
    """A small file that unpacks to a long text is stopped at the largest size."""
    data = make_odt(f"<text:p>{'a' * 3_000_000}</text:p>")
    record = read(data, ReadSettings(max_bytes=1_000_000))

    assert len(data) < 10_000
    assert isinstance(record, Unread)


def test_rtf_paragraphs_marks_and_accents() -> None:
    """Quotation marks in all their spellings, accents, and letters beyond the code page are read."""
    data = (
        rb"{\rtf1\ansi\ansicpg1252{\fonttbl\f0\fswiss\fcharset0 Arial;}{\colortbl;\red0\green0\blue0;}"
        rb"{\info{\title Bridge shut}{\creatim\yr2031\mo4\dy5\hr9}}{\header A head}"
        rb"\f0\pard Bridge shut\par\par {\b \ldblquote We} never closed it,\rdblquote  said Zo\'eb Moss.\line"
        rb"\u8220?So\u8221? \u55357?\u56898?\par}"
    )
    article = read_text(data)

    assert "Bridge shut\n\n“We never closed it,” said Zoë Moss.\n\n“So” 🙂" == article.text
    assert ("Bridge shut", "2031-04-05") == (article.title, article.published)


def test_rtf_links_and_pictures() -> None:
    """Of a link its words are read, of a picture nothing."""
    link = rb'{\field{\*\fldinst{HYPERLINK "https://lantern.example"}}{\fldrslt{the council}}}'
    picture = rb"{\nonshppict{\pict{\*\picprop}\pngblip " + b"89504e47" * 2_000 + b"}}"

    assert "It asked the council." == read_text(rb"{\rtf1 It asked " + link + b"." + picture + rb"\par}").text


def test_rtf_tables() -> None:
    """Each cell is a paragraph, as in the other documents; a bar in the text stays one."""
    assert "One\n\nTwo | three\n\nFour" == read_text(rb"{\rtf1 One\cell Two | three\cell\row Four\par}").text


def test_rtf_with_tracked_changes_says_so() -> None:
    """Deleted words cannot be distinguished from the others, so a notice warns of them."""
    assert "tracked changes" in read_reason(rb"{\rtf1 We {\deleted never }closed it.\par}")


HOSTILE: dict[str, Callable[[int], bytes]] = {
    "open links": lambda n: rb"{\rtf1 " + rb'{\field{\*\fldinst{HYPERLINK "' * n,
    "fonts in a line": lambda n: rb"{\rtf1{\fonttbl" + rb"\f1" * n + b"}",
    "fonts behind a group": lambda n: rb"{\rtf1{\fonttbl{{x}}" + rb"\f1" * n + b"x" * n + b"}",
    "groups": lambda n: rb"{\rtf1 " + b"{" * n,
    "ends of groups": lambda n: rb"{\rtf1 " + b"}" * n,
    "almost pictures": lambda n: rb"{\rtf1 " + (b"ab" * 199 + b"x") * (n // 100),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_rtf_takes_time_in_proportion(name: str) -> None:
    """What was made to be slow is read, or refused, in as little time as other text: the suite would hang otherwise."""
    assert read_rtf_text(HOSTILE[name](50_000)) is not None


@each_case(
    "data",
    [rb"{\rtf1{\pict\bin}", rb"{\rtf1\u99999999 ?}", rb"{\rtf1\uc x}", rb"{\rtf1", rb"{\rtf1\ansicpg99999\'e9"],
)
def test_odd_rtf_is_read_or_refused(data: bytes) -> None:
    """Numbers that are none end no run, and the refusal says what to do."""
    record = read(data)

    assert isinstance(record, Article) or "RTF document" in read_reason(data)


@given(
    st.lists(st.sampled_from([*r"\{} x;'*?0", r"\par ", r"\u-1 ?", r"\'e9", r"{\fonttbl", r"\fcharset1 ", r"\bin3"]))
)
def test_any_rtf_is_read_or_refused(parts: list[str]) -> None:
    """Nothing raises, and what is read can be written."""
    found = read_rtf_text(("{\\rtf1 " + "".join(parts)).encode())

    assert isinstance(found, str) or found.text.encode("utf-8")


def test_long_rtf_is_refused() -> None:
    """The refusal names the bound and the way."""
    found = read_rtf_text(rb"{\rtf1 " + b"xy z" * (MAX_RTF_CHARS // 4) + b"}")

    assert isinstance(found, str)
    assert "save it as .docx or text" in found


@each_case(
    ("data", "reason"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "save it as .docx or text"),
        (b"[Script Info]\nTitle: x\n", "save them as .srt or .vtt"),
        (b'<?xml version="1.0"?><tt xmlns="http://www.w3.org/ns/ttml"><body/></tt>', "save them as .srt or .vtt"),
    ],
)
def test_refusals_say_what_to_do(data: bytes, reason: str) -> None:
    """What is not read is named, with the way to have it read."""
    assert reason in read_reason(data)


# The first lines hold a lone carriage return, a NUL, and marks of tables.
NOISE = [
    bytes(range(256)) * 4,
    b"id,text\rx\x00\x01\x02" + bytes(range(128, 256)) + bytes(range(1, 9)),
    b"\r\x00\x01\x02\x03" * 9,
]


@pytest.mark.parametrize("noise", NOISE)
@pytest.mark.parametrize(("name", "kind"), [("a.docx", "Word file"), ("a.odt", "OpenDocument text"), ("a.PDF", "PDF")])
def test_noise_that_is_named_like_a_document_is_none(tmp_path: Path, noise: bytes, name: str, kind: str) -> None:
    """The message says what the file is not and what to do, and names no module of Python."""
    (tmp_path / name).write_bytes(noise)
    unread: list[Unread] = []

    assert list(read_articles([tmp_path / name], on_unread=unread.append)) == []

    ((notice,),) = (one.notices for one in unread)
    assert f"is named {Path(name).suffix.lower()} but is no {kind}" in notice.reason
    assert "save it again" in notice.reason


@given(noise=st.binary(min_size=1, max_size=400))
def test_no_bytes_reach_a_parser_that_fails(noise: bytes) -> None:
    """Whatever bytes are given: a text, or a reason in words; several where they begin like a web archive."""
    unread: list[Unread] = []
    found = list(read_articles([io.BytesIO(noise)], on_unread=unread.append))

    assert found or unread
    notices = [notice for one in found for notice in one.notices] + [it for one in unread for it in one.notices]
    assert "Error" not in " ".join(notice.reason for notice in notices)
