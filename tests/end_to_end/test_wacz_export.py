"""An archive as WACZ: the index leads to the records, and it comes back as it was."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import tempfile
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from snapshots.opening import open_archive
from snapshots.records import Attempt
from snapshots.warc.wacz import surt
from tests.end_to_end.cli import called
from tests.end_to_end.crawls import Crawl
from tests.monitor.pages import page

URL = "https://www.harbour.example/privacy"


def archive_of(folder: Path, days: list[tuple[int, str]]) -> Path:
    crawl = Crawl()
    for number, (day, nonce) in enumerate(sorted(days)):
        crawl.page(day + number / 24, URL, page(nonce=nonce))
    crawl.write(folder / "crawl.warc.gz")
    arguments = ("import", "warc", folder / "crawl.warc.gz", "--document", "harbour-policy")
    called(*arguments, "--archive", folder / "a")
    return folder / "a"


def log_of(folder: Path) -> list[tuple[object, ...]]:
    archive = open_archive(folder)
    try:
        return [_told(attempt) for attempt in archive.attempts()]
    finally:
        archive.close()


def _told(attempt: Attempt) -> tuple[object, ...]:
    exchange = attempt.exchange
    return exchange.captured_at, exchange.final_url, attempt.outcome, attempt.body_sha256, exchange.response_headers


def test_the_file_is_what_it_says_and_its_index_leads_to_the_records(tmp_path: Path) -> None:
    archive = archive_of(tmp_path, [(day, str(day // 2)) for day in range(6)])
    called("export", "wacz", tmp_path / "out.wacz", "--archive", archive)
    first = (tmp_path / "out.wacz").read_bytes()
    called("export", "wacz", tmp_path / "out.wacz", "--archive", archive)
    assert (tmp_path / "out.wacz").read_bytes() == first
    with ZipFile(tmp_path / "out.wacz") as packed:
        assert all(info.compress_type == ZIP_STORED for info in packed.infolist())
        package = json.loads(packed.read("datapackage.json"))
        for resource in package["resources"]:
            content = packed.read(resource["path"])
            assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
            assert resource["bytes"] == len(content)
        assert {r["path"] for r in package["resources"]} | {"datapackage.json", "datapackage-digest.json"} == set(
            packed.namelist()
        )
        digest = json.loads(packed.read("datapackage-digest.json"))["hash"]
        assert digest == f"sha256:{hashlib.sha256(packed.read('datapackage.json')).hexdigest()}"
        warc = packed.read("archive/data.warc.gz")
        lines = gzip.decompress(packed.read("indexes/index.cdx.gz")).decode().splitlines()
        pages = packed.read("pages/pages.jsonl").decode().splitlines()
    assert lines == sorted(lines)
    found = [json.loads(line.split(" ", 2)[2]) for line in lines]
    for told in found:
        piece = warc[int(told["offset"]) : int(told["offset"]) + int(told["length"])]
        record = next(iter(ArchiveIterator(io.BytesIO(piece))))
        assert record.rec_headers.get_header("WARC-Target-URI") == told["url"]
    assert [told["mime"] for told in found] == ["text/html", "warc/revisit"] * 3
    assert len(pages) == 7


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.integers(0, 90), st.sampled_from("abc")), min_size=1, max_size=6))
def test_warc_to_wacz_to_warc_is_the_same_log(days: list[tuple[int, str]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        archive = archive_of(folder, days)
        called("export", "wacz", folder / "out.wacz", "--archive", archive)
        called("import", "wacz", folder / "out.wacz", "--document", "harbour-policy", "--archive", folder / "b")
        called("export", "warc", folder / "out.warc.gz", "--archive", folder / "b")
        called("import", "warc", folder / "out.warc.gz", "--document", "harbour-policy", "--archive", folder / "c")
        assert log_of(archive) == log_of(folder / "b") == log_of(folder / "c")


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://www.Harbour.example/A?b=2&a=1", "example,harbour)/a?a=1&b=2"),
        ("http://harbour.example:8080", "example,harbour:8080)/"),
        ("urn:fullPage:https://harbour.example/", "urn:fullpage:https://harbour.example/"),
    ],
)
def test_addresses_are_sorted_as_web_archives_do(url: str, key: str) -> None:
    assert surt(url) == key
