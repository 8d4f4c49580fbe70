"""Bodies in a directory or an object store: kept before they are named, never overwritten, and missed by `verify`."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from snapshots.body_stores import MARK, BodyStore, DirectoryStore, RemoteStore, mark, open_store
from snapshots.errors import ArchiveDamaged, ArchiveError, StoreUnreachable
from snapshots.opening import create_archive, open_archive
from snapshots.sql.postgres_address import PostgresAddress
from snapshots.sql.sql_archive import SqlArchive
from tests.archives import archive_in
from tests.object_stores import BUCKET, require_s3, s3_store
from tests.snapshots.samples import NOTICE, POLICY, capture
from tests.snapshots.test_copying import contents, fill, told

Place = Path | PostgresAddress
BODY = b"<p>policy text of the harbour " * 60


@pytest.fixture(scope="module")
def s3() -> Iterator[dict[str, str]]:
    require_s3()
    with s3_store() as environment:
        yield environment


@pytest.fixture(params=["directory", "s3"])
def address(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return where there is an empty store, of each kind in turn."""
    if request.param == "directory":
        return str(tmp_path / "store")
    for name, value in request.getfixturevalue("s3").items():
        monkeypatch.setenv(name, value)
    return f"s3://{BUCKET}/{tmp_path.name}"


@pytest.fixture
def kept(place: Place, address: str) -> Iterator[SqlArchive]:
    """Return an archive, on each kind of database in turn, whose bodies go into a store."""
    with closing(open_archive(place)) as archive:
        archive.put_document(POLICY)
        archive.put_document(NOTICE)
        archive.keep_bodies_in(address)
        yield archive


@cache
def bucket(endpoint: str) -> Any:
    """Return what speaks to a server of objects, made once: it reads long descriptions of what there is."""
    import s3fs

    return s3fs.S3FileSystem(endpoint_url=endpoint, use_listings_cache=False, skip_instance_cache=True)


def objects(address: str) -> dict[str, bytes]:
    """Return all that a store holds, by name, in whatever way its own tools would."""
    if not address.startswith("s3:"):
        return {path.name: path.read_bytes() for path in Path(address).rglob("*") if path.is_file()}
    files = bucket(os.environ["AWS_ENDPOINT_URL"])
    found = files.find(address) if files.exists(address) else []
    return {path.rsplit("/", 1)[1]: files.cat_file(path) for path in found}


def spoil(address: str, name: str, content: bytes | None) -> None:
    """Put other bytes in an object's place, or take it away."""
    if not address.startswith("s3:"):
        path = Path(address) / name[:2] / name
        path.unlink() if content is None else path.write_bytes(content)
        return
    files = bucket(os.environ["AWS_ENDPOINT_URL"])
    path = f"{address}/{name[:2]}/{name}"
    files.rm_file(path) if content is None else files.pipe_file(path, content)


def test_bodies_go_into_the_store_and_come_back(kept: SqlArchive, address: str, place: Place) -> None:
    bodies = [BODY + b"%d" % day for day in range(4)]
    attempts = [kept.keep(replace(capture(body, day=day), screenshot=b"PNG")) for day, body in enumerate(bodies)]
    assert [kept.body(attempt.body_sha256) for attempt in attempts] == bodies
    assert [one.bodies for one in kept.body_places()] == [0, 5]
    assert len(objects(address)) == 6, "four pages, one picture, the mark"
    with closing(open_archive(place)) as again:  # the archive remembers where they are
        assert [again.body(attempt.body_sha256) for attempt in attempts] == bodies
        assert again.verify().faults == ()


def test_a_body_that_is_kept_is_not_written_again(kept: SqlArchive, address: str) -> None:
    kept.keep(capture(BODY))
    before = objects(address)
    assert kept.keep(capture(BODY, day=1)).is_revisit
    assert not kept.keep(capture(BODY, NOTICE, day=2)).is_revisit
    assert objects(address) == before


def test_what_was_kept_before_and_after_stays_where_it_is(place: Place, address: str) -> None:
    with closing(open_archive(place)) as archive:
        archive.put_document(POLICY)
        one = archive.keep(capture(BODY + b"1"))
        archive.keep_bodies_in(address)
        two = archive.keep(capture(BODY + b"2", day=1))  # packed against what lies in the database
        archive.keep_bodies_in("")
        three = archive.keep(capture(BODY + b"3", day=2))
        archive.keep_bodies_in("")
        assert [archive.body(kept.body_sha256)[-1:] for kept in (one, two, three)] == [b"1", b"2", b"3"]
        assert [(at.address, at.bodies, at.is_current) for at in archive.body_places()] == [
            ("", 2, True),
            (address, 1, False),
        ]
        assert archive.verify().faults == ()


@pytest.mark.parametrize("content", [None, b"", b"something else"])
def test_verify_names_what_is_missing_or_altered(kept: SqlArchive, address: str, content: bytes | None) -> None:
    lost = kept.keep(capture(b"a page of its own " * 9))
    sound = kept.keep(capture(b"<h1>another one</h1>" * 9, NOTICE, day=1))
    (name,) = [name for name in objects(address) if name.startswith(lost.body_sha256)]
    spoil(address, name, content)
    with pytest.raises(ArchiveDamaged, match=lost.body_sha256):
        kept.body(lost.body_sha256)
    (fault,) = kept.verify().faults
    assert fault.subject == f"body {lost.body_sha256}"
    assert kept.body(sound.body_sha256)


