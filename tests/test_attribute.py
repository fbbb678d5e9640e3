"""Drafts merged with quotation marks: hand-made drafts, without the model."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.analyse.attribute import Attribution, attribute, renumber
from sayso.analyse.decode import Draft, Part
from sayso.analyse.turns import find_turns
from sayso.segment import pair_marks, split_lines
from sayso.statement import Kind, Place
from sayso.text import Span

from .each_case import each_case

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.conftest import ReadMarks


def _run(text: str, drafts: Sequence[Draft], title: Span | None = None, names: Sequence[str] = ()) -> list[Attribution]:
    """What `attribute` makes of drafts, with marks, paragraphs and turns as they are read from the text.

    Args:
        text: The text.
        drafts: The drafts.
        title: Where the headline stands.
        names: The names of persons and bodies, each of which stands once in the text.
    """
    paragraphs = split_lines(text)
    spans = sorted(Span(text.index(name), text.index(name) + len(name)) for name in names)
    return attribute(
        text,
        drafts=drafts,
        marked=pair_marks(text),
        paragraphs=paragraphs,
        turns=find_turns(text, paragraphs),
        title=title,
        names=spans,
    )


def _draft(
    content: Sequence[Span], cue: Sequence[Span] = (), source: Sequence[Span] = (), *, inner: bool = False
) -> Draft:
    """A draft of which the model was sure."""
    parts = tuple(Part(span, 0.9) for span in content)
    return Draft(parts, Part(cue[0], 0.9) if cue else None, Part(source[0], 0.9) if source else None, inner)


def _attribute(read_marks: ReadMarks, marked: str, *, inner: Sequence[int] = ()) -> tuple[str, list[Attribution]]:
    """Return the text of a marked article, and its attributions with the marks as drafts; `inner` ones are nested."""
    parsed = read_marks(marked)
    drafts = [_draft(s.content, s.cue, s.source, inner=n in inner) for n, s in enumerate(parsed.statements)]
    return parsed.text, _run(parsed.text, drafts)


def _contents(text: str, found: Sequence[Attribution]) -> list[list[str]]:
    return [[span.of(text) for span in a.content] for a in found]


# ---- parts of drafts


@each_case(
    ("line", "expected"),
    [
        ("[S Norpress] [C reports]", ("", "")),
        ("[S Norpress] [C reports].", ("", "")),
        ("[S Norpress] [C reports:]", ("Norpress", "reports:")),
        ("In May [S Norpress] [C reports]", ("Norpress", "reports")),
    ],
)
def test_a_line_without_a_colon_attributes_nothing(read_marks: ReadMarks, line: str, expected: tuple[str, str]) -> None:
    """A line of source and cue alone says where what follows comes from; the quotation above has neither."""
    text, (found,) = _attribute(read_marks, f"It rained.\n\n[Q “The lock is shut.”]\n\n{line}\n\nIt snowed.")

    assert expected == ("".join(span.of(text) for span in found.source), "".join(span.of(text) for span in found.cue))


@each_case(
    ("marked", "expected"),
    [
        ("[Q1 [S2 Ada Moss] [C2 said] [Q2 it rained]].", [["it rained"]]),
        ("[Q1 [C2 Said] [Q2 it rained]].", []),
        (
            "[S1 Tom Oats] [C1 wrote] [Q1 Ada Moss [C2 said] [Q2 it rained]].",
            [["Ada Moss said it rained"], ["it rained"]],
        ),
    ],
)
def test_what_stands_in_words_that_nobody_says_is_a_statement(
    read_marks: ReadMarks, marked: str, expected: list[list[str]]
) -> None:
    """What was drafted as nested in a content without cue and marks stays, if it has a cue and a source."""
    text, found = _attribute(read_marks, marked, inner=[1])

    assert expected == _contents(text, found)


@each_case(
    ("marked", "expected"),
    [
        ("He [C added] that he was glad: ", [["“We won,”"], ["“It is over.”"]]),
        ("The crew nodded: ", [["“We won,”", "“It is over.”"]]),
        ("He [C added] that he was glad. Then: ", [["“We won,”", "“It is over.”"]]),
    ],
)
def test_a_quotation_after_a_colon_belongs_to_its_sentence(marked: str, expected: list[list[str]]) -> None:
    """A quotation that another cue of its sentence leads in is no part of the statement before."""
    between = marked.replace("[C ", "").replace("]", "")
    text = f"“We won,” she said. {between}“It is over.”"
    first, last = Span(0, 9), Span(len(text) - 13, len(text))
    drafts = [_draft([first, last], [Span(14, 18)], [Span(10, 13)])]
    if "[C " in marked:
        at = text.index("added")
        drafts.append(_draft([Span(at + 6, at + 22)], [Span(at, at + 5)], [Span(at - 3, at - 1)]))

    found = [contents for contents in _contents(text, _run(text, drafts)) if "“" in contents[0]]

    assert expected == found


# ---- sources brought to their noun


@each_case(
    ("marked", "expected"),
    [
        ("There was [S a] note inside: [Q “We sank.”]", "a note inside"),
        ("Oats sent [S a] message which [C read]: [Q “We sank.”]", "a message"),
        ("[S The] old captain of the ferry from Wold [C said] [Q that it sank].", "The old captain of the ferry"),
        ("[S The] captain [C said] [Q that it sank].", "The captain"),
        ("He brushed aside [S a] [C warning] [Q that it sank].", "a"),
        ("[S A]: [Q “It sank.”]", "A"),
        ("[S Ada] Moss [C said] [Q that it sank].", "Ada"),
    ],
)
def test_an_article_alone_is_no_source(read_marks: ReadMarks, marked: str, expected: str) -> None:
    """Where the model gives only the article of a source, its noun belongs to it."""
    text, [found] = _attribute(read_marks, marked)

    assert [expected] == [span.of(text) for span in found.source]


# ---- contents brought to the marks


@each_case(
    ("marked", "expected"),
    [
        ("“[Q We won],” [C said] [S Ida].", "“We won,”"),
        ("[Q “We won],” [C said] [S Ida].", "“We won,”"),
        ("“[Q We won,”] [C said] [S Ida].", "“We won,”"),
        ("[C Said] [S Ida]: “[Q We won].”", "“We won.”"),
        ("„[Q Wir siegten]“, [C sagte] [S Ida].", "„Wir siegten“"),
        ("« [Q Nous gagnons] », [C dit] [S Ida].", "« Nous gagnons »"),
        ("``[Q We won]'', [C said] [S Ida].", "``We won''"),
        ("`[Q `We won]'', [C said] [S Ida].", "``We won''"),
        ("[S Ida] [C said] [Q it was “a mess].”", "it was “a mess.”"),
        ("[S Ida] [C said] [Q that it floats.]", "that it floats"),
        ("[S Ida] [C said] [Q that it ends at 5 p.m.]", "that it ends at 5 p.m."),
        ("[S Ida] [C said] [Q that it floats ...]", "that it floats ..."),
        ("[Q Ships float,] [C said] [S Ida].", "Ships float"),
        ("[S Ida] [C said][Q : \u3000\u00a0ships float\u2003\u0085]", "ships float"),
    ],
)
def test_content_reaches_to_its_marks(read_marks: ReadMarks, marked: str, expected: str) -> None:
    """A content takes in the marks that it fills, with the comma in them, and sheds loose ends."""
    text, found = _attribute(read_marks, marked)

    assert [[expected]] == _contents(text, found)


def test_content_does_not_grow_over_words(read_marks: ReadMarks) -> None:
    """A content that ends in the midst of a quotation is not stretched to its end."""
    text, found = _attribute(read_marks, "“It is true that [Q we float] and that you swim,” [C said] [S Ida].")

    assert ["we float"] == _contents(text, found)[0]


def test_closing_mark_is_found_after_many_nested_ones(read_marks: ReadMarks) -> None:
    """Marks count however many others stand within them."""
    nested = " and ".join(f"‘no {n}’" for n in range(12))
    text, found = _attribute(read_marks, f"“[Q They wrote {nested} to me],” [C said] [S Ida].")

    assert [[f"“They wrote {nested} to me,”"]] == _contents(text, found)


def test_report_at_the_beginning_of_a_quotation_does_not_take_its_mark(read_marks: ReadMarks) -> None:
    """The opening mark belongs to the quotation, not to what is reported first in it."""
    text, found = _attribute(read_marks, "[Q1 “[Q2 It floats], [S2 Bo] [C2 told] me,”] [C1 said] [S1 Ida].", inner=[1])

    assert [["“It floats, Bo told me,”"], ["It floats"]] == _contents(text, found)
    assert [None, 0] == [a.within for a in found]


def test_unclosed_quotation_keeps_its_full_stop(read_marks: ReadMarks) -> None:
    """The full stop stands in the marks, even if nobody closed them."""
    text, found = _attribute(read_marks, "[S Ida] [C said]: [Q “We float.]")

    assert [["“We float.”"[:-1]]] == _contents(text, found)


@each_case("words", ["...", " ,", "”", "“”", "—", "😀"])
def test_draft_without_letters_is_dropped(words: str) -> None:
    """What has neither letter nor digit is no content."""
    text = f"Ida said {words} today."

    assert [] == _run(text, [_draft([Span(9, 9 + len(words))], [Span(4, 8)])])


def test_parts_that_touch_are_one_span(read_marks: ReadMarks) -> None:
    """Two parts of a content with nothing but a space between them are one span."""
    text, found = _attribute(read_marks, "[S Ida] [C said] [Q that ships] [Q float].")

    assert [["that ships float"]] == _contents(text, found)


# ---- kind and place


def test_kinds(read_marks: ReadMarks) -> None:
    """All letters in marks is direct, none indirect, some mixed."""
    _, found = _attribute(
        read_marks,
        "[Q1 “We won,”] [C1 said] [S1 Ida].\n[S2 Bo] [C2 said] [Q2 it is “a mess”].\n[S3 Al] [C3 said] [Q3 it rains].",
    )

    assert [Kind.DIRECT, Kind.MIXED, Kind.INDIRECT] == [a.kind for a in found]


def test_place_is_headline_within_the_title(read_marks: ReadMarks) -> None:
    """What stands in the title has its place there, the rest in the body."""
    parsed = read_marks("[Q1 Ferry is safe], [C1 says] [S1 Moss]\n\n[Q2 The ferry is safe], [S2 Ada Moss] [C2 said].")
    drafts = [_draft(s.content, s.cue, s.source) for s in parsed.statements]

    found = _run(parsed.text, drafts, Span(0, parsed.text.index("\n")))

    assert [Place.HEADLINE, Place.BODY] == [a.place for a in found]


# ---- long quotations


def test_reopened_paragraphs_are_one_statement(read_marks: ReadMarks) -> None:
    """Paragraphs that the model left alone or missed go to the statement that has the cue."""
    text, found = _attribute(
        read_marks,
        "[Q1 “One is here,”] [C1 said] [S1 Ida]. [Q1 “Two is here.]\n\n“Three is here.\n\n[Q2 “Four is here.”]",
    )

    assert [["“One is here,”", "“Two is here.", "“Three is here.", "“Four is here.”"]] == _contents(text, found)
    assert (["said"], 2) == ([span.of(text) for span in found[0].cue], len(found[0].drafts))


def test_reopened_paragraphs_that_nobody_speaks_are_one_statement() -> None:
    """A long quotation without any draft is one statement, without source and cue."""
    text = "“One is here.\n\n“Two is here.”"

    found = _run(text, [])

    assert [["“One is here.", "“Two is here.”"]] == _contents(text, found)
    assert [((), (), ())] == [(a.cue, a.source, a.drafts) for a in found]


def test_closed_paragraphs_are_not_joined(read_marks: ReadMarks) -> None:
    """A paragraph with closed marks before it is a statement of its own."""
    text, found = _attribute(read_marks, "[Q “One is here,”] [C said] [S Ida].\n\n“Two is here now.”")

    assert [["“One is here,”"], ["“Two is here now.”"]] == _contents(text, found)


def test_two_cues_in_one_long_quotation_stay_two_statements(read_marks: ReadMarks) -> None:
    """Each cue keeps its own; a paragraph between them goes to the one before."""
    text, found = _attribute(
        read_marks,
        "[Q1 “One is,”] [C1 said] [S1 Ida]. [Q1 “Two is.]\n\n“Three is here.\n\n[Q2 “Four is,”] [S2 she] [C2 added].",
    )

    assert [["“One is,”", "“Two is.", "“Three is here."], ["“Four is,”"]] == _contents(text, found)


def test_report_inside_a_reopened_quotation_is_held_by_it(read_marks: ReadMarks) -> None:
    """A statement whose cue stands inside the marks is nested in the quotation and does not own it."""
    text, found = _attribute(
        read_marks, "“One is here.\n\n[Q1 “Two, [S2 Bo] [C2 said] [Q2 that it floats],”] [C1 said] [S1 Ida].", inner=[1]
    )

    assert [["“One is here.", "“Two, Bo said that it floats,”"], ["that it floats"]] == _contents(text, found)
    assert [None, 0] == [a.within for a in found]


# ---- quotations that stand alone


def test_paragraph_that_is_a_quotation_is_a_statement() -> None:
    """It has neither source nor cue, and no draft."""
    text = "It rained.\n\n“We float, most of us.” “We do.”\n\nIt stopped."

    found = _run(text, [])

    assert [["“We float, most of us.” “We do.”"]] == _contents(text, found)
    assert [(Kind.DIRECT, (), (), ())] == [(a.kind, a.cue, a.source, a.drafts) for a in found]


@each_case(
    "paragraph",
    [
        "“Reef”",
        "“Never again”",
        "‘The Long Way Home’",
        "“The Day the Rain Came Down”",
        "It was “a total and utter mess”",
        "“We float” is the name of the show",
        "…",
        "“”",
    ],
)
def test_words_in_marks_are_no_statement(paragraph: str) -> None:
    """A word or two, a title with its capitals, and marks within other words are nobody's statement."""
    text = f"It rained.\n\n{paragraph}\n\nIt stopped."

    assert [] == _run(text, [])


