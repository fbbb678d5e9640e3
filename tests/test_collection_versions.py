"""What a later version of an article changed: in the words, labelled as `compare` does, and in who said them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations
from pathlib import Path
from random import Random

import pytest

import sayso.store.collection
from sayso.article import Article, Outlet
from sayso.reading import Reading
from sayso.speaker import Speaker, SpeakerType
from sayso.statement import Kind, Place, Statement
from sayso.store import Collection, open_collection
from sayso.text import Span

from .made_readings import STAMP

ADDRESS = "https://bell.example/lock"
BELL = Outlet("The Wold Bell", "bell.example")
WARNED = "We warned the harbour board twice before the ferry sailed"
DRY = "Nobody will be left to swim home tonight"


def make_reading(
    *quotations: tuple[str, str], title: str = "Harbour board was warned twice", day: str | None = None
) -> Reading:
    """An article of quotations, each with who said it."""
    text, spans = f"{title}\n\n", []
    for words, name in quotations:
        spans.append(Span(len(text), len(text) + len(words) + 2))
        text += f"“{words}” said {name}.\n\n"
    names = list(dict.fromkeys(name for _, name in quotations))
    return Reading(
        Article("a", text, ADDRESS, BELL, title, Span(0, len(title)), modified=day),
        tuple(
            Statement(
                *(f"s{number}", Kind.DIRECT, Place.BODY, (span,), (), (), 0.9),
                speaker=f"p{names.index(name)}",
                unresolved=None,
            )
            for number, (span, (_, name)) in enumerate(zip(spans, quotations, strict=True))
        ),
        *((), STAMP),
        speakers=tuple(Speaker(f"p{at}", name, SpeakerType.PERSON, named=True) for at, name in enumerate(names)),
    )


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Collection]:
    with open_collection(tmp_path / "news.db") as opened:
        yield opened


def find_changes(collection: Collection, *readings: Reading) -> list[tuple[str, str, str | None, str | None]]:
    collection.add(readings)
    return [(it.what, it.label, it.before, it.after) for it in collection.changes()]


def test_an_unchanged_quotation_is_no_change(collection: Collection) -> None:
    """New sentences around the same quotations are not listed, nor is another kind of marks."""
    straight = make_reading((WARNED, "Ilse Marrowby"))
    article = straight.article
    assert isinstance(article, Article)
    other = Reading(
        Article("a", article.text.replace("”", '"').replace("“", '"') + "It rained.", ADDRESS, BELL, article.title),
        *(straight.statements, (), STAMP, straight.speakers),
    )

    assert [] == find_changes(collection, straight, other)


@pytest.mark.parametrize(
    ("later", "label"),
    [
        ("We warned the harbour board once before the ferry sailed", "altered"),
        ("We warned the harbour board twice", "truncated"),
        ("Board twice before the ferry sailed", "truncated"),
        (f"Before dawn, they say, {WARNED}", "truncated"),
        (f"{WARNED}, and nobody answered", "truncated"),
        ("We warned the harbor board, twice, before a ferry sailed", "minor"),
        ("We warned the harbour board … before the ferry sailed", "elided"),
    ],
)
def test_a_changed_quotation_has_a_label_and_its_difference(collection: Collection, later: str, label: str) -> None:
    """Both wordings, and what became of the words, as everywhere in sayso."""
    found = find_changes(collection, make_reading((WARNED, "Vreel")), make_reading((later, "Vreel")))
    (change,) = collection.changes()

    assert [("quotation", label, f"“{WARNED}”", f"“{later}”")] == found
    shown = [
        " ".join(getattr(step, side).of(text or "") for step in change.difference)
        for side, text in (("source", change.before), ("quote", change.after))
    ]
    assert [re.findall(r"\w+", text) for text in (WARNED, later)] == [re.findall(r"\w+", text) for text in shown]


def test_gone_and_new_quotations_are_listed(collection: Collection) -> None:
    """A quotation without a counterpart has nothing on the other side."""
    found = find_changes(collection, make_reading((WARNED, "Vreel")), make_reading((DRY, "Vreel")))

    assert [("quotation", "not found", f"“{WARNED}”", None), ("quotation", "not found", None, f"“{DRY}”")] == found


def test_words_that_are_given_to_somebody_else_are_listed(collection: Collection) -> None:
    """The label says so; a shorter form of the same name is no change."""
    found = find_changes(
        collection,
        make_reading((WARNED, "Hanno Vreel"), (DRY, "Ilse Marrowby")),
        make_reading((WARNED, "Vreel"), (DRY, "Benedikta Sorley")),
    )
    (change,) = collection.changes()

    assert [("quotation", "other speaker", f"“{DRY}”", f"“{DRY}”")] == found
    assert ("Ilse Marrowby", "Benedikta Sorley") == (change.speaker_before, change.speaker_after)


def test_a_changed_headline_is_listed(collection: Collection) -> None:
    """With what became of its words."""
    found = find_changes(
        collection,
        make_reading((WARNED, "Vreel")),
        make_reading((WARNED, "Vreel"), title="Harbour board was not warned twice"),
    )

    assert [("headline", "altered", "Harbour board was warned twice", "Harbour board was not warned twice")] == found


def test_dated_versions_in_any_order_give_the_same_changes(tmp_path: Path) -> None:
    """What each version changed is recorded against the one before it, whenever that comes."""
    versions = [
        make_reading((f"{WARNED} {when}", "Vreel"), day=f"2031-04-0{day}")
        for day, when in enumerate(("at noon", "at dusk", "at night"), 1)
    ]
    results = set()
    for number, order in enumerate(permutations(versions)):
        for runs in ([order], [[one] for one in order]):
            with open_collection(tmp_path / f"{number}-{len(runs)}.db") as collection:
                for run in runs:
                    collection.add(run)
                results.add(tuple((it.version, it.label, it.before, it.after) for it in collection.changes()))

    (found,) = results
    assert [(2, "altered"), (3, "altered")] == [(version, label) for version, label, *_ in found]


def test_only_what_came_later_is_listed(collection: Collection) -> None:
    """A run can list the changes that it found itself."""
    find_changes(collection, make_reading((WARNED, "Vreel")), make_reading((DRY, "Vreel")))
    moment = collection.find_moment()
    collection.add(make_reading((DRY, "Vreel"), title="Board: nobody will swim"))

    assert ["headline"] == [it.what for it in collection.changes(after=moment)]
    assert 3 == len(list(collection.changes()))


@pytest.mark.cpu_limit(5)
def test_an_article_with_very_many_quotations_takes_its_time(
    collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the pairs of 150 quotations before and 150 after, as many are compared as may be, not all 22,500."""
    monkeypatch.setattr("sayso.store.changes._MOST_PAIRS", 500)
    old = [(f"We saw boat {number} leave gate {number * 7} at dawn", "Vreel") for number in range(150)]
    new = [(words.replace("dawn", "dusk"), name) for words, name in old]
    found = find_changes(collection, make_reading(*old), make_reading(*new))

    assert 150 <= len(found) <= 300


