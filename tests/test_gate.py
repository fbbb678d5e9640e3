"""The gate's own logic, on small made documents."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from entities import measure_entities
from floors import broken_floors, raise_floors
from gate import main
from listing import list_errors, list_whole_errors
from measure import Judged, calibrate, judge, pair_statements
from planted_quotations import main as check_planted
from quotations import main as check_newspapers
from sets import SETS, GoldSet, as_articles, load_gold
from spread import spread_tallies, tally_statements, tally_whole
from tables import DETAIL_TABLES, README_TABLES, fill_tables, show_set
from whole import load_shared, measure_whole, read_marks, read_speakers

Command = Callable[[Sequence[str]], int]
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
    documents = [{**GOLD, "given": {"title": "A lock leaks"}}]
    documents += [{**GOLD, "doc_id": "a2", "given": {"title": "“We float,”"}}]

    articles = as_articles(documents)

    assert [(article.id, article.text) for article in articles] == [("a1", TEXT), ("a2", TEXT)]


def test_what_is_known_of_an_article_is_handed_over(tmp_path: Path) -> None:
    """Outlet, address, date and bylines of a gold reading reach the reading; what is unknown is left out."""
    about: dict[str, Any] = {
        "id": "a1",
        "text": TEXT,
        "title": None,
        "url": "https://x.example/1",
        "published": "2021-03-04",
    }
    about |= {"outlet": {"name": "The Float", "domain": None}, "authors": ["Ada Quill"]}
    (tmp_path / "gold.jsonl").write_text(json.dumps({"article": about, "statements": []}) + "\n", "utf-8")

    (article,) = as_articles(load_gold(tmp_path, GoldSet("made", "gold.jsonl", "made")))

    assert article.outlet
    assert (article.outlet.name, article.outlet.domain) == ("The Float", None)
    assert (article.url, article.published, article.authors) == (about["url"], "2021-03-04", ("Ada Quill",))


def test_gold_keeps_to_what_other_files_list(tmp_path: Path) -> None:
    """Where labels stand in files of their own, only the articles that these name are read."""
    records: list[dict[str, Any]] = [{"doc_id": name, "text": TEXT, "attributions": []} for name in ("a1", "a2", "a3")]
    (tmp_path / "gold.jsonl").write_text("\n".join(map(json.dumps, records)), "utf-8")
    (tmp_path / "marks.jsonl").write_text('{"doc_id": "a3"}\n{"doc_id": "a1"}\n', "utf-8")

    found = load_gold(tmp_path, GoldSet("made", "gold.jsonl", "made", listed_in=("marks.jsonl",)))

    assert [document["doc_id"] for document in found] == ["a1", "a3"]


# ---- whole readings


def test_shared_scorer_is_loaded_with_what_it_stands_on(tmp_path: Path) -> None:
    """A scorer may import its neighbour; afterwards nothing was written there, and Python's path is as it was."""
    (tmp_path / "eval").mkdir()
    (tmp_path / "eval" / "score_made_base.py").write_text("def agree(a, b): return a == b\n", "utf-8")
    code = "from score_made_base import agree\ndef compare(gold, read): return {'speaker': agree(gold, read)}\n"
    (tmp_path / "eval" / "score_made.py").write_text(code, "utf-8")
    before = list(sys.path)

    scorer = load_shared(tmp_path, "score_made")

    assert measure_whole(scorer, [], {}) == {"speaker": False}
    assert sys.path == before
    assert sorted(path.name for path in (tmp_path / "eval").iterdir()) == ["score_made.py", "score_made_base.py"]


