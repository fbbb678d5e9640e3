"""Subtitles: the words joined, and when they are heard."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.analyse import Analyser
from sayso.article import Article, TimedArticle, Unread, find_time
from sayso.read.stream import Stream
from sayso.read.subtitles import is_subtitles, join_cues, read_cues, read_subtitles
from sayso.settings import ReadSettings

from .each_case import each_case

SRT = """1
00:00:01,000 --> 00:00:03,000
ANNA ROTH: The lock stays
shut until May.

2
00:00:03,000 --> 00:00:05,500
<i>We</i> &amp; the crew wait.

3
00:00:20,000 --> 00:00:22,000
- Until May?
- Until June.
"""
VTT = """WEBVTT Kind: captions

NOTE made by hand
--> is no time

STYLE
::cue { color: lime }

first
00:01.000 --> 00:02.000 align:start position:0%
<v Anna Roth>The lock <00:01.500><c>stays</c> shut.

00:02.000 --> 01:00:04.250
&gt;&gt; Until when?
"""


def _read(data: bytes) -> list[Article | Unread]:
    return list(read_subtitles(Stream("talk.srt", io.BytesIO(data)), ReadSettings()))


def test_cues_become_paragraphs() -> None:
    """Lines are joined by blanks; a pause or a speaker begins a paragraph; tags are left out and entities read."""
    text, _ = join_cues(read_cues(SRT))

    assert text == ("ANNA ROTH: The lock stays shut until May. We & the crew wait.\n\n>> Until May?\n\n>> Until June.")


def test_a_place_has_its_time() -> None:
    """The second is that at which the cue begins."""
    text, times = join_cues(read_cues(SRT))

    assert [find_time(times, text.index(word)) for word in ("ANNA", "shut", "crew", "June")] == [1.0, 1.0, 3.0, 20.0]
    assert find_time((), 4) is None


def test_webvtt_names_its_voices() -> None:
    """A voice becomes a speaker's turn; notes, styles, ids and settings say nothing."""
    text, times = join_cues(read_cues(VTT))

    assert text == "Anna Roth: The lock stays shut.\n\n>> Until when?"
    assert times == ((0, 1.0), (33, 2.0))


def _show(*lines: str) -> str:
    """The text of lines that are shown for a second each, one after another; an empty one is a pause."""
    timed = ((second, line) for second, line in enumerate(lines, start=10) if line)
    cues = (f"0:{second}.000 --> 0:{second + 1}.000\n{line}\n" for second, line in timed)
    return join_cues(read_cues("\n".join(cues)))[0]


def test_a_voice_is_named_where_it_begins() -> None:
    """Who goes on speaking is not named again, not after a pause either; who speaks after somebody else is."""
    text = _show(
        "<v Ada Roe>One", "<v Ada Roe>two", "", "", "", "", "<v Ada Roe>three", "<v Bob Ash>Four", "<v Ada Roe>five"
    )

    assert text == "Ada Roe: One two\n\nthree\n\nBob Ash: Four\n\nAda Roe: five"


@pytest.mark.parametrize(
    "cues", ["00:01.000 --> 00:02.000\n<v Ada Roe>We float.", "00:01.000 --> 00:02.000\nADA ROE: We float."]
)
def test_one_cue_with_a_name_is_a_turn(cues: str) -> None:
    """The form of subtitles shows a turn, however few there are; the name keeps its case."""
    (article,) = _read(f"WEBVTT\n\n{cues}\n".encode())
    assert isinstance(article, TimedArticle)

    (said,) = Analyser().analyse(article).statements

    assert (True, "We float.") == (said.turn, said.text)
    assert said.speaker_name in {"Ada Roe", "ADA ROE"}
    assert {said.speaker_name} == article.voices


def test_a_turn_without_a_name_is_somebody_else() -> None:
    """Behind it the voice is named again."""
    assert _show("<v Ada Roe>One", ">> Two", "<v Ada Roe>three") == "Ada Roe: One\n\n>> Two\n\nAda Roe: three"


