"""A record as a table of named fields, of which its JSON, its JSON Schema and the columns of a data set are made.

Knows no record of its own, and writes no file: `feeds.contract` and its like hold the tables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from operator import attrgetter
from typing import Any, Generic, TypeVar

from snapshots.frozen_class import frozen

Record = TypeVar("Record", contravariant=True)
Whole = TypeVar("Whole")
Value = TypeVar("Value")
Member = TypeVar("Member", bound=StrEnum)

Schema = Mapping[str, Any]
"""A JSON Schema, draft 2020-12."""


class ColumnType(StrEnum):
    """The type of a column, by its name in Table Schema."""

    TEXT = "string"
    NUMBER = "integer"
    DECIMAL = "number"
    TRUTH = "boolean"
    TIME = "datetime"
    LIST = "array"  # of texts; in CSV and SQLite it is written as JSON


@frozen
class FieldType(Generic[Value]):
    """What a field may hold: how a value becomes JSON, the schema of that, and the column that it fits, if any."""

    schema: Schema
    encode: Callable[[Value], Any]
    column: ColumnType | None = None
    note: str = ""  # on every field of the type, behind what is said of the field itself
    inner: RecordFields[Any] | None = None  # whose JSON it holds, or a list of


@frozen
class RecordField(Generic[Record]):
    """One name in the JSON of a record. In `about`, "{none}" stands for how a value that is not there is written."""

    name: str
    type: FieldType[Any]
    about: str
    value: Callable[[Record], Any]  # as JSON
    is_required: bool = True  # otherwise the name is left out where there is no value

    def about_as(self, none: str) -> str:
        """Return what is said of it where `none` is how a value that is not there is written."""
        return self.about.replace("{none}", none)

    @property
    def schema(self) -> Schema:
        said = " ".join(filter(None, (self.about_as("null"), self.type.note)))
        return {**self.type.schema, **({"description": said} if said else {})}

    def of_part(self, part: Callable[[Whole], Record]) -> RecordField[Whole]:
        """Return the same field for a whole that has the record as its part."""
        value = self.value
        return RecordField(
            name=self.name,
            type=self.type,
            about=self.about,
            value=lambda whole: value(part(whole)),
            is_required=self.is_required,
        )


@dataclass(frozen=True, slots=True)
class RecordFields(Generic[Record]):
    """All names in the JSON of one kind of record, in their order."""

    name: str  # among the components of the OpenAPI document; "" for one that only stands within others
    fields: tuple[RecordField[Record], ...]

    def to_json(self, record: Record) -> dict[str, Any]:
        """Return a record as an object of JSON."""
        made = ((field, field.value(record)) for field in self.fields)
        return {field.name: value for field, value in made if value is not None or field.is_required}

    @property
    def schema(self) -> Schema:
        """Return the schema of an object that has all of these names and no other."""
        return {
            "type": "object",
            "properties": {field.name: field.schema for field in self.fields},
            "required": [field.name for field in self.fields if field.is_required],
            "additionalProperties": False,
        }

    def within(self, whole: type[Whole], part: Callable[[Whole], Record]) -> Iterator[RecordField[Whole]]:
        """Yield these fields for a `whole` that has the record as its `part`, to stand among fields of its own."""
        return (field.of_part(part) for field in self.fields)


def record(name: str, *fields: RecordField[Record]) -> RecordFields[Record]:
    """Return the table of a kind of record; a name that comes again stands where it first stood, as it last was."""
    return RecordFields(name, tuple({field.name: field for field in fields}.values()))


def inline(*fields: RecordField[Record]) -> RecordFields[Record]:
    """Return the table of a kind of record that has no name among the components."""
    return record("", *fields)


def field(
    name: str, kind: FieldType[Value], about: str, get: Callable[[Record], Value] | None = None
) -> RecordField[Record]:
    """Return a field whose value `get` takes out of a record, or the attribute of the same name."""
    encode, take = kind.encode, get or attrgetter(name)
    return RecordField(name=name, type=kind, about=about, value=lambda record: encode(take(record)))


def field_if_any(
    name: str, kind: FieldType[Value], about: str, get: Callable[[Record], Value | None]
) -> RecordField[Record]:
    """Return a field that a record without the value doesn't have at all."""
    found = field(name, optional(kind), about, get)
    return replace(found, type=kind, is_required=False)


def stamp(moment: datetime | None) -> str | None:
    """Return a time as RFC 3339 in UTC."""
    return None if moment is None else moment.isoformat().removesuffix("+00:00") + "Z"


def _same(value: Value) -> Value:
    return value


def text(note: str = "", **more: Any) -> FieldType[str]:
    return FieldType(schema={"type": "string", **more}, encode=_same, column=ColumnType.TEXT, note=note)


TEXT = text()
URL = text(format="uri")
ID = text(pattern="^[a-z0-9]+(-[a-z0-9]+)*$")
SHA256 = text(pattern="^[0-9a-f]{64}$")
NUMBER: FieldType[int] = FieldType(schema={"type": "integer", "minimum": 0}, encode=_same, column=ColumnType.NUMBER)
SHARE: FieldType[float] = FieldType(
    schema={"type": "number", "minimum": 0, "maximum": 1}, encode=_same, column=ColumnType.DECIMAL
)
TRUTH: FieldType[bool] = FieldType(schema={"type": "boolean"}, encode=_same, column=ColumnType.TRUTH)
TIME: FieldType[datetime] = FieldType(
    schema={"type": "string", "format": "date-time"}, encode=stamp, column=ColumnType.TIME, note="UTC, RFC 3339."
)


def enum(members: type[Member]) -> FieldType[Member]:
    """Return the type of the values of an enumeration; "" among them is how it says that there is none."""
    values = [member.value for member in members if member]
    return FieldType(
        schema={"type": "string", "enum": values}, encode=lambda member: member.value, column=ColumnType.TEXT
    )


def optional(kind: FieldType[Value]) -> FieldType[Value | None]:
    """Return a type that takes None too, which is null in JSON."""
    schema, encode = kind.schema, kind.encode
    if "type" in schema and "enum" not in schema:
        nullable: Schema = {**schema, "type": [schema["type"], "null"]}
    else:
        nullable = {"oneOf": [schema, {"type": "null"}]}
    return FieldType(
        schema=nullable,
        encode=lambda value: None if value is None else encode(value),
        column=kind.column,
        note=kind.note,
        inner=kind.inner,
    )


def filled(kind: FieldType[Value]) -> FieldType[Value]:
    """Return a type that says null for "", which is how records say that there is none."""
    schema, encode = optional(kind).schema, kind.encode
    return replace(kind, schema=schema, encode=lambda value: encode(value) if value else None)


def listed(kind: FieldType[Value]) -> FieldType[Sequence[Value]]:
    """Return the type of a list."""
    encode = kind.encode
    return FieldType(
        schema={"type": "array", "items": kind.schema},
        encode=list if encode is _same else lambda values: [encode(value) for value in values],
        column=ColumnType.LIST if kind.column is ColumnType.TEXT else None,
        inner=kind.inner,
    )


def component(name: str) -> Schema:
    """Return the schema that refers to a component of the OpenAPI document."""
    return {"$ref": f"#/components/schemas/{name}"}


def nested(kind: RecordFields[Value]) -> FieldType[Value]:
    """Return the type of an object; one that has a name of its own is referred to by it."""
    schema = component(kind.name) if kind.name else kind.schema
    return FieldType(schema=schema, encode=kind.to_json, inner=kind)


TEXTS = listed(TEXT)
