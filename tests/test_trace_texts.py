"""Words that stand in an article's text and were not read as a statement."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso import Article, Reading, open_collection
from sayso.cluster import Cluster
from sayso.statement import Kind
from sayso.store import Collection

from .made_collections import Said, make_reading, run, store_readings

WORDS = "“The lower harbour lock will stay shut until the spring tides have passed the northern quay,”"
TOLD = "the keeper had carried eleven lanterns down to the flooded cellar of the customs house before the bells rang"
COMMON = "“We should have been told what they already knew about it,”"
FEW = "“Nobody ever paints those granite teapots here”"


def make(name: str, *said: Said, text: str = "", day: str | None = "2031-04-05") -> Reading:
    """An article in which all this is said, and more stands that was not read."""
    reading = make_reading(name, said, outlet=f"The {name} Bell", published=day)
    assert isinstance(reading.article, Article)
    return replace(reading, article=replace(reading.article, text=f"{reading.article.text}{text}\n"))


def find(path: Path, *readings: Reading, article: str | None = None, speaker: str | None = None) -> list[Cluster]:
    """What is found in the texts of these articles."""
    with open_collection(path / "news.db") as collection:
        collection.add(readings)
        collection.trace()
        return list(collection.clusters(article=article, speaker=speaker, texts=True))


def list_places(clusters: list[Cluster]) -> list[list[tuple[str, str]]]:
    """The article and the statement of each passage of each utterance."""
    return [[(it.article, it.statement) for it in cluster.passages] for cluster in clusters]


def test_words_that_were_not_read_are_found_at_their_place(tmp_path: Path) -> None:
    """As part of what several articles say, and of what only one says; the first may be among them."""
    silent = make("c", text=f"It rained. {WORDS} a sailor shouted.", day="2031-04-02")
    (found,) = find(tmp_path, make("a", Said(WORDS, ["Anna Roth"])), make("b", Said(WORDS, ["Anna Roth"])), silent)
    first = found.passages[0]

    assert [("c", ""), ("a", "s1"), ("b", "s1")] == list_places([found])[0]
    assert (WORDS, "direct", None, (0,)) == (first.text, first.kind, first.speaker, found.earliest)
    assert isinstance(silent.article, Article)
    assert WORDS == first.spans[0].of(silent.article.text)


def test_copies_are_one_witness_with_texts_too(tmp_path: Path) -> None:
    others = [
        Said(f"“{words}”", ["Anna Roth"])
        for words in (TOLD, TOLD.replace("keeper", "admiral").replace("bells", "gulls"))
    ]
    copies = [make(name, Said(WORDS, ["Anna Roth"]), *others, text=f"Read in {name}.") for name in "ab"]
    found = find(tmp_path, *copies, make("c", text=f"{WORDS} a sailor shouted."))

    assert [2] == [cluster.witnesses for cluster in found if len(cluster.passages) == 3]


def test_an_utterance_of_one_article_and_the_text_of_another(tmp_path: Path) -> None:
    readings = (make("a", Said(WORDS, ["Anna Roth"])), make("c", text=f"{WORDS} a sailor shouted."))
    with_texts = find(tmp_path, *readings)

    with open_collection(tmp_path / "news.db") as collection:
        assert [] == list(collection.clusters())
    assert [[("a", "s1"), ("c", "")]] == list_places(with_texts)


def test_what_an_article_has_in_its_own_voice_must_be_nearly_all_the_same(tmp_path: Path) -> None:
    """Facts are anybody's."""
    said = make("a", Said(f"that {TOLD}", ["Anna Roth"]))
    same = make("b", text=f"By noon {TOLD}. Nobody knew.")
    other = make(
        "c", text=f"By noon {TOLD.replace('eleven lanterns', 'buckets').replace('before the bells rang', '')}."
    )

    assert [[("a", "s1"), ("b", "")]] == list_places(find(tmp_path, said, same, other))


