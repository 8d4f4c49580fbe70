"""Which documents are one document, declared for different regions or languages. Compares no text."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from snapshots.records import Document, DocumentKind


def are_variants(first: Document, second: Document) -> bool:
    """Whether two documents are declared as one document for different regions or languages."""
    return (
        first.id != second.id
        and (first.service, first.kind) == (second.service, second.kind)
        and (first.region, first.language) != (second.region, second.language)
    )


def variant_pairs(documents: Iterable[Document]) -> tuple[tuple[Document, Document], ...]:
    """Return each two of some documents that are variants of one another, by their ids."""
    alike: dict[tuple[str, DocumentKind], list[Document]] = {}
    for document in sorted(documents, key=lambda document: document.id):
        alike.setdefault((document.service, document.kind), []).append(document)
    pairs = ((one, other) for ones in alike.values() for one, other in combinations(ones, 2))
    found = ((one, other) for one, other in pairs if are_variants(one, other))
    return tuple(sorted(found, key=lambda pair: (pair[0].id, pair[1].id)))