def test_quotation_that_was_drafted_is_not_found_twice(read_marks: ReadMarks) -> None:
    """Where the model saw the quotation, the rule adds nothing."""
    text, found = _attribute(read_marks, "It rained.\n\n[Q “We float, most of us.”]\n\nIt stopped.")

    assert [["“We float, most of us.”"]] == _contents(text, found)
    assert 1 == len(found[0].drafts)


def test_report_alone_in_a_quotation_leaves_room_for_the_quotation(read_marks: ReadMarks) -> None:
    """A paragraph that is one quotation is a statement even where only a report in it was drafted."""
    text, found = _attribute(read_marks, "It rained.\n\n“[S My aunt] [C told] me [Q to swim] at night.”")

    assert [["“My aunt told me to swim at night.”"], ["to swim"]] == _contents(text, found)
    assert [None, 0] == [a.within for a in found]


def test_unmarked_content_without_cue_is_dropped(read_marks: ReadMarks) -> None:
    """Words that nobody marks and nobody is named for are nobody's statement."""
    text, found = _attribute(read_marks, "It rained. [Q1 Ships float.] [Q2 “Tugs sink,”] and more.")

    assert [["“Tugs sink,”"]] == _contents(text, found)


# ---- quotations that a name signs


@each_case("dash", ["—", "–", "―", "-- ", "- "])
@each_case("between", [" ", "", "\n", "\n\n"])
def test_quotation_is_signed(dash: str, between: str) -> None:
    """A dash and a name, at the end of the quotation's line or alone on the next, are its cue and source."""
    text = f"It rained.\n\n“We float, most of us.”{between}{dash}Ida Moss\n\nIt stopped."

    found = _run(text, [])

    assert [["“We float, most of us.”"]] == _contents(text, found)
    assert [(dash.strip(), "Ida Moss")] == [(a.cue[0].of(text), a.source[0].of(text)) for a in found]
    assert [()] == [a.drafts for a in found]


