"""The command killed by the system at a random moment; `evaluation/kills.py --kills 100` does it more often."""

from __future__ import annotations

import os
from pathlib import Path

import kills
import pytest
from kills import STORIES, Story, kill_often, serve

# The command with a quick stand-in for the model: what stands in marks is a statement.
MAIN = """
import re, time
from sayso.cli import main
from sayso.reading import Reading, Stamp
from sayso.statement import Kind, Place, Statement
from sayso.text import Span

class Quick:
    def __init__(self, settings):
        self.stamp = Stamp("0.1.0", "quick", settings.fingerprint, tuple(sorted(settings.choices.items())))
    def analyse(self, article):
        time.sleep(0.01)
        spans = [Span(*found.span()) for found in re.finditer("“[^”]*”", article.text)]
        statements = [Statement(f"s{n}", Kind.DIRECT, Place.BODY, (one,), (), (), 0.9) for n, one in enumerate(spans)]
        return Reading(article, tuple(statements), (), self.stamp)

main(obj=Quick)
"""


@pytest.mark.skipif(os.name != "posix", reason="signals as on POSIX")
@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
def test_a_kill_loses_doubles_and_breaks_nothing(story: Story, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the end the files are those of a run that nobody killed."""
    monkeypatch.setattr(kills, "MAIN", MAIN)
    monkeypatch.setattr(kills, "ARTICLES", 12)
    monkeypatch.setattr(kills, "PAGES", 8)
    monkeypatch.setattr(kills, "SOURCES", 30)
    monkeypatch.setattr(kills, "COPIES", 20)
    with serve() as port:
        _, faults = kill_often(story, 1, 1, tmp_path, port)

    assert [] == faults
