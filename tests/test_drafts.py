"""Scores decoded into drafts, with scores made by hand: no model."""

from __future__ import annotations

import itertools
import re
import weakref
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import cast

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from sayso.analyse.arcs import REACH, Link
from sayso.analyse.bounds import find_bounds
from sayso.analyse.decode import Draft, decode
from sayso.analyse.layout import Layout, lay_out
from sayso.analyse.pieces import Pieces
from sayso.analyse.runs import find_path
from sayso.analyse.tagger import Scored, Window
from sayso.article import Article
from sayso.text import Span

from .each_case import each_case

# What stands for a tag: none, then the beginning (capital) and the rest of source, cue and content.
_TAGS = {".": 0, "S": 1, "s": 2, "C": 3, "c": 4, "Q": 5, "q": 6}
# First piece, and the one after the last.
_Place = tuple[int, int]


def _make_pieces(count: int, *, firsts: Sequence[int] = (0,), goes_on: Sequence[int] = ()) -> Pieces:
    """Pieces of three characters each; `firsts` begin paragraphs, those of `goes_on` no word."""
    zeros = np.zeros(count, np.int64)
    starts = np.arange(count, dtype=np.int64) * 4
    first, words = zeros.copy(), np.ones(count, np.int64)
    if count:
        first[list(firsts)] = 1
    words[list(goes_on)] = 0
    return Pieces(ids=zeros, starts=starts, ends=starts + 3, shapes=zeros, quoted=zeros, firsts=first, words=words)


def _score(tags: str, *, sure: float = 0.94) -> NDArray[np.float32]:
    """Log-probabilities in which each piece has its tag with that much."""
    rows = np.full((len(tags), 7), (1 - sure) / 6, np.float32)
    rows[np.arange(len(tags)), [_TAGS[tag] for tag in tags]] = sure
    return np.log(rows).astype(np.float32)


def _window(outer: str, inner: str | None = None, *, start: int = 0, sure: float = 0.94) -> Scored:
    """One window that reads these tags; the state of a piece is its number."""
    count = len(outer)
    states = np.arange(start, start + count, dtype=np.float32)[:, None]
    scored = (_score(outer, sure=sure), _score(inner or "." * count))
    return Scored(Window(start, start + count, start + count), *scored, states)


class _TracedStates:
    """States of which it is noted which rows are taken, to see later which of them are still there."""

    def __init__(self, states: NDArray[np.float32], taken: list[weakref.ref[NDArray[np.float32]]]) -> None:
        self._states, self._taken = states, taken

    def __getitem__(self, at: int) -> _TracedStates:
        return _TracedStates(self._states[at], self._taken)

    def copy(self) -> NDArray[np.float32]:
        row: NDArray[np.float32] = self._states.copy()
        self._taken.append(weakref.ref(row))
        return row


def _link_nearest(
    states: NDArray[np.float32], at: NDArray[np.int64], paragraphs: NDArray[np.int64]
) -> NDArray[np.float32]:
    """Arcs that are stronger the nearer, with none to itself."""
    assert states[:, 0].tolist() == at.tolist()
    assert len(paragraphs) == len(at)
    away = np.abs(at[:, None] - at[None, :]).astype(np.float32)
    arcs: NDArray[np.float32] = np.stack([-away, -away]) - np.eye(len(at), dtype=np.float32) * 1e4
    return arcs


def _link_self(
    states: NDArray[np.float32], at: NDArray[np.int64], paragraphs: NDArray[np.int64]
) -> NDArray[np.float32]:
    """Arcs by which each piece hangs on itself alone."""
    return np.stack([np.eye(len(at), dtype=np.float32) * 50] * 2)


def _show(drafts: Sequence[Draft]) -> list[tuple[list[_Place], _Place | None, _Place | None]]:
    """Content, cue and source of drafts in numbers of pieces."""

    def count(span: Span) -> _Place:
        return span.start // 4, (span.end + 1) // 4

    return [
        (
            [count(part.span) for part in draft.content],
            count(draft.cue.span) if draft.cue else None,
            count(draft.source.span) if draft.source else None,
        )
        for draft in drafts
    ]


