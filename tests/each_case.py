"""A table of small cases in one test, since a test of its own for each would take more time than the case itself."""

from __future__ import annotations

import inspect
import traceback
from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import Any

import pytest

__all__ = ["each_case"]

# Each case would find what the one before it has left there.
FRESH_FIXTURES = {"capsys", "monkeypatch", "tmp_path"}
MAX_SHOWN = 200


def each_case(names: str | Sequence[str], cases: Iterable[Any]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Try every case in one test, and name at the end all those that failed, with what they raised.

    Args:
        names: The test's arguments that come from the table, as for `pytest.mark.parametrize`.
        cases: A value for each name; the value itself where there is one name.
    """
    split = [name.strip() for name in names.split(",")] if isinstance(names, str) else [*names]
    is_single = isinstance(names, str) and len(split) == 1
    table = [dict(zip(split, (case,) if is_single else case, strict=True)) for case in cases]
    if not table:
        raise ValueError(f"no cases of {names}")

    def decorate(test: Callable[..., None]) -> Callable[..., None]:
        signature = inspect.signature(test)
        left = [one for name, one in signature.parameters.items() if name not in split]
        if shared := FRESH_FIXTURES & {one.name for one in left}:
            raise TypeError(f"{test.__name__}: cases would share {', '.join(shared)}; use pytest.mark.parametrize")

        @wraps(test)
        def try_all(**fixtures: object) -> None:
            faults = [fault for number, case in enumerate(table) if (fault := _try(test, number, case, fixtures))]
            if faults:
                pytest.fail(f"{len(faults)} of {len(table)} cases failed\n" + "\n".join(faults), pytrace=False)

        vars(try_all)["__signature__"] = signature.replace(parameters=left)
        return try_all

    return decorate


def _try(test: Callable[..., None], number: int, case: dict[str, Any], fixtures: dict[str, object]) -> str:
    """Why a case fails: its number, its values and the traceback; "" if it holds."""
    try:
        test(**case, **fixtures)
    except (Exception, pytest.fail.Exception) as err:  # noqa: BLE001  (each case that fails is named)
        shown = ", ".join(f"{name}={value!r:.{MAX_SHOWN}}" for name, value in case.items())
        return f"── case {number}: {shown}\n{''.join(traceback.format_exception(type(err), err, err.__traceback__))}"
    return ""
