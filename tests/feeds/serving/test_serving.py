"""The site over HTTP, on a real server: validators, codings, types, headers, nothing outside the folder."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from email.utils import formatdate
from itertools import product
from pathlib import Path

import httpx
import pytest

from feeds.publication.site_build import MANIFEST, publish
from feeds.serving.stored import LARGEST
from feeds.site import Site
from tests.feeds.samples import WORKINGS, filled
from tests.feeds.server import listening, served

FEED = "/feeds/alerts.atom"
CLIENT = httpx.Client()  # one for all: each makes a TLS context of its own, which takes longer than a test


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("site") / "public"


@pytest.fixture(scope="module")
def base(out: Path) -> Iterator[str]:
    with listening() as (listener, address):
        publish(filled(), out, Site(title="Harbour", base_url=address, authority="harbour.test,2025"), WORKINGS)
        (out.parent / "secret.txt").write_text("secret")
        (out / "feeds/broken").symlink_to(out.parent / "secret.txt")
        with served(out, listener):
            yield address


@pytest.fixture(scope="session", autouse=True)
def closed_at_last() -> Iterator[None]:
    """Close the client when nothing asks any more: tests that run beside others set a module up more than once."""
    yield
    CLIENT.close()


def plain(base: str, path: str = FEED, **headers: str) -> httpx.Response:
    return CLIENT.get(base + path, headers={"Accept-Encoding": "identity", **headers})


def test_pages_carry_a_policy_that_lets_nothing_run(base: str) -> None:
    answer = CLIENT.get(f"{base}/")
    assert answer.status_code == 200
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "public, max-age=900"
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize(("suffix", "kind"), [("atom", "application/atom+xml"), ("rss", "application/rss+xml")])
def test_feeds_have_their_type_and_may_be_read_from_other_sites(base: str, suffix: str, kind: str) -> None:
    answer = CLIENT.get(f"{base}/feeds/alerts.{suffix}")
    assert answer.headers["content-type"] == f"{kind}; charset=utf-8"
    assert answer.headers["access-control-allow-origin"] == "*"
    asked_first = CLIENT.options(f"{base}/feeds/alerts.{suffix}", headers={"Origin": "https://reader.test"})
    assert asked_first.status_code == 204
    assert "If-None-Match" in asked_first.headers["access-control-allow-headers"]


OTHER = '"0123"'
OLD, NEW = formatdate(0, usegmt=True), "Fri, 01 Jan 2100 00:00:00 GMT"


@pytest.mark.parametrize(
    ("if_none_match", "if_modified_since"),
    list(
        product(
            (None, "same", "weak", "in a list", "*", OTHER, f"W/{OTHER}", "junk", ""),
            (None, "same", OLD, NEW, "yesterday"),
        )
    ),
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_every_combination_of_validators(
    base: str, method: str, if_none_match: str | None, if_modified_since: str | None
) -> None:
    fresh = plain(base)
    etag = fresh.headers["etag"]
    asked = {"Accept-Encoding": "identity"}
    tags = {"same": etag, "weak": f"W/{etag}", "in a list": f'{OTHER}, W/"x,y", {etag}'}
    if if_none_match is not None:
        asked["If-None-Match"] = tags.get(if_none_match, if_none_match)
    if if_modified_since is not None:
        same = fresh.headers["last-modified"] if if_modified_since == "same" else if_modified_since
        asked["If-Modified-Since"] = same
    answer = CLIENT.request(method, base + FEED, headers=asked)
    by_tag = if_none_match in {*tags, "*"}
    by_date = if_none_match is None and if_modified_since in ("same", NEW)
    assert answer.status_code == (304 if by_tag or by_date else 200)
    assert answer.headers["etag"] == etag
    assert answer.headers["last-modified"] == fresh.headers["last-modified"]
    assert answer.headers["vary"] == "Accept, Accept-Encoding"
    assert answer.headers["cache-control"] == "public, max-age=900"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.content == (fresh.content if answer.status_code == 200 and method == "GET" else b"")
    if answer.status_code == 200:
        assert answer.headers["content-length"] == str(len(fresh.content))


@pytest.mark.parametrize("suffix", ["atom", "rss"])
def test_a_feed_that_is_opened_in_a_browser_is_a_page(base: str, suffix: str) -> None:
    asked = f"{base}/feeds/alerts.{suffix}"
    shown = CLIENT.get(asked, headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert shown.headers["content-type"] == "application/xml; charset=utf-8"
    assert shown.content == CLIENT.get(asked).content
    (style,) = re.findall(r'<\?xml-stylesheet type="text/css" href="([^"]+)"\?>', shown.text)
    sheet = CLIENT.get(style)
    assert sheet.headers["content-type"].startswith("text/css")
    assert "To subscribe, copy the address of this page" in sheet.text


def test_several_lists_of_tags_are_one(base: str) -> None:
    etag = plain(base).headers["etag"]
    asked = [("Accept-Encoding", "identity"), ("If-None-Match", OTHER), ("If-None-Match", etag)]
    assert CLIENT.get(base + FEED, headers=asked).status_code == 304


@pytest.mark.parametrize(
    ("accept", "coding"),
    [
        ("gzip", "gzip"),
        ("br", "br"),
        ("gzip, deflate, br, zstd", "br"),
        ("*", "br"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("br;q=0.2, GZIP;q=0.8", "gzip"),
        ("x-gzip", "gzip"),
        ("*;q=0", ""),
        ("identity", ""),
        ("gzip;q=0.1, identity;q=0.9", ""),
        ("nonsense;;q=x", ""),
        ("", ""),
    ],
)
def test_codings_are_negotiated_and_each_has_its_own_tag(base: str, accept: str, coding: str) -> None:
    answer = CLIENT.get(base + FEED, headers={"Accept-Encoding": accept})
    assert answer.headers.get("content-encoding", "") == coding
    assert answer.content == plain(base).content
    assert answer.headers["vary"] == "Accept, Accept-Encoding"
    etag = answer.headers["etag"]
    assert (etag == plain(base).headers["etag"]) is (coding == "")
    again = CLIENT.get(base + FEED, headers={"Accept-Encoding": accept, "If-None-Match": etag})
    assert (again.status_code, again.headers["etag"]) == (304, etag)
    other = CLIENT.head(base + FEED, headers={"Accept-Encoding": accept})
    assert other.headers["content-length"] == answer.headers["content-length"]


def test_what_is_replaced_is_sent_anew_and_what_is_gone_is_gone(base: str, out: Path) -> None:
    page = out / "feeds/new.atom"
    page.write_text("<a>one</a>")
    first = plain(base, "/feeds/new.atom")
    page.with_suffix(".part").write_text("<a>two</a>")
    page.with_suffix(".part").replace(page)
    second = plain(base, "/feeds/new.atom", **{"If-None-Match": first.headers["etag"]})
    assert (second.status_code, second.text) == (200, "<a>two</a>")
    page.unlink()
    assert plain(base, "/feeds/new.atom").status_code == 404


def test_the_last_good_file_stands_in_while_the_folder_is_away(base: str, out: Path) -> None:
    before = plain(base)
    away = out.with_name("away")
    out.rename(away)
    try:
        assert plain(base).content == before.content
        assert plain(base, **{"If-None-Match": before.headers["etag"]}).status_code == 304
    finally:
        away.rename(out)


def test_a_large_file_is_sent_whole_with_its_validators(base: str, out: Path) -> None:
    content = os.urandom(1 << 16) * (LARGEST // (1 << 16) + 1)
    (out / "data").mkdir(exist_ok=True)
    (out / "data/all.sqlite").write_bytes(content)
    answer = CLIENT.get(f"{base}/data/all.sqlite")
    assert answer.content == content
    assert answer.headers["content-type"] == "application/vnd.sqlite3"
    assert CLIENT.get(f"{base}/data/all.sqlite", headers={"If-None-Match": answer.headers["etag"]}).status_code == 304


def test_folders_lead_to_their_pages(base: str) -> None:
    answer = CLIENT.get(f"{base}/changes/1?from=mail")
    assert (answer.status_code, answer.headers["location"]) == (308, "./1/?from=mail")
    assert CLIENT.get(f"{base}/changes/1", follow_redirects=True).status_code == 200
    assert "Harbour" in CLIENT.get(f"{base}/d/harbour-policy/").text


def test_other_methods_are_refused(base: str) -> None:
    answer = CLIENT.post(base + FEED)
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, OPTIONS")


@pytest.mark.parametrize(
    "path",
    [
        "/nowhere", "/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", f"/{MANIFEST}", "/changes/999/",
        "//etc/hostname", "/feeds//alerts.atom", "/feeds/alerts.atom%00", "/feeds/..%5c..%5csecret.txt",
        "/feeds/broken", "/.policywatch-site.lock", "/" + 5_000 * "a", "/api/" + 300 * "b/", "/d/" + 300 * "c",
    ],
)  # fmt: skip
def test_nothing_else_is_found(base: str, path: str) -> None:
    answer = CLIENT.get(httpx.URL(base).copy_with(raw_path=path.encode()))
    assert answer.status_code == 404
    assert "secret" not in answer.text.replace("not found", "")
    assert "content-security-policy" in answer.headers
    assert "etag" not in answer.headers