@each_case(
    ("line", "expected"),
    [
        ("The harbour master, Ida Moss:", "The harbour master, Ida Moss"),
        ("Former Mayor Ida Moss, now 90:", "Former Mayor Ida Moss, now 90"),
        ("Ida Moss:", "Ida Moss"),
        ("A resident of Wold who did not want to be named:", "A resident of Wold who did not want to be named"),
        ("His lawyer:", "His lawyer"),
        ("Here is Ida Moss:", ""),
        ("Ida Moss was not sure:", ""),
        ("Ida Moss", ""),
        ("The weather:", ""),
        (f"The master, Ida Moss, {'who has sailed, ' * 8}:", ""),
    ],
)
def test_a_line_with_a_colon_names_who_speaks_below(line: str, expected: str) -> None:
    """A line that is a name or description alone, with a colon, is the source of the quotation in the next."""
    text = f"It rained.\n\n{line}\n\n“We float, most of us.”\n\nIt stopped."

    [found] = _run(text, [], names=["Ida Moss"] if "Ida Moss" in line else [])

    assert expected == "".join(span.of(text) for span in found.source)
    assert (":" if expected else "") == "".join(span.of(text) for span in found.cue)


@each_case(
    ("below", "expected"),
    [
        ("\n\nIda Moss, Wold Weekly", "Ida Moss, Wold Weekly"),
        ("\n\nIda Moss, M.D.", "Ida Moss, M.D"),
        ("\n\nIda Moss", ""),
        ("\n\nIda Moss, a sailor, slept.", ""),
        ("\n\nIda Moss slept.", ""),
        ("\n\nWhat Ida Moss, 42, did next", ""),
    ],
)
def test_a_name_below_a_quotation_is_who_said_it(below: str, expected: str) -> None:
    """A name with who it is, alone behind a quotation or in the next line, is its source; a sentence is none."""
    text = f"It rained.\n\n“We float, most of us.”{below}\n\nIt stopped."

    [found] = _run(text, [], names=["Ida Moss"])

    assert expected == "".join(span.of(text) for span in found.source)


