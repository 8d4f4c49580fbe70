"""What describes the datasets: `datapackage.json` (Data Package of Frictionless Data) and a text for people."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from feeds.clean import clean_line
from feeds.datasets.dataset_citation import LICENCE_URL, DatasetState
from feeds.datasets.tables import TABLES, Table
from feeds.record_fields import ColumnType
from feeds.site import Site

LICENCE = {
    "name": "CC0-1.0",
    "path": LICENCE_URL,
    "title": "CC0 1.0 for what Policywatch adds; quoted texts belong to those who published them",
}
_FORMATS = {
    "csv": ("text/csv", {"encoding": "utf-8", "profile": "tabular-data-resource"}),
    "jsonl": ("application/jsonl", {"encoding": "utf-8"}),
    "parquet": ("application/vnd.apache.parquet", {}),
    "sqlite": ("application/vnd.sqlite3", {}),
}


def datapackage_bytes(paths: Sequence[str], site: Site, state: DatasetState) -> bytes:
    """Return the descriptor of the files at `paths`, as `TABLE…SUFFIX` below the folder that it stands in."""
    by_kind: dict[tuple[str, str], list[str]] = {}
    for path in paths:
        name, _, suffix = path.rpartition(".")
        by_kind.setdefault((name.partition("/")[0], suffix), []).append(path)
    resources_of = [
        _resource(table, suffix, found)
        for suffix in ("csv", "jsonl", "parquet")
        for table in TABLES
        if (found := by_kind.get((table.name, suffix)))
    ]
    databases = by_kind.get(("sqlite", "sqlite"), [])
    described = {
        "profile": "data-package",
        "name": "policywatch",
        "id": site.tag("data"),
        "title": clean_line(site.title),
        "version": state.number,
        "created": state.created,
        "description": clean_line(site.about),
        "homepage": site.url("data/"),
        "contributors": [{"title": clean_line(site.title), "path": site.url(), "role": "publisher"}],
        "licenses": [LICENCE],
        "sources": [{"title": "The documents that are watched, as listed in the table documents"}],
        "resources": [*resources_of, *map(_database_lines, databases)],
    }
    return f"{_json_of(described)}\n".encode()


@dataclass(frozen=True, slots=True)
class _Ready:
    """A part of the descriptor that is JSON already."""

    text: str


@lru_cache(maxsize=1 << 14)
def _database_lines(path: str) -> _Ready:
    return _Ready(_lines(_database(path), 2))


def _json_of(described: Mapping[str, Any]) -> str:
    """Return the descriptor as JSON with an entry a line; the encoder of the library takes ten times as long for it."""
    lines = [f"\n {_quoted(name)}: {_lines(value, 1)}" for name, value in described.items()]
    return "{" + ",".join(lines) + "\n}"


def _lines(value: object, depth: int) -> str:
    inside, end = "\n" + " " * (depth + 1), "\n" + " " * depth
    if isinstance(value, Mapping) and value:
        return "{" + ",".join(f"{inside}{_quoted(n)}: {_lines(v, depth + 1)}" for n, v in value.items()) + end + "}"
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        plain = "".join(value)
        if value and _quoted(plain) == f'"{plain}"':  # as paths are
            return f'[{inside}"' + f'",{inside}"'.join(value) + f'"{end}]'
    if isinstance(value, list) and value:
        return "[" + ",".join(f"{inside}{_lines(each, depth + 1)}" for each in value) + end + "]"
    if isinstance(value, _Ready):
        return value.text
    return _quoted(value) if isinstance(value, str) else json.dumps(value)


_quoted = json.encoder.encode_basestring_ascii


def readme_bytes(site: Site) -> bytes:
    """Return what a person has to know to use the files: names, licence, citation, guards."""
    text = resources.files("feeds.datasets").joinpath("README.txt").read_text(encoding="utf-8")
    tables = "".join(f"{table.name:<10} {table.about}\n" for table in TABLES)
    return text.format(title=clean_line(site.title), address=site.url("data/"), tables=tables).encode()


def schema_of(table: Table[Any], suffix: str = "csv") -> dict[str, Any]:
    """Return the Table Schema of a table, in files of one format."""
    described: dict[str, Any] = {
        "fields": [
            {"name": column.name, "type": column.kind.value, "description": column.about, **_format(column.kind)}
            for column in table.columns
        ],
        "primaryKey": list(table.key),
        "missingValues": [""],
    }
    if table.refers:
        described["foreignKeys"] = [
            {"fields": column, "reference": {"resource": _name(other, suffix), "fields": there}}
            for column, (other, there) in table.refers.items()
        ]
    return described


def _format(kind: ColumnType) -> Mapping[str, str]:
    return {"format": "any"} if kind is ColumnType.TIME else {}


def _resource(table: Table[Any], suffix: str, paths: Sequence[str]) -> dict[str, Any]:
    media_type, more = _FORMATS[suffix]
    described: dict[str, Any] = {
        "name": _name(table.name, suffix),
        "title": table.about,
        "path": paths[0] if len(paths) == 1 else list(paths),
        "format": suffix,
        "mediatype": media_type,
        **more,
    }
    if suffix in ("csv", "jsonl"):  # without one, programs guess the types from the first rows
        described["schema"] = schema_of(table, suffix)
    return described


def _name(table: str, suffix: str) -> str:
    return table if suffix == "csv" else f"{table}-{suffix}"


def _database(path: str) -> dict[str, Any]:
    media_type, _ = _FORMATS["sqlite"]
    name = path.removesuffix(".sqlite").replace("/", "-").lower()
    return {
        "name": f"sqlite-{name.removeprefix('sqlite-')}",
        "title": "All tables in one database.",
        "path": path,
        "format": "sqlite",
        "mediatype": media_type,
    }
