"""libfaketime, which gives a process another clock than the machine's, for tests of what a wrong one does."""

from __future__ import annotations

from pathlib import Path

import pytest

_LIBRARY = next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)

needs_faketime = pytest.mark.skipif(
    _LIBRARY is None, reason="libfaketime is not on this machine (apt-get install libfaketime)"
)


def shifted(shift: str) -> dict[str, str]:
    """Return the environment of a process whose clock is shifted by something like "+400d"."""
    return {**_preloaded(), "FAKETIME": shift}


def shifted_by(file: Path) -> dict[str, str]:
    """Return the environment of a process whose clock is set while it runs: a file says by how much."""
    return {**_preloaded(), "FAKETIME_TIMESTAMP_FILE": str(file), "FAKETIME_CACHE_DURATION": "1"}


def _preloaded() -> dict[str, str]:
    return {"LD_PRELOAD": str(_LIBRARY), "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