def test_printed_figures_are_read() -> None:
    """Every figure that the two scorers print is found, whichever forms and kinds there are."""
    speakers = (
        "speaker accuracy on detected: all 0.812 (430 of 551), name 0.900 (300), nominal 0.700 (60), pronoun 0.800 (60)"
        ", none 0.000 (10); named speakers 0.850\n"
        "named speakers end to end: P 0.710 R 0.690 F1 0.700\nidentity F1 0.910\n"
        "carriers: P 0.650 R 0.430 F1 0.518; how right 0.947  (gold 44, predicted 29)\n"
    )
    marks = (
        "marks: accuracy 0.871 of 363; quotation F1 0.900, scare F1 0.780, neither F1 0.862\n"
        "gold > said: neither > scare: 3\n"
        "headline in marks: macro F1 0.560; verbatim 0.900 of 100\nheadline reported: macro F1 0.310; minor 0.2 of 9\n"
        "headline stretches: P 0.800 R 0.790; body place right 0.950\n"
    )

    found, printed = read_speakers(speakers), read_marks(marks)

    assert (found["speaker"], found["nominal"], found["named speakers"]) == (0.812, 0.7, 0.85)
    assert (found["end to end F1"], found["identity F1"]) == (0.7, 0.91)
    assert (found["carriers F1"], found["how"]) == (0.518, 0.947)
    assert len(found) == 16
    assert (printed["accuracy"], printed["scare F1"], printed["headline in marks: macro F1"]) == (0.871, 0.78, 0.56)
    assert (printed["headline reported: macro F1"], printed["stretches P"], printed["headline body"]) == (
        0.31,
        0.8,
        0.95,
    )


def test_attributed_text_taken_for_own_voice_has_a_ceiling() -> None:
    """More of it breaks the floor, less of it does not."""
    floors = {"relay": {"whole": {"attributed text so marked": 0.05}}}

    assert broken_floors(floors, {"relay": {"whole": {"attributed text so marked": 0.04}}}) == []
    assert broken_floors(floors, {"relay": {"whole": {"attributed text so marked": 0.06}}}) == [
        "relay, whole, attributed text so marked: 0.0600 is above the ceiling of 0.050"
    ]


def _entity(name: str, words: str) -> dict[str, Any]:
    start = TEXT.index(words)
    return {"entity": name, "start": start, "end": start + len(words)}


def test_speaker_is_the_entity_if_a_mention_is(scorer: ModuleType) -> None:
    """One mention with half the characters in common, or the name itself, is enough; another's mention is not."""
    attributions = [{**FLOAT, "source_entity": "7"}, {**LEAKS, "source_entity": "9"}]
    mentions = [_entity("7", "Orla Vint"), _entity("9", "Rafi Dunmore"), _entity("9", "the lock leaks")]
    gold = {**GOLD, "attributions": attributions, "record": {"attributions": attributions, "mentions": mentions}}
    read = {"a1": {"attributions": [{**FLOAT, "speaker": "p1"}, {**LEAKS, "speaker": "p2"}]}}
    vint = {"id": "p1", "name": "Vint", "mentions": [[22, 26], [17, 24]]}
    other = {"id": "p2", "name": "Somebody else", "mentions": [[17, 26]]}

    found = measure_entities(scorer, [gold], read, {"a1": {"speakers": [vint, other]}})

    assert found == {
        "attributions": 2,
        "detected": 2,
        "resolved": 2,
        "agree": 0.5,
        "agree of resolved": 0.5,
        "identity F1": 0.0,
    }


def test_identity_counts_pairs(scorer: ModuleType) -> None:
    """Two sources of one entity that are read as one speaker are right; a statement without speaker is no pair."""
    attributions = [{**FLOAT, "source_entity": "7"}, {**LEAKS, "source_entity": "7"}]
    gold = {**GOLD, "attributions": attributions, "record": {"attributions": attributions, "mentions": []}}
    one = {"a1": {"attributions": [{**FLOAT, "speaker": "p1"}, {**LEAKS, "speaker": "p1"}]}}
    none = {"a1": {"attributions": [{**FLOAT, "speaker": "p1"}, {**LEAKS, "speaker": None}]}}
    records = {"a1": {"speakers": [{"id": "p1", "name": "Vint", "mentions": []}]}}

    assert measure_entities(scorer, [gold], one, records)["identity F1"] == 1
    assert measure_entities(scorer, [gold], none, records)["identity F1"] == 0


