"""The gate's own logic, on small made documents."""

from __future__ import annotations

import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from floors import broken_floors, raise_floors
from gate import main
from listing import list_errors
from measure import Judged, calibrate, judge, pair_statements
from sets import SETS, GoldSet, as_articles, load_gold
from tables import fill_readme

TEXT = "“We float,” said Orla Vint. Rafi Dunmore denies that the lock leaks."
FLOAT = {"content": [[0, 11]], "cue": [[12, 16]], "source": [[17, 26]]}
LEAKS = {"content": [[48, 67]], "cue": [[41, 47]], "source": [[28, 40]]}
GOLD = {"doc_id": "a1", "text": TEXT, "attributions": [FLOAT, LEAKS]}


@pytest.fixture
def scorer() -> ModuleType:
    """A scorer that counts characters in place of words; the shared one is not part of this repository."""
    module = ModuleType("score_attributions")

    def prepare(items: list[dict[str, Any]], *_: object) -> list[dict[str, Any]]:
        roles = ("source", "cue", "content")
        sets = [{role: {i for start, end in it[role] for i in range(start, end)} for role in roles} for it in items]
        return [it for it in sets if it["content"]]

    def pair(gold: list[dict[str, Any]], read: list[dict[str, Any]]) -> list[tuple[int, int, float]]:
        def share(a: set[int], b: set[int]) -> float:
            return len(a & b) / len(a | b)

        shares = [(g, p, share(a["content"], b["content"])) for g, a in enumerate(gold) for p, b in enumerate(read)]
        return [found for found in shares if found[2] >= 0.5]

    members = {
        "tokens": lambda text: [(i, i + 1, char) for i, char in enumerate(text)],
        "inside_quotes": lambda text: bytearray(len(text)),
        "prepare": prepare,
        "pair": pair,
    }
    for name, member in members.items():
        setattr(module, name, member)
    return module


def test_calibrated_scores_have_no_error() -> None:
    """Of statements with 0.75, three in four are right: the error is 0."""
    judged = [Judged(0.75, is_right=right) for right in (True, True, True, False)]

    assert calibrate(judged) == {"ece": 0.0, "bins": [{"from": 0.7, "count": 4, "score": 0.75, "right": 0.75}]}


def test_calibration_error_is_weighted_by_bin() -> None:
    """Each bin's distance counts as often as it has statements; a score of 1 belongs to the last bin."""
    judged = [Judged(1.0, is_right=True), Judged(1.0, is_right=True), Judged(1.0, is_right=False)]
    judged += [Judged(0.25, is_right=False)]

    found = calibrate(judged)

    assert found["ece"] == pytest.approx(0.75 * (1 / 3) + 0.25 * 0.25)
    assert [row["from"] for row in found["bins"]] == [0.2, 0.9]


def test_no_statements_no_error() -> None:
    """Without statements there is nothing to be wrong about."""
    assert calibrate([]) == {"ece": 0.0, "bins": []}


def test_statement_is_right_with_same_source_and_half_the_content(scorer: ModuleType) -> None:
    """Right is: source overlaps and half the content is the same. Another source, or no gold, is not right."""
    read = [
        {**FLOAT, "content": [[0, 10]], "score": 0.9},
        {**LEAKS, "source": [[17, 26]], "score": 0.6},
        {"content": [[28, 36]], "cue": [], "source": [], "score": 0.3},
    ]

    judged = judge(scorer, GOLD, {"doc_id": "a1", "attributions": read})

    assert [(item.score, item.is_right) for item in judged] == [(0.9, True), (0.6, False), (0.3, False)]


def test_statement_without_words_counts_nowhere(scorer: ModuleType) -> None:
    """What the scorer leaves out does not shift what it pairs."""
    empty = {"content": [], "cue": [], "source": [], "score": 0.5}

    paired = pair_statements(scorer, GOLD, {"attributions": [empty, {**LEAKS, "score": 0.8}]})

    assert [(gold["content"], read["score"], right) for gold, read, right in paired.pairs] == [([[48, 67]], 0.8, True)]
    assert paired.missed == (FLOAT,)
    assert paired.spurious == ()


def test_listing_shows_the_words(scorer: ModuleType) -> None:
    """The listing quotes what was missed, what was too much and which source is another."""
    read = [
        {**LEAKS, "source": [[17, 26]], "score": 0.6},
        {"content": [[28, 32]], "cue": [], "source": [], "score": 0.3},
    ]

    lines = list(list_errors(scorer, [GOLD], {"a1": {"attributions": read}}))

    assert lines[1] == "=== a1: 0 right, 1 with another source, 1 missed, 1 too many"
    assert [line.split(" at")[0].strip() for line in lines if " at " in line] == ["MISSED", "TOO MANY", "SOURCE"]
    assert "      content [“We float,”]" in lines
    assert "      gold source: [Rafi Dunmore]; cue: [denies]" in lines


