"""What was worked out once and is costly to work out again, in files that may be thrown away at any time.

Evidence of nothing: a file that is missing, damaged, or of another program is worked out anew.
"""

from __future__ import annotations

import json
import logging
from hashlib import sha256
from pathlib import Path
from typing import Any

from snapshots.atomic_files import replace_file

log = logging.getLogger(__name__)


class ResultCache:
    """A folder of such files, each with the key of what it was made from."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, name: str, key: str) -> Any:
        """Return what was kept under a name, None unless it was made from `key`."""
        try:
            stored = json.loads(self._path(name).read_bytes())
            return stored["content"] if stored["key"] == key else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def put(self, name: str, key: str, content: Any) -> None:
        """Keep a value that JSON can hold; where the folder can't be written, nothing is kept."""
        path = self._path(name)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            stored = json.dumps({"key": key, "content": content}, separators=(",", ":"))
            replace_file(path, stored.encode("ascii"), durably=False)
        except OSError as error:
            log.info("not kept for the next time", extra={"name_of": name, "why": str(error)})

    def _path(self, name: str) -> Path:
        return self._folder / f"{sha256(name.encode()).hexdigest()[:32]}.json"
