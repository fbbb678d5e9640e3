"""Selectors and links: a span of a text is found again by them."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.article import Article
from sayso.errors import OffsetError
from sayso.selectors import (
    count_utf16,
    encode_term,
    find_quote,
    link_span,
    quote_span,
    select_span,
    select_spans,
    write_selectors,
)
from sayso.text import Span

from .each_case import each_case

URL = "https://coast.example/a"
SPEECH = (
    "Bridge shut\n\n“We won, and we won well,” said Roth.\n\n"
    "Berg said: “We won, but at what cost?”\n\nWe won, all said."
)


def read_link(link: str) -> tuple[str, str, str, str]:
    """The prefix, start, end and suffix of a link, decoded: what a browser takes from it."""
    directive = link.partition(":~:text=")[2]
    terms = directive.split(",")
    prefix = terms.pop(0)[:-1] if terms[0].endswith("-") else ""
    suffix = terms.pop()[1:] if terms[-1].startswith("-") else ""
    start, end = (*terms, "")[:2]
    assert len(terms) <= 2
    return unquote(prefix), unquote(start), unquote(end), unquote(suffix)


def open_link(text: str, link: str) -> Span | None:
    """Where a browser would scroll to: the first place that fits, blanks of any kind being equal."""
    prefix, start, end, suffix = (r"\s+".join(map(re.escape, term.split())) for term in read_link(link))
    between = rf"(?P<start>{start})" + (rf"(?s:.*?){end}" if end else "")
    found = re.search(rf"(?:{prefix}\s*)(?P<whole>{between})(?:\s*{suffix})", text, re.IGNORECASE)
    return Span(*found.span("whole")) if found else None


def test_a_word_that_occurs_again_is_found_by_its_context() -> None:
    """Prefix and suffix grow until no other place of the text fits."""
    text = "He won. " * 30 + "She won. " + "He won. " * 30
    span = Span(text.index("She") + 4, text.index("She") + 7)

    quoted = quote_span(text, span)

    assert quoted.is_unique
    assert span == find_quote(text, quoted)


def test_a_place_like_all_others_is_not_unique() -> None:
    """In a text that repeats itself without end, no context of the size allowed makes a place unique."""
    text = "won " * 1_000

    quoted = quote_span(text, Span(2_000, 2_003))

    assert not quoted.is_unique
    assert len(quoted.prefix) == 512


def test_words_are_found_in_an_edited_text() -> None:
    """Where the words before it have changed, what stands behind is enough."""
    quoted = quote_span(SPEECH, Span(13, 38))

    assert quoted.exact == "“We won, and we won well,"
    assert Span(9, 34) == find_quote("A bridge “We won, and we won well,” said Roth.", quoted)
    assert find_quote("Nothing of the kind.", quoted) is None


@each_case("words", ["We won, and we won well", "We won, but at what cost?", "We won, all said."])
def test_a_link_leads_to_its_own_place(words: str) -> None:
    """The terms of a link grow until the first place that fits is the right one."""
    start = SPEECH.index(words)
    link = link_span(SPEECH, Span(start, start + len(words)), URL)

    assert link is not None
    place = open_link(SPEECH, link)
    assert place is not None
    assert start == place.start


def test_a_quotation_like_the_headline_gets_a_suffix() -> None:
    """At the beginning of a line, the text after it distinguishes it from its headline."""
    text = "We won\n\n“We won,” said Roth."

    link = link_span(text, Span(8, 17), URL)

    assert link is not None
    assert Span(9, 15) == open_link(text, link)


def test_a_long_quotation_is_given_by_its_ends() -> None:
    """A quotation of several paragraphs is linked by its first and last words."""
    text = "Roth said:\n\n“One thing is clear to us all.\n\n“Another thing is clear to me,” she said."
    span = Span(text.index("“One"), text.index("” she") + 1)

    link = link_span(text, span, URL)

    assert ("", "One thing is clear", "is clear to me", "") == read_link(link or "")


def test_what_has_a_meaning_in_a_fragment_is_escaped() -> None:
    """Dash, comma and ampersand stand percent-encoded in a term."""
    assert "a%2Db%2C%20c%20%26%20d%25" == encode_term("a-b, c &  d%")


def test_a_fragment_stays_and_a_directive_is_replaced() -> None:
    """The link keeps the address's own fragment; it never has two directives."""
    text, span = "She won.", Span(4, 7)

    assert f"{URL}#top:~:text=won" == link_span(text, span, f"{URL}#top")
    assert f"{URL}#:~:text=won" == link_span(text, span, f"{URL}#:~:text=lost")


