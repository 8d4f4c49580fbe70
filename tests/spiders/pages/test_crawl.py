"""The crawl against real failures on loopback: every page gets one result, and the right one."""

from __future__ import annotations

import socket
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes

from snapshots.records import Capture, CaptureFailure, Document, DocumentKind, Outcome
from spiders.declarations.declaration import Declaration, RobotsPolicy
from spiders.errors import ContactMissing
from spiders.jobs.declared_pages import FetchHistory
from spiders.jobs.job import Politeness, Validators
from spiders.pages.http_channel import crawl
from tests.loopback import on_loopback
from tests.spiders.failures import PAGE, FailureServer, self_signed, serving

QUICK = Politeness(delay_seconds=0, retries=2, backoff_seconds=0.05, longest_wait_seconds=5)


@pytest.fixture(scope="module")
def server() -> Iterator[FailureServer]:
    with serving() as made:
        yield made


def declared(*urls: str, name: str = "harbour-policy") -> Declaration:
    document = Document(id=name, title="Harbour", service="Harbour", kind=DocumentKind.PRIVACY_POLICY, url=urls[0])
    return Declaration(
        document=document,
        addresses=urls,
        accept_language="en",
        robots=RobotsPolicy.IGNORE,
        robots_reason="a test",
        max_bytes=20_000,
        timeout_seconds=2 if name in ("slow", "drip") else 300,
    )


def results(*declarations: Declaration, **options: object) -> dict[str, Capture | CaptureFailure]:
    given = {"contact": "", "politeness": QUICK, **options}
    found = list(crawl(declarations, **given))  # type: ignore[arg-type]
    assert sorted(r.exchange.document_id for r in found) == sorted(d.document.id for d in declarations)
    return {r.exchange.document_id: r for r in found}


FAILURES = {
    "status-401": Outcome.FORBIDDEN,
    "status-403": Outcome.FORBIDDEN,
    "status-404": Outcome.NOT_FOUND,
    "status-410": Outcome.GONE,
    "status-418": Outcome.CLIENT_ERROR,
    "status-451": Outcome.FORBIDDEN,
    "status-500": Outcome.SERVER_ERROR,
    "status-503": Outcome.SERVER_ERROR,
    "later": Outcome.TOO_MANY_REQUESTS,
    "uncalled-304": Outcome.SERVER_ERROR,
    "drop": Outcome.UNREACHABLE,
    "cut": Outcome.UNREACHABLE,
    "slow": Outcome.TIMEOUT,
    "drip": Outcome.TIMEOUT,
    "huge": Outcome.TOO_LARGE,
    "bomb": Outcome.TOO_LARGE,
    "half-gzip": Outcome.SERVER_ERROR,
    "strange-encoding": Outcome.SERVER_ERROR,
    "pdf": Outcome.NOT_TEXT,
    "pdf-as-html": Outcome.NOT_TEXT,
    "empty": Outcome.EMPTY,
    "blank": Outcome.EMPTY,
    "loop": Outcome.REDIRECT_LOOP,
    "endless": Outcome.REDIRECT_LOOP,
    "to-mail": Outcome.CLIENT_ERROR,
}


@pytest.fixture(scope="module")
def failed(server: FailureServer) -> dict[str, Capture | CaptureFailure]:
    """One crawl of every failing page: none stops another."""
    pages = [declared(server.url(f"/{kind}"), name=kind) for kind in FAILURES]
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        refusing = closed.getsockname()[1]
    pages += [
        declared(f"http://127.0.0.1:{refusing}/", name="refusing"),
        declared("http://nowhere.invalid/", name="unknown-host"),
        declared(server.url("/page").replace("http:", "https:"), name="no-tls"),
        declared(server.url("/page"), name="sound"),
    ]
    return results(*pages, contact="mail@harbour.example")


@pytest.mark.parametrize("kind", FAILURES)
def test_each_failure_has_its_name(failed: dict[str, CaptureFailure], kind: str) -> None:
    result = failed[kind]
    assert isinstance(result, CaptureFailure)
    assert result.outcome is FAILURES[kind], result.detail
    assert result.detail
    assert "\n" not in result.detail


def test_hosts_that_do_not_answer_have_their_names(failed: dict[str, CaptureFailure]) -> None:
    assert failed["refusing"].outcome is Outcome.UNREACHABLE
    assert failed["unknown-host"].outcome is Outcome.DNS
    assert failed["no-tls"].outcome is Outcome.TLS


