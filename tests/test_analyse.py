"""From an article to its statements with the shipped model: the table of articles, and what holds for any text."""

from __future__ import annotations

import os
import re
from concurrent.futures import ThreadPoolExecutor
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import sayso
from sayso.analyse import Analyser
from sayso.analyse.models import MODEL_FOLDER
from sayso.article import Article
from sayso.carrier import How
from sayso.errors import ModelError, Notice
from sayso.match import Change, Flag
from sayso.reading import Reading
from sayso.settings import AnalyseSettings
from sayso.speaker import SpeakerType
from sayso.statement import Kind, Place, Statement
from sayso.text import Span

from .each_case import each_case

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.conftest import Marks, ReadMarks


@lru_cache(maxsize=100)
def _analyse(analyser: Analyser, text: str) -> Reading:
    """The reading of a text; several tests look at the same articles."""
    return analyser.analyse(Article(id="a", text=text))


def _read(analyser: Analyser, text: str) -> tuple[Statement, ...]:
    return _analyse(analyser, text).statements


def _share(one: Sequence[Span], other: Sequence[Span]) -> bool:
    """Whether both are empty, or share a character."""
    return (not one and not other) or any(a.overlaps(b) for a in one for b in other)


def _is_found(marks: Marks, statements: Sequence[Statement]) -> bool:
    return any(_share(marks.content, s.content) and _share(marks.source, s.source) for s in statements)


# ---- the reader of the table itself


def test_marks_are_read(read_marks: ReadMarks) -> None:
    """Marks are taken out of the text; other square brackets stay; statements come in reading order."""
    parsed = read_marks("[Q2 “[Q1 [sic] we]”] [S1 [S2 she]] said [C2 to [us]].")

    assert "“[sic] we” she said to [us]." == parsed.text
    assert [["“[sic] we”"], ["[sic] we"]] == [[c.of(parsed.text) for c in s.content] for s in parsed.statements]
    assert [["she"], ["she"]] == [[c.of(parsed.text) for c in s.source] for s in parsed.statements]
    assert [["to [us]"], []] == [[c.of(parsed.text) for c in s.cue] for s in parsed.statements]
    assert [None, 0] == parsed.within


# ---- the table


def test_easy_articles_come_out_exactly(analyser: Analyser, read_marks: ReadMarks, easy_case: dict[str, Any]) -> None:
    """Every source, cue and content of an easy article comes out just so, and nothing else."""
    parsed = read_marks(easy_case["text"])

    found = _read(analyser, parsed.text)

    assert [(s.source, s.cue, s.content) for s in parsed.statements] == [
        (list(s.source), list(s.cue), list(s.content)) for s in found
    ]


def test_kinds_of_what_is_found(analyser: Analyser, read_marks: ReadMarks, article_case: dict[str, Any]) -> None:
    """A statement that comes out with the very content of the table has the kind that the table says."""
    parsed = read_marks(article_case["text"])
    kinds = dict(zip((tuple(s.content) for s in parsed.statements), article_case.get("kinds", []), strict=False))

    found = {s.content: s.kind.value for s in _read(analyser, parsed.text)}

    assert {c: kind for c, kind in kinds.items() if c in found} == {c: kind for c, kind in found.items() if c in kinds}


def test_table_has_enough_articles(articles: list[dict[str, Any]]) -> None:
    """A share of a few articles would mean nothing."""
    assert len(articles) >= 25
    assert sum(bool(case.get("easy")) for case in articles) >= 8


def test_statements_of_the_table_are_found(
    analyser: Analyser, read_marks: ReadMarks, articles: list[dict[str, Any]]
) -> None:
    """Of all statements in the table nine in ten come out with source and content in place."""
    parsed = [read_marks(case["text"]) for case in articles]
    found = [_is_found(marks, _read(analyser, one.text)) for one in parsed for marks in one.statements]

    assert sum(found) / len(found) >= 0.9


def test_what_is_found_stands_in_the_table(
    analyser: Analyser, read_marks: ReadMarks, articles: list[dict[str, Any]]
) -> None:
    """Of all statements that come out no more than one in six is not in the table."""
    wanted = found = 0
    for case in articles:
        parsed = read_marks(case["text"])
        statements = _read(analyser, parsed.text)
        found += len(statements)
        wanted += sum(any(_share(marks.content, s.content) for marks in parsed.statements) for s in statements)

    assert wanted / found >= 5 / 6


