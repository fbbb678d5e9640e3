"""Whose turn it is in a transcript, and whether that is whom an article names."""

from __future__ import annotations

import pytest

from sayso.check.turns import find_turns, is_same_speaker


def test_turns_begin_lines() -> None:
    """Names in capitals and the letters of questions are labels; a note or a time is none."""
    text = "Note: noise.\nADA ROE: Yes: no.\nQ. Why?\nMR. O'MOSS (via phone): At 10: nothing.\nWe say: no.\n"

    assert ("ADA ROE", "Q", "MR. O'MOSS") == find_turns(text)[0].names


def test_small_letters_are_labels_if_they_come_again() -> None:
    """One line with a colon is a sentence; two of them are turns."""
    once, twice = "Ada Roe: yes.", "Ada Roe: yes.\nQ: And?\nAda Roe: no."

    assert ((), ("Ada Roe", "Q", "Ada Roe")) == (find_turns(once)[0].names, find_turns(twice)[0].names)


def test_speaker_is_the_last_label_before_a_place() -> None:
    """Before the first label nobody is known to speak."""
    turns, _ = find_turns("Hello.\nADA ROE: Yes.\n")

    assert (None, "ADA ROE") == (turns.find_speaker(2), turns.find_speaker(16))


@pytest.mark.parametrize(
    ("label", "name", "same"),
    [
        ("ADA ROE", "Ada Roe", True),
        ("ROE", "Ada Roe", True),
        ("MR. ROE", "Bob Roe", True),
        ("BOB ROE", "Ada Roe", False),
        ("ROBERT ROE", "Bob Roe", True),
        ("SENATOR MOSS", "Ada Roe", False),
        ("Q", "Ada Roe", None),
        ("UNIDENTIFIED", "Ada Roe", None),
        ("JOSÉ PEÑA", "Jose Pena", True),
    ],
)
def test_names_agree_by_the_last_name(label: str, name: str, same: bool | None) -> None:
    """Titles and accents do not count; first names that differ are two people."""
    assert same is is_same_speaker(label, (name,))
