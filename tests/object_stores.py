"""A store that answers as S3 does, on loopback, in a process of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec

import pytest

BUCKET = "evidence"


def require_s3() -> None:
    """Skip where what speaks to S3, or what answers in its place, is not installed."""
    for name in ("s3fs", "moto", "flask"):
        if find_spec(name) is None:
            pytest.skip(f"{name} is not installed")


@contextmanager
def s3_store() -> Iterator[dict[str, str]]:
    """Run a store with one empty bucket, and yield the environment by which programs find it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    environment = {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        "AWS_ACCESS_KEY_ID": "key",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            _wait(server, port)
            made = "import s3fs, sys; s3fs.S3FileSystem().mkdir(sys.argv[1])"
            subprocess.run([sys.executable, "-c", made, BUCKET], env={**os.environ, **environment}, check=True)
            yield environment
        finally:
            server.kill()


def _wait(server: subprocess.Popen[bytes], port: int) -> None:
    while True:
        assert server.poll() is None, "the store ended"
        with socket.socket() as asked:
            if asked.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
