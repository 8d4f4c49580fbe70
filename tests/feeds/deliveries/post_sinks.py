"""Stand-ins on loopback for services of short posts, which hold to the limits that the real ones have."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests.loopback import on_loopback

TOKEN, PASSWORD = "token-of-the-desk", "word-of-the-desk"
_LINK = re.compile(r"https?://\S+")
_POST, _MEDIA = "/api/v1/statuses", "/api/v2/media"


@dataclass(slots=True)
class PostSink:
    """What was posted, and under which keys; `refuse` answers every post with a status and a reason."""

    url: str = ""
    posts: dict[str, dict[str, Any]] = field(default_factory=dict)
    pictures: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    refuse: tuple[int, str] | None = None
    refuses_pictures: bool = False


def graphemes(text: str) -> int:
    """Return at least as many as there are: marks join what stands before them."""
    return sum(not unicodedata.combining(letter) for letter in text)


def mastodon_length(text: str) -> int:
    """Return how many characters Mastodon counts: 23 for a link."""
    return graphemes(_LINK.sub("x" * 23, text))


class _Answers(BaseHTTPRequestHandler):
    sink: PostSink

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        status, said = self.answered(body)
        out = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("content-length", str(len(out)))
        self.end_headers()
        self.wfile.write(out)

    def answered(self, body: bytes) -> tuple[int, dict[str, Any]]:
        raise NotImplementedError

    def log_message(self, *_: object) -> None:
        pass


class _Mastodon(_Answers):
    def answered(self, body: bytes) -> tuple[int, dict[str, Any]]:
        sink = self.sink
        if self.headers["authorization"] != f"Bearer {TOKEN}":
            return 401, {"error": "The access token is invalid"}
        if self.path == _MEDIA:
            if sink.refuses_pictures:
                return 422, {"error": "Validation failed: File is too large"}
            head = f"Content-Type: {self.headers['content-type']}\r\n\r\n".encode()
            parts = {
                part.get_param("name", header="content-disposition"): part
                for part in message_from_bytes(head + body, policy=policy.default).iter_parts()  # type: ignore[attr-defined]
            }
            number = str(len(sink.pictures) + 1)
            words = parts["description"].get_payload(decode=True).decode()
            sink.pictures[number] = (words, parts["file"].get_payload(decode=True))
            return 200, {"id": number}
        if sink.refuse:
            return sink.refuse[0], {"error": sink.refuse[1]}
        given = json.loads(body)
        if self.path != _POST or mastodon_length(given["status"]) > 500:
            return 422, {"error": "Validation failed: Text character limit of 500 exceeded"}
        sink.posts.setdefault(self.headers["idempotency-key"], given)
        return 200, {"id": "1"}


class _Bluesky(_Answers):
    def answered(self, body: bytes) -> tuple[int, dict[str, Any]]:
        sink, method = self.sink, self.path.removeprefix("/xrpc/")
        if method == "com.atproto.server.createSession":
            given = json.loads(body)
            if given != {"identifier": "desk.news.example", "password": PASSWORD}:
                return 401, {"error": "AuthenticationRequired", "message": "Invalid identifier or password"}
            return 200, {"accessJwt": TOKEN, "did": "did:plc:desk"}
        if self.headers["authorization"] != f"Bearer {TOKEN}":
            return 401, {"error": "AuthMissing"}
        if method == "com.atproto.repo.uploadBlob":
            if len(body) > 1_000_000 or sink.refuses_pictures:
                return 400, {"error": "BlobTooLarge"}
            number = str(len(sink.pictures) + 1)
            sink.pictures[number] = (self.headers["content-type"], body)
            return 200, {"blob": {"$type": "blob", "ref": {"$link": number}}}
        if sink.refuse:
            return sink.refuse[0], {"error": "InvalidRequest", "message": sink.refuse[1]}
        given = json.loads(body)
        record = given["record"]
        if graphemes(record["text"]) > 300 or len(record["text"].encode()) > 3_000:
            return 400, {"error": "InvalidRequest", "message": "Record/text must not be longer than 300 graphemes"}
        if given["repo"] != "did:plc:desk" or not re.fullmatch("[234567a-j][234567a-z]{12}", given["rkey"]):
            return 400, {"error": "InvalidRequest", "message": "Invalid record key"}
        sink.posts[given["rkey"]] = record
        return 200, {"uri": "at://x"}


@contextmanager
def _served(answers: type[_Answers]) -> Iterator[PostSink]:
    sink = PostSink()
    made = type("Bound", (answers,), {"sink": sink})
    with on_loopback(made) as server:
        sink.url = f"http://127.0.0.1:{server.server_port}"
        yield sink


def mastodon_sink() -> AbstractContextManager[PostSink]:
    """Yield a Mastodon server: 500 characters, a link 23, one post a key."""
    return _served(_Mastodon)


def bluesky_sink() -> AbstractContextManager[PostSink]:
    """Yield a Bluesky server: 300 graphemes, pictures of at most a million bytes, one post a key."""
    return _served(_Bluesky)
