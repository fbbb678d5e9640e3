"""Citations: what a parser of BibTeX and a reader of CSL-JSON make of them."""

from __future__ import annotations

import io
import json
import re
from typing import Any

from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware
from hypothesis import given
from hypothesis import settings as limit

from sayso.export.bibtex import write_bibtex
from sayso.export.csl import write_csl
from sayso.reading import Reading

from .made_hostile import HOSTILE
from .made_readings import READINGS
from .made_report import REPORT

NOTES = [
    "Quoting Orla & <Vínt>: “We </script><!-- float”",
    "Quoting Orla & <Vínt>: “Ae\u0301rt & <b>sink</b> \\{}%$#_~^ � … and 🌊 more”, through Radio & <Tern>, Tern � wire",
]
UNKNOWN = (r"\textbraceleft{}", r"\textbraceright{}", r"\textasciicircum{}")
SHOWN = str.maketrans("{}^", "❴❵⌃")


def write(*readings: Reading) -> str:
    stream = io.StringIO()
    write_bibtex(readings, stream)
    return stream.getvalue()


def parse(text: str) -> list[dict[str, str]]:
    """The entries as a parser reads them, without the braces that keep a title whole."""
    # pylatexenc, which turns the commands back, does not know these.
    for command, sign in zip(UNKNOWN, "❴❵⌃", strict=True):
        text = text.replace(command, sign)
    library = parse_string(text, append_middleware=[LatexDecodingMiddleware()])
    assert not library.failed_blocks
    assert len(library.entries) == len(library.blocks)
    return [
        {"key": entry.key, **{field.key: re.sub("^{|}$", "", str(field.value)) for field in entry.fields}}
        for entry in library.entries
    ]


def list_items(*readings: Reading) -> list[dict[str, Any]]:
    stream = io.StringIO()
    write_csl(readings, stream)
    items = json.loads(stream.getvalue())
    assert isinstance(items, list)
    return items


def test_an_entry_cites_the_article_with_the_words() -> None:
    """Each sign that TeX would obey is printed, and none ends a field."""
    first, second = parse(write(HOSTILE))

    assert [first["note"], second["note"]] == [note.translate(SHOWN) for note in NOTES]
    assert first["title"] == "Tide 🌊 <b>réport</b> ❴%$"
    assert r"author = {{A \& B} and {C <i>}}," in write(HOSTILE)
    assert "url = {https://coast.example/a?q=%7B%3Cb%3E%7D#top}," in write(HOSTILE)
    assert first["howpublished"] == "The <Float> & Co"
    assert (first["year"], first["month"], first["day"]) == ("2031", "apr", "5")


def test_an_item_cites_the_article_with_the_words() -> None:
    """In the names of CSL, and with the date as far as it is known."""
    first, second = list_items(HOSTILE)

    assert [first["note"], second["note"]] == NOTES
    assert first["issued"] == {"date-parts": [[2031, 4, 5]]}
    assert first["author"] == [{"literal": "A & B"}, {"literal": "C <i>"}]
    assert (first["type"], first["container-title"]) == ("article-newspaper", "The <Float> & Co")


def test_both_have_the_same_keys() -> None:
    """Letters, figures and hyphens; an unknown speaker is said to be unknown, and has no name."""
    items = list_items(HOSTILE, REPORT)
    keys = [it["id"] for it in items]

    assert keys == [it["key"] for it in parse(write(HOSTILE, REPORT))]
    assert len(set(keys)) == len(keys)
    assert all(re.fullmatch(r"[a-z0-9]+-[0-9a-f]{8}-[A-Za-z0-9-]+", key) for key in keys)
    assert items[-1]["note"] == "Quoting an unknown speaker: “Nobody listens. … Nobody”"


@given(READINGS)
@limit(max_examples=10)
def test_any_reading_has_whole_entries(reading: Reading) -> None:
    """Whatever its words are, entries hold what they should, one for each item."""
    assert [it["key"] for it in parse(write(reading))] == [it["id"] for it in list_items(reading)]
