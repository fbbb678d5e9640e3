"""The index file: no source is indexed twice, and nothing that is not ours is touched."""

from __future__ import annotations

import json
import os
import sqlite3
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from sayso.check import Sources, SourceText, index_sources, index_text
from sayso.compare import fold
from sayso.errors import StoreError
from sayso.store import Index, find_cache, open_index
from sayso.store import index as store_index
from sayso.text import fingerprint

from .quick import Forked

TIDE = SourceText("tide.txt", "ANNA ROTH: We float on the tide, and the tide floats on.", "2020-05-01", "The tide")
LOCK = SourceText("lock.txt", "The lock stays shut until May, said nobody at all.")
# Thirteen words, all of them different, a label of a turn at either end, and laughter.
TALK = SourceText("talk.txt", "ANNA ROTH: We float on the tide. (LAUGHTER)\n\nBEN OKORO: Never at night.\n")
Change = Callable[["npt.NDArray[np.int32]"], "npt.NDArray[np.int32]"]
ENDLESS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x, x, x, x, x FROM n"
WORKER = """
import sys
from pathlib import Path
from sayso.check import SourceText
from sayso.store import open_index
texts = [SourceText(f"t{n}", f"Tide number {n} floats on.") for n in range(300)]
with open_index(Path(sys.argv[1])) as index:
    sources = index.get(texts)
    assert len(sources) == 300 and not index.notices, index.notices
"""


def _ask(path: Path | None, *texts: SourceText) -> tuple[Sources, Index]:
    with open_index(path) as index:
        return index.get(texts), index


def _same(left: Sources, right: Sources) -> bool:
    arrays = ("words", "firsts", "order", "ends", "pair_order", "pairs", "bucket_sources")
    whole = left.spelled == right.spelled and [it.source for it in left.parts] == [it.source for it in right.parts]
    return whole and all(np.array_equal(getattr(left, name), getattr(right, name)) for name in arrays)


def test_the_second_run_indexes_nothing(tmp_path: Path) -> None:
    """What is kept gives the same sources as what is indexed anew."""
    path = tmp_path / "index.sqlite"
    first, building = _ask(path, TIDE, LOCK)
    second, reusing = _ask(path, TIDE, LOCK)

    assert (building.built_count, building.reused_count) == (2, 0)
    assert (reusing.built_count, reusing.reused_count) == (0, 2)
    assert _same(first, second)
    assert _same(second, index_sources([TIDE, LOCK]))


def test_a_source_is_found_by_what_it_says(tmp_path: Path) -> None:
    """Another id, date or title of the same text needs no indexing, and comes back as given."""
    path = tmp_path / "index.sqlite"
    _ask(path, TIDE)
    renamed = SourceText("moved/tide.txt", TIDE.text, "2021-01-01", None)
    sources, index = _ask(path, renamed, LOCK)

    assert (index.built_count, index.reused_count) == (1, 1)
    assert sources.parts[0].source == renamed


def test_the_texts_are_not_kept(tmp_path: Path) -> None:
    """The file holds words and places, not the texts as they are, no names of files."""
    path = tmp_path / "index.sqlite"
    _ask(path, TIDE)
    held = path.read_bytes()

    assert TIDE.text.encode() not in held
    assert b"tide.txt" not in held


def test_a_damaged_file_is_made_anew_with_a_notice(tmp_path: Path) -> None:
    """Pages overwritten with noise cost the time of indexing, no more."""
    path = tmp_path / "index.sqlite"
    _ask(path, TIDE, LOCK)
    held = path.read_bytes()
    path.write_bytes(held[:100] + b"\x17" * (len(held) - 100))
    sources, index = _ask(path, TIDE, LOCK)
    _, again = _ask(path, TIDE, LOCK)

    assert _same(sources, index_sources([TIDE, LOCK]))
    assert "and was replaced" in index.notices[0].reason
    assert (again.reused_count, again.notices) == (2, [])


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_file_that_was_cut_is_no_loss(tmp_path: Path, share: float) -> None:
    """However much of it is left, the sources come back whole."""
    path = tmp_path / "index.sqlite"
    texts = [SourceText(f"t{n}", f"{n} tides float. " * 300) for n in range(8)]
    _ask(path, *texts)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    sources, _ = _ask(path, *texts)

    assert _same(sources, index_sources(texts))


