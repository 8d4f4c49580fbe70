"""Rows as Parquet, with pyarrow, which is installed only where it is asked for. Chooses no row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from importlib.util import find_spec
from io import BytesIO
from typing import Any

from feeds.datasets.tables import Row, Table
from feeds.errors import PackageMissing
from feeds.record_fields import ColumnType


def has_parquet() -> bool:
    """Return whether pyarrow is installed."""
    return find_spec("pyarrow") is not None


def parquet_bytes(table: Table[Any], rows: Sequence[Row]) -> bytes:
    """Return rows as a Parquet file with typed columns; raises `PackageMissing` where pyarrow is not installed."""
    try:
        import pyarrow as arrow
        from pyarrow import parquet
    except ImportError as error:
        raise PackageMissing("Parquet needs pyarrow: pip install 'policywatch[parquet]'") from error
    types = {
        ColumnType.TEXT: arrow.string(),
        ColumnType.NUMBER: arrow.int64(),
        ColumnType.DECIMAL: arrow.float64(),
        ColumnType.TRUTH: arrow.bool_(),
        ColumnType.TIME: arrow.timestamp("us", tz="UTC"),
        ColumnType.LIST: arrow.list_(arrow.string()),
    }
    columns = [
        arrow.array([_value(row[place], column.kind) for row in rows], types[column.kind])
        for place, column in enumerate(table.columns)
    ]
    made = arrow.Table.from_arrays(columns, names=[column.name for column in table.columns])
    out = BytesIO()
    parquet.write_table(made, out, compression="zstd")
    return out.getvalue()


def _value(value: Any, kind: ColumnType) -> Any:
    if value is None:
        return None
    if kind is ColumnType.TIME:
        return datetime.fromisoformat(value)
    if kind is ColumnType.LIST:
        return [_sound(text) for text in value]
    return _sound(value) if kind is ColumnType.TEXT else value


def _sound(text: str) -> str:
    return text.encode("utf-8", "replace").decode()
