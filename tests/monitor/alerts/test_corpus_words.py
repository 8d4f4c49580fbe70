"""What the alerts of recorded captures say: nothing that their quotes don't state, in titles and posts that fit."""

from __future__ import annotations

from pathlib import Path

import pytest

from feeds import wording
from feeds.deliveries.bluesky import post_record
from feeds.deliveries.notice_messages import message_of
from feeds.deliveries.short_posts import Room, short_post
from feeds.language.translation import speaking
from feeds.site import Site
from monitor.rules.pack_files import default_pack
from snapshots.records import Alert, Notice, NoticeKind
from tests.feeds.deliveries.post_sinks import graphemes, mastodon_length
from tests.monitor.alerts.claims_checked import topics_unlike, unstated_in
from tests.monitor.replays import CORPUS, replay
from tests.snapshots.samples import POLICY

SITE = Site(title="Harbour watch", base_url="https://watch.example/", authority="harbour-watch.press,2026")
LANGUAGES = ("en", "de", "fr", "es")
RELAYED = 1_000  # characters of a chat's card that everybody shows whole


def recorded() -> list[Path]:
    """Return every file of recorded captures: those that are labelled, and those to learn from."""
    return [path for folder in (CORPUS, CORPUS / "learn") for path in sorted(folder.glob("*.warc.gz"))]


@pytest.fixture(scope="module")
def alerts() -> list[Alert]:
    files = recorded()
    if not files:
        pytest.skip(f"{CORPUS} is absent or empty; POLICYWATCH_CORPUS names the folder")
    return [alert for path in files for alert in replay(path, path.name.removesuffix(".warc.gz"))]


def named(alert: Alert) -> str:
    return f"{alert.document_id} {alert.captured_at:%Y-%m-%d}"


def told(alert: Alert) -> Notice:
    return Notice(
        sequence=0,
        id=alert.id,
        kind=NoticeKind.ALERT,
        document_id=alert.document_id,
        at=alert.decided_at,
        alert_id=alert.id,
    )


@pytest.mark.slow
def test_no_alert_claims_what_its_quotes_do_not_state(alerts: list[Alert]) -> None:
    unstated = [f"{named(alert)} {line}" for alert in alerts for line in unstated_in(alert)]
    assert not unstated, "\n".join(unstated)


@pytest.mark.slow
def test_what_a_finding_is_about_its_alert_is_about(alerts: list[Alert]) -> None:
    pack = default_pack()
    labels = {name: pack.topic(name).label for kind, name in pack.concepts if kind == "topic"}
    unlike = [f"{named(alert)}: {found}" for alert in alerts if (found := topics_unlike(alert, labels))]
    assert not unlike, "\n".join(unlike)


@pytest.mark.slow
def test_the_first_quote_is_the_passage_that_the_headline_rests_on(alerts: list[Alert]) -> None:
    for alert in alerts:
        assert alert.evidence[:1] == alert.findings[0].evidence[:1], alert.headline
        assert alert.headline == alert.findings[0].headline


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_titles_and_posts_fit_wherever_they_are_shown(alerts: list[Alert], language: str) -> None:
    with speaking(language):
        for alert in alerts:
            assert 0 < len(wording.headline(alert)) <= wording.LONGEST_TITLE
            message = message_of(told(alert), alert, POLICY, SITE)
            assert len(message.title) <= wording.LONGEST_TITLE
            toot = short_post(message, Room(characters=500, link=23))
            assert mastodon_length(toot) <= 500 and toot.endswith(message.link)
            record = post_record(message, alert.captured_at)
            assert graphemes(record["text"]) <= 300 and record["facets"]
            sms = short_post(message, Room(characters=160, is_plain=True))
            assert len(sms) <= 160 and sms.endswith(message.link)
            card = short_post(message, Room(characters=RELAYED))
            assert len(card) <= RELAYED and card.endswith(message.link)
