"""The carriers of corrected marks: those of the same evidence as before, or the same name, keep their ids."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count

from sayso.carrier import Carrier, How
from sayso.correct.marks import CARRIER, Mark, Marks, Role, join_spans, key_of_unmarked
from sayso.statement import Statement

__all__ = ["Carriers"]

_WAYS = {how.value: how for how in How}


class Carriers:
    """The carriers of an article, by the marks of the words that name them.

    Args:
        text: The article's text.
        before: The carriers as they were before the correction.
        marks: The corrected marks.
    """

    def __init__(self, text: str, before: Sequence[Carrier], marks: Marks) -> None:
        self._text = text
        self._before = before
        self._values = marks.values
        self._unmarked = {it.id for it in before if not join_spans(it.evidence)}
        own = [mark for mark in marks.marks if mark.label == CARRIER and mark.spans]
        found = self._match(own)
        self._by_key: dict[str, Carrier] = {}
        taken = {it.id for it in before}
        numbers = count(1)
        for mark in own:
            known = found.get(mark.key)
            if known is None:
                name = next(name for number in numbers if (name := f"c{number}") not in taken)
                known = Carrier(name, "", How.OTHER, (), (), 1)
            self._by_key[mark.key] = self._change(mark, known)
        self._ids = {key: it.id for key, it in self._by_key.items()}
        self._ids |= {key_of_unmarked(it): it for it in self._unmarked}

    def _match(self, own: Sequence[Mark]) -> dict[str, Carrier]:
        """Which carrier each mark was; each is one mark's."""
        unused = {it.id: it for it in self._before if it.id not in self._unmarked}
        found: dict[str, Carrier] = {}
        by_place = {join_spans(it.evidence): it for it in unused.values()}
        by_name = {it.name: it for it in unused.values()}
        for mark in own:
            same = by_place.get(mark.spans)
            if same is not None and same.id in unused:
                found[mark.key] = unused.pop(same.id)
        for mark in own:
            same = by_name.get(self._values.get((mark.key, Role.NAME), ""))
            if mark.key not in found and same is not None and same.id in unused:
                found[mark.key] = unused.pop(same.id)
        return found

    def _change(self, mark: Mark, carrier: Carrier) -> Carrier:
        """The carrier as its mark has it."""
        words = " ".join(" ".join(span.of(self._text) for span in mark.spans).split())
        return replace(
            carrier,
            name=self._values.get((mark.key, Role.NAME)) or carrier.name or words,
            how=_WAYS.get(self._values.get((mark.key, Role.HOW), ""), carrier.how),
            evidence=carrier.evidence if join_spans(carrier.evidence) == mark.spans else mark.spans,
        )

    def list_ids(self, keys: Sequence[str], before: Statement | None) -> Iterator[str]:
        """Yield the ids of a statement's carriers: those that it had, in their order, then new ones."""
        linked = {self._ids[it]: None for it in keys if it in self._ids}
        had = () if before is None else before.carriers
        kept = [it for it in had if it in linked or it in self._unmarked]
        yield from dict.fromkeys((*kept, *linked))

    def list_carriers(self, statements: Sequence[Statement]) -> Iterator[Carrier]:
        """Yield the carriers in the order in which they were, new ones last, with the statements that they carry."""
        carried: dict[str, list[str]] = {}
        for statement in statements:
            for carrier in statement.carriers:
                carried.setdefault(carrier, []).append(statement.id)
        unmarked = [it for it in self._before if it.id in self._unmarked]
        known = {it.id: it for it in (*unmarked, *self._by_key.values())}
        first = [known.pop(it.id) for it in self._before if it.id in known]
        carriers = [*first, *known.values()]
        # An order has no gaps: 1 is next to the speaker.
        orders = {order: place for place, order in enumerate(sorted({it.order for it in carriers}), 1)}
        for it in carriers:
            ids = dict.fromkeys(carried.get(it.id, ()))
            kept = [name for name in it.statements if name in ids]
            yield replace(it, statements=tuple(dict.fromkeys((*kept, *ids))), order=orders[it.order])
