"""The time and memory of one input: what goes beyond is stopped, what was read is kept, and a notice says it."""

from __future__ import annotations

import gzip
import io
import json
import os
import subprocess
import sys
import threading
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest
from fuzz_seeds import SEEDS, make_zip

from sayso import limits
from sayso.analyse import Analyser
from sayso.article import Article, Unread
from sayso.cli.inputs import limit
from sayso.errors import LimitError, SettingsError
from sayso.limits import measure_memory, measure_time, restart_clock, run_bounded
from sayso.read import kinds, read_records
from sayso.read.door import read_safely
from sayso.settings import AnalyseSettings, ReadSettings
from sayso.statement import Unresolved

from .each_case import each_case

GIGABYTE = 1_000_000_000
# A stop may come while rubbish is collected, where Python only warns of what is raised; it comes again.
# And where nothing is stopped at all, it must not take two minutes a test to say so.
pytestmark = [
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.cpu_limit(20),
]
SENTENCE = "The ferry stays in the harbour for the summer, said Anna Roth, the mayor, on Monday. "


@pytest.fixture(autouse=True)
def look_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look at the watched calls ten times as often, so that a tenth of the time shows the same."""
    monkeypatch.setattr("sayso.limits.INTERVAL_S", 0.01)


def read(data: bytes, **settings: Any) -> list[Article | Unread]:  # noqa: ANN401  (values of settings)
    return list(read_records([io.BytesIO(data)], settings=ReadSettings(**settings)))


def join_reasons(record: Article | Unread) -> str:
    return " ".join(notice.reason for notice in record.notices)


def spin() -> None:
    while True:
        pass


def swallow() -> None:
    """Work on, whatever comes up, as libraries do that mend."""
    while True:
        with suppress(Exception):
            spin()


# ---- what is bounded


@pytest.mark.parametrize("work", [spin, swallow])
def test_what_takes_too_long_is_stopped(work: Callable[[], None]) -> None:
    """Also in a library that catches every exception."""
    with pytest.raises(LimitError, match="more time than it may"):
        run_bounded(work, max_seconds=0.02, max_memory=GIGABYTE)


def test_what_takes_too_much_memory_is_stopped() -> None:
    """The pieces that it holds are freed."""

    def hoard() -> None:
        held = []
        while True:
            held.append(bytearray(1_000_000))

    with pytest.raises(LimitError, match="more memory than it may"):
        run_bounded(hoard, max_seconds=60, max_memory=200_000_000)


def test_the_inner_call_is_stopped_and_the_outer_goes_on() -> None:
    """With time of its own from there."""

    def outer() -> str:
        with pytest.raises(LimitError):
            run_bounded(spin, max_seconds=0.04, max_memory=GIGABYTE)
        begun = measure_time()
        while measure_time() - begun < 0.04:
            pass
        return "went on"

    assert "went on" == run_bounded(outer, max_seconds=0.06, max_memory=GIGABYTE)


def test_the_outer_call_is_stopped_within_the_inner() -> None:
    """Where its own limit is reached."""
    with pytest.raises(LimitError, match="more time"):
        run_bounded(
            lambda: run_bounded(spin, max_seconds=60, max_memory=GIGABYTE), max_seconds=0.02, max_memory=GIGABYTE
        )


def test_more_input_is_more_time() -> None:
    """A long file is not one long article."""

    def read_on() -> int:
        for _ in range(6):
            begun = measure_time()
            while measure_time() - begun < 0.01:
                pass
            restart_clock()
        return 6

    assert 6 == run_bounded(read_on, max_seconds=0.04, max_memory=GIGABYTE)


def test_nothing_comes_late() -> None:
    """A call that ends just when its time does is whole or stopped, and nothing is raised after it."""
    for number in range(10):
        end = measure_time() + 0.018 + number * 0.0015

        def work(end: float = end) -> int:
            while measure_time() < end:
                pass
            return 1

        try:
            found = run_bounded(work, max_seconds=0.02, max_memory=GIGABYTE)
        except LimitError:
            found = 1
        assert 1 == found


def test_a_stop_with_the_lock_leaves_it_to_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stop may arrive when the lock was just taken, and so be the last that is known of it."""
    ours = threading.current_thread()

    class Torn:
        """A lock that this thread takes and does not give back, the second time."""

        taken = 0
        inner = threading.RLock()
        release = inner.release

        def __enter__(self) -> None:
            self.inner.acquire()
            self.taken += threading.current_thread() is ours  # who watches takes it too
            if self.taken == 2 and threading.current_thread() is ours:
                raise limits._StopError

        def __exit__(self, *_: object) -> None:
            self.inner.release()

    def end_late() -> None:
        limits._watches[threading.get_ident()][-1].reason = "it took more time than it may"

    def take() -> None:
        with Torn.inner:
            taken.append(True)

    monkeypatch.setattr(limits, "_lock", Torn())
    with pytest.raises(LimitError, match="more time"):
        run_bounded(end_late, max_seconds=60, max_memory=GIGABYTE)

    taken: list[bool] = []
    other = threading.Thread(target=take, daemon=True)
    other.start()
    other.join(timeout=30)
    assert taken == [True]