@each_case("name", ["Émile Żak", "Speaker 2", "Ada Roe (via phone)", "Ash &amp; Roe"])
def test_any_name_is_a_voice(name: str) -> None:
    """Letters of any alphabet, numbers and brackets do."""
    shown = name.replace("&amp;", "&")

    assert _show(f"<v {name}>One", f"<v {name}>two", "<v Bob>Three") == f"{shown}: One two\n\nBob: Three"


def test_two_voices_may_share_a_line() -> None:
    """Each has its paragraph."""
    assert _show("<v Ada Roe>One?</v> <v Bob Ash>Two.</v>") == "Ada Roe: One?\n\nBob Ash: Two."


def test_a_name_or_sign_may_stand_alone() -> None:
    """What it begins stands in the next line; a name alone that goes on says nothing."""
    assert _show(">>", "One", "ADA ROE:", "two", "ADA ROE:", "three") == "One\n\nADA ROE: two three"


def test_words_before_a_colon_are_no_name() -> None:
    """Small letters, a sentence and a time begin no turn."""
    assert _show("One: two", "WELL, THAT: NO", "AT 10:30") == "One: two WELL, THAT: NO AT 10:30"


def test_lines_that_roll_up_are_heard_once() -> None:
    """A cue that repeats the last line of the one before adds only what is new."""
    rolling = "0:01.000 --> 0:02.000\nthe lock\n\n0:02.000 --> 0:03.000\nthe lock\nstays shut\n\n"
    rolling += "0:03.000 --> 0:04.000\nstays shut\nuntil May"

    assert join_cues(read_cues(rolling))[0] == "the lock stays shut until May"


@each_case("line_end", ["\r\n", "\r", "\n"])
def test_line_ends_do_not_matter(line_end: str) -> None:
    """Files from any system read the same."""
    assert join_cues(read_cues(SRT.replace("\n", line_end))) == join_cues(read_cues(SRT))


def test_numbers_without_blank_lines_are_no_words() -> None:
    """A cue's number right behind the words of the one before is left out."""
    packed = "1\n00:00:01,0 --> 00:00:02,0\nWe float.\n2\n00:00:02,0 --> 00:00:03,0\nWe do."

    assert join_cues(read_cues(packed))[0] == "We float. We do."


def test_the_form_is_recognised_by_the_beginning() -> None:
    """A number and a time, a time, or WEBVTT; a text that mentions WEBVTT is none."""
    assert is_subtitles(b"", SRT)
    assert is_subtitles(b"", "\ufeff" + VTT)
    assert not is_subtitles(b"", "WEBVTTER was a brand.")
    assert not is_subtitles(b"", "12 people\nwere at 10:00.")


def test_an_article_comes_with_times() -> None:
    """Bytes in any encoding; the text has no title, and its times travel with it."""
    (article,) = _read(SRT.encode("utf-16"))

    assert isinstance(article, TimedArticle)
    assert article.title is None
    assert article.times[0] == (0, 1.0)


def test_subtitles_without_words_are_reported() -> None:
    """They are no article but a notice."""
    (unread,) = _read(b"1\n00:00:01,000 --> 00:00:02,000\n\n")

    assert isinstance(unread, Unread)
    assert "but no words" in unread.notices[0].reason


@given(st.text(alphabet="01:,.-> \n<v>{\\}&;aB\r", max_size=300))
def test_any_text_is_read_in_order(text: str) -> None:
    """Whatever comes, places and text fit."""
    joined, times = join_cues(read_cues(text))

    assert [place for place, _ in times] == sorted(place for place, _ in times)
    assert all(0 <= place < max(1, len(joined)) for place, _ in times)


@pytest.mark.cpu_limit(3)
def test_long_subtitles_take_no_longer_than_in_proportion() -> None:
    """A quarter of a megabyte of one cue, of open tags and of cues are read in seconds."""
    for body in ("<v " * 80_000, "a{\\" * 80_000, "1\n00:00:01,000 --> 00:00:02,000\nWe float.\n\n" * 4_000):
        join_cues(read_cues("00:00:01,000 --> 00:00:02,000\n" + body))

    assert _show("<v Ada Roe>" * 20_000, "ROE " * 40_000, "ADA ROE:\n" * 16_000)
