"""One reading is one line of JSON, and reads back equal."""

from __future__ import annotations

import json
import string
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.article import Article, Unread
from sayso.carrier import Carrier, How
from sayso.errors import Notice, ReadError
from sayso.jsonl import read_reading, write_reading
from sayso.marking import MarkUse, OtherMark
from sayso.match import Change, Flag, HeadlineFinding
from sayso.reading import Reading
from sayso.speaker import Speaker, SpeakerType
from sayso.statement import Kind, Place, Statement
from sayso.text import Span

from .each_case import each_case
from .made_readings import READINGS, STAMP, TEXTS

KEYS = [
    "article", "statements", "speakers", "carriers", "headline", "scare_quotes", "own_voice", "other_marks", "notices",
    "sayso",
]  # fmt: skip
ARTICLE_KEYS = [
    "id", "url", "outlet", "title", "title_span", "given_span", "authors", "published", "published_precision",
    "modified", "modified_precision", "canonical", "section", "language", "origins", "stated", "regions",
    "fingerprint", "text",
]  # fmt: skip
STATEMENT_KEYS = [
    "id", "kind", "place", "content", "cue", "source", "speaker", "unresolved", "candidates", "within", "carriers",
    "score", "speaker_score", "selectors",
]  # fmt: skip
SPEAKER_KEYS = ["id", "name", "type", "named", "roles", "mentions"]
CARRIER_KEYS = ["id", "name", "how", "evidence", "statements", "order", "score"]
FINDING_KEYS = ["span", "finding", "statement", "headline_statement", "body", "flags", "note"]


@given(reading=READINGS)
def test_a_reading_reads_back_equal(reading: Reading) -> None:
    """Whatever a reading holds, lone surrogates too, its line gives the same reading back."""
    back = read_reading(write_reading(reading))

    # Its notices and those of its article stand together in a line.
    # Those that are of reading are the article's own.
    assert replace(reading, article=replace(reading.article, notices=back.article.notices)) == back


@given(text=TEXTS)
def test_a_line_is_one_line_of_utf_8(text: str) -> None:
    """No text breaks a line in two, breaks its encoding, or puts a control character into it."""
    line = write_reading(Reading(Article(text, text), (), (), STAMP))

    assert [line] == line.splitlines()
    assert line == line.encode("utf-8").decode("utf-8")
    assert not set(line) & set("\x1b\x7f\x9b\u2028\u202e\u2066")


def test_the_keys_are_those_of_the_contract() -> None:
    """Every key is always written, in the contract's order."""
    statement = Statement("s1", Kind.DIRECT, Place.BODY, (Span(0, 9),), (), (), 0.5)
    record = json.loads(write_reading(Reading(Article("a", "“We won,”"), (statement,), (), STAMP)))

    assert KEYS == list(record)
    assert ARTICLE_KEYS == list(record["article"])
    assert STATEMENT_KEYS == list(record["statements"][0])
    assert {"version": "0.1.0", "model": "tiny", "settings": "f00d", "choices": {}} == record["sayso"]


def test_the_keys_of_each_record_are_those_of_the_contract() -> None:
    """Speakers, carriers and findings have all their keys too, in the contract's order; enums are their words."""
    span = Span(0, 3)
    reading = Reading(
        *(Article("a", "Yes"), (), (), STAMP),
        speakers=(Speaker("p1", "Orla Vint", SpeakerType.PERSON, named=True),),
        carriers=(Carrier("c1", "Tern Radio", How.INTERVIEW, (), (), 1),),
        headline=(HeadlineFinding(span, Change.NOT_FOUND, flags=(Flag.NO_ATTRIBUTION,)),),
        other_marks=(OtherMark(span, MarkUse.WORD),),
    )
    record = json.loads(write_reading(reading))

    assert SPEAKER_KEYS == list(record["speakers"][0])
    assert CARRIER_KEYS == list(record["carriers"][0])
    assert FINDING_KEYS == list(record["headline"][0])
    assert [{"span": [0, 3], "kind": "word"}] == record["other_marks"]
    assert ["person", "interview", "not found", ["no attribution"]] == [
        record["speakers"][0]["type"],
        record["carriers"][0]["how"],
        record["headline"][0]["finding"],
        record["headline"][0]["flags"],
    ]


def test_a_carrier_without_a_score_is_sure() -> None:
    """Readings of versions that wrote no score for carriers can be read."""
    reading = Reading(
        *(Article("a", "Yes"), (), (), STAMP), carriers=(Carrier("c1", "Tern Radio", How.INTERVIEW, (), (), 1, 0.4),)
    )
    record = json.loads(write_reading(reading))
    assert read_reading(json.dumps(record)).carriers[0].score == 0.4
    del record["carriers"][0]["score"]

    assert read_reading(json.dumps(record)).carriers[0].score == 1.0


