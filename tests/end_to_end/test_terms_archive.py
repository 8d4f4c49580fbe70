"""Collections of Open Terms Archive come in with their dates and kinds, and leave again."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spiders.terms_archive.git_repository import GitRepository
from spiders.terms_archive.terms_records import read_log
from tests.end_to_end.cli import called
from tests.end_to_end.crawls import Crawl
from tests.monitor.pages import SECTIONS, page, with_change
from tests.spiders.terms_archive.collection import Collection

NEWS = "Private messages that you send to other members are used to train AI."
POLICY = "harbour-privacy-policy"


def markdown(sections: dict[str, list[str]] | None = None, mark: str = "") -> str:
    """Return the policy as their engine writes it."""
    parts = [f"Harbour Privacy Policy{mark}\n======================\n"]
    for heading, sentences in (sections or SECTIONS).items():
        parts.append(f"{heading}\n{'-' * len(heading)}\n\n" + "\n\n".join(sentences) + "\n")
    return "\n".join(parts)


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    return Collection(tmp_path / "versions")


def bring(collection: Collection, folder: Path, *more: str, code: int = 0) -> str:
    return called("import", "ota", collection.path, "--archive", folder, *more, code=code).output


def rows(what: str, folder: Path, *more: str) -> list[dict[str, object]]:
    return [
        json.loads(line) for line in called(*what.split(), "--json", "--archive", folder, *more).output.splitlines()
    ]


def test_updates_alert_with_their_dates_and_technical_upgrades_do_not(collection: Collection, tmp_path: Path) -> None:
    folder = tmp_path / "a"
    upgraded = with_change("Whom we tell", 1, "We share everything with companies that sell advertising to sailors.")
    collection.record(0, markdown(), "first")
    collection.record(1, markdown(upgraded), "technical")
    changed = {**upgraded, "How we use it": with_change("How we use it", 1, NEWS)["How we use it"]}
    collection.record(5, markdown(changed))
    collection.record(9, markdown(changed, mark=" of today"))
    done = bring(collection, folder)
    assert f"{POLICY}: 4 captures imported, 0 known before, 0 unreadable, 1 alerts" in done
    assert "1 first record, 1 technical upgrade, 2 update" in done
    (alert,) = rows("alerts", folder)
    assert (alert["captured_at"], alert["previous_captured_at"]) == ("2025-03-06T06:00:00Z", "2025-03-02T06:00:00Z")
    assert NEWS in str(alert["evidence"])
    assert "advertising" not in str(alert["evidence"])
    assert "no faults" in called("verify", "--archive", folder).output


def test_a_second_import_brings_what_is_new(collection: Collection, tmp_path: Path) -> None:
    folder = tmp_path / "a"
    collection.record(0, markdown(), "first")
    bring(collection, folder)
    collection.record(1, markdown(with_change("How we use it", 1, NEWS)))
    assert "1 captures imported, 1 known before" in bring(collection, folder)
    assert "0 captures imported, 2 known before" in bring(collection, folder)
    assert len(rows(f"history {POLICY} --looks", folder)) == 2


def test_only_what_is_asked_for_comes(collection: Collection, tmp_path: Path) -> None:
    for day, file in enumerate(["Harbour/Privacy Policy.md", "Harbour/Terms of Service.md", "Pier/Privacy Policy.md"]):
        collection.record(day, markdown(), "first", file=file)
        collection.record(day + 10, markdown(with_change("How we use it", 1, NEWS)), file=file)
    told = [json.loads(line) for line in bring(collection, tmp_path / "a", "--dry-run", "--json").splitlines()]
    assert [(row["document"], row["records"], row["kinds"]) for row in told] == [
        (name, 2, {"first record": 1, "update": 1})
        for name in (POLICY, "harbour-terms-of-service", "pier-privacy-policy")
    ]
    assert not (tmp_path / "a").exists()
    bring(collection, tmp_path / "a", "--service", "harbour", "--terms", "Terms of Service", "--since", "2025-03-05")
    (look,) = rows("history harbour-terms-of-service --looks", tmp_path / "a")
    assert look["captured_at"] == "2025-03-12T06:00:00Z"
    refused = called("import", "ota", collection.path, "--service", "Quay", "--archive", tmp_path / "a", code=1)
    assert "has no record of Quay; it has Harbour Privacy Policy" in refused.stderr


def test_times_that_run_backwards_or_repeat_keep_the_order_of_the_commits(
    collection: Collection, tmp_path: Path
) -> None:
    folder = tmp_path / "a"
    texts = [markdown(mark=f" {number}") for number in range(5)]
    for day, text in zip((0, 5, 3, 5, 6), texts, strict=True):
        collection.record(day, text, "first" if not day else "update")
    done = bring(collection, folder)
    assert "5 captures imported" in done
    assert "1 time run backwards" in done
    looks = rows(f"history {POLICY} --looks", folder)
    assert [str(look["captured_at"])[8:10] for look in looks] == ["01", "06", "06", "06", "07"]


def test_a_rewritten_history_is_told_and_brings_nothing_twice(collection: Collection, tmp_path: Path) -> None:
    folder = tmp_path / "a"
    collection.record(0, markdown(), "first")
    first = collection.git("rev-parse", "HEAD").strip()
    collection.record(1, markdown(mark=" one"))
    bring(collection, folder)
    collection.git("reset", "--quiet", "--hard", first)
    collection.git("commit", "--quiet", "--amend", "-m", "First record of Harbour Privacy Policy, told otherwise")
    collection.record(1, markdown(mark=" one"))
    collection.record(4, markdown(mark=" four"))
    done = bring(collection, folder)
    assert "history was rewritten since the last import" in done
    assert "1 captures imported, 2 known before" in done
    assert len(rows(f"history {POLICY} --looks", folder)) == 3


def test_references_to_snapshots_that_lead_nowhere_are_named(collection: Collection, tmp_path: Path) -> None:
    snapshots = Collection(tmp_path / "snapshots")
    kept = snapshots.record(0, page(), "first", file="Harbour/Privacy Policy.html")
    told = "This version was recorded after extracting from snapshot"
    collection.record(0, markdown(), "first", body=f"{told} https://forge.example/snapshots/commit/{kept}")
    collection.record(1, markdown(mark=" one"), body=f"{told} {'f' * 40}")
    done = bring(collection, tmp_path / "a", "--snapshots", str(snapshots.path))
    assert "names snapshot ffffffffff, which isn't there" in done
    assert kept[:10] not in done


def test_snapshots_alone_are_pages(tmp_path: Path) -> None:
    snapshots = Collection(tmp_path / "snapshots")
    snapshots.record(0, page(), "first", file="Harbour/Privacy Policy.html")
    snapshots.record(1, page(with_change("How we use it", 1, NEWS)), file="Harbour/Privacy Policy.html")
    snapshots.record(2, b"%PDF-1.4 no text", file="Harbour/Privacy Policy.pdf")
    bring(snapshots, tmp_path / "a")
    looks = rows(f"history {POLICY} --looks", tmp_path / "a")
    assert [look["version"] for look in looks] == [1, 2, None]
    assert [look["channel"] for look in looks] == ["terms-archive"] * 3


def test_snapshots_of_a_site_that_was_built_anew_are_read_as_each_was_built(tmp_path: Path) -> None:
    def built(sections: dict[str, list[str]] | None, old: bool) -> bytes:
        body = page(sections).decode().replace("<main>", '<div id="old">' if old else "<main>")
        aside = "<aside><p>Every boat that comes in before noon is given a berth for half of the price.</p></aside>"
        return (body.replace("</main>", "</div>" + aside) if old else body.replace("<main>", aside + "<main>")).encode()

    folder, past = tmp_path / "a", "[[document.past]]\nuntil = 2025-03-05T00:00:00Z\nselect = '#old'\n"
    (folder / "declarations").mkdir(parents=True)
    declared = f'[[document]]\nid = "{POLICY}"\ntitle = "P"\nservice = "Harbour"\nkind = "privacy-policy"\n'
    declared += f'url = "https://harbour.example/privacy"\nselect = "main"\n{past}'
    (folder / "declarations" / "d.toml").write_text(declared)
    first = with_change("How we use it", 1, NEWS)
    second = {**first, "Whom we tell": with_change("Whom we tell", 1, "We share all with advertisers.")["Whom we tell"]}
    snapshots = Collection(tmp_path / "snapshots")
    for day, sections, old in ((0, None, True), (1, first, True), (6, first, False), (9, second, False)):
        snapshots.record(day, built(sections, old), file="Harbour/Privacy Policy.html")
    bring(snapshots, folder)
    told = [(alert["captured_at"], str(alert["evidence"])) for alert in rows("alerts", folder)]
    assert [at for at, _ in told] == ["2025-03-02T06:00:00Z", "2025-03-10T06:00:00Z"]
    assert not any("half of the price" in quoted for _, quoted in told)
    assert "no faults" in called("verify", "--archive", folder).output


def test_a_damaged_object_costs_its_record_alone(collection: Collection, tmp_path: Path) -> None:
    collection.record(0, markdown(), "first")
    collection.record(1, markdown(mark=" one"))
    collection.record(2, markdown(with_change("How we use it", 1, NEWS)))
    blob = collection.git("rev-parse", "HEAD~1:Harbour/Privacy Policy.md").strip()
    file = collection.path / ".git" / "objects" / blob[:2] / blob[2:]
    file.chmod(0o644)
    file.write_bytes(b"no zlib")
    done = bring(collection, tmp_path / "a", code=1)
    assert "2 captures imported, 0 known before, 1 unreadable, 1 alerts" in done
    assert f"the object {blob} is not there, or damaged" in done


@pytest.mark.parametrize("aside", ["<p>Sign up for our letter of sails.</p>", ""])
def test_our_own_first_look_after_a_collection_is_no_news_and_the_next_is(
    collection: Collection, tmp_path: Path, aside: str
) -> None:
    folder = tmp_path / "a"
    collection.record(0, markdown(with_change("Whom we tell", 1, None) if aside else None), "first")
    bring(collection, folder, "--url", "https://harbour.example/privacy")
    crawl = Crawl().page(5, "https://harbour.example/privacy", page(extra=aside))
    crawl.page(6, "https://harbour.example/privacy", page(with_change("How we use it", 1, NEWS)))
    crawl.write(tmp_path / "own.warc")
    called("import", "warc", tmp_path / "own.warc", "--document", POLICY, "--archive", folder)
    (alert,) = rows("alerts", folder)
    assert (alert["captured_at"], alert["previous_captured_at"]) == ("2025-03-07T06:00:00Z", "2025-03-06T06:00:00Z")


def test_what_is_imported_wakes_nobody(collection: Collection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "a"
    folder.mkdir()
    (folder / "policywatch.toml").write_text(
        '[[target]]\nname = "desk"\nkind = "webhook"\naddress = "http://127.0.0.1:9/"\nsecret = "env:DESK"\n',
        encoding="utf-8",
    )
    monkeypatch.setenv("DESK", "whsec_" + "QUJD" * 10)
    collection.record(0, markdown(), "first")
    collection.record(1, markdown(with_change("How we use it", 1, NEWS)))
    assert "1 alerts" in bring(collection, folder)
    assert rows("deliveries", folder) == []


EDITS = st.lists(
    st.tuples(
        st.sampled_from(["update", "technical", "first"]),
        st.integers(0, 3),
        st.text(st.characters(codec="utf-8", exclude_characters="\r", exclude_categories=["Cs"]), max_size=30),
        st.sampled_from(["Harbour/Privacy Policy.md", "Pier/Terms of Service.md"]),
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(EDITS)
def test_what_came_from_a_collection_leaves_as_the_same_collection(edits: list[tuple[str, int, str, str]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        collection = Collection(folder / "versions")
        day = 0
        for number, (kind, later, text, file) in enumerate(edits):
            day += later
            collection.record(day, markdown(mark=f" {number} {text}"), kind, file=file)
        bring(collection, folder / "a")
        called("export", "ota", folder / "out", "--archive", folder / "a")
        assert told(folder / "out") == told(collection.path)
        called("import", "ota", folder / "out", "--archive", folder / "b")
        called("export", "ota", folder / "again", "--archive", folder / "b")
        assert told(folder / "again") == told(collection.path)


def told(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return of each document the texts, times and kinds, in their order."""
    with GitRepository(path) as repository:
        log = read_log(repository.log())
        return {
            str(terms): [(repository.blob(r.blob), r.authored_at, r.kind) for r in records]
            for terms, records in log.records.items()
        }
