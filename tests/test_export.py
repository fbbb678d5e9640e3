"""Readings as JSON Lines, JSON and CSV: what is written reads back, and every span shows its own words."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from sayso.article import Article, Outlet, Unread
from sayso.carrier import Carrier, How
from sayso.errors import Notice
from sayso.export.cells import clean_text, make_harmless_cell, show_cell, undo_harmless_cell
from sayso.export.dates import spread_date
from sayso.export.lines import write_array, write_lines
from sayso.export.rows import SUMMARY, TABLES
from sayso.export.tables import write_table, write_tables
from sayso.jsonl import read_reading
from sayso.marking import MarkUse, OtherMark
from sayso.match import Change, Flag, HeadlineFinding
from sayso.reading import Reading, Stamp
from sayso.speaker import Speaker, SpeakerType
from sayso.statement import Kind, Place, Statement, Unresolved
from sayso.text import Span

from .each_case import each_case

STAMP = Stamp("0.1.0", "tiny", "f00d")
TEXT = "=“We float,” she said. “Most of us.”"
SAID = Statement(
    "s1", Kind.DIRECT, Place.BODY, (Span(1, 12), Span(23, 36)), (Span(17, 21),), (Span(13, 16),), 0.93, within="s0"
)
EMPTY = (Notice("read", "The file is empty."),)
UNREAD = Reading(Unread("gone.txt", EMPTY), (), EMPTY, STAMP)
ARTICLE = Article(
    "a.txt", TEXT, authors=("A", "B"), modified="2031-04-05", modified_precision="day", section="sea", language="en"
)
# NUL is left out: Python's own reader of CSV refuses it before 3.11.
TEXTS = st.text(st.characters(exclude_characters="\x00"), min_size=1, max_size=40)


def rows_of(readings: Iterable[Reading], table: str = "statements") -> list[dict[str, str]]:
    stream = io.StringIO(newline="")
    write_table(readings, stream, tables=(table,))
    stream.seek(0)
    return list(csv.DictReader(stream))


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    """A reading of any text, with spans anywhere in it."""
    text = draw(TEXTS)

    def spans(least: int) -> tuple[Span, ...]:
        edges = draw(st.lists(st.tuples(*[st.integers(0, len(text))] * 2), min_size=least, max_size=3))
        return tuple(Span(min(pair), max(pair)) for pair in edges)

    statements = [
        Statement(f"s{n + 1}", Kind.MIXED, Place.BODY, spans(1), spans(0), spans(0), draw(st.floats(0, 1)))
        for n in range(draw(st.integers(0, 3)))
    ]
    return Reading(Article(draw(TEXTS), text, title=draw(st.none() | TEXTS)), tuple(statements), (), STAMP)


def test_a_row_holds_all_of_a_statement() -> None:
    """One statement is one row, with the article's data, the words, and the places."""
    outlet = Outlet("The Float", "x.example")
    article = Article("a.txt", TEXT, "https://x.example/1", outlet, "On water", published="2025")
    (row,) = rows_of([Reading(article, (SAID,), (), STAMP), UNREAD])

    assert {
        "article": "a.txt",
        "title": "On water",
        "url": "https://x.example/1",
        "outlet": "The Float",
        "published": "2025-01-01 00:00:00",
        "published_precision": "year",
        "published_utc": "",
        "statement": "s1",
        "kind": "direct",
        "place": "body",
        "turn": "false",
        "within": "s0",
        "score": "0.93",
        "speaker_score": "",
        "speaker": "",
        "speaker_name": "",
        "speaker_type": "",
        "speaker_named": "",
        "speaker_roles": "",
        "unresolved": "not-yet",
        "candidates": "",
        "carriers": "",
        "carriers_how": "",
        "source": "she",
        "cue": "said",
        "content": "“We float,” … “Most of us.”",
        "content_start": "1",
        "content_end": "12",
        "source_spans": "[[13, 16]]",
        "cue_spans": "[[17, 21]]",
        "content_spans": "[[1, 12], [23, 36]]",
        "corrected": "",
        "corrected_by": "",
    } == row


