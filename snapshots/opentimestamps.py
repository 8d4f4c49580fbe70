"""OpenTimestamps proofs: read, joined, completed, and followed from a head of the log down to what attests it.

The format is that of the reference implementation (opentimestamps/python-opentimestamps, `core/serialize.py`,
`core/timestamp.py`), written anew from it. A proof is a tree: operations lead from one message to the next, and
attestations say who has seen a message. That a block of Bitcoin has the root which a proof leads to, a Bitcoin node
alone can say. Asks nobody.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha1, sha256

from snapshots.errors import BadTimestamp
from snapshots.frozen_class import frozen
from snapshots.head_proofs import HeadProof

LARGEST = 1 << 16
"""Bytes of a proof; one that leads to a block has about two thousand."""

_MAGIC = b"\x00OpenTimestamps\x00\x00Proof\x00\xbf\x89\xe2\xe8\x84\xe8\x92\x94"
_VERSION = 1
_DEEPEST = 256  # operations one after the other, as the reference implementation has it
_LONGEST = 4096  # bytes of a message, likewise
_MORE, _ATTESTATION, _SHA256 = 0xFF, 0x00, 0x08
_APPEND, _PREPEND = 0xF0, 0xF1
_PENDING = bytes.fromhex("83dfe30d2ef90c8e")
_BITCOIN = bytes.fromhex("0588960d73d71901")


@dataclass(frozen=True, slots=True)
class Attestation:
    """Who has seen a message, as it stands in a proof: a tag of eight bytes and what belongs to it."""

    tag: bytes
    payload: bytes


@dataclass(frozen=True, slots=True)
class Operation:
    """What makes the next message of one."""

    tag: int
    argument: bytes = b""

    def applied(self, message: bytes) -> bytes:
        """Return the next message; raises `BadTimestamp` for an operation that no proof of Bitcoin needs."""
        match self.tag:
            case 0xF0:
                made = message + self.argument
            case 0xF1:
                made = self.argument + message
            case 0x08:
                made = sha256(message).digest()
            case 0x02:
                made = sha1(message, usedforsecurity=False).digest()
            case 0xF2:
                made = message[::-1]
            case 0xF3:
                made = message.hex().encode("ascii")
            case _:
                raise BadTimestamp(f"the proof has an operation that is not known, {self.tag:#04x}")
        if len(made) > _LONGEST:
            raise BadTimestamp(f"the proof makes a message longer than {_LONGEST} bytes")
        return made


@dataclass(frozen=True, slots=True)
class Branch:
    """What a proof says of one message."""

    attestations: tuple[Attestation, ...] = ()
    steps: tuple[tuple[Operation, Branch], ...] = ()

    def joined(self, other: Branch) -> Branch:
        """Return what two proofs of one message say together."""
        return Branch(
            tuple(dict.fromkeys(self.attestations + other.attestations)), tuple(dict.fromkeys(self.steps + other.steps))
        )


@frozen
class Pending:
    """A calendar's promise to bring a message into a block."""

    calendar: str  # its address
    commitment: bytes  # the message, by which the calendar knows it


@frozen
class BitcoinBlock:
    """A block of Bitcoin that a proof leads to."""

    height: int
    merkle_root: str  # as block explorers print it: what has to stand in the header of that block


def digest_of(head: str) -> bytes:
    """Return what is stamped of a head: the sha256 of its 64 digits, so that a file of just those can be checked."""
    return sha256(head.encode("ascii")).digest()


def read_branch(content: bytes, message: bytes) -> Branch:
    """Return what a calendar answered of a message; raises `BadTimestamp` where it is no part of a proof."""
    if len(content) > LARGEST:
        raise BadTimestamp(f"the proof is longer than {LARGEST} bytes")
    reader = _Reader(content)
    branch = reader.branch(message, _DEEPEST)
    reader.end()
    return branch


def proof_file(head: str, branch: Branch) -> bytes:
    """Return the .ots file of a head."""
    return _MAGIC + _number(_VERSION) + bytes([_SHA256]) + digest_of(head) + _branch(branch)


def read_proof(content: bytes, head: str) -> Branch:
    """Return what an .ots file says of a head; raises `BadTimestamp` where it is none, or of another."""
    start = _MAGIC + _number(_VERSION) + bytes([_SHA256])
    if not content.startswith(start):
        raise BadTimestamp("it is no OpenTimestamps proof over a sha256")
    digest, rest = content[len(start) : len(start) + 32], content[len(start) + 32 :]
    if digest != digest_of(head):
        raise BadTimestamp("its proof is over something else than the head")
    return read_branch(rest, digest)


def pending_of(branch: Branch, message: bytes) -> Iterator[Pending]:
    """Yield what calendars have promised and not yet brought into a block."""
    for attestation, seen in _attested(branch, message):
        if attestation.tag == _PENDING:
            yield Pending(calendar=_address(attestation.payload), commitment=seen)


