"""Who is behind each source."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.analyse import Analyser
from sayso.analyse.layout import lay_out
from sayso.analyse.model_spans import ModelSpan, ModelSpans
from sayso.analyse.repeats import find_repeats
from sayso.analyse.resolve import Ranker, resolve_speakers
from sayso.analyse.resolve.candidates import Anaphor, list_candidates
from sayso.analyse.resolve.context import ResolveContext
from sayso.analyse.resolve.kinds import NameKind
from sayso.analyse.resolve.proper_names import Name, find_names
from sayso.article import Article, Outlet
from sayso.match import Change, HeadlineFinding
from sayso.speaker import Speaker, SpeakerType
from sayso.statement import Kind, Place, Statement
from sayso.text import Span

from .each_case import each_case

ReadMarks = Callable[[str], Any]


class Resolved:
    """The statements and speakers of an article that was written with marks in place."""

    def __init__(self, marked: Any, *, has_title: bool = False, repeats: Sequence[str] = (), **known: Any) -> None:  # noqa: ANN401
        self.text: str = marked.text
        title = Span(0, marked.text.index("\n")) if has_title else None
        article = Article("a", marked.text, title=title and title.of(marked.text), title_span=title, **known)
        statements = [_write(marked, n, title) for n in range(len(marked.statements))]
        findings = [HeadlineFinding(Span(0, 1), Change.PARAPHRASE, body, "s1") for body in repeats]
        layout = lay_out(article)
        repeated = find_repeats(layout.text, statements, findings)
        self.statements, self.speakers = resolve_speakers(
            article, layout, statements, repeated, spans=ModelSpans((*_tag_names(find_names(layout)),))
        )

    @property
    def names(self) -> list[str]:
        """The name of each statement's speaker; why there is none, in brackets."""
        called = {speaker.id: speaker.name for speaker in self.speakers}
        return [called[s.speaker] if s.speaker else f"({s.unresolved and s.unresolved.value})" for s in self.statements]

    def speaker(self, n: int) -> Speaker:
        """The speaker of a statement, by number from 0."""
        return next(speaker for speaker in self.speakers if speaker.id == self.statements[n].speaker)


def _tag_names(names: Sequence[Name]) -> Iterator[ModelSpan]:
    """What a model would tag: the names, each with the kind that its words show."""
    for name in names:
        if name.kind in {NameKind.PERSON, NameKind.BODY} and not name.is_guess:
            yield ModelSpan(name.span, name.kind.value, 0.9, 0.95)


def _write(marked: Any, n: int, title: Span | None) -> Statement:  # noqa: ANN401
    """A marked statement as a record."""
    marks, holder = marked.statements[n], marked.within[n]
    is_direct = all(marked.text[span.start] in "“‘" for span in marks.content)
    return Statement(
        f"s{n + 1}",
        Kind.DIRECT if is_direct else Kind.INDIRECT,
        Place.HEADLINE if title and title.holds(marks.content[0]) else Place.BODY,
        tuple(marks.content),
        tuple(marks.cue),
        tuple(marks.source),
        0.9,
        within=None if holder is None else f"s{holder + 1}",
    )


@pytest.fixture
def resolve(read_marks: ReadMarks) -> Callable[..., Resolved]:
    """Reads a marked article and resolves it."""
    return lambda marked, **known: Resolved(read_marks(marked), **known)


Resolve = Callable[..., Resolved]


def test_pronoun_takes_the_last_speaker_that_it_agrees_with(resolve: Resolve) -> None:
    """A pronoun refers to the last speaker whom it fits."""
    article = resolve("[Q1 “We won,”] [C1 said] [S1 Ada Moss]. [S2 She] [C2 added] [Q2 that Tom Oats had lost].")

    assert article.names == ["Ada Moss", "Ada Moss"]


def test_pronoun_passes_over_who_does_not_fit(resolve: Resolve) -> None:
    """A man named in between is not "she"."""
    article = resolve(
        "[S1 Ada Moss] [C1 said] [Q1 the ferry would sail]. Her deputy, Tom Oats, nodded and closed the gate.\n\n"
        "[Q2 “It will,”] [S2 she] [C2 said]."
    )

    assert article.names == ["Ada Moss", "Ada Moss"]


def test_pronoun_is_a_mention(resolve: Resolve) -> None:
    """The pronouns of a speaker stand among the mentions, in text order."""
    article = resolve("[S1 Ada Moss] [C1 said] [Q1 the ferry would sail]. [Q2 “It will,”] [S2 she] [C2 said].")

    assert [span.of(article.text) for span in article.speaker(0).mentions] == ["Ada Moss", "she"]


def test_pronouns_outside_sources_are_mentions(resolve: Resolve) -> None:
    """So are "she" and "her" in the outlet's own words; not those in a quotation."""
    article = resolve(
        "[S1 Ada Moss] [C1 said] [Q1 it rained]. Then she slept, and her boat sank. [Q2 “She did”] [S2 Moss] [C2 said]."
    )

    assert [span.of(article.text) for span in article.speaker(0).mentions] == ["Ada Moss", "she", "her", "Moss"]


