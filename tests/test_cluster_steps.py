"""What the timeline of an utterance says: which passage is shorter, and what differs where dates decide nothing."""

from __future__ import annotations

from dataclasses import replace

from sayso.match import Op
from sayso.report.cluster_steps import Step, find_step, list_inner, list_starts
from sayso.text import Span

from .test_trace import make, trace_one

_SAID = "“The harbour bridge of Oxley was never safe, and the council knew it,”"
_CUT = "“The harbour bridge of Oxley was never safe,”"


def find_steps(*passages: tuple[str, str]) -> dict[int, Step]:
    """The steps to passages of which the words and the day are given."""
    cluster = trace_one(*(make(f"a{n}", words, day=day) for n, (words, day) in enumerate(passages)))
    return {number: find_step(cluster, number, start) for number, start in list_starts(cluster).items()}


def test_which_of_two_is_cut_is_said() -> None:
    late = "2031-04-07"

    assert "truncated" == find_steps((_SAID, "2031-04-05"), (_CUT, late))[1].change
    assert "fuller" == find_steps((_CUT, "2031-04-05"), (_SAID, late))[1].change
    row = "Nobody repaired the rusted cables of the harbour bridge in eleven winters"
    before, behind = f"“Ferries came first. {row},”", f"“{row}. Our grandparents paid,”"
    assert "cut differently" == find_steps((before, "2031-04-05"), (behind, late))[1].change


def test_where_dates_do_not_decide_the_difference_is_still_shown() -> None:
    """Without a claim about which came from which."""
    (step,) = find_steps((_SAID, "2031-04-05"), (_SAID.replace("never", "hardly"), "2031-04-05")).values()

    assert (step.is_beside, step.is_tie, step.change) == (True, True, "altered")
    assert [piece for piece in step.pieces if piece[0] is not Op.EQUAL] == [(Op.REPLACE, "never", "hardly")]


def test_neighbouring_changes_are_one() -> None:
    """Small words that both happen to have do not break a change into pieces."""
    words = "“The harbour bridge of Oxley was never safe for the boats of the fishermen in the bay,”"
    other = words.replace("boats of the fishermen in", "ships in the fog of")
    (step,) = find_steps((words, "2031-04-05"), (other, "2031-04-06")).values()
    changed = [piece[1:] for piece in step.pieces if piece[0] is not Op.EQUAL]

    assert changed == [("boats of the fishermen in", "ships in the fog of")]


def test_words_given_to_another_speaker_on_the_same_day_are_named() -> None:
    one = make("a", _SAID, speaker="Anna Roth", speaker_key="roth")
    other = make("b", _SAID, speaker="Ben Oduya", speaker_key="oduya")
    cluster = trace_one(one, other)

    assert find_step(cluster, 1, list_starts(cluster)[1]).is_other_speaker


def test_a_passage_is_shown_beside_one_of_the_same_speaker() -> None:
    """Where a statement stands within another one, the article has the words twice, of two speakers."""
    outer = make("a", f"a report said that {_SAID}", speaker="Report", speaker_key="report", kind="mixed")
    inner = make("a", _SAID, speaker="Anna Roth", speaker_key="roth")
    cluster = trace_one(outer, inner, make("b", _SAID, speaker="Anna Roth", speaker_key="roth"))
    number = next(n for n, it in enumerate(cluster.passages) if it.article == "b")

    assert not find_step(cluster, number, list_starts(cluster)[number]).is_other_speaker


def test_a_statement_within_another_one_is_a_part_of_it() -> None:
    """The same words in another article, or the same stretch again, are none."""
    outer = make("a", f"a report said that {_SAID}", kind="mixed")
    inner = replace(make("a", _SAID), statement="s2", spans=(Span(19, 19 + len(_SAID)),))
    cluster = trace_one(outer, inner, make("b", _SAID))
    (number,) = list_inner(cluster)

    assert ("s2", "s1") == tuple(cluster.passages[n].statement for n in (number, list_inner(cluster)[number]))
