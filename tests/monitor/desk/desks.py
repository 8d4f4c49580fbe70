"""An archive with something to decide, and its desk."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import httpx
from starlette.types import ASGIApp

from monitor.desk.desk_app import desk_app
from monitor.desk.desk_work import DeskWork
from monitor.running.workspace import Workspace, open_workspace
from snapshots.opening import open_archive
from snapshots.records import Awaits, Hold
from tests.archives import archive_in
from tests.feeds.deliveries.published import Teller, Time
from tests.snapshots.samples import POLICY

HERE = "http://127.0.0.1:8090"
DECLARED = f"""\
# Ours.
[[document]]
id = "{POLICY.id}"
title = "{POLICY.title}"
service = "Harbour"
kind = "privacy-policy"
url = "{POLICY.url}"
# The part that counts.
select = "main"

[[document]]
id = "harbour-terms"
title = "Harbour Terms"
service = "Harbour"
kind = "terms"
url = "https://harbour.example/terms"
"""


def archive_with_holds(folder: Path, count: int = 2) -> list[str]:
    """Make an archive whose alerts wait for a person; returns their ids."""
    archive = archive_in(folder)
    Teller(archive)
    archive.close()
    (folder / "declarations").mkdir()
    (folder / "declarations" / "ours.toml").write_text(DECLARED)
    return [_hold_one(folder) for _ in range(count)]


def _hold_one(folder: Path) -> str:
    archive = open_archive(folder)
    made = Teller(archive, Time(datetime.now(UTC)), told=len(archive.alerts())).judged_alert()
    hold = Hold(
        alert_id=made.alert.id, document_id=POLICY.id, at=made.alert.decided_at, awaits=Awaits.PERSON, reason="many"
    )
    archive.record(replace(made, notices=(), holds=(hold,)))
    archive.close()
    return str(made.alert.id)


@dataclass(slots=True)
class Visitor:
    """Somebody at the desk, with a browser that keeps nothing."""

    app: ASGIApp
    workspace: Workspace
    base: str = HERE
    auth: tuple[str, str] | None = None

    def ask(self, method: str, path: str, **options: object) -> httpx.Response:
        async def asking() -> httpx.Response:
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(transport=transport, base_url=self.base, auth=self.auth) as client:
                return await client.request(method, path, **options)  # type: ignore[arg-type]

        with ThreadPoolExecutor(1) as apart:  # a browser of other tests has a loop of its own in this thread
            return apart.submit(lambda: asyncio.run(asking())).result()

    def get(self, path: str = "/", **options: object) -> httpx.Response:
        return self.ask("GET", path, **options)

    def send(self, path: str, **fields: str) -> httpx.Response:
        """Send a form as its page has it."""
        found = re.search(r'name="token" value="([^"]+)"', self.get(path).text)
        assert found
        return self.ask("POST", path, data={"token": found[1], **fields}, headers={"Origin": self.base})


@contextmanager
def visiting(folder: Path, *, password: str = "", auth: tuple[str, str] | None = None) -> Iterator[Visitor]:
    with open_workspace(folder) as workspace:
        yield Visitor(app=desk_app(DeskWork(workspace), password=password), workspace=workspace, auth=auth)
