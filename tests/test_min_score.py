"""A stored reading without its doubtful statements is the reading that a higher threshold gives."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import pytest

from sayso import Analyser, AnalyseSettings, Reading
from sayso.min_score import find_min_score, raise_min_score
from sayso.statement import Kind

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib  # type: ignore[import-not-found,unused-ignore]

HERE = Path(__file__).parent
EXAMPLE = HERE.parent / "src" / "sayso" / "examples" / "article.txt"


def list_texts() -> list[str]:
    """The example article, and the marked cases without their marks, a few to a text."""
    cases = tomllib.loads((HERE / "cases" / "articles.toml").read_text(encoding="utf-8"))["case"]
    texts = [re.sub(r"\[(?:[A-Z]\w{0,2}) ", "", case["text"]).replace("]", "") for case in cases]
    return [EXAMPLE.read_text(encoding="utf-8"), *("\n\n".join(texts[n : n + 6]) for n in range(0, len(texts), 6))]


def show(reading: Reading) -> dict[str, Any]:
    """All of a reading, with words and names in place of ids."""
    names = {speaker.id: speaker.name for speaker in reading.speakers}
    contents = {statement.id: statement.content for statement in reading.statements}
    carriers = {carrier.id: carrier.name for carrier in reading.carriers}
    return {
        "statements": [
            (it.content, it.cue, it.source, it.kind, it.place, it.turn, round(it.score, 6), it.unresolved)
            for it in reading.statements
        ],
        "links": [
            (names.get(it.speaker or ""), contents.get(it.within or ""), [carriers[name] for name in it.carriers])
            for it in reading.statements
        ],
        "speakers": [(it.name, it.type, it.named, it.roles, it.mentions) for it in reading.speakers],
        "carriers": [
            (it.name, it.how, it.order, it.evidence, [contents[name] for name in it.statements])
            for it in reading.carriers
        ],
        "headline": [(it.span, it.finding, contents.get(it.statement or "")) for it in reading.headline],
        "marks": (reading.scare_quotes, reading.own_voice, reading.other_marks),
    }


@pytest.fixture(scope="module")
def readings(analyser: Analyser) -> list[tuple[str, Reading]]:
    """The texts, each with its reading by default."""
    return [(text, analyser.analyse(text)) for text in list_texts()]


@pytest.mark.parametrize("min_score", [0.7, 0.9, 0.95])
def test_it_is_the_reading_of_a_higher_threshold(min_score: float, readings: list[tuple[str, Reading]]) -> None:
    """In all but ids; and something is left out."""
    high = Analyser(AnalyseSettings(min_score=min_score))
    left_out = 0
    for text, whole in readings:
        raised = raise_min_score(whole, min_score)
        left_out += len(whole.statements) - len(raised.statements)

        assert show(high.analyse(text)) == show(raised)
        assert {it.id for it in raised.statements} <= {it.id for it in whole.statements}
        assert find_min_score(raised) == min_score
        assert raise_min_score(raised, 0.1) == raised
    assert left_out


@pytest.mark.parametrize(
    ("min_score", "kinds"), [(0.3, {Kind.DIRECT}), (0.29, {Kind.DIRECT, Kind.INDIRECT}), (0.395, set())]
)
def test_reported_words_need_a_higher_score(
    min_score: float, kinds: set[Kind], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Words in marks are listed from min_score on; without marks they need a third more, also when exported."""
    monkeypatch.setattr("sayso.analyse.score", lambda *_: 0.39)
    text = "“Never on my pier,” said Ada Moss. She added that the dredger was too old."
    whole = Analyser(AnalyseSettings(min_score=0.0)).analyse(text)

    listed = Analyser(AnalyseSettings(min_score=min_score)).analyse(text)

    assert kinds == {it.kind for it in listed.statements}
    assert kinds == {it.kind for it in raise_min_score(whole, min_score).statements}
