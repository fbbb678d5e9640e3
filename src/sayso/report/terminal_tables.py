"""What stands below the text in the terminal: statements, speakers, headline, and the ways that the words took."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from rich import box
from rich.cells import cell_len
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from sayso.article import Article
from sayso.carrier import Carrier
from sayso.reading import Reading
from sayso.report.chains import describe_chain, list_chains, name_carriers
from sayso.report.harmless import make_harmless_line, shorten
from sayso.report.headline import describe_findings
from sayso.report.score import CORRECTED_MEANING, SCORE_MEANING, show_scores
from sayso.report.stretches import words_of
from sayso.report.who import describe_who, map_speakers
from sayso.speaker import Speaker
from sayso.statement import Place, Statement

__all__ = ["Below", "show_below"]

# From this width on, in columns of the terminal, the tables have all their columns.
_WIDE = 72
_FEW_COLUMNS = ("", "who", "what")
_COLUMNS = ("", "who", "cue", "kind", "what", "score")
# How wide a column may be; "who" has its share, and "what" gets the rest.
_MOST_COLUMNS = {"": 7, "cue": 12, "kind": 11, "score": 5}
_WHO_SHARE, _WHO_SHARE_OF_FEW = 0.2, 0.3
# With less of the width for "what" there is no cue.
_LEAST_SHARE_OF_WHAT = 0.45
_WHO_CHARS = 60
_WHAT_CHARS = 160
_ROLES_CHARS = 120
# What is more than this is counted.
_MOST_SPEAKERS, _MOST_CHAINS = 40, 12


@dataclass(frozen=True, slots=True)
class Below:
    """What the parts below the text are made of: the reading, its article, each statement's colour, the width."""

    reading: Reading
    article: Article
    colours: dict[str, str]
    has_colour: bool
    width: int


def show_below(below: Below) -> Iterator[RenderableType]:
    """Yield the parts, the longest first, so that the ways of the words end nearest to the prompt."""
    if not below.reading.statements:
        yield Text("No statements were found.", style="dim")
    else:
        yield from _statements(below)
    for part in (_speakers(below), _headline(below), _chains(below)):
        if part:
            yield ""
            yield from part


def _statements(below: Below) -> Iterator[RenderableType]:
    speakers, carriers = map_speakers(below.reading), _find_special_carriers(below.reading)
    rows = [_cells(it, below.article.text, speakers, carriers) for it in below.reading.statements]
    names = _choose_columns(below, rows)
    table = _new_table()
    for name in names:
        _add_column(table, name, _find_width(below, name, rows), "right" if name == "score" else "left")
    for row, statement in zip(rows, below.reading.statements, strict=True):
        table.add_row(*_style_row(row, names, _colour(below, statement.id)))
    yield table
    by_hand = any(it.corrected for it in below.reading.statements)
    yield Text(f"{SCORE_MEANING}; {CORRECTED_MEANING}" if by_hand else SCORE_MEANING, style="dim")


def _choose_columns(below: Below, rows: list[dict[str, str]]) -> tuple[str, ...]:
    """All columns where there is room for them; the cue is the first to go, since "what" needs most of the width."""
    if below.width < _WIDE:
        return _FEW_COLUMNS
    others = sum((_find_width(below, name, rows) or 0) + 1 for name in _COLUMNS)
    has_room = below.width - others >= below.width * _LEAST_SHARE_OF_WHAT
    return _COLUMNS if has_room else tuple(name for name in _COLUMNS if name != "cue")


def _find_width(below: Below, name: str, rows: list[dict[str, str]]) -> int | None:
    """How wide the column is: as its longest cell, up to its most; "what" takes the room that is left."""
    if name == "what":
        return None
    lines = [line for row in rows for line in row[name].split("\n")]
    if name != "who":
        return min(max(len(name), *map(cell_len, lines)), _MOST_COLUMNS[name])
    longest = max(max(cell_len(row["who"] + row["words"]), cell_len(row["through"])) for row in rows)
    share = _WHO_SHARE if below.width >= _WIDE else _WHO_SHARE_OF_FEW
    return min(max(len(name), longest), max(12, int(below.width * share)))


def _style_row(row: dict[str, str], names: tuple[str, ...], colour: str) -> list[Text]:
    """The row's cells; under the name stands what the words came through."""
    styles = {"": "dim", "cue": "italic", "what": colour, "score": "dim"}
    cells = {name: Text(row[name], style=styles.get(name, "")) for name in names}
    cells["who"] = Text(row["who"], style=f"bold {colour}").append(row["words"], "not bold dim")
    cells["who"].append(row["through"] and f"\n{row['through']}", "not bold dim")
    return list(cells.values())


