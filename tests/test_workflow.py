"""Articles become readings, in order, whatever happens to one of them."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sayso.article import Article, Unread
from sayso.errors import ModelError, Notice, ReadError
from sayso.finished import find_finished
from sayso.jsonl import write_reading
from sayso.reading import Reading, Stamp
from sayso.settings import ReadSettings
from sayso.statement import Kind, Place, Statement
from sayso.text import Span
from sayso.workflow import Totals, analyse_all, read_all

STAMP = Stamp("0.1.0", "fake", "f00d")


class FakeAnalyser:
    """Takes what stands in curly marks for a statement; fails where an article asks for it."""

    stamp = STAMP

    def __init__(self) -> None:
        self.seen: list[str] = []

    def analyse(self, article: Article) -> Reading:
        self.seen.append(article.id)
        if "fail" in article.text:
            raise ZeroDivisionError("this article asked for it")
        if "model" in article.text:
            raise ModelError("the model is gone")
        if "slow" in article.text:
            time.sleep(0.02)
        start, end = article.text.find("“"), article.text.find("”") + 1
        found = [Statement("s1", Kind.DIRECT, Place.BODY, (Span(start, end),), (), (), 0.9)] if start >= 0 else []
        return Reading(article, tuple(found), (), STAMP)


def write_articles(folder: Path, *texts: str) -> list[str]:
    paths = [folder / f"{number:02}.txt" for number in range(len(texts))]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text, encoding="utf-8")
    return [str(path) for path in paths]


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_readings_come_in_the_order_of_the_input(tmp_path: Path, workers: int) -> None:
    """A slow article holds back those behind it, at any number of workers."""
    texts = [f"The slow boat. “Number {n},” she said." if n % 3 == 0 else f"Number {n}." for n in range(20)]
    inputs = write_articles(tmp_path, *texts)

    readings = list(read_all(inputs, analyser=FakeAnalyser(), workers=workers))

    assert inputs == [reading.article.id for reading in readings]
    assert list(read_all(inputs, analyser=FakeAnalyser())) == readings


@pytest.mark.parametrize("workers", [1, 3])
def test_a_fault_in_one_article_is_a_notice(tmp_path: Path, workers: int) -> None:
    """The article keeps its place with a notice of the step "analyse", and the run goes on."""
    inputs = write_articles(tmp_path, "One.", "Please fail.", "“Three,” she said.")
    totals = Totals()

    readings = list(read_all(inputs, analyser=FakeAnalyser(), workers=workers, totals=totals))

    assert [0, 0, 1] == [len(reading.statements) for reading in readings]
    assert "analyse" == readings[1].notices[0].step
    assert "ZeroDivisionError: this article asked for it" in readings[1].notices[0].reason
    assert Totals(read=3, noticed=1, statements=1) == totals


def test_an_article_that_cannot_be_read_is_counted(tmp_path: Path) -> None:
    """A missing file gives a record of its own, and is counted."""
    inputs = [*write_articles(tmp_path, "One."), str(tmp_path / "missing.txt")]
    totals = Totals()

    readings = list(read_all(inputs, analyser=FakeAnalyser(), totals=totals))

    assert isinstance(readings[1].article, Unread)
    assert Totals(read=1, unread=1, noticed=1) == totals


def test_a_text_that_is_too_long_is_reported(tmp_path: Path) -> None:
    """A text longer than max_chars is not analysed: its notice says how long it is and what to do; the rest is read."""
    inputs = write_articles(tmp_path, "It is short.", "It is longer than that.", "So it is.")
    totals = Totals()

    analyser = FakeAnalyser()
    readings = list(read_all(inputs, analyser=analyser, settings=ReadSettings(max_chars=15), totals=totals))

    assert [inputs[0], inputs[2]] == analyser.seen
    assert isinstance(readings[1].article, Unread)
    (notice,) = readings[1].notices
    assert notice.reason.endswith(
        "has 23 characters, and at most 15 are read as one article; split it, or read it in Python with a higher"
        " max_chars."
    )
    assert (2, 1, 1) == (totals.read, totals.unread, totals.noticed)


def test_notices_of_reading_stand_in_the_reading_once() -> None:
    """The article's notices come before those of the analysis, whether the analyser repeats them or not."""
    noticed = Notice("read", "The encoding was guessed.")
    failing = Article("a", "Please fail.", notices=(noticed,))

    readings = list(analyse_all([Article("b", "x", notices=(noticed,)), failing], analyser=FakeAnalyser()))

    assert (noticed,) == readings[0].notices
    assert ["read", "analyse"] == [notice.step for notice in readings[1].notices]


