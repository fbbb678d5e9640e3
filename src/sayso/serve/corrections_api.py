"""The part of the JSON interface that is about corrections."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sayso.article import Article
from sayso.correct.correction import (
    Correction,
    NamedSpeaker,
    QuotedSpan,
    QuotedStatement,
    quote_spans,
    quote_statement,
)
from sayso.errors import OffsetError
from sayso.export.corrections import record_stored
from sayso.jsonl import write_record
from sayso.reading import Reading
from sayso.serve.corrections import check_correction, check_writable
from sayso.serve.shelves import find_article
from sayso.serve.stored import Stored
from sayso.speaker import SpeakerType
from sayso.statement import Unresolved
from sayso.store import Collection
from sayso.text import Span, check_spans

__all__ = ["CorrectionsApi"]

_SPANS = ("content", "source", "cue")
_MOST_SPANS, _NAME_CHARS = 100, 200


class CorrectionsApi:
    """Answers the requests of programs about the corrections of an article."""

    def __init__(self, stored: Stored) -> None:
        self._stored = stored

    def list_routes(self) -> list[Route]:
        """The routes."""
        home = "/api/articles/{number:int}/corrections"
        return [
            Route(home, self.list),
            Route(home, self.add, methods=["POST"]),
            Route(f"{home}/{{correction:int}}", self.undo, methods=["DELETE"]),
        ]

    async def list(self, request: Request) -> Response:
        """The corrections of an article."""
        return _answer(await self._stored.ask(partial(_list, request.path_params["number"])))

    async def add(self, request: Request) -> Response:
        """Correct a statement, or add one; the correction."""
        try:
            record = json.loads(await request.body())
        except (ValueError, RecursionError) as err:
            raise HTTPException(400, f"the body is no JSON: {err}") from err
        if not isinstance(record, dict):
            raise HTTPException(422, 'the body is no object; send {"statement": "s1", "remove": true} or the like')
        return _answer(await self._stored.ask(partial(_add, request.path_params["number"], record)), 201)

    async def undo(self, request: Request) -> Response:
        """Take back a correction."""
        number, which = (request.path_params[name] for name in ("number", "correction"))
        await self._stored.ask(partial(_undo, number, which))
        return Response(status_code=204)


def _list(number: int, collection: Collection) -> str:
    find_article(number, collection)
    records = [record_stored(it) for it in collection.corrections(number)]
    return write_record({"corrections": records, "notes": []})


def _add(number: int, record: dict[str, Any], collection: Collection) -> str:
    check_writable(collection)
    correction = _Asked(find_article(number, collection), record).make()
    made = collection.correct(number, correction)
    return write_record(next(record_stored(it) for it in collection.corrections(number) if it.number == made))


def _undo(number: int, which: int, collection: Collection) -> None:
    check_correction(number, which, collection)
    collection.undo_correction(which)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a program wants corrected: keys that are missing leave the statement as it is."""

    reading: Reading
    record: dict[str, Any]

    def make(self) -> Correction:
        """The correction.

        Raises:
            HTTPException: It is none.
        """
        article = self.reading.article
        if not isinstance(article, Article):
            raise HTTPException(422, "this article could not be read, so nothing in it can be corrected")
        before = self._find_statement()
        by = self._get_text("by")
        if self.record.get("remove", False) is True:
            if before is None:
                raise HTTPException(422, "there is no statement to remove; give its id as statement")
            return Correction(before, None, by=by)
        content, source, cue = (self._find_spans(article.text, name, before) for name in _SPANS)
        if not content:
            raise HTTPException(422, "content is empty; give the spans of what is said")
        speaker, unresolved = self._find_speaker(before)
        correction = Correction(before, QuotedStatement(content, source, cue, speaker, unresolved), by=by)
        if before is not None and not correction.changed:
            raise HTTPException(422, "nothing is changed; give content, source, cue or speaker, or remove")
        return correction

    def _find_statement(self) -> QuotedStatement | None:
        name = self.record.get("statement")
        if name is None:
            return None
        found = next((it for it in self.reading.statements if it.id == name), None)
        if found is None:
            raise HTTPException(422, "the article has no statement of this id; its reading lists them")
        return quote_statement(self.reading, found)

    def _get_text(self, name: str) -> str:
        value = self.record.get(name) or ""
        if not isinstance(value, str):
            raise HTTPException(422, f"{name} is no text")
        return value

    def _find_spans(self, text: str, name: str, before: QuotedStatement | None) -> tuple[QuotedSpan, ...]:
        given = self.record.get(name)
        if given is None:
            return () if before is None else getattr(before, name)
        try:
            spans = [Span(*it) for it in given]
            check_spans(spans, text, name)
        except (TypeError, OffsetError) as err:
            raise HTTPException(422, f"{name} is no list of spans [start, end] of the text: {err}") from err
        if len(spans) > _MOST_SPANS:
            raise HTTPException(422, f"{name} has more than {_MOST_SPANS} spans")
        return quote_spans(text, sorted(spans))

    def _find_speaker(self, before: QuotedStatement | None) -> tuple[NamedSpeaker | None, Unresolved | None]:
        if "speaker" not in self.record:
            return (None, Unresolved.AMBIGUOUS) if before is None else (before.speaker, before.unresolved)
        given = self.record["speaker"]
        if given is None:
            reason = self.record.get("unresolved") or Unresolved.AMBIGUOUS.value
            return None, Unresolved(_check_choice("unresolved", reason, (it.value for it in Unresolved)))
        name = given.get("name") if isinstance(given, dict) else None
        if not isinstance(name, str) or not name.strip() or len(name) > _NAME_CHARS:
            raise HTTPException(422, 'speaker is neither null nor {"name": "…", "type": "person"}')
        kind = _check_choice("type", given.get("type", "person"), (it.value for it in SpeakerType))
        return NamedSpeaker(" ".join(name.split()), SpeakerType(kind)), None


def _check_choice(name: str, value: Any, choices: Iterable[str]) -> str:  # noqa: ANN401  (whatever JSON holds)
    known = list(choices)
    if value not in known:
        raise HTTPException(422, f"{name} is none of {', '.join(known)}")
    return str(value)


def _answer(content: str, status: int = 200) -> Response:
    return Response(content, status, media_type="application/json")
