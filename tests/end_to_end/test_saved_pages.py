"""Pages that people captured by hand, and recordings in WACZ: they come in, and say where they are from."""

from __future__ import annotations

import hashlib
import json
from email.message import EmailMessage
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.end_to_end.cli import called
from tests.end_to_end.crawls import Crawl, declared_archive
from tests.monitor.pages import page, with_change

URL = "https://www.harbour.example/objection"
BY = ("--by", "A. Reporter", "--from", "Vienna, logged in")
NEWS = "Private messages that you send to other members are used to train AI."


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return declared_archive(tmp_path / "archive", URL)


def bring(archive: Path, kind: str, file: Path, *more: str, code: int = 0) -> str:
    arguments = ("import", kind, file, "--document", "harbour-policy", "--archive", archive, *more)
    done = called(*arguments, code=code)
    return done.output


def captures(archive: Path) -> list[dict[str, object]]:
    called("build", archive / "out", "--archive", archive)
    months = sorted((archive / "out/api/v1/documents/harbour-policy/captures").iterdir())
    return [kept for month in months for kept in json.loads(month.read_text())["captures"]]


def single_file(path: Path, body: bytes, url: str = URL, day: str = "Mar 02") -> Path:
    note = f"<!--\n Page saved with SingleFile \n url: {url} \n saved date: Sun {day} 2025 10:00:00 GMT+0100 (CET)\n-->"
    path.write_bytes(body.replace(b"<html", note.encode() + b"<html", 1))
    return path


def mhtml(path: Path, body: bytes) -> Path:
    message = EmailMessage()
    message["From"] = "<Saved by Harbourfox>"
    message["Snapshot-Content-Location"] = URL
    message["Date"] = "Sun, 2 Mar 2025 10:00:00 +0100"
    message["MIME-Version"] = "1.0"
    message.add_related(body.decode(), subtype="html", cte="quoted-printable")
    path.write_bytes(b"\n".join(line for line in bytes(message).splitlines()))
    return path


def wacz(path: Path, crawl: Crawl, digest: str = "") -> Path:
    inner = crawl.write(path.with_suffix(".warc.gz")).read_bytes()
    stated = digest or f"sha256:{hashlib.sha256(inner).hexdigest()}"
    package = {"profile": "data-package", "resources": [{"path": "archive/data.warc.gz", "hash": stated}]}
    with ZipFile(path, "w") as packed:
        packed.writestr("archive/data.warc.gz", inner)
        packed.writestr("archive/../evil.warc.gz", b"x")
        packed.writestr("datapackage.json", json.dumps(package))
    return path


@pytest.mark.parametrize("save", [single_file, mhtml])
def test_a_saved_page_is_a_look_that_says_who_made_it(archive: Path, tmp_path: Path, save: object) -> None:
    file = save(tmp_path / "saved", page())  # type: ignore[operator]
    assert "1 captures imported" in bring(archive, "page", file, *BY)
    assert "0 captures imported, 1 known before" in bring(archive, "page", file, *BY)
    (kept,) = captures(archive)
    assert (kept["channel"], kept["captured_at"], kept["version"]) == ("hand", "2025-03-02T09:00:00Z", 1)
    assert kept["requested_url"] == URL
    for words in (
        "by: A. Reporter",
        "from: Vienna, logged in",
        "how: ",
        "file: saved",
        hashlib.sha256(file.read_bytes()).hexdigest(),
    ):
        assert words in str(kept["provenance"])
    pages = "".join(p.read_text() for p in (archive / "out/d/harbour-policy").rglob("index.html"))
    assert "a person, by hand" in pages
    assert "A. Reporter" in pages


def test_what_changed_between_two_captures_by_hand_is_an_alert_with_its_provenance(
    archive: Path, tmp_path: Path
) -> None:
    bring(archive, "page", single_file(tmp_path / "a.html", page()), *BY)
    changed = page(with_change("How we use it", 1, NEWS))
    done = bring(archive, "page", single_file(tmp_path / "b.html", changed, day="Apr 02"), *BY)
    assert "1 captures imported, 0 known before, 0 unreadable, 1 alerts" in done
    called("export", "evidence", "1", "-o", tmp_path / "e.zip", "--archive", archive)
    with ZipFile(tmp_path / "e.zip") as packed:
        assert "by: A. Reporter; from: Vienna, logged in" in packed.read("README.txt").decode()


def test_looks_that_failed_since_stand_in_no_ones_way(archive: Path, tmp_path: Path) -> None:
    walls = Crawl().add("response", 30, URL, b"HTTP/1.1 403 Forbidden\r\n\r\n")
    bring(archive, "warc", walls.write(tmp_path / "walls.warc"))
    assert "1 captures imported" in bring(archive, "page", single_file(tmp_path / "a.html", page()), *BY)
    later = Crawl("later").page(60, URL, page())
    bring(archive, "warc", later.write(tmp_path / "later.warc"))
    old = single_file(tmp_path / "b.html", page(nonce="b"), day="Apr 02")
    assert "is older than the last one kept" in bring(archive, "page", old, *BY, code=1)


@pytest.mark.parametrize(
    ("body", "more", "said"),
    [
        (b"<html><p>Hello", (), "says not when it was captured; say so with --at"),
        (b"<html><p>Hello", ("--at", "2999-01-01"), "which has not come yet"),
        (b"just words", ("--at", "2025-01-01"), "is no page"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\0", ("--at", "2025-01-01"), "is no page"),
        (b"", ("--at", "2025-01-01"), "is no page"),
    ],
)
def test_what_is_no_dated_page_is_refused(
    archive: Path, tmp_path: Path, body: bytes, more: tuple[str, ...], said: str
) -> None:
    (tmp_path / "saved").write_bytes(body)
    assert said in bring(archive, "page", tmp_path / "saved", *BY, *more, code=1)


def test_a_page_of_another_address_is_refused_unless_a_person_says_so(archive: Path, tmp_path: Path) -> None:
    file = single_file(tmp_path / "a.html", page(), url="https://www.harbour.example/about")
    assert "not from https://www.harbour.example/objection" in bring(archive, "page", file, *BY, code=1)
    assert "1 captures imported" in bring(archive, "page", file, *BY, "--url", URL)


def test_a_recording_by_hand_is_one_too(archive: Path, tmp_path: Path) -> None:
    crawl = Crawl().page(1, "https://www.harbour.example/login", b"<p>Log in").page(1, URL, page())
    assert "1 captures imported" in bring(archive, "page", wacz(tmp_path / "r.wacz", crawl), *BY)
    assert [kept["channel"] for kept in captures(archive)] == ["hand"]


def test_wacz_files_are_crawls(archive: Path, tmp_path: Path) -> None:
    crawl = Crawl().page(1, "https://www.harbour.example/about", b"<p>About").page(1, URL, page()).page(2, URL, page())
    done = bring(archive, "wacz", wacz(tmp_path / "r.wacz", crawl))
    assert "2 captures imported" in done
    assert "1 record of other addresses passed over" in done
    assert [kept["channel"] for kept in captures(archive)] == ["warc", "warc"]


def test_a_wacz_file_that_does_not_match_its_hash_is_named(archive: Path, tmp_path: Path) -> None:
    file = wacz(tmp_path / "r.wacz", Crawl().page(1, URL, page()), digest=f"sha256:{'0' * 64}")
    assert "archive/data.warc.gz: it does not match its hash" in bring(archive, "wacz", file, code=1)
    (tmp_path / "no.wacz").write_bytes(b"PK\x03\x04 no zip")
    assert "is no WACZ file" in bring(archive, "wacz", tmp_path / "no.wacz", code=1)
