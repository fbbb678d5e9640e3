"""The web app on a collection, and its JSON interface: the same rows as the pages."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from sayso import Analyser, open_collection
from sayso.article import Article, Outlet
from sayso.carrier import How
from sayso.jsonl import read_reading
from sayso.serve.app import make_app
from sayso.serve.serve_settings import ServeSettings
from sayso.serve.stored import Stored

from .each_case import each_case
from .made_collections import Said, make_reading, store_readings
from .test_page_attacks import PAYLOADS, HostileAnalyser, make_article
from .test_serve import ARTICLE, HOME, TALK, TOKEN, find_faults

LATER = "The lock leaks\n\n“The lock leaks, and we knew,” Bo Marten said on Monday. Ada Roe denied that the lock leaks."


def open_site(path: Path, analyser: Any, **settings: Any) -> Iterator[TestClient]:  # noqa: ANN401
    """A reader of a site with that collection."""
    with Stored(path) as stored:
        app = make_app(analyser, ServeSettings(**settings), stored)
        yield TestClient(app, base_url=HOME, raise_server_exceptions=False)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A collection of three articles, one of which has no date."""
    analyser, place = Analyser(), tmp_path_factory.mktemp("serve") / "news.db"
    tide = Article("tide/1", ARTICLE, title="The lock opens", outlet=Outlet("The Low Tide"), published="2031-04-05")
    ledger = Article("ledger/1", LATER, title="The lock leaks", outlet=Outlet("Harbour Ledger"), published="2031-04-06")
    articles = (tide, ledger, Article("x", "Nobody spoke that day.", url="https://x.example/1"))
    with open_collection(place) as collection:
        collection.add(map(analyser.analyse, articles))
    return place


@pytest.fixture(scope="module")
def site(path: Path) -> Iterator[TestClient]:
    """A site with the three articles and the model that ships."""
    yield from open_site(path, Analyser())


def test_the_first_page_lists_the_articles(site: TestClient) -> None:
    """The newest first, those without a date last, some at a time."""
    page, second = site.get("/").text, site.get("/?limit=1&offset=1").text

    assert page.index("The lock leaks") < page.index("The lock opens") < page.index("no date")
    assert "3 articles" in page
    assert "The lock opens" in second
    assert "The lock leaks" not in second
    assert 'href="/?limit=1"' in second
    assert 'href="/?limit=1&amp;offset=2"' in second


def test_the_first_page_is_small(site: TestClient, tmp_path: Path) -> None:
    """With all that it loads less than 100 KB, uncompressed: with a collection of long titles, and without one."""
    title = "The lock leaks " * 20
    made = [make_reading(f"a{at}", [Said(f"“Tide {at},”", ["Orla Vint"])], title=title) for at in range(60)]
    opened = open_site(store_readings(tmp_path, made), HostileAnalyser("x"))
    pages = [*(it.get("/") for it in opened), site.get("/read")]
    for page in pages:
        loaded = set(re.findall(r'(?:href|src)="(/files/[^"]+)"', page.text))
        assert len(loaded) > 2
        assert len(page.content) + sum(len(site.get(it).content) for it in loaded) < 100_000

    assert 50 == pages[0].text.count('<td dir="auto"><a href="/articles/')


def test_an_article_has_a_page_with_links_that_stay(site: TestClient) -> None:
    """A link names the place of the words in the text; if a model finds other bounds, it leads to the nearest words."""
    page = site.get("/articles/1").text
    start, end = ARTICLE.index("“We"), ARTICLE.index("” Ada") + 1
    exact = site.get(f"/articles/1/{start}-{end}", follow_redirects=False)
    near = site.get(f"/articles/1/{start + 3}-{end + 4}", follow_redirects=False)

    assert f'href="/articles/1/{start}-{end}"' in page
    assert ["/articles/1#a1-s1"] * 2 == [exact.headers["location"], near.headers["location"]]
    assert 'id="a1-s1"' in page
    assert 404 == site.get("/articles/1/0-3").status_code


