"""TOML files read straight into frozen records; every fault is told at once: file, line, key, what was expected.

cattrs makes the records and gathers what doesn't fit them. Here TOML is taken by its word (no number becomes text),
unknown keys are refused, and each fault finds its line. What a key may hold is said where its record is declared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Generic, TypeVar, Union, get_args, get_origin

import tomli
from cattrs import BaseValidationError, Converter
from cattrs.gen import make_dict_structure_fn, override

from snapshots.errors import TomlError, TomlFault
from snapshots.frozen_class import frozen
from snapshots.toml_lines import TomlPath, error_line, toml_lines
from snapshots.toml_values import (
    Reader,
    UnfitError,
    choice,
    list_of,
    near,
    number,
    plain_text,
    table,
    table_of,
    true_or_false,
    whole_number,
)

_Record = TypeVar("_Record")
_MISSING = "expected this key"


@frozen
class TomlFile:
    """A file that is TOML, what it is called in messages, and what `tomli` reads in it."""

    name: str
    text: str
    table: dict[str, Any]

    @classmethod
    def parse(cls, name: str, text: str) -> TomlFile:
        """Parse a text; raises `TomlError`."""
        try:
            return cls(name=name, text=text, table=tomli.loads(text))
        except tomli.TOMLDecodeError as error:
            raise _one_fault(name, error_line(error, text), "syntax", f"expected TOML: {error}") from error

    @classmethod
    def load(cls, path: Path) -> TomlFile:
        """Read and parse a file; raises `TomlError`."""
        try:
            text = path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            why = f"found a byte in line {line} that is none: 0x{error.object[error.start]:02x}"
            raise _one_fault(str(path), line, "file", f"expected a readable file in UTF-8, {why}") from error
        except OSError as error:
            why = f"and it can't be read: {error.strerror or type(error).__name__}"
            raise _one_fault(str(path), 1, "file", f"expected a readable file in UTF-8, {why}") from error
        return cls.parse(str(path), text)

    def read(self, reader: Callable[[Any], _Record]) -> _Record:
        """Return what a reader makes of the whole file; raises `TomlError` with every fault by its line."""
        try:
            return reader(self.table)
        except UnfitError as unfit:
            raise TomlError(self.faults(unfit.faults)) from unfit

    def faults(self, found: Iterable[tuple[TomlPath, str]]) -> tuple[TomlFault, ...]:
        """Return faults with their lines, in the order of these."""
        lines = toml_lines(self.text)
        told = (
            TomlFault(file=self.name, line=_innermost(lines, path), key=_key(path), expected=said)
            for path, said in found
        )
        return tuple(sorted(dict.fromkeys(told), key=lambda fault: fault.line))

    def line_of(self, path: TomlPath) -> int:
        """Return the line of a key, or of the innermost table around it that the file has."""
        return _innermost(toml_lines(self.text), path)


def _one_fault(name: str, line: int, key: str, expected: str) -> TomlError:
    return TomlError((TomlFault(file=name, line=line, key=key, expected=expected),))


def _innermost(lines: Mapping[TomlPath, int], path: TomlPath) -> int:
    return next((lines[path[:end]] for end in range(len(path), 0, -1) if path[:end] in lines), 1)


def _key(path: TomlPath) -> str:
    return ".".join(step for step in path if isinstance(step, str))


class RecordReader(Generic[_Record]):
    """Reads a table into a dataclass of ours, gathering every fault of every key.

    - `readers`: by field, where its type doesn't say all; else the converter reads the field by its type
    - `names`: the key of a field that is called otherwise in the file
    - `flat`: fields that are records, whose keys stand in this same table
    - `omit`: fields that the table has no key for
    - `holds`: what a key that may not be missing holds, for the message
    - `check`: what is wrong with keys beside each other, of the table as it is written
    """

    def __init__(
        self,
        kind: type[_Record],
        converter: Converter,
        *,
        readers: Mapping[str, Reader] | None = None,
        names: Mapping[str, str] | None = None,
        flat: Mapping[str, RecordReader[Any]] | None = None,
        omit: Iterable[str] = (),
        holds: Mapping[str, str] | None = None,
        check: Callable[[Mapping[str, Any]], Iterable[tuple[TomlPath, str]]] = lambda _: (),
    ) -> None:
        self._names, self._flat, self._holds, self._check = names or {}, flat or {}, holds or {}, check
        left_out = frozenset(omit)
        own = [field.name for field in fields(kind) if field.name not in left_out]  # type: ignore[arg-type]
        self.keys = tuple(self._names.get(name, name) for name in own if name not in self._flat)
        self.keys += tuple(key for inner in self._flat.values() for key in inner.keys)
        overrides = {name: override(omit=True) for name in left_out}
        for name in own:
            reader = self._flat.get(name) or (readers or {}).get(name)
            overrides[name] = override(rename=self._names.get(name), struct_hook=reader and _hook(reader))
        self._structure = make_dict_structure_fn(
            kind,
            converter,
            **overrides,  # type: ignore[arg-type]  # taken for the options of the function itself
        )
        self._kind = kind

    def __call__(self, value: object) -> _Record:
        given = table(value)
        faults: list[tuple[TomlPath, str]] = [((key,), self._unknown(key)) for key in given if key not in self.keys]
        faults += self._check(given)
        nested = dict(given)
        for name, inner in self._flat.items():
            nested[name] = {key: nested.pop(key) for key in inner.keys if key in nested}
        try:
            record = self._structure(nested, self._kind)
        except BaseValidationError as error:
            faults += [self._named(path, expected) for path, expected in _unfit(error)]
        if faults:
            raise UnfitError(faults=faults)
        return record

    def _unknown(self, key: str) -> str:
        meant = near(key, self.keys)
        hint = f"did you mean {meant}?" if meant else f"expected one of {', '.join(self.keys)}"
        return f"unknown key, {hint}"

    def _named(self, path: TomlPath, expected: str) -> tuple[TomlPath, str]:
        """Return a fault under the keys that the file has, not under the fields of the record."""
        is_flat = path[0] in self._flat and len(path) > 1
        key, *inner = path[1:] if is_flat else (self._names.get(str(path[0]), path[0]), *path[1:])
        if expected == _MISSING and not inner and key in self._holds:
            expected = f"{_MISSING}: {self._holds[str(key)]}"
        return (key, *inner), expected


def _unfit(error: Exception) -> Iterator[tuple[TomlPath, str]]:
    """Yield what cattrs gathered, each with its path from there."""
    if isinstance(error, BaseValidationError):
        for inner in error.exceptions:
            notes = getattr(inner, "__notes__", ())
            steps = [getattr(note, "name", getattr(note, "index", None)) for note in notes]
            for path, expected in _unfit(inner):
                yield tuple(step for step in steps[:1] if step is not None) + path, expected
    elif isinstance(error, UnfitError):
        yield from error.faults
    elif isinstance(error, KeyError):  # cattrs asks a table for a key that it hasn't
        yield (), _MISSING
    else:
        raise error


def strict_converter() -> Converter:
    """Return what reads fields by their types: nothing becomes another type, and no key is passed over."""
    converter = Converter(detailed_validation=True)
    # Handed also what inherits from text, the enumerations.
    converter.register_structure_hook(str, lambda value, kind: (plain_text if kind is str else choice(kind))(value))
    converter.register_structure_hook(int, _hook(whole_number()))
    converter.register_structure_hook(float, _hook(number()))
    converter.register_structure_hook(bool, _hook(true_or_false))

    def by_type(kind: Any) -> Reader:
        hook = converter.get_structure_hook(kind)
        return lambda value: hook(value, kind)

    factories: tuple[tuple[Callable[[Any], bool], Callable[[Any], Reader]], ...] = (
        (is_dataclass, lambda kind: RecordReader(kind, converter)),
        (_is_optional, lambda kind: by_type(_without_none(kind)[0])),
        (lambda kind: get_origin(kind) is tuple, lambda kind: list_of(by_type(get_args(kind)[0]))),
        (lambda kind: get_origin(kind) in (dict, Mapping), lambda kind: table_of(by_type(get_args(kind)[1]))),
    )
    for fits, reader_of in factories:
        converter.register_structure_hook_factory(fits, _hooks(reader_of))
    return converter


def _hook(reader: Reader) -> Callable[[Any, Any], Any]:
    return lambda value, _: reader(value)


def _hooks(reader_of: Callable[[Any], Reader]) -> Callable[[Any], Callable[[Any, Any], Any]]:
    return lambda kind: _hook(reader_of(kind))


def _is_optional(kind: Any) -> bool:
    return get_origin(kind) in (Union, UnionType) and len(_without_none(kind)) == 1


def _without_none(kind: Any) -> list[Any]:
    return [part for part in get_args(kind) if part is not NoneType]
