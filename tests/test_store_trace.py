"""A collection that is traced in many runs holds what one run would have found."""

from __future__ import annotations

import csv
import io
import json
import random
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from pathlib import Path

import pytest
from click.testing import CliRunner

from sayso import Article, Outlet, Reading, Span, Speaker, SpeakerType, Stamp, Statement, open_collection
from sayso.carrier import Carrier, How
from sayso.cli import main
from sayso.cluster import Cluster
from sayso.export.clusters import write_cluster_table
from sayso.export.graph import write_cluster_graph
from sayso.statement import Kind, Place
from sayso.store import Collection

_SAID = "“The harbour bridge of Oxley was never safe, and the council knew it,”"
_CUT = "“The harbour bridge of Oxley was never safe,”"
_WORDS = "lighthouse admiral rusted cable lantern ferry orchard granite teapot violin walrus gazette".split()
_COMMON = "we knew it would be time to go back there before they had said why".split()


def make(
    name: str, *said: str, day: str | None = "2031-04-05", speaker: str = "Anna Roth", carrier: str | None = None
) -> Reading:
    """The reading of an article of an outlet of its own, in which one speaker says each of these."""
    text, statements, mentions = "", [], []
    carriers = () if carrier is None else (Carrier("c1", carrier, How.REPORT, (), ("s1",), 1),)
    for number, words in enumerate(said, 1):
        start = len(text)
        text += f"{words} said {speaker}.\n\n"
        end = start + len(words)
        mentions.append(Span(end + 6, end + 6 + len(speaker)))
        statements.append(
            Statement(
                *(f"s{number}", Kind.DIRECT, Place.BODY, (Span(start, end),), (Span(end + 1, end + 5),)),
                *((mentions[-1],), 0.9),
                speaker="p1",
                unresolved=None,
                carriers=tuple(it.id for it in carriers if number == 1),
            )
        )
    article = Article(name, text, url=f"https://{name}.example/1", outlet=Outlet(f"The {name} Bell"), published=day)
    speakers = (Speaker("p1", speaker, SpeakerType.PERSON, named=True, mentions=tuple(mentions)),)
    return Reading(article, tuple(statements), (), Stamp("1", "none", "test"), speakers, carriers)


def trace(path: Path, *batches: Iterable[Reading]) -> list[Cluster]:
    """The clusters of a collection that was traced after each batch."""
    with open_collection(path) as collection:
        for batch in batches:
            collection.add(batch)
            collection.trace()
        return list(collection.clusters())


def make_many(count: int, seed: int) -> list[Reading]:
    """Articles that have some quotations in common, in whole, in part or changed."""
    rng = random.Random(seed)  # noqa: S311  (no secrets)
    # Rare words, or common ones that only a row of them leads to.
    speeches = [[rng.choice(_COMMON if n % 3 == 2 else _WORDS) for _ in range(14)] for n in range(12)]
    readings = []
    for number in range(count):
        said = []
        for _ in range(3):
            words = list(rng.choice(speeches))
            if rng.random() < 0.4:
                words = words[rng.randrange(4) : 9 + rng.randrange(5)]
            if rng.random() < 0.3:
                words[rng.randrange(len(words))] = rng.choice(_WORDS)
            said.append(f"“{' '.join(words)},”")
        readings.append(
            make(
                f"n{number}",
                *said,
                day=f"2031-{1 + number % 9:02}-{1 + 2 * (number % 4):02}",
                speaker=f"Ben S{number % 3}",
            )
        )
    return readings


