"""The addresses of the research pages, below the site and without a slash in front. They never change."""

from __future__ import annotations

from feeds.addresses import document_address
from snapshots.consistency import words

PHRASE = "phrase"
PHRASES = "phrases/"
REGIONS = "regions/"
SCOPE = "scope/"

_LONGEST = 80  # characters of a phrase in an address


def blame_address(document_id: str) -> str:
    """Return the address of the page that says since when each passage stands."""
    return f"{document_address(document_id)}blame/"


def scope_address(document_id: str) -> str:
    """Return the address of a document's scope table."""
    return f"{document_address(document_id)}scope/"


def form_address(document_id: str) -> str:
    """Return the address of a form over time."""
    return f"{document_address(document_id)}form/"


def regions_address(first: str, second: str) -> str:
    """Return the address of two variants side by side, given by their ids in order."""
    return f"{REGIONS}{first}..{second}/"


def phrase_address(phrase: str) -> str:
    """Return the address of a phrase's page; phrases of the same words share it.

    Raises ValueError where a phrase has no words.
    """
    name = "-".join(words(phrase))[:_LONGEST].strip("-")
    if not name:
        raise ValueError(f"the phrase {phrase!r} has no words")
    return f"{PHRASES}{name}/"
