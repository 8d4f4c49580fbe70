"""Where an archive on PostgreSQL is: an address with, maybe, a password in it, which is shown nowhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote, urlsplit

from snapshots.errors import ArchiveError

if TYPE_CHECKING:
    from sqlalchemy import URL

_SCHEMES = ("postgresql://", "postgres://")


@dataclass(frozen=True, slots=True)
class PostgresAddress:
    """The address of a database; as text it says the server and the database, and not who asks with what."""

    _text: str = field(repr=False)

    @classmethod
    def parse(cls, text: str) -> PostgresAddress:
        """Read an address like postgresql://user@host:5432/name; raises `ArchiveError`, which does not repeat it."""
        address = cls(text)
        try:
            if is_postgres_address(text) and address.database:
                address.url()
                return address
        except ValueError:
            pass  # it repeats the address, with the password in it
        raise ArchiveError("expected the address of a database like postgresql://user@db.news.example:5432/policywatch")

    def url(self) -> URL:
        """Return what SQLAlchemy reaches it by; raises `ValueError`."""
        from sqlalchemy import make_url
        from sqlalchemy.exc import ArgumentError

        try:
            return make_url(f"postgresql+psycopg://{self._text.partition('://')[2]}")
        except ArgumentError as error:
            raise ValueError(str(error)) from error

    def connection_string(self, schema: str = "") -> str:
        """Return what libpq reaches it by, with the password; `schema` is to be worked in, if it is another one."""
        from psycopg.conninfo import make_conninfo

        url = self.url()
        given = {**url.translate_connect_args(username="user", database="dbname"), **url.query}
        if schema:
            given["options"] = f"{given.get('options', '')} -c search_path={schema}".strip()
        return make_conninfo("", **given)

    @property
    def database(self) -> str:
        return unquote(urlsplit(self._text).path.removeprefix("/"))

    @property
    def has_password(self) -> bool:
        parts = urlsplit(self._text)
        return parts.password is not None or "password" in parse_qs(parts.query)

    def __str__(self) -> str:
        parts = urlsplit(self._text)
        host = parts.hostname or ", ".join(parse_qs(parts.query).get("host", ["this machine"]))
        return f"the database {self.database} on {host}{f':{parts.port}' if parts.port else ''}"


def is_postgres_address(text: str) -> bool:
    """Return whether a text names a database on PostgreSQL and not a folder."""
    return text.startswith(_SCHEMES)
