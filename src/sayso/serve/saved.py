"""An answer that a browser saves as a file."""

from __future__ import annotations

from starlette.responses import Response

__all__ = ["save_lines", "save_page"]


def save_page(content: bytes | str) -> Response:
    """A page in one file."""
    return _save(content, "sayso.html", "text/html")


def save_lines(content: bytes | str) -> Response:
    """JSON Lines."""
    return _save(content, "sayso.jsonl", "application/jsonl")


def _save(content: bytes | str, name: str, kind: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, headers=headers, media_type=kind)
