"""Options and types of arguments that several commands take."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from feeds.deliveries.secrets import SecretReference
from monitor.running.workspace import DEFAULT
from snapshots.errors import ArchiveError
from snapshots.sql.postgres_address import PostgresAddress, is_postgres_address

if TYPE_CHECKING:
    from monitor.rules.pack import Pack


Place = Path | PostgresAddress
"""Where an archive is: a folder, or a database."""


class ArchivePlace(click.ParamType):  # type: ignore[type-arg]
    """The folder of an archive, or the address of a database; a command that needs a folder takes no other."""

    name = "place"

    def __init__(self, *, needs_folder: bool = False) -> None:
        self._needs_folder = needs_folder

    def convert(self, value: Any, param: Any, ctx: Any) -> Place:
        if isinstance(value, PostgresAddress):
            return value
        if str(value).startswith("env:"):
            value = SecretReference(where=str(value), folder=Path()).read().reveal()
        if not is_postgres_address(str(value)):
            return Path(os.fsdecode(click.Path(file_okay=False).convert(str(value), param, ctx)))
        if self._needs_folder:
            told = 'make one with `policywatch init DIR`, and set `database = "env:NAME"` in its policywatch.toml'
            self.fail(f"this command needs a folder with settings and declarations: {told}", param, ctx)
        try:
            return PostgresAddress.parse(str(value))
        except ArchiveError as error:
            self.fail(str(error), param, ctx)


archive_option = click.option(
    "--archive",
    "folder",
    envvar="POLICYWATCH_ARCHIVE",
    default=DEFAULT,
    show_default=True,
    type=ArchivePlace(),
    metavar="DIR",
    help="Folder of the archive, or postgresql://… of a database; POLICYWATCH_ARCHIVE sets it too.",
)
folder_option = click.option(
    "--archive",
    "folder",
    envvar="POLICYWATCH_ARCHIVE",
    default=DEFAULT,
    show_default=True,
    type=ArchivePlace(needs_folder=True),
    metavar="DIR",
    help="Folder of the archive; POLICYWATCH_ARCHIVE sets it too.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")


class MomentType(click.ParamType):  # type: ignore[type-arg]
    """A day or a time; without a zone it is UTC."""

    name = "time"

    def convert(self, value: Any, param: Any, ctx: Any) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            moment = datetime.fromisoformat(value.strip())
        except ValueError:
            self.fail(f"expected a day or a time like 2025-05-27 or 2025-05-27T06:00Z, found {value!r}", param, ctx)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


document_option = click.option("--document", metavar="D", help="Of this document only.")
pack_option = click.option(
    "--pack",
    "pack_folder",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    help="Rules in this folder, in place of those that hold.",
)
language_option = click.option("--lang", metavar="CODE", help="Language of the texts; found out where not given.")
since_option = click.option("--since", type=MomentType(), help="Only what was told since this day or time.")


def check_language(code: str | None, pack: Pack) -> str:
    """Return the language that texts are said to be in, "" where it is to be found out."""
    if code and code not in pack.languages.read:
        expected = ", ".join(pack.languages.read)
        raise click.BadParameter(f"expected one of {expected}, found {code!r}", param_hint="'--lang'")
    return code or ""
