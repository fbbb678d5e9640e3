"""The model: scores the tags of each piece of a text, and the arcs between pieces.

The only file that knows onnxruntime and tokenizers.
"""

from __future__ import annotations

import json
import os
from bisect import bisect_right
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from tokenizers import Tokenizer

# onnxruntime 1.32 keeps an id of the machine under ~/.cache and sends what it counts to its makers, unless this is
# set before it is loaded. sayso promises that nothing is sent anywhere, so it overrides what was set.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
import onnxruntime

from sayso.analyse.models import MODEL_FOLDER
from sayso.analyse.pieces import Pieces, cut_pieces
from sayso.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from sayso.text import Span

__all__ = ["SLOW_FUSIONS", "Scored", "Tagger", "Window", "join_windows", "make_options", "plan_windows"]

CLS, SEP = 101, 102
# The markers of AnalyseSettings.scheme, as the model was trained with them.
MARKERS = {"polnear": 1, "guide": 2}
# Pieces in a window, and those after its core that it also sees. See decisions/0005-model.md for the counts.
MAX_PIECES, MARGIN = 320, 16
# So many pieces are decoded together; most articles have fewer.
JOINED_PIECES = 1_000


# 12 % of the encoder's time; see decisions/0004-onnx.md.
SLOW_FUSIONS = ["SkipLayerNormFusion"]


@dataclass(frozen=True, slots=True)
class Window:
    """Pieces `[start, end)` go through the model together; the scores of `[start, core_end)` are used."""

    start: int
    core_end: int
    end: int


@dataclass(frozen=True, slots=True)
class Scored:
    """The scores of the model for one window.

    Attributes:
        window: The pieces that it saw.
        outer: Log-probabilities of the seven tags for the pieces of the core, one row a piece.
        inner: The same for attributions inside the content of others.
        states: The model's state for each piece of the core, for `Tagger.link`.
        mentions: Log-probabilities of MENTION_TAGS, one row a piece; None if the model does not tag them.
        carriers: The same of CARRIER_TAGS.
        pairs: What a `PairStates` holds of each piece; None if the model cannot compare mentions.
        starts: The rows at which windows begin, where several are joined.
    """

    window: Window
    outer: NDArray[np.float32]
    inner: NDArray[np.float32]
    states: NDArray[np.float32]
    mentions: NDArray[np.float32] | None = None
    carriers: NDArray[np.float32] | None = None
    pairs: NDArray[np.float32] | None = None
    starts: tuple[int, ...] = (0,)


def plan_windows(breaks: Sequence[int], *, room: int = MAX_PIECES, margin: int = MARGIN) -> tuple[Window, ...]:
    """Return windows over a text, cut between paragraphs where possible.

    A window begins with a paragraph, as in training; it does not see the text before it.

    Args:
        breaks: The first piece of each paragraph, and the number of all pieces at the end.
        room: Most pieces in a window.
        margin: Pieces after the core that the window sees as well.

    Raises:
        ValueError: The margin leaves no room for a core.

    >>> [(w.start, w.core_end, w.end) for w in plan_windows([0, 200, 300, 500])]
    [(0, 300, 316), (300, 500, 500)]
    """
    if room <= margin:
        raise ValueError(f"room is {room} and margin {margin}; room must be more than the margin")
    count = breaks[-1] if breaks else 0
    windows = []
    start = 0
    while start < count:
        core_end = count
        if count - start > room:
            limit = start + room - margin
            core_end = breaks[bisect_right(breaks, limit) - 1]
            # A paragraph longer than a window is cut at its end.
            core_end = core_end if core_end > start else limit
        windows.append(Window(start, core_end, min(count, core_end + margin)))
        start = core_end
    return tuple(windows)


def join_windows(windows: Iterable[Scored], *, least: int = JOINED_PIECES) -> Iterator[Scored]:
    """Yield the windows joined to stretches of at least so many pieces, each as if it were one window.

    What is done for each of them then costs less; the time limit is looked at between them.
    """
    joined: list[Scored] = []
    for scored in windows:
        joined.append(scored)
        if scored.window.core_end - joined[0].window.start >= least:
            yield _join(joined)
            joined = []
    if joined:
        yield _join(joined)


def _join(windows: Sequence[Scored]) -> Scored:
    """Return windows that follow each other as one."""
    if len(windows) == 1:
        return windows[0]
    first, last = windows[0].window, windows[-1].window
    return Scored(
        Window(first.start, last.core_end, last.end),
        np.concatenate([scored.outer for scored in windows]),
        np.concatenate([scored.inner for scored in windows]),
        np.concatenate([scored.states for scored in windows]),
        _concatenate(scored.mentions for scored in windows),
        _concatenate(scored.carriers for scored in windows),
        _concatenate(scored.pairs for scored in windows),
        tuple(scored.window.start - first.start for scored in windows),
    )


