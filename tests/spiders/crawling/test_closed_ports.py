"""A process that asks strangers for pages is asked by nobody: it listens on no port."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from snapshots.records import Capture, Document, DocumentKind
from spiders.declarations.declaration import Declaration
from spiders.jobs.job import Politeness
from spiders.pages.http_channel import crawl
from tests.loopback_farm import farm_of, needs_loopback_network

_PROCESSES = Path("/proc")
_LISTENS = "0A"  # as Linux writes the state of a socket


def _listening(process: str) -> list[str]:
    """Return the addresses on which a process takes connections, as Linux writes them."""
    sockets = set()
    for file in (_PROCESSES / process / "fd").iterdir():
        with suppress(FileNotFoundError):  # closed meanwhile
            sockets.add(str(file.readlink()))
    rows = [
        line.split()
        for name in ("tcp", "tcp6")
        for line in (_PROCESSES / process / "net" / name).read_text().splitlines()[1:]
    ]
    return [row[1] for row in rows if row[3] == _LISTENS and f"socket:[{row[9]}]" in sockets]


def _fetching() -> list[str]:
    """Return the numbers of the fetching processes that this one started."""
    tasks = (_PROCESSES / "self" / "task").iterdir()
    children = {child for task in tasks for child in (task / "children").read_text().split()}
    return [child for child in children if b"spiders.crawling" in (_PROCESSES / child / "cmdline").read_bytes()]


@needs_loopback_network
def test_nobody_can_connect_to_a_process_that_fetches() -> None:
    found: list[list[str]] = []

    def show(host: str, path: str) -> bytes:
        found.extend(map(_listening, _fetching()))
        return b"<title>Orchard</title><p>We keep what you tell us.</p>"

    with farm_of(1, show) as farm:
        assert _listening("self")  # the farm
        url = farm.url(0, "privacy")
        document = Document(
            id="orchard", title="Orchard", service="Orchard", kind=DocumentKind.PRIVACY_POLICY, url=url, language="en"
        )
        declared = Declaration(document=document, addresses=(url,), accept_language="en")
        (result,) = crawl([declared], contact="", politeness=Politeness(delay_seconds=0))
    assert isinstance(result, Capture)
    assert found
    assert not any(found)
