"""Tables, workbooks and summaries from the command, and from readings that are stored."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
import lzma
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from sayso.article import Article, Outlet
from sayso.cli import main
from sayso.cli.formats import FORMATS, load_writer
from sayso.export.rows import SUMMARY, TABLES
from sayso.jsonl import read_reading
from sayso.reading import Reading, Stamp
from sayso.settings import AnalyseSettings
from sayso.speaker import Speaker, SpeakerType
from sayso.statement import Kind, Place, Statement
from sayso.text import Span

from .each_case import each_case

NAMES = ("Orla Vint", "Tor Hale")


class FakeAnalyser:
    """Gives the words in curly marks to whoever of two people is named in the text."""

    def __init__(self, settings: AnalyseSettings) -> None:
        self.stamp = Stamp("0.1.0", "fake", settings.fingerprint, tuple(sorted(settings.choices.items())))

    def analyse(self, article: Article) -> Reading:
        name = next((name for name in NAMES if name in article.text), None)
        span = Span(article.text.find("“"), article.text.find("”") + 1)
        speaker = () if name is None else (Speaker("p1", name, SpeakerType.PERSON, named=True),)
        said = Statement("s1", Kind.DIRECT, Place.BODY, (span,), (), (), 0.9, speaker="p1" if name else None)
        return Reading(article, (said,), (), self.stamp, speakers=speaker)


def run(*args: str | Path, given: bytes = b"") -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args], input=given, obj=FakeAnalyser)


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """Four articles of two outlets, and one line that holds none."""
    path = tmp_path / "articles.jsonl"
    texts = ["“We float,” said Orla Vint.", "“We sink,” said Orla Vint.", "“It rains,” said Tor Hale.", "“Who knows?”"]
    lines = [
        {"id": f"a{n}", "text": text, "outlet": "The Float" if n % 2 else "Tern Radio", "published": "2031-04-05"}
        for n, text in enumerate(texts)
    ]
    path.write_text("\n".join([*map(json.dumps, lines), '{"id": "empty"}']), encoding="utf-8")
    return path


@pytest.fixture
def readings(articles: Path, tmp_path: Path) -> Path:
    """Their readings, stored."""
    path = tmp_path / "readings.jsonl"
    run("read", articles, "--output", path)
    return path


def read_csv(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_one_run_gives_every_table(articles: Path, tmp_path: Path) -> None:
    """A folder with a file for each, the same that --format csv gives one by one."""
    folder = tmp_path / "tables"
    result = run("read", articles, "--tables", folder)

    assert result.exit_code == 3
    assert not result.stdout
    assert sorted(path.name for path in folder.iterdir()) == sorted(f"{name}.csv" for name in TABLES)
    for name in TABLES:
        chosen = ["--summary"] if name == SUMMARY else ["--table", name]
        assert (folder / f"{name}.csv").read_bytes() == run("read", articles, "--format", "csv", *chosen).stdout_bytes


def test_one_run_gives_a_workbook(articles: Path, tmp_path: Path) -> None:
    """With a sheet for each table, or one sheet for the table that is asked for."""
    run("read", articles, "--output", tmp_path / "all.xlsx")
    run("read", articles, "--output", tmp_path / "one.xlsx", "--table", "speakers")
    run("read", articles, "--output", tmp_path / "summary.xlsx", "--summary")

    assert openpyxl.load_workbook(tmp_path / "all.xlsx").sheetnames == list(TABLES)
    assert openpyxl.load_workbook(tmp_path / "one.xlsx").sheetnames == ["speakers"]
    assert openpyxl.load_workbook(tmp_path / "summary.xlsx").sheetnames == [SUMMARY]


def test_a_workbook_can_go_to_a_pipe(articles: Path) -> None:
    """Bytes, and nothing else."""
    shown = run("read", articles, "--format", "xlsx").stdout_bytes

    assert openpyxl.load_workbook(io.BytesIO(shown))["articles"].max_row == 6


def test_the_summary_is_shown_in_the_terminal(articles: Path) -> None:
    """Who says most comes first, with a row for each outlet; what nobody is known for is counted too."""
    lines = [" ".join(line.split()) for line in run("read", articles, "--summary").stdout.splitlines() if line.strip()]

    assert lines[0] == "speaker type outlet statements articles"
    assert lines[2:] == [
        "Orla Vint person Tern Radio 1 1",
        "person The Float 1 1",
        "Tor Hale person Tern Radio 1 1",
        "(nobody is known) The Float 1 1",
    ]


def test_the_summary_is_a_table_like_the_others(articles: Path) -> None:
    """--table summary is --summary, for CSV as for the terminal."""
    for shape in ([], ["--format", "csv"]):
        assert (
            run("read", articles, "--table", "summary", *shape).stdout
            == run("read", articles, "--summary", *shape).stdout
        )


def test_the_folder_for_tables_is_made_with_its_parents(articles: Path, tmp_path: Path) -> None:
    """Where nothing is read, none of them stays."""
    run("read", tmp_path / "missing.txt", "--tables", tmp_path / "a" / "b")
    assert not (tmp_path / "a").exists()
    run("read", articles, "--tables", tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b" / "statements.csv").exists()


def test_the_summary_can_be_csv(articles: Path) -> None:
    """The same numbers for other programs."""
    rows = read_csv(run("read", articles, "--summary", "--format", "csv").stdout)

    assert [row["statement_count"] for row in rows] == ["1"] * 4
    assert rows[0]["speaker"] == rows[1]["speaker"] == "Orla Vint"


def test_a_byte_order_mark_on_request(articles: Path, tmp_path: Path) -> None:
    """Excel then reads UTF-8; without being asked for, there is none."""
    run("read", articles, "--tables", tmp_path / "with", "--bom")
    run("read", articles, "--tables", tmp_path / "without")

    for name in TABLES:
        data = (tmp_path / "without" / f"{name}.csv").read_bytes()
        assert not data.startswith(b"\xef\xbb\xbf")
        assert (tmp_path / "with" / f"{name}.csv").read_bytes() == b"\xef\xbb\xbf" + data
    assert run("read", articles, "--format", "csv", "--bom").stdout_bytes.startswith(b"\xef\xbb\xbfspeaker_name,")


def test_tables_are_replaced_only_by_a_run_that_read_something(articles: Path, tmp_path: Path) -> None:
    """A mistyped input leaves older tables as they were, and makes no folder."""
    folder, new = tmp_path / "tables", tmp_path / "new"
    run("read", articles, "--tables", folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    results = [run("read", tmp_path / "typo.txt", "--tables", place) for place in (folder, new)]

    assert [result.exit_code for result in results] == [1, 1]
    assert f"nothing was read; {folder} was not changed" in results[0].stderr
    assert f"nothing was read; {new} was not written" in results[1].stderr
    assert before == {path.name: path.read_bytes() for path in folder.iterdir()}
    assert not new.exists()


@each_case(
    "args",
    [
        ["--tables", "t", "--output", "o.csv"],
        ["--tables", "t", "--format", "jsonl"],
        ["--tables", "t", "--table", "speakers"],
        ["--tables", "t", "--summary"],
        ["--table", "speakers"],
        ["--table", "summary", "--format", "jsonl"],
        ["--table", "speakers", "--summary", "--format", "csv"],
        ["--summary", "--format", "jsonl"],
        ["--summary", "--output", "o.html"],
        ["--bom", "--format", "jsonl"],
        ["--bom"],
        ["--bom", "--tables", "t", "--format", "parquet"],
    ],
)
@each_case("verb", ["read", "export"])
def test_what_does_not_fit_together_is_wrong_usage(verb: str, args: list[str], readings: Path) -> None:
    """Nothing is written; the message says what to leave out or to add."""
    result = run(verb, readings if verb == "export" else "missing.txt", *args)

    assert result.exit_code == 2
    assert any(word in result.stderr for word in ("leave out", "add --format", "give one", "is not one of"))


@each_case("name", FORMATS)
def test_every_format_is_whole(name: str) -> None:
    """Its writers are there, no other format has its endings, and docs/data-format.md says what it is."""
    known = FORMATS[name]
    page = (Path(__file__).parent.parent / "docs" / "data-format.md").read_text(encoding="utf-8")
    others = [ending for other in FORMATS.values() if other is not known for ending in other.endings]

    assert all(callable(load_writer(path)) for path in (known.readings, known.checks, known.summary) if path)
    assert not set(known.endings) & set(others)
    assert f"`{name}`" in page
    assert all(f"`{ending}`" in page for ending in known.endings)


# ---- stored readings


@pytest.mark.parametrize("name", [name for name, known in FORMATS.items() if known.endings])
def test_stored_readings_give_what_reading_gave(name: str, articles: Path, readings: Path) -> None:
    """Every format comes out of the stored readings as it came out of the articles, without a model."""

    def fail(_settings: AnalyseSettings) -> FakeAnalyser:
        raise AssertionError("nothing is to be analysed anew")

    again = CliRunner().invoke(main, ["export", str(readings), "--format", name], obj=fail)

    assert again.stdout_bytes == run("read", articles, "--format", name).stdout_bytes
    assert again.exit_code == 3
    assert "4 articles read, 4 statements, 1 could not be read" in again.stderr


def test_stored_readings_give_all_tables(articles: Path, readings: Path, tmp_path: Path) -> None:
    """Of several files, or of stdin."""
    run("read", articles, "--tables", tmp_path / "read")
    run("export", readings, "--tables", tmp_path / "export")
    shown = run("export", "--summary", "--format", "csv", given=readings.read_bytes()).stdout
    twice = run("export", readings, readings, "--summary", "--format", "csv").stdout

    for path in (tmp_path / "read").iterdir():
        assert path.read_bytes() == (tmp_path / "export" / path.name).read_bytes()
    assert {row["statement_count"] for row in read_csv(shown)} == {"1"}
    assert read_csv(twice) == read_csv(shown)


def test_a_folder_of_readings_is_read_in_order(readings: Path, tmp_path: Path) -> None:
    """Its files, by name."""
    folder = tmp_path / "stored"
    folder.mkdir()
    lines = readings.read_text(encoding="utf-8").splitlines(keepends=True)
    for number, line in enumerate(lines):
        (folder / f"{number}.jsonl").write_text(line, encoding="utf-8")

    assert run("export", folder, "--format", "jsonl").stdout == "".join(lines)


def test_ids_stay_unique_over_several_files(readings: Path, tmp_path: Path) -> None:
    """The same id in two files would join the rows of two articles; the second one gets a number, and a notice."""
    other = tmp_path / "other.jsonl"
    other.write_bytes(readings.read_bytes().replace(b"Orla Vint", b"Arlo Vint"))
    run("export", readings, other, "--tables", tmp_path / "t")
    rows = read_csv((tmp_path / "t" / "articles.csv").read_text(encoding="utf-8"))
    notices = read_csv((tmp_path / "t" / "notices.csv").read_text(encoding="utf-8"))

    assert [row["article"] for row in rows][3:7] == ["a3", rows[4]["article"], "a0#2", "a1#2"]
    assert len({row["article"] for row in rows}) == len(rows)
    assert "was used before" in next(row["reason"] for row in notices if row["article"] == "a0#2")


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    """Not to be of the wrong kind."""
    assert "does not exist; check its name" in run("export", tmp_path / "typo.jsonl").stderr


def test_articles_are_not_readings(articles: Path, readings: Path, tmp_path: Path) -> None:
    """Each verb names the other one for what is not its own."""
    exported = run("export", articles, readings, "--output", tmp_path / "out.csv")
    read = run("read", readings)

    assert exported.exit_code == 3
    assert f"notice: {articles}: read: " in exported.stderr
    assert "to read articles, use `sayso read`" in exported.stderr
    assert read.exit_code == 2
    assert "`sayso export`" in read.stderr


def test_a_damaged_line_is_a_notice(readings: Path) -> None:
    """The others are written."""
    with readings.open("a", encoding="utf-8") as lines:
        lines.write('{"article": {"id": "cut\n')
    result = run("export", readings, "--format", "jsonl")

    assert result.exit_code == 3
    assert f"{readings}, line 6" in result.stderr
    assert [read_reading(line).article.id for line in result.stdout.splitlines()][:2] == ["a0", "a1"]


@pytest.mark.parametrize("ending", [".csv", ".html", ".xlsx", ".jsonl"])
def test_an_export_of_nothing_leaves_the_old_file(ending: str, tmp_path: Path) -> None:
    """As for every verb that writes."""
    output = tmp_path / f"keep{ending}"
    output.write_bytes(b"a good result")
    result = run("export", tmp_path / "typo.jsonl", "--output", output)

    assert result.exit_code == 1
    assert output.read_bytes() == b"a good result"
    assert f"nothing was read; {output} was not changed" in result.stderr


def test_an_export_never_overwrites_its_input(readings: Path) -> None:
    """The readings stay."""
    before = readings.read_bytes()

    assert run("export", readings, "--output", readings).exit_code == 2
    assert readings.read_bytes() == before


def test_outlets_of_a_summary_are_harmless(tmp_path: Path) -> None:
    """No name reaches the terminal as a control sequence."""
    stamp = Stamp("0.1.0", "fake", "f00d")
    said = Statement("s1", Kind.DIRECT, Place.BODY, (Span(0, 1),), (), (), 0.9, speaker="p1")
    speaker = Speaker("p1", "\x1b[31mred", SpeakerType.PERSON, named=True)
    article = Article("a", "x", outlet=Outlet("\x1b]0;title\x07"))
    from sayso.jsonl import write_reading

    path = tmp_path / "r.jsonl"
    path.write_text(write_reading(Reading(article, (said,), (), stamp, speakers=(speaker,))) + "\n", encoding="utf-8")
    shown = run("export", path, "--summary").stdout

    assert "␛[31mred" in shown
    assert "\x1b" not in shown


# ---- stored readings that repeat one another


def count_rows(*args: str | Path, given: bytes = b"") -> tuple[int, str]:
    """How many articles an export has, and what it says."""
    result = run("export", *args, "--table", "articles", "--format", "csv", given=given)
    return len(read_csv(result.stdout)), result.stderr


@pytest.fixture
def edited(tmp_path: Path) -> Path:
    """The readings of two files, one of which was edited and read again, and then could not be read."""
    folder, output = tmp_path / "s2", tmp_path / "edited.jsonl"
    folder.mkdir()
    a, b = folder / "a.txt", folder / "b.txt"
    a.write_text("“We float,” said Orla Vint.", encoding="utf-8")
    b.write_text("“It rains,” said Tor Hale.", encoding="utf-8")
    run("read", a, b, "--output", output)
    a.write_text("“We sink,” said Orla Vint. So it goes.", encoding="utf-8")
    run("read", a, b, "--output", output, "--resume")
    a.unlink()
    run("read", a, b, "--output", output, "--resume")
    assert len(output.read_text(encoding="utf-8").splitlines()) == 4
    return output


def test_the_last_reading_of_an_edited_article_is_exported(edited: Path) -> None:
    """From a file or a pipe; one that could not be read later does not take its place."""
    for args, given in (([edited], b""), (["-"], edited.read_bytes())):
        result = run("export", *args, "--format", "csv", given=given)

        assert [row["content"] for row in read_csv(result.stdout)] == ["“It rains,”", "“We sink,”"]
        assert "2 readings were left out, since a later one of the same article" in result.stderr
        assert result.exit_code == 3


def test_equal_readings_are_counted_once(edited: Path, readings: Path, tmp_path: Path) -> None:
    """A file given twice is one; a copy with a further reading adds that alone."""
    whole = count_rows(readings)[0]
    count, message = count_rows(readings, readings)

    assert count == whole
    assert f"{whole} readings were left out, since an equal one was read before" in message
    assert "later one" not in message
    copy = tmp_path / "copy.jsonl"
    copy.write_bytes(readings.read_bytes() + edited.read_bytes())
    assert count_rows(readings, copy)[0] == whole + 2
    assert "edited.jsonl: 2 readings were left out" in count_rows(edited, edited)[1]


def test_texts_from_a_pipe_are_not_taken_for_one_article(tmp_path: Path) -> None:
    """All are called stdin; each is kept, with an id of its own."""
    output = tmp_path / "piped.jsonl"
    lines = [
        run("read", "-", "--format", "jsonl", given=f"“We {verb},” said Orla Vint.".encode()).stdout
        for verb in ("float", "sink", "float")
    ]
    output.write_text("".join(lines), encoding="utf-8")

    assert count_rows(output)[0] == 2


def test_export_can_leave_out_statements_of_a_low_score(readings: Path) -> None:
    """As `read --min-score` does, without reading anew."""
    assert len(read_csv(run("export", readings, "--format", "csv", "--min-score", "0.9").stdout)) == 4
    assert read_csv(run("export", readings, "--format", "csv", "--min-score", "0.91").stdout) == []


def test_export_cannot_bring_back_what_was_left_out(articles: Path, tmp_path: Path) -> None:
    """A lower threshold than that of the run before gets a notice."""
    output = tmp_path / "few.jsonl"
    run("read", articles, "--output", output, "--min-score", "0.5")

    assert "4 readings were made with --min-score 0.5" in run("export", output, "--min-score", "0.3").stderr
    assert "made with" not in run("export", output, "--min-score", "0.6").stderr


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_packed_readings_are_exported(readings: Path, tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    """From a file and from a pipe; `read` says what to do with them."""
    packed = tmp_path / "packed.jsonl.gz"
    packed.write_bytes(pack(readings.read_bytes()))
    wanted = run("export", readings, "--format", "csv").stdout

    assert run("export", packed, "--format", "csv").stdout == wanted
    assert run("export", "-", "--format", "csv", given=packed.read_bytes()).stdout == wanted
    assert "`sayso export`" in run("read", packed).stderr


def test_readings_in_a_zip_archive_are_exported(readings: Path, tmp_path: Path) -> None:
    """Each member is a file of readings."""
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.write(readings, "readings.jsonl")
    result = run("export", tmp_path / "all.zip", "--format", "csv")
    assert result.stdout == run("export", readings, "--format", "csv").stdout


def test_an_array_of_readings_is_exported(articles: Path, readings: Path, tmp_path: Path) -> None:
    """What `sayso read -o out.json` wrote."""
    array = tmp_path / "readings.json"
    run("read", articles, "--output", array)
    result = run("export", array, "--format", "csv")
    assert result.stdout == run("export", readings, "--format", "csv").stdout, result.stderr
    assert "`sayso export`" in run("read", array).stderr


def test_names_in_a_narrow_summary_break_between_words(articles: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At 40 columns, type and outlet stand below the name."""
    monkeypatch.setenv("COLUMNS", "40")
    shown = run("read", articles, "--summary").stdout
    assert all(len(line) <= 40 for line in shown.splitlines())
    assert all(name in shown for name in (*NAMES, "person · Tern", "Radio", "The Float"))


