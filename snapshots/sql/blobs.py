"""How bytes are packed: zstd, alone or against an anchor of the same document. Knows no table.

A packed blob depends on one other at most (depth 1), so that a damaged one loses little. The anchor enters
as a raw prefix dictionary (RFC 8878, section 5); window and checksum are set so that both fit and a flipped
bit is noticed. Measured: `docs/decisions/0001-archive.md`.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from zlib import crc32

from snapshots.frozen_class import frozen

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

from snapshots.errors import ArchiveDamaged

LEVEL = 10
_QUICK = 1  # at which the anchors of a body are held against each other: it chooses the same ones
DEPENDENTS = 64
"""How many blobs may be packed against one anchor."""

_MIN_WINDOW, _MAX_WINDOW = 10, 27
CANDIDATES = 3
"""How many of a document's anchors are tried; pages alternate between editions."""

_WORTH = 4
"""A blob against an anchor has to be this many times smaller than alone, or it becomes an anchor itself."""

_SURELY = 6
"""A blob this many times smaller than its anchor lets expect of it alone is not tried alone."""

_GOOD = 16
"""A blob this many times smaller than it would be alone needs no further trial."""


@frozen
class Anchor:
    """A blob that others are packed against."""

    name: str
    content: bytes
    packed_length: int


@frozen
class Packed:
    """A blob as stored; `anchor` is the name of what it is packed against, None if it stands alone."""

    content: bytes
    anchor: str | None


def pack(content: bytes, anchors: Sequence[Anchor] = ()) -> Packed:
    """Return `content` packed against the fittest anchor, or alone where none saves enough."""
    if not anchors:
        return Packed(content=compress(content), anchor=None)
    anchor = _fittest(content, anchors)
    packed = Packed(content=compress(content, anchor.content), anchor=anchor.name)
    if len(packed.content) * _SURELY <= _expected_alone(content, anchor):
        return packed
    single = Packed(content=compress(content), anchor=None)
    return packed if len(packed.content) * _WORTH <= len(single.content) else single


def _fittest(content: bytes, anchors: Sequence[Anchor]) -> Anchor:
    """Return the anchor against which `content` gets smallest, as a quick look at each tells; the first good one."""
    if len(anchors) == 1:
        return anchors[0]
    sizes: list[int] = []
    for anchor in anchors:
        sizes.append(len(compress(content, anchor.content, level=_QUICK)))
        if sizes[-1] * _GOOD <= _expected_alone(content, anchor):
            return anchor
    return anchors[sizes.index(min(sizes))]


def _expected_alone(content: bytes, anchor: Anchor) -> float:
    """Return about what `content` would take alone, as an anchor does that is like it."""
    return anchor.packed_length * len(content) / max(1, len(anchor.content))


def compress(content: bytes, anchor: bytes = b"", *, level: int = LEVEL) -> bytes:
    """Return `content` as one zstd frame."""
    window = (len(content) + len(anchor)).bit_length()
    options: dict[int, int] = {
        zstd.CompressionParameter.compression_level: level,
        zstd.CompressionParameter.window_log: max(_MIN_WINDOW, min(_MAX_WINDOW, window)),
        zstd.CompressionParameter.enable_long_distance_matching: 1,
        zstd.CompressionParameter.checksum_flag: 1,
    }
    dictionary = zstd.ZstdDict(anchor, is_raw=True).as_prefix if len(anchor) >= _SHORTEST else None
    frame = zstd.compress(content, options=options, zstd_dict=dictionary)
    return frame + _SUM + crc32(frame).to_bytes(4, "little")


_SUM = bytes.fromhex("502a4d1804000000")
"""Begins a frame of four bytes that readers of zstd pass over (RFC 8878, 3.1.2): the CRC-32 of the frame before it.

zstd's own checksum is of the content, and some bits of a frame can flip without changing that.
"""


_SHORTEST = 8
"""zstd takes no shorter dictionary; both sides leave it out."""


def unpack(packed: bytes, *, length: int, anchor: bytes = b"") -> bytes:
    """Return what was packed; raises `ArchiveDamaged` where any bit of it has changed."""
    frame = packed
    if packed[-12:-4] == _SUM:
        frame = packed[:-12]
        if crc32(frame).to_bytes(4, "little") != packed[-4:]:
            raise ArchiveDamaged("a stored blob does not match its checksum")
    dictionary = zstd.ZstdDict(anchor, is_raw=True).as_prefix if len(anchor) >= _SHORTEST else None
    options: dict[int, int] = {zstd.DecompressionParameter.window_log_max: _MAX_WINDOW}
    unpacker = zstd.ZstdDecompressor(zstd_dict=dictionary, options=options)
    try:
        content = unpacker.decompress(frame, length + 1)  # a damaged frame may claim more than there is memory
    except zstd.ZstdError as error:
        raise ArchiveDamaged(f"a stored blob can't be unpacked: {error}") from error
    if len(content) != length or not unpacker.eof or unpacker.unused_data:
        raise ArchiveDamaged(f"a stored blob does not unpack to the {length} bytes that were kept")
    return content
