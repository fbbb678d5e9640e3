"""Where a title stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.read.plain import join_title
from sayso.read.title import find_title, match_title
from sayso.text import Span

from .each_case import each_case

BODY = "The bridge at Lower Oxley stays shut until Easter, the council said on Monday."
LONG_BODY = BODY + " It gave no reason, and nobody at the harbour office could be reached that night."

TITLES = [
    "Bridge stays shut until Easter",
    "Mayor: “We never had a plan”",
    "‘We had boats and no orders’",
    "Who shut the bridge?",
    "Shut again!",
    "Bridge deal falls through in the U.S.",
    "The long wait…",
    "LIVE – Bridge stays shut",
    "By the numbers: a bridge and its tolls",
    "桥梁关闭",
]
NO_TITLES = [
    "The bridge stays shut.",
    "“We never had a plan,” said Mayor Roth.",
    "“We never had a plan.”",
    "“We never had a plan,”",
    "“We never had a plan",
    "By Anna Roth",
    "by Anna Roth and Piet Maas",
    "Piet Maas, Harbour Correspondent",
    "OXLEY (Corvid News) — The bridge stays shut",
    "OXLEY — The bridge stays shut",
    "Monday, 3 March 2031",
    "March 3, 2031",
    "• The bridge stays shut",
    "Q: Why is the bridge shut?",
    "https://oxley.example/bridge",
    "The bridge, they said",
    "What follows is known:",
    "Advertisement",
    "***",
    "Word " * 60,
]


@each_case("line", TITLES)
def test_titles_are_found(line: str) -> None:
    """A first line that reads like a headline is the title."""
    span = find_title(f"{line}\n\n{BODY}")

    assert span is not None
    assert line == span.of(f"{line}\n\n{BODY}")


@each_case("line", NO_TITLES)
def test_body_is_no_title(line: str) -> None:
    """A first line that ends like body text, or begins like a byline, date or dateline, is no title."""
    assert find_title(f"{line}\n\n{BODY}") is None


@each_case("text", ["", " \n\n ", "Bridge stays shut", "Bridge stays shut\n\n", "Bridge\nstays\n\n" + BODY])
def test_title_needs_a_body(text: str) -> None:
    """A paragraph of several lines, or one that nothing follows, is no title."""
    assert find_title(text) is None


@each_case("line_break", ["\r\n\r\n", "\r\r", "\n \n", "\n\n\n"])
def test_line_breaks_of_all_systems(line_break: str) -> None:
    """Blank lines are known by the line breaks of all systems."""
    text = f"\n Bridge stays shut{line_break}{BODY}"

    span = find_title(text)

    assert span is not None
    assert (2, "Bridge stays shut") == (span.start, span.of(text))


def test_lines_as_paragraphs() -> None:
    """Without a blank line, a long second line shows that lines are paragraphs; a short one that they are wrapped."""
    assert find_title(f"Bridge stays shut\n{LONG_BODY}") is not None
    assert find_title("The bridge at Lower Oxley stays shut\nuntil Easter, the council said.\n\n" + BODY) is None


@each_case(
    "below", ["Staff reporter", "Anna Roth\nPublished 3 March", "Updates by Anna Roth", "Anna Roth\nCourt reporter"]
)
def test_a_title_stands_above_who_wrote_it(below: str) -> None:
    """Short lines may follow it in a text with a paragraph on each line, not where lines are broken by hand."""
    title = find_title(f"Bridge stays shut until Easter\n{below}\n\n{LONG_BODY}\n")

    assert title == Span(0, 30)
    assert find_title(f"Bridge stays shut until Easter\n{below}\n\n{BODY}\n{BODY}") is None
    wrapped = "Bridge at Lower Oxley stays shut\nuntil Easter, the council said."
    assert find_title(f"{wrapped}\n\nhttps://oxley.example/{'a' * 120}\n") is None
    # The name of an outlet, above the date.
    assert find_title(f"The Oxley Echo\n3 March 2031\n\n{LONG_BODY}\n") is None


@each_case("gap", ["\n", "\n\n"])
def test_a_full_stop_may_end_a_title_above_a_byline(gap: str) -> None:
    """Where a byline follows, “We had boats. We had no orders.” is a title."""
    line = "We had boats. We had no orders."

    assert find_title(f"{line}{gap}By Anna Roth\n\n{BODY}") == Span(0, len(line))
    assert find_title(f"{line}{gap}{LONG_BODY}") is None


@each_case(
    ("text", "title", "found"),
    [
        ("We won\n\nBody.", "We won", "We won"),
        ("WE WON.\n\nBody.", "We won", "WE WON"),
        ("We won.\n\nBody.", "We won.", "We won."),
        ("“We won”, she says.\n\nBody.", '"We won", she says', "“We won”, she says"),
        ("She says: ‘We won.’\n\nBody.", 'She says: "We won"', "She says: ‘We won.’"),
        ("Harbour–city  line\nshut\n\nBody.", "Harbour - city line shut", "Harbour–city  line\nshut"),
        ("\n  We won\n\nBody.", "We won", "We won"),
        ("Cafe\u0301 shut\n\nBody.", "Café shut", "Cafe\u0301 shut"),
        ("We won Monday, 3 March", "We won", "We won"),
        ("We won", "We won", "We won"),
    ],
)
def test_given_title_is_matched(text: str, title: str, found: str) -> None:
    """Case, marks, blanks and a closing full stop aside, the text may begin with its title."""
    span = match_title(text, title)

    assert span is not None
    assert found == span.of(text)


@each_case(
    ("text", "title"),
    [
        ("We wonder.", "We won"),
        ("They won.", "We won"),
        ("We\n\nwon", "We won"),
        ("", "We won"),
        ("We won", "We won it"),
    ],
)
def test_other_title_is_not_matched(text: str, title: str) -> None:
    """Other words, half a word, or a blank line within are no match."""
    assert match_title(text, title) is None


def test_title_that_comes_apart() -> None:
    """A title that the text does not begin with is put before it, with a blank line between."""
    text, title_span, given_span = join_title(BODY, "Bridge shut", find=True)

    assert text == f"Bridge shut\n\n{BODY}"
    assert ("Bridge shut", BODY) == (title_span and title_span.of(text), given_span.of(text))


@given(st.text(max_size=80), st.text(max_size=30), st.booleans())
def test_spans_show_title_and_given_text(given_text: str, title: str, find: bool) -> None:
    """Whatever text and title are, the spans cover the given text, and lie within the text."""
    text, title_span, given_span = join_title(given_text, title.strip(), find)

    assert given_span.of(text) == given_text
    assert title_span is None or 0 <= title_span.start < title_span.end <= len(text)


@pytest.mark.cpu_limit(1.25)
@pytest.mark.parametrize("unit", ["a ", "“", "\n", " ", ".", "A. ", "by: ", "(", "A-", "\u0301"])
def test_titles_cost_little(unit: str) -> None:
    """A megabyte of one thing is looked at in less than a second."""
    text = unit * (500_000 // len(unit))

    find_title(text)
    find_title("Shut\n" + text)

    assert match_title(text, text[:1_000] + "x") is None


@pytest.mark.parametrize("section", ["OPINION", "Letters to the Editor", "SPORT:", "Guest column"])
def test_section_is_not_the_title(section: str) -> None:
    """The name of a section is passed over, and the paragraph after it may be the title."""
    text = f"{section}\n\nBridge stays shut until Easter\n\n{BODY}"
    dated = f"{section}\n\nThe Oxley Echo, Saturday 15 February\n\n{BODY}"
    title = find_title(text)

    assert title is not None
    assert (title.of(text), find_title(dated)) == ("Bridge stays shut until Easter", None)
