"""The web that our documents speak of, on 127.0.0.1 behind a proxy, and the files that they take for granted."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from ssl import SSLContext
from threading import Thread
from urllib.parse import urlsplit

from monitor.settings.settings_file import write_settings
from spiders.declarations.declarations import load_declarations
from tests.end_to_end.test_pdf_policy import policy
from tests.end_to_end.test_running import free_port
from tests.end_to_end.test_saved_pages import single_file
from tests.end_to_end.test_terms_archive import markdown
from tests.end_to_end.warcs import write_warc
from tests.monitor.pages import START, page, with_change
from tests.proxying import proxying, tls_of
from tests.spiders.terms_archive.collection import Collection

HISTORY = "https://www.whatsapp.com/legal/privacy-policy"
FORM = (
    "<h2>Object</h2><p>You can object to the use of your information. This form is read by people.</p>"
    "<form><label for=a>Your mail address</label><input id=a required><label for=b>Why you object</label>"
    "<textarea id=b></textarea><button>Send</button></form>"
)
LANDMARK = "<h2>Privacy Policy</h2><p>This is the Privacy Policy of the harbour and of its members.</p>"
NEWS = [
    "Private messages that you send to other members are used to train AI.",
    "Private messages that you send to other members are not used to train AI.",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbourhood:
    """Where the commands of a document are run, and what they find there."""

    folder: Path
    site_port: int  # at which the site of the reader's own archive is served, once it is
    hook: str  # the address of a webhook of the reader's own
    environment: dict[str, str]
    posted: list[str]  # addresses to which something was sent


@contextmanager
def neighbourhood(folder: Path) -> Iterator[Neighbourhood]:
    """Make a fresh folder in which documents can be followed."""
    site_port, posted = free_port(), list[str]()
    secrets = folder.parent / "around"
    secrets.mkdir()
    tls = tls_of(secrets, *_hosts(secrets))
    with (
        _web(site_port, posted, tls) as port,
        _web(site_port, posted) as plain,
        proxying({"*": port}) as proxy,
    ):
        yield Neighbourhood(
            folder=folder,
            site_port=site_port,
            hook=f"http://127.0.0.1:{plain}/hook",
            environment=_environment(folder, secrets, proxy.url),
            posted=posted,
        )


class _Hosts(ThreadingHTTPServer):
    """A server with what its answers need."""

    daemon_threads = True

    def __init__(self, site_port: int, posted: list[str]) -> None:
        super().__init__(("127.0.0.1", 0), _Host)
        self.site_port = site_port
        self.posted = posted


class _Host(BaseHTTPRequestHandler):
    """Answers for every host at once."""

    server: _Hosts

    def do_GET(self) -> None:
        if self.headers.get("Host") == "watch.example":
            self._hand_on()
        elif self.path == "/robots.txt":
            self._answer(404, b"no rules")
        elif self.path.startswith("/web/timemap/"):
            self._answer(200, _timemap(), "application/link-format")
        elif self.path.startswith("/web/"):
            self._answer(200, page(), memento=True)
        else:
            self._answer(200, page(extra=LANDMARK + (FORM if "contact" in self.path else "")))

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.posted.append(f"{self.headers['Host']}{self.path}")
        self._answer(204, b"")

    def _hand_on(self) -> None:
        there = HTTPConnection("127.0.0.1", self.server.site_port)
        there.request(self.command, self.path, headers={**self.headers, "Accept-Encoding": "identity"})
        answer = there.getresponse()
        self._answer(answer.status, answer.read(), answer.headers["Content-Type"] or "text/plain")
        there.close()

    def _answer(
        self, status: int, body: bytes, kind: str = "text/html; charset=utf-8", *, memento: bool = False
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if memento:
            self.send_header("Memento-Datetime", "Sat, 01 Mar 2025 06:00:00 GMT")
            self.send_header("Link", f'<{HISTORY}>; rel="original"')
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """The tests' output is no place for it."""


