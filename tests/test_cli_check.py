"""`sayso check`: what it is given, what it writes, and with which exit code it ends."""

from __future__ import annotations

import csv
import io
import json
import re
import runpy
import signal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sayso.article import Article
from sayso.cli.check import check_command
from sayso.cli.check_options import FailOn
from sayso.export.checks import COLUMNS, read_check
from sayso.jsonl import write_reading
from sayso.match import Change, Checked, Detail
from sayso.read import kinds
from sayso.read.subtitles import is_subtitles, read_subtitles
from sayso.reading import Reading, Stamp
from sayso.settings import AnalyseSettings
from sayso.speaker import Speaker, SpeakerType
from sayso.statement import Kind, Place, Statement
from sayso.store import find_cache
from sayso.text import Span

from .each_case import each_case

TALK = """ANNA ROTH: Good evening. The lock did not stay shut until May, whatever they tell you about it.

BEN OKORO: I was never asked about the ferry, not once in nine years, and that tells you everything.
"""
DRAFT = """Harbour quarrel goes on

“The lock did stay shut until May, whatever they tell you,” Anna Roth said.

“I was never asked about the ferry,” Ben Okoro said.

“Nobody has read our drainage plan beyond its cover page,” Ben Okoro said.
"""
_QUOTED = re.compile(r"“[^”]*”")


class FakeAnalyser:
    """Takes what stands in curly marks for a statement of whoever is named behind it."""

    def __init__(self, settings: AnalyseSettings) -> None:
        self.stamp = Stamp("0.1.0", "fake", settings.fingerprint)

    def analyse(self, article: Article) -> Reading:
        names = {name: f"p{number}" for number, name in enumerate(("Anna Roth", "Ben Okoro"), 1)}
        speakers = tuple(Speaker(key, name, SpeakerType.PERSON, named=True) for name, key in names.items())
        statements = []
        for number, match in enumerate(_QUOTED.finditer(article.text), 1):
            who = next((key for name, key in names.items() if article.text.startswith(f" {name}", match.end())), None)
            span = (Span(*match.span()),)
            statements.append(Statement(f"s{number}", Kind.DIRECT, Place.BODY, span, (), (), 0.9, speaker=who))
        return Reading(article, tuple(statements), (), self.stamp, speakers)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a draft and a talk, in which the command runs; its cache is there too."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "draft.txt").write_text(DRAFT, encoding="utf-8")
    (tmp_path / "talk.txt").write_text(TALK, encoding="utf-8")
    return tmp_path


def _run(*arguments: str, given: str | None = None) -> Result:
    return CliRunner().invoke(check_command, arguments, obj=FakeAnalyser, input=given)


def _rows(result: Result) -> list[Checked]:
    return [read_check(line) for line in result.stdout.splitlines()]


def test_each_quotation_is_a_line(folder: Path) -> None:
    """Labels, what differs, and who speaks there."""
    result = _run("draft.txt", "--against", "talk.txt", "--format", "jsonl")
    first, second, third = _rows(result)

    assert result.exit_code == 0
    assert [row.label for row in (first, second, third)] == [Change.ALTERED, Change.VERBATIM, Change.NOT_FOUND]
    assert Detail.NEGATION in first.changes
    assert (first.speaker_in_source, first.same_speaker) == ("ANNA ROTH", True)
    assert first.place is not None
    assert first.place.of(TALK).startswith("The lock did not")
    assert "sayso: 1 article and 1 source; 3 quotations: 1 verbatim, 1 altered, 1 not found" in result.stderr


@each_case(
    ("arguments", "code"),
    [
        ((), 0),
        (("--fail-on", "altered"), 4),
        (("--fail-on", "not-found"), 4),
        (("--fail-on", "Not Found"), 4),
        (("--fail-on", "elided"), 0),
        (("--fail-on", "elided,other-speaker"), 0),
        (("--fail-on", "altered", "--allow", "bracket"), 4),
        (("--fail-on", "altered", "--allow", "negation,bracket"), 0),
        (("--fail-on", "altered,not-found", "--allow", "negation"), 4),
    ],
)
def test_the_exit_code_is_for_scripts(folder: Path, arguments: tuple[str, ...], code: int) -> None:
    """--fail-on says what must not be found, --allow which changes do not count."""
    assert _run("draft.txt", "--against", "talk.txt", *arguments).exit_code == code


