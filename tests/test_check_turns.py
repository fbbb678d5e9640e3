"""Whose turn it is in a transcript, and whether that is whom an article names."""

from __future__ import annotations

import pytest

from sayso.check.names import is_same_speaker
from sayso.check.turns import find_turns

from .each_case import each_case


def test_turns_begin_lines() -> None:
    """Names in capitals and the letters of questions are labels; a note or a time is none."""
    text = "Note: noise.\nADA ROE: Yes: no.\nQ. Why?\nMR. O'MOSS (via phone): At 10: nothing.\nWe say: no.\n"

    assert ("ADA ROE", "Q", "MR. O'MOSS") == find_turns(text)[0].names


def test_small_letters_are_labels_if_they_come_again() -> None:
    """One line with a colon is a sentence; two of them are turns."""
    once, twice = "Ada Roe: yes.", "Ada Roe: yes.\nQ: And?\nAda Roe: no."

    assert ((), ("Ada Roe", "Q", "Ada Roe")) == (find_turns(once)[0].names, find_turns(twice)[0].names)


def _name(text: str) -> tuple[str, ...]:
    return find_turns(text)[0].names


@each_case("name", ["ÖDÖN ÁGOSTON", "ÉMILE ZUBER", "MINISTER ŻÓŁKIEWSKI", "O\u0308DO\u0308N", "MR. McROE"])
def test_capitals_of_any_alphabet_are_a_label(name: str) -> None:
    """Accents, put together or apart, and the small letters that stand in names do not matter."""
    assert _name(f"{name}: Yes.\n") == (name,)


def test_a_name_that_comes_once_counts_among_such_names() -> None:
    """Two turns of names in small letters make one that comes once a turn; a sentence's beginning is none."""
    text = "Oda Brandt: Yes, to the harbour.\nTom Ash: No.\nOda Brandt: Why?\n{}: so.\n"

    for name in ("Secondly", "The harbour", "Harbour", "Our answer", "One Two Three Four Five"):
        assert _name(text.format(name)) == ("Oda Brandt", "Tom Ash", "Oda Brandt")
    for name in ("Ada van Roe", "Ada al-Roe", "Ada d'Ash", "The Chair", "Żaneta"):
        assert _name(text.format(name))[-1] == name
    assert _name("ODA BRANDT: Yes.\nTom Ash: No.\nODA BRANDT: Why?") == ("ODA BRANDT", "ODA BRANDT")


@each_case(
    ("line", "label", "name"),
    [
        ("1\tMR. ROE: Yes", "1\tMR. ROE:", "MR. ROE"),
        ("12  THE WITNESS: Yes", "12  THE WITNESS:", "THE WITNESS"),
        ("[00:01] Roe: Yes", "[00:01] Roe:", "Roe"),
        ("(00:01:02) ROE: Yes", "(00:01:02) ROE:", "ROE"),
        ("00:01:02 ROE: Yes", "00:01:02 ROE:", "ROE"),
        ("ROE [00:01]: Yes", "ROE [00:01]:", "ROE"),
        ("**ROE:** Yes", "**ROE:**", "ROE"),
        ("**ROE**: Yes", "**ROE**:", "ROE"),
        ("**Q.** Yes", "**Q.**", "Q"),
        (" - **[00:01] ROE (Leader):** Yes", "**[00:01] ROE (Leader):**", "ROE"),
        ("MS.\u00a0ROE: Yes", "MS.\u00a0ROE:", "MS. ROE"),
    ],
)
def test_what_stands_around_a_name_belongs_to_its_label(line: str, label: str, name: str) -> None:
    """The number of a line, a time and marks of bold letters are nobody's words."""
    turns, (span,) = find_turns(line + "\n")

    assert (span.of(line), turns.names) == (label, (name,))


def test_numbered_minutes_have_turns() -> None:
    """The number of a minute may stand before a name in small letters, a role behind it."""
    minutes = "1.1 Dame Quill (Leader): Yes.\n1.2 Dame Quill (Leader): No.\n2.1 Cllr Ash: Why?\n"

    assert _name(minutes) == ("Dame Quill", "Dame Quill", "Cllr Ash")


def test_voices_may_have_numbers() -> None:
    """A number behind a role is a voice; behind another word it is none."""
    assert _name("Speaker 1: Yes.\nSpeaker 1: No.\nSection 1: so.\nSection 1: so.") == ("Speaker 1", "Speaker 1")


@each_case(
    "line", ["BERLIN — The lock", "BERLIN, May 3 (AP) — It: no", "12 MONKEYS: a play", "10 AM: tea", "ROE:no", "We: so"]
)
def test_other_lines_are_no_turns(line: str) -> None:
    """Datelines, a number that belongs to its line, the hour."""
    assert _name(line + "\n") == ()


