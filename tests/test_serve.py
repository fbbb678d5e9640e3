"""The web app for an article that is given: what it shows, saves and refuses, asked in process."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from sayso.analyse import Analyser
from sayso.jsonl import read_reading
from sayso.report.site import FILES
from sayso.serve.app import make_app
from sayso.serve.serve_settings import ServeSettings

from .each_case import each_case
from .test_page_attacks import ATTRIBUTES, PAYLOADS, TAGS, HostileAnalyser, Parsed, make_record

HOME = "http://127.0.0.1:8000"
ARTICLE = "The lock opens\n\n“We never slept that night,” Ada Roe told Tern Radio. She denied that the lock leaks."
TALK = "ADA ROE: We never slept that long night."
TOKEN = "eleven herons"  # noqa: S105  (of a test)
OWN_TAGS = set(
    "link script fieldset legend form label textarea input button select option code meter g title rect".split()
)
OWN_ATTRIBUTES = set(
    "src defer for type multiple action method enctype rows placeholder value".split()
    + "autocomplete data-busy aria-current selected open min max".split()
    + "hidden maxlength aria-describedby aria-invalid data-field data-take data-more".split()
)


def open_site(analyser: Any, **settings: Any) -> TestClient:  # noqa: ANN401  (stand-ins too)
    """A reader of a site with these settings."""
    app = make_app(analyser, ServeSettings(**settings))
    return TestClient(app, base_url=HOME, raise_server_exceptions=False)


@pytest.fixture(scope="module")
def site() -> Iterator[TestClient]:
    """A site with the model that ships."""
    with open_site(Analyser()) as client:
        yield client


def test_a_pasted_text_leads_to_its_page(site: TestClient) -> None:
    """The page has the text, who speaks and the carrier; it can be opened again, and its places be linked to."""
    answer = site.post("/read", data={"text": ARTICLE.replace("\n", "\r\n")})

    assert 200 == answer.status_code
    assert re.fullmatch(rf"{HOME}/readings/[\w-]{{16}}", str(answer.url))
    assert all(it in answer.text for it in ("Ada Roe", "→ Tern Radio (", 'id="a1-s1"'))
    assert answer.text == site.get(str(answer.url)).text


def test_a_file_leads_to_its_page(site: TestClient) -> None:
    """Its content says what it is; of its name, only the last part is shown."""
    page = f"<html><title>x</title><h1>The lock opens</h1><article><p>{ARTICLE[16:]}</p></article>"
    answer = site.post("/read", files={"article": ("C:\\talks\\lock.html", page.encode())})

    assert "→ Tern Radio (" in answer.text
    assert ">lock.html" in answer.text


def test_what_was_read_can_be_saved(site: TestClient) -> None:
    """As the page that `sayso read -o x.html` makes, and as JSON Lines that read back."""
    address = str(site.post("/read", data={"text": ARTICLE}).url)
    file, lines = site.get(f"{address}/page.html"), site.get(f"{address}/data.jsonl")

    assert all("attachment" in it.headers["content-disposition"] for it in (file, lines))
    assert "<style>" in file.text
    assert not {"form", "link", "script"} & Parsed(file.text).tags
    assert [ARTICLE] == [read_reading(line).article.text for line in lines.text.splitlines()]  # type: ignore[union-attr]


def test_an_article_with_a_source_is_checked(site: TestClient) -> None:
    """Both are dropped together; the check page shows both sides."""
    files = [("article", ("draft.txt", ARTICLE.encode())), ("sources", ("talk.txt", TALK.encode()))]
    answer = site.post("/read", files=files)

    assert "Quotations and their sources" in answer.text
    assert re.search("<del>[^<]*long", answer.text)
    assert FILES["check.css"].address in answer.text
    assert "elided" in site.get(f"{answer.url}/data.jsonl").text
    places = set(re.findall(' id="([^"]*)"', answer.text))
    assert {"a1-here-1", "a1-there-1"} <= places
    assert set(re.findall(' href="#([^"]*)"', answer.text)) <= places
    assert 'class="both"' not in site.get(f"{answer.url}/page.html").text
    assert [] == find_faults(answer.text)


def test_statements_of_what_was_read_can_be_chosen(site: TestClient) -> None:
    """Where it is one article."""
    one = site.post("/read", data={"text": ARTICLE})
    two = site.post("/read", data={"text": ARTICLE}, files={"article": ("b.txt", ARTICLE.encode())})

    assert 'id="a1-row-s2"' in one.text
    assert 'id="a1-row-s2"' not in site.get(f"{one.url}?kind=direct").text
    assert 'class="filter"' not in two.text
    assert 422 == site.get(f"{two.url}?kind=direct").status_code


def test_the_example_is_read_once(site: TestClient) -> None:
    """Later readers get the same page; it is small."""
    answer = site.get("/example")
    styles = sum(len(FILES[name].content) for name in ("style.css", "site.css", "site.js"))

    assert answer.url == site.get("/example").url
    assert len(answer.content) + styles < 100_000


def test_what_cannot_be_read_is_said_beside_the_form(site: TestClient) -> None:
    """With what was typed, so that nothing is typed twice."""
    nothing = site.post("/read", data={"source_text": "A <b> talk"})
    picture = site.post("/read", files={"article": ("a.png", b"\x89PNG\r\n\x1a\n0000")})
    no_source = site.post("/read", data={"text": ARTICLE}, files={"sources": ("a.png", b"\x89PNG\r\n\x1a\n0000")})
    fetched = site.post("/read", data={"address": "https://news.example/a"})

    assert [422, 422, 422, 403] == [it.status_code for it in (nothing, picture, no_source, fetched)]
    assert "There is no article; beside the sources, give a text or a file." in nothing.text
    assert "A &lt;b&gt; talk" in nothing.text
    assert "a.png" in picture.text
    assert "no source could be read" in no_source.text.casefold()
    assert "--allow-fetch" in fetched.text


def test_an_address_is_asked_for_only_if_it_may_be_fetched(site: TestClient, analyser: Analyser) -> None:
    """One of this machine is not fetched even then."""
    fetching = open_site(analyser, may_fetch=True)
    local = fetching.post("/read", data={"address": f"{HOME}/x"})
    odd = fetching.post("/read", data={"address": "file:///etc/passwd"})

    assert 'name="address"' not in site.get("/").text
    assert 'name="address"' in fetching.get("/").text
    assert [422, 422] == [local.status_code, odd.status_code]
    assert "nothing could be read" in local.text.casefold()


def test_only_some_articles_are_read_at_once(analyser: Analyser) -> None:
    """Of a file of many, the first; the page says so."""
    many = "\n".join(json.dumps({"id": str(number), "text": ARTICLE}) for number in range(4))
    answer = open_site(analyser, max_articles=2).post("/read", files={"article": ("a.jsonl", many.encode())})

    assert "Only the first 2 articles were read" in answer.text
    assert 2 == answer.text.count("<article ")


def test_what_was_read_is_forgotten_when_much_else_was_read(analyser: Analyser) -> None:
    """The newest is kept, whatever its size."""
    site = open_site(analyser, kept_bytes=1)
    first, second = (str(site.post("/read", data={"text": ARTICLE}).url) for _ in range(2))

    assert [404, 200] == [site.get(first).status_code, site.get(second).status_code]
    assert "give it again" in site.get(first).text


# ---- who asks, and with how much


def test_every_answer_forbids_what_pages_do_not_need(site: TestClient) -> None:
    """No script but the site's own, no frame, no guessing of types; also where something went wrong."""
    for path in ("/", "/example", "/nothing", "/api/nothing", FILES["style.css"].address):
        headers = site.get(path).headers
        policy = headers["content-security-policy"]

        assert policy.startswith("default-src 'none'; style-src 'self'; script-src 'self';")
        assert "unsafe" not in policy
        assert "nosniff" == headers["x-content-type-options"]
        assert "DENY" == headers["x-frame-options"]


