"""Counts that say how well a text was read. Counts nothing: `monitor.claims.health` does, and loads all of reading."""

from __future__ import annotations

from snapshots.frozen_class import frozen


@frozen
class Health:
    """Counts over one text."""

    rows: int  # that state a purpose of use
    rows_with_basis: int
    rows_with_audience: int
    sentences: int  # that say that something is done
    sentences_read: int  # of which a claim came with a kind of data or a purpose

    @property
    def basis_share(self) -> float | None:
        """Return the share of rows with a legal basis, None where there are no rows."""
        return self.rows_with_basis / self.rows if self.rows else None

    @property
    def audience_share(self) -> float | None:
        return self.rows_with_audience / self.rows if self.rows else None

    @property
    def sentence_share(self) -> float | None:
        return self.sentences_read / self.sentences if self.sentences else None