def test_turns_of_an_interview(analyser: Analyser, read_marks: ReadMarks, articles: list[dict[str, Any]]) -> None:
    """Each turn comes out with its label and colon, and says that it is one."""
    for case in (case for case in articles if case.get("turns")):
        parsed = read_marks(case["text"])

        found = [s for s in _read(analyser, parsed.text) if s.turn]

        assert [(s.source, s.cue, s.content) for s in parsed.statements] == [
            (list(s.source), list(s.cue), list(s.content)) for s in found
        ]


def test_nested_statement_stands_within_the_other(analyser: Analyser) -> None:
    """The brother's statement is nested in Lena Hart's."""
    text = "“My brother told me that the shop was closed,” said Lena Hart."

    outer, inner = _read(analyser, text)

    assert ("s1", None, "s2", "s1") == (outer.id, outer.within, inner.id, inner.within)
    assert ["My brother"] == [span.of(text) for span in inner.source]


def test_statement_in_the_headline(analyser: Analyser) -> None:
    """A statement in the title has its place there."""
    text = "Bridge will open in May, mayor says\n\nIt was closed.\n\n“It will open in May,” said Ada Moss, the mayor."
    article = Article(id="a", text=text, title_span=Span(0, text.index("\n")))

    places = [s.place for s in analyser.analyse(article).statements]

    assert [Place.HEADLINE, Place.BODY] == places


# ---- the reading


def test_the_reading_is_whole(analyser: Analyser) -> None:
    """Speaker, carrier, headline, marks and own voice of one article come out together and agree with each other."""
    title = "Premier says, “the pact grew stale” when it could not pass"
    body = (
        "Norland’s Prime Minister Aksel Thorne explained in an interview with Radio Delta why the talks broke down.\n"
        "Thorne said:\n\n"
        "“The pact grew stale that nobody wanted to sign in the first place and everybody praised.”\n\n"
        "The ‘consultation’ ran for nine days.\n\n"
        "The post Premier says, “the pact grew stale” when it could not pass appeared first on The Wold Courier."
    )
    text = f"{title}\n\n{body}"

    reading = analyser.analyse(Article(id="a", text=text, title=title, title_span=Span(0, len(title))))

    (thorne,) = reading.speakers
    assert ("Aksel Thorne", SpeakerType.PERSON, True) == (thorne.name, thorne.type, thorne.named)
    assert {"p1"} == {s.speaker for s in reading.statements}
    (finding,) = reading.headline
    assert ("“the pact grew stale”", Change.TRUNCATED) == (finding.span.of(text), finding.finding)
    assert (Flag.OWN_WORDS,) == finding.flags
    assert ["Radio Delta", "The Wold Courier"] == [c.name for c in reading.carriers]
    assert [How.INTERVIEW, How.REPUBLICATION] == [c.how for c in reading.carriers]
    assert ["‘consultation’"] == [span.of(text) for span in reading.scare_quotes]
    assert any("when it could not pass" in span.of(text) for span in reading.own_voice)


_NAMES = {
    "Aksel Thorne": "Pavel Brandt",
    "Thorne": "Brandt",
    "Lena Osei": "Mira Kowal",
    "Osei": "Kowal",
    "Radio Delta": "Radio Sund",
    "Kestrel Press Agency": "Harbour News Agency",
    "Wold Courier": "Tessel Tribune",
    "Norland": "Vestria",
}


