"""`sayso report`: one page to send, of an article or of its quotations beside their sources."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from lxml import html  # type: ignore[import-untyped]

from sayso.cli import main
from sayso.store import open_collection

from .each_case import each_case
from .made_collections import Said, make_reading
from .test_cli_check import DRAFT, TALK, FakeAnalyser


def run(*arguments: object) -> Result:
    """What the command says."""
    return CliRunner().invoke(main, ["report", *map(str, arguments)], obj=FakeAnalyser)


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "draft.txt"
    path.write_text(DRAFT, "utf-8")
    return path


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A collection of three articles, two of one title, whose words stand in two articles and in one."""
    path = tmp_path_factory.mktemp("report") / "news.db"
    with open_collection(path) as collection:
        collection.add(
            make_reading(name, [Said(f"“The tide is {word},”", ["Anna Roth"])], title=title, outlet=outlet)
            for name, word, title, outlet in (
                ("a1", "gone out of the harbour for good", "Tide turns", "The Float"),
                ("a2", "gone out of the harbour for good", "Tide turns", "Wold Bell"),
                ("a3", "not in any way what the sailors fear", "Locks shut", "Wold Bell"),
            )
        )
    return path


def look(path: Path) -> str:
    """The words of a page; it loads nothing and says what it may do."""
    page = html.fromstring(path.read_text("utf-8"))

    assert page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0].startswith("default-src 'none'")
    assert [] == page.xpath("//script | //link | //img | //*[@src] | //iframe")
    return " ".join(" ".join(page.xpath("//body")[0].itertext()).split())


def test_an_article_explains_itself(draft: Path) -> None:
    """Title, date, version, model, settings, what was looked at, what figures mean, and how sure they are."""
    output = draft.with_name("report.html")
    result = run(draft, "-o", output)
    shown = look(output)

    assert 0 == result.exit_code, result.output
    assert f"3 statements; the report is in {output}" in result.stderr
    assert "Who says what, and through whom Harbour quarrel goes on Looked at 1 article" in shown
    assert "sayso 0.1.0, model fake, settings" in shown
    assert "What the signs and figures mean statement words that the text gives to somebody" in shown
    assert "Measured on other articles" in shown
    assert "Another model read some of this (fake)" in shown
    assert "These are 3 statements: too few for percentages." in shown
    assert "@page" in output.read_text("utf-8")
    assert len(output.read_bytes()) < 60_000


def test_folders_of_this_machine_are_not_sent(draft: Path, tmp_path: Path) -> None:
    """Files are named without the folders from the root on."""
    talk = tmp_path / "talk.txt"
    talk.write_text(TALK, "utf-8")
    read, checked = tmp_path / "read.html", tmp_path / "checked.html"
    run(draft, "-o", read)
    run(draft, "--against", talk, "-o", checked)

    assert str(tmp_path) not in read.read_text("utf-8") + checked.read_text("utf-8")
    assert "talk.txt, line 1" in look(checked)


def test_quotations_stand_beside_their_sources(draft: Path, tmp_path: Path) -> None:
    """With what “not found” means, and a title of one's own."""
    talk, output = tmp_path / "talk.txt", tmp_path / "report.html"
    talk.write_text(TALK, "utf-8")
    result = run(draft, "--against", talk, "--title", "For <the> desk", "-o", output)
    shown = look(output)

    assert 0 == result.exit_code, result.output
    assert "Quotations and their sources For <the> desk Held against" in shown
    assert "3 quotations: 1 verbatim, 1 altered, 1 not found" in shown
    assert "“Not found” means: not in the source named here." in shown


@each_case("which", ["a3", "Locks shut", "3", " 3 "])
def test_an_article_of_a_collection(news: Path, which: str) -> None:
    """By its number, id or title; the report says where it stands."""
    output = news.with_name("report.html")
    result = run(news, "--article", which, "-o", output)

    assert 0 == result.exit_code, result.output
    assert "article 3 of the collection news.db, 3 articles" in look(output)


