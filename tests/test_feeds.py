"""Feeds become articles with what they know; lists of addresses are followed, not read; none of them does harm."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.article import Article, Outlet, Stated, Unread
from sayso.errors import ReadError
from sayso.read.feeds import Listed, list_addresses, read_feed
from sayso.read.feeds_entry import keep_date
from sayso.read.feeds_text import strip_markup
from sayso.read.feeds_xml import drop_doctype, find_root
from sayso.read.kinds import Beginning, is_feed, is_json_feed
from sayso.read.stream import Stream
from sayso.settings import ReadSettings

from .each_case import each_case

WORDS = "“The bridge stays shut,” Anna Roth said on Friday. "
NAMESPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:atom="http://www.w3.org/2005/Atom"'
)


def write_rss(*items: str, head: str = "") -> bytes:
    """An RSS feed of one outlet with such items."""
    listed = "".join(f"<item>{item}</item>" for item in items)
    feed = f"<title>Coast Daily</title><link>https://coast.example/</link><language>en-GB</language>{listed}"
    return f'{head}<rss version="2.0" {NAMESPACES}><channel>{feed}</channel></rss>'.encode()


def read_all(data: bytes, name: str = "coast.xml") -> list[Article | Unread]:
    """What the bytes of a feed hold."""
    return list(read_feed(Stream(name, io.BytesIO(data)), ReadSettings()))


def read_one(data: bytes) -> Article:
    """The one article of a feed."""
    (article,) = read_all(data)
    assert isinstance(article, Article)
    return article


def test_an_item_becomes_an_article_with_what_the_feed_knows() -> None:
    """Title, address, byline, date with its zone, outlet and language come from the feed, and origins say so."""
    item = (
        "<title>Bridge stays shut</title><link>https://coast.example/bridge</link><guid>g1</guid>"
        "<dc:creator>Anna Berg</dc:creator><pubDate>Sat, 05 Apr 2031 09:30:00 +0200</pubDate>"
        f"<description>{WORDS * 30}</description>"
    )

    article = read_one(write_rss(item))

    assert article.text == f"Bridge stays shut\n\n{(WORDS * 30).strip()}"
    assert article.given_span is not None
    assert article.given_span.of(article.text) == (WORDS * 30).strip()
    assert ("g1", "https://coast.example/bridge") == (article.id, article.url)
    assert Outlet("Coast Daily", "coast.example") == article.outlet
    assert ("Anna Berg",) == article.authors
    assert ("2031-04-05T09:30:00+02:00", "second") == (article.published, article.published_precision)
    assert article.language == "en"
    assert dict(article.origins)["published"] == "feed"
    assert article.notices == ()


@each_case(
    ("title", "outlet"),
    [
        ("Technology", None), ("Top Stories", None), ("Coast Daily - Technology", "Coast Daily"),
        ("World News | Coast Daily", "Coast Daily"), ("Coast Daily – Harbour Watch", "Coast Daily – Harbour Watch"),
        ("The Coast Times", "The Coast Times"),
    ],
)  # fmt: skip
def test_a_section_is_no_outlet(title: str, outlet: str | None) -> None:
    """Of a feed's title only what names no section is the outlet; the site's host stays known."""
    feed = write_rss(f"<title>Pier</title><description>{WORDS * 30}</description>")

    article = read_one(feed.replace(b"<title>Coast Daily</title>", f"<title>{title}</title>".encode()))

    assert Outlet(outlet, "coast.example") == article.outlet


def test_html_content_loses_its_tags_and_scripts() -> None:
    """The content of an entry is read as a page: paragraphs stay apart, and no script or tag is left."""
    paragraphs = "".join(f"<p>{WORDS}It is day {day} of the works at the old bridge.</p>" for day in range(12))
    content = f"<![CDATA[{paragraphs}<script>alert(1)</script>]]>"
    item = f"<title>Bridge &lt;script&gt;x&lt;/script&gt; shut</title><content:encoded>{content}</content:encoded>"

    article = read_one(write_rss(item))

    assert article.title == "Bridge shut"
    assert article.text.count("\n\n") == 12
    assert "alert" not in article.text
    assert "<" not in article.text


def test_a_teaser_is_read_with_a_notice() -> None:
    """A summary is an article with a notice that names the address of the rest."""
    article = read_one(
        write_rss(f"<title>A</title><link>https://coast.example/a</link><description>{WORDS}</description>")
    )

    assert WORDS.strip() in article.text
    assert "only the summary stands in the feed; read its address https://coast.example/a" in article.notices[-1].reason


@each_case("end", ["[&amp;#8230;]", "…", "... &lt;a href='x'&gt;Continue reading&lt;/a&gt;", "Read more »"])
def test_content_that_breaks_off_is_reported(end: str) -> None:
    """Content that ends in an ellipsis or in "read more" is only the beginning."""
    item = f"<title>A</title><content:encoded>{WORDS * 30}{end}</content:encoded>"

    assert "only the summary" in read_one(write_rss(item)).notices[-1].reason


def test_an_entry_without_text_is_reported_with_its_address() -> None:
    """A title and a link are no article; the notice says where it stands."""
    (unread,) = read_all(write_rss("<title>A</title><link>https://coast.example/a</link>"))

    assert isinstance(unread, Unread)
    assert "entry 1 holds no text; read its address https://coast.example/a" in unread.notices[0].reason


def test_an_item_that_was_taken_from_elsewhere_names_its_source() -> None:
    """RSS <source> of an item on the feed's own site is a republication, stated by the feed."""
    source = '<source url="https://harbour.example/rss">Harbour Wire</source>'
    item = f"<title>A</title><link>https://coast.example/a</link>{source}<description>{WORDS}</description>"

    article = read_one(write_rss(item))

    assert Outlet("Coast Daily", "coast.example") == article.outlet
    assert (Stated("Harbour Wire", "republication", "RSS source"),) == article.stated


