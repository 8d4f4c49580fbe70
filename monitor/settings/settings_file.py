"""Reads and writes `policywatch.toml`, the settings beside an archive. Reads no environment and no secret."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any

from feeds.language.translation import NAMES
from monitor.errors import SettingsError
from monitor.settings.archive_layout import DECLARATIONS, FILE
from monitor.settings.settings import Settings
from monitor.settings.target_tables import (
    read_address,
    read_database,
    read_mail,
    read_targets,
    secret_reader,
    target_faults,
)
from monitor.settings.witness_tables import read_witnesses, witness_faults
from snapshots import consistency
from snapshots.errors import TomlError
from snapshots.toml_lines import TomlPath
from snapshots.toml_tables import RecordReader, TomlFile, strict_converter
from snapshots.toml_values import UnfitError, list_of, span, whole_number, words
from spiders.declarations.catalogue import meta_toml
from spiders.declarations.declaration import Declaration

_span = span(timedelta(minutes=1), timedelta(days=1), 'like "5 min", from 1 min to 1 d, or "never"')

_gap = span(timedelta(seconds=1), timedelta(minutes=10), 'like "3 s", from 1 s to 10 min')


def load_settings(folder: Path) -> Settings:
    """Read an archive's settings; those not given, or a missing file, have their defaults.

    Raises `SettingsError` with every fault, each by file, line and key.
    """
    path = folder / FILE
    if not path.exists():
        return Settings()
    try:
        return TomlFile.load(path).read(_reader(folder))
    except TomlError as error:
        raise SettingsError(str(error)) from error


def parse_listen(text: str) -> tuple[str, int]:
    """Return host and port of an address to listen at that a command was given; raises `SettingsError`."""
    try:
        return _host_and_port(text)
    except UnfitError as unfit:
        raise SettingsError(f'listen = "{text}": {unfit}') from unfit


def declarations_of(folder: Path) -> tuple[Declaration, ...]:
    """Return what is declared for an archive, none where it has no declarations; raises `DeclarationError`."""
    from spiders.declarations.declarations import load_declarations  # with every channel; most commands read settings

    path = folder / DECLARATIONS
    return load_declarations(path) if path.is_dir() else ()


def _host_and_port(value: object) -> tuple[str, int]:
    text = words(value)
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal() or int(port) > 65_535:
        raise UnfitError(f'expected HOST:PORT like "127.0.0.1:8080", found {text!r}')
    return host.strip("[]"), int(port)


def write_settings(folder: Path) -> list[Path]:
    """Write fresh settings and the catalogue into a folder; what stands there already stays.

    Returns the files written.
    """
    written = []
    declarations = folder / DECLARATIONS
    fresh = files(__package__).joinpath("fresh.toml").read_text(encoding="utf-8")
    try:
        declarations.mkdir(parents=True, exist_ok=True)
        for path, text in ((folder / FILE, fresh), (declarations / "meta.toml", meta_toml())):
            if not path.exists():
                path.write_text(text, encoding="utf-8")
                written.append(path)
    except OSError as error:
        raise SettingsError(f"{folder} can't be written: {error.strerror or error}") from error
    return written


def _reader(folder: Path) -> RecordReader[Settings]:
    return RecordReader(
        Settings,
        strict_converter(),
        readers={
            "database": lambda value: read_database(value, folder),
            "listen": _host_and_port,
            "gap": _gap,
            "second_look_after": lambda value: None if value == "never" else _span(value),
            "hold_above": whole_number(0),
            "phrases": list_of(_phrase),
            "languages": _languages,
            "signing_key": secret_reader(folder),
            "calendars": list_of(_calendar),
            "heartbeat": lambda value: read_address(value, folder),
            "desk_password": secret_reader(folder),
            "target": partial(read_targets, folder=folder),
            "witness": partial(read_witnesses, folder=folder),
            "mail": partial(read_mail, folder=folder),
        },
        check=_side_by_side,
    )


def _phrase(value: object) -> str:
    from monitor.research.phrases import LONGEST  # with all that reads a text; few settings watch a phrase

    if not isinstance(value, str) or not consistency.words(value) or len(value) > LONGEST:
        raise UnfitError(f"expected texts with words, at most {LONGEST} characters long, found {value!r}")
    return value


def _calendar(value: object) -> str:
    text = words(value)
    if not text.startswith(("https://", "http://")):
        raise UnfitError(f'expected addresses like "https://alice.btc.calendar.opentimestamps.org", found {text!r}')
    return text.rstrip("/")


def _languages(value: object) -> tuple[str, ...]:
    given = value if isinstance(value, list) else []
    if not given or any(language not in NAMES for language in given) or len(set(given)) < len(given):
        raise UnfitError(f"expected a list of some of {', '.join(NAMES)}, each once, found {value!r}")
    return tuple(given)


def _side_by_side(settings: Mapping[str, Any]) -> Iterator[tuple[TomlPath, str]]:
    for path, expected in target_faults(settings.get("target"), has_relay="mail" in settings):
        yield ("target", *path), expected
    for path, expected in witness_faults(settings.get("witness")):
        yield ("witness", *path), expected
