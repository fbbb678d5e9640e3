"""The command killed by the system at a random moment; `evaluation/kills.py --kills 100` does it more often."""

from __future__ import annotations

import os
from pathlib import Path

import kills
import pytest
from kills import STORIES, Story, kill_often, serve

from .quick import QUICK, Forked


@pytest.mark.skipif(os.name != "posix", reason="signals as on POSIX")
@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
def test_a_kill_loses_doubles_and_breaks_nothing(story: Story, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the end the files are those of a run that nobody killed."""
    monkeypatch.setattr(kills, "MAIN", QUICK)
    monkeypatch.setattr(kills, "START", Forked)
    monkeypatch.setattr(kills, "ARTICLES", 12)
    monkeypatch.setattr(kills, "PAGES", 8)
    monkeypatch.setattr(kills, "SOURCES", 30)
    monkeypatch.setattr(kills, "COPIES", 20)
    with serve() as port:
        _, faults = kill_often(story, 1, 1, tmp_path, port)

    assert [] == faults
