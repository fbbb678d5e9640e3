"""What the guide's scheme mends and leaves out."""

from __future__ import annotations

from dataclasses import replace

from sayso.analyse.attribute import Attribution
from sayso.analyse.guide import is_thought, mend
from sayso.analyse.layout import Layout, lay_out
from sayso.article import Article
from sayso.statement import Kind, Place
from sayso.text import Span

from .each_case import each_case


def _lay_out(text: str) -> Layout:
    return lay_out(Article("a", text))


def _attribute(text: str, content: str, cue: str = "", source: str = "", kind: Kind = Kind.INDIRECT) -> Attribution:
    def find(words: str) -> tuple[Span, ...]:
        at = text.index(words)
        return (Span(at, at + len(words)),) if words else ()

    return Attribution(find(content), find(cue), find(source), kind=kind, place=Place.BODY)


def test_a_source_stands_in_the_sentence_of_its_cue() -> None:
    """A source that was read in another sentence than the cue is let go."""
    text = "To the crew was said that the pier was shut. Orla Vint left."
    read = _attribute(text, "that the pier was shut", "said", "Orla Vint")

    assert () == mend(_lay_out(text), read).source


@each_case(
    ("text", "cue", "content", "expected"),
    [
        ("It said that the pier was shut.", "said", "that the pier was shut", "It"),
        ("It is said that the pier was shut.", "is said", "that the pier was shut", ""),
        ("I 'm told that the pier was shut.", "'m told", "that the pier was shut", ""),
        ("The sign warned those who think it is shut.", "think", "it is shut", "those who"),
        ("He met people of the island, who regard it as shut.", "regard", "it as shut", "people of the island, who"),
        ("He saw a long letter, which described it as shut.", "described", "it as shut", "a long letter, which"),
        ("Vint, who is believed to be out, left.", "is believed", "to be out", ""),
        ("Rumours suggest that it is shut.", "suggest", "that it is shut", "Rumours"),
    ],
)
def test_the_subject_before_the_cue_is_the_source(text: str, cue: str, content: str, expected: str) -> None:
    """Where none was read, a pronoun, "those who" or the noun with which the sentence begins is the source."""
    assert [expected] * bool(expected) == [
        span.of(text) for span in mend(_lay_out(text), _attribute(text, content, cue)).source
    ]


def test_the_noun_before_the_cue_is_the_source() -> None:
    """Where the source was read in the headline, the noun with which the sentence of the cue begins is the source."""
    text = "Two held: police\n\nPolice said that two men were held. Residents were told that it was shut."
    read = replace(_attribute(text, "that two men were held", "said"), source=(Span(10, 16),))
    passive = replace(_attribute(text, "that it was shut", "were told"), source=(Span(10, 16),))

    assert (Span(18, 24),) == mend(_lay_out(text), read).source
    assert () == mend(_lay_out(text), passive).source


def test_a_source_ends_with_a_word() -> None:
    """What was read of “passer-by” up to its hyphen is all of it."""
    text = "A passer-by who reported that the pier was shut left."
    read = _attribute(text, "that the pier was shut", "reported", "A passer")

    assert (Span(0, 11),) == mend(_lay_out(text), read).source


def test_a_source_beside_its_cue_stays() -> None:
    """A source in the sentence of its cue stays."""
    text = "Orla Vint said that the pier was shut."
    read = _attribute(text, "that the pier was shut", "said", "Orla Vint")

    assert read == mend(_lay_out(text), read)


@each_case(
    ("text", "source", "cue", "content", "expected"),
    [
        ("Tenants told to stay out of the lift", "Tenants", "told", "to stay out of the lift", ""),
        ("Vint told to go, and went", "Vint", "told", "to go", ""),
        ("Vint told the firm to mend it", "Vint", "told", "to mend it", "Vint"),
        ("I am told that it was shut.", "I", "am told", "that it was shut", ""),
        ("Vint had been assured that it was shut.", "Vint", "had been assured", "that it was shut", ""),
        ("Vint was informed on Monday that it was shut.", "Vint", "was informed", "that it was shut", ""),
        ("It was shut, the tribunal was told.", "the tribunal", "was told", "It was shut", "the tribunal"),
        ("Vint asked to see the lift", "Vint", "asked", "to see the lift", "Vint"),
        ("Asked by the Wold Courier why it was shut, he left.", "the", "Asked", "why it was shut", "the Wold Courier"),
        (
            "He heard the Lift Council's claim that it was safe.",
            "the",
            "claim",
            "that it was safe",
            "the Lift Council's",
        ),
    ],
)
def test_who_is_told_is_no_source(text: str, source: str, cue: str, content: str, expected: str) -> None:
    """The subject of "told to" is addressed, not heard; and a name of which only "the" was read is completed."""
    (*found,) = mend(_lay_out(text), _attribute(text, content, cue, source)).source

    assert expected == "".join(span.of(text) for span in found)


