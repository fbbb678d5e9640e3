"""A component for spaCy's pipelines: `nlp.add_pipe("sayso")` marks who says what in each document.

    nlp = spacy.blank("en")
    nlp.add_pipe("sayso")
    doc = nlp("The bridge is safe, Ada Moss said on Monday.")
    [(span.text, span._.sayso_speaker) for span in doc.spans["sayso_content"]]

Spans stand in the groups `sayso_content`, `sayso_source`, `sayso_cue`, `sayso_carrier`, `sayso_scare_quotes` and
`sayso_own_voice`. spaCy's spans are whole tokens: one of ours that ends within a token takes all of it. `doc._.sayso`
is the reading itself, whose offsets are exact; they count code points of `doc.text`, as spaCy's `idx` does.

spaCy finds the component by its entry point, so that nothing needs to be imported: `pip install 'sayso[spacy]'`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from sayso.analyse import Analyser
from sayso.article import Article
from sayso.jsonl import read_reading, write_reading
from sayso.read.plain import find_parts
from sayso.reading import Reading
from sayso.settings import AnalyseSettings, ReadSettings
from sayso.statement import Statement

if TYPE_CHECKING:
    from sayso.text import Span as TextSpan

__all__ = ["SaysoComponent", "make_component"]

# The reading as a line of JSON: spaCy writes documents by their user data, also between its own processes.
_KEY = "sayso"


class SaysoComponent:
    """Marks who says what in a document.

    Args:
        analyser: What reads the text.
        find_title: Whether a first line that looks like a headline is one.
    """

    def __init__(self, analyser: Analyser, *, find_title: bool = True) -> None:
        self._analyser = analyser
        self._settings = ReadSettings(find_title=find_title)

    def __call__(self, doc: Doc) -> Doc:
        """The document with the groups of spans and its reading."""
        reading = self._analyser.analyse(self._make_article(doc.text))
        doc.user_data[_KEY] = write_reading(reading)
        carriers = ((it.id, it.how.value, it.evidence) for it in reading.carriers)
        said = reading.statements
        _fill(doc, "sayso_content", ((it.id, it.kind.value, it.content) for it in said))
        _fill(doc, "sayso_source", ((it.id, "source", it.source) for it in said))
        _fill(doc, "sayso_cue", ((it.id, "cue", it.cue) for it in said))
        _fill(doc, "sayso_carrier", carriers)
        _fill(doc, "sayso_scare_quotes", [("", "scare quotes", reading.scare_quotes)])
        _fill(doc, "sayso_own_voice", [("", "own voice", reading.own_voice)])
        return doc

    def _make_article(self, text: str) -> Article | str:
        title, regions = find_parts(text, self._settings)
        known = Article("", text, title=title.of(text) if title else None, title_span=title, regions=regions)
        return known if title or regions else text


def make_component(
    nlp: Language,  # noqa: ARG001  (spaCy gives both)
    name: str,  # noqa: ARG001
    min_score: float | None,
    find_title: bool,
) -> SaysoComponent:
    """The component; spaCy calls this with the values of its configuration.

    Raises:
        SettingsError: `min_score` is not between 0 and 1.
    """
    settings = AnalyseSettings() if min_score is None else AnalyseSettings(min_score=min_score)
    return SaysoComponent(Analyser(settings), find_title=find_title)


def _fill(doc: Doc, name: str, items: Iterable[tuple[str, str, tuple[TextSpan, ...]]]) -> None:
    """Put spans into a group, each with the id of what it belongs to."""
    found = [span for key, label, places in items for span in _make_spans(doc, key, label, places)]
    doc.spans[name] = SpanGroup(doc, name=name, spans=found)


def _make_spans(doc: Doc, key: str, label: str, places: tuple[TextSpan, ...]) -> Iterator[Span]:
    for start, end in places:
        span = doc.char_span(start, end, label=label, alignment_mode="expand", span_id=key)
        if span is not None:
            yield span


@lru_cache(maxsize=8)
def _read(line: str) -> Reading:
    return read_reading(line)


def _find_reading(doc: Doc) -> Reading | None:
    line = doc.user_data.get(_KEY)
    return None if line is None else _read(line)


def _find_statement(span: Span) -> Statement | None:
    reading = _find_reading(span.doc)
    return next((it for it in reading.statements if it.id == span.id_), None) if reading and span.id_ else None


def _find_speaker(span: Span) -> str | None:
    statement = _find_statement(span)
    return None if statement is None else statement.speaker_name


def _list_carriers(span: Span) -> list[str]:
    reading, statement = _find_reading(span.doc), _find_statement(span)
    if reading is None or statement is None:
        return []
    names = {it.id: it.name for it in reading.carriers}
    return [names[it] for it in statement.carriers if it in names]


def _register() -> None:
    """Make the component and its attributes known to spaCy."""
    getters: dict[str, Any] = {
        "sayso_statement": _find_statement,
        "sayso_speaker": _find_speaker,
        "sayso_carriers": _list_carriers,
    }
    Doc.set_extension("sayso", getter=_find_reading, force=True)
    for name, getter in getters.items():
        Span.set_extension(name, getter=getter, force=True)
    config = {"min_score": None, "find_title": True}
    Language.factory("sayso", default_config=config, assigns=["doc.spans"])(make_component)


_register()
