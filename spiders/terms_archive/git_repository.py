"""A git repository read by git's own plumbing: its log in one run, its blobs by one process. Changes nothing in it.

Nothing of the repository runs: no hook, no filter, no external diff, and nothing is fetched.
"""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from snapshots.frozen_class import frozen
from spiders.errors import RepositoryError

_OPTIONS = (
    "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "core.quotePath=false",
    "-c", "log.showRoot=true", "-c", "log.showSignature=false", "-c", "log.mailmap=false",
    "-c", "i18n.logOutputEncoding=UTF-8", "-c", "core.deltaBaseCacheLimit=256m",
)  # fmt: skip
_STEP = 1 << 16
_MAX_BLOB = 100_000_000


@frozen
class GitChange:
    """What a commit did to one file."""

    status: str  # A, M, D, R, T: git's letter
    path: str
    old_path: str = ""  # of a renamed file
    blob: str = ""  # the content after it, "" where there is none


@frozen
class GitCommit:
    """A commit that is no merge."""

    name: str
    parents: tuple[str, ...]
    authored_at: datetime  # aware UTC
    author: str
    message: str
    changes: tuple[GitChange, ...]
    is_cut: bool = False  # a shallow clone ends here: its changes are all that there was

    @property
    def subject(self) -> str:
        return self.message.split("\n", 1)[0].strip()


