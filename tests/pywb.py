"""A real pywb as a web archive on 127.0.0.1, in an environment of its own: `make pywb`. No dependency: it is GPL."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

_HERE = Path(__file__).parent.parent
_ADD = "import sys; from pywb.manager.manager import main; main(['init', sys.argv[1]]); main(['add', *sys.argv[1:]])"


class Pywb:
    """A running pywb over collections that tests add to."""

    def __init__(self, python: Path, folder: Path, base_url: str) -> None:
        self._python = python
        self._folder = folder
        self.base_url = base_url

    def add(self, collection: str, *warcs: Path) -> str:
        """Make a collection out of WARC files and return its address, with a slash at its end.

        `…timemap/link/URL`, `…14_DIGITSid_/URL` and `…14_DIGITS/URL` stand under it.
        """
        command = [self._python, "-c", _ADD, collection, *map(str, warcs)]
        done = subprocess.run(command, cwd=self._folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return f"{self.base_url}{collection}/"


@contextmanager
def running(wayback: Path, folder: Path) -> Iterator[Pywb]:
    """Run pywb over a folder until the end of the block."""
    python = wayback.parent / "python"
    (folder / "config.yaml").write_text("enable_memento: true\n")
    (folder / "collections").mkdir(exist_ok=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = [python, wayback, "-b", "127.0.0.1", "-p", str(port), "-d", str(folder)]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
    try:
        _wait(process, port, folder / "log")
        yield Pywb(python, folder, f"http://127.0.0.1:{port}/")
    finally:
        process.kill()
        process.wait()


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    while True:
        assert process.poll() is None, log.read_text()
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.05)
        else:
            return


def find_wayback() -> Path | None:
    """Return pywb's program: what POLICYWATCH_PYWB names, or what `make pywb` made."""
    named = os.environ.get("POLICYWATCH_PYWB")
    made = named or shutil.which(str(_HERE / ".venv" / "pywb" / "bin" / "wayback"))
    return Path(made) if made else None


@pytest.fixture(scope="session")
def pywb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pywb]:
    """Yield a running pywb, one for the whole run: a test that adds a collection gives it a name of its own."""
    wayback = find_wayback()
    if wayback is None:
        pytest.skip("pywb is not installed; `make pywb` installs it, POLICYWATCH_PYWB names another `wayback`")
    with running(wayback, tmp_path_factory.mktemp("pywb")) as made:
        yield made
