"""The archive that a process works on, with its settings, rules and declarations. Prints nothing.

What a command does not ask for is not even imported: it starts sooner so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TypeVar

from monitor.errors import SettingsError
from monitor.settings.archive_layout import DECLARATIONS, DERIVED, FILE, SITE
from snapshots.errors import ArchiveExists, ArchiveLost, ArchiveMissing, ArchiveReadOnly
from snapshots.opening import FILE as ARCHIVE_FILE
from snapshots.opening import Archive, SqlArchive, create_archive, open_archive
from snapshots.sql.postgres_address import PostgresAddress

if TYPE_CHECKING:
    from feeds.edition.edition import Analysis
    from monitor.rules.pack import Pack
    from monitor.running.declared_plans import Plan
    from monitor.running.kept_health import KeptHealth
    from monitor.settings.settings import Settings
    from spiders.declarations.declaration import Declaration

DEFAULT = "policywatch-archive"
_Id = TypeVar("_Id", bound=str | None)


class Workspace:
    """One archive while it is open, and the folder of its settings, declarations and site."""

    def __init__(self, folder: Path, archive: Archive) -> None:
        self.folder = folder
        self.archive = archive

    @cached_property
    def settings(self) -> Settings:
        """Return the settings; raises `SettingsError` with every fault."""
        from monitor.settings.settings_file import load_settings

        return load_settings(self.folder)

    @cached_property
    def pack(self) -> Pack:
        """Return the rules that hold in this archive; raises `RulePackError`."""
        return choose_pack(self.folder)

    @property
    def read_pack(self) -> Callable[[], Pack]:
        """Return what gives the rules of this archive, which take a sixth of a start and judge few looks.

        Those of one's own are read at once: a fault in them is told before anything is fetched.
        """
        pack = self.pack if self.settings.rules else None
        return lambda: pack or self.pack

    @property
    def _rules_name(self) -> str:
        """Return the name of rules of one's own; those that ship are among the program's sources."""
        return self.pack.name if self.settings.rules else ""

    @cached_property
    def analysis(self) -> Analysis:
        """Return what publication and the commands have worked out for them under the rules of this archive."""
        from monitor.running.composition import analysis

        return analysis(self.read_pack, self._rules_name, self.folder / DERIVED)

    @cached_property
    def health(self) -> KeptHealth:
        """Return what says how well documents are read under the rules of this archive."""
        from feeds.edition.file import source_fingerprint
        from monitor.research.result_cache import ResultCache
        from monitor.running.kept_health import KeptHealth

        kept = ResultCache(self.folder / DERIVED)
        program = f"{source_fingerprint('monitor')} {self._rules_name}"
        return KeptHealth(self.archive, self.read_pack, kept, program)

    @property
    def site_folder(self) -> Path:
        return self.folder / SITE

    def declarations(self) -> tuple[Declaration, ...]:
        """Return what is declared; raises `DeclarationError` with every fault."""
        from monitor.settings.settings_file import declarations_of

        return declarations_of(self.folder)

    def plans(self) -> dict[str, Plan]:
        """Return what of each declaration tells how its document stands, by id; raises `DeclarationError`."""
        from monitor.research.result_cache import ResultCache
        from monitor.running.declared_plans import kept_plans

        return kept_plans(self.folder, ResultCache(self.folder / DERIVED))

    def register(self) -> None:
        """Let the archive know what is declared, be it looked at yet or not, so that what is shown counts it."""
        known = {document.id for document in self.archive.documents()}
        for declaration in self.declarations():
            if declaration.document.id not in known:
                with suppress(ArchiveReadOnly):
                    self.archive.put_document(declaration.document)

    def choose(self, ids: tuple[str, ...]) -> list[Declaration]:
        """Return the declarations of the named documents; where none is named, all that are not paused."""
        every = self.declarations()
        if not every:
            where = self.folder / DECLARATIONS
            raise SettingsError(f"nothing is declared in {where}; make declarations with `policywatch init`")
        by_id = {d.document.id: d for d in every}
        for name in ids:
            if name not in by_id:
                raise SettingsError(f"no document {name!r} is declared; declared are: {', '.join(sorted(by_id))}")
        return [by_id[name] for name in ids] if ids else [one for one in every if not one.paused]


def choose_pack(archive: Path | PostgresAddress, folder: Path | None = None) -> Pack:
    """Return the pack of a folder, else the one that an archive's settings name, else the one that ships."""
    from monitor.rules.pack_files import default_pack, load_pack
    from monitor.settings.settings_file import load_settings

    if folder:
        return load_pack(folder)
    named = load_settings(archive).rules if isinstance(archive, Path) else ""
    return load_pack(archive / named) if isinstance(archive, Path) and named else default_pack()


