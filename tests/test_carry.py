from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from sayso.analyse import Analyser, find_attributions
from sayso.analyse.carry import find_carriers
from sayso.analyse.layout import lay_out
from sayso.analyse.repeats import find_repeats
from sayso.article import Article
from sayso.carrier import Carrier
from sayso.match import Change, HeadlineFinding
from sayso.speaker import Speaker, SpeakerType
from sayso.statement import Kind, Place, Statement
from sayso.text import Span

from .conftest import MarkedArticle, ReadMarks
from .each_case import each_case


def to_statements(parsed: MarkedArticle, title: Span | None = None, *, turn: bool = False) -> tuple[Statement, ...]:
    """The marked statements as records; the speaker's id is the last word of the source, in small letters."""
    found = []
    for n, marks in enumerate(parsed.statements):
        source = " ".join(span.of(parsed.text) for span in marks.source)
        within = parsed.within[n]
        place = Place.HEADLINE if title and title.holds(marks.content[0]) else Place.BODY
        spans = tuple(marks.content), tuple(marks.cue), tuple(marks.source)
        holder = None if within is None else f"s{within + 1}"
        speaker = source.lower().rstrip(",").rsplit(maxsplit=1)[-1] if source else None
        found.append(
            Statement(f"s{n + 1}", Kind.INDIRECT, place, *spans, 0.9, within=holder, turn=turn, speaker=speaker)
        )
    return tuple(found)


@cache
def load_analyser() -> Analyser:
    """The shipped model."""
    return Analyser()


def carry(parsed: MarkedArticle, *speakers: Speaker) -> tuple[Carrier, ...]:
    """The carriers of a marked article, with what the shipped model tags in it."""
    article = Article("a", parsed.text)
    layout, _, tagged = find_attributions(load_analyser(), article)
    return find_carriers(article, layout, to_statements(parsed), speakers, {}, tagged)[1]


def show(parsed: MarkedArticle) -> list[tuple[str, str, list[str]]]:
    """Return the carriers of a marked article as name, how and evidence."""
    return [(c.name, c.how.value, [span.of(parsed.text) for span in c.evidence]) for c in carry(parsed)]


FORMS = {
    "told": ("[Q “It rained,”] [S Orla Vint] [C told] Vantor on Friday.", "Vantor", "interview", "told Vantor"),
    "outlet of a reporter": (
        "[S Vint] [C told] Mara Quill of the Wold Gazette [Q that it rained].",
        "Wold Gazette",
        "interview",
        "told Mara Quill of the Wold Gazette",
    ),
    "reporter of an unknown outlet": (
        "[S Vint] [C told] Fenland Kiosk’s Mara Quill [Q that it rained].",
        "Fenland Kiosk",
        "interview",
        "told Fenland Kiosk",
    ),
    "programme": (
        "[S Vint], in an interview on Radio Quay’s “Drive Home,” [C said] [Q it rained].",
        "Drive Home",
        "interview",
        "in an interview on Radio Quay’s “Drive Home,”",
    ),
    "on the air": (
        "[Q “It rained,”] [S Vint] [C said], speaking on Radio Quay.",
        "Radio Quay",
        "broadcast",
        "on Radio Quay",
    ),
    "described": (
        "[S Vint] [C told] the Lorme daily Il Vespro [Q that it rained].",
        "Il Vespro",
        "interview",
        "told the Lorme daily Il Vespro",
    ),
    "podcast": (
        "[S Vint] [C told] the podcast Loose Ends [Q that it rained].",
        "Loose Ends",
        "broadcast",
        "told the podcast Loose Ends",
    ),
    "reports": (
        "[S The Wold Herald] [C reported] [Q that it rained].",
        "Wold Herald",
        "report",
        "The Wold Herald reported",
    ),
    "according to": (
        "[Q It rained], [C according to] [S the Wold Herald].",
        "Wold Herald",
        "report",
        "according to the Wold Herald",
    ),
    "seen by": (
        "[S She] [C wrote] [Q that it rained], in a memo seen by Vantor.",
        "Vantor",
        "report",
        "seen by Vantor",
    ),
    "agency": ("[S Vint] [C said] [Q it rained], Quay News Agency reported.", "Quay News Agency", "wire", None),
    "statement": ("[Q “It rained,”] [S she] [C said] in a written statement.", "written statement", "document", None),
    "memo": (
        "In a leaked memo, [S Vint] [C called] [Q the pier “wet”].",
        "leaked memo",
        "document",
        "In a leaked memo",
    ),
    "book": ("In his book “Wet Feet,” [S Vint] [C writes] [Q that it rains].", "Wet Feet", "document", None),
    "tweet": ("[Q “Rain!”] [S Vint] [C tweeted].", "Twitter", "social", "tweeted"),
    "page": ("[S Vint] [C wrote] on her Plaza page [Q that it rained].", "Plaza", "social", "on her Plaza page"),
}