def _decode(outer: str, inner: str | None = None, *, pieces: Pieces | None = None) -> list[Draft]:
    return decode(pieces or _make_pieces(len(outer)), [_window(outer, inner)], _link_nearest)


def test_source_cue_and_content_belong_together() -> None:
    """Each run of tags is a span, and arcs tie content to cue and cue to source."""
    assert [([(3, 6)], (2, 3), (0, 2))] == _show(_decode("SsCQqq."))


def test_interrupted_content_is_one_draft() -> None:
    """Two contents that hang on one cue are two parts of one attribution."""
    assert [([(0, 2), (4, 6)], (3, 4), (2, 3))] == _show(_decode("QqSCQq"))


def test_content_without_cue_stands_alone() -> None:
    """A content that hangs on nothing has neither cue nor source."""
    drafts = decode(_make_pieces(4), [_window("SCQq")], _link_self)

    assert [([(2, 4)], None, None)] == _show(drafts)


def test_cue_without_source() -> None:
    """A cue that hangs on nothing has no source."""
    assert [([(1, 3)], (0, 1), None)] == _show(_decode("CQq."))


def test_cue_without_content_gives_nothing() -> None:
    """Somebody speaks, but nothing is told of what is said."""
    assert [] == _decode("SC..")


@each_case("outer", ["", "....", "SsCc"])
def test_no_content_no_draft(outer: str) -> None:
    """Without content there is nothing to attribute."""
    assert [] == _decode(outer)


def test_two_speakers_share_one_source() -> None:
    """Two cues may hang on the same source."""
    assert [([(2, 3)], (1, 2), (0, 1)), ([(4, 5)], (3, 4), (0, 1))] == _show(_decode("SCQCQ"))


def test_new_beginning_ends_a_run() -> None:
    """A second beginning tag opens a span of its own."""
    assert [(0, 2), (2, 4)] == _show(_decode("QqQqC"))[0][0]


def test_paragraph_ends_a_run() -> None:
    """A content that begins anew with the paragraph is cut there, if its tag may begin."""
    drafts = _decode("QqQqC", pieces=_make_pieces(5, firsts=(0, 2)))

    assert [(0, 2), (2, 4)] == _show(drafts)[0][0]


def test_word_is_never_split() -> None:
    """A span holds whole words: the pieces of a word decide together."""
    drafts = _decode("SCQqq.", pieces=_make_pieces(6, goes_on=(5,)))

    assert [(2, 6)] == _show(drafts)[0][0]


def test_inner_attributions_stand_inside_contents_only() -> None:
    """What the inner tags say outside of any content is left out; what they say inside comes last."""
    drafts = _decode("SC.Qqqqqqq.", "SCQ..SCQq.q")

    assert [([(3, 10)], (1, 2), (0, 1)), ([(7, 9)], (6, 7), (5, 6))] == _show(drafts)
    assert [False, True] == [draft.inner for draft in drafts]


def test_inner_content_without_cue_is_dropped() -> None:
    """Who reports inside of a report is signalled there: without an inner cue there is no inner attribution."""
    drafts = _decode("SCQqqqqq", "..SQq...")

    assert [([(2, 8)], (1, 2), (0, 1))] == _show(drafts)


def test_inner_attribution_does_not_hang_on_a_cue_in_another_content() -> None:
    """A content inside of one report is not told by a cue inside of another."""
    drafts = _decode("SCQqqSCQqq", "...C....Qq")

    assert [False, False] == [draft.inner for draft in drafts]