@each_case(
    ("which", "reason"),
    [
        (
            "Tide turns",
            "2 articles of the collection are 'Tide turns'; give the number of one: 1 (Tide turns, The Float",
        ),
        ("locks", "no article of the collection is 'locks'; is it 3 (Locks shut, Wold Bell, 2031-04-05)?"),
        ("99", "no article of the collection is '99'; give its number, id, address or title"),
    ],
)
def test_another_article_is_named(news: Path, which: str, reason: str) -> None:
    """Of what is unknown or means several, those that may be meant are listed."""
    result = run(news, "--article", which, "-o", news.with_name("none.html"))

    assert 1 == result.exit_code
    assert reason in result.stderr
    assert not news.with_name("none.html").exists()


def test_a_speaker_of_a_collection(news: Path) -> None:
    """Counts with their wholes, the statements, what the figures mean; an unknown name leads to the nearest."""
    output = news.with_name("speaker.html")
    result = run(news, "--speaker", "anna roth", "-o", output)
    shown = look(output)
    wrong = run(news, "--speaker", "Ana Rooth", "-o", news.with_name("none.html"))

    assert 0 == result.exit_code, result.output
    assert f"sayso: 3 statements; the report is in {output}" in result.stderr
    assert "In a collection of articles Anna Roth Looked at the collection news.db, 3 articles" in shown
    assert "Wold Bell 67% 2 of 3" in shown
    assert "What the figures mean" in shown
    assert "Counts rate nobody." in shown
    assert "These are 3 statements: too few for percentages." in shown
    assert "no speaker of the collection is called 'Ana Rooth'; is it Anna Roth (" in wrong.stderr


@each_case("which", ["1/12-52", "http://127.0.0.1:8000/articles/2/12-50/words", "gone out of the harbour for good"])
def test_a_quotation_of_a_collection(news: Path, which: str) -> None:
    """By its place, by a link of `sayso serve`, or by its words."""
    output = news.with_name("quotation.html")
    result = run(news, "--quote", which, "-o", output)
    shown = look(output)

    assert 0 == result.exit_code, result.output
    assert "Who carries these words “The tide is gone out of the harbour for good,” Looked at" in shown
    assert "2 articles, 2 outlets" in shown
    assert "“Earliest” and all else is of the articles of this collection alone" in shown


def test_words_of_one_article_have_a_report(news: Path) -> None:
    """Which then says that they stand in one."""
    output = news.with_name("alone.html")

    assert 0 == run(news, "--quote", "3/12-40", "-o", output).exit_code
    assert "1 article, 1 outlet" in look(output)


@each_case(
    ("which", "reason"),
    [
        ("3/0-4", "no statement stands at 0-4 of article 3; its page in `sayso serve` links to each of them"),
        ("99/0-4", "the collection has no article 99"),
        ("we never slept in all these years", "no article of the collection has these words"),
        ("we", "these words are so few, or so common, that they lead nowhere; give more of them"),
    ],
)
def test_words_that_nobody_has(news: Path, which: str, reason: str) -> None:
    """The error says what to do."""
    result = run(news, "--quote", which, "-o", news.with_name("none.html"))

    assert 1 == result.exit_code
    assert reason in result.stderr


def test_wrong_usage_says_what_to_do(draft: Path, news: Path) -> None:
    """Before anything is read."""
    for arguments, reason in (
        ((draft, "-o", "report.pdf"), "end it in .html. For a PDF, open the page in a browser and print it"),
        ((draft, "--article", "12"), "--article is for a collection, which `sayso collect` makes"),
        ((news,), "a report is about one thing; give one of --article, --speaker, --quote with"),
        ((news, "--article", "1", "--quote", "we"), "a report is about one thing"),
        ((news, "--speaker", "Roth", "--against", draft), "--against checks an article, and not --speaker"),
        ((news, "--quote", " "), "--quote is empty"),
        ((news, draft), "is a collection; give it alone"),
    ):
        result = run(*arguments)

        assert 2 == result.exit_code, result.output
        assert reason in " ".join(result.stderr.split())
