"""A site whose files are kept packed: less on the disk, and every address answers as it did."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from feeds.publication.manifest import MANIFEST, read_manifest
from feeds.publication.site_build import publish
from feeds.site import Site
from tests.feeds.samples import WORKINGS, filled
from tests.feeds.server import listening, served

SITE = Site(title="Harbour watch", base_url="https://watch.example.test/", authority="harbour.test,2025")
PACKED = replace(SITE, packed=True)


def bytes_below(out: Path) -> int:
    return sum(path.stat().st_size for path in out.rglob("*") if path.is_file() and path.name != MANIFEST)


def names(out: Path) -> set[str]:
    return {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}


def test_a_packed_site_holds_the_same_files_in_less_room(tmp_path: Path) -> None:
    archive = filled()
    plain, packed = tmp_path / "plain", tmp_path / "packed"
    publish(archive, plain, SITE, WORKINGS)
    publish(archive, packed, PACKED, WORKINGS)
    assert {name.removesuffix(".gz") for name in names(packed)} == names(plain)
    assert bytes_below(packed) < 0.5 * bytes_below(plain)
    for name in names(packed) - names(plain):
        assert gzip.decompress((packed / name).read_bytes()) == (plain / name.removesuffix(".gz")).read_bytes()
    assert read_manifest(packed).files.keys() == read_manifest(plain).files.keys()


def test_what_is_packed_is_made_once_and_made_again_where_it_is_gone(tmp_path: Path) -> None:
    archive = filled()
    publish(archive, tmp_path, PACKED, WORKINGS)
    assert publish(archive, tmp_path, PACKED, WORKINGS).written == 0
    (tmp_path / "index.html.gz").write_bytes(b"cut")
    (tmp_path / "changes/index.html.gz").unlink()
    assert set(publish(archive, tmp_path, PACKED, WORKINGS).changed) == {"index.html", "changes/index.html"}


@pytest.mark.parametrize(("before", "after"), [(SITE, PACKED), (PACKED, SITE)])
def test_a_folder_goes_from_one_form_to_the_other_and_keeps_no_file_twice(
    tmp_path: Path, before: Site, after: Site
) -> None:
    archive = filled()
    publish(archive, tmp_path / "changed", before, WORKINGS)
    publish(archive, tmp_path / "changed", after, WORKINGS)
    publish(archive, tmp_path / "new", after, WORKINGS)
    assert names(tmp_path / "changed") == names(tmp_path / "new")


def test_a_packed_file_is_answered_in_every_coding(tmp_path: Path) -> None:
    archive = filled()
    with listening() as (listener, address):
        publish(archive, tmp_path / "plain", replace(SITE, base_url=address), WORKINGS)
        publish(archive, tmp_path / "packed", replace(PACKED, base_url=address), WORKINGS)
        with served(tmp_path / "packed", listener), httpx.Client() as client:
            for path, place in (("/", "index.html"), ("/feeds/alerts.atom", "feeds/alerts.atom")):
                wanted = (tmp_path / "plain" / place).read_bytes()
                for coding in ("identity", "gzip", "br"):
                    answer = client.get(address + path, headers={"Accept-Encoding": coding})
                    assert (answer.status_code, answer.content) == (200, wanted)
                    assert answer.headers.get("content-encoding", "identity") == coding
                    known = {"If-None-Match": answer.headers["etag"], "Accept-Encoding": coding}
                    assert client.get(address + path, headers=known).status_code == 304
            assert client.get(f"{address}/changes", follow_redirects=False).status_code in (301, 308)
            assert json.loads(client.get(f"{address}/api/v1/alerts.json").content)
            assert client.get(f"{address}/nowhere/").status_code == 404
