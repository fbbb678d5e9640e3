"""JSON-LD: what a reader of it makes of the files, and that no word of an article leaves its string."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

from hypothesis import given
from hypothesis import settings as limit
from pyld import jsonld

from sayso.article import Unread
from sayso.errors import Notice
from sayso.export.identifiers import name_article
from sayso.export.schema_org import write_schema_org
from sayso.export.web_annotation import write_web_annotation
from sayso.reading import Reading, Stamp
from sayso.text import Span

from .each_case import each_case
from .made_hostile import HOSTILE, TEXT
from .made_readings import READINGS

Writer = Callable[..., None]
_NOTICES = (Notice("read", "The file is empty."),)
UNREAD = Reading(Unread("gone", _NOTICES), (), _NOTICES, Stamp("0.1.0", "tiny", "f00d"))
SCHEMA, OA, AS = "http://schema.org/", "http://www.w3.org/ns/oa#", "https://www.w3.org/ns/activitystreams#"
# The parts of the two published contexts that the files use; a test fetches nothing.
CONTEXTS = {
    "https://schema.org": {
        "@vocab": SCHEMA,
        "url": {"@id": f"{SCHEMA}url", "@type": "@id"},
        "isPartOf": {"@id": f"{SCHEMA}isPartOf"},
    },
    "http://www.w3.org/ns/anno.jsonld": {
        "oa": OA,
        "id": "@id",
        "type": "@type",
        "items": {"@id": f"{AS}items", "@type": "@id", "@container": "@list"},
        "AnnotationPage": f"{AS}OrderedCollectionPage",
        **{it: f"oa:{it}" for it in ("Annotation", "SpecificResource", "TextualBody")},
        **{it: f"oa:{it}" for it in ("TextQuoteSelector", "TextPositionSelector", "identifying", "tagging", "linking")},
        "describing": "oa:describing",
        **{it: f"oa:{it}" for it in ("exact", "prefix", "suffix", "start", "end")},
        "body": {"@id": "oa:hasBody", "@type": "@id"},
        "target": {"@id": "oa:hasTarget", "@type": "@id"},
        "source": {"@id": "oa:hasSource", "@type": "@id"},
        "selector": {"@id": "oa:hasSelector", "@type": "@id"},
        "purpose": {"@id": "oa:hasPurpose", "@type": "@vocab"},
        "motivation": {"@id": "oa:motivatedBy", "@type": "@vocab"},
        "value": "http://www.w3.org/1999/02/22-rdf-syntax-ns#value",
        "format": "http://purl.org/dc/elements/1.1/format",
    },
}


def write(writer: Writer, *readings: Reading) -> str:
    stream = io.StringIO()
    writer(readings, stream)
    return stream.getvalue()


def expand(text: str) -> Any:  # noqa: ANN401  (what the processor makes of it)
    """What a processor of JSON-LD takes the file for, with contexts that are at hand."""

    def load(url: str, _options: object) -> dict[str, Any]:
        return {"contextUrl": None, "documentUrl": url, "document": {"@context": CONTEXTS[url]}}

    return jsonld.expand(json.loads(text), {"documentLoader": load})


def test_a_quotation_has_its_speaker_article_and_carriers() -> None:
    """As a processor of JSON-LD reads it; what is in the reporter's own words is no Quotation."""
    items = {it["@id"]: it for it in expand(write(write_schema_org, HOSTILE, UNREAD))}
    name = name_article(HOSTILE.article)  # type: ignore[arg-type]
    quotation = items[f"{name}#s2"]
    (speaker,) = quotation[f"{SCHEMA}spokenByCharacter"]
    works = quotation[f"{SCHEMA}isBasedOn"]

    assert [it["@type"][0].removeprefix(SCHEMA) for it in items.values()] == ["NewsArticle", "Quotation", "Quotation"]
    assert speaker["@type"] == [f"{SCHEMA}Person"]
    assert speaker[f"{SCHEMA}name"] == [{"@value": "Orla & <Vínt>"}]
    assert quotation[f"{SCHEMA}isPartOf"] == [{"@id": name}]
    assert [it["@type"][0].removeprefix(SCHEMA) for it in works] == ["CreativeWork", "NewsArticle"]
    assert quotation[f"{SCHEMA}text"][0]["@value"].endswith("~^ \ufffd … and 🌊 more")
    assert items[name][f"{SCHEMA}url"] == [{"@id": "https://coast.example/a?q=%7B%3Cb%3E%7D#top"}]


def test_an_annotation_selects_the_words_of_a_statement() -> None:
    """Its positions count code points, after an astral letter and a combining mark."""
    ((page),) = expand(write(write_web_annotation, HOSTILE, UNREAD))
    annotations = page[f"{AS}items"][0]["@list"]
    targets = [target for it in annotations for target in it[f"{OA}hasTarget"]]
    wanted = [span for it in HOSTILE.statements for span in it.content] + list(HOSTILE.scare_quotes)

    for target, span in zip(targets, wanted, strict=True):
        quote, place = target[f"{OA}hasSelector"]
        start, end = (place[f"{OA}{edge}"][0]["@value"] for edge in ("start", "end"))
        around = [quote[f"{OA}{it}"][0]["@value"] for it in ("prefix", "exact", "suffix")]
        assert Span(start, end) == span
        assert around[1] == span.of(TEXT).replace("\ud800", "\ufffd")
        assert "".join(around) in TEXT.replace("\ud800", "\ufffd")
        assert target[f"{OA}hasSource"] == [{"@id": "https://coast.example/a?q=%7B%3Cb%3E%7D#top"}]
    assert {it["@type"][0] for it in annotations} == {f"{OA}Annotation"}
    assert annotations[0][f"{OA}motivatedBy"] == [{"@id": f"{OA}identifying"}]
    assert annotations[3][f"{OA}hasBody"][0]["http://www.w3.org/1999/02/22-rdf-syntax-ns#value"] == [
        {"@value": "speaker unknown: not-yet"}
    ]


@each_case("writer", [write_schema_org, write_web_annotation])
def test_json_ld_can_stand_in_a_page(writer: Writer) -> None:
    """The element that holds it ends where it should, and holds the same values."""
    text = write(writer, HOSTILE)
    parts: list[tuple[str, str]] = []

    class Page(HTMLParser):
        def handle_starttag(self, tag: str, attrs: object) -> None:
            parts.append((tag, ""))

        def handle_data(self, data: str) -> None:
            parts.append((parts[-1][0], data))

    page = Page()
    page.feed(f'<script type="application/ld+json">{text}</script><p>end</p>')

    assert [tag for tag, data in parts if not data] == ["script", "p"]
    assert json.loads("".join(data for tag, data in parts if tag == "script")) == json.loads(text)
    assert "ClaimReview" not in text


@given(READINGS)
@limit(max_examples=10)
def test_any_reading_is_json_without_lone_surrogates(reading: Reading) -> None:
    """Whatever it holds; each record stands on a line of its own."""
    for writer in (write_schema_org, write_web_annotation):
        text = write(writer, reading, reading)

        json.dumps(json.loads(text), ensure_ascii=False).encode()
        assert all(json.loads(line.removesuffix(",")) for line in text.splitlines()[1:-1])
