"""Where an archive on PostgreSQL is: an address with, maybe, a password in it, which is shown nowhere."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from snapshots.errors import ArchiveError

_SCHEMES = ("postgresql://", "postgres://")
_DRIVER = "postgresql+psycopg"


@dataclass(frozen=True, slots=True)
class PostgresAddress:
    """The address of a database; as text it says the server and the database, and not who asks with what."""

    url: URL = field(repr=False)

    @classmethod
    def parse(cls, text: str) -> PostgresAddress:
        """Read an address like postgresql://user@host:5432/name; raises `ArchiveError`, which does not repeat it."""
        try:
            url = make_url(f"postgresql://{text.partition('://')[2]}") if is_postgres_address(text) else None
            if url and url.database:
                return cls(url.set(drivername=_DRIVER))
        except (ArgumentError, ValueError):
            pass  # its message repeats the address with the password in it
        raise ArchiveError("expected the address of a database like postgresql://user@db.news.example:5432/policywatch")

    @property
    def has_password(self) -> bool:
        return bool(self.url.password) or "password" in self.url.query

    def __str__(self) -> str:
        told = self.url.query.get("host", "")
        host = self.url.host or (told if isinstance(told, str) else ",".join(told)) or "this machine"
        port = f":{self.url.port}" if self.url.port else ""
        return f"the database {self.url.database} on {host}{port}"


def is_postgres_address(text: str) -> bool:
    """Return whether a text names a database on PostgreSQL and not a folder."""
    return text.startswith(_SCHEMES)
