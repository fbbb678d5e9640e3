"""The sets that a reading is measured on, as gold documents; and those trained on, for models that left some out."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from sayso.article import Article
from sayso.read import read_articles

__all__ = [
    "SETS",
    "TRAINING",
    "TRAINING_SETS",
    "UNLEARNT",
    "Document",
    "GoldSet",
    "as_articles",
    "load_gold",
    "load_lines",
    "load_training",
    "pass_without_gold",
    "saved_pages",
]

HERE = Path(__file__).parent
LABELS = HERE.parent / "training/labels"

Document = dict[str, Any]
"""What the scorer reads: "doc_id", "text" and "attributions", each with its spans by role. In a gold document,
"record" is the line of its file and "given" what is handed over with the text, such as its outlet."""


def pass_without_gold(shared: Path, what: str) -> int:
    """Say that there is no gold; the exit code: 0, or 1 where CI=true, for there nothing else would notice."""
    in_ci = os.environ.get("CI", "").lower() in ("true", "1")
    advice = "; lay the shared folder beside the clone, or give --shared" if in_ci else ""
    print(f"{shared} is not here, so {what}{advice}.", file=sys.stderr if in_ci else sys.stdout)
    return int(in_ci)


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
        measures: What is measured on it: "statements"; "whole", speakers, carriers, headline and voice of gold
            readings; "speakers", those and carriers of PolNeAR's attributions; "entities", GUM's; "marks", words in
            marks and headlines.
        listed_in: Only articles that these files of the shared folder name count, where they are given.
        gives: Keys of the file's lines that are handed over with the text; gold readings give all that they have.
        is_slow: Read only where it is named, or where results.json is written.
        labels: A file of labels as offsets, in this folder; `path` then is empty, and the articles are `saved_pages`.
        looked_at: What of it was seen by those who made sayso: "nothing" but its totals; "scores", with which in view
            settings were chosen; "errors", which were read while rules were made.
    """

    name: str
    path: str
    about: str
    is_flat: bool = False
    is_ours: bool = False
    genre: str | None = None
    scheme: str = "guide"
    measures: tuple[str, ...] = ("statements",)
    listed_in: tuple[str, ...] = ()
    gives: tuple[str, ...] = ()
    is_slow: bool = False
    labels: str = ""
    looked_at: str = "errors"


SETS = (
    GoldSet(
        "news-fresh",
        "",
        "US political news of 2010–2012, three outlets, that nobody had measured on before",
        is_ours=True,
        measures=("statements", "whole"),
        labels="labels/news-fresh.jsonl",
        looked_at="nothing",
    ),
    GoldSet(
        "web-fresh",
        "",
        "web pages of 2019–2026, each of another outlet, that nobody had measured on before",
        is_ours=True,
        measures=("statements", "whole"),
        labels="labels/web-fresh.jsonl",
        looked_at="scores",
    ),
    GoldSet(
        "web-dev2",
        "data/web/web-dev2.jsonl",
        "web pages of many kinds, whose errors nobody has read",
        is_ours=True,
        measures=("statements", "whole"),
        looked_at="scores",
    ),
    GoldSet(
        "polnear-dev",
        "data/polnear/polnear-dev.jsonl",
        "US political news of 2016, PolNeAR dev",
        is_flat=True,
        scheme="polnear",
        measures=("statements", "speakers"),
        gives=("title",),
    ),
    GoldSet(
        "web-dev",
        "data/web/web-dev.jsonl",
        "web pages of 2023–2026, several countries",
        is_ours=True,
        measures=("statements", "whole"),
    ),
    GoldSet(
        "relay",
        "data/relay/relay.jsonl",
        "invented relay articles",
        is_ours=True,
        measures=("statements", "whole"),
    ),
    # Its news reports stand in web/wikinews-train, labelled anew, and are trained on; its interviews are not.
    GoldSet(
        "gum-interview",
        "data/gum/gum-news.jsonl",
        "Wikinews interviews of GUM (another scheme: thinking and whole clauses count, turns do not)",
        genre="interview",
        measures=("statements", "entities"),
    ),
    GoldSet(
        "gum-news",
        "data/gum/gum-news.jsonl",
        "Wikinews reports of GUM (their statements are trained on, under other labels; speakers only)",
        genre="news",
        measures=("entities",),
    ),
    GoldSet(
        "gum-other",
        "data/gum/gum-other.jsonl",
        "academic, biography, court and travel texts of GUM (no news)",
        looked_at="scores",
    ),
    GoldSet(
        "marks",
        "data/polnear/polnear-train.jsonl",
        "words in marks and headlines of PolNeAR train articles",
        is_ours=True,
        measures=("marks",),
        listed_in=("data/marks/marks-dev.jsonl", "data/marks/headlines-dev.jsonl"),
        # Else a headline that ends with a full stop, as PolNeAR's do, would be taken for the text's first paragraph.
        gives=("title",),
        is_slow=True,
    ),
)

TRAINING = GoldSet(
    "training",
    "",
    "the articles by the guide that models are trained on",
    is_ours=True,
    measures=("statements", "whole"),
)
"""Articles that models are trained on. What is wrong with them may be read, by a model that did not learn from them."""

