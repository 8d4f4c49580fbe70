"""The same change in several documents is told once, with its places; two different changes never are one."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from typing import Any

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from feeds.api.api_files import api_files
from feeds.edition.stories import retelling_of
from feeds.edition.story_quotes import ToldQuotes
from feeds.pages.overview_pages import render_index
from snapshots.records import Alert, Direction, Evidence, Finding, HunkKind, Severity
from tests.feeds.tellers import Story, found
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


MASS = found(*(f"We may now show pier number {number} to whoever asks for it." for number in range(20)))
SMALL = "We may also count the gulls that sit upon your boat."


def test_what_a_further_place_has_of_its_own_is_told_as_an_update_of_the_story() -> None:
    story = Story()
    first = story.tell(day=1, after=SAID, severity=Severity.CRITICAL, beside=(MASS,))
    later = story.tell(day=2, document=NOTICE, after=SAID, severity=Severity.CRITICAL, beside=(MASS, found(SMALL)))
    assert first
    assert later
    published = story.files()
    (entry,) = entries(published, "alerts")
    assert entry.id == first.id
    assert SMALL.removesuffix(".") in entry.summary
    assert SMALL.removesuffix(".") in entry.content[0].value
    (whole,) = entries(published, f"documents/{NOTICE.id}")
    assert SAID in whole.content[0].value
    told = answers(story)
    (place,) = told["alerts/1.json"]["also_in"]
    assert place["own_headlines"] == told["alerts/2.json"]["own_headlines"] == ["More is said of berths"]
    edition = story.edition()
    assert "More is said of berths" in render_index(edition.survey, edition.site, edition.channels).decode()


def test_own_words_under_a_headline_of_other_words_are_told_by_themselves() -> None:
    story = Story()
    story.tell(day=1, after=SAID, severity=Severity.CRITICAL, beside=(MASS,))
    more = replace(MASS, evidence=(*MASS.evidence, *found(SMALL).evidence), headline="21 smaller changes")
    story.tell(day=2, document=NOTICE, after=SAID, severity=Severity.CRITICAL, beside=(more,))
    (place,) = answers(story)["alerts/1.json"]["also_in"]
    assert place["own_headlines"] == [f"{NOTICE.title} now says: “{SMALL}”"]


@pytest.mark.parametrize("severity", [Severity.CRITICAL, Severity.HIGH])
def test_a_different_grave_change_under_a_shared_mass_is_told_by_itself(severity: Severity) -> None:
    """Who reads the feed of all gets the mass once, and the lone promise under a headline of its own."""
    story = Story()
    lone = found(OTHER, severity=severity, headline="What is written may be kept")
    first = story.tell(day=1, after=SAID, severity=severity, beside=(MASS,))
    later = story.tell(day=1, document=NOTICE, after=SAID, severity=severity, beside=(lone, MASS))
    assert first
    assert later
    published = story.files()
    of_story, told = entries(published, "alerts")
    assert (of_story.id, told.id) == (first.id, later.id)
    assert OTHER.removesuffix(".") in of_story.content[0].value  # with where it is told
    assert "What is written may be kept" in told.title
    assert OTHER in told.content[0].value
    assert SAID not in told.content[0].value
    assert "was told of another document" in told.content[0].value
    (whole,) = entries(published, f"documents/{NOTICE.id}")
    assert (whole.id, SAID in whole.content[0].value, OTHER in whole.content[0].value) == (later.id, True, True)
    edition = story.edition()
    page = LexborHTMLParser(render_index(edition.survey, edition.site, edition.channels).decode())
    assert "What is written may be kept" in [node.text(strip=True) for node in page.css(".entry__head a")]


def test_a_correction_of_what_was_told_by_itself_is_one_entry_in_each_feed() -> None:
    story = Story()
    lone = found(OTHER, severity=Severity.HIGH, headline="What is written may be kept")
    story.tell(day=1, after=SAID, beside=(MASS,))
    later = story.tell(day=1, document=NOTICE, after=SAID, beside=(lone, MASS))
    assert later
    note = story.note(later, "It is kept for a year.")
    published = story.files()
    for name in ("alerts", "corrections", f"documents/{NOTICE.id}"):
        assert [entry.id for entry in entries(published, name)].count(note.id) == 1
    (told,) = (entry for entry in entries(published, "alerts") if entry.id == later.id)
    assert "Correct" in told.title


def test_a_shared_day_and_a_shared_word_make_no_story_of_two_changes() -> None:
    story = Story()
    day = replace(found("Effective 4 May 2026."), topics=("effective_date",), severity=Severity.MEDIUM)
    of_day = {"effective_date": "2026-05-04", "beside": (found("Your messages"), day)}
    story.tell(day=1, after=SAID, **of_day)
    story.tell(day=1, document=NOTICE, after=OTHER, **of_day)
    assert len(entries(story.files(), "alerts")) == 2


def test_the_same_words_that_go_the_other_way_are_another_change() -> None:
    story = Story()
    story.tell(day=1, after=SAID)
    story.tell(day=1, document=NOTICE, after=OTHER, beside=(replace(found(SAID), direction=Direction.NARROWS),))
    assert len(entries(story.files(), "alerts")) == 2


def test_a_short_entry_that_is_graver_here_is_news_here() -> None:
    """Few words mean what their place makes of them: "Messages" in a list of what is shared, or of what is shown."""
    story = Story()
    short = "Your messages"
    story.tell(day=1, after=SAID, severity=Severity.CRITICAL, beside=(found(short, severity=Severity.MEDIUM),))
    graver = found(short, severity=Severity.CRITICAL, headline="Messages may be shared")
    story.tell(day=2, document=NOTICE, after=SAID, severity=Severity.CRITICAL, beside=(graver,))
    assert "Messages may be shared" in {entry.title for entry in entries(story.files(), "alerts")}


def test_what_one_text_says_in_one_piece_and_another_in_several_is_the_same() -> None:
    story = Story()
    parts = ("For all who keep a boat in the harbour", "For all who only look at boats")
    story.tell(day=1, after=SAID, beside=(found(f"i {parts[0]} i {parts[1]}"),))
    story.tell(day=2, document=NOTICE, after=SAID, beside=(found(*parts),))
    assert len(entries(story.files(), "alerts")) == 1


@pytest.mark.parametrize("beside", [(), (found(OTHER, headline="What is written may be kept"),)])
def test_what_stands_of_a_withdrawn_story_is_told_by_itself(beside: tuple[Finding, ...]) -> None:
    """The alert on the first document was wrong, and that on the second is as true as before."""
    story = Story()
    first = story.tell(day=1, after=SAID, beside=(MASS,))
    later = story.tell(day=2, document=NOTICE, after=SAID, beside=(*beside, MASS))
    assert first
    assert later
    story.note(first, "That was another page.", is_withdrawal=True)
    told = {entry.id: entry for entry in entries(story.files(), "alerts")}
    assert told[first.id].title.startswith("Withdrawn")
    assert SAID in told[later.id].content[0].value
    edition = story.edition()
    assert later.change in {change.number for change in edition.survey.leading}
    story.note(later, "So was this.", is_withdrawal=True)
    told = {entry.id: entry for entry in entries(story.files(), "alerts")}
    assert told[later.id].title.startswith("Withdrawn")


SENTENCES = st.sampled_from([f"We may share {what} with all who pay for berths." for what in "abcdefg"])
SEVERITIES = st.sampled_from(list(Severity))


@cache
def any_alert() -> Alert:
    alert = Story().tell(day=1)
    assert alert
    return alert


def alert_on(document: str, told: list[tuple[str, Severity]]) -> Alert:
    base = any_alert()
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
def test_a_change_joins_a_story_only_where_all_it_alerts_of_is_told_there_and_nothing_of_it_is_lost(
    one: list[tuple[str, Severity]], other: list[tuple[str, Severity]]
) -> None:
    first, later = alert_on("harbour-policy", one), alert_on("pier-policy", other)
    ranks = {text: severity.rank for text, severity in one}
    alerting = {text for text, severity in other if severity.is_alerting}
    told = {text for text, severity in other if severity.rank - ranks.get(text, -9) <= 1} & alerting
    again = retelling_of(first, ToldQuotes(first), later)
    is_only_place = again is not None and not again.is_by_itself
    assert is_only_place == (bool(told) and told == alerting and later.severity.rank <= first.severity.rank)
    own = {quote.after_text for found in again.own for quote in found.finding.evidence} if again else alerting
    assert own == alerting - (told if again else set())
