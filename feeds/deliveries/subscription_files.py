"""What receivers of webhooks need, as a file of the publication. Sends nothing."""

from __future__ import annotations

from collections.abc import Iterator

from feeds.deliveries.payload import schema
from feeds.edition.edition import Edition
from feeds.edition.file import File, key_of

SCHEMA = "api/webhook-event.schema.json"


def schema_files(edition: Edition) -> Iterator[File]:
    """Yield the JSON Schema of webhook bodies."""
    yield File(path=SCHEMA, key=key_of(schema().decode()), render=schema)
