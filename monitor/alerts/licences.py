"""What people let a company use that they post. Says nothing of what is done with their data beside that."""

from __future__ import annotations

from monitor.reading.statements import Statement

BROAD_LICENCE = "broad_licence"
"""The practice of a licence without end or limits."""


def is_licence(statement: Statement) -> bool:
    """Whether people let the company use what they post: a licence to content says all that may be done with it."""
    return "grant" in statement.flags or any(term.name == BROAD_LICENCE for term in statement.terms)
