"""Tests of expressions that are compiled late."""

from __future__ import annotations

import re
from unittest import mock

import pytest

from sayso.late import compile_late


def test_nothing_is_compiled_before_the_first_use() -> None:
    """An expression is compiled when it is first used, and only once."""
    with mock.patch("re.compile", wraps=re.compile) as compiled:
        digits = compile_late("[0-9]+")
        before = compiled.call_count
        found = [digits.findall("7 of 12"), digits.findall("3")]

    assert (0, 1) == (before, compiled.call_count)
    assert [["7", "12"], ["3"]] == found


def test_it_works_as_the_expression_does() -> None:
    """Methods and attributes are those of the compiled expression, with its flags."""
    late, early = compile_late("(?P<verb>said)", re.IGNORECASE), re.compile("(?P<verb>said)", re.IGNORECASE)

    assert (early.pattern, early.flags, early.groupindex) == (late.pattern, late.flags, late.groupindex)
    assert early.sub("told", "She Said") == late.sub("told", "She Said")


def test_an_unknown_attribute_is_an_error() -> None:
    """What a compiled expression does not have, this has neither."""
    with pytest.raises(AttributeError):
        _ = compile_late("a").nothing  # type: ignore[attr-defined]
