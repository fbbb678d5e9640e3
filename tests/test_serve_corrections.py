"""Corrections in the web app: without JavaScript, by a form; and by the JSON interface."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from sayso import open_collection
from sayso.article import Article
from sayso.jsonl import read_reading
from sayso.store import collection_corrections

from .made_report import REPORT
from .test_page_attacks import PAYLOADS, HostileAnalyser, make_article
from .test_serve import TOKEN, find_faults
from .test_serve_collection import open_site

assert isinstance(REPORT.article, Article)
TEXT = REPORT.article.text
HOME = "/articles/1/corrections"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with open_collection(tmp_path / "news.db") as collection:
        collection.add(REPORT)
    return tmp_path / "news.db"


@pytest.fixture
def site(path: Path) -> Iterator[TestClient]:
    """A site with one article."""
    yield from open_site(path, HostileAnalyser("x"))


def find_place(local: str) -> str:
    spans = next(it.content for it in REPORT.statements if it.id == local)
    return f"{spans[0].start}-{spans[-1].end}"


def read_form(page: str) -> dict[str, list[str]]:
    """What the form of a page would send as it is."""
    sent: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page):
        sent.setdefault(name, []).append(value)
    for name, value in re.findall(r'<textarea [^>]*name="(\w+)"[^>]*>\n?([^<]*)</textarea>', page):
        sent.setdefault(name, []).append(value)
    for name, options in re.findall(r'<select name="(\w+_at)"[^>]*>(.*?)</select>', page, re.DOTALL):
        sent.setdefault(name, []).insert(0, re.findall('value="([^"]*)"', options)[0])
    return sent


def send(site: TestClient, **fields: Any) -> Any:  # noqa: ANN401  (the client's own answer)
    return site.post(HOME, data=fields, follow_redirects=False)


def test_a_form_sets_the_speaker_right(site: TestClient) -> None:
    """It is reached from the statement, is filled in with what was read, and leads to the statement."""
    page = site.get("/articles/1").text
    form = site.get(f"/articles/1/{find_place('s2')}/correct").text
    answer = send(site, **read_form(form), speaker="person:Tor Hale", by="A. R.", do="save")
    after = site.get("/articles/1").text

    assert f'href="/articles/1/{find_place("s2")}/correct"' in page
    assert 'href="/articles/1/correct"' in page
    assert ["“We float,”", "“and we sing.”", ""] == read_form(form)["content"]
    assert (303, "/articles/1#a1-s2") == (answer.status_code, answer.headers["location"])
    assert re.search(r"✓ corrected by a reader \(A\. R\.\), [0-9]+ [A-Z]", after)
    assert "1 correction<" in after
    assert "corrected by a reader (A. R.)" in site.get("/search?q=sing").text
    assert [] == [*find_faults(form), *find_faults(after)]


def test_a_missed_statement_is_added_by_its_words(site: TestClient) -> None:
    """Straight marks and other blanks do; what stands in several places is asked for; what stands nowhere is said."""
    lost = send(site, content="The pier is  a boat", content_at="", do="save", name="Lena Orr", type="person")
    several = send(site, content="We float", content_at="", do="save", name="Lena Orr", type="person")
    nobody = send(site, content="the pier  is safe", content_at="", do="save")
    done = send(site, content="the pier  is safe", content_at="", do="save", name="Lena Orr", type="person")
    chosen = send(site, **read_form(several.text), do="save", name="Lena Orr", type="person")

    assert [422, 422, 422, 303, 303] == [it.status_code for it in (lost, several, nobody, done, chosen)]
    assert "These words do not stand in the article." in lost.text
    assert "They stand in 2 places; choose one." in several.text
    assert "Say who says it, or that nobody is named." in nobody.text
    assert 'value="Lena Orr"' in several.text
    assert [] == [*find_faults(lost.text), *find_faults(several.text)]
    listed = site.get(HOME).text
    assert 2 == listed.count("added: it was missed")
    assert "the pier is safe" in site.get("/articles/1/data.jsonl").text


def test_what_is_no_statement_goes_and_comes_back(site: TestClient) -> None:
    """By one button; the list has another one that takes it back."""
    before = site.get("/articles/1/data.jsonl").text
    form = site.get(f"/articles/1/{find_place('s4')}/correct").text
    gone = send(site, **read_form(form), do="remove")
    listed = site.get(HOME).text
    found = re.search('action="(/articles/1/corrections/[0-9]+/undo)"', listed)
    assert found

    assert HOME == gone.headers["location"]
    assert "removed: nobody says this" in listed
    assert "s4" not in {it.id for it in read_reading(site.get("/articles/1/data.jsonl").text).statements}
    assert [] == find_faults(listed)
    # The statement is not there any more.
    assert 409 == send(site, **read_form(form), do="remove").status_code
    assert 303 == site.post(found[1], follow_redirects=False).status_code
    assert before == site.get("/articles/1/data.jsonl").text
    assert 404 == site.post(found[1]).status_code
    assert "Nobody has corrected this article yet" in site.get(HOME).text


def test_who_may_correct(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No page of another site, nobody without the token, nobody where the file is only read."""
    form = {"content": "the pier is safe", "content_at": "", "name": "Lena Orr", "do": "save"}
    for client in open_site(path, HostileAnalyser("x"), token=TOKEN):
        foreign = {"authorization": f"Bearer {TOKEN}", "origin": "https://evil.example"}
        embedded = {"authorization": f"Bearer {TOKEN}", "sec-fetch-site": "cross-site"}
        refused = [client.post(HOME, data=form), client.delete(f"/api{HOME}/1")]
        refused += [client.post(HOME, data=form, headers=it) for it in (foreign, embedded)]
        refused += [
            client.post(f"/api{HOME}", json={}, headers=foreign),
            client.delete(f"/api{HOME}/1", headers=foreign),
        ]

        assert [401, 401, 403, 403, 403, 403] == [it.status_code for it in refused]
    for client in open_site(path, HostileAnalyser("x")):
        monkeypatch.setattr("os.access", lambda *_: False)

        assert 403 == client.post(HOME, data=form).status_code
        assert "/correct" not in client.get("/articles/1").text


