"""The sets that a reading is measured on, as gold documents. None of them is ever trained on."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sayso.article import Article
from sayso.read import read_articles

__all__ = ["SETS", "Document", "GoldSet", "as_articles", "load_gold"]

Document = dict[str, Any]
"""What the scorer reads: "doc_id", "text" and "attributions", each with its spans by role."""


@dataclass(frozen=True, slots=True)
class GoldSet:
    """A file of articles that people, or a large language model, marked.

    Attributes:
        name: As it stands in floors.json, results.json and the tables.
        path: Where it stands in the shared folder.
        about: One line for the tables.
        is_flat: Its scheme has no nesting, so statements within others are left out of what is measured.
        is_ours: Labelled by a large language model; said wherever a score is shown.
        genre: Only articles of this genre count, where it is given.
        scheme: Whose habits of marking the reading is asked to follow (AnalyseSettings.scheme).
    """

    name: str
    path: str
    about: str
    is_flat: bool = False
    is_ours: bool = False
    genre: str | None = None
    scheme: str = "guide"


SETS = (
    GoldSet(
        "polnear-dev",
        "data/polnear/polnear-dev.jsonl",
        "US political news of 2016, PolNeAR dev",
        is_flat=True,
        scheme="polnear",
    ),
    GoldSet("web-dev", "data/web/web-dev.jsonl", "web pages of 2023–2026, several countries", is_ours=True),
    GoldSet("relay", "data/relay/relay.jsonl", "invented relay articles", is_ours=True),
    # Its news reports stand in web/wikinews-train, labelled anew, and are trained on; its interviews are not.
    GoldSet(
        "gum-interview",
        "data/gum/gum-news.jsonl",
        "Wikinews interviews of GUM (another scheme: thinking and whole clauses count, turns do not)",
        genre="interview",
    ),
    GoldSet("gum-other", "data/gum/gum-other.jsonl", "academic, biography, court and travel texts of GUM (no news)"),
)


def load_gold(shared: Path, gold_set: GoldSet) -> list[Document]:
    """The documents of a set, in the order of its file, with a "title" where the set is made of readings."""
    documents = []
    for line in (shared / gold_set.path).read_text("utf-8").split("\n"):
        record = json.loads(line) if line.strip() else None
        if record and gold_set.genre in {None, record.get("genre")}:
            documents.append(_as_document(record))
    return documents


def _as_document(record: dict[str, Any]) -> Document:
    if "article" not in record:
        return {"doc_id": record["doc_id"], "text": record["text"], "attributions": record["attributions"]}
    article = record["article"]
    document = {"doc_id": article["id"], "text": article["text"], "attributions": record["statements"]}
    return {**document, "title": article["title"]} if article["title"] else document


def as_articles(documents: Iterable[Document]) -> list[Article]:
    """The documents as sayso reads them from JSON Lines, which must leave every text unchanged.

    A title is given only where the text begins with it: elsewhere it would be put before the text and shift the spans.
    """
    documents = list(documents)
    lines = io.BytesIO(b"".join(_as_line(document) for document in documents))
    articles = [article for article in read_articles([lines]) if isinstance(article, Article)]
    expected = [(document["doc_id"], document["text"]) for document in documents]
    if [(article.id, article.text) for article in articles] != expected:
        raise ValueError("reading changed an id or a text of the gold documents, so their spans no longer fit")
    return articles


def _as_line(document: Document) -> bytes:
    begins_with_title = bool(document.get("title")) and document["text"].startswith(document["title"])
    keys = ("doc_id", "text", "title") if begins_with_title else ("doc_id", "text")
    return json.dumps({key: document[key] for key in keys}).encode() + b"\n"
