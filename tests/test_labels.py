"""The labels that models are trained on, as they stand in the repository: whole, and without anybody's text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from label_store import drop_shared_mentions, fingerprint, move_cues_out, pack_reading, read_speakers, unpack_reading
from written import read_written

from .each_case import each_case

TRAINING = Path(__file__).parent.parent / "training"
WRITTEN = sorted([*(TRAINING / "written").glob("*.txt"), *(TRAINING / "held").glob("*.txt")])
TEXT = "Ferry “will float”\n\n“We float,” said Orla Vint, the harbour master, on Radio Delta."
GOLD: dict[str, Any] = {
    "article": {"id": "a1", "text": TEXT},
    "statements": [{"id": "s1", "content": [[20, 31]], "cue": [[32, 36]], "source": [[37, 66]], "speaker": "p1"}],
    "speakers": [
        {
            "id": "p1", "name": "Orla Vint", "type": "person", "named": True,
            "roles": ["harbour master", "chief"], "mentions": [[37, 46]],
        }
    ],
    "carriers": [
        {"id": "c1", "name": "Radio Delta", "how": "broadcast", "evidence": [[68, 82]]},
        {"id": "c2", "name": "Chirper", "how": "social", "evidence": [[32, 36]]},
    ],
    "headline": [], "scare_quotes": [], "other_marks": [], "own_voice": [], "not_own_voice": [],
}  # fmt: skip


def test_labels_come_back_with_their_text() -> None:
    """Names are spans, and words again with the text; a role that the text does not have is left out."""
    packed = pack_reading(GOLD, "mine")

    reading = unpack_reading(packed, GOLD["article"])

    assert packed["speakers"][0]["name"] == [37, 46]
    assert reading["speakers"][0] == {**GOLD["speakers"][0], "roles": ["harbour master"]}
    assert reading["carriers"] == GOLD["carriers"]
    assert reading["statements"] == GOLD["statements"]


@each_case(
    ("name", "place"),
    [("Vint of Radio Delta", [68, 82]), ("Delta Radio", [68, 82]), ("Chirper", "Chirper"), ("X", "X")],
)
def test_a_carrier_named_in_other_words_of_the_text_is_where_its_evidence_is(name: str, place: list[int] | str) -> None:
    """Somebody's name stays out of labels; a platform that the text does not name has none of its words."""
    carrier = {"id": "c1", "name": name, "how": "broadcast", "evidence": [[68, 82]]}

    packed = pack_reading({**GOLD, "carriers": [carrier]}, "mine")

    assert packed["carriers"][0]["name"] == place


def test_a_cue_does_not_stand_in_its_content() -> None:
    """The short hand takes the nearest "he", which may be another; it is moved to the nearest one outside."""
    text = "In the end he said he had left."
    statement = {"content": [[19, 30]], "cue": [[14, 18]], "source": [[19, 21]]}

    moved = move_cues_out({"article": {"text": text}, "statements": [statement]})

    assert moved["statements"][0]["source"] == [[11, 13]]
    assert moved["statements"][0]["cue"] == [[14, 18]]


def test_a_pronoun_of_two_speakers_is_a_mention_only_where_its_speaker_says_something() -> None:
    """The short hand marks each "he" for each man who is called so; "she" has one bearer."""
    speakers = [
        {"id": "p1", "mentions": [[0, 2], [10, 12]]},
        {"id": "p2", "mentions": [[0, 2], [10, 12], [20, 23]]},
    ]
    reading = {"statements": [{"speaker": "p1", "source": [[0, 2]]}], "speakers": speakers}

    kept = drop_shared_mentions(reading)["speakers"]

    assert [speaker["mentions"] for speaker in kept] == [[[0, 2]], [[20, 23]]]