def test_bare_names_below_quotations_are_usual() -> None:
    """One bare name may be a heading; below several quotations, without place and time, they are who said them."""
    text = "“We float, most of us.”\n\nIda Moss (Wold)\n\n“They sink, all of them.”\n\nTom Oats, by e-mail\n\nThe end."

    found = _run(text, [], names=["Ida Moss", "Tom Oats"])

    assert ["Ida Moss", "Tom Oats"] == [a.source[0].of(text) for a in found]


def test_names_around_a_quotation_leave_the_source_that_it_has(read_marks: ReadMarks) -> None:
    """Where the model has found a source, lines around a quotation name nobody else."""
    parsed = read_marks("Ida Moss, mayor:\n\n[Q “We float, most of us,”] [C said] [S Bo].")
    drafts = [_draft(it.content, it.cue, it.source) for it in parsed.statements]

    [found] = _run(parsed.text, drafts, names=["Ida Moss"])

    assert "Bo" == found.source[0].of(parsed.text)


def test_a_post_is_signed_with_name_and_handle(read_marks: ReadMarks) -> None:
    """A line above a name with its handle is that one's, without links; what it reports is nested in it."""
    text, found = _attribute(
        read_marks,
        "She came.\n\nWe float and [S Oran] [C says] [Q we sink] https://t.example/a pic.twitter.com/b\n\n"
        "— Ida Moss (@idamoss) May 3, 2019\n\nHe went.",
    )

    assert [["We float and Oran says we sink"], ["we sink"]] == _contents(text, found)
    assert ["Ida Moss (@idamoss)", "Oran"] == [a.source[0].of(text) for a in found]
    assert [None, 0] == [a.within for a in found]


