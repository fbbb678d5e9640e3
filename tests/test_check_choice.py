"""Which of several places is reported, and how what is said over and over is weighed."""

from __future__ import annotations

import pytest

from sayso.article import Article, TimedArticle
from sayso.check import Checker, SourceText, check_quotes, check_reading, check_readings, index_sources
from sayso.match import Change, Checked, Detail
from sayso.reading import Reading, Stamp
from sayso.speaker import Speaker, SpeakerType
from sayso.statement import Kind, Place, Statement
from sayso.text import Span

from .each_case import each_case

TOLD = "“The lamp stays on,” Ada Roe said."


def read(text: str = TOLD, ident: str = "a", published: str | None = "2021-05-04") -> Reading:
    """An article of one quotation of Ada Roe."""
    span = Span(text.index("“"), text.index("”") + 1)
    statement = Statement("s1", Kind.DIRECT, Place.BODY, (span,), (), (), 0.9, speaker="p1", unresolved=None)
    speakers = (Speaker("p1", "Ada Roe", SpeakerType.PERSON, named=True),)
    return Reading(Article(ident, text, published=published), (statement,), (), Stamp("0", "m", "s"), speakers)


def make_talk(ident: str, *turns: str, date: str | None = None) -> SourceText:
    """A transcript with filling before and after, so that its turns are far from its edges."""
    filling = " ".join(f"Herring{n} swam past buoy{n}." for n in range(60))
    return SourceText(ident, "\n\n".join([f"HOST: {filling}", *turns, f"HOST: {filling}"]), date)


def check_one(*sources: SourceText, reading: Reading | None = None) -> Checked:
    """What is found of the article's quotation."""
    (row,) = check_reading(reading or read(), index_sources(sources))
    return row


def test_of_many_places_the_speakers_own_is_reported() -> None:
    """However many others say the same words, and however much nearer their dates are."""
    others = [make_talk(f"t{n}", "BEN MOSS: The lamp stays on.", date="2021-05-04") for n in range(40)]
    own = make_talk("own", "ADA ROE: The lamp stays on.", date="2020-01-01")
    row = check_one(*others, own)

    assert ("own", "ADA ROE", True) == (row.source, row.speaker_in_source, row.same_speaker)
    assert row.note.startswith("41 places have these very words; this one because the speaker agrees")


def test_of_the_speakers_places_the_nearest_before_the_article_is_reported() -> None:
    """What was said after it comes after what was said before."""
    days = ("2021-01-01", "2021-05-01", "2021-06-01")
    row = check_one(*(make_talk(day, "ADA ROE: The lamp stays on.", date=day) for day in days))

    assert row.source == "2021-05-01"
    assert {other.source for other in row.alternatives} == {"2021-01-01", "2021-06-01"}


def test_within_one_talk_the_speakers_turn_is_reported() -> None:
    """The host says it first; the words are those of the guest."""
    row = check_one(make_talk("talk", "HOST: The lamp stays on?", "ADA ROE: The lamp stays on."))

    assert ("ADA ROE", True) == (row.speaker_in_source, row.same_speaker)


def test_as_good_places_are_reported_in_the_order_given() -> None:
    """Nothing sets them apart, so the first is reported."""
    row = check_one(*(make_talk(name, "ADA ROE: The lamp stays on.") for name in ("first", "second")))

    assert ("first", "second") == (row.source, row.alternatives[0].source)
    assert "it comes first" in row.note


@each_case("count", [1, 3, 300])
def test_a_sentence_said_again_and_again_is_still_no_chance(count: int) -> None:
    """That a source repeats itself does not make its words common."""
    sources = index_sources([SourceText("s", " ".join(["We will never sell the harbour to anybody."] * count))])
    same, negated, other = check_quotes(
        [
            "We will never sell the harbour to anybody.",
            "We will ever sell the harbour to anybody.",
            "Ministers agreed on a budget for the hospital.",
        ],
        sources,
    )

    assert [Change.VERBATIM, Change.ALTERED, Change.NOT_FOUND] == [same.label, negated.label, other.label]
    assert Detail.NEGATION in negated.changes


def test_a_long_quotation_against_a_short_source() -> None:
    """Where it cannot stand whole, it is not found."""
    (row,) = check_quotes(["The lamp stays on. " * 200], index_sources([SourceText("s", "The lamp stays on.")]))

    assert Change.NOT_FOUND is row.label


def test_the_time_of_subtitles_is_reported() -> None:
    """A source that was read from subtitles shows when its words are heard."""
    heard = TimedArticle("s.srt", "Good evening. The lamp stays on.", times=((0, 1.0), (14, 61.5)))
    row = check_one(SourceText.from_article(heard))

    assert (Change.VERBATIM, 61.5) == (row.label, row.time)


