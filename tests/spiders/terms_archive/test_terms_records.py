"""What the commits of a collection are: read in the order of their parents, renamed files kept together."""

from __future__ import annotations

from pathlib import Path

import pytest

from spiders.errors import RepositoryError
from spiders.terms_archive.git_repository import GitRepository
from spiders.terms_archive.terms_records import Terms, TermsLog, TermsRecordKind, read_log
from tests.spiders.terms_archive.collection import START, Collection

POLICY = Terms(service="Harbour", terms_type="Privacy Policy")


def log_of(path: Path) -> TermsLog:
    with GitRepository(path) as repository:
        return read_log(repository.log())


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    return Collection(tmp_path / "versions")


def test_records_are_told_apart_by_their_subjects_and_come_by_parents(collection: Collection) -> None:
    for day, kind in enumerate(["first", "update", "technical", "old first", "old update", "old technical"]):
        collection.record(day if kind != "technical" else -5, f"text {day}", kind)
    collection.record(9, "text by hand", subject="Mend a typo")
    records = log_of(collection.path).records[POLICY]
    assert [r.kind.name for r in records] == [
        "FIRST", "UPDATE", "TECHNICAL", "FIRST", "UPDATE", "TECHNICAL", "UNKNOWN",
    ]  # fmt: skip
    assert [(r.authored_at - START).days for r in records] == [0, 1, -5, 3, 4, 5, 9]
    with GitRepository(collection.path) as repository:
        assert [repository.blob(r.blob) for r in records][:2] == [b"text 0", b"text 1"]


def test_the_snapshots_that_a_version_names_are_known(collection: Collection) -> None:
    one, other = "ab" * 20, "0123456789abcdef0123456789abcdef01234567"
    collection.record(
        0, "a", "first",
        body=f"This version was recorded after extracting from snapshot https://forge.example/deadbeef/commit/{one}"
        "\n\nEngine: 14.1.0\nFetcher: fulldom",
    )  # fmt: skip
    collection.record(
        1, "b",
        body="This version was recorded after extracting from and assembling the following snapshots from 2 source"
        f" documents:\n- {one}\n- {other}",
    )  # fmt: skip
    records = log_of(collection.path).records[POLICY]
    assert [r.snapshots for r in records] == [(one,), (one, other)]


def test_a_renamed_file_is_the_same_document_and_another_of_its_old_name_is_not(collection: Collection) -> None:
    old = Terms(service="Pier", terms_type="Privacy Policy")
    collection.record(0, "a", "first", file="Pier/Privacy Policy.md")
    collection.git("mv", "Pier", "Harbour")
    collection.commit("Rename", 1)
    collection.record(2, "b")
    collection.record(3, "of another pier", "first", file="Pier/Privacy Policy.md")
    log = log_of(collection.path)
    assert [(r.authored_at - START).days for r in log.records[POLICY]] == [0, 2]
    assert [(r.authored_at - START).days for r in log.records[old]] == [3]


def test_a_deleted_file_ends_and_begins_again(collection: Collection) -> None:
    collection.record(0, "a", "first")
    collection.git("rm", "--quiet", "Harbour/Privacy Policy.md")
    collection.commit("Stop tracking", 1)
    assert POLICY in log_of(collection.path).ended
    collection.record(2, "b", "first")
    log = log_of(collection.path)
    assert POLICY not in log.ended
    assert len(log.records[POLICY]) == 2


def test_files_beside_the_records_are_passed_over(collection: Collection) -> None:
    collection.record(0, "hello", file="README.md", subject="Readme")
    collection.record(0, "{}", file=".github/settings.md", subject="Settings")
    collection.record(0, b"\x89PNG", file="Harbour/Logo.png", subject="Logo")
    collection.record(0, "a", "first", file="Harbour/Terms of Service #annex.html")
    log = log_of(collection.path)
    assert list(log.records) == [Terms(service="Harbour", terms_type="Terms of Service", part="annex")]
    assert log.records[next(iter(log.records))][0].media_type == "text/html"
    assert set(log.passed) == {".github/settings.md", "Harbour/Logo.png"}


def test_an_odd_message_steers_nothing(collection: Collection) -> None:
    collection.record(0, "a", "first", body="\x1e\x1f %x00 :100644 100644 aaaa bbbb M\tx.md")
    collection.record(1, "b", file="Harbour/Política — de «privacidad».md")
    assert {str(terms) for terms in log_of(collection.path).records} == {
        "Harbour Privacy Policy", "Harbour Política — de «privacidad»",
    }  # fmt: skip


def test_where_a_shallow_clone_ends_nothing_is_believed(collection: Collection, tmp_path: Path) -> None:
    for day in range(4):
        collection.record(day, f"text {day}", "first" if not day else "update")
    collection.git("clone", "--quiet", "--depth=2", f"file://{collection.path}", str(tmp_path / "shallow"))
    log = log_of(tmp_path / "shallow")
    assert [(r.authored_at - START).days for r in log.records[POLICY]] == [3]
    assert [(r.authored_at - START).days for r in log.cut] == [2]


def test_a_damaged_blob_is_named_and_others_are_read(collection: Collection) -> None:
    collection.record(0, "a", "first")
    collection.record(1, "b")
    records = log_of(collection.path).records[POLICY]
    file = collection.path / ".git" / "objects" / records[0].blob[:2] / records[0].blob[2:]
    file.chmod(0o644)
    file.write_bytes(b"no zlib")
    with GitRepository(collection.path) as repository:
        with pytest.raises(RepositoryError, match=records[0].blob):
            repository.blob(records[0].blob)
        assert repository.blob(records[1].blob) == b"b"
        with pytest.raises(RepositoryError, match="is not there"):
            repository.blob("0" * 39 + "1")
        assert repository.absent([records[0].commit, "f" * 40, "@{-1}"]) == {"f" * 40, "@{-1}"}


def test_no_repository_and_an_empty_one(collection: Collection, tmp_path: Path) -> None:
    assert log_of(collection.path).records == {}
    with pytest.raises(RepositoryError, match="can't be read as a git repository"):
        log_of(tmp_path)


@pytest.mark.parametrize("kind", list(TermsRecordKind))
def test_ids_are_words_joined_by_hyphens(kind: TermsRecordKind) -> None:
    assert Terms(service="Ünter/Café 3", terms_type=f"Terms #{kind.value}").document_id.replace("-", "").isascii()