def test_surname_is_the_full_name(resolve: Resolve) -> None:
    """A short form has the speaker of the full name, which may stand later in the text."""
    article = resolve("[Q1 “We won,”] [C1 said] [S1 Moss]. At night they met [S2 Ada Moss], who [C2 said] [Q2 no].")

    assert article.names == ["Ada Moss", "Ada Moss"]


def test_who_is_the_one_named_before(resolve: Resolve) -> None:
    """A relative pronoun refers to the name that it follows, with or without an age in between."""
    article = resolve("The prize went to Ada Moss, 41, [S1 who] [C1 said] [Q1 that it was a surprise].")

    assert article.names == ["Ada Moss"]


def test_who_is_a_mention_of_the_one_named_before(resolve: Resolve) -> None:
    """Also where the name opens the sentence."""
    article = resolve("Rosa Birch left. Ada Moss, [S1 who] [C1 said] [Q1 that it was a surprise], stayed.")

    assert article.names == ["Ada Moss"]
    assert [span.of(article.text) for span in article.speaker(0).mentions] == ["Ada Moss", "who"]


def test_who_is_the_one_described_before(resolve: Resolve) -> None:
    """Without a name, a relative pronoun refers to the description that it follows."""
    article = resolve("The boat belongs to an old fisherman [S1 who] [C1 said] [Q1 that he would not sell].")

    assert article.names == ["old fisherman"]
    assert article.speaker(0).type is SpeakerType.UNNAMED


@pytest.mark.parametrize(
    "spokesperson",
    ["A spokesman for the Wold Bridge Trust", "A spokeswoman for the Trust", "The press office of the Trust"],
)
def test_spokesperson_speaks_as_the_body(resolve: Resolve, spokesperson: str) -> None:
    """Whoever speaks for a body without a name of his own is that body."""
    article = resolve(
        "It was found by engineers of the Wold Bridge Trust on Monday. "
        f"[S1 {spokesperson}] [C1 said] [Q1 it was small]."
    )

    assert article.names == ["Wold Bridge Trust"]
    assert article.speaker(0).type is SpeakerType.ORGANISATION


@each_case(
    ("spokesperson", "body"),
    [
        ("A spokesman for the prosecutor's office in Vienna", "prosecutor's office in Vienna"),
        ("A spokesperson for Norland's health ministry", "Norland's health ministry"),
    ],
)
def test_spokesperson_of_a_body_that_is_only_described(resolve: Resolve, spokesperson: str, body: str) -> None:
    """The body is what is described, not the place that is named with it."""
    article = resolve(f"It was found on Monday. [S1 {spokesperson}] [C1 said] [Q1 it was small].")

    assert article.names == [body]
    assert article.speaker(0).type is SpeakerType.ORGANISATION


def test_my_father_has_the_name_of_who_speaks_of_him(resolve: Resolve) -> None:
    """Whose he is shows also where only "he" speaks."""
    article = resolve(
        "[S1 Ada Moss] [C1 said]: [Q1 “My father built the pier. [S2 He] [C2 used to say] [Q2 that it would last].”]"
    )

    assert article.names == ["Ada Moss", "Ada Moss's father"]


def test_a_study_of_two_places_is_one_study(resolve: Resolve) -> None:
    """What "that" begins belongs to the study, with both names in it."""
    article = resolve(
        "[Q1 Children cough], [C1 according to] [S1 a new study that followed seven summers in Kelpton and Wold]."
    )

    assert article.names == ["new study"]


def test_human_resources_are_no_name(resolve: Resolve) -> None:
    """What an office is for is nobody's surname."""
    article = resolve("[S1 Harrow's Director for Human Resources, Ada Moss,] [C1 denied] [Q1 that it was late].")

    assert article.names == ["Ada Moss"]


def test_a_broadcaster_is_the_channel(analyser: Analyser) -> None:
    """A body that is described as a broadcaster is called so below, whether or not a list has it."""
    text = (
        "A minister fell after Wold Network, a broadcaster, had aired a film. The channel said it had seen the letters."
    )

    assert [it.name for it in analyser.analyse(text).speakers] == ["Wold Network"]


def test_spokesperson_with_a_name_speaks_as_himself(resolve: Resolve) -> None:
    """A named spokesperson is a person, with that role."""
    article = resolve("[Q1 “It is small,”] [C1 said] [S1 Tom Oats, a spokesman for the Wold Bridge Trust].")

    assert article.names == ["Tom Oats"]
    assert article.speaker(0).roles == ("spokesman for the Wold Bridge Trust",)


