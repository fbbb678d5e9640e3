"""What stands beside the packages: the bill of materials, and how to cite."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from tools import DIST, ROOT, TOOLS, UV, Broken, report, run, run_tool

from sayso.analyse.models import MODEL_FOLDER
from sayso.version import __version__

# The version of CycloneDX in which the bill is written.
SCHEMA = "1.6"
VALIDATE = """
import sys
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
validator = JsonStrictValidator(SchemaVersion.from_version(sys.argv[1]))
error = validator.validate_str(open(sys.argv[2], encoding="utf-8").read())
sys.exit(str(error) if error else 0)
"""


def write_bill(python: Path) -> None:
    """Write the bill of materials (CycloneDX) of an environment in which sayso is installed, with the model."""
    target = DIST / f"sayso-{__version__}.cdx.json"
    options = ("--output-reproducible", "--output-format", "JSON", "--spec-version", SCHEMA, "--output-file", target)
    run_tool("cyclonedx-py", "environment", python, "--pyproject", ROOT / "pyproject.toml", *options)
    bill = json.loads(target.read_text("utf-8"))
    bill["components"].append(describe_model())
    target.write_text(json.dumps(bill, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    run(UV, "tool", "run", "--quiet", "--from", TOOLS["cyclonedx-py"], "python", "-c", VALIDATE, SCHEMA, target)
    report(f"{target.name}: {len(bill['components'])} components, valid")


def describe_model() -> dict[str, object]:
    """The shipped model as a component."""
    name = json.loads((MODEL_FOLDER / "model.json").read_text("utf-8"))["name"]
    files = [
        {
            "type": "file",
            "bom-ref": f"{name}/{path.name}",
            "name": path.name,
            "hashes": [{"alg": "SHA-256", "content": hashlib.sha256(path.read_bytes()).hexdigest()}],
        }
        for path in sorted(MODEL_FOLDER.iterdir())
    ]
    return {
        "type": "machine-learning-model",
        "bom-ref": name,
        "name": name,
        "version": __version__,
        "licenses": [{"license": {"id": "Apache-2.0"}}],
        "description": "Finds who says what in English news. What it was trained on, on which terms: CARD.md.",
        "pedigree": {"ancestors": [{"type": "machine-learning-model", "bom-ref": "base", "name": "all-MiniLM-L6-v2"}]},
        "components": files,
    }


def check_citation() -> None:
    """CITATION.cff is valid, and of this version."""
    path = ROOT / "CITATION.cff"
    run_tool("cffconvert", "--validate", "--infile", path)
    if f"version: {__version__}\n" not in path.read_text("utf-8"):
        raise Broken(f"CITATION.cff is not of version {__version__}")
    report("CITATION.cff: valid")
