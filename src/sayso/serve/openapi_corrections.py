"""What a correction is in the JSON interface, and what is sent to make one (OpenAPI 3.1)."""

from __future__ import annotations

from typing import Any

from sayso.correct.correction import Action
from sayso.speaker import SpeakerType
from sayso.statement import Unresolved

__all__ = ["CORRECTION", "CORRECTION_ASKED"]

Schema = dict[str, Any]
_TEXT: Schema = {"type": "string"}
_MAYBE_TEXT: Schema = {"type": ["string", "null"]}
_NUMBER: Schema = {"type": "integer"}
_SPANS: Schema = {
    "type": "array",
    "items": {"type": "array", "items": {"type": "integer", "minimum": 0}, "minItems": 2, "maxItems": 2},
    "maxItems": 100,
    "description": "[start, end) in code points of the article's text",
}
_STATEMENT: Schema = {
    "type": ["object", "null"],
    "description": "content, source and cue with their words and places; speaker with name and type; unresolved",
}
CORRECTION: Schema = {
    "number": _NUMBER,
    "article": _TEXT,
    "url": _MAYBE_TEXT,
    "title": _MAYBE_TEXT,
    "article_number": _NUMBER,
    "fingerprint": _TEXT,
    "fits": {"type": "boolean", "description": "Whether its words are in the article; else it changes nothing"},
    "action": {"type": "string", "enum": [it.value for it in Action]},
    "changed": {"type": "array", "items": _TEXT},
    "before": _STATEMENT,
    "after": _STATEMENT,
    "corrected": _TEXT,
    "corrected_by": _TEXT,
    "model": _TEXT,
}
"""The record of a correction."""
CORRECTION_ASKED: Schema = {
    "type": "object",
    "properties": {
        "statement": {**_MAYBE_TEXT, "description": "The id of the statement; null or missing to add one"},
        "remove": {"type": "boolean", "description": "Whether it is no statement"},
        **dict.fromkeys(("content", "source", "cue"), _SPANS),
        "speaker": {
            "type": ["object", "null"],
            "properties": {
                "name": {"type": "string", "minLength": 1, "maxLength": 200},
                "type": {"type": "string", "enum": [it.value for it in SpeakerType]},
            },
            "required": ["name"],
            "description": "Who says it; null if nobody is known",
        },
        "unresolved": {"type": ["string", "null"], "enum": [*(it.value for it in Unresolved), None]},
        "by": {**_TEXT, "description": "Your name or initials"},
    },
}
"""What is sent; keys that are missing leave the statement as it is."""
