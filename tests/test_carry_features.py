"""Which candidates are promising, what their features say, and the evidence that is made of a chosen one."""

from __future__ import annotations

from sayso.analyse.carry import find_by_rules
from sayso.analyse.carry.candidates import Candidate, propose_candidates
from sayso.analyse.carry.evidence import CarrierContext, build_context
from sayso.analyse.carry.features import Describer
from sayso.analyse.carry.scorer import Scored, choose_evidence
from sayso.analyse.carry.words import Words, classes_of
from sayso.analyse.layout import lay_out
from sayso.analyse.model_spans import NO_SPANS, ModelSpan
from sayso.article import Article
from sayso.carrier import How
from sayso.speaker import Speaker, SpeakerType
from sayso.text import Span

from .conftest import ReadMarks
from .each_case import each_case
from .test_carry import to_statements

MOSS = Speaker("moss", "Ada Moss", SpeakerType.PERSON, named=True)
TRUST = Speaker("trust", "Kelp Trust", SpeakerType.ORGANISATION, named=True)


def read(text: str, title: Span | None = None) -> tuple[Article, CarrierContext, list[Candidate]]:
    """An article with its context and candidates."""
    article = Article("a", text, title_span=title)
    context = build_context(lay_out(article), (MOSS, TRUST), NO_SPANS)
    return article, context, propose_candidates(context, find_by_rules(context))


@each_case(
    ("text", "name", "promising"),
    [
        (
            "It rained all day long in the old harbour of the town, and it also rained in Kelpton all night.",
            "Kelpton",
            False,
        ),
        (
            "It rained all day long in the old harbour of the town, and he then told Kelpton all about it.",
            "Kelpton",
            True,
        ),
        (
            "It rained all day long in the old harbour of the town, and later Kelpton reported about it.",
            "Kelpton",
            True,
        ),
        (
            "It rained all day long in the old harbour of the town, and it also rained in Reuters all night.",
            "Reuters",
            True,
        ),
        (
            "It rained all day long in the old harbour of the town, and it also rained on Facebook all night.",
            "Facebook",
            True,
        ),
        ("Kelpton", "Kelpton", True),
        ("It rained all day long in the old harbour of the town.\n\nIt was Kelpton.", "Kelpton", True),
        ("It was in Kelpton".rjust(59, "-"), "Kelpton", True),
        ("It was in Kelpton".rjust(60, "-"), "Kelpton", False),
        (
            "It rained all day long in the old harbour of the town, according to a new Kelpton poll of May.",
            "Kelpton",
            False,
        ),
        (
            "It rained all day long in the old harbour of the town, and somebody told Ada Moss all about it.",
            "Ada Moss",
            False,
        ),
        (
            "It rained all day long in the old harbour of the town, and it also rained on Ada Moss all night.",
            "Ada Moss",
            False,
        ),
        # A word of telling may be the fifth before a title, but only the third before a name.
        (
            "It rained all day long in the old harbour of the town, and he told us of rain on “Kelp Tide” all night.",
            "Kelp Tide",
            True,
        ),
        (
            "It rained all day long in the old harbour of the town, and he told us of rain in Kelpton all night.",
            "Kelpton",
            False,
        ),
        (
            "It rained all day long in the old harbour of the town, and it said so in an affidavit of May.",
            "affidavit",
            True,
        ),
    ],
)
def test_some_candidates_are_promising(text: str, name: str, promising: bool) -> None:
    """A list, a short line, or a word beside it suggests a carrier; a person's name or a poll does not."""
    article, context, candidates = read(text)
    describer = Describer(article, context, (), (MOSS, TRUST), candidates)

    assert [describer.is_promising(it) for it in candidates if it.name == name] == [promising]


def test_a_likely_tag_makes_a_candidate_promising() -> None:
    """A tag of .4 is enough, one of .3 is not."""
    text = "It rained all day long in the old harbour of the town, and it also rained in Kelpton all night."
    article, context, candidates = read(text)
    found = next(it for it in candidates if it.name == "Kelpton")
    describer = Describer(article, context, (), (), candidates)
    promising = []
    for share in (0.3, 0.4):
        found.tags = [ModelSpan(found.span, "report", share, share)]
        promising.append(describer.is_promising(found))

    assert promising == [False, True]


