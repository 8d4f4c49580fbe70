"""How an archive made by an older program becomes one of today; run when it is opened."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from snapshots.errors import ArchiveError

HEAD = "0013"
"""The newest migration; a test holds it against the folder."""


def migrate(connection: Connection) -> None:
    """Bring the schema to `HEAD` within the connection's transaction.

    Raises `ArchiveError` for an archive that a newer program made.
    """
    at = revision(connection)
    if at == HEAD:
        return
    if at > HEAD:
        raise ArchiveError(
            f"the archive has schema {at}, this program knows {HEAD}: it was made by a newer policywatch;"
            " update the program"
        )
    from alembic import command  # half of the start-up time, and seldom needed
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, HEAD)


def require_head(connection: Connection) -> None:
    """Raise `ArchiveError` for an archive of another schema than this program's, which can't be read as it is."""
    at = revision(connection)
    if at != HEAD:
        what = "a newer policywatch made it: update the program" if at > HEAD else "`policywatch status` updates it"
        raise ArchiveError(f"the archive has schema {at or 'none'}, this program reads {HEAD}; {what}")


def revision(connection: Connection) -> str:
    """Return the migration an archive is at, "" for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or ""
