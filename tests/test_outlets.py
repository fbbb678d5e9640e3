from __future__ import annotations

import json

from sayso.article import Article
from sayso.outlets import clean_outlet, is_agency, read_outlets
from sayso.read.html import read_page
from sayso.read.source import Source
from sayso.settings import ReadSettings

from .each_case import each_case

TITLE = "Bridge at Lower Oxley stays shut until Easter"
BODY = "<p>“We will not open it before it is safe,” Anna Roth, who leads the council, told reporters on Monday.</p>" * 3


def read(head: str, url: str = "https://kiosk.example/a") -> Article:
    page = f"<html><head>{head}</head><body><article><h1>{TITLE}</h1>{BODY}</article></body></html>"
    found = read_page(page.encode(), Source("a.html", url=url), ReadSettings())
    assert isinstance(found, Article)
    return found


@each_case(
    ("given", "name"),
    [
        ("AP", "Associated Press"),
        ("AP News", "Associated Press"),
        ("The Associated Press", "Associated Press"),
        ("AGENCE FRANCE-PRESSE", "Agence France-Presse"),
        ("The  Oxley\nHerald", "The Oxley Herald"),
        ("oxley.example", "oxley.example"),
        ("https://pawszone.example", None),
        ("//pawszone.example", None),
        ("www.pawszone.example", None),
        ("pawszone.example/news", None),
        ("@oxleyherald", None),
        ("…", None),
        ("", None),
        (None, None),
    ],
)
def test_names_of_outlets(given: str | None, name: str | None) -> None:
    """An agency has one name; an address and an account are no names; all others stay as they are."""
    assert clean_outlet(given) == name


@each_case("given", [TITLE, "https://kiosk.example", "@kiosk"])
def test_what_is_no_name_gives_way_to_the_next(given: str) -> None:
    """Where the headline, an address or an account is stated as the outlet, the next place that names it counts."""
    schema = json.dumps({"@type": "NewsArticle", "headline": TITLE, "publisher": {"name": given}})
    head = f'<title>{TITLE} | Kiosk</title><script type="application/ld+json">{schema}</script>'
    stated = read(f'{head}<meta property="og:site_name" content="The Evening Kiosk">')
    unstated = read(head)

    assert stated.outlet is not None
    assert (stated.outlet.name, stated.outlet.domain) == ("The Evening Kiosk", "kiosk.example")
    assert unstated.outlet is not None
    assert unstated.outlet.name == "Kiosk"


def test_an_outlet_is_not_the_name_of_a_machine() -> None:
    """The first part of a host names a machine, and is no outlet, whatever the title says; the site's name is."""
    article = read(f"<title>{TITLE} - Hosted</title>", url="https://hosted.kiosk.example/a")

    assert article.outlet is not None
    assert (article.outlet.name, article.outlet.domain) == (None, "hosted.kiosk.example")


def test_common_words_are_agencies_in_capitals_alone() -> None:
    """“Petra” in a byline is a person; “PETRA”, “Reuters” and “wire reports” are agencies."""
    assert not is_agency("Petra")
    assert all(map(is_agency, ("PETRA", "PA", "Reuters", "Bloomberg", "Télam", "TELAM", "wire reports")))


def test_every_agency_is_called_by_a_name_of_the_table() -> None:
    """What an agency is called is itself known as that agency, so that cleaning twice changes nothing."""
    called = {known.name for known in read_outlets().values() if known.kind == "agency"}

    assert [name for name in sorted(called) if clean_outlet(name) != name] == []
