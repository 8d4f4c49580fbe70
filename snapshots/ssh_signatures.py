"""Ed25519 keys and signatures as OpenSSH writes them (PROTOCOL.sshsig), so that `ssh-keygen -Y verify` checks them.

Reads no file. Ed25519 gives one signature for one text and key: signed anew, a text has the same bytes.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from hashlib import sha256, sha512
from textwrap import wrap

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_ssh_private_key,
    load_ssh_public_key,
)

from snapshots.errors import BadSignature

PublisherKey = Ed25519PrivateKey

_MAGIC = b"SSHSIG"
_KIND = b"ssh-ed25519"
_VERSION = 1
_HASH = b"sha512"
_ARMOUR = re.compile(r"\s*-----BEGIN SSH SIGNATURE-----\s(.+?)-----END SSH SIGNATURE-----\s*", re.DOTALL)
_PUBLIC = re.compile(r"ssh-ed25519 [A-Za-z0-9+/]+=*")
_WIDTH = 70  # characters of a line of armour


def new_key() -> PublisherKey:
    """Return a key that nobody had before."""
    return Ed25519PrivateKey.generate()


def key_text(key: PublisherKey) -> str:
    """Return a key as the private file that ssh-keygen would write, without a passphrase."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()).decode("ascii")


def read_key(text: str) -> PublisherKey:
    """Return the key of a private file of OpenSSH; raises `BadSignature` where it is none that can be used."""
    try:
        key = load_ssh_private_key(text.strip().encode() + b"\n", password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise BadSignature("it is no private key of OpenSSH without a passphrase") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise BadSignature("it is a key of another kind; expected Ed25519, as `policywatch key make` makes it")
    return key


def public_line(key: PublisherKey) -> str:
    """Return the public half of a key as one line of OpenSSH, without a comment."""
    return key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode("ascii")


def find_public_line(text: str) -> str:
    """Return the first Ed25519 key in a public file or one of allowed signers; raises `BadSignature` where none is."""
    found = _PUBLIC.search(text)
    if not found:
        raise BadSignature("it holds no public key; expected a line with ssh-ed25519 and the key")
    _public_key(found[0])
    return found[0]


def fingerprint(public: str) -> str:
    """Return a public key's fingerprint, as `ssh-keygen -l` prints it."""
    return "SHA256:" + b64encode(sha256(_blob(public)).digest()).decode("ascii").rstrip("=")


def sign(key: PublisherKey, content: bytes, namespace: str) -> str:
    """Return the armoured signature over `content`, which holds in one namespace alone."""
    signature = _string(_KIND) + _string(key.sign(_signed(content, namespace)))
    made = b"".join((
        _MAGIC, _VERSION.to_bytes(4, "big"), _string(_blob(public_line(key))), _string(namespace.encode()),
        _string(b""), _string(_HASH), _string(signature),
    ))  # fmt: skip
    lines = wrap(b64encode(made).decode("ascii"), _WIDTH)
    return "\n".join(["-----BEGIN SSH SIGNATURE-----", *lines, "-----END SSH SIGNATURE-----", ""])


def signature_problem(armoured: str, content: bytes, namespace: str, public: str) -> str:
    """Return why a signature is not one of the public key over `content`, "" where it is."""
    try:
        signer, made_in, algorithm, signature = _parts(armoured)
        if signer != _blob(public):
            return "it is made with another key"
        if made_in != namespace.encode():
            return "it is made for another purpose"
        if algorithm != _HASH:
            return f"its hash is {algorithm.decode('ascii', 'replace')}, and not sha512"
        _public_key(public).verify(signature, _signed(content, namespace))
    except InvalidSignature:
        return "it does not hold: what was signed is another text"
    except (ValueError, BadSignature) as error:
        return f"it can't be read: {error}"
    return ""


def _signed(content: bytes, namespace: str) -> bytes:
    return _MAGIC + b"".join(map(_string, (namespace.encode(), b"", _HASH, sha512(content).digest())))


def _parts(armoured: str) -> tuple[bytes, bytes, bytes, bytes]:
    """Return key, namespace, hash and the 64 bytes of a signature; raises `ValueError`."""
    found = _ARMOUR.fullmatch(armoured)
    if not found:
        raise ValueError("it has no armour of an SSH signature")
    try:
        blob = b64decode("".join(found[1].split()), validate=True)
    except ValueError as error:
        raise ValueError("it is no base64") from error
    if blob[:6] != _MAGIC or blob[6:10] != _VERSION.to_bytes(4, "big"):
        raise ValueError("it is no SSH signature of version 1")
    signer, namespace, _, algorithm, signature = _strings(blob[10:], 5)
    kind, made = _strings(signature, 2)
    if kind != _KIND:
        raise ValueError("it is of another kind than ssh-ed25519")
    return signer, namespace, algorithm, made


def _string(content: bytes) -> bytes:
    return len(content).to_bytes(4, "big") + content


def _strings(blob: bytes, count: int) -> list[bytes]:
    """Return the strings of a blob that holds just so many."""
    found = []
    for _ in range(count):
        length = int.from_bytes(blob[:4], "big")
        if len(blob) < 4 + length:
            raise ValueError("it is cut off")
        found.append(blob[4 : 4 + length])
        blob = blob[4 + length :]
    if blob:
        raise ValueError("more stands behind it")
    return found


def _blob(public: str) -> bytes:
    try:
        return b64decode(public.split()[1], validate=True)
    except (IndexError, ValueError) as error:
        raise BadSignature("it is no public key of OpenSSH") from error


def _public_key(public: str) -> Ed25519PublicKey:
    try:
        key = load_ssh_public_key(public.encode())
    except (ValueError, UnsupportedAlgorithm) as error:
        raise BadSignature("it is no public key of OpenSSH") from error
    if not isinstance(key, Ed25519PublicKey):
        raise BadSignature("it is a public key of another kind; expected ssh-ed25519")
    return key
