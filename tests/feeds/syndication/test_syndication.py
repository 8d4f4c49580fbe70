"""What stands in the feeds: entries that stand alone, archives that stay, corrections that are told."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta
from html import escape, unescape
from itertools import pairwise
from urllib.parse import urlsplit

import feedparser
import pytest
from feedgen.feed import FeedGenerator
from lxml import etree
from selectolax.lexbor import LexborHTMLParser

from feeds.edition.feed_topics import NEWEST, Channel
from feeds.publication.site_build import files
from feeds.site import Site
from feeds.syndication.entry import Category, Entry
from feeds.syndication.feed import Feed
from feeds.syndication.feed_archives import LATE
from feeds.syndication.json_feed import render_json
from feeds.syndication.opml import render_opml
from feeds.syndication.xml_feeds import render_atom, render_rss
from snapshots.records import Notice, NoticeKind, Outcome, Release, Severity, Span, SpanOp, VersionKind
from tests.feeds.samples import HOSTILE
from tests.feeds.tellers import SITE, Story
from tests.snapshots.samples import NOTICE, POLICY, START, capture, failure, judgement, notice_of

ATOM = "{http://www.w3.org/2005/Atom}"
FH = "{http://purl.org/syndication/history/1.0}"


def entries(published: dict[str, bytes], name: str) -> list[feedparser.FeedParserDict]:
    parsed = feedparser.parse(published[f"feeds/{name}.atom"])
    assert not parsed.bozo, parsed.get("bozo_exception")
    return list(parsed.entries)


def plain(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


def links(document: bytes) -> dict[str, str]:
    """Return the links of an Atom feed, by relation."""
    return {
        link.get("rel", "alternate"): link.get("href", "") for link in etree.fromstring(document).findall(f"{ATOM}link")
    }


def at(published: dict[str, bytes], address: str) -> bytes:
    return published[address.removeprefix(SITE.base_url)]


def test_with_all_tags_stripped_an_entry_says_which_words_went_and_which_came() -> None:
    story = Story()
    spans = (
        Span(op=SpanOp.KEPT, text="We "), Span(op=SpanOp.REMOVED, text="do not"), Span(op=SpanOp.ADDED, text="may"),
        Span(op=SpanOp.KEPT, text=" share what you write."),
    )  # fmt: skip
    story.tell(day=1, spans=spans)
    (entry,) = entries(story.files(), "alerts")
    words = plain(entry.content[0].value)
    assert "Before: We do not share what you write." in words
    assert "After: We may share what you write." in words
    assert "[removed: do not]" in words
    assert "[added: may]" in words


def test_an_entry_stands_alone() -> None:
    story = Story()
    announced = story.tell(day=1, headline="A new edition is announced", effective_date="2025-06-16")
    story.tell(day=5, effective_date="2025-06-16")
    newest, _ = entries(story.files(), "alerts")
    assert announced
    words = plain(newest.content[0].value)
    for said in (
        "Why high: new data +3",
        "Announced 2 March 2025",
        "The text names 16 June 2025 as its date",
        "First seen 6 March 2025",
        "Told 6 March 2025",
    ):
        assert said in words
    assert f'href="{SITE.base_url}changes/{announced.change}/"' in newest.content[0].value
    assert f'href="{POLICY.url}"' in newest.content[0].value
    for said in ("Harbour Privacy Policy", "high, less protection", "Before: “We do not share", "After: “We may share"):
        assert said in newest.summary


def test_what_is_long_is_cut_around_the_words_that_went_and_came() -> None:
    filler = "Sailors write letters and the harbour keeps them dry in a box by the gate. " * 12
    spans = (
        Span(op=SpanOp.KEPT, text=filler),
        Span(op=SpanOp.REMOVED, text="never "),
        Span(op=SpanOp.KEPT, text="opened, " + filler),
    )
    story = Story()
    story.tell(day=1, before=filler + "never opened, " + filler, after=filler + "opened, " + filler, spans=spans)
    (entry,) = entries(story.files(), "alerts")
    words = plain(entry.content[0].value)
    assert "[removed: never]" in words
    assert re.search(r"Before: … [^…]*never opened, [^…]* …", words), words
    assert len(words) < 2_500


@pytest.mark.parametrize(
    ("how", "said"),
    [
        (Release.UNCONFIRMED, "Unconfirmed: no second capture has shown it yet"),
        (Release.CONFIRMED, "A second capture shows it too"),
    ],
)
def test_only_what_was_told_appears_and_how_sure_it_is(how: Release, said: str) -> None:
    story = Story()
    held = story.tell(day=1, is_held=True)
    assert held
    published = story.files()
    assert entries(published, "alerts") == []
    assert entries(published, "changes") == []
    assert b"What is written may be shared" not in b"".join(published.values())
    story.archive.tell(replace(notice_of(held, how), attempt=3))
    (entry,) = entries(story.files(), "alerts")
    assert said in entry.summary
    assert said in plain(entry.content[0].value)


def test_an_entry_stands_in_the_feed_of_everything_it_is_about() -> None:
    document = replace(POLICY, service="Harbour Lines", region="eu")
    story = Story()
    story.tell(day=1, document=document, severity=Severity.CRITICAL)
    story.tell(day=2, document=document, is_low=True)
    story.tell(day=3, document=replace(NOTICE, service="Überfähre"))
    published = story.files()
    counts = {
        "alerts": 2, "changes": 3, "severity-critical": 1, "severity-high": 1, "severity-low": 1, "severity-medium": 0,
        "topic-third-party-sharing": 2, "topic-minors": 0, "documents/harbour-policy": 1, "service-harbour-lines": 1,
        "region-eu": 1, "corrections": 0, "status": 0,
    }  # fmt: skip
    assert {name: len(entries(published, name)) for name in counts} == counts
    (other,) = [path for path in published if path.startswith("feeds/service-uberfahre-") and path.endswith(".json")]
    assert json.loads(published[other])["title"] == "Harbour watch: Service: Überfähre"


def test_a_correction_is_news_of_its_own_and_updates_the_entry_it_is_about() -> None:
    story = Story()
    alert = story.tell(day=1)
    assert alert
    (before,) = entries(story.files(), "alerts")
    story.note(alert, "It is about letters alone, not about all that is written.")
    published = story.files()
    found = {entry.id: entry for entry in entries(published, "alerts")}
    assert len(found) == 2
    old, newest = found[before.id], found[story.archive.notices()[-1].id]
    assert old.published == before.published
    assert old.updated > before.updated
    assert old.title.startswith("Corrected: ")
    assert "about letters alone" in plain(old.content[0].value)
    assert "about letters alone" in newest.summary
    assert "correction" in [tag.term for tag in newest.tags]
    assert old.link in [link.href for link in newest.links if link.rel == "related"]
    assert [entry.id for entry in entries(published, "corrections")] == [newest.id]
    story.note(alert, "A test page was taken for the policy.", is_withdrawal=True)
    found = {entry.id: entry for entry in entries(story.files(), "alerts")}
    old, latest = found[before.id], found[story.archive.notices()[-1].id]
    assert len(found) == 3
    assert latest.title.startswith("Withdrawal: ")
    assert old.title.startswith("Withdrawn: ")
    words = plain(old.content[0].value)
    assert words.index("about letters alone") < words.index("A test page")


def test_ids_are_stored_and_a_new_address_or_another_reading_changes_none() -> None:
    story = Story()
    story.tell(day=1)
    story.tell(day=2, is_low=True)
    one = story.files()
    moved = Site(title="New name", base_url="https://elsewhere.test/", authority=SITE.authority)
    document = story.archive.document(POLICY.id)
    story.archive.put_document(replace(document, title="Renamed", url="https://harbour.example/new"))
    two = story.files(moved)

    def ids(published: dict[str, bytes]) -> dict[str, list[str]]:
        return {
            path: [feedparser.parse(content).feed.id, *(entry.id for entry in feedparser.parse(content).entries)]
            for path, content in published.items()
            if path.endswith(".atom") and path.startswith(("feeds/alerts", "feeds/changes", "feeds/documents"))
        }

    named = ids(one)
    assert named == ids(two)
    for path, content in one.items():
        if path.replace(".json", ".atom") in named and path.endswith(".json"):
            assert [item["id"] for item in json.loads(content)["items"]] == named[path.replace(".json", ".atom")][1:]


STATUS_FILES = {f"feeds/status{suffix}" for suffix in (".atom", ".rss", ".json", "/index.html")}


def test_reading_a_page_anew_changes_no_id_and_tells_nothing() -> None:
    story = Story()
    story.tell(day=1)
    before = story.files()
    kept = story.archive.keep(capture(b"the same page", day=2))
    made = judgement(story.archive, kept, texts=("We may share what you write. 1",))
    assert made.version
    version = replace(made.version, kind=VersionKind.TECHNICAL, extractor="test/2")
    story.archive.record(replace(made, version=version, change=None, alert=None, notices=()))
    # The status feed says until which day pages were looked at; nothing else moves.
    assert {path for path, content in story.files().items() if content != before[path]} <= STATUS_FILES


def test_a_watched_link_that_is_dead_is_told_beside_what_is_not_seen() -> None:
    story = Story()
    story.tell(day=1)
    story.archive.tell(
        Notice(
            sequence=0,
            id="tag:harbour.test,2025:link/1",
            kind=NoticeKind.LINK,
            document_id=POLICY.id,
            at=START + timedelta(days=4),
            note="The watched link “Object” leads to nothing any more: status 410",
        )
    )
    published = story.files()
    (dead,) = entries(published, "status")
    assert dead.title == "A watched link: Harbour Privacy Policy"
    assert "leads to nothing any more: status 410" in dead.summary
    assert [tag.term for tag in dead.tags] == ["link", "harbour-policy"]
    assert len(entries(published, "alerts")) == 1


def test_the_status_feed_tells_silence_from_blindness() -> None:
    story = Story()
    story.tell(day=1)
    archive = story.archive
    looks: dict[int, int] = {}
    for day, outcome in ((2, Outcome.WALL), (3, Outcome.WALL), (4, Outcome.WALL), (6, Outcome.TIMEOUT)):
        looks[day] = archive.keep(failure(outcome, day=day)).sequence
        archive.record(judgement(archive, archive.attempt(looks[day])))
        if day == 4:
            note = "The page can no longer be seen: a login stands in its place."
            unseen = Notice(
                sequence=0, id="tag:harbour.test,2025:unseen/1", kind=NoticeKind.UNSEEN, document_id=POLICY.id,
                at=START + timedelta(days=4), note=note, attempt=looks[4], since=START + timedelta(days=1),
            )  # fmt: skip
            archive.tell(unseen)
    back = archive.keep(capture(b"back", day=7))
    archive.record(judgement(archive, back))
    seen = replace(
        unseen, id="tag:harbour.test,2025:seen/1", kind=NoticeKind.SEEN_AGAIN, attempt=back.sequence, note=""
    )
    archive.tell(replace(seen, at=START + timedelta(days=7)))
    published = story.files()
    assert [entry.title for entry in entries(published, "status")] == [
        "Seen again: Harbour Privacy Policy",
        "Can no longer be seen: Harbour Privacy Policy",
        f"Not seen: Harbour Privacy Policy ({Outcome.WALL.value})",
    ]
    assert "a login stands in its place. It had last been seen 2 March 2025" in entries(published, "status")[1].summary
    assert [tag.term for tag in entries(published, "status")[1].tags] == ["unseen", "harbour-policy"]
    told = [entry.title for entry in entries(published, "documents/harbour-policy")]
    assert told[:2] == ["Seen again: Harbour Privacy Policy", "Can no longer be seen: Harbour Privacy Policy"]
    assert len(entries(published, "alerts")) == 1


def walk(published: dict[str, bytes], name: str, suffix: str = "atom") -> list[bytes]:
    """Return a current feed and its archive documents as a reader meets them."""
    document = published[f"feeds/{name}.{suffix}"]
    found = [document]
    while address := links_of(document).get("prev-archive"):
        document = at(published, address)
        found.append(document)
        assert len(found) < 100
    return found


def links_of(document: bytes) -> dict[str, str]:
    return {link.get("rel", ""): link.get("href", "") for link in etree.fromstring(document).iter(f"{ATOM}link")}


def months(story: Story, count: int = 45) -> None:
    for number in range(count):
        alert = story.tell(day=number * 9 % 11 + number * 4, after=f"We may share letter {number}.")
        story.tell(day=number * 4 + 11, is_low=True)
        if number % 7 == 3:
            assert alert
            story.note(alert, f"Not letter {number}.", at=alert.decided_at)


@pytest.fixture(scope="module")
def long_story() -> tuple[Story, dict[str, bytes]]:
    """Return half a year of alerts, low changes and corrections, and its feeds."""
    story = Story()
    months(story)
    return story, story.files()


@pytest.mark.parametrize("name", ["alerts", "changes", "documents/harbour-policy", "corrections"])
@pytest.mark.parametrize("suffix", ["atom", "rss"])
def test_walking_back_through_the_archive_gives_every_entry_exactly_once(
    name: str, suffix: str, long_story: tuple[Story, dict[str, bytes]]
) -> None:
    story, published = long_story
    current, *archived = walk(published, name, suffix)
    states = [(entry.id, entry.updated) for document in archived for entry in feedparser.parse(document).entries]
    assert len(states) == len(set(states))
    shown = {(entry.id, entry.updated) for entry in feedparser.parse(current).entries}
    told = {
        notice.id for notice in story.archive.notices() if notice.kind is not NoticeKind.ALERT or name != "corrections"
    }
    if name == "changes":
        told |= {SITE.change_id(line.number) for line in story.archive.change_lines() if line.severity is Severity.LOW}
    assert {entry_id for entry_id, _ in {*states, *shown}} == told
    open_part = {
        entry.id for entry in feedparser.parse(published[f"feeds/{name}/{newest_part(published, name)}.atom"]).entries
    }
    assert open_part <= {entry_id for entry_id, _ in shown}


def newest_part(published: dict[str, bytes], name: str) -> str:
    found = [
        m[1]
        for path in published
        if (m := re.fullmatch(rf"feeds/{re.escape(name)}/(\d{{4}}-\d\d(?:-\d+)?)\.atom", path))
    ]
    return max(found, key=lambda part: [int(number) for number in part.split("-")])


def test_archive_documents_say_what_they_are_and_lead_both_ways(long_story: tuple[Story, dict[str, bytes]]) -> None:
    _, published = long_story
    for suffix in ("atom", "rss"):
        current, *archived = walk(published, "alerts", suffix)
        assert etree.fromstring(current).find(f".//{FH}archive") is None
        assert "next-archive" not in links_of(current)
        for later, earlier in pairwise(archived):
            assert etree.fromstring(earlier).find(f".//{FH}archive") is not None
            assert at(published, links_of(earlier)["next-archive"]) == later
            assert at(published, links_of(earlier)["current"]) == current
            assert at(published, links_of(earlier)["self"]) == earlier


def test_a_finished_archive_document_never_changes_whatever_comes_after() -> None:
    story = Story()
    months(story, 20)
    before = story.files()
    parts = {path for path in before if re.search(r"/\d{4}-\d\d(-\d+)?\.(atom|rss)$", path)}
    months(story, 20)
    first = story.archive.alerts()[0]
    story.note(first, "Told too early.", is_withdrawal=True)
    story.tell(day=1_000, document=replace(NOTICE, region="us"))
    after = story.files()
    changed = {path for path in parts if after[path] != before[path]}
    assert len(parts) > 20
    for path in changed:
        folder, _, name = path.rpartition("/")
        assert name.removesuffix(".atom").removesuffix(".rss") == newest_part(before, folder.removeprefix("feeds/"))


def test_one_change_touches_its_own_feeds_alone() -> None:
    story = Story()
    story.tell(day=1)
    story.tell(day=2, document=NOTICE)
    before = {file.path: file.key for file in files(story.edition())}
    contents = story.files()
    story.tell(day=3, document=NOTICE, severity=Severity.MEDIUM)
    after = {file.path: file.key for file in files(story.edition())}
    moved = {path for path in after if path.startswith("feeds/") and after[path] != before.get(path)}
    names = {path.removeprefix("feeds/").split(".")[0].removesuffix("/index") for path in moved}
    parts = {f"{name}/2025-03" for name in ("alerts", "changes", "severity-medium", "topic-third-party-sharing")}
    assert names - {"index", "status"} == {
        "alerts", "changes", "severity-medium", "topic-third-party-sharing", "documents/harbour-notice",
        "documents/harbour-notice/2025-03", "service-harbour", "service-harbour/2025-03", "feeds", *parts,
    }  # fmt: skip
    again = story.files()
    assert {path for path in contents if again[path] != contents[path]} <= moved


def test_two_builds_are_the_same_bytes() -> None:
    story = Story()
    months(story, 12)
    assert story.files() == story.files()


def test_a_current_feed_is_small_and_holds_the_newest() -> None:
    story = Story()
    for number in range(70):
        story.tell(day=number, after=f"We may share letter {number}.")
    published = story.files()
    found = entries(published, "alerts")
    assert NEWEST / 2 < len(found) <= NEWEST
    assert "letter 69" in found[0].summary
    for path, content in published.items():
        assert len(content) < 100_000 or path.endswith(".html"), path


def test_an_import_of_years_ago_leaves_the_current_feed_to_what_is_new() -> None:
    story = Story()
    for number in range(30):
        story.tell(day=1_000 + number, after=f"We may share letter {number}.")
    for number in range(30):
        story.tell(day=number * 20, document=NOTICE, after=f"We may share parcel {number}.")
    published = story.files()
    found = [entry.summary for entry in entries(published, "alerts")]
    old = [summary for summary in found if "parcel" in summary]
    assert len(old) <= LATE
    assert found[: len(found) - len(old)] == [s for s in found if "letter" in s]
    assert "letter 29" in found[0]
    assert len(found) - len(old) > NEWEST / 3
    archived = "".join(content.decode() for path, content in published.items() if path.endswith(".atom"))
    assert all(f"parcel {number}." in archived for number in range(30))


def test_links_of_an_entry_keep_their_relation_and_type() -> None:
    """feedgen drops both; the day that it doesn't, our own writing of them can go."""
    story = Story()
    alert = story.tell(day=1)
    assert alert
    story.note(alert, "Not so.")
    feed = etree.fromstring(story.files()["feeds/corrections.atom"])
    written = [dict(link.attrib) for link in feed.find(f"{ATOM}entry").findall(f"{ATOM}link")]
    page = f"{SITE.base_url}changes/{alert.change}/"
    assert {"rel": "related", "href": page, "title": "The alert it is about", "type": "text/html"} in written
    assert {"rel": "via", "href": POLICY.url, "title": "The watched page"} in written
    assert [link for link in written if link.get("rel", "alternate") == "alternate"] == [{"href": f"{page}#history"}]


