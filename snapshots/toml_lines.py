"""The line on which each table and key of a TOML file stands. Judges no value.

`tomli` tells no positions, and a second TOML parser could disagree with it. TOML is a sequence of
expressions that each end with a line, so the shortest run of lines that `tomli` reads is one
expression, whatever strings and arrays span lines inside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import tomli

TomlPath = tuple[str | int, ...]
"""The way to a value: names of tables and keys, and a number (from 0) in an array of tables or values."""

_ERROR_LINE = re.compile(r"\(at line (\d+), column \d+\)")
# What an expression of more than one line ends with: tried only there, a long array is read in linear time.
_CLOSING = re.compile(r"[\]}]|\"\"\"|'''")


def error_line(error: tomli.TOMLDecodeError, text: str) -> int:
    """Return the line a syntax error stands on; the last one where the text ended too early."""
    stated = _ERROR_LINE.search(str(error))
    return int(stated.group(1)) if stated else max(len(text.splitlines()), 1)


def toml_lines(text: str) -> dict[TomlPath, int]:
    """Return the line, from 1, of each table and key of a text that `tomli` reads.

    Values inside an array or an inline table stand where their key stands.
    """
    lines: dict[TomlPath, int] = {}
    counts: dict[TomlPath, int] = {}  # tables seen of each array of tables
    table: TomlPath = ()
    for line, expression in _expressions(text.replace("\r\n", "\n").split("\n")):
        path, is_array = _path(tomli.loads(expression))
        if not expression.lstrip().startswith("["):
            _note(lines, table, path, line)
            continue
        table = ()
        for name in path[:-1]:  # a table of the newest table of an array
            table = (*table, name)
            table = (*table, counts[table] - 1) if table in counts else table
        table = (*table, path[-1])
        lines.setdefault(table, line)
        if is_array:
            counts[table] = counts.get(table, 0) + 1
            table = (*table, counts[table] - 1)
            lines[table] = line
    return lines


def _note(lines: dict[TomlPath, int], table: TomlPath, path: TomlPath, line: int) -> None:
    for end in range(1, len(path) + 1):
        lines.setdefault((*table, *path[:end]), line)


def _path(parsed: dict[str, Any]) -> tuple[TomlPath, bool]:
    """Return the names that an expression gives, of `a.b = 1` or `[a.b]` both, and whether it is `[[a.b]]`."""
    path: list[str] = []
    inner: object = parsed
    while isinstance(inner, dict) and len(inner) == 1:
        key, inner = next(iter(inner.items()))
        path.append(key)
    return tuple(path), inner == [{}]


def _expressions(lines: list[str]) -> Iterator[tuple[int, str]]:
    start = 0
    for end in range(1, len(lines) + 1):
        if end - start > 1 and not _CLOSING.search(lines[end - 1]):
            continue
        expression = "\n".join(lines[start:end])
        try:
            parsed = tomli.loads(expression)
        except tomli.TOMLDecodeError:
            continue
        if parsed:
            yield start + 1, expression
        start = end
