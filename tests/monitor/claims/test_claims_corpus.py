"""No legal basis is claimed that the text doesn't state of it, over recorded captures of real policies.

A wrong legal basis is the worst mistake there is. What counts as stating it is looked for here with plain regular
expressions, apart from the code that makes claims.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

import pytest

from monitor.claims.claim import Claim
from monitor.claims.document import claims_of
from monitor.extract.extraction import extract
from monitor.extract.language import language_of
from monitor.reading.reader import Reader
from monitor.rules.pack_files import default_pack
from snapshots.records import Segment, SegmentKind
from spiders.warc.warc_reader import read_warc
from tests.monitor.replays import CORPUS

FILES = ["facebook-privacy-policy", "instagram-privacy-policy", "instagram-privacy-raw-2022"]
VERSIONS = 14  # of each file, spread over its captures
STATED = {
    "consent": r"(?<!age of )consent|permission|agreement|einwillig|zustimm|autorisation|accord|permiso|autoriza",
    "legitimate_interests": r"legitimate interest|berechtigt\w* interesse|intérêts? légitime|inter[eé]s(es)? legítim",
    "contract": r"contract|vertrag|contrat",
    "legal_obligation": r"legal obligation|verpflichtung|pflicht|obligations? légale|obligaci\w+ legal",
    "vital_interests": r"vital interest|lebenswichtig|intérêts? vita|inter[eé]s\w* vital",
    "public_interest": r"public interest|öffentlich\w* interesse|intérêt public|interés público",
    "adequacy": r"adequacy|privacy framework|angemessenheit|adéquation|adecuación|cadre de protection|marco de",
    "standard_clauses": r"standard contractual|supplemental measure|standardvertrag|contractuelles types|contractuales",
}


def captures(name: str) -> Iterator[bytes]:
    """Yield the different bodies of a file, a few of them, spread over time."""
    path = CORPUS / f"{name}.warc.gz"
    if not path.exists():
        pytest.skip(f"{path} is absent; POLICYWATCH_CORPUS names the folder of recorded captures")
    bodies: dict[bytes, None] = {}
    for record in read_warc(path, document_id=name):
        body = getattr(record.seen, "body", None)
        if body:
            bodies[body] = None
    every = list(bodies)
    yield from every[:: max(1, len(every) // VERSIONS)]
    yield every[-1]


def states(text: str, basis: str) -> bool:
    return bool(re.search(STATED[basis], text, re.IGNORECASE))


def is_stated(claim: Claim, basis: str, segments: list[Segment], places: dict[object, list[int]]) -> bool:
    """Whether the claim's words, its headings and labels, or a line of its own row name a basis."""
    if states(claim.text, basis) or any(states(part, basis) for part in claim.context):
        return True
    return any(states(line, basis) for index in places[claim.place] for line in row(segments, index))


def row(segments: list[Segment], index: int) -> Iterator[str]:
    """Yield what a segment's row says: of a table its cells, elsewhere the short lines between two headings."""
    if segments[index].kind is SegmentKind.CELL:
        yield from row_of_table(segments, index)
        return
    for step in (-1, 1):
        at = index + step
        while 0 <= at < len(segments) and segments[at].kind not in (SegmentKind.HEADING, SegmentKind.CELL):
            if len(segments[at].text) < 160:
                yield segments[at].text
            at += step


def row_of_table(segments: list[Segment], index: int) -> Iterator[str]:
    """Yield the cells of a row, and their labels: a row ends where the next cell stands less deep."""

    def ends(at: int) -> bool:
        one, other = segments[at], segments[at + 1]
        return other.kind is not SegmentKind.CELL or len(other.context) < len(one.context)

    first = last = index
    while first > 0 and segments[first - 1].kind is SegmentKind.CELL and not ends(first - 1):
        first -= 1
    while last + 1 < len(segments) and not ends(last):
        last += 1
    for segment in segments[first : last + 1]:
        yield segment.text
        yield from segment.context[-2:]


@pytest.mark.slow
@pytest.mark.parametrize("name", FILES)
def test_every_basis_is_stated_where_the_claim_stands(name: str) -> None:
    pack = default_pack()
    claimed = 0
    for body in captures(name):
        extraction = extract(body)
        segments = list(extraction.segments)
        places: dict[object, list[int]] = defaultdict(list)
        for index, segment in enumerate(segments):
            places[segment.text, segment.context].append(index)
        for claim in claims_of(extraction, Reader(pack, language_of(extraction, pack.languages))):
            for basis in claim.bases:
                claimed += 1
                assert is_stated(claim, basis, segments, places), (basis, claim.text[:80], claim.context)
    assert claimed > 100, "too few to say anything"
