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


@contextmanager
def serving() -> Iterator[StoryServer]:
    """Serve the story on a free port of 127.0.0.1 until the context ends."""
    listener = ThreadingHTTPServer(("127.0.0.1", 0), _Answering)
    listener.daemon_threads = True
    story = StoryServer(f"http://127.0.0.1:{listener.server_port}")
    _Answering.stories[listener.server_port] = story
    thread = Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.05}, name="story", daemon=True)
    thread.start()
    try:
        yield story
    finally:
        listener.shutdown()
        thread.join()
        listener.server_close()
