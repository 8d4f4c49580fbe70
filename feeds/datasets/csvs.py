"""Rows as CSV (RFC 4180) that a spreadsheet can open without running anything, and as JSON Lines."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from io import StringIO
from typing import Any

from feeds.clean import clean
from feeds.datasets.tables import Row, Table
from feeds.record_fields import ColumnType

_GUARDED = tuple("=+-@\t\r\n'＝＋－＠")
"""What a spreadsheet takes for the start of a formula, and the guard itself, so that it can be taken off again."""


def csv_bytes(table: Table[Any], rows: Iterable[Row]) -> bytes:
    """Return rows as UTF-8 CSV with a header line; empty is a value that is not there.

    A text that a spreadsheet could take for a formula has an apostrophe in front, as has one that begins with an
    apostrophe: taking one off gives the text. Control characters are left out; JSON Lines has them.
    """
    out = StringIO()
    writer = csv.writer(out)
    kinds = [column.kind for column in table.columns]
    writer.writerow(column.name for column in table.columns)
    for row in rows:
        writer.writerow(_cell(value, kind) for value, kind in zip(row, kinds, strict=True))
    return out.getvalue().encode()


def jsonl_bytes(table: Table[Any], rows: Iterable[Row]) -> bytes:
    """Return rows as one JSON object a line, with the names of the columns."""
    names = [column.name for column in table.columns]
    lines = (json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=True) for row in rows)
    return "".join(f"{line}\n" for line in lines).encode()


def guarded(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_GUARDED) else text


def _cell(value: Any, kind: ColumnType) -> str:
    if value is None:
        return ""
    if kind is ColumnType.TRUTH:
        return "true" if value else "false"
    if kind is ColumnType.LIST:
        return clean(json.dumps(value, ensure_ascii=False))
    return guarded(clean(value)) if kind is ColumnType.TEXT else str(value)