def test_an_article_can_be_saved(site: TestClient) -> None:
    """As one file, without a bar, and as JSON that reads back."""
    file, line = site.get("/articles/1/page.html").text, site.get("/articles/1/data.jsonl").text
    article = read_reading(line).article

    assert "<style>" in file
    assert "/articles/1" not in file
    assert isinstance(article, Article)
    assert ARTICLE == article.text


def test_search_leads_to_articles_and_statements(site: TestClient) -> None:
    """It takes words and choices, keeps them in the form, and says what it left out."""
    page = site.get("/search", params={"q": "lock leak*", "speaker": "Ada Roe", "kind": "", "from": "2031-04"}).text
    first = site.get("/search?q=lock&limit=1").text

    assert 'value="lock leak*"' in page
    assert 'value="Ada Roe"' in page
    assert 'href="/articles/2"' in page
    assert 'href="/articles/2/' in page
    assert "Bo Marten" not in page
    assert "q=lock&amp;limit=1&amp;offset=1" in first


def test_what_was_found_can_be_narrowed(site: TestClient) -> None:
    """By speaker and outlet, with counts of all that was found; what narrows it is added to what was asked."""
    page = site.get("/search?q=lock&limit=1").text
    narrowed = site.get("/search?q=lock&limit=1&outlet=Harbour+Ledger").text

    assert "/search?q=lock&amp;limit=1&amp;outlet=Harbour+Ledger" in page
    assert "/search?q=lock&amp;limit=1&amp;speaker=Bo+Marten" in page
    assert '<span class="facet-name">outlet</span>' in page
    assert '<span class="facet-name">outlet</span>' not in narrowed


def test_statements_of_an_article_can_be_chosen(site: TestClient) -> None:
    """By speaker, kind and score: the others are text, and everybody keeps the number."""
    whole, second = site.get("/articles/2").text, site.get("/articles/2?speaker=2").text
    none = site.get("/articles/2?kind=indirect&min_score=1").text

    assert all(f'id="a1-row-s{number}"' in whole for number in (1, 2))
    assert 'id="a1-row-s1"' not in second
    assert 'data-sign="2"' in second
    assert "1 of 2 statements" in second
    assert "None of the 2 statements is chosen" in none
    assert [422, 422] == [site.get(f"/articles/2?{it}").status_code for it in ("kind=loud", "min_score=2")]


def test_a_speaker_has_a_page(site: TestClient) -> None:
    """From an article, from a search and from an outlet: what is said where and when, with what it is a share of."""
    addresses = [re.search("/speakers/[0-9]+", site.get(it).text) for it in ("/articles/1", "/search?speaker=Ada+Roe")]
    assert addresses[0]
    assert addresses[1]
    page = site.get(addresses[0][0]).text

    assert addresses[0][0] == addresses[1][0]
    assert "<h1>Ada Roe</h1>" in page
    assert "3 statements in 2 articles of 2 outlets" in page
    assert 'href="/outlet?name=Harbour+Ledger"' in page
    assert ["Harbour Ledger", "33%", "1 of 3"] in list_rows(page, "outlets that carry them")
    assert "few statements: a share says little" in page
    assert "The lock leaks" in page


SAID = "“Nobody told the crews that the lower lock was to stay shut until May”"
CUT = "“Nobody told the crews that the lower lock was to stay shut”"
FERRY = "“My ferry sails at noon and the first trip of the day is free for all”"
ROE, MARTEN = "Ada Roe", "Bo Marten"
TRACED = (
    make_reading("a1", [Said(SAID, [ROE]), Said(FERRY, [MARTEN])], outlet="The Low Tide", published="2031-04-01"),
    make_reading("a2", [Said(CUT, [ROE], through=[("The Low Tide", How.REPORT, 0.9)])], published="2031-04-02"),
    make_reading("a3", [Said(SAID, [ROE]), Said(FERRY, [MARTEN])], outlet="The Wold Bell", published="2031-05-03"),
    make_reading("a4", [Said("“We float”", [ROE])], outlet="The Wold Bell", published="2031-04-04"),
)


