"""Draw how a cost grows, as a picture (SVG): a line for each part and one for the whole, and the line of proportion."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

__all__ = ["draw_growth"]

WIDTH, HEIGHT, LEFT, BOTTOM, RIM = 520, 320, 60, 45, 20
COLOURS = ("#0a6fb8", "#c05a00", "#3c8031", "#8a4fa3", "#b03060")


def draw_growth(
    sizes: Sequence[float], labels: Sequence[str], parts: Mapping[str, Sequence[float]], whole: str | None, under: str
) -> str:
    """The seconds over the sizes.

    Args:
        sizes: The sizes that were measured, the largest last.
        labels: What stands under each of them.
        parts: The seconds that each part took at each size, by the part's name.
        whole: The name of all parts together; None where they are no parts of one.
        under: What the sizes are.
    """
    sums = [sum(seconds) for seconds in zip(*parts.values(), strict=True)]
    if whole is None:
        sums = [max(seconds) for seconds in zip(*parts.values(), strict=True)]
    lines = {**parts, whole: sums} if whole is not None and len(parts) > 1 else parts
    colours = dict(zip(parts, COLOURS, strict=False)) | {whole or "": "#222"}
    most_size, most_s = sizes[-1], 1.15 * max(sums)

    def place(size: float, seconds: float) -> str:
        across = LEFT + (WIDTH - LEFT - RIM) * size / most_size
        return f"{across:.1f},{HEIGHT - BOTTOM - (HEIGHT - BOTTOM - RIM) * seconds / most_s:.1f}"

    drawn = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">',
        "<style>text { font: 12px sans-serif }</style>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<path d="M{place(0, most_s)} L{place(0, 0)} L{place(most_size, 0)}" fill="none" stroke="#555"/>',
        f'<path d="M{place(0, 0)} L{place(most_size, sums[-1])}" stroke="#999" stroke-dasharray="4 4"/>',
    ]
    for number, (name, seconds) in enumerate(lines.items()):
        points = [place(*point) for point in zip(sizes, seconds, strict=True)]
        colour = colours[name]
        drawn.append(f'<polyline points="{" ".join(points)}" fill="none" stroke="{colour}" stroke-width="2"/>')
        circles = (point.split(",") for point in points)
        drawn += [f'<circle cx="{x}" cy="{y}" r="3.5" fill="{colour}"/>' for x, y in circles]
        drawn.append(f'<text x="{LEFT + 15}" y="{30 + 17 * number}" fill="{colour}">{name}</text>')
    for size, label in zip(sizes, labels, strict=True):
        x, y = place(size, 0).split(",")
        drawn.append(f'<text x="{x}" y="{float(y) + 17}" text-anchor="middle">{label}</text>')
    step = 10 ** math.floor(math.log10(most_s))
    tick = step if most_s > 5 * step else step / 2
    for seconds in (tick * number for number in range(1, int(most_s / tick) + 1)):
        x, y = place(0, seconds).split(",")
        drawn.append(f'<text x="{float(x) - 6}" y="{float(y) + 4}" text-anchor="end">{seconds:g} s</text>')
    drawn.append(f'<text x="{WIDTH // 2}" y="{HEIGHT - 8}" text-anchor="middle">{under}</text>')
    return "\n".join([*drawn, "</svg>", ""])