def test_feedgen_still_drops_what_we_write_ourselves() -> None:
    made = FeedGenerator()
    made.id("tag:x")
    made.title("x")
    entry = made.add_entry(order="append")
    entry.id("tag:y")
    entry.title("y")
    entry.content("z")
    entry.updated("2025-01-01T00:00:00Z")
    entry.link(href="https://a.test/", rel="via", type="text/html")
    made.updated("2025-01-01T00:00:00Z")
    (link,) = etree.fromstring(made.atom_str()).find(f"{ATOM}entry").findall(f"{ATOM}link")
    assert dict(link.attrib) == {"href": "https://a.test/"}, "feedgen keeps rel and type now: use it, and drop ours"


UNFIT = re.compile("[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]|[\U0001fffe-\U0001ffff]")
BREAKS = re.compile("\r\n?|\x85|\u2028|\u2029")


def kept(text: str) -> str:
    """Return what of a text a feed has to carry: all that XML knows, but for what is no character."""
    return "".join(c for c in BREAKS.sub("\n", text) if not UNFIT.match(c) and ord(c) & 0xFFFE != 0xFFFE)


@pytest.mark.parametrize("plane", range(17))
def test_every_code_point_goes_through_every_feed(plane: int) -> None:
    every = "".join(map(chr, range(plane << 16, (plane + 1) << 16)))
    entry = Entry(
        id="tag:x", title=every, link="https://a.test/", published=START, updated=START, summary=every,
        html=str(escape(every)), categories=(Category(term=every[:900], scheme="tag:s", label=every[-900:]),),
    )  # fmt: skip
    feed = Feed(path="feeds/alerts", title=every, about=every, entries=(entry,))
    text = kept(every)
    told = text.replace("<", "‹").replace(">", "›")
    atom = etree.fromstring(render_atom(feed, SITE), etree.XMLParser(huge_tree=True))
    assert atom.findtext(f"{ATOM}entry/{ATOM}summary") == told
    assert unescape(atom.findtext(f"{ATOM}entry/{ATOM}content") or "") == text
    rss = etree.fromstring(render_rss(feed, SITE), etree.XMLParser(huge_tree=True))
    assert rss.findtext("channel/item/description") == told
    encoded = rss.findtext("channel/item/{http://purl.org/rss/1.0/modules/content/}encoded")
    assert unescape(encoded or "") == text
    (item,) = json.loads(render_json(feed, SITE))["items"]
    assert item["summary"] == told
    assert unescape(item["content_html"]) == text
    for title in (atom.findtext(f"{ATOM}entry/{ATOM}title"), rss.findtext("channel/item/title"), item["title"]):
        assert title
        assert not re.search("[\u200e\u200f\u202a-\u202e\u2066-\u2069\n]", title)
    opml = etree.fromstring(render_opml([Channel(path="feeds/x", title=every, about=every, group=every)], START, SITE))
    assert opml.find(".//outline[@xmlUrl]").get("text") == atom.findtext(f"{ATOM}entry/{ATOM}title")


