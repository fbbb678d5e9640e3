"""Watching: each article that a feed lists is read once, whatever happens in between."""

from __future__ import annotations

import fcntl
import gzip
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import cast
from unittest.mock import Mock

import click
import pytest
from click.testing import CliRunner, Result

from sayso.article import Article, Unread
from sayso.cli import watch as cli_watch
from sayso.errors import ReadError
from sayso.fetch import Fetched, FetchSettings, NotFetched, Why
from sayso.fetch.growing import Growing
from sayso.jsonl import read_reading, write_reading
from sayso.read.feeds import list_addresses
from sayso.read.source import Source
from sayso.reading import Reading
from sayso.settings import AnalyseSettings, ReadSettings
from sayso.watch import (
    Files,
    State,
    fetch_articles,
    fetch_stream,
    open_files,
    read_fetched,
)
from sayso.watch.spread import fetch_spread

from .made_watch import (
    FEED,
    NOON,
    STAMP,
    Desk,
    FakeListed,
    Web,
    busy,
    list_ids,
    list_lines,
    list_pages,
    page,
    read_text,
)
from .quick import Forked


def make_web() -> Web:
    """Nine pages; feeds are added by the tests."""
    return Web({page(number): f"Text {number}." for number in range(9)})


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path, make_web())


# ---- what is read


def test_what_is_new_is_read_once(desk: Desk) -> None:
    """In the first round all, in later rounds and runs what was added; the readings stand in the output."""
    desk.web.pages[FEED] = list_pages(2, 1)
    first = desk.watch(rounds=2)
    desk.web.pages[FEED] = list_pages(3, 2)
    second = desk.watch(rounds=2)

    assert list_ids(1, 2) == sorted(desk.read()[:2])
    assert [page(3)] == desk.read()[2:]
    assert (2, 2, 1, 1) == (first.new, first.read, second.new, second.read)
    assert 3 == sum(url != FEED for url in desk.web.asked)


def test_a_feed_that_has_not_changed_is_not_sent_again(desk: Desk) -> None:
    """Its version is remembered over a stop, and an unchanged feed is no fault."""
    desk.web.pages[FEED] = list_pages(1)
    desk.watch()
    totals = desk.watch()

    assert (1, 0, 0) == (totals.sources, totals.failed, totals.new)


def test_the_oldest_entry_of_a_feed_is_read_first(desk: Desk) -> None:
    """Feeds list the newest first."""
    desk.web.pages[FEED] = list_pages(6, 3, 0)
    desk.watch()

    assert [page(0), page(3), page(6)] == desk.read()


def test_an_entry_is_known_by_its_guid(desk: Desk) -> None:
    """Another address with a guid that was seen is not new; a guid that is no address counts for its feed alone."""
    other = "http://other.example/feed"
    desk.web.pages |= {
        FEED: f"page {page(1)} 17\npage {page(6)} 18\npage {page(6)}#part 19\npage {page(2)} urn:x:1",
        other: f"page {page(3)} 17\npage {page(4)} urn:x:1",
    }
    desk.watch()
    desk.web.pages[FEED] = f"page {page(5)} 17"
    desk.watch(FEED, other)

    assert list_ids(1, 2, 3, 6) == sorted(desk.read())


def test_a_text_that_was_read_is_not_written_again(desk: Desk) -> None:
    """The same words under another address are one article."""
    desk.web.pages |= {FEED: list_pages(1, 2), page(2): "Text 1."}
    totals = desk.watch()

    assert 1 == len(desk.read())
    assert (1, 1) == (totals.read, totals.same)
    assert 2 == len(desk.kept())


def test_lists_lead_to_feeds(desk: Desk, tmp_path: Path) -> None:
    """A list that is a file, a list of sitemaps, and a list that leads back to itself; also when nothing changed."""
    sitemap, opml = "http://kiosk.example/sitemap", tmp_path / "feeds.opml"
    opml.write_text(f"feed {FEED}\nsitemap {sitemap}", encoding="utf-8")
    desk.web.pages |= {FEED: list_pages(1), sitemap: f"sitemap {sitemap}/1\nsitemap {sitemap}"}
    desk.web.pages[f"{sitemap}/1"] = list_pages(2)
    desk.watch(str(opml))
    desk.web.pages[f"{sitemap}/1"] = list_pages(3)
    totals = desk.watch(str(opml), rounds=2)

    assert list_ids(1, 2, 3) == sorted(desk.read())
    assert 2 == totals.feeds


