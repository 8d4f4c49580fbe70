"""WARC files, sound and damaged: what is sound is read, what isn't is named with its offset."""

from __future__ import annotations

import gzip
import random
from hashlib import sha1
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from snapshots.records import Capture, CaptureFailure, Outcome
from spiders.errors import WarcError
from spiders.warc.warc_reader import WarcRecord, read_warc
from tests.end_to_end.warcs import story, write_warc

DIGEST = "sha1:" + sha1(b"x", usedforsecurity=False).hexdigest()


def read(path: Path) -> list[WarcRecord]:
    return list(read_warc(path, document_id="harbour-policy"))


def record(
    kind: str = "response", block: bytes = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Boats.", **fields: str
) -> bytes:
    named = {
        "WARC-Type": kind,
        "WARC-Date": "2025-03-01T06:00:00Z",
        "WARC-Target-URI": "https://harbour.example/",
        "WARC-Record-ID": "<urn:x:1>",
        "Content-Type": "application/http",
        **{name.replace("_", "-"): value for name, value in fields.items()},
        "Content-Length": str(len(block)),
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in named.items() if value)
    return f"WARC/1.1\r\n{lines}\r\n".encode() + block + b"\r\n\r\n"


@pytest.mark.parametrize("name", ["p.warc", "p.warc.gz"])
def test_every_capture_is_read_with_its_time_and_source(tmp_path: Path, name: str) -> None:
    bodies = story(5)
    write_warc(tmp_path / name, bodies)
    found = read(tmp_path / name)
    assert [r.problem for r in found] == [""] * 5
    captures = [r.seen for r in found]
    assert [c.body for c in captures if isinstance(c, Capture)] == [body for _, body in bodies]
    assert len({c.exchange.source for c in captures if c}) == 5
    first = captures[0]
    assert first
    assert first.exchange.captured_at.isoformat() == "2025-03-01T06:00:00+00:00"
    assert (first.exchange.channel, first.exchange.status) == ("warc", 200)
    offsets = [r.offset for r in found]
    assert offsets == sorted(set(offsets))


def test_the_writing_program_is_remembered_and_other_records_are_passed_over(tmp_path: Path) -> None:
    info = record("warcinfo", b"software: harbourcrawl/3\r\n", Content_Type="application/warc-fields")
    (tmp_path / "p.warc").write_bytes(
        info + record("request", b"GET / HTTP/1.1\r\n\r\n") + record() + record("metadata", b"x: 1")
    )
    (only,) = read(tmp_path / "p.warc")
    assert only.seen
    assert only.seen.exchange.tool == "harbourcrawl/3"


def test_a_status_that_shows_no_page_is_a_failure(tmp_path: Path) -> None:
    (tmp_path / "p.warc").write_bytes(record(block=b"HTTP/1.1 404 Not Found\r\n\r\n<p>no"))
    (only,) = read(tmp_path / "p.warc")
    assert isinstance(only.seen, CaptureFailure)
    assert only.seen.outcome is Outcome.NOT_FOUND


@pytest.mark.parametrize(("cut", "outcome"), [("length", Outcome.TOO_LARGE), ("time", Outcome.SERVER_ERROR)])
def test_a_body_that_the_crawler_cut_is_no_page(tmp_path: Path, cut: str, outcome: Outcome) -> None:
    (tmp_path / "p.warc").write_bytes(record(WARC_Truncated=cut))
    (only,) = read(tmp_path / "p.warc")
    assert isinstance(only.seen, CaptureFailure)
    assert only.seen.outcome is outcome
    assert f"WARC-Truncated: {cut}" in only.seen.detail


def test_encodings_and_chunks_are_taken_off(tmp_path: Path) -> None:
    packed = gzip.compress(b"<p>Boats.")
    chunked = b"%x\r\n" % len(packed) + packed + b"\r\n0\r\n\r\n"
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"
    (tmp_path / "p.warc").write_bytes(record(block=head + chunked) + record(block=head + packed))
    assert [r.seen.body for r in read(tmp_path / "p.warc") if r.seen] == [b"<p>Boats."] * 2