def test_few_words_must_be_of_about_the_same_time(tmp_path: Path) -> None:
    said = make("a", Said(COMMON, ["Anna Roth"]))

    assert [] == find(tmp_path, said, make("b", text=f"{COMMON} stood on a wall.", day="2033-04-05"))
    assert 1 == len(find(tmp_path, make("c", text=f"{COMMON} stood on a wall.", day="2031-04-07")))


def test_a_place_that_a_statement_has_is_not_found_again(tmp_path: Path) -> None:
    """It was traced as it was read, and was not the same."""
    around = f"that {FEW} is what sailors say of it"
    told = make("b", Said(around, ["Ben Oduya"], kind=Kind.INDIRECT))

    assert [] == find(tmp_path, make("a", Said(FEW, ["Anna Roth"])), told)
    assert 1 == len(find(tmp_path, make("c", text=f"On a wall {FEW} was read.")))


def test_one_article_or_speaker_can_be_asked_for(tmp_path: Path) -> None:
    readings = (
        make("a", Said(WORDS, ["Anna Roth"])),
        make("b", Said(f"“{TOLD}”", ["Ben Oduya"])),
        make("c", text=f"{WORDS} a sailor shouted. “{TOLD},” one more shouted."),
    )

    assert [["a", "c"]] == [[it.article for it in one.passages] for one in find(tmp_path, *readings, article="a")]
    assert [["b", "c"]] == [[it.article for it in one.passages] for one in find(tmp_path, speaker="Oduya")]


def test_the_order_in_which_articles_came_makes_no_difference(tmp_path: Path) -> None:
    readings = [make(f"a{n}", *([Said(WORDS, ["Anna Roth"])] if n % 2 else []), text=WORDS) for n in range(6)]
    for name in ("one", "other"):
        (tmp_path / name).mkdir()

    assert find(tmp_path / "one", *readings) == find(tmp_path / "other", *readings[::-1])


def test_who_asks_for_words_gets_the_texts_too(tmp_path: Path) -> None:
    """Also where they stand without quotation marks."""
    stored = store_readings(
        tmp_path, (make("a", Said(WORDS, ["Anna Roth"])), make("c", text="Every gazette: " + FEW[1:-1]))
    )
    result = run("trace", stored, "--quote", FEW, "--format", "jsonl")
    (cluster,) = (line for line in map(json.loads, result.stdout.splitlines()) if "passages" in line)

    assert [("c", None, None)] == [(it["article"], it["statement"], it["speaker"]) for it in cluster["passages"]]


def test_it_is_said_that_the_words_were_not_read_as_a_statement(tmp_path: Path) -> None:
    stored = store_readings(tmp_path, (make("a", Said(WORDS, ["Anna Roth"])), make("c", text=f"{WORDS} one shouted.")))
    shown, page = run("trace", stored, "--texts").stdout, tmp_path / "page.html"
    run("trace", stored, "--texts", "-o", page)

    assert "The c Bell · in the text, not read as a statement" in shown
    assert "in the text, not read as a statement" in page.read_text("utf-8")


def test_what_a_limit_leaves_out_is_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sayso.store.trace_texts._MOST_ARTICLES", 2)
    readings = [make("a", Said(WORDS, ["Anna Roth"])), *(make(f"c{n}", text=f"{WORDS} one shouted.") for n in range(4))]
    result = run("trace", store_readings(tmp_path, readings), "--texts")

    assert "3 texts that may have some of the words were not looked at" in result.stderr


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collection]:
    """A collection with one article."""
    with open_collection(tmp_path_factory.mktemp("texts") / "news.db") as collection:
        collection.add([make("a", Said(WORDS, ["Anna Roth"]), text=TOLD)])
        collection.trace()
        yield collection


@settings(deadline=None)
@given(
    st.text(max_size=60) | st.lists(st.sampled_from("\" ( ) NEAR AND * ^ : ² é ﬁ lock 中文 it's".split())).map(" ".join)
)
def test_any_words_can_be_asked_for(opened: Collection, words: str) -> None:
    found = opened.find_quote(f"{words} lighthouse keeper granite {words}", texts=True)

    assert found is None or isinstance(found, list)
