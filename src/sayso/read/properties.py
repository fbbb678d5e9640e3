"""The properties of an office document or a PDF file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["Properties", "PropertyParts"]

MAX_CHARS = 1_000


@dataclass(frozen=True, slots=True)
class Properties:
    """What a file states about itself; dates in ISO 8601."""

    title: str | None = None
    created: str | None = None
    modified: str | None = None


@dataclass(slots=True)
class PropertyParts:
    """The properties of an office document, gathered as the elements of its XML begin and end.

    Attributes:
        names: The property that each element holds, by the name of the element.
        found: What was gathered so far, each cut to MAX_CHARS.
    """

    names: Mapping[str, str]
    found: dict[str, str] = field(default_factory=dict)
    _key: str | None = None

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        """An element begins."""
        self._key = self.names.get(name)

    def end(self, _name: str) -> None:
        """An element ends."""
        self._key = None

    def take(self, text: str) -> None:
        """Characters stand here."""
        if self._key is not None:
            self.found[self._key] = (self.found.get(self._key, "") + text)[:MAX_CHARS]
