"""What was measured of the model, in words."""

from __future__ import annotations

from sayso.counting import Measured

__all__ = ["describe_measured"]


def describe_measured(measured: Measured) -> str:
    """How often statements are right, and how many are missed, in words."""
    kinds = measured.kinds
    figures, (low, high) = kinds["all"], kinds["all"].recall_interval
    by_kind = ", ".join(f"{name} {100 * kinds[name].recall:.0f}" for name in kinds if name != "all")
    return (
        f"Measured on other articles ({measured.about}; {measured.model}): of 100 statements found"
        f" {100 * figures.precision:.0f} are there, and of 100 that are there {100 * figures.recall:.0f}"
        f" ({100 * low:.0f}–{100 * high:.0f}) are found: {by_kind}."
    )
