"""How well texts are read is worked out once, and anew where the text, the rules or the program are others."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from monitor.claims.health_counts import Health
from monitor.research.result_cache import ResultCache
from monitor.rules.pack_files import default_pack
from monitor.running.kept_health import KeptHealth
from snapshots.sql.sql_archive import SqlArchive
from tests.archives import new_archive
from tests.snapshots.samples import POLICY, capture, judgement

ONE, OTHER = "We use your photos to show you ads.", "We share your messages with partners to improve ads."


def archive_of(*versions: tuple[str, ...]) -> SqlArchive:
    archive = new_archive()
    archive.put_document(POLICY)
    for day, texts in enumerate(versions):
        archive.record(judgement(archive, archive.keep(capture(b"%d" % day, day=day)), texts=texts))
    return archive


def health(archive: SqlArchive, folder: Path, *, fingerprint: str = "1", version: str = "") -> Health | None:
    pack = replace(default_pack(), version=version or default_pack().version)
    kept = KeptHealth(archive, lambda: pack, ResultCache(folder), f"{fingerprint} {pack.name}")
    return kept.of(POLICY, archive.versions(POLICY.id))


def test_a_text_that_was_read_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = archive_of((ONE,))
    first = health(archive, tmp_path)
    assert first
    assert first.sentences == 1
    monkeypatch.delattr(SqlArchive, "extraction")
    assert health(archive, tmp_path) == first


@pytest.mark.parametrize("moved", [{"fingerprint": "2"}, {"version": "2099.01"}])
def test_other_rules_and_another_program_read_it_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moved: dict[str, str]
) -> None:
    archive = archive_of((ONE,))
    health(archive, tmp_path)
    monkeypatch.delattr(SqlArchive, "extraction")
    with pytest.raises(AttributeError):
        health(archive, tmp_path, **moved)


def test_a_new_version_is_read(tmp_path: Path) -> None:
    health(archive_of((ONE,)), tmp_path)
    found = health(archive_of((ONE,), (ONE, OTHER)), tmp_path)
    assert found
    assert found.sentences == 2


def test_what_is_damaged_is_worked_out_again(tmp_path: Path) -> None:
    archive = archive_of((ONE,))
    first = health(archive, tmp_path)
    for file in tmp_path.iterdir():
        file.write_text('{"key": "", "content"')
    assert health(archive, tmp_path) == first


def test_what_was_never_seen_has_none(tmp_path: Path) -> None:
    assert health(archive_of(), tmp_path) is None