TRAINING_SETS = ("pages-train", "web-train", "basil-train", "pool", "written")
UNLEARNT = "held"
"""Written articles that nothing learns from: their errors may be read, and any model be measured on them."""


def _import_training(name: str) -> ModuleType:
    """A module of training/, which is no package."""
    folder = str(LABELS.parent)
    if folder not in sys.path:
        sys.path.append(folder)
    return import_module(name)


def load_training(shared: Path) -> dict[str, list[Document]]:
    """The documents of the training sets by the guide, as `training/corpora.py` names them, and those of UNLEARNT."""
    label_store, written = _import_training("label_store"), _import_training("written")
    records = {name: load_lines(shared / f"data/web/{name}.jsonl") for name in TRAINING_SETS[:3]}
    records["pool"] = list(label_store.read_labels(LABELS / "pool.jsonl", shared / "data/pool/pool.jsonl"))
    for name in ("written", UNLEARNT):
        records[name] = list(written.build_readings(LABELS.parent / name, shared))
    return {name: [_as_document(record, gives=()) for record in found] for name, found in records.items()}


def load_lines(path: Path) -> list[dict[str, Any]]:
    """The records of a file of JSON Lines."""
    return [json.loads(line) for line in path.read_text("utf-8").split("\n") if line.strip()]


def load_gold(shared: Path, gold_set: GoldSet) -> list[Document]:
    """The documents of a set, in the order of its file, with what is known of the article where gold has it."""
    listed = {record["doc_id"] for path in gold_set.listed_in for record in load_lines(shared / path)}
    documents = []
    for record in (
        _load_labelled(shared, HERE / gold_set.labels) if gold_set.labels else load_lines(shared / gold_set.path)
    ):
        is_listed = not gold_set.listed_in or record["doc_id"] in listed
        if is_listed and gold_set.genre in {None, record.get("genre")}:
            documents.append(_as_document(record, gives=gold_set.gives))
    return documents


def _load_labelled(shared: Path, labels: Path) -> list[dict[str, Any]]:
    unpack = _import_training("label_store").unpack_reading
    pages = saved_pages(shared)
    return [unpack(packed, pages[packed["id"]]) for packed in load_lines(labels)]


@cache
def saved_pages(shared: Path) -> dict[str, dict[str, Any]]:
    """The English pages that two benchmarks of extraction saved, as these have them, and BASIL's articles, by id."""
    pages = {}
    for record in load_lines(shared / "data/html-aeb/index.jsonl"):
        pages[f"html-aeb/{record['file']}"] = {"text": record["body"], "url": record["url"]}
    for record in load_lines(shared / "data/html-fundus/index.jsonl"):
        if record["lang"] == "en":
            parts = [[part] if isinstance(part, str) else part for part in record["paragraphs"]]
            paragraphs = [words for part in parts for words in part if words.strip()]
            known = {"title": record["title"], "url": record["url"], "outlet": {"name": record["publisher"]}}
            pages[f"html-fundus/{record['file']}"] = {"text": "\n\n".join([record["title"], *paragraphs]), **known}
    for record in load_lines(shared / "data/basil/basil.jsonl"):
        known = {"text": record["text"], "url": record["url"], "published": record["date"]}
        pages[f"basil/{record['doc_id']}"] = {"title": record["title"], **known}
    return {name: {"id": name, **page} for name, page in pages.items()}


def _as_document(record: dict[str, Any], *, gives: Iterable[str]) -> Document:
    if "article" not in record:
        given = {key: record[key] for key in gives if record.get(key)}
        about = {key: record[key] for key in ("doc_id", "text", "attributions")}
        return {**about, "given": given, "record": record}
    article = record["article"]
    given = {key: article.get(key) for key in ("title", "url", "published", "authors")}
    outlet = {key: value for key, value in (article.get("outlet") or {}).items() if value}
    given = {key: value for key, value in (given | {"outlet": outlet}).items() if value}
    about = {"doc_id": article["id"], "text": article["text"], "given": given}
    return {**about, "attributions": record["statements"], "record": record}


def as_articles(documents: Iterable[Document]) -> list[Article]:
    """The documents as sayso reads them from JSON Lines, which must leave every text unchanged.

    A title is given only where the text begins with it, marks aside: elsewhere it would be put before the text and
    shift the spans.
    """
    documents = list(documents)
    lines = io.BytesIO(b"".join(_as_line(document) for document in documents))
    articles = list(read_articles([lines]))
    expected = [(document["doc_id"], document["text"]) for document in documents]
    if [(article.id, article.text) for article in articles] != expected:
        raise ValueError("reading changed an id or a text of the gold documents, so their spans no longer fit")
    return articles


def _as_line(document: Document) -> bytes:
    given = dict(document.get("given", {}))
    if not _begins_with(document["text"], given.get("title") or ""):
        given.pop("title", None)
    return json.dumps({"doc_id": document["doc_id"], "text": document["text"], **given}).encode() + b"\n"


def _begins_with(text: str, title: str) -> bool:
    """Whether the text's first paragraph has the letters and digits of the title, and no others."""
    first, wanted = ([char for char in part.casefold() if char.isalnum()] for part in (text.split("\n\n", 1)[0], title))
    return bool(wanted) and first == wanted
