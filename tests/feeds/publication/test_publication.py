"""What stands in a published folder: feeds that readers read, pages whose links lead somewhere."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import feedparser
import pytest
from selectolax.lexbor import LexborHTMLParser

from feeds.addresses import version_address
from feeds.errors import BadSite, PublicationRefused
from feeds.publication.site_build import MANIFEST, publish
from feeds.site import Site
from snapshots.archive import Archive
from snapshots.opening import create_archive
from snapshots.records import Awaits, Hold, NoticeKind
from tests.archives import new_archive
from tests.feeds.samples import AFTER, BEFORE, HOSTILE, WORKINGS, filled
from tests.snapshots.samples import capture, judgement, notice_of
from tests.story import tell_story

SITE = Site(
    title="Harbour watch",
    base_url="https://watch.example.test/policies/",
    authority="harbour.test,2025",
    contact="mail@harbour.test",
)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published") / "site"
    publish(filled(), folder, SITE, WORKINGS)
    return folder


@pytest.fixture
def out(published: Path, tmp_path: Path) -> Path:
    """Return a published folder that a test may change."""
    return Path(shutil.copytree(published, tmp_path / "site"))


def feeds(out: Path) -> list[Path]:
    found = [*out.rglob("*.atom"), *out.rglob("*.rss")]
    assert len(found) > 10
    return found


def test_every_feed_parses_without_a_warning(out: Path) -> None:
    for path in feeds(out):
        parsed = feedparser.parse(path.read_bytes())
        assert not parsed.bozo, (path, parsed.get("bozo_exception"))
        assert parsed.feed.title


@pytest.mark.parametrize("suffix", ["atom", "rss"])
def test_an_entry_says_before_and_after_and_leads_to_its_page(out: Path, suffix: str) -> None:
    (entry,) = feedparser.parse((out / f"feeds/alerts.{suffix}").read_bytes()).entries
    assert entry.id == "tag:harbour.test,2025:harbour-policy/2" or entry.id.startswith("tag:harbour.example,2025")
    text = re.sub(r"<[^>]+>", "", entry.content[0].value if "content" in entry else entry.summary)
    assert "are not read" in text
    assert "are read" in text
    assert entry.link == "https://watch.example.test/policies/changes/1/"
    assert entry.published_parsed
    assert (out / "changes/1/index.html").is_file()
    assert BEFORE in entry.summary


def test_feeds_hold_what_their_names_say(out: Path) -> None:
    def count(name: str) -> int:
        return len(feedparser.parse((out / f"feeds/{name}.atom").read_bytes()).entries)

    assert count("alerts") == count("severity-critical") == count("documents/harbour-policy") == 1
    assert count("severity-high") == count("documents/harbour-notice") == 0
    assert count("topic-private-messages") == 1
    assert count("changes") == 2
    assert count("status") == 2  # not seen, and seen again


def test_ids_stay_when_titles_change_and_pages_are_made_again(tmp_path: Path) -> None:
    def ids(title: str, headline: str) -> set[str]:
        site = Site(title=title, base_url=SITE.base_url, authority=SITE.authority)
        publish(filled(headline=headline), tmp_path / title, site, WORKINGS)
        found = feeds(tmp_path / title)
        return {entry.id for path in found for entry in feedparser.parse(path.read_bytes()).entries}

    assert ids("one", "Messages are now read") == ids("two", "Something else")


def test_two_builds_of_one_archive_are_the_same_bytes(tmp_path: Path) -> None:
    archive = filled()
    for name in ("one", "two"):
        publish(archive, tmp_path / name, SITE, WORKINGS)
    one, two = (
        {p.relative_to(tmp_path / n): p.read_bytes() for p in (tmp_path / n).rglob("*") if p.is_file()}
        for n in ("one", "two")
    )
    assert one == two


def test_a_build_upon_another_has_the_bytes_of_a_fresh_one(tmp_path: Path) -> None:
    archive = filled()
    publish(archive, tmp_path / "grown", SITE, WORKINGS)
    for day, title in ((6, "Harbour Privacy Policy"), (7, "Policy of the Harbour")):
        archive.put_document(replace(archive.document("harbour-policy"), title=title))
        kept = archive.keep(capture(b"%d" % day, day=day))
        alert_id = f"tag:harbour.example,2025:harbour-policy/{kept.sequence}"
        archive.record(judgement(archive, kept, texts=(f"Boats of the year {day} are sold.",), alert_id=alert_id))
        done = publish(archive, tmp_path / "grown", SITE, WORKINGS)
        assert done.unchanged > done.written / 10
    publish(archive, tmp_path / "fresh", SITE, WORKINGS)
    assert _bytes(tmp_path / "grown") == _bytes(tmp_path / "fresh")


def test_the_page_of_a_text_that_stands_is_not_made_again_at_each_look(tmp_path: Path) -> None:
    archive, out = filled(), tmp_path / "site"
    publish(archive, out, SITE, WORKINGS)
    archive.record(judgement(archive, archive.keep(capture(b"2", day=6))))
    done = publish(archive, out, SITE, WORKINGS)
    assert "d/harbour-policy/index.html" in done.changed
    assert not [path for path in done.changed if "/v/" in path]
    stands, first = (out / version_address(archive.versions("harbour-policy")[n]) / "index.html" for n in (-1, 0))
    assert "3 March 2025, 06:00 UTC and still at the" in _seen(stands)
    assert "still" not in _seen(first)
    archive.record(judgement(archive, archive.keep(capture(b"3", day=7)), texts=("Boats are sold.",)))
    publish(archive, out, SITE, WORKINGS)
    assert _seen(stands).startswith("3 March 2025, 06:00 UTC to 7 March 2025, 06:00 UTC")


def _seen(page: Path) -> str:
    """Return when a text was seen, as its page says it."""
    (fact,) = [
        one for one in LexborHTMLParser(page.read_bytes()).css(".facts > div") if "Seen" in one.css("dt")[0].text()
    ]
    return " ".join(fact.css("dd")[0].text().split())


@pytest.mark.slow
def test_processes_with_other_hash_seeds_build_the_same_bytes(tmp_path: Path) -> None:
    archive = tell_story(create_archive(tmp_path / "archive"))
    archive.close()
    for seed in ("0", "1", "4242"):
        program = "from monitor.command_line import main; main()"
        command = [sys.executable, "-c", program, "build", str(tmp_path / seed)]
        environment = {**os.environ, "PYTHONHASHSEED": seed, "POLICYWATCH_ARCHIVE": str(tmp_path / "archive")}
        subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
    assert _bytes(tmp_path / "0") == _bytes(tmp_path / "1") == _bytes(tmp_path / "4242")


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_unchanged_files_stay_untouched(out: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*.*") if path.is_file() and "lock" not in path.name}
    done = publish(filled(), out, SITE, WORKINGS)
    assert (done.written, done.kept) == (0, 0)
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_an_address_once_published_still_answers_and_what_is_foreign_stays(out: Path) -> None:
    (out / "mine.txt").write_text("mine")
    manifest = json.loads((out / MANIFEST).read_text())
    (out / "d/gone").mkdir()
    (out / "d/gone/index.html").write_text("once published")
    manifest["files"]["d/gone/index.html"] = ["", "0" * 64, 14]
    (out / MANIFEST).write_text(json.dumps(manifest))
    for _ in range(2):
        done = publish(filled(), out, SITE, WORKINGS)
        assert (done.written, done.kept) == (0, 1)
        assert (out / "d/gone/index.html").read_text() == "once published"
    assert (out / "mine.txt").read_text() == "mine"


def test_a_file_that_went_missing_or_was_cut_short_is_made_again(out: Path) -> None:
    whole = (out / "index.html").read_bytes()
    (out / "index.html").write_bytes(b"")
    (out / "changes/1/index.html").unlink()
    assert publish(filled(), out, SITE, WORKINGS).written == 2
    assert (out / "index.html").read_bytes() == whole


def test_a_first_build_that_was_killed_is_taken_up_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_: object) -> bytes:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("feeds.pages.overview_pages.render_status", killed)
        with pytest.raises(KeyboardInterrupt):
            publish(filled(), tmp_path, SITE, WORKINGS)
    assert (tmp_path / "index.html").is_file()
    publish(filled(), tmp_path, SITE, WORKINGS)
    assert (tmp_path / "status/index.html").is_file()


def test_another_archive_does_not_mix_into_a_folder(out: Path) -> None:
    with pytest.raises(PublicationRefused, match="another archive"):
        publish(new_archive(), out, SITE, WORKINGS)
    assert (out / "changes/1/index.html").is_file()


def test_a_strangers_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("years of work")
    with pytest.raises(PublicationRefused, match="did not write"):
        publish(filled(), tmp_path, SITE, WORKINGS)
    assert (tmp_path / "thesis.tex").read_text() == "years of work"
    (tmp_path / MANIFEST).write_text("{broken")
    with pytest.raises(PublicationRefused, match="damaged"):
        publish(filled(), tmp_path, SITE, WORKINGS)


def test_a_manifest_cannot_name_files_outside(tmp_path: Path) -> None:
    (tmp_path / "outside.txt").write_text("keep")
    out = tmp_path / "site"
    out.mkdir()
    (out / MANIFEST).write_text('{"../outside.txt": "x", "/etc/hostname": "x"}')
    publish(filled(), out, SITE, WORKINGS)
    assert (tmp_path / "outside.txt").exists()


LINK = re.compile(r'(?:href|src)="([^"]+)"')


@pytest.mark.parametrize("archive", [filled(), new_archive()], ids=["filled", "empty"])
def test_every_link_inside_the_site_leads_to_a_file(archive: Archive, tmp_path: Path) -> None:
    publish(archive, tmp_path, SITE, WORKINGS)
    for page in tmp_path.rglob("*.html"):
        where = SITE.base_url + page.relative_to(tmp_path).as_posix()
        for target in LINK.findall(page.read_text()):
            address = urljoin(where, target.replace("&amp;", "&"))
            if address.startswith(SITE.base_url):
                path = tmp_path / urlsplit(address.removeprefix(SITE.base_url)).path
                assert (path / "index.html" if path.is_dir() else path).is_file(), (page, target)


def test_hostile_text_is_text_everywhere(tmp_path: Path) -> None:
    publish(filled(said=HOSTILE, headline=HOSTILE), tmp_path, SITE, WORKINGS)
    for page in tmp_path.rglob("*.html"):
        tree = LexborHTMLParser(page.read_text())
        data = tree.css("script[type='application/ld+json']")  # runs nowhere: it describes the data sets
        assert all(json.loads(block.text()) for block in data)
        scripts = tree.css("script:not([src$='static/site.js']):not([type='application/ld+json']), img, [onerror]")
        assert scripts == []
    for path in feeds(tmp_path):
        parsed = feedparser.parse(path.read_bytes())
        assert not parsed.bozo
        for entry in parsed.entries:
            marked_up = [part.value for part in entry.get("content", ()) if part.type != "text/plain"]
            assert not any("<script" in value or "<img" in value for value in marked_up)
    entry = feedparser.parse((tmp_path / "feeds/alerts.atom").read_bytes()).entries[0]
    assert "\u202e" not in entry.title


def test_quotes_on_a_page_are_escaped_not_lost(out: Path) -> None:
    page = (out / "changes/1/index.html").read_text()
    assert "&lt;b&gt;when&lt;/b&gt;" in page
    assert AFTER not in page


def test_an_empty_archive_says_what_to_do(tmp_path: Path) -> None:
    publish(new_archive(), tmp_path, SITE, WORKINGS)
    said = (tmp_path / "index.html").read_text()
    steps = [said.index(step) for step in ("policywatch init", "<code>contact</code>", "policywatch run")]
    assert steps == sorted(steps)
    assert "1 January 2000" not in said


@pytest.mark.parametrize(
    ("authority", "base_url", "said"),
    [
        ("example.org,2026", "https://watch.test/", "placeholder"),
        ("harbour", "https://watch.test/", "RFC 4151"),
        ("harbour.test,2026", "watch.test", "absolute"),
    ],
)
def test_settings_that_would_break_ids_are_refused(authority: str, base_url: str, said: str) -> None:
    with pytest.raises(BadSite, match=said):
        Site(title="x", base_url=base_url, authority=authority)
    assert (
        Site(title="x", base_url="http://127.0.0.1:1/", authority="example.org,2026").url("a b")
        == "http://127.0.0.1:1/a%20b"
    )


def test_an_alert_that_is_held_shows_nowhere(tmp_path: Path) -> None:
    archive = filled()
    kept = archive.keep(capture(b"3", day=6))
    made = judgement(archive, kept, texts=("Boats are sold.",), alert_id="tag:harbour.example,2025:harbour-policy/held")
    assert made.alert
    hold = Hold(
        alert_id=made.alert.id,
        document_id=made.document_id,
        at=made.alert.decided_at,
        awaits=Awaits.SECOND_LOOK,
        reason="grave",
    )
    archive.record(replace(made, notices=(), holds=(hold,)))
    publish(archive, tmp_path, SITE, WORKINGS)
    assert not (tmp_path / "changes/3").exists()
    shown = [path for path in tmp_path.rglob("*") if path.is_file() and b"Signals of boats" in path.read_bytes()]
    assert shown == []
    archive.tell(notice_of(made.alert))
    publish(archive, tmp_path, SITE, WORKINGS)
    assert "Signals of boats" in (tmp_path / "changes/3/index.html").read_text()


def test_a_withdrawn_alert_says_so_wherever_it_is_listed(out: Path) -> None:
    archive = filled()
    (alert,) = archive.alerts()
    told = notice_of(alert)
    note = "The page had been read wrongly."
    archive.tell(replace(told, id=f"{alert.id}/withdrawal", kind=NoticeKind.WITHDRAWAL, note=note))
    publish(archive, out, SITE, WORKINGS)
    for page in ("index.html", "changes/index.html", "d/harbour-policy/index.html", "changes/1/index.html"):
        assert f"Withdrawn: {alert.headline}" in (out / page).read_text()
    assert note in (out / "changes/1/index.html").read_text()