def test_another_speaker_can_be_asked_for(folder: Path) -> None:
    """Words that stand there, but in another person's turn."""
    (folder / "other.txt").write_text("“I was never asked about the ferry,” Anna Roth said.", encoding="utf-8")

    result = _run("other.txt", "--against", "talk.txt", "--fail-on", "other-speaker")

    assert result.exit_code == 4
    assert "the article gives the words to Anna Roth" in " ".join(result.stdout.split())


def test_a_nearest_place_is_no_other_speaker() -> None:
    """Words that were not found are nobody's there."""
    row = Checked("a", "s1", "q1", Span(0, 1), "We", Change.NOT_FOUND, speaker_in_source="Q", same_speaker=False)

    assert not FailOn(frozenset({"other-speaker"})).is_met(row)


@each_case(
    ("arguments", "told"),
    [
        (("draft.txt",), "--against"),
        (("draft.txt", "--against", "talk.txt", "--fail-on", "wrong"), "give some of minor, altered"),
        (("draft.txt", "--against", "talk.txt", "--fail-on", "altered", "--allow", "lies"), "give some of bracket"),
        (("draft.txt", "--against", "talk.txt", "--allow", "bracket"), "add --fail-on"),
        (("draft.txt", "--against", "talk.txt", "--fail-on", ""), "the list is empty; give some of minor, altered"),
        (("draft.txt", "--against", "talk.txt", "--fail-on", " , "), "the list is empty"),
        (("draft.txt", "--against", "talk.txt", "--fail-on", "altered", "--allow", ""), "the list is empty"),
        (("-", "--against", "-"), "give one of them as a file"),
        (("--against", "talk.txt", "--quote", " "), "give some words"),
        (("draft.txt", "--against", "talk.txt", "--index", "i", "--no-index"), "give one"),
        (("draft.txt", "--against", "talk.txt", "-o", "talk.txt"), "write it to another place"),
        (("draft.txt", "--against", ".", "-o", "checked.html"), "write it to another place"),
    ],
)
def test_wrong_usage_is_reported_with_a_remedy(folder: Path, arguments: tuple[str, ...], told: str) -> None:
    """Exit code 2, and what to do about it."""
    result = _run(*arguments)

    assert result.exit_code == 2
    assert told in " ".join(result.stderr.split())


def test_words_need_no_article(folder: Path) -> None:
    """--quote asks for words alone; their spans count in the words."""
    result = _run("--against", "talk.txt", "--quote", "never asked about the ferry", "--format", "jsonl")
    (row,) = _rows(result)

    assert (row.article, row.statement, row.label) == ("", None, Change.VERBATIM)
    assert row.span.of("never asked about the ferry") == "never asked about the ferry"
    assert "sayso: 1 source; 1 quotation: 1 verbatim" in result.stderr


def test_only_one_speaker_is_checked(folder: Path) -> None:
    """--speaker keeps what the article gives to that person."""
    result = _run("draft.txt", "--against", "talk.txt", "--speaker", "Anna Roth", "--format", "jsonl")

    assert [row.statement for row in _rows(result)] == ["s1"]


def test_a_speaker_who_says_nothing_is_reported(folder: Path) -> None:
    """A name that is written otherwise must not let everything pass."""
    result = _run("draft.txt", "--against", "talk.txt", "--speaker", "Ana Roht", "--fail-on", "altered")

    assert result.exit_code == 3
    assert (
        "Ana Roht: check: no quotation is given to this speaker. Most is said by Ben Okoro, Anna Roth." in result.stderr
    )


def test_readings_are_taken_as_they_are(folder: Path) -> None:
    """What `sayso read --format jsonl` wrote needs no model; from a file and from stdin."""
    article = Article("draft.txt", DRAFT)
    line = write_reading(FakeAnalyser(AnalyseSettings()).analyse(article)) + "\n"
    (folder / "readings.jsonl").write_text(line, encoding="utf-8")
    fresh = _run("draft.txt", "--against", "talk.txt", "--format", "jsonl")
    arguments = ("--against", "talk.txt", "--format", "jsonl")
    kept = CliRunner().invoke(check_command, ("readings.jsonl", *arguments), obj=_refuse)

    assert kept.exit_code == 0
    assert kept.stdout == fresh.stdout


def _refuse(_settings: AnalyseSettings) -> FakeAnalyser:
    raise AssertionError("no model is needed")


def test_a_broken_reading_is_reported_with_its_line(folder: Path) -> None:
    """Where it stands, and which command writes the right ones."""
    (folder / "readings.jsonl").write_text('{"article": {"id": "a"}}\n', encoding="utf-8")
    result = _run("readings.jsonl", "--against", "talk.txt")

    assert result.exit_code == 1
    assert "readings.jsonl, line 1" in result.stderr


