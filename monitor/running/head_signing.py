"""Has heads of the log signed with the publisher's key, and holds a log against what was signed. Publishes nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from feeds.deliveries.secrets import SecretReference
from monitor.errors import SettingsError, why_unreadable
from snapshots.archive import Archive
from snapshots.atomic_files import cant_write
from snapshots.errors import ArchiveError, BadSignature
from snapshots.head_proofs import HeadProof, ProofKind
from snapshots.records import Fault
from snapshots.signed_heads import (
    NAMESPACE,
    HeadStatement,
    key_in_force,
    sign_attempt,
    vouched_for,
)
from snapshots.ssh_signatures import (
    PublisherKey,
    find_public_line,
    fingerprint,
    key_text,
    new_key,
    public_line,
    read_key,
    signature_problem,
)

EVERY = timedelta(hours=1)
"""How often a site that is made again and again signs a head which tells nothing new."""

_OWNER_ALONE = 0o600
_OF_PUBLISHER = (ProofKind.SIGNATURE, ProofKind.KEY)


def make_key_file(path: Path) -> PublisherKey:
    """Make a key in a file that nobody else can read, and its public half beside it, as ssh-keygen names them.

    Raises `SettingsError` where either stands there already: a key that is written over is lost.
    """
    key, public = new_key(), path.with_name(path.name + ".pub")
    for taken in (path, public):
        if taken.exists():
            raise SettingsError(f"{taken} stands there already, and a key that is written over is lost; name another")
    try:
        for at, text, mode in ((path, key_text(key), _OWNER_ALONE), (public, f"{public_line(key)}\n", 0o644)):
            with os.fdopen(os.open(at, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "w", encoding="ascii") as file:
                file.write(text)
    except OSError as error:
        raise cant_write(path, error) from error
    return key


def publisher_key(setting: SecretReference) -> PublisherKey:
    """Return the key that the settings name; raises `SettingsError` or `SecretUnfit` for one that can't be used."""
    try:
        return read_key(setting.read().reveal())
    except BadSignature as error:
        raise SettingsError(f"{setting.where} can't sign: {error}") from error


def key_of(path: Path) -> PublisherKey:
    """Return the key in a file that nobody else can read; raises as `publisher_key` does."""
    return publisher_key(SecretReference(where=f"file:{path.absolute()}", folder=Path()))


def sign_head(
    archive: Archive, key: PublisherKey, publisher: str, *, every: timedelta = timedelta(), now: datetime | None = None
) -> HeadProof | None:
    """Sign the head of the log and keep the signature; None where it is signed already, or the log is empty.

    A head that tells nothing new is left for a later one until `every` has passed. Raises `BadSignature` where
    another key signed before, and did not name this one.
    """
    at, newest = now or datetime.now(UTC), archive.newest_attempt()
    if newest is None:
        return None
    proofs = archive.head_proofs.kept(*_OF_PUBLISHER)
    current = key_in_force(proofs)
    if current and current != public_line(key):
        raise BadSignature(
            f"the log was signed with the key {fingerprint(current)} until now, and signing_key is"
            f" {fingerprint(public_line(key))}; hand over with `policywatch key rotate`"
        )
    signed = [proof for proof in proofs if proof.kind is ProofKind.SIGNATURE]
    if signed and signed[-1].by == public_line(key) and not _is_due(archive, signed[-1], newest.sequence, at - every):
        return None
    made = sign_attempt(newest, key, publisher, at)
    archive.head_proofs.keep(made)
    return made


def _is_due(archive: Archive, last: HeadProof, newest: int, before: datetime) -> bool:
    """Return whether a head has to be signed: what was told is covered at once, all else in its time."""
    if last.sequence == newest:
        return False
    told = max((notice.attempt for notice in archive.notices()), default=0)
    return told > last.sequence or last.at <= before


def held_against(archive: Archive, public: str) -> Iterator[Fault]:
    """Yield why a log is not one that the holder of a public key can trust to be its publisher's."""
    proofs = archive.head_proofs.kept(*_OF_PUBLISHER)
    trusted = vouched_for(public, proofs)
    signed = [proof for proof in proofs if proof.kind is ProofKind.SIGNATURE]
    if not signed:
        yield Fault(subject="the log", problem="no head of it is signed by any key")
    elif signed[-1].by not in trusted:
        problem = f"is signed by {fingerprint(signed[-1].by)}, for which {fingerprint(public)} does not vouch"
        yield Fault(subject=f"the head at attempt {signed[-1].sequence}", problem=problem)


def held_against_statement(archive: Archive, statement: Path, public: str = "") -> Iterator[Fault]:
    """Yield why a log is not the one whose head was published once, as a reader kept it.

    Its signature, in the file of the same name that ends in .sig, is checked where a public key is given.
    Raises `SettingsError` where a file can't be read.
    """
    text = _read(statement)
    if public:
        trusted = vouched_for(public, archive.head_proofs.kept(ProofKind.KEY))
        armoured = _read(statement.with_name(statement.name + ".sig"))
        problems = [signature_problem(armoured, text.encode(), NAMESPACE, key) for key in trusted]
        if all(problems):
            yield Fault(subject=str(statement), problem=f"its signature is none of the publisher's: {problems[0]}")
            return
    try:
        stated = HeadStatement.parse(text)
        kept = archive.attempt(stated.attempt)
    except BadSignature as error:
        yield Fault(subject=str(statement), problem=str(error))
    except ArchiveError:
        yield Fault(subject=str(statement), problem=f"this log has no attempt {stated.attempt}: it was cut off")
    else:
        if kept.hash != stated.head:
            problem = f"attempt {stated.attempt} of this log is another one: the past was written anew"
            yield Fault(subject=str(statement), problem=problem)


def read_public_key(path: Path) -> str:
    """Return the public key in a file; raises `SettingsError`."""
    try:
        return find_public_line(_read(path))
    except BadSignature as error:
        raise SettingsError(f"{path}: {error}") from error


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} {why_unreadable(error)}") from error
