"""sayso in somebody's program: the example of the README, unreadable files, plain texts, other processes."""

from __future__ import annotations

import doctest
import multiprocessing
import pickle
import sys
import warnings
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path

import pytest
from mypy import api as mypy

import sayso
from sayso.analyse import Analyser
from sayso.article import Article, Unread
from sayso.errors import UnreadWarning
from sayso.read import read_articles
from sayso.settings import AnalyseSettings

from .each_case import each_case

ROOT = Path(__file__).resolve().parent.parent
TEXT = "“We float,” said Orla Vint, the chief diver. She denied that the boat had sunk."


def write_readme_program(folder: Path) -> Path:
    """The Python of the README as one program, with an input that cannot be read beside the one that can."""
    examples = doctest.DocTestParser().get_examples((ROOT / "README.md").read_text("utf-8"))
    program = "".join(example.source for example in examples)
    assert "read_articles([" in program
    path = folder / "program.py"
    path.write_text(program.replace("read_articles([", "read_articles(['missing.txt', "), encoding="utf-8")
    return path


def test_the_readme_program_survives_an_unreadable_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The easy loop goes on after a file that cannot be read, which is not skipped in silence."""
    program = write_readme_program(tmp_path)
    monkeypatch.chdir(ROOT)

    with pytest.warns(UnreadWarning, match=r"missing\.txt"):
        exec(compile(program.read_text("utf-8"), program, "exec"), {})  # noqa: S102  the README's own code


def test_the_readme_program_passes_mypy_strict(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever checks types strictly can paste the README's Python as it is."""
    program = write_readme_program(tmp_path)
    monkeypatch.chdir(ROOT)
    report, errors, code = run_mypy(program)

    assert (errors, code) == ("", 0), report


def run_mypy(program: Path) -> tuple[str, str, int]:
    """What mypy prints of a program, with the settings of ./check, whose work it need not do again."""
    # From Python 3.12 on numpy may be one whose types can't be read as those of Python 3.10, for which we check.
    version = ["--python-version", f"3.{sys.version_info.minor}"] if sys.version_info >= (3, 12) else []
    return mypy.run(["--config-file", str(ROOT / "pyproject.toml"), *version, "--strict", str(program)])