def test_hostile_records_break_no_feed() -> None:
    every = "".join(map(chr, range(0x3000)))
    hostile = replace(
        POLICY, title=every, service=every[:0x180], url=f"https://harbour.example/{every}", region="e\x07u"
    )
    story = Story()
    story.tell(day=1, document=hostile, before=every, after=every[::-1], headline=every)
    for path, content in story.files().items():
        if path.endswith((".atom", ".rss", ".opml")):
            etree.fromstring(content)
        elif path.endswith(".json"):
            json.loads(content)
        else:
            assert "<script" not in content.decode().replace('<script src="../', "")


def test_the_page_of_a_feed_shows_what_stands_in_it_and_leads_to_every_format() -> None:
    story = Story()
    alert = story.tell(day=1)
    assert alert
    story.tell(day=60, headline=HOSTILE)
    page = LexborHTMLParser(story.files()["feeds/alerts/index.html"])
    assert [node.text(strip=True) for node in page.css("article h2 a")][-1] == alert.headline
    assert "Before: We do not share what you write." in plain(page.css_first("article:last-of-type").html or "")
    leads = {node.attributes.get("href") for node in page.css("main a")}
    assert {"../../feeds/alerts.rss", "../../feeds/alerts.json", "../../feeds/feeds.opml", "../../feeds/"} <= leads
    assert {"../../feeds/alerts/2025-03.atom", "../../feeds/alerts/2025-04.atom"} <= leads
    assert page.css("main script, main img, main [onerror]") == []
    offered = {node.attributes.get("type") for node in page.css("head link[rel=alternate]")}
    assert offered == {"application/atom+xml", "application/rss+xml", "application/feed+json"}


def test_every_address_is_absolute_and_the_sites_own_lead_to_a_file() -> None:
    story = Story()
    alert = story.tell(day=1)
    assert alert
    story.note(alert, "Not so.")
    paths = {file.path for file in files(story.edition())}
    for path, content in story.files().items():
        if path.endswith(".html"):
            continue
        for address in re.findall(r'(?:href|Url|url)=?"?:? ?"(http[^"]+)', content.decode()):
            assert urlsplit(address).scheme
            if address.startswith(SITE.base_url):
                below = urlsplit(address.removeprefix(SITE.base_url)).path
                assert below in paths or f"{below}index.html" in paths, (path, address)


def test_an_hour_with_nothing_told_has_feeds_too() -> None:
    story = Story()
    story.archive.put_document(POLICY)
    for name in ("alerts", "changes", "status", "corrections"):
        assert entries(story.files(), name) == []
    assert START.year == 2025