def test_a_broken_reading_among_others_is_a_notice(folder: Path) -> None:
    """The rest is checked, from a file and from stdin."""
    line = write_reading(FakeAnalyser(AnalyseSettings()).analyse(Article("draft.txt", DRAFT)))
    lines = f"{line}\n{line[:500]}\n\n[1]\n{'[' * 100_000}\n{line}\n"
    (folder / "readings.jsonl").write_text(lines, encoding="utf-8")
    arguments = ("--against", "talk.txt", "--format", "jsonl")
    result = CliRunner().invoke(check_command, ("readings.jsonl", *arguments), obj=_refuse)

    assert result.exit_code == 3
    assert len(_rows(result)) == 6
    assert "notice: read: readings.jsonl, line 2 is not a reading" in result.stderr
    assert result.stderr.count("give a file that `sayso read --format jsonl` wrote.") == 3
    assert "2 articles and 1 source" in result.stderr


def test_sources_that_cannot_be_read_are_notices(folder: Path) -> None:
    """The rest is checked against; without any source nothing is done."""
    some = _run("draft.txt", "--against", "talk.txt", "--against", "gone.txt")
    none = _run("draft.txt", "--against", "gone.txt")

    assert some.exit_code == 3
    assert "notice: gone.txt: read: does not exist" in some.stderr
    assert none.exit_code == 1
    assert "no SOURCE could be read" in none.stderr


def test_an_article_that_cannot_be_read_is_reported(folder: Path) -> None:
    """One of two is a notice; the only one means that nothing could be done."""
    assert _run("draft.txt", "gone.txt", "--against", "talk.txt").exit_code == 3
    assert _run("gone.txt", "--against", "talk.txt").exit_code == 1


def test_an_article_among_its_sources_is_reported(folder: Path) -> None:
    """Its quotations stand in itself, which says nothing."""
    result = _run("draft.txt", "--against", ".", "--no-index")

    assert "the article itself is among the sources" in result.stderr
    assert result.exit_code == 3


def test_places_count_in_the_text_as_given(folder: Path) -> None:
    """A title that stands beside the text in JSON Lines is not counted; the date is read under both names."""
    line = json.dumps({"id": "t1", "title": "A talk", "date": "2020-05-01", "text": TALK})
    (folder / "talks.jsonl").write_text(line + "\n", encoding="utf-8")
    result = _run("draft.txt", "--against", "talks.jsonl", "--format", "jsonl")
    row = _rows(result)[1]

    assert row.source == "t1"
    assert row.place is not None
    assert row.place.of(TALK) == "I was never asked about the ferry"


def test_subtitles_show_the_time(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a source is heard, the place is told in seconds too."""
    reader = (kinds.of(is_subtitles), read_subtitles)
    monkeypatch.setattr(kinds, "READERS", (reader, *kinds.READERS))
    cues = "1\n00:00:01,000 --> 00:00:03,000\nGood evening.\n\n2\n00:01:05,500 --> 00:01:09,000\n"
    (folder / "talk.srt").write_text(f"{cues}I was never asked about the ferry, I can tell you.\n", encoding="utf-8")
    rows = _rows(_run("draft.txt", "--against", "talk.srt", "--format", "jsonl"))
    table = _run("draft.txt", "--against", "talk.srt")

    assert [row.time for row in rows if row.label is Change.VERBATIM] == [65.5]
    assert "talk.srt, 0:01:05" in table.stdout


def test_the_second_run_reads_the_index(folder: Path) -> None:
    """The index stands in the cache, or where it is asked for, or nowhere; results are the same."""
    results = [
        _run("draft.txt", "--against", "talk.txt", "--format", "jsonl", *more)
        for more in ((), (), ("--index", "own.sqlite"), ("--index", "own.sqlite"), ("--no-index",))
    ]

    assert len({result.stdout for result in results}) == 1
    assert (find_cache() / "sources.sqlite").is_file()
    assert (folder / "own.sqlite").is_file()


def test_another_file_is_no_index(folder: Path) -> None:
    """An article given as --index by mistake stays as it is."""
    result = _run("draft.txt", "--against", "talk.txt", "--index", "draft.txt")

    assert result.exit_code == 1
    assert "give another --index" in result.stderr
    assert (folder / "draft.txt").read_text(encoding="utf-8") == DRAFT


def test_a_notice_of_the_index_says_so_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the file where there is one, and without."""
    (folder / "own.sqlite").write_bytes(b"SQLite format 3\x00" + bytes(52) + b"sysi" + b"\x17" * 500)
    damaged = _run("draft.txt", "--against", "talk.txt", "--index", "own.sqlite")
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder / "draft.txt"))
    nowhere = _run("draft.txt", "--against", "talk.txt")

    assert "notice: index: own.sqlite was damaged" in damaged.stderr
    assert "notice: index: nothing is stored for the next run" in nowhere.stderr
    assert (damaged.exit_code, nowhere.exit_code) == (3, 3)