@pytest.fixture(scope="module")
def traced(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A site with four articles: three carry one utterance, and two of these another one."""
    path = store_readings(tmp_path_factory.mktemp("traced"), TRACED)
    with open_collection(path) as collection:
        collection.trace()
    yield from open_site(path, HostileAnalyser("x"))


def test_a_quotation_has_a_page(traced: TestClient) -> None:
    """Reached from a statement of an article: who said it, where it was seen first, what was cut, the drawing."""
    found = re.search('href="(/quotations/k[0-9a-f]+)" aria-label="s1 in 3 articles"', traced.get("/articles/1").text)
    assert found
    page = traced.get(found[1]).text

    assert all(f'href="/articles/{number}/' in page for number in (1, 2, 3))
    assert re.search("<dt>earliest seen</dt><dd><a href=[^>]*>1 April 2031, <span [^>]*>The Low Tide<", page)
    assert re.search('href="/speakers/[0-9]+">Ada Roe</a>', page)
    assert "<del>until May" in page
    assert "1 truncated, 1 verbatim, of 2 steps" in page
    assert 'class="dot earliest"' in page
    assert page.count("<circle") == page.count('<li class="passage') == 3
    assert find_faults(page) == []


def test_a_quotation_is_reached_in_other_ways(traced: TestClient) -> None:
    """From search, and by an address that stays: that of a place of the words, whatever the utterance is called."""
    search = traced.get("/search?q=crews").text
    address = re.findall('href="(/quotations/[^"]*)">in 3 articles', search)[0]
    spot = re.findall('href="(/articles/1/[0-9-]+/words)"', traced.get(address).text)[0]

    assert 303 == traced.get(spot, follow_redirects=False).status_code
    assert address == traced.get(spot).url.path
    assert address == traced.get("/articles/2/words").url.path
    assert traced.get(f"/api{address}").json()["id"] == address.rpartition("/")[2]
    refused = (
        "/quotations/k0",
        "/articles/1/7000-7001/words",
        "/articles/4/words",
        "/articles/4/1-2/words",
        "/api/quotations/x",
    )
    assert [404] * 5 == [traced.get(it).status_code for it in refused]


def test_an_article_lists_what_others_carry_of_it(traced: TestClient) -> None:
    """Each utterance with its first place, and a link to its page."""
    page = traced.get("/articles/1/words").text

    assert 'href="/articles/1/words"' in traced.get("/articles/1").text
    assert "/words" not in traced.get("/articles/4").text
    assert "2 utterances" in page
    assert 2 == len(set(re.findall("/quotations/k[0-9a-f-]+", page)))
    assert {3, 2} == {len(it["passages"]) for it in traced.get("/api/articles/1/words").json()["clusters"]}


def list_rows(page: str, title: str) -> list[list[str]]:
    """The cells of a table of counts: name, share, count of whole."""
    table = page.partition(f'aria-label="{title}"')[2].partition("</section>")[0]
    rows = re.findall("<tr><th scope=.row.*?</tr>", table, re.DOTALL)
    return [[re.sub("<[^>]*>", "", cell).strip() for cell in re.split("</t[hd]>", row)[:3]] for row in rows]


def test_an_outlet_has_a_page(traced: TestClient) -> None:
    """Whom it quotes, named or not, how much is its own voice, and what became of words that it took over."""
    page = traced.get("/outlet?name=The+Wold+Bell").text
    quoted = re.search('href="/speakers/[0-9]+">Bo Marten</a>', page)
    own, others = list_rows(page, "whose words")
    words = int(own[2].split()[0]), int(others[2].split()[0])

    assert 'href="/outlet?name=The%20Wold%20Bell"' in traced.get("/articles/3").text
    assert quoted
    assert sum(words) == int(own[2].split()[2])
    assert words[1] == len(f"{SAID} {FERRY} “We float”".split())
    assert [["verbatim", "100%", "2 of 2 steps"]] == list_rows(page, "what became of words that it took over")
    assert [["The Low Tide", "100%", "2 of 2 steps"]] == list_rows(page, "whose articles it took words from")
    assert "few steps: a share says little" in page
    assert "words are known that it took over" in traced.get("/outlet?name=The+Low+Tide").text
    assert find_faults(page) == []


def test_an_outlet_without_articles_has_no_page(site: TestClient) -> None:
    """Nor has a speaker that is not there."""
    refused = ("/outlet?name=No+Such", "/outlet", f"/speakers/{'9' * 30}", "/api/outlet?name=No+Such")

    assert [404] * 4 == [site.get(it).status_code for it in refused]


def test_a_speaker_s_statements_are_drawn_over_time(traced: TestClient) -> None:
    """With a bar for each month that has some, the numbers as a table, and the months without any in it."""
    address = re.search("/speakers/[0-9]+", traced.get("/articles/1").text)
    assert address
    page = traced.get(address[0]).text

    assert "<h1>Ada Roe</h1>" in page
    assert 2 == page.count("<rect")
    assert re.findall('<th scope="row">([A-Z][a-z]+ 2031)</th><td[^>]*>([0-9]+)', page) == [
        ("April 2031", "3"),
        ("May 2031", "1"),
    ]
    assert ["The Wold Bell", "50%", "2 of 4"] in list_rows(page, "outlets that carry them")
    assert ["The Low Tide", "25%", "1 of 4"] in list_rows(page, "through whom")
    assert find_faults(page) == []


@each_case(
    ("address", "status"),
    [
        ("/articles/9", 404),
        ("/articles/99999999999999999999999999", 404),
        ("/articles/one", 404),
        ("/articles/1/9-", 404),
        ("/search?limit=0", 422),
        ("/search?limit=٣", 422),
        ("/search?offset=-1", 422),
        ("/search?offset=9999999999999", 422),
        ("/search?min_score=x", 422),
        ("/search?min_score=nan", 422),
        ("/search?kind=loud", 422),
        ("/search?how=loud", 422),
        ("/search?from=yesterday", 422),
        ("/search?order=best", 422),
        ('/search?q="', 422),
        ("/search?q=%00", 422),
        ("/search?q=lock&speaker=%ed%a0%80%ff", 200),
        ("/?limit=x", 422),
    ],
)
def test_what_makes_no_sense_is_said(site: TestClient, address: str, status: int) -> None:
    """On a page for people, and as problem+json for programs."""
    assert status == site.get(address).status_code


def test_an_empty_collection_says_how_to_fill_it(tmp_path: Path) -> None:
    """Its pages are whole."""
    open_collection(tmp_path / "new.db").close()
    for client in open_site(tmp_path / "new.db", HostileAnalyser("x")):
        assert "sayso collect" in client.get("/").text
        assert 200 == client.get("/search?q=flood").status_code


def test_what_is_added_meanwhile_is_shown(tmp_path: Path, analyser: Analyser) -> None:
    """Another program may write while pages are shown."""
    article = Article("a", ARTICLE, published="2031")
    with open_collection(tmp_path / "news.db") as collection:
        collection.add([analyser.analyse(article)])
    for client in open_site(tmp_path / "news.db", analyser):
        before = client.get("/api/statements?q=leaks").json()["count"]
        add(tmp_path / "news.db", analyser, replace(article, id="b", text=LATER))

        assert 1 == before
        assert before < client.get("/api/statements?q=leaks").json()["count"]
        assert 2 == client.get("/api/articles").json()["count"]


def add(path: Path, analyser: Analyser, article: Article) -> None:
    with open_collection(path) as collection:
        collection.add([analyser.analyse(article)])


# ---- JSON


def test_lists_come_in_parts(site: TestClient) -> None:
    """Each part names the next one; together they are all."""
    address, numbers = "/api/articles?limit=1", []
    while address:
        part = site.get(address).json()
        numbers += [it["number"] for it in part["items"]]
        address = part["next"]

    assert [2, 1, 3] == numbers
    assert 3 == part["count"]


def test_rows_are_those_of_the_pages(site: TestClient, path: Path) -> None:
    """A statement is what `sayso search` writes, with the address of its page; an article is its reading."""
    items = site.get("/api/statements", params={"q": "lock", "kind": ["direct", "mixed"]}).json()["items"]
    with open_collection(path, create=False) as collection:
        found = list(collection.search("lock"))
        reading = collection.reading(1)

    assert [it.text for it in found if it.kind != "indirect"] == [it["text"] for it in items]
    assert all(200 == site.get(it["link"]).status_code for it in items)
    assert reading == read_reading(site.get("/api/articles/1").text)


def test_a_program_gives_an_article(site: TestClient) -> None:
    """As JSON or as a form; with sources, its quotations are checked."""
    by_json = site.post("/api/readings", json={"text": ARTICLE}).json()
    by_form = site.post("/api/readings", files={"article": ("pasted text", ARTICLE.encode())}).json()
    checks = site.post("/api/checks", json={"text": ARTICLE, "sources": [TALK, {"name": "b", "text": "Else."}]}).json()

    assert by_json == by_form
    assert [] == by_json["notes"]
    assert ARTICLE == by_json["readings"][0]["article"]["text"]
    assert [("elided", "source 1")] == [(it["label"], it["source"]) for it in checks["checks"]]


@each_case(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"\xff", 400),
        (b"[" * 100_000, 400),
        (b"[]", 422),
        (b"{}", 422),
        (b'{"text": 1}', 422),
        (b'{"text": null, "address": null}', 422),
        (b'{"text": ["a"]}', 422),
        (b'{"text": "\\ud800"}', 200),
        (b'{"address": "http://127.0.0.1/"}', 403),
        (b'{"text": "a", "sources": {}}', 422),
        (b'{"text": "a", "sources": "a"}', 422),
        (b'{"text": "a", "sources": [1]}', 422),
        (b'{"text": "a", "sources": [{"text": "b", "name": 1}]}', 422),
    ],
)
def test_odd_json_is_a_problem(site: TestClient, body: bytes, status: int) -> None:
    """With its status, and words that say what to send."""
    answer = site.post("/api/readings", content=body, headers={"content-type": "application/json"})

    assert status == answer.status_code
    if status != 200:
        assert "application/problem+json" == answer.headers["content-type"]
        assert status == answer.json()["status"]
        assert {"type", "title", "detail"} < set(answer.json())


def test_other_ways_to_ask_are_problems(site: TestClient) -> None:
    """An unknown address, another method, another type, no sources, another site, too much."""
    answers = [
        site.get("/api/nothing"),
        site.get("/api/readings"),
        site.post("/api/readings", content=b"a", headers={"content-type": "text/plain"}),
        site.post("/api/checks", json={"text": ARTICLE}),
        site.get("/api/articles", headers={"host": "rebound.example"}),
        site.post("/api/readings", json={"text": ARTICLE}, headers={"origin": "https://evil.example"}),
        site.post("/api/readings", content=b"a", headers={"content-length": "999999999999"}),
    ]

    assert [404, 405, 415, 422, 421, 403, 413] == [it.status_code for it in answers]
    assert {"application/problem+json"} == {it.headers["content-type"] for it in answers}


def test_the_description_names_every_route(site: TestClient) -> None:
    """And its answers have the keys that it says they have."""
    description = site.get("/api/openapi.json").json()
    schemas = description["components"]["schemas"]
    article = site.get("/api/articles").json()["items"][0]
    statement = site.get("/api/statements").json()["items"][0]
    reading = site.get("/api/articles/1").json()

    speaker = site.get(f"/api/speakers/{statement['speaker_id']}").json()

    collections = "articles articles/{number} articles/{number}/words quotations/{name} speakers/{number} statements"
    collections += " articles/{number}/corrections articles/{number}/corrections/{correction}"
    assert {f"/api/{it}" for it in f"outlet readings checks {collections}".split()} == set(description["paths"])
    assert set(schemas["Speaker"]["properties"]) == set(speaker)
    assert set(schemas["Outlet"]["properties"]) == set(site.get("/api/outlet?name=Harbour+Ledger").json())
    assert {"clusters": [], "notes": []} == site.get("/api/articles/1/words").json()
    assert [404, 404] == [site.get(it).status_code for it in ("/api/articles/9/words", "/api/speakers/9")]
    assert set(schemas["Article"]["properties"]) == set(article)
    assert set(schemas["Statement"]["required"]) <= set(statement)
    assert set(schemas["Reading"]["required"]) <= set(reading)
    assert "address" not in json.dumps(description["paths"]["/api/readings"])


def test_a_program_shows_the_token(path: Path) -> None:
    """The description says so."""
    for client in open_site(path, HostileAnalyser("x"), token=TOKEN):
        refused = client.get("/api/articles")
        described = client.get("/api/openapi.json", headers={"authorization": f"Bearer {TOKEN}"}).json()

        assert 401 == refused.status_code
        assert [{"token": []}] == described["security"]


# ---- attacks


def test_attacks_in_a_collection_stay_text(tmp_path: Path) -> None:
    """On the list, on articles, in what was searched for, and on the pages that these lead to."""
    analyser = HostileAnalyser(*PAYLOADS)
    articles = (make_article(payload, str(number)) for number, payload in enumerate(PAYLOADS))
    with open_collection(tmp_path / "news.db") as collection:
        collection.add(map(analyser.analyse, articles))
        # Words that two articles have, so that there are quotations.
        again = (replace(make_article(it, "again"), text=f"{make_article(it).text} {it!a}") for it in PAYLOADS[::4])
        collection.add(map(HostileAnalyser(*PAYLOADS[::4]).analyse, again))
        collection.trace()
    for client in open_site(tmp_path / "news.db", analyser):
        addresses = ["/", "/search", *(f"/articles/{number}" for number in range(1, len(PAYLOADS) + 1, 3))]
        answers = [client.get(it) for it in addresses]
        links = {
            it
            for answer in answers
            for it in re.findall(r'href="(/(?:speakers|quotations|outlet)\b[^"#]*)', answer.text)
        }
        # A lone surrogate, which is no character, stands in no address.
        addresses += [html.unescape(it) for it in sorted(links) if "%3F%3Cscript" not in it][::4]
        answers += map(client.get, addresses[len(answers) :])
        # Each statement is at 2 to 9, and called like the attack.
        places = {client.get(f"/articles/{n}/2-9", follow_redirects=False).status_code for n in range(1, len(PAYLOADS))}
        for payload in PAYLOADS[::5]:
            given = payload.encode("utf-8", "replace").decode()
            answers.append(client.get("/search", params={"q": given, "speaker": given, "outlet": given}))
            answers.append(client.get("/search", params={"kind": given, "limit": given}))
            answers.append(client.get("/outlet", params={"name": given}))

        assert [] == [(it.url, faults) for it in answers if (faults := find_faults(it.text))]
        assert {200} == {it.status_code for it in answers[: len(addresses)]}
        assert {303} == places
        assert {"speakers", "quotations", "outlet"} <= {
            it.strip("/").partition("/")[0].partition("?")[0] for it in addresses
        }
