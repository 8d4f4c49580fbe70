"""The archive as WARC: whole, the same each time, read by others, and read back as what it was."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import httpx
import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from snapshots.archive import Archive
from snapshots.errors import ArchiveDamaged, ArchiveError, CantWrite
from snapshots.records import Attempt, Capture, Hop, HopPurpose, Outcome
from snapshots.warc.export import Selection, export_warc
from spiders.errors import WarcError
from spiders.warc.warc_reader import WarcRecord, read_warc
from tests.archives import new_archive, tamper
from tests.pywb import Pywb
from tests.snapshots.samples import NOTICE, POLICY, START, capture, failure

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(200))


def described(seen: Capture, **more: object) -> Capture:
    return replace(seen, exchange=replace(seen.exchange, **more))  # type: ignore[arg-type]


def filled(archive: Archive) -> Archive:
    """Return an archive with a capture of every kind that a WARC has another form for."""
    archive.put_document(POLICY)
    archive.put_document(NOTICE)
    redirect = Hop(purpose=HopPurpose.REDIRECT, url="https://harbour.example/", status=301, wire_length=20,
                   response_headers=(("Location", "/privacy"), ("Content-Length", "20")))  # fmt: skip
    everything = described(
        capture(b"<p>one", day=0),
        requested_url="https://harbour.example/",
        hops=("https://harbour.example/", POLICY.url),
        preceding=(redirect,),
        request_headers=(("User-Agent", "policywatch"), ("Accept", "text/html")),
        response_headers=(
            ("Content-Type", "text/html; charset=utf-8"), ("Content-Encoding", "gzip"), ("Content-Length", "9"),
            ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"), ("X-Town", "München"), ("X-Sign", "→"),
        ),
        captured_at=START + timedelta(microseconds=1234),
        ip="203.0.113.7", protocol="HTTP/1.1", tls_leaf_sha256="ab" * 32, wire_sha256="cd" * 32, wire_length=9,
    )  # fmt: skip
    archive.keep(replace(everything, screenshot=PICTURE))
    archive.keep(described(capture(b"<p>one", day=1), protocol="h2"))  # the same bytes again
    for day in range(2, 22):
        archive.keep(capture(b"<p>page %d" % day, day=day))
    archive.keep(capture(b"<p>page 3", day=22))  # long after the record that it repeats
    archive.keep(capture(bytes(range(256)) * 40, NOTICE, day=23))
    archive.keep(failure(Outcome.NOT_FOUND, b"<p>gone", day=24))
    archive.keep(failure(Outcome.NOT_MODIFIED, day=25))
    silent = failure(Outcome.TIMEOUT, day=26)
    archive.keep(replace(silent, exchange=replace(silent.exchange, status=None, response_headers=()), detail="slow"))
    archive.keep(replace(failure(Outcome.TOO_LARGE, day=27), exchange=replace(silent.exchange, wire_length=10**9)))
    archive.keep(replace(failure(Outcome.EMPTY, b"<div>", day=28), screenshot=PICTURE, media_type="text/html"))
    archive.keep(replace(silent, body=b"<p>drawn", media_type="text/html", outcome=Outcome.WALL))
    return archive


@pytest.fixture(scope="module")
def archive() -> Archive:
    return filled(new_archive())


def exported(archive: Archive, out: Path, **chosen: object) -> Path:
    list(export_warc(archive, out, Selection(**chosen)))  # type: ignore[arg-type]
    return out


def read(path: Path, document_id: str = POLICY.id) -> list[WarcRecord]:
    found = list(read_warc(path, document_id=document_id))
    assert [record.problem for record in found] == [""] * len(found)
    return found


def kept_again(records: list[WarcRecord]) -> Iterator[Attempt]:
    other = new_archive()
    other.put_document(POLICY)
    other.put_document(NOTICE)
    for record in records:
        assert record.seen
        yield other.keep(record.seen)


def bare(attempt: Attempt) -> Attempt:
    """Return an attempt without what depends on its place in a log."""
    return replace(
        attempt, sequence=0, previous_hash="", hash="", is_revisit=False, exchange=replace(attempt.exchange, source="")
    )


def test_read_back_every_capture_and_failure_is_what_it_was(archive: Archive, tmp_path: Path) -> None:
    path = exported(archive, tmp_path / "all.warc.gz")
    for document in (POLICY, NOTICE):
        again = list(kept_again(read(path, document.id)))
        assert list(map(bare, again)) == list(map(bare, archive.attempts(document.id)))
        assert len({attempt.exchange.source for attempt in again}) == len(again)
    pictures = [r.seen.screenshot for r in read(path) if r.seen and r.seen.screenshot]
    assert pictures == [PICTURE, PICTURE]


def test_of_several_documents_a_stranger_is_refused(archive: Archive, tmp_path: Path) -> None:
    path = exported(archive, tmp_path / "all.warc.gz")
    with pytest.raises(WarcError, match="it has: harbour-notice, harbour-policy"):
        list(read_warc(path, document_id="other"))
    alone = exported(archive, tmp_path / "one.warc.gz", document_id=NOTICE.id)
    assert [r.seen.exchange.document_id for r in read(alone, "other") if r.seen] == ["other"]


def test_the_file_is_sound_to_warcio_and_each_record_a_member_of_its_own(archive: Archive, tmp_path: Path) -> None:
    path = exported(archive, tmp_path / "all.warc.gz")
    checker = Checker(type("Arguments", (), {"verbose": False, "inputs": [str(path)]}))
    checker.process_all()
    assert checker.exit_value == 0
    with path.open("rb") as file:
        headers = [record.rec_headers for record in ArchiveIterator(file)]
    kinds = [header.get_header("WARC-Type") for header in headers]
    assert kinds[:7] == ["warcinfo", "metadata", "resource", "request", "response", "response", "metadata"]
    assert {header.protocol for header in headers} == {"WARC/1.1"}
    assert len({header.get_header("WARC-Record-ID") for header in headers}) == len(headers)
    assert kinds.count("revisit") == 3


def test_headers_stand_as_they_were_received(archive: Archive, tmp_path: Path) -> None:
    path = exported(archive, tmp_path / "all.warc.gz")
    with path.open("rb") as file:
        (first,) = [
            record.http_headers.to_str()
            for record in ArchiveIterator(file)
            if record.rec_headers.get_header("WARC-Date").startswith("2025-03-01T06:00:00.001234Z")
            and record.rec_type == "response"
            and record.rec_headers.get_header("WARC-Target-URI") == POLICY.url
        ]
    assert first.startswith(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nX-Orig-Content-Encoding: gzip"
    )
    assert "Set-Cookie: a=1\r\nSet-Cookie: b=2\r\nX-Town: München" in first


def test_two_exports_are_the_same_bytes_and_a_narrower_one_holds_less(archive: Archive, tmp_path: Path) -> None:
    one, two = (exported(archive, tmp_path / name).read_bytes() for name in ("1.warc.gz", "2.warc.gz"))
    assert one == two
    few = exported(archive, tmp_path / "3.warc.gz", since=START + timedelta(days=3), until=START + timedelta(days=5))
    assert [r.seen.body for r in read(few) if r.seen] == [b"<p>page 3", b"<p>page 4"]
    with pytest.raises(ArchiveError, match="nothing to export"):
        exported(archive, tmp_path / "4.warc.gz", until=START)


def test_a_stopped_export_goes_on_to_the_same_bytes(archive: Archive, tmp_path: Path) -> None:
    whole = exported(archive, tmp_path / "whole.warc.gz").read_bytes()
    out = tmp_path / "out.warc.gz"
    part = tmp_path / ".out.warc.gz.part"
    for taken in (1, 5, 20):
        running = export_warc(archive, out, Selection())
        for _ in range(taken):
            next(running)
        running.close()  # type: ignore[attr-defined]
        assert not out.exists()
    for cut in (0, 1, 700, len(whole) // 2, len(whole) - 1, len(whole)):
        part.write_bytes(whole[:cut])
        assert exported(archive, out).read_bytes() == whole
        assert sorted(path.name for path in tmp_path.iterdir()) == ["out.warc.gz", "whole.warc.gz"]


def test_what_another_selection_left_behind_is_not_taken_up(archive: Archive, tmp_path: Path) -> None:
    part = tmp_path / ".out.warc.gz.part"
    part.write_bytes(exported(archive, tmp_path / "n.warc.gz", document_id=NOTICE.id).read_bytes())
    assert exported(archive, tmp_path / "out.warc.gz").read_bytes() == exported(archive, tmp_path / "w").read_bytes()


def test_a_damaged_body_ends_the_export_without_a_file(tmp_path: Path) -> None:
    archive = new_archive()
    filled(archive)
    tamper(archive, "UPDATE body SET content = x'00'")
    with pytest.raises(ArchiveDamaged):
        exported(archive, tmp_path / "out.warc.gz")
    assert not (tmp_path / "out.warc.gz").exists()


def test_a_place_that_cannot_be_written_is_named(archive: Archive, tmp_path: Path) -> None:
    with pytest.raises(CantWrite, match="can't be written: there is no folder"):
        exported(archive, tmp_path / "nowhere" / "out.warc.gz")
    (tmp_path / "folder.warc.gz").mkdir()
    with pytest.raises(CantWrite, match="can't be written"):
        exported(archive, tmp_path / "folder.warc.gz")


def test_an_altered_row_or_body_is_named_and_not_believed(archive: Archive, tmp_path: Path) -> None:
    plain = gzip.decompress(exported(archive, tmp_path / "all.warc.gz").read_bytes())
    altered = plain.replace(b'"detail":"slow"', b'"detail":"fast"')
    (tmp_path / "a.warc").write_bytes(altered)
    found = [record.problem for record in read_warc(tmp_path / "a.warc", document_id=POLICY.id) if record.problem]
    assert found == ["the record does not match its WARC-Block-Digest"]


def test_pywb_replays_every_capture_byte_for_byte(archive: Archive, tmp_path: Path, pywb: Pywb) -> None:
    base = pywb.add("exported", exported(archive, tmp_path / "exported.warc.gz"))
    answered = 0
    with httpx.Client() as client:
        for attempt in archive.attempts():
            exchange = attempt.exchange
            if exchange.status is None or not attempt.body_sha256:
                continue
            at = exchange.captured_at.strftime("%Y%m%d%H%M%S")
            answer = client.get(f"{base}{at}id_/{exchange.final_url}")
            assert answer.status_code == exchange.status
            assert sha256(answer.content).hexdigest() == attempt.body_sha256, attempt.sequence
            answered += 1
    assert answered == 27