def test_other_names_give_the_same_structure(analyser: Analyser) -> None:
    """With every name of an article replaced, the same is found: no name has a special case."""
    title = "Thorne: “We never closed the door” when the talks collapsed"
    text = (
        f"{title}\n\n"
        "Norland’s foreign minister Aksel Thorne explained in an interview with Radio Delta why the talks broke down.\n"
        "Thorne said:\n\n"
        "“We never closed the door on our neighbours, and we never will.”\n\n"
        "His deputy, Lena Osei, told the Wold Courier that she had warned him. “I was not heard,” she said.\n\n"
        "Kestrel Press Agency reports\n\n"
        "A spokesman for the ministry declined to comment. Osei later denied that she would resign.\n\n"
        f"The post {title} appeared first on The Wold Courier."
    )
    other = text
    for name, replacement in _NAMES.items():
        other = other.replace(name, replacement)

    first, second = (
        analyser.analyse(Article(id="a", text=one, title_span=Span(0, one.index("\n")))) for one in (text, other)
    )

    assert ["Aksel Thorne", "Lena Osei"] == [
        speaker.name for speaker in first.speakers if speaker.type.value == "person"
    ]
    assert [(s.kind, s.speaker, s.unresolved, s.carriers) for s in first.statements] == [
        (s.kind, s.speaker, s.unresolved, s.carriers) for s in second.statements
    ]
    assert [(p.type, p.named, len(p.mentions)) for p in first.speakers] == [
        (p.type, p.named, len(p.mentions)) for p in second.speakers
    ]
    assert [(c.how, c.order, c.statements) for c in first.carriers] == [
        (c.how, c.order, c.statements) for c in second.carriers
    ]
    assert [(f.finding, f.flags) for f in first.headline] == [(f.finding, f.flags) for f in second.headline]
    assert [_NAMES[c.name.removeprefix("The ")] for c in first.carriers] == [
        c.name.removeprefix("The ") for c in second.carriers
    ]


@each_case(
    ("text", "speakers"),
    [
        (
            "“It is lost,” said General Otto Kern. Jana Holt denied it was lost. “We are winning,” she said.",
            ["Otto Kern", "Jana Holt", "Jana Holt"],
        ),
        ("Amir Tal said it snowed. Sultan Aziz, a baker, said it rained.", ["Amir Tal", "Sultan Aziz"]),
        ("A poll of 1,204 voters found that 40% wanted a vote.", ["poll of 1,204 voters"]),
        (
            "Lucy Barr said: “It went.”\n\nA spokesperson for Tarn Bay Hospital said all was well. She denied harm.",
            ["Lucy Barr", "Tarn Bay Hospital", "Tarn Bay Hospital"],
        ),
    ],
)
def test_who_speaks(analyser: Analyser, text: str, speakers: list[str | None]) -> None:
    """Each statement of these articles has the speaker that a reader gives it; None where it may be either of two."""
    reading = analyser.analyse(Article(id="a", text=text))

    names = {speaker.id: speaker.name for speaker in reading.speakers}

    assert speakers == [names.get(s.speaker or "") for s in reading.statements]


@each_case(
    ("text", "name", "how"),
    [
        ("She wrote on Plaza that it rained.", "Plaza", "social"),
        ("She wrote on her Plaza page that it rained.", "Plaza", "social"),
        ("It rained, he said in letters.", "letters", "document"),
        ("The Echo reported that it rained.", "Echo", "report"),
        ("It rained, she said in a new open letter on Monday.", "open letter", "document"),
        ("Ada Moss said in an interview with the Mir channel that it rained.", "Mir", "interview"),
        ("Ada Moss, the harbour master, told 505 Media that the pier is shut.", "505 Media", "interview"),
    ],
)
def test_through_whom(analyser: Analyser, text: str, name: str, how: str) -> None:
    """What the words around a carrier and the model's tags say together."""
    assert [(it.name, it.how.value) for it in analyser.analyse(Article("a", text)).carriers] == [(name, how)]


def test_a_headline_that_gives_the_words_to_another_says_so(analyser: Analyser) -> None:
    """Where the headline's role is another's in the body, the words are that other's there, and it is reported."""
    title = "Minister says “the war is lost”"
    body = "“The war is lost,” said General Otto Kern on Tuesday. Minister Jana Holt said that he was wrong."
    text = f"{title}\n\n{body}"

    reading = analyser.analyse(Article(id="a", text=text, title=title, title_span=Span(0, len(title))))

    (finding,) = reading.headline
    assert (Change.VERBATIM, (Flag.OTHER_SPEAKER,)) == (finding.finding, finding.flags)


def test_own_words_after_a_quotation_are_no_content(analyser: Analyser) -> None:
    """The headline's own end of a sentence is not part of the speaker's content."""
    title = "Harbour chief: “We were warned twice” when the ferry sank"
    text = f"{title}\n\n“We were warned twice that the engine would fail,” said Ilse Moss, the harbour chief."

    reading = analyser.analyse(Article(id="a", text=text, title=title, title_span=Span(0, len(title))))

    headline = next(s for s in reading.statements if s.place is Place.HEADLINE)
    assert ["“We were warned twice”"] == [span.of(text) for span in headline.content]
    assert Kind.DIRECT is headline.kind