def test_a_revisit_shows_what_it_repeats(tmp_path: Path) -> None:
    again = record("revisit", b"HTTP/1.1 200 OK\r\n\r\n", WARC_Payload_Digest=DIGEST, WARC_Date="2025-03-02T06:00:00Z")
    path = tmp_path / "p.warc"
    path.write_bytes(record(WARC_Payload_Digest=DIGEST) + again)
    first, second = read(path)
    assert first.seen
    assert second.seen
    assert second.seen.body == first.seen.body
    assert second.seen.exchange.captured_at > first.seen.exchange.captured_at
    path.write_bytes(again)
    assert "repeats one that this file does not hold" in read(path)[0].problem


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (record(WARC_Date="yesterday"), "is no time"),
        (record(WARC_Date="9999-12-31T23:59:59-23:59"), "is no time"),
        (record(WARC_Date="0001-01-01T00:00:00+23:59"), "is no time"),
        (record(WARC_Target_URI=""), "WARC-Target-URI"),
        (record(WARC_Block_Digest=DIGEST), "does not match its WARC-Block-Digest"),
        (record(block=b"not http at all"), ""),
        (record().replace(b"Content-Length", b"Content-Longth"), "no Content-Length"),
        (record()[:-30], "elsewhere than its Content-Length"),
    ],
)
def test_a_bad_record_is_named_and_the_next_is_read(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "p.warc").write_bytes(content + record(WARC_Record_ID="<urn:x:2>"))
    found = read(tmp_path / "p.warc")
    assert found[0].offset == 0
    assert said in found[0].problem
    assert found[0].problem
    assert any(r.seen and r.seen.exchange.source == "<urn:x:2>" for r in found)


def test_a_damaged_member_costs_itself_alone(tmp_path: Path) -> None:
    path = tmp_path / "p.warc.gz"
    write_warc(path, story(8))
    whole = bytearray(path.read_bytes())
    offsets = [r.offset for r in read(path)]
    for at in range(offsets[3] + 20, offsets[3] + 60):
        whole[at] ^= 0xFF
    path.write_bytes(whole)
    found = read(path)
    assert [r.offset for r in found if r.seen] == offsets[:3] + offsets[4:]
    assert any(r.offset == offsets[3] and r.problem for r in found)


@pytest.mark.parametrize("name", ["p.warc", "p.warc.gz"])
def test_cut_off_anywhere_the_whole_records_are_read(tmp_path: Path, name: str) -> None:
    write_warc(tmp_path / name, story(6))
    whole = (tmp_path / name).read_bytes()
    offsets = [r.offset for r in read(tmp_path / name)]
    cut = tmp_path / f"cut-{name}"
    for length in random.Random(5).sample(range(40, len(whole)), 40):
        cut.write_bytes(whole[:length])
        found = read(cut)
        sound = sum(offset < length for offset in [*offsets[1:], len(whole)] if offset <= length)
        assert len([r for r in found if r.seen]) >= sound - 1
        assert all(r.seen or r.problem for r in found)


@pytest.mark.parametrize("content", [b"", b"<html>", b"PK\x03\x04zip", b"WARC", b"\x00" * 99])
def test_what_is_no_warc_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "p.warc").write_bytes(content)
    with pytest.raises(WarcError, match="no WARC"):
        read(tmp_path / "p.warc")
    with pytest.raises(WarcError, match="can't be read"):
        read(tmp_path / "nowhere")


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data(), is_gzipped=st.booleans())
def test_any_damage_ends_in_records_or_problems(tmp_path: Path, data: st.DataObject, is_gzipped: bool) -> None:
    path = tmp_path / ("p.warc.gz" if is_gzipped else "p.warc")
    write_warc(path, story(3))
    whole = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(12, len(whole) - 1))
        whole[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=4))
    path.write_bytes(whole)
    for found in read(path):
        assert bool(found.seen) != bool(found.problem)
