"""TEI: valid by the rules of TEI P5, and with the article's own words in its elements."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from functools import cache
from importlib.resources import files
from xml.etree.ElementTree import Element, fromstring

from hypothesis import given
from hypothesis import settings as limit
from lxml import etree  # type: ignore[import-untyped]

from sayso.article import Article
from sayso.export.nest import MAX_DEPTH
from sayso.export.tei import write_tei
from sayso.reading import Reading
from sayso.statement import Kind, Place, Statement
from sayso.text import Span

from .made_hostile import HOSTILE, TEXT
from .made_readings import READINGS

TEI = "{http://www.tei-c.org/ns/1.0}"
ID = "{http://www.w3.org/XML/1998/namespace}id"
NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@cache
def load_rules() -> etree.DTD:
    """All of TEI P5 4.8, as trafilatura ships it."""
    return etree.DTD(str(files("trafilatura") / "data" / "tei_corpus.dtd"))


def parse(*readings: Reading) -> Element:
    """The file as parsed, which is valid."""
    stream = io.StringIO()
    write_tei(readings, stream)
    text = stream.getvalue().encode()
    rules = load_rules()
    assert rules.validate(etree.fromstring(text)), rules.error_log.filter_from_errors()[0]
    return fromstring(text)  # noqa: S314  (written by this test)


def read(element: Element) -> str:
    return "".join(element.itertext())


def join_pieces(root: Element, name: str) -> list[str]:
    """The words of an element and of those that continue it."""
    by_id = {it.get(ID): it for it in root.iter() if it.get(ID)}
    found = []
    key: str | None = name
    while key:
        found.append(read(by_id[key]))
        key = (by_id[key].get("next") or "")[1:]
    return found


def test_a_statement_is_said_by_its_speaker() -> None:
    """Interrupted and nested ones too; a document is quoted; marks that are no speech have elements of their own."""
    root = parse(HOSTILE)
    by_id = {it.get(ID): it for it in root.iter() if it.get(ID)}
    said = by_id["a1.s2"]

    assert (said.tag, said.get("who"), said.get("direct")) == (f"{TEI}said", "#a1.p1", "true")
    assert said.get("source") == "#a1.c1 #a1.c2"
    assert join_pieces(root, "a1.s2") == [NO_XML.sub("\ufffd", it.of(TEXT)) for it in HOSTILE.statements[1].content]
    assert read(by_id["a1.p1"]) == "Orla & <Vínt>diver\n"
    assert [it.get("source") for it in root.iter(f"{TEI}quote")] == ["#a1.d"]
    assert [read(it) for it in root.iter(f"{TEI}soCalled")] == ["‘consult&ation’"]
    assert [read(it) for it in root.find(f".//{TEI}body").iter(f"{TEI}title")] == ["‘Rain’"]  # type: ignore[union-attr]
    assert read(root.find(f".//{TEI}head")) == NO_XML.sub("\ufffd", TEXT.split("\n")[0])  # type: ignore[arg-type]


def test_a_statement_over_two_paragraphs_has_linked_pieces() -> None:
    """And one that overlaps with another is cut where that ends."""
    text = "“We float.\n\n“We sink,” she said."
    first = Statement("s1", Kind.DIRECT, Place.BODY, (Span(0, 22),), (), (), 0.9)
    second = replace(first, id="s2", content=(Span(13, 26),))
    root = parse(Reading(Article("a", text), (first, second), (), HOSTILE.stamp))

    assert ["“We float.", "“We sink,”"] == join_pieces(root, "a1.s1")
    assert ["We sink,”", " she"] == join_pieces(root, "a1.s2")


def test_what_lies_too_deep_is_left_out_and_counted() -> None:
    """However many statements stand in one another, the file stays small."""
    text = "x" * 2_000
    many = [Statement(f"s{n}", Kind.INDIRECT, Place.BODY, (Span(n, n + 900),), (), (), 0.9) for n in range(1_000)]
    stream = io.StringIO()
    (note,) = write_tei([Reading(Article("a", text), tuple(many), (), HOSTILE.stamp)], stream)

    assert note.endswith(f"places are left out, since more than {MAX_DEPTH} others hold it.")
    assert len(stream.getvalue()) < 1_000 * MAX_DEPTH * 100


@given(READINGS)
@limit(max_examples=15)
def test_any_reading_is_valid_and_keeps_its_text(reading: Reading) -> None:
    """Its lines are the article's, whatever its spans; twice the same article has ids of its own each time."""
    assert isinstance(reading.article, Article)
    lines = [NO_XML.sub("\ufffd", line) for line in reading.article.text.split("\n") if line.strip()]
    root = parse(reading, reading)

    bodies = list(root.iter(f"{TEI}body"))
    assert [[read(it) for it in body if read(it)] for body in bodies] == [lines, lines]