@each_case("form", FORMS)
def test_each_form_names_its_carrier(form: str, read_marks: ReadMarks) -> None:
    """Evidence has the name, the `how` and the shortest words that show it."""
    marked, name, how, evidence = FORMS[form]
    parsed = read_marks(marked)
    found = {(n, h): spans for n, h, spans in show(parsed)}

    assert (name, how) in found
    assert evidence is None or evidence in found[name, how]


@each_case(
    "marked",
    [
        "[S Vint] [C told] reporters [Q that it rained].",
        "[S Vint] [C told] the committee [Q that it rained].",
        "[S The mayor] [C told] Ada Moss [Q that it rained]. Moss wept.",
        "Mr. Moss left. [S Vint] [C told] Moss [Q that it rained].",
        "[S Vint] [C told] the Supreme Court [Q that it rained].",
        "[S Vint] [C told] Iowa voters [Q that it rained].",
        "[S Vint], an editor at the Wold Gazette, [C said] [Q it rained].",
        "[S The statement] [C said] [Q it rained].",
        "[Q “I told CNN that it rained,”] [S she] [C said].",
        "Sen. Ada Moss (D-Ohio) — [Q “It rained,”] [S she] [C said].",
        "[Q It rained], [C according to] [S a Wold Gazette poll].",
        "[S Vint] [C said] [Q it rained], according to the Norwegian state news agency.",
    ],
)
def test_what_is_no_carrier(marked: str, read_marks: ReadMarks) -> None:
    """People, bodies, crowds, employers and a speaker's own words are not carriers."""
    assert show(read_marks(marked)) == []


RELAY = """\
[S1 Vint] [C1 says] [Q1 rain “is coming”]

LORME (Quay News Agency) — [S2 Orla Vint] [C2 told] Vantor [Q2 that rain was coming].

[Q3 “It may flood,”] [S3 Vint] [C3 said].

[S4 Ada Moss] [C4 doubted] [Q4 it], in a letter. [Q5 “Bring boots,”] [S5 Vint] [C5 said].

The post Rain appeared first on Wold Mirror."""


def test_a_chain_runs_from_the_speaker_to_the_reader(read_marks: ReadMarks) -> None:
    """Interview, agency and reprint stand in their order; the interview holds on for its speaker."""
    parsed = read_marks(RELAY)
    found = [(c.id, c.name, c.how.value, c.statements, c.order) for c in carry(parsed)]

    assert found == [
        ("c1", "Vantor", "interview", ("s2", "s3", "s5"), 1),
        ("c2", "letter", "document", ("s4",), 1),
        ("c3", "Quay News Agency", "wire", ("s1", "s2", "s3", "s4", "s5"), 2),
        ("c4", "Wold Mirror", "republication", ("s1", "s2", "s3", "s4", "s5"), 3),
    ]


def test_other_names_give_the_same_structure(read_marks: ReadMarks) -> None:
    """With all names of an article replaced, the carriers differ in their names alone."""
    swapped = RELAY.replace("Vantor", "Kestrel").replace("Orla Vint", "Bo Hale").replace("Vint", "Hale")
    swapped = swapped.replace("Quay News Agency", "Fen Press Agency").replace("Wold Mirror", "Odd But So")

    def shape(marked: str) -> list[tuple[object, ...]]:
        return [(c.how, c.statements, c.order, len(c.evidence)) for c in carry(read_marks(marked))]

    assert shape(swapped) == shape(RELAY)


