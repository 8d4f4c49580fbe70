"""An archive as a folder of files that any host can serve: pages, feeds, style sheet. Serves nothing itself.

A file is rendered only where what it depends on has moved, and replaced in one step. What an earlier build
wrote and this one does not stays: somebody may have cited its address. What Policywatch did not write is
never touched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from hashlib import sha256
from pathlib import Path

from filelock import FileLock, Timeout

from feeds.edition.edition import Analysis, Edition, take_edition
from feeds.edition.file import File, key_of, source_fingerprint
from feeds.errors import PublicationBusy, PublicationFailed, PublicationRefused
from feeds.language.translation import speaking
from feeds.publication.manifest import (
    LOCK,
    MANIFEST,
    MORE,
    Manifest,
    Written,
    add_to_manifest,
    read_manifest,
    stamp_of,
    write_manifest,
)
from feeds.publication.moved_documents import LastBuild, LastBuilds, moved_since, states_of
from feeds.publication.sections import SPOKEN, UNSPOKEN
from feeds.publication.site_files import SiteFiles
from feeds.site import Site
from snapshots.archive import Archive
from snapshots.atomic_files import cant_write, replace_file
from snapshots.errors import ArchiveError
from snapshots.frozen_class import frozen

__all__ = ["MANIFEST", "Published", "files", "publish"]


@frozen
class Published:
    """What a build did to its folder, in files."""

    written: int
    unchanged: int
    kept: int  # of earlier builds, of which this one makes none: their addresses still answer
    changed: tuple[str, ...] = ()  # paths of those written


def publish(
    archive: Archive, out: Path, site: Site, analysis: Analysis, report: Callable[[int], object] = lambda made: None
) -> Published:
    """Write the site and the feeds of an archive into `out`; `report` hears how many files there are by now.

    Raises `PublicationRefused` where `out` holds a stranger's files or another archive's, or another build is
    at work there, and `PublicationFailed` where a file can't be written.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        with FileLock(out / LOCK, blocking=False):
            return _publish(take_edition(archive, site, analysis), out, report)
    except Timeout as error:
        raise PublicationBusy(f"another process is publishing into {out}; wait for it to end") from error
    except OSError as error:
        raise PublicationFailed(str(cant_write(out, error))) from error


def check_folder(archive: Archive, out: Path) -> None:
    """Raise `PublicationRefused` where `publish` would, asked before anything is promised."""
    if out.is_dir():
        _check_same_archive(read_manifest(out), archive, out)


def files(edition: Edition) -> Iterator[File]:
    """Yield every file of the publication, not yet rendered; keys cover all that its bytes depend on."""
    salt = _salt(edition)
    for section in UNSPOKEN:
        for file in section(edition):
            yield _salt_key(file, salt)
    for language in edition.site.languages:
        yield from _spoken_files(edition.in_language(language))


def _spoken_files(edition: Edition) -> Iterator[File]:
    """Yield the pages and feeds of one language, in its folder."""
    site, salt = edition.site, _salt(edition)
    for section in SPOKEN:
        with speaking(site.language):
            named = list(section(edition))
        for file in named:
            salted = _salt_key(file, salt)
            yield replace(salted, path=site.folder + file.path, render=partial(render_in, site.language, file.render))


def render_in(language: str, render: Callable[[], bytes]) -> bytes:
    """Return the bytes of a file, made while a language is spoken."""
    with speaking(language):
        return render()


def salt_key(file: File, edition: Edition) -> File:
    """Return a file whose key covers the settings, this package and what was handed in too."""
    return _salt_key(file, _salt(edition))


def _salt(edition: Edition) -> str:
    return key_of(edition.site, source_fingerprint("feeds"), edition.analysis.fingerprint)


def _salt_key(file: File, salt: str) -> File:
    return File(path=file.path, key=sha256(f"{file.key} {salt}".encode("ascii")).hexdigest(), render=file.render)


_last_builds = LastBuilds()


def _publish(edition: Edition, out: Path, report: Callable[[int], object]) -> Published:
    """Name all files, or only those that may have moved since the last build of this process, and make what did."""
    last = _last_build(edition, out)
    before = last.manifest if last else read_manifest(out)
    _check_same_archive(before, edition.archive, out)
    if not (out / MANIFEST).exists():  # so that a first build which is killed can be taken up again
        replace_file(out / MANIFEST, before.content(), durably=False)
    states = states_of(edition)
    if last:
        edition = replace(edition, only=moved_since(last.states, states))
    kept = SiteFiles(out, is_packed=edition.site.packed)
    made, changed = _make(edition, before, kept, report)
    if last:
        stale = last.kept
        new = {path: entry for path, entry in made.items() if before.files.get(path) != entry}
        after = _manifest(edition, {**before.files, **new})
        if new or after.attempts != before.attempts:
            add_to_manifest(out, _manifest(edition, new))
    else:
        left = {path: entry for path, entry in before.files.items() if path not in made and kept.is_there(path)}
        stale, after = len(left), _manifest(edition, {**left, **made})
        if after != before or (out / MORE).exists():
            write_manifest(out, after)
    _last_builds.keep(
        edition.archive,
        out,
        LastBuild(
            salt=_salt(edition),
            day=edition.survey.as_of.date(),
            stamp=stamp_of(out),
            states=states,
            manifest=after,
            kept=stale,
        ),
    )
    unchanged = len(after.files) - stale - len(changed)
    return Published(written=len(changed), unchanged=unchanged, kept=stale, changed=tuple(changed))


def _last_build(edition: Edition, out: Path) -> LastBuild | None:
    """Return the last build of a folder by this process, None where all has to be named again."""
    last = _last_builds.find(edition.archive, out)
    is_same = last and (last.salt, last.day) == (_salt(edition), edition.survey.as_of.date())
    return last if last and is_same and last.stamp == stamp_of(out) else None


def _manifest(edition: Edition, written: Mapping[str, Written]) -> Manifest:
    return Manifest(attempts=edition.survey.attempts, chain_head=edition.survey.chain_head, files=written)


def _make(
    edition: Edition, before: Manifest, kept: SiteFiles, report: Callable[[int], object]
) -> tuple[dict[str, Written], list[str]]:
    """Make the files of an edition that are not as they were, and return all that it names, and what was written."""
    made: dict[str, Written] = {}
    changed: list[str] = []
    for file in files(edition):
        if file.path in made:
            raise ValueError(f"two sections make {file.path}")
        report(len(made))
        known = before.files.get(file.path)
        if known and known.key == file.key and kept.has(file.path, known):
            made[file.path] = known
            continue
        content = file.render()
        size, is_new = kept.write(file.path, content)
        made[file.path] = Written(
            key=file.key,
            sha256=sha256(content).hexdigest(),
            size=size,
            is_packed=kept.will_pack(file.path, len(content)),
        )
        if is_new:
            changed.append(file.path)
    return made, changed


def _check_same_archive(before: Manifest, archive: Archive, out: Path) -> None:
    """Refuse to mix two archives in one folder: the addresses of changes are numbers, each archive's own."""
    if not before.attempts:
        return
    try:
        is_same = archive.attempt(before.attempts).hash == before.chain_head
    except ArchiveError:
        is_same = False
    if not is_same:
        raise PublicationRefused(
            f"{out} was built from another archive, or from a later state of this one; name an empty folder"
        )
