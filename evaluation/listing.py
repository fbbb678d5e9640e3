"""What was missed, what was read too much, and which sources are wrong: article by article, with text, to read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import ModuleType
from typing import Any

from measure import pair_statements
from sets import Document

__all__ = ["list_errors"]


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