def test_statements_name_their_carriers(read_marks: ReadMarks) -> None:
    """Each statement lists its carriers, the one nearest to the speaker first."""
    parsed = read_marks(RELAY)
    article = Article("a", parsed.text)
    statements, _ = find_carriers(article, lay_out(article), to_statements(parsed), (), {})

    assert statements[1].carriers == ("c1", "c3", "c4")


def test_a_document_that_speaks_is_not_its_own_carrier(read_marks: ReadMarks) -> None:
    """A log says it: who showed the log is the way, not the log. What others wrote in a log came through it."""
    marked = "[C1 According to] [S1 a log] seen by the Corvane Press, [Q1 the pump had failed]."
    by_person = "[Q1 The pump had failed], [S1 Vint] [C1 wrote] in a log."
    log = Speaker("log", "log", SpeakerType.DOCUMENT, named=False)
    assert [c.name for c in carry(read_marks(marked), log)] == ["Corvane Press"]
    assert [c.name for c in carry(read_marks(by_person), log)] == ["log"]


def test_a_headline_has_the_carriers_of_what_it_repeats(read_marks: ReadMarks) -> None:
    """A headline's statement has the carriers of the body's statement that it repeats."""
    parsed = read_marks(RELAY)
    title = Span(0, parsed.text.index("\n"))
    article = Article("a", parsed.text, title=title.of(parsed.text), title_span=title)
    statements, _ = find_carriers(article, lay_out(article), to_statements(parsed, title), (), {"s1": ["s2"]})

    assert statements[0].carriers == statements[1].carriers


def test_a_line_of_its_own_covers_what_follows(read_marks: ReadMarks) -> None:
    """A line "X reports" covers all below it, up to the next such line."""
    parsed = read_marks(
        "[Q1 “Dry,”] [S1 Vint] [C1 said].\n\nVantor News reports:\n\n[Q2 “Wet,”] [S2 Moss] [C2 said].\n\n"
        "The Wold Herald reports:\n\n[Q3 “Damp,”] [S3 Hale] [C3 said]."
    )

    assert [(c.name, c.statements) for c in carry(parsed)] == [("Vantor News", ("s2",)), ("Wold Herald", ("s3",))]


def test_a_person_who_says_something_on_a_line_is_no_carrier(read_marks: ReadMarks) -> None:
    """The line that introduces a speech names no outlet."""
    assert carry(read_marks("Ada Moss writes:\n\n[Q “Wet.”]")) == ()


@each_case(
    ("line", "name", "how"),
    [
        ("This article first appeared in the Lorme Lantern.", "Lorme Lantern", "republication"),
        ("Originally published by Kerb Appeal on May 3, 2021.", "Kerb Appeal", "republication"),
        ("Translated from Il Vespro by Ada Moss", "Il Vespro", "republication"),
        ("Source: Quay News Agency", "Quay News Agency", "wire"),
        ("h/t Footway", "Footway", "aggregator"),
        ("(h/t Mara Quill; via Footway)", "Footway", "aggregator"),
        ("(h/t Mara Quill; via Footway)", "Mara Quill", "aggregator"),
        ("[Via Footway, h/t @maraquill]", "@maraquill", "aggregator"),
        ("Via Footway", "Footway", "aggregator"),
        ("Via Footway.", "Footway", "aggregator"),
        ("— via: Footway and Wold Herald", "Wold Herald", "aggregator"),
        ("(via Footway)", "Footway", "aggregator"),
        ("With files from Quay News Agency", "Quay News Agency", "wire"),
        ("With files from the Wold Herald", "Wold Herald", "report"),
        ("By Ada Moss, Associated Press", "Associated Press", "wire"),
        ("© Reuters", "Reuters", "wire"),
    ],
)
def test_footers_cover_everything(line: str, name: str, how: str, read_marks: ReadMarks) -> None:
    """A footer or byline is a carrier of all statements."""
    parsed = read_marks(f"Rain\n\n[Q “Wet,”] [S she] [C said].\n\nMore.\n\n{line}")
    found = {(c.name, c.how.value): c for c in carry(parsed)}

    assert found[name, how].statements == ("s1",)


