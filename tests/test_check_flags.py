"""What to know before relying on a label: whose turn it is, whether the words are second hand or came later."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest

from sayso.article import Article
from sayso.check import SourceText, check_reading, index_sources, list_unchecked
from sayso.match import Caution, Change, Checked, Detail
from sayso.read import read_articles
from sayso.read.subtitles import join_cues, read_cues
from sayso.reading import Reading, Stamp
from sayso.report.check_facts import describe_names
from sayso.report.check_text import count_rows, describe_counts, needs_look
from sayso.speaker import Speaker, SpeakerType
from sayso.statement import Kind, Place, Statement
from sayso.text import Span

from .each_case import each_case

QUOTE = "The ferry sank before the pilots had left the harbour"


def read(text: str, *, name: str = "a") -> Reading:
    """An article whose stretches in marks are one statement of Ada Roe's."""
    spans = tuple(Span(*match.span()) for match in re.finditer("“[^”]*”", text))
    statement = Statement("s1", Kind.DIRECT, Place.BODY, spans, (), (), 0.9, speaker="p1", unresolved=None)
    speakers = (Speaker("p1", "Ada Roe", SpeakerType.PERSON, named=True),)
    return Reading(Article(name, text, published="2031-05-04"), (statement,), (), Stamp("0", "m", "s"), speakers)


def check(quote: str, *texts: SourceText, published: str | None = "2031-05-04", role: str = "") -> Checked:
    """What is found of words that an article gives to Ada Roe."""
    text = f"“{quote},” Ada Roe said."
    span = Span(0, len(quote) + 3)
    statement = Statement("s1", Kind.DIRECT, Place.BODY, (span,), (), (), 0.9, speaker="p1", unresolved=None)
    speakers = (Speaker("p1", "Ada Roe", SpeakerType.PERSON, named=True, roles=(role,) if role else ()),)
    reading = Reading(Article("a", text, published=published), (statement,), (), Stamp("0", "m", "s"), speakers)
    (row,) = check_reading(reading, index_sources(texts))
    return row


@each_case("label", ["REPORTER", "THE COURT", "INTERVIEWER", "Q", "VOICE", "UNIDENTIFIED MALE"])
def test_a_role_is_not_the_named_speaker(label: str) -> None:
    """Nobody knows who that is, so the row is shown among those to look at."""
    row = check(QUOTE, SourceText("t", f"ADA ROE: Good evening.\n\n{label}: {QUOTE}.\n\nADA ROE: No."))

    assert (Change.VERBATIM, None) == (row.label, row.same_speaker)
    assert Caution.UNKNOWN_SPEAKER in row.flags
    assert needs_look(row)


def test_the_role_that_the_article_gives_is_the_speakers_own() -> None:
    """Ada Roe is the mayor."""
    row = check(QUOTE, SourceText("t", f"THE MAYOR: {QUOTE}."), role="mayor of Wold")

    assert Caution.UNKNOWN_SPEAKER not in row.flags


@each_case(
    "text",
    [
        f"The storm was long. “{QUOTE},” Ada Roe said on Sunday. The town mourned.",
        f'HOST: You wrote "{QUOTE}" in your letter. Is that so?',
        f"The storm was long. “{QUOTE.replace(' the pilots', chr(10) + 'the pilots')},” Ada Roe said.",
    ],
)
def test_words_in_marks_are_second_hand(text: str) -> None:
    """Another article, or a talk that quotes, only passes them on."""
    assert Caution.SECOND_HAND in check(QUOTE, SourceText("t", text)).flags


@pytest.mark.parametrize("text", [f"Good evening. {QUOTE}. He said “no” to it.", f"ADA ROE: “{QUOTE}.”\n\nQ. Why?"])
def test_own_words_are_not_second_hand(text: str) -> None:
    """Marks elsewhere in the paragraph, or around a whole turn, say nothing."""
    assert Caution.SECOND_HAND not in check(QUOTE, SourceText("t", text)).flags


@each_case(
    ("quote", "text", "is_passed_on"),
    [
        ("Night Boats", "I have written a book. It is called “Night Boats” and you can buy it.", False),
        ("Night Boats", "The sign at the gate said, “Night Boats,” and we turned round.", True),
        ("Night boats leave", "It was the mayor who told us “Night boats leave” and then went home.", True),
    ],
)
def test_a_name_in_marks_is_not_second_hand(quote: str, text: str, *, is_passed_on: bool) -> None:
    """The marks around the name of a book or show pass no words on; after a comma or colon they do."""
    assert (Caution.SECOND_HAND in check(quote, SourceText("t", text)).flags) is is_passed_on