def _find_special_carriers(reading: Reading) -> dict[str, Carrier]:
    """The carriers that not all statements came through: those that all did stand once, at the end."""
    counts = Counter(name for statement in reading.statements for name in set(statement.carriers))
    return {it.id: it for it in reading.carriers if counts[it.id] < len(reading.statements)}


def _cells(
    statement: Statement, text: str, speakers: dict[str, Speaker], carriers: dict[str, Carrier]
) -> dict[str, str]:
    """What the table shows of a statement, by the names of the columns."""
    within = "" if statement.within is None else f"\nin {make_harmless_line(statement.within)}"
    kind = "turn" if statement.turn else statement.kind.value
    who = describe_who(statement, speakers, text)
    words = shorten(who.words, max_chars=_WHO_CHARS)
    through = name_carriers(statement, carriers)
    return {
        "": make_harmless_line(statement.id) + within,
        "who": shorten(who.name, max_chars=_WHO_CHARS) or "—",
        "words": f" ({words})" if words else "",
        "cue": shorten(words_of(statement.cue, text), max_chars=_WHO_CHARS) or "—",
        "through": f"→ {through}" if through else "",
        "kind": kind if statement.place is Place.BODY else f"{kind},\n{statement.place.value}",
        "what": shorten(words_of(statement.content, text), max_chars=_WHAT_CHARS),
        "score": f"{show_scores(statement)}{f'{chr(10)}✓' if statement.corrected else ''}",
    }


def _speakers(below: Below) -> list[RenderableType]:
    """Who speaks, with type, roles, and how often."""
    reading = below.reading
    if not reading.speakers:
        return []
    said = Counter(statement.speaker for statement in reading.statements)
    first = {statement.speaker: statement.id for statement in reversed(reading.statements)}
    is_wide = below.width >= _WIDE
    table = _new_table()
    _add_column(table, "speaker", below.width // 4 if is_wide else below.width // 3, "left")
    if is_wide:
        _add_column(table, "type", 12, "left")
    _add_column(table, "roles", None, "left")
    _add_column(table, "statements", 10, "right")
    if is_wide:
        _add_column(table, "mentions", 8, "right")
    for speaker in reading.speakers[:_MOST_SPEAKERS]:
        style = f"bold {_colour(below, first.get(speaker.id, ''))}"
        roles = shorten("; ".join(speaker.roles), max_chars=_ROLES_CHARS) or "—"
        cells = [Text(shorten(speaker.name, max_chars=_WHO_CHARS), style=style)]
        cells += [Text(speaker.type.value, style="dim")] if is_wide else []
        cells += [Text(roles), Text(f"{said[speaker.id]:,}", style="dim")]
        cells += [Text(f"{len(speaker.mentions):,}", style="dim")] if is_wide else []
        table.add_row(*cells)
    return [table, *_count_more(len(reading.speakers), _MOST_SPEAKERS, "speaker")]


def _headline(below: Below) -> list[RenderableType]:
    """Each stretch of the headline with its finding, the body's words, and what else there is to say."""
    parts: list[RenderableType] = []
    for line in describe_findings(below.reading, below.article.text):
        colour = _colour(below, line.headline_statement or line.statement or "")
        parts.append(Padding(Text(line.words, style=colour), (0, 0, 0, 2)))
        words = f": {line.body}" if line.body else ""
        place = f", {make_harmless_line(line.statement)}{words}" if line.statement else words
        shown = Text(f"{line.finding}", style="bold").append(place, "not bold")
        shown.append("".join(f" · {remark}" for remark in line.remarks), "not bold italic")
        parts.append(Padding(shown, (0, 0, 0, 4)))
    return [Text("The headline", style="bold"), *parts] if parts else []


def _chains(below: Below) -> list[RenderableType]:
    """How the words came: one line for each way."""
    chains = list_chains(below.reading)
    if not chains:
        return []
    outlet, text = below.article.outlet, below.article.text
    shown = Table.grid(padding=(0, 1, 0, 0))
    for chain in chains[:_MOST_CHAINS]:
        shown.add_row("•", Text(describe_chain(chain, outlet, text)))
    return [Text("How the words came", style="bold"), shown, *_count_more(len(chains), _MOST_CHAINS, "way")]


def _count_more(count: int, shown: int, noun: str) -> list[RenderableType]:
    more = count - shown
    return [Text(f"  … and {more:,} more {noun if more == 1 else f'{noun}s'}", style="dim")] if more > 0 else []


def _colour(below: Below, name: str) -> str:
    return below.colours.get(name, "") if below.has_colour else ""


def _new_table() -> Table:
    return Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False, expand=True)


def _add_column(table: Table, name: str, width: int | None, justify: Literal["left", "right"]) -> None:
    """A column of that width; without one, it takes the room that is left."""
    ratio = 1 if width is None else None
    table.add_column(name, width=width, ratio=ratio, overflow="fold", justify=justify)