@each_case(
    ("line", "name"),
    [
        ("WOLD (Quay Agency) — ", "Quay Agency"),
        ("WOLD, May 3, 2021 /Quaywire/ -- ", "Quaywire"),
        ("WOLD, May 3, 2021 /QW Newsfeed-Norland/ - ", "QW Newsfeed-Norland"),
        ("WOLD. May 3. /QWA/. ", "QWA"),
        ("WOLD--(QUAY WIRE)--", "QUAY WIRE"),
        ("WOLD, NL--(Quaywire - May 3, 2021) - ", "Quaywire"),
        ("WOLD, May 3, 2021 -- (QUAY WIRE) -- ", "QUAY WIRE"),
        ("(QUAYWIRE) May 3, 2021 -- ", "QUAYWIRE"),
        ("WOLD (BUSINESS WIRE) ", "BUSINESS WIRE"),
        ("WOLD, May 3 (Quay Wire): ", "Quay Wire"),
        ("WOLD upon KELP (Quay Agency) — ", "Quay Agency"),
    ],
)
def test_datelines_name_who_sent_it(line: str, name: str, read_marks: ReadMarks) -> None:
    """A dateline names an agency, or a service that sends out releases, for the whole body."""
    parsed = read_marks(f"{line}[S1 Vint] [C1 said] [Q1 it rained].\n\n[S2 Moss] [C2 said] [Q2 it was dry].")

    assert [(c.name, c.how.value, c.statements) for c in carry(parsed)] == [(name, "wire", ("s1", "s2"))]


@each_case(
    "opening",
    [
        "Ada Moss (Wold) ",
        "Here and/or there/ -- ",
        "The Wold Trust (WT) ",
        "Ada Moss (Labour): ",
        "Via Roma, the main street, is wet. ",
    ],
)
def test_what_is_no_dateline(opening: str, read_marks: ReadMarks) -> None:
    """Brackets and slashes after words other than a place and a date name no agency."""
    assert carry(read_marks(f"{opening}[S1 Vint] [C1 said] [Q1 it rained].")) == ()


@each_case(
    ("marked", "name", "how"),
    [
        ("[Q It rained], [S state news agency Norvik] [C reported].", "Norvik", "wire"),
        ("[S The state-run news agency NVA] [C said] [Q it rained].", "NVA", "wire"),
        ("[S Norvik, the state news agency,] [C reported] [Q that it rained].", "Norvik", "wire"),
        ("[S The official news agency of Norland, Norvik,] [C reported] [Q that it rained].", "Norvik", "wire"),
        ("[S Private broadcaster Kanal Nord] [C reported] [Q that it rained].", "Kanal Nord", "report"),
        ("[Q “Wet,”] [S she] [C was quoted as saying] by state news agency Norvik.", "Norvik", "wire"),
    ],
)
def test_a_description_makes_a_name_an_outlets(marked: str, name: str, how: str, read_marks: ReadMarks) -> None:
    """An unknown name is an outlet's where the words beside it say so."""
    assert (name, how) in [(n, h) for n, h, _ in show(read_marks(marked))]


def test_who_speaks_on_a_website_is_not_an_outlet(read_marks: ReadMarks) -> None:
    """A noun before a comma describes nobody."""
    vint = Speaker("vint", "Orla Vint", SpeakerType.PERSON, named=True)
    parsed = read_marks("On her website, [S Vint] [C reported] [Q that it rained].")

    assert not {it.name for it in carry(parsed, vint)} & {"Vint", "Orla Vint"}