def make_resolved() -> Reading:
    """The same words with a speaker, two carriers, a headline's finding, scare quotes, a title and own voice."""
    said = replace(SAID, speaker="p1", unresolved=None, carriers=("c2", "c1"))
    open_between = replace(SAID, id="s2", unresolved=Unresolved.AMBIGUOUS, candidates=("p1", "p9"))
    spans = (Span(13, 16), Span(1, 4))
    return Reading(
        *(ARTICLE, (said, open_between), (Notice("analyse", "It is long."),), STAMP),
        speakers=(
            Speaker("p1", "Orla Vint", SpeakerType.PERSON, named=True, roles=("chief", "diver"), mentions=spans),
            Speaker("p2", "both", SpeakerType.GROUP, named=False, members=("p1", "p9")),
        ),
        carriers=(
            Carrier("c1", "Tern Radio", How.BROADCAST, (Span(13, 21),), ("s1",), 2),
            Carrier("c2", "memo", How.DOCUMENT, (), ("s1", "s2"), 1),
        ),
        headline=(
            HeadlineFinding(Span(1, 12), Change.ALTERED, "s1", None, (Span(24, 28),), (Flag.NO_ATTRIBUTION,), "a note"),
        ),
        scare_quotes=(Span(23, 36),),
        own_voice=(Span(13, 22),),
        other_marks=(OtherMark(Span(1, 12), MarkUse.TITLE),),
    )


def test_a_statement_s_row_names_speaker_and_carriers() -> None:
    """Names stand beside ids; carriers go from the speaker to the reader, whatever the order of their ids."""
    known, unclear = rows_of([make_resolved()])
    names = ("speaker", "speaker_name", "speaker_type", "speaker_named", "speaker_roles", "unresolved", "candidates")

    assert ["p1", "Orla Vint", "person", "true", "chief; diver", "", ""] == [known[name] for name in names]
    assert ("memo → Tern Radio", "document → broadcast") == (known["carriers"], known["carriers_how"])
    assert ["", "", "", "", "", "ambiguous", "Orla Vint; p9"] == [unclear[name] for name in names]


OWN_COLUMNS = {
    "speakers": [
        "speaker name type named roles members statement_count mentions mention_spans".split(),
        ["p1", "Orla Vint", "person", "true", "chief; diver", "", "1", "she; “We", "[[13, 16], [1, 4]]"],
        ["p2", "both", "group", "false", "", "Orla Vint; p9", "0", "", "[]"],
    ],
    "carriers": [
        "carrier name how order statement_count statements evidence evidence_spans".split(),
        ["c1", "Tern Radio", "broadcast", "2", "1", "s1", "she said", "[[13, 21]]"],
        ["c2", "memo", "document", "1", "2", "s1 s2", "", "[]"],
    ],
    "headline": [
        "stretch finding statement headline_statement body flags note start end body_spans".split(),
        ["“We float,”", "altered", "s1", "", "Most", "no attribution", "a note", "1", "12", "[[24, 28]]"],
    ],
    "voice": [
        "kind words start end".split(),
        ["title", "“We float,”", "1", "12"],
        ["own voice", "she said.", "13", "22"],
        ["scare quotes", "“Most of us.”", "23", "36"],
    ],
    "articles": [
        (
            "read authors modified modified_precision modified_utc canonical section language char_count"
            " statement_count speaker_count carrier_count notice_count sayso_version model settings"
        ).split(),
        ["false", *[""] * 7, "", "0", "0", "0", "1", "0.1.0", "tiny", "f00d"],
        [
            *("true", "A; B", "2031-04-05 00:00:00", "day", "", "", "sea", "en", "36", "2", "2", "2", "1"),
            *("0.1.0", "tiny", "f00d"),
        ],
    ],
    "notices": [["step", "reason"], ["read", "The file is empty."], ["analyse", "It is long."]],
}
ALSO_UNREAD = {"articles", "notices"}


@each_case("table", OWN_COLUMNS)
def test_each_table_has_a_row_for_each_of_its_records(table: str) -> None:
    """Each has the article's id and all of its own kind of record; the fingerprint stands in one table alone."""
    rows = rows_of([UNREAD, make_resolved()], table)
    names, *expected = OWN_COLUMNS[table]

    assert (["gone.txt", "a.txt"] if table in ALSO_UNREAD else ["a.txt"]) == list(
        dict.fromkeys(r["article"] for r in rows)
    )
    assert expected == [[row[name] for name in names] for row in rows]
    assert ("fingerprint" in rows[0]) == (table == "articles")


def test_the_summary_counts_over_all_readings() -> None:
    """One row for each speaker and outlet; people of one name are one, and statements of nobody are counted too."""
    first, other = make_resolved(), make_resolved()
    there = replace(other, article=Article("b.txt", TEXT, outlet=Outlet("The Float", "x.example")))
    rows = rows_of([first, UNREAD, there, there], SUMMARY)

    assert [
        ["Orla Vint", "person", "true", "The Float", "2", "2"],
        ["Orla Vint", "person", "true", "", "1", "1"],
        ["", "", "false", "The Float", "2", "2"],
        ["", "", "false", "", "1", "1"],
    ] == [list(row.values()) for row in rows]


