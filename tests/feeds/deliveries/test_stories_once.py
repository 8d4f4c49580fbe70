"""A reader is told the same change of several documents once; whoever follows one document gets it there."""

from __future__ import annotations

from datetime import timedelta

from feeds.deliveries.digests import gather
from feeds.deliveries.enqueuing import Listener, enqueue_news
from feeds.deliveries.targets import Filter
from snapshots.deliveries import Mark
from tests.feeds.tellers import SITE, Story
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
