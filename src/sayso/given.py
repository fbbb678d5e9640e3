"""Check what a program gave to a public function, so that a wrong argument is refused where it was given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

__all__ = ["check_given", "check_items", "check_texts", "list_given"]

Kind = TypeVar("Kind")


def check_given(what: str, value: object, kinds: type | tuple[type, ...], remedy: str) -> None:
    """Raise TypeError unless a value is of one of these kinds; `what` says which value, `remedy` what to give.

    >>> check_given("the speaker", 5, str, "a name")
    Traceback (most recent call last):
    TypeError: the speaker is 5; give a name
    """
    if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in _all(kinds)):
        raise TypeError(f"{what} is {value!r:.60}; give {remedy}")


def check_items(what: str, record: object, name: str, kind: type, remedy: str) -> None:
    """Raise TypeError unless a field of a frozen record is a tuple of such values; a list becomes a tuple."""
    values = getattr(record, name)
    check_given(f"{name} of {what}", values, (tuple, list), remedy)
    for value in values:
        check_given(f"a part of {name} of {what}", value, kind, remedy)
    if isinstance(values, list):
        object.__setattr__(record, name, tuple(values))


def check_texts(what: str, record: object, names: str) -> None:
    """Raise TypeError unless these fields of a record are texts or None."""
    for name in names.split():
        check_given(f"{name} of {what}", getattr(record, name), (str, type(None)), "a str, or None")


def list_given(what: str, values: Iterable[Kind] | Kind, kind: type[Kind], remedy: str) -> Iterator[Kind]:
    """Yield values as they come, each checked; one alone is a list of one.

    Raises:
        TypeError: They are no list, or one of them is of another kind.
    """
    several: Any = (values,) if isinstance(values, (kind, str, bytes)) or not isinstance(values, Iterable) else values
    for value in several:
        check_given(what, value, kind, remedy)
        yield value


def _all(kinds: type | tuple[type, ...]) -> tuple[type, ...]:
    return kinds if isinstance(kinds, tuple) else (kinds,)