def test_linker_is_told_the_paragraphs() -> None:
    """Pieces of one paragraph have one number, those of the next the next one."""
    told: list[list[int]] = []

    def link(states: NDArray[np.float32], at: NDArray[np.int64], paragraphs: NDArray[np.int64]) -> NDArray[np.float32]:
        told.append((paragraphs - paragraphs[0]).tolist())
        return _link_nearest(states, at, paragraphs)

    decode(_make_pieces(6, firsts=(0, 3)), [_window("SCQSCQ")], link)

    assert [0, 0, 0, 1, 1, 1] == told[0]


def test_windows_are_put_together() -> None:
    """A content that goes on from one window into the next is one span."""
    drafts = decode(_make_pieces(8), [_window("SCQq"), _window("qqq.", start=4)], _link_nearest)

    assert [([(2, 7)], (1, 2), (0, 1))] == _show(drafts)


def test_scores_are_the_models() -> None:
    """A part's role score is the mean probability of its role."""
    (draft,) = _decode("SCQq")

    # Each piece has 0.94 on its own tag and 0.01 on the other tag of its role.
    assert [0.95] == [pytest.approx(part.role_score, abs=1e-4) for part in draft.content]


def test_link_score_is_a_share() -> None:
    """Between two cues that are as near, the arc has half of the probability."""
    (draft,) = _decode("C.Q.C")

    assert 0.5 == pytest.approx(draft.content[0].link_score, abs=1e-3)


def test_arcs_do_not_reach_beyond_a_window() -> None:
    """A cue farther off than a window is long is no cue of that content."""
    tags = "C" + "." * REACH + "Q"

    drafts = decode(_make_pieces(len(tags)), [_window(tags)], _link_nearest)

    assert [([(REACH + 1, REACH + 2)], None, None)] == _show(drafts)


def test_long_text_gives_what_its_parts_give() -> None:
    """Arcs that are held against one another in stretches tie the same spans as in a short text."""
    drafts = _decode("SCQq.." * 1_000)

    expected = [([(n + 2, n + 4)], (n + 1, n + 2), (n, n + 1)) for n in range(0, 6_000, 6)]
    assert expected == _show(drafts)