def test_the_summary_has_one_row_for_a_name_and_an_outlet() -> None:
    """Types are joined in their column, capitals do not part people, and nobody comes last."""
    nobody = replace(SAID, id="s3", speaker=None)

    def make(name: str, kind: SpeakerType, *, named: bool = True) -> Reading:
        said = replace(SAID, speaker="p1", unresolved=None)
        return Reading(ARTICLE, (said, nobody, nobody), (), STAMP, speakers=(Speaker("p1", name, kind, named=named),))

    rows = rows_of(
        [
            make("Weir Trust", SpeakerType.ORGANISATION),
            make("Weir Trust", SpeakerType.GROUP),
            make("Weir Trust", SpeakerType.ORGANISATION),
            make("Analysts", SpeakerType.UNNAMED, named=False),
            make("analysts", SpeakerType.UNNAMED, named=False),
        ],
        SUMMARY,
    )

    assert [
        ["Weir Trust", "organisation; group", "true", "", "3", "3"],
        ["Analysts", "unnamed", "false", "", "2", "2"],
        ["", "", "false", "", "10", "5"],
    ] == [list(row.values()) for row in rows]


def test_a_title_in_a_table_is_one_line() -> None:
    """A line's end in a cell would make its row high in a spreadsheet."""
    (row,) = rows_of([Reading(replace(ARTICLE, title="On\n  water"), (SAID,), (), STAMP)])

    assert row["title"] == "On water"


def test_what_people_look_at_first_stands_first() -> None:
    """Who, what and how; then where and when; ids and places are last."""
    header = TABLES["statements"].header

    assert header[:9] == "speaker_name content kind cue source outlet published title score".split()
    assert all(header.index(name) > header.index("candidates") for name in ("article", "statement", "speaker", "url"))


def test_all_tables_are_written_in_one_go() -> None:
    """Each has the rows that it has by itself, though the readings come only once."""
    streams = {name: io.StringIO(newline="") for name in TABLES}
    write_tables(iter([make_resolved(), UNREAD]), lambda name: streams[name])

    for name, stream in streams.items():
        stream.seek(0)

        assert rows_of([make_resolved(), UNREAD], name) == list(csv.DictReader(stream))


@each_case("table", TABLES)
def test_no_table_holds_a_formula(table: str) -> None:
    """Names, roles and notes are made harmless as words are."""
    reading = make_resolved()
    speakers = tuple(replace(it, name="=1+1", roles=("@SUM(1)",)) for it in reading.speakers)
    carriers = tuple(replace(it, name="+1+1") for it in reading.carriers)
    headline = tuple(replace(it, note="-1+1") for it in reading.headline)
    rows = rows_of([replace(reading, speakers=speakers, carriers=carriers, headline=headline)], table)

    assert not [cell for row in rows for cell in row.values() if cell[:1] in tuple("=+-@")]


def test_the_header_is_always_there() -> None:
    """A run without statements still writes the header, with the line ends of RFC 4180."""
    stream = io.StringIO(newline="")
    write_table([UNREAD], stream)

    assert ",".join(TABLES["statements"].header) + "\r\n" == stream.getvalue()


@given(reading=readings())
def test_a_row_shows_the_words_of_its_spans(reading: Reading) -> None:
    """Read back, and without the apostrophe that protects it, each cell is text[start:end] of its spans, in UTF-8."""
    assert isinstance(reading.article, Article)
    text = reading.article.text
    for row, statement in zip(rows_of([reading]), reading.statements, strict=True):
        for role in ("source", "cue", "content"):
            spans = json.loads(row[f"{role}_spans"])

            assert [list(span) for span in getattr(statement, role)] == spans
            words = clean_text(" … ".join(text[start:end] for start, end in spans))
            assert words == undo_harmless_cell(row[role])


def could_run(cell: str) -> bool:
    """Whether a cell begins as a formula may, and holds anything that a formula needs to do something."""
    begun = cell.lstrip() if cell.strip() else cell
    return bool(begun) and begun[0] in "=+-@\t\r\n＝＋－＠" and (begun[0] in "=＝" or not begun[1:].isalnum())


@given(reading=readings())
def test_no_cell_is_a_formula(reading: Reading) -> None:
    """No cell begins with what a spreadsheet would run."""
    for row in rows_of([reading]):
        assert not [
            cell for cell in row.values() if could_run(cell) and not re.fullmatch(r"[+-]\d+(?:[.,]\d+)*%?", cell)
        ]


