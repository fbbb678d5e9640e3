"""Models that are asked for by name or folder."""

from __future__ import annotations

import shutil
import sys
from importlib import invalidate_caches
from pathlib import Path

import pytest
from click.testing import CliRunner

from sayso import Article
from sayso.analyse import Analyser
from sayso.analyse.models import MODEL_FOLDER, find_model, find_weights
from sayso.cli import main
from sayso.errors import ModelError

TEXT = "The bridge is safe, Ada Moss said on Monday."


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a package sayso_accurate, in which the shipped model has another name."""
    folder = tmp_path / "sayso_accurate"
    shutil.copytree(MODEL_FOLDER, folder / "model")
    (folder / "__init__.py").write_text("")
    card = folder / "model" / "model.json"
    card.write_text(card.read_text().replace('"sayso-en-', '"large-en-'))
    monkeypatch.syspath_prepend(tmp_path)
    invalidate_caches()
    return folder


@pytest.fixture
def no_package(monkeypatch: pytest.MonkeyPatch) -> None:
    """The package is not installed, whatever this machine has."""
    monkeypatch.setitem(sys.modules, "sayso_accurate", None)
    monkeypatch.setattr("sayso.analyse.models.find_spec", lambda _name: None)


def test_a_model_of_a_package_reads(package: Path) -> None:
    """The name leads to the package's model, and readings say which model made them."""
    assert find_model("accurate") == package / "model"
    stamp = Analyser(model="accurate").analyse(Article(id="a", text=TEXT)).stamp
    assert stamp.model.startswith("large-en-")


@pytest.mark.usefixtures("no_package")
def test_a_missing_package_is_named() -> None:
    """The error says what to install."""
    with pytest.raises(ModelError, match=r"pip install sayso-accurate, or \./accurate in a clone"):
        find_model("accurate")


@pytest.mark.usefixtures("no_package")
def test_the_command_says_what_to_install(tmp_path: Path) -> None:
    """A missing package ends the run before anything is read or replaced."""
    text, out = tmp_path / "a.txt", tmp_path / "out.jsonl"
    text.write_text(TEXT)
    out.write_text("kept\n")

    ended = CliRunner().invoke(main, ["read", str(text), "--model", "accurate", "-o", str(out)])

    assert ended.exit_code == 1
    assert "pip install sayso-accurate" in ended.output
    assert out.read_text() == "kept\n"


def test_the_command_takes_a_folder(tmp_path: Path, package: Path) -> None:
    """A folder with the files of a model is read with."""
    text = tmp_path / "a.txt"
    text.write_text(TEXT)

    ended = CliRunner().invoke(main, ["read", str(text), "--model", str(package / "model"), "--format", "jsonl"])

    assert ended.exit_code == 0
    assert '"model": "large-en-' in ended.output or '"model":"large-en-' in ended.output


def test_a_model_may_have_weights_of_its_own(package: Path) -> None:
    """Speakers and carriers are chosen by the model's own weights, or by sayso's where it has none."""
    assert find_weights(package / "model", "carriers.json") == package / "model" / "carriers.json"

    (package / "model" / "carriers.json").unlink()

    assert find_weights(package / "model", "carriers.json") == MODEL_FOLDER / "carriers.json"
    assert Analyser(model="accurate").analyse(Article(id="a", text=TEXT)).statements