def test_speakers_of_marked_attributions_are_read_from_both_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those of the shared set as they are; ours are places in the text, of which two are joined."""
    text = "Orla Vint and Anna Roth said so. It rained."
    (tmp_path / "data/polnear").mkdir(parents=True)
    (tmp_path / "data/speakers").mkdir()
    articles: list[dict[str, Any]] = [{"doc_id": name, "text": text, "attributions": []} for name in ("a", "b")]
    shared = {"doc_id": "a", "speakers": {"E1": {"entity": "Orla Vint", "type": "person", "named": 1}}, "carriers": []}
    _write_lines(tmp_path / "data/polnear/polnear-train.jsonl", articles)
    _write_lines(tmp_path / "data/speakers/speakers-train.jsonl", [shared])
    packed = {
        "id": "b", "fingerprint": fingerprint(text), "carriers": [{"name": [0, 9], "how": "report", "evidence": []}],
        "speakers": {
            "E1": {"entity": [[0, 9], [14, 23]], "type": "group", "named": 1},
            "E2": {"entity": None, "type": "none", "named": 0},
        },
    }  # fmt: skip
    _write_lines(tmp_path / "polnear-speakers.jsonl", [packed])
    monkeypatch.setattr("label_store.LABELS", tmp_path)

    first, second = read_speakers(tmp_path)

    assert (first["text"], first["speakers"]["E1"]["entity"]) == (text, "Orla Vint")
    assert second["speakers"]["E1"]["entity"] == "Orla Vint + Anna Roth"
    assert second["speakers"]["E2"]["entity"] is None
    assert second["carriers"][0]["name"] == "Orla Vint"


def _write_lines(path: Path, records: list[dict[str, Any]]) -> None:
    path.write_text("".join(f"{json.dumps(record)}\n" for record in records), "utf-8")


def test_labels_hold_no_text() -> None:
    """Of the article only its fingerprint is kept."""
    packed = pack_reading(GOLD, "mine")

    assert packed["fingerprint"] == fingerprint(TEXT)
    assert "Orla" not in json.dumps(packed)


def test_labels_of_another_text_are_refused() -> None:
    """A text that was changed does not get the labels of what it was."""
    packed = pack_reading(GOLD, "mine")

    with pytest.raises(ValueError, match="another version"):
        unpack_reading(packed, {"id": "a1", "text": TEXT + " "})


@each_case("path", sorted((TRAINING / "labels").glob("*.jsonl")))
def test_files_of_labels_hold_no_text(path: Path) -> None:
    """No string in a file of labels is longer than a platform's name, an id or a fingerprint."""

    def strings(value: object) -> list[str]:
        if isinstance(value, str):
            return [value]
        parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        return [each for part in parts for each in strings(part)]

    for line in path.read_text("utf-8").splitlines():
        record = json.loads(line)
        kept = {record.pop("id"), record.pop("fingerprint")}

        assert all(len(each.split()) <= 4 and len(each) < 40 for each in strings(record)), kept


@each_case("path", WRITTEN)
def test_a_written_article_has_its_labels(path: Path) -> None:
    """Each has a text, and lines of labels that begin as the short hand has it."""
    article, labels = read_written(path)
    lines = [line for line in labels.splitlines() if line.strip() and not line.startswith("#")]

    assert len(article["text"].split()) > 30
    assert {line.split(maxsplit=1)[0] for line in lines} <= set("PSCQMH")


@each_case("path", WRITTEN)
def test_the_lines_of_a_written_article_fit_together(path: Path) -> None:
    """Each speaker says something, and each speaker and statement that a line refers to has a line of its own."""
    lines = [line.split(maxsplit=1) for line in read_written(path)[1].splitlines() if line[:2] in ("P ", "S ", "C ")]
    rows = [(head, [field.strip() for field in f"{rest} |".split(" |")]) for head, rest in lines]
    people = [row[0] for head, row in rows if head == "P"]
    statements = [row for head, row in rows if head == "S"]
    carried = {one for head, row in rows if head == "C" for one in row[4].replace(",", " ").split()}

    assert set(people) == {row[4] for row in statements} - {"", "-", "?"}
    assert len(people) == len(set(people))
    assert {row[5] for row in statements if len(row) > 5} | carried <= {row[0] for row in statements} | {"", "all"}