@contextmanager
def open_workspace(place: Path | PostgresAddress, *, make: bool = False) -> Iterator[Workspace]:
    """Open the archive of a folder or of a database; `make` it where settings or the command ask for one.

    A database alone has no settings and no declarations: the folder of such a workspace is empty, and goes with it.
    """
    if isinstance(place, PostgresAddress):
        archive = make_or_open(place) if make else open_archive(place)
        with closing(archive), TemporaryDirectory(prefix="policywatch-") as folder:
            yield Workspace(Path(folder), archive)
        return
    is_set_up = (place / FILE).exists() or (place / DECLARATIONS).is_dir()
    home = archive_place(place)
    archive = _in_folder(place, make or is_set_up) if home == place else _on_server(place, home, make or is_set_up)
    with closing(archive):
        yield Workspace(place, archive)


def archive_place(folder: Path) -> Path | PostgresAddress:
    """Return where the archive of a folder is: in it, or in the database that its settings name."""
    import tomli

    try:
        settings = tomli.loads((folder / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):  # who needs settings that can't be read says so
        return folder
    if "database" not in settings:
        return folder
    from monitor.settings.settings_file import load_settings

    return load_settings(folder).database_address or folder


def _in_folder(folder: Path, is_to_be_made: bool) -> SqlArchive:
    is_there = (folder / ARCHIVE_FILE).exists()
    if not is_there or not (folder / ARCHIVE_FILE).stat().st_size:
        _refuse_lost(folder, str(folder / ARCHIVE_FILE))
    return make_or_open(folder) if is_to_be_made and not is_there else open_archive(folder)


def _on_server(folder: Path, home: Path | PostgresAddress, is_to_be_made: bool) -> SqlArchive:
    try:
        return open_archive(home)
    except ArchiveMissing:
        _refuse_lost(folder, f"the archive in {home}")
        if is_to_be_made:
            return make_or_open(home)
        raise


def _refuse_lost(folder: Path, lost: str) -> None:
    """Raise `ArchiveLost` where a site was published from an archive that is not there any more."""
    from feeds.publication.manifest import MANIFEST, read_manifest

    site = folder / SITE
    if (site / MANIFEST).exists() and (looks := read_manifest(site).attempts):
        raise ArchiveLost(
            f"{lost} is gone or empty, though {site} was published from {looks} looks: restore it"
            " from a backup (`policywatch archive restore`); to begin anew, take locks/, site/ and derived/ away first"
        )


def make_or_open(place: Path | PostgresAddress) -> SqlArchive:
    """Return the archive of a place, made where there is none."""
    try:
        return create_archive(place)
    except ArchiveExists:  # it was there, or another process was quicker
        return open_archive(place)


def require_document(workspace: Workspace, document_id: _Id) -> _Id:
    """Return an id that the archive has, None where none is given; raises `ArchiveMissing` naming those it has."""
    ids = [document.id for document in workspace.archive.documents()]
    if document_id is not None and document_id not in ids:
        known = ", ".join(ids) or "none yet"
        raise ArchiveMissing(f"no document {document_id!r} in {workspace.folder}; it has: {known}")
    return document_id
