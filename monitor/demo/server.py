"""A web server on 127.0.0.1 that answers as the story stands. Serves no other address, and writes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from monitor.demo.story import Moment, Reply

_ROBOTS = Reply(status=200, headers=(("Content-Type", "text/plain"),), body=b"User-agent: *\nAllow: /\n")
_NOWHERE = Reply(status=404, headers=(("Content-Type", "text/plain; charset=utf-8"),), body=b"Not part of the story.\n")


class StoryServer:
    """Answers with the replies of the moment last shown, and with 404 before the first."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url  # without a slash at its end
        self._replies: Mapping[str, Reply] = {}

    def show(self, moment: Moment) -> None:
        """Turn the pages to `moment`; requests that are being answered keep what they had."""
        self._replies = moment.replies

    def reply(self, path: str) -> Reply:
        """Return the answer for a path, whatever its query."""
        path = path.partition("?")[0]
        return _ROBOTS if path == "/robots.txt" else self._replies.get(path, _NOWHERE)


class _Answering(BaseHTTPRequestHandler):
    """Looks the answer up in the story of its own server."""

    protocol_version = "HTTP/1.1"
    server: _Listener

    def do_GET(self) -> None:
        reply = self.server.story.reply(self.path)
        self.send_response(HTTPStatus(reply.status))
        for name, value in reply.headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        self.wfile.write(reply.body)

    def log_message(self, *_: object) -> None:
        """The terminal belongs to the story."""


class _Listener(ThreadingHTTPServer):
    daemon_threads = True
    story: StoryServer


@contextmanager
def serving() -> Iterator[StoryServer]:
    """Serve the story on a free port of 127.0.0.1 until the context ends."""
    listener = _Listener(("127.0.0.1", 0), _Answering)
    story = listener.story = StoryServer(f"http://127.0.0.1:{listener.server_port}")
    thread = Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.05}, name="story", daemon=True)
    thread.start()
    try:
        yield story
    finally:
        listener.shutdown()
        thread.join()
        listener.server_close()
