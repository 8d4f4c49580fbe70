"""What the alerts of recorded captures say: nothing that their quotes don't state, in titles and posts that fit."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from requests import Response

from feeds import wording
from feeds.deliveries.bluesky import post_record
from feeds.deliveries.chat import ChatSender
from feeds.deliveries.notice_messages import message_of
from feeds.deliveries.secrets import Secret, SecretReference
from feeds.deliveries.short_posts import Room, short_post
from feeds.deliveries.targets import Target
from feeds.language.translation import speaking
from feeds.site import Site
from monitor.rules.pack_files import default_pack
from snapshots.deliveries import DeliveryState
from snapshots.records import Alert, Notice, NoticeKind
from tests.archives import new_archive
from tests.feeds.deliveries.post_sinks import (
    PASSWORD,
    TOKEN,
    PostSink,
    bluesky_sink,
    graphemes,
    mastodon_length,
    mastodon_sink,
)
from tests.feeds.deliveries.published import LOOPBACK, Teller, dispatch_of
from tests.monitor.alerts.claims_checked import topics_unlike, unstated_in
from tests.monitor.replays import CORPUS, replay
from tests.snapshots.samples import POLICY, notice_of

SITE = Site(title="Harbour watch", base_url="https://watch.example/", authority="harbour-watch.press,2026")
LANGUAGES = ("en", "de", "fr", "es")
_ESCAPED = re.compile(r"\\([^\w\s])")
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


@dataclass
class Gateway:
    """A stand-in behind Apprise: what was handed over, and what was refused as too long or without its link."""

    most: int
    link: str
    taken: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def post(self, _url: str, *, data: str, **_more: object) -> Response:
        said = _ESCAPED.sub(r"\1", longest_text(json.loads(data)))  # a card holds Markdown
        answer = Response()
        fits = len(said) <= self.most and self.link in said
        answer.status_code = 200 if fits else 413
        (self.taken if fits else self.refused).append(said)
        return answer


def longest_text(given: object) -> str:
    """Return the longest text in what a service is sent: the message, or the text of its card."""
    if isinstance(given, dict | list):
        inside = given.values() if isinstance(given, dict) else given
        return max(map(longest_text, inside), key=len, default="")
    return given if isinstance(given, str) else ""


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "sink"), [("mastodon", mastodon_sink), ("bluesky", bluesky_sink)])
def test_every_alert_is_posted_over_the_wire_and_none_refused(
    alerts: list[Alert],
    kind: str,
    sink: Callable[[], AbstractContextManager[PostSink]],
    tmp_path: Path,
) -> None:
    account, key = ("", TOKEN) if kind == "mastodon" else ("/@desk.news.example", PASSWORD)
    held = tmp_path / "key.secret"
    held.write_text(key)
    held.chmod(0o600)
    secret = SecretReference(where="file:key.secret", folder=tmp_path)
    teller = Teller(new_archive())
    with sink() as service:
        target = Target(name="posts", kind=kind, address=service.url + account, allow=LOOPBACK, secret=secret)
        dispatch = dispatch_of(teller.archive, [target], folder=tmp_path, now=teller.time)
        for alert in alerts:
            tell(teller, alert)
            dispatch.deliver()
        refused = [d.last_error for d in teller.archive.outbox.deliveries() if d.state is not DeliveryState.ACCEPTED]
        assert refused == []
        assert len(service.posts) == len(alerts)


def tell(teller: Teller, alert: Alert) -> None:
    """Record an alert with the words of another."""
    made = teller.judged_alert(alert.severity, alert.headline)
    own = {
        name: getattr(alert, name)
        for name in ("direction", "topics", "summary", "findings", "evidence", "summary_phrases")
    }
    said = replace(made.alert, **own)
    teller.archive.record(replace(made, alert=said, notices=(notice_of(said),)))


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:.*deprecated:DeprecationWarning")  # modules that plug-ins of Apprise import
@pytest.mark.parametrize(
    ("address", "most"),
    [("bulksms://user:password@15551234567", 160), ("workflows://teams.example:443/workflow/signature", RELAYED)],
    ids=["text message", "Teams"],
)
def test_every_alert_fits_a_text_message_and_a_card(
    alerts: list[Alert], address: str, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    gateway = Gateway(most=most, link=SITE.base_url)
    monkeypatch.setattr("requests.post", gateway.post)
    sender = ChatSender(Secret(address))
    for alert in alerts:
        answer = sender.send(message_of(told(alert), alert, POLICY, SITE))
        assert answer.is_accepted, (named(alert), answer.error, gateway.refused[-1:])
    assert len(gateway.taken) == len(alerts)
