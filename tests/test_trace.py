"""Passages with the same words are one utterance; what was changed, and who had it first."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.cluster import Cluster, Occurrence
from sayso.match import Change
from sayso.text import Span
from sayso.trace import Traced, list_matches, trace_passages
from sayso.trace.candidates import MOST_HOLDERS, pair_holders
from sayso.trace.judge import judge
from sayso.trace.keys import list_keys
from sayso.trace.wordings import Wordings

from .each_case import each_case

_SAID = "“The harbour bridge of Oxley was never safe, and the council knew it,”"


def make(
    article: str, *pieces: str, kind: str = "direct", day: str | None = "2031-04-05", **more: object
) -> Occurrence:
    """A passage in an article of its own."""
    start, spans = 0, []
    for piece in pieces:
        spans.append(Span(start, start + len(piece)))
        start += len(piece) + 9
    dates = {} if day is None else {"published": day, "first": f"{day}T00:00:00", "last": f"{day}T23:59:59"}
    return Occurrence(article, "s1", tuple(spans), pieces, kind, **dates, **more)  # type: ignore[arg-type]


def trace_one(*passages: Occurrence) -> Cluster:
    """The only cluster of these passages."""
    traced = trace_passages(passages)
    assert len(traced.clusters) == 1
    return traced.clusters[0]


def find_label(one: str, other: str, kinds: tuple[str, str] = ("direct", "direct")) -> Change | None:
    """What became of the words between two articles; None if they are not one utterance."""
    passages = make("a", one, kind=kinds[0]), make("b", other, kind=kinds[1], day="2031-04-06")
    clusters = trace_passages(passages).clusters
    return clusters[0].pairs[0][2] if clusters else None


@each_case(
    ("other", "label"),
    [
        (_SAID, Change.VERBATIM),
        ("'The Harbour Bridge of Oxley was never safe - and the council knew it.'", Change.VERBATIM),
        ("“The harbour bridge of Oxley was never safe,”", Change.TRUNCATED),
        ("“The harbour bridge of Oxley was never safe, and a council knew it,”", Change.MINOR),
        ("“The harbour bridge of Oxley was never safe, and the mayor knew it,”", Change.ALTERED),
        ("“The harbour bridge of Oxley was … safe, and the council knew it,”", Change.ALTERED),
        ("“The harbour bridge … was never safe, and the council knew it,”", Change.ELIDED),
        ("“Ask anybody here. The harbour bridge of Oxley was never safe,”", Change.TRUNCATED),
        ("“Well, the harbour bridge of Oxley was never safe, and the council slept,”", Change.ALTERED),
        ("“Nobody says that the harbour bridge of Oxley was never safe,”", Change.ALTERED),
    ],
)
def test_the_change_between_two_articles_is_named(other: str, label: Change) -> None:
    assert find_label(_SAID, other) is label


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "“The harbour bridge of Oxley was never safe,”",
            "“The harbour bridge of Oxley looks splendid at dawn, with lanterns on its cables,”",
        ),
        ("“We are proud,”", "“We are proud,”"),
        ("“I do not know,”", "“I do not know,”"),
    ],
)
def test_few_words_in_common_are_no_utterance(one: str, other: str) -> None:
    assert find_label(one, other) is None


def test_indirect_words_must_be_nearly_the_same() -> None:
    told = "that the Oxley harbour bridge had been unsafe for eleven winters and nobody repaired its cables"
    nearly = "the Oxley harbour bridge was unsafe for eleven winters and nobody had repaired its cables"
    half = "that the Oxley harbour bridge would be closed while engineers replace rusted girders"

    assert find_label(told, nearly, ("indirect", "indirect")) in {Change.MINOR, Change.ALTERED}
    assert find_label(told, half, ("indirect", "indirect")) is None


def test_common_words_are_found_in_a_longer_quotation() -> None:
    """None of them is rare, so that no few of them in a row lead to it."""
    short = "“We should have been told what they already knew about it,”"
    long = "“The lighthouse keeper asked for paint. We should have been told what they already knew about it. He left,”"

    assert find_label(short, long) is Change.TRUNCATED


def test_a_saying_that_goes_on_in_another_way_is_another_utterance() -> None:
    one = "“There is a special place in the sun for those who paint their boats,”"

    assert find_label(one, "“There is a special place in the sun for lazy goats,”") is None


def test_a_quotation_in_the_other_spelling_is_found() -> None:
    one = "“I realise that the labour of our neighbours counts,”"

    assert find_label(one, "“I realize that the labor of our neighbors counts,”") is not None


def test_what_nobody_quotes_may_differ_more_within_three_days() -> None:
    """After that somebody else may say as much of the same matter."""
    one = "that the keeper of the Oxley lighthouse carried a lantern into the flooded cellar and slipped on its stairs"
    other = "the keeper of the Oxley lighthouse took a lantern to the flooded cellar, and then fell from its stairs"
    passages = [make("a", one, kind="indirect"), make("b", other, kind="indirect", day="2031-04-07")]
    late = replace(passages[1], first="2031-04-20T00:00:00", last="2031-04-20T23:59:59")

    assert len(trace_passages(passages).clusters) == 1
    assert not trace_passages([passages[0], late]).clusters


def test_so_few_words_are_one_utterance_only_within_some_weeks() -> None:
    words = "“We wanted to control the lighthouse,”"

    assert len(trace_passages([make("a", words), make("b", words, day="2031-04-20")]).clusters) == 1
    assert not trace_passages([make("a", words), make("b", words, day="2032-04-20")]).clusters


def test_many_words_are_one_utterance_whenever_they_come() -> None:
    assert trace_one(make("a", _SAID), make("b", _SAID, day="2041-01-01")).earliest == (0,)


def test_an_article_that_repeats_itself_is_no_cluster() -> None:
    passages = [make("a", _SAID), replace(make("a", _SAID), statement="s2", spans=(Span(200, 271),))]

    assert not trace_passages(passages).clusters


def test_what_everybody_says_is_a_phrase() -> None:
    passages = [make(f"a{n}", _SAID, speaker=f"Speaker {n}", speaker_key=f"p{n}") for n in range(6)]
    traced = trace_passages(passages)

    assert (traced.clusters, traced.phrases) == ((), 1)


def test_the_earliest_are_those_before_which_none_is_known_to_be() -> None:
    """Two of one day are a tie; one whose date is not known stands apart, at the end."""
    found = trace_one(
        make("c", _SAID, day=None), make("b", _SAID), make("d", _SAID, day="2031-04-07"), make("a", _SAID)
    )

    assert [passage.article for passage in found.passages] == ["a", "b", "d", "c"]
    assert found.earliest == (0, 1)


def test_a_month_may_be_before_any_of_its_days() -> None:
    month = replace(make("m", _SAID), published="2031-04", first="2031-04-01T00:00:00", last="2031-04-30T23:59:59")

    assert trace_one(month, make("b", _SAID)).earliest == (0, 1)


def test_words_come_from_the_earlier_article_whose_words_are_nearest() -> None:
    whole = make("a", _SAID)
    cut = make("b", "“The harbour bridge of Oxley was never safe,”", day="2031-04-06")
    again = make("c", "“The harbour bridge of Oxley was never safe.”", day="2031-04-07")
    edges = trace_one(whole, cut, again).edges

    assert [(edge.start, edge.end, edge.change) for edge in edges] == [
        (0, 1, Change.TRUNCATED),
        (1, 2, Change.VERBATIM),
    ]


def test_a_cluster_of_very_many_wordings_is_traced_back_to_the_first_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sayso.trace.lineage._MOST_COMPARED", 2)
    words = ("never", "hardly", "rarely", "rarely")
    passages = [make(f"a{n}", _SAID.replace("never", word), day=f"2031-04-0{n + 1}") for n, word in enumerate(words)]

    assert [(edge.start, edge.end) for edge in trace_one(*passages).edges] == [(0, 1), (0, 2), (0, 3)]


def test_an_article_that_names_its_carrier_states_where_the_words_come_from() -> None:
    """It may be of the same day, and nearer words elsewhere do not count."""
    passages = (
        make("a", _SAID, outlet="The Wold Bell"),
        make("b", "“The harbour bridge of Oxley was never safe,”", outlet="Oxley Herald"),
        make("c", _SAID, outlet="Radio Delta", carriers=(("c1", "the Oxley Herald", "report"),)),
    )
    edges = trace_one(*passages).edges

    assert [(edge.start, edge.end, edge.evidence, edge.carrier) for edge in edges] == [(1, 2, "stated", "c1")]


def test_copies_of_one_report_are_one_witness() -> None:
    wire = (("c1", "AP", "wire"),)
    passages = (
        make("a", _SAID, carriers=wire),
        make("b", _SAID, carriers=(("c4", "Associated Press", "wire"),)),
        make("c", _SAID, copy="x"),
        make("d", _SAID, copy="x"),
        make("e", _SAID),
    )

    assert trace_one(*passages).witnesses == 3


def test_articles_with_most_passages_in_the_same_words_are_one_witness() -> None:
    """Syndicated copies name nobody, and their texts differ in a line or two."""
    others = ("“Nobody repaired its cables in eleven winters,”", "“The admiral wanted the lighthouse painted,”")
    passages = [make(article, words) for article in "ab" for words in (_SAID, *others)]
    found = trace_passages([*passages, make("c", _SAID)]).clusters

    assert sorted(cluster.witnesses for cluster in found) == [1, 1, 2]


def test_words_given_to_somebody_else_are_named() -> None:
    one = make("a", _SAID, speaker="Anna Roth", speaker_key="roth")
    other = make("b", _SAID, speaker="Ben Oduya", speaker_key="oduya", day="2031-04-06")

    assert [edge.is_other_speaker for edge in trace_one(one, other).edges] == [True]


def test_the_transcript_is_the_root() -> None:
    """Even if it was published later than the articles that quote it."""
    talk = make("talk", _SAID, day="2031-04-07", is_transcript=True)
    report = make("a", "“The harbour bridge of Oxley was never safe,”")
    found = trace_one(report, talk)

    assert (found.root, [(edge.start, edge.end) for edge in found.edges], found.earliest) == (1, [(1, 0)], (0,))


def test_a_long_quotation_joins_its_parts_and_parts_do_not_join_others() -> None:
    """Two outlets cut one speech at different places; a third phrase that shares a few words stays out."""
    one = "“The harbour bridge of Oxley was never safe,”"
    two = "“Nobody repaired its rusted cables in eleven winters,”"
    other = "“Nobody repaired the lighthouse, which the admiral wanted painted,”"
    passages = [make("a", one), make("b", two), make("c", one[:-2] + ". " + two[1:]), make("d", other)]

    assert [passage.article for passage in trace_one(*passages).passages] == ["a", "b", "c"]


def test_places_of_a_difference_count_in_the_articles() -> None:
    one, other = make("a", _SAID), make("b", "“The harbour bridge", "of Oxley was ever safe,”", day="2031-04-06")
    match = next(iter(list_matches(trace_one(one, other))))
    text = "“The harbour bridge#########of Oxley was ever safe,”"
    changed = [step for step in match.difference if step.op.value == "replace"]

    assert match.label is Change.ALTERED
    assert [(step.source.of(_SAID), step.quote.of(text)) for step in changed] == [("never", "ever")]


def test_the_order_of_passages_makes_no_difference() -> None:
    words = [_SAID, "“The harbour bridge of Oxley was never safe,”", "“Nobody repaired its rusted cables in winter,”"]
    passages = [make(f"a{n}", words[n % 3], day=f"2031-04-0{1 + n % 5}") for n in range(12)]
    expected = trace_passages(passages).clusters
    random.Random(7).shuffle(passages)  # noqa: S311  (an order, not a secret)

    assert trace_passages(passages).clusters == expected


@given(st.lists(st.tuples(st.text(max_size=60), st.sampled_from(["direct", "indirect", "mixed"])), max_size=8))
def test_any_text_is_traced(pieces: list[tuple[str, str]]) -> None:
    traced = trace_passages(make(f"a{n}", text, kind=kind) for n, (text, kind) in enumerate(pieces))

    assert isinstance(traced, Traced)


@given(st.text(alphabet="abc de.“”", max_size=80), st.text(alphabet="abc de.“”", max_size=80))
def test_whether_two_wordings_are_alike_does_not_depend_on_which_comes_first(one: str, other: str) -> None:
    wordings = Wordings()
    a, b = wordings.wordings[wordings.add([one], "mixed")], wordings.add([other], "mixed")

    assert judge(a, wordings.wordings[b]) == judge(wordings.wordings[b], a)


def test_what_too_many_wordings_share_is_counted() -> None:
    wordings = Wordings()
    for number in range(MOST_HOLDERS + 1):
        wordings.add([f"“lighthouse admiral rusted number{number}”"], "direct")
    keys, holders = list_keys(wordings)
    totals = [0] * len(wordings)
    for holder in holders.tolist():
        totals[holder] += 1
    found = pair_holders(keys, holders, np.array(totals))

    # “lighthouse admiral” and “admiral rusted”
    assert (len(found.first), found.dropped_keys) == (0, 2)
    assert found.dropped_pairs == 2 * (MOST_HOLDERS + 1) * MOST_HOLDERS // 2
