"""The description of the JSON interface (OpenAPI 3.1), beside the routes that it describes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sayso.serve.asked import MOST_LISTED, SEARCH_PARAMETERS, USUALLY_LISTED
from sayso.serve.openapi_corrections import CORRECTION, CORRECTION_ASKED
from sayso.serve.serve_settings import ServeSettings
from sayso.version import __version__

__all__ = ["describe_api"]

Schema = dict[str, Any]
_FORMAT = "https://www.rfc-editor.org/rfc/rfc9457"
_SPAN: Schema = {
    "type": "array",
    "items": {"type": "integer"},
    "minItems": 2,
    "maxItems": 2,
    "description": "[start, end) in code points of the article's text",
}
_TEXT: Schema = {"type": "string"}
_MAYBE_TEXT: Schema = {"type": ["string", "null"]}
_NUMBER: Schema = {"type": "integer"}
_NUMBERED: Schema = {"name": "number", "in": "path", "required": True, "schema": {"type": "integer", "minimum": 0}}
_NAME: Schema = {"name": "name", "in": "path", "required": True, "schema": _TEXT}
_OUTLET: Schema = {"name": "name", "in": "query", "required": True, "description": "Its name", "schema": _TEXT}


def describe_api(settings: ServeSettings, *, has_collection: bool) -> Schema:
    """The description of what this server answers."""
    paths = {
        "/api/readings": {"post": _describe_work("Read", "readings", "Reading", settings, with_sources=False)},
        "/api/checks": {"post": _describe_work("Check", "checks", "Check", settings, with_sources=True)},
    }
    if has_collection:
        paths |= {
            "/api/articles": {"get": _describe_list("List the articles, the newest first", "Article", _list_paging())},
            "/api/articles/{number}": {"get": _describe_one("get_article", "The reading of an article", "Reading")},
            "/api/articles/{number}/words": {
                "get": _describe_one(
                    "list_words", "Who else carries the words of an article, as far as traced", "Words"
                )
            },
            "/api/outlet": {
                "get": _describe_one("get_outlet", "Whose words an outlet's articles have", "Outlet", _OUTLET)
            },
            **_describe_corrections(),
            "/api/quotations/{name}": {
                "get": _describe_one(
                    "get_quotation", "Words that several articles have, as far as traced", "Quotation", _NAME
                )
            },
            "/api/speakers/{number}": {"get": _describe_one("get_speaker", "A speaker of the collection", "Speaker")},
            "/api/statements": {"get": _describe_list("Search the statements", "Statement", _list_search())},
        }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "sayso",
            "version": __version__,
            "description": "Who said what in a news text, through whom, and where it stands.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": paths,
        "components": {
            "schemas": _describe_records(),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
        **({"security": [{"token": []}]} if settings.token is not None else {}),
    }


def _describe_work(verb: str, name: str, record: str, settings: ServeSettings, *, with_sources: bool) -> Schema:
    """An operation that is given an article, and with it sources."""
    source = {
        "anyOf": [
            _TEXT,
            {"type": "object", "properties": {"name": _TEXT, "text": _TEXT}, "required": ["text"]},
        ]
    }
    body: Schema = {"text": {"type": "string", "minLength": 1, "description": "The text of an article"}}
    form: Schema = {"text": _TEXT, "article": {"type": "array", "items": {"type": "string", "format": "binary"}}}
    if settings.may_fetch:
        body["address"] = form["address"] = {"type": "string", "description": "The address of an article"}
    # One of each of these has to be given.
    needed = [["text", "address"] if settings.may_fetch else ["text"]]
    needed_in_form = [["article", *needed[0]]]
    if with_sources:
        needed, needed_in_form = [*needed, ["sources"]], [*needed_in_form, ["sources", "source_text"]]
        body["sources"] = {"type": "array", "items": source, "minItems": 1}
        form["source_text"] = _TEXT
        form["sources"] = {"type": "array", "items": {"type": "string", "format": "binary"}}
    answer = {
        "type": "object",
        "required": [name, "notes"],
        "properties": {
            name: {"type": "array", "items": {"$ref": f"#/components/schemas/{record}"}},
            "notes": {"type": "array", "items": _TEXT, "description": "What was left out, and why"},
        },
    }
    return {
        "operationId": f"{verb.lower()}_article",
        "summary": f"{verb} an article" + (" against sources" if with_sources else ""),
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {"schema": _describe_object(body, needed)},
                "multipart/form-data": {"schema": _describe_object(form, needed_in_form)},
            },
        },
        "responses": _list_answers(answer, 400, 403, 408, 413, 415, 422, 503),
    }


def _describe_object(properties: Schema, needed: Iterable[Iterable[str]]) -> Schema:
    """An object that has one of each of these groups of properties."""
    groups = [{"anyOf": [{"required": [name]} for name in group]} for group in needed]
    return {"type": "object", "properties": properties, "allOf": groups}


def _describe_one(operation: str, summary: str, record: str, parameter: Schema = _NUMBERED) -> Schema:
    return {
        "operationId": operation,
        "summary": summary,
        "parameters": [parameter],
        "responses": _list_answers({"$ref": f"#/components/schemas/{record}"}, 404),
    }


def _describe_corrections() -> Schema:
    """The operations on the corrections of an article."""
    number, which = (
        {"name": name, "in": "path", "required": True, "schema": {"type": "integer", "minimum": 0}}
        for name in ("number", "correction")
    )
    record = {"$ref": "#/components/schemas/Correction"}
    faults = (400, 404, 408, 413, 422, 503)
    return {
        "/api/articles/{number}/corrections": {
            "get": _describe_one("list_corrections", "What readers corrected in an article", "Corrections"),
            "post": {
                "operationId": "add_correction",
                "summary": "Correct a statement, say that it is none, or add one that was missed",
                "parameters": [number],
                "requestBody": {"required": True, "content": {"application/json": {"schema": CORRECTION_ASKED}}},
                "responses": _list_answers(record, *faults, success="201"),
            },
        },
        "/api/articles/{number}/corrections/{correction}": {
            "delete": {
                "operationId": "undo_correction",
                "summary": "Take back a correction",
                "parameters": [number, which],
                "responses": _list_answers(None, 404, 503, success="204"),
            },
        },
    }


def _describe_list(summary: str, record: str, parameters: list[Schema]) -> Schema:
    answer = {
        "type": "object",
        "required": ["count", "limit", "offset", "next", "notes", "items"],
        "properties": {
            "count": {"type": "integer", "description": "How many there are in all"},
            "limit": _NUMBER,
            "offset": _NUMBER,
            "next": {"type": ["string", "null"], "description": "The address of the part that follows"},
            "notes": {"type": "array", "items": _TEXT, "description": "What was left out, and why"},
            "items": {"type": "array", "items": {"$ref": f"#/components/schemas/{record}"}},
        },
    }
    return {
        "operationId": f"list_{record.lower()}s",
        "summary": summary,
        "parameters": parameters,
        "responses": _list_answers(answer, 422),
    }


def _list_paging() -> list[Schema]:
    limit = {"type": "integer", "minimum": 1, "maximum": MOST_LISTED, "default": USUALLY_LISTED}
    return [
        {"name": "limit", "in": "query", "schema": limit},
        {"name": "offset", "in": "query", "schema": {"type": "integer", "minimum": 0, "default": 0}},
    ]


def _list_search() -> list[Schema]:
    words = 'Words of the content: flood, "high water", tide*, AND, OR, NOT, brackets'
    order = {"type": "string", "enum": ["newest", "oldest"], "default": "newest"}
    found = [{"name": "q", "in": "query", "description": words, "schema": _TEXT}]
    for name, parameter in SEARCH_PARAMETERS.items():
        one: Schema = {"type": "string", **({"enum": list(parameter.choices)} if parameter.choices else {})}
        if name == "min_score":
            one = {"type": "number", "minimum": 0, "maximum": 1}
        schema = {"type": "array", "items": one} if parameter.is_list else one
        found.append({"name": name, "in": "query", "description": parameter.meaning, "schema": schema})
    return [*found, {"name": "order", "in": "query", "schema": order}, *_list_paging()]


def _list_answers(schema: Schema | None, *faults: int, success: str = "200") -> Schema:
    """The answers by their codes; those of the guard, which any request may get, too."""
    problem = {"schema": {"$ref": "#/components/schemas/Problem"}}
    content = {} if schema is None else {"content": {"application/json": {"schema": schema}}}
    answers: Schema = {success: {"description": "Done" if schema is None else "What was asked for", **content}}
    for code in sorted({401, 403, 404, 421, 500, *faults}):
        answers[str(code)] = {"description": "What went wrong", "content": {"application/problem+json": problem}}
    return answers


def _describe_records() -> Schema:
    """The records. Of those that docs/data-format.md explains, only the outermost keys stand here."""
    many = {"type": "array", "items": {"type": "object"}}
    keys = dict.fromkeys("statements speakers carriers headline notices".split(), many)
    spans = {"type": "array", "items": _SPAN}
    reading = {
        "article": {"type": "object"},
        **keys,
        "scare_quotes": spans,
        "own_voice": spans,
        "sayso": {"type": "object"},
    }
    texts = dict.fromkeys("title outlet published published_precision url".split(), _MAYBE_TEXT)
    article = {
        **dict.fromkeys("number version words statement_count speaker_count".split(), _NUMBER),
        **texts,
        "language": _MAYBE_TEXT,
        "article": _TEXT,
        "link": _TEXT,
    }
    statement = {
        "article_number": _NUMBER,
        "version": _NUMBER,
        **texts,
        **dict.fromkeys("article statement text source cue kind place sentence link".split(), _TEXT),
        **dict.fromkeys("speaker name_in_article person unresolved".split(), _MAYBE_TEXT),
        "content": spans,
        "sentence_span": _SPAN,
        "carriers": many,
        "score": {"type": "number"},
        "speaker_score": {"type": ["number", "null"]},
        **dict.fromkeys(("corrected", "corrected_by"), _MAYBE_TEXT),
    }
    check = {"article": _TEXT, "quote": _TEXT, "label": _TEXT, "span": _SPAN, "source": _MAYBE_TEXT}
    words = {"clusters": many, "notes": {"type": "array", "items": _TEXT}}
    speaker = {
        **dict.fromkeys("id statements articles outlets".split(), _NUMBER),
        **dict.fromkeys("name type link".split(), _TEXT),
        **dict.fromkeys("first_day last_day own".split(), _MAYBE_TEXT),
        "names": {"type": "array", "items": {"type": "array"}},
        "attributes": {"type": ["object", "null"]},
        "former": {"type": "array", "items": _NUMBER},
        "roles": {"type": "array", "items": {"type": "array"}},
    }
    quotation = {
        "id": _TEXT,
        "passages": many,
        "earliest": {"type": "array", "items": _NUMBER},
        "witnesses": _NUMBER,
        "edges": many,
        "root": {"type": ["integer", "null"]},
    }
    outlet = {
        **dict.fromkeys("articles words own_words stated_steps other_speakers".split(), _NUMBER),
        **dict.fromkeys("name link".split(), _TEXT),
        **{key: {"type": "object", "additionalProperties": _NUMBER} for key in ("said", "steps")},
        "taken_from": {"type": "array", "items": {"type": "array"}},
    }
    problem = {"type": _TEXT, "title": _TEXT, "status": _NUMBER, "detail": _TEXT}
    records: dict[str, Schema] = {
        "Article": article,
        "Statement": statement,
        "Reading": reading,
        "Check": check,
        "Words": words,
        "Outlet": outlet,
        "Correction": CORRECTION,
        "Corrections": {
            "corrections": {"type": "array", "items": {"$ref": "#/components/schemas/Correction"}},
            "notes": {"type": "array", "items": _TEXT},
        },
        "Quotation": quotation,
        "Speaker": speaker,
        "Problem": problem,
    }
    return {
        name: {"type": "object", "properties": values, "required": list(values)}
        | ({"externalDocs": {"url": _FORMAT}} if name == "Problem" else {})
        for name, values in records.items()
    }
