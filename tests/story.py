"""The demo's story as an archive and as a site that is being served, for tests. Nothing is fetched."""

from __future__ import annotations

import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import Thread

import pytest
import uvicorn

from feeds.publication.site_build import publish
from feeds.serving.live import Live
from feeds.serving.site_app import site_app
from feeds.site import Site
from monitor.demo import DOCUMENTS, declarations_toml, moments
from monitor.running.composition import analysis
from monitor.running.pipeline import Pipeline
from monitor.running.watch import readings
from snapshots.archive import Archive
from snapshots.records import Capture, Exchange
from spiders.declarations.declarations import load_declarations
from tests.archives import new_archive

_HOST = "https://pages.example"


@cache
def story_archive() -> Archive:
    """Return the archive of the story, made once: for tests that write nothing into it."""
    return tell_story(new_archive())


def tell_story(made: Archive) -> Archive:
    """Fill an archive with three documents over five months: alerts, low changes, returns, a half page, a wall."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "story.toml"
        path.write_text(declarations_toml(_HOST), encoding="utf-8")
        declarations = load_declarations(path)
    for declaration in declarations:
        made.put_document(declaration.document)
    pipeline = Pipeline(made, "example.org,2026", readings(declarations))
    for moment in moments():
        for document_id, path_ in DOCUMENTS.items():
            exchange = Exchange(
                document_id=document_id,
                requested_url=_HOST + path_,
                final_url=_HOST + path_,
                started_at=moment.at,
                captured_at=moment.at,
                channel="http",
                tool="story/1",
                status=200,
                response_headers=moment.replies[path_].headers,
            )
            pipeline.judge(made.keep(Capture(exchange=exchange, body=moment.replies[path_].body)))
    return made


@contextmanager
def served(
    archive: Archive,
    folder: Path,
    *,
    title: str = "Policywatch",
    contact: str = "",
    languages: tuple[str, ...] = ("en",),
) -> Iterator[str]:
    """Publish an archive into a folder and serve it, with what files can't do; yield its address with a slash."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        site = Site(
            title=title,
            base_url=address,
            authority="example.org,2026",
            contact=contact,
            live=True,
            languages=languages,
        )
        publish(archive, folder, site, analysis())
        app = site_app(folder, Live(archive, site, analysis()))
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off"))
        thread = Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        try:
            yield address
        finally:
            server.should_exit = True
            thread.join(timeout=10)


@pytest.fixture(scope="session")
def story_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Yield the address of the story as it is being served."""
    with served(story_archive(), tmp_path_factory.mktemp("story") / "site") as address:
        yield address