@each_case(
    ("marked", "name", "features"),
    [
        (
            "[S Vint] [C told] Kelpton [Q it rained].",
            "Kelpton",
            {"cue=before0", "tells", "cue word=before told", "near=told"},
        ),
        ("Kelpton [C said] [Q it rained].", "Kelpton", {"cue=after0", "opens line", "line=short", "top=0", "end=1"}),
        ("[S Kelpton] [C said] [Q it rained].", "Kelpton", {"in source", "is source"}),
        ("[S Mr Ames of Kelpton] [C said] [Q it rained].", "Kelpton", {"in source"}),
        ("[S Ames] [C said] [Q it rained in Kelpton].", "Kelpton", {"in content", "before 1=in"}),
        ("[S Ames] [C said] [Q Kelpton is wet].", "Kelpton", {"in content"}),
        ("It was in Kelpton. [S Ames] [C said] [Q it rained].", "Kelpton", {"next tells"}),
        ("It was in Kelpton.", "Kelpton", {"tells nothing", "speaker=no", "count=1", "words=1", "ending=ton"}),
        ("Kelpton is Kelpton.", "Kelpton", {"count=2"}),
        ("Kelpton, Kelpton, Kelpton.", "Kelpton", {"count=2"}),
        ("Kelpton, Kelpton, Kelpton, Kelpton.", "Kelpton", {"count=4"}),
        (
            "It rained all day long in the old harbour of the town, and also all night.\n\nIt was in Kelpton.",
            "Kelpton",
            {"line=short", "line word=was"},
        ),
        ("From Kelpton", "Kelpton", {"is line"}),
        ("[S Vint] [C told] Rosa Birch [Q it rained].", "Rosa Birch", {"status cue=person before0"}),
        (
            "She went by boat to Kelpton.",
            "Kelpton",
            {"two before=boat to", "three before=by boat to", "two near=boat to"},
        ),
        ("“Facebook,” he wrote.", "Facebook", {"quoted", "platform"}),
        ("It was in the KELPTON News.com of Wold.", "KELPTON News.com", {"article", "site"}),
        ("It was in KELPTON.", "KELPTON", {"capitals", "closes line"}),
        ("He told PierDesk.", "PierDesk", {"camel", "status phrase=one word - tell nothing"}),
        ("She told Kelp Trust so.", "Kelp Trust", {"speaker=organisation", "body"}),
        ("She told Ada Moss so.", "Ada Moss", {"speaker=person", "person"}),
        ("She told Moss so.", "Moss", {"speaker=person"}),
        ("She told Trust so.", "Trust", {"speaker=no"}),
        ("She read it (Kelpton).", "Kelpton", {"before 1=(", "before 2=it"}),
        ("She read it in Kelp Facebook.", "Facebook", {"before 1=in"}),
        ("She said in a long memo that it rained.", "memo", {"lead=speak in a", "noun=memo", "how=document"}),
        ("She spoke on in a long memo.", "memo", {"lead=in a"}),
        (
            "It rained.\n\n— Ada Moss (@adamoss) May 3, 2019",
            "Twitter",
            {"rule=signature", "rule how=signature social", "reach=beside"},
        ),
        ("He said: Rain hit Kelpton.", "Kelpton", {"before 2=rain", "line=short"}),
        ("She told Kelpton, and Kelpton too.", "Kelpton", {"elsewhere=interview"}),
        ("She spoke on 3 May to Kelpton.", "Kelpton", {"before 2=<day>", "before 3=<number>", "preposition=to"}),
        ("Mara Quill Kelpton spoke.\n\nRain.\n\nRain.\n\nRain.\n\nRain.\n\nRain.", "Mara Quill Kelpton", {"words=3"}),
    ],
)
def test_features_say_what_holds(marked: str, name: str, features: set[str], read_marks: ReadMarks) -> None:
    """Words beside a candidate, statements near, its place, and what is known of it."""
    parsed = read_marks(marked)
    article, context, candidates = read(parsed.text)
    describer = Describer(article, context, to_statements(parsed), (MOSS, TRUST), candidates)
    found = {it for one in candidates if one.name == name for it in describer.describe(one)}

    assert features - found == set()


