"""The turns of talks that nothing learns from, and how they are counted."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from interviews import count_turns, main
from talks import read_talks

from sayso import Article
from sayso.reading import Reading, Stamp
from sayso.speaker import Speaker, SpeakerType
from sayso.statement import Kind, Place, Statement
from sayso.text import Span

TEXT = "A talk\n\nMoss: When?\n\nOats: At nine.\n\nIt rained.\n\nFirst job? Goat boy."
TABLE = "1\t-\t-\n3\tAda Moss\tWhen?\n5\tTom Oats\tAt nine.\n7\t-\t-\n9\t?>Tom Oats\tFirst job?\n"


def _turn(number: int, words: str, speaker: str | None) -> Statement:
    at = TEXT.index(words)
    content = (Span(at, at + len(words)),)
    return Statement(f"s{number}", Kind.DIRECT, Place.BODY, content, (), (), 1.0, turn=True, speaker=speaker)


def test_turns_are_counted(tmp_path: Path) -> None:
    """A turn is right, with a wrong speaker, without one or missed; a line that nobody says may be found wrongly."""
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    (tmp_path / "a.tsv").write_text(TABLE, "utf-8")
    talk = next(read_talks(tmp_path))
    moss = Speaker("p1", "Ada Moss", SpeakerType.PERSON, True, (), (), ())  # noqa: FBT003
    turns = [("When?", "p1"), ("At nine.", "p1"), ("It rained.", None), ("First job?", None)]
    statements = tuple(_turn(n, *turn) for n, turn in enumerate(turns))

    counts = count_turns(talk, Reading(Article("a", TEXT), statements, (), Stamp("1", "m", "s", ()), speakers=(moss,)))

    assert counts == Counter(right=2, wrong=1, missed=1, false=1)


def test_a_table_has_a_row_for_each_line(tmp_path: Path) -> None:
    """A line without a row is an error that names it."""
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    (tmp_path / "a.tsv").write_text(TABLE.replace("7\t-\t-\n", ""), "utf-8")

    with pytest.raises(ValueError, match="no row for line 7"):
        list(read_talks(tmp_path))


def test_turns_of_talks_that_nothing_learns_from(capsys: pytest.CaptureFixture[str]) -> None:
    """Of the turns of the held talks seven of ten have the right speaker; of texts that only ask few are talks."""
    assert main([]) == 0

    printed = capsys.readouterr().out
    assert float(printed.split("right: ")[1].split()[0]) > 0.7
    texts, _, found = (int(number) for number in re.findall(r"\d+", printed.splitlines()[-1]))
    assert found < texts / 3
