"""What a publisher signs: that a hash is the head of the log, and which key comes after the one at hand.

Both are small texts of named lines, so that a person can read what the signature is over. Keeps and sends nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from snapshots.errors import BadSignature
from snapshots.frozen_class import frozen
from snapshots.head_proofs import HeadProof, ProofKind
from snapshots.records import Attempt
from snapshots.ssh_signatures import PublisherKey, fingerprint, public_line, sign, signature_problem

NAMESPACE = "policywatch"
"""The purpose that a signature holds for, `-n` of ssh-keygen."""

PRINCIPAL = "publisher"
"""Whom the key is said to be of in the file of allowed signers, `-I` of ssh-keygen."""

_HEAD = "policywatch head of the log"
_KEY = "policywatch key of the publisher"


@frozen
class HeadStatement:
    """What a signature over a head says."""

    publisher: str  # address of the site
    attempt: int
    captured_at: str  # of that attempt, as it stands in the text
    head: str  # 64 hex digits

    @classmethod
    def parse(cls, text: str) -> HeadStatement:
        """Return what a text states; raises `BadSignature` where it is no statement of a head."""
        lines = _lines(text, _HEAD)
        try:
            return cls(
                publisher=lines["publisher"],
                attempt=int(lines["attempt"]),
                captured_at=lines["captured"],
                head=lines["head"],
            )
        except (KeyError, ValueError) as error:
            raise BadSignature("it is no statement of the head of a log") from error

    def __str__(self) -> str:
        named = {
            "publisher": self.publisher,
            "attempt": str(self.attempt),
            "captured": self.captured_at,
            "head": self.head,
        }
        return _text(_HEAD, named)


def sign_attempt(attempt: Attempt, key: PublisherKey, publisher: str, now: datetime) -> HeadProof:
    """Return the signature over the head that an attempt was."""
    captured = attempt.exchange.captured_at.isoformat(timespec="seconds").replace("+00:00", "Z")
    stated = HeadStatement(
        publisher=" ".join(publisher.split()), attempt=attempt.sequence, captured_at=captured, head=attempt.hash
    )
    return _signed(attempt, ProofKind.SIGNATURE, str(stated), key, now)


def hand_over(attempt: Attempt, old: PublisherKey, new: PublisherKey, now: datetime) -> HeadProof:
    """Return the word of a key that another comes after it."""
    return _signed(attempt, ProofKind.KEY, _key_statement(attempt, public_line(old), public_line(new)), old, now)


def replace_lost(attempt: Attempt, old: str, new: PublisherKey, now: datetime) -> HeadProof:
    """Return that a key takes the place of one that is lost: nobody but the new key says so."""
    return _signed(attempt, ProofKind.KEY, _key_statement(attempt, old, public_line(new)), new, now)


def keys_named(proof: HeadProof) -> tuple[str, str]:
    """Return the public keys before and after, as a proof of kind KEY names them; raises `BadSignature`."""
    lines = _lines(proof.statement, _KEY)
    try:
        return lines["before"], lines["after"]
    except KeyError as error:
        raise BadSignature("it is no statement of a key") from error


def key_in_force(proofs: Iterable[HeadProof]) -> str:
    """Return the public key that the next head is to be signed with, "" where none signed yet."""
    key = ""
    for proof in proofs:
        key = keys_named(proof)[1] if proof.kind is ProofKind.KEY else proof.by
    return key


def publisher_faults(proofs: Iterable[HeadProof]) -> Iterator[tuple[HeadProof, str]]:
    """Yield the signatures of a log, in their order, that don't hold, each with what is wrong with it.

    A key that took the place of a lost one is no fault of the log; who holds the lost one is told by `vouched_for`.
    """
    current = ""
    for proof in proofs:
        try:
            problem = signature_problem(proof.proof, _as_read(proof.statement), NAMESPACE, proof.by)
            named, following = _named(proof)
        except BadSignature as error:
            yield proof, str(error)
            continue
        if problem:
            yield proof, f"its signature is none: {problem}"
        elif (named.attempt, named.head) != (str(proof.sequence), proof.head):
            yield proof, "its statement names another head"
        elif current and named.key != current:
            yield proof, f"is not of the key that signed before, {fingerprint(current)}, which named no other"
        current = following


def vouched_for(pinned: str, proofs: Sequence[HeadProof]) -> set[str]:
    """Return the keys that a reader who holds one public key can trust: that one, and those it was handed on to."""
    trusted = {pinned}
    for proof in proofs:
        if proof.kind is ProofKind.KEY and proof.by in trusted and proof.by == keys_named(proof)[0]:
            trusted.add(keys_named(proof)[1])
    return trusted


def allowed_signers(keys: Iterable[str]) -> str:
    """Return the file by which ssh-keygen knows the keys of a publisher."""
    return "".join(f'{PRINCIPAL} namespaces="{NAMESPACE}" {key}\n' for key in keys)


@dataclass(frozen=True, slots=True)
class _Named:
    """What a statement of either kind names."""

    key: str  # that has to be in force
    attempt: str
    head: str


def _named(proof: HeadProof) -> tuple[_Named, str]:
    """Return what a proof names, and the key that is in force after it; raises `BadSignature`."""
    if proof.kind is ProofKind.SIGNATURE:
        stated = HeadStatement.parse(proof.statement)
        return _Named(proof.by, str(stated.attempt), stated.head), proof.by
    before, after = keys_named(proof)
    if proof.by not in (before, after):
        raise BadSignature("is signed by neither of the keys that it names")
    lines = _lines(proof.statement, _KEY)
    return _Named(before, lines.get("attempt", ""), lines.get("head", "")), after


def _as_read(statement: str) -> bytes:
    """Return the bytes of a statement that may be damaged."""
    return statement.encode("utf-8", "surrogatepass")


def _signed(attempt: Attempt, kind: ProofKind, statement: str, key: PublisherKey, now: datetime) -> HeadProof:
    return HeadProof(
        sequence=attempt.sequence,
        head=attempt.hash,
        kind=kind,
        at=now,
        by=public_line(key),
        statement=statement,
        proof=sign(key, statement.encode(), NAMESPACE),
    )


def _key_statement(attempt: Attempt, before: str, after: str) -> str:
    named = {"before": before, "after": after, "attempt": str(attempt.sequence), "head": attempt.hash}
    return _text(_KEY, named)


def _text(title: str, named: dict[str, str]) -> str:
    return f"{title}\n" + "".join(f"{name}: {value}\n" for name, value in named.items())


def _lines(text: str, title: str) -> dict[str, str]:
    first, *rest = text.splitlines() or [""]
    if first != title:
        raise BadSignature(f"it does not begin with {title!r}")
    return {name: value for name, _, value in (line.partition(": ") for line in rest)}
