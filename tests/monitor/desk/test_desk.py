"""What a person decides at the desk happens, once, and is kept with who decided it."""

from __future__ import annotations

from pathlib import Path

import pytest

from snapshots.records import Awaits, NoticeKind, Release
from spiders.declarations.declarations import load_declarations
from tests.monitor.desk.desks import DECLARED, archive_with_holds, visiting
from tests.snapshots.samples import POLICY


def test_a_held_alert_is_told_once(tmp_path: Path) -> None:
    first, _second = archive_with_holds(tmp_path)
    with visiting(tmp_path) as visitor:
        assert visitor.get().text.count("Tell it now") == 2
        answer = visitor.send("/", do="release", alert=first)
        assert "Told: " in answer.text and answer.text.count("Tell it now") == 1
        told = [notice for notice in visitor.workspace.archive.notices() if notice.alert_id == first]
        assert [notice.how for notice in told] == [Release.BY_PERSON]
        again = visitor.send("/", do="release", alert=first)
        assert again.status_code == 400 and "waits no more" in again.text
        assert (visitor.workspace.site_folder / "index.html").exists(), "the site is brought up to date behind it"


def test_who_drops_an_alert_says_why_and_that_is_kept(tmp_path: Path) -> None:
    (only,) = archive_with_holds(tmp_path, 1)
    with visiting(tmp_path) as visitor:
        for missing in ({"note": "A test page."}, {"name": "A. Editor"}):
            assert visitor.send("/", do="drop", alert=only, **missing).status_code == 400
        visitor.send("/", do="drop", alert=only, name="A. Editor", note="A test page of theirs.")
        ((_, hold),) = visitor.workspace.archive.held()
        assert hold.awaits is Awaits.NOBODY
        assert hold.reason == "A. Editor decided that it is not told: A test page of theirs."
        assert "No alert waits to be told." in visitor.get().text


def test_what_was_told_is_corrected_and_withdrawn_with_a_note(tmp_path: Path) -> None:
    (only,) = archive_with_holds(tmp_path, 1)
    with visiting(tmp_path) as visitor:
        visitor.send("/", do="release", alert=only)
        assert "The note is empty" in visitor.send("/told/", do="correction", alert=only, note=" ").text.replace(
            "the note", "The note"
        )
        visitor.send("/told/", do="correction", alert=only, note="It is about teens alone.")
        visitor.send("/told/", do="withdrawal", alert=only, note="It is no policy.")
        kinds = [notice.kind for notice in visitor.workspace.archive.notices() if notice.alert_id == only]
        assert kinds == [NoticeKind.ALERT, NoticeKind.CORRECTION, NoticeKind.WITHDRAWAL]


def test_an_expert_signs_a_note_and_takes_it_back(tmp_path: Path) -> None:
    (only,) = archive_with_holds(tmp_path, 1)
    with visiting(tmp_path) as visitor:
        visitor.send("/", do="release", alert=only)
        unsigned = visitor.send("/told/", do="sign", alert=only, note="It binds nobody.", name=" ")
        assert unsigned.status_code == 400 and "Say who you are" in unsigned.text
        said = "It binds <b>nobody</b>."
        shown = visitor.send("/told/", do="sign", alert=only, note=said, name="Ada Muster, lawyer", language="de").text
        assert "It binds &lt;b&gt;nobody&lt;/b&gt;." in shown and "Ada Muster, lawyer" in shown
        (note,) = [one for one in visitor.workspace.archive.notices() if one.kind is NoticeKind.EXPERT_NOTE]
        assert (note.signed_by, note.note, note.language) == ("Ada Muster, lawyer", said, "de")
        back = {"number": str(note.sequence), "note": "A court held otherwise.", "name": "Ada Muster"}
        assert "Take this note back" not in visitor.send("/told/", do="take back", alert=only, **back).text
        again = visitor.send("/told/", do="take back", alert=only, **back)
        assert again.status_code == 400, "a note is taken back once"


def test_a_document_is_declared_or_every_fault_is_named(tmp_path: Path) -> None:
    archive_with_holds(tmp_path, 0)
    given = {
        "id": "harbour-notice",
        "title": 'The "AI" notice',
        "service": "Harbour",
        "kind": "ai-notice",
        "url": "https://harbour.example/ai",
        "select": "main",
    }
    with visiting(tmp_path) as visitor:
        refused = visitor.send("/documents/", do="add", **{**given, "url": "harbour", "select": "main["})
        assert refused.status_code == 400 and "url" in refused.text and "select" in refused.text
        assert 'value="harbour-notice"' in refused.text, "what was typed is not lost"
        assert not (tmp_path / "declarations/desk.toml").exists()
        assert "Declared: harbour-notice" in visitor.send("/documents/", do="add", **given).text
        again = visitor.send("/documents/", do="add", **given)
        assert again.status_code == 400 and "is declared at" in again.text
    declared = {d.document.id: d for d in load_declarations(tmp_path / "declarations")}
    assert declared["harbour-notice"].document.title == 'The "AI" notice'
    assert len(declared) == 3


def test_a_pause_stands_in_the_declaration_and_leaves_the_rest_as_it_was(tmp_path: Path) -> None:
    archive_with_holds(tmp_path, 0)
    path = tmp_path / "declarations/ours.toml"
    with visiting(tmp_path) as visitor:
        for name in (POLICY.id, "harbour-terms"):
            assert "is paused" in visitor.send("/documents/", do="pause", document=name).text
            visitor.send("/documents/", do="pause", document=name)
        assert [d.paused for d in load_declarations(path)] == [True, True]
        assert visitor.workspace.choose(()) == []
        assert [d.document.id for d in visitor.workspace.choose((POLICY.id,))] == [POLICY.id], "who names it, looks"
        for name in (POLICY.id, "harbour-terms"):
            visitor.send("/documents/", do="resume", document=name)
    assert path.read_text() == DECLARED


def test_a_selector_is_tried_on_the_page_as_it_was_captured(tmp_path: Path) -> None:
    archive_with_holds(tmp_path, 1)
    with visiting(tmp_path) as visitor:
        found = visitor.send("/documents/", do="try", document=POLICY.id, select="p")
        assert found.status_code == 200 and "passages on the page captured" in found.text
        assert visitor.send("/documents/", do="try", document="nobody", select="p").status_code == 400


def test_hostile_words_are_text_at_the_desk(tmp_path: Path) -> None:
    archive_with_holds(tmp_path, 0)
    with visiting(tmp_path) as visitor:
        shown = visitor.send("/documents/", do="add", id="<script>alert(1)</script>").text
    assert "<script>" not in shown and "&lt;script&gt;" in shown


@pytest.mark.parametrize("path", ["/", "/told/", "/documents/", "/targets/"])
def test_every_page_of_an_empty_archive_opens(tmp_path: Path, path: str) -> None:
    archive_with_holds(tmp_path, 0)
    with visiting(tmp_path) as visitor:
        assert visitor.get(path).status_code == 200