def test_age_alone_leads_back(resolve: Resolve) -> None:
    """An age alone, as in "the 52-year-old", refers to the one person mentioned."""
    article = resolve(
        "[S1 Tom Oats] [C1 said] [Q1 he was tired]. [S2 The 52-year-old] [C2 added] [Q2 that he would rest]."
    )

    assert article.names == ["Tom Oats", "Tom Oats"]


def test_writer_says_i(resolve: Resolve) -> None:
    """The writer says "I" in the outlet's own words, and has a name where the article has one author."""
    marked = "By the harbour, [S1 I] [C1 asked] [Q1 whether the ferry would sail]."

    assert resolve(marked).names == ["author"]
    assert resolve(marked).speaker(0).type is SpeakerType.AUTHOR
    assert [span.of(resolve(marked).text) for span in resolve(marked).speaker(0).mentions] == ["I"]
    assert resolve(marked, authors=("Nora Fenn",)).names == ["Nora Fenn"]
    assert resolve(f"By Nora Fenn\n\n{marked}").names == ["Nora Fenn"]


def test_i_in_a_quotation_is_who_speaks_it(resolve: Resolve) -> None:
    """Whoever speaks a quotation is the "I" inside it."""
    article = resolve("[Q1 “[S2 I] [C2 told] them [Q2 that the ferry would sail],”] [S1 Ada Moss] [C1 said].")

    assert article.names == ["Ada Moss", "Ada Moss"]


def test_he_in_a_quotation_is_not_who_speaks_it(resolve: Resolve) -> None:
    """Nobody calls himself "he" in his own words."""
    article = resolve(
        "Emil Reed had left. [Q1 “[S2 He] [C2 told] us [Q2 that the ferry would sail],”] [S1 Tom Oats] [C1 said]."
    )

    assert article.names[0] == "Tom Oats"
    assert article.names[1] != "Tom Oats"


def test_quotation_goes_on_with_its_speaker(resolve: Resolve) -> None:
    """A quotation without source or cue, close behind another, is the same speaker's."""
    article = resolve("[Q1 “We won,”] [C1 said] [S1 Ada Moss].\n\n[Q2 “Nobody thought we would.”]")

    assert article.names == ["Ada Moss", "Ada Moss"]


def test_quotation_far_from_all_is_less_certain(resolve: Resolve) -> None:
    """A quotation without source is less surely the last speaker's the farther on it stands."""
    begin, end = "[Q1 “We won,”] [C1 said] [S1 Ada Moss].\n\n", "[Q2 “Nobody came.”]"
    near, far = (resolve(begin + "It rained.\n\n" * lines + end).statements[1] for lines in (0, 9))

    assert near.speaker_score is not None
    assert (far.speaker_score or 0.0) < near.speaker_score - 0.05


@each_case(
    ("marked", "name"),
    [
        ("In Wold, [S1 the inquiry] [C1 heard] [Q1 that the ferry had no lights].", "(no-source)"),
        ("In Wold, [S1 the inquiry] [C1 was told] [Q1 that the ferry had no lights].", "(no-source)"),
        ("[Q1 The ferry had no lights], [S1 inquiry] [C1 told]\nIt rained.", "(no-source)"),
        ("In Wold, they [C1 were told by] [S1 the inquiry] [Q1 that the ferry had no lights].", "inquiry"),
    ],
)
def test_who_hears_does_not_speak(resolve: Resolve, marked: str, name: str) -> None:
    """The subject of "heard" and "was told" is not the speaker."""
    assert resolve(marked).names == [name]


def test_organisation_in_capitals_is_no_pronoun(resolve: Resolve) -> None:
    """WHO is a body, and "who" is not."""
    article = resolve("[Q1 The plague is back], [C1 says] [S1 WHO]. [S2 The WHO] [C2 said] [Q2 it would spread].")

    assert [speaker.type for speaker in article.speakers] == [SpeakerType.ORGANISATION]


def test_claim_without_source_has_no_speaker(resolve: Resolve) -> None:
    """A report of what was said, by nobody who is named, is kept without a speaker."""
    article = resolve("It was [C1 said] [Q1 that the ferry would sail].")

    assert article.names == ["(no-source)"]
    assert article.statements[0].candidates == ()


def test_participle_has_the_sentences_speaker(resolve: Resolve) -> None:
    """Whoever spoke in a sentence is who goes on "adding that"."""
    article = resolve("[S1 Ada Moss] [C1 said] [Q1 the ferry would sail], [C2 adding] [Q2 that it was full].")

    assert article.names == ["Ada Moss", "Ada Moss"]


def test_subject_that_was_missed_is_read_before_the_cue(resolve: Resolve) -> None:
    """A name or pronoun right before the cue is the source where the statement has none."""
    article = resolve(
        "In the end Ada Moss [C1 said] [Q1 that the ferry would sail]. Then she [C2 said] [Q2 it was full]."
    )

    assert article.names == ["Ada Moss", "Ada Moss"]