def test_a_chain_of_lists_ends(desk: Desk) -> None:
    """Behind three lists, nothing more is followed, and it is reported."""
    for number in range(9):
        desk.web.pages[f"{FEED}{number}"] = f"sitemap {FEED}{number + 1}"
    totals = desk.watch(f"{FEED}0")

    assert 4 == totals.sources
    assert "is nested in 3 lists" in desk.reported[0]


def test_a_source_that_gives_nothing_is_reported(desk: Desk, tmp_path: Path) -> None:
    """A feed that is gone, one that is broken, a file that is not there: the others are followed."""
    desk.web.pages |= {FEED: list_pages(1), "http://b.example/": "broken"}
    totals = desk.watch("http://gone.example/", "http://b.example/", str(tmp_path / "none.opml"), FEED)

    assert (4, 3, 1) == (totals.sources, totals.failed, totals.read)
    for reason in ("answers 404", "cannot be opened", "is no feed"):
        assert 1 == sum(reason in line for line in desk.reported)


def test_a_sitemap_may_be_packed(desk: Desk, tmp_path: Path) -> None:
    """As .xml.gz; a bomb and a broken file are reported, and not unpacked."""
    path, bomb, broken = (tmp_path / name for name in ("sitemap.xml.gz", "bomb.gz", "broken.gz"))
    path.write_bytes(gzip.compress(list_pages(1).encode()))
    bomb.write_bytes(gzip.compress(bytes(60_000_000)))
    broken.write_bytes(path.read_bytes()[:-12])
    totals = desk.watch(str(path), str(bomb), str(broken))

    assert [page(1)] == desk.read()
    assert 2 == totals.failed


def test_a_fault_of_a_reader_ends_no_watch(tmp_path: Path) -> None:
    """A page or a feed that a reader breaks on is reported, and the others are read."""

    def read_or_break(got: Fetched, source: Source) -> Iterator[Article | Unread]:
        if b"break" in got.body:
            raise RecursionError("too deep")
        yield from read_text(got, source)

    def list_or_break(data: bytes, name: str) -> list[FakeListed]:
        if b"break" in data:
            raise RecursionError("too deep")
        return list_lines(data, name)

    pages = {FEED: list_pages(1, 2), page(1): "Please break.", page(2): "Text.", "http://b.example/": "break"}
    desk = Desk(tmp_path, Web(pages), list_addresses=list_or_break, read_page=read_or_break)
    totals = desk.watch("http://b.example/", FEED)

    assert (1, 1, 1) == (totals.failed, totals.unread, totals.read)


def test_a_feed_that_asks_for_rest_has_it(desk: Desk) -> None:
    """It is not asked before the time that it named."""
    desk.web.pages[FEED] = busy(FEED, 3_600.0)
    desk.watch(rounds=3)
    desk.clock.at += 3_601
    desk.watch()

    assert [FEED, FEED] == desk.web.asked


# ---- what cannot be read


def test_what_is_never_given_is_reported_once(desk: Desk) -> None:
    """A page that is gone gives an unread record with a notice, and is not asked for again."""
    desk.web.pages[FEED] = "page http://kiosk.example/gone"
    desk.watch(rounds=2)
    reading = read_reading(desk.output.read_bytes())

    assert isinstance(reading.article, Unread)
    assert "http://kiosk.example/gone answers 404 Not Found." == reading.notices[0].reason
    assert 1 == desk.web.asked.count("http://kiosk.example/gone")


def test_what_fails_in_passing_is_tried_later(desk: Desk) -> None:
    """In a later round, also when the feed does not list it any more; a server's own wait is kept to."""
    desk.web.pages |= {FEED: list_pages(1), page(1): busy(page(1), 7_200.0)}
    desk.watch(rounds=2)
    assert [] == desk.read()
    desk.web.pages |= {FEED: list_pages(2), page(1): "At last."}
    desk.clock.at += 7_201
    desk.watch()

    assert list_ids(1, 2) == sorted(desk.read())


def test_what_fails_for_long_is_given_up_and_reported(desk: Desk) -> None:
    """After five rounds an unread record says so; nothing is dropped in silence."""
    desk.web.pages |= {FEED: list_pages(1), page(1): busy(page(1))}
    for _ in range(8):
        desk.watch()
        desk.clock.at += 100_000

    assert [page(1)] == desk.read()
    assert 5 == desk.web.asked.count(page(1))


