"""Statements as annotations of their pages: the Web Annotation Data Model (W3C Recommendation, 2017), as JSON-LD.

Each statement is one annotation: its body says who speaks and in which way, its targets are the places of its content.
Where the words for the source and the cue stand is said by bodies that are parts of the same page. Scare quotes are
annotations with a tag.

A place is given in two ways. The TextQuoteSelector gives the words with what stands around them, and survives another
extraction of the page. The TextPositionSelector counts Unicode code points, as the model wants ("MUST be in terms of
unicode code points … not in terms of code units", 4.2.4); JavaScript counts UTF-16 units, so go over `[...text]`
there. It counts in the text that sayso extracted, without markup and menus; `sayso:fingerprint` is that text's
SHA-256. A selection should not split what a reader sees as one character; a span of a reading that does is written as
it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, TextIO

from sayso.article import Article
from sayso.export.identifiers import VOCABULARY, find_url, name_article, name_part
from sayso.export.json_ld import write_json_list
from sayso.reading import Reading
from sayso.selectors import Selectors, select_spans, write_selectors
from sayso.statement import Statement
from sayso.text import Span

__all__ = ["write_web_annotation"]

_HEAD = (
    f'{{"@context": ["http://www.w3.org/ns/anno.jsonld", {{"sayso": "{VOCABULARY}"}}], '
    '"type": "AnnotationPage", "items": ['
)


def write_web_annotation(readings: Iterable[Reading], stream: TextIO) -> None:
    """Write one page of annotations, a line each, in the order of the text."""
    write_json_list(_HEAD, (item for reading in readings for item in _list_items(reading)), stream)


class _Places:
    """Makes places in one article; the selectors of all are found at once."""

    def __init__(self, article: Article, spans: Iterable[Span]) -> None:
        self._selectors = iter(select_spans(article, tuple(spans)))
        self._source = find_url(article) or name_article(article)

    def take(self, spans: tuple[Span, ...], **more: str) -> list[dict[str, Any]]:
        """The places of these spans, which are the next of those that were given."""
        return [self._describe(found, more) for found in islice(self._selectors, len(spans))]

    def _describe(self, found: Selectors, more: dict[str, str]) -> dict[str, Any]:
        return {"type": "SpecificResource", **more, "source": self._source, "selector": write_selectors(found)}


def _list_items(reading: Reading) -> Iterator[dict[str, Any]]:
    article = reading.article
    if not isinstance(article, Article):
        return
    name = name_article(article)
    spans = [span for it in reading.statements for span in (*it.content, *it.source, *it.cue)]
    places = _Places(article, (*spans, *reading.scare_quotes))
    speakers = {speaker.id: speaker.name for speaker in reading.speakers}
    carriers = {carrier.id: carrier.name for carrier in reading.carriers}
    for statement in reading.statements:
        targets = places.take(statement.content)
        bodies = [
            *_describe_speaker(statement, speakers),
            _write_text(statement.kind.value, "tagging"),
            *(_write_text(f"through {carriers[it]}", "describing") for it in statement.carriers if it in carriers),
            *places.take(statement.source, purpose="identifying", **{"sayso:role": "source"}),
            *places.take(statement.cue, purpose="linking", **{"sayso:role": "cue"}),
        ]
        more: dict[str, Any] = {"sayso:score": statement.score, "sayso:fingerprint": article.fingerprint}
        if statement.corrected is not None:
            more["sayso:corrected"] = statement.corrected
        yield _write_annotation(name_part(name, statement.id), "identifying", bodies, targets) | more
    for number, span in enumerate(reading.scare_quotes, 1):
        bodies = [_write_text("scare quotes", "tagging")]
        more = {"sayso:fingerprint": article.fingerprint}
        yield _write_annotation(name_part(name, f"scare-{number}"), "tagging", bodies, places.take((span,))) | more


def _describe_speaker(statement: Statement, speakers: dict[str, str]) -> Iterator[dict[str, Any]]:
    if statement.speaker in speakers:
        yield _write_text(speakers[statement.speaker], "identifying")
    elif statement.unresolved is not None:
        yield _write_text(f"speaker unknown: {statement.unresolved.value}", "describing")


def _write_text(value: str, purpose: str) -> dict[str, Any]:
    return {"type": "TextualBody", "purpose": purpose, "format": "text/plain", "value": value}


def _write_annotation(
    name: str, motivation: str, bodies: list[dict[str, Any]], targets: list[dict[str, Any]]
) -> dict[str, Any]:
    return {"id": name, "type": "Annotation", "motivation": motivation, "body": bodies, "target": targets}