def test_listing_shows_speakers_and_carriers_that_are_amiss(scorer: ModuleType) -> None:
    """Another speaker, a claimed name, a carrier missed, one too many, and one in another way are listed."""
    whole = ModuleType("score_relay")
    whole.agree = lambda a, b: a == b  # type: ignore[attr-defined]
    whole.pair_carriers = lambda gold, read: [(g, r) for g in gold for r in read if g["name"] == r["name"]]  # type: ignore[attr-defined]
    vint = {"id": "g1", "name": "Orla Vint", "type": "person", "named": True}
    aide = {"id": "g2", "name": "aide", "type": "unnamed", "named": False}
    attributions = [{**FLOAT, "speaker": "g1"}, {**LEAKS, "speaker": "g2"}]
    tern = {"name": "Tern Radio", "how": "broadcast", "order": 1}
    ours = {"speakers": [vint, aide], "carriers": [tern, {"name": "Marsh Wire", "how": "wire", "order": 2}]}
    dunmore = {"id": "p1", "name": "Rafi Dunmore", "type": "person", "named": True}
    theirs = {"speakers": [dunmore], "carriers": [{**tern, "how": "interview"}, {**tern, "name": "Gull TV"}]}
    read = {"a1": {"attributions": [{**FLOAT, "speaker": None}, {**LEAKS, "speaker": "p1"}]}}
    gold = [{**GOLD, "attributions": attributions, "record": ours}]

    lines = list(list_whole_errors(scorer, whole, gold, read, {"a1": theirs}))

    assert lines[1:] == [
        "=== a1: speakers and carriers",
        "  SPEAKER at 0: read nobody, gold 'Orla Vint' (person); [Orla Vint]",
        "  SPEAKER at 48: read 'Rafi Dunmore' (person), gold 'aide' (unnamed); [Rafi Dunmore]",
        "  CARRIER MISSED: 'Marsh Wire' (wire, order 2)",
        "  CARRIER TOO MANY: 'Gull TV' (broadcast, order 1)",
        "  CARRIER 'Tern Radio': read as interview, gold broadcast",
    ]


def test_a_set_without_statements_is_shown() -> None:
    """Marks and entities have no table of statements."""
    gold_set = next(it for it in SETS if it.name == "marks")

    shown = show_set(gold_set, {"articles": 2, "marks": {"accuracy": 0.871, "marks": 363.0}})

    assert "accuracy                     0.871" in shown
    assert "marks                          363" in shown


def test_errors_of_measured_sets_stay_unread(capsys: pytest.CaptureFixture[str]) -> None:
    """Only what a training run held out can be listed; a set that is measured on cannot."""
    with pytest.raises(SystemExit) as stop:
        main(["--errors", "--sets", "web-dev2"])

    assert stop.value.code == 2
    assert "--errors goes with --folds" in capsys.readouterr().err


def test_one_bad_article_moves_the_mean_less_than_the_pooled_score() -> None:
    """The mean counts each article once, the pooled score each statement."""
    scores = {"gold": 50, "pred": 50, "detect": 0.2, "who": 0.0}
    good = {"gold": 5, "pred": 5, "detect": 1.0, "who": 1.0}

    spread = spread_tallies([tally_statements(scores), tally_statements(good), tally_statements(good)])

    assert spread["means"]["who"] == pytest.approx(2 / 3)
    assert spread["intervals"]["who"] == [0.0, 1.0]


def test_carriers_and_speakers_of_an_article_are_counted() -> None:
    """Speakers count over the statements that were detected, carriers over those of gold and reading together."""
    statements = {"gold": 4, "pred": 6, "detect": 0.8}
    gold: dict[str, Any] = {"carriers": [{}, {}]}
    read: dict[str, Any] = {"carriers": [{}]}

    tally = tally_whole(statements, {"speaker": 0.75, "carriers F1": 2 / 3}, gold, read)

    assert tally == {"speaker": (3.0, 4), "carriers F1": (2.0, 3)}


@pytest.mark.parametrize("command", [main, check_newspapers, check_planted])
def test_absent_gold_is_a_failure_in_ci(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: Command
) -> None:
    """On a server nobody reads that nothing was measured, so it fails there, and says what to do."""
    monkeypatch.setenv("CI", "true")

    assert 1 == command(["--shared", str(tmp_path / "nowhere")])
    assert "lay the shared folder beside the clone" in capsys.readouterr().err