FORMULAS = [
    *(
        "=1+1",
        "=cmd|' /C calc'!A0",
        '=HYPERLINK("https://x.example")',
        "+1+1",
        "-2+3",
        "-5-5",
        "+44 20 7946",
        "- We float",
    ),
    *("@SUM(1+1)", "@SUM (1)", "@cmd|' /C calc'!A0", "@A1", "@xfd1048576", "@R1C1", "@rc", "@politifact!A1", "@x+1"),
    *(
        " =1+1",
        "\t=1+1",
        "\r=1+1",
        "\n=1+1",
        "\tx",
        "\rx",
        "＝1+1",
        "＠SUM(1)",
        "'=1+1",
        "''=1+1",
        "-",
        "+",
        "@",
        "=",
        "-x",
    ),
]
PLAIN = [
    *("@politifact", "@_weir_watch1", "@ABCD1", "'@politifact", "-5", "+3.2", "-1,000", "-12.5%", "“We float,”"),
    *("a=b", "a@x.example", "'tis", "", "100", "“-5”", "x\ty"),
]


@each_case("cell", FORMULAS)
def test_what_a_spreadsheet_might_run_gets_an_apostrophe(cell: str) -> None:
    """Excel takes = + - and @ for the beginning of a formula, whatever blanks stand before."""
    assert make_harmless_cell(cell) == f"'{cell}"


@each_case("cell", PLAIN)
def test_what_none_would_run_stays_as_it_is(cell: str) -> None:
    """Handles and numbers are read by other programs as they were written."""
    assert make_harmless_cell(cell) == cell


@given(cell=st.text("'=+-@\tabR1(", max_size=6) | st.sampled_from(FORMULAS + PLAIN))
def test_a_harmless_cell_can_be_undone(cell: str) -> None:
    """What was added is taken away, and an apostrophe that stood there before stays."""
    assert cell == undo_harmless_cell(make_harmless_cell(cell))


def test_csv_can_be_written_as_utf_8() -> None:
    """Lone surrogates stand as U+FFFD, so that the offsets hold."""
    said = Statement("s1", Kind.DIRECT, Place.BODY, (Span(0, 3),), (), (), 1)
    (row,) = rows_of([Reading(Article("a", "x\udc80y"), (said,), (), STAMP)])

    assert "x\ufffdy" == row["content"]


@given(given_readings=st.lists(readings(), max_size=3))
def test_lines_and_array_read_back_equal(given_readings: list[Reading]) -> None:
    """JSON Lines and the array hold the same readings, which come back equal."""
    lines, array = io.StringIO(), io.StringIO()
    write_lines(given_readings, lines)
    write_array(given_readings, array)

    assert given_readings == [read_reading(line) for line in lines.getvalue().splitlines()]
    assert given_readings == [read_reading(json.dumps(record)) for record in json.loads(array.getvalue())]


def test_lines_are_written_as_they_come() -> None:
    """A reading is in the stream before the next one is asked for."""
    stream = io.StringIO()
    counts: list[int] = []

    def watch() -> Iterable[Reading]:
        for _ in range(3):
            counts.append(stream.getvalue().count("\n"))
            yield UNREAD

    write_lines(watch(), stream)

    assert [0, 1, 2] == counts


def test_every_date_of_a_column_has_one_form() -> None:
    """Dates of all precisions are whole dates and times in a column; what is no date is empty."""
    given = {
        "2031": ("2031-01-01 00:00:00", "year", ""),
        "2031-04": ("2031-04-01 00:00:00", "month", ""),
        "2031-04-05": ("2031-04-05 00:00:00", "day", ""),
        "2031-04-05T09:30+02:00": ("2031-04-05 09:30:00", "minute", "2031-04-05 07:30:00"),
        "2031-04-05T09:30:07Z": ("2031-04-05 09:30:07", "second", "2031-04-05 09:30:07"),
        "soon": ("", "", ""),
        "2031-02-30": ("", "", ""),
        "0001-01-01T00:00+02:00": ("0001-01-01 00:00:00", "minute", ""),
    }

    for published, cells in given.items():
        assert tuple(map(show_cell, spread_date(published, None))) == cells
    stated = [cells[0] for cells in given.values() if cells[0]]
    assert all(datetime.strptime(cell, "%Y-%m-%d %H:%M:%S") for cell in stated)  # noqa: DTZ007