@each_case(
    ("marked", "name", "how", "words"),
    [
        ("[Q It rained], [S she] [C said] by e-mail.", "e-mail", "document", "by e-mail"),
        ("[Q It rained], [S she] [C said] in the leaked memo.", "leaked memo", "document", "in the leaked memo"),
        ("In a new joint statement, [S they] [C said] [Q it rained].", "joint statement", "document", None),
        ("In a Monday letter, [S they] [C said] [Q it rained].", "letter", "document", "In a Monday letter"),
        ("[S She] sent a letter [C saying] [Q it rained].", "letter", "document", "sent a letter"),
        ("[S She] [C said] in her book “Wet Feet” [Q that it rained].", "Wet Feet", "document", None),
        ("As [S she] [C wrote] in the report, [Q it rained].", "report", "document", "in the report"),
        ("[S She] [C wrote] in her diary [Q that it rained].", "diary", "document", "in her diary"),
        ("[Q It rained], [S she] [C tweeted].", "Twitter", "social", "tweeted"),
        ("[Q It rained], [S she] [C said] in an early tweet.", "Twitter", "social", "in an early tweet"),
        ("[S She] [C posted] on Facebook [Q that it rained].", "Facebook", "social", "on Facebook"),
        ("[Q It rained], [S she] [C said] in a Facebook post.", "Facebook", "social", "in a Facebook post"),
        ("[Q It rained], [S she] [C said] in an X post.", "X", "social", "in an X post"),
        ("[S She] [C wrote] on social media [Q that it rained].", "social media", "social", "on social media"),
    ],
)
def test_documents_and_posts_carry(marked: str, name: str, how: str, words: str | None, read_marks: ReadMarks) -> None:
    """Documents and posts are found by the words around them, and are called by the words that say which they are."""
    found = {(n, h): evidence for n, h, evidence in show(read_marks(marked))}

    assert list(found) == [(name, how)]
    assert words is None or found[name, how] == [words]


@each_case(
    "marked",
    [
        "He came with a letter. [Q It rained], [S she] [C said].",
        "[Q It rained], [S she] [C said] of the e-mail scandal.",
        "[S She], who bought a report and a book, [C said] [Q it rained].",
        "Tom Oats lives on Facebook. [S Ada Moss] [C said] [Q it rained].",
        "[S She] [C wrote] on May 3 [Q that it rained].",
        "[S She], who had read a memo, [C said] [Q it rained].",
        "[S Ada in Port Wold] [C emails:] [Q It rained.]",
    ],
)
def test_documents_that_are_only_mentioned_carry_nothing(marked: str, read_marks: ReadMarks) -> None:
    """A document that nobody speaks in is no carrier, nor is a day."""
    assert show(read_marks(marked)) == []


@each_case("noun", ["police station", "campaign group"])
def test_other_bodies_carry_nothing(noun: str, read_marks: ReadMarks) -> None:
    """Not every agency or station is one of news."""
    assert carry(read_marks(f"[S The {noun} Norvik] [C reported] [Q that it rained].")) == ()


def test_a_translator_stands_after_the_original(read_marks: ReadMarks) -> None:
    """The original comes before its translation."""
    parsed = read_marks("[Q “Wet,”] [S she] [C said].\n\nTranslated from Il Vespro by Ada Moss")

    assert [(c.name, c.how.value, c.order) for c in carry(parsed)] == [
        ("Il Vespro", "republication", 1),
        ("Ada Moss", "other", 2),
    ]


def test_metadata_names_a_wire_without_evidence() -> None:
    """An agency among the authors carries everything, without evidence in the text."""
    article = Article("a", "It rained.", authors=("Ada Moss", "Associated Press"))
    carriers = find_carriers(article, lay_out(article), (), (), {})[1]

    assert [(c.name, c.how.value, c.evidence) for c in carriers] == [("Associated Press", "wire", ())]


def test_one_carrier_has_all_its_names(read_marks: ReadMarks) -> None:
    """The Herald is the Wold Herald that was named before, and so is the paper."""
    parsed = read_marks(
        "[S2 Vint] [C2 told] the Wold Herald [Q2 that it rained]. [S3 Vint] [C3 told] the Herald [Q3 it was wet].\n\n"
        "[S1 Moss] [C1 told] the paper [Q1 that it was dry]."
    )
    (found,) = carry(parsed)

    assert found.name == "Wold Herald"
    assert len(found.evidence) == 3


