"""Quotations planted with known changes, and the figures of `check` held to their floors."""

from __future__ import annotations

import json
from collections import Counter
from difflib import SequenceMatcher
from itertools import combinations
from pathlib import Path

import planted_quotations
import pytest
import quotations
from planted_quotations import list_counts, score_counts
from quotation_makers import KINDS, Planted, plant
from quotations import hold_floors, read_figures, write_row

from sayso.article import Article
from sayso.check import SourceText
from sayso.match import Change, Checked
from sayso.reading import Reading, Stamp
from sayso.text import Span

TURNS = {
    "ORLA VINT": (
        "I don't think they will ever forgive the harbour company for closing all 37 ferries of the lower island.",
        "We always told the harbour people that Marten Brandt has many friends among the old lock keepers here.",
        "They can carry our children across the water for 9 coins while the council counts its silver in the tower.",
        "You’ve seen how every winter it is not the frost but the fence around our meadow which breaks the walls.",
    ),
    "RAFI DUNMORE": (
        "My brother says they should open the upper sluice before Tilde Roe sells the 120 barges to strangers.",
        "I think most travellers from the valley are waiting for some careful answer that must come from a master.",
        "We were promised that all our letters would reach the bakery and the chapel before the 15th market day.",
        "It is a plain matter of who has the key and who goes down to the cellar when the river rises again.",
    ),
}
TALK = "\n\n".join(f"{name}: {' '.join(sentences)}" for name, sentences in TURNS.items())
AWAY = "SELMA KURT: The orchestra lost its violins somewhere between the railway depot and a very cold mountain hotel. "
SOURCES = [SourceText("talk", TALK)]
LEFT_OUT = [SourceText("away", AWAY * 3)]
NAMES = {"Harrow", "Lindqvist", "Petrosyan", "Okonkwo", "Tavares"}
PAIRS = {
    "modal": "can:should must:might may:must will:might",
    "quantifier": "all:some many:few every:any most:some always:sometimes",
    "person": "we:they our:their my:his",
    "tense": "is:was are:were has:had says:said goes:went think:thought",
}
NEWS = "“We always told the harbour people that Marten Brandt has many friends,” she wrote."
SCORER = """
def main(gold, told):
    with open(told, encoding="utf-8") as lines:
        rows = lines.read()
    print("found: P 1.000 R 0.950 F1 0.974 (gold 2, predicted 2)")
    print("of those found by both: same transcript 0.968, same place 0.700, same label 0.903")
    print("rows" if "talk" in rows else "no rows")
"""


def split(text: str) -> list[str]:
    """The words of a text, marks at their edges aside."""
    return [word.strip(".,!?") for word in text.split()]


# All that stands together in a turn, as words.
PASSAGES = [
    split(" ".join(turn[first:end])) for turn in TURNS.values() for first, end in combinations(range(len(turn) + 1), 2)
]


def plant_all(kind: str, each: int = 12) -> list[Planted]:
    """The planted passages of one kind."""
    return [one for one in plant(SOURCES, LEFT_OUT, each) if one.kind == kind]


def differ(planted: Planted) -> tuple[list[str], list[str]]:
    """The words that the passage lacks of where it comes from, and those that it has instead or beside them."""
    quote = split(planted.quote)
    told = [(words, SequenceMatcher(None, words, quote, autojunk=False)) for words in PASSAGES]
    # The one with the most of its words, and of those the shortest.
    words, best = max(told, key=lambda it: (sum(block.size for block in it[1].get_matching_blocks()), -len(it[0])))
    steps = [step for step in best.get_opcodes() if step[0] != "equal"]
    return [word for _, a, b, _, _ in steps for word in words[a:b]], [word for *_, a, b in steps for word in quote[a:b]]


def test_all_kinds_are_planted() -> None:
    """As many of each kind as were asked for."""
    assert dict.fromkeys(KINDS, 4) == Counter(one.kind for one in plant(SOURCES, LEFT_OUT, 4))


def test_planting_repeats() -> None:
    """Every run plants the same, and a kind gets the same passages however many are asked for."""
    assert plant_all("name", 6) == plant_all("name", 6)
    assert plant_all("name", 3) == plant_all("name", 6)[:3]


def test_a_whole_passage_is_a_sentence_as_it_stands() -> None:
    """Without the label of its turn, and without the full stop."""
    for one in plant_all("whole"):
        assert one.quote + "." in TALK
        assert not one.quote.startswith(("ORLA", "RAFI"))


def test_absent_passages_come_from_sources_that_were_left_out() -> None:
    """What is absent stands in a source that is left out; all else stands in those that are kept."""
    for one in plant(SOURCES, LEFT_OUT, 4):
        assert (one.kind == "absent") == (one.source == "away") == (one.quote in AWAY)


@pytest.mark.parametrize("kind", PAIRS)
def test_a_word_is_replaced_by_its_like(kind: str) -> None:
    """One word of the table for another, and nothing else."""
    pairs = [pair.split(":") for pair in PAIRS[kind].split()]
    for one in plant_all(kind):
        lacks, has = differ(one)

        assert [*lacks, *has] in pairs or [*has, *lacks] in pairs


@pytest.mark.parametrize("kind", ["name", "bracket", "word", "number"])
def test_one_word_is_replaced(kind: str) -> None:
    """A name for a name, a name in brackets for a pronoun, a word for a word, a number that is 3 more."""
    for one in plant_all(kind):
        (lacks,), (has,) = differ(one)

        assert {
            "name": lacks[0].isupper() and has in NAMES,
            "bracket": lacks.lower() in {"it", "they", "them", "he", "she", "him"} and has.strip("[]") in NAMES,
            "word": lacks.islower() and has.islower() and has not in TALK,
            "number": lacks.isdigit() and has == str(int(lacks) + 3),
        }[kind]