def test_an_item_that_leads_elsewhere_was_published_there() -> None:
    """Where the link leads to the source's site, that is the outlet, and the feed is an aggregator."""
    source = '<source url="https://www.harbour.example">Harbour Wire</source>'
    item = f"<title>A</title><link>https://harbour.example/a</link>{source}<description>{WORDS}</description>"

    article = read_one(write_rss(item))

    assert Outlet("Harbour Wire", "harbour.example") == article.outlet
    assert (Stated("Coast Daily", "aggregator", "RSS source"),) == article.stated


def test_dublin_core_names_a_carrier_unless_it_is_the_outlet() -> None:
    """dc:source and dc:publisher are carriers where they name another body than the outlet."""
    item = f"<title>A</title><dc:source>https://wire.example/x</dc:source><description>{WORDS}</description>"
    own = f"<title>A</title><dc:publisher>The Coast Daily</dc:publisher><description>{WORDS}</description>"

    other, same = read_all(write_rss(item, own))

    assert isinstance(other, Article)
    assert isinstance(same, Article)
    assert (Stated("wire.example", "republication", "dc:source"),) == other.stated
    assert same.stated == ()


def test_atom_is_read_with_source_and_both_dates() -> None:
    """An Atom entry copied from another feed names it; the feed's author stands in for a missing one."""
    data = f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>Planet</title>
      <link href="https://planet.example/"/><author><name>Karl Berg</name></author>
      <entry><id>urn:1</id><title type="html">A &amp;amp; B</title><link href="https://blog.example/a"/>
      <published>2031-04-05</published><updated>2031-04-06T10:00Z</updated>
      <source><title>A Blog</title><link href="https://blog.example/"/></source>
      <content type="text">{WORDS * 5}</content></entry></feed>""".encode()

    article = read_one(data)

    assert ("A & B", "urn:1", ("Karl Berg",), "de") == (article.title, article.id, article.authors, article.language)
    assert ("2031-04-05", "day") == (article.published, article.published_precision)
    assert ("2031-04-06T10:00+00:00", "minute") == (article.modified, article.modified_precision)
    assert Outlet("A Blog", "blog.example") == article.outlet
    assert (Stated("Planet", "aggregator", "Atom source"),) == article.stated


def test_a_json_feed_is_read() -> None:
    """JSON Feed gives the same; `external_url` is the page that the item reports on."""
    item = {
        "id": 7,
        "url": "https://coast.example/a",
        "external_url": "https://paper.example/x",
        "title": "A",
        "content_text": WORDS * 5,
        "date_published": "2031-04-05T09:30:00+02:00",
        "authors": [{"name": "Anna Berg"}, {"url": "x"}, 3],
    }
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Coast Daily", "language": "en", "items": [item, 1]}
    data = json.dumps(feed).encode()

    article = read_one(data)

    assert is_json_feed(Beginning(data, data.decode()))
    assert ("7", "A", ("Anna Berg",)) == (article.id, article.title, article.authors)
    assert article.published == "2031-04-05T09:30:00+02:00"
    assert (Stated("paper.example", "report", "JSON Feed external_url"),) == article.stated


def test_rdf_in_another_encoding_is_read() -> None:
    """RSS 1.0 in Windows-1252 or UTF-16 is decoded as it says."""
    rdf = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
        '<channel rdf:about="https://coast.example/"><title>Küste</title></channel>'
        '<item rdf:about="https://coast.example/a"><title>Brücke</title><description>Zu, „sagte“ sie.</description>'
        "</item></rdf:RDF>"
    )
    declared = f'<?xml version="1.0" encoding="windows-1252"?>{rdf}'.encode("cp1252")
    wide = f'<?xml version="1.0" encoding="utf-16"?>{rdf}'.encode("utf-16")

    for data in (declared, wide):
        assert read_one(data).text == "Brücke\n\nZu, „sagte“ sie."


def test_kinds_are_recognised_by_the_root() -> None:
    """A comment or a DOCTYPE before the root does not hide it, and a page is no feed."""
    assert find_root("<?xml version='1.0'?><!-- <html> --><!DOCTYPE rss [<!ENTITY a '>'>]><rss>") == "rss"
    assert is_feed(Beginning(b"", "<ns:feed xmlns:ns='a'>"))
    assert not is_feed(Beginning(b"", "<!doctype html><html><rss>"))
    assert not is_feed(Beginning(b"", "Text of <rss>"))
    assert not is_json_feed(Beginning(b"", '{"version": "1"}'))


def test_opml_lists_feeds() -> None:
    """Nested outlines give their feeds in order, none twice; what is no address of the web is called other."""
    data = b"""<?xml version="1.0"?><opml version="2.0"><body><outline text="News">
      <outline text="Coast &amp; Sea" type="rss" xmlUrl="https://coast.example/feed" htmlUrl="https://coast.example"/>
      <outline text="Again" xmlUrl="https://coast.example/feed"/>
      <outline text="Bad" xmlUrl="file:///etc/passwd"/></outline>
      <outline text="Page" type="link" url="https://page.example/"/></body></opml>"""

    listed = list_addresses(data, "feeds.opml")

    assert [
        Listed("https://coast.example/feed", outlet="Coast & Sea", kind="feed"),
        Listed("file:///etc/passwd", kind="other"),
        Listed("https://page.example/", "Page"),
    ] == listed
    assert "a list of feeds (OPML)" in read_all(data)[0].notices[0].reason


def test_sitemaps_list_pages_and_sitemaps() -> None:
    """A news sitemap gives title, outlet and date; an index gives sitemaps."""
    data = b"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
      xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc> https://coast.example/a </loc>
      <lastmod>2031-04-06</lastmod><news:news><news:publication><news:name>Coast Daily</news:name></news:publication>
      <news:publication_date>2031-04-05T09:30+02:00</news:publication_date><news:title>Bridge</news:title></news:news>
      </url><url><loc>https://coast.example/b</loc></url></urlset>"""
    index = b"<sitemapindex><sitemap><loc>https://coast.example/s.xml</loc></sitemap></sitemapindex>"

    first, second = list_addresses(data, "sitemap.xml")

    assert (
        Listed("https://coast.example/a", "Bridge", "2031-04-05T09:30+02:00", "Coast Daily", "page", "2031-04-06")
        == first
    )
    assert Listed("https://coast.example/b") == second
    assert [Listed("https://coast.example/s.xml", kind="sitemap")] == list_addresses(index, "index.xml")