@pytest.mark.parametrize("format_name", ["json", "csv", "html", "table"])
def test_all_formats_are_written(folder: Path, format_name: str) -> None:
    """To stdout and to a file, the same."""
    printed = _run("draft.txt", "--against", "talk.txt", "--format", format_name)
    _run("draft.txt", "--against", "talk.txt", "--format", format_name, "--output", "out")
    written = (folder / "out").read_bytes().decode("utf-8")

    assert printed.stdout_bytes.decode("utf-8").splitlines() == written.splitlines()
    if format_name == "json":
        assert [row["label"] for row in json.loads(written)] == ["altered", "verbatim", "not found"]
    elif format_name == "csv":
        assert next(csv.reader(io.StringIO(written))) == list(COLUMNS)
    else:
        assert "altered" in written


def test_the_format_follows_the_ending(folder: Path) -> None:
    """As for `read`."""
    _run("draft.txt", "--against", "talk.txt", "-o", "checked.html")

    assert (folder / "checked.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_a_stopped_run_leaves_the_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C ends with 130, and the output of an earlier run stands."""

    def stop(_self: FakeAnalyser, _article: Article) -> Reading:
        raise KeyboardInterrupt

    (folder / "out.jsonl").write_text("earlier\n", encoding="utf-8")
    monkeypatch.setattr(FakeAnalyser, "analyse", stop)
    result = _run("draft.txt", "--against", "talk.txt", "-o", "out.jsonl", "--workers", "1")

    assert result.exit_code == 130
    assert "stopped after 0 articles; out.jsonl was not changed" in result.stderr
    assert [path.name for path in folder.glob("*out*")] == ["out.jsonl"]
    assert (folder / "out.jsonl").read_text(encoding="utf-8") == "earlier\n"


def test_a_stop_from_outside_is_as_clean(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SIGTERM ends with 143 and leaves nothing behind; a second one does not disturb that."""

    def stop(_self: FakeAnalyser, _article: Article) -> Reading:
        try:
            signal.raise_signal(signal.SIGTERM)
        finally:
            signal.raise_signal(signal.SIGTERM)
        raise AssertionError("it goes on")

    (folder / "out.jsonl").write_text("earlier\n", encoding="utf-8")
    monkeypatch.setattr(FakeAnalyser, "analyse", stop)
    result = _run("draft.txt", "--against", "talk.txt", "-o", "out.jsonl", "--workers", "1")

    assert result.exit_code == 143
    assert "stopped after 0 articles; out.jsonl was not changed" in result.stderr
    assert [path.name for path in folder.glob("*out*")] == ["out.jsonl"]
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


def test_a_program_that_heeds_stops_keeps_doing_so(folder: Path) -> None:
    """Whoever calls the command has set what SIGTERM does."""
    heard: list[int] = []
    before = signal.signal(signal.SIGTERM, lambda number, _frame: heard.append(number))
    try:
        assert _run("draft.txt", "--against", "talk.txt").exit_code == 0
        signal.raise_signal(signal.SIGTERM)
    finally:
        signal.signal(signal.SIGTERM, before)

    assert heard == [signal.SIGTERM]


def test_quiet_prints_nothing(folder: Path) -> None:
    """The exit code still does."""
    result = _run("draft.txt", "--against", "talk.txt", "--quiet", "--fail-on", "altered")

    assert (result.stderr, result.exit_code) == ("", 4)


def test_an_article_can_come_from_stdin(folder: Path) -> None:
    """Without ARTICLE and without words, stdin is read."""
    rows = _rows(_run("--against", "talk.txt", "--format", "jsonl", given=DRAFT))

    assert [row.article for row in rows] == ["stdin"] * 3


def test_the_documented_python_runs(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The example of docs/check.md, with a folder of transcripts and a draft."""
    page = (Path(__file__).parent.parent / "docs" / "check.md").read_text(encoding="utf-8")
    (folder / "example.py").write_text(page.split("```python\n")[1].split("```")[0], encoding="utf-8")
    (folder / "transcripts").mkdir()
    (folder / "transcripts" / "talk.txt").write_text(f"{TALK}\nANNA ROTH: We never slept.\n", encoding="utf-8")
    runpy.run_path("example.py")

    assert "verbatim transcripts/talk.txt Span(" in capsys.readouterr().out


def test_only_what_is_asked_for_is_shown_and_all_is_counted(folder: Path) -> None:
    """`--only` leaves rows out, not counts; the totals of one article stand once."""
    kinds = ("look", "altered", "minor")
    looked, altered, none = (_run("draft.txt", "--against", "talk.txt", "--only", it) for it in kinds)

    assert "line 5 of the draft" not in looked.stdout
    assert "beyond its cover" in looked.stdout
    assert "beyond its cover" not in altered.stdout
    assert all("3 quotations: 1 verbatim, 1 altered, 1 not found" in it.stdout for it in (looked, altered, none))
    assert looked.output.count("3 quotations") == 1
    assert "0 of them shown" in none.stdout
    assert folder.exists()


def test_unknown_kinds_and_days_are_refused(folder: Path) -> None:
    """The message names what there is, or how a day is written."""
    kind, day = (_run("draft.txt", "--against", "talk.txt", *it) for it in (("--only", "odd"), ("--date", "May 4")))

    assert (kind.exit_code, day.exit_code) == (2, 2)
    assert "too-short" in kind.stderr
    assert "2031-05-04" in day.stderr
    assert folder.exists()


def test_the_date_of_a_draft_chooses_the_talk(folder: Path) -> None:
    """The talk of the day before is preferred to one that comes first."""
    for day in ("2020-01-01", "2021-05-03"):
        (folder / f"{day} talk.txt").write_text("ANNA ROTH: The lock did stay shut until May, whatever they tell you.")
    talks = ("--against", "2020-01-01 talk.txt", "--against", "2021-05-03 talk.txt", "--format", "jsonl")
    undated, dated = (_rows(_run("draft.txt", *talks, *date))[0] for date in ((), ("--date", "2021-05-04")))

    assert (undated.source, dated.source) == ("2020-01-01 talk.txt", "2021-05-03 talk.txt")


def test_rows_say_line_and_sentence_of_the_draft(folder: Path) -> None:
    """Lines are counted in the text as it was given."""
    rows = _rows(_run("draft.txt", "--against", "talk.txt", "--format", "jsonl"))

    assert [row.line for row in rows] == [3, 5, 7]
    assert rows[1].sentence == "“I was never asked about the ferry,” Ben Okoro said."
    assert "line 5 of the draft" in _run("draft.txt", "--against", "talk.txt").stdout
    assert folder.exists()


def test_many_sources_are_counted_and_their_names_folded(folder: Path) -> None:
    """The page says how many there are; each row has a place to sign."""
    (folder / "talks.jsonl").write_text("".join(f'{{"id": "t{n}", "text": "{TALK.split()[n]}."}}\n' for n in range(25)))
    page = _run("draft.txt", "--against", "talks.jsonl", "--format", "html").stdout

    assert "Held against 25 sources" in page
    assert page.count("<details>") == 1
    assert page.count('class="sign-off"') == 3


def test_the_date_that_is_given_always_counts(folder: Path) -> None:
    """Whatever else the draft states; the day that counts stands beside its name."""
    given = {"id": "d", "text": DRAFT, "published": "2019-01-01"}
    (folder / "draft.jsonl").write_text(json.dumps(given) + "\n", encoding="utf-8")
    (folder / "2021-05-03 talk.txt").write_text(TALK, encoding="utf-8")
    talk = ("draft.jsonl", "--against", "2021-05-03 talk.txt")
    stated, dated = _run(*talk), _run(*talk, "--date", "2021-05-04")

    assert "d · Harbour quarrel goes on · dated 2019-01-01" in stated.stdout
    assert "later than the draft" in stated.stdout
    assert "dated 2021-05-04" in dated.stdout
    assert "later than the draft" not in dated.stdout


def test_flags_make_a_run_fail_and_the_rows_are_listed(folder: Path) -> None:
    """A flag may be allowed as well."""
    (folder / "talk.txt").rename("2021-05-09 talk.txt")
    later = ("draft.txt", "--against", "2021-05-09 talk.txt", "--date", "2021-05-04", "--fail-on", "later")
    failed, allowed = _run(*later), _run(*later, "--allow", "later")

    assert (failed.exit_code, allowed.exit_code) == (4, 0)
    assert "draft.txt, line 5 of the draft: “I was never asked about the ferry,” verbatim (later" in failed.stderr
