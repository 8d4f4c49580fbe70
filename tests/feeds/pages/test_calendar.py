"""The days of a document and what happened to it, from records in words of our own."""

from __future__ import annotations

from datetime import UTC, date, datetime

from selectolax.lexbor import LexborHTMLParser

from feeds.edition.document_history import history_of
from feeds.edition.survey import Watched, take_survey
from feeds.pages.document_calendar import calendar_of
from snapshots.records import Severity
from tests.feeds.samples import filled
from tests.snapshots.samples import POLICY
from tests.story import story_archive


def watched() -> Watched:
    found = take_survey(filled()).find(POLICY.id)
    assert found
    return found


def test_a_month_says_in_figures_what_its_strip_shows() -> None:
    calendar = calendar_of(watched(), datetime(2025, 3, 31, tzinfo=UTC))
    (month,) = calendar.months
    assert month.first == date(2025, 3, 1)
    assert month.severities == ((Severity.CRITICAL, 1), (Severity.LOW, 1))
    assert month.unseen == ((4, 5),)  # on the sixth it was seen again
    strip = LexborHTMLParser(str(month.strip))
    assert [path.attributes["class"] for path in strip.css("path")] == [
        "days-track",
        "days-idle",
        "unseen",
        "low",
        "critical",
    ]
    assert strip.css_first("[style]") is None
    assert strip.css_first("svg").attributes["aria-hidden"] == "true"


def test_only_the_months_in_which_something_happened_are_told_of_the_past() -> None:
    calendar = calendar_of(watched(), datetime(2027, 6, 15, tzinfo=UTC))
    assert [month.first for month in calendar.months][::11] == [date(2027, 6, 1), date(2026, 7, 1)]
    assert [month.first for month in calendar.earlier] == [date(2025, 3, 1)]
    assert calendar.quiet == 15


def test_a_page_that_is_still_not_seen_is_dark_up_to_today() -> None:
    dark = [month.unseen for month in calendar_of(_unseen(), datetime(2025, 4, 3, tzinfo=UTC)).months]
    assert dark == [((1, 3),), ((4, 31),)]


def _unseen() -> Watched:
    one = watched()
    observations = one.observations[:-1]
    gap = one.gaps[-1]
    return Watched(
        document=one.document,
        observations=observations,
        gaps=(gap.__class__(
            document_id=gap.document_id, run=gap.run, is_partial=False, seen_before=gap.seen_before, ended_by=None
        ),),
        versions=one.versions,
        changes=one.changes,
        next_check_at=None,
    )  # fmt: skip


def test_history_tells_versions_returns_and_gaps_in_order() -> None:
    found = take_survey(story_archive()).find("demo-privacy-policy")
    assert found
    events = history_of(found)
    assert [event.kind for event in events] == [
        "version", "version", "return", "gap", "gap", "version", "version", "version",
    ]  # fmt: skip
    assert [event.at for event in events] == sorted(event.at for event in events)
    assert {event.change.number for event in events if event.change} == {change.number for change in found.changes}
    assert [event.gap for event in events if event.gap] == list(found.gaps)
    assert events[2].stand and events[2].stand.version == 1