@each_case(
    ("host", "status"),
    [
        ("127.0.0.1:8000", 200),
        ("localhost", 200),
        ("[::1]:8000", 200),
        ("rebound.example:8000", 421),
        ("127.0.0.1.rebound.example", 421),
        ("10.0.0.5", 421),
        ("", 421),
    ],
)
def test_another_name_is_refused(host: str, status: int) -> None:
    """A page of another site that gives its own name this machine's address reads nothing (DNS rebinding)."""
    client = open_site(HostileAnalyser("x"))

    assert status == client.get("/", headers={"host": host}).status_code


@each_case(
    ("headers", "status"),
    [
        ({}, 200),
        ({"origin": HOME}, 200),
        ({"origin": "http://localhost:8000"}, 403),
        ({"origin": "http://127.0.0.1:9000"}, 403),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://[::1"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
    ],
)
def test_a_form_of_another_site_is_refused(headers: dict[str, str], status: int) -> None:
    """Only the site's own pages, and programs that are no browser, give something to read."""
    client = open_site(HostileAnalyser("x"))

    assert status == client.post("/read", data={"text": ARTICLE}, headers=headers).status_code


def test_a_token_is_shown_once_and_then_known() -> None:
    """By its address, a cookie, or the header of a program; a wrong one is refused, and none stands in a page."""
    client = open_site(HostileAnalyser("x"), token=TOKEN)
    refused = client.get("/"), client.get("/?token=ten"), client.post(f"/read?token={TOKEN}", data={"text": "a"})
    bearer = client.get("/", headers={"authorization": f"Bearer {TOKEN}"})
    first = client.get("/read", params={"token": TOKEN, "a": "ä"}, follow_redirects=False)

    assert [401] * 3 == [it.status_code for it in refused]
    assert 200 == bearer.status_code
    assert (303, "/read?a=%C3%A4") == (first.status_code, first.headers["location"])
    assert {"HttpOnly", "SameSite=lax"} <= set(first.headers["set-cookie"].split("; "))
    assert 200 == client.get("/").status_code
    assert TOKEN not in client.get("/").text