def _concatenate(parts: Iterable[NDArray[np.float32] | None]) -> NDArray[np.float32] | None:
    """Return the rows of all parts; None if the model has none."""
    rows = [part for part in parts if part is not None]
    return np.concatenate(rows) if rows else None


def make_options() -> onnxruntime.SessionOptions:
    """Return the options of ONNX Runtime with which the model runs, and with which its graph is exported."""
    options = onnxruntime.SessionOptions()
    # One thread for a window: the sums are then the same at any number of workers.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # Buffers that were just freed are still in the processor's cache; those that a plan reuses are not: 6 % faster.
    options.enable_mem_reuse = options.enable_mem_pattern = False
    # Some 4 % faster; see decisions/0005-model.md.
    options.add_session_config_entry("optimization.enable_gelu_approximation", "1")
    return options


class Tagger:
    """The ONNX model and its tokenizer, loaded once; may be used by several threads at a time.

    Args:
        folder: Where tagger.onnx, linker.onnx, tokenizer.json and model.json stand; the shipped ones by default.

    Raises:
        ModelError: A file is missing or cannot be loaded.
    """

    def __init__(self, folder: Path = MODEL_FOLDER) -> None:
        # Again for a program that loaded onnxruntime before sayso.
        onnxruntime.disable_telemetry_events()
        options = make_options()
        try:
            self.card: dict[str, Any] = json.loads((folder / "model.json").read_text(encoding="utf-8"))
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self._linker = _open(folder / "linker.onnx", options)
            if folder == MODEL_FOLDER:
                # Its operators are joined already; see training/export.py. To look again takes a third of the loading.
                options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
            self._tagger = _open(folder / "tagger.onnx", options)
            _check_card(self.card)
        except Exception as err:
            remedy = (
                "reinstall sayso" if folder == MODEL_FOLDER else "give the folder of a model, with model.json in it"
            )
            raise ModelError(f"{folder}: the model cannot be loaded ({err}); {remedy}") from err
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()

    def cut(self, text: str, paragraphs: Sequence[Span], quoted: Sequence[int]) -> Pieces:
        """Return the pieces of a text; see `cut_pieces`."""
        return cut_pieces(text, paragraphs, quoted, self._tokenizer)

    def score(self, pieces: Pieces, scheme: str) -> Iterator[Scored]:
        """Yield the scores of the pieces, window by window, under one annotation scheme."""
        breaks = [*np.flatnonzero(pieces.firsts).tolist(), len(pieces)]
        marker = np.asarray([MARKERS[scheme]], np.int64)
        for w in plan_windows(breaks):
            tags, states, *more = self._tagger.run(None, self._inputs(pieces, w, marker))
            core = slice(1, w.core_end - w.start + 1)
            yield Scored(w, tags[0, core], tags[1, core], states[core], *(scores[core] for scores in more))

    def link(
        self, states: NDArray[np.float32], at: NDArray[np.int64], paragraphs: NDArray[np.int64]
    ) -> NDArray[np.float32]:
        """Return the scores of the arcs content → cue (0) and cue → source (1) between all pairs of some pieces.

        Args:
            states: Their states, one row a piece.
            at: Their numbers in the text.
            paragraphs: The numbers of the paragraphs in which they stand.
        """
        arcs: NDArray[np.float32] = self._linker.run(None, {"states": states, "at": at, "paragraph": paragraphs})[0]
        return arcs

    @staticmethod
    def _inputs(pieces: Pieces, window: Window, marker: NDArray[np.int64]) -> dict[str, NDArray[np.int64]]:
        """Return one window between [CLS] and [SEP], as the graph expects it."""
        part = slice(window.start, window.end)

        def frame(row: NDArray[np.integer], first: int = 0, last: int = 0) -> NDArray[np.int64]:
            return np.concatenate([[first], row[part], [last]], dtype=np.int64)[None]

        return {
            "ids": frame(pieces.ids, CLS, SEP),
            "shape": frame(pieces.shapes),
            "quoted": frame(pieces.quoted),
            "first": frame(pieces.firsts),
            "scheme": marker,
        }


def _open(path: Path, options: onnxruntime.SessionOptions) -> onnxruntime.InferenceSession:
    """Return the graph of a file, ready to run."""
    return onnxruntime.InferenceSession(
        str(path), options, providers=["CPUExecutionProvider"], disabled_optimizers=SLOW_FUSIONS
    )


def _check_card(card: object) -> None:
    """Raise ValueError unless the model's card has a name and a calibration."""
    parts = (card.get("name"), card.get("calibration")) if isinstance(card, dict) else (None, None)
    if not isinstance(parts[0], str) or not isinstance(parts[1], dict):
        raise ValueError("model.json: it must be an object with a name and a calibration")  # noqa: TRY004
