"""Memento over real HTTP: a client that is not ours reads TimeGate and mementos; TimeMaps are parsed strictly."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path

import httpx
import pytest
from memento_client import MementoClient
from requests import Response

from feeds.edition.survey import take_survey
from feeds.memento.memento_records import time_map_of
from feeds.publication.site_build import publish
from feeds.site import Site
from monitor.running.composition import analysis
from snapshots.archive import Archive
from snapshots.records import Judgement
from tests.archives import new_archive
from tests.snapshots.samples import POLICY, START, capture, judgement
from tests.story import served

URL = POLICY.url


def returning() -> Archive:
    """Return an archive whose document showed one text, another, the first again, and each of them twice."""
    archive = new_archive()
    archive.put_document(POLICY)
    for day, (body, texts, version) in enumerate(
        ((b"a", ("A.",), 1), (b"a", (), 1), (b"b", ("A.", "B."), 2), (b"b", (), 2), (b"a", (), 1), (b"a", (), 1))
    ):
        made = judgement(archive, archive.keep(capture(body, day=day * 10)), texts=texts)
        archive.record(_showing(made, version))
    return archive


def _showing(made: Judgement, version: int) -> Judgement:
    return replace(made, observation=replace(made.observation, version=version), change=None, alert=None)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(returning(), tmp_path_factory.mktemp("memento") / "site") as address:
        yield address


@pytest.fixture(scope="module")
def client(site: str) -> Iterator[MementoClient]:
    with MementoClient(timegate_uri=f"{site}timegate/", check_native_timegate=False) as made:
        yield made


def unheard() -> Response:
    """Return what the watched site itself answers: nothing, for tests reach no network."""
    made = Response()
    made.status_code = 404
    return made


def day(number: int) -> datetime:
    return START + timedelta(days=number)


def links(header: str) -> list[tuple[str, dict[str, str]]]:
    """Return the links of a header or a TimeMap, each with its attributes (RFC 8288)."""
    found = re.findall(r'<([^<>"]*)>((?:\s*;\s*[a-z]+="[^"<>]*")*)', header)
    assert re.sub(r'<[^<>"]*>(?:\s*;\s*[a-z]+="[^"<>]*")*', "", header).replace(",", "").strip() == ""
    return [(uri, dict(re.findall(r'([a-z]+)="([^"]*)"', more))) for uri, more in found]


def test_a_text_that_comes_back_is_another_memento_of_the_same_page() -> None:
    (watched,) = take_survey(returning()).watched
    found = time_map_of(watched)
    assert found
    assert [memento.at for memento in found.mementos] == [day(0), day(20), day(40)]
    assert found.mementos[0].address == found.mementos[2].address != found.mementos[1].address
    assert [memento.seen for memento in found.mementos] == ["", "", "20250410060000"]


@pytest.mark.parametrize(("asked", "found"), [(-5, 0), (0, 0), (19, 0), (20, 20), (39, 20), (40, 40), (900, 40)])
def test_a_memento_client_finds_the_text_of_a_time(client: MementoClient, asked: int, found: int) -> None:
    info = client.get_memento_info(URL, day(asked).replace(tzinfo=None), req_uri_response=unheard())
    closest = info["mementos"]["closest"]
    assert info["original_uri"] == URL
    assert closest["datetime"].replace(tzinfo=UTC) == day(found)
    assert closest["http_status_code"] == 200
    assert info["mementos"]["first"]["datetime"].replace(tzinfo=UTC) == day(0)
    assert info["mementos"]["last"]["datetime"].replace(tzinfo=UTC) == day(40)
    assert client.is_memento(closest["uri"][0])


def test_the_timegate_is_one_by_the_rules(site: str, client: MementoClient) -> None:
    answer = httpx.get(f"{site}timegate/{URL}", headers={"Accept-Datetime": format_datetime(day(21), usegmt=True)})
    assert answer.status_code == 302
    assert "accept-datetime" in answer.headers["vary"].lower()
    assert "memento-datetime" not in answer.headers
    named = {rel: uri for uri, more in links(answer.headers["link"]) for rel in more["rel"].split()}
    assert named["original"] == URL
    assert named["timemap"] == f"{site}timemap/link/{URL}"
    newest = httpx.get(f"{site}timegate/{URL}")
    assert newest.headers["location"].endswith("?seen=20250410060000")
    assert httpx.head(f"{site}timegate/{URL}").status_code == 302
    assert httpx.get(f"{site}timegate/{URL}", headers={"Accept-Datetime": "yesterday"}).status_code == 400
    assert client.is_timegate(f"{site}timegate/{URL}")


def test_a_memento_is_text_with_its_time_and_neighbours(site: str) -> None:
    middle = httpx.get(f"{site}timegate/{URL}", headers={"Accept-Datetime": format_datetime(day(21), usegmt=True)})
    page = httpx.get(middle.headers["location"])
    assert parsedate_to_datetime(page.headers["memento-datetime"]) == day(20)
    assert "default-src 'none'" in page.headers["content-security-policy"]
    named = {rel: (uri, more) for uri, more in links(page.headers["link"]) for rel in more["rel"].split()}
    assert named["original"][0] == URL
    assert named["timegate"][0] == f"{site}timegate/{URL}"
    assert parsedate_to_datetime(named["prev"][1]["datetime"]) == day(0)
    assert parsedate_to_datetime(named["next"][1]["datetime"]) == day(40)
    last = httpx.get(named["next"][0])
    assert parsedate_to_datetime(last.headers["memento-datetime"]) == day(40)
    again = httpx.get(named["next"][0], headers={"If-None-Match": last.headers["etag"]})
    assert again.status_code == 304
    assert again.headers["memento-datetime"] == last.headers["memento-datetime"]


@pytest.mark.parametrize("path", ["timemap/link/{url}", "d/harbour-policy/timemap.link"])
def test_a_timemap_lists_every_memento_in_order(site: str, path: str) -> None:
    answer = httpx.get(site + path.format(url=URL))
    assert answer.headers["content-type"].startswith("application/link-format")
    found = links(answer.text)
    rels = [more["rel"] for _, more in found]
    assert rels == ["original", "self", "timegate", "first memento", "memento", "last memento"]
    times = [parsedate_to_datetime(more["datetime"]) for _, more in found[3:]]
    assert times == [day(0), day(20), day(40)]
    for (uri, _), at in zip(found[3:], times, strict=True):
        assert parsedate_to_datetime(httpx.get(uri).headers["memento-datetime"]) == at
    listed = httpx.get(site + path.format(url=URL).replace("/link/", "/json/").replace(".link", ".json")).json()
    assert [memento["uri"] for memento in listed["mementos"]["list"]] == [uri for uri, _ in found[3:]]
    assert listed["original_uri"] == URL


@pytest.mark.parametrize(
    "url", [URL, URL.replace("https:", "http:"), URL + "/", URL.replace("://", ":/"), URL.upper()[:15] + URL[15:]]
)
def test_an_address_is_known_however_it_is_written(site: str, url: str) -> None:
    assert httpx.get(f"{site}timegate/{url}").status_code == 302


@pytest.mark.parametrize(
    "path",
    ["timegate/https://elsewhere.example/", "timegate/", "timegate/javascript:alert(1)", "timemap/link/file:///etc/passwd",
     "timemap/xml/" + URL, "timemap/json/%00", "timegate/http://[", "timemap/link/" + "x" * 3_000],
)  # fmt: skip
def test_an_address_that_is_not_watched_leads_nowhere(site: str, path: str) -> None:
    answer = httpx.get(httpx.URL(site).copy_with(raw_path=f"/{path}".encode()))
    assert answer.status_code == 404
    assert "location" not in answer.headers


def test_files_alone_name_no_timegate(tmp_path: Path) -> None:
    site = Site(title="Harbour", base_url="https://watch.example.test/", authority="harbour.test,2025")
    publish(returning(), tmp_path, site, analysis())
    found = links((tmp_path / "d/harbour-policy/timemap.link").read_text())
    assert [more["rel"] for _, more in found] == ["original", "self", "first memento", "memento", "last memento"]
    for uri, _ in found[2:]:
        page = tmp_path / uri.removeprefix(site.base_url).partition("?")[0]
        assert (page / "index.html").is_file() or not page.exists()