@pytest.fixture
def inputs(tmp_path: Path) -> list[str]:
    """Three paths, of which the second does not exist."""
    for name in ("a.txt", "c.txt"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    return [str(tmp_path / name) for name in ("a.txt", "b.txt", "c.txt")]


def test_only_articles_are_yielded(inputs: list[str]) -> None:
    """Each has a text; whoever gives no callback gets a warning that names the file and the reason."""
    with pytest.warns(UnreadWarning) as caught:
        found = list(read_articles(inputs))

    assert [inputs[0], inputs[2]] == [article.id for article in found]
    assert all(article.text == TEXT for article in found)
    (warning,) = caught
    assert inputs[1] in str(warning.message)
    assert "does not exist" in str(warning.message)
    assert warning.filename == __file__


def test_a_callback_gets_what_cannot_be_read(inputs: list[str]) -> None:
    """It is called in the order of the inputs, with the id and the notices, and nothing is warned of."""
    unread: list[Unread] = []
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = list(read_articles(inputs, on_unread=unread.append))

    assert [inputs[0], inputs[2]] == [article.id for article in found]
    assert [inputs[1]] == [one.id for one in unread]
    assert unread[0].notices


def test_a_strict_program_stops_at_what_cannot_be_read(inputs: list[str]) -> None:
    """The warning can be made an error by its category, as any warning."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", UnreadWarning)
        found: Iterator[Article] = read_articles(inputs)

        assert next(found).id == inputs[0]
        with pytest.raises(UnreadWarning):
            next(found)


@each_case("text", [None, b"We float.", 3])
def test_an_article_without_a_text_is_refused(text: object) -> None:
    """The message names the article and says what to give."""
    with pytest.raises(TypeError, match=r"article 'a1'.*give its text as a str"):
        Article("a1", text)  # type: ignore[arg-type]


def test_a_plain_text_is_read(analyser: Analyser) -> None:
    """A str is an article with that text, and nothing else known of it."""
    reading = analyser.analyse(TEXT)

    assert reading == analyser.analyse(Article(reading.article.id, TEXT))
    assert [speaker.name for speaker in analyser.analyse(TEXT).speakers] == ["Orla Vint"]


def test_the_id_of_a_plain_text_comes_from_the_text(analyser: Analyser) -> None:
    """Two texts stand apart in one table, and the same text has the same id in every run."""
    one, other, again = (analyser.analyse(text).article.id for text in (TEXT, f"{TEXT} It had.", TEXT))

    assert one == again == f"text-{Article('a', TEXT).fingerprint[:8]}"
    assert one != other


def test_articles_are_sources(inputs: list[str], tmp_path: Path) -> None:
    """What `read_articles` yields can be checked against, alone or many, in memory or kept; other things say so."""
    with pytest.warns(UnreadWarning):
        articles = list(read_articles(inputs))
    with sayso.open_index(tmp_path / "kept.sqlite") as index:
        for sources in (sayso.index_sources(articles), sayso.index_sources(articles[0]), index.get(articles)):
            (row,) = sayso.check_quotes("we float", sources)

            assert (sayso.Change.VERBATIM, inputs[0]) == (row.label, row.source)
        for wrong in (5, None, "text", ["text"], [None], [Unread("a", ())]):
            with pytest.raises(TypeError, match=r"is no source; give Articles.*or SourceText\(id, text\)"):
                sayso.index_sources(wrong)  # type: ignore[arg-type]
            with pytest.raises(TypeError, match="is no source"):
                index.get(wrong)  # type: ignore[arg-type]


@each_case("given", [None, b"We float.", Path("a.txt"), Unread("a", ())])
def test_anything_else_says_what_to_give(analyser: Analyser, given: object) -> None:
    """The message names the type that was given, and the way to read files."""
    with pytest.raises(TypeError, match=rf"{type(given).__name__}.*give an Article or a text.*read_articles"):
        analyser.analyse(given)  # type: ignore[arg-type]


def test_an_analyser_can_be_pickled() -> None:
    """What is pickled is small: the model is loaded again where it is unpickled. The readings are the same."""
    analyser = Analyser(AnalyseSettings(min_score=0.5))
    pickled = pickle.dumps(analyser)
    again = pickle.loads(pickled)  # noqa: S301  our own bytes

    assert len(pickled) < 1_000
    assert isinstance(again, Analyser)
    assert (again.settings, again.stamp) == (analyser.settings, analyser.stamp)
    assert again.analyse(TEXT) == analyser.analyse(TEXT)


def test_an_analyser_goes_to_other_processes(analyser: Analyser) -> None:
    """With "spawn", nothing is inherited: analyser, articles and readings all travel pickled."""
    articles = [Article(f"a{n}", TEXT) for n in range(3)]
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        readings = pool.map(analyser.analyse, articles, chunksize=1)

    assert readings == [analyser.analyse(article) for article in articles]


def test_names_of_the_examples_are_public() -> None:
    """What a program needs for unreadable files can be imported from the front."""
    assert sayso.UnreadWarning is UnreadWarning


def test_an_article_says_at_once_what_does_not_fit() -> None:
    """An outlet that is a mere name, and a date that is no string, would fail only later, far from their cause."""
    with pytest.raises(TypeError, match=r"give it as Outlet\(name=…"):
        Article("a1", "It rained.", outlet="The Wold Bell")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="isoformat"):
        Article("a1", "It rained.", published=datetime(2031, 4, 5, tzinfo=timezone.utc))  # type: ignore[arg-type]

    assert Article("a1", "It rained.", published="2031-04-05T09:30").published_precision == "minute"


def test_wrong_arguments_are_refused_at_the_call(tmp_path: Path) -> None:
    """Not one file after the other, or letter by letter, or only when the reading is written."""
    (tmp_path / "a.txt").write_text("It rained.", encoding="utf-8")
    with pytest.raises(TypeError, match="give a ReadSettings"):
        list(read_articles([tmp_path / "a.txt"], settings=AnalyseSettings()))  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="tuple of names"):
        Article("a1", "It rained.", authors="Ada Moss")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="give it as a str"):
        Article(5, "It rained.")  # type: ignore[arg-type]

    sources = sayso.index_sources([sayso.SourceText("talk", "We never slept.")])

    assert [row.label for row in sayso.check_quotes("we never slept", sources)] == [sayso.Change.VERBATIM]


def test_a_type_checker_knows_which_names_there_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that sayso does not have is found by mypy, and not only when the program runs."""
    program = tmp_path / "program.py"
    program.write_text("from sayso import make_framez\n", encoding="utf-8")
    monkeypatch.chdir(ROOT)

    printed, _, code = run_mypy(program)

    assert code == 1
    assert "make_framez" in printed
