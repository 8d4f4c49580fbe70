"""An archive as a folder of files that any host can serve: pages, feeds, style sheet. Serves nothing itself.

A file is replaced in one step and only where its bytes differ; what an earlier build wrote and this one
does not is taken away; what Policywatch did not write is never touched.
"""

from __future__ import annotations

import errno
import json
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from importlib import resources
from pathlib import Path

from filelock import FileLock, Timeout

from feeds.channels import NEWEST, Channel, channels, document_path
from feeds.entries import change_entry, status_entries
from feeds.errors import PublicationFailed, PublicationRefused
from feeds.pages import rendering, views
from feeds.site import Site
from feeds.survey import Survey, take_survey
from feeds.syndication import Feed, newest_first, render_atom, render_rss
from snapshots.archive import Archive
from snapshots.records import Change

MANIFEST = ".policywatch-site.json"
"""Names every file of the last build with its sha256."""

_LOCK = ".policywatch-site.lock"


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What a build did to its folder, in files."""

    written: int
    unchanged: int
    removed: int


def publish(archive: Archive, out: Path, site: Site) -> Published:
    """Write the site and the feeds of an archive into `out`.

    Raises `PublicationRefused` where `out` holds a stranger's files or another build is at work there, and
    `PublicationFailed` where a file can't be written.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        with FileLock(out / _LOCK, blocking=False):
            return _publish(archive, out, site)
    except Timeout as error:
        raise PublicationRefused(f"another process is publishing into {out}; wait for it to end") from error
    except OSError as error:
        what = "the disk is full" if error.errno == errno.ENOSPC else error.strerror or str(error)
        raise PublicationFailed(f"{out} can't be written: {what}; what stood there stands") from error


def files(archive: Archive, site: Site) -> Iterator[tuple[str, bytes]]:
    """Yield every published file: its path below the site, and its bytes."""
    survey = take_survey(archive)
    made = channels(survey)
    for name in ("site.css", "icon.svg"):
        yield f"static/{name}", resources.files("feeds").joinpath("static", name).read_bytes()
    yield "index.html", rendering.render_index(survey, site, made)
    yield "changes/index.html", rendering.render_changes(survey, site, made)
    yield "d/index.html", rendering.render_documents(survey, site, made)
    yield "feeds/index.html", rendering.render_feeds(survey, site, made)
    yield "status/index.html", rendering.render_status(survey, site, made)
    yield "404.html", rendering.render_not_found(site, made)
    by_path = {channel.path: channel for channel in made}
    for watched in survey.watched:
        channel = by_path[document_path(watched.document.id)]
        page = rendering.render_document(watched, survey, site, channel)
        yield f"d/{watched.document.id}/index.html", page
    yield from _change_pages(archive, survey, site, by_path)
    yield from _feed_files(survey, site, made)


def _change_pages(
    archive: Archive, survey: Survey, site: Site, by_path: dict[str, Channel]
) -> Iterator[tuple[str, bytes]]:
    by_alert_id = {alert.id: alert for alert in survey.alerts.values()}
    for watched in survey.watched:
        for change in watched.changes:
            alert = survey.alerts.get(change.number)
            record = rendering.ChangeRecord(
                change=change,
                alert=alert,
                document=watched.document,
                channel=by_path[document_path(watched.document.id)],
                lacked_at=views.lacked_at(watched, change),
                first_half=by_alert_id.get(alert.follows) if alert and alert.follows else None,
                sequel=survey.sequels.get(alert.id) if alert else None,
            )
            before, after = (
                views.Side(version=version, attempt=archive.attempt(version.attempt))
                for version in (watched.versions[n - 1] for n in (change.from_version, change.to_version))
            )
            page = rendering.render_change(record, before, after, site)
            yield f"changes/{change.number}/index.html", page


def _feed_files(survey: Survey, site: Site, made: tuple[Channel, ...]) -> Iterator[tuple[str, bytes]]:
    documents = {watched.document.id: watched.document for watched in survey.watched}

    def entry_of(change: Change):  # type: ignore[no-untyped-def]
        return change_entry(change, survey.alerts.get(change.number), documents[change.document_id], site)

    entries = {
        number: entry_of(change)
        for number, change in {c.number: c for channel in made for c in channel.changes}.items()
    }
    for channel in made:
        told = [entries[change.number] for change in channel.changes]
        for gap in channel.gaps:
            told.extend(status_entries(gap, documents[gap.document_id], site))
        feed = Feed(
            path=channel.path,
            title=channel.title,
            about=channel.about,
            entries=newest_first(told, NEWEST),
        )
        yield f"{channel.path}.atom", render_atom(feed, site)
        yield f"{channel.path}.rss", render_rss(feed, site)


def _publish(archive: Archive, out: Path, site: Site) -> Published:
    before = _manifest(out)
    after: dict[str, str] = {}
    written = 0
    for path, content in files(archive, site):
        after[path] = sha256(content).hexdigest()
        written += _write(out / path, content)
    if before != after:
        _write(out / MANIFEST, json.dumps(after, sort_keys=True, indent=0).encode())
    stale = before.keys() - after.keys()
    for path in stale:
        (out / path).unlink(missing_ok=True)
        _remove_empty((out / path).parent, out)
    return Published(written=written, unchanged=len(after) - written, removed=len(stale))


def _manifest(out: Path) -> dict[str, str]:
    """Return the files of the last build; a folder with others and no manifest is somebody else's."""
    path = out / MANIFEST
    if not path.exists():
        strange = sorted(found.name for found in out.iterdir() if found.name != _LOCK)
        if strange:
            raise PublicationRefused(
                f"{out} holds files that Policywatch did not write ({strange[0]}); name an empty folder"
            )
        return {}
    try:
        named = json.loads(path.read_text())
        return {str(name): str(digest) for name, digest in named.items() if _is_below(str(name))}
    except (ValueError, AttributeError) as error:
        raise PublicationRefused(f"{path} is damaged; delete the folder and build again") from error


def _is_below(name: str) -> bool:
    """Whether a path of the manifest stays inside the folder, whoever wrote it."""
    return not name.startswith("/") and ".." not in Path(name).parts


def _write(path: Path, content: bytes) -> bool:
    """Replace a file in one step; return whether it had to be."""
    if path.is_file() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".policywatch-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return True


def _remove_empty(folder: Path, out: Path) -> None:
    while folder != out and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