@pytest.mark.parametrize("workers", [1, 3])
def test_a_broken_model_ends_the_run(workers: int) -> None:
    """A model that does not work is no fault of an article: the error comes through, also from a thread."""
    with pytest.raises(ModelError, match="the model is gone"):
        list(analyse_all([Article("a", "model")], analyser=FakeAnalyser(), workers=workers))


@pytest.mark.parametrize("workers", [1, 3])
def test_few_articles_are_held_at_once(workers: int) -> None:
    """Of an endless input, only two articles a worker are fetched before they are asked for."""
    fetched = 0

    def endless() -> Iterator[Article]:
        nonlocal fetched
        while True:
            fetched += 1
            yield Article(str(fetched), "Text.")

    readings = analyse_all(endless(), analyser=FakeAnalyser(), workers=workers)
    for _ in range(10):
        next(readings)

    assert fetched <= 10 + 2 * workers


def test_a_run_that_is_left_ends_its_threads() -> None:
    """Closing the readings early leaves no worker behind."""
    before = threading.active_count()
    readings = analyse_all((Article(str(n), "slow") for n in range(100)), analyser=FakeAnalyser(), workers=3)
    next(readings)
    readings.close()

    assert before == threading.active_count()


def test_progress_is_reported_after_each_article(tmp_path: Path) -> None:
    """The totals grow by one article at a time."""
    reported: list[int] = []
    inputs = write_articles(tmp_path, "One.", "Two.", "Three.")

    list(read_all(inputs, analyser=FakeAnalyser(), progress=lambda totals: reported.append(totals.read)))

    assert [1, 2, 3] == reported


def test_what_is_finished_is_not_analysed_again(tmp_path: Path) -> None:
    """A reading in the file is left out if its article, its text and its stamp are the same."""
    inputs = write_articles(tmp_path, "One.", "Two.", "Three.")
    done = tmp_path / "done" / "out.jsonl"
    done.parent.mkdir()
    readings = list(read_all(inputs, analyser=FakeAnalyser()))
    done.write_text("".join(write_reading(reading) + "\n" for reading in readings[:2]), encoding="utf-8")
    Path(inputs[0]).write_text("One, changed.", encoding="utf-8")
    totals, analyser = Totals(), FakeAnalyser()

    list(read_all(inputs, analyser=analyser, finished=find_finished(done), totals=totals))

    assert [inputs[0], inputs[2]] == analyser.seen
    assert Totals(read=2, skipped=1, changed=[inputs[0]]) == totals


def test_a_half_written_last_line_is_cut_off(tmp_path: Path) -> None:
    """Every way to cut the last line leaves the whole lines before it, and nothing else."""
    path = tmp_path / "out.jsonl"
    first = write_reading(Reading(Article("a", "Text."), (), (), STAMP)) + "\n"
    for length in range(1, len(first)):
        path.write_text(first + first[:length], encoding="utf-8")

        finished = find_finished(path)
        assert [STAMP] == list(finished.stamps)
        assert finished.holds(Article("a", "Text."))
        assert not finished.holds(Article("a", "Text. And more."))
        assert first == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("content", ["my diary\n", "my diary", '{"a": 1}\n{"article": {"id": "'])
def test_a_file_that_is_something_else_is_left_alone(tmp_path: Path, content: str) -> None:
    """A file that no run of ours wrote is refused and not cut."""
    path = tmp_path / "diary.jsonl"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(ReadError, match=r"diary\.jsonl, line 1"):
        find_finished(path)
    assert content == path.read_text(encoding="utf-8")
