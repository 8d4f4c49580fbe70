"""The line on which each table and key of a TOML file stands. Judges no value.

`tomllib` tells no positions, and a second TOML parser could disagree with it. TOML is a sequence of
expressions that each end with a line, so the shortest run of lines that `tomllib` reads is one
expression, whatever strings and arrays span lines inside it.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from typing import cast

_ERROR_LINE = re.compile(r"\(at line (\d+), column \d+\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class TableLines:
    """Where a table begins and where its keys stand (of dotted keys, the first part); lines count from 1."""

    name: str  # dotted; "" for the keys before the first table
    line: int
    keys: dict[str, int] = field(default_factory=dict)


def error_line(error: tomllib.TOMLDecodeError, text: str) -> int:
    """Return the line a syntax error stands on; the last one where the text ended too early."""
    stated = _ERROR_LINE.search(str(error))
    return int(stated.group(1)) if stated else max(len(text.splitlines()), 1)


def table_lines(text: str) -> list[TableLines]:
    """Return the tables of a text that `tomllib` reads, in order, the nameless one first."""
    tables = [TableLines(name="", line=1)]
    for line, expression in _expressions(text.replace("\r\n", "\n").split("\n")):
        parsed = tomllib.loads(expression)
        if not parsed:
            continue
        if expression.lstrip().startswith("["):
            tables.append(TableLines(name=_header(parsed), line=line))
        else:
            tables[-1].keys.setdefault(next(iter(parsed)), line)
    return tables


def _expressions(lines: list[str]) -> list[tuple[int, str]]:
    found, start = [], 0
    for end in range(1, len(lines) + 1):
        expression = "\n".join(lines[start:end])
        try:
            tomllib.loads(expression)
        except tomllib.TOMLDecodeError:
            continue
        found.append((start + 1, expression))
        start = end
    return found


def _header(parsed: dict[str, object]) -> str:
    path = []
    inner: object = parsed
    while isinstance(inner, dict) and inner:
        key, inner = next(iter(cast("dict[str, object]", inner).items()))
        path.append(key)
    return ".".join(path)
