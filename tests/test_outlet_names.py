"""An outlet is counted under one name, however its articles name it."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from sayso import Article, Outlet, Reading, Selection, open_collection

from .made_collections import STAMP

GIVEN = (
    Outlet("The Wold Bell", "bell.example"),
    Outlet("Wold Bell"),
    Outlet("THE WOLD BELL"),
    Outlet(None, "www.bell.example"),
    Outlet("Tern Radio", "hosts.example"),
    Outlet("Oxley Post", "hosts.example"),
    Outlet(None, "hosts.example"),
    Outlet("AP"),
    Outlet("Associated Press", "ap.example"),
    Outlet(None, "ap.example"),
)


def make_readings() -> list[Reading]:
    return [
        Reading(Article(f"a{at}", f"Nothing {at} was said.", outlet=outlet), (), (), STAMP)
        for at, outlet in enumerate(GIVEN)
    ]


def list_shown(path: Path) -> dict[Outlet, str]:
    with open_collection(path) as collection, collection.query() as connection:
        rows = connection.execute("SELECT name, domain, shown FROM outlets").fetchall()
    return {Outlet(name, domain): shown for name, domain, shown in rows}


def test_names_that_differ_in_letters_or_are_left_out_are_one(tmp_path: Path) -> None:
    """A domain stands for the one outlet that has it; where several publish, it is nobody's."""
    with open_collection(tmp_path / "news.db") as collection:
        collection.add(make_readings())
        found = len(collection.search(Selection(outlets=("Wold Bell",))))
    shown = list_shown(tmp_path / "news.db")

    assert {"The Wold Bell"} == {shown[outlet] for outlet in GIVEN[:4]}
    assert ["Tern Radio", "Oxley Post", "hosts.example"] == [shown[outlet] for outlet in GIVEN[4:7]]
    assert {"Associated Press"} == {shown[outlet] for outlet in GIVEN[7:]}
    assert 0 == found


@pytest.mark.parametrize("order", list(permutations(range(4)))[::5])
def test_the_order_makes_no_difference(tmp_path: Path, order: tuple[int, ...]) -> None:
    """Nor whether they came in one run."""
    readings = make_readings()
    with open_collection(tmp_path / "one.db") as collection:
        collection.add(readings)
    with open_collection(tmp_path / "other.db") as collection:
        for number in (*order, *range(4, len(readings))):
            collection.add(readings[number])

    assert list_shown(tmp_path / "one.db") == list_shown(tmp_path / "other.db")