def test_other_threads_are_left_alone() -> None:
    """Only the thread whose call takes too long is stopped."""
    stopped = threading.Event()
    counted: list[int] = []

    def count() -> None:
        while not stopped.is_set():
            pass
        counted.append(1)

    thread = threading.Thread(target=lambda: run_bounded(count, max_seconds=60, max_memory=GIGABYTE))
    thread.start()
    with pytest.raises(LimitError):
        run_bounded(spin, max_seconds=0.02, max_memory=GIGABYTE)
    stopped.set()
    thread.join()

    assert [1] == counted


def test_a_program_that_is_traced_goes_on_after_a_stop() -> None:
    """Debuggers and coverage trace it. CPython 3.11 hung at the next call, in C, so another process tries it."""
    code = f"""
import sys
from sayso.errors import LimitError
from sayso.limits import run_bounded

def spin():
    while True:
        pass

try:
    run_bounded(spin, max_seconds=0.01, max_memory={GIGABYTE})
except LimitError:
    sys.settrace(lambda *_: None)
    (lambda: print("went on"))()
"""
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, timeout=120)

    assert "went on\n" == done.stdout


@each_case("name", ["max_seconds", "max_memory"])
@each_case("settings", [ReadSettings, AnalyseSettings])
def test_limits_are_more_than_nothing(settings: Callable[..., object], name: str) -> None:
    """A limit of nothing is a fault of the settings."""
    with pytest.raises(SettingsError, match=name):
        settings(**{name: 0})


# ---- the door of the reader