def test_the_memo_is_the_one_that_was_named_before(read_marks: ReadMarks) -> None:
    """A document that is named again by its noun is the same carrier."""
    parsed = read_marks(
        "In a leaked memo, [S1 Vint] [C1 called] [Q1 the pier “wet”]. In the memo, [S2 Vint] [C2 called] [Q2 it “old”]."
    )

    assert show(parsed) == [("leaked memo", "document", ["In a leaked memo", "In the memo"])]


def test_a_sentence_may_say_where_somebody_spoke(read_marks: ReadMarks) -> None:
    """An appearance that is named at the end carries all statements of its speaker."""
    parsed = read_marks(
        "[Q1 “Wet,”] [S1 Vint] [C1 said].\n\n[Q2 “Dry,”] [S2 Moss] [C2 said].\n\nIt poured. It stopped.\n\n"
        "Vint appeared on Radio Quay’s “Drive Home.”"
    )
    vint = Speaker("vint", "Orla Vint", SpeakerType.PERSON, named=True)

    assert [(c.name, c.statements) for c in carry(parsed, vint)] == [("Drive Home", ("s1",))]


def test_an_interview_has_its_answers(read_marks: ReadMarks) -> None:
    """The interviewer carries the answers."""
    parsed = read_marks(
        "Wold News interviews sailor Orla Vint.\n\n[S1 News]: [Q1 Is it wet?]\n\n[S2 Vint]: [Q2 It is.]"
    )
    article = Article("a", parsed.text)
    carriers = find_carriers(article, lay_out(article), to_statements(parsed, turn=True), (), {})[1]

    assert [(c.name, c.how.value) for c in carriers] == [("Wold News", "interview")]
    assert "s2" in carriers[0].statements


def test_the_paper_is_no_broadcaster(read_marks: ReadMarks) -> None:
    """An outlet that is named by its kind is the last one named of that kind."""
    parsed = read_marks(
        "[S1 Vint] [C1 told] the Wold Herald [Q1 that it rained]. [S2 Moss] [C2 told] Radio Quay [Q2 it was wet].\n\n"
        "[S3 Ames] [C3 told] the newspaper [Q3 that it was dry]. [S4 Hale] [C4 told] the station [Q4 it was damp]."
    )

    assert {c.name: c.statements for c in carry(parsed)} == {"Wold Herald": ("s1", "s3"), "Radio Quay": ("s2", "s4")}


@pytest.mark.parametrize("leads_in", ["spoke to the Wold Herald", "told the Echo why the pier is shut"])
def test_questions_came_through_nobody(leads_in: str, read_marks: ReadMarks) -> None:
    """The outlet of a printed interview carries the answers, not its own questions."""
    parsed = read_marks(
        f"Orla Vint {leads_in}.\n\n[S1 Q]: [Q1 Is it wet?]\n\n[S2 A]: [Q2 It is.]\n\n"
        "[S3 Q]: [Q3 Will it last?]\n\n[S4 A]: [Q4 I hope not.]"
    )
    article = Article("a", parsed.text)
    (carrier,) = find_carriers(article, lay_out(article), to_statements(parsed, turn=True), (), {})[1]

    assert carrier.statements == ("s2", "s4")


def test_only_turns_are_questions(read_marks: ReadMarks) -> None:
    """What stands above a printed interview keeps its carrier."""
    parsed = read_marks(
        "[S1 Vint] [C1 told] Radio Quay [Q1 that it rained].\n\n[S2 Q]: [Q2 Is it wet?]\n\n[S3 A]: [Q3 It is.]\n\n"
        "[S4 Q]: [Q4 Will it last?]\n\n[S5 A]: [Q5 I hope not.]"
    )
    first, *turns = to_statements(parsed, turn=True)
    article = Article("a", parsed.text)
    statements = (replace(first, turn=False), *turns)
    (carrier,) = find_carriers(article, lay_out(article), statements, (), {})[1]

    assert carrier.statements == ("s1",)