def blocks_of(branch: Branch, message: bytes) -> Iterator[BitcoinBlock]:
    """Yield the blocks of Bitcoin that a proof leads to."""
    for attestation, seen in _attested(branch, message):
        if attestation.tag == _BITCOIN:
            reader = _Reader(attestation.payload)
            height = reader.number()
            reader.end()
            yield BitcoinBlock(height=height, merkle_root=seen[::-1].hex())


def completed(branch: Branch, message: bytes, answers: Mapping[Pending, Branch]) -> Branch:
    """Return a proof in which calendars' promises are replaced by what they answered since."""
    attestations = []
    answered = Branch()
    for attestation in branch.attestations:
        promise = _promise(attestation, message)
        if promise and promise in answers:
            answered = answered.joined(answers[promise])
        else:
            attestations.append(attestation)
    steps = ((operation, completed(then, operation.applied(message), answers)) for operation, then in branch.steps)
    return Branch(tuple(attestations), tuple(steps)).joined(answered)


def branch_of(proof: HeadProof) -> Branch:
    """Return what a kept proof says of its head; raises `BadTimestamp`."""
    try:
        return read_proof(b64decode(proof.proof, validate=True), proof.head)
    except ValueError as error:
        raise BadTimestamp("its proof is no base64") from error


def proof_problem(proof: HeadProof) -> str:
    """Return what is wrong with a kept proof as far as it can be followed without a Bitcoin node, "" for nothing."""
    try:
        branch, message = branch_of(proof), digest_of(proof.head)
        blocks = list(blocks_of(branch, message))
        if not [*pending_of(branch, message), *blocks]:
            return "its proof leads to no calendar and no block"
        if bool(blocks) is not proof.leads_to_block:
            return "it is said to lead to a block, or not to, and its proof says otherwise"
    except BadTimestamp as error:
        return str(error)
    return ""


def _promise(attestation: Attestation, message: bytes) -> Pending | None:
    if attestation.tag != _PENDING:
        return None
    return Pending(calendar=_address(attestation.payload), commitment=message)


def _attested(branch: Branch, message: bytes) -> Iterator[tuple[Attestation, bytes]]:
    for attestation in branch.attestations:
        yield attestation, message
    for operation, then in branch.steps:
        yield from _attested(then, operation.applied(message))


def _address(payload: bytes) -> str:
    reader = _Reader(payload)
    address = reader.bytes_()
    reader.end()
    try:
        return address.decode("ascii")
    except UnicodeDecodeError as error:
        raise BadTimestamp("the proof names a calendar by no address") from error


def _branch(branch: Branch) -> bytes:
    """Return a branch as it is written: each part but the last is announced."""
    parts = [bytes([_ATTESTATION]) + a.tag + _bytes(a.payload) for a in branch.attestations]
    for operation, then in branch.steps:
        argument = _bytes(operation.argument) if operation.tag in (_APPEND, _PREPEND) else b""
        parts.append(bytes([operation.tag]) + argument + _branch(then))
    if not parts:
        raise BadTimestamp("a proof without an attestation can't be written")
    return b"".join(bytes([_MORE]) + part for part in parts[:-1]) + parts[-1]


def _number(value: int) -> bytes:
    """Return a number in groups of seven bits, the lowest first."""
    made = bytearray()
    while value > 0x7F:
        made.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*made, value])


def _bytes(content: bytes) -> bytes:
    return _number(len(content)) + content


class _Reader:
    """The parts of a proof one after the other; whatever is not there raises `BadTimestamp`."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._at = 0

    def take(self, count: int) -> bytes:
        taken = self._content[self._at : self._at + count]
        if len(taken) < count:
            raise BadTimestamp("the proof is cut off")
        self._at += count
        return taken

    def number(self) -> int:
        value = shift = 0
        while True:
            (byte,) = self.take(1)
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
            shift += 7
            if shift > 63:
                raise BadTimestamp("the proof has a number that is too large")

    def bytes_(self) -> bytes:
        return self.take(min(self.number(), LARGEST + 1))

    def end(self) -> None:
        if self._at < len(self._content):
            raise BadTimestamp("more stands behind the proof than belongs to it")

    def branch(self, message: bytes, deepest: int) -> Branch:
        if not deepest:
            raise BadTimestamp(f"the proof has more than {_DEEPEST} operations one after the other")
        attestations: list[Attestation] = []
        steps: list[tuple[Operation, Branch]] = []
        while True:
            (tag,) = self.take(1)
            is_last = tag != _MORE
            if not is_last:
                (tag,) = self.take(1)
            if tag == _ATTESTATION:
                attestations.append(Attestation(self.take(8), self.bytes_()))
            else:
                operation = Operation(tag, self.bytes_() if tag in (_APPEND, _PREPEND) else b"")
                steps.append((operation, self.branch(operation.applied(message), deepest - 1)))
            if is_last:
                return Branch(tuple(attestations), tuple(steps))
