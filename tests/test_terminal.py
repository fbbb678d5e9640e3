"""The view in the terminal at its usual 80 columns: signs never cross, and the table gives the words their room."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.article import Article, Outlet
from sayso.carrier import Carrier, How
from sayso.errors import Notice
from sayso.reading import Reading, Stamp
from sayso.report.terminal import open_console, print_readings
from sayso.speaker import Speaker, SpeakerType
from sayso.statement import Kind, Place, Statement
from sayso.text import Span

from .each_case import each_case

STAMP = Stamp("0.1.0", "tiny", "f00d")
TEXT = "abcdefghijklmnopqrst"
PAIRS = {"]": "[", "}": "{", ">": "<"}
LONG = "“We wrote to the harbour office twice in the week before the ferry lost its power,”"


def _view(reading: Reading, width: int = 80) -> str:
    stream = io.StringIO()
    print_readings([reading], open_console(stream, width=width))
    return stream.getvalue()


def _find(text: str, words: str) -> Span:
    return Span(text.index(words), text.index(words) + len(words))


def _spans(most: int) -> st.SearchStrategy[tuple[Span, ...]]:
    pair = st.tuples(st.integers(0, len(TEXT)), st.integers(0, len(TEXT)))
    return st.lists(pair.map(lambda it: Span(min(it), max(it))), max_size=most).map(tuple)


@st.composite
def _readings(draw: st.DrawFn) -> Reading:
    """Spans of all sorts anywhere, so that they cross."""
    content, cue, source = draw(_spans(2)), draw(_spans(1)), draw(_spans(1))
    statements = (
        Statement("s1", Kind.MIXED, Place.BODY, content, cue, source, 0.9),
        Statement("s2", Kind.MIXED, Place.BODY, draw(_spans(2)), (), (), 0.9),
    )
    return Reading(
        *(Article("a", TEXT), statements, (), STAMP),
        carriers=(Carrier("c1", "Mir", How.WIRE, draw(_spans(2)), (), 1),),
        scare_quotes=draw(_spans(1)),
        own_voice=draw(_spans(2)),
    )


def _are_in_order(signs: str) -> bool:
    """Whether each sign is closed before those that were opened before it."""
    opened: list[str] = []
    for sign in signs:
        if sign in "[{<" or (sign in "*_~" and sign not in opened):
            opened.append(sign)
        elif not opened or opened.pop() != PAIRS.get(sign, sign):
            return False
    return not opened


@given(reading=_readings())
def test_signs_never_cross(reading: Reading) -> None:
    """Where spans do, the inner one is closed and opened again; all of the text stands between the signs."""
    lines = _view(reading, 2_000).splitlines()
    (line,) = (line for line in lines if re.sub(r"\[s\d…? |[^a-z]", "", line) == TEXT)

    assert _are_in_order(re.sub(r"[a-z\d… ]", "", line))


def test_a_source_and_a_carrier_that_end_together_close_in_order() -> None:
    """The carrier, which began later, is closed first; the comma behind it is the source's."""
    text = "A letter seen by the Harbour Times, says so"
    source = (_find(text, "A letter seen by the Harbour Times,"),)
    said = Statement("s1", Kind.INDIRECT, Place.BODY, (_find(text, "so"),), (_find(text, "says"),), source, 0.9)
    seen = Carrier("c1", "Harbour Times", How.REPORT, (_find(text, "seen by the Harbour Times"),), ("s1",), 1)

    assert "*A letter <seen by the Harbour Times>,* _says_ [s1 so]" in _view(
        Reading(Article("a", text), (said,), (), STAMP, carriers=(seen,))
    )


@each_case(
    ("text", "own", "shown"),
    [
        ("It is on. (BUTTON) Go", "BUTTON)", "It is on. {(BUTTON)} Go"),
        ("It (the lock) is", "It (the lock", "{It (the lock)} is"),
        ("It is (on) now", "on", "It is ({on}) now"),
    ],
)
def test_the_signs_of_own_voice_keep_brackets_together(text: str, own: str, shown: str) -> None:
    """A bracket whose other half is own voice stands with it."""
    assert shown in _view(Reading(Article("a", text), (), (), STAMP, own_voice=(_find(text, own),)))


@pytest.mark.parametrize("cue", ["said", "told reporters on the quay of the old harbour"])
def test_what_is_said_has_the_most_room(cue: str) -> None:
    """At 80 columns nearly half of them; a cue has at most 12, and none if "what" had less room for it."""
    name = "the deputy chairwoman of the harbour and ferry office"
    text = f"{LONG} {name} {cue}."
    content, signal, source = ((_find(text, words),) for words in (LONG, cue, name))
    outer = Statement("s12", Kind.DIRECT, Place.BODY, content, signal, source, 0.9)
    shown = _view(Reading(Article("a", text), (outer, replace(outer, id="s13", within="s12")), (), STAMP))
    (heads,) = re.findall(r"^ +who .*score *$", shown, re.MULTILINE)

    assert heads.index("score") - heads.index("what") >= 35
    assert ("cue" in heads) == (cue == "said")


def test_the_score_says_what_it_measures() -> None:
    """One says whether it is a statement, the one below it whether that is who "he" is."""
    text = "“We float,” she said."
    said = Statement("s1", Kind.DIRECT, Place.BODY, (_find(text, "“We float,”"),), (), (_find(text, "she"),), 0.9)
    said = replace(said, speaker="p1", speaker_score=0.62)
    view = _view(Reading(Article("a", text), (said,), (), STAMP), 200)

    assert "below it: is that the right speaker" in view
    assert re.search(r"0\.90.*\n.*0\.62", view)


def test_the_view_begins_with_what_is_known_of_the_article() -> None:
    """The date in words, the outlet, and the notices before the text, those of the analysis first."""
    notices = (Notice("read", "The end was cut."), Notice("analyse", "Speakers were not looked for."))
    article = Article("a", "Nobody.", outlet=Outlet("The Float"), published="2024-09-03T04:03")
    lines = [line.strip() for line in _view(Reading(article, (), notices, STAMP)).splitlines()]

    assert lines[0].startswith("a · The Float · 3 September 2024, 04:03 ─")
    assert ["Note: Speakers were not looked for.", "Note: The end was cut."] == lines[1:3]


def test_the_legend_explains_a_statement_that_continues() -> None:
    """Where one does."""
    text = "“We float,” she said, “on nothing.” Water."
    content = (_find(text, "“We float,”"), _find(text, "“on nothing.”"))
    said = Statement("s1", Kind.DIRECT, Place.BODY, content, (), (_find(text, "she"),), 0.9)
    reading = Reading(Article("a", text), (said,), (), STAMP, own_voice=(_find(text, "Water"),))
    whole = replace(reading, statements=(replace(said, content=content[:1]),))

    assert "[s1… the same statement continues]" in _view(reading, 200)
    assert "continues" not in _view(whole, 200)


@pytest.mark.parametrize(("count", "words"), [(41, "1 more speaker"), (42, "2 more speakers")])
def test_what_is_left_out_of_a_list_is_counted(count: int, words: str) -> None:
    """One is singular."""
    speakers = tuple(Speaker(f"p{n}", f"Ada {n}", SpeakerType.PERSON, named=True) for n in range(count))

    assert f"… and {words}\n" in re.sub(
        " +\n", "\n", _view(Reading(Article("a", ""), (), (), STAMP, speakers=speakers))
    )
