"""The source of a quotation that stands alone: beside, above or below it."""

from __future__ import annotations

import re

from sayso.analyse.partial import Partial
from sayso.analyse.signed import add_names_beside, add_names_of_list
from sayso.segment import split_lines
from sayso.text import Span

from .each_case import each_case


def _find_source(text: str, quotation: str, *, title: str = "") -> str | None:
    """The source that a quotation without one gets."""
    names = [Span(at, at + len(name)) for name in ("Ida Moss", "Wold Echo", "Tom Oats") if (at := text.find(name)) >= 0]
    start = text.index(quotation)
    found = [Partial([Span(start, start + len(quotation))], [], [], [])]
    headline = Span(0, len(title)) if title else None
    add_names_beside(text, found, split_lines(text), sorted(names), headline)
    return found[0].source[0].of(text) if found[0].source else None


@each_case(
    ("after", "expected"),
    [
        (" – Ida Moss, 34, baker", "Ida Moss, 34, baker"),
        (" (Participant 7, nurse)", "Participant 7, nurse"),
        (" [Zyg R., Wold]", "Zyg R., Wold"),
        (" | Wold Echo", "Wold Echo"),
        (" (P12, 16 years on nights)", "P12, 16 years on nights"),
        (" — @wold_rovers, on X", "@wold_rovers"),
        (" – retired baker, did not give his name", "retired baker, did not give his name"),
        ("\n(Lorry driver, 55)", "Lorry driver, 55"),
        ("\n– Greg (the neighbour)", None),
        (" (It did not float.)", None),
        (" – but nobody came", None),
        (" – Photo: Ida Moss", None),
        (" (the keeper)", None),
        (" — twice in an hour", None),
        (" Ida Moss, a baker. “It leaks.”", "Ida Moss, a baker"),
        (" Ida Moss came. “It leaks.”", None),
        ("\nIda Moss. She left.", None),
    ],
)
def test_who_is_named_right_behind_a_quotation(after: str, expected: str | None) -> None:
    """A dash, a bar or brackets name anybody; else a name stands alone, or with who it is."""
    assert _find_source(f"1. “We float.”{after}\n\nIt rained.", "“We float.”") == expected


def test_a_title_before_a_name_below_belongs_to_it() -> None:
    """A name below with an office is the source, with what stands before it."""
    assert (
        _find_source("It rained.\n\n“We float.”\nMr. Ida Moss, baker\n\nYes.", "“We float.”") == "Mr. Ida Moss, baker"
    )


def test_single_marks_are_marks() -> None:
    """British pages have ‘single’ marks."""
    assert _find_source("‘We float.’ – Ida Moss\n\nYes.", "‘We float.’") == "Ida Moss"


def test_a_dash_in_the_headline_names_nobody() -> None:
    """“We float” – ferry sails after all."""
    text = "“We float” – ferry sails\n\nYes."

    assert _find_source(text, "“We float”", title="“We float” – ferry sails") is None
    assert _find_source(text.replace("ferry sails", "Ida Moss"), "“We float”") == "Ida Moss"


@each_case(
    ("lines", "expected"),
    [
        (
            [
                "1. “We float.”",
                "Ida Moss, a baker, after the flood. It rained.",
                "2. “It leaks.”",
                "Dr. Tom Oats, 34, a friend.",
                "3. “It floats again.”",
                "The spokesman of the Wold Echo, Mr Oran Pell, on Tuesday.",
            ],
            ["Ida Moss, a baker", "Dr. Tom Oats", "The spokesman of the Wold Echo, Mr Oran Pell"],
        ),
        (
            ["1) “We float.”", "A baker, who left", "2) “It leaks.”", "Tom Oats", "3) “No.”", "His son, Tom, at home"],
            ["A baker", "Tom Oats", "His son, Tom"],
        ),
        # Two are no list, and without numbers what follows is the report.
        (
            ["1. “We float.”", "Ida Moss, a baker, after the flood.", "2. “It leaks.”", "Tom Oats, at home."],
            [None, None],
        ),
        (["“We float.”", "Ida Moss left.", "“It leaks.”", "Tom Oats left.", "“No.”", "Ida Moss wept."], [None] * 3),
    ],
)
def test_a_list_of_quotations(lines: list[str], expected: list[str | None]) -> None:
    """Each of a numbered list has the source with which the next line begins, without when and where it was said."""
    text = "\n".join(lines)
    spans = [Span(at.start(), at.end()) for at in re.finditer("“[^”]*”", text)]
    found = [Partial([span], [], [], []) for span in spans]

    add_names_of_list(text, found, split_lines(text))

    assert [o.source[0].of(text) if o.source else None for o in found] == expected
