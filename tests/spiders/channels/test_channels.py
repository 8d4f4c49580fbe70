"""Channels come by entry points, the example of the docs among them, and one that fails leads to the next."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from snapshots.records import Capture, CaptureFailure, Outcome
from spiders.channels.fetch import fetch
from spiders.declarations.declaration import CHANNELS
from spiders.declarations.declarations import load_declarations
from spiders.errors import DeclarationError
from spiders.pages.http_channel import crawl
from tests.plugin_examples import install_example
from tests.snapshots.samples import exchange
from tests.spiders.failures import serving
from tests.spiders.pages.test_crawl import QUICK, declared

DECLARED = """[[document]]
id = "harbour-policy"
title = "Harbour"
service = "Harbour"
kind = "privacy-policy"
url = "https://harbour.example/privacy"
channels = ["folder"]

[[document]]
id = "harbour-terms"
title = "Terms"
service = "Harbour"
kind = "terms"
url = "https://harbour.example/terms"
channels = ["folder"]
"""


@pytest.fixture
def folder_channel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Install the example, and return the folder that is worked in."""
    (tmp_path / "site").mkdir()
    install_example("A channel", tmp_path / "site", monkeypatch)
    (tmp_path / "captures").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_channel_of_the_docs_is_declared_and_fetches(folder_channel: Path) -> None:
    (folder_channel / "harbour.toml").write_text(DECLARED)
    (folder_channel / "captures" / "harbour-policy.html").write_text("<p>We note which boats come in.</p>")
    seen, missing = fetch(load_declarations(folder_channel / "harbour.toml"), contact="")
    assert isinstance(seen, Capture)
    assert seen.body == b"<p>We note which boats come in.</p>"
    assert seen.exchange.channel == "folder"
    assert isinstance(missing, CaptureFailure)
    assert (missing.outcome, missing.detail) == (Outcome.NOT_FOUND, "there is no file captures/harbour-terms.html")


def test_a_channel_that_is_not_installed_is_refused_with_those_that_are(folder_channel: Path) -> None:
    (folder_channel / "harbour.toml").write_text(DECLARED.replace('["folder"]', '["folders"]'))
    with pytest.raises(
        DeclarationError, match=r"browser, collection, http, memento, folder; found 'folders', did you mean folder\?"
    ):
        load_declarations(folder_channel / "harbour.toml")


def test_without_the_distribution_there_are_our_own_channels_alone() -> None:
    assert CHANNELS.names() == ("browser", "collection", "http", "memento")


def test_no_other_distribution_takes_the_place_of_one_of_ours(folder_channel: Path) -> None:
    points = next((folder_channel / "site").glob("*.dist-info")) / "entry_points.txt"
    points.write_text(points.read_text().replace("folder =", "http ="))
    assert CHANNELS.version("http").startswith("spiders.")


def test_what_fetches_is_loaded_only_when_something_is_fetched() -> None:
    """Each command starts with the declarations, and few of them fetch."""
    heavy = "{'scrapy', 'twisted', 'playwright'}"
    code = (
        "import sys, spiders.channels.fetch as fetch, spiders.declarations.declarations\n"
        "[fetch.load_channel(name) for name in ('http', 'browser', 'memento')]\n"
        f"assert not {heavy} & set(sys.modules), sorted({heavy} & set(sys.modules))"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_channel_that_fails_leads_to_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    def quick(declarations, *, contact, histories=None):  # type: ignore[no-untyped-def]
        return crawl(declarations, contact=contact, histories=histories, politeness=QUICK)

    def second(declarations, *, contact, histories=None):  # type: ignore[no-untyped-def]
        return quick([replace(d, addresses=(server.url("/page"),)) for d in declarations], contact=contact)

    monkeypatch.setattr("spiders.channels.fetch.load_channel", {"http": quick, "second": second}.__getitem__)
    with serving() as server:
        falls = replace(declared(server.url("/status-403"), name="falls"), channels=("http", "second"))
        stays = replace(declared(server.url("/page"), name="stays"), channels=("http", "second"))
        found = [(r.exchange.document_id, isinstance(r, Capture)) for r in fetch([falls, stays], contact="")]
    assert sorted(found) == [("falls", False), ("falls", True), ("stays", True)]


def test_a_wall_leads_to_the_next_channel_and_the_browser_only_to_what_it_can_mend(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def answering(name: str, **bodies: bytes | None):  # type: ignore[no-untyped-def]
        def through(declarations, *, contact, histories=None):  # type: ignore[no-untyped-def]
            for page in declarations:
                body, asked = bodies[page.document.id], exchange(page.document)
                told = replace(asked, channel=name)
                yield (
                    Capture(exchange=told, body=body)
                    if body
                    else CaptureFailure(exchange=told, outcome=Outcome.FORBIDDEN, detail="no")
                )

        return through

    channels = {
        "http": answering("http", walled=b"a wall", refused=None, never=b"a wall"),
        "browser": answering("browser", walled=b"a wall still", never=None),
        "memento": answering("memento", walled=b"the page", refused=b"the page", never=None),
    }
    monkeypatch.setattr("spiders.channels.fetch.load_channel", channels.__getitem__)
    pages = [
        replace(declared("https://harbour.example/", name=name), channels=("http", "browser", "memento"))
        for name in ("walled", "refused", "never")
    ]
    found = fetch(pages, contact="m@harbour.example", shows=lambda capture: capture.body == b"the page")
    told: dict[str, list[tuple[str, str]]] = {page.document.id: [] for page in pages}
    for result in found:
        told[result.exchange.document_id].append((result.exchange.channel, result.exchange.seen_through))
    assert told == {
        "walled": [("http", "memento"), ("browser", "memento"), ("memento", "")],
        "refused": [("http", "memento"), ("memento", "")],
        "never": [("http", ""), ("browser", ""), ("memento", "")],
    }