def test_headline_without_source_has_the_bodys_speaker(resolve: Resolve) -> None:
    """A headline's quotation without source is of who speaks in the statement that it repeats."""
    article = resolve(
        "[Q1 ‘We won the cup’]\n\n[Q2 “We won the cup,”] [C2 said] [S2 Ada Moss].", has_title=True, repeats=["s2"]
    )

    assert article.names == ["Ada Moss", "Ada Moss"]


def test_headline_without_source_or_finding_has_no_speaker(resolve: Resolve) -> None:
    """A headline that the body does not bear out is nobody's."""
    article = resolve("[Q1 ‘We won the cup’]\n\n[Q2 “It rained,”] [C2 said] [S2 Ada Moss].", has_title=True)

    assert article.names == ["(no-source)", "Ada Moss"]


def test_headlines_description_is_who_the_body_names(resolve: Resolve) -> None:
    """A description in the headline refers to the person who says the same in the body."""
    article = resolve(
        "[S1 Minister] [C1 says] [Q1 ferry will sail]\n\n"
        "[S2 Ada Moss, the transport minister,] [C2 said] [Q2 the ferry would sail].",
        has_title=True,
        repeats=["s2"],
    )

    assert article.names == ["Ada Moss", "Ada Moss"]


def test_surname_of_two_is_not_certain(analyser: Analyser) -> None:
    """A surname that two people bear equally is open, or has a score that says so."""
    reading = analyser.analyse(
        "Ada Moss said the ferry would sail. Tom Moss said it would not. "
        "The crew waited for hours on the pier, in the rain, with nothing to eat and nobody to ask for news. "
        "At nine it was dark, and the lights of the town went out one after the other.\n\n"
        "“Enough,” Moss said."
    )

    first, _, last = (statement.speaker_score for statement in reading.statements)
    assert (last or 0.0) < 0.92 < (first or 0.0), (first, last)


def test_courtesy_title_separates_two_people_of_one_surname(resolve: Resolve) -> None:
    """Of a woman and a man of one surname, "Mr Moss" is the man."""
    article = resolve(
        "[S1 Ada Moss] [C1 said] [Q1 the ferry would sail]. [S2 Tom Moss] [C2 said] [Q2 it would not]. "
        "[S3 Mr Moss] [C3 said] [Q3 the sea was high]."
    )

    assert article.names == ["Ada Moss", "Tom Moss", "Tom Moss"]


def test_two_speak_together(resolve: Resolve) -> None:
    """A source of two is a group, whose members are speakers too."""
    article = resolve(
        "[S1 Ada Moss] [C1 said] [Q1 the ferry would sail]. [S2 Moss and Tom Oats] [C2 said] [Q2 it was full]. "
        "[S3 Oats and Moss] [C3 said] [Q3 goodbye]."
    )

    together = article.speaker(1)
    assert together.type is SpeakerType.GROUP
    assert together.name == "Ada Moss and Tom Oats"
    assert [s.name for s in article.speakers if s.id in together.members] == ["Ada Moss", "Tom Oats"]
    assert article.statements[1].speaker == article.statements[2].speaker


def test_same_words_are_the_same_group(resolve: Resolve) -> None:
    """Officials without a name stay a group of their own, identified by their description."""
    article = resolve(
        "[S1 Harbour officials] [C1 said] [Q1 the ferry would sail]. [S2 They] [C2 added] [Q2 it was full]."
    )

    assert article.names == ["Harbour officials", "Harbour officials"]
    assert (article.speaker(0).type, article.speaker(0).named) == (SpeakerType.GROUP, False)


def test_document_is_a_speaker(resolve: Resolve) -> None:
    """A memo that says something is a document."""
    article = resolve("[S1 An internal memo] [C1 says] [Q1 the bridge is unsafe].")

    assert (article.names, article.speaker(0).type) == (["internal memo"], SpeakerType.DOCUMENT)


def test_description_leads_back_to_the_name(resolve: Resolve) -> None:
    """A description refers to the entity that the text describes by the same words: "the minister"."""
    article = resolve(
        "[S1 Transport Minister Ada Moss] [C1 said] [Q1 the ferry would sail]. Tom Oats, a farmer, was on board.\n\n"
        "[Q2 “It is full,”] [S2 the minister] [C2 said]."
    )

    assert article.names == ["Ada Moss", "Ada Moss"]


def test_you_is_nobody(resolve: Resolve) -> None:
    """No speaker is named by "you"."""
    article = resolve("In the evening, [S1 you] [C1 say] [Q1 the ferry will sail].")

    assert article.names == ["(no-source)"]


