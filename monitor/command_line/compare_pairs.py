"""Pairs of texts from a file with one JSON object a line. Prints nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from monitor.errors import UnreadableText, why_unreadable
from snapshots.frozen_class import frozen

_NEEDED = ("id", "before", "after")


@frozen
class TextPair:
    """Two texts to be compared; `name` is whatever the file calls them."""

    name: Any
    before: str
    after: str
    language: str  # "" where it is to be found out


def read_pairs(path: Path, languages: Sequence[str]) -> Iterator[TextPair]:
    """Yield the pairs of a file, in some languages; raises `UnreadableText` that names file and line."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableText(f"{path} {why_unreadable(error)}") from error
    pairs = 0
    for number, line in enumerate(text.split("\n"), start=1):  # JSON text may hold other ends of lines, like U+2028
        if line.strip():
            yield _pair(line, f"{path}:{number}", languages)
            pairs += 1
    if not pairs:
        raise UnreadableText(f"{path} holds no pairs")


def _pair(line: str, where: str, languages: Sequence[str]) -> TextPair:
    try:
        found = json.loads(line)
    except RecursionError as error:
        raise UnreadableText(f"{where}: no JSON that can be read: it is nested too deeply") from error
    except ValueError as error:
        raise UnreadableText(f"{where}: no JSON") from error
    if not isinstance(found, dict):
        raise UnreadableText(f'{where}: expected an object with "id", "before" and "after"')
    for name in _NEEDED:
        if name not in found:
            raise UnreadableText(f'{where}: {name}: is missing; expected an object with "id", "before" and "after"')
    language = found.get("lang") or ""
    for name, value in (("before", found["before"]), ("after", found["after"]), ("lang", language)):
        if not isinstance(value, str):
            raise UnreadableText(f"{where}: {name}: expected text")
    if language and language not in languages:
        raise UnreadableText(f"{where}: lang: expected one of {', '.join(languages)}, found {language!r}")
    return TextPair(name=found["id"], before=found["before"], after=found["after"], language=language)
