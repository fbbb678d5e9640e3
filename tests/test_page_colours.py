"""The colours of the pages: text can be read on all of them, and no two speakers' tints are the same to anybody.

Contrast after WCAG 2.2, 1.4.3. Colour vision deficiencies are simulated after Machado, Oliveira and Fernandes (IEEE
TVCG 2009), distances are Ottosson's Oklab (2020) times a hundred.
"""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

import sayso

from .each_case import each_case

TEMPLATES = Path(sayso.__file__).parent / "report" / "templates"
STYLE = "".join((TEMPLATES / name).read_text("utf-8") for name in ("style.css", "check.css", "clusters.css"))
COLOURS = range(1, 9)
Vector = NDArray[np.float64]

VISION = {
    "usual": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}


def _read_theme(theme: str) -> dict[str, str]:
    """The colours of a theme by their names: paper, tint1, pale1, deep1 and so on."""
    light, _, rest = STYLE.partition("@media screen and (prefers-color-scheme: dark) {")
    parts = [light] if theme == "light" else [light, rest.partition("\n}")[0]]
    found: dict[str, str] = {}
    for part in parts:
        found |= {m[1]: m[2] for m in re.finditer(r"--(\w+): (#[0-9a-f]{6});", part) if m[1] not in ("tint", "deep")}
        for m in re.finditer(r"\.c(\d) \{ --tint: (#\w+); --deep: (#\w+); \}", part):
            found |= {f"tint{m[1]}": m[2], f"deep{m[1]}": m[3]}
        found |= {f"pale{m[1]}": m[2] for m in re.finditer(r"\.c(\d)\.pale \{ --tint: (#\w+); \}", part)}
    return found


def _to_linear(colour: str) -> Vector:
    values = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def _find_contrast(one: str, other: str) -> float:
    dark, light = sorted(float(np.dot([0.2126, 0.7152, 0.0722], _to_linear(it))) for it in (one, other))
    return (light + 0.05) / (dark + 0.05)


def _to_oklab(linear: Vector) -> Vector:
    cones = np.array(
        [
            [0.4122214708, 0.5363325363, 0.0514459929],
            [0.2119034982, 0.6806995451, 0.1073969566],
            [0.0883024619, 0.2817188376, 0.6299787005],
        ]
    )
    lab = np.array(
        [
            [0.2104542553, 0.7936177850, -0.0040720468],
            [1.9779984951, -2.4285922050, 0.4505937099],
            [0.0259040371, 0.7827717662, -0.8086757660],
        ]
    )
    seen: Vector = 100 * lab @ np.cbrt(cones @ np.clip(linear, 0, 1))
    return seen


def _find_distance(one: str, other: str, vision: str) -> float:
    seen = [_to_oklab(np.array(VISION[vision]) @ _to_linear(it)) for it in (one, other)]
    return float(np.linalg.norm(seen[0] - seen[1]))


PAIRS = [
    *((ink, ground) for ink in ("ink", "faint") for ground in ("paper", "own", "none", "only", "gone")),
    *(("ink", f"{kind}{n}") for kind in ("tint", "pale") for n in COLOURS),
    *((f"deep{n}", f"{kind}{n}") for kind in ("tint", "pale") for n in COLOURS),
    *((f"deep{n}", "paper") for n in COLOURS),
    # A source within another's words stands on that other's tint.
    *((f"deep{n}", f"tint{m}") for n in COLOURS for m in COLOURS),
    *(("open", f"tint{n}") for n in COLOURS),
    *(("open", ground) for ground in ("paper", "none")),
]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_all_words_can_be_read(theme: str) -> None:
    """Each colour of words on each ground that they may stand on has a contrast of at least 4.5 (WCAG AA)."""
    colours = _read_theme(theme)
    low = {pair: found for pair in PAIRS if (found := _find_contrast(colours[pair[0]], colours[pair[1]])) < 4.5}

    assert low == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_lines_can_be_seen(theme: str) -> None:
    """What is shown by a line or a frame has a contrast of at least 3 to its ground (WCAG AA, 1.4.11)."""
    colours = _read_theme(theme)
    pairs = [("edge", "only"), ("strike", "gone"), ("focus", "paper"), ("faint", "paper"), ("bar", "paper")]

    assert all(_find_contrast(colours[line], colours[ground]) >= 3 for line, ground in pairs)


@each_case("theme", ["light", "dark"])
@each_case(("vision", "least"), [("usual", 6), ("protanopia", 3), ("deuteranopia", 3), ("tritanopia", 3)])
def test_no_two_tints_are_the_same(theme: str, vision: str, least: float) -> None:
    """To no eye: a distance of two is just seen side by side. The numbers say the rest."""
    colours = _read_theme(theme)
    tints = [colours[f"tint{n}"] for n in COLOURS]

    assert min(_find_distance(*pair, vision) for pair in combinations(tints, 2)) >= least


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_outlets_own_voice_is_seen(theme: str) -> None:
    """It stands out from the paper and from every speaker's tint."""
    colours = _read_theme(theme)
    others = [colours["paper"], *(colours[f"tint{n}"] for n in COLOURS)]

    assert min(_find_distance(colours["own"], it, "usual") for it in others) >= 5
