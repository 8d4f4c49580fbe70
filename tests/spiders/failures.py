"""A web server on 127.0.0.1 with one path for each way in which a page can fail to be seen.

While it is `well`, every path shows the policy, so that what fails has a history.
"""

from __future__ import annotations

import gzip
import socket
import ssl
import struct
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from threading import Thread
from typing import Any

import brotli
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.monitor.pages import SECTIONS, page

PAGE = b"<!DOCTYPE html><html lang=en><h1>Harbour privacy</h1><p>We note which boats come in.</p></html>"
HTML = ("Content-Type", "text/html; charset=utf-8")


def self_signed(folder: Path) -> ssl.SSLContext:
    """Return a server's side of TLS with a certificate that nobody else signed."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "both.pem").write_bytes(private + certificate.public_bytes(pem))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "both.pem")
    return context


class FailureServer(ThreadingHTTPServer):
    """Counts the requests for each path."""

    daemon_threads = True

    def __init__(self, *, robots: tuple[int, bytes] = (404, b""), tls: ssl.SSLContext | None = None) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        if tls:
            self.socket = tls.wrap_socket(self.socket, server_side=True)
        self.robots = robots
        self.robots_at = ""  # where robots.txt redirects to
        self.is_well = False
        self.policy = page()
        self.seen: Counter[str] = Counter()
        self.last_headers: dict[str, str] = {}
        self.leads_to = ""  # where /elsewhere redirects to
        self.content_type = HTML[1]  # of /typed

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_port}{path}"

    def handle_error(self, request: object, address: object) -> None:
        """A client that hangs up is what some of the paths are for."""


@contextmanager
def serving(**options: Any) -> Iterator[FailureServer]:
    server = FailureServer(**options)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    server: FailureServer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        self.server.seen[path] += 1
        self.server.last_headers = dict(self.headers)
        self.close_connection = True
        kind = path.strip("/").replace("-", "_")
        answer = getattr(self, f"answer_{kind}", None)
        if path == "/robots.txt":
            moved = [("Location", self.server.robots_at)] if self.server.robots_at else []
            self.reply(self.server.robots[0], self.server.robots[1], ("Content-Type", "text/plain"), *moved)
        elif self.server.is_well:
            self.reply(200, self.server.policy)
        elif answer:
            answer()
        elif kind.startswith("status_"):
            self.reply(int(kind.removeprefix("status_")), b"<p>no")
        else:
            self.reply(404, b"<p>no such thing")

    def log_message(self, *_: object) -> None:
        """Tests read no log."""

    def reply(self, status: int, body: bytes, *headers: tuple[str, str], length: int | None = None) -> None:
        self.send_response(status)
        names = {name.lower() for name, _ in headers}
        for name, value in headers:
            self.send_header(name, value)
        if "content-type" not in names:
            self.send_header(*HTML)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def answer_page(self) -> None:
        self.reply(200, PAGE, ("ETag", '"one"'))

    def answer_known(self) -> None:
        if self.headers.get("If-None-Match") == '"one"':
            self.send_response(304)
            self.send_header("ETag", '"one"')
            self.send_header("Connection", "close")
            self.end_headers()
        else:
            self.reply(200, PAGE, ("ETag", '"one"'))

    def answer_uncalled_304(self) -> None:
        self.send_response(304)
        self.send_header("Connection", "close")
        self.end_headers()

    def answer_flaky(self) -> None:
        if self.server.seen["/flaky"] < 3:
            self.reply(503, b"<p>busy")
        else:
            self.reply(200, PAGE)

    def answer_later(self) -> None:
        self.reply(429, b"<p>wait", ("Retry-After", "3600"))

    def answer_drop(self) -> None:
        self.connection.shutdown(socket.SHUT_RDWR)

    def answer_cut(self) -> None:
        self.reply(200, PAGE[:60], length=len(PAGE))

    def answer_reset(self) -> None:
        """Send half the page, then a TCP reset."""
        self.send_response(200)
        self.send_header(*HTML)
        self.send_header("Content-Length", str(len(self.server.policy)))
        self.end_headers()
        self.wfile.write(self.server.policy[:200])
        self.wfile.flush()
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()

    def answer_sound(self) -> None:
        self.reply(200, self.server.policy)

    def answer_short(self) -> None:
        """Say that the page ends in its middle, and so it does for everybody."""
        policy = page()
        self.reply(200, policy, length=policy.index(b"<h2", len(policy) // 2))

    def answer_broken_chunks(self) -> None:
        self.send_response(200)
        self.send_header(*HTML)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self.wfile.write(b"40\r\n" + self.server.policy[:64] + b"\r\nzz\r\nno chunk\r\n")

    def answer_endless_body(self) -> None:
        self.send_response(200)
        self.send_header(*HTML)
        self.send_header("Connection", "close")
        self.end_headers()
        try:
            while True:
                self.wfile.write(b"<p>And so on, without an end." * 200)
        except OSError:
            return  # whoever read it had enough

    def answer_slow(self) -> None:
        self.rfile.read(1)  # comes back once whoever asked has given up

    def answer_drip(self) -> None:
        self.send_response(200)
        self.send_header(*HTML)
        self.end_headers()
        for _ in range(50):
            self.wfile.write(b"<p>drop")
            self.wfile.flush()
            time.sleep(0.1)

    def answer_huge(self) -> None:
        self.reply(200, PAGE + b" " * 30_000)

    def answer_bomb(self) -> None:
        self.reply(200, gzip.compress(PAGE + b" " * 5_000_000), ("Content-Encoding", "gzip"))

    def answer_brotli_bomb(self) -> None:
        self.reply(200, brotli.compress(PAGE + b" " * 5_000_000, quality=3), ("Content-Encoding", "br"))

    def answer_gzip(self) -> None:
        self.reply(200, gzip.compress(PAGE), ("Content-Encoding", "gzip"))

    def answer_half_gzip(self) -> None:
        self.reply(200, gzip.compress(PAGE)[:-20], ("Content-Encoding", "gzip"))

    def answer_strange_encoding(self) -> None:
        self.reply(200, PAGE, ("Content-Encoding", "aes128gcm"))

    def answer_pdf(self) -> None:
        self.reply(200, b"%PDF-1.7 \x00\x01", ("Content-Type", "application/pdf"))

    def answer_pdf_as_html(self) -> None:
        self.reply(200, b"%PDF-1.7 \x00\x01")

    def answer_empty(self) -> None:
        self.reply(200, b"")

    def answer_blank(self) -> None:
        self.reply(200, b"  \n ")

    def answer_nul_bytes(self) -> None:
        self.reply(200, b"<p>" + b"\x00w\x00e\x00 \x00k" * 400)

    def answer_wrong_charset(self) -> None:
        self.reply(200, self.server.policy, ("Content-Type", "text/html; charset=utf-16"))

    def answer_login_wall(self) -> None:
        form = "<form action=/login method=post><input name=email><input name=pass type=password><button>Log in"
        self.reply(200, f"<!doctype html><html lang=en><title>Harbour</title><h1>Log in</h1>{form}".encode())

    def answer_consent_wall(self) -> None:
        dialog = "<div role=dialog aria-modal=true><h2>Before you go on</h2><p>We and our partners use cookies.</p>"
        buttons = "<button>Accept all cookies</button><button>Only what is needed</button></div>"
        self.reply(200, f"<!doctype html><html lang=en><title>Harbour</title>{dialog}{buttons}".encode())

    def answer_challenge(self) -> None:
        body = (
            "<h1>One moment</h1><p>We check that you are no robot.</p><div class=captcha><iframe src=/captcha></iframe>"
        )
        script = "<noscript>Turn JavaScript on.</noscript><script src=/challenge.js></script>"
        self.reply(200, f"<!doctype html><html lang=en><title>Just a moment</title>{body}{script}".encode())

    def answer_error_200(self) -> None:
        body = "<h1>This page isn't available</h1><p>The link may be broken, or the page was removed.</p>"
        self.reply(200, f"<!doctype html><html lang=en><title>Harbour</title>{body}".encode())

    def answer_shell(self) -> None:
        scripts = "".join(f"<script src=/part{n}.js></script>" for n in range(12))
        self.reply(200, f"<!doctype html><html lang=en><title>Harbour</title><div id=root></div>{scripts}".encode())

    def answer_half_page(self) -> None:
        self.reply(200, page({name: SECTIONS[name] for name in ("What we collect", "How we use it")}))

    def answer_latin(self) -> None:
        body = "<p>Hafengebühr für Boote".encode("latin-1")
        self.reply(200, body, ("Content-Type", "text/html; charset=ISO-8859-1"))

    def answer_loop(self) -> None:
        self.redirect("/loop-back")

    def answer_loop_back(self) -> None:
        self.redirect("/loop")

    def answer_far(self) -> None:
        self.redirect("/further")

    def answer_further(self) -> None:
        self.redirect("/page")

    def answer_to_mail(self) -> None:
        self.redirect("mailto:harbour@harbour.example")

    def answer_elsewhere(self) -> None:
        self.redirect(self.server.leads_to)

    def answer_endless(self) -> None:
        turn = int(self.path.partition("?")[2] or 0)
        self.redirect(f"/endless?{turn + 1}")

    def answer_refresh_header(self) -> None:
        self.reply(200, b"<p>You are taken along", ("Refresh", "0; url=/further"))

    def answer_refresh_meta(self) -> None:
        self.reply(200, b"<html><head><META content=\"1;URL='/further'\" http-equiv=Refresh></head><p>Moved")

    def answer_refresh_late(self) -> None:
        self.reply(200, PAGE.replace(b"<h1>", b"<meta http-equiv=refresh content='600;url=/further'><h1>"))

    def answer_refresh_scriptless(self) -> None:
        meta = b"<noscript><meta http-equiv=refresh content='0;url=/status-404'></noscript><h1>"
        self.reply(200, PAGE.replace(b"<h1>", meta))

    def answer_refresh_self(self) -> None:
        self.reply(200, PAGE.replace(b"<h1>", b"<meta http-equiv=refresh content=5><h1>"))

    def answer_refresh_back(self) -> None:
        self.reply(200, PAGE, ("Refresh", "0; url=/refresh-forth"))

    def answer_refresh_forth(self) -> None:
        self.reply(200, PAGE, ("Refresh", "0; url=/refresh-back"))

    def answer_refresh_astray(self) -> None:
        self.reply(200, PAGE, ("Refresh", "0; url=http://10.0.0.1/page"))

    def answer_cookie_wall(self) -> None:
        """Show the page to who brings the cookie that was set with a redirect to the same address."""
        if "seen=yes" in (self.headers.get("Cookie") or ""):
            self.reply(200, PAGE, ("ETag", '"one"'))
        else:
            self.reply(302, b"", ("Location", "/cookie-wall"), ("Set-Cookie", "seen=yes; Path=/; HttpOnly"))

    def answer_cookie_pit(self) -> None:
        self.reply(302, b"", ("Location", "/cookie-pit"), ("Set-Cookie", "seen=never; Path=/"))

    def answer_header_lines(self) -> None:
        self._flood(b"X-Note: ebb and flow\r\n")

    def answer_header_bytes(self) -> None:
        self._flood(b"X-Note: " + b"tide " * 2_000 + b"\r\n")

    def _flood(self, line: bytes) -> None:
        self.send_response(200)
        self.flush_headers()
        try:
            for _ in range(200_000):
                self.wfile.write(line * 10)
        except OSError:
            return  # whoever read it had enough

    def answer_typed(self) -> None:
        self.reply(200, PAGE, ("Content-Type", self.server.content_type))

    def answer_printed(self) -> None:
        """Show whatever the policy is as a PDF."""
        self.reply(200, self.server.policy, ("Content-Type", "application/pdf"))

    def answer_agreed(self) -> None:
        """Say for ever that nothing changed to who asks whether it did."""
        if self.headers.get("If-None-Match") or self.headers.get("If-Modified-Since"):
            self.send_response(304)
            self.send_header("Connection", "close")
            self.end_headers()
        else:
            self.reply(200, self.server.policy, ("ETag", '"for ever"'), ("Vary", "Accept-Language"))

    def redirect(self, to: str) -> None:
        self.reply(302, b"", ("Location", to))
