"""One reading is one line of JSON, and reads back equal."""

from __future__ import annotations

import json
import re
import string
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.article import Article, Outlet, Unread
from sayso.errors import Notice, ReadError
from sayso.jsonl import read_reading, write_reading
from sayso.reading import Reading, Stamp
from sayso.statement import Kind, Place, Statement, Unresolved
from sayso.text import Span

STAMP = Stamp("0.1.0", "tiny", "f00d")
# Lone surrogates are among them; a high one right before a low one is one character in JSON, see jsonl.py.
TEXTS = st.text(st.characters(exclude_categories=()), max_size=60).filter(
    lambda text: not re.search("[\ud800-\udbff][\udc00-\udfff]", text)
)
KEYS = ["article", "statements", "speakers", "carriers", "headline", "scare_quotes", "own_voice", "notices", "sayso"]
ARTICLE_KEYS = [
    "id", "url", "outlet", "title", "title_span", "given_span", "authors", "published", "published_precision",
    "language", "fingerprint", "text",
]  # fmt: skip
STATEMENT_KEYS = [
    "id", "kind", "place", "content", "cue", "source", "speaker", "unresolved", "candidates", "within", "carriers",
    "score",
]  # fmt: skip


@st.composite
def spans(draw: Callable[[st.SearchStrategy[int]], int]) -> Span:
    start = draw(st.integers(0, 10_000))
    return Span(start, start + draw(st.integers(1, 10_000)))


def many(strategy: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(strategy, max_size=3).map(tuple)


STATEMENTS = st.builds(
    Statement,
    id=TEXTS,
    kind=st.sampled_from(Kind),
    place=st.sampled_from(Place),
    content=many(spans()),
    cue=many(spans()),
    source=many(spans()),
    score=st.floats(0, 1),
    within=st.none() | TEXTS,
    turn=st.booleans(),
    speaker=st.none() | TEXTS,
    unresolved=st.none() | st.sampled_from(Unresolved),
    candidates=many(TEXTS),
    carriers=many(TEXTS),
)
ARTICLES = st.builds(
    Article,
    id=TEXTS,
    text=TEXTS,
    url=st.none() | TEXTS,
    outlet=st.none() | st.builds(Outlet, st.none() | TEXTS.filter(bool), st.none() | TEXTS),
    title=st.none() | TEXTS,
    title_span=st.none() | spans(),
    given_span=st.none() | spans(),
    authors=many(TEXTS),
    published=st.none() | TEXTS,
    published_precision=st.none() | TEXTS,
    language=st.none() | TEXTS,
)


@given(article=ARTICLES, statements=many(STATEMENTS))
def test_a_reading_reads_back_equal(article: Article, statements: tuple[Statement, ...]) -> None:
    """Whatever a reading holds, lone surrogates too, its line gives the same reading back."""
    reading = Reading(article, statements, (Notice("analyse", "Something was cut."),), STAMP)

    assert reading == read_reading(write_reading(reading))


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
    assert {"version": "0.1.0", "model": "tiny", "settings": "f00d"} == record["sayso"]


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

    assert {**dict.fromkeys(ARTICLE_KEYS), "id": "gone.txt", "authors": []} == record["article"]
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


def test_keys_that_are_not_known_are_passed_over() -> None:
    """A later version may add keys."""
    reading = Reading(Article("a", "Text."), (), (), STAMP)
    record = json.loads(write_reading(reading))

    assert reading == read_reading(json.dumps({**record, "weather": "rain"}))


@pytest.mark.parametrize("line", ["", "nonsense", "[]", "{}", "null", '{"article": {"id": 1}}', "[" * 100_000, b"\xff"])
def test_a_line_that_is_no_reading_is_refused(line: str | bytes) -> None:
    """What is no reading raises ReadError, which says what to give."""
    with pytest.raises(ReadError, match="sayso read --format jsonl"):
        read_reading(line)


@given(text=st.text(string.printable, max_size=30))
def test_any_line_is_read_or_refused(text: str) -> None:
    """No line raises anything but ReadError."""
    with pytest.raises(ReadError):
        read_reading(text)
