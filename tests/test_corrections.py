"""What a reader sets right: applied to readings, kept in a collection beside them, taken back, and found again."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as limit
from hypothesis import strategies as st

from sayso.article import Article
from sayso.correct.apply_corrections import apply_corrections
from sayso.correct.correction import Correction, NamedSpeaker, QuotedStatement, quote_spans, quote_statement
from sayso.correct.correction_json import parse_correction, record_correction
from sayso.errors import BusyError, CorrectionError, ReadError
from sayso.jsonl import read_reading, write_reading
from sayso.reading import Reading
from sayso.speaker import SpeakerType
from sayso.statement import Kind, Statement, Unresolved
from sayso.store import Collection, open_collection
from sayso.text import Span

from .made_readings import READINGS
from .made_report import REPORT

WHEN = "2031-05-01T08:00:00Z"
assert isinstance(REPORT.article, Article)
TEXT = REPORT.article.text


def quote(words: str) -> QuotedStatement:
    """A statement with these words, of nobody."""
    start = TEXT.index(words)
    content = quote_spans(TEXT, [Span(start, start + len(words))])
    return QuotedStatement(content, (), (), None, Unresolved.NO_SOURCE)


def see(local: str, reading: Reading = REPORT) -> QuotedStatement:
    """A statement as a reader sees it."""
    return quote_statement(reading, find(reading, local))


def find(reading: Reading, local: str) -> Statement:
    return next(it for it in reading.statements if it.id == local)


def name_speaker(statement: QuotedStatement, name: str, kind: SpeakerType = SpeakerType.PERSON) -> QuotedStatement:
    return replace(statement, speaker=NamedSpeaker(name, kind), unresolved=None)


# Another speaker, one that is none, a missed one, and one with another stretch.
OTHER = Correction(see("s2"), name_speaker(see("s2"), "Tor Hale"), WHEN, "AR", "tiny")
GONE = Correction(see("s4"), None, WHEN)
MISSED = Correction(None, name_speaker(quote("the pier is safe"), "Lena Orr"), WHEN, "AR")
SHORTER = Correction(see("s2"), replace(see("s2"), content=quote("“We float,”").content), WHEN)
ALL = (OTHER, GONE, MISSED, SHORTER)


@pytest.fixture
def news(tmp_path: Path) -> Iterator[Collection]:
    """A collection of one article."""
    with open_collection(tmp_path / "news.db") as collection:
        collection.add(REPORT)
        yield collection


def test_a_correction_changes_its_statement_alone() -> None:
    """Its scores are 1, and it says when and by whom; all others are as they were, with their scores."""
    corrected = apply_corrections(REPORT, [OTHER]).reading
    changed = find(corrected, "s2")

    assert ("Tor Hale", 1.0, 1.0) == (changed.speaker_name, changed.score, changed.speaker_score)
    assert (WHEN, "AR") == (changed.corrected, changed.corrected_by)
    assert find(REPORT, "s2").content == changed.content
    assert [find(REPORT, it) for it in ("s1", "s4")] == [find(corrected, it) for it in ("s1", "s4")]
    assert (REPORT.carriers, REPORT.headline, REPORT.stamp) == (corrected.carriers, corrected.headline, corrected.stamp)
    assert read_reading(write_reading(corrected)) == corrected


def test_statements_are_removed_and_added() -> None:
    """What nobody names in the text is a speaker all the same; a new one is where it stands in the text."""
    corrected = apply_corrections(REPORT, ALL).reading
    new = next(it for it in corrected.statements if it.text == "the pier is safe")

    assert "s4" not in {it.id for it in corrected.statements}
    assert ("Lena Orr", Kind.INDIRECT, "AR") == (new.speaker_name, new.kind, new.corrected_by)
    assert "“We float,”" == find(corrected, "s2").text
    assert not any(span.overlaps(new.content[0]) for span in corrected.own_voice)
    silent = Correction(see("s1"), name_speaker(see("s1"), "Nobody In It"), WHEN)
    assert "Nobody In It" == find(apply_corrections(REPORT, [silent]).reading, "s1").speaker_name


def test_words_that_name_the_speaker_go_along() -> None:
    """A wrong “she” is a mention of the right one then; and nobody is called by it who has no other mention."""
    article = Article("a", "Ada Roe left. She said no. Bo Marten ate.")
    text = article.text
    spans = {
        words: Span(text.index(words), text.index(words) + len(words)) for words in ("Ada Roe", "She", "Bo Marten")
    }
    plain = json.loads(write_reading(REPORT))
    plain |= {"headline": [], "carriers": [], "scare_quotes": [], "own_voice": [], "other_marks": []}
    plain["article"] |= {"text": text, "title": None, "title_span": None, "given_span": None, "regions": []}
    plain["statements"] = [
        plain["statements"][0]
        | {"content": [[23, 25]], "cue": [[18, 22]], "source": [spans["She"]], "speaker": "p1", "carriers": []}
    ]
    plain["speakers"] = [
        plain["speakers"][0] | {"name": "Bo Marten", "mentions": [spans["She"], spans["Bo Marten"]]},
        plain["speakers"][2] | {"name": "Ada Roe", "mentions": [spans["Ada Roe"]]},
    ]
    reading = read_reading(json.dumps(plain))
    correction = Correction(see("s1", reading), name_speaker(see("s1", reading), "ada roe"), WHEN)

    found = {it.name: it.mentions for it in apply_corrections(reading, [correction]).reading.speakers}

    assert {"Bo Marten": (spans["Bo Marten"],), "Ada Roe": (spans["Ada Roe"], spans["She"])} == found


def test_a_correction_holds_for_another_model() -> None:
    """One that found other bounds under another id, or nothing there; and a text that has other words around."""
    wider = replace(find(REPORT, "s2"), id="s9", content=(replace_end(find(REPORT, "s2").content, 1)))
    other = replace(REPORT, statements=(*REPORT.statements[:1], wider))
    blind = replace(REPORT, statements=REPORT.statements[:1])
    moved = Article("b", f"New.\n\n{TEXT}")

    assert "Tor Hale" == find(apply_corrections(other, [OTHER]).reading, "s9").speaker_name
    assert {"Tor Hale"} == {it.speaker_name for it in apply_corrections(blind, [OTHER]).reading.statements[1:]}
    again = apply_corrections(replace_text(moved), [MISSED, GONE])
    assert (True, True) == again.fits
    assert ["the pier is safe"] == [it.text for it in again.reading.statements]


def replace_end(spans: Sequence[Span], by: int) -> tuple[Span, ...]:
    return (*spans[:-1], Span(spans[-1].start, spans[-1].end - by))


def replace_text(article: Article) -> Reading:
    return Reading(article, (), (), REPORT.stamp)


def test_words_that_are_gone_change_nothing() -> None:
    """Of all that is to be in the text; nothing is guessed."""
    other = replace_text(Article("b", "It is safe. The pier is what it was."))

    corrected = apply_corrections(other, ALL)

    assert ((False,) * 4, other) == (corrected.fits, corrected.reading)


def test_corrections_are_kept_beside_the_reading(news: Collection) -> None:
    """Readings, search, counts and speakers say the same; taking all back gives the reading byte for byte."""
    before = write_reading(next(news.readings()))
    numbers = [news.correct(1, it) for it in ALL]
    (reading,) = news.readings()
    found = {it.text: (it.speaker, it.corrected) for it in news.search()}

    assert apply_corrections(REPORT, ALL).reading == reading
    assert {"“We float,”": ("Tor Hale", WHEN), "the pier is safe": ("Lena Orr", WHEN)}.items() <= found.items()
    assert {"the pier is safe"} == {it.text for it in news.search("pier")}
    assert {"Ada Moss": 1, "Tor Hale": 1, "Lena Orr": 1} == {
        row.values[0]: row.statements.count for row in news.counts(["speaker"])
    }
    assert {"Ada Moss", "Tor Hale", "Lena Orr"} == {it.name for it in news.speakers()}
    assert [] == news.verify()
    for number in numbers:
        news.undo_correction(number)
    assert before == write_reading(next(news.readings()))
    assert ([], []) == (news.corrections(), news.verify())
    assert {it.text for it in REPORT.statements} == {it.text for it in news.search()}


@limit(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(READINGS, st.lists(st.sampled_from(["change", "remove", "add"]), min_size=1, max_size=3), st.randoms())
def test_undoing_gives_the_reading_back(reading: Reading, actions: list[str], random: object) -> None:
    """Whatever the reading, and in whatever order they are taken back."""
    choose: Callable[[Sequence[object]], object] = random.choice  # type: ignore[attr-defined]
    with open_memory() as collection:
        collection.add(reading)
        before = write_reading(next(collection.readings()))
        numbers = []
        for action in actions:
            now = next(collection.readings())
            correction = make_correction(now, action, choose)
            if correction is not None and any(apply_corrections(now, [correction]).fits):
                numbers.append(collection.correct(1, correction))
        random.shuffle(numbers)  # type: ignore[attr-defined]
        for number in numbers:
            collection.undo_correction(number)

        assert before == write_reading(next(collection.readings()))


def open_memory() -> Collection:
    """A collection without a file, since making files takes long."""
    from sayso.store.migrations import create_tables

    connection = sqlite3.connect(":memory:", isolation_level=None)
    create_tables(connection)
    connection.execute("PRAGMA foreign_keys = ON")
    return Collection(Path("memory"), connection)


def make_correction(reading: Reading, action: str, choose: Callable[[Sequence[object]], object]) -> Correction | None:
    """A correction of some statement of a reading; None if none has words."""
    article = reading.article
    assert isinstance(article, Article)
    new = name_speaker(QuotedStatement(quote_spans(article.text, [Span(0, 7)]), (), (), None, None), "Ada Roe")
    if action == "add":
        return Correction(None, new)
    known = [it for it in (quote_statement(reading, it) for it in reading.statements) if it.content]
    if not known:
        return None
    before = choose(known)
    assert isinstance(before, QuotedStatement)
    return Correction(before, None if action == "remove" else replace(new, source=before.source))


def test_who_has_no_name_is_nobody_in_a_correction(tmp_path: Path) -> None:
    """As in a reading that another program wrote; what is corrected comes out, and all can be taken back."""
    reading = replace(REPORT, speakers=tuple(replace(it, name=" ") for it in REPORT.speakers))
    before = see("s2", reading)
    with open_collection(tmp_path / "news.db") as collection:
        collection.add(reading)
        first = write_reading(next(collection.readings()))
        number = collection.correct(1, Correction(before, replace(before, content=quote("“We float,”").content), WHEN))
        (corrected,) = collection.readings()
        collection.undo_correction(number)

        assert before.speaker is None
        assert "“We float,”" == find(corrected, "s2").text
        assert first == write_reading(next(collection.readings()))


def test_a_newer_reading_keeps_corrections(news: Collection) -> None:
    """They are applied to what the newer model found; and are said not to fit where a text has lost the words."""
    news.correct(1, OTHER)
    news.correct(1, MISSED)
    stamp = replace(REPORT.stamp, model="newer")
    newer = replace(REPORT, stamp=stamp, statements=tuple(replace(it, score=0.5) for it in REPORT.statements))
    news.add(newer, replace=True)
    (reading,) = news.readings()

    assert apply_corrections(newer, [OTHER, MISSED]).reading == reading
    assert "Tor Hale" == find(reading, "s2").speaker_name
    # A later version without the words of one of them.
    assert isinstance(REPORT.article, Article)
    text = TEXT.replace("the pier is safe", "nothing at all  ")
    news.add(replace(newer, article=replace(REPORT.article, text=text, published="2031-04-06")))
    later = list(news.readings())[-1]
    assert "Tor Hale" == find(later, "s2").speaker_name
    assert [True, False] == [it.fits for it in news.corrections()]
    assert [True, False] == [it.fits for it in news.corrections(2)]
    assert [] == news.verify()


def test_faults_are_named(news: Collection, tmp_path: Path) -> None:
    """No such article, no such words, no such number, and another program that writes: nothing is changed."""
    lost = Correction(None, name_speaker(QuotedStatement(quote_spans("xyzzy", [Span(0, 5)]), (), (), None, None), "A"))
    with pytest.raises(CorrectionError, match="no article 7"):
        news.correct(7, OTHER)
    with pytest.raises(CorrectionError, match="are not in the article"):
        news.correct(1, lost)
    with pytest.raises(CorrectionError, match="no correction 5"):
        news.undo_correction(5)
    with closing(sqlite3.connect(tmp_path / "news.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(BusyError, match="another program"), news.change(wait_s=0):
            pass

    assert [] == news.corrections()


def test_forgetting_a_speaker_keeps_what_was_corrected(news: Collection, tmp_path: Path) -> None:
    """Corrections hold words of the article, so they become a part of the reading, and go."""
    news.correct(1, OTHER)
    news.correct(1, MISSED)
    news.forget("Lena Orr")
    news.close()

    with open_collection(tmp_path / "news.db") as again:
        (reading,) = again.readings()
        assert ("Tor Hale", WHEN) == (find(reading, "s2").speaker_name, find(reading, "s2").corrected)
        assert [] == again.corrections()
        assert [] == again.verify()
    assert b"Lena Orr" not in (tmp_path / "news.db").read_bytes()


def test_a_correction_survives_json() -> None:
    """What is no correction is refused."""
    for it in ALL:
        assert it == parse_correction(json.loads(json.dumps(record_correction(it))))
    for odd in (None, 5, {}, {"before": None, "after": None}, {"before": 5, "after": None}):
        with pytest.raises(ReadError, match="not a correction"):
            parse_correction(odd)
