"""Every reader with inputs that were damaged at random: nothing is raised, and what is read holds together.

SAYSO_FUZZ_EXAMPLES=20000 pytest tests/test_fuzz_read.py     a longer run, for nights
"""

from __future__ import annotations

import gzip
import io
import json
import os
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso.article import Article, Unread
from sayso.read import read_records as read_articles
from sayso.settings import ReadSettings

EXAMPLES = int(os.environ.get("SAYSO_FUZZ_EXAMPLES", "25"))
SMALL = ReadSettings(max_bytes=200_000)
SENTENCE = (
    "“It stays shut for the whole summer,” said Anna Roth, the mayor, on Monday. Nobody knows how long it takes. "
)
PAGE = (
    '<html lang="en"><head><title>Bridge stays shut | The Post</title><meta charset="utf-8">'
    '<meta property="og:title" content="Bridge stays shut"><link rel="canonical" href="https://news.example/1">'
    '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Bridge stays shut",'
    ' "datePublished": "2031-04-05T09:30:00Z", "author": [{"name": "Ben Stone"}]}</script></head>'
    f"<body><nav><a href='/'>Home</a></nav><article><h1>Bridge stays shut</h1><p>{SENTENCE * 3}</p>"
    f"<figure><img src='x'><figcaption>The bridge.</figcaption></figure><p>{SENTENCE * 2}</p></article></body></html>"
)
RSS = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>The Post</title><item><title>Bridge shut</title>'
    "<link>https://news.example/1</link><pubDate>Sat, 05 Apr 2031 09:30:00 GMT</pubDate>"
    f"<source url='https://wire.example'>Wire</source><description>{SENTENCE * 3}</description></item></channel></rss>"
)
ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><title>The Post</title><entry><title>Bridge shut</title>'
    '<link href="https://news.example/1"/><updated>2031-04-05T09:30:00Z</updated>'
    f'<content type="html">&lt;p&gt;{SENTENCE * 3}&lt;/p&gt;</content></entry></feed>'
)
JSON_FEED = json.dumps(
    {"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "content_text": SENTENCE, "title": "T"}]}
)
LINES = "".join(
    json.dumps({"id": str(n), "title": "T", "text": SENTENCE, "published": "2031"}) + "\n" for n in range(3)
)


def make_record(body: bytes) -> bytes:
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
    head = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://news.example/1\r\nContent-Length: %d\r\n\r\n"
    return head % len(answer) + answer + b"\r\n\r\n"


def make_zip(members: dict[str, str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return file.getvalue()


WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DOCX = make_zip(
    {
        "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:p><w:t>{SENTENCE}</w:t></w:p></w:document>',
        "docProps/core.xml": '<c xmlns:d="http://purl.org/dc/terms/"><d:created>2031-04-05</d:created></c>',
    }
)
PDF = (
    b"%PDF-1.4\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 "
    b"/MediaBox [0 0 612 792] >> endobj\n3 0 obj << /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << "
    b"/F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >> endobj\n4 0 obj << /Length 86 >>\nstream\n"
    b"BT /F1 12 Tf 72 720 Td (It stays shut for the whole summer, said Anna Roth.) Tj 0 -14 Td ET\nendstream endobj\n"
    b"trailer << /Root 1 0 R /Info << /Title (Bridge shut) >> >>\nstartxref\n0\n%%EOF"
)
WARC = make_record(PAGE.encode()) * 2
SEEDS: dict[str, bytes] = {
    "plain": f"Bridge stays shut\n\n{SENTENCE}".encode(),
    "lines": LINES.encode(),
    "page": PAGE.encode(),
    "rss": RSS.encode(),
    "atom": ATOM.encode(),
    "json-feed": JSON_FEED.encode(),
    "warc": WARC,
    "warc-gz": gzip.compress(WARC[: len(WARC) // 2]) + gzip.compress(WARC[len(WARC) // 2 :]),
    "lines-gz": gzip.compress(LINES.encode()),
    "zip": make_zip({"a.txt": SENTENCE, "b.jsonl": LINES, "c.html": PAGE}),
    "docx": DOCX,
    "pdf": PDF,
}
# What has meaning to one parser or another, to be put where it was not meant.
TOKENS = [
    b"", b"\x00", b"\xff\xfe", b"<", b">", b"&#0;", b"&#xD800;", b"]]>", b"<!--", b"<![CDATA[", b'"', b"{", b"[",
    b"\r\n", b"\r\n\r\n", b"-1", b"9999999999999999", b"WARC/1.0\r\n", b"Content-Length: 5\r\n", b"endobj", b"\\ud800",
    b"NaN", b"<svg>", b"<table><p>", b"<template>", b"\x1f\x8b\x08", b"PK\x03\x04", "“".encode(), "\u202e".encode(),
    b"\xed\xa0\x80",
]  # fmt: skip
EDITS = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 200), st.sampled_from(TOKENS) | st.binary(max_size=8)), max_size=6
)


def damage(data: bytes, edits: list[tuple[float, int, bytes]]) -> bytes:
    """The bytes with pieces taken out and others put in."""
    for place, length, put in edits:
        start = int(place * len(data))
        data = data[:start] + put + data[start + length :]
    return data


def check(record: Article | Unread) -> None:
    """What every record promises."""
    assert record.id is not None
    assert all(notice.reason and notice.step == "read" for notice in record.notices)
    if isinstance(record, Unread):
        assert record.notices
        return
    assert record.text
    record.text.encode("utf-8")
    for span in filter(None, (record.title_span, record.given_span)):
        assert 0 <= span.start <= span.end <= len(record.text)
    if record.title_span is not None:
        assert record.title == record.title_span.of(record.text)
    for region in record.regions:
        assert 0 <= region.span.start < region.span.end <= len(record.text)
    assert (record.published is None) == (record.published_precision is None)


@pytest.mark.parametrize("seed", SEEDS)
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(edits=EDITS)
def test_damaged_input_gives_records(seed: str, edits: list[tuple[float, int, bytes]]) -> None:
    """Each record holds together, their ids differ, and nothing is raised."""
    records = list(read_articles([io.BytesIO(damage(SEEDS[seed], edits))], settings=SMALL))

    for record in records:
        check(record)
    assert len({record.id for record in records}) == len(records)


@settings(max_examples=EXAMPLES, deadline=None)
@given(data=st.binary(max_size=2_000))
def test_any_bytes_give_records(data: bytes) -> None:
    """Whatever the bytes are."""
    for record in read_articles([io.BytesIO(data)], settings=SMALL):
        check(record)