def test_floor_that_is_not_held_is_named() -> None:
    """Each broken floor is named with its set, kind, measure, value and floor; a held one is not."""
    floors = {"web-dev": {"all": {"detect": 0.82, "who": 0.76}, "calibration": {"ece": 0.03}}}
    scores = {"web-dev": {"all": {"detect": 0.8199, "who": 0.76}, "calibration": {"ece": 0.04}}}

    assert broken_floors(floors, scores) == [
        "web-dev, all, detect: 0.8199 is below the floor of 0.820",
        "web-dev, calibration, ece: 0.0400 is above the ceiling of 0.030",
    ]


def test_what_was_not_measured_is_not_held() -> None:
    """A floor without a score is broken: a set that went missing cannot pass."""
    assert broken_floors({"relay": {"direct": {"detect": 0.9}}}, {}) == [
        "relay, direct, detect: was not measured; its floor is 0.900"
    ]


def test_floors_only_rise() -> None:
    """A floor moves up to just below a better score, and stays where the score is worse or missing."""
    floors = {"relay": {"all": {"detect": 0.82, "who": 0.75}, "direct": {"who": 0.5}, "calibration": {"ece": 0.03}}}
    scores = {"relay": {"all": {"detect": 0.9, "who": 0.6}, "calibration": {"ece": 0.011}}}

    assert raise_floors(floors, scores) == {
        "relay": {"all": {"detect": 0.898, "who": 0.75}, "direct": {"who": 0.5}, "calibration": {"ece": 0.013}}
    }


def test_floors_name_sets_that_are_measured() -> None:
    """Every floor is for a set that the gate knows."""
    floors = json.loads((Path(__file__).parent.parent / "evaluation" / "floors.json").read_text("utf-8"))

    assert set(floors) <= {gold_set.name for gold_set in SETS}


def test_gold_keeps_to_its_genre(tmp_path: Path) -> None:
    """Articles of a genre that is trained on are left out."""
    records: list[dict[str, Any]] = [
        {"doc_id": f"d-{genre}", "genre": genre, "text": TEXT, "attributions": []} for genre in ("news", "interview")
    ]
    (tmp_path / "gold.jsonl").write_text("\n".join(map(json.dumps, records)) + "\n", "utf-8")

    found = load_gold(tmp_path, GoldSet("made", "gold.jsonl", "made", genre="interview"))

    assert [document["doc_id"] for document in found] == ["d-interview"]


def test_gold_text_is_read_unchanged() -> None:
    """A title that the text does not begin with is not handed over: it would shift the spans."""
    documents = [{**GOLD, "title": "A lock leaks"}, {**GOLD, "doc_id": "a2", "title": "“We float,”"}]

    articles = as_articles(documents)

    assert [(article.id, article.text) for article in articles] == [("a1", TEXT), ("a2", TEXT)]


def test_absent_gold_is_no_failure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where the shared folder is absent, the gate says so and passes."""
    code = main(["--shared", str(tmp_path / "nowhere")])

    assert code == 0
    assert "nothing was measured" in capsys.readouterr().out


def _made_scores() -> dict[str, Any]:
    row = {"gold": 10, "pred": 9, "detect": 0.8, "who": 0.7}
    return {
        "articles": 2,
        "all": row,
        "direct": row,
        "tokens": {"alpha": 0.6},
        "intervals": {"detect": [0.75, 0.85], "who": [0.6, 0.8]},
        "calibration": {"ece": 0.02, "bins": [{"from": 0.9, "count": 9, "score": 0.95, "right": 0.9}]},
    }


def test_readme_says_whose_labels_they_are() -> None:
    """Filling the tables leaves the rest alone, marks our own labels, and changes nothing the second time."""
    readme = "# A\n<!-- scores -->x<!-- end of scores -->\nB\n<!-- reliability -->y<!-- end of reliability -->\n"
    head = {"date": "2026-01-02", "machine": "a machine", "version": "0.1.0", "model": "m"}
    results = {**head, "sets": {gold_set.name: _made_scores() for gold_set in SETS}}

    filled = fill_readme(readme, results)

    assert filled.startswith("# A\n<!-- scores -->\n\n| measured on |")
    assert "| web-dev*: " in filled
    assert "\\* Labelled by a large language model" in filled
    assert "| 0.9–1.0 | 9 | 0.95 | 0.90 | 9 | 0.95 | 0.90 |" in filled
    assert fill_readme(filled, results) == filled


def test_readme_without_marks_is_refused() -> None:
    """A README that lost its marks is an error, not a silent pass."""
    results = {"date": "", "machine": "", "version": "", "model": ""}
    results |= {"sets": {gold_set.name: _made_scores() for gold_set in SETS}}  # type: ignore[dict-item]

    with pytest.raises(ValueError, match="scores"):
        fill_readme("# A\n", results)
