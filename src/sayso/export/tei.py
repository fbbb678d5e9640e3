"""Articles with their statements marked, as TEI P5 (Text Encoding Initiative), which editions and corpora are kept in.

One `teiCorpus` with a `TEI` for each article: the header says what is known of the article, its speakers and its
carriers; the text is complete, a `p` for each line that is not blank, with `said` and `quote` for statements, `rs` for
sources, `seg` for cues and carriers, `soCalled` for scare quotes. There are no offsets: the text of the elements is the
article's, character by character, except for what XML cannot have (U+FFFD).

Spans may overlap, elements may not: a statement in several pieces has an element for each, linked by `next` and `prev`.

https://tei-c.org/release/doc/tei-p5-doc/en/html/CO.html#COHQQ; decisions/0032-formats.md says why each term was chosen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TextIO

from sayso.article import Article
from sayso.check.quotes import find_stretches
from sayso.export.nest import MAX_DEPTH, Piece, nest_spans
from sayso.export.tei_header import Names, write_header
from sayso.export.xml_text import write_attributes, write_xml_text
from sayso.marking import MarkUse
from sayso.reading import Reading
from sayso.speaker import SpeakerType
from sayso.statement import Kind, Statement
from sayso.text import Span

__all__ = ["write_tei"]

_HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<teiCorpus xmlns="http://www.tei-c.org/ns/1.0">
<teiHeader><fileDesc><titleStmt><title>Articles read by sayso</title></titleStmt>\
<publicationStmt><p>Unpublished.</p></publicationStmt><sourceDesc><p>See the header of each article.</p></sourceDesc>\
</fileDesc></teiHeader>
"""
_LINE = re.compile(r"[^\n]*[^\s][^\n]*")
_MARKS = {
    MarkUse.TITLE: ("title", {}),
    MarkUse.NAME: ("name", {}),
    MarkUse.NICKNAME: ("name", {"type": "nickname"}),
    MarkUse.WORD: ("mentioned", {}),
}


def write_tei(readings: Iterable[Reading], stream: TextIO) -> list[str]:
    """Write one corpus with a text for each article; return what was left out, a sentence each."""
    stream.write(_HEAD)
    number = dropped = 0
    for reading in readings:
        if isinstance(reading.article, Article):
            number += 1
            marked = _MarkedText(reading.article, reading, Names(f"a{number}", reading))
            stream.writelines(marked.write())
            dropped += marked.dropped
    stream.write("</teiCorpus>\n")
    if not dropped:
        return []
    what = "1 place is" if dropped == 1 else f"{dropped:,} places are"
    return [f"{what} left out, since more than {MAX_DEPTH} others hold it."]


@dataclass(slots=True)
class _Mark:
    """An element to be written around a span; `key` is the id of its first piece, "" if it needs none."""

    span: Span
    tag: str
    attributes: dict[str, str | None]
    key: str = ""


