"""Ask `sayso serve` thousands of things that its description allows, and that it forbids, with schemathesis.

    pip install schemathesis
    python evaluation/serve_api.py                  with a collection and without; some five minutes on one core
    python evaluation/serve_api.py --examples 1000  more of each

schemathesis reads /api/openapi.json and makes requests from it, valid ones and others. No answer may be a fault of the
server (5xx, except that too much is asked at once), and each must be as described: its code, its type, its form. The
collection is invented, and small; half of the requests ask for articles, speakers and quotations that it has.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent / "benchmarks"))

from made_collection import make_readings

from sayso.store import open_collection

__all__ = ["main"]

STATEMENTS, EXAMPLES = 1_000, 200
CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,unsupported_method"
)


def make_collection(path: Path) -> None:
    """Make a collection with speakers that are joined and words that were traced."""
    with open_collection(path) as collection:
        collection.add(make_readings(STATEMENTS))
        collection.join_speakers()
        collection.trace()


def write_settings(path: Path, collection: Path) -> None:
    """Write schemathesis's settings: what is there to be asked for."""
    with closing(sqlite3.connect(collection)) as base:

        def find(question: str) -> str:
            return json.dumps(base.execute(question).fetchone()[0])

        known = {
            "^/api/articles/.number.": ("path.number", "1"),
            "^/api/speakers/": ("path.number", find("SELECT id FROM speakers")),
            "^/api/quotations/": ("path.name", find("SELECT name FROM clusters")),
            "^/api/outlet$": ("query.name", find("SELECT shown FROM outlets")),
        }
    parts = [
        f"[[operations]]\ninclude-path-regex = {json.dumps(pattern)}\nparameters = {{ {json.dumps(name)} = {value} }}\n"
        for pattern, (name, value) in known.items()
    ]
    path.write_text("\n".join(parts), "utf-8")


@contextmanager
def serve(collection: Path | None) -> Iterator[str]:
    """A server: its address."""
    command = [sys.executable, "-m", "sayso", "serve", *([] if collection is None else [str(collection)])]
    with subprocess.Popen([*command, "--port", "0"], stderr=subprocess.PIPE, text=True) as process:  # noqa: S603  (sayso itself)
        try:
            line = process.stderr.readline() if process.stderr else ""
            found = re.search(r"http://\S+", line)
            if found is None:
                raise SystemExit(f"the server did not begin: {line}")
            yield found[0]
        finally:
            process.terminate()


def run_schemathesis(address: str, settings: Path | None, examples: int, seed: int) -> int:
    """Ask; return the exit code, 0 if nothing was wrong."""
    found = Path(sys.executable).with_name("schemathesis")
    command = str(found) if found.exists() else shutil.which("schemathesis")
    if command is None:
        raise SystemExit("schemathesis is not installed; run: pip install schemathesis")
    given = [] if settings is None else ["--config-file", str(settings)]
    asked = [*given, "run", f"{address}api/openapi.json", "--checks", CHECKS, "--max-examples", str(examples)]
    more = ["--seed", str(seed), "--continue-on-failure", "--wait-for-schema", "60", "--no-color"]
    return subprocess.run([command, *asked, *more], check=False).returncode  # noqa: S603


def main() -> int:
    """Ask servers with and without a collection; return 1 if anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--examples", type=int, default=EXAMPLES, help="for each operation (default %(default)s)")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    codes = []
    with tempfile.TemporaryDirectory() as folder:
        collection, settings = Path(folder) / "made.db", Path(folder) / "schemathesis.toml"
        make_collection(collection)
        write_settings(settings, collection)
        # Without the settings, schemathesis makes up all numbers and names.
        for served, given in ((None, None), (collection, settings), (collection, None)):
            with serve(served) as address:
                codes.append(run_schemathesis(address, given, options.examples, options.seed))
    return int(any(codes))


if __name__ == "__main__":
    sys.exit(main())