def test_own_words_come_before_second_hand_ones() -> None:
    """Though the article that quotes them is nearer in date, and came first."""
    other = SourceText("other", f"The storm was long. “{QUOTE},” Ada Roe said.", "2031-05-04")
    talk = SourceText("talk", f"Good evening. {QUOTE}. Thank you.", "2031-05-02")
    row = check(QUOTE, other, talk)

    assert (row.source, row.flags) == ("talk", ())
    assert "it is the source's own words" in row.note


def test_own_words_that_differ_come_before_the_very_words_at_second_hand() -> None:
    """Another article may have changed them first."""
    other = SourceText("other", f"The storm was long. “{QUOTE},” Ada Roe said.", "2031-05-04")
    talk = SourceText("talk", f"ADA ROE: Good evening. {QUOTE.replace('before', 'after')}. Thank you.", "2031-05-02")
    row = check(QUOTE, other, talk)

    assert (row.source, row.label) == ("talk", Change.ALTERED)
    assert [one.source for one in row.alternatives] == ["other"]
    assert "the source's own words" in row.note or "the speaker agrees" in row.note


def test_a_source_of_a_later_day_is_flagged() -> None:
    """Words that were said after the draft are not what it quotes."""
    talk = f"Good evening. {QUOTE}. Thank you."

    assert Caution.LATER in check(QUOTE, SourceText("t", talk, "2031-05-06")).flags
    assert Caution.LATER not in check(QUOTE, SourceText("t", talk, "2031-05-04")).flags


def test_words_of_two_people_are_flagged_and_nobody_is_named_twice() -> None:
    """Half of them were said by another; two labels of one person are one."""
    quote = "Nobody here wants to close the market. It must stay open for ever"
    first, second = quote.split(". ")
    row = check(quote, SourceText("t", f"ADA ROE: {first}.\n\nBEN MOSS: {second}."))
    own = check(quote, SourceText("t", f"ADA ROE: {first}.\n\nMS. ROE: {second}."))

    assert (Caution.SEVERAL_SPEAKERS in row.flags, row.same_speaker) == (True, False)
    assert describe_names(row, "Ada Roe") == "names differ: not all of the words stand in a turn of Ada Roe"
    assert (own.flags, own.same_speaker) == ((), True)


def test_the_date_of_a_file_is_no_date_of_a_talk() -> None:
    """It says when somebody saved it."""
    saved = Article("t.docx", QUOTE, published="2031-05-04", origins=(("published", "Word properties"),))
    dated = Article("t.html", QUOTE, published="2031-05-04", origins=(("published", "schema.org"),))

    assert (None, "2031-05-04") == (SourceText.from_article(saved).date, SourceText.from_article(dated).date)


def test_a_dash_in_subtitles_is_not_the_last_speaker() -> None:
    """Whoever begins there has no name."""
    cues = f"0:01.000 --> 0:02.000\nADA ROE: Good evening.\n\n0:02.000 --> 0:03.000\n- {QUOTE}.\n"
    text, _ = join_cues(read_cues(cues))
    row = check(QUOTE, SourceText("t.vtt", text))

    assert (row.label, row.speaker_in_source, row.same_speaker) == (Change.VERBATIM, None, None)


def test_a_name_with_a_title_is_a_label_though_it_comes_once() -> None:
    """With a remark in brackets behind it too."""
    row = check(QUOTE, SourceText("t", f"Welcome to the hall.\n\nMs. Brandt (through an interpreter): {QUOTE}."))

    assert (row.speaker_in_source, row.same_speaker) == ("Ms. Brandt", False)


DRAFT = (
    "The town of Wold mourned for a week after the long storm of that spring, when boats were lost in the bay.\n\n"
    f"“{QUOTE},” Ada Roe said at the town hall on Sunday, where many had come to hear her speak of that night.\n"
)


@each_case("copy", [DRAFT, DRAFT.replace("long storm", "great storm"), "Storm at Wold\n\n" + DRAFT])
def test_the_draft_is_left_out_of_its_sources(copy: str) -> None:
    """Its own quotations stand there; a corrected word or a headline makes it no other text."""
    talk = SourceText("talk", "ADA ROE: The ferry sank before any pilots had left the harbour.")
    (row,) = check_reading(read(DRAFT), index_sources([SourceText("copy", copy), talk]))
    (alone,) = check_reading(read(DRAFT), index_sources([SourceText("copy", copy)]))

    assert (row.source, row.label) == ("talk", Change.ALTERED)
    assert (alone.source, alone.label) == (None, Change.NOT_FOUND)


