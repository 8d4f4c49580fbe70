"""A calendar of OpenTimestamps on 127.0.0.1: promises what it is sent, and brings it into a made-up block when told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler

from tests.loopback import on_loopback

_PENDING = bytes.fromhex("83dfe30d2ef90c8e")
_BITCOIN = bytes.fromhex("0588960d73d71901")
HEIGHT = 358_391  # three groups of seven bits
_SALT = b"harbour!"


def _long(content: bytes) -> bytes:
    assert len(content) < 128
    return bytes([len(content)]) + content


@dataclass(slots=True)
class Calendar:
    """A running calendar; `answer` overrides what it says to what it is sent, for one that is out of order."""

    url: str = ""
    is_in_block: bool = False
    names: str = ""  # in its promises, "" for its own address
    answer: tuple[int, bytes] | None = None
    asked: list[str] = field(default_factory=list)

    def promise(self, digest: bytes) -> tuple[int, bytes]:
        assert len(digest) == 32
        address = _long((self.names or self.url).encode())
        return self.answer or (200, b"\xf0" + _long(_SALT) + b"\x08" + b"\x00" + _PENDING + _long(address))

    def way_to_block(self, commitment: str) -> tuple[int, bytes]:
        self.asked.append(commitment)
        if not self.is_in_block:
            return 404, b"Pending confirmation in Bitcoin blockchain"
        height = bytes([HEIGHT & 0x7F | 0x80, HEIGHT >> 7 & 0x7F | 0x80, HEIGHT >> 14])
        return 200, b"\xf1" + _long(b"other leaves") + b"\x08\x08" + b"\x00" + _BITCOIN + _long(height)

    @staticmethod
    def merkle_root(digest: bytes) -> str:
        commitment = sha256(digest + _SALT).digest()
        return sha256(sha256(b"other leaves" + commitment).digest()).digest()[::-1].hex()


@contextmanager
def serving_calendar() -> Iterator[Calendar]:
    calendar = Calendar()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.path == "/digest"
            self._send(*calendar.promise(self.rfile.read(int(self.headers["Content-Length"]))))

        def do_GET(self) -> None:
            assert self.path.startswith("/timestamp/")
            self._send(*calendar.way_to_block(self.path.rpartition("/")[2]))

        def _send(self, status: int, content: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/vnd.opentimestamps.v1")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """The tests' output is no place for it."""

    with on_loopback(Handler) as server:
        calendar.url = f"http://127.0.0.1:{server.server_port}"
        yield calendar
