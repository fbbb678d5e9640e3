"""Inputs of every kind that is read, small and invented, to be damaged: seeds of the fuzz tests and of `fuzz.py`."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import zipfile
import zlib

__all__ = ["SEEDS", "SENTENCE", "make_zip"]

SENTENCE = (
    "“It stays shut for the whole summer,” said Anna Roth, the mayor, on Monday. Nobody knows how long it takes. "
)
_TEXT = (
    "Bridge stays shut\n\n"
    f"{SENTENCE}She told Radio Delta that the town “had no choice”.\n\n"
    "“We float,” he said, “and\n\n“we swim,” Bo said.\n"
)
_PAGE = (
    '<html lang="en"><head><title>Bridge stays shut | The Post</title><meta charset="utf-8">'
    '<meta property="og:title" content="Bridge stays shut"><link rel="canonical" href="https://news.example/1">'
    '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Bridge stays shut",'
    ' "datePublished": "2031-04-05T09:30:00Z", "author": [{"name": "Ben Stone"}]}</script></head>'
    f"<body><nav><a href='/'>Home</a></nav><article><h1>Bridge stays shut</h1><p>{SENTENCE * 3}</p>"
    f"<figure><img src='x'><figcaption>The bridge.</figcaption></figure><p>{SENTENCE * 2}</p></article></body></html>"
)
_RSS = (
    '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
    "<title>The Post</title><item><title>Bridge shut</title><dc:creator>Ben Stone</dc:creator>"
    "<link>https://news.example/1</link><pubDate>Sat, 05 Apr 2031 09:30:00 GMT</pubDate>"
    f"<source url='https://wire.example'>Wire</source><description>{SENTENCE * 3}</description></item></channel></rss>"
)
_ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><title>The Post</title><entry><title>Bridge shut</title>'
    '<link href="https://news.example/1"/><updated>2031-04-05T09:30:00Z</updated>'
    f'<content type="html">&lt;p&gt;{SENTENCE * 3}&lt;/p&gt;</content></entry></feed>'
)
_OPML = '<?xml version="1.0"?><opml><body><outline text="Post" xmlUrl="https://news.example/feed"/></body></opml>'
_JSON_FEED = json.dumps(
    {"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "content_text": SENTENCE, "title": "T"}]}
)
_RECORD = {
    "id": "1",
    "title": "Bridge stays shut",
    "text": SENTENCE,
    "published": "2031",
    "authors": ["Ben Stone"],
    "outlet": {"name": "The Post", "domain": "post.example"},
    "regions": [{"span": [0, 5], "place": "caption"}],
    "stated": [{"name": "Wire", "how": "wire", "where": "feed"}],
    "origins": {"title": "feed"},
}
_LINES = "".join(json.dumps({**_RECORD, "id": str(number)}) + "\n" for number in range(3))
_SRT = "".join(f"{n}\n00:00:0{n},000 --> 00:00:0{n + 1},000\n- It stays shut.\n\n" for n in range(1, 6))


def _make_record(body: bytes) -> bytes:
    """A record of a web archive with a server's answer."""
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
    head = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://news.example/1\r\nContent-Length: %d\r\n\r\n"
    return head % len(answer) + answer + b"\r\n\r\n"


def make_zip(members: dict[str, bytes]) -> bytes:
    """A ZIP archive."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            # An OpenDocument file says what it is in a first member that is not packed.
            method = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return file.getvalue()


def _make_pdf(pages: int, packed: bool) -> bytes:
    """A PDF file with a text layer."""
    drawn = b"BT /F1 12 Tf 72 720 Td (It stays shut for the summer, said Anna Roth.) Tj 0 -14 Td (It is old.) Tj ET"
    stream, how = (zlib.compress(drawn), b"/Filter /FlateDecode ") if packed else (drawn, b"")
    kids = b" ".join(b"%d 0 R" % (number + 4) for number in range(pages))
    font = b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d /MediaBox [0 0 612 792] >>" % (kids, pages),
        b"<< %s/Length %d >>\nstream\n%s\nendstream" % (how, len(stream), stream),
        *[b"<< /Type /Page /Parent 2 0 R /Contents 3 0 R %s >>" % font] * pages,
    ]
    body = b"".join(b"%d 0 obj %s endobj\n" % (number, it) for number, it in enumerate(objects, 1))
    return b"%PDF-1.4\n" + body + b"trailer << /Root 1 0 R /Info << /Title (Bridge shut) >> >>\nstartxref\n0\n%%EOF"


_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_DOCUMENT = (
    f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{_WORD}"><w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr>'
    f"<w:t>Bridge stays shut</w:t></w:p><w:p><w:t>{SENTENCE}</w:t></w:p></w:document>"
)
_CORE = (
    '<?xml version="1.0" encoding="UTF-8"?><c xmlns:d="http://purl.org/dc/terms/"><d:created>2031-04-05</d:created></c>'
)
_DOCX = {"word/document.xml": _DOCUMENT.encode(), "docProps/core.xml": _CORE.encode()}
_ODT = {
    "mimetype": b"application/vnd.oasis.opendocument.text",
    "content.xml": (
        '<?xml version="1.0" encoding="UTF-8"?><o:document-content '
        'xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        f'xmlns:t="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><t:p>{SENTENCE}<t:s t:c="3"/></t:p>'
        "</o:document-content>"
    ).encode(),
}
_RTF = (
    rb"{\rtf1\ansi{\info{\title Bridge}{\creatim\yr2031\mo4\dy5}}{\fonttbl{\f0 Arial;}}\f0 \u8220?It stays shut,\u8221?"
)
_RTF += rb" said Anna Roth.\par {\b \'93It floats\'94}, Bo said.\par}"
_WARC = _make_record(_PAGE.encode()) * 2

SEEDS: dict[str, bytes] = {
    "plain": _TEXT.encode(),
    "utf-16": _TEXT.encode("utf-16"),
    "windows-1252": _TEXT.encode("cp1252"),
    "lines": _LINES.encode(),
    "page": _PAGE.encode(),
    "rss": _RSS.encode(),
    "atom": _ATOM.encode(),
    "opml": _OPML.encode(),
    "json-feed": _JSON_FEED.encode(),
    "srt": _SRT.encode(),
    "vtt": b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Anna Roth>It stays shut.\n",
    "warc": _WARC,
    "warc-gz": gzip.compress(_WARC[: len(_WARC) // 2], mtime=0) + gzip.compress(_WARC[len(_WARC) // 2 :], mtime=0),
    "lines-gz": gzip.compress(_LINES.encode(), mtime=0),
    "plain-bz2": bz2.compress(_TEXT.encode()),
    "plain-xz": lzma.compress(_TEXT.encode()),
    "zip": make_zip({"a.txt": _TEXT.encode(), "b.jsonl": _LINES.encode(), "c.html": _PAGE.encode()}),
    "docx": make_zip(_DOCX),
    "odt": make_zip(_ODT),
    "rtf": _RTF,
    "pdf": _make_pdf(1, packed=False),
    "pdf-packed": _make_pdf(3, packed=True),
}
