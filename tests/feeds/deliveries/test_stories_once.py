"""A reader is told the same change of several documents once; whoever follows one document gets it there."""

from __future__ import annotations

from datetime import timedelta

import pytest

from feeds.deliveries.content_messages import message_for
from feeds.deliveries.digests import gather
from feeds.deliveries.enqueuing import Listener, enqueue_news
from feeds.deliveries.targets import Filter
from snapshots.deliveries import Mark
from snapshots.records import Alert, Severity
from tests.feeds.deliveries.published import VALIDATOR
from tests.feeds.tellers import SITE, Story, found
from tests.snapshots.samples import NOTICE, START

SAID = "We may share what you write with the companies that we work with."
OTHER = "We may keep what you write for as long as the harbour stands."
NOW = START + timedelta(days=100)
LISTENERS = [
    Listener(name="all", filter=Filter()),
    Listener(name="notice", filter=Filter(documents=(NOTICE.id,))),
]


def sent(story: Story, target: str) -> list[str]:
    return [delivery.content.event_id for delivery in story.archive.outbox.deliveries(target)]


def test_a_target_gets_a_story_once_whenever_its_further_place_comes() -> None:
    story = Story()
    story.archive.outbox.register(["all", "notice"], START)
    first = story.tell(day=1, after=SAID)
    enqueue_news(story.archive, SITE, LISTENERS, NOW)
    later, other = story.tell(day=9, document=NOTICE, after=SAID), story.tell(day=9, document=NOTICE, after=OTHER)
    enqueue_news(story.archive, SITE, LISTENERS, NOW)
    assert first
    assert later
    assert other
    assert sent(story, "all") == [first.id, other.id]
    assert sent(story, "notice") == [later.id, other.id]


def test_one_who_was_not_told_the_story_gets_its_further_place() -> None:
    story = Story()
    story.tell(day=1, after=SAID)
    story.archive.outbox.register(["all"], START + timedelta(days=5))
    later = story.tell(day=9, document=NOTICE, after=SAID)
    enqueue_news(story.archive, SITE, LISTENERS, NOW)
    assert later
    assert sent(story, "all") == [later.id]


def test_a_digest_tells_a_story_once() -> None:
    story = Story()
    story.tell(day=1, after=SAID)
    story.tell(day=9, document=NOTICE, after=SAID)
    story.tell(day=9, document=NOTICE, after=OTHER)
    end = story.archive.outbox.end(NOW)
    begin = Mark(notice=0, change=0, at=START)
    counts = [
        len(gather(story.archive, SITE, chosen, begin=begin, end=end, since=START).sections[0].lines)
        for chosen in (Filter(), Filter(documents=(NOTICE.id,)))
    ]
    assert counts == [2, 2]


MASS = found(*(f"We may now show pier number {number} to whoever asks for it." for number in range(20)))
SMALL = "We may also count the gulls that sit upon your boat."


def told_in_part(story: Story, severity: Severity) -> tuple[Alert, Alert]:
    """Tell a story, and its further place that says something else too."""
    first = story.tell(day=1, after=SAID, severity=Severity.CRITICAL, beside=(MASS,))
    own = found(SMALL, severity=severity, headline="Gulls may be counted")
    later = story.tell(day=2, document=NOTICE, after=SAID, severity=Severity.CRITICAL, beside=(MASS, own))
    assert first
    assert later
    return first, later


@pytest.mark.parametrize("severity", [Severity.CRITICAL, Severity.MEDIUM])
def test_one_who_was_told_the_story_is_written_what_is_its_own_elsewhere(severity: Severity) -> None:
    story = Story()
    story.archive.outbox.register(["all", "notice"], START)
    first, later = told_in_part(story, severity)
    enqueue_news(story.archive, SITE, LISTENERS, NOW)
    assert (sent(story, "all"), sent(story, "notice")) == ([first.id, later.id], [later.id])
    update = story.archive.outbox.deliveries("all")[1].content
    whole = story.archive.outbox.deliveries("notice")[0].content
    told = message_for(story.archive, SITE, update, Filter())
    assert "Gulls may be counted" in told.title
    assert SMALL in told.text
    assert SAID not in told.text
    assert f"changes/{first.change}/" in told.text
    assert told.payload["data"]["told_first_by"] == first.id
    assert told.payload["data"]["own_headlines"] == ["Gulls may be counted"]
    VALIDATOR.validate(told.payload)
    assert SAID in message_for(story.archive, SITE, whole, Filter()).text


def test_an_update_of_a_story_that_a_filter_does_not_want_is_not_sent() -> None:
    story = Story()
    story.archive.outbox.register(["grave"], START)
    first, _later = told_in_part(story, Severity.MEDIUM)
    enqueue_news(story.archive, SITE, [Listener(name="grave", filter=Filter(severity=Severity.HIGH))], NOW)
    assert sent(story, "grave") == [first.id]


def test_a_digest_tells_of_a_further_place_what_is_its_own() -> None:
    story = Story()
    told_in_part(story, Severity.MEDIUM)
    begin, end = Mark(notice=0, change=0, at=START), story.archive.outbox.end(NOW)
    lines = gather(story.archive, SITE, Filter(), begin=begin, end=end, since=START).sections[0].lines
    assert [
        ("What is written may be shared" in line.words, "Gulls may be counted" in line.words) for line in lines
    ] == [
        (True, False),
        (False, True),
    ]


def test_a_withdrawal_says_where_the_same_change_stands() -> None:
    story = Story()
    story.archive.outbox.register(["all"], START)
    first = story.tell(day=1, after=SAID)
    later = story.tell(day=9, document=NOTICE, after=SAID)
    assert first
    assert later
    story.note(first, "That was another page.", is_withdrawal=True)
    enqueue_news(story.archive, SITE, LISTENERS[:1], NOW + timedelta(days=600))
    told = message_for(story.archive, SITE, story.archive.outbox.deliveries("all")[-1].content, Filter())
    assert f"The same change stands in {NOTICE.title}: {SITE.base_url}changes/{later.change}/" in " ".join(
        told.text.split()
    )