def test_answers_are_the_guests() -> None:
    """In an interview the outlet asks, and the one whom the introduction names answers."""
    turns = [
        "When does it sail?",
        "At nine, if the wind allows.",
        "Is it full?",
        "Not yet.",
        "And tomorrow?",
        "Then it is.",
    ]
    text = "The Wold Gazette spoke to Ada Moss about the ferry.\n\n" + "\n\n".join(
        f"{'QA'[n % 2]}: {turn}" for n, turn in enumerate(turns)
    )
    article = Article("a", text, outlet=Outlet("Wold Gazette"))
    spans = [Span(text.index(turn), text.index(turn) + len(turn)) for turn in turns]
    said = [
        Statement(f"s{n + 1}", Kind.DIRECT, Place.BODY, (span,), (), (), 0.9, turn=True) for n, span in enumerate(spans)
    ]

    statements, speakers = resolve_speakers(article, lay_out(article), said, {})

    called = {speaker.id: speaker.name for speaker in speakers}
    assert [called[s.speaker or ""] for s in statements] == ["Wold Gazette", "Ada Moss"] * 3


NAMED = (
    "[S1 Transport Minister Ada Moss] [C1 said] [Q1 the ferry would sail]. [S2 Her spokesman, Tom Oats,] [C2 said] "
    "[Q2 it was full].\n\n[Q3 “I will not swim,”] [S3 he] [C3 said]. [S4 Moss and Oats] [C4 said] [Q4 no more].\n\n"
    "[S5 The minister] [C5 wrote] [Q5 that she was sorry]. [Q6 “We are late,”] [S6 Rosa Birch], a sailor, [C6 said]. "
    "[S7 Birch’s answer] [C7 was] [Q7 short]. [S8 The Oats campaign] [C8 said] [Q8 it would pay]."
)


@pytest.mark.parametrize(
    "others",
    [
        {"Ada": "Nora", "Moss": "Fenn", "Tom": "Emil", "Oats": "Reed", "Rosa": "Lena", "Birch": "Holt"},
        {"Ada": "Maria", "Moss": "Okafor", "Tom": "John", "Oats": "Lindqvist", "Rosa": "Anna", "Birch": "Tanaka"},
    ],
)
def test_names_are_alike(resolve: Resolve, others: dict[str, str]) -> None:
    """Other names of the same gender give the same speakers: no name has a meaning of its own."""
    renamed = re.sub("|".join(others), lambda found: others[found.group()], NAMED)

    one, other = resolve(NAMED), resolve(renamed)

    assert [s.speaker for s in one.statements] == [s.speaker for s in other.statements]
    assert [(s.type, s.members) for s in one.speakers] == [(s.type, s.members) for s in other.speakers]


def test_without_statements_there_are_no_speakers() -> None:
    """An empty text, or one that quotes nobody, has no speakers."""
    for text in ("", "Ada Moss met Tom Oats."):
        assert resolve_speakers(Article("a", text), lay_out(Article("a", text)), (), {}) == ((), ())


@each_case("unit", ["Moss’s ", "the cook and ", "he and ", "Ada Moss and ", "the rep of whom rep of ", "who "])
def test_sources_without_end_are_read(unit: str) -> None:
    """Owners of owners and parts of parts, a thousand deep, are no trouble."""
    source = unit * 1_000 + "Tom Oats"
    text = f"On Monday {source} said no."
    spans = [Span(10, 10 + len(source)), Span(10 + len(source) - 60, 10 + len(source))]
    end = Span(len(text) - 3, len(text))
    said = [Statement(f"s{n}", Kind.INDIRECT, Place.BODY, (end,), (), (span,), 0.9) for n, span in enumerate(spans)]

    statements, _ = resolve_speakers(Article("a", text), lay_out(Article("a", text)), said, {})

    assert len(statements) == 2


_PIECES = (
    "Ada Moss|Moss|Mr Moss|Tom Oats|Dr.|the|a|minister|’s|spokesman|for|of|who|whose|she|he|they|I|We|you|her|and|,|."
    "|“|”|‘|’|said|\n\n|Wold Trust|WT|(WT)|52-year-old|officials|report|answer|Q:|A:|?|—|-|é|😀|\u00a0|&|by|By|in"
).split("|")
_TEXTS = st.lists(st.sampled_from(_PIECES) | st.text(max_size=3), min_size=1, max_size=40).map(" ".join)


@st.composite
def _articles(draw: st.DrawFn) -> tuple[Article, list[Statement]]:
    """A text with spans anywhere in it as the sources, cues and contents of statements."""
    text = draw(_TEXTS.filter(len))
    place = st.tuples(*[st.integers(0, len(text))] * 2).filter(lambda pair: pair[0] != pair[1])
    span = place.map(lambda pair: Span(min(pair), max(pair)))
    some = st.lists(span, max_size=2).map(lambda spans: tuple(sorted(spans)))
    ids = st.none() | st.sampled_from(["s1", "s2", "s3"])
    statements = [
        Statement(
            f"s{n + 1}",
            draw(st.sampled_from(Kind)),
            draw(st.sampled_from(Place)),
            (draw(span),),
            draw(some),
            draw(some),
            0.5,
            within=draw(ids),
            turn=draw(st.booleans()),
        )
        for n in range(draw(st.integers(1, 4)))
    ]
    title = draw(st.none() | st.integers(1, len(text)).map(lambda end: Span(0, end)))
    return Article("a", text, title=title and title.of(text), title_span=title), statements