def test_a_busy_collection_says_so(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is changed, and the reader may try again."""
    monkeypatch.setattr(collection_corrections, "_WAIT_S", 0.0)
    for client in open_site(path, HostileAnalyser("x")):
        client.get("/articles/1")
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            answer = client.post(HOME, data={"content": "the pier is safe", "content_at": "", "name": "Lena Orr"})

        assert (503, "5") == (answer.status_code, answer.headers["retry-after"])
        assert "another program is writing" in answer.text.casefold()


def test_programs_correct_too(site: TestClient) -> None:
    """List, add and undo, as the description says; what is odd is refused with a reason."""
    api = f"/api{HOME}"
    start = TEXT.index("the pier is safe")
    speaker = {"name": "Lena Orr", "type": "person"}
    made = site.post(api, json={"content": [[start, start + 16]], "speaker": speaker, "by": "bot"})
    changed = site.post(api, json={"statement": "s4", "speaker": None, "unresolved": "no-source"})
    removed = site.post(api, json={"statement": "s1", "remove": True})
    reading = read_reading(site.get("/api/articles/1").text)
    listed = site.get(api).json()["corrections"]
    description = site.get("/api/openapi.json").json()

    assert [201] * 3 == [it.status_code for it in (made, changed, removed)]
    assert ["add", "change", "remove"] == [it["action"] for it in listed]
    assert set(description["components"]["schemas"]["Correction"]["required"]) == set(made.json())
    assert {"Lena Orr"} == {it.speaker_name for it in reading.statements if it.corrected_by == "bot"}
    assert [(None, "no-source")] == [
        (it.speaker, it.unresolved.value) for it in reading.statements if it.id == "s4" and it.unresolved
    ]
    odd: list[Any] = [
        *(5, {}, {"statement": "s99"}, {"statement": "s2"}, {"content": [[5, 2]]}, {"content": [[0, 99_999]]}),
        *({"content": "x"}, {"content": [["a", "b"]]}, {"content": [[0, 2]], "speaker": 5}, {"remove": True}),
        *({"content": [[0, 2]], "speaker": {"name": "A", "type": "x"}}, {"content": [[0, 2]], "by": 5}),
        *({"content": [[0, 2]], "unresolved": "x", "speaker": None}, {"content": [[True, 2]]}, {"content": [[3, 3]]}),
    ]
    assert [422] * len(odd) == [site.post(api, json=it).status_code for it in odd]
    assert 400 == site.post(api, content=b"{").status_code
    assert [204] * 3 == [site.delete(f"{api}/{it['number']}").status_code for it in listed]
    assert [404, 404, 404] == [
        *(site.delete(f"{api}/{it}").status_code for it in (1, 10**30)),
        site.get("/api/articles/9/corrections").status_code,
    ]
    assert REPORT == read_reading(site.get("/api/articles/1").text)


def test_attacks_in_corrections_stay_text(tmp_path: Path) -> None:
    """In the form, in the list, and wherever a corrected article is shown."""
    analyser = HostileAnalyser(*PAYLOADS)
    with open_collection(tmp_path / "news.db") as collection:
        collection.add([analyser.analyse(make_article(it, str(n))) for n, it in enumerate(PAYLOADS[::12])])
    for client in open_site(tmp_path / "news.db", analyser):
        answers = []
        for number, payload in enumerate(PAYLOADS[::12], start=1):
            given = payload.encode("utf-8", "replace").decode()
            home = f"/articles/{number}"
            data = {"content": given, "content_at": "", "source": given, "source_at": given, "name": given, "by": given}
            answers += [client.post(f"{home}/corrections", data={**data, "type": given, "speaker": given, "seen": ""})]
            answers += [client.post(f"{home}/corrections", data={**data, "content": "", "statement": given})]
            answers += [client.post(f"/api{home}/corrections", json={"content": [[0, 5]], "speaker": {"name": given}})]
            client.post(f"{home}/corrections", data={"seen": "2-9", "statement": "x", "name": given, "by": given})
            client.post(f"/api{home}/corrections", json={"statement": "s1", "speaker": {"name": given}, "by": given})
            pages = (home, f"{home}/corrections", f"{home}/correct", f"{home}/2-9/correct")
            answers += [client.get(it) for it in pages]

        assert [] == [
            (it.url, faults)
            for it in answers
            if it.headers["content-type"].startswith("text/html") and (faults := find_faults(it.text))
        ]
        assert {it.status_code for it in answers} <= {200, 201, 303, 422}
