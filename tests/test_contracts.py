"""What a user may rely on beyond any one module: names, imports, docs that stay true."""

from __future__ import annotations

import ast
import doctest
import enum
import json
import os
import re
import runpy
import subprocess
import sys
from pathlib import Path
from typing import get_origin

import pytest
import write_api
from click.testing import CliRunner

import sayso
from sayso.cli import main

from .each_case import each_case

ROOT = Path(__file__).resolve().parent.parent
BUILT = ("build", "dist")
PAGES = sorted(path for path in ROOT.rglob("*.md") if not path.relative_to(ROOT).parts[0].startswith((".", *BUILT)))
DATA_FORMAT = ROOT / "docs" / "data-format.md"

# Types of Python's own that signatures may name.
OTHER_TYPES = set(
    "str bytes int float bool object type dict list tuple frozenset BaseException".split()
    + "Iterable Iterator Sequence Mapping Callable Path PathLike TextIO TracebackType sqlite3 Connection pd".split()
)

PUBLIC = {
    *("Analyser", "AnalyseSettings", "ReadSettings", "read_articles", "read_reading", "write_reading"),
    *("make_frames", "write_page"),
    *("Article", "Kind", "Notice", "Outlet", "Place", "Reading", "Span", "Stamp", "Statement", "Unread", "Unresolved"),
    *("Carrier", "Change", "Flag", "HeadlineFinding", "How", "MarkUse", "OtherMark", "Speaker", "SpeakerType"),
    *("Region", "Stated"),
    *("Alternative", "ByteSource", "Caution", "Difference", "Index", "Input", "Op", "Sources"),
    *("Checked", "Checker", "Detail", "SourceText", "check_quotes", "check_reading", "check_readings"),
    *("index_sources", "open_index"),
    *("Cluster", "Edge", "Match", "Occurrence", "TraceCounts", "Traced", "trace_passages"),
    *("Carried", "Count", "CountRow", "Counts", "Found", "Measure", "Measured", "Search", "Selection"),
    *("Added", "ArticleChange", "ArticleSummary", "Collection", "Fault", "open_collection"),
    *("OutletSummary", "PassageNumbers", "Quotation", "StatementQuotation"),
    *("Forgotten", "ListedPerson", "OpenName", "SpeakerEdit", "SpeakerError", "SpeakerMention", "SpeakerSummary"),
    *("ModelError", "OffsetError", "ReadError", "SaysoError", "SettingsError", "StoreError", "UnreadWarning"),
}


def test_public_names() -> None:
    """The public names are these: adding one is a decision, and removing one breaks somebody's program."""
    assert sorted(PUBLIC) == sorted(sayso.__all__)


@each_case("name", sorted(PUBLIC))
def test_public_name_is_there_and_documented(name: str) -> None:
    """Every public name can be imported from `sayso`, and says what it is."""
    found = getattr(sayso, name)

    assert write_api.ALIASES.get(name) or found.__doc__


@each_case("name", sorted(PUBLIC))
def test_types_in_public_signatures_are_public(name: str) -> None:
    """Whoever writes a function around one of ours can name the types of its parameters and of its result."""
    found = getattr(sayso, name)
    is_plain = get_origin(found) or (isinstance(found, type) and issubclass(found, (BaseException, enum.Enum)))
    members = [] if is_plain or write_api.is_opaque(found) else [(name, found), *write_api.list_methods(found)]
    for member_name, member in members:
        if getattr(member, "_is_protocol", False):
            continue
        for parameter, written in write_api.list_types(member):
            names = {node.id for node in ast.walk(ast.parse(written)) if isinstance(node, ast.Name)}
            odd = sorted(names - set(sayso.__all__) - OTHER_TYPES)
            assert not odd, f"{member_name}, {parameter}: {written}"


