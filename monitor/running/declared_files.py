"""Whether the declarations of an archive changed since a program began with them. Reads none of what they say."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

CHANGED = "The declarations changed: `policywatch run` goes by the new ones once it is started again."


class DeclaredFiles:
    """The files of declarations as a program found them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known = self._digest()

    def news(self) -> str:
        """Return that they changed since the last time that this was asked, "" where they did not."""
        now = self._digest()
        is_changed, self._known = now != self._known, now
        return CHANGED if is_changed else ""

    def _digest(self) -> str:
        found = sha256()
        for path in sorted(self._folder.rglob("*.toml")) if self._folder.is_dir() else ():
            try:
                content = path.read_bytes()
            except FileNotFoundError:  # taken away since the folder was listed
                continue
            found.update(f"{path.relative_to(self._folder)}\0{len(content)}\0".encode() + content)
        return found.hexdigest()