@settings(max_examples=50)
@given(_articles(), st.sampled_from(["s1", "s2"]))
def test_whatever_is_a_source_gives_whole_records(drawn: tuple[Article, list[Statement]], repeated: str) -> None:
    """Any spans as sources give speakers whose mentions lie in the text and whose ids are all there."""
    article, given_statements = drawn

    statements, speakers = resolve_speakers(article, lay_out(article), given_statements, {"s1": [repeated]})

    ids = [speaker.id for speaker in speakers]
    assert ids == [f"p{n + 1}" for n in range(len(ids))]
    assert [s.id for s in statements] == [s.id for s in given_statements]
    assert {i for s in statements for i in (s.speaker, *s.candidates) if i} <= set(ids)
    assert {i for speaker in speakers for i in speaker.members} <= set(ids)
    assert all((s.speaker is None) == (s.unresolved is not None) for s in statements)
    assert all(0 <= m.start < m.end <= len(article.text) for speaker in speakers for m in speaker.mentions)
    assert all(speaker.name for speaker in speakers)


@pytest.mark.parametrize("outlet", ["Wold Gazette", "Echo"])
def test_who_tells_an_outlet_something_is_not_that_outlet(outlet: str, resolve: Resolve) -> None:
    """A pronoun that tells the Echo something refers to the fans, however near the Echo is named."""
    article = resolve(
        "[S1 The fans] [C1 said] [Q1 they would stay at home]. [S2 The Wold Gazette and the Echo] [C2 wrote] "
        f"[Q2 that it rained]. [Q3 “We are many,”] [S3 they] [C3 told] the {outlet}."
    )

    assert outlet not in article.names[2]


@pytest.mark.parametrize(
    ("kind", "score", "expected"),
    [
        ("organisation", 0.9, SpeakerType.ORGANISATION),
        ("document", 0.9, SpeakerType.DOCUMENT),
        ("one", 0.9, SpeakerType.UNNAMED),
        ("organisation", 0.6, SpeakerType.UNNAMED),
        ("person", 0.9, SpeakerType.UNNAMED),
    ],
)
def test_the_model_says_what_a_noun_is(kind: str, score: float, expected: SpeakerType, read_marks: ReadMarks) -> None:
    """Where the model tags the noun of a description, its tag is what kind of speaker it is."""
    marked = read_marks("In May [S the boiler quorler] [C said] [Q it rained].")
    noun = marked.text.index("quorler")
    tagged = ModelSpans((ModelSpan(Span(noun, noun + 7), kind, score, 0.95),))

    _, [speaker] = resolve_speakers(
        Article("a", marked.text), lay_out(Article("a", marked.text)), [_write(marked, 0, None)], {}, spans=tagged
    )

    assert speaker.type is expected


def test_no_document_tells_an_outlet_something(resolve: Resolve) -> None:
    """A memo that was just mentioned is not who "told the paper"."""
    article = resolve("The Wold Gazette has seen the memo. [Q “It is a betrayal,”] [S they] [C told] the paper.")

    assert article.names == ["(ambiguous)"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("[S1 the] president [C1 who says]", "(no-source)"),
        ("[S1 a] [C1 who says]", "(no-source)"),
        ("[S1 The firm, Surya Textiles LLP,] [C1 says]", "Surya Textiles LLP"),
    ],
)
def test_source_cut_wrongly_is_left_open(source: str, expected: str, resolve: Resolve) -> None:
    """A source that is no noun phrase names nobody; commas may part a firm's name from what it is."""
    article = resolve(f"It rained, and {source} [Q1 that nothing is lost].")

    assert article.names == [expected]


def test_name_that_the_outlet_uses_is_shown(resolve: Resolve) -> None:
    """A longer name inside a quotation, which may begin with a verb, is not the one that is shown."""
    article = resolve("“Ask Donald,” said a boy. Then [S1 Donald] [C1 said] [Q1 that he had put it there].")

    assert article.names == ["Donald"]


def test_a_body_of_a_described_name_is_a_body(resolve: Resolve) -> None:
    """A name that follows a noun for a body names a body."""
    article = resolve("[Q It rained], [S state news agency Norvik] [C reported].")

    assert article.speaker(0).type is SpeakerType.ORGANISATION


def test_an_office_is_not_given_to_the_holder_of_another(resolve: Resolve) -> None:
    """After a prime minister, "the president" is somebody else, whoever of the others it may be."""
    article = resolve(
        "Prime Minister Ada Moss spoke to Per Lund. [S1 The Norlandish president] [C1 said] [Q1 it had helped]."
    )

    assert article.names[0] != "Ada Moss"


