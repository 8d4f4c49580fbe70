"""Closes a version: checks, moves the changelog's section, sets the version, commits, tags. Builds and sends nothing.

    python .ci/release.py 1.2.0

The version stands in pyproject.toml and nowhere else. Every check comes before the first change, so a release that is
refused leaves everything as it was.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from datetime import UTC, date, datetime
from pathlib import Path

PROJECT = Path("pyproject.toml")
CHANGELOG = Path("CHANGELOG.md")
OPEN = "## Unreleased\n"
VERSION = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")


class RefusedError(Exception):
    """A release that can't be made, and why."""


def main() -> int:
    """Make the release that the command line names."""
    try:
        release(sys.argv[1] if len(sys.argv) == 2 else "", datetime.now(UTC).date())
    except RefusedError as refused:
        print(f"no release: {refused}", file=sys.stderr)
        return 1
    return 0


def release(version: str, today: date) -> None:
    """Check that a release can be made, then make it."""
    check_version(version)
    if _git("status", "--porcelain"):
        raise RefusedError("there are changes that are not committed; commit them or put them away, then try again")
    changelog, notes = closed(CHANGELOG.read_text(), version, today)
    CHANGELOG.write_text(changelog)
    PROJECT.write_text(re.sub(r'(?m)^version = ".*"$', f'version = "{version}"', PROJECT.read_text(), count=1))
    _git("add", str(CHANGELOG), str(PROJECT))
    _git("commit", "--quiet", "--message", f"Release {version}")
    _git("tag", "--annotate", f"v{version}", "--cleanup=verbatim", "--message", f"Policywatch {version}\n\n{notes}")
    print(f"v{version} is committed and tagged. To send it: git push --follow-tags")


def check_version(version: str) -> None:
    """Refuse a version that is none, that is not above the present one, or that has a tag."""
    present = tomllib.loads(PROJECT.read_text())["project"]["version"]
    if not VERSION.fullmatch(version):
        raise RefusedError(f"{version!r} is no version like 1.2.0: make release VERSION=1.2.0")
    tagged = f"v{version}" in _git("tag", "--list").split()
    is_first = version == present and not tagged
    if tagged or (_numbers(version) <= _numbers(present) and not is_first):
        raise RefusedError(f"{version} is not above {present}, or has been released")


def closed(changelog: str, version: str, today: date) -> tuple[str, str]:
    """Put the open section under a version and a new open one above it; also return the section's text."""
    before, found, after = changelog.partition(OPEN)
    notes = re.split(r"(?m)^## ", after)[0].strip()
    if not found or not re.search(r"(?m)^- ", notes):
        raise RefusedError(f'{CHANGELOG} has no entry under "{OPEN.strip()}"')
    return f"{before}{OPEN}\n## {version} - {today.isoformat()}\n{after}", notes


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RefusedError(f"git {arguments[0]} failed: {done.stderr.strip()}")
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
