"""The features by which it is judged how sure a speaker is."""

from __future__ import annotations

from typing import Any

import pytest

from sayso.analyse.resolve.entities import Entity
from sayso.analyse.resolve.rank import describe_trust
from sayso.statement import Kind, Place, Statement
from sayso.text import Span

from .conftest import ReadMarks
from .each_case import each_case
from .test_resolve import Resolved

TALK = (
    "[S1 Ada Moss of the Kelp Trust] [C1 said] [Q1 it rained]. Tom Oats heard it. "
    "[Q2 “Cold,”] [S2 he] [C2 added]. [Q3 “Very cold.”]"
)
PAGE = (
    "[S1 Moss wins], [C1 says] [Q1 it]\n\n[Q2 “I won,”] [C2 said] [S2 the old sailor, Ada Moss]. "
    "[S3 She] [C3 said that] [Q3 [S4 two bakers] [C4 saw] [Q4 it]]. [S5 A report] [C5 found] [Q5 it so]."
)
KNOWN: dict[str, float] = {"bias": 1, "score": 0.55}
MOSS: dict[str, float] = {**KNOWN, "named": 1, "evident": 1}
ALONE: dict[str, float] = {"cue_gap": 0.14, "content_gap": 0.14}


@pytest.mark.parametrize(
    ("marked", "features"),
    [
        (
            TALK,
            [
                {
                    **MOSS,
                    **ALONE,
                    "name": 1,
                    "no_choice": 1,
                    "count": 0.23,
                    "tagged_person": 1,
                    "source_chars": 0.66,
                    "names_in": 0.33,
                },
                {
                    **MOSS,
                    **ALONE,
                    "pronoun": 1,
                    "several": 0.37,
                    "direct": 1,
                    "count": 0.23,
                    "named_pronoun": 1,
                    "tagged_person": 1,
                    "source_chars": 0.22,
                },
                {
                    **MOSS,
                    "none": 1,
                    "several": 0.54,
                    "direct": 1,
                    "no_cue": 1,
                    "count": 0.23,
                    "named_none": 1,
                    "tagged_person": 1,
                },
            ],
        ),
        (
            PAGE,
            [
                {
                    **MOSS,
                    **ALONE,
                    "name": 1,
                    "no_choice": 1,
                    "direct": 1,
                    "surname": 1,
                    "count": 0.37,
                    "tagged_person": 0.5,
                    "source_chars": 0.64,
                    "name_at": 0.57,
                    "source_last": 1,
                },
                {
                    **MOSS,
                    **ALONE,
                    "pronoun": 1,
                    "several": 0.37,
                    "surname": 1,
                    "count": 0.37,
                    "named_pronoun": 1,
                    "tagged_person": 0.5,
                    "source_chars": 0.28,
                },
                {
                    **KNOWN,
                    **ALONE,
                    "nominal": 1,
                    "several": 0.23,
                    "nested": 1,
                    "group": 1,
                    "unnamed_nominal": 1,
                    "source_chars": 0.48,
                },
                {
                    **KNOWN,
                    **ALONE,
                    "nominal": 1,
                    "several": 0.23,
                    "document": 1,
                    "unnamed_nominal": 1,
                    "source_chars": 0.44,
                },
                {
                    **KNOWN,
                    "nominal": 1,
                    "several": 0.23,
                    "headline": 1,
                    "group": 1,
                    "unnamed_nominal": 1,
                    "source_chars": 0.46,
                    "cue_gap": 0.22,
                    "content_gap": 0.14,
                },
            ],
        ),
        (
            "[S1 Ada Moss] [C1 said] [Q1 it rained].",
            [{**MOSS, **ALONE, "name": 1, "no_choice": 1, "count": 0.23, "tagged_person": 1, "source_chars": 0.44}],
        ),
    ],
)
def test_how_sure_a_speaker_is_depends_on_just_these(
    marked: str, features: list[dict[str, float]], read_marks: ReadMarks, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The weights were fitted with them; shares of candidates, which other weights give, are left out."""
    seen: list[dict[str, float]] = []

    def note(*given: Any) -> dict[str, float]:  # noqa: ANN401
        values = describe_trust(*given)
        chosen = ("margin", "share_", "link_")
        seen.append({it: round(n, 2) for it, n in values.items() if not it.startswith(chosen)})
        return values

    monkeypatch.setattr("sayso.analyse.resolve.describe_trust", note)
    Resolved(read_marks(marked), has_title="\n" in marked)

    assert seen == features


@each_case(("label", "names"), [("A 12", False), ("Birch", True)])
def test_label_of_more_than_four_letters_names_its_speaker(label: str, names: bool) -> None:
    """A turn under "A 12" is anybody's answer; one under "Birch" is hers."""
    at = len(label)
    said = Statement("s1", Kind.DIRECT, Place.BODY, (Span(at + 2, at + 9),), (), (Span(0, at),), 0.9, turn=True)

    assert ("turn_label" in describe_trust(said, None, Entity(description=label), ())) is names