MEMOIR = "[S1 Vint] [C1 wrote] in her memoir [Q1 that it rained]. "


@pytest.mark.parametrize(
    "others",
    [
        "[S2 Moss] [C2 said] [Q2 that [S3 Vint] [C3 had told] him [Q3 it was dry]].",
        "[S2 Moss] [C2 said] on Monday [Q2 that it was dry]. [S3 He] [C3 added] [Q3 that it was safe].",
    ],
)
def test_a_memoir_does_not_carry_statements_of_others(others: str, read_marks: ReadMarks) -> None:
    """A memoir carries what its author says in it, not what others say, nor what they say that she said."""
    (carrier,) = carry(read_marks(MEMOIR + others))

    assert (carrier.name, carrier.statements) == ("memoir", ("s1",))


def test_a_memoir_carries_no_later_statements_of_who_is_cited_in_it(read_marks: ReadMarks) -> None:
    """A memoir carries what somebody told its author, and not what he says elsewhere."""
    parsed = read_marks(
        "[S1 Vint] [C1 wrote] in her memoir [Q1 that [S2 Moss] [C2 told] her [Q2 to go]]. "
        "[S3 Moss] [C3 said] on Monday [Q3 that this was nonsense]."
    )

    assert [c.statements for c in carry(parsed)] == [("s1", "s2")]


def test_a_memoir_that_is_only_spoken_of_carries_nothing(read_marks: ReadMarks) -> None:
    """The memoir of one sentence does not carry the next statement, by somebody else."""
    parsed = read_marks(
        "Orla Vint, who wrote in her memoir of the pier, lives in Wold. [S Ames] [C said] [Q it was dry]."
    )

    assert carry(parsed) == ()


def test_nested_statements_have_the_same_carriers(read_marks: ReadMarks) -> None:
    """A nested statement has the carriers of the statement around it."""
    parsed = read_marks("[S1 Vint] [C1 told] CNN [Q1 that [S2 Moss] [C2 said] [Q2 it rained]].")

    assert carry(parsed)[0].statements == ("s1", "s2")


@each_case("text", ["", "\n", "“”", "A" * 3000, "🌧️ It rained. told told told", "on " * 3000, "Source: "])
def test_odd_texts_have_no_carriers(text: str) -> None:
    """Nothing is found in nothing, and nothing breaks."""
    article = Article("a", text)

    assert find_carriers(article, lay_out(article), (), (), {}) == ((), ())


@pytest.mark.cpu_limit(3)
def test_time_grows_with_the_text() -> None:
    """The time for much evidence in one endless sentence is in proportion to it."""
    text = "“Wet,” he told CNN, " * 600
    article = Article("a", text)
    starts = range(0, len(text), len("“Wet,” he told CNN, "))
    statements = [
        Statement(f"s{n}", Kind.DIRECT, Place.BODY, (Span(at, at + 6),), (Span(at + 10, at + 14),), (), 0.9)
        for n, at in enumerate(starts)
    ]
    layout = lay_out(article)
    _, carriers = find_carriers(article, layout, statements, (), {})

    assert [c.name for c in carriers] == ["CNN"]


@each_case(("body", "headline"), [(None, "s1"), ("s2", None)])
def test_a_headline_that_repeats_nothing_has_no_carriers_of_the_body(
    body: str | None, headline: str | None, read_marks: ReadMarks
) -> None:
    """Where one of the two statements is missing, the headline has only what covers the body or the whole article."""
    parsed = read_marks(RELAY)
    title = Span(0, parsed.text.index("\n"))
    article = Article("a", parsed.text, title=title.of(parsed.text), title_span=title)
    finding = HeadlineFinding(title, Change.PARAPHRASE, statement=body, headline_statement=headline)
    given = to_statements(parsed, title)
    repeats = find_repeats(parsed.text, given, [finding])
    statements, _ = find_carriers(article, lay_out(article), given, (), repeats)

    assert statements[0].carriers == ("c3", "c4")
