"""The tables of fields: what they say of a record is what the record holds, and all that is made of them agrees."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from types import NoneType, UnionType
from typing import Any, NamedTuple, get_args, get_origin, get_type_hints

import pytest
from jsonschema import Draft202012Validator

from feeds import contract
from feeds.api import api_answers as answers
from feeds.api.openapi import COMPONENTS
from feeds.datasets.tables import TABLES
from feeds.record_fields import (
    NUMBER,
    TEXT,
    TIME,
    RecordField,
    RecordFields,
    field,
    field_if_any,
    filled,
    optional,
    record,
)
from feeds.research import research_contract
from monitor.command_line import judged_output, status_fields

_JSON = {
    str: "string",
    datetime: "string",
    int: "integer",
    float: "number",
    bool: "boolean",
    tuple: "array",
    Sequence: "array",
    NoneType: "null",
}


class Passing(NamedTuple):
    """A record of its own, with a value and without."""

    name: str
    at: datetime | None
    count: int | None = None


PASSING: RecordFields[Passing] = record(
    "",
    field("name", filled(TEXT), "As it calls itself, {none} where it doesn't."),
    field("at", optional(TIME), "When."),
    field("number", optional(NUMBER), "", lambda passing: passing.count),
    field_if_any("twice", NUMBER, "", lambda passing: passing.count and passing.count * 2),
)


def test_a_record_becomes_json_in_the_order_of_its_fields() -> None:
    at = datetime(2025, 3, 1, 6, tzinfo=UTC)
    assert PASSING.to_json(Passing("a boat", at, 2)) == {
        "name": "a boat", "at": "2025-03-01T06:00:00Z", "number": 2, "twice": 4,
    }  # fmt: skip
    empty = PASSING.to_json(Passing("", None))
    assert empty == {"name": None, "at": None, "number": None}
    Draft202012Validator(PASSING.schema).validate(empty)
    assert PASSING.schema["properties"]["name"]["description"] == "As it calls itself, null where it doesn't."


def test_a_name_that_comes_again_stands_where_it_first_stood() -> None:
    changed = record("", *PASSING.fields, field("at", optional(TIME), "Another.", lambda passing: None))
    assert [each.name for each in changed.fields] == ["name", "at", "number", "twice"]
    assert changed.to_json(Passing("a", datetime(2025, 1, 1, tzinfo=UTC)))["at"] is None


def tables() -> Iterator[tuple[str, type, RecordFields[Any]]]:
    for module in (contract, research_contract, answers, status_fields, judged_output):
        for name, hint in get_type_hints(module).items():
            if get_origin(hint) is RecordFields and isinstance(get_args(hint)[0], type):
                yield f"{module.__name__}.{name}", get_args(hint)[0], getattr(module, name)


@pytest.mark.parametrize(("kind", "table"), [pytest.param(*found, id=name) for name, *found in tables()])
def test_a_schema_takes_all_that_a_record_may_hold(kind: type, table: RecordFields[Any]) -> None:
    for each in table.fields:
        if hint := _hint(kind, each):
            held = get_args(hint) if isinstance(hint, UnionType) else (hint,)
            assert {_JSON.get(get_origin(one) or one, "") for one in held} <= {"", *_taken(each.type.schema)}, each.name


def _taken(schema: Any) -> Iterator[str]:
    for one in schema.get("oneOf", [schema]):
        kinds = one.get("type", "object")  # a reference is to an object
        yield from [kinds] if isinstance(kinds, str) else kinds


def _hint(kind: type, each: RecordField[Any]) -> Any:
    """Return the type of the attribute that a field is named after, None where there is none."""
    attribute = getattr(kind, each.name, None)
    if isinstance(attribute, property):
        return get_type_hints(attribute.fget)["return"]
    return get_type_hints(kind).get(each.name)


def test_the_columns_of_data_sets_are_names_of_the_json() -> None:
    components = {name: set(schema["properties"]) for name, schema in COMPONENTS.items()}
    of = {
        "documents": "Document", "captures": "Capture", "versions": "Version", "changes": "Change", "hunks": "Hunk",
        "alerts": "Alert", "findings": "Finding", "evidence": "Evidence", "tellings": "Telling", "gaps": "Gap",
    }  # fmt: skip
    for table in TABLES:
        own = {*table.key, *table.refers}
        names = {column.name for column in table.columns} - own
        assert table.name == "segments" or names <= components[of[table.name]], table.name
        assert all(column.about for column in table.columns)