def test_readings_in_a_zip_archive_are_recognised(readings: Path, tmp_path: Path) -> None:
    """`read` says that they are readings already, and `check` takes them as they are, as it takes the file itself."""
    packed = tmp_path / "packed.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.mkdir("old") if hasattr(archive, "mkdir") else archive.writestr("old/", "")
        archive.writestr("old/readings.jsonl.gz", gzip.compress(readings.read_bytes()))
    (tmp_path / "talk.txt").write_text("ORLA VINT: We float.", encoding="utf-8")

    refused = run("read", packed)
    whole, zipped = (
        run("check", name, "--against", tmp_path / "talk.txt", "--format", "csv") for name in (readings, packed)
    )

    assert 2 == refused.exit_code
    assert "holds readings already" in refused.stderr
    assert whole.stdout == zipped.stdout
    assert "verbatim" in whole.stdout


@pytest.mark.parametrize("data", [b"PK\x03\x04", b"PK\x05\x06" + bytes(18), b"PK\x03\x04" + bytes(range(256)) * 9])
def test_a_damaged_archive_holds_no_readings(tmp_path: Path, data: bytes) -> None:
    """Whoever reads it says what is wrong with it."""
    (tmp_path / "a.zip").write_bytes(data)

    result = run("read", tmp_path / "a.zip")

    assert 1 == result.exit_code
    assert "notice: " in result.stderr