@each_case(
    ("marked", "name", "features"),
    [
        (
            "[S Vint] [C told] the weekly Kelpton News on 3 May [Q that it rained].",
            "Kelpton News",
            """
            candidate; before 1=weekly; before 2=the; before 3=told; before 4=vint; two before=the weekly; three
            before=told the weekly; near=weekly; two near=told weekly; word before=weekly; word before=the; word
            before=told; word before=vint; word before=<line>; after 1=on; after 2=<number>; after 3=<day>; two
            after=on <number>; word after=on; word after=<number>; word after=<day>; word after=that; word after=it;
            class before 1=noun; class before 1=outlet; class before 2=tell; class before=noun; class before=outlet;
            class before=tell; preposition=-; phrase=- noun; phrase=- outlet; phrase=- tell; phrase=- cue; tells;
            cue=before2; cue word=before told; line=short; top=0; end=1; line word 1=vint; line word=vint; line
            word=told; line word=the; line word=weekly; line word=<name>; line word=on; line word=<number>; line
            word=<day>; kind=newspaper; known=2; kind known=newspaper2; kind before=newspaper2 weekly; known
            before=2 weekly; known two before=2 told weekly; known after=2 on; known phrase=2 - noun; known phrase=2
            - outlet; known phrase=2 - tell; known phrase=2 - cue; follows=nothing; known follows=2 nothing; phrase
            follows=- noun nothing; phrase follows=- outlet nothing; phrase follows=- tell nothing; phrase follows=-
            cue nothing; words=2; ending=ews; speaker=no; speaker phrase=no - noun; speaker phrase=no - outlet;
            speaker phrase=no - tell; speaker phrase=no - cue; status cue=outlet before2; status phrase=outlet -
            noun nothing; status phrase=outlet - outlet nothing; status phrase=outlet - tell nothing; status
            phrase=outlet - cue nothing; phrase cue=- noun before2; phrase cue=- outlet before2; phrase cue=- tell
            before2; phrase cue=- cue before2; count=1; rule=interview; rule how=interview interview; reach=beside
            """,
        ),
        (
            "[Q “Rain!”] [S Mr Ames] [C said] in two long letters to the Kelp Trust’s Ada Moss.",
            "letters",
            """
            candidate; before 1=long; before 2=two; before 3=in; before 4=said; two before=two long; three before=in
            two long; near=long; two near=two long; word before=long; word before=two; word before=in; word
            before=said; word before=<name>; word before=mr; word before=”; after 1=to; after 2=the; after 3=<name>;
            two after=to the; word after=to; word after=the; word after=<name>; word after=.; class before=speak;
            preposition=in; phrase=in speak; phrase=in cue; tells; cue=before2; cue word=before said; line=middle;
            top=0; end=1; line word 1=“; line word=“; line word=rain; line word=!; line word=”; line word=mr; line
            word=<name>; line word=said; line word=in; how=document; lead=speak in two; lead how=speak in two
            document; lead cue=speak in two before2; lead how cue=speak in two document before2; how cue=document
            before2; noun lead=letters speak in two; lead plural=speak in two s; noun=letters; noun before=letters
            long; noun near=letters long; noun after=letters to; determiners=in
            """,
        ),
        (
            "[Q “Rain!”] [S Mr Ames] [C said] in two long letters to the Kelp Trust of Wold.",
            "Kelp Trust",
            """
            candidate; before 1=the; before 2=to; before 3=letters; before 4=long; two before=to the; three
            before=letters to the; near=to; two near=letters to; word before=the; word before=to; word
            before=letters; word before=long; word before=two; word before=in; word before=said; after 1=of; after
            2=<name>; after 3=.; two after=of <name>; word after=of; word after=<name>; word after=.; class before
            2=noun; class before=noun; class before=speak; preposition=to; phrase=to noun; tells; cue=before3;
            line=middle; top=0; end=1; line word 1=“; line word=“; line word=rain; line word=!; line word=”; line
            word=mr; line word=<name>; line word=said; line word=in; kind=unknown; known=0; kind known=unknown0;
            kind before=unknown0 to; known before=0 to; known two before=0 letters to; known after=0 of; known
            phrase=0 to noun; follows=nothing; known follows=0 nothing; phrase follows=to noun nothing; words=2;
            ending=ust; article; article phrase=to noun; person; person phrase=to noun; body; body phrase=to noun;
            speaker=organisation; speaker phrase=organisation to noun; status cue=organisation before3; status
            phrase=organisation to noun nothing; phrase cue=to noun before3; count=1
            """,
        ),
        (
            "[S Kelpton’s Mara Quill] [C reports] on Radio Quay [Q that it rained].",
            "Kelpton",
            """
            candidate; before 1=<line>; before 2=<line>; before 3=<line>; before 4=<line>; two before=<line>; three
            before=<line>; near=<line>; two near=<line>; word before=<line>; after 1=<name>; after 2=reports; after
            3=on; two after=<name> reports; word after=<name>; word after=reports; word after=on; word after=that;
            class after 2=noun; class after 2=report; class after=noun; class after=report; preposition=-; tells;
            cue=after2; cue word=after reports; in source; line=short; top=0; end=1; opens line; line word
            1=kelpton’s; line word=kelpton’s; line word=<name>; line word=reports; line word=on; line word=that;
            line word=it; line word=rained; kind=unknown; known=0; kind known=unknown0; kind before=unknown0 <line>;
            known before=0 <line>; known two before=0 <line>; known after=0 <name>; known verb=0 noun; known verb=0
            report; follows=nothing; known follows=0 nothing; words=1; ending=ton; speaker=no; status cue=one word
            after2; status verb=one word noun after2; status verb=one word report after2; count=1
            """,
        ),
        (
            "It rained.\n\nShe also posted it on Facebook, and Ames posted it on Facebook.",
            "Facebook",
            """
            candidate; before 1=on; before 2=it; before 3=posted; before 4=also; two before=it on; three
            before=posted it on; near=on; two near=it on; word before=on; word before=it; word before=posted; word
            before=also; word before=she; word before=<line>; after 1=,; after 2=and; after 3=<name>; two after=,
            and; word after=,; word after=and; word after=<name>; word after=posted; word after=it; class before
            3=post; class before=post; class after=post; preposition=on; phrase=on post; tells nothing; line=middle;
            top=1; end=1; line word 1=she; line word=she; line word=also; line word=posted; line word=it; line
            word=on; line word=<name>; line word=,; line word=and; kind=unknown; known=0; kind known=unknown0; kind
            before=unknown0 on; known before=0 on; known two before=0 it on; known after=0 ,; known phrase=0 on
            post; follows=nothing; known follows=0 nothing; phrase follows=on post nothing; words=1; ending=ook;
            platform; platform phrase=on post; platform before=on; platform tells=on -; speaker=no; speaker
            phrase=no on post; status cue=one word ; status phrase=one word on post nothing; phrase cue=on post ;
            count=2
            """,
        ),
    ],
)
def test_the_features_of_a_candidate_are_just_these(
    marked: str, name: str, features: str, read_marks: ReadMarks
) -> None:
    """The weights were fitted with them: whoever changes one must fit the weights again (training/carriers.py)."""
    parsed = read_marks(marked)
    article, context, candidates = read(parsed.text)
    describer = Describer(article, context, to_statements(parsed), (MOSS, TRUST), candidates)
    found = describer.describe(next(it for it in candidates if it.name == name))

    assert sorted(map(str.strip, found)) == sorted(" ".join(it.split()) for it in features.split(";"))


