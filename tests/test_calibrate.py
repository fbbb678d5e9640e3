"""From what is known of an attribution to a probability."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.analyse.attribute import Attribution
from sayso.analyse.calibrate import FEATURES, SIGNED, TURN, describe, score, weigh
from sayso.analyse.decode import Draft, Part
from sayso.statement import Kind, Place
from sayso.text import Span

_ALONE = Draft((Part(Span(0, 9), 0.9),), None, None, inner=False)
_CUED = Draft((Part(Span(0, 9), 0.9),), Part(Span(10, 14), 0.9), None, inner=False)


def _features(attribution: Attribution, scheme: str = "guide") -> dict[str, float]:
    return dict(zip(FEATURES, describe(attribution, scheme), strict=True))


def _make(*drafts: Draft, kind: Kind = Kind.DIRECT, content: tuple[Span, ...] = (Span(0, 9),)) -> Attribution:
    return Attribution(content, (), (), kind, Place.BODY, drafts)


def test_features_of_a_drafted_attribution() -> None:
    """Probabilities become log-odds; what is there and what is not becomes 1 or 0."""
    draft = Draft((Part(Span(0, 9), 0.75, 0.5),), Part(Span(10, 14), 0.9, 0.8), Part(Span(15, 18), 0.6), inner=True)

    found = _features(_make(draft))

    expected = {"bias": 1, "content": math.log(3), "content_link": 0, "cue": math.log(9), "cue_link": math.log(4)}
    assert expected == pytest.approx({name: found[name] for name in expected})
    assert (1, 0, 0, 0, 1) == tuple(found[n] for n in ("direct", "mixed", "no_cue", "no_source", "inner"))


def test_features_of_a_content_alone() -> None:
    """A draft without cue and source says so; neither has an opinion of the model."""
    found = _features(_make(_ALONE))

    assert (1, 1) == (found["no_cue"], found["no_source"])
    assert (0, 0, 0) == tuple(found[name] for name in ("cue", "cue_link", "source"))


@pytest.mark.parametrize(
    ("scheme", "draft", "expected"), [("guide", 0, (1, 1)), ("guide", 1, (1, 0)), ("polnear", 0, (0, 0))]
)
def test_features_of_the_scheme(scheme: str, draft: int, expected: tuple[float, float]) -> None:
    """The guide is known, and a content without cue under it: there it may well be right."""
    found = _features(_make((_ALONE, _CUED)[draft]), scheme)

    assert expected == (found["guide"], found["guide_no_cue"])


@pytest.mark.parametrize(
    ("scheme", "turn", "cue", "expected"),
    [
        ("guide", True, (), TURN),
        ("polnear", True, (Span(9, 10),), TURN),
        ("guide", False, (Span(9, 10),), SIGNED),
        ("polnear", False, (Span(9, 10),), SIGNED),
        ("guide", False, (), 0.7),
        ("polnear", False, (), 0.05),
    ],
)
def test_what_a_rule_found_has_a_fixed_score(scheme: str, turn: bool, cue: tuple[Span, ...], expected: float) -> None:
    """Turns, signed quotations and quotations that stand alone have scores of their own, whatever the weights."""
    found = Attribution((Span(0, 9),), cue, (), Kind.DIRECT, Place.BODY, turn=turn)

    assert expected == score(found, scheme, {"bias": -30.0})


def test_turn_that_the_model_drafted_has_the_score_of_a_turn() -> None:
    """It is the rule that makes it a turn; the draft is its evidence alone."""
    found = Attribution((Span(0, 9),), (), (), Kind.DIRECT, Place.BODY, (_ALONE,), turn=True)

    assert TURN == score(found, "guide", {"bias": -30.0})


def test_what_the_model_drafted_is_weighed() -> None:
    """Its score is the probability that the weights give."""
    assert round(1 / (1 + math.exp(-2)), 4) == score(_make(_CUED), "polnear", {"bias": 2.0})


def test_lone_quotation_of_the_model_is_a_statement_to_the_guide() -> None:
    """A quotation that the model gave without a cue has the score of such quotations; PolNeAR's has what is weighed."""
    found = _make(_ALONE)

    assert 0.7 == score(found, "guide", {"bias": -30.0})
    assert 0.0 == score(found, "polnear", {"bias": -30.0})


def test_least_sure_part_counts() -> None:
    """Of several parts the least sure one is known, and that there are several."""
    parts = (Part(Span(0, 9), 0.9), Part(Span(20, 29), 0.75))

    found = _features(_make(Draft(parts, None, None, inner=False), content=(Span(0, 9), Span(20, 29))))

    assert [math.log(3), 1] == pytest.approx([found["content_least"], found["parts"]])


def test_weights_by_name() -> None:
    """Each weight meets the feature of its name; a name without a weight counts nothing."""
    features = describe(_make(_ALONE, kind=Kind.MIXED), "guide")

    assert 0.5 == weigh(features, {})
    assert round(1 / (1 + math.exp(-2)), 4) == weigh(features, {"mixed": 2.0, "direct": 5.0})


def test_certainty_is_bounded() -> None:
    """A probability of exactly 0 or 1 from the model is taken as very sure, not as infinite."""
    sure = Draft((Part(Span(0, 9), 1.0, 1.0),), Part(Span(1, 2), 0.0, 0.0), None, inner=False)

    found = describe(_make(sure), "guide")

    assert all(math.isfinite(value) for value in found)


@given(st.lists(st.floats(-1e6, 1e6), min_size=len(FEATURES), max_size=len(FEATURES)), st.floats(-1e6, 1e6))
def test_score_is_a_probability(features: list[float], weight: float) -> None:
    """Whatever the weights, the score lies between 0 and 1 and has four places."""
    score = weigh(features, dict.fromkeys(FEATURES, weight))

    assert 0 <= score <= 1
    assert round(score, 4) == score
