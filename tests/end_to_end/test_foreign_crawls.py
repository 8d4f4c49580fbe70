"""Crawls of others: of many pages the document's are taken, and what was not is told."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from tests.end_to_end.cli import called
from tests.end_to_end.crawls import HTML, Crawl, date_of, declared_archive
from tests.monitor.pages import page, with_change

URL = "https://www.harbour.example/privacy"
MINUTE = 1 / 1440
NEWS = "We share where your boat lies with insurers, and you can't object to it."
OTHER = b"<h1>About us</h1><p>The harbour has forty berths and a crane for boats."
NEWER = page(with_change("How we use it", 2, NEWS))


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return declared_archive(tmp_path / "archive", URL)


def bring(archive: Path, *files: Path, code: int = 0, more: tuple[str, ...] = ()) -> str:
    arguments = ("import", "warc", *files, "--document", "harbour-policy", "--archive", archive, *more)
    return called(*arguments, code=code).output


def problem_of(archive: Path, file: Path) -> str:
    return called("import", "warc", file, "--document", "harbour-policy", "--archive", archive, code=1).stderr


def looks(archive: Path) -> list[dict[str, object]]:
    shown = called("history", "harbour-policy", "--looks", "--json", "--archive", archive).stdout
    return [json.loads(line) for line in shown.splitlines()]


def test_of_a_crawl_the_documents_pages_are_taken_and_the_rest_is_counted(archive: Path, tmp_path: Path) -> None:
    crawl = Crawl()
    for day in (0, 1, 2):
        crawl.page(day, "https://www.harbour.example/about", OTHER)
        crawl.page(day + MINUTE, URL, page(nonce=str(day)))
        crawl.add("response", day + 2 * MINUTE, "https://www.harbour.example/style.css", b"HTTP/1.1 200 OK\r\n\r\na{}")
    done = bring(archive, crawl.write(tmp_path / "crawl.warc.gz"))
    assert "3 captures imported, 0 known before, 0 unreadable, 0 alerts" in done
    assert "6 records of other addresses passed over" in done
    assert [look["version"] for look in looks(archive)] == [1, 1, 1]
    again = bring(archive, tmp_path / "crawl.warc.gz", more=("--json",)).splitlines()
    assert json.loads(again[0])["passed_over"] == [
        {"url": "https://www.harbour.example/about", "records": 3},
        {"url": "https://www.harbour.example/style.css", "records": 3},
    ]


@pytest.mark.parametrize(
    "url",
    [
        "http://www.harbour.example/privacy",
        "https://harbour.example/privacy/",
        "https://WWW.HARBOUR.example:443/privacy#cookies",
        "https://www.harbour.example/privacy?utm_source=mail",
    ],
)
def test_another_way_to_write_the_address_is_the_same_page(archive: Path, tmp_path: Path, url: str) -> None:
    crawl = Crawl().page(0, url, page()).page(1, "https://www.harbour.example/privacy?lang=de", OTHER)
    assert "1 captures imported" in bring(archive, crawl.write(tmp_path / "crawl.warc"))


def test_what_a_redirect_from_the_address_led_to_is_the_document(archive: Path, tmp_path: Path) -> None:
    crawl = Crawl()
    crawl.page(0, "https://www.harbour.example/legal/privacy", OTHER)  # long before: nobody was led there
    crawl.redirect(1, "http://harbour.example/privacy", URL)
    crawl.redirect(1 + MINUTE, URL, "/legal/privacy")
    crawl.page(1 + 2 * MINUTE, "https://www.harbour.example/legal/privacy", page())
    bring(archive, crawl.write(tmp_path / "crawl.warc"))
    (look,) = looks(archive)
    assert (look["outcome"], look["captured_at"]) == ("captured", date_of(1 + 2 * MINUTE))


def test_a_redirect_to_nothing_in_the_file_stays_a_look_that_failed(archive: Path, tmp_path: Path) -> None:
    crawl = Crawl().redirect(1, URL, "https://www.harbour.example/gone-elsewhere")
    bring(archive, crawl.write(tmp_path / "crawl.warc"))
    assert [look["outcome"] for look in looks(archive)] == ["client error"]


def test_another_address_is_chosen_by_hand(archive: Path, tmp_path: Path) -> None:
    file = Crawl().page(0, "https://old.harbour.example/policy", page()).write(tmp_path / "crawl.warc")
    assert f"no record is of {URL}; choose with --url" in problem_of(archive, file)
    assert "1 captures imported" in bring(archive, file, more=("--url", "https://old.harbour.example/policy"))


def test_a_document_that_is_made_gets_the_address_of_the_first_page(tmp_path: Path) -> None:
    crawl = Crawl().add("request", 0, URL, b"GET /privacy HTTP/1.1\r\n\r\n").page(0, URL, page())
    crawl.page(1, "https://www.harbour.example/about", OTHER).page(2, URL, NEWER)
    done = bring(tmp_path / "new", crawl.write(tmp_path / "crawl.warc"))
    assert "2 captures imported" in done
    assert "1 record of other addresses passed over" in done


@pytest.mark.parametrize("with_reference", [False, True])
@pytest.mark.parametrize("head", ["", "HTTP/1.1 200 OK\r\nServer: harbour\r\n\r\n"])
def test_a_revisit_is_resolved_over_files_and_in_the_archive(
    archive: Path, tmp_path: Path, with_reference: bool, head: str
) -> None:
    body = page()
    first = Crawl("a").page(0, URL, body)
    named = {"WARC_Refers_To_Target_URI": URL, "WARC_Refers_To_Date": date_of(0)} if with_reference else {}
    second = Crawl("b").revisit(1, URL, b"" if with_reference else body, head, **named)
    files = first.write(tmp_path / "a.warc.gz"), second.write(tmp_path / "b.warc.gz")
    assert "2 captures imported" in bring(archive, *files)
    third = Crawl("c").revisit(2, URL, b"" if with_reference else body, head, **named)
    assert "1 captures imported" in bring(archive, third.write(tmp_path / "c.warc.gz"))
    assert [look["version"] for look in looks(archive)] == [1, 1, 1]


def test_a_revisit_names_the_record_that_it_repeats(archive: Path, tmp_path: Path) -> None:
    first = Crawl("a").page(0, URL, page())
    bring(archive, first.write(tmp_path / "a.warc"))
    again = Crawl("b").revisit(1, URL, WARC_Refers_To=first.id_of(0))
    unknown = again.revisit(2, URL, b"nobody has this")
    done = bring(archive, unknown.write(tmp_path / "b.warc"), code=1)
    assert "1 captures imported, 0 known before, 1 unreadable" in done
    assert "repeats one that this file does not hold" in done


@pytest.mark.parametrize("kind", ["resource", "conversion"])
def test_a_page_without_an_answer_is_a_capture(archive: Path, tmp_path: Path, kind: str) -> None:
    crawl = Crawl().add(kind, 0, URL, page(), Content_Type="text/html; charset=utf-8")
    crawl.add("resource", 0, URL, b"\x89PNG", Content_Type="image/png")
    assert "1 captures imported" in bring(archive, crawl.write(tmp_path / "crawl.warc"))


@pytest.mark.parametrize("kind", ["request", "metadata", "resource"])
def test_a_file_of_no_use_fails_and_makes_nothing(tmp_path: Path, kind: str) -> None:
    crawl = Crawl().add(kind, 0, URL, b"x: y\r\n", Content_Type="application/octet-stream")
    problem = problem_of(tmp_path / "new", crawl.write(tmp_path / "crawl.warc"))
    assert f"nothing in it shows a page; it has 1 {kind}" in problem
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"filedesc://old.arc 0.0.0.0 20090101000000 text/plain 75\n1 0 Harbour\n", "warcio recompress"),
        (
            gzip.compress(mtime=0, data=b"filedesc://old.arc 0.0.0.0 20090101000000 text/plain 75\n"),
            "warcio recompress",
        ),
        (b"\x28\xb5\x2f\xfd\x00\x00", "zstd -d"),
        (b"PK\x03\x04\x14\x00", "import wacz"),
    ],
)
def test_other_formats_are_named_with_what_to_do(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "file").write_bytes(content)
    assert said in problem_of(tmp_path / "new", tmp_path / "file")


def test_files_that_overlap_in_time_are_read_in_the_order_of_their_times(archive: Path, tmp_path: Path) -> None:
    odd, even = Crawl("odd"), Crawl("even")
    for day in range(6):
        (odd if day % 2 else even).page(day, URL, page(nonce=str(day)))
    assert "6 captures imported" in bring(archive, odd.write(tmp_path / "1.warc"), even.write(tmp_path / "2.warc"))
    times = [look["captured_at"] for look in looks(archive)]
    assert times == sorted(map(str, times))


def test_a_body_in_an_encoding_is_found_again_in_the_archive(archive: Path, tmp_path: Path) -> None:
    head = HTML.replace("\r\n\r\n", "\r\nContent-Encoding: gzip\r\n\r\n").encode()
    first = Crawl("a").add("response", 0, URL, head + gzip.compress(page()))
    bring(archive, first.write(tmp_path / "a.warc"))
    again = Crawl("b").revisit(1, URL, WARC_Refers_To_Target_URI=URL, WARC_Refers_To_Date=date_of(0))
    bring(archive, again.write(tmp_path / "b.warc"))
    assert [look["version"] for look in looks(archive)] == [1, 1]
