"""Records as canonical JSON and back: the bytes that hashes are made of and that archives store.

Canonical means ASCII, keys sorted, no space, times in UTC ending in `Z`, bytes in base64, and a field at its
default left out, so that a field added later does not move the hash of what is already kept. Knows no other
types than those records are made of.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from datetime import datetime
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

from snapshots.errors import ArchiveDamaged
from snapshots.records import Reason, require_utc

_Record = TypeVar("_Record")
_Convert = Callable[[Any], Any]


def encode(record: object) -> bytes:
    """Return the canonical JSON of a record."""
    return encode_plain(_writer(cast(Any, type(record)))(record))


def encode_plain(value: object) -> bytes:
    """Return the canonical JSON of a value made of str, int, bool, None, list and dict."""
    return json.dumps(value, ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode("ascii")


def encode_without(record: object, *names: str) -> bytes:
    """Return the canonical JSON of a record without the named fields."""
    plain = _writer(cast(Any, type(record)))(record)
    return encode_plain({name: value for name, value in plain.items() if name not in names})


def decode(kind: type[_Record], content: bytes | str, **given: object) -> _Record:
    """Return the record that `encode` wrote; `given` are fields kept elsewhere.

    Raises `ArchiveDamaged` for anything that `encode` does not write.
    """
    try:
        plain = json.loads(content)
        return cast(_Record, _reader(cast(Any, kind))({**plain, **given} if given else plain))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ArchiveDamaged(f"a stored {kind.__name__} can't be read: {error}; run `policywatch verify`") from error


def _write_time(moment: datetime) -> str:
    return require_utc(moment, "a stored time").isoformat().removesuffix("+00:00") + "Z"


def _read_time(text: object) -> object:
    return require_utc(datetime.fromisoformat(text), "a stored time") if isinstance(text, str) else text


@cache
def _writer(kind: Any) -> _Convert:
    """Return what turns a value of the annotated type `kind` into plain JSON."""
    if kind is Reason:
        return str
    if is_dataclass(kind):
        return _dataclass_writer(cast(type, kind))
    if kind is datetime:
        return _write_time
    if kind is bytes:
        return lambda content: b64encode(content).decode("ascii")
    if isinstance(kind, type) and issubclass(kind, Enum):
        return lambda value: value.value
    if get_origin(kind) is tuple:
        of_each = _element_types(kind)
        if of_each is None:
            write = _writer(get_args(kind)[0])
            return list if write is _same else lambda values: [write(value) for value in values]
        writers = tuple(map(_writer, of_each))
        return lambda values: [write(value) for write, value in zip(writers, values, strict=True)]
    if get_origin(kind) is UnionType:
        write_some = _writer(_optional(kind))
        return _same if write_some is _same else lambda value: None if value is None else write_some(value)
    return _same


@cache
def _reader(kind: Any) -> _Convert:
    """Return what turns plain JSON into a value of the annotated type `kind`."""
    if kind is Reason:
        return Reason.parse
    if is_dataclass(kind):
        return _dataclass_reader(cast(type, kind))
    if kind is datetime:
        return _read_time
    if kind is bytes:
        return b64decode
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    if get_origin(kind) is tuple:
        of_each = _element_types(kind)
        if of_each is None:
            read = _reader(get_args(kind)[0])
            return tuple if read is _same else lambda values: tuple(read(value) for value in values)
        readers = tuple(map(_reader, of_each))
        return lambda values: tuple(read(value) for read, value in zip(readers, values, strict=True))
    if get_origin(kind) is UnionType:
        read_some = _reader(_optional(kind))
        return _same if read_some is _same else lambda value: None if value is None else read_some(value)
    return _same


def _dataclass_writer(kind: type) -> _Convert:
    hints = get_type_hints(kind)
    plan = [(f.name, _stored_name(f), _default(f), _writer(hints[f.name])) for f in fields(kind)]

    def write(record: Any) -> dict[str, Any]:
        plain = {}
        for name, stored, default, convert in plan:
            value = getattr(record, name)
            if default is MISSING or value != default:
                plain[stored] = convert(value)
        return plain

    return write


def _dataclass_reader(kind: type) -> _Convert:
    hints = get_type_hints(kind)
    readers = {_stored_name(f): (f.name, _reader(hints[f.name])) for f in fields(kind)}

    def read(plain: Any) -> Any:
        given = {}
        for stored, value in plain.items():
            name, convert = readers[stored]
            given[name] = convert(value)
        return kind(**given)

    return read


def _stored_name(field: Any) -> str:
    """Return the name that archives hold a field under, which stays when the field gets another."""
    return str(field.metadata.get("stored", field.name))


def _default(field: Any) -> Any:
    return field.default if field.default_factory is MISSING else field.default_factory()


def _element_types(kind: Any) -> tuple[Any, ...] | None:
    """Return the types of a fixed tuple, None for `tuple[X, ...]`."""
    arguments = get_args(kind)
    return None if len(arguments) == 2 and arguments[1] is Ellipsis else arguments


def _optional(kind: Any) -> Any:
    (some,) = (argument for argument in get_args(kind) if argument is not NoneType)
    return some


def _same(value: Any) -> Any:
    return value