def test_an_object_in_the_way_is_never_overwritten(kept: SqlArchive, address: str) -> None:
    first = kept.keep(capture(b"one page " * 9))
    name = f"{first.body_sha256}.zst"
    open_store(address, None).put(name, objects(address)[name])  # the same again is no fault
    with pytest.raises(ArchiveDamaged, match="is not what was kept there"):
        open_store(address, None).put(name, b"something else")
    assert kept.verify().faults == ()


def test_a_store_that_does_not_answer_stops_what_needs_it_and_loses_nothing(
    kept: SqlArchive, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = kept.keep(capture(BODY))

    def fails(self: BodyStore, *_: object) -> bytes:
        raise StoreUnreachable(f"{self.address} does not answer")

    for kind in (DirectoryStore, RemoteStore):
        monkeypatch.setattr(kind, "put", fails)
        monkeypatch.setattr(kind, "get", fails)
    with pytest.raises(StoreUnreachable):
        kept.keep(capture(b"another page " * 9, day=1))
    assert [attempt.sequence for attempt in kept.attempts()] == [first.sequence]
    (fault,) = kept.verify().faults
    assert (fault.subject, "does not answer" in fault.problem) == ("bodies in a store", True)


def test_a_copy_has_its_bodies_where_it_keeps_its_own(kept: SqlArchive, address: str, tmp_path: Path) -> None:
    fill(kept, range(4))
    for name, store in (("plain", None), ("moved", "bodies")):
        with closing(archive_in(tmp_path / name)) as copy:
            if store:
                copy.keep_bodies_in(store)
            assert kept.copy_into(copy, told).chain_head == kept.chain_head()
            assert contents(copy) == contents(kept)
            assert copy.body_places()[-1].bodies == kept.body_places()[-1].bodies > 5
            assert kept.copy_into(copy, told).written == 0
    assert objects(str(tmp_path / "moved" / "bodies")).keys() == objects(address).keys()
    with closing(archive_in(tmp_path / "back")) as back, closing(open_archive(tmp_path / "moved")) as moved:
        moved.copy_into(back, told)
        assert contents(back) == contents(kept)


def test_a_copy_into_one_file_holds_the_bodies(tmp_path: Path) -> None:
    with closing(create_archive(tmp_path / "a")) as archive:
        archive.keep_bodies_in("bodies")
        fill(archive, range(3))
        for name, with_bodies in (("whole", True), ("without", False)):
            (tmp_path / name).mkdir()
            archive.copy_to(tmp_path / name / "archive.db", with_bodies=with_bodies)
        with closing(open_archive(tmp_path / "whole")) as whole:
            assert contents(whole) == contents(archive)
    with closing(open_archive(tmp_path / "without")) as without:
        (fault,) = without.verify().faults
        assert "is not there" in fault.problem
    (tmp_path / "a" / "bodies").rename(tmp_path / "without" / "bodies")  # a path is seen from the archive's folder
    with closing(open_archive(tmp_path / "without")) as without:
        assert without.verify().faults == ()


_KEEP = """
import sys
from pathlib import Path
from snapshots.opening import open_archive
from tests.snapshots.samples import capture
archive = open_archive(Path(sys.argv[1]))
for day in range(10_000):
    print(archive.keep(capture(b"%d page of its own " % day * 400, day=day)).body_sha256, flush=True)
"""


def test_a_process_killed_while_it_writes_leaves_nothing_half(tmp_path: Path, address: str) -> None:
    with closing(create_archive(tmp_path / "a")) as archive:
        archive.put_document(POLICY)
        archive.keep_bodies_in(address)
    acknowledged: list[str] = []
    for count in (1, 7, 12):
        command = [sys.executable, "-c", _KEEP, str(tmp_path / "a")]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=dict(os.environ)) as process:
            assert process.stdout
            acknowledged += [process.stdout.readline().strip() for _ in range(count)]
            process.kill()
    with closing(open_archive(tmp_path / "a")) as archive:
        assert all(archive.body(digest) for digest in acknowledged)
        assert archive.verify().faults == ()
        archive.keep(capture(b"9 page of its own " * 400, day=9))
        assert archive.verify().faults == ()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("s3://key:secret@bucket/a", "can't hold a secret"),
        ("bodies", "needs the whole path"),
    ],
)
def test_an_address_that_is_none_is_refused(given: str, said: str) -> None:
    with pytest.raises(ArchiveError, match=said) as error:
        open_store(given, None)
    assert "key:secret" not in str(error.value)


def test_a_store_that_cannot_be_written_is_not_taken(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no directory")
    with closing(create_archive(tmp_path / "a")) as archive:
        for given in (str(tmp_path / "file" / "bodies"), "nowhere://bucket"):
            with pytest.raises(ArchiveError):
                archive.keep_bodies_in(given)
        assert [place.is_current for place in archive.body_places()] == [True]


def test_the_mark_says_whose_the_objects_are(address: str) -> None:
    for _ in range(2):
        mark(open_store(address, None))
    assert b"Policywatch" in objects(address)[MARK]