def test_a_damaged_part_is_indexed_again(tmp_path: Path) -> None:
    """A part whose bytes have changed is recognised by its checksum, and replaced."""
    path = tmp_path / "index.sqlite"
    _ask(path, TIDE)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE parts SET part = zeroblob(40)")
    connection.close()
    sources, index = _ask(path, TIDE)

    assert index.built_count == 1
    assert _same(sources, index_sources([TIDE]))


def _pack(changed: dict[str, object], column: int | None = None, change: Change = np.asarray) -> bytes:
    """What is kept of TALK, with other values in its head, and one of its columns changed."""
    part = index_text(TALK)
    columns = [part.words, part.starts, part.ends, part.asides]
    if column is not None:
        columns[column] = change(columns[column])
    data = part.to_bytes()
    head = json.loads(data[8 : 8 + int.from_bytes(data[:8], "little")])
    head |= {"lengths": [len(numbers) for numbers in columns]} | changed
    written = json.dumps({key: value for key, value in head.items() if value is not None}).encode()
    numbers = b"".join(numbers.astype("<i4").tobytes() for numbers in columns)
    return len(written).to_bytes(8, "little") + written + numbers


def _keep(path: Path, kept: object) -> None:
    """Put it in the place of what is kept of TALK, with the right sum."""
    _ask(path, TALK)
    crc = zlib.crc32(kept) if isinstance(kept, bytes) else 0
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE parts SET part = ?, crc = ?", (kept, crc))
    connection.close()