FAULTS = [LookupError("foo"), OverflowError(), TypeError("no"), RecursionError("deep"), MemoryError(), AssertionError()]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: type(fault).__name__)
def test_any_fault_is_a_notice_of_its_input(fault: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a parser raises ends its input, and the next one is read."""

    def break_down(_stream: object, _settings: object) -> Iterator[Article]:
        yield Article("first", "What came before.")
        raise fault

    readers = [(lambda beginning: beginning.data.startswith(b"%BAD"), break_down), *kinds.READERS]
    monkeypatch.setattr(kinds, "READERS", readers)

    first, broken, after = read_records([io.BytesIO(b"%BAD"), io.BytesIO(SENTENCE.encode())])

    assert "first" == first.id
    assert isinstance(broken, Unread)
    assert f"could not be read to its end: {type(fault).__name__}" in join_reasons(broken)
    assert isinstance(after, Article)


def test_a_member_that_breaks_a_parser_costs_only_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """The next member of an archive is read."""

    def break_down(_stream: object, _settings: object) -> Iterator[Article]:
        raise OverflowError("too large")

    readers = [(lambda beginning: beginning.data.startswith(b"%BAD"), break_down), *kinds.READERS]
    monkeypatch.setattr(kinds, "READERS", readers)

    broken, after = read(make_zip({"a.txt": b"%BAD", "b.txt": SENTENCE.encode()}))

    assert "stream/a.txt could not be read to its end: OverflowError: too large." == join_reasons(broken)
    assert "stream/b.txt" == after.id


def test_what_takes_too_long_is_a_notice() -> None:
    """It says so, and what to do."""

    def dawdle() -> Iterator[Article]:
        spin()
        yield Article("never", "")

    (found,) = read_safely(dawdle, "a.pdf", ReadSettings(max_seconds=0.02))

    assert join_reasons(found).startswith(
        "a.pdf could not be read to its end: it took more time than it may; if you trust it, raise the limit "
        "(max_seconds=0.02 and max_memory=1000000000 in ReadSettings; --max-seconds 0.08 and"
    )


def test_the_limit_that_was_set_is_named(analyser: Analyser, monkeypatch: pytest.MonkeyPatch) -> None:
    """In Python by the field and its value, in the command by the option and what was given there; no share of it."""
    settings = limit(AnalyseSettings(), 0.1, 0.5)
    monkeypatch.setattr(analyser, "settings", settings)

    reasons = join_all_reasons(analyser.analyse(Article("a", f"{SENTENCE}\n\n" * 2_000)))

    assert "raise the limit" in reasons
    assert f"max_seconds={settings.max_seconds:g} and max_memory=500000000 in AnalyseSettings" in reasons
    assert "--max-seconds 0.1 and --max-memory 0.5 of the command" in reasons


@each_case("name", ["foo", "hex", "UTF1", "rot13", "zlib", "undefined", "idna"])
@each_case("kind", ["docx", "rss", "opml", "page"])
def test_odd_declared_encodings_are_survived(kind: str, name: str) -> None:
    """An encoding that Python does not know as one of text: a notice at most."""
    declared = f'encoding="{name}"'.encode()
    if kind == "docx":
        with zipfile.ZipFile(io.BytesIO(SEEDS["docx"])) as archive:
            members = {member: archive.read(member) for member in archive.namelist()}
        data = make_zip({member: part.replace(b'encoding="UTF-8"', declared) for member, part in members.items()})
    else:
        data = b'<?xml version="1.0" %s?>' % declared + SEEDS[kind].partition(b"?>")[2] or SEEDS[kind]

    (found,) = read(data)

    assert found.id
    assert "LookupError" not in join_reasons(found)


def test_odd_places_of_regions_are_passed_over() -> None:
    """A record whose region has a list for its place is read."""
    record = {"id": "a", "text": SENTENCE, "regions": [{"span": [0, 3], "place": ["caption"]}, 7, {"place": {}}]}

    (found,) = read(json.dumps(record).encode())

    assert isinstance(found, Article)
    assert () == found.regions


def test_a_huge_offset_in_a_zip_is_survived() -> None:
    """The list of members is said to stand where no file reaches (zip64)."""
    data = make_zip({"a.txt": b"We won."})
    end = data.index(b"PK\x05\x06")
    huge = (2**64 - 9).to_bytes(8, "little")
    record = b"PK\x06\x06" + (44).to_bytes(8, "little") + bytes(12) + (1).to_bytes(8, "little") * 2 + huge * 2
    locator = b"PK\x06\x07" + bytes(4) + end.to_bytes(8, "little") + (1).to_bytes(4, "little")
    tail = bytearray(data[end:])
    tail[8:20] = b"\xff" * 12

    (found,) = read(data[:end] + record + locator + bytes(tail))

    assert "is a broken ZIP archive" in join_reasons(found)


# ---- too much for too little


def test_bytes_that_are_no_text_take_little_memory() -> None:
    """Ten million of one odd byte, in 10 KB of gzip: all are counted, and few are held more than once."""
    (found,) = read(gzip.compress(b"\xff" * 10_000_000), max_memory=125_000_000)

    assert isinstance(found, Article)
    assert 10_000_000 == len(found.text)


@pytest.mark.cpu_limit(10)
def test_odd_bytes_among_utf8_take_little_time() -> None:
    """Half a million of each."""
    (found,) = read("é".encode() + b"\xff" + ("éü".encode() + b"\xff") * 500_000, max_memory=45_000_000)

    assert isinstance(found, Article)
    assert "éÿéüÿ" == found.text[:5]


def test_a_record_of_millions_of_lists_is_refused() -> None:
    """Of three bytes each in the line, and 80 in memory, all in one call that nothing can stop."""
    (found,) = read(b'{"text": "a", "x": [' + b"[]," * 2_000_000 + b"1]}\n", max_memory=100_000_000)

    assert "is nested too deeply, or too often, to be read" in join_reasons(found)


ATTRIBUTES = b" ".join(b"a%d='1'" % number for number in range(60_000))


@pytest.mark.cpu_limit(20)
@pytest.mark.parametrize(
    ("item", "reason"),
    [(b"<item %s><title>x</title></item>" % ATTRIBUTES, "attributes"), (b"<a>" * 200_000, "nested")],
)
@pytest.mark.parametrize("root", [b"rss", b"opml"])
def test_feeds_that_no_parser_should_see_are_refused(root: bytes, item: bytes, reason: str) -> None:
    """An element of 60,000 attributes, and 3 MB of nested ones, took over a minute; a fifth of these is refused too."""
    (found,) = read(b"<%s><channel>%s</channel></%s>" % (root, item, root))

    assert reason in join_reasons(found)


@pytest.mark.cpu_limit(20)
def test_a_tag_of_many_attributes_is_read_without_them() -> None:
    """A page with 60,000 attributes in a tag took minutes, all of it in C, which nothing can stop."""
    page = b"<html><body><article><p>%s</p><div %s><p>%s</p></div></article></body></html>"
    (found,) = read(page % (SENTENCE.encode() * 5, ATTRIBUTES, b"Anna Roth said that it floats. " * 5))

    assert isinstance(found, Article)
    assert "it floats" in found.text


def test_of_a_page_of_very_many_elements_the_first_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of them costs a little; a million together took longer than an input may."""
    monkeypatch.setattr("sayso.read.html_tree.MAX_TAGS", 2_000)
    (found,) = read(b"<html><body><article>" + b"<p>a" * 2_500)

    assert isinstance(found, Article)
    assert "only the first 2,000 tags were read" in join_reasons(found)


def test_an_attribute_of_many_words_is_left_alone() -> None:
    """Data that a page keeps in an attribute is no crowd of attributes."""
    words = b"a b " * 20_000
    page = b"<html><body><article><div data-x='%s' class=\"author\"><p>%s</p></div></article></body></html>"

    (found,) = read(page % (words, SENTENCE.encode() * 5))

    assert isinstance(found, Article)
    assert SENTENCE.strip() in found.text


def make_heavy_pdf(pages: int) -> bytes:
    """A PDF file whose pages share one long stream."""
    drawn = zlib.compress(b"BT /F1 12 Tf 72 720 Td " + b"(It stays shut.) Tj 0 -14 Td " * 1_500 + b"ET")
    plain = SEEDS["pdf-packed"]
    start = plain.index(b"3 0 obj")
    end = plain.index(b"endobj", start)
    stream = b"3 0 obj << /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream " % (len(drawn), drawn)
    kids = b" ".join([b"4 0 R"] * pages)
    return (plain[:start] + stream + plain[end:]).replace(b"/Kids [4 0 R 5 0 R 6 0 R] /Count 3", b"/Kids [%s]" % kids)


def test_the_pages_that_were_read_are_kept() -> None:
    """Of a PDF file of many heavy pages the first ones are read, and a notice says how many."""
    read(make_heavy_pdf(1))  # loads the library
    begun = measure_time()
    read(make_heavy_pdf(3))
    # What some nine pages take here, however fast or busy the machine is.
    max_seconds = round(3 * (measure_time() - begun), 2)
    (found,) = read(make_heavy_pdf(300), max_seconds=max_seconds)

    assert isinstance(found, Article)
    assert "It stays shut." in found.text
    reasons = join_reasons(found)
    assert "of 300 pages were read: more takes longer, or more memory, than it may; raise the limit" in reasons
    assert f"max_seconds={max_seconds:g}" in reasons


# ---- analysing


def test_the_part_that_was_read_is_kept(analyser: Analyser, monkeypatch: pytest.MonkeyPatch) -> None:
    """An article that takes too long has the statements of its first part, with a notice that says how far it goes."""
    signed = "“It floats by day, and it floats by night.”\n– Tom Oats"
    article = Article("a", "“We never closed it,” said Anna Roth, the mayor. She said it floats.\n\n" * 120 + signed)
    whole = analyser.analyse(article)
    score, late = analyser._tagger.score, 0.0

    def score_slowly(*given: Any) -> Iterator[Any]:  # noqa: ANN401  (passed on)
        nonlocal late
        for scored in score(*given):
            late += 0.2
            yield scored

    monkeypatch.setattr(analyser._tagger, "score", score_slowly)
    monkeypatch.setattr("sayso.analyse.measure_time", lambda: measure_time() + late)
    monkeypatch.setattr(analyser, "settings", AnalyseSettings(max_seconds=0.9))
    part = analyser.analyse(article)

    count = len(part.statements)
    assert 0 < count < len(whole.statements)
    assert [s.content for s in whole.statements[:count]] == [s.content for s in part.statements]
    assert any(s.speaker for s in part.statements)
    assert article == part.article
    assert f"of {len(article.text):,} characters were read" in part.notices[0].reason
    last = part.statements[-1].content[-1].end
    assert all(span.end <= last + 200 for span in part.own_voice)


def test_statements_are_kept_where_speakers_take_too_long(analyser: Analyser, monkeypatch: pytest.MonkeyPatch) -> None:
    """They say that their speakers were not looked for yet."""
    monkeypatch.setattr("sayso.analyse.complete", lambda *_given, **_named: spin())
    monkeypatch.setattr(analyser, "settings", AnalyseSettings(max_seconds=0.1))

    reading = analyser.analyse(Article("a", SENTENCE))

    assert [Unresolved.NOT_YET] == [s.unresolved for s in reading.statements]
    assert "only statements were found, no speakers and carriers: it took more time than it may" in join_all_reasons(
        reading
    )


def join_all_reasons(reading: Any) -> str:  # noqa: ANN401  (a reading)
    return " ".join(notice.reason for notice in reading.notices)


@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
def test_a_forked_process_has_limits_of_its_own() -> None:
    """Whatever the process that it comes from was just doing."""

    def fork_and_spin() -> int:
        child = os.fork()
        if child == 0:
            try:
                run_bounded(spin, max_seconds=0.02, max_memory=GIGABYTE)
            except LimitError:
                os._exit(7)
            os._exit(1)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

    assert 7 == run_bounded(fork_and_spin, max_seconds=60, max_memory=GIGABYTE)


def test_the_watcher_goes_on_where_no_file_can_be_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that has opened all files that it may is still watched."""

    def refuse(*_: object, **_more: object) -> None:
        raise OSError(24, "Too many open files")

    monkeypatch.setattr("builtins.open", refuse)

    assert measure_memory() > 0