@each_case(
    "url", ["javascript:alert(1)", "file:///a", "https://", "https://a.example/ b", "http://[", "https://a/\u202eb"]
)
def test_an_address_that_is_not_of_the_web_gets_no_link(url: str) -> None:
    """Only plain http and https addresses become links."""
    assert link_span("She won.", Span(4, 7), url) is None


def test_marks_alone_get_no_link() -> None:
    """A span without letters and digits has nothing that a browser could look for."""
    assert link_span("She won …", Span(8, 9), URL) is None


def test_a_span_outside_of_the_text_is_refused() -> None:
    """The selectors of a span that does not fit are an error, not a guess."""
    with pytest.raises(OffsetError):
        select_span(Article("a", "She won."), Span(4, 99))


def test_selectors_are_written_as_the_standard_has_them() -> None:
    """The JSON is that of the Web Annotation Data Model."""
    written = write_selectors(select_span(Article("a", "She won."), Span(4, 7)))

    assert [
        {"type": "TextQuoteSelector", "exact": "won", "prefix": "She ", "suffix": "."},
        {"type": "TextPositionSelector", "start": 4, "end": 7},
    ] == written


@given(st.text(alphabet="ab “”,-&\n\u00e9İ🙂", min_size=1, max_size=60), st.data())
def test_every_span_is_found_again(text: str, data: st.DataObject) -> None:
    """A unique quotation leads back to its span, the position counts the same characters, and a link decodes."""
    start = data.draw(st.integers(0, len(text) - 1))
    span = Span(start, data.draw(st.integers(start + 1, len(text))))
    article = Article("a", text, url=URL)

    (selectors,) = select_spans(article, (span,))

    assert selectors.quote.exact == selectors.position.of(text) == span.of(text)
    assert selectors.quote.is_unique
    assert span == find_quote(text, selectors.quote)
    if selectors.link is not None:
        assert open_link(text, selectors.link) is not None
        assert selectors.link.isascii()


@given(st.text(max_size=50))
def test_a_term_decodes_to_itself(term: str) -> None:
    """Encoding loses nothing but the kind of blanks."""
    encoded = encode_term(term)

    assert " ".join(term.split()).encode("utf-8", "replace").decode() == unquote(encoded)
    assert not set(encoded) & set(",-& ")


@given(st.text(max_size=30), st.data())
def test_utf16_units_are_those_of_javascript(text: str, data: st.DataObject) -> None:
    """A span in UTF-16 units covers the same characters of the text in UTF-16."""
    start = data.draw(st.integers(0, len(text)))
    span = Span(start, data.draw(st.integers(start, len(text))))

    units = count_utf16(text, span)

    whole = text.encode("utf-16-le", "surrogatepass")
    assert span.of(text) == whole[2 * units.start : 2 * units.end].decode("utf-16-le", "surrogatepass")


def test_a_long_text_is_no_matter_of_minutes() -> None:
    """A quotation in ten million equal characters is looked for in linear time."""
    text = "a" * 5_000_000 + " b " + "a" * 5_000_000

    link = link_span(text, Span(10, 5_000_000), URL)

    assert link is not None
    assert len(link) < 2_000