def test_states_are_held_for_a_stretch_only() -> None:
    """What the windows say is used while they go by: of a long text only the states near the last window are held."""
    count, length = 100, 60
    outer, inner = "SCQqqqqqqqqq" * (length // 12), "...SCQ......" * (length // 12)
    held: list[weakref.ref[NDArray[np.float32]]] = []
    most = 0

    def list_windows() -> Iterator[Scored]:
        nonlocal most
        for n in range(count):
            most = max(most, sum(states() is not None for states in held))
            window = _window(outer, inner, start=n * length)
            states = _TracedStates(window.states, held)
            yield Scored(window.window, window.outer, window.inner, cast("NDArray[np.float32]", states))

    pieces = _make_pieces(count * length, firsts=range(0, count * length, length))
    drafts = decode(pieces, list_windows(), _link_nearest)

    whole = decode(pieces, [_window(outer * count, inner * count)], _link_nearest)
    assert whole == drafts
    # Of every second piece: arcs and their ends lag behind by twice the reach, for outer and inner runs, and look back.
    assert 2 * most < 5 * REACH + 2 * length < len(pieces)


@pytest.mark.cpu_limit(3)
def test_time_grows_with_the_text() -> None:
    """A thousand attributions take a moment."""
    tags = "SCQq.." * 1_000
    pieces, window = _make_pieces(len(tags)), _window(tags)

    assert decode(pieces, [window], _link_nearest)


# ---- the path through a paragraph


def _is_lawful(path: Sequence[int]) -> bool:
    """Whether each tag that goes on with a run follows on one of that run."""
    return all(tag not in {2, 4, 6} or before in {tag - 1, tag} for before, tag in zip([0, *path], path, strict=False))


def test_run_goes_on_only_where_it_has_begun() -> None:
    """The likeliest tag of each word by itself is no path: the first word cannot go on with anything."""
    rows = np.log(np.asarray([[0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.7]] * 2))

    assert [5, 6] == find_path(rows.tolist(), [False] * len(rows))


def test_path_may_give_up_a_likely_word_for_the_rest() -> None:
    """A word that is likely a content by itself is a source where the words after it are sure to go on with one."""
    rows = np.log(np.asarray([[0.1, 0.4, 0.01, 0.01, 0.01, 0.46, 0.01], *[[0.01, 0.01, 0.94, *[0.01] * 4]] * 2]))

    assert [1, 2, 2] == find_path(rows.tolist(), [False] * len(rows))


@given(st.lists(st.lists(st.floats(-16, 0), min_size=7, max_size=7), min_size=1, max_size=60))
def test_path_is_lawful(rows: list[list[float]]) -> None:
    """Whatever the scores, each word has a tag, and no run goes on that has not begun."""
    path = find_path(rows, [False] * len(rows))

    assert len(rows) == len(path)
    assert _is_lawful(path)


@given(st.lists(st.lists(st.floats(-16, 0), min_size=7, max_size=7), min_size=1, max_size=3))
@settings(max_examples=25, deadline=None)
def test_path_is_the_best_of_all_lawful_ones(rows: list[list[float]]) -> None:
    """No lawful path has a greater sum of scores."""
    lawful = (path for path in itertools.product(range(7), repeat=len(rows)) if _is_lawful(path))
    best = max(sum(row[tag] for row, tag in zip(rows, path, strict=True)) for path in lawful)

    found = sum(row[tag] for row, tag in zip(rows, find_path(rows, [False] * len(rows)), strict=True))

    assert best == pytest.approx(found)


def test_content_hardly_ends_where_words_break_off() -> None:
    """A word that is a little likelier outside still belongs to a content that would end with “on” or “1.”."""
    rows = np.log(np.asarray([[0.02, 0.02, 0.02, 0.02, 0.02, 0.88, 0.02], [0.6, 0.01, 0.01, 0.01, 0.01, 0.01, 0.35]]))

    assert [5, 0] == find_path(rows.tolist(), [False, False])
    assert [5, 6] == find_path(rows.tolist(), [False, True])


def test_sure_content_ends_where_words_break_off() -> None:
    """It may, where the model is sure: “a question of | she did not say”."""
    rows = np.log(np.asarray([[0.02, 0.02, 0.02, 0.02, 0.02, 0.88, 0.02], [0.93, 0.01, 0.01, 0.01, 0.01, 0.01, 0.02]]))

    assert [5, 0] == find_path(rows.tolist(), [False, True])


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("a debt of 94.7 million", ["debt", "94", ".", "7"]),
        ("closed at 1,200", ["1", ",", "200"]),
        ("It cost $5. 2 died", []),
        ("was told that “it floats”", ["told"]),
        ("It rains on\nweekends, and\n\n5 swim", []),
        ("Cod is to The Hague", ["to", "The", "Hague"]),
    ],
)
def test_words_break_off_behind_small_words_and_in_numbers(text: str, broken: list[str]) -> None:
    """Not before a mark of quotation, and not at the end of a line."""
    layout = lay_out(Article("a", text))
    pieces = _cut_words(layout)

    found = find_bounds(layout, pieces, sources=True).breaks

    assert broken == [text[pieces.starts[n] : pieces.ends[n]] for n in np.flatnonzero(found)]


def _cut_words(layout: Layout) -> Pieces:
    """The words and marks of a text as pieces."""
    words = [Span(*found.span()) for found in re.finditer(r"[\w’]+|[^\w\s]", layout.text)]
    firsts = [next(n for n, word in enumerate(words) if word.start >= line.start) for line in layout.lines]
    return replace(
        _make_pieces(len(words), firsts=firsts),
        starts=np.array([word.start for word in words]),
        ends=np.array([word.end for word in words]),
    )


