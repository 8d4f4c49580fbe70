"""A timestamp authority on 127.0.0.1: `openssl ts` behind HTTP, with a certificate of its own."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from pathlib import Path

from tests.loopback import on_loopback

_CONFIG = """\
[req]
distinguished_name = name
prompt = no
[name]
CN = Harbour Timestamp Authority
[root]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign
subjectKeyIdentifier = hash
[signer]
basicConstraints = critical, CA:false
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[tsa]
default_tsa = here
[here]
serial = serial
signer_cert = signer.pem
signer_key = signer.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
accuracy = secs:1
ess_cert_id_alg = sha256
"""


@dataclass(slots=True)
class Authority:
    """A running authority; `answer` overrides what it says, for one that is out of order."""

    url: str
    folder: Path
    answer: tuple[int, bytes] | None = None

    @property
    def certificates(self) -> Path:
        return self.folder / "root.pem"

    def sign(self, query: bytes) -> bytes:
        (self.folder / "query.tsq").write_bytes(query)
        openssl(self.folder, "ts", "-reply", "-config", "tsa.cnf", "-section", "here", "-queryfile", "query.tsq",
                "-out", "answer.tsr")  # fmt: skip
        return (self.folder / "answer.tsr").read_bytes()


def openssl(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["openssl", *arguments], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@contextmanager
def serving_authority(folder: Path) -> Iterator[Authority]:
    """Make keys and certificates in a folder and serve the authority until the end of the block."""
    (folder / "tsa.cnf").write_text(_CONFIG)
    (folder / "serial").write_text("01\n")
    for name in ("root", "signer"):
        openssl(folder, "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", f"{name}.key")
    openssl(folder, "req", "-x509", "-config", "tsa.cnf", "-extensions", "root", "-key", "root.key", "-subj",
            "/CN=Harbour Root", "-days", "30", "-out", "root.pem")  # fmt: skip
    openssl(folder, "req", "-new", "-config", "tsa.cnf", "-key", "signer.key", "-out", "signer.csr")
    openssl(folder, "x509", "-req", "-in", "signer.csr", "-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial",
            "-days", "30", "-extfile", "tsa.cnf", "-extensions", "signer", "-out", "signer.pem")  # fmt: skip

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = self.rfile.read(int(self.headers["Content-Length"]))
            assert self.headers["Content-Type"] == "application/timestamp-query"
            status, answer = authority.answer or (200, authority.sign(query))
            self.send_response(status)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            """The tests' output is no place for it."""

    with on_loopback(Handler) as server:
        authority = Authority(url=f"http://127.0.0.1:{server.server_port}/tsr", folder=folder)
        yield authority