@each_case(
    ("text", "cue", "content", "expected"),
    [
        ("She said a nurse was told to leave.", "was told", "to leave", "to leave"),
        ("She said a nurse was told by us to leave.", "was told by", "to leave", "to leave"),
        ("She said a nurse was informed of it.", "was informed", "of it", "of it"),
        ("She said a nurse was praised for it.", "was praised", "for it", "a nurse for it"),
    ],
)
def test_who_is_told_is_no_content(text: str, cue: str, content: str, expected: str) -> None:
    """In "a nurse was told to leave", what is said is "to leave"."""
    read = _attribute(text, content, cue)
    layout = _lay_out(text)

    found = mend(layout, replace(read, content=(Span(9, 16), *read.content))).content

    assert expected == " ".join(span.of(text) for span in found)


@each_case(
    ("text", "cue", "content", "expected"),
    [
        ("Vint told Radio Wold divers could not see.", "told", "could not see", "divers could not see"),
        ("Vint told him the lift was shut.", "told", "was shut", "the lift was shut"),
        ("Vint told Radio Wold on Monday was too soon.", "told", "was too soon", "was too soon"),
        ("Vint told us that the lift was shut.", "told", "that the lift was shut", "that the lift was shut"),
        (
            "Vint said the lift had stopped and burned.",
            "said",
            "the lift had stopped and",
            "the lift had stopped and burned",
        ),
        (
            "Vint said the lift had stopped and, later in the day, she left.",
            "said",
            "the lift had stopped and",
            "the lift had stopped",
        ),
    ],
)
def test_a_clause_is_whole(text: str, cue: str, content: str, expected: str) -> None:
    """Reported words begin with their subject, and do not end with "and"."""
    (found,) = mend(_lay_out(text), _attribute(text, content, cue, "Vint")).content

    assert expected == found.of(text)


def test_reported_words_end_where_the_writer_breaks_off() -> None:
    """After an ellipsis outside marks the writer continues, not the speaker."""
    text = "Vint explained why the pier was shut…and it all came of the storm in May."
    read = _attribute(text, "why the pier was shut…and it all came of the storm in May", "explained", "Vint")

    (content,) = mend(_lay_out(text), read).content

    assert "why the pier was shut" == content.of(text)


def test_an_ellipsis_in_marks_is_the_speakers() -> None:
    """An ellipsis inside a quotation shows what was left out of it, and the quotation goes on."""
    text = "“The pier is shut … and it will stay so,” Vint said."
    read = _attribute(text, "“The pier is shut … and it will stay so,”", "said", "Vint", Kind.DIRECT)

    assert read.content == mend(_lay_out(text), read).content


def test_thoughts_in_a_quotation_are_part_of_it() -> None:
    """Inside somebody's words “I think” reports no act of speaking; “told” does."""
    text = "“I think it floats and my aunt told me so,” Vint said."
    holder = _attribute(text, "“I think it floats and my aunt told me so,”", "said", "Vint", Kind.DIRECT)
    thought = _attribute(text, "it floats", "think", "I")
    reported = _attribute(text, "so", "told", "my aunt")

    layout = _lay_out(text)

    assert is_thought(layout, thought, holder)
    assert not is_thought(layout, reported, holder)
    assert not is_thought(layout, thought, None)


def test_thoughts_in_a_turn_are_part_of_it() -> None:
    """The words of a turn have no marks, and are the speaker's own all the same."""
    text = "I believe it floats."
    turn = replace(_attribute(text, text), turn=True)

    assert is_thought(_lay_out(text), _attribute(text, "it floats", "believe", "I"), turn)


def test_thoughts_in_reported_speech_are_statements() -> None:
    """What somebody is said to believe, in the outlet's words, stays."""
    text = "Vint said that Moss believed it floats."
    holder = _attribute(text, "that Moss believed it floats", "said", "Vint")

    assert not is_thought(_lay_out(text), _attribute(text, "it floats", "believed", "Moss"), holder)