HOSTILE: dict[str, object] = {
    "a turn starts at 2^70": _pack({"turns": [[2**70], ["ANNA ROTH"]]}),
    "fewer names than turns": _pack({"turns": [[0, 45], ["ANNA ROTH"]]}),
    "turns in no order": _pack({"turns": [[45, 0], ["BEN OKORO", "ANNA ROTH"]]}),
    "turns before the text": _pack({"turns": [[-1], ["ANNA ROTH"]]}),
    "turns beyond the text": _pack({"turns": [[900], ["ANNA ROTH"]]}),
    "turns of nobody": _pack({"turns": [[0], [""]]}),
    "turns of somebody else": _pack({"turns": [[0], ["CARL VOSS"]]}),
    "turns of a number": _pack({"turns": [[0], [5]]}),
    "no turns": _pack({"turns": 5}),
    "forms are numbers": _pack({"forms": [1] * 13}),
    "forms are all the same": _pack({"forms": ["tide"] * 13}),
    "forms are empty": _pack({"forms": ["x" * n for n in range(13)]}),
    "forms are a number": _pack({"forms": 10**9}),
    "forms without end": _pack({"forms": [f"w{n}" for n in range(300_000)]}),
    "more forms than words": _pack({"forms": [f"w{n}" for n in range(1000)]}),
    "no forms": _pack({"forms": []}),
    "no words": _pack({"forms": [], "lengths": [0] * 4}),
    "no words but places": _pack({"forms": []}, 0, lambda words: words[:0]),
    "words from the end": _pack({}, 0, lambda words: words[::-1]),
    "words below zero": _pack({}, 0, np.negative),
    "starts below zero": _pack({}, 1, lambda starts: starts - 5),
    "starts without order": _pack({}, 1, lambda starts: starts[::-1]),
    "starts beyond the text": _pack({}, 1, lambda starts: np.full_like(starts, 2**31 - 1)),
    "ends beyond the text": _pack({}, 2, lambda ends: np.full_like(ends, 2**31 - 1)),
    "ends before starts": _pack({}, 2, np.zeros_like),
    "asides below zero": _pack({}, 3, lambda asides: asides - 9),
    "asides beyond the words": _pack({}, 3, lambda asides: asides + 900),
    "asides twice": _pack({}, 3, np.zeros_like),
    "a start too few": _pack({}, 1, lambda starts: starts[1:]),
    "lengths below zero": _pack({"lengths": [13, -13, 26, 13]}),
    "lengths of 2^70": _pack({"lengths": [2**70] * 4}),
    "lengths of a half": _pack({"lengths": [0.5] * 4}),
    "lengths without end": _pack({"lengths": [float("inf")] * 4}),
    "another format": _pack({"format": "3"}),
    "no format": _pack({"format": None}),
    "only brackets": (10**5).to_bytes(8, "little") + b"[" * 10**5,
    "few brackets": (5_000).to_bytes(8, "little") + b"[" * 5_000,
    "a list": (2).to_bytes(8, "little") + b"[]",
    "a long number": (5_000).to_bytes(8, "little") + b"9" * 5_000,
    "a head without end": (2**63).to_bytes(8, "little") + b"{}",
    "text": "ANNA ROTH",
    "a number": 5,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_cannot_be_is_indexed_again(tmp_path: Path, kind: str) -> None:
    """Whatever somebody wrote into a part, with the right sum, it is not taken unless it fits the text."""
    path = tmp_path / "index.sqlite"
    _keep(path, HOSTILE[kind])
    sources, index = _ask(path, TALK)
    _, again = _ask(path, TALK)

    assert (index.built_count, index.notices, again.reused_count) == (1, [], 1)
    assert _same(sources, index_sources([TALK]))


def test_what_is_written_is_taken(tmp_path: Path) -> None:
    """The same bytes without a change are found; those of a text without words too."""
    path = tmp_path / "index.sqlite"
    _keep(path, _pack({}))
    texts = [
        TALK,
        SourceText("empty", ""),
        SourceText("signs", "… ¶ —"),
        SourceText("blanks", "BEN \t OKORO: Never.\n\n    >> 0:12  ANNA ROTH: At night.\n"),
        SourceText("money", "$5 million, \u2167%&$5 don't"),
    ]
    _ask(path, *texts)

    assert _ask(path, *texts)[1].built_count == 0


@pytest.mark.parametrize(
    "added",
    [
        f"CREATE TRIGGER more AFTER INSERT ON parts BEGIN SELECT count(*) FROM ({ENDLESS}); END",  # noqa: S608  its own words
        "CREATE VIEW others AS SELECT * FROM parts",
        "CREATE TABLE others (one)",
        "CREATE INDEX others ON parts (day)",
        "ALTER TABLE parts ADD COLUMN more DEFAULT 5",
        f"DROP TABLE parts; CREATE VIEW parts (fingerprint, version, day, crc, part) AS {ENDLESS}",
    ],
)
def test_what_is_added_to_the_file_is_not_run(tmp_path: Path, added: str) -> None:
    """A trigger would run with every row: the file is replaced, with a notice."""
    path = tmp_path / "index.sqlite"
    _ask(path, TIDE)
    with sqlite3.connect(path) as connection:
        connection.executescript(added)
    connection.close()
    sources, index = _ask(path, TIDE, LOCK)

    assert _same(sources, index_sources([TIDE, LOCK]))
    assert "and was replaced" in index.notices[0].reason
    assert _ask(path, TIDE, LOCK)[1].reused_count == 2


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_pipe_is_no_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody writes into it: it is not waited for. In the cache it is a notice."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    (tmp_path / "sayso").mkdir()
    os.mkfifo(tmp_path / "sayso" / "sources.sqlite")

    with pytest.raises(StoreError, match=r"not a regular file .* give another --index"):
        open_index(tmp_path / "sayso" / "sources.sqlite")
    with pytest.raises(StoreError, match="not a regular file"):
        open_index(tmp_path)
    assert "nothing is stored" in _ask(None, TIDE)[1].notices[0].reason


def test_a_link_to_an_index_is_one(tmp_path: Path) -> None:
    """A damaged file that a link leads to is replaced there."""
    path, link = tmp_path / "index.sqlite", tmp_path / "link"
    _ask(path, TIDE)
    try:
        link.symlink_to(path)
    except OSError:
        pytest.skip("the system makes no links")
    assert _ask(link, TIDE)[1].reused_count == 1
    held = path.read_bytes()
    path.write_bytes(held[:100] + b"\x17" * (len(held) - 100))
    _ask(link, TIDE)

    assert link.is_symlink()
    assert _ask(path, TIDE)[1].reused_count == 1


@pytest.mark.parametrize("content", [b"Bridge stays shut.\n", b"SQLite format 3\x00" + bytes(200)])
def test_another_file_is_never_touched(tmp_path: Path, content: bytes) -> None:
    """A text or another program's database, given by mistake, stays as it is."""
    path = tmp_path / "article.txt"
    path.write_bytes(content * 100)

    with pytest.raises(StoreError, match="give another --index"):
        open_index(path)
    assert path.read_bytes() == content * 100


def test_another_version_indexes_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts of two versions stand side by side."""
    path = tmp_path / "index.sqlite"
    _ask(path, TIDE)
    monkeypatch.setattr(store_index, "_VERSION", "another")
    _, other = _ask(path, TIDE)
    monkeypatch.undo()
    _, same = _ask(path, TIDE)

    assert (other.built_count, same.built_count) == (1, 0)


def test_what_is_old_is_dropped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file does not grow for ever."""
    path = tmp_path / "index.sqlite"
    _ask(path, TIDE)
    monkeypatch.setattr("sayso.store.index.time.time", lambda: 4e9)
    _ask(path, LOCK)
    with sqlite3.connect(path) as connection:
        count = connection.execute("SELECT count(*) FROM parts").fetchone()[0]
    connection.close()

    assert count == 1


def test_two_runs_use_one_file_at_once(tmp_path: Path) -> None:
    """Both end well, and all is kept once."""
    path = tmp_path / "index.sqlite"
    command = [sys.executable, "-c", WORKER, str(path)]
    runs = [Forked(command) for _ in range(3)]

    assert [run.wait(timeout=300) for run in runs] == [0, 0, 0]
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT count(*) FROM parts").fetchone()[0] == 300
    connection.close()


def test_a_new_file_that_another_run_is_writing_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite refuses the first step at once while another run takes it."""
    path = tmp_path / "index.sqlite"
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    monkeypatch.setattr("sayso.store.index.time.sleep", lambda _seconds: holder.execute("COMMIT"))
    _, index = _ask(path, TIDE)
    holder.close()

    assert [] == index.notices
    assert 1 == _ask(path, TIDE)[1].reused_count


def test_a_file_that_is_held_is_not_waited_for_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another program that keeps the file to itself costs a notice, and the time of indexing."""
    monkeypatch.setattr(store_index, "_WAIT_S", 0.05)
    path = tmp_path / "index.sqlite"
    _ask(path, TIDE)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("PRAGMA locking_mode = EXCLUSIVE")
    holder.execute("BEGIN EXCLUSIVE")
    sources, index = _ask(path, TIDE, LOCK)
    holder.close()

    assert _same(sources, index_sources([TIDE, LOCK]))
    assert "locked" in index.notices[0].reason
    assert _ask(path, TIDE)[1].reused_count == 1


def test_without_a_place_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cache that cannot be made is a notice, a given path that cannot is an error."""
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    sources, index = _ask(None, TIDE)

    assert _same(sources, index_sources([TIDE]))
    assert "nothing is stored" in index.notices[0].reason
    with pytest.raises(StoreError, match="--no-index"):
        open_index(tmp_path / "file" / "index.sqlite")


def test_the_cache_follows_the_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """XDG_CACHE_HOME counts if it is absolute; a damaged file there is replaced."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    (tmp_path / "sayso").mkdir()
    (tmp_path / "sayso" / "sources.sqlite").write_bytes(b"noise" * 100)
    _, index = _ask(None, TIDE)

    assert find_cache() == tmp_path / "sayso"
    assert "and was replaced" in index.notices[0].reason
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    assert find_cache().is_absolute()


def test_kept_words_are_those_that_are_compared() -> None:
    """What is kept was folded by the code of its time. If this fails, fold() has changed: raise the number in
    `_VERSION` of store/index.py, and then put the new value here.
    """
    text = "Sen. Roe didn’t owe “five per cent” of $5 million in the U.S. [sic] on May 5th … (APPLAUSE) 25-year-olds"
    forms = "\n".join(fold(text).forms)

    assert (store_index._VERSION.split("/")[1], fingerprint(forms)[:16]) == ("7", "af59f7ca8e4ac08d")
