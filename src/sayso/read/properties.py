"""The properties of an office document or a PDF file."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Properties"]


@dataclass(frozen=True, slots=True)
class Properties:
    """What a file states about itself; dates in ISO 8601."""

    title: str | None = None
    created: str | None = None
    modified: str | None = None
