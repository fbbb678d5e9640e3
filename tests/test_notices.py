"""Notices on stderr: few of a kind, and all counted."""

from __future__ import annotations

from sayso.article import Unread
from sayso.cli.notices import MAX_KINDS, SHOWN, report_notices
from sayso.errors import Notice
from sayso.reading import Reading, Stamp


def _make_reading(name: str, reason: str) -> Reading:
    notices = (Notice("read", reason),)
    return Reading(Unread(name, notices), (), notices, Stamp("0", "tiny", "none"))


def test_many_of_a_kind_are_counted() -> None:
    """Of a feed's empty entries the first few are reported, and how many more there are; all are handed on."""
    readings = [
        _make_reading(f"https://kell.example/{n}", f"kell.xml, entry {n} holds no text; read https://kell.example/{n}.")
        for n in range(1_000)
    ]
    reported: list[str] = []

    handed_on = list(report_notices(readings, reported.append))

    assert readings == handed_on
    assert SHOWN + 1 == len(reported)
    assert reported[-1].startswith(f"notice: … and {1_000 - SHOWN} more like this: https://kell.example/999: read: ")


def test_kinds_are_counted_apart() -> None:
    """A notice that occurs once is shown, wherever it stands among many of another kind."""
    readings = [_make_reading(f"{n}.txt", f"{n}.txt is empty.") for n in range(50)]
    readings.insert(30, _make_reading("30.pdf", "30.pdf is encrypted; save it without a password."))
    reported: list[str] = []

    list(report_notices(readings, reported.append))

    assert ["notice: 30.pdf: read: is encrypted; save it without a password."] == [t for t in reported if "pdf" in t]


def test_few_are_shown_whole() -> None:
    """A few notices of one kind are shown whole, and nothing is added."""
    readings = [_make_reading(f"{n}.txt", f"{n}.txt is empty.") for n in range(SHOWN)]
    reported: list[str] = []

    list(report_notices(readings, reported.append))

    assert [f"notice: {n}.txt: read: is empty." for n in range(SHOWN)] == reported


def test_kinds_without_end_are_counted_together() -> None:
    """Reasons that are all different do not fill the screen either."""
    word = str.maketrans("0123456789", "abcdefghij")
    readings = [_make_reading("x.txt", f"holds {str(n).translate(word)}.") for n in range(2 * MAX_KINDS)]
    reported: list[str] = []

    list(report_notices(readings, reported.append))

    assert len(reported) == MAX_KINDS + SHOWN + 1
    assert f" {MAX_KINDS - SHOWN:,} more" in reported[-1]