def _decode_text(
    text: str, outer: str, link: Link = _link_nearest, *, sure: float = 0.94
) -> list[tuple[list[str], str | None, str | None]]:
    """Drafts of a text whose words have these tags, with arcs to the nearest, by the guide's bounds."""
    layout = lay_out(Article("a", text))
    pieces = _cut_words(layout)
    assert len(pieces) == len(outer)
    drafts = decode(pieces, [_window(outer, sure=sure)], link, find_bounds(layout, pieces, sources=True))
    return [
        (
            [part.span.of(text) for part in draft.content],
            draft.cue.span.of(text) if draft.cue else None,
            draft.source.span.of(text) if draft.source else None,
        )
        for draft in drafts
    ]


def test_words_of_another_sentence_do_not_belong_to_a_cue() -> None:
    """Without marks, words of the next sentence or paragraph have no part in what somebody said."""
    text = "She said it floats. It rained.\n\nHome and garden"

    drafts = _decode_text(text, "SCQq.Qq.Qqq")

    assert (["it floats"], "said", "She") in drafts
    assert all(cue is None for content, cue, _ in drafts if content != ["it floats"])


def test_quotation_in_the_next_sentence_belongs_to_a_cue() -> None:
    """Words in marks go on in the next sentence."""
    drafts = _decode_text("“It floats,” she said. “It does.”", "QqqqqSC.Qqqqq")

    assert [(["“It floats,”", "“It does.”"], "said", "she")] == drafts


@pytest.mark.parametrize("text", ["Moss wrote:\n\nIt floats", "Moss wrote:\n• It floats"])
def test_paragraph_after_a_colon_belongs_to_a_cue(text: str) -> None:
    """A colon at its end leads the next paragraph in, and the lines of a list."""
    drafts = _decode_text(text, "SC." + ("." if "•" in text else "") + "Qq")

    assert [(["It floats"], "wrote", "Moss")] == drafts


def test_second_line_of_a_list_belongs_to_a_cue() -> None:
    """What leads in a list leads in each of its lines."""
    drafts = _decode_text("Moss wrote:\n• It floats\n• It sinks", "SC..Qq.Qq")

    assert [(["It floats", "It sinks"], "wrote", "Moss")] == drafts


def test_post_is_signed_in_the_next_line() -> None:
    """A dash before a name at the beginning of the next line signs a paragraph."""
    drafts = _decode_text("It floats\n\n— Ida Moss", "QqCSs")

    assert [(["It floats"], "—", "Ida Moss")] == drafts


def test_source_stands_in_the_sentence_of_its_cue() -> None:
    """A name in the sentence before is no source."""
    drafts = _decode_text("Moss slept. Said it floats.", "S..CQq.")

    assert [(["it floats"], "Said", None)] == drafts


def test_left_over_cue_is_that_of_the_content_in_its_sentence() -> None:
    """Where the model finds a cue and a content in one sentence, each without the other, they belong together."""
    assert [(["it floats"], "said", None)] == _decode_text("It rained. Moss said it floats.", "....CQq.", _link_self)


def test_left_over_source_is_that_of_the_content_in_its_sentence() -> None:
    """A source that no cue has is that of the words beside it, not of those in the next sentence."""
    drafts = _decode_text("Moss: “It floats.” It rained. “It sinks.”", "S.QqqqqQqqQqqqq", _link_self)

    assert (["“It floats.”"], None, "Moss") in drafts
    assert [None, None] == [source for content, _, source in drafts if content != ["“It floats.”"]]


def test_doubtful_left_over_is_left() -> None:
    """A cue that is hardly likelier than none is no cue of words that the model left alone."""
    doubtful, likely = (_decode_text("Moss said it floats.", "CCQq.", _link_self, sure=sure) for sure in (0.25, 0.3))

    assert ([None], ["said"]) == ([cue for _, cue, _ in doubtful], [cue for _, cue, _ in likely])


@pytest.mark.cpu_limit(6)
def test_time_grows_with_what_is_left_over() -> None:
    """In a sentence of thousands of cues and contents that hang on nothing, each content finds the cue beside it."""
    count = 2_000

    drafts = _decode_text("said rain " * count, "CQ" * count, _link_self)

    assert [(["rain"], "said", None)] * count == drafts
