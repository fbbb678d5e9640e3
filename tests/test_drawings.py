"""Drawings of the pages: the way of an utterance from outlet to outlet, and counts over time."""

from __future__ import annotations

from sayso.cluster import Cluster, Edge, Occurrence
from sayso.match import Change
from sayso.report.cluster_drawing import Drawing, draw_passages
from sayso.report.cluster_view import view_cluster
from sayso.report.time_chart import TimeChart, draw_times
from sayso.text import Span


def draw(*places: tuple[str, str | None], edges: tuple[Edge, ...] = ()) -> Drawing:
    """The drawing of passages in these outlets, of these days."""
    passages = tuple(
        Occurrence(f"a{number}", "s1", (Span(0, 9),), ("We float.",), "direct", outlet, day)
        for number, (outlet, day) in enumerate(places)
    )
    found = draw_passages(view_cluster(Cluster("k1", passages, (0,), 1, edges), "k1").passages)
    assert found
    return found


def list_places(drawing: Drawing) -> list[tuple[str, int]]:
    return [(dot.x, dot.y) for dot in drawing.dots]


def test_each_outlet_has_a_line_and_each_day_a_column() -> None:
    """In the order in which the words came; undated passages stand behind all others."""
    drawing = draw(("Mir", "2031-04-01"), ("Bell", "2031-04-02"), ("Mir", "2031-04-03"), (None, None))  # type: ignore[arg-type]
    first, second, third, last = list_places(drawing)

    assert ["Mir", "Bell", "outlet not known"] == [lane.name for lane in drawing.lanes]
    assert first[1] == third[1] < second[1] < last[1]
    assert ["1 April 2031", "2 April 2031", "3 April 2031", "no date"] == [tick.label for tick in drawing.ticks]
    assert [float(x[:-1]) for x, _ in list_places(drawing)] == sorted(float(x[:-1]) for x, _ in list_places(drawing))


def test_passages_of_one_day_share_a_column() -> None:
    """But for those of one outlet, and one that came from another of that day: an arrow leads to the right."""
    day = "2031-04-01"
    steps = (Edge(0, 2, "stated", Change.VERBATIM, "c1"),)
    drawing = draw(("Mir", day), ("Bell", day), ("Ledger", day), ("Mir", day), edges=steps)
    mir, bell, ledger, again = (x for x, _ in list_places(drawing))

    assert mir == bell
    assert ledger == again != mir
    assert [("stated", mir, ledger)] == [(arrow.style, arrow.x1, arrow.x2) for arrow in drawing.arrows]


def test_a_drawing_has_a_limit() -> None:
    """What is not drawn is counted; one passage alone is no drawing."""
    drawing = draw(*((f"Outlet {number}", f"2031-04-{number:02}") for number in range(1, 31)))
    (one,) = view_cluster(
        Cluster("k1", (Occurrence("a", "s1", (Span(0, 9),), ("We float.",), "direct"),), (0,), 1), "k1"
    ).passages

    assert (24, 6) == (len(drawing.dots), drawing.more)
    assert len(drawing.ticks) <= 7
    assert draw_passages([one]) is None


def chart(counts: dict[str, int], whole: int = 100) -> TimeChart:
    found = draw_times(counts, whole)
    assert found
    return found


def test_bars_stand_for_all_months() -> None:
    """Also for those without any; the highest is as high as there is room, and what is there is seen."""
    found = chart({"2030-11": 1, "2031-02": 500})

    assert [1, 0, 0, 500] == [bar.count for bar in found.bars]
    assert ["November 2030", "December 2030", "January 2031", "February 2031"] == [bar.name for bar in found.bars]
    assert (2, 0, 84) == (found.bars[0].height, found.bars[1].height, found.bars[3].height)
    assert (501, 100) == (found.known, found.whole)


def test_numbers_that_have_no_room_are_left_to_the_table() -> None:
    """On a phone first, then on a wide screen; of labels below the bars there are always a few."""
    few, many, large = chart({"2030": 1, "2031": 2}), chart({"2002": 1, "2031": 20}), chart({"1995": 1, "2031": 2_000})

    assert ["", "wide", "none"] == [it.room for it in (few, many, large)]
    assert 2 <= len([bar for bar in large.bars if bar.label]) <= 7
    assert [False, False] == [bar.is_inner for bar in (large.bars[0], large.bars[-1])]
    assert draw_times({"2031": 7}, 7) is None
    assert draw_times({}, 0) is None
