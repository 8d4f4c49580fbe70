"""The same change in several documents is told once, with its places; two different changes never are one."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import feedparser
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from feeds.api.api_files import api_files
from feeds.edition.stories import is_same_news
from feeds.pages.overview_pages import render_index
from snapshots.records import Alert, Evidence, Finding, HunkKind, Severity
from tests.feeds.tellers import Story
from tests.snapshots.samples import NOTICE, POLICY

SAID = "We may share what you write with the companies that we work with."
OTHER = "We may keep what you write for as long as the harbour stands."


def entries(published: dict[str, bytes], name: str) -> list[feedparser.FeedParserDict]:
    return feedparser.parse(published[f"feeds/{name}.atom"]).entries  # type: ignore[no-any-return]


def answers(story: Story) -> dict[str, Any]:
    """Return what the API answers of alerts, by the end of its address."""
    found = [file for file in api_files(story.edition()) if "/alerts/" in file.path]
    return {file.path.split("v1/")[1]: json.loads(file.render()) for file in found}


def test_a_story_is_told_once_and_a_further_place_is_its_update() -> None:
    story = Story()
    first = story.tell(day=1, after=SAID)
    alone = entries(story.files(), "alerts")
    story.tell(day=20, document=NOTICE, after=SAID)
    published = story.files()
    (entry,) = entries(published, "alerts")
    assert first
    assert (entry.id, entry.published) == (first.id, alone[0].published)
    assert entry.updated > alone[0].updated
    assert NOTICE.title in entry.summary
    assert "changes/2/" in entry.content[0].value
    for name in ("changes", "severity-high", "topic-third-party-sharing", "service-harbour"):
        assert [one.id for one in entries(published, name)] == [first.id]


def test_whoever_follows_one_document_gets_it_there() -> None:
    story = Story()
    first, later = story.tell(day=1, after=SAID), story.tell(day=20, document=NOTICE, after=SAID)
    published = story.files()
    assert first
    assert later
    (own,) = entries(published, f"documents/{NOTICE.id}")
    assert own.id == later.id
    assert "The same change was told of another document" in own.content[0].value
    assert [one.id for one in entries(published, f"documents/{POLICY.id}")] == [first.id]


def test_the_front_page_tells_a_story_once_with_its_places() -> None:
    story = Story()
    story.tell(day=1, after=SAID)
    story.tell(day=20, document=NOTICE, after=SAID)
    story.tell(day=21, document=NOTICE, after=OTHER)
    edition = story.edition()
    page = LexborHTMLParser(render_index(edition.survey, edition.site, edition.channels).decode())
    heads = [node.attributes["href"] for node in page.css(".entry__head a")]
    assert [str(head).removeprefix("./") for head in heads] == ["changes/3/", "changes/1/"]
    assert "The same in" in page.css_first(".entries").text()


def test_the_answers_name_the_places_and_who_told_it_first() -> None:
    story = Story()
    first = story.tell(day=1, after=SAID)
    before = answers(story)["alerts/1.json"]
    later = story.tell(day=20, document=NOTICE, after=SAID)
    told, again = (answers(story)[f"alerts/{number}.json"] for number in (1, 2))
    assert first
    assert later
    assert (before["also_in"], told["told_first_by"]) == ([], None)
    (place,) = told["also_in"]
    assert (place["document"], place["change"]) == (NOTICE.id, later.change)
    assert place["page"].endswith("/changes/2/")
    assert (again["told_first_by"], again["also_in"]) == (first.id, [])


def test_different_changes_of_one_day_are_never_one() -> None:
    story = Story()
    story.tell(day=1, after=SAID)
    story.tell(day=1, document=NOTICE, after=OTHER)
    assert len(entries(story.files(), "alerts")) == 2


def test_what_comes_much_later_or_twice_in_one_document_is_news() -> None:
    story = Story()
    story.tell(day=1, after=SAID)
    story.tell(day=5, before="Another sentence stood here before it.", after=SAID)
    story.tell(day=90, document=NOTICE, after=SAID)
    assert len(entries(story.files(), "alerts")) == 3


def test_a_withdrawn_story_takes_nothing_in() -> None:
    story = Story()
    first = story.tell(day=1, after=SAID)
    assert first
    story.note(first, "It was not so.", at=first.decided_at, is_withdrawal=True)
    later = story.tell(day=20, document=NOTICE, after=SAID)
    assert later
    assert later.id in {entry.id for entry in entries(story.files(), "alerts")}


SENTENCES = st.sampled_from([f"We may share {what} with all who pay for berths." for what in "abcdefg"])
SEVERITIES = st.sampled_from(list(Severity))


def alert_on(document: str, told: list[tuple[str, Severity]]) -> Alert:
    story = Story()
    base = story.tell(day=1)
    assert base
    findings = tuple(
        Finding(
            headline=after, severity=severity, direction=base.direction, topics=(), rules=(), severity_reasons=(),
            evidence=(Evidence(op=HunkKind.ADDED, before_text=None, after_text=after),),
        )
        for after, severity in told
    )  # fmt: skip
    return replace(
        base,
        document_id=document,
        findings=findings,
        evidence=tuple(quote for finding in findings for quote in finding.evidence),
        severity=max((severity for _, severity in told), key=lambda one: one.rank),
    )


TOLD = st.lists(st.tuples(SENTENCES, SEVERITIES), min_size=1, max_size=4, unique_by=lambda pair: pair[0])


@settings(max_examples=60, deadline=None)
@given(TOLD, TOLD)
def test_a_change_joins_a_story_only_where_all_it_alerts_of_is_told_there(
    one: list[tuple[str, Severity]], other: list[tuple[str, Severity]]
) -> None:
    first, later = alert_on("harbour-policy", one), alert_on("pier-policy", other)
    alerting = {text for text, severity in other if severity.is_alerting}
    is_told = bool(alerting) and alerting <= {text for text, _ in one}
    assert is_same_news(first, later) == (is_told and later.severity.rank <= first.severity.rank)
