"""The command that makes declarations of those of Open Terms Archive."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

import click

from monitor.command_line.options import folder_option
from monitor.command_line.output import count_of, escape
from monitor.errors import SettingsError
from monitor.settings.archive_layout import DECLARATIONS
from monitor.settings.settings_file import declarations_of
from snapshots.atomic_files import cant_write, write_file
from spiders.declarations.declarations import load_declarations
from spiders.errors import DeclarationError
from spiders.terms_archive.terms_declarations import CarriedDeclaration, UncarriedDeclaration, read_declaration

_HISTORY, _FILTERS = ".history.json", ".filters.js"


@click.command(epilog="Example: policywatch import declarations ./pga-declarations --service Facebook")
@click.argument("repository", type=click.Path(path_type=Path, file_okay=False))
@click.option("--service", "services", multiple=True, help="Only this service. May be repeated.")
@click.option("--terms", multiple=True, help='Only terms of this type, such as "Privacy Policy". May be repeated.')
@click.option("--without-filters", is_flag=True, help="Carry over what has filters of its own, without them.")
@folder_option
def declarations(
    repository: Path, services: tuple[str, ...], terms: tuple[str, ...], without_filters: bool, folder: Path
) -> None:
    """Declare what a collection of Open Terms Archive declares: a clone of its repository, or its declarations folder.

    Selectors, ranges, what is removed and who needs a browser are carried over; terms of several pages become a
    document for each. What has filters in code of its own is refused and listed, and the command exits 1. What is
    declared already stays as it is. Everything goes into one file in the archive's declarations.
    """
    files = list(_files(repository, services))
    if not files:
        raise SettingsError(f"{repository} has no declaration of {', '.join(services) or 'anything'}")
    wanted = {name.casefold() for name in terms}
    found = [
        one
        for path in files
        for one in _read(path, without_filters=without_filters)
        if not wanted or one.terms.terms_type.casefold() in wanted or not one.terms.terms_type
    ]
    there = {declaration.document.id for declaration in declarations_of(folder)}
    carried = [one for one in found if isinstance(one, CarriedDeclaration)]
    fresh = [one for one in carried if one.terms.document_id not in there]
    target = folder / DECLARATIONS / f"{_name_of(repository)}.toml"
    if target.exists():
        target = _free(target)
    faulty = _write(target, fresh) if fresh else []
    refused = [one for one in found if isinstance(one, UncarriedDeclaration)] + faulty
    _tell(carried, refused, there)
    written = len(fresh) - len(faulty)
    where = f" in {target}" if written else ""
    click.echo(
        f"{count_of(written, 'document')} declared{where}, {len(carried) - len(fresh)} declared before,"
        f" {len(refused)} refused"
    )
    if refused:
        sys.exit(1)


def _files(repository: Path, services: Iterable[str]) -> Iterator[Path]:
    folder = repository / "declarations" if (repository / "declarations").is_dir() else repository
    wanted = {name.casefold() for name in services}
    for path in sorted(folder.glob("*.json")):
        if not path.name.endswith(_HISTORY) and (not wanted or path.stem.casefold() in wanted):
            yield path


def _read(path: Path, *, without_filters: bool) -> list[CarriedDeclaration | UncarriedDeclaration]:
    code = path.with_name(f"{path.stem}{_FILTERS}")
    try:
        filters = code.read_text(encoding="utf-8", errors="replace") if code.is_file() else ""
        before = path.with_name(f"{path.stem}{_HISTORY}")
        history = before.read_bytes() if before.is_file() else b""
        found = read_declaration(
            path.stem, path.read_bytes(), filters, history=history, without_filters=without_filters
        )
        return list(found)
    except OSError as error:
        raise SettingsError(f"{path} can't be read: {error.strerror or error}") from error


def _write(target: Path, fresh: list[CarriedDeclaration]) -> list[UncarriedDeclaration]:
    """Write what holds as declarations; return what does not, with the reason."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cant_write(target, error) from error
    faulty: list[UncarriedDeclaration] = []
    sound: list[str] = []
    part = target.with_name(f".{target.name}.part")
    for one in fresh:
        table = _table(one)
        write_file(part, table.encode())
        try:
            load_declarations(part)
            sound.append(table)
        except DeclarationError as error:
            reason = "; ".join(f"{fault.key}: {fault.expected}" for fault in error.faults)
            faulty.append(UncarriedDeclaration(terms=one.terms, reason=reason))
    part.unlink(missing_ok=True)
    if sound:
        write_file(target, ("# Carried over from Open Terms Archive.\n\n" + "\n".join(sound)).encode())
    return faulty


def _table(one: CarriedDeclaration) -> str:
    notes = "".join(f"# {' '.join(note.split())}\n" for note in one.dropped)
    past = "".join(f"[[document.past]]\n{_lines(keys)}" for keys in one.past)
    return f"[[document]]\n{notes}{_lines(one.keys)}{past}"


def _lines(keys: Mapping[str, object]) -> str:
    return "".join(f"{key} = {_value(value)}\n" for key, value in keys.items())


def _value(value: object) -> str:
    # A string of JSON is one of TOML, too; a time of TOML has no quotes.
    return value.isoformat() if isinstance(value, datetime) else json.dumps(value, ensure_ascii=False)


def _tell(carried: Iterable[CarriedDeclaration], refused: Iterable[UncarriedDeclaration], there: set[str]) -> None:
    for one in carried:
        for note in one.dropped:
            click.echo(f"{one.terms.document_id}: {escape(note)}", err=True)
        if one.terms.document_id in there:
            click.echo(f"{one.terms.document_id}: declared already, and left as it is", err=True)
    for other in refused:
        click.echo(f"{escape(str(other.terms).strip())}: refused: {escape(other.reason)}", err=True)


def _name_of(repository: Path) -> str:
    resolved = repository.resolve()
    name = resolved.parent.name if resolved.name == "declarations" else resolved.name
    return "".join(letter if letter.isalnum() or letter in "-_" else "-" for letter in name) or "collection"


def _free(target: Path) -> Path:
    """Return a name beside one that is taken."""
    number = 2
    while (other := target.with_name(f"{target.stem}-{number}{target.suffix}")).exists():
        number += 1
    return other