@dataclass(slots=True)
class GitRepository:
    """A repository, bare or with a work tree; use it as a context."""

    path: Path
    _reader: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def __enter__(self) -> GitRepository:
        """Raise `RepositoryError` where there is no git, or no repository."""
        if shutil.which("git") is None:
            raise RepositoryError("git is not on this machine; install it (on Debian and Ubuntu: apt-get install git)")
        self._answer("rev-parse", "--git-dir")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    @property
    def remote(self) -> str:
        """Return the web address that the repository was cloned from, "" where it tells none."""
        try:
            url = self._answer("config", "--get", "remote.origin.url").decode("utf-8", "replace").strip()
        except RepositoryError:
            return ""
        return url.removesuffix(".git") if url.startswith(("https://", "http://")) and "@" not in url else ""

    def log(self) -> Iterator[GitCommit]:
        """Yield all commits that lead to the head, parents before their children; none of an empty repository.

        Raises `RepositoryError` where a commit or tree can't be read.
        """
        if not self._has_head():
            return
        cut = self._cut()
        mark = secrets.token_hex(16)  # no commit's message can hold it
        arguments = (
            "log", "--topo-order", "--reverse", "--no-merges", "--raw", "--no-abbrev", "-M100%", "-l0", "-z",
            "--no-ext-diff", "--no-textconv", "--no-color",
            f"--format=tformat:{mark}%H%x00%P%x00%at%x00%an%x00%B{mark}", "HEAD", "--", "*/*",
        )  # fmt: skip
        with self._started(*arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            for head, listed in _parts(process, mark.encode()):
                yield _commit(head, listed, cut)
            problem = process.stderr.read() if process.stderr else b""
            if process.wait():
                raise RepositoryError(f"{self.path}: the log can't be read to its end: {_first(problem)}")

    def blob(self, name: str) -> bytes:
        """Return the content of a blob; raises `RepositoryError` where it is missing or damaged."""
        for _ in range(2):  # a damaged object may end the process
            if self._reader is None:
                self._reader = self._started("cat-file", "--batch", stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            content = self._read(self._reader, name)
            if content is not None:
                return content
            self._stop()
        raise RepositoryError(f"{self.path}: the object {name} is damaged")

    def absent(self, names: Iterable[str]) -> set[str]:
        """Return those of some commits, named in full or by their start, that are not there."""
        asked = list(dict.fromkeys(names))
        if not asked:
            return set()
        lines = "".join(f"{name}^{{commit}}\n" for name in asked).encode("ascii", "replace")
        answer = self._answer("cat-file", "--batch-check", asking=lines).decode("utf-8", "replace").splitlines()
        return {name for name, line in zip(asked, answer, strict=True) if " commit " not in line}

    def tree(self, folder: str) -> dict[str, str]:
        """Return the blobs of a folder of the head by their path."""
        listed = self._answer("ls-tree", "-r", "-z", "HEAD", "--", folder).decode("utf-8", "replace")
        rows = (row.partition("\t") for row in listed.split("\0") if row)
        return {path: about.split()[2] for about, _, path in rows if about.split()[1] == "blob"}

    def _read(self, process: subprocess.Popen[bytes], name: str) -> bytes | None:
        assert process.stdin is not None  # noqa: S101 both are pipes
        assert process.stdout is not None  # noqa: S101
        try:
            process.stdin.write(f"{name}\n".encode("ascii", "replace"))
            process.stdin.flush()
        except OSError:
            return None
        about = process.stdout.readline().split()
        if not about or about[-1] == b"missing":
            if about:
                raise RepositoryError(f"{self.path}: the object {name} is not there, or damaged")
            return None
        length = int(about[2])
        if length > _MAX_BLOB:
            self._stop()
            raise RepositoryError(f"{self.path}: the object {name} is larger than {_MAX_BLOB} bytes")
        content = process.stdout.read(length + 1)
        return content[:-1] if len(content) == length + 1 else None

    def _has_head(self) -> bool:
        try:
            self._answer("rev-parse", "--verify", "--quiet", "HEAD")
        except RepositoryError:
            return False
        return True

    def _cut(self) -> frozenset[str]:
        """Return the commits at which a shallow clone ends."""
        folder = self._answer("rev-parse", "--git-common-dir").decode("utf-8", "replace").strip()
        try:
            return frozenset((self.path / folder / "shallow").read_text("ascii").split())
        except OSError:
            return frozenset()

    def _answer(self, *arguments: str, asking: bytes = b"") -> bytes:
        pipe = subprocess.PIPE
        with self._started(*arguments, stdin=pipe, stdout=pipe, stderr=pipe) as process:
            answer, problem = process.communicate(asking)
        if process.returncode:
            raise RepositoryError(f"{self.path} can't be read as a git repository: {_first(problem)}")
        return answer

    def _started(
        self, *arguments: str, stdout: int, stdin: int | None = None, stderr: int | None = None
    ) -> subprocess.Popen[bytes]:
        settings = {"GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        return subprocess.Popen(  # noqa: S603 see above
            ["git", *_OPTIONS, "-C", str(self.path), *arguments],  # noqa: S607 whichever git the person uses
            stdin=stdin,
            stdout=stdout,
            stderr=stderr,
            env={**kept, **settings},
        )

    def _stop(self) -> None:
        process, self._reader = self._reader, None
        if process:
            process.kill()
            process.communicate()


def _parts(process: subprocess.Popen[bytes], mark: bytes) -> Iterator[tuple[str, str]]:
    """Yield what the log prints of each commit: of itself, and of its changes."""
    assert process.stdout is not None  # noqa: S101 it is a pipe
    parts: list[bytes] = []
    waiting = b""
    while chunk := process.stdout.read1(_STEP):  # type: ignore[attr-defined]
        *whole, waiting = (waiting + chunk).split(mark)
        parts += whole
        while len(parts) >= 4:  # what stands before a mark is complete: nothing, head, changes, the next head
            yield parts[1].decode("utf-8", "replace"), parts[2].decode("utf-8", "replace")
            del parts[1:3]
    parts.append(waiting)
    for head, listed in zip(parts[1::2], parts[2::2], strict=False):
        yield head.decode("utf-8", "replace"), listed.decode("utf-8", "replace")


def _commit(head: str, listed: str, cut: frozenset[str]) -> GitCommit:
    name, parents, at, author, message = head.split("\0", 4)
    return GitCommit(
        name=name,
        parents=tuple(parents.split()),
        authored_at=datetime.fromtimestamp(int(at), UTC),
        author=author,
        message=message,
        changes=tuple(_changes(listed.strip("\0\n").split("\0"))),
        is_cut=name in cut,
    )


def _changes(words: list[str]) -> Iterator[GitChange]:
    """Yield the changes of a raw diff: ":mode mode blob blob letter", then one path, or two of a renamed file."""
    rest = iter(words)
    for about in rest:
        if not about.startswith(":"):
            continue
        *_, blob, letter = about.split()
        path = next(rest, "")
        is_moved = letter[0] in "RC"
        target = next(rest, "") if is_moved else path
        yield GitChange(
            status=letter[0], path=target, old_path=path if is_moved else "", blob="" if not int(blob, 16) else blob
        )


def _first(problem: bytes) -> str:
    return next(iter(problem.decode("utf-8", "replace").strip().splitlines()), "git said nothing")[:300]
