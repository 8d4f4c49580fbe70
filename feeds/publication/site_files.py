"""The files of a publication on the disk, each as it is or packed, and replaced in one step. Renders none."""

from __future__ import annotations

import gzip
from pathlib import Path

from feeds.http.packed_files import is_worth_packing, packed_place
from feeds.publication.manifest import Written
from snapshots.atomic_files import replace_file

_LEVEL = 4  # a higher one takes ten times as long for a tenth less


class SiteFiles:
    """A folder that a publication is written into; `is_packed` where only our own server answers from it."""

    def __init__(self, out: Path, *, is_packed: bool) -> None:
        self._out = out
        self._is_packed = is_packed

    def has(self, path: str, written: Written) -> bool:
        """Return whether a file stands at its full length, in whichever form it was written."""
        place = self._out / path
        return _size(packed_place(place) if written.is_packed else place) == written.size

    def is_there(self, path: str) -> bool:
        """Return whether a file stands in either form."""
        place = self._out / path
        return place.is_file() or packed_place(place).is_file()

    def will_pack(self, path: str, length: int) -> bool:
        """Return whether a file of so many bytes is kept packed."""
        return self._is_packed and is_worth_packing(path, length)

    def write(self, path: str, content: bytes) -> tuple[int, bool]:
        """Put a file in its place, and return its bytes on the disk and whether it had to be written.

        Nothing waits for the disk: the manifest says how long each file is, so that one which a power cut left empty is
        made again.
        """
        plain, packed = self._out / path, packed_place(self._out / path)
        is_packed = self.will_pack(path, len(content))
        place, other = (packed, plain) if is_packed else (plain, packed)
        stored = gzip.compress(content, compresslevel=_LEVEL, mtime=0) if is_packed else content
        is_new = not (place.is_file() and place.read_bytes() == stored)
        if is_new:
            place.parent.mkdir(parents=True, exist_ok=True)
            replace_file(place, stored, durably=False)
        other.unlink(missing_ok=True)
        return len(stored), is_new


def _size(place: Path) -> int:
    try:
        return place.stat().st_size
    except OSError:
        return -1
