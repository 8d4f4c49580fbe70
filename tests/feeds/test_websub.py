"""A WebSub hub on loopback: what it is told, and how readers find it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs

import feedparser
import httpx
import pytest
from click.testing import CliRunner

from feeds.errors import BadSite, HubUnreachable
from feeds.publication.site_build import publish
from feeds.serving.live import Live
from feeds.site import Site
from feeds.syndication.websub import ping
from monitor.command_line.program import policywatch as program
from monitor.running.services import Services
from monitor.running.workspace import open_workspace
from snapshots.opening import create_archive
from tests.feeds.samples import WORKINGS
from tests.feeds.server import listening, served
from tests.feeds.tellers import Story
from tests.snapshots.samples import NOTICE


class Hub:
    """A hub that keeps what it is told."""

    def __init__(self, status: int = 204) -> None:
        told: list[tuple[str, dict[str, list[str]]]] = []
        self.told = told

        class Answering(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                told.append((self.headers["Content-Type"], parse_qs(body)))
                self.send_response(status)
                self.end_headers()

            def log_message(self, *args: object) -> None:
                """Say nothing."""

        self.server = HTTPServer(("127.0.0.1", 0), Answering)
        self.address = f"http://127.0.0.1:{self.server.server_port}/"


@pytest.fixture(params=[204])
def hub(request: pytest.FixtureRequest) -> Iterator[Hub]:
    made = Hub(request.param)
    thread = Thread(target=made.server.serve_forever, daemon=True)
    thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()
    thread.join()


def archive_with(folder: Path, hub: str) -> Path:
    archive = create_archive(folder)
    story = Story(archive)
    story.tell(day=1)
    story.tell(day=2, document=NOTICE)
    archive.close()
    line = f'hub = "{hub}"\n' if hub else ""
    (folder / "policywatch.toml").write_text(f'base_url = "http://127.0.0.1:8080/"\n{line}')
    return folder


def run(*arguments: str | Path) -> str:
    return CliRunner().invoke(program, [str(a) for a in arguments], catch_exceptions=False).stdout


def test_the_hub_is_told_of_the_feeds_that_changed_and_of_no_other(hub: Hub, tmp_path: Path) -> None:
    folder = archive_with(tmp_path, hub.address)
    with open_workspace(folder) as workspace:
        Services(workspace).publish()
        hub.told.clear()
        Services(workspace).publish()
        assert hub.told == []
    run("correct", "1", "--note", "Of letters alone.", "--archive", folder)
    ((kind, asked),) = hub.told
    assert kind == "application/x-www-form-urlencoded"
    assert asked["hub.mode"] == ["publish"]
    assert asked["hub.topic"] == asked["hub.url"]
    told = {topic.removeprefix("http://127.0.0.1:8080/feeds/") for topic in asked["hub.topic"]}
    assert {"alerts.atom", "alerts.rss", "alerts.json", "corrections.atom", "documents/harbour-policy.atom"} <= told
    assert not any(name in topic for topic in told for name in ("harbour-notice", "2025-", "status", "severity-low"))


@pytest.mark.parametrize("hub", [503], indirect=True)
def test_a_hub_that_refuses_stops_nothing(hub: Hub, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    folder = archive_with(tmp_path, hub.address)
    run("withdraw", "1", "--note", "Wrong page.", "--archive", folder)
    assert "status 503" in caplog.text
    assert (folder / "site/feeds/corrections.atom").is_file()
    hub.server.server_close()
    site = Site(title="x", base_url="http://127.0.0.1:1/", authority="a.test,2025", hub="http://127.0.0.1:9/")
    with pytest.raises(HubUnreachable, match="can't be told"):
        ping(site, ["http://127.0.0.1:1/feeds/alerts.atom"])


def test_without_a_hub_nobody_is_told_and_no_feed_names_one(tmp_path: Path) -> None:
    folder = archive_with(tmp_path, "")
    run("correct", "1", "--note", "Of letters alone.", "--archive", folder)
    for path in (folder / "site/feeds").rglob("*.*"):
        assert "hub" not in path.read_text().replace("hubs", "hub") or path.suffix == ".html"


def test_readers_find_the_hub_in_the_feed_and_in_its_header(tmp_path: Path) -> None:
    story = Story()
    story.tell(day=1)
    with listening() as (listener, base):
        site = Site(title="Harbour", base_url=base, authority="a.test,2025", hub="https://hub.test/")
        publish(story.archive, tmp_path / "out", site, WORKINGS)
        with served(tmp_path / "out", listener, Live(story.archive, site, WORKINGS)), httpx.Client() as client:
            for suffix in ("atom", "rss", "json"):
                answer = client.get(f"{base}/feeds/alerts.{suffix}")
                links = f'<https://hub.test/>; rel="hub", <{base}/feeds/alerts.{suffix}>; rel="self"'
                assert answer.headers["link"] == links
                if suffix == "json":
                    assert json.loads(answer.content)["hubs"] == [{"type": "WebSub", "url": "https://hub.test/"}]
                else:
                    found = {link.rel: link.href for link in feedparser.parse(answer.content).feed.links}
                    assert found["hub"] == "https://hub.test/"
                    assert found["self"] == f"{base}/feeds/alerts.{suffix}"
            assert "link" not in client.get(f"{base}/").headers


def test_a_hub_that_is_no_address_is_refused() -> None:
    with pytest.raises(BadSite, match="hub"):
        Site(title="x", base_url="http://127.0.0.1:1/", authority="a.test,2025", hub="hub.test")
