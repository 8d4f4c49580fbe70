"""What a value of a TOML file may be: readers that return it or say what was expected. Knows no file and no line."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from math import inf
from types import UnionType
from typing import Any, TypeVar

from snapshots.toml_lines import TomlPath

Reader = Callable[[Any], Any]
"""Takes what TOML holds and returns what it means; raises `UnfitError`."""

_T = TypeVar("_T")
_E = TypeVar("_E", bound=StrEnum)
_K = TypeVar("_K", int, str)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_SPAN = re.compile(r"(\d{1,6}) *(s|seconds?|min|minutes?|h|hours?|d|days?|w|weeks?)")
_UNITS = {
    "s": timedelta(seconds=1), "m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1),
    "w": timedelta(weeks=1),
}  # fmt: skip
_NAMES = {
    str: "text",
    bool: "true or false",
    int: "a number",
    float: "a number",
    list: "a list",
    dict: "a table",
    type(None): "nothing",
}


class UnfitError(ValueError):
    """A value is not what its key holds: what was expected, at each place inside it that doesn't fit."""

    def __init__(self, expected: str = "", faults: Iterable[tuple[TomlPath, str]] = ()) -> None:
        self.faults = tuple(faults) or (((), expected),)
        super().__init__("; ".join(said for _, said in self.faults))

    def below(self, *steps: str | int) -> tuple[tuple[TomlPath, str], ...]:
        """Return the faults as seen from a table or list that holds the value."""
        return tuple(((*steps, *path), expected) for path, expected in self.faults)


def found(value: object) -> str:
    """Return in words what TOML holds, its value left out: it may be a secret."""
    return _NAMES.get(type(value), "a date or time")


def near(given: str, known: Iterable[str]) -> str:
    """Return the name that was probably meant, "" for none."""
    return next(iter(difflib.get_close_matches(given, list(known), n=1)), "")


def plain_text(value: object) -> str:
    """Return a text as it is written, which may be empty."""
    if not isinstance(value, str):
        raise UnfitError(f"expected text in quotes, found {found(value)}")
    return value


def words(value: object) -> str:
    """Return a text that is not empty, each run of white space as one space."""
    text = " ".join(plain_text(value).split())
    if not text or _CONTROL.search(text):
        raise UnfitError(f"expected text that is not empty and has no control characters, found {value!r}")
    return text


def matching(pattern: str, expected: str, longest: int = 1_000) -> Callable[[object], str]:
    """Return the reader of texts that a regular expression fits wholly."""
    compiled = re.compile(pattern)

    def read(value: object) -> str:
        text = words(value)
        if not compiled.fullmatch(text) or len(text) > longest:
            raise UnfitError(f"expected {expected}, found {text!r}")
        return text

    return read


def one_of(known: Iterable[str]) -> Callable[[object], str]:
    """Return the reader of one of several names."""
    names = tuple(known)

    def read(value: object) -> str:
        text = words(value)
        if text not in names:
            meant = near(text, names)
            hint = f", did you mean {meant}?" if meant else ""
            raise UnfitError(f"expected one of: {', '.join(names)}; found {text!r}{hint}")
        return text

    return read


def choice(kind: type[_E]) -> Callable[[object], _E]:
    """Return the reader of one value of an enumeration; an underscore stands for a space in it."""
    known = one_of(kind)
    return lambda value: kind(known(value.replace("_", " ") if isinstance(value, str) else value))


def instant(value: object) -> datetime:
    """Return a time with its zone, which TOML has no quotes around."""
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise UnfitError(f"expected a time like 2020-10-29T21:30:00Z without quotes, found {found(value)}")
    return value.astimezone(UTC)


def true_or_false(value: object) -> bool:
    """Return a truth value."""
    if not isinstance(value, bool):
        raise UnfitError(f"expected true or false, found {found(value)}")
    return value


def table(value: object) -> dict[str, Any]:
    """Return a table as it is."""
    if not isinstance(value, dict):
        raise UnfitError(f"expected a table, found {found(value)}")
    return value


def table_of(reader: Callable[[Any], _T]) -> Callable[[object], dict[str, _T]]:
    """Return the reader of a table with any keys, whose every value `reader` reads."""
    return lambda value: dict(_every(table(value).items(), reader))


def list_of(reader: Callable[[Any], _T], *, least: int = 0) -> Callable[[object], tuple[_T, ...]]:
    """Return the reader of a list whose every entry `reader` reads."""

    def read(value: object) -> tuple[_T, ...]:
        if not isinstance(value, list):
            raise UnfitError(f"expected a list of texts in square brackets, found {found(value)}")
        if len(value) < least:
            raise UnfitError(f"expected at least {'one' if least == 1 else least}")
        return tuple(entry for _, entry in _every(enumerate(value), reader))

    return read


def array_of(name: str, reader: Callable[[Any], _T]) -> Callable[[object], tuple[_T, ...]]:
    """Return the reader of `[[name]]` tables, one at least."""
    entries = list_of(reader, least=1)

    def read(value: object) -> tuple[_T, ...]:
        if not isinstance(value, list):
            raise UnfitError(f"expected [[{name}]] in double brackets, one for each {name}")
        return entries(value)

    return read


def _every(entries: Iterable[tuple[_K, Any]], reader: Callable[[Any], _T]) -> list[tuple[_K, _T]]:
    """Read every entry under its key or number; raises `UnfitError` with what is wrong in all of them."""
    read: list[tuple[_K, _T]] = []
    faults: list[tuple[TomlPath, str]] = []
    for step, entry in entries:
        try:
            read.append((step, reader(entry)))
        except UnfitError as unfit:
            faults += unfit.below(step)
    if faults:
        raise UnfitError(faults=faults)
    return read


def number(lowest: float = -inf, highest: float = inf) -> Callable[[object], float]:
    """Return the reader of numbers in a range."""
    return lambda value: float(_in_range(value, int | float, f"a number{_between(lowest, highest)}", lowest, highest))


def whole_number(lowest: float = -inf, highest: float = inf) -> Callable[[object], int]:
    """Return the reader of whole numbers in a range."""
    return lambda value: int(_in_range(value, int, f"a whole number{_between(lowest, highest)}", lowest, highest))


def _in_range(value: Any, kind: type | UnionType, expected: str, lowest: float, highest: float) -> Any:
    is_number = isinstance(value, kind) and not isinstance(value, bool)
    if not is_number:
        raise UnfitError(f"expected {expected}, found {value if isinstance(value, float) else found(value)}")
    if not lowest <= value <= highest:
        raise UnfitError(f"expected {expected}, found {value}")
    return value


def _between(lowest: float, highest: float) -> str:
    if highest < inf:
        return f" from {lowest:.0f} to {highest:.0f}"
    return f" of {lowest:.0f} or more" if lowest > -inf else ""


def span(shortest: timedelta, longest: timedelta, described: str) -> Callable[[object], timedelta]:
    """Return the reader of spans written like "6 h"; `described` says which and gives an example."""

    def read(value: object) -> timedelta:
        match = _SPAN.fullmatch(value.strip()) if isinstance(value, str) else None
        length = int(match[1]) * _UNITS[match[2][0]] if match else timedelta(0)
        if not match or not shortest <= length <= longest:
            given = repr(value) if isinstance(value, str) else found(value)
            raise UnfitError(f"expected a span {described}, found {given}")
        return length

    return read