@each_case(
    ("text", "before", "after"),
    [
        ("It rained.\n\nShe was in Wold.\n\nIt poured.", ["in", "was", "she", "<line>"], [".", "<line>"]),
        ("on " * 7 + "Wold" + " on" * 7, ["on"] * 7 + ["<line>"], ["on"] * 6),
        ("on " * 8 + "Wold", ["on"] * 8, ["<line>"]),
    ],
)
def test_words_beside_a_place_are_those_of_its_line(text: str, before: list[str], after: list[str]) -> None:
    """Eight words before it, six after it; the end of its line, or of the text, is one."""
    at, words = text.index("Wold"), Words(text)

    assert (words.before(at), words.after(at + len("Wold"))) == (before, after)


@each_case(("length", "line"), [(59, "short"), (60, "middle"), (159, "middle"), (160, "long")])
def test_lines_are_short_middle_or_long(length: int, line: str) -> None:
    """A line is middle from 60 characters on, and long from 160 on, where most of its words say nothing."""
    article, context, candidates = read("It was in Kelpton".rjust(length, "-"))
    (found,) = (it for it in candidates if it.name == "Kelpton")
    features = Describer(article, context, (), (), candidates).describe(found)

    assert f"line={line}" in features
    assert any(it.startswith("line word=") for it in features) is (line != "long")