def test_the_sound_page_among_them_is_captured(failed: dict[str, Capture]) -> None:
    assert isinstance(failed["sound"], Capture)
    assert failed["sound"].body == PAGE


def test_what_an_error_page_said_is_kept_as_evidence(failed: dict[str, CaptureFailure]) -> None:
    assert failed["status-404"].body == b"<p>no"


def test_a_capture_says_what_went_over_the_wire(server: FailureServer) -> None:
    result = results(declared(server.url("/gzip")), contact="mail@harbour.example")["harbour-policy"]
    assert isinstance(result, Capture)
    exchange = result.exchange
    assert result.body == PAGE
    assert (exchange.status, exchange.ip, exchange.protocol) == (200, "127.0.0.1", "HTTP/1.1")
    assert exchange.wire_length is not None
    assert exchange.wire_length != len(PAGE)
    assert exchange.wire_sha256 != sha256(PAGE).hexdigest()
    assert ("Content-Encoding", "gzip") in exchange.response_headers
    assert exchange.started_at <= exchange.captured_at
    assert "mail@harbour.example" in server.last_headers["User-Agent"]
    assert server.last_headers["Accept-Language"] == "en"
    assert "Cookie" not in server.last_headers


def test_redirects_are_followed_and_kept(server: FailureServer) -> None:
    result = results(declared(server.url("/far")))["harbour-policy"]
    assert isinstance(result, Capture)
    assert result.exchange.final_url == server.url("/page")
    assert result.exchange.hops == tuple(server.url(path) for path in ("/far", "/further", "/page"))
    passed = [(hop.purpose, hop.url, hop.status) for hop in result.exchange.preceding]
    assert passed == [("redirect", server.url("/far"), 302), ("redirect", server.url("/further"), 302)]
    assert ("Location", "/further") in result.exchange.preceding[0].response_headers
    assert result.exchange.preceding[0].ip == "127.0.0.1"


def test_a_passing_fault_is_tried_again(server: FailureServer) -> None:
    server.seen["/flaky"] = 0
    result = results(declared(server.url("/flaky")))["harbour-policy"]
    assert isinstance(result, Capture)
    assert server.seen["/flaky"] == 3
    assert [(hop.purpose, hop.status) for hop in result.exchange.preceding] == [("page", 503), ("page", 503)]


def test_a_host_that_asks_to_wait_long_is_left_alone(server: FailureServer) -> None:
    server.seen["/later"] = 0
    result = results(declared(server.url("/later")))["harbour-policy"]
    assert isinstance(result, CaptureFailure)
    assert "Retry-After 3600" in result.detail
    assert server.seen["/later"] == 1


def test_unchanged_is_asked_for_and_told(server: FailureServer) -> None:
    of_page = Validators(url=server.url("/known"), selecting=(), headers=(("If-None-Match", '"one"'),))
    known = {"harbour-policy": FetchHistory(validators=of_page)}
    result = results(declared(server.url("/known")), histories=known)["harbour-policy"]
    assert isinstance(result, CaptureFailure)
    assert result.outcome is Outcome.NOT_MODIFIED
    assert isinstance(results(declared(server.url("/known")))["harbour-policy"], Capture)


def test_the_next_address_is_tried(server: FailureServer) -> None:
    result = results(declared(server.url("/status-404"), server.url("/page")))["harbour-policy"]
    assert isinstance(result, Capture)
    both = results(declared(server.url("/status-410"), server.url("/status-404")))["harbour-policy"]
    assert isinstance(both, CaptureFailure)
    assert both.outcome is Outcome.GONE


def test_a_page_without_its_landmark_is_a_shell(server: FailureServer) -> None:
    page = declared(server.url("/page"))
    found = results(replace(page, landmark="which boats  come in"))["harbour-policy"]
    assert isinstance(found, Capture)
    missed = results(replace(page, landmark="tides"))["harbour-policy"]
    assert isinstance(missed, CaptureFailure)
    assert missed.outcome is Outcome.EMPTY


