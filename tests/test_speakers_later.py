"""Speakers are joined once for all that came: when something is asked, or when the collection is closed."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

import pytest
from planted_speakers import plant_parties

from sayso.cli import steps
from sayso.cli.steps import show_steps
from sayso.errors import SpeakerError
from sayso.people.party import Party
from sayso.reading import Stamp
from sayso.store import Collection, Selection, open_collection

from .made_speakers import READINGS, describe, make_planted, make_reading


def count_apart(path: Path) -> int:
    """How many parties of a file belong to no speaker yet."""
    with closing(sqlite3.connect(path)) as base:
        return int(base.execute("SELECT count(*) FROM article_speakers WHERE joined = 0").fetchone()[0])


@pytest.mark.parametrize("seed", range(4))
def test_steps_orders_and_questions_between_them_change_nothing(tmp_path: Path, seed: int) -> None:
    """Articles in any order and in steps of any size, with questions and stops between, give one result."""
    draw = random.Random(seed)  # noqa: S311
    articles: dict[str, list[Party]] = {}
    for planted in plant_parties(seed, 40):
        articles.setdefault(planted.party.article, []).append(planted.party)
    readings = [make_planted(parties) for parties in articles.values()]
    with open_collection(tmp_path / "fresh.db") as fresh:
        fresh.add(readings)
        expected = describe(fresh)
    waiting = draw.sample(readings, len(readings))
    while waiting:
        step = draw.randint(1, 12)
        with suppress(KeyboardInterrupt), open_collection(tmp_path / "steps.db") as other:
            other.add(waiting[:step])
            if draw.random() < 0.4:
                draw.choice(QUESTIONS)(other)
            if draw.random() < 0.3:
                raise KeyboardInterrupt
        waiting = waiting[step:]

    with open_collection(tmp_path / "steps.db") as other:
        assert expected == describe(other)
    assert len(expected) > 30


QUESTIONS: list[Callable[[Collection], object]] = [
    lambda it: it.speakers(),
    lambda it: it.open_names(),
    lambda it: it.search(),
    lambda it: it.counts(["speaker"]),
    lambda it: it.trace(),
    lambda it: it.prepare(),
]


@pytest.mark.parametrize("ask", QUESTIONS)
def test_whatever_is_asked_about_speakers_joins_them(tmp_path: Path, ask: Callable[[Collection], object]) -> None:
    """Adding alone does not join; the first question does."""
    path = tmp_path / "news.db"
    with open_collection(path) as collection:
        collection.add(READINGS)
        before = count_apart(path)
        ask(collection)

        assert (before, count_apart(path)) == (9, 0)


def test_closing_joins(tmp_path: Path) -> None:
    """Another program that reads the file finds the speakers, unless the one that added was stopped."""
    path = tmp_path / "news.db"
    with suppress(KeyboardInterrupt), open_collection(path) as collection:
        collection.add(READINGS[:3])
        raise KeyboardInterrupt
    stopped = count_apart(path)
    with open_collection(path) as collection:
        collection.add(READINGS[3:])

    assert (stopped, count_apart(path)) == (4, 0)


def test_nobody_waits_for_a_program_that_adds(tmp_path: Path) -> None:
    """While another program writes, questions are answered by what was joined before."""
    path = tmp_path / "news.db"
    with open_collection(path) as collection:
        collection.add(READINGS[:4])
    with open_collection(path) as collection, open_collection(path) as other:
        other.add(READINGS[4:])
        with other.change():
            found = [(it.name, it.articles) for it in collection.speakers("winley")]
            said = collection.search(Selection(speakers=("Ada Winley",))).count
        after = [(it.name, it.articles) for it in collection.speakers("winley")]

    assert (found, after) == ([("Ada Winley", 1)], [("Ada Winley", 2)])
    assert said == 2  # by the name that the article gives


def test_steps_of_joining_are_reported(tmp_path: Path) -> None:
    """Each step says how much of the whole is done."""
    reported: list[tuple[str, int, int]] = []
    with open_collection(tmp_path / "news.db") as collection:
        collection.add(READINGS)
        looked_at = collection.join_speakers(lambda *step: reported.append(step))

    assert [step for step in reported if step[0] == "join"][-1] == ("join", 9, 9)
    assert (looked_at, [step for step, *_ in reported][-1]) == (9, "write")


# ---- Numbers that speakers had before


def test_a_number_that_was_kept_leads_to_the_speaker(tmp_path: Path) -> None:
    """If earlier articles come, the number of a speaker changes; those of before still lead to it, and are listed."""
    with open_collection(tmp_path / "news.db") as collection:
        numbers = []
        for place, day in enumerate(("2031-04-04", "2031-03-03", "2031-02-02")):
            collection.add(make_reading(place, ("Ada Winley", f"It rains in month {place}."), day=day))
            numbers.append(collection.speakers("winley")[0].id)
        first, second, now = numbers
        found = [collection.search(Selection(speakers=(str(number),))).count for number in numbers]
        summary, mentions = collection.speaker(first)

        assert len({first, second, now}) == 3
        assert (summary.id, summary.former, len(mentions)) == (now, tuple(sorted((first, second))), 3)
        assert found == [3, 3, 3]

        collection.forget(second)
        with pytest.raises(SpeakerError, match=f"no speaker {first} "):
            collection.speaker(first)


def test_a_number_leads_to_where_most_of_the_speaker_is(tmp_path: Path) -> None:
    """Of two speakers that are merged, one number becomes a former one; undone, it is a speaker's own again."""
    with open_collection(tmp_path / "news.db") as collection:
        collection.add(READINGS)
        before = {it.id for it in collection.speakers()}
        kept = collection.merge("Ngozi Wekesa", "Chidi Wekesa")
        (gone,) = before - {it.id for it in collection.speakers()}
        found = collection.speaker(gone)[0].id
        collection.undo(1)

        assert found == kept
        assert before == {it.id for it in collection.speakers()}
        assert all(not it.former for it in collection.speakers())


def test_a_reading_that_was_replaced_and_not_joined_yet_is_no_fault(tmp_path: Path) -> None:
    """Whoever lost all articles is still listed in the file until speakers are joined."""
    with open_collection(tmp_path / "news.db") as collection:
        collection.add(READINGS[:1])
        names = [it.name for it in collection.speakers()]
        nobody = replace(READINGS[0], speakers=(), statements=(), stamp=Stamp("0.2.0", "tiny", "f00d"))
        collection.add(nobody, replace=True)

        assert collection.verify() == []
        assert (names, collection.speakers()) == (["Ngozi Wekesa", "Tariq Zuabi"], [])


def test_steps_are_shown_with_the_rate_and_the_time_left(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """On a terminal a line says how much of a step is done; on none, and for a few things, nothing does."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "120")
    shown = []
    for is_on_terminal, whole in ((True, 5_000), (True, 5), (False, 5_000)):
        monkeypatch.setattr(steps, "is_terminal", lambda _stream, value=is_on_terminal: value)
        with show_steps({"read": "passages read"}, is_shown=True) as show:
            show("read", 0, whole)
            show("read", whole // 2, whole)
        shown.append(capfd.readouterr().err)

    assert "2,500 of 5,000 passages read" in shown[0]
    assert " left " in shown[0]
    assert shown[1:] == ["", ""]
