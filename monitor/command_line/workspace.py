"""The archive that a command works on, with its settings and declarations. Prints nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from monitor.errors import SettingsError
from monitor.rules import Pack, default_pack, load_pack
from monitor.settings.settings import DECLARATIONS, FILE, SITE, Settings
from monitor.settings.settings_file import declarations_of, load_settings
from snapshots.errors import ArchiveExists, ArchiveMissing
from snapshots.opening import Archive, create_archive, open_archive
from snapshots.sql.sql_archive import FILE as ARCHIVE_FILE
from spiders.declarations.declaration import Declaration

if TYPE_CHECKING:
    from feeds.edition.edition import Analysis
    from monitor.command_line.services import Services

DEFAULT = "policywatch-archive"
DERIVED = "derived"
"""Below the archive's folder: what can be thrown away and is worked out again."""

archive_option = click.option(
    "--archive",
    "folder",
    envvar="POLICYWATCH_ARCHIVE",
    default=DEFAULT,
    show_default=True,
    type=click.Path(path_type=Path, file_okay=False),
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


class Workspace:
    """One archive's folder while a command runs."""

    def __init__(self, folder: Path, archive: Archive) -> None:
        self.folder = folder
        self.archive = archive
        self.settings: Settings = load_settings(folder)

    @cached_property
    def pack(self) -> Pack:
        """Return the rules that hold in this archive; raises `RulePackError`."""
        return chosen_pack(self.folder)

    @cached_property
    def analysis(self) -> Analysis:
        """Return what publication and the commands have worked out for them under the rules of this archive."""
        from monitor.composition import analysis  # as with `outlet`

        return analysis(self.pack, self.folder / DERIVED)

    @property
    def site_folder(self) -> Path:
        return self.folder / SITE

    @cached_property
    def services(self) -> Services:
        """Return what publishes and delivers for this archive."""
        from monitor.command_line.services import Services  # most commands do neither: half of their start-up time

        return Services(self)

    def declarations(self) -> tuple[Declaration, ...]:
        """Return what is declared; raises `DeclarationError` with every fault."""
        return declarations_of(self.folder)

    def chosen(self, ids: tuple[str, ...]) -> list[Declaration]:
        """Return the declarations of the named documents, all where none is named."""
        every = self.declarations()
        if not every:
            where = self.folder / DECLARATIONS
            raise SettingsError(f"nothing is declared in {where}; make declarations with `policywatch init`")
        by_id = {d.document.id: d for d in every}
        for name in ids:
            if name not in by_id:
                raise SettingsError(f"no document {name!r} is declared; declared are: {', '.join(sorted(by_id))}")
        return [by_id[name] for name in ids] if ids else list(every)


def chosen_pack(archive: Path, folder: Path | None = None) -> Pack:
    """Return the pack of a folder, else the one that an archive's settings name, else the one that ships."""
    if folder:
        return load_pack(folder)
    named = load_settings(archive).rules
    return load_pack(archive / named) if named else default_pack()


def check_language(code: str | None, pack: Pack) -> str:
    """Return the language that texts are said to be in, "" where it is to be found out."""
    if code and code not in pack.languages.read:
        expected = ", ".join(pack.languages.read)
        raise click.BadParameter(f"expected one of {expected}, found {code!r}", param_hint="'--lang'")
    return code or ""


@contextmanager
def opened(folder: Path, *, make: bool = False) -> Iterator[Workspace]:
    """Open the archive of a folder; `make` it where settings or the command ask for one."""
    is_set_up = (folder / FILE).exists() or (folder / DECLARATIONS).is_dir()
    is_there = (folder / ARCHIVE_FILE).exists()
    archive = _made_or_opened(folder) if not is_there and (make or is_set_up) else open_archive(folder)
    try:
        yield Workspace(folder, archive)
    finally:
        archive.close()


def _made_or_opened(folder: Path) -> Archive:
    try:
        return create_archive(folder)
    except ArchiveExists:  # another process was quicker
        return open_archive(folder)


def known_document(workspace: Workspace, document_id: str) -> str:
    """Return the id if the archive has the document; raises `UnknownDocument` naming those it has."""
    ids = [document.id for document in workspace.archive.documents()]
    if document_id not in ids:
        known = ", ".join(ids) or "none yet"
        raise ArchiveMissing(f"no document {document_id!r} in {workspace.folder}; it has: {known}")
    return document_id