def test_a_not_is_dropped_or_added() -> None:
    """As a word of its own or at the end of a verb."""
    told = [differ(one) for one in plant_all("negation")]

    assert ([], ["not"]) in told
    assert {"not", "don't", ""} >= {"".join(lacks) for lacks, _ in told}
    assert {"not", "do", ""} >= {"".join(has) for _, has in told}


def test_a_filler_is_put_in() -> None:
    """One that tells nothing, between two words."""
    fillers = {"uh", "well", "just", "really"}

    assert all(lacks == [] and fillers >= set(has) for lacks, has in map(differ, plant_all("filler")))


def test_another_spelling_has_the_same_words() -> None:
    """Contractions and numbers are written out or the other way round."""
    told = [differ(one) for one in plant_all("written")]

    spellings = {("don't", "don’t"), ("9", "nine"), ("You’ve", "You have"), ("is not", "isn’t")}
    assert spellings >= {(" ".join(lacks), " ".join(has)) for lacks, has in told}


@pytest.mark.parametrize("kind", ["ellipsis", "silent cut", "joined"])
def test_words_are_left_out(kind: str) -> None:
    """Three words at least; an ellipsis shows it or nothing does. Joined passages have both their sentences whole."""
    for one in plant_all(kind):
        lacks, has = differ(one)

        assert len(lacks) >= 3
        assert has == (["…"] if kind == "ellipsis" else [])
        assert kind != "joined" or all(part in TALK for part in one.quote.split(". "))


def write_shared(folder: Path) -> Path:
    """A shared folder: two talks, a text that is left out, an article, and a scorer that always says the same."""
    talks = [{"id": f"talk{n}", "text": TALK, "date": "2031-05-04", "title": ""} for n in range(2)]
    gum = [{"doc_id": "kept", "text": TALK}, {"doc_id": "away", "text": AWAY * 3}]
    files = {
        "data/check/transcripts.jsonl": talks,
        "data/check/check-dev.jsonl": [{"doc_id": "news"}],
        "data/gum/gum-news.jsonl": gum,
        "data/gum/gum-other.jsonl": [],
        "data/polnear/polnear-train.jsonl": [{"doc_id": "news", "text": NEWS, "date": "2031-05-05"}],
    }
    for name, rows in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    (folder / "eval").mkdir()
    (folder / "eval" / "score_check.py").write_text(SCORER, "utf-8")
    return folder


def test_planted_passages_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each is named by what was done to it, and what is absent is not found: the floors are held."""
    code = planted_quotations.main(["--shared", str(write_shared(tmp_path)), "--each", "3"])

    assert 0 == code
    assert "All floors held: planted." in capsys.readouterr().out


def test_floors_of_planted_passages_that_break_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    """A sentence for each."""
    counts = {kind: Counter({label: 90}) for kind, label in KINDS.items()}
    counts["absent"] = Counter({Change.NOT_FOUND: 98, Change.MINOR: 2})
    counts["modal"] = Counter({Change.VERBATIM: 90})

    assert 1 == hold_floors(planted_quotations.FLOORS, {"planted": score_counts(counts)})
    assert [
        "NOT HELD  planted, all, same label: 0.9366 is below the floor of 0.970",
        "NOT HELD  planted, absent, not found: 0.9800 is below the floor of 0.990",
    ] == capsys.readouterr().out.splitlines()
    assert "modal       altered        90   0.000   verbatim 90" in list(list_counts(counts))


def test_floors_of_newspapers_that_break_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The scorer's own lines are printed, and their figures held to the floors."""
    monkeypatch.setattr(quotations, "Analyser", Marks)

    assert 1 == quotations.main(["--shared", str(write_shared(tmp_path))])
    found, both, rows, seconds, *broken = capsys.readouterr().out.splitlines()
    assert (True, True, "rows") == (found.startswith("found: P 1.000"), "same place 0.700" in both, rows)
    assert seconds.startswith("Measured in ")
    assert ["NOT HELD  newspapers, found by both, same place: 0.7000 is below the floor of 0.800"] == broken


class Marks:
    """Stands in for the model: an article of which nothing is known but its marks."""

    def analyse(self, article: Article) -> Reading:
        return Reading(article, (), (), Stamp("0", "m", "s"))


def test_a_figure_that_is_not_told_breaks_its_floor(capsys: pytest.CaptureFixture[str]) -> None:
    """A scorer that prints otherwise holds nothing."""
    assert 1 == hold_floors(quotations.FLOORS, {"newspapers": read_figures("found: none")})
    assert 4 == capsys.readouterr().out.count("was not measured")


def test_a_row_has_what_the_scorer_reads() -> None:
    """Spans as lists, and a label without blanks; what is not found has no place."""
    row = Checked("a", None, "q1", Span(3, 9), "we won", Change.NOT_FOUND)

    assert {"article": "a", "span": [3, 9], "label": "not-found", "source": None, "place": None} == json.loads(
        write_row(row)
    )


@pytest.mark.parametrize("main", [quotations.main, planted_quotations.main])
@pytest.mark.parametrize(("ci", "code"), [("", 0), ("true", 1)])
def test_without_gold_nothing_is_checked(
    main: object,
    ci: str,
    code: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Where the shared folder is absent, both say so and are content; but not on the server."""
    monkeypatch.setenv("CI", ci)
    assert callable(main)
    assert code == main(["--shared", str(tmp_path)])
    assert "is not here" in "".join(capsys.readouterr())