def test_the_page_of_the_api_shows_python() -> None:
    """Each signature is as a program would write it: defaults with their marks, no private parameter."""
    page = (ROOT / "docs" / "api.md").read_text("utf-8")
    signatures = re.findall(r"```python\n([A-Za-z]\w+\(.*)\n```", page)

    assert len(signatures) > 20
    for signature in signatures:
        ast.parse(f"def {signature}: ...")
        assert not re.search(r"ForwardRef|\b_\w|<", signature)
    assert 'scheme: str = "guide"' in page
    assert "Span(start: int, end: int)" in page
    assert "unresolved: Unresolved | None = Unresolved.NOT_YET" in page


def test_unknown_name_is_an_attribute_error() -> None:
    """A name that sayso does not have is an AttributeError, as for any module."""
    with pytest.raises(AttributeError, match="statement_finder"):
        getattr(sayso, "statement_finder")  # noqa: B009 — mypy knows that it is not there


def test_import_is_light() -> None:
    """`import sayso` loads no heavy dependency."""
    heavy = "onnxruntime tokenizers numpy rich click charset_normalizer jinja2 xlsxwriter pandas"
    code = f"import sys, sayso; print([name for name in '{heavy}'.split() if name in sys.modules])"

    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.strip()

    assert loaded == "[]"


def test_no_part_imports_the_front_door() -> None:
    """No module of sayso imports from `sayso` itself, which stands above them all."""
    modules = (ROOT / "src" / "sayso").rglob("*.py")
    lines = ((path.name, line) for path in modules for line in path.read_text("utf-8").splitlines())

    up = [(name, line) for name, line in lines if re.match(r"\s*(?:from sayso import|import sayso\b)", line)]

    assert up == []


def test_the_terminal_needs_no_templates() -> None:
    """What is shown in a terminal does not load what writes the pages."""
    code = "import sys, sayso.cli, sayso.report.terminal, sayso.report.check_terminal; print('jinja2' in sys.modules)"

    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.strip()

    assert loaded == "False"


def test_versions_agree() -> None:
    """The version in pyproject.toml is that of the package."""
    declared = re.search(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text("utf-8"), re.MULTILINE)

    assert declared
    assert declared[1] == sayso.__version__


def test_readme_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """The README's lines of Python give what the README says."""
    monkeypatch.chdir(ROOT)
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    test = doctest.DocTestParser().get_doctest("".join(blocks), {}, "README.md", "README.md", 0)
    reported: list[str] = []

    results = doctest.DocTestRunner().run(test, out=reported.append)

    assert results.failed == 0, "".join(reported)
    assert results.attempted > 0


def test_tables_are_made_from_results() -> None:
    """The scores on both pages are those of evaluation/results.json; `gate.py --readme` fills them in."""
    from gate import PAGES, RESULTS
    from tables import fill_tables

    results = json.loads(RESULTS.read_text("utf-8"))

    for page, tables in PAGES.items():
        text = page.read_text("utf-8")
        assert fill_tables(text, results, tables) == text


def _worked_example() -> dict[str, object]:
    block = re.search(r"```json\n(.*?)```", DATA_FORMAT.read_text("utf-8"), re.DOTALL)
    assert block
    example = json.loads(block[1])
    assert isinstance(example, dict)
    return example


def test_worked_example_round_trips() -> None:
    """The example in docs/data-format.md reads back as a reading, and is written again key for key."""
    line = json.dumps(_worked_example(), ensure_ascii=False)

    written = sayso.write_reading(sayso.read_reading(line))

    assert written == line


def test_worked_example_keeps_its_words() -> None:
    """The spans of the example are those that the page describes."""
    reading = sayso.read_reading(json.dumps(_worked_example()))
    assert isinstance(reading.article, sayso.Article)
    text, statements = reading.article.text, {statement.id: statement for statement in reading.statements}

    shown = [span.of(text) for span in statements["s2"].content]

    assert shown == ["“The river owns the valley,”", "“We rent.”"]
    assert all(words in DATA_FORMAT.read_text("utf-8").split("```")[2] for words in shown)
    assert statements["s4"].within == "s3"
    assert statements["s3"].content[0].holds(statements["s4"].content[0])
    assert json.loads(sayso.write_reading(reading))["article"]["fingerprint"] == reading.article.fingerprint


