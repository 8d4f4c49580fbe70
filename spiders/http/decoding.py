"""From a body as it was transferred to the body itself: chunks and content encodings, bounded. No network.

A header that lies is tolerated (a body said to be gzip that isn't is taken as it is); a body that ends
early is not, because half a page must never pass for the page.
"""

from __future__ import annotations

import re
import sys
import zlib
from collections.abc import Callable, Generator, Iterable, Iterator

import brotli

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

ACCEPT_ENCODING = "gzip, deflate, br, zstd"

_STEP = 131_072  # bytes in and out at a time, so that a bomb is noticed early
_MOST_MEMBERS = 1_000  # of a gzip or zstd body; each costs a copy, and honest servers send one
_CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\r\n]*)?\r?\n")


class BodyTooLargeError(Exception):
    """A body is larger than allowed once decoded."""


class BodyBrokenError(Exception):
    """A body ends early or is damaged inside its encoding."""


def decode_body(wire: bytes, encodings: Iterable[str], max_bytes: int) -> bytes:
    """Return the body inside the content encodings, which are given as headers list them.

    Raises `BodyTooLargeError` and `BodyBrokenError`; an encoding that nothing here knows is the latter.
    """
    names = [name.strip().lower() for value in encodings for name in value.split(",")]
    if len(names) > 5:
        raise BodyBrokenError(f"{len(names)} encodings one inside the other")
    for name in reversed(names):
        if name in ("", "identity", "utf-8", "none"):
            continue
        if name not in _DECODERS:
            raise BodyBrokenError(f"the encoding {name!r} is not known")
        wire = _decode_one(wire, name, max_bytes)
    if len(wire) > max_bytes:
        raise BodyTooLargeError(f"larger than {max_bytes} bytes")
    return wire


def dechunk(wire: bytes) -> bytes:
    """Return the body inside HTTP/1.1 chunks (RFC 9112, 7.1), or `wire` itself where it holds no chunks.

    Archives keep the header after taking the chunks away. Raises `BodyBrokenError` where chunks end early.
    """
    parts: list[bytes] = []
    at = 0
    while match := _CHUNK_SIZE.match(wire, at):
        size = int(match[1], 16)
        if size == 0:
            return b"".join(parts)
        start, end = match.end(), match.end() + size
        is_followed = wire[end : end + 2] == b"\r\n" or wire[end : end + 1] == b"\n"
        if not is_followed and not parts and end < len(wire):
            return wire  # a text that happens to begin like a chunk
        if not is_followed:
            raise BodyBrokenError("the chunks of the body end early")
        parts.append(wire[start:end])
        at = end + (2 if wire[end : end + 2] == b"\r\n" else 1)
    if parts:
        raise BodyBrokenError("the chunks of the body end early")
    return wire


def _decode_one(wire: bytes, name: str, max_bytes: int) -> bytes:
    pieces, length = [], 0
    if not wire:
        return wire
    try:
        for piece in _DECODERS[name](wire):
            length += len(piece)
            if length > max_bytes:
                raise BodyTooLargeError(f"larger than {max_bytes} bytes once decompressed")
            pieces.append(piece)
    except (zlib.error, brotli.error, zstd.ZstdError, EOFError) as error:
        if not _begins_like(wire, name):
            return wire
        raise BodyBrokenError(f"the {name} body is broken or ends early") from error
    return b"".join(pieces)


def _begins_like(wire: bytes, name: str) -> bool:
    """Say whether the bytes are of that encoding at all; brotli and raw deflate have no mark of their own."""
    if name in ("gzip", "x-gzip"):
        return wire[:2] == b"\x1f\x8b"
    if name == "zstd":
        return wire[:4] == b"\x28\xb5\x2f\xfd"
    return wire.lstrip()[:1] != b"<"


def _gunzip(wire: bytes) -> Iterator[bytes]:
    """Decompress all members; what follows the last of them is padding."""
    at = 0
    for _ in range(_MOST_MEMBERS):
        at = yield from _inflate_with(zlib.decompressobj(wbits=31), wire, at)
        if wire[at : at + 2] != b"\x1f\x8b":
            return
    raise EOFError


def _inflate(wire: bytes) -> Iterator[bytes]:
    """Decompress zlib (what "deflate" means, RFC 9110 8.4.1.2), or the raw deflate that some servers send."""
    try:
        zlib.decompressobj().decompress(wire[:64], 1)
    except zlib.error:
        return _inflate_with(zlib.decompressobj(wbits=-15), wire, 0)
    return _inflate_with(zlib.decompressobj(), wire, 0)


def _inflate_with(inflater: zlib._Decompress, wire: bytes, at: int) -> Generator[bytes, None, int]:
    """Decompress one stream that begins at `at` and return where it ends; input goes in by steps."""
    view = memoryview(wire)
    while not inflater.eof:
        given: bytes | memoryview = inflater.unconsumed_tail
        if not given:
            given = view[at : at + _STEP]
            at += len(given)
        piece = inflater.decompress(given, _STEP)
        if piece:
            yield piece
        elif not given and not inflater.eof:
            raise EOFError
    return at - len(inflater.unused_data)


def _unbrotli(wire: bytes) -> Iterator[bytes]:
    decompressor = brotli.Decompressor()
    piece = decompressor.process(wire, output_buffer_limit=_STEP)
    while piece:
        yield piece
        piece = b"" if decompressor.is_finished() else decompressor.process(b"", output_buffer_limit=_STEP)
    if not decompressor.is_finished():
        raise EOFError


def _unzstd(wire: bytes) -> Iterator[bytes]:
    for _ in range(_MOST_MEMBERS):
        decompressor = zstd.ZstdDecompressor()
        while not decompressor.eof:
            piece = decompressor.decompress(wire, _STEP)
            wire = b""
            if piece:
                yield piece
            elif decompressor.needs_input and not decompressor.eof:
                raise EOFError
        wire = decompressor.unused_data
        if not wire:
            return
    raise EOFError


_DECODERS: dict[str, Callable[[bytes], Iterator[bytes]]] = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _inflate,
    "br": _unbrotli,
    "zstd": _unzstd,
}
