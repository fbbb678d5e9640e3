"""brat: files that brat takes, and corrections that come back as gold."""

from __future__ import annotations

import codecs
import io
import json
import tempfile
import zipfile
from dataclasses import replace
from importlib import import_module
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as limit

from sayso.article import Article, Region, Unread
from sayso.correct.marks import join_spans
from sayso.export.brat import split_at_lines, write_brat
from sayso.export.brat_read import is_brat, read_brat
from sayso.jsonl import read_reading, write_reading
from sayso.reading import Reading
from sayso.speaker import SpeakerType
from sayso.statement import Kind, Place, Unresolved
from sayso.text import Span

from .made_hostile import HOSTILE, TEXT
from .made_readings import READINGS
from .made_report import REPORT


def unpack(folder: Path, *readings: Reading) -> Path:
    """The folder with what was exported; the path of the first `.ann`."""
    stream = io.BytesIO()
    write_brat(readings, stream)
    with zipfile.ZipFile(stream) as archive:
        archive.extractall(folder)
    return min(folder.glob("*.ann"))


def read_one(folder: Path) -> Reading:
    (reading,) = read_brat(str(folder))
    assert isinstance(reading, Reading), reading
    return reading


def as_gold(reading: Reading) -> Reading:
    """The reading as somebody confirms it: all scores are 1."""
    return replace(
        reading,
        statements=tuple(
            replace(it, score=1.0, speaker_score=None if it.speaker is None else 1.0) for it in reading.statements
        ),
        carriers=tuple(replace(it, score=1.0) for it in reading.carriers),
        stamp=replace(reading.stamp, choices=(*reading.stamp.choices, ("corrected_in", "brat"))),
    )


@pytest.mark.parametrize("reading", [HOSTILE, REPORT], ids=["hostile", "report"])
def test_what_is_unchanged_comes_back_equal(reading: Reading, tmp_path: Path) -> None:
    """Everything, from the folder and from the archive; only what is not known to be open may say more."""
    unpack(tmp_path / "folder", reading)
    with (tmp_path / "all.zip").open("wb") as file:
        write_brat([reading], file)

    for place in ("folder", "all.zip"):
        assert is_brat(str(tmp_path / place))
        assert read_one(tmp_path / place) == as_gold(reading)


def test_lines_are_as_brat_wants_them(tmp_path: Path) -> None:
    """The marked words are those of the text, and no word of an article begins a line."""
    ann = unpack(tmp_path, HOSTILE)
    with codecs.getreader("utf-8")(ann.open("rb")) as file:  # As brat itself reads it.
        lines = list(file)
    text = ann.with_suffix(".txt").read_text(encoding="utf-8")
    marks = [line.rstrip("\n").split("\t") for line in lines if line.startswith("T")]

    assert len(text) == len(TEXT)
    assert {line[0] for line in lines} == set("TEA#")
    for _, place, words in marks:
        stretches = [tuple(map(int, part.split())) for part in place.partition(" ")[2].split(";")]
        assert words == " ".join(text[start:end] for start, end in stretches)
        assert all(before[1] < after[0] for before, after in pairwise(stretches))
    assert ann.name.isascii()


def test_corrections_come_back_as_gold(tmp_path: Path) -> None:
    """Another speaker, one that is none, a missed one with a new speaker, and a carrier of another kind."""
    ann = unpack(tmp_path, REPORT)
    assert isinstance(REPORT.article, Article)
    text = REPORT.article.text
    lines = ann.read_text(encoding="utf-8").splitlines()
    keys = {line.split("\t")[2]: line.split("\t")[0] for line in reversed(lines) if line.startswith("T")}
    kept = [line for line in lines if not line.startswith(("E1\t", "T1\t"))]
    kept = [it.replace(f"Speaker:{keys['Ada Moss']}", f"Speaker:{keys['Tor Hale']}") for it in kept]
    kept = [it.replace(" interview", " broadcast") for it in kept]
    start = text.index("the pier is safe")
    who = text.index("Lena Orr")
    kept += [
        f"T90\tStatement {start} {start + 16}\tthe pier is safe",
        f"T91\tSource {who} {who + 8}\tLena Orr",
        f"T92\tPerson {who} {who + 8}\tLena Orr",
        "E1\tStatement:T90 Source:T91 Speaker:T92",
    ]
    ann.write_text("\n".join(kept), encoding="utf-8")

    gold = read_one(tmp_path)
    by_text = {it.text: it for it in gold.statements}
    new = by_text["the pier is safe"]

    assert "s1" not in {it.id for it in gold.statements}
    assert by_text["“We float,” … “and we sing.”"].speaker_name == "Tor Hale"
    assert (new.speaker_name, new.kind, new.place, new.score) == ("Lena Orr", Kind.INDIRECT, Place.BODY, 1.0)
    assert new.id not in {it.id for it in REPORT.statements}
    assert {it.name: it.type for it in gold.speakers}["Lena Orr"] is SpeakerType.PERSON
    assert [it.how.value for it in gold.carriers] == ["broadcast"]
    assert gold.headline[0].headline_statement is None
    assert not any(span.overlaps(new.content[0]) for span in gold.own_voice)
    assert read_reading(write_reading(gold)) == gold
    # It carries no types.
    (example,) = import_module("corpora").read_guide([json.loads(write_reading(gold))])
    assert example.attributions is not None
    assert (start, start + 16) in [span for it in example.attributions for span in it.content]