@dataclass(slots=True)
class _MarkedText:
    """The text of one article with its elements."""

    article: Article
    reading: Reading
    names: Names
    dropped: int = 0
    _marks: list[_Mark] = field(default_factory=list)

    def write(self) -> Iterator[str]:
        """Yield the header, then each line of the text."""
        text = self.article.text
        yield f"<TEI>\n{write_header(self.article, self.reading, self.names)}<text"
        yield f"{write_attributes({'xml:lang': self.names.language})}><body>\n"
        blocks = [Span(*match.span()) for match in _LINE.finditer(text)]
        self._list_marks()
        nested, self.dropped = nest_spans(text, [mark.span for mark in self._marks], blocks)
        openings = self._write_openings(nested)
        is_body = False
        for number, (block, pieces) in enumerate(zip(blocks, nested, strict=True)):
            tag = "head" if number == 0 and self._is_title(block) else "p"
            is_body = is_body or tag == "p"
            yield f"<{tag}>{''.join(self._write_block(block, pieces, openings))}</{tag}>\n"
        yield f"{'' if is_body else '<p/>'}</body></text>\n</TEI>\n"

    def _is_title(self, block: Span) -> bool:
        title = self.article.title_span
        return title is not None and bool(title.of(self.article.text)) and block.holds(title)

    def _list_marks(self) -> None:
        """List all elements, outer ones first where they cover the same words."""
        reading, names = self.reading, self.names
        documents = {it.id for it in reading.speakers if it.type is SpeakerType.DOCUMENT}
        for statement in reading.statements:
            tag, attributes = self._describe_statement(statement, documents)
            key = names.statements[statement.id]
            self._marks += [_Mark(span, tag, attributes, key) for span in statement.content]
        stretches = [
            stretch.span
            for group in find_stretches(reading)
            for stretch in group
            if stretch.statement is not None and stretch.statement.kind is Kind.MIXED
        ]
        self._add(stretches, "q", {})
        for statement in reading.statements:
            link = {"corresp": f"#{names.statements[statement.id]}"}
            self._add(statement.source, "rs", {"type": "source", "ref": names.point(statement.speaker), **link})
            self._add(statement.cue, "seg", {"type": "cue", **link})
        for carrier in reading.carriers:
            self._add(carrier.evidence, "seg", {"type": "carrier", "corresp": names.point(carrier.id)})
        self._add(reading.scare_quotes, "soCalled", {})
        for mark in reading.other_marks:
            tag, kind = _MARKS[mark.kind]
            self._add([mark.span], tag, {**kind})

    def _add(self, spans: Sequence[Span], tag: str, attributes: dict[str, str | None]) -> None:
        self._marks += [_Mark(span, tag, attributes) for span in spans]

    def _describe_statement(self, statement: Statement, documents: set[str]) -> tuple[str, dict[str, str | None]]:
        """The element of a statement: `quote` for the words of a document, else `said`."""
        carriers = [point for it in statement.carriers if (point := self.names.point(it))]
        speaker = self.names.point(statement.speaker)
        if statement.speaker in documents:
            return "quote", {"source": " ".join([*filter(None, [speaker]), *carriers]) or None}
        is_direct = "true" if statement.kind is Kind.DIRECT else "false"
        return "said", {"who": speaker, "direct": is_direct, "source": " ".join(carriers) or None}

    def _write_openings(self, nested: list[list[Piece]]) -> dict[Piece, str]:
        """The opening tag of each piece; what is in several pieces is linked."""
        found: dict[object, list[Piece]] = {}
        for piece in (piece for block in nested for piece in block):
            found.setdefault(self._marks[piece.owner].key or piece.owner, []).append(piece)
        openings = {}
        for number, (key, pieces) in enumerate(found.items(), 1):
            first = key if isinstance(key, str) else f"{self.names.prefix}.e-{number}"
            ids = [first, *(f"{first}-{n}" for n in range(2, len(pieces) + 1))]
            is_linked = isinstance(key, str) or len(pieces) > 1
            for place, piece in enumerate(pieces):
                mark = self._marks[piece.owner]
                links = {
                    "xml:id": ids[place] if is_linked else None,
                    "prev": f"#{ids[place - 1]}" if place else None,
                    "next": f"#{ids[place + 1]}" if place + 1 < len(pieces) else None,
                }
                openings[piece] = f"<{mark.tag}{write_attributes({**links, **mark.attributes})}>"
        return openings

    def _write_block(self, block: Span, pieces: list[Piece], openings: dict[Piece, str]) -> Iterator[str]:
        """Yield the text of a line with its elements."""
        text, done = self.article.text, block.start
        still_open: list[Piece] = []

        def close(until: int) -> Iterator[str]:
            nonlocal done
            while still_open and still_open[-1].span.end <= until:
                last = still_open.pop()
                yield f"{write_xml_text(text[done : last.span.end])}</{self._marks[last.owner].tag}>"
                done = last.span.end

        for piece in pieces:
            yield from close(piece.span.start)
            yield write_xml_text(text[done : piece.span.start]) + openings[piece]
            done = piece.span.start
            still_open.append(piece)
        yield from close(block.end)
        yield write_xml_text(text[done : block.end])
