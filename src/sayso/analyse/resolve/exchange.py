"""Who speaks in an exchange: quotations that follow each other, paragraph by paragraph, as question and answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sayso.analyse.layout import Layout
from sayso.statement import Kind, Place, Statement

__all__ = ["find_partners"]

_LEAST_PARAGRAPHS = 3
# With one question the next quotation may be the same speaker's, who goes on.
_LEAST_QUESTIONS = 2
_MARKS = "\"'“”‘’«»„"


def find_partners(layout: Layout, statements: Sequence[Statement]) -> Mapping[str, Statement]:
    """Return, for each quotation of an exchange that names no speaker, one of the same side that does.

    “Did you see it?” he asked. / “Yes.” / “And then?” / “Then it fell,” said Ada Moss: every other paragraph is his,
    if at least two of them ask and those between them do not.
    """
    partners: dict[str, Statement] = {}
    for run in _find_runs(layout, statements):
        asked = {n for n, statement in enumerate(run) if _asks(layout.text, statement)}
        if len(asked) < _LEAST_QUESTIONS or len({n % 2 for n in asked}) > 1:
            continue
        for n, statement in enumerate(run):
            others = [other for m, other in enumerate(run) if other.source and m % 2 == n % 2]
            if not statement.source and others:
                partners[statement.id] = min(others, key=lambda other: (other.content > statement.content, other.id))
    return partners


def _find_runs(layout: Layout, statements: Sequence[Statement]) -> Iterator[list[Statement]]:
    """Yield the quotations that begin paragraphs, also after a label, where such paragraphs follow each other."""
    first: dict[int, Statement] = {}
    for statement in statements:
        if statement.within is None and statement.place is Place.BODY:
            first.setdefault(layout.line_of(statement.content[0].start), statement)
    run: list[Statement] = []
    last = -2
    for line, statement in sorted(first.items(), key=lambda item: item[0]):
        is_opening = _opens(layout, line, statement)
        if run and (line != last + 1 or not is_opening):
            yield from [run] if len(run) >= _LEAST_PARAGRAPHS else []
            run = []
        if is_opening:
            run.append(statement)
            last = layout.line_of(statement.content[-1].end - 1)
    if len(run) >= _LEAST_PARAGRAPHS:
        yield run


def _opens(layout: Layout, line: int, statement: Statement) -> bool:
    """Whether a paragraph begins with the quotation, or with who says it and a colon."""
    if statement.turn or statement.kind is not Kind.DIRECT or not layout.lines:
        return False
    begin, start = layout.lines[line].start, statement.content[0].start
    return start == begin or layout.text[begin:start].rstrip().endswith(":")


def _asks(text: str, statement: Statement) -> bool:
    """Whether the words end with a question."""
    return statement.content[-1].of(text).rstrip(_MARKS + " ,").endswith("?")
