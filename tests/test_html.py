"""Saved web pages become articles."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.article import Article, Stated, Unread
from sayso.read.html import read_html, read_page
from sayso.read.source import Source
from sayso.read.stream import Stream
from sayso.settings import ReadSettings

from .each_case import each_case

FILL = [
    "The bridge at Lower Oxley stays shut until Easter, the county council said on Monday.",
    "“We will not open it before it is safe,” Anna Roth, who leads the council, told reporters.",
    "Engineers found cracks in two of its piers in the autumn, and drivers have gone round by Marsh Lane since.",
    "Ben Oduya, who keeps the shop by the river, said that he had lost half of his trade.",
]
BODY = "".join(f"<p>{text}</p>" for text in FILL)


def make_page(body: str = BODY, head: str = "", title: str = "Bridge stays shut", attributes: str = "") -> bytes:
    heading = f"<h1>{title}</h1>" if title else ""
    return (
        f"<!doctype html><html {attributes}><head><meta charset=utf-8>{head}</head><body><nav><a href=/>Home</a></nav>"
        f"<main><article>{heading}{body}</article></main><footer>Contact us</footer></body></html>"
    ).encode()


def read(data: bytes, **known: Any) -> Article:  # noqa: ANN401  (fields of Source)
    found = read_page(data, Source("page.html", **known), ReadSettings())
    assert isinstance(found, Article), found
    return found


def make_schema(**fields: object) -> str:
    thing = {"@context": "https://schema.org", "@type": "NewsArticle", **fields}
    return f'<script type="application/ld+json">{json.dumps(thing)}</script>'


def make_meta(**values: str) -> str:
    return "".join(f'<meta property="{name.replace("__", ":")}" content="{value}">' for name, value in values.items())


def test_text_is_headline_and_paragraphs() -> None:
    """The text is the headline, a blank line, and the paragraphs parted by blank lines; the menu stays out."""
    article = read(make_page())

    assert "\n\n".join(["Bridge stays shut", *FILL]) == article.text
    assert article.title_span is not None
    assert article.given_span is not None
    assert "Bridge stays shut" == article.title_span.of(article.text)
    assert "\n\n".join(FILL) == article.given_span.of(article.text)


@each_case(
    "wrapped",
    [
        "<blockquote>{}</blockquote>",
        "<blockquote><p>{}</p></blockquote>",
        "<ul><li>Roth said: {}</li></ul>",
        "<table><tr><td>{}</td></tr></table>",
        "<p>She <b>said</b>: <i>{}</i>.</p>",
        "<p>First.<br><br>{}<br>Last.</p>",
    ],
)
def test_quotations_survive(wrapped: str) -> None:
    """A quotation in a block, a list, a table or in italics is in the text, word for word."""
    quotation = "“Nobody drives over it while I am here, and that is final”"
    article = read(make_page(BODY + wrapped.format(quotation) + BODY.replace("bridge", "crossing")))

    assert quotation in article.text


def test_inline_elements_glue_no_words() -> None:
    """Elements within a word leave it whole, and a break parts two words."""
    article = read(
        make_page(BODY + "<p>The un<b>stop</b>pable rain fell on<br>Oxley, and the piers stood in it all day.</p>")
    )

    assert "The unstoppable rain fell on\nOxley" in article.text


@each_case(
    "line",
    [
        "Read more: Ferry to run all summer",
        "READ MORE:",
        "Advertisement",
        "Sign up for our newsletter",
        "Click here to get the Oxley app",
        '<a href="/2">Ferry to run every day of the summer</a>',
    ],
)
def test_lines_that_lead_away_stay_out(line: str) -> None:
    """Calls to read on, to subscribe, and titles of other articles that are nothing but a link stay out of the text."""
    article = read(make_page(f"<p>{FILL[0]}</p><p>{line}</p>" + "".join(f"<p>{it}</p>" for it in FILL[1:])))

    assert "\n\n".join(FILL) == article.text.split("\n\n", 1)[1]


def test_questions_asked_twice_stay() -> None:
    """What an interview says again stays; what stands twice in a row is there once."""
    said = ["What now?", FILL[0], FILL[0], FILL[1], "What now?", FILL[2], FILL[3]]
    page = "".join(f"<p>{text}</p>" for text in said)
    text = read(make_page(page)).text

    assert 2 == text.count("What now?")
    assert 1 == text.count(FILL[0])


def test_articles_in_several_containers_are_whole() -> None:
    """Paragraphs of a further container of the same class are read too, in page order."""
    rest = [f"Later in the day, {text}" for text in FILL]
    parts = ["".join(f"<p>{text}</p>" for text in texts) for texts in (FILL, rest)]
    page = "".join(f'<div><div class="grid"><div class="body text">{part}</div></div></div><hr>' for part in parts)
    text = read(make_page(page)).text

    assert text.endswith("\n\n".join(rest))


def test_datelines_stay() -> None:
    """The agency in a dateline stays in the text."""
    assert (
        "OXLEY (Reuters) - The council met." in read(make_page("<p>OXLEY (Reuters) - The council met.</p>" + BODY)).text
    )


def test_wire_byline_stands_before_the_text() -> None:
    """A byline that names an agency is in the text, where the extraction would leave it out."""
    article = read(make_page('<div class="byline">By Anna Roth, Associated Press</div>' + BODY))

    assert "By Anna Roth, Associated Press" == article.text.split("\n\n")[1]
    assert (Stated("Associated Press", "wire", "byline"),) == article.stated


def test_first_appearance_stays() -> None:
    """The line that says where an article appeared first stays in the text."""
    line = "The post Bridge stays shut appeared first on The Oxley Herald."

    assert (
        line
        in read(
            make_page(BODY + f'<p>The post <a href="x">Bridge stays shut</a> appeared first on {line[45:]}</p>')
        ).text
    )


def test_standfirst_stands_under_the_headline() -> None:
    """The sentence between headline and text is the first paragraph."""
    standfirst = "Cracks in two piers will keep drivers away until spring"
    page = make_page(BODY).replace(b"</h1>", f'</h1><div class="standfirst">{standfirst}</div>'.encode())

    assert standfirst == read(page).text.split("\n\n")[1]


def test_captions_and_pull_quotes_are_regions() -> None:
    """A caption and a pull quote that are in the text are marked with their place."""
    pulled = "We will not open it before it is safe"
    caption = "The bridge at Lower Oxley seen from the meadow in March."
    article = read(
        make_page(
            f'<p>{FILL[0]}</p><blockquote class="pullquote"><p>{pulled}</p></blockquote>'
            f'<p class="caption-text">{caption}</p>' + "".join(f"<p>{it}</p>" for it in FILL[1:])
        )
    )
    places = {region.span.of(article.text): region.place for region in article.regions}

    assert {pulled: "pull-quote", caption: "caption"}.items() >= places.items()
    assert places
    assert all(region.span.of(article.text) in article.text.split("\n\n") for region in article.regions)


def test_facts_say_where_they_came_from() -> None:
    """Each fact is found, with the place where it was found."""
    schema = make_schema(
        author={"@type": "Person", "name": "By Anna Roth and Ben Oduya"},
        publisher={"@type": "Organization", "name": "The Oxley Herald"},
        datePublished="2031-04-05T09:30:00+02:00",
        dateModified="2031-04-06",
        articleSection="County",
    )
    canonical = '<link rel="canonical" href="https://www.herald.example/bridge">'
    article = read(
        make_page(head=schema + canonical, attributes='lang="en-GB"'), url="https://www.herald.example/b?x=1"
    )

    assert article.outlet is not None
    assert ("The Oxley Herald", "herald.example") == (article.outlet.name, article.outlet.domain)
    assert ("Anna Roth", "Ben Oduya") == article.authors
    assert ("2031-04-05T09:30:00+02:00", "second") == (article.published, article.published_precision)
    assert ("2031-04-06", "day") == (article.modified, article.modified_precision)
    assert ("en", "County") == (article.language, article.section)
    assert "https://www.herald.example/bridge" == article.canonical
    assert {
        "url": "given",
        "outlet": "schema.org publisher",
        "title": "h1",
        "authors": "schema.org author",
        "published": "schema.org datePublished",
        "language": "html lang",
        "modified": "schema.org dateModified",
        "canonical": "rel=canonical",
        "section": "schema.org articleSection",
    } == dict(article.origins)


def test_meta_elements_fill_what_schema_leaves_open() -> None:
    """Without schema.org, meta elements give title, outlet, date and section; times keep their lack of a zone."""
    head = make_meta(
        og__title="Bridge shut | Oxley Herald",
        og__site_name="Oxley Herald",
        article__published_time="2031-04-05T09:30",
        article__section="County",
    )
    article = read(make_page(head=head, title=""))

    assert ("Bridge shut", "2031-04-05T09:30", "minute") == (
        article.title,
        article.published,
        article.published_precision,
    )
    assert {"title": "og:title", "outlet": "og:site_name", "published": "meta article:published_time"}.items() <= dict(
        article.origins
    ).items()


def test_date_in_the_text_is_the_last_resort() -> None:
    """A date that only readers see is found, to the day, and said to be from the text."""
    article = read(make_page('<p class="date">5 April 2021</p>' + BODY))

    assert ("2021-04-05", "text") == (article.published, dict(article.origins)["published"])


def test_what_came_with_the_page_fills_gaps() -> None:
    """What a feed knows is taken where the page is silent, and says that it is the feed's."""
    article = read(
        make_page(title=""), title="Bridge shut", published="2031-04-05", origin="feed", authors=("Anna Roth",)
    )

    assert ("Bridge shut", "2031-04-05", ("Anna Roth",)) == (article.title, article.published, article.authors)
    assert {"title": "feed", "published": "feed", "authors": "feed"} == dict(article.origins)