@each_case(
    ("text", "source"),
    [
        ("A post.\n\nWe float, all of us.\n— Minister Ida Moss on X\n\nHe went.", "Minister Ida Moss"),
        ("Ida Moss put out a post.\n\nWe float.\n\nIda Moss, mayor of Wold\n\nHe went.", "Ida Moss, mayor of Wold"),
        ("A post on X from Ida Moss.\n\nWe float.\nIda Moss (@idamoss)\n\nHe went.", "Ida Moss (@idamoss)"),
    ],
)
def test_a_post_is_signed_in_other_ways(text: str, source: str) -> None:
    """A dash with a platform signs a post, and a line with the name of whom the line above announces."""
    [found] = _run(text, [])

    assert source == found.source[0].of(text)
    assert found.content[0].of(text).startswith("We float")


@each_case(
    "text",
    [
        "Ida Moss put out a post.\n\nWe float.\n\nOran Pell, mayor of Wold\n\nHe went.",
        "Ida Moss met the mayor.\n\nThey talked for hours.\n\nIda Moss, mayor of Wold\n\nHe went.",
        "Ida Moss put out a post\n\nThe ferry in May\n\nIda Moss, mayor of Wold\n\nHe went.",
    ],
)
def test_a_line_with_a_name_signs_no_other_lines(text: str) -> None:
    """Nothing announces the line above, or it is no sentence."""
    assert [] == _run(text, [])


def test_a_credit_is_no_post() -> None:
    """Who took a picture has not said its caption."""
    text = "The ferry in May\n\n— Photo by Ida Moss (@idamoss)\n\nIt rained."

    assert [] == _run(text, [])


def test_a_post_that_is_attributed_has_its_statement(read_marks: ReadMarks) -> None:
    """Who is said to have written a post is its source; no second statement has its words."""
    text, found = _attribute(
        read_marks, "[S The minister] [C wrote:]\n\n[Q We float together.]\n\n— Ida Moss (@idamoss) May 3, 2019"
    )

    assert ["The minister"] == [a.source[0].of(text) for a in found]


def test_signed_quotation_leaves_the_statement_that_had_it(read_marks: ReadMarks) -> None:
    """Whoever spoke before, the name says whose words these are."""
    text, found = _attribute(read_marks, "[Q “One is here,”] [C said] [S Bo].\n\n[Q “Two is here now.”] — Ida Moss")

    assert [["“One is here,”"], ["“Two is here now.”"]] == _contents(text, found)
    assert ["Bo", "Ida Moss"] == [a.source[0].of(text) for a in found]


def test_dash_that_the_model_took_for_a_cue_is_found_once(read_marks: ReadMarks) -> None:
    """Where the model has the signed quotation already, the rule adds nothing."""
    text, found = _attribute(read_marks, "[Q “We float, most of us.”] [C —] [S Ida Moss]")

    assert [["“We float, most of us.”"]] == _contents(text, found)
    assert [1] == [len(a.drafts) for a in found]


