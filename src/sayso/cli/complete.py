"""The types of arguments and options: what a shell offers when somebody presses Tab, and which numbers are taken."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import click
from click.shell_completion import CompletionItem
from click.types import StringParamType

__all__ = ["FiniteRange", "InputType", "NamesType"]


class InputType(StringParamType):
    """A file, a folder, an address, or - for stdin. A shell completes names of files."""

    name = "input"

    def shell_complete(
        self,
        ctx: click.Context,  # noqa: ARG002  (as click calls it)
        param: click.Parameter,  # noqa: ARG002  (as click calls it)
        incomplete: str,
    ) -> list[CompletionItem]:
        """Let the shell complete the name of a file or folder."""
        return [CompletionItem(incomplete, type="file")]


class NamesType(StringParamType):
    """Names with commas between them; a shell completes the last one."""

    name = "names"

    def __init__(self, names: Iterable[str]) -> None:
        self._names = tuple(names)

    def shell_complete(
        self,
        ctx: click.Context,  # noqa: ARG002  (as click calls it)
        param: click.Parameter,  # noqa: ARG002  (as click calls it)
        incomplete: str,
    ) -> list[CompletionItem]:
        """The list with each name that may end it and does not stand in it yet."""
        before, comma, begun = incomplete.rpartition(",")
        given = before.split(",")
        return [
            CompletionItem(f"{before}{comma}{name}")
            for name in self._names
            if name.startswith(begun) and name not in given
        ]


class FiniteRange(click.FloatRange):
    """A number within bounds, and neither `nan` nor `inf`, which Python takes for numbers."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:  # noqa: ANN401  (as click has it)
        """The number, if it is one."""
        number = float(super().convert(value, param, ctx))
        if not math.isfinite(number):
            self.fail(f"{value!r:.40} is no number of that range; give one such as 0.5", param, ctx)
        return number
