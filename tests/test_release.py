"""A release in one command, tried in a scratch clone: what is refused changes nothing, what is made is whole."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent.parent / ".ci" / "release.py"
CHANGELOG = (
    "# Changelog\n\n## Unreleased\n\n### Added\n\n- **Boats** are told.\n\n## 0.9.0 - 2025-01-01\n\n- Harbours.\n"
)
WHO = ["-c", "user.name=Harbour", "-c", "user.email=mail@harbour.example"]


def git(folder: Path, *arguments: str) -> str:
    return subprocess.run(["git", *WHO, *arguments], cwd=folder, capture_output=True, text=True, check=True).stdout


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A project with one commit, and a clone of it."""
    made = tmp_path / "made"
    made.mkdir()
    git(made, "init", "--quiet", "--initial-branch=main")
    (made / ".ci").mkdir()
    shutil.copy(SCRIPT, made / ".ci")
    (made / "CHANGELOG.md").write_text(CHANGELOG)
    (made / "pyproject.toml").write_text(
        '[project]\nname = "harbour"\nversion = "0.9.0"\n\n[tool.x]\nversion = "7"\n', newline="\n"
    )
    git(made, "add", ".")
    git(made, "commit", "--quiet", "--message", "All")
    git(made, "tag", "v0.9.0")
    git(tmp_path, "clone", "--quiet", str(made), "clone")
    for name, value in (("user.name", "Harbour"), ("user.email", "mail@harbour.example")):
        git(tmp_path / "clone", "config", name, value)
    return tmp_path / "clone"


def release(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, ".ci/release.py", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_a_release_is_a_section_a_version_a_commit_and_a_tag(clone: Path) -> None:
    done = release(clone, "1.0.0")
    assert (done.returncode, done.stderr) == (0, "")
    day = datetime.now(UTC).date().isoformat()
    changelog = (clone / "CHANGELOG.md").read_text()
    assert changelog.startswith(
        f"# Changelog\n\n## Unreleased\n\n## 1.0.0 - {day}\n\n### Added\n\n- **Boats** are told."
    )
    assert changelog.endswith("## 0.9.0 - 2025-01-01\n\n- Harbours.\n")
    project = tomllib.loads((clone / "pyproject.toml").read_text())
    assert (project["project"]["version"], project["tool"]["x"]["version"]) == ("1.0.0", "7")
    assert git(clone, "status", "--porcelain") == ""
    assert git(clone, "describe").strip() == "v1.0.0"
    said = git(clone, "tag", "--list", "--format=%(contents)", "v1.0.0")
    assert "- **Boats** are told." in said
    assert "### Added" in said
    assert "Harbours" not in said


def test_what_can_not_be_released_is_left_as_it_was(clone: Path) -> None:
    before = git(clone, "rev-parse", "HEAD")
    for version in ("", "1.0", "v1.0.0", "01.0.0", "1.0.0; ls", "0.9.0", "0.8.7"):
        refused = release(clone, version)
        assert refused.returncode == 1
        assert refused.stderr.startswith("no release: ")
    (clone / "stray.txt").write_text("not yet")
    assert "not committed" in release(clone, "1.0.0").stderr
    (clone / "stray.txt").unlink()
    assert (git(clone, "rev-parse", "HEAD"), git(clone, "status", "--porcelain")) == (before, "")


def test_a_version_without_news_is_none(clone: Path) -> None:
    assert release(clone, "1.0.0").returncode == 0
    again = release(clone, "1.0.1")
    assert "has no entry" in again.stderr
    assert git(clone, "tag", "--list").split() == ["v0.9.0", "v1.0.0"]