def test_a_source_is_the_text_as_it_was_given() -> None:
    """A headline that the reader put before it is left out."""
    article = Article("a", "Headline\n\nThe lamp.", url="https://coast.example/a", given_span=Span(10, 19))

    assert SourceText("a", "The lamp.", url="https://coast.example/a") == SourceText.from_article(article)


def test_many_articles_are_checked_alike_by_several_processes() -> None:
    """The rows, and their order, are those of one process."""
    readings = [read(TOLD.replace("lamp", ("lamp", "light")[n % 2]), f"a{n}") for n in range(60)]
    sources = index_sources([make_talk("talk", "ADA ROE: The lamp stays on.")])
    alone, together = (list(check_readings(readings, sources, workers=workers)) for workers in (1, 2))

    assert alone == together
    assert [reading.article.id for reading, _ in together] == [f"a{n}" for n in range(60)]


def test_processes_that_fail_are_done_without(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system has none to give, all is checked in this one."""

    def refuse(*_given: object) -> None:
        raise OSError("no more processes")

    monkeypatch.setattr("sayso.check.many.ProcessPoolExecutor", refuse)
    sources = index_sources([make_talk("talk", "ADA ROE: The lamp stays on.")])

    assert len(list(check_readings([read()] * 30, sources, workers=2))) == 30


def test_only_the_speaker_asked_for_is_checked() -> None:
    """Others' words are left out."""
    checker = Checker(index_sources([make_talk("talk", "ADA ROE: The lamp stays on.")]))

    assert [1, 0] == [len(list(checker.check_reading(read(), speaker=name))) for name in ("Roe", "Ben Moss")]


@pytest.mark.parametrize(("name", "label"), [("ADA ROE", Change.ALTERED), ("BEN MOSS", Change.NOT_FOUND)])
def test_common_words_of_another_are_not_the_quotation(name: str, label: Change) -> None:
    """Where few words that many say are quoted with a change, it counts who says them."""
    said = [
        f"HOST: {who} think {what} will do the {how} thing in {when}."
        for who in ("You", "People", "Sailors", "Others")
        for what in ("ships", "they", "crews")
        for how in ("right", "best", "wrong")
        for when in ("May", "the end", "June")
    ]
    talk = make_talk("talk", f"{name}: I think that they will do the best thing in the end.", *said)
    row = check_one(talk, reading=read("“think that they will do the best meal,” Ada Roe said."))

    assert (label, name) == (row.label, row.speaker_in_source)


def test_clipped_words_are_the_very_words() -> None:
    """However few, and however common they are."""
    said = [f"HOST: The answer is {word}, he is {word}, is he not?" for word in ("yes", "no", "open", "shut")]
    row = check_one(
        make_talk("talk", *said, "ADA ROE: The answer is, he's not."),
        reading=read("“The answer is he is not,” Roe said."),
    )

    assert (Change.VERBATIM, "ADA ROE") == (row.label, row.speaker_in_source)


def test_two_speakers_words_under_one_name_are_reported() -> None:
    """Word for word, but half of it was said by another."""
    talk = make_talk("talk", "ADA ROE: Nobody here wants to close the market.", "BEN MOSS: It must stay open for ever.")
    row = check_one(
        talk, reading=read("“Nobody here wants to close the market. It must stay open for ever,” Ada Roe said.")
    )

    assert (Change.VERBATIM, "ADA ROE", False) == (row.label, row.speaker_in_source, row.same_speaker)
    assert "in the turns of ADA ROE and of BEN MOSS" in row.note


@pytest.mark.parametrize(("name", "label"), [("ADA ROE", Change.ALTERED), ("HOST", Change.ALTERED)])
def test_a_lost_never_is_found_in_a_short_quotation(name: str, label: Change) -> None:
    """All that is quoted stands there, so that few words are enough."""
    row = check_one(
        make_talk("talk", f"{name}: I never saw the letter."), reading=read("“I saw the letter,” Roe said.")
    )

    assert (label, (Detail.NEGATION,)) == (row.label, row.changes)


def test_a_part_of_a_sentence_without_blanks_is_found() -> None:
    """Chinese and Japanese signs count one by one."""
    sources = index_sources(
        [
            SourceText("s", "她说：“我们永远不会出售港口，因为船还在那里。”然后她离开了。"),
            SourceText("t", "港の灯は消えない。"),
        ]
    )
    part, changed, other = check_quotes(
        ["永远不会出售港口", "我们永远会出售港口，因为船还在那里", "灯は消えない"], sources
    )

    assert [Change.VERBATIM, Change.VERBATIM] == [part.label, other.label]
    assert changed.label is not Change.VERBATIM
