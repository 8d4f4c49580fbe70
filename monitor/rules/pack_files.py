"""Where a rule pack lies: in the package, or in a folder of one's own. Understands no table."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path

from monitor.errors import RulePackError, why_unreadable
from monitor.rules.languages import FOLDER, KINDS, shipped_language_files
from monitor.rules.pack import Pack
from monitor.rules.pack_parser import parse_pack, read_pack

FILES = (
    "rules.toml",
    "topics.toml",
    "cues.toml",
    "layout.toml",
    "signs.toml",
    "families.toml",
    "wording.toml",
    *(f"concepts/{kind}.toml" for kind in KINDS),
)
_LANGUAGE = re.compile(rf"{FOLDER}[a-z]{{2,3}}\.toml")  # ISO 639, as in a BCP 47 tag
_EXPECTED = f"its files are {', '.join(FILES)} and {FOLDER}CODE.toml"


@cache
def shipped_files() -> Mapping[str, str]:
    """Return the texts of the files that ship with the package, by name."""
    folder = resources.files("monitor.rules")
    files = {name: folder.joinpath(*name.split("/")).read_text("utf-8") for name in FILES}
    return {**files, **shipped_language_files()}


@cache
def default_pack() -> Pack:
    """Return the pack that ships with the package; its phrases were checked before it was shipped."""
    return parse_pack(shipped_files())


def load_pack(folder: Path) -> Pack:
    """Return the pack of a folder; a file that isn't there is taken from the package.

    Raises `RulePackError` naming file and table of every fault.
    """
    if not folder.is_dir():
        raise RulePackError(
            f"{folder}: no such folder of rules; write one to edit with `policywatch rules export {folder}`"
        )
    there = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*.toml"))}
    strange = [name for name in there if name not in FILES and not _LANGUAGE.fullmatch(name)]
    if strange:
        raise RulePackError(f"{folder / strange[0]}: no file of a rule pack; {_EXPECTED}")
    if not there:
        raise RulePackError(f"{folder} holds no file of a rule pack; {_EXPECTED}")
    texts = {**shipped_files(), **{name: _text(path) for name, path in there.items()}}
    try:
        return _read(tuple(texts.items()))
    except RulePackError as error:
        raise RulePackError("\n".join(f"{folder}/{line}" for line in str(error).splitlines())) from error


def export_pack(folder: Path) -> tuple[list[Path], list[Path]]:
    """Write the files of the shipped pack into a folder; return those written, and those that were there and stay."""
    written, left = [], []
    try:
        for name, text in shipped_files().items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.exists():
                left.append(path)
            else:
                path.write_bytes(text.encode())
                written.append(path)
    except OSError as error:
        raise RulePackError(f"{folder} can't be written: {error.strerror or error}") from error
    return written, left


@lru_cache(maxsize=2)  # the pack of an archive, and one that is compared with it
def _read(texts: tuple[tuple[str, str], ...]) -> Pack:
    """Return the pack of the same texts once: a command asks for that of its archive several times."""
    return read_pack(dict(texts), like=default_pack())


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError) as error:
        raise RulePackError(f"{path} {why_unreadable(error)}") from error