@each_case(
    ("line", "marks"),
    [
        ("(Kelpton)", {"opens line", "closes line", "is line"}),
        ("— Kelpton),", {"is line"}),
        ("From Kelpton),", {"is line"}),
        ("Since Kelpton),", set()),
        ("Kelpton)),", {"opens line"}),
    ],
)
def test_a_name_opens_or_closes_its_line_or_fills_it(line: str, marks: set[str]) -> None:
    """One mark before or after it does not count; five characters before and two after it leave it the whole line."""
    article, context, candidates = read(line)
    (found,) = (it for it in candidates if it.name == "Kelpton")
    features = {*Describer(article, context, (), (), candidates).describe(found)}

    assert features & {"opens line", "closes line", "is line"} == marks


def test_a_feature_is_missing_where_it_does_not_hold() -> None:
    """A name in a long text at its middle is neither at the top nor at the end, and no outlet of its own."""
    text = "\n\n".join(["It rained."] * 6 + ["He was in Kelpton with her."] + ["It rained."] * 6)
    article, context, candidates = read(text, Span(0, 10))
    found = Describer(article, context, (), (), candidates).describe(candidates[-1])
    wrong = (
        "top",
        "end=",
        "headline",
        "quoted",
        "own outlet",
        "opens",
        "closes",
        "is ",
        "in ",
        "cue",
        "person",
        "body",
        "article",
    )

    assert candidates[-1].name == "Kelpton"
    assert [it for it in found if it.startswith(wrong)] == []


@each_case(
    ("text", "words", "form", "how", "shown", "name"),
    [
        ("She told the weekly Kelpton so.", "Kelpton", "name", "interview", "told the weekly Kelpton", "Kelpton"),
        ("Kelpton also reported it.", "Kelpton", "name", "report", "Kelpton also reported", "Kelpton"),
        ("Kelpton is wet.", "Kelpton", "name", "report", "Kelpton", "Kelpton"),
        ("She told the paper so.", "paper", "noun", "interview", "told the paper", ""),
        ("She said in a paper so.", "paper", "noun", "document", "in a paper", "paper"),
        ("She said in a press release so.", "release", "noun", "document", "in a press release", "press release"),
        ("She said in a long release so.", "release", "noun", "document", "in a long release", "release"),
        ("She said in a Facebook post so.", "Facebook", "name", "social", "in a Facebook post", "Facebook"),
    ],
)
def test_a_chosen_candidate_becomes_evidence(text: str, words: str, form: str, how: str, shown: str, name: str) -> None:
    """Its words are those that lead to it or follow it; an outlet that is only called by a noun has no name yet."""
    _, context, _ = read(text)
    at = text.index(words)
    candidate = Candidate(words, Span(at, at + len(words)), form)
    (found,) = choose_evidence(context, [Scored(candidate, How(how), 0.9)], 0.5)

    assert (found.name, found.score) == (name, 0.9)
    assert found.span.of(text).endswith(shown)


@each_case(
    ("how", "line", "reach"),
    [
        ("wire", "Kelpton", "body"),
        ("wire", "Kelpton ".ljust(119, "x"), "body"),
        ("wire", "Kelpton ".ljust(120, "x"), "beside"),
        ("report", "Kelpton", "beside"),
        ("republication", "Kelpton", "all"),
        ("aggregator", "Kelpton", "all"),
    ],
)
def test_how_far_evidence_reaches(how: str, line: str, reach: str) -> None:
    """A reprint covers all, an agency in a line of its own the body, anything else what is beside it."""
    _, context, _ = read(line)
    (found,) = choose_evidence(context, [Scored(Candidate("Kelpton", Span(0, 7), "name"), How(how), 0.9)], 0.5)

    assert found.reach.value == reach


def test_a_word_of_a_million_letters_costs_no_more_than_its_beginning() -> None:
    """Only the first letters of a word are compared with the lists, which have no longer one."""
    long = "Reported" + "x" * 1_000_000

    assert [len(word) for word in Words(f"{long} it.").words] == [40, 2, 1]
    assert classes_of(long.lower()) == classes_of("reported") == ("report",)