def test_robots_txt_is_obeyed_unless_a_reason_says_otherwise(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("site")
    (folder / "robots.txt").write_text("User-agent: *\nDisallow: /private\n")
    (folder / "private.html").write_bytes(PAGE)
    (folder / "open.html").write_bytes(PAGE)
    with static_site(folder) as base:
        pages = [
            replace(declared(f"{base}/private.html", name="obeys"), robots="obey"),
            declared(f"{base}/private.html", name="ignores"),
            replace(declared(f"{base}/open.html", name="open"), robots="obey"),
        ]
        found = results(*pages)
    assert isinstance(found["obeys"], CaptureFailure)
    assert found["obeys"].outcome is Outcome.ROBOTS
    assert isinstance(found["ignores"], Capture)
    assert isinstance(found["open"], Capture)


Several = tuple[dict[str, Capture | CaptureFailure], Path, int]


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Several]:
    """One crawl of hosts with a robots.txt that moved, one that fails, one with TLS, and of a variant."""
    forbidding = b"User-agent: policywatch\nDisallow: /\n\nUser-agent: *\nAllow: /\n"
    folder = tmp_path_factory.mktemp("tls")
    with (
        serving(robots=(200, forbidding)) as other,
        serving(robots=(302, b"")) as moved,
        serving(robots=(503, b"")) as bad,
        serving(tls=self_signed(folder)) as signed,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setenv("SSL_CERT_FILE", str(folder / "both.pem"))
        moved.robots_at = other.url("/robots.txt")
        variant = declared(signed.url("/page?a=1").replace("http:", "https:"), name="variant")
        found = results(
            replace(declared(moved.url("/page"), other.url("/page"), name="moved"), robots="obey"),
            replace(declared(bad.url("/page"), name="failing"), robots="obey"),
            replace(variant, locale=(("locale", "en_GB"),), accept_language="en-GB,en;q=0.9"),
        )
        assert signed.last_headers["Accept-Language"] == "en-GB,en;q=0.9"
        yield found, folder / "both.pem", moved.seen["/page"] + bad.seen["/page"] + other.seen["/page"]


def test_robots_txt_is_followed_where_it_moved_and_refuses_while_it_fails(several: Several) -> None:
    found, _, asked = several
    assert asked == 0
    for name, said in (("moved", "robots.txt forbids it"), ("failing", "robots.txt answers status 503")):
        result = found[name]
        assert isinstance(result, CaptureFailure)
        assert result.outcome is Outcome.ROBOTS
        assert said in result.detail
    assert [(hop.purpose, hop.status) for hop in found["failing"].exchange.preceding] == [("robots.txt", 503)]


def test_a_variant_is_asked_for_by_address_and_the_hosts_certificate_kept(several: Several) -> None:
    found, pem, _ = several
    result = found["variant"]
    assert isinstance(result, Capture), result
    assert result.exchange.requested_url.endswith("/page?a=1&locale=en_GB")
    certificate = x509.load_pem_x509_certificate(pem.read_bytes())
    assert result.exchange.tls_leaf_sha256 == certificate.fingerprint(hashes.SHA256()).hex()


def static_site(folder: object):  # type: ignore[no-untyped-def]
    """Serve a folder with Python's own server."""
    from contextlib import contextmanager
    from functools import partial
    from http.server import SimpleHTTPRequestHandler

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    @contextmanager
    def run() -> Iterator[str]:
        with on_loopback(partial(Quiet, directory=str(folder))) as server:
            yield f"http://127.0.0.1:{server.server_port}"

    return run()


def test_nothing_is_asked_without_a_contact() -> None:
    with pytest.raises(ContactMissing, match="contact"):
        list(crawl([declared("https://harbour.example/")], contact=" "))


def test_a_crawl_that_dies_owes_a_failure_for_each_page(server: FailureServer, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[bytes]] = []
    real = subprocess.Popen

    def remember(*args: object, **kwargs: object) -> object:
        started.append(real(*args, **kwargs))  # type: ignore[call-overload]
        return started[-1]

    monkeypatch.setattr(subprocess, "Popen", remember)
    stream = crawl(
        [declared(server.url("/page")), declared(server.url("/slow"), name="slow")],
        contact="",
        politeness=QUICK,
    )
    first = next(stream)
    started[0].kill()
    rest = list(stream)
    assert {r.exchange.document_id for r in [first, *rest]} == {"harbour-policy", "slow"}
    lost = rest[0]
    assert isinstance(lost, CaptureFailure)
    assert lost.outcome is Outcome.UNREACHABLE
    assert "ended early" in lost.detail


def test_closing_the_iterator_ends_the_process(server: FailureServer, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[bytes]] = []
    real = subprocess.Popen

    def remember(*args: object, **kwargs: object) -> object:
        started.append(real(*args, **kwargs))  # type: ignore[call-overload]
        return started[-1]

    monkeypatch.setattr(subprocess, "Popen", remember)
    stream = crawl(
        [declared(server.url("/page")), declared(server.url("/slow"), name="slow")],
        contact="",
        politeness=QUICK,
    )
    next(stream)
    stream.close()  # type: ignore[attr-defined]
    assert started[0].wait() is not None
