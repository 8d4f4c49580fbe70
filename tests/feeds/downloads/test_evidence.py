"""The evidence of an alert, checked as a stranger would: by its README, word for word, with tools of the system."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from feeds.downloads.evidence_pack import evidence_name, evidence_pack
from snapshots.archive import Archive
from snapshots.errors import ArchiveDamaged, ArchiveError
from tests.archives import tamper
from tests.feeds.samples import HOSTILE, filled
from tests.snapshots.samples import capture

pytestmark = pytest.mark.skipif(not shutil.which("sha256sum"), reason="this machine has no sha256sum (coreutils)")


def unpacked(archive: Archive, folder: Path) -> Path:
    (alert,) = archive.alerts()
    (folder / "e.zip").write_bytes(evidence_pack(archive, alert))
    shutil.unpack_archive(folder / "e.zip", folder / "evidence")
    return folder / "evidence"


def follow(folder: Path, number: int) -> str:
    """Run the commands of the README under a numbered heading, and return what they say; "BROKEN" if they fail."""
    text = (folder / "README.txt").read_text()
    part = re.split(r"(?m)^\d\. ", text)[number]
    said = []
    for command in re.findall(r"(?s)```\n(.*?)```", part):
        done = subprocess.run(["sh", "-c", command], cwd=folder, capture_output=True, text=True, check=False)
        said.append(done.stdout + done.stderr + ("BROKEN" if done.returncode else ""))
    return "\n".join(said)


def sum_again(folder: Path) -> None:
    """Make SHA256SUMS fit what lies there, as somebody who tampers would."""
    names = [line.split("  ")[1] for line in (folder / "SHA256SUMS").read_text().splitlines()]
    (folder / "SHA256SUMS").write_text(
        "".join(f"{sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in names)
    )


def test_a_stranger_who_follows_the_readme_finds_all_as_it_was(tmp_path: Path) -> None:
    folder = unpacked(filled(), tmp_path)
    sums = follow(folder, 1)
    assert "BROKEN" not in sums
    assert {line.rsplit(" ", 1)[1] for line in sums.splitlines() if line} == {"OK"}
    listed = {line.split("  ")[1] for line in (folder / "SHA256SUMS").read_text().splitlines()}
    there = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert listed == there - {"SHA256SUMS"}
    chain = follow(folder, 2)
    assert "BROKEN" not in chain
    assert (folder / "chain" / "head.txt").read_text() in chain
    assert "> Messages between sailors are read" in follow(folder, 4)
    said = (folder / "README.txt").read_text()
    assert all(name in said or name.startswith("diff.") for name in there - {"README.txt"})


def test_the_readme_reads_as_prose_with_commands_and_nothing_left_over(tmp_path: Path) -> None:
    said = (unpacked(filled(), tmp_path) / "README.txt").read_text()
    before, *sections = re.split(r"\n\n\n(?=\d+\. )", said)
    assert "```" not in before  # commands stand under numbered headings alone
    assert [section[0] for section in sections] == [str(number + 1) for number in range(len(sections))]
    blocks = [block for section in sections for block in re.findall(r"^```\n(.*?)^```$", section, re.M | re.S)]
    assert said.count("```") == 2 * len(blocks) and all(block.strip() for block in blocks)
    assert "{{" not in said and "{%" not in said
    assert "\n\n\n\n" not in said and said.endswith("\n") and not said.endswith("\n\n")


def alter(name: str, old: str, new: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        content = (folder / name).read_text()
        assert old in content
        (folder / name).write_text(content.replace(old, new, 1))

    return change


def drop_row(folder: Path) -> None:
    lines = (folder / "chain" / "rows.tsv").read_text().splitlines(keepends=True)
    (folder / "chain" / "rows.tsv").write_text("".join(lines[:-1]))


@pytest.mark.parametrize(
    "tamper",
    [
        alter("after/page.html.txt", "1", "2"),
        alter("chain/rows.tsv", '"status":200', '"status":201'),
        alter("chain/head.txt", "", "0"),
        alter("before/capture.json", "2025-03-01", "2025-02-01"),
        drop_row,
    ],
)
def test_what_is_tampered_with_is_found_even_with_new_sums(tmp_path: Path, tamper: Callable[[Path], None]) -> None:
    folder = unpacked(filled(), tmp_path)
    tamper(folder)
    assert "FAILED" in follow(folder, 1)
    sum_again(folder)
    assert "BROKEN" not in follow(folder, 1)
    assert "BROKEN" in follow(folder, 2)


def test_the_captures_are_the_last_before_and_the_first_after(tmp_path: Path) -> None:
    archive = filled()
    folder = unpacked(archive, tmp_path)
    before, after = (json.loads((folder / side / "capture.json").read_text()) for side in ("before", "after"))
    (alert,) = archive.alerts()
    assert before["exchange"]["captured_at"] < after["exchange"]["captured_at"] == "2025-03-02T06:00:00Z"
    assert (folder / "before" / "page.html.txt").read_bytes() == b"0"
    assert (folder / "after" / "page.html.txt").read_bytes() == b"1"
    assert after["exchange"]["response_headers"] == [["Content-Type", "text/html; charset=utf-8"]]
    assert json.loads((folder / "alert.json").read_text())["id"] == alert.id


def test_the_captures_are_there_as_a_web_archive_too(tmp_path: Path) -> None:
    folder = unpacked(filled(), tmp_path)
    with (folder / "captures.warc.gz").open("rb") as file:
        bodies = [r.content_stream().read() for r in ArchiveIterator(file) if r.rec_type == "response"]
    assert bodies == [b"0", b"1"]


def test_what_comes_later_changes_no_byte_unless_it_is_asked_for() -> None:
    archive = filled()
    (alert,) = archive.alerts()
    first = evidence_pack(archive, alert)
    archive.keep(capture(b"3", day=6))
    assert evidence_pack(archive, alert) == first
    assert evidence_pack(archive, alert, through=7) != first
    assert evidence_name(alert) == "policywatch-evidence-1.zip"
    with pytest.raises(ArchiveError, match="ends at attempt 7"):
        evidence_pack(archive, alert, through=9)


def test_a_damaged_body_or_row_makes_no_evidence() -> None:
    archive = filled()
    (alert,) = archive.alerts()
    tamper(archive, "UPDATE body SET content = x'00'")
    with pytest.raises(ArchiveDamaged):
        evidence_pack(archive, alert)
    archive = filled()
    tamper(archive, "DELETE FROM attempt WHERE sequence = 2")
    with pytest.raises(ArchiveError):
        evidence_pack(archive, alert)


def test_words_of_strangers_stay_words(tmp_path: Path) -> None:
    folder = unpacked(filled(said=HOSTILE, headline=HOSTILE), tmp_path)
    page = (folder / "diff.html").read_text()
    assert "<script" not in page
    assert "<img" not in page
    assert "default-src 'none'" in page
    assert "\u202e" not in (folder / "README.txt").read_text().splitlines()[2]
    assert "BROKEN" not in follow(folder, 1) + follow(folder, 2)
