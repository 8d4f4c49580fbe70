"""A proxy on 127.0.0.1 that knows where each host is, so that pages of the web can be asked without a network."""

from __future__ import annotations

import select
import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

_PEM = serialization.Encoding.PEM


@dataclass(slots=True)
class Proxy:
    """A running proxy, with what it was asked."""

    port: int
    hosts: dict[str, int]  # the port of 127.0.0.1 at which a host is, "*" for all others
    asked: list[str] = field(default_factory=list)  # request lines
    authorizations: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def connect(self, host: str) -> socket.socket | None:
        port = self.hosts.get(host, self.hosts.get("*", 0))
        return socket.create_connection(("127.0.0.1", port)) if port else None


@contextmanager
def proxying(hosts: Mapping[str, int], port: int = 0) -> Iterator[Proxy]:
    """Run a proxy until the end of the block."""

    class Handler(BaseHTTPRequestHandler):
        def do_CONNECT(self) -> None:
            self._note()
            there = proxy.connect(self.path.rpartition(":")[0])
            if there is None:
                self.send_error(502)
                return
            self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            with there:
                _relay(self.connection, there)
            self.close_connection = True

        def do_GET(self) -> None:
            self._note()
            parts = urlsplit(self.path)
            there = proxy.connect(parts.hostname or "")
            if there is None:
                self.send_error(502)
                return
            path = parts._replace(scheme="", netloc="").geturl() or "/"
            headers = "".join(f"{k}: {v}\r\n" for k, v in self.headers.items() if not k.lower().startswith("proxy-"))
            with there:
                there.sendall(f"{self.command} {path} HTTP/1.0\r\n{headers}\r\n".encode("latin-1"))
                while part := there.recv(65536):
                    self.wfile.write(part)
            self.close_connection = True

        def do_HEAD(self) -> None:
            self.do_GET()

        def _note(self) -> None:
            proxy.asked.append(self.requestline.rpartition(" ")[0])
            proxy.authorizations.append(self.headers.get("Proxy-Authorization", ""))

        def log_message(self, *_: object) -> None:
            """The tests' output is no place for it."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    proxy = Proxy(port=server.server_port, hosts=dict(hosts))
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _relay(one: socket.socket, other: socket.socket) -> None:
    """Carry bytes both ways until one side has no more."""
    while True:
        for ready in select.select([one, other], [], [], 30)[0]:
            part = ready.recv(65536)
            if not part:
                return
            (other if ready is one else one).sendall(part)


def tls_of(folder: Path, *hosts: str) -> ssl.SSLContext:
    """Return the side of a server that has a certificate for hosts; `root.pem` in the folder vouches for it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Harbour test root")])
    now = datetime.now(UTC)
    names = x509.SubjectAlternativeName([x509.DNSName(host) for host in hosts])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(_PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "root.pem").write_bytes(certificate.public_bytes(_PEM))
    (folder / "both.pem").write_bytes(private + certificate.public_bytes(_PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "both.pem")
    return context
