"""PROV-JSON: what the library `prov` makes of it."""

from __future__ import annotations

import io
import json

from hypothesis import given
from hypothesis import settings as limit
from prov.model import ProvAttribution, ProvBundle, ProvDerivation, ProvDocument, ProvRecord

from sayso.export.identifiers import name_article, name_part
from sayso.export.prov import write_prov
from sayso.reading import Reading

from .made_hostile import HOSTILE
from .made_readings import READINGS


def open_bundles(*readings: Reading) -> list[ProvBundle]:
    """The bundles of the file, each checked against the rules that the library knows."""
    stream = io.StringIO()
    write_prov(readings, stream)
    stream.seek(0)
    document = ProvDocument.deserialize(stream, format="json")
    assert ProvDocument.deserialize(content=document.serialize(format="json"), format="json") == document
    return list(document.bundles)


def list_relations(bundle: ProvBundle, kind: type[ProvRecord]) -> set[tuple[str, ...]]:
    """The relations of a kind: the local names of both ends, and the relation's own type."""
    found = set()
    for record in bundle.get_records(kind):
        ends = [value.localpart for _, value in record.formal_attributes if value is not None]
        found.add((*ends, *(it.localpart for it in record.get_asserted_types())))
    return found


def test_words_lead_to_who_said_them() -> None:
    """A quotation through an interview and an agency, and one from a document."""
    (bundle,) = open_bundles(HOSTILE)
    attributed = list_relations(bundle, ProvAttribution)

    assert {
        ("s1", "utterance-s1", "Quotation"),
        ("s2", "utterance-s2", "Quotation"),
        ("s2", "c1", "PrimarySource"),
        ("c1", "utterance-s2"),
        ("c2", "c1"),
        ("s2", "c2"),
        ("%3Cs3%3E", "d", "PrimarySource"),
        ("%3Cs3%3E", "d"),
        ("s4", "utterance-s4", "Quotation"),
    } == list_relations(bundle, ProvDerivation)
    assert {("utterance-s1", "p1"), ("utterance-s2", "p1")} <= attributed
    assert not any(entity == "utterance-s4" for entity, *_ in attributed)


def test_an_entity_has_its_words_and_a_name_of_its_own() -> None:
    """The words are those of the text, except what no file in UTF-8 can hold."""
    (bundle,) = open_bundles(HOSTILE)
    name = name_article(HOSTILE.article)  # type: ignore[arg-type]
    by_uri = {record.identifier.uri: record for record in bundle.get_records() if record.identifier is not None}
    (words,) = by_uri[name_part(name, "s2")].get_attribute("prov:value")
    (link,) = by_uri[name].get_attribute("schema:url")

    assert words == HOSTILE.statements[1].text.replace("\ud800", "\ufffd")
    assert link == "https://coast.example/a?q=%7B%3Cb%3E%7D#top"


@given(READINGS)
@limit(max_examples=10)
def test_any_reading_is_one_bundle(reading: Reading) -> None:
    """Whatever it holds, and also where it comes twice."""
    stream = io.StringIO()
    write_prov([reading, reading], stream)

    assert len(json.loads(stream.getvalue())["bundle"]) == 1
    assert len(open_bundles(reading, reading)) == 1