def test_who_is_said_to_be_unknown_is(tmp_path: Path) -> None:
    """An attribute of the statement says why; without one, the source does."""
    ann = unpack(tmp_path, REPORT)
    text = ann.read_text(encoding="utf-8")
    lines = [f"{line.partition(' Speaker:')[0]}" if line.startswith("E") else line for line in text.splitlines()]
    ann.write_text("\n".join([*lines, "A90\tUnresolved E2 no-source"]), encoding="utf-8")

    reasons = [(it.speaker, it.unresolved) for it in read_one(tmp_path).statements]

    assert reasons == [(None, Unresolved.AMBIGUOUS), (None, Unresolved.NO_SOURCE), (None, Unresolved.AMBIGUOUS)]


def test_a_missed_one_in_a_caption_stands_there(tmp_path: Path) -> None:
    """Its place comes from the text; a label that sayso does not know is left out with a notice."""
    assert isinstance(REPORT.article, Article)
    words = "the pier is safe"
    start = REPORT.article.text.index(words)
    span = Span(start, start + len(words))
    ann = unpack(tmp_path, replace(REPORT, article=replace(REPORT.article, regions=(Region(span, "caption"),))))
    with ann.open("a", encoding="utf-8") as file:
        file.write(f"T90\tStatement {start} {span.end}\t{words}\nE90\tStatement:T90\nT91\tMood 0 3\tTor\n")

    gold = read_one(tmp_path)

    assert [it.place for it in gold.statements if it.text == words] == [Place.CAPTION]
    assert "Mood" in gold.notices[-1].reason


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda ann: ann.write_text("T1\tStatement x 3\tTor", "utf-8"), "line 1 is no line of brat's"),
        (lambda ann: ann.write_text("T1\tStatement 5 99999\tTor", "utf-8"), "and the text has"),
        (lambda ann: ann.write_bytes(b"\xff\xfe"), "could not be read"),
        (lambda ann: ann.with_suffix(".json").unlink(), "keep the files"),
        (lambda ann: ann.with_suffix(".json").write_text("[" * 9_999, "utf-8"), "could not be read"),
        (lambda ann: ann.with_suffix(".txt").write_text("Other", "utf-8"), "the .txt was changed"),
    ],
)
def test_what_does_not_fit_is_said(change: object, reason: str, tmp_path: Path) -> None:
    """One article is a notice, and the others are read."""
    ann = unpack(tmp_path, REPORT, HOSTILE)
    assert callable(change)
    change(ann)

    bad, good = read_brat(str(tmp_path))

    assert isinstance(bad, Unread)
    assert reason in bad.notices[0].reason
    assert isinstance(good, Reading)


@given(READINGS)
@limit(max_examples=10)
def test_any_reading_comes_back(reading: Reading) -> None:
    """Its statements have the words that they had, except for what is on no line."""
    stream = io.BytesIO()
    write_brat([reading], stream)
    with zipfile.ZipFile(stream) as archive:
        assert all(archive.read(name).decode() for name in archive.namelist() if not name.endswith(".ann"))
    assert isinstance(reading.article, Article)
    text = reading.article.text
    wanted = sorted(join_spans(it.content) for it in reading.statements if split_at_lines(text, it.content))
    with tempfile.NamedTemporaryFile(suffix=".zip") as file:
        file.write(stream.getvalue())
        file.flush()
        (back,) = read_brat(file.name)

    assert isinstance(back, Reading), back
    assert sorted(join_spans(it.content) for it in back.statements) == wanted
