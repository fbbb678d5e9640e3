"""What the scores must hold: floors that may only rise. Two measures have a ceiling: the calibration error, and
the share of attributed text that is taken for the outlet's own voice.
"""

from __future__ import annotations

import math
from typing import Any

__all__ = ["broken_floors", "raise_floors"]

Floors = dict[str, dict[str, dict[str, float]]]
"""Set, then kind (or "tokens", "calibration", "whole", "speakers", "marks"), then measure, then the value to hold."""

CEILINGS = frozenset({"ece", "attributed text so marked"})

MARGIN = 0.002
"""Left free below a new floor: 8-bit arithmetic gives other last digits on other processors."""


def broken_floors(floors: Floors, scores: dict[str, Any]) -> list[str]:
    """One sentence for each floor that the scores do not hold, in the order of the file.

    >>> broken_floors({"web-dev": {"all": {"who": 0.76}}}, {"web-dev": {"all": {"who": 0.7512}}})
    ['web-dev, all, who: 0.7512 is below the floor of 0.760']
    """
    found = []
    for name, kind, measure, floor in _each(floors):
        value = scores.get(name, {}).get(kind, {}).get(measure)
        if value is None:
            found.append(f"{name}, {kind}, {measure}: was not measured; its floor is {floor:.3f}")
        elif measure in CEILINGS and value > floor:
            found.append(f"{name}, {kind}, {measure}: {value:.4f} is above the ceiling of {floor:.3f}")
        elif measure not in CEILINGS and value < floor:
            found.append(f"{name}, {kind}, {measure}: {value:.4f} is below the floor of {floor:.3f}")
    return found


def raise_floors(floors: Floors, scores: dict[str, Any]) -> Floors:
    """The same floors, each moved up to just below the score where that is higher; none moves down.

    >>> raise_floors({"relay": {"all": {"who": 0.75, "detect": 0.82}}}, {"relay": {"all": {"who": 0.8, "detect": 0.7}}})
    {'relay': {'all': {'who': 0.798, 'detect': 0.82}}}
    """
    raised: Floors = {}
    for name, kind, measure, floor in _each(floors):
        value = scores.get(name, {}).get(kind, {}).get(measure)
        new = floor
        if value is not None and measure in CEILINGS:
            new = min(floor, math.ceil(round((value + MARGIN) * 1000, 6)) / 1000)
        elif value is not None:
            new = max(floor, math.floor(round((value - MARGIN) * 1000, 6)) / 1000)
        raised.setdefault(name, {}).setdefault(kind, {})[measure] = new
    return raised


def _each(floors: Floors) -> list[tuple[str, str, str, float]]:
    return [
        (name, kind, measure, floor)
        for name, kinds in floors.items()
        for kind, measures in kinds.items()
        for measure, floor in measures.items()
    ]
