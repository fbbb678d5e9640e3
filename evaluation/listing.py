"""What was missed, what was read too much, and which sources, speakers and carriers are wrong, with text, to read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import ModuleType
from typing import Any

from measure import pair_statements
from sets import Document

__all__ = ["list_errors", "list_whole_errors"]


def list_errors(scorer: ModuleType, gold: Sequence[Document], predicted: dict[str, Document]) -> Iterator[str]:
    """Yield the lines of the listing: a heading for each article, then its errors in the order of the text."""
    for document in gold:
        paired = pair_statements(scorer, document, predicted.get(document["doc_id"], {}))
        right = sum(is_right for _, _, is_right in paired.pairs)
        yield ""
        yield (
            f"=== {document['doc_id']}: {right} right, {len(paired.pairs) - right} with another source, "
            f"{len(paired.missed)} missed, {len(paired.spurious)} too many"
        )
        errors: list[tuple[str, dict[str, Any], dict[str, Any] | None]] = [("MISSED", it, None) for it in paired.missed]
        errors += [("TOO MANY", it, None) for it in paired.spurious]
        errors += [("SOURCE", it, other) for other, it, is_right in paired.pairs if not is_right]
        for label, statement, other in sorted(errors, key=lambda error: _first(error[1])):
            yield from _show(document["text"], label, statement, other)


def list_whole_errors(
    scorer: ModuleType,
    whole: ModuleType,
    gold: Sequence[Document],
    predicted: dict[str, Document],
    records: dict[str, dict[str, Any]],
) -> Iterator[str]:
    """Yield, for each article, the detected statements with another speaker, and carriers missed, too many or amiss.

    `whole` is the shared scorer of whole readings, whose `agree` and `pair_carriers` decide what is the same.
    """
    for document in gold:
        record, read = document["record"], records[document["doc_id"]]
        yield ""
        yield f"=== {document['doc_id']}: speakers and carriers"
        ours, theirs = ({it["id"]: it for it in side["speakers"]} for side in (record, read))
        for statement, other, _ in pair_statements(scorer, document, predicted[document["doc_id"]]).pairs:
            expected, found = ours.get(statement["speaker"]), theirs.get(other["speaker"])
            if not _is_same_speaker(whole, expected, found):
                names = f"read {_name(found)}, gold {_name(expected)}"
                yield f"  SPEAKER at {_first(statement)[0]}: {names}; {_quote(document['text'], statement['source'])}"
        yield from _list_carriers(whole, record["carriers"], read["carriers"])


def _is_same_speaker(whole: ModuleType, gold: dict[str, Any] | None, read: dict[str, Any] | None) -> bool:
    """As the shared scorer counts it: names agree; of who has none, no proper name is claimed."""
    if gold is None:
        return read is None
    if gold["named"]:
        return read is not None and bool(whole.agree(gold["name"], read["name"]))
    return not (read and read["named"])


def _name(speaker: dict[str, Any] | None) -> str:
    return f"{speaker['name']!r} ({speaker['type']})" if speaker else "nobody"


def _list_carriers(whole: ModuleType, gold: list[dict[str, Any]], read: list[dict[str, Any]]) -> Iterator[str]:
    pairs = whole.pair_carriers(gold, read)
    ours, theirs = {id(it) for it, _ in pairs}, {id(it) for _, it in pairs}
    for label, carriers, paired in (("MISSED", gold, ours), ("TOO MANY", read, theirs)):
        for carrier in carriers:
            if id(carrier) not in paired:
                yield f"  CARRIER {label}: {carrier['name']!r} ({carrier['how']}, order {carrier['order']})"
    for carrier, other in pairs:
        if carrier["how"] != other["how"]:
            yield f"  CARRIER {carrier['name']!r}: read as {other['how']}, gold {carrier['how']}"


def _first(statement: dict[str, Any]) -> list[int]:
    return min(list(span) for span in statement["content"])


def _show(text: str, label: str, statement: dict[str, Any], gold: dict[str, Any] | None) -> Iterator[str]:
    marks = [f"{name} {statement[name]}" for name in ("kind", "within") if statement.get(name)]
    marks += ["turn"] if statement.get("turn") else []
    marks += [f"score {statement['score']:.2f}"] if statement.get("score") is not None else []
    yield f"  {label} at {_first(statement)[0]}" + (f" ({', '.join(marks)})" if marks else "")
    for role in ("source", "cue", "content"):
        yield f"      {role:8}{_quote(text, statement.get(role) or [])}"
    if gold is not None:
        yield f"      gold source: {_quote(text, gold.get('source') or [])}; cue: {_quote(text, gold.get('cue') or [])}"


def _quote(text: str, spans: Sequence[Sequence[int]]) -> str:
    """The words of the spans, with the places of paragraph ends shown and what lies between spans left out."""
    return " … ".join(f"[{text[start:end]}]" for start, end in spans).replace("\n", "⏎") or "–"
