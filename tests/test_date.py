"""Dates: one form a precision, and day and month are never exchanged."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.article import Article
from sayso.read.date import read_date
from sayso.read.html import read_page
from sayso.read.html_date_order import MAX_ASKED, DayOrder
from sayso.read.source import Source
from sayso.settings import ReadSettings

from .each_case import each_case

BODY = "".join(
    f"<p>{text}</p>"
    for text in (
        "The bridge at Lower Oxley stays shut until Easter, the county council said on Monday.",
        "“We will not open it before it is safe,” Anna Roth, who leads the council, told reporters.",
        "Engineers found cracks in two of its piers in the autumn, and drivers have gone round by Marsh Lane since.",
    )
)


def read(date: str, *, url: str = "https://herald.example/bridge", attributes: str = "", head: str = "") -> Article:
    body = f"<article><h1>Bridge stays shut</h1>{date}{BODY}</article>"
    page = f"<html {attributes}><head>{head}</head><body>{body}</body></html>"
    found = read_page(page.encode(), Source("a.html", url=url), ReadSettings())
    assert isinstance(found, Article)
    return found


@each_case(
    ("written", "published", "precision"),
    [
        ("April 5, 2031", "2031-04-05", "day"),
        ("5th of April 2031", "2031-04-05", "day"),
        ("Sat Apr 05 09:30:00 CEST 2031", "2031-04-05T09:30:00+02:00", "second"),
        ("Sat Apr 05 2031 09:30:00 GMT+0200 (somewhere)", "2031-04-05T09:30:00+02:00", "second"),
        ("5 Apr 2031 9:30 pm EST", "2031-04-05T21:30-05:00", "minute"),
        ("April 5, 2031 at 9:30 a.m.", "2031-04-05T09:30", "minute"),
        ("April 5, 2031, 9 am", "2031-04-05", "day"),
        ("20310405T093000Z", "2031-04-05T09:30:00+00:00", "second"),
        ("April 2031", "2031-04", "month"),
        ("13/04/2031 10:00", "2031-04-13T10:00", "minute"),
        ("04/13/2031", "2031-04-13", "day"),
        ("05.04.2031", "2031-04-05", "day"),
        ("05/05/2031", "2031-05-05", "day"),
        ("05/04/2031", "2031", "year"),
    ],
)
def test_written_dates(written: str, published: str, precision: str) -> None:
    """A date is kept in ISO 8601 and cut to what is given; where day and month may be exchanged, to the year."""
    assert (published, precision) == read_date(written)


@each_case("written", ["", "soon", "5 April", "10:30", "31 April 2031", "2031-13-01", "9" * 70])
def test_what_is_no_date(written: str) -> None:
    """What is no date, or has no year, is none."""
    assert read_date(written) is None


@given(st.text(max_size=90) | st.from_regex(r"[0-9:/., +TZa-z-]{0,40}(19|20)[0-9]{2}[0-9:/., +TZa-z-]{0,40}"))
def test_any_string_is_read(written: str) -> None:
    """No string raises; what comes back is as precise as it says, and Python reads its full forms."""
    known = read_date(written)

    if known is not None:
        assert {"year": 4, "month": 7, "day": 10}.get(known[1], len(known[0])) == len(known[0])
        assert known[1] in ("year", "month") or datetime.fromisoformat(known[0]).year


@each_case(
    ("place", "published"),
    [
        ({"url": "https://herald.example/2026/03/09/bridge"}, "2026-03-09"),
        ({"url": "https://herald.co.uk/bridge"}, "2026-09-03"),
        ({"attributes": 'lang="en-US"'}, "2026-03-09"),
        ({"attributes": 'lang="en-GB"'}, "2026-09-03"),
        ({"attributes": 'lang="de"'}, "2026-09-03"),
        ({"attributes": 'lang="en"'}, "2026"),
        ({"head": '<script type=\'application/ld+json\'>{"dateline": "March 9, 2026"}</script>'}, "2026-03-09"),
    ],
)
@each_case("form", ['<p class="date">{}</p>', '<time itemprop="datePublished" datetime="{}">today</time>'])
def test_day_and_month_are_not_exchanged(form: str, place: dict[str, str], published: str) -> None:
    """Of 03/09/2026 the page decides which number is the month; where nothing in it does, only the year is kept."""
    article = read(form.format("03/09/2026"), **place)

    assert published == article.published
    assert article.published_precision == ("day" if len(published) > 4 else "year")


def test_a_page_is_not_published_after_its_change() -> None:
    """Of the two days that 03/09/2026 may be, the one after the stated change is not that of publication."""
    head = '<meta property="article:modified_time" content="2026-03-10">'
    article = read(
        '<time itemprop="datePublished" datetime="03/09/2026">x</time>', attributes='lang="en-GB"', head=head
    )

    assert ("2026-03-09", "2026-03-10") == (article.published, article.modified)


def test_other_dates_of_the_page_decide() -> None:
    """A page that has 28/08/2026 elsewhere has the day first; one that has 08/28/2026 has the month first."""
    for other, published in (("28/08/2026", "2026-09-03"), ("08/28/2026", "2026-03-09")):
        article = read(f'<p class="date">03/09/2026</p><aside><a href="/b">Bridge opened {other}</a></aside>')

        assert published == article.published


def test_the_language_of_the_text_decides() -> None:
    """A German page has the day first, also where its publishing system says that it is American."""
    german = (
        "<p>Nach den Angaben der Stadt haben die Ingenieure in zwei Pfeilern Risse gefunden, die es vor einem Jahr "
        "nicht gab, sagte die Bürgermeisterin am Freitag, und niemand weiß, wie lange es noch dauert.</p>"
    )
    page = (
        f'<html lang="en-US"><body><article><h1>Zu</h1><time pubdate datetime="03/09/2026">x</time>{german}</article>'
    )

    article = read_page(page.encode(), Source("a.html"), ReadSettings())

    assert isinstance(article, Article)
    assert article.published == "2026-09-03"


def test_a_date_of_words_is_not_touched() -> None:
    """A day whose month is named stands, whatever numbers are in the page."""
    article = read('<p class="date">9 March 2026</p>', attributes='lang="en-GB"')

    assert article.published == "2026-03-09"


def test_nothing_in_the_page_decides_nothing() -> None:
    """Without evidence no order is decided, and evidence that contradicts itself is none."""
    both = "03/09/2026 and 28/08/2026 and 08/28/2026"

    assert DayOrder(lambda: both, None, "herald.example", ("en",))(3, 9, 2026) is None


@pytest.mark.cpu_limit(2)
def test_a_page_of_dates_is_searched_for_a_few() -> None:
    """However many dates a page has that may be two days, its text is written once, and searched for a few of them."""
    given = [(n % 12 + 1, (n + 5) % 12 + 1, 1991 + n % 40) for n in range(5_000)]
    source = " ".join(f"{first:02}/{second:02}/{year}" for first, second, year in given)
    written: list[int] = []

    def write() -> str:
        written.append(1)
        return source

    order = DayOrder(write, None, None, ("en",))
    decided = {order(*numbers) for numbers in given}

    assert decided == {None}
    assert len(written) == 1
    assert len(order._decided) == MAX_ASKED
