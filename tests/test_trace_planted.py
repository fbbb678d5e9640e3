"""Planted trees of articles that have their words from one another are found again (benchmarks/planted_trace.py)."""

from __future__ import annotations

from planted_trace import plant, score

from sayso.trace import trace_passages


def test_planted_trees_are_found() -> None:
    passages, planted = plant(50, 1)
    found = score(trace_passages(passages).clusters, planted)

    assert found["pair F1"] >= 0.95
    assert found["earliest right"] >= 0.95
    assert found["stated edges found"] >= 0.9
    assert found["edge P, any article with the parent's words"] >= 0.9