@each_case(
    "words",
    [
        "“We float” — and we swim",
        "“We float” — it was May",
        "“We float” — The man who kept the lock of Wold",
        "“We float” — “We swim”",
        "“We float” —",
        "“We float” -Ida",
        "“We float” — 1997",
        "Ships: “We float” — Ida Moss",
        "We float — Ida Moss",
        "“We float”\nIt rained — Ida Moss",
    ],
)
def test_dash_that_is_no_signature(words: str) -> None:
    """A dash signs nothing unless a quotation fills the line before it and a short name the line after it."""
    text = f"It rained.\n\n{words}\n\nIt stopped."

    assert [] == [a for a in _run(text, []) if a.source]


# ---- footers


def test_footer_is_no_statement(read_marks: ReadMarks) -> None:
    """“The post … appeared first on …” says where a text came from; nobody speaks in it."""
    text, found = _attribute(
        read_marks, "It rained.\n\nThe post [S Bo] [C says] [Q ships float] appeared first on Wold."
    )

    assert [] == _contents(text, found)


def test_words_about_a_post_are_no_footer(read_marks: ReadMarks) -> None:
    """A paragraph that merely begins with “The post” is read like any other."""
    text, found = _attribute(read_marks, "[S The post] [C said] [Q that ships float].")

    assert [["that ships float"]] == _contents(text, found)


# ---- interviews


_INTERVIEW = "Q: Will it float?\nA: It will, and it will sail. {}\nQ: When will it sail?\nA: In May, I think."


def test_turns_are_statements() -> None:
    """Each turn of an interview is a statement; the label is its source and the colon its cue."""
    text = _INTERVIEW.format("Yes.")

    found = _run(text, [])

    assert ["Q", "A", "Q", "A"] == [a.source[0].of(text) for a in found]
    assert {(":", True, Kind.INDIRECT)} == {(a.cue[0].of(text), a.turn, a.kind) for a in found}


def test_draft_that_is_a_turn_is_that_turn() -> None:
    """A draft that covers most of a turn is the turn itself, and is kept as its evidence."""
    text = _INTERVIEW.format("Yes.")
    start = text.index("It will")

    found = _run(text, [_draft([Span(start, start + 20)], [Span(start - 2, start - 1)])])

    assert [0, 1, 0, 0] == [len(a.drafts) for a in found]


def test_beginning_of_a_turn_is_no_statement_of_its_own() -> None:
    """A draft whose source is the label of a turn is that turn, however little of it the draft has."""
    text = _INTERVIEW.format("But nobody has asked us to, and so it lies in the harbour.")
    start = text.index("It will")

    found = _run(text, [_draft([Span(start, start + 7)], [Span(start - 2, start - 1)], [Span(start - 3, start - 2)])])

    assert [(True, None)] * 4 == [(a.turn, a.within) for a in found]
    assert [0, 1, 0, 0] == [len(a.drafts) for a in found]


def test_report_in_a_turn_stands_within_it(read_marks: ReadMarks) -> None:
    """What somebody is reported to have said in an answer is a statement within that answer, however long."""
    parsed = read_marks(_INTERVIEW.format("[S Bo] [C said] [Q that it would float for at least nine hundred years]."))
    s = parsed.statements[0]

    found = _run(parsed.text, [_draft(s.content, s.cue, s.source)])

    assert [(True, None), (True, None), (False, 1), (True, None), (True, None)] == [(a.turn, a.within) for a in found]


# ---- nesting


def test_within_is_the_smallest_holder(read_marks: ReadMarks) -> None:
    """A report in a report in a report is nested in the nearest one."""
    _, found = _attribute(
        read_marks,
        "[S1 Al] [C1 said] [Q1 that [S2 Bo] [C2 said] [Q2 that [S3 Cy] [C3 said] [Q3 that ships float]]].",
        inner=[1, 2],
    )

    assert [None, 0, 1] == [a.within for a in found]


def test_content_in_two_spans_may_lie_in_two_spans_of_its_holder(read_marks: ReadMarks) -> None:
    """Each span of what is nested lies in some span of its holder."""
    _, found = _attribute(
        read_marks,
        "[Q1 “[Q2 It floats], [S2 Bo] [C2 told] me,”] [S1 Ida] [C1 said]. [Q1 “[Q2 It sails, too], [S2 he] said.”]",
        inner=[1],
    )

    assert [None, 0] == [a.within for a in found]


def test_content_that_goes_on_outside_is_not_within(read_marks: ReadMarks) -> None:
    """A statement of which one span lies outside of another's content does not stand within that."""
    _, found = _attribute(
        read_marks, "[S1 Ida] [C1 said] [Q1 that [S2 Bo] [C2 said] [Q2 that ships float]]. [Q2 Tugs sink]."
    )

    assert [None, None] == [a.within for a in found]