def test_a_feed_lists_its_entries() -> None:
    """What watch follows of a feed are the addresses of its entries, made absolute."""
    item = "<title>A</title><link>/a</link><pubDate>Sat, 05 Apr 2031 09:30 GMT</pubDate>"

    (listed,) = list_addresses(write_rss(item), "https://coast.example/feed")

    assert Listed("https://coast.example/a", "A", "2031-04-05T09:30+00:00", "Coast Daily") == listed


def test_what_is_no_list_is_refused() -> None:
    """A text without addresses is an error for whoever wants to follow it."""
    with pytest.raises(ReadError, match="no feed"):
        list_addresses(b"Bridge stays shut", "a.txt")


BOMB = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
HOSTILE = {
    "entities in entities": write_rss("<title>&a11;</title>", head=f'<!DOCTYPE r [<!ENTITY a0 "<b>lol</b>">{BOMB}]>'),
    "a file as an entity": write_rss(
        "<title>&a;</title>", head='<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    ),
    "a long entity often": write_rss("&a;" * 50_000, head=f'<!DOCTYPE r [<!ENTITY a "{"x" * 50_000}">]>'),
    "hidden in UTF-7": b'<?xml version="1.0" encoding="utf-7"?>+ADwAIQ-DOCTYPE r>' + write_rss("<title>a</title>"),
    "elements 20,000 deep": b"<rss><channel><item><title>" + b"<div>" * 20_000,
    "outlines 100,000 deep": b"<opml><body>" + b'<outline text="a">' * 100_000,
    "100,000 attributes": b"<opml><body><outline "
    + b" ".join(b'a%d=""' % n for n in range(100_000))
    + b"/></body></opml>",
    "unclosed comments": write_rss("<description>" + "&lt;!--" * 50_000 + "</description>"),
    "open tags": b"<rss><channel><item><description>" + b"<a " * 30_000,
    "lists in lists": b'{"version": "https://jsonfeed.org/version/1", "items": ' + b"[" * 200_000,
    "a number without end": b'{"version": "https://jsonfeed.org/version/1", "items": [{"id": '
    + b"9" * 200_000
    + b"}]}",
    "a DOCTYPE without end": b"<!DOCTYPE rss [<!--" * 50_000,
    "half a surrogate pair": b"<urlset><url><loc>https://coast.example/&#xD800;\xed</loc></url></urlset>",
    "nothing": b"",
}


@pytest.mark.cpu_limit(20)
@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_feeds_cost_little(data: bytes) -> None:
    """Whatever is meant to grow, to nest or to reach outside ends within seconds, small, and as a record."""
    records = read_all(data)

    assert records
    assert all(len(getattr(record, "text", "")) < 1_000_000 for record in records)
    assert "root:" not in repr(records)


def test_a_doctype_in_the_text_stays() -> None:
    """Only what stands before the root is taken out."""
    data = b"<!-- a --><!DOCTYPE r [<!ENTITY a '>'><!-- ]> -->]><rss>about <!DOCTYPE html></rss>"

    assert drop_doctype(data) == b"<!-- a --><rss>about <!DOCTYPE html></rss>"


def test_too_large_a_feed_is_refused() -> None:
    """The limit of the settings holds for feeds."""
    (unread,) = read_feed(Stream("a", io.BytesIO(write_rss("<title>a</title>"))), ReadSettings(max_bytes=50))

    assert "is a feed of more than 50 bytes" in unread.notices[0].reason


@each_case(
    ("given_date", "kept"),
    [
        ("Sat, 05 Apr 2031 09:30 EST", "2031-04-05T09:30-05:00"),
        ("Sat, 05 Apr 2031 09:30:07 -0000", "2031-04-05T09:30:07"),
        ("soon", None),
    ],
)
def test_dates_keep_zone_and_precision(given_date: str, kept: str | None) -> None:
    """A date of mail is as precise as it was, in its own zone."""
    assert kept == keep_date(given_date)


def test_a_date_that_only_feedparser_knows_is_a_day() -> None:
    """A date in a form of its own is kept too, as the day that it is."""
    item = f"<title>A</title><pubDate>05 Apr 2031</pubDate><description>{WORDS}</description>"

    article = read_one(write_rss(item))

    assert ("2031-04-05", "day") == (article.published, article.published_precision)


def test_markup_becomes_paragraphs() -> None:
    """Blocks part paragraphs, line breaks part lines, entities are read once."""
    assert strip_markup("<div>a &amp;lt; b<br/>c</div><!-- x --><p>d</p><style>e</style>") == "a &lt; b\nc\n\nd"


PIECES = [
    "<rss>",
    "<item>",
    "</item>",
    "<title>",
    "</title>",
    "<source url='x'>",
    "<!DOCTYPE",
    "[",
    "]>",
    "&lt;",
    "<![CDATA[",
]
PIECES += [
    "]]>",
    "<entry>",
    "<link href='",
    "'/>",
    "<content type='xhtml'>",
    "<div>",
    "\x00",
    "é",
    "<author>",
    "{",
    '"items":',
]


@settings(max_examples=50)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=25).map("".join))
def test_no_feed_makes_the_reader_fail(text: str) -> None:
    """Whatever stands in a feed, records come of it, at least one."""
    data = b"<rss><channel>" + text.encode("utf-8", "replace")

    assert read_all(data)
    assert read_all(text.encode("utf-8", "replace"))