@each_case(
    ("head", "expected"),
    [
        (
            make_schema(isBasedOn="https://wire.example/1"),
            Stated("wire.example", "republication", "schema.org isBasedOn"),
        ),
        (
            make_schema(sourceOrganization={"name": "Oxley Wire"}),
            Stated("Oxley Wire", "wire", "schema.org sourceOrganization"),
        ),
        (
            make_schema(copyrightHolder={"name": "Marsh Post"}),
            Stated("Marsh Post", "republication", "schema.org copyrightHolder"),
        ),
        (make_schema(author=[{"name": "Associated Press"}]), Stated("Associated Press", "wire", "schema.org author")),
        (
            '<link rel=canonical href="https://post.example/1">',
            Stated("post.example", "republication", "rel=canonical"),
        ),
        (
            '<meta name="syndication-source" content="https://post.example/1">',
            Stated("post.example", "republication", "meta syndication-source"),
        ),
    ],
)
def test_stated_carriers(head: str, expected: Stated) -> None:
    """A carrier that the page states beside its text is kept, with the place where it stands."""
    assert (expected,) == read(make_page(head=head), url="https://herald.example/b").stated


def test_the_outlet_is_no_carrier_of_its_own() -> None:
    """An agency on its own site, and a page whose address is its own, state no carrier."""
    head = make_schema(
        author={"name": "Associated Press"},
        publisher={"name": "The Associated Press"},
        copyrightHolder={"name": "Associated Press"},
    )

    assert (
        ()
        == read(
            make_page(head=head + '<link rel=canonical href="https://m.wire.example/1">'), url="https://wire.example/1"
        ).stated
    )


