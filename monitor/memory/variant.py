"""Which of the variants served at an address a text is: the language and the region that it is for."""

from __future__ import annotations

from datetime import timedelta

from snapshots.frozen_class import frozen

ADOPTED_AFTER = timedelta(days=28)
"""How long another page must have been served in the document's place to be the document now."""


@frozen
class Variant:
    """Which variant of a document a page is, as far as it says."""

    language: str = ""  # BCP 47: "fr", "en-GB"
    region: str = ""  # "eu", "us"

    @property
    def primary(self) -> str:
        return self.language.partition("-")[0]
