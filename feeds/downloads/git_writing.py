"""A new git repository out of commits that each change one file, written by git itself. Runs nothing else."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Generator, Iterable, Iterator
from pathlib import Path

from feeds.downloads.terms_export import TermsCommit
from snapshots.errors import ArchiveError, CantWrite

_AUTHOR = "Policywatch <policywatch@policywatch.invalid>"


def write_repository(out: Path, commits: Iterable[TermsCommit]) -> Iterator[TermsCommit]:
    """Make the repository `out` and yield each commit as it gets there; the same commits get the same names.

    The folder has its name once the iterator is exhausted. Raises `ArchiveError` where there is no commit,
    `CantWrite` where the folder is there already, or git is not.
    """
    if shutil.which("git") is None:
        raise CantWrite("git is not on this machine; install it (on Debian and Ubuntu: apt-get install git)")
    if out.exists():
        raise CantWrite(f"{out} is there already; name a folder that is not")
    part = out.with_name(f".{out.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    try:
        _run("init", "--quiet", "--template=", "--initial-branch=main", str(part))
        count = yield from _imported(part, commits)
        if not count:
            raise ArchiveError("nothing to export: no text of these documents was seen")
        _run("-C", str(part), "reset", "--quiet", "--hard", "main")
        part.replace(out)
    except OSError as error:
        raise CantWrite(f"{out} can't be written: {error.strerror or error}") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _imported(folder: Path, commits: Iterable[TermsCommit]) -> Generator[TermsCommit, None, int]:
    """Yield each commit once git has it, and return how many they were."""
    count = 0
    with _started("-C", str(folder), "fast-import", "--quiet", "--date-format=raw", stdin=subprocess.PIPE) as process:
        assert process.stdin is not None  # noqa: S101 it is a pipe
        for commit in commits:
            process.stdin.write(_command(commit))
            count += 1
            yield commit
        process.stdin.close()
        if process.wait():
            raise CantWrite(f"git could not write {folder}")
    return count


def _command(commit: TermsCommit) -> bytes:
    at = f"{int(commit.at.timestamp())} +0000"
    message = commit.message.encode("utf-8", "replace")
    path = commit.path.replace("\\", "\\\\").replace('"', '\\"').encode("utf-8", "replace")
    head = f"commit refs/heads/main\nauthor {_AUTHOR} {at}\ncommitter {_AUTHOR} {at}\ndata {len(message)}\n".encode()
    file = b'M 100644 inline "' + path + b'"\n' + f"data {len(commit.content)}\n".encode()
    return head + message + b"\n" + file + commit.content + b"\n\n"


def _run(*arguments: str) -> None:
    with _started(*arguments, stdin=subprocess.DEVNULL) as process:
        if process.wait():
            raise CantWrite(f"git can't {arguments[0]}: status {process.returncode}")


def _started(*arguments: str, stdin: int) -> subprocess.Popen[bytes]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return subprocess.Popen(  # noqa: S603 names of folders alone
        ["git", "-c", "core.hooksPath=/dev/null", "-c", "core.autocrlf=false", *arguments],  # noqa: S607
        stdin=stdin,
        stdout=subprocess.DEVNULL,
        env={**kept, "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C"},
    )
