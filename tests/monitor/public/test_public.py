"""The public face: what it names, the examples of its documentation, and that it writes to no archive."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

import monitor.public as face
from monitor.public import ArchiveError, ArchiveReader, SegmentKind, Severity, open_archive
from snapshots.opening import create_archive
from tests.snapshots.samples import POLICY
from tests.story import tell_story

_DOCS = Path(__file__).parents[3] / "docs" / "python.md"

FUNCTIONS = {
    "open_archive": "(folder: 'str | PathLike[str]') -> 'ArchiveReader'",
    "extract_page": "(body: 'bytes | str', *, url: 'str' = '', media_type: 'str' = 'text/html', charset: 'str' = '')"
    " -> 'Extraction'",
    "read_text": "(text: 'str') -> 'Extraction'",
    "compare_texts": "(before: 'Extraction', after: 'Extraction') -> 'Comparison'",
    "judge_change": "(before: 'Extraction', after: 'Extraction', *, language: 'str' = '', kind: 'str' ="
    " 'privacy-policy') -> 'Assessment'",
}
METHODS = {
    "documents": "(self) -> 'list[Document]'",
    "versions": "(self, document_id: 'str') -> 'list[Version]'",
    "version_at": "(self, document_id: 'str', at: 'datetime') -> 'Version | None'",
    "text": "(self, version: 'Version') -> 'Extraction'",
    "page": "(self, version: 'Version') -> 'bytes'",
    "changes": "(self, document_id: 'str | None' = None, *, since: 'datetime | None' = None) -> 'list[Change]'",
    "alerts": "(self, document_id: 'str | None' = None, *, since: 'datetime | None' = None)"
    " -> 'tuple[PublishedAlert, ...]'",
    "close": "(self) -> 'None'",
}
TYPES = {
    "Alert": "id change document_id captured_at previous_captured_at decided_at severity direction topics headline"
    " summary effective_date partial rules severity_reasons evidence findings follows pack lineage lacked_at"
    " places sure sure_reasons summary_phrases",
    "Assessment": "severity direction topics headline summary effective_date findings sureness"
    " sure_reasons worth_a_look summary_phrases",
    "Change": "document_id number from_version to_version captured_at previous_captured_at decided_at severity hunks"
    " partial computed lacked_at worth_a_look",
    "Comparison": "hunks computed",
    "Document": "id title service kind url language region",
    "Evidence": "op before_text after_text context severity",
    "Extraction": "title language segments links extractor",
    "Finding": "headline severity direction topics rules severity_reasons evidence sure sure_reasons phrase",
    "Hunk": "kind before after context context_before old new spans segment_kind cosmetic",
    "Link": "text url context",
    "PublishedAlert": "alert notice history notes witnesses",
    "Segment": "text kind context",
    "Version": "document_id number kind attempt captured_at body_sha256 text_sha256 extractor partial lineage",
}
ENUMS = {"Severity", "Direction", "HunkKind", "SegmentKind"}
ERRORS = {"PolicywatchError", "ArchiveError"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("public") / "my-archive"
    archive = create_archive(made)
    tell_story(archive)
    archive.close()
    return made


@pytest.fixture
def archive(folder: Path) -> Iterator[ArchiveReader]:
    with open_archive(folder) as opened:
        yield opened


def test_what_is_public_has_these_names_and_takes_these_arguments() -> None:
    assert set(face.__all__) == {*FUNCTIONS, *TYPES, *ENUMS, *ERRORS, "ArchiveReader"}
    assert {name: str(inspect.signature(getattr(face, name))) for name in FUNCTIONS} == FUNCTIONS
    methods = {name: str(inspect.signature(method)) for name, method in vars(ArchiveReader).items() if name[0] != "_"}
    assert methods == METHODS
    assert {name: " ".join(getattr(face, name).__dataclass_fields__) for name in TYPES} == TYPES
    assert all(getattr(face, name).__doc__ for name in face.__all__)


@pytest.mark.parametrize("number", range(4))
def test_the_examples_of_the_documentation_run(
    number: int, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    blocks = re.findall(r"^```python\n(.*?)^```", _DOCS.read_text(encoding="utf-8"), re.M | re.S)
    assert len(blocks) == 4
    monkeypatch.chdir(folder.parent)
    exec(compile(blocks[number], f"{_DOCS.name}, example {number + 1}", "exec"), {})  # noqa: S102 our own documentation
    assert capsys.readouterr().out


def test_an_archive_is_walked_from_documents_to_alerts(archive: ArchiveReader) -> None:
    for document in archive.documents():
        versions = archive.versions(document.id)
        assert [version.number for version in versions] == list(range(1, len(versions) + 1))
        for version in versions:
            assert archive.text(version).segments
            assert archive.page(version)
        assert archive.version_at(document.id, versions[0].captured_at) == versions[0]
        assert archive.version_at(document.id, datetime(2001, 1, 1, tzinfo=UTC)) is None
    changes = {change.number: change for change in archive.changes()}
    alerts = archive.alerts()
    assert alerts
    assert all(changes[told.alert.change].severity is told.alert.severity for told in alerts)
    first = alerts[0].alert.document_id
    assert archive.alerts(first) == tuple(told for told in alerts if told.alert.document_id == first)
    assert archive.alerts(since=alerts[-1].told_at) == tuple(t for t in alerts if t.told_at >= alerts[-1].told_at)


def state_of(folder: Path) -> dict[str, tuple[int, bytes]]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path): (path.stat().st_mtime_ns, path.read_bytes()) for path in files}


def test_reading_leaves_no_trace(folder: Path) -> None:
    before = state_of(folder)
    folder.chmod(0o555)
    try:
        with open_archive(folder) as archive:
            assert archive.alerts()
            assert state_of(folder) == before
    finally:
        folder.chmod(0o755)
    assert state_of(folder) == before


def test_an_archive_is_read_while_it_is_written_to(tmp_path: Path) -> None:
    create_archive(tmp_path).close()
    with open_archive(tmp_path) as reader:
        assert reader.documents() == []
        program = (
            "import sys; from pathlib import Path; from snapshots.opening import open_archive;"
            "from tests.snapshots.samples import POLICY; a = open_archive(Path(sys.argv[1])); a.put_document(POLICY);"
            "print('written', flush=True); sys.stdin.read(); a.close()"
        )
        with subprocess.Popen(
            [sys.executable, "-c", program, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout
            assert process.stdout.readline() == "written\n"
            assert reader.documents() == [POLICY]  # it holds the archive open
            process.communicate()
        assert reader.documents() == [POLICY]


def test_what_is_read_cannot_be_written_to(folder: Path, archive: ArchiveReader, tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="opened to be read"):
        archive._archive.put_document(POLICY)
    with pytest.raises(ArchiveError, match="opened to be read"), archive._archive.claim("harbour"):
        pass
    with pytest.raises(ArchiveError, match="there is no archive"):
        open_archive(tmp_path)
    with pytest.raises(ArchiveError):
        archive.versions("no-such-document")
    with pytest.raises(ValueError, match="zone"):
        archive.version_at(archive.documents()[0].id, datetime(2025, 1, 1))  # noqa: DTZ001 what is refused


def test_texts_are_read_compared_and_judged_without_an_archive() -> None:
    before = face.extract_page("<h1>Privacy</h1><p>We never use your private messages to train AI.</p>")
    after = face.extract_page(b"<h1>Privacy</h1><p>We use your private messages to train AI.</p>")
    assert before.segments[0].kind is SegmentKind.HEADING
    assert len(face.compare_texts(before, after).hunks) == 1
    assert face.compare_texts(before, before).hunks == ()
    assert face.judge_change(before, after).severity is Severity.CRITICAL
    assert face.judge_change(before, before).severity is Severity.LOW
    assert face.read_text("One sentence. And another.").segments