def test_the_address_with_a_token_leads_nowhere_else() -> None:
    """What looks like the name of another site is a path here."""
    client = open_site(HostileAnalyser("x"), token=TOKEN)
    answer = client.get(f"{HOME}//evil.example/", params={"token": TOKEN}, follow_redirects=False)

    assert "/evil.example/" == answer.headers["location"]


@each_case(
    ("host", "status"),
    [("10.0.0.5:8000", 401), ("192.168.1.9", 401), ("rebound.example", 421), ("localhost", 401)],
)
def test_others_reach_a_shared_site_by_its_number(host: str, status: int) -> None:
    """A name of somebody else is refused there too, before the token is looked at."""
    client = open_site(HostileAnalyser("x"), host="0.0.0.0", token=TOKEN)  # noqa: S104  (nothing is listened at)

    assert status == client.get("/", headers={"host": host}).status_code


def test_too_much_is_refused() -> None:
    """Whether its length is said or not."""
    client = open_site(HostileAnalyser("x"), max_bytes=2_000)

    def pieces() -> Iterator[bytes]:
        yield from [b"x" * 500] * 9

    said = client.post("/read", data={"text": "x" * 3_000})
    kind = {"content-type": "application/x-www-form-urlencoded"}
    unsaid = client.post("/read", content=pieces(), headers=kind)

    assert [413, 413] == [said.status_code, unsaid.status_code]
    assert "0.002 MB" in said.text


@each_case(
    "body",
    [b"", b"--x", b"--x\r\nContent-Disposition: form-data\r\n\r\na\r\n--x--", b"\xff" * 99, b"--x--\r\n"],
)
def test_a_damaged_form_is_no_fault_of_ours(body: bytes) -> None:
    """It is a fault of what was sent."""
    client = open_site(HostileAnalyser("x"))
    answer = client.post("/read", content=body, headers={"content-type": "multipart/form-data; boundary=x"})

    assert 400 <= answer.status_code < 500


def test_an_unforeseen_fault_shows_nothing_of_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that says so, with the same headers; and problem+json for programs."""

    def fail(_reading: object) -> str:
        raise RuntimeError("secret words")

    monkeypatch.setattr("sayso.serve.desk.write_reading", fail)
    client = open_site(HostileAnalyser("x"))
    page, problem = client.post("/read", data={"text": ARTICLE}), client.post("/api/readings", json={"text": ARTICLE})

    assert [500, 500] == [page.status_code, problem.status_code]
    assert "Something went wrong" in page.text
    assert "application/problem+json" == problem.headers["content-type"]
    assert all("secret" not in it.text and "content-security-policy" in it.headers for it in (page, problem))


# ---- attacks


def find_faults(source: str) -> list[object]:
    """What of a page of the site is not its own."""
    parsed = Parsed(source)
    own = {it.address for it in FILES.values()}
    return [
        *(parsed.tags - TAGS - OWN_TAGS),
        *(it for it in parsed.attributes if it[1] not in ATTRIBUTES | OWN_ATTRIBUTES),
        *(it for it in parsed.attributes if it[1] == "src" and it[2] not in own),
        *(it for it in parsed.attributes if it[0] == "link" and it[1] == "href" and it[2] not in own),
        *(
            it
            for it in parsed.attributes
            if it[1] == "href" and not it[2].startswith(("#", "/", "https://", "http://"))
        ),
        *(it for it in parsed.attributes if it[1] == "style"),
        *parsed.comments,
    ]


def test_attacks_stay_text() -> None:
    """In a text, the name of a file, a source, an address, and in whatever an analyser finds."""
    client = open_site(HostileAnalyser(*PAYLOADS), may_fetch=True)
    lines = "\n".join(json.dumps(make_record(payload)) for payload in PAYLOADS[1::2]).encode()
    answers = [
        client.post("/read", files={"article": (PAYLOADS[0], lines)}),
        client.post("/read", files=[("article", ("a.jsonl", lines)), ("sources", ("b.jsonl", lines))]),
    ]
    for payload in PAYLOADS[::9]:
        given = payload.encode("utf-8", "replace").decode()
        files = [("article", (f"{given}.png", b"\x89PNG\r\n\x1a\n0000"))]
        answers.append(client.post("/read", data={"address": given, "source_text": given}))
        answers.append(client.post("/read", data={"text": "", "source_text": given}, files=files))

    assert [200, 200] == [it.status_code for it in answers[:2]]
    assert [] == [(it.url, faults) for it in answers if (faults := find_faults(it.text))]
