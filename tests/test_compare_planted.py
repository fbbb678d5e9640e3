"""The planted headlines: each kind is made as its name says, and recognised by what it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from planted import KINDS, Body, load_bodies, main, name_finding, plant_headlines

TEXT = (
    "Old headline about the harbour.\n\n"
    "“The council never asked the fishermen about the new harbour wall before it sold the land. We will not leave our "
    "boats to the company because nobody pays for them,” Tilde Brandt said.\n\n"
    "“They promised us work, they promised us houses, and the only thing that came was a fence.”"
)


def write_set(folder: Path) -> Path:
    """A shared folder with one article in each file."""
    first = TEXT.index("“The")
    second = TEXT.index("“They")
    contents = [[first, TEXT.index("”") + 1], [second, len(TEXT)]]
    rows = [{"content": [span], "cue": [], "source": []} for span in contents]
    for name in ("polnear/polnear-train", "web/web-train", "web/basil-train", "web/wikinews-train"):
        path = folder / "data" / f"{name}.jsonl"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({"doc_id": name, "text": TEXT, "attributions": rows}) + "\n", "utf-8")
    return folder


@pytest.fixture
def bodies(tmp_path: Path) -> list[Body]:
    return load_bodies(write_set(tmp_path))


def test_bodies_come_without_their_headline(bodies: list[Body]) -> None:
    """The old headline is left out, and quotations are cut into sentences."""
    assert 4 == len(bodies)
    assert bodies[0].text.startswith("“The council")
    assert [2, 1] == [len(sentences) for sentences in bodies[0].quotations]


def test_each_kind_is_recognised(bodies: list[Body]) -> None:
    """What was planted is named by what was done to it, wherever the kind could be made."""
    planted = [one for one in plant_headlines(bodies, 8) if one.kind != "absent"]

    assert {"whole", "cut", "word", "negation", "joined"} == {one.kind for one in planted}
    for one in planted:
        found = name_finding(one)
        assert found is not None
        assert (one.quote, KINDS[one.kind]) == (one.quote, found.finding)


def test_planting_repeats(bodies: list[Body]) -> None:
    """Every run plants the same."""
    first, second = ([one.quote for one in plant_headlines(bodies, 5)] for _ in range(2))

    assert first == second


def test_without_gold_nothing_is_planted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where the shared folder is absent, the script says so and is content."""
    assert 0 == main(["--shared", str(tmp_path)])
    assert "nothing was planted" in capsys.readouterr().out
