"""A published folder behind a real server on loopback."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import uvicorn
from starlette.routing import Route

from feeds.serving.live import Live
from feeds.serving.site_app import site_app


@contextmanager
def listening() -> Iterator[tuple[socket.socket, str]]:
    """Yield a socket that listens and its address, so that a site can be published with it before it is served."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener, f"http://127.0.0.1:{listener.getsockname()[1]}"


@contextmanager
def served(
    folder: Path, listener: socket.socket, live: Live | None = None, more: Sequence[Route] = ()
) -> Iterator[None]:
    """Serve a folder until the end of the block."""
    server = uvicorn.Server(uvicorn.Config(site_app(folder, live, more), log_level="warning", lifespan="off"))
    thread = Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(timeout=10)
