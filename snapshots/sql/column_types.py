"""What columns are made of, alike in both databases: whole numbers of 64 bits, and texts that sort by code point."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import BigInteger, Dialect, Integer, Text, TypeDecorator
from sqlalchemy.types import TypeEngine

WHOLE_NUMBER = BigInteger().with_variant(Integer(), "sqlite")

_ESCAPE, _NUL = "\x1a", "\x00"


class AnyText(TypeDecorator[str]):
    """A text that may hold any character, on PostgreSQL too, which takes no NUL: there it is written as two others."""

    impl = Text
    cache_ok = True

    @property
    def python_type(self) -> type[str]:
        return str

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return Text(collation="C") if dialect.name == "postgresql" else Text()

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any] | None:
        """Return what writes a text, None where it is written as it is."""
        return _escaped if dialect.name == "postgresql" else None

    def result_processor(self, dialect: Dialect, coltype: Any) -> Callable[[Any], Any] | None:
        """Return what reads a text, None where it is read as it is."""
        return _plain if dialect.name == "postgresql" else None


def _escaped(text: str | None) -> str | None:
    if text is None or (_ESCAPE not in text and _NUL not in text):
        return text
    return text.replace(_ESCAPE, f"{_ESCAPE}1").replace(_NUL, f"{_ESCAPE}0")


def _plain(text: str | None) -> str | None:
    if text is None or _ESCAPE not in text:
        return text
    return text.replace(f"{_ESCAPE}0", _NUL).replace(f"{_ESCAPE}1", _ESCAPE)
