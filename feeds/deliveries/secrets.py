"""Secrets: read from the environment or from a file that nobody else can read. Writes none anywhere.

A `Secret` shows itself as dots; only `reveal` gives its value. `redact` takes values out of what others wrote.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, quote_plus, unquote

from feeds.errors import SecretUnfit
from snapshots.frozen_class import frozen

_REFERENCE = re.compile(r"(env:[A-Za-z_][A-Za-z0-9_]*|file:.+)", re.DOTALL)
_SHOWN = "[secret]"
_SHORTEST = 4  # characters; anything shorter would blot out words
_PART = re.compile(r"[/?&=:@#;,\s]+")


@dataclass(frozen=True, slots=True)
class Secret:
    """A value that must not be shown."""

    _value: str = field(repr=False)

    def reveal(self) -> str:
        return self._value

    def __str__(self) -> str:
        return _SHOWN

    __repr__ = __str__


@frozen
class SecretReference:
    """Where a secret is kept: "env:NAME" or "file:PATH"; a relative path is seen from `folder`."""

    where: str
    folder: Path

    def read(self, environment: Mapping[str, str] = os.environ) -> Secret:
        """Return the secret; raises `SecretUnfit` where it is missing, empty, or open to others."""
        kind, _, name = self.where.partition(":")
        if kind == "env":
            value = environment.get(name, "")
            if not value.strip():
                raise SecretUnfit(f"the environment has no {name}; set it before policywatch is started")
            return Secret(value.strip())
        return Secret(_read_file(self.folder / name))


def is_reference(text: str) -> bool:
    """Return whether a setting names a place of a secret."""
    return bool(_REFERENCE.fullmatch(text))


def redact(text: str, secrets: Iterable[Secret]) -> str:
    """Return `text` without the secrets, nor the telling parts of those that are addresses."""
    shapes: set[str] = set()
    for secret in secrets:
        value = secret.reveal()
        parts = {value, *value.split(), *(part for part in _PART.split(value) if len(part) >= 2 * _SHORTEST)}
        for part in parts:
            shapes |= {part, unquote(part), quote(part, safe=""), quote_plus(part), repr(part)[1:-1]}
    for shape in sorted((s for s in shapes if len(s) >= _SHORTEST), key=len, reverse=True):
        text = text.replace(shape, _SHOWN)
    return text


def _read_file(path: Path) -> str:
    try:
        # Opened first and looked at then: what is checked is what is read.
        with path.open(encoding="utf-8") as file:
            mode = os.fstat(file.fileno()).st_mode
            if not stat.S_ISREG(mode):
                raise SecretUnfit(f"{path} is no file; a secret is kept in a file of its own")
            if os.name == "posix" and stat.S_IMODE(mode) & 0o077:
                raise SecretUnfit(f"{path} can be read by others; keep it to yourself: chmod 600 {path}")
            value = file.read(65_536).strip()
    except UnicodeDecodeError as error:
        raise SecretUnfit(f"{path} is no UTF-8 text; expected a secret alone in it") from error
    except OSError as error:
        raise SecretUnfit(f"{path} can't be read: {error.strerror or error}; it should hold a secret") from error
    if not value:
        raise SecretUnfit(f"{path} is empty; expected a secret alone in it")
    return value
