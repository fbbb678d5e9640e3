"""The tagger: windows over a text, what the model gives for one, and what is said when it cannot be loaded."""

from __future__ import annotations

import json
import shutil
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.analyse.models import MODEL_FOLDER
from sayso.analyse.pieces import Pieces
from sayso.analyse.tagger import MARGIN, MAX_PIECES, Tagger, Window, plan_windows
from sayso.errors import ModelError
from sayso.segment import split_lines

# ---- windows


def test_short_text_is_one_window() -> None:
    """What fits into one window is read in one."""
    assert (Window(0, MAX_PIECES, MAX_PIECES),) == plan_windows([0, 100, MAX_PIECES])


def test_no_pieces_no_windows() -> None:
    """A text without pieces needs no window."""
    assert ((), ()) == (plan_windows([0]), plan_windows([]))


def test_windows_are_cut_between_paragraphs() -> None:
    """A core ends with the last paragraph that leaves room for the margin, and the next window begins there."""
    windows = plan_windows([0, 200, 304, 400, 450, 700])

    assert (Window(0, 304, 320), Window(304, 450, 466), Window(450, 700, 700)) == windows


def test_long_paragraph_is_cut_where_the_room_ends() -> None:
    """A paragraph longer than a window goes through in several."""
    windows = plan_windows([0, 2_000])

    assert (0, MAX_PIECES - MARGIN) == (windows[0].start, windows[0].core_end)
    assert 2_000 == windows[-1].core_end


def test_margins_need_room() -> None:
    """A window that is all margin would never come to an end."""
    with pytest.raises(ValueError, match="room is 64 and margin 64"):
        plan_windows([0, 500], room=64, margin=64)


@given(
    st.lists(st.integers(1, 900), max_size=40),
    st.integers(1, 600).flatmap(lambda room: st.tuples(st.just(room), st.integers(0, room - 1))),
)
def test_windows_cover_all_pieces_once(lengths: list[int], size: tuple[int, int]) -> None:
    """The cores follow on one another from the first piece to the last, and no window is larger than its room."""
    room, margin = size
    breaks = [0, *np.cumsum(lengths).tolist()]

    windows = plan_windows(breaks, room=room, margin=margin)

    edges = [0, *(w.core_end for w in windows)]
    assert [*edges[:-1], breaks[-1]] == [*(w.start for w in windows), edges[-1]]
    assert all(a < b for a, b in pairwise(edges))
    assert all(w.end - w.start <= room for w in windows)
    assert all(w.end == min(breaks[-1], w.core_end + margin) for w in windows)


def test_number_of_windows_grows_with_the_text() -> None:
    """Two windows at most for each stretch that a core can hold, however the paragraphs fall."""
    breaks = np.cumsum([0, *[1, MAX_PIECES] * 100]).tolist()

    assert len(plan_windows(breaks)) <= 2 * (breaks[-1] // (MAX_PIECES - MARGIN) + 1)


# ---- loading


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped model that may be spoilt."""
    return Path(shutil.copytree(MODEL_FOLDER, tmp_path / "model"))


def test_missing_folder() -> None:
    """The error for a missing folder has its name and what to do."""
    with pytest.raises(ModelError, match=r"no-such-folder: the model cannot be loaded .*give the folder of a model"):
        Tagger(Path("no-such-folder"))


@pytest.mark.parametrize("name", ["model.json", "tokenizer.json", "tagger.onnx", "linker.onnx"])
@pytest.mark.parametrize("content", [None, b"", b"\x00broken\xff"])
def test_broken_file(folder: Path, name: str, content: bytes | None) -> None:
    """A file that is missing, empty or broken is a ModelError, whichever it is."""
    (folder / name).unlink()
    if content is not None:
        (folder / name).write_bytes(content)

    with pytest.raises(ModelError, match="cannot be loaded"):
        Tagger(folder)


@pytest.mark.parametrize("card", [[], {}, {"name": "x"}, {"calibration": {}}, {"name": 1, "calibration": {}}])
def test_incomplete_card(folder: Path, card: object) -> None:
    """A card without name or calibration is an error when the model is loaded, not within an article."""
    (folder / "model.json").write_text(json.dumps(card), encoding="utf-8")

    with pytest.raises(ModelError, match=r"model\.json"):
        Tagger(folder)


# ---- scores


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger()


def _cut(tagger: Tagger, text: str) -> Pieces:
    return tagger.cut(text, split_lines(text), bytes(len(text)))


def test_scores_of_a_window(tagger: Tagger) -> None:
    """Each piece has seven log-probabilities that sum to one, outside and inside of other contents, and a state."""
    pieces = _cut(tagger, "Ida Brandvold said that the ferry would sail.")

    (scored,) = tagger.score(pieces, "guide")

    assert ((len(pieces), 7), (len(pieces), 7)) == (scored.outer.shape, scored.inner.shape)
    assert len(pieces) == len(scored.states)
    assert np.exp(scored.outer).sum(1) == pytest.approx(1, abs=1e-3)
    assert np.exp(scored.inner).sum(1) == pytest.approx(1, abs=1e-3)


def test_likeliest_roles(tagger: Tagger) -> None:
    """In a plain sentence the roles are plain: tags are none, then begin and go on for source, cue, content."""
    pieces = _cut(tagger, "Ida said that the ferry would sail.")

    (scored,) = tagger.score(pieces, "guide")

    assert [1, 3, 5, 6, 6, 6, 6] == scored.outer.argmax(1).tolist()[:7]


def test_long_text_is_scored_to_its_end(tagger: Tagger) -> None:
    """The cores of all windows together have one row for each piece."""
    pieces = _cut(tagger, "Ida said that the ferry would sail. " * 120)

    scored = list(tagger.score(pieces, "guide"))

    assert len(scored) > 1
    assert len(pieces) == sum(len(s.outer) for s in scored)


def test_scheme_is_passed_to_the_model(tagger: Tagger) -> None:
    """The same words have other scores under another scheme."""
    pieces = _cut(tagger, "The party supports the plan, its leader said.")

    (guide,), (polnear,) = tagger.score(pieces, "guide"), tagger.score(pieces, "polnear")

    assert not np.allclose(guide.outer, polnear.outer)


def test_arcs_between_pieces(tagger: Tagger) -> None:
    """Two kinds of arcs, from each of the pieces to each."""
    pieces = _cut(tagger, "Ida said that the ferry would sail.")
    (scored,) = tagger.score(pieces, "guide")
    at = np.asarray([0, 1, 2], np.int64)

    arcs = tagger.link(scored.states[at], at, np.zeros(3, np.int64))

    assert (2, 3, 3) == arcs.shape
    assert (1, 0) == (arcs[0, 2].argmax(), arcs[1, 1].argmax())