@each_case(
    ("text", "cue", "first", "source"),
    [
        ("The bank declined to comment.", "declined", "The", "The bank"),
        ("Her office declined to comment.", "declined", "Her", "Her office"),
        ("The WBA declined to comment.", "declined", "The", "The WBA"),
        ("His recent claims to comment were read.", "claims", "His", "His"),
    ],
)
def test_a_source_reaches_to_its_cue(text: str, cue: str, first: str, source: str) -> None:
    """Of a source of which only the article was read, the noun belongs to it too."""
    read = _attribute(text, "to comment", cue, first)

    assert [source] == [span.of(text) for span in mend(_lay_out(text), read).source]


@each_case(
    ("text", "source", "expected"),
    [
        (
            "The bursar of the school, Dr Ada Moss, said so.",
            "The bursar of the school",
            "The bursar of the school, Dr Ada Moss,",
        ),
        ("The bursar, Chief (Mrs) Ada Moss said so.", "The bursar,", "The bursar, Chief (Mrs) Ada Moss"),
        ("One, Ada Moss, whose boat sank, said so.", "One,", "One, Ada Moss, whose boat sank,"),
        ("Moss, whose lease is up in June, said so.", "Moss", "Moss, whose lease is up in June,"),
        ("Moss, however, said so.", "Moss", "Moss"),
        ("Moss, without asking her, said so.", "Moss", "Moss"),
        ("Moss went home, Ada Oats said so.", "Moss", "Moss"),
    ],
)
def test_source_goes_on_to_the_name_after_it(text: str, source: str, expected: str) -> None:
    """A name or a relative clause between a source and its cue belongs to the source; other words do not."""
    read = _attribute(text, "so", "said", source)

    (found,) = mend(_lay_out(text), read).source
    assert found.of(text) == expected


@each_case(
    ("text", "expected"),
    [
        ("Coun. Ada Moss, who voted against it, said so.", ["Coun. Ada Moss, who voted against it,"]),
        ("But Ada Moss, seen as a rival, said so.", ["Ada Moss, seen as a rival,"]),
        ("Moss of the Wold Trust, which owns it, said so.", ["Moss of the Wold Trust, which owns it,"]),
        ("Last year, who knows why, said so.", []),
        ("In a hall where Ada Moss, who voted, said so.", []),
    ],
)
def test_subject_before_a_relative_clause_is_the_source(text: str, expected: list[str]) -> None:
    """Where the model found no source, it is the name with which the sentence begins, with what is added to it."""
    found = mend(_lay_out(text), _attribute(text, "so", "said")).source

    assert [span.of(text) for span in found] == expected


@each_case(
    ("text", "content", "cue", "source", "expected"),
    [
        ("Asked of the mill, Moss said it was shut.", ["the mill", "it was shut"], "said", "Moss", ["it was shut"]),
        ("The mill, Moss said, was shut.", ["The mill", "was shut"], "said", "Moss", ["The mill", "was shut"]),
        ("a mill Moss called old", ["a mill", "old"], "called", "Moss", ["a mill", "old"]),
        ("“A mill”, Moss said was shut", ["“A mill”", "was shut"], "said", "Moss", ["“A mill”", "was shut"]),
        (
            "It is late, said Moss. It is shut",
            ["It is late", "It is shut"],
            "said",
            "Moss",
            ["It is late", "It is shut"],
        ),
        ("Moss told the court that it fell", ["the court that it fell"], "told", "Moss", ["that it fell"]),
        (
            "Moss promised to us in May that it fell",
            ["to us in May that it fell"],
            "promised",
            "Moss",
            ["that it fell"],
        ),
        ("Moss said the court that sat was late", ["the court that sat was late"], "said", "Moss", None),
        ("Moss told crews of it, and that it fell", ["crews of it, and that it fell"], "told", "Moss", None),
        ("Moss assured him no lock was shut", ["him no lock was shut"], "assured", "Moss", ["no lock was shut"]),
        ("Moss told her they sat late", ["her they sat late"], "told", "Moss", ["they sat late"]),
        ("Moss told her mother sat late", ["her mother sat late"], "told", "Moss", None),
        (
            "Moss said it lay in the bed of the river.",
            ["it lay in the bed of the"],
            "said",
            "Moss",
            ["it lay in the bed of the river"],
        ),
        ("Moss said it fell, as Oats had claimed", ["it fell, as"], "said", "Moss", ["it fell"]),
    ],
)
def test_writers_words_around_the_cue_are_left_out(
    text: str, content: list[str], cue: str, source: str, expected: list[str] | None
) -> None:
    """Neither the writer's clause before the main clause nor who is addressed belongs to the content."""
    parts = tuple(part for words in content for part in _attribute(text, words).content)
    read = replace(_attribute(text, content[0], cue, source), content=parts)

    assert (expected or content) == [span.of(text) for span in mend(_lay_out(text), read).content]
