"""A PostgreSQL server of the tests' own, in a folder that goes with them, on a free port of 127.0.0.1."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest

from snapshots.opening import create_archive
from snapshots.sql.postgres_address import PostgresAddress

_USER = "policywatch"
_PASSWORD = "pass:word/of@tests"
_DEBIAN = Path("/usr/lib/postgresql")
_SETTINGS = "listen_addresses='127.0.0.1' unix_socket_directories='' shared_buffers=32MB max_connections=60 fsync=off"


class PostgresServer:
    """A running server; each database that is asked for is new and empty."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self._programs = programs
        self._data = folder / "data"
        self._log = folder / "log"
        self._made = 0
        self._template = ""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        word = folder / "word"
        word.write_text(_PASSWORD)
        if os.getuid() == 0:  # the server refuses to be run by root
            shutil.chown(folder, "postgres", "postgres")
            shutil.chown(word, "postgres", "postgres")
        options = ("--locale=C.UTF-8", "--encoding=UTF8", "--auth=scram-sha-256", f"--pwfile={word}", "--no-sync")
        self._run("initdb", "-D", str(self._data), "-U", _USER, "--data-checksums", *options)

    def start(self) -> None:
        options = " ".join(f"-c {setting}" for setting in (*_SETTINGS.split(), f"port={self.port}"))
        self._run("pg_ctl", "start", "-w", "-D", str(self._data), "-l", str(self._log), "-o", options)

    def stop(self, how: str = "immediate") -> None:
        self._run("pg_ctl", "stop", "-w", "-m", how, "-D", str(self._data))

    def address(self, database: str, *, user: str = _USER, word: str = _PASSWORD) -> str:
        """Return the address of a database, with the password in it."""
        word = word.replace(":", "%3A").replace("/", "%2F").replace("@", "%40")
        return f"postgresql://{user}:{word}@127.0.0.1:{self.port}/{database}"

    def new_database(self, encoding: str = "UTF8") -> str:
        """Make an empty database and return its address."""
        return self._new(f"TEMPLATE template0 ENCODING '{encoding}' LC_COLLATE 'C' LC_CTYPE 'C'")

    def new_archive(self) -> str:
        """Make a database with an empty archive and return its address: a copy of one that was made once."""
        if not self._template:
            template = self.new_database()
            create_archive(PostgresAddress.parse(template)).close()
            self._template = template.rpartition("/")[2]
        return self._new(f"TEMPLATE {self._template}")

    def _new(self, how: str) -> str:
        self._made += 1
        name = f"archive_{self._made}"
        self.sql("postgres", f"CREATE DATABASE {name} {how}")
        return self.address(name)

    def sql(self, database: str, *statements: str) -> None:
        """Run statements as the owner of everything."""
        import psycopg

        with psycopg.connect(self.address(database), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    def connections(self, database: str = "") -> int:
        """Return how many clients there are, of one database or of all, but for the one that asks."""
        import psycopg

        query = (
            "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
            " AND (datname = %(name)s OR %(name)s = '')"
        )
        with psycopg.connect(self.address("postgres")) as connection:
            row = connection.execute(query, {"name": database}).fetchone()
        return int(row[0]) if row else 0

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._programs / program), *arguments]
        if os.getuid() == 0:
            command = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", *command]
        # Not through pipes: the server that stays behind would hold them open.
        with self._log.with_name("commands").open("ab") as said:
            done = subprocess.run(command, cwd="/", stdout=said, stderr=said, check=False)
        assert done.returncode == 0, self._log.with_name("commands").read_text()


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """Return a running server; tests are skipped where there is none to be run."""
    programs = _programs()
    if programs is None:
        pytest.skip("PostgreSQL is not on this machine (Debian: apt-get install postgresql)")
    if find_spec("psycopg") is None:
        pytest.skip("psycopg is not installed: pip install 'policywatch[postgresql]'")
    folder = Path(tempfile.mkdtemp(prefix="policywatch-postgres-", dir="/tmp"))  # one of pytest's is closed to others
    server = PostgresServer(programs, folder)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@cache
def _programs() -> Path | None:
    """Return the folder of the newest server that is installed; Debian keeps them off the search path."""
    found = sorted(_DEBIAN.glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    there = found[-1] if found else shutil.which("initdb")
    return Path(there).resolve().parent if there else None


@pytest.fixture
def database(postgres: PostgresServer) -> PostgresAddress:
    """Return the address of an empty database."""
    return PostgresAddress.parse(postgres.new_database())
