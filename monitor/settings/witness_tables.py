"""The `[[witness]]` tables of the settings, checked key by key. Opens no file and reads no secret."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from feeds.witnesses.witness import Occasion, Witness, WitnessKind
from monitor.settings.target_tables import name_of_target, read_network, secret_reader
from snapshots.toml_lines import TomlPath
from snapshots.toml_tables import RecordReader, strict_converter
from snapshots.toml_values import UnfitError, array_of, choice, list_of, whole_number, words


def read_witnesses(value: object, folder: Path) -> tuple[Witness, ...]:
    """Return the witnesses of the `[[witness]]` tables; raises `UnfitError` with every fault."""
    secret = secret_reader(folder)
    read = RecordReader(
        Witness,
        strict_converter(),
        readers={
            "name": name_of_target,
            "kind": choice(WitnessKind),
            "address": _address,
            "replay": _address,
            "key": secret,
            "secret": secret,
            "at": choice(Occasion),
            "documents": list_of(words),
            "per_minute": whole_number(1),
            "per_day": whole_number(1),
            "allow": list_of(read_network),
        },
        check=_witness_faults,
    )
    return array_of("witness", read)(value)


def witness_faults(value: object) -> Iterator[tuple[TomlPath, str]]:
    """Yield what is wrong with witnesses beside each other, as they are written: names taken."""
    names: set[object] = set()
    for index, witness in enumerate(value if isinstance(value, list) else ()):
        name = witness.get("name") if isinstance(witness, dict) else None
        if isinstance(name, str) and name in names:
            yield (index, "name"), f"expected a name of its own, {name!r} is taken"
        names.add(str(name))


def _witness_faults(witness: Mapping[str, Any]) -> Iterator[tuple[TomlPath, str]]:
    if ("key" in witness) != ("secret" in witness):
        yield ("key",), "expected key and secret together, or neither"
    if witness.get("kind") == WitnessKind.ADDRESS:
        if "address" not in witness:
            yield ("address",), "expected where the archive records what its address is followed by"
        if "key" in witness:
            yield ("key",), f"expected none: only {WitnessKind.SAVE_PAGE_NOW.value} knows keys"
    address, key = witness.get("address"), witness.get("key")
    if key and isinstance(address, str) and address.startswith("http://") and not witness.get("allow"):
        yield ("address",), "expected https://: a key is not sent over an open line"


def _address(value: object) -> str:
    text = words(value)
    try:
        parts = urlsplit(text)
        is_fit = parts.scheme in ("https", "http") and bool(parts.hostname) and not parts.username
        text.encode("ascii")
    except ValueError:
        is_fit = False
    if not is_fit:
        raise UnfitError(f"expected an address like https://archive.example/save, found {text!r}")
    return text