def test_markup_in_facts_is_text() -> None:
    """Scripts and handlers in a title or a name are neither run nor kept as markup; entities are read."""
    head = make_meta(og__title="Bridge &amp;amp; road &lt;script&gt;alert(1)&lt;/script&gt; shut")
    article = read(make_page(head=head, title=""))

    assert "Bridge & road alert(1) shut" == article.title
    assert "<" not in read(make_page(title="<b onclick='x()'>Bridge</b> shut <script>x()</script>")).text


@each_case(
    ("charset", "stated", "known"),
    [
        ("utf-8", "", None),
        ("cp1252", "iso-8859-1", None),
        ("koi8-r", "koi8-r", None),
        ("shift_jis", "", "shift_jis"),
        ("utf-16", "", None),
    ],
)
def test_encodings(charset: str, stated: str, known: str | None) -> None:
    """The bytes are read by their mark, as UTF-8, or as the page or the server states."""
    word = {"koi8-r": "мост", "shift_jis": "東京"}.get(charset, "“Brücke”")
    page = make_page(
        BODY.replace("“", '"').replace("”", '"') + f"<p>{word} is what they call it in the village by the river.</p>"
    )
    text = page.decode().replace("charset=utf-8", f"charset={stated}" if stated else "name=x")
    article = read(text.encode(charset), charset=known)

    assert word in article.text


def test_stated_encodings_that_are_none_are_passed_over() -> None:
    """A charset that is no encoding of pages does no harm."""
    for name in ("rot13", "unicode_escape", "idna", "x" * 30, "utf-7"):
        assert "Lower Oxley" in read(make_page() + b"\xe4", charset=name).text


@pytest.mark.parametrize("tag", ["div", "blockquote", "b", "table><tr><td"])
def test_deep_nesting(tag: str) -> None:
    """A page nested 30,000 deep gives its text and a notice."""
    page = f"<html><body><h1>Bridge shut</h1>{f'<{tag}>' * 30_000}{BODY}".encode()
    article = read(page)

    assert FILL[1] in article.text
    assert any("nested too deeply" in notice.reason for notice in article.notices)


def test_deep_json_is_passed_over() -> None:
    """Statements about the page that are nested too deeply, or are no JSON, are skipped."""
    for schema in (
        "[" * 200_000,
        '{"@type": "NewsArticle"',
        '{"@type": ["NewsArticle"], "author": [[["x"]]], "headline": 3}',
    ):
        assert read(make_page(head=f'<script type="application/ld+json">{schema}</script>')).text.startswith(
            "Bridge stays shut"
        )