def test_inner_content_outside_of_its_holder_is_dropped(read_marks: ReadMarks) -> None:
    """What was drafted inside of another statement keeps only the spans that lie in there."""
    text, found = _attribute(
        read_marks,
        "[S1 Ida] [C1 said] [Q1 that [S2 Bo] [C2 said] [Q2 that ships float]]. [Q2 Tugs sink].",
        inner=[1],
    )

    assert [["that Bo said that ships float"], ["that ships float"]] == _contents(text, found)
    assert [None, 0] == [a.within for a in found]


def test_inner_draft_without_holder_is_dropped(read_marks: ReadMarks) -> None:
    """What was drafted inside of another statement, and lies in none, is no statement."""
    _, found = _attribute(read_marks, "[S Ida] [C said] [Q that ships float].", inner=[0])

    assert [] == found


# ---- parts that are statements of their own


def test_closed_quotation_in_a_paragraph_of_its_own_is_parted(read_marks: ReadMarks) -> None:
    """A paragraph that is one quotation, after closed marks and without a cue, belongs to nobody named before."""
    text, found = _attribute(read_marks, "[Q “One is here,”] [C said] [S Ida]. [Q “So.”]\n\n[Q “Two is here now.”]")

    assert [["“One is here,”", "“So.”"], ["“Two is here now.”"]] == _contents(text, found)
    assert [1, 0] == [len(a.cue) for a in found]


def test_quotation_below_its_cue_stays(read_marks: ReadMarks) -> None:
    """A cue at the end of a paragraph leads in the quotation below, and no more than that."""
    text, found = _attribute(read_marks, "[S Ida] [C said:]\n\n[Q “One is here.”]\n\n[Q “Two is here now.”]")

    assert [["“One is here.”"], ["“Two is here now.”"]] == _contents(text, found)
    assert [1, 0] == [len(a.cue) for a in found]


def test_headline_is_not_told_by_a_cue_in_the_body(read_marks: ReadMarks) -> None:
    """A statement of the body has no span in the headline."""
    parsed = read_marks("[Q Ferry is safe]\n\n[Q The ferry is safe], [S Ada Moss] [C said].")
    drafts = [_draft(s.content, s.cue, s.source) for s in parsed.statements]

    found = _run(parsed.text, drafts, Span(0, parsed.text.index("\n")))

    assert [["The ferry is safe"]] == _contents(parsed.text, found)
    assert [Place.BODY] == [a.place for a in found]


def test_attributions_come_in_reading_order(read_marks: ReadMarks) -> None:
    """They are sorted by where their contents begin, in whatever order they were drafted."""
    parsed = read_marks("[Q1 One floats], [S1 Al] [C1 said]. [Q2 Two floats], [S2 Bo] [C2 said].")
    drafts = [_draft(s.content, s.cue, s.source) for s in reversed(parsed.statements)]

    assert [["One floats"], ["Two floats"]] == _contents(parsed.text, _run(parsed.text, drafts))


# ---- numbers counted anew


def _chain(*within: int | None) -> list[Attribution]:
    """Attributions of which only `within` matters."""
    spans = [(Span(n, n + 1),) for n in range(len(within))]
    return [Attribution(s, (), (), Kind.DIRECT, Place.BODY, within=w) for s, w in zip(spans, within, strict=True)]


@each_case(
    ("keep", "expected"),
    [
        ([True, True, True, True], [None, 0, 1, 0]),
        ([True, False, True, True], [None, 0, 0]),
        ([False, True, True, True], [None, 0, None]),
        ([False, False, True, False], [None]),
        ([False, False, False, False], []),
    ],
)
def test_within_skips_what_was_left_out(keep: list[bool], expected: list[int | None]) -> None:
    """Where the holder goes, the holder's own holder takes its place."""
    kept = renumber(_chain(None, 0, 1, 0), keep)

    assert expected == [a.within for a in kept]


# ---- whatever the input


_WORDS = st.sampled_from([*'“”"‘’„«» ,.\n\u3000😀', "we", "float", "\n\n", "Q:", "e\u0301"])


