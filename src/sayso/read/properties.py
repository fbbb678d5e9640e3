"""What an office document or a PDF file says about itself."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Properties"]


@dataclass(frozen=True, slots=True)
class Properties:
    """What a file says about itself; dates as in ISO 8601."""

    title: str | None = None
    created: str | None = None
    modified: str | None = None