def test_evidence_stands_where_it_says(analyser: Analyser, read_marks: ReadMarks, articles: list[Any]) -> None:
    """Every span of a reading lies in the text and is trimmed; own voice shares nothing with any statement."""
    for case in articles:
        text = read_marks(case["text"]).text
        reading = _analyse(analyser, text)
        spans = [*reading.own_voice, *reading.scare_quotes, *(m.span for m in reading.other_marks)]
        spans += [span for p in reading.speakers for span in p.mentions]
        spans += [span for c in reading.carriers for span in c.evidence]
        taken = [span for s in reading.statements for span in (*s.content, *s.cue, *s.source)]

        assert all(0 <= s.start < s.end <= len(text) and s.of(text) == s.of(text).strip() for s in spans)
        assert not any(own.overlaps(span) for own in reading.own_voice for span in taken)


def test_notices_of_the_article_are_kept(analyser: Analyser) -> None:
    """What was odd in reading an article stands in its reading."""
    notice = Notice("read", "The encoding was guessed.")

    reading = analyser.analyse(Article(id="a", text="It rained.", notices=(notice,)))

    assert (notice,) == reading.notices


def test_min_score_leaves_out_what_is_less_sure(analyser: Analyser, read_marks: ReadMarks, articles: list[Any]) -> None:
    """Statements below the threshold go; the others keep their ids and scores."""
    text = "\n\n".join(read_marks(case["text"]).text for case in articles)
    everything = _read(analyser, text)
    middle = sorted(s.score for s in everything)[len(everything) // 2]
    strict = Analyser(AnalyseSettings(min_score=middle))

    kept = _read(strict, text)

    expected = [(s.id, s.content, s.score) for s in everything if s.score >= middle]

    assert expected == [(s.id, s.content, s.score) for s in kept]
    assert {s.within for s in kept} <= {None, *(s.id for s in kept)}


def test_min_score_gives_no_words_of_others_to_the_outlet(analyser: Analyser) -> None:
    """What a removed statement attributes is not the outlet's own voice, and its speaker keeps the role it shows."""
    text = (
        "“We float on the tide,” said Ada Moss, the harbour master. It rained all day.\n\n"
        "The minister, Karl Berg, apparently told a reporter the bridge was old.\n\n"
        "Roth, mayor of Norhaven, denied the talks had failed. “They go on,” Roth said."
    )
    article = Article(id="a", text=text)
    weak = {"the bridge was old", "the talks had failed"}
    scores = {statement.text: statement.score for statement in analyser.analyse(article).statements}
    strict = AnalyseSettings(min_score=max(scores[words] for words in weak) + 0.0001)

    reading = Analyser(strict).analyse(article)

    assert "“They go on,”" in {statement.text for statement in reading.statements}
    assert not weak & {statement.text for statement in reading.statements}
    assert ["It rained all day"] == [span.of(text) for span in reading.own_voice]
    assert ("Roth", ("mayor of Norhaven",)) in {(speaker.name, speaker.roles) for speaker in reading.speakers}
    assert "Karl Berg" not in {speaker.name for speaker in reading.speakers}


def test_min_score_leaves_no_reference_to_what_is_left_out(analyser: Analyser, articles: list[Any]) -> None:
    """Carriers, headline findings, holders and speakers of a strict reading are those of its own statements."""
    strict = Analyser(AnalyseSettings(min_score=0.9))
    for case in articles:
        text = re.sub(r"\[(?:\w+ )?|\]", "", case["text"])
        end = text.find("\n")
        title = Span(0, end) if end > 0 else None
        reading = strict.analyse(Article(id="a", text=text, title_span=title))

        ids = {statement.id for statement in reading.statements}
        assert all(set(carrier.statements) <= ids for carrier in reading.carriers)
        assert {f.statement for f in reading.headline} | {f.headline_statement for f in reading.headline} <= {
            None,
            *ids,
        }
        assert {s.within for s in reading.statements} <= {None, *ids}
        carriers = {carrier.id for carrier in reading.carriers}
        assert all(set(statement.carriers) <= carriers for statement in reading.statements)
        speakers = {speaker.id for speaker in reading.speakers}
        assert all({s.speaker, *s.candidates} <= {None, *speakers} for s in reading.statements)


def test_missing_model() -> None:
    """A model that is not there is a ModelError."""
    with pytest.raises(ModelError, match="no-such-folder"):
        Analyser(model=Path("no-such-folder"))


def test_missing_weights_of_carriers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Weights that are not there are reported when the analyser is made, not with the first article."""
    for path in set(MODEL_FOLDER.iterdir()) - {MODEL_FOLDER / "carriers.json"}:
        (tmp_path / path.name).symlink_to(path)
    monkeypatch.setattr("sayso.analyse.models.MODEL_FOLDER", tmp_path)

    with pytest.raises(ModelError, match=r"carriers\.json.*reinstall"):
        Analyser()


# ---- odd texts


@each_case(
    "text",
    [
        "",
        " \n\n\t ",
        "“”‘’\"\"''«»„“",
        "😀😀😀 🎉",
        "\x00\x01\x02\x1b[31m",
        "\u202e\u2066\u2069",
        "\ud800\udfff",
        "\ufeff",
        "“" * 999,
    ],
)
def test_text_without_words_has_no_statements(analyser: Analyser, text: str) -> None:
    """Where nobody says anything, nothing comes out, and nothing breaks."""
    assert () == _read(analyser, text)


@each_case("odd", ["\ud800", "\x00", "\x1b[31m", "\u202e", "\ufeff", "😀", "قال الوزير «سنفوز» أمس.", "e\u0301"])
def test_odd_characters_leave_the_rest_alone(analyser: Analyser, odd: str) -> None:
    """A statement is found in a text with odd characters before it, where it stands."""
    text = f"{odd}\n\n“We are glad to sail again,” said Ida Brandvold."

    statement = _read(analyser, text)[-1]

    assert "“We are glad to sail again,”" == statement.content[0].of(text)
    assert "Ida Brandvold" == statement.source[0].of(text)


def test_source_keeps_its_last_accent(analyser: Analyser) -> None:
    """An accent that is a character of its own belongs to the name that it ends."""
    text = "“We lost everything,” said Rene\u0301."

    (statement,) = _read(analyser, text)

    assert "Rene\u0301" == statement.source[0].of(text)


@pytest.mark.cpu_limit(5)
@pytest.mark.parametrize("block", ["“We float,” said Bo. ", "x", "“a ", "東", "a."], ids=repr)
def test_one_line_of_any_length_is_read(analyser: Analyser, block: str) -> None:
    """A line of many characters is read to its end in a few seconds at most."""
    text = (block * 1_500)[:1_500]

    assert _read(analyser, text) is not None


@pytest.mark.cpu_limit(20)
def test_line_of_300_kilobytes_is_read(analyser: Analyser) -> None:
    """A very long line takes time in proportion to it, and its last statement is found, too."""
    text = "0123456789abcdef" * 18_750 + ". It rained. “We are glad to sail again,” said Ida Brandvold."

    statement = _read(analyser, text)[-1]

    assert "“We are glad to sail again,”" == statement.content[0].of(text)


# ---- whatever the text


# A longer run, for nights: SAYSO_FUZZ_EXAMPLES=5000 .venv/bin/pytest tests/test_analyse.py -k any_text
_EXAMPLES = int(os.environ.get("SAYSO_FUZZ_EXAMPLES", "25"))
_SENTENCE_END = re.compile(r"(?<=[.?!”’\"])\s+|\n+")
_CASES = Path(__file__).parent / "cases"
_BRACKET = re.compile(r"\[(?:[SCQ]\d* )?|\]|^(?:#|fact|easy|turns|kinds).*|^text = \"|\"$", re.MULTILINE)


@cache
def _list_sentences() -> list[str]:
    """The sentences of the example articles."""
    texts = [_BRACKET.sub("", (_CASES / name).read_text(encoding="utf-8")) for name in ("articles.toml", "marks.toml")]
    texts.append((Path(sayso.__file__).parent / "examples" / "article.txt").read_text(encoding="utf-8"))
    return [sentence for text in texts for sentence in _SENTENCE_END.split(text) if sentence.strip()]


@cache
def _list_pieces() -> list[str]:
    """Halves of those sentences, and their words."""
    halves = [half for s in _list_sentences() for half in (s[: len(s) // 2], s[len(s) // 2 :])]
    return [*halves, *sorted({word for s in _list_sentences() for word in s.split()})]


_MARKS = [*"“”„‟\"＂‘’‚‛'`´«»‹›「」『』", "``", "''", "‘‘", "’’", "“‘", "’”", "> ", "— ", "– ", "―"]
_LAYOUT = ["\n", "\n\n", "\r\n", "\u2028", "\x85", "\t", "\u3000", " ", ". ", ", ", ": ", "? ", "! ", "… ", "; "]
_LABELS = [
    "Q: ",
    "A: ",
    "ROTH: ",
    "Ida Moss: ",
    "(Reuters) - ",
    "By ",
    "— Ida Moss",
    "The post ",
    " appeared first on ",
]
_CUES = ["said ", "she said ", "told me that ", "that ", "according to ", "asked", "declined to comment", "I ", "we "]
_SIGNS = [
    "😀",
    "👩‍🚀",
    "🇪🇺",
    "e\u0301",
    "\u0301\u0301",
    "\ud800",
    "\x00",
    "\u202e",
    "\u200b",
    "\ufeff",
    "\ufffd",
    "ß",
    "İ",
]
_SCRIPTS = [
    "他说，“我们赢了”。",
    "「はい」と言った。",
    "Она сказала: «Да». ",
    "قال إنه سعيد. ",
    "„Ja“, sagte er. ",
    "« Oui », dit-elle. ",
]
_SMALL = st.sampled_from([*_MARKS, *_LAYOUT, *_LABELS, *_CUES, *_SIGNS, *_SCRIPTS])


@st.composite
def _mixed(draw: st.DrawFn) -> str:
    """Pieces of articles, marks and signs: shuffled, spliced and repeated."""
    piece = st.one_of(st.sampled_from(_list_sentences()), st.sampled_from(_list_pieces()), _SMALL, st.text(max_size=5))
    pieces = draw(st.lists(piece, max_size=40))
    glue = draw(st.sampled_from(["", " ", "\n", "\n\n"]))
    text = glue.join(pieces)
    start, end = sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))))
    return text[:start] + text[start:end] * draw(st.sampled_from([0, 1, 1, 2, 5])) + text[end:]


_TEXT = st.one_of(_mixed(), st.text(max_size=60))
_FEW = settings(
    max_examples=_EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@given(_TEXT)
@_FEW
def test_any_text_gives_whole_spans(analyser: Analyser, text: str) -> None:
    """Spans lie in the text, contents in order and apart, and ids count up from s1.

    Every span of a statement within another lies in a span of that one, which comes before it.
    """
    statements = _read(analyser, text)

    assert [f"s{n + 1}" for n in range(len(statements))] == [s.id for s in statements]
    assert sorted(s.content[0].start for s in statements) == [s.content[0].start for s in statements]
    for s in statements:
        assert all(0 <= a < b <= len(text) for a, b in (*s.content, *s.cue, *s.source))
        assert all(one.end <= after.start for one, after in zip(s.content, s.content[1:], strict=False))
        assert 0 <= s.score <= 1
    by_id = {s.id: s for s in statements}
    for s in (s for s in statements if s.within):
        holder = by_id[s.within or ""]
        assert all(any(outer.holds(span) for outer in holder.content) for span in s.content)
        assert int(holder.id[1:]) < int(s.id[1:])


@given(st.lists(_TEXT, min_size=2, max_size=5))
@_FEW
def test_reading_does_not_depend_on_company(analyser: Analyser, texts: list[str]) -> None:
    """An article is read the same twice, in another order and in several threads."""
    articles = [Article(id=str(n), text=text) for n, text in enumerate(texts)]
    alone = [analyser.analyse(article) for article in articles]

    with ThreadPoolExecutor(4) as pool:
        together: list[Reading] = list(pool.map(analyser.analyse, reversed(articles)))

    assert alone == together[::-1]


def test_kinds_are_told_from_marks_alone(analyser: Analyser) -> None:
    """With its marks taken away, a direct statement is indirect."""
    kinds = [
        _read(analyser, text)[0].kind
        for text in ("“The bridge is safe,” Ada Moss said on Monday.", "The bridge is safe, Ada Moss said on Monday.")
    ]

    assert [Kind.DIRECT, Kind.INDIRECT] == kinds