def test_large_page_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a page above the limit the beginning is read, with a notice."""
    monkeypatch.setattr("sayso.read.html_tree.MAX_CHARS", 60_000)
    article = read(make_page(BODY + "<p>And so on.</p>" * 30_000))

    assert any("only the first 60,000 characters" in notice.reason for notice in article.notices)
    assert len(article.text) < 60_000


@pytest.mark.cpu_limit(40)
def test_many_elements_are_bounded() -> None:
    """A page of very many elements is read by its paragraphs alone, in time, with a notice."""
    article = read(make_page(BODY + "<p>" + "And <b>s</b>o on " * 20_000))

    assert any("elements" in notice.reason for notice in article.notices)


def test_a_failing_library_loses_no_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the extraction fails on a page, its paragraphs are read all the same, with a notice."""

    def fail(_root: object) -> None:
        raise RecursionError

    monkeypatch.setattr("sayso.read.html_text.extract_body", fail)
    article = read(make_page())

    assert "\n\n".join(["Bridge stays shut", *FILL]) == article.text
    assert any("RecursionError" in notice.reason for notice in article.notices)


def test_saved_pictures_cost_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures that are written into a page do not cut the article off."""
    monkeypatch.setattr("sayso.read.html_tree.MAX_CHARS", 200_000)
    article = read(make_page(f'<img src="data:image/png;base64,{"QUJD" * 100_000}">' + BODY))

    assert FILL[-1] in article.text
    assert () == article.notices


def test_large_scripts_cost_nothing() -> None:
    """Scripts of many megabytes do not cut the article off."""
    article = read(make_page(head=f"<script>{'x = 1;' * 1_000_000}</script>"))

    assert FILL[-1] in article.text
    assert () == article.notices


@each_case("data", [b"", b"   ", b"<html></html>", b"<!-- -->", b"\x00\x00"])
def test_pages_without_text_are_unread(data: bytes) -> None:
    """A page without any text is reported, and nothing is raised."""
    found = read_page(data, Source("page.html"), ReadSettings())

    assert isinstance(found, Unread)
    assert found.notices[0].reason.startswith("page.html ")


def test_short_pages_are_doubted() -> None:
    """A page with a line of text, such as an error, is read with a notice."""
    article = read(make_page("<p>This page is not here any more, so look elsewhere.</p>", title="Not found"))

    assert ["page.html: only 50 characters of text were found in the page; it may not be an article."] == [
        notice.reason for notice in article.notices
    ]


def test_too_long_a_stream_is_unread() -> None:
    """A stream above max_bytes is reported and not read."""
    (found,) = read_html(Stream("a.html", io.BytesIO(make_page())), ReadSettings(max_bytes=100))

    assert isinstance(found, Unread)


@each_case("odd", ["&#0;", "&#x1;", "&#xD800;", "&#8203;", "\x0c", "\x01", "\u200b", "&#99999999;", "\ufffe"])
def test_odd_characters_cost_no_text(odd: str) -> None:
    """Characters that no text holds, written or by their number, are left out, and nothing else is."""
    article = read(make_page(BODY + f"<p>The vil{odd}lage<br>by the river waits for its bridge until the spring.</p>"))

    assert "by the river waits" in article.text
    assert FILL[1] in article.text
    assert odd == "\x0c" or "The village" in article.text


def test_same_page_same_article() -> None:
    """Reading a page twice, with others between, gives the same article."""
    first = read(make_page(BODY * 2))
    read(make_page("<p>Something else was said by somebody else in another place altogether.</p>"))

    assert first == read(make_page(BODY * 2))


TAGS = st.sampled_from(
    "<p>|</p>|<div class=caption>|</div>|<h1>|</h1>|<table>|<td>|<blockquote>|</blockquote>|<a href=x>|</a>|<br>|<!--"
    "|-->|<script>|</script>|<meta property=og:title content='x'>|<link rel=canonical href='http://[x'>|&|&#0;|&#xd800;"
    "|<time datetime=2020>|<figcaption>|<li>|<span class=byline>|<![CDATA[|]]>|<title>|</title>|<base href='//'>"
    "|<html lang=en>|<svg>|<noscript>".split("|")
)


@settings(max_examples=50)
@given(st.lists(st.one_of(TAGS, st.text(max_size=12)), max_size=60).map(" ".join))
def test_any_page_is_read_or_reported(page: str) -> None:
    """Whatever stands in a page, nothing is raised, and every span lies within the text."""
    found = read_page(page.encode("utf-8", "replace"), Source("p", url="https://a.example/"), ReadSettings())
    if isinstance(found, Article):
        spans = [found.given_span, found.title_span, *(region.span for region in found.regions)]

        assert all(span is None or 0 <= span.start < span.end <= len(found.text) for span in spans)
        assert found.text.encode("utf-8")


@settings(max_examples=40)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_reported(data: bytes) -> None:
    """Bytes of any kind are read as a page or reported."""
    assert isinstance(read_page(b"<html><p>" + data, Source("p"), ReadSettings()), Article | Unread)