def test_an_age_is_not_given_to_whoever_was_named_before(resolve: Resolve) -> None:
    """Somebody known by an age alone is not the offender whom the paragraph before names."""
    article = resolve(
        "Per Oat, 61, was jailed on Friday for the abuse of two pupils at a school in Wold.\n\n"
        "[S1 The 37-year-old] [C1 said] [Q1 the horrific abuse had taken his childhood]."
    )

    assert article.names[0] != "Per Oat"


@pytest.mark.parametrize("label", ["DEAR ANNE", "Dear Anne", "SIR", "Accuracy"])
def test_a_label_does_not_speak(label: str, resolve: Resolve) -> None:
    """Neither the person whom a letter addresses says what it has, nor does the point that a list has it under."""
    article = resolve(f"[S1 {label}][C1 :] [Q1 The sensor was right in nine of ten tests].")

    assert article.names == ["(no-source)"]


@pytest.mark.parametrize("title", ["Adv", "Advocate", "Barrister", "Zorbat"])
def test_a_title_is_no_part_of_a_name(title: str, resolve: Resolve) -> None:
    """A title is recognised by what follows it, also one that no list has: the full name, which also stands alone."""
    article = resolve(
        f"Mokoro Ncholi came late. [S1 {title} Mokoro Ncholi] [C1 said] [Q1 it was urgent]. "
        f"[Q2 “We waited,”] [S2 {title} Ncholi] [C2 said]."
    )

    assert article.names == ["Mokoro Ncholi", "Mokoro Ncholi"]


def test_who_is_told_something_does_not_say_it(resolve: Resolve) -> None:
    """The subject of a passive cue is not the speaker."""
    article = resolve("Ada Moss [C1 was told] [Q1 that the ferry was full].")

    assert article.names == ["(no-source)"]


def test_each_speaker_has_a_score(resolve: Resolve) -> None:
    """A name in full is the surest source; where there is no speaker, there is no score."""
    article = resolve(
        "[S1 Ada Moss] [C1 said] [Q1 the ferry would sail]. Rosa Birch met her. [S2 She] [C2 said] [Q2 it was full]. "
        "[C3 It was said] [Q3 that the sea was high]."
    )
    named, pronoun, nobody = (statement.speaker_score for statement in article.statements)

    assert named is not None
    assert named > max(0.9, pronoun or 0.0)
    assert nobody is None


def test_honours_are_no_part_of_a_name(resolve: Resolve) -> None:
    """Letters after a name do not make a second person."""
    article = resolve("[S1 Ada Moss KC] [C1 said] [Q1 the ferry would sail]. [S2 Ms Moss] [C2 said] [Q2 it was full].")

    assert article.names == ["Ada Moss", "Ada Moss"]


def test_who_signs_a_letter_is_its_i(resolve: Resolve) -> None:
    """In letters to an editor each “I” is whoever signs below it; outside of letters it is the article's writer."""
    article = resolve(
        "[S1 I] [C1 think] [Q1 letters are dying].\n\n"
        "SIR – [S2 I] [C2 did say] [Q2 the bell was cracked].\n\nLt Col (ret’d) Orla Vint\n\nTarn Bay\n\n"
        "SIR – [S3 I] [C3 am sure] [Q3 that it never rang].\n\nPer Aaby, bell ringer"
    )

    assert article.names == ["author", "Orla Vint", "Per Aaby"]


def test_a_paragraph_that_begins_like_an_address_is_no_letter(resolve: Resolve) -> None:
    """A caption below does not sign what only begins like an address."""
    article = resolve("To the surprise of many, [S1 I] [C1 think] [Q1 the bell will ring again].\n\nOrla Vint")

    assert article.names == ["author"]


def test_a_name_alone_below_the_headline_is_the_writer(resolve: Resolve) -> None:
    """The line below the first one is a byline where it is a name that stands nowhere else."""
    text = "The cloud is loud\n\nAda Moss\n\n[S I] [C think] [Q that it hums].\n\nIt rained."

    assert resolve(text).names == ["Ada Moss"]
    assert resolve(text.replace("It rained", "It rained on Ada Moss")).names == ["author"]
    assert resolve(f"{text}\n\nIt rains.\n\nAda Moss writes every week").names == ["Ada Moss"]


def test_a_name_in_capitals_above_a_date_is_the_writer(resolve: Resolve) -> None:
    """Bylines in capitals stand above a date; other lines in capitals are headings."""
    text = "The cloud is loud\n\nADA MOSS\n\nWold - May 3, 2021\n\n[S I] [C think] [Q that it hums].\n\nIt rained."

    assert resolve(text).names == ["ADA MOSS"]
    assert resolve(text.replace("ADA MOSS", "ADA MOSS’S FRIDAY COLUMN")).names == ["ADA MOSS"]
    assert resolve(text.replace("ADA MOSS", "WORLD NEWS")).names == ["author"]