@pytest.fixture(params=[500, 4])
def limit(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many wordings may hold a key: as it is, and so few that many keys pass the limit."""
    for module in ("trace.candidates", "store.trace_keys", "store.trace_update", "store.trace_find"):
        monkeypatch.setattr(f"sayso.{module}.MOST_HOLDERS", request.param)
    return int(request.param)


@pytest.mark.parametrize("seed", range(4))
def test_many_runs_give_what_one_gives(tmp_path: Path, limit: int, seed: int) -> None:
    """Whatever the order, and also where a run of words comes to lead nowhere, or leads somewhere again."""
    readings = make_many(24, seed)
    expected = trace(tmp_path / "one.db", readings)
    random.Random(seed).shuffle(readings)  # noqa: S311  (as above)
    batches = [readings[place : place + 5] for place in range(0, len(readings), 5)]

    assert len(expected) > 2
    assert trace(tmp_path / "many.db", *batches) == expected


def test_what_is_removed_leaves_what_was_never_there(tmp_path: Path, limit: int) -> None:
    readings = make_many(20, 9)
    expected = trace(tmp_path / "few.db", readings[:12])
    with open_collection(tmp_path / "all.db") as collection:
        collection.add(readings)
        collection.trace()
        with collection.change() as connection:
            names = [reading.article.id for reading in readings[12:]]
            connection.execute(f"DELETE FROM articles WHERE article IN ({', '.join('?' * len(names))})", names)  # noqa: S608
        collection.trace()

        assert list(collection.clusters()) == expected


def test_a_new_version_of_an_article_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    changed = make("b", "“Nobody repaired its rusted cables in eleven winters,”")
    found = trace(tmp_path / "news.db", [make("a", _SAID), make("b", _SAID)], [changed])

    assert found == []


def test_clusters_of_articles_that_are_gone_are_left_out_until_the_next_trace(tmp_path: Path) -> None:
    with open_collection(tmp_path / "news.db") as collection:
        collection.add([make("a", _SAID), make("b", _SAID), make("c", _SAID)])
        collection.trace()
        with collection.change() as connection:
            connection.execute("DELETE FROM articles WHERE article = 'a'")
        before = [len(cluster.passages) for cluster in collection.clusters()]
        collection.trace()

        assert (before, [len(cluster.passages) for cluster in collection.clusters()]) == ([], [2])


def test_what_is_traced_can_be_read_where_nothing_may_be_written(tmp_path: Path) -> None:
    trace(tmp_path / "news.db", [make("a", _SAID), make("b", _SAID)])
    with open_collection(tmp_path / "news.db", read_only=True) as collection:
        assert collection.trace().clusters == len(list(collection.clusters())) == 1


def test_speakers_that_are_joined_later_count(tmp_path: Path) -> None:
    """Words that were given to two speakers are not, once these are found to be one."""
    readings = [make("a", _SAID, speaker="Anna Roth"), make("b", _SAID, day="2031-04-06", speaker="Anna Oduya")]
    with open_collection(tmp_path / "news.db") as collection:
        collection.add(readings)
        collection.trace()
        before = [edge.is_other_speaker for cluster in collection.clusters() for edge in cluster.edges]
        with collection.change() as connection:
            connection.execute("INSERT INTO speakers (id, name, type, named) VALUES (1, 'Anna Roth', 'person', 1)")
            connection.execute("UPDATE statements SET speaker_id = 1")
        collection.trace()
        after = [edge.is_other_speaker for cluster in collection.clusters() for edge in cluster.edges]

    assert (before, after) == ([True], [False])


def test_a_carrier_that_is_named_leads_to_the_article_of_that_outlet(tmp_path: Path) -> None:
    found = trace(tmp_path / "news.db", [make("a", _SAID), make("b", _CUT, carrier="The a Bell")])

    assert [(edge.evidence, edge.carrier, edge.change.value) for edge in found[0].edges] == [
        ("stated", "c1", "truncated")
    ]


def test_a_stopped_trace_changes_nothing(tmp_path: Path) -> None:
    def stop(step: str, _done: int, _whole: int) -> None:
        if step == "clusters":
            raise KeyboardInterrupt

    with open_collection(tmp_path / "news.db") as collection:
        collection.add(make_many(6, 1))
        with pytest.raises(KeyboardInterrupt):
            collection.trace(stop)

        assert collection.count_untraced() == 18
        assert collection.trace().passages == 18


def test_a_quotation_is_looked_up(tmp_path: Path) -> None:
    """In what several articles have, and in what one alone has; of too few words nothing is known."""
    alone = "“Nobody repaired its rusted cables in eleven winters,”"
    with open_collection(tmp_path / "news.db") as collection:
        collection.add([make("a", _SAID, alone), make("b", _CUT)])
        collection.trace()

        found = _look(collection, "The harbour bridge was never safe, the council knew")
        assert [len(it.passages) for it in found] == [2]
        assert [it.text for found in _look(collection, alone) for it in found.passages] == [alone]
        assert _look(collection, "nobody ever planted orchards beside that granite quarry") == []
        assert collection.find_quote("we know") is None


def _look(collection: Collection, quote: str) -> list[Cluster]:
    found = collection.find_quote(quote)
    assert found is not None
    return found


def run(*words: str | Path) -> tuple[int, str, str]:
    """Run the command; return its exit code and what it wrote to stdout and stderr."""
    result = CliRunner().invoke(main, ["trace", *map(str, words)])
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    """Two articles with the same words, the later one cut, and one with others."""
    path = tmp_path / "news.db"
    with open_collection(path) as made:
        made.add([
            make("a", _SAID),
            make("b", _CUT, day="2031-04-06", speaker="Ben Oduya"),
            make("c", "“Nobody repaired its rusted cables in eleven winters,”"),
        ])  # fmt: skip
    return path


def test_the_terminal_shows_a_timeline_with_the_changes(collection: Path) -> None:
    code, shown, totals = run(collection)

    assert code == 0
    assert "1 2031-04-05 · The a Bell · Anna Roth · earliest" in shown
    assert "truncated, from 1 (by wording and date)" in shown
    assert "given to another speaker" in shown
    assert "[-and the council knew it-]" in " ".join(shown.split())
    assert totals == "sayso: 1 utterance; 3 passages traced, 3 of them now\n"


def test_json_lines_has_matches_and_then_clusters(collection: Path) -> None:
    _, shown, _ = run(collection, "--format", "jsonl")
    match, cluster = map(json.loads, shown.splitlines())

    assert (match["cluster"], match["label"]) == (cluster["id"], "truncated")
    assert match["a"] == {"article": "a", "statement": "s1", "span": [0, 70], "spans": [[0, 70]]}
    assert cluster["earliest"] == [0]
    assert cluster["edges"] == [
        {
            "from": 0,
            "to": 1,
            "evidence": "inferred",
            "change": "truncated",
            "carrier": None,
            "other_speaker": True,
        }
    ]


def test_a_table_has_a_row_for_each_passage(collection: Path) -> None:
    _, shown, _ = run(collection, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(shown)))

    assert [(row["article"], row["from"], row["change"]) for row in rows] == [("a", "", ""), ("b", "0", "truncated")]


def test_a_graph_can_be_parsed(collection: Path, tmp_path: Path) -> None:
    place = tmp_path / "lineage.graphml"
    run(collection, "--graph", place)
    graph = ET.parse(place).getroot()  # noqa: S314  (our own file)
    name = "{http://graphml.graphdrawing.org/xmlns}"

    assert len(graph.findall(f".//{name}node")) == 2
    assert len(graph.findall(f".//{name}edge")) == 1


def test_what_xml_cannot_have_is_replaced(tmp_path: Path) -> None:
    odd = _SAID.replace("safe", "sa\x00fe<&\ud800")
    found = trace(tmp_path / "news.db", [make("a", odd), make("b", odd)])
    stream = io.StringIO()
    write_cluster_graph(found, stream)

    assert len(found) == 1
    ET.fromstring(stream.getvalue().encode())  # noqa: S314  (as above)


def test_one_article_one_speaker_or_some_words_can_be_asked_for(collection: Path) -> None:
    assert run(collection, "--article", "https://b.example/1")[0] == 0
    assert run(collection, "--speaker", "oduya")[0] == 0
    assert run(collection, "--speaker", "duya")[0] == 1
    assert run(collection, "--article", "c")[0] == 1
    assert run(collection, "--quote", "the Oxley harbour bridge was never safe and the council knew it")[0] == 0


def test_words_that_say_too_little_are_named(collection: Path) -> None:
    code, _, told = run(collection, "--quote", "we know it")

    assert code == 1
    assert told == "sayso: these words are so few, or so common, that they lead nowhere; try `sayso search`\n"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--quote", " "), "--quote is empty"),
        (("--quote", "x", "--speaker", "y"), "cannot be combined"),
        (("--bom",), "--bom is for CSV"),
    ],
)
def test_wrong_usage_is_explained(collection: Path, words: tuple[str, ...], told: str) -> None:
    code, _, message = run(collection, *words)

    assert code == 2
    assert told in message


def test_a_missing_collection_is_reported(tmp_path: Path) -> None:
    code, _, message = run(tmp_path / "none.db")

    assert code == 1
    assert "does not exist" in message


def test_formulas_in_tables_are_shown_as_text(tmp_path: Path) -> None:
    said = "=HYPERLINK(1) the harbour bridge of Oxley was never safe, and the council knew it"
    stream = io.StringIO()
    write_cluster_table(trace(tmp_path / "news.db", [make("a", said), make("b", said)]), stream)

    assert "\n=HYPERLINK" not in stream.getvalue()
    assert ",=HYPERLINK" not in stream.getvalue()
