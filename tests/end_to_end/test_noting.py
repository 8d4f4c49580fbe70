"""Notes of experts on an alert, as a person signs and takes them back, and what readers and programs then see."""

from __future__ import annotations

import csv
import html
import json
import re
from pathlib import Path

import feedparser
import pytest
from click.testing import CliRunner

from feeds.annotations import CONTEXT
from monitor.command_line.program import policywatch as program
from monitor.errors import NoteRefused
from monitor.notices.said_of_alerts import LONGEST_NOTE
from snapshots.errors import ArchiveError
from snapshots.opening import open_archive
from tests.archives import archive_in
from tests.feeds.tellers import Story

ADA = "Ada Muster, lawyer"
SAID = "A <script>court</script> & others read it so."


def run(*arguments: str | Path) -> str:
    return CliRunner().invoke(program, [str(a) for a in arguments], catch_exceptions=False).stdout


def note(folder: Path, *arguments: str) -> str:
    return run("note", *arguments, "--archive", folder)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    archive = archive_in(tmp_path)
    story = Story(archive)
    story.tell(day=1)
    story.tell(day=2, is_held=True)
    archive.close()
    with (tmp_path / "policywatch.toml").open("a") as settings:
        settings.write('languages = ["en", "de"]\n')
    return tmp_path


def entry(folder: Path, name: str = "alerts") -> feedparser.FeedParserDict:
    (only,) = feedparser.parse((folder / f"site/feeds/{name}.atom").read_bytes()).entries
    return only


def page(folder: Path, language: str = "") -> str:
    return (folder / "site" / language / "changes/1/index.html").read_text()


def test_a_note_stands_beside_its_alert_and_changes_nothing_of_it(folder: Path) -> None:
    run("build", folder / "site", "--archive", folder)
    before = entry(folder)
    note(folder, "1", SAID, "--by", ADA, "--quote", "share  what you\nwrite")
    after = entry(folder)
    assert (after.id, after.title, after.published) == (before.id, before.title, before.published)
    assert after.updated > before.updated
    shown = html.unescape(after.content[0].value)
    assert ADA in shown and SAID in shown and "<script>" not in after.content[0].value
    corrections = folder / "site/feeds/corrections.atom"
    told = feedparser.parse(corrections.read_bytes()).entries if corrections.exists() else []
    assert told == [], "a note corrects nothing"
    assert "Notes by experts" in page(folder) and html.escape(SAID) in page(folder)
    assert "Anmerkungen von Fachleuten" in page(folder, "de")
    archive = open_archive(folder)
    assert archive.verify().faults == ()
    archive.close()


def test_programs_get_notes_as_web_annotations(folder: Path) -> None:
    note(folder, "1", SAID, "--by", ADA, "--quote", "share what you write")
    note(folder, "1", "Ohne Einwilligung geht das nicht.", "--by", "Bo Beispiel", "--language", "de-AT")
    told = json.loads(run("alerts", "--json", "--archive", folder))
    assert [(line["signed_by"], line["language"]) for line in told["notes"]] == [(ADA, "en"), ("Bo Beispiel", "de-AT")]
    assert told["history"] == []
    answer = json.loads((folder / "site/api/v1/alerts/1.json").read_bytes())
    first, second = answer["annotations"]
    assert first == {
        "@context": CONTEXT,
        "id": told["notes"][0]["id"],
        "type": "Annotation",
        "motivation": "commenting",
        "creator": {"type": "Person", "name": ADA},
        "created": told["notes"][0]["at"],
        "body": {"type": "TextualBody", "value": SAID, "format": "text/plain", "language": "en"},
        "target": {
            "type": "SpecificResource",
            "source": answer["links"]["page"],
            "selector": {"type": "TextQuoteSelector", "exact": "share what you write"},
        },
    }
    assert second["target"] == {"type": "SpecificResource", "source": answer["links"]["page"]}
    embedded = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page(folder))
    assert json.loads(embedded[1]) == answer["annotations"]


def test_what_is_taken_back_stays_in_the_journal_alone(folder: Path) -> None:
    note(folder, "1", "It needs consent.", "--by", ADA)
    (standing,) = map(json.loads, run("notes", "1", "--json", "--archive", folder).splitlines())
    note(folder, "1", "A court held otherwise.", "--by", "Bo Beispiel", "--takes-back", str(standing["sequence"]))
    assert run("notes", "--archive", folder) == ""
    assert "It needs consent." not in entry(folder).content[0].value
    assert "It needs consent." not in page(folder)
    assert "was taken back by Bo Beispiel" in page(folder) and "A court held otherwise." in page(folder)
    assert json.loads((folder / "site/api/v1/alerts/1.json").read_bytes())["annotations"] == []
    table = max((folder / "site/data/tellings").glob("*.csv"))
    rows = list(csv.DictReader(table.read_text().splitlines()))
    assert [(row["kind"], row["signed_by"], row["takes_back"]) for row in rows[-2:]] == [
        ("expert note", ADA, ""),
        ("note taken back", "Bo Beispiel", standing["id"]),
    ]
    with pytest.raises(NoteRefused, match="no note"):
        note(folder, "1", "Once more.", "--by", ADA, "--takes-back", str(standing["sequence"]))


@pytest.mark.parametrize(
    ("reference", "text", "options", "error", "said"),
    [
        ("1", " \n", {}, NoteRefused, "empty"),
        ("1", "x" * (LONGEST_NOTE + 1), {}, NoteRefused, str(LONGEST_NOTE)),
        ("1", "Signed by nobody.", {"--by": "\u202e "}, NoteRefused, "signed by a name"),
        ("1", "Of other words.", {"--quote": "we sell boats"}, NoteRefused, "no passage"),
        ("1", "In no language.", {"--language": "German"}, NoteRefused, "language tag"),
        ("1", "Of no note.", {"--takes-back": "1"}, NoteRefused, "no note 1"),
        ("2", "Too early.", {}, NoteRefused, "not told yet"),
        ("77", "Nobody.", {}, ArchiveError, "no alert 77"),
    ],
)
def test_what_cannot_be_noted_is_refused_with_the_reason(
    folder: Path, reference: str, text: str, options: dict[str, str], error: type[Exception], said: str
) -> None:
    given = {"--by": ADA, **options}
    with pytest.raises(error, match=said):
        note(folder, reference, text, *(part for pair in given.items() for part in pair))