@given(st.lists(_WORDS, max_size=60), st.data())
@settings(max_examples=50, deadline=None)
def test_any_drafts_give_whole_spans(words: list[str], data: st.DataObject) -> None:
    """Whatever the drafts, contents lie in the text, in order and apart, and what is nested lies in its holder."""
    text = "".join(words)
    cuts = data.draw(st.lists(st.integers(0, len(text)), max_size=12, unique=True).map(sorted))
    spans = [Span(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    drafts = [_draft(spans[n : n + 2], spans[n : n + 1], inner=n % 2 == 1) for n in range(len(spans))]

    found = _run(text, drafts)

    assert found == sorted(found, key=lambda a: a.content[0].start)
    for a in found:
        assert all(0 <= span.start < span.end <= len(text) for span in a.content)
        assert all(one.end <= after.start for one, after in zip(a.content, a.content[1:], strict=False))
        if a.within is not None:
            assert all(any(outer.holds(span) for outer in found[a.within].content) for span in a.content)


def test_what_is_held_by_a_lost_part_stands_alone() -> None:
    """A report cut to what holds it holds nothing in the part that it lost."""
    text = "Bo told us that Al said the ferry sails. Ida heard that it sinks."
    told, said, heard = (Span(text.index(cue), text.index(cue) + len(cue)) for cue in ("told", "said", "heard"))
    outer, report = Span(text.index("that Al"), text.index(". Ida")), Span(text.index("the ferry"), text.index(". Ida"))
    lost, inner = Span(text.index("Ida"), len(text) - 1), Span(text.index("that it"), len(text) - 1)
    drafts = [
        _draft([outer], [told]),
        _draft([report, lost], [said], inner=True),
        _draft([inner], [heard], inner=True),
    ]

    found = _run(text, drafts)

    assert [["that Al said the ferry sails"], ["the ferry sails"]] == _contents(text, found)


_LARGE = {
    "quotations that stand alone": ("“We will all float now.”\n\n", "“We will all float now.”", ""),
    "quotations with a cue": ("“We float, most of us,” said Bo.\n\n", "We float, most of us", "said"),
    "reopened pairs": ("“We float and,\n\n“we swim,” said Bo.\n\n", "we swim", "said"),
    "one long quotation": ("“We float and we swim\n\n", "We float and we swim", ""),
    "reports in one long quotation": ("“We heard Bo say we swim\n\n", "we swim", "say"),
    "footers": ("The post Bo says yes appeared first on Wold.\n\n", "yes", "says"),
    "turns": ("Q: Will it float for you?\nA: I think it will float.\n", "I think it will float", ""),
    "quotations in one line": ("“We float, most of us,” said Bo. ", "We float, most of us", "said"),
}


@pytest.mark.cpu_limit(1)
@pytest.mark.parametrize("name", _LARGE)
def test_time_grows_with_the_text(name: str) -> None:
    """Hundreds of paragraphs of any sort take a moment, not minutes."""
    block, content, cue = _LARGE[name]
    count = 750
    at, said = block.index(content), block.find(cue) if cue else -1
    drafts = []
    for start in range(0, count * len(block), len(block)):
        cues = [Span(start + said, start + said + len(cue))] if cue else []
        drafts.append(_draft([Span(start + at, start + at + len(content))], cues))
    text = block * count
    paragraphs, marked = split_lines(text), pair_marks(text)
    turns = find_turns(text, paragraphs)

    found = attribute(text, drafts=drafts, marked=marked, paragraphs=paragraphs, turns=turns)

    assert found is not None


# ---- by the guide


def test_who_is_cited_stands_within_the_report(read_marks: ReadMarks) -> None:
    """What an outlet reports, citing somebody, is also theirs, within it."""
    text, found = _attribute(
        read_marks, "[C2 Citing] [Q2 two officials], [S1 the Gazette] [C1 said] [Q1 the pier would shut]."
    )

    assert [["the pier would shut"], ["the pier would shut"]] == _contents(text, found)
    assert ["the Gazette", "two officials"] == [a.source[0].of(text) for a in found]
    assert [None, 0] == [a.within for a in found]


def test_a_headline_is_signed_at_its_end(read_marks: ReadMarks) -> None:
    """A headline that ends in who says it is a statement, though the model saw none."""
    parsed = read_marks("Noise keeps coast awake: study\n\nIt rained.")
    (found,) = _run(parsed.text, [], title=Span(0, 30))

    assert Place.HEADLINE == found.place
    assert ["Noise keeps coast awake", ":", "study"] == [
        part[0].of(parsed.text) for part in (found.content, found.cue, found.source)
    ]


def test_something_may_be_added_to_a_signature() -> None:
    """A comma and a few words may follow the name that signs a quotation."""
    text = "It rained.\n\n“We float, most of us.” – Ida Moss, asked whether she still rowed for Wold\n\nIt stopped."

    (found,) = _run(text, [])

    assert [("–", "Ida Moss")] == [(found.cue[0].of(text), found.source[0].of(text))]