def test_halves_that_stand_far_apart_were_joined() -> None:
    """Or in another order; not where only a few words lie between them."""
    text = "“The ferry sank in the night,” Ada Roe said, “and the pilots were saved.”"
    between = "It was the worst storm in years, and nobody on the quay had seen the like of it."
    far = f"ADA ROE: The ferry sank in the night. {between} Then the boats came and the pilots were saved."
    near = "ADA ROE: The ferry sank in the night and the pilots were saved."
    back = "ADA ROE: First we slept and the pilots were saved. The ferry sank in the night."
    found = [list(check_reading(read(text), index_sources([SourceText("t", it)]))) for it in (far, near, back)]

    assert [[Detail.JOINED in row.changes for row in rows] for rows in found] == [
        [False, True],
        [False, False],
        [False, True],
    ]
    assert needs_look(found[0][1])


def test_a_whole_sentence_wins_over_a_fragment() -> None:
    """Where the dates speak for neither, nor the speaker."""
    part = SourceText("part", f"ADA ROE: {QUOTE} because nobody had called them.")
    whole = SourceText("whole", f"ADA ROE: {QUOTE}. Nobody had called them.")

    assert (check(QUOTE, part, whole).source, check(QUOTE, whole, part).source) == ("whole", "whole")


def test_what_is_unlike_every_source_has_no_place() -> None:
    """No marks, and the note says so."""
    row = check("Ministers agreed on a budget for the hospital", SourceText("t", "ADA ROE: We sat on a boat."))

    assert (row.source, row.places, row.difference, row.marked) == (None, (), (), "")
    assert row.note in {"nothing like it stands in the sources", "none of its words stand together in the sources"}


def test_a_row_has_the_words_of_both_sides() -> None:
    """For a table, in which no places can be looked up."""
    row = check(QUOTE.replace("before", "after"), SourceText("t", f"ADA ROE: Good evening.\n\nADA ROE: {QUOTE}. No."))

    assert (row.source_words, row.source_line) == (QUOTE, 3)
    assert row.marked == "The ferry sank [-before-] {+after+} the pilots had left the harbour"


def test_a_role_of_the_article_finds_its_speaker() -> None:
    """As the article gives it, or without what it is of."""
    reading = read(f"“{QUOTE},” Ada Roe said.")
    speakers = (Speaker("p1", "Ada Roe", SpeakerType.PERSON, named=True, roles=("Mayor of Wold",)),)
    sources = index_sources([SourceText("t", QUOTE)])

    for asked, count in (("the mayor", 1), ("mayor of Wold", 1), ("Roe", 1), ("the pilot", 0), ("Wold", 0)):
        assert len(list(check_reading(replace(reading, speakers=speakers), sources, speaker=asked))) == count


def test_verbatim_stretches_with_flags_are_counted_apart() -> None:
    """So that nobody takes the count for that of stretches of which nothing is to be said."""
    plain = check(QUOTE, SourceText("t", f"ADA ROE: {QUOTE}."))
    flagged = replace(plain, flags=(Caution.LATER,))

    assert describe_counts(count_rows([plain, flagged])) == (
        "2 quotations: 1 verbatim, 1 verbatim with flags; later than the draft in 1"
    )


def test_what_was_not_checked_is_listed() -> None:
    """A mark without its partner, a turn, few words of nobody; the signs of TeX are marks."""
    text = "``We won,'' Ada Roe said.\n\n“We never slept.\n\nThe “old tide” was read."
    statement = Statement("s1", Kind.DIRECT, Place.BODY, (Span(0, 10),), (), (), 0.9, speaker=None)
    reading = Reading(Article("a", text), (statement,), (), Stamp("0", "m", "s"), ())

    assert [one.span.of(text) for one in list_unchecked(reading)] == ["“We never slept.", "“old tide”"]
    assert [row.quote for row in check_reading(reading, index_sources([SourceText("t", "We won.")]))] == ["We won,"]


def test_the_date_line_of_a_plain_transcript_counts() -> None:
    """Of two talks with the same words, the one nearest before the draft is taken, though only their texts say when."""
    talks = [
        SourceText.from_article(replace(article, id=day))
        for day in ("May 4, 2029", "May 4, 2031")
        for article in read_articles([io.BytesIO(f"Talk\n\n{day}\n\nADA ROE: We never slept that night.".encode())])
    ]
    draft = Article("d", "“We never slept that night,” said Ada Roe.", published="2031-06-01")
    said = Statement("s1", Kind.DIRECT, Place.BODY, (Span(0, 29),), (), (), 0.9)
    (row,) = check_reading(Reading(draft, (said,), (), Stamp("0.1.0", "tiny", "f00d")), index_sources(talks))

    assert "May 4, 2031" == row.source
