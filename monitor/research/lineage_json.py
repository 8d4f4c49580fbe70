"""A lineage as JSON holds it, and back. Keeps nothing itself."""

from __future__ import annotations

from typing import Any

from monitor.research.lineage import Passage, PassageLineage, PassagePlace
from snapshots.records import SegmentKind


def lineage_json(lineage: PassageLineage) -> dict[str, Any]:
    """Return a lineage with each context said once; versions are bits in hexadecimal."""
    contexts: dict[tuple[str, ...], int] = {}
    for place in lineage.places.values():
        contexts.setdefault(place.context, len(contexts))
    for passage in lineage.passages:
        for _, context in passage.moves:
            contexts.setdefault(context, len(contexts))
    return {
        "newest": lineage.newest,
        "contexts": [list(context) for context in contexts],
        "passages": [
            [p.first, p.derived_from, [[version, contexts[context]] for version, context in p.moves]]
            for p in lineage.passages
        ],
        "places": [
            [
                key.hex(),
                place.passage,
                contexts[place.context],
                place.kind.value,
                [[text, f"{bits:x}"] for text, bits in place.wordings.items()],
            ]
            for key, place in lineage.places.items()
        ],
        "words": [[key.hex(), first] for key, first in lineage.words.items()],
    }


def lineage_from(stored: dict[str, Any]) -> PassageLineage:
    """Return the lineage of what `lineage_json` gave; raises LookupError, TypeError or ValueError for anything else."""
    contexts = [tuple(context) for context in stored["contexts"]]
    lineage = PassageLineage(
        newest=stored["newest"],
        passages=[
            Passage(
                first=first,
                places=[],
                derived_from=derived_from,
                moves=[(version, contexts[context]) for version, context in moves],
            )
            for first, derived_from, moves in stored["passages"]
        ],
        words={bytes.fromhex(key): first for key, first in stored["words"]},
    )
    for name, passage, context, kind, wordings in stored["places"]:
        key = bytes.fromhex(name)
        lineage.passages[passage].places.append(key)
        lineage.places[key] = PassagePlace(
            passage=passage,
            context=contexts[context],
            kind=SegmentKind(kind),
            wordings={text: int(bits, 16) for text, bits in wordings},
        )
    return lineage
