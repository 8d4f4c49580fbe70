"""The signed heads of the log as files: the newest, all earlier ones, and the keys that check them. Signs nothing.

Whoever keeps one of them can hold the publisher to it: two statements that name one attempt and two hashes, or a log
that no longer leads through a head which was signed, show that the past was written anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import partial

from feeds.edition.edition import Edition
from feeds.edition.file import File, key_of
from snapshots.head_proofs import HeadProof, ProofKind

FOLDER = "log/"
HEAD = f"{FOLDER}head.txt"
"""The statement of the newest head; the signature over it is in the file of that name with .sig behind it."""

SIGNERS = f"{FOLDER}allowed_signers.txt"
PUBLIC_KEY = f"{FOLDER}publisher.pub"

PAGE = 500
"""Heads in one file of earlier ones: one that is full is never made again."""


def signed_log_files(edition: Edition) -> Iterator[File]:
    """Yield what is signed, where anything is."""
    proofs = edition.archive.head_proofs.kept(ProofKind.SIGNATURE, ProofKind.KEY)
    heads = [proof for proof in proofs if proof.kind is ProofKind.SIGNATURE]
    if not heads:
        return
    yield from _signed_text(HEAD, heads[-1])
    for number, start in enumerate(range(0, len(heads), PAGE), start=1):
        page = heads[start : start + PAGE]
        path = f"{FOLDER}heads-{number}.jsonl"
        yield File(path=path, key=key_of(page[0].proof, len(page)), render=partial(_lines, page))
    handed = [proof for proof in proofs if proof.kind is ProofKind.KEY]
    for number, proof in enumerate(handed, start=2):
        yield from _signed_text(f"{FOLDER}key-{number}.txt", proof)
    yield File(path=SIGNERS, key=key_of(_keys(proofs)), render=partial(_signers, proofs))
    current = _keys(proofs)[-1]
    yield File(path=PUBLIC_KEY, key=key_of(current), render=lambda: f"{current}\n".encode())


def _signed_text(path: str, proof: HeadProof) -> Iterator[File]:
    key = key_of(proof.statement, proof.proof)
    yield File(path=path, key=key, render=proof.statement.encode)
    yield File(path=f"{path}.sig", key=key, render=proof.proof.encode)


def _keys(proofs: Sequence[HeadProof]) -> list[str]:
    """Return the public keys in the order in which they came into force."""
    from snapshots.signed_heads import keys_named  # cryptography takes its time to load

    named = (keys_named(proof)[1] if proof.kind is ProofKind.KEY else proof.by for proof in proofs)
    return list(dict.fromkeys(named))


def _signers(proofs: Sequence[HeadProof]) -> bytes:
    from snapshots.signed_heads import allowed_signers

    return allowed_signers(_keys(proofs)).encode()


def _lines(heads: Sequence[HeadProof]) -> bytes:
    told = (
        {
            "attempt": proof.sequence,
            "head": proof.head,
            "public_key": proof.by,
            "statement": proof.statement,
            "signature": proof.proof,
        }
        for proof in heads
    )
    return "".join(f"{json.dumps(one)}\n" for one in told).encode("ascii")