def test_an_address_that_leads_inside_is_reported(desk: Desk) -> None:
    """A feed cannot make us ask this machine: what it lists goes through the same door as all else."""
    inside = NotFetched("http://127.0.0.1/", Why.REFUSED, "is a loopback address; only public ones are fetched")
    desk.web.pages |= {FEED: "page http://127.0.0.1/\npage javascript:alert(1)", "http://127.0.0.1/": inside}
    totals = desk.watch()

    assert 2 == totals.unread


# ---- kills


class KilledError(BaseException):
    """The end of a run, at once."""


@contextmanager
def kill_at(moment: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """End the run at the given moment: before, within or after a write to a file, before or after a step is noted."""
    left = moment

    def tick() -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise KilledError

    append, step = Growing.append, State._step

    def append_slowly(self: Growing, piece: bytes) -> int:
        for part in (piece[: len(piece) // 2], piece[len(piece) // 2 :]):
            tick()
            append(self, part)
        tick()
        return self.size

    @contextmanager
    def step_slowly(self: State) -> Iterator[None]:
        tick()
        with step(self):
            yield
            tick()
        tick()

    with monkeypatch.context() as patch:
        patch.setattr(Growing, "append", append_slowly)
        patch.setattr(State, "_step", step_slowly)
        yield


def test_a_kill_at_any_moment_neither_loses_nor_doubles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every article stands once in the output and once in the archive, wherever the first run was ended.

    The feed may have moved on before the second run, so that what the first one listed is not listed again.
    """
    monkeypatch.setattr(os, "fsync", lambda _file: None)
    begun = Desk(tmp_path / "begun", make_web())
    begun.folder.mkdir()
    begun.web.pages[FEED] = list_pages(2, 1)
    begun.watch()
    for moment in range(200):
        desk = Desk(shutil.copytree(begun.folder, tmp_path / str(moment)), make_web())
        desk.web.pages[FEED] = list_pages(4, 3)
        is_killed = False
        with kill_at(moment, monkeypatch), suppress(KilledError):
            is_killed = True
            desk.watch()
            is_killed = False
        with closing(sqlite3.connect(desk.folder / "out.jsonl.state")) as state:
            known = state.execute("SELECT count(*) FROM entries").fetchone()[0]
        # What was noted has left the feed; if nothing was, the feed is unchanged and must be sent whole again.
        desk.web.pages[FEED] = list_pages(5) if known == 4 else list_pages(4, 3)
        expected = list_ids(1, 2, 3, 4, 5) if known == 4 else list_ids(1, 2, 3, 4)
        desk.watch()

        assert expected == sorted(desk.read()), moment
        assert expected == sorted(desk.kept()), moment
        if not is_killed:
            break
    assert 20 < moment < 199


KILLED_RUN = """
import sys, time
sys.path.insert(0, sys.argv[2])
import made_watch as t
from pathlib import Path
def read_slowly(got, source):
    time.sleep(0.005)
    return t.read_text(got, source)
web = t.Web({t.page(n): f"Text {n}." for n in range(40)})
desk = t.Desk(Path(sys.argv[1]), web, read_page=read_slowly)
desk.web.pages[t.FEED] = t.list_pages(*range(40))
print("ready", flush=True)
desk.watch()
print("done", flush=True)
"""


def test_a_run_killed_by_the_system_is_gone_on_with(tmp_path: Path) -> None:
    """SIGKILL again and again, until a run comes to its end: nothing is lost, nothing stands twice.

    A run without a kill takes at least 0.2 s, so that the first kill comes in its middle.
    """
    desk = Desk(tmp_path)
    command = [sys.executable, "-c", KILLED_RUN, str(tmp_path), str(Path(__file__).parent)]
    for number in range(20):
        process = Forked(command, stdout=subprocess.PIPE)
        assert process.stdout is not None
        with process.stdout:
            assert b"ready\n" == process.stdout.readline()
            time.sleep(0.05 * 3**number)
            with suppress(ProcessLookupError):  # it has ended
                process.send_signal(signal.SIGKILL)
            ended = process.stdout.read()
        process.wait()
        if b"done" in ended:
            break

    assert list_ids(*range(40)) == sorted(desk.read())
    assert list_ids(*range(40)) == sorted(desk.kept())
    assert number > 0


# ---- files


def test_an_output_that_was_moved_away_is_begun_anew(desk: Desk) -> None:
    """What stood in it is still known."""
    desk.web.pages[FEED] = list_pages(1)
    desk.watch()
    desk.output.rename(desk.folder / "yesterday.jsonl")
    desk.web.pages[FEED] = list_pages(2, 1)
    desk.watch()

    assert [page(2)] == desk.read()


def test_an_output_that_others_changed_is_left_alone(desk: Desk) -> None:
    """Lines of others behind ours, or fewer lines than ours, end the run before anything is written."""
    desk.web.pages[FEED] = list_pages(1)
    desk.watch()
    ours = desk.output.read_bytes()
    for changed in (ours + b"my notes\n", ours[:-5]):
        desk.output.write_bytes(changed)
        with pytest.raises(ReadError, match=r"out\.jsonl"):
            desk.watch()
        assert changed == desk.output.read_bytes()


def test_an_output_without_a_state_is_not_written_to(desk: Desk) -> None:
    """Unless it is adopted: then what stands in it counts as read."""
    line = write_reading(Reading(Article(page(1), "Text 1."), (), (), STAMP)) + "\n"
    desk.output.write_text(line, encoding="utf-8")
    desk.web.pages[FEED] = list_pages(2, 1)
    with pytest.raises(ReadError, match="does not know it"):
        desk.watch()
    with closing(State(desk.folder / "out.jsonl.state")) as state:
        state.adopt([(page(1), Article(page(1), "Text 1.").fingerprint)], {"output": len(line)})
    desk.watch()

    assert [page(1), page(2)] == desk.read()


def test_two_runs_never_write_to_one_output(desk: Desk) -> None:
    """The second run fails at once with a message, and can start when the first has ended."""
    with closing(open_files(desk.output, None)), pytest.raises(ReadError, match="another run writes there"):
        open_files(desk.output, None)
    with closing(open_files(desk.output, None)) as files:
        assert isinstance(files, Files)


def test_an_output_in_a_folder_that_is_not_there_is_refused(command: Callable[..., Result], tmp_path: Path) -> None:
    result = CliRunner().invoke(
        cli_watch.watch_command, [FEED, "-o", str(tmp_path / "nodir" / "w.jsonl"), "--once"], obj=FakeAnalyser
    )
    assert result.exit_code == 1
    assert f"the folder {tmp_path / 'nodir'} does not exist" in result.stderr


def test_an_output_that_read_writes_is_not_watched(desk: Desk) -> None:
    """`read` locks its output itself, without a state."""
    with desk.output.open("ab") as held:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        with pytest.raises(ReadError, match="in use"):
            open_files(desk.output, None)


def test_a_state_that_is_something_else_is_left_alone(tmp_path: Path) -> None:
    """A file of another program, whatever it holds."""
    path = tmp_path / "out.jsonl.state"
    path.write_bytes(b"my diary " * 200)
    with pytest.raises(ReadError, match="is not the state of a watch"):
        State(path)
    assert b"my diary " * 200 == path.read_bytes()


# ---- side by side


def test_what_has_no_address_on_the_web_is_reported_once(tmp_path: Path) -> None:
    """Files in a list or in the entries of a feed, and entries without an address, are not dropped silently."""
    opml = """<opml><body><outline text="Own" xmlUrl="feeds/own.xml"/><outline text="Old" xmlUrl="file:///srv/old.xml"/>
    <outline text="Kiosk" xmlUrl="http://kiosk.example/feed"/></body></opml>"""
    rss = """<rss version="2.0"><channel><title>The Kiosk</title><link>http://kiosk.example/</link>
    <item><title>Draft</title><link>file:///srv/draft.html</link></item>
    <item><title>Bridge shut</title><guid>4</guid></item></channel></rss>"""
    listed = tmp_path / "feeds.opml"
    listed.write_text(opml, encoding="utf-8")
    web = Web({FEED: rss})
    desk = Desk(tmp_path, web, list_addresses=list_addresses)

    totals = desk.watch(str(listed), rounds=2)

    assert [
        f"{listed}: 2 entries have no http or https address: feeds/own.xml, file:///srv/old.xml",
        f"{FEED}: 2 entries have no http or https address: file://srv/draft.html, 4",
    ] == [line.partition(";")[0] for line in desk.reported]
    assert (0, 2) == (totals.new, totals.noticed)


def test_a_host_is_never_asked_twice_at_once() -> None:
    """Hosts are asked side by side, each by one; all jobs come back."""
    running: list[str] = []
    most: list[int] = []
    lock = threading.Lock()

    def get(job: str) -> str:
        with lock:
            assert job[0] not in running
            running.append(job[0])
            most.append(len(running))
        time.sleep(0.005)
        with lock:
            running.remove(job[0])
        return job

    jobs = [host + str(number) for host in "abc" for number in range(5)]
    got = [job for job, _ in fetch_spread(jobs, get, host=lambda job: job[0], workers=4)]

    assert jobs == sorted(got)
    assert 3 == max(most)


def test_a_fault_of_ours_comes_through() -> None:
    """It is raised in the thread that waits."""

    def fail(job: int) -> int:
        return 1 // job

    with pytest.raises(ZeroDivisionError):
        list(fetch_spread([1, 0], fail, host=str, workers=2))


# ---- pages


def test_what_an_address_gives_is_recognised_by_its_content() -> None:
    """A plain text is an article with its address; lines of JSON are several; a stream carries what is known."""
    web = Web({"http://a.example/": "We won.", "http://b.example/": '{"text": "One."}\n{"text": "Two."}\n'})
    articles = list(
        fetch_articles(["http://a.example/", "http://b.example/", "http://c.example/"], web, ReadSettings())
    )

    assert ["We won.", "One.", "Two."] == [each.text for each in articles if isinstance(each, Article)]
    assert "http://a.example/" == getattr(articles[0], "url", None)
    assert isinstance(articles[3], Unread)
    body, source = cast("tuple[bytes, Source]", fetch_stream("http://a.example/", web))
    assert (b"We won.", "http://a.example/") == (body, source.url)
    assert isinstance(fetch_stream("http://c.example/", web), NotFetched)


def test_a_page_is_read_as_its_server_says() -> None:
    """What begins like no page is one where the server says so, and its charset is used."""
    body = "<article><p>Der Fluß bleibt gesperrt, sagte Anna Roth am Freitag in der Sitzung.</p></article>"
    text = f"\n\nx{body}" * 3
    got = Fetched("http://a.example/", "http://a.example/", 200, (("Content-Type", "text/html"),), text.encode(), NOON)
    found = list(read_fetched(got, Source("http://a.example/", url="http://a.example/"), ReadSettings()))

    assert 1 == len(found)
    assert "<p>" not in getattr(found[0], "text", "")


# ---- the command


class FakeAnalyser:
    """Finds nothing; stops the run where an article asks for it."""

    def __init__(self, settings: AnalyseSettings) -> None:
        self.stamp = STAMP

    def analyse(self, article: Article) -> Reading:
        if "stop" in article.text:
            raise KeyboardInterrupt
        return Reading(article, (), (), STAMP)


RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>The Kiosk</title><link>http://kiosk.example/</link>
<item><title>Bridge shut</title><link>http://kiosk.example/a</link><guid>1</guid></item></channel></rss>"""


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Result]:
    """The command over a small web, with the fake in place of the model."""
    web = Web({FEED: RSS, "http://kiosk.example/a": "The bridge stays shut."})
    monkeypatch.setattr(cli_watch, "open_fetcher", lambda _settings: web)

    def run(*args: str, page: str | NotFetched | None = None, is_once: bool = True) -> Result:
        if page is not None:
            web.pages["http://kiosk.example/a"] = page
        options = ["--output", str(tmp_path / "out.jsonl"), *["--once"][:is_once], *args]
        return CliRunner().invoke(cli_watch.watch_command, options, obj=FakeAnalyser)

    return run


def test_the_command_reads_what_is_new(command: Callable[..., Result], tmp_path: Path) -> None:
    """Totals go to stderr, readings into the file; the second run finds nothing new."""
    first, second = command(FEED), command(FEED)

    assert (0, 0) == (first.exit_code, second.exit_code), first.output
    assert "sayso: 1 new entry in 1 feed, 1 article read, 0 statements\n" == first.stderr
    assert "sayso: 0 new entries in 1 feed, 0 articles read, 0 statements\n" == second.stderr
    assert "http://kiosk.example/a" == json.loads((tmp_path / "out.jsonl").read_bytes())["article"]["id"]


def test_the_command_counts_each_feed_once(
    command: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many rounds it looks: the feeds that a list names, not the list; one that gives nothing is one feed."""
    listed = tmp_path / "feeds.opml"
    addresses = FEED, "http://gone.example/feed"
    outlines = "".join(f'<outline xmlUrl="{address}"/>' for address in addresses)
    listed.write_text(f"<opml><body>{outlines}</body></opml>", encoding="utf-8")
    sleeps = Mock(side_effect=[None, None, KeyboardInterrupt])
    monkeypatch.setattr(cli_watch, "time", Mock(monotonic=time.monotonic, sleep=sleeps))
    lines = [line for line in command(str(listed), is_once=False).stderr.splitlines() if "feeds" in line]

    assert ["sayso: 1 new entry in 2 feeds, 1 article read, 0 statements, 1 feed gave nothing"] * 3 == lines


def test_the_command_goes_on_after_a_stop(command: Callable[..., Result], tmp_path: Path) -> None:
    """Ctrl-C is reported in one line, with exit code 130; nothing half is left, and the next run reads it."""
    stopped = command(FEED, page="Please stop.")

    assert 130 == stopped.exit_code, stopped.output
    assert "sayso: stopped after 0 articles; the same command goes on from there\n" == stopped.stderr
    assert 0 == command(FEED, page="The bridge stays shut.").exit_code
    assert 1 == len((tmp_path / "out.jsonl").read_bytes().splitlines())


def test_the_command_takes_an_output_of_read_for_read(command: Callable[..., Result], tmp_path: Path) -> None:
    """An output that `sayso read` began is gone on with."""
    line = write_reading(Reading(Article("http://kiosk.example/a", "Text."), (), (), STAMP)) + "\n"
    (tmp_path / "out.jsonl").write_text(line, encoding="utf-8")

    assert 0 == command(FEED).exit_code
    assert 1 == len((tmp_path / "out.jsonl").read_bytes().splitlines())


def test_the_exit_code_shows_what_failed(command: Callable[..., Result]) -> None:
    """1 where nothing could be done, 3 where something could not, 2 for wrong usage."""
    assert 1 == command("http://gone.example/").exit_code
    assert 3 == command("http://gone.example/", FEED).exit_code
    for wrong in (["--every", "soon"], ["--every", "5s"], []):
        assert 2 == command(*wrong, *([FEED] if wrong else [])).exit_code
    assert "" == command("http://gone.example/", "--quiet").stderr


def test_the_time_between_rounds_is_read() -> None:
    """Minutes, hours, days, or seconds."""
    option = next(each for each in cli_watch.watch_command.params if each.name == "every")
    assert isinstance(option, click.Option)
    context = click.Context(cli_watch.watch_command)
    assert [900.0, 7_200.0, 86_400.0, 90.0] == [
        cli_watch._parse_time(context, option, given) for given in ("15m", "2H", "1d", "90")
    ]


def test_the_fetcher_of_the_command_reaches_no_private_address() -> None:
    """It is made with the settings that are safe."""
    with closing(cli_watch.open_fetcher(FetchSettings())) as fetcher:
        assert not fetcher.settings.allow_private
        assert not fetcher.settings.use_proxy


def test_a_first_feed_that_is_not_there_ends_the_watch(command: Callable[..., Result], tmp_path: Path) -> None:
    """Without --once too, since it was written wrongly."""
    for feed in ("http://kiosk.example/fed", str(tmp_path / "feeds.opml")):
        result = command(feed, is_once=False)
        assert result.exit_code == 1
        assert "1 feed gave nothing" in result.stderr


def test_what_waits_is_counted(command: Callable[..., Result]) -> None:
    """Also what an earlier run put off."""
    for _ in range(2):
        result = command(FEED, page=busy("http://kiosk.example/a"))
        assert "1 entry waits to be tried again" in result.stderr


def test_an_archive_is_called_one(command: Callable[..., Result], tmp_path: Path) -> None:
    """Other programs know it by its ending."""
    result = command(FEED, "--keep", str(tmp_path / "raw.txt"))
    assert result.exit_code == 2
    assert "end it in .warc or .warc.gz" in result.stderr