def test_absent_gold_is_no_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where the shared folder is absent, the gate says so and passes."""
    monkeypatch.delenv("CI", raising=False)
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
        "means": {"detect": 0.79, "who": 0.65},
        "intervals": {"detect": [0.75, 0.85], "who": [0.6, 0.8]},
        "calibration": {"ece": 0.02, "bins": [{"from": 0.9, "count": 9, "score": 0.95, "right": 0.9}]},
    }


def test_tables_say_whose_labels_they_are() -> None:
    """Filling the tables leaves the rest alone, marks our own labels, and changes nothing the second time."""
    page = "# A\n<!-- sets -->x<!-- end of sets -->\nB\n<!-- reliability -->y<!-- end of reliability -->\n"
    page += "C\n<!-- speakers -->z<!-- end of speakers -->\n"
    head = {"date": "2026-01-02", "machine": "a machine", "version": "0.1.0", "model": "m"}
    results = {**head, "sets": {gold_set.name: _made_scores() for gold_set in SETS}}

    filled = fill_tables(page, results, DETAIL_TABLES)

    assert filled.startswith("# A\n<!-- sets -->\n\n| measured on |")
    assert "| web-dev*: " in filled
    assert "\\* Labelled by a large language model" in filled
    assert "| 0.9–1.0 | 9 | 0.95 | 0.90 | 9 | 0.95 | 0.90 | 9 | 0.95 | 0.90 | 9 | 0.95 | 0.90 |" in filled
    assert "| scores | 2 | 10 | 0.800; 0.790 (0.750–0.850) | 0.700; 0.650 (0.600–0.800) |" in filled
    assert "\nC\n<!-- speakers -->\n\nNot measured yet.\n\n<!-- end of speakers -->\n" in filled
    assert fill_tables(filled, results, DETAIL_TABLES) == filled


def test_tables_have_speakers_and_say_whose_labels_they_are() -> None:
    """Measured parts have their rows; what a set has no gold for is a dash; a flattered figure is said to be so."""
    sets: dict[str, Any] = {gold_set.name: _made_scores() for gold_set in SETS}
    for name in ("news-fresh", "web-fresh", "web-dev2", "web-dev", "relay"):
        sets[name]["whole"] = {"speaker": 0.9, "how": 0.8, "attributed text so marked": 0.04}
    sets["polnear-dev"]["speakers"] = {"speaker": 0.85, "name": 0.93, "end to end F1": 0.7}
    sets["gum-news"] = {"articles": 7, "entities": {"detected": 22, "agree": 0.8, "identity F1": 0.9}}
    marks = {"accuracy": 0.871, "marks": 363.0, "quotation F1": 0.9, "scare F1": 0.78, "stretches P": 0.8}
    marks |= {"stretches R": 0.79, "headline in marks: macro F1": 0.56, "headline reported: macro F1": 0.3}
    sets["marks"] = {"articles": 289, "marks": marks}
    page = "".join(f"<!-- {it} --><!-- end of {it} -->" for it in DETAIL_TABLES)

    filled = fill_tables(page, {"date": "", "machine": "", "version": "", "model": "", "sets": sets}, DETAIL_TABLES)

    assert "| speaker right, of detected statements | 0.900 | 0.900 | 0.900 | 0.900 | 0.900 | 0.850 |" in filled
    assert "| own voice so marked | – | – | – | – | – | – |" in filled
    assert "name 0.930; named speakers end to end, F1 0.700" in filled
    assert "Quotation against the rest is flattered" in filled
    assert "These labels are a large language model's" in filled
    assert "in 0.800; identity F1 0.900 (marked by people)" in filled


def test_the_readme_has_a_short_table() -> None:
    """What nobody looked at stands first; our own labels are marked; what was not measured is a dash."""
    results = {"sets": {gold_set.name: _made_scores() for gold_set in SETS}}
    results["sets"]["news-fresh"]["whole"] = {"speaker": 0.6, "carriers F1": 0.5}

    filled = fill_tables("<!-- scores --><!-- end of scores -->", results, README_TABLES)

    assert 8 == filled.count("\n| ")
    assert "that nobody had measured on before* | 10 | 0.80 | 0.70 | 0.60 | 0.50 |" in filled.splitlines()[4]
    assert "| 10 | 0.80 | 0.70 | – | – |" in filled
    assert "\\* Labelled by a large language model" in filled


def test_a_page_without_marks_is_refused() -> None:
    """A page that lost its marks is an error, not a silent pass."""
    results = {"date": "", "machine": "", "version": "", "model": ""}
    results |= {"sets": {gold_set.name: _made_scores() for gold_set in SETS}}  # type: ignore[dict-item]

    with pytest.raises(ValueError, match="scores"):
        fill_tables("# A\n", results, README_TABLES)