@contextmanager
def _web(site_port: int, posted: list[str], tls: SSLContext | None = None) -> Iterator[int]:
    """Serve every host that documents name; the host watch.example is the reader's own site."""

    server = _Hosts(site_port, posted)
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()


def _timemap() -> bytes:
    at = START.strftime("%a, %d %b %Y %H:%M:%S GMT")
    stamp = START.strftime("%Y%m%d%H%M%S")
    return (
        f'<{HISTORY}>; rel="original",\n'
        f'<https://web.archive.org/web/{stamp}/{HISTORY}>; rel="first last memento"; datetime="{at}"\n'
    ).encode()


def _hosts(folder: Path) -> Sequence[str]:
    write_settings(folder / "catalogue")
    declared = load_declarations(folder / "catalogue" / "declarations")
    hosts = {urlsplit(url).hostname or "" for declaration in declared for url in declaration.addresses}
    return sorted({*hosts, "www.example.com", "watch.example", "hub.example", "web.archive.org"})


def _environment(folder: Path, around: Path, proxy: str) -> dict[str, str]:
    """Return the environment of the reader's shell: our program on the path, and the way to the web."""
    programs = around / "bin"
    programs.mkdir()
    ours = programs / "policywatch"
    ours.write_text(f'#!/bin/sh\nexec {sys.executable} -P -c "from monitor.command_line import main; main()" "$@"\n')
    ours.chmod(0o755)
    (folder / ".venv").mkdir()
    (folder / ".venv" / "bin").symlink_to(programs)
    return {
        **{k: v for k, v in os.environ.items() if not k.startswith(("POLICYWATCH_", "COVERAGE"))},
        "PATH": f"{programs}:{Path(sys.executable).parent}:{os.environ['PATH']}",
        "HTTPS_PROXY": proxy,
        "HTTP_PROXY": proxy,
        "NO_PROXY": "127.0.0.1,localhost",
        "SSL_CERT_FILE": str(around / "root.pem"),
        "CURL_CA_BUNDLE": str(around / "root.pem"),
        "GIT_CONFIG_COUNT": "1",  # a collection's repository is cloned from beside the folder
        "GIT_CONFIG_KEY_0": f"url.file://{around / 'collection'}/.insteadOf",
        "GIT_CONFIG_VALUE_0": "https://github.com/OpenTermsArchive/",
        "POLICYWATCH_DESK": "a word",
        "POLICYWATCH_MAIL": "a word",
        "POLICYWATCH_MASTODON": "a token",
        "POLICYWATCH_BLUESKY": "a word",
        "POLICYWATCH_CHAT": "json://127.0.0.1/",
        "TZ": "UTC",
    }


def lay_out(folder: Path) -> None:
    """Put the files that the how-to takes for the reader's own into the folder, and a collection beside it."""
    days = [
        (day, page(with_change("How we use it", 1, f"{NEWS[day % 2]} That is so since day {day}."), extra=LANDMARK))
        for day in range(16)
    ]
    write_warc(folder / "captures.warc.gz", days, url="https://www.facebook.com/privacy/policy/")
    single_file(folder / "objection-form.html", page(extra=FORM), url="https://www.facebook.com/help/contact/1")
    (folder / "old.html").write_bytes(page())
    (folder / "new.pdf").write_bytes(policy(with_change("How we use it", 1, NEWS[0])))
    pair = {"id": "1", "before": "We keep logs for 30 days.", "after": "We keep logs for 90 days."}
    (folder / "pairs.jsonl").write_text(json.dumps(pair) + "\n")
    collection = Collection(folder.parent / "around" / "collection" / "pga-versions")
    collection.record(30, markdown(), "first", file="Facebook/Privacy Policy.md")
    changed = with_change("How we use it", 1, NEWS[0])
    collection.record(39, markdown(changed), file="Facebook/Privacy Policy.md")