def test_speaker_is_the_last_label_before_a_place() -> None:
    """Before the first label nobody is known to speak."""
    turns, _ = find_turns("Hello.\nADA ROE: Yes.\n")

    assert (None, "ADA ROE") == (turns.find_speaker(2), turns.find_speaker(16))


@each_case(
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
        ("ROE, ADA", "Ada Roe", True),
        ("ADA ROE", "Roe, Ada", True),
        ("MOSS, ADA", "Ada Roe", False),
        ("ROE, BBC", "Ada Roe", None),
        ("ADA ROE, BBC", "Ada Roe", True),
        ("ADA ROE BBC", "Ada Roe", True),
        ("ROE (D-OHIO)", "Ada Roe", True),
        ("ADA MARIA ROE", "Ada Roe", True),
        ("ADA ROE", "Ada Maria Roe", True),
        ("MR. VAN DER ROE", "Piet van der Roe", True),
        ("JOERG MUELLER", "Jörg Müller", True),
        ("JÖRG MÜLLER", "Joerg Mueller", True),
        ("JORG MULLER", "Jörg Müller", True),
        ("STRASSER", "Ulla Straßer", True),
        ("JAN ZOLKIEWSKI", "Jan Żółkiewski", True),
        ("O’MOSS", "Ada O'Moss", True),
        ("A. ROE", "Ada Roe", True),
        ("MR. KING", "Ada King", True),
        ("MS. WHITE", "Ada White", True),
        ("WHITE", "Ada White", True),
        ("CHAIR MOSS", "Ada Roe", False),
        ("SPEAKER ROE", "Ada Roe", True),
        ("SPEAKER 1", "Ada Roe", None),
    ],
)
def test_names_agree_by_the_last_name(label: str, name: str, same: bool | None) -> None:
    """Titles and accents do not count; first names that differ are two people."""
    assert same is is_same_speaker(label, (name,))


_TITLES = (
    "CHAIR|VICE CHAIR|CLLR|COUNCILLOR|COUNCILMEMBER|COUNCIL MEMBER|COMMISSIONER|DETECTIVE|COACH|MP|LT. GOV.|BISHOP|"
    "DEPUTY PRIME MINISTER|CHIEF|SHERIFF|OFFICER|INSPECTOR|ADMIRAL|PRESS SECRETARY|SECRETARY OF STATE|AGENT"
)


@each_case("title", _TITLES.split("|"))
def test_titles_are_no_first_names(title: str) -> None:
    """Before a last name they say nothing against anybody; alone they are nobody."""
    assert is_same_speaker(f"{title} ROE", ("Ada Roe",)) is True
    assert is_same_speaker(f"{title} MOSS", ("Ada Roe",)) is False
    assert is_same_speaker(f"THE {title}", ("Ada Roe",)) is None


@each_case("suffix", [" MP", " MSP", " QC", " K.C.", " PhD", ", Ph.D.", ", M.D.", " JR.", ", CHAIR"])
def test_suffixes_are_no_last_names(suffix: str) -> None:
    """With a comma or without."""
    assert is_same_speaker(f"ROE{suffix}", ("Ada Roe",)) is is_same_speaker(f"ADA ROE{suffix}", ("Ada Roe",)) is True


@each_case(
    "role",
    "THE WITNESS|THE COURT|CHAIRPERSON|DEFENDANT|GUEST|PANELLIST|CLERK|A REPORTER|MR. CHAIRMAN|MALE VOICE".split("|"),
)
def test_roles_are_nobody(role: str) -> None:
    """Who has a role may be anybody."""
    assert is_same_speaker(role, ("Ada Roe",)) is None


@pytest.mark.cpu_limit(4)
def test_hostile_texts_take_no_longer_than_in_proportion() -> None:
    """So many labels, long lines and everything that a label may begin with are read in seconds."""
    names = "".join(f"Ada {chr(65 + n % 26)}{'abcdefghij'[n // 26 % 10] * (n // 260)}: so\n" for n in range(2_000))
    for text in ("ADA ROE: so\n" * 20_000, names, "A " * 100_000, "A\n" * 100_000):
        find_turns(text)
    for line in (" " * 80 + "1 " * 40, "> " * 60 + "x:", "Ab " * 30 + "(x", "[00:01] " * 20, "**__" * 40, "1.1" * 40):
        find_turns((line + "\n") * 2_000)
        find_turns(line * 2_000)

    assert is_same_speaker("ROE " * 250_000, ("(" * 500_000, "Ada Roe")) is not None