def test_further_bylines(resolve: Resolve) -> None:
    """A byline may say what the writer did, or when; an initial does not end the name."""
    for line, name in (
        ("Posted by Ada Moss on 3 May", "Ada Moss"),
        ("Text and photo: Ada Moss", "Ada Moss"),
        ("Words: Ada Moss. Photos: Tom Oats", "Ada Moss"),
        ("Tuesday 3 May 2033 by Ada C. Moss", "Ada C. Moss"),
        ("Cut in 2033 by Ada Moss", "author"),
    ):
        text = f"The cloud is loud\n\n{line}\n\n[S I] [C think] [Q that it hums].\n\nIt rained."

        assert resolve(text).names == [name]


def test_a_note_at_the_end_names_the_writer(resolve: Resolve) -> None:
    """Who is introduced by the last line, and named nowhere before, is the article's I."""
    text = "[S I] [C think] [Q that boats are dear].\n\nIt rained.\n\nAda Moss (she/her) writes about boats."
    of_old = text.replace("It rained", "It rained on Ada Moss")

    assert (resolve(text).names, resolve(of_old).names) == (["Ada Moss"], ["author"])


def test_two_named_together_may_be_they() -> None:
    """Two who are named together are one group to whom "they" may refer, though neither has spoken before."""
    article = Article("a", "Ada Moss and Tom Oats left France and Emil Reed early. They were cold.")
    context = ResolveContext(article, lay_out(article), [], {}, Ranker())
    they = Anaphor(article.text.index("They"), None, is_plural=True, is_person=None)
    found = [context.mentions.entities[number] for number in list_candidates(context.mentions, they)]

    assert [entity.name for entity in found if entity.members] == ["Ada Moss and Tom Oats"]


def test_a_shared_name_belongs_to_whom_it_is_given() -> None:
    """Once the ranker has chosen whose surname it is, it is a mention of that person alone."""
    article = Article("a", "Ada Moss met Tom Moss. Moss left. She slept.")
    context = ResolveContext(article, lay_out(article), [], {}, Ranker())
    short = context.names[-1]
    before = context.owner[short.span.start]
    after = next(it for it in context.open_names[short.span.start] if it is not before)

    context.give_name(short, after)

    numbers = [context.mentions.number(entity) for entity in (before, after)]
    assert context.owner[short.span.start] is after
    assert (len(before.names), len(after.names)) == (1, 2)
    assert [context.mentions.counts[number] for number in numbers] == [1, 2]
    assert [it.entity for it in context.mentions.in_order if it.start == short.span.start] == [numbers[1]]


def test_a_source_that_begins_within_a_name_does_not_cut_it() -> None:
    """Where the model tags the whole name; else the source begins a name of its own."""
    article = Article("a", "Then Ada Moss, who left, said it rained.")
    source = (Span(9, 23),)
    said = Statement("s1", Kind.INDIRECT, Place.BODY, (Span(30, 39),), (Span(25, 29),), source, 1.0)
    tagged = [(), *((ModelSpan(Span(5, 13), *tag, 0.95),) for tag in (("person", 0.7), ("body", 0.9), ("person", 0.8)))]

    names = [
        ResolveContext(article, lay_out(article), [said], {}, Ranker(), ModelSpans(spans)).names[-1].words
        for spans in tagged
    ]

    assert [("Moss",), ("Moss",), ("Moss",), ("Ada", "Moss")] == names


@each_case(
    ("noun", "kind", "expected"),
    [
        ("minister", "organisation", SpeakerType.UNNAMED),
        ("minister", "document", SpeakerType.DOCUMENT),
        ("committee", "organisation", SpeakerType.ORGANISATION),
        ("committee", "one", SpeakerType.UNNAMED),
        ("report", "organisation", SpeakerType.ORGANISATION),
    ],
)
def test_a_noun_for_a_person_is_no_body(noun: str, kind: str, expected: SpeakerType, read_marks: ReadMarks) -> None:
    """A minister is nobody's organisation, whatever the model says; else its tag goes before the lists."""
    marked = read_marks(f"In May [S the {noun}] [C said] [Q it rained].")
    tagged = ModelSpans((ModelSpan(Span(11, 11 + len(noun)), kind, 0.9, 0.95),))
    article = Article("a", marked.text)

    _, [speaker] = resolve_speakers(article, lay_out(article), [_write(marked, 0, None)], {}, spans=tagged)

    assert speaker.type is expected


def test_an_executive_is_no_body(resolve: Resolve) -> None:
    """The executive of a government is a body, but a chief executive, or a firm's director, is a person."""
    article = resolve(
        "[S1 Its chief executive, Ada Moss,] [C1 said] [Q1 it rained]. "
        "[S2 A director of the consultancy, Tom Oats,] [C2 said] [Q2 no]."
    )

    assert article.names == ["Ada Moss", "Tom Oats"]
    assert {speaker.type for speaker in article.speakers} == {SpeakerType.PERSON}
