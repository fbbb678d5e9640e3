"""Cases that are tried in one test: none is passed over, and each that fails is named."""

from __future__ import annotations

import inspect

import pytest

from .each_case import each_case


def test_each_case_that_fails_is_named() -> None:
    """Those behind one that failed are tried too."""
    tried = []

    @each_case(("one", "other"), [(1, 1), (2, 3), (4, 4), (5, 6)])
    def check(one: int, other: int, fixture: str) -> None:
        tried.append((one, fixture))
        assert one == other, "unlike"

    with pytest.raises(pytest.fail.Exception) as failed:
        check(fixture="given")

    assert ["fixture"] == [*inspect.signature(check).parameters]
    assert [(1, "given"), (2, "given"), (4, "given"), (5, "given")] == tried
    reported = str(failed.value)
    assert reported.startswith("2 of 4 cases failed\n── case 1: one=2, other=3\n")
    assert "── case 3: one=5, other=6\n" in reported
    assert reported.count("AssertionError: unlike") == 2
    assert "case 2" not in reported


def test_a_name_has_the_value_itself() -> None:
    """Also a value that is a pair."""
    tried = []

    @each_case("pair", [(1, 2), "ab"])
    def check(pair: object) -> None:
        tried.append(pair)

    check()

    assert [(1, 2), "ab"] == tried


def test_what_cannot_be_a_table_is_refused() -> None:
    """Without cases nothing would be tested; a folder would be that of all cases."""
    with pytest.raises(ValueError, match="no cases of word"):
        each_case("word", [])
    with pytest.raises(TypeError, match="cases would share tmp_path"):

        @each_case("word", ["a"])
        def check(word: str, tmp_path: object) -> None:
            pass