def test_members_are_written_only_where_there_are_some() -> None:
    """A joint speaker carries "members" as its last key; any other has no such key."""
    pair = Speaker("p3", "Vint and Dunmore", SpeakerType.GROUP, named=True, members=("p1", "p2"))
    record = json.loads(write_reading(Reading(Article("a", "Yes"), (), (), STAMP, speakers=(pair,))))

    assert [*SPEAKER_KEYS, "members"] == list(record["speakers"][0])
    assert ["p1", "p2"] == record["speakers"][0]["members"]


@each_case("key", ["speakers", "carriers", "headline", "other_marks"])
def test_a_line_with_half_a_record_is_refused(key: str) -> None:
    """A record without its keys, or with a word that is none of the contract's, is no reading."""
    record = json.loads(write_reading(Reading(Article("a", "Yes"), (), (), STAMP)))

    with pytest.raises(ReadError, match="not a reading"):
        read_reading(json.dumps({**record, key: [{"id": "x", "how": "rumour", "type": "ghost", "kind": "odd"}]}))


def test_turn_is_written_only_where_it_is_true() -> None:
    """A turn of an interview carries "turn": true as its last key."""
    statement = Statement("s1", Kind.INDIRECT, Place.BODY, (Span(0, 3),), (), (), 0.5, turn=True)
    record = json.loads(write_reading(Reading(Article("a", "Yes"), (statement,), (), STAMP)))

    assert [*STATEMENT_KEYS, "turn"] == list(record["statements"][0])
    assert record["statements"][0]["turn"] is True


def test_an_unread_article_has_its_id_and_null_text() -> None:
    """An article that could not be read keeps its id and its notices; all else is null or empty."""
    unread = Unread("gone.txt", (Notice("read", "The file is empty."),))
    reading = Reading(unread, (), unread.notices, STAMP)
    record = json.loads(write_reading(reading))
    empty: dict[str, object] = {"authors": [], "origins": {}, "stated": [], "regions": []}

    assert {**dict.fromkeys(ARTICLE_KEYS), "id": "gone.txt", **empty} == record["article"]
    assert [{"step": "read", "reason": "The file is empty."}] == record["notices"]
    assert reading == read_reading(write_reading(reading))


def test_notices_of_reading_come_back_to_the_article() -> None:
    """A notice of the step "read" belongs to the article and to the reading, and is written once."""
    notices = (Notice("read", "The encoding was guessed."), Notice("analyse", "It was cut."))
    reading = Reading(Article("a", "Text.", notices=notices[:1]), (), notices, STAMP)
    line = write_reading(reading)

    assert 1 == line.count("guessed")
    assert reading == read_reading(line)


def test_a_split_pair_of_surrogates_keeps_the_offsets() -> None:
    """Two surrogates that JSON would join are replaced one by one, and the fingerprint is that of what was written."""
    article = read_reading(write_reading(Reading(Article("a", "x\ud83d\ude00y"), (), (), STAMP))).article

    assert isinstance(article, Article)
    assert "x\ufffd\ufffdy" == article.text
    assert Article("a", "x\ufffd\ufffdy").fingerprint == article.fingerprint


def test_a_line_of_an_earlier_version_is_read() -> None:
    """Where other marks were not yet written, there are none."""
    reading = Reading(Article("a", "Text."), (), (), STAMP)
    record = json.loads(write_reading(reading))
    del record["other_marks"]

    assert reading == read_reading(json.dumps(record))


def test_keys_that_are_not_known_are_passed_over() -> None:
    """A later version may add keys."""
    reading = Reading(Article("a", "Text."), (), (), STAMP)
    record = json.loads(write_reading(reading))

    assert reading == read_reading(json.dumps({**record, "weather": "rain"}))


@each_case("line", ["", "nonsense", "[]", "{}", "null", '{"article": {"id": 1}}', "[" * 100_000, b"\xff"])
def test_a_line_that_is_no_reading_is_refused(line: str | bytes) -> None:
    """What is no reading raises ReadError, which says what to give."""
    with pytest.raises(ReadError, match="sayso read --format jsonl"):
        read_reading(line)


@given(text=st.text(string.printable, max_size=30))
def test_any_line_is_read_or_refused(text: str) -> None:
    """No line raises anything but ReadError."""
    with pytest.raises(ReadError):
        read_reading(text)


@each_case(
    ("spoil", "reason"),
    [
        (lambda record: record.pop("notices"), "the key 'notices' is missing"),
        (lambda record: record["article"].pop("text"), "the key 'text' is missing"),
        (lambda record: record.update(statements=7), "in 'statements': Expected `array`, got `int`"),
        (lambda record: record.update(own_voice=[[1, 2, 3]]), "in 'own_voice': Expected `array` of length 2, got 3"),
        (lambda record: record.update(sayso=7), "a value is of another kind than in a reading"),
    ],
)
def test_what_is_wrong_with_a_line_is_said_in_words(spoil: Callable[[dict[str, Any]], object], reason: str) -> None:
    """The key that is missing, and no name of an error of Python's."""
    record = json.loads(write_reading(Reading(Article("a", "Text."), (), (), STAMP)))
    spoil(record)

    with pytest.raises(ReadError) as caught:
        read_reading(json.dumps(record))
    assert reason in str(caught.value)
    assert "Error" not in str(caught.value)