@pytest.mark.parametrize("name", ["write_cli.py", "write_tables.py", "write_api.py", "write_formats.py"])
def test_written_page_is_fresh(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each page of docs is what its script makes of --help, the list of tables, docstrings and formats."""
    monkeypatch.setattr(sys, "argv", [name, "--check"])
    with pytest.raises(SystemExit) as ended:
        runpy.run_path(str(ROOT / "docs" / name), run_name="__main__")

    assert not ended.value.code


@pytest.mark.skipif(sys.version_info < (3, 11), reason="click-man needs Python 3.11")
def test_man_pages_and_completion_are_fresh() -> None:
    """docs/man and docs/completion are what their script makes of the command, with no file too many."""
    command = [sys.executable, str(ROOT / "docs" / "write_shell.py"), "--check"]

    assert subprocess.run(command, check=False, capture_output=True, text=True).stderr == ""


@pytest.mark.parametrize(("shell", "name"), [("bash", "sayso.bash"), ("zsh", "_sayso"), ("fish", "sayso.fish")])
def test_words_are_completed(shell: str, name: str) -> None:
    """Each shell's script asks the command, which then offers its commands and options."""
    script = (ROOT / "docs" / "completion" / name).read_text("utf-8")
    number = "re" if shell == "fish" else "1"
    asked = {"_SAYSO_COMPLETE": f"{shell}_complete", "COMP_WORDS": "sayso re", "COMP_CWORD": number}

    if shell == "bash":  # As a shell starts it.
        command = [sys.executable, "-m", "sayso"]
        offered = subprocess.run(
            command, check=True, capture_output=True, text=True, env={**os.environ, **asked}
        ).stdout
    else:
        offered = CliRunner().invoke(main, [], prog_name="sayso", env=asked).stdout

    assert f"_SAYSO_COMPLETE={shell}_complete" in script
    assert "read" in re.split(r"[,\s]", offered)
    assert "check" not in re.split(r"[,\s]", offered)


@each_case(
    ("words", "offered"),
    [
        ("sayso read ", "file,"),
        ("sayso export ", "file,"),
        ("sayso watch ", "file,"),
        ("sayso check a.txt --against ", "file,"),
        ("sayso check --fail-on altered,not", "plain,altered,not-found"),
        ("sayso check --only lo", "plain,look"),
        ("sayso check --allow brack", "plain,bracket"),
    ],
)
def test_files_and_labels_are_completed(words: str, offered: str) -> None:
    """A shell completes names of files where a file is wanted, and the last label of a list."""
    asked = {"_SAYSO_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(words.count(" "))}
    given = CliRunner().invoke(main, [], prog_name="sayso", env=asked)

    assert given.stdout.startswith(offered)


@each_case("page", PAGES)
def test_links_lead_somewhere(page: Path) -> None:
    """Every link to a file of this repository leads to one."""
    targets = re.findall(r"\]\((?!https?://|#)([^)#]+)", page.read_text("utf-8"))

    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_no_verdict_in_the_program() -> None:
    """The program has no word for a judgement of what people said or outlets wrote."""
    verdicts = re.compile(
        r"\b(?:misquot\w*|fake\w*|falsehoods?|liars?|lied|propaganda|[dm]isinformation)\b", re.IGNORECASE
    )
    texts = (path for path in (ROOT / "src").rglob("*") if path.suffix in {".py", ".toml", ".html", ".css", ".txt"})

    found = {str(path): verdicts.findall(path.read_text("utf-8")) for path in texts}

    assert {path: words for path, words in found.items() if words} == {}


def test_example_article_ships() -> None:
    """The package holds an article to try, whose words are enough for every kind of statement."""
    example = Path(sayso.__file__).parent / "examples" / "article.txt"

    text = example.read_text("utf-8")

    assert 350 <= len(text.split()) <= 500
    assert "According to" in text
    assert set("“”‘’") <= set(text)
