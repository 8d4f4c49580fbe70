"""Has heads of the log stamped by calendars of OpenTimestamps, and asks them later for the way to a block of Bitcoin.

Checks no block: that takes a Bitcoin node.
"""

from __future__ import annotations

import logging
from base64 import b64encode
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from monitor.running.stamp_requests import ask_stamper
from snapshots.archive import Archive
from snapshots.errors import BadTimestamp, PolicywatchError
from snapshots.frozen_class import frozen
from snapshots.head_proofs import HeadProof, ProofKind
from snapshots.opentimestamps import (
    BitcoinBlock,
    Branch,
    Pending,
    blocks_of,
    branch_of,
    completed,
    digest_of,
    pending_of,
    proof_file,
    read_branch,
)
from snapshots.records import Attempt

log = logging.getLogger(__name__)

EVERY = timedelta(days=1)
FIRST_ASKED_AFTER = timedelta(hours=1)
"""Calendars bring what they were sent into a block within hours; asking sooner is of no use."""

GIVEN_UP_AFTER = timedelta(days=30)
_PUBLIC = (".calendar.opentimestamps.org", ".calendar.eternitywall.com", ".calendar.catallaxy.com")
"""The calendars behind the public pools, as the reference client trusts them."""

_NAMED = {"Accept": "application/vnd.opentimestamps.v1", "Content-Type": "application/octet-stream"}


@frozen
class Stamps:
    """How the newest proof of each stamped head stands."""

    heads: int
    in_blocks: int
    newest: tuple[HeadProof, BitcoinBlock] | None  # of those that lead to a block


def stamp_head(archive: Archive, calendars: Sequence[str], now: datetime | None = None) -> HeadProof | None:
    """Have the head stamped and keep the proof; None where it is stamped already, or the log is empty.

    One calendar that answers is enough. Raises `BadTimestamp` where none does.
    """
    newest = archive.newest_attempt()
    kept = archive.head_proofs.kept(ProofKind.OPENTIMESTAMPS)
    if newest is None or any(proof.sequence == newest.sequence for proof in kept):
        return None
    digest, answers, troubles = digest_of(newest.hash), Branch(), []
    for calendar in calendars:
        try:
            answers = answers.joined(read_branch(ask_stamper(f"{calendar}/digest", digest, _NAMED), digest))
        except BadTimestamp as error:
            troubles.append(f"{calendar}: {error}")
    if not answers.attestations and not answers.steps:
        raise BadTimestamp("; ".join(troubles))
    for trouble in troubles:
        log.warning("%s", trouble)
    made = _proof(newest, answers, calendars, now or datetime.now(UTC))
    archive.head_proofs.keep(made)
    return made


def complete_stamps(archive: Archive, calendars: Sequence[str], now: datetime | None = None) -> int:
    """Ask for the way to a block of what was stamped, and return how many proofs lead to one since."""
    at, done = now or datetime.now(UTC), 0
    for proof, first_at in _open(archive):
        if not FIRST_ASKED_AFTER <= at - first_at <= GIVEN_UP_AFTER:
            continue
        branch, digest = branch_of(proof), digest_of(proof.head)
        answers = {
            promise: answer
            for promise in set(pending_of(branch, digest))
            if (answer := _answer(promise, calendars)) is not None
        }
        made = _proof(archive.attempt(proof.sequence), completed(branch, digest, answers), proof.by.split(), at)
        if made.leads_to_block:
            archive.head_proofs.keep(made)
            done += 1
    return done


def stamp_if_due(archive: Archive, calendars: Sequence[str], now: datetime | None = None) -> None:
    """Complete what can be, and have the head stamped if a day has passed; troubles are logged and tried again."""
    at = now or datetime.now(UTC)
    kept = archive.head_proofs.kept(ProofKind.OPENTIMESTAMPS)
    try:
        complete_stamps(archive, calendars, at)
        begun = [proof.at for proof in _first_of_each(kept)]
        if not begun or at - max(begun) >= EVERY:
            stamp_head(archive, calendars, at)
    except PolicywatchError as error:
        log.error("%s", error)


def stamps_of(archive: Archive) -> Stamps:
    """Return how the stamped heads stand."""
    kept = archive.head_proofs.kept(ProofKind.OPENTIMESTAMPS)
    leading = [proof for proof in kept if proof.leads_to_block]
    newest = max(leading, key=lambda proof: proof.sequence, default=None)
    block = min(blocks_of(branch_of(newest), digest_of(newest.head)), key=lambda b: b.height) if newest else None
    return Stamps(
        heads=len({proof.sequence for proof in kept}),
        in_blocks=len({proof.sequence for proof in leading}),
        newest=(newest, block) if newest and block else None,
    )


def _proof(attempt: Attempt, branch: Branch, calendars: Sequence[str], at: datetime) -> HeadProof:
    return HeadProof(
        sequence=attempt.sequence,
        head=attempt.hash,
        kind=ProofKind.OPENTIMESTAMPS,
        at=at,
        by=" ".join(calendars),
        proof=b64encode(proof_file(attempt.hash, branch)).decode("ascii"),
        leads_to_block=any(True for _ in blocks_of(branch, digest_of(attempt.hash))),
    )


def _open(archive: Archive) -> list[tuple[HeadProof, datetime]]:
    """Return the proofs that lead to no block yet, each with the time at which its head was stamped."""
    kept = archive.head_proofs.kept(ProofKind.OPENTIMESTAMPS)
    settled = {proof.sequence for proof in kept if proof.leads_to_block}
    return [(proof, proof.at) for proof in _first_of_each(kept) if proof.sequence not in settled]


def _first_of_each(kept: Sequence[HeadProof]) -> list[HeadProof]:
    first: dict[int, HeadProof] = {}
    for proof in kept:
        first.setdefault(proof.sequence, proof)
    return list(first.values())


def _answer(promise: Pending, calendars: Sequence[str]) -> Branch | None:
    """Return what a calendar has made of its promise, None where nothing yet, or where it can't be asked."""
    if not _may_be_asked(promise.calendar, calendars):
        log.warning("%s is no calendar of the settings, and is not asked", promise.calendar)
        return None
    try:
        address = f"{promise.calendar.rstrip('/')}/timestamp/{promise.commitment.hex()}"
        return read_branch(ask_stamper(address, None, _NAMED), promise.commitment)
    except PolicywatchError as error:  # mostly 404: it is in no block yet
        log.debug("%s", error)
        return None


def _may_be_asked(address: str, calendars: Sequence[str]) -> bool:
    """Return whether an address that a proof names is one that the settings name, or one behind the public pools."""
    try:
        named = urlsplit(address)
        host = named.hostname or ""
    except ValueError:
        return False
    is_public = named.scheme == "https" and not named.port and host.endswith(_PUBLIC)
    return is_public or any(urlsplit(calendar)[:2] == named[:2] for calendar in calendars)
