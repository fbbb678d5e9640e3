"""The words of each statement that stand in the article as they were said: what a citation or a Quotation may hold."""

from __future__ import annotations

from collections.abc import Iterator

from sayso.check.quotes import find_stretches
from sayso.reading import Reading
from sayso.statement import Kind, Statement

__all__ = ["list_quoted"]


def list_quoted(reading: Reading) -> Iterator[tuple[Statement, str]]:
    """Yield statements that quote, with the words between their marks; what lies between two stretches is " … ".

    Of statements partly in the reporter's own words only the quoted words are given; statements without any quoted
    words are left out. Words quoted within a quotation belong to the inner statement if there is one. A turn of an
    interview is quoted in full, since such turns have no marks.
    """
    words = {
        group[0].statement.id: " … ".join(stretch.inside.of(_text(reading)) for stretch in group)
        for group in find_stretches(reading)
        if group[0].statement is not None
    }
    for statement in reading.statements:
        quoted = statement.text if statement.turn and statement.kind is not Kind.MIXED else words.get(statement.id, "")
        # A comma before the closing mark belongs to the sentence around.
        quoted = quoted.strip().removesuffix(",").rstrip()
        if quoted:
            yield statement, quoted


def _text(reading: Reading) -> str:
    return getattr(reading.article, "text", "")