def test_order_runs_and_batches_do_not_matter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Articles, copies in other outlets and dated versions give one collection, however they come."""
    readings = [
        make_reading((WARNED, "Vreel"), (f"{DRY}, said on day {day}", "Roth"), day=f"2031-04-0{day}")
        for day in range(1, 6)
    ]
    readings += [
        replace(reading, article=replace(reading.article, url=f"https://post.example/{at}", outlet=None))
        for at, reading in enumerate(readings[:3])
        if isinstance(reading.article, Article)
    ]
    found = set()
    for seed, (batch, runs) in enumerate([(1_000, 1), (2, 1), (1_000, 8), (3, 3)]):
        monkeypatch.setattr(sayso.store.collection, "_BATCH", batch)
        order = list(readings)
        Random(seed).shuffle(order)  # noqa: S311  (no secrets)
        with open_collection(tmp_path / f"{seed}.db") as collection:
            for first in range(runs):
                collection.add(order[first::runs])
            with collection.query() as connection:
                rows = connection.execute(
                    "SELECT key, version, is_current, text FROM articles ORDER BY 1, 2"
                ).fetchall()
            speakers = sorted(it.name for it in collection.speakers())
            found.add(repr((rows, [*collection.readings(all_versions=True)], [*collection.changes()], speakers)))

    assert 1 == len(found)
