"""Repositories in the layout of Open Terms Archive, in words of our own, made by git itself."""

from __future__ import annotations

import os
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

START = datetime(2025, 3, 1, 6, 0, tzinfo=UTC)
SUBJECTS = {
    "first": "First record of",
    "update": "Record new changes of",
    "technical": "Apply technical or declaration upgrade on",
    "old first": "Start tracking",
    "old update": "Update",
    "old technical": "Refilter",
}


class Collection:
    """One repository that grows commit by commit."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir(parents=True)
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *arguments: str, day: float = 0) -> str:
        """Run git as on a day and return what it printed."""
        at = (START + timedelta(days=day)).isoformat()
        who = {f"GIT_{role}_{what}": value for role in ("AUTHOR", "COMMITTER")
               for what, value in (("NAME", "Bot"), ("EMAIL", "bot@harbour.example"), ("DATE", at))}  # fmt: skip
        environment = {**os.environ, **who, "GIT_CONFIG_GLOBAL": os.devnull}
        done = subprocess.run(["git", *arguments], cwd=self.path, env=environment, capture_output=True, check=True)
        return done.stdout.decode()

    def record(
        self,
        day: float,
        content: str | bytes,
        kind: str = "update",
        *,
        file: str = "Harbour/Privacy Policy.md",
        body: str = "",
        subject: str = "",
    ) -> str:
        """Commit one record as their engine does, and return the commit's name."""
        path = self.path / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        self.git("add", "-A")
        said = subject or f"{SUBJECTS[kind]} {path.parent.name} {path.stem}"
        return self.commit(f"{said}\n\n{body}", day)

    def commit(self, message: str, day: float) -> str:
        """Commit what is staged and return the commit's name."""
        self.git("commit", "--quiet", "--allow-empty", "-m", message, day=day)
        return self.git("rev-parse", "HEAD").strip()
