"""From what is told to what a target gets, over real webhooks and mail on loopback, at a clock that we set."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Event, Semaphore, Thread

import pytest

from feeds.deliveries.deliverer import WAITS
from feeds.deliveries.enqueuing import pass_over
from feeds.deliveries.targets import Every, Period
from feeds.deliveries.webhook import webhook_id
from feeds.errors import PublicationFailed
from snapshots.archive import Archive
from snapshots.deliveries import DeliveryState
from snapshots.records import NoticeKind, Severity
from tests.archives import archive_in
from tests.feeds.deliveries.published import Teller, dispatch_of, mail, relay_of, webhook
from tests.feeds.deliveries.sinks import HookSink, MailSink, Reply, hook_sink, mail_sink
from tests.snapshots.samples import POLICY

DAY = timedelta(days=1)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    made: Archive = archive_in(tmp_path / "archive")
    yield made
    made.close()


@pytest.fixture
def notifier(archive: Archive) -> Teller:
    return Teller(archive)


@pytest.fixture
def hook() -> Iterator[HookSink]:
    with hook_sink() as made:
        yield made


@pytest.fixture
def post() -> Iterator[MailSink]:
    with mail_sink() as made:
        yield made


def test_what_is_told_is_delivered_once_and_in_order(notifier: Teller, hook: HookSink, tmp_path: Path) -> None:
    notifier.tell_alert(headline="Told before anybody listened")
    dispatch = dispatch_of(notifier.archive, [webhook("hook", hook.url, tmp_path)], folder=tmp_path, now=notifier.time)
    told = [notifier.tell_alert()]
    told.append(notifier.tell(NoticeKind.CORRECTION, "It was the other boat.", about=told[0]))
    told.append(notifier.tell(NoticeKind.UNSEEN, "The page can no longer be seen."))
    told.append(notifier.tell(NoticeKind.SEEN_AGAIN, "The page can be seen again."))
    assert dispatch.deliver() == 4
    assert dispatch.deliver() == 0
    assert hook.ids() == [webhook_id(notice.id) for notice in told]
    bodies = [json.loads(body) for _, body in hook.got]
    assert [body["type"] for body in bodies] == [
        "alert.told", "alert.corrected", "document.unseen", "document.seen_again",
    ]  # fmt: skip
    assert [body["data"]["id"] for body in bodies] == [notice.id for notice in told]
    assert bodies[1]["data"]["note"] == "It was the other boat."
    assert {one.state for one in notifier.archive.outbox.deliveries()} == {DeliveryState.ACCEPTED}


def test_a_note_goes_to_those_alone_who_asked_for_notes(notifier: Teller, hook: HookSink, tmp_path: Path) -> None:
    asked = {"all": {}, "notes": {"kinds": (NoticeKind.EXPERT_NOTE,)}}
    targets = [webhook(name, f"{hook.url}/{name}", tmp_path, **chosen) for name, chosen in asked.items()]
    dispatch = dispatch_of(notifier.archive, targets, folder=tmp_path, now=notifier.time)
    alert = notifier.tell_alert()
    note = notifier.tell(NoticeKind.EXPERT_NOTE, "Boats have no say in it.", about=alert)
    notifier.tell(NoticeKind.NOTE_TAKEN_BACK, "They have.", about=alert)
    dispatch.deliver()
    sent = {(one.target, one.content.event_id) for one in notifier.archive.outbox.deliveries()}
    assert sent == {("all", alert.id), ("notes", note.id)}


def test_each_target_gets_what_its_filter_lets_through(notifier: Teller, hook: HookSink, tmp_path: Path) -> None:
    asked = {
        "all": {},
        "grave": {"severity": Severity.CRITICAL},
        "else": {"documents": ("another-policy",)},
        "blind": {"kinds": (NoticeKind.UNSEEN,)},
        "phrase": {"phrases": ("signals of boats",)},
        "topic": {"topics": ("minors",)},
    }
    targets = [webhook(name, f"{hook.url}/{name}", tmp_path, **chosen) for name, chosen in asked.items()]
    dispatch = dispatch_of(notifier.archive, targets, folder=tmp_path, now=notifier.time)
    notifier.tell_alert(Severity.MEDIUM)
    notifier.tell_alert(Severity.CRITICAL, "Masts are measured")
    notifier.tell(NoticeKind.UNSEEN, "Not seen.")
    dispatch.deliver()
    got: dict[str, list[int]] = {name: [] for name in asked}
    for delivery in notifier.archive.outbox.deliveries():
        got[delivery.target].append(delivery.content.notice)
    assert got == {"all": [1, 2, 3], "grave": [2, 3], "else": [], "blind": [3], "phrase": [1, 3], "topic": [3]}


def test_a_target_that_is_down_for_a_day_gets_all_in_order_and_slows_nobody(
    notifier: Teller, hook: HookSink, post: MailSink, tmp_path: Path
) -> None:
    is_down = True
    hook.reply = lambda number: Reply(status=503 if is_down else 204)
    targets = [webhook("hook", hook.url, tmp_path), mail("desk", "desk@harbour.test")]
    dispatch = dispatch_of(notifier.archive, targets, folder=tmp_path, now=notifier.time, relay=relay_of(post))
    told = []
    for hour in range(0, 24, 2):
        told.append(notifier.tell_alert(headline=f"Change {hour}"))
        dispatch.deliver()
        assert len(post.got) == len(told)  # at once, whatever the other does
        notifier.time.pass_(timedelta(minutes=119))
    assert len(set(hook.ids())) == 1  # the first is tried again and again; the others wait for it
    assert len(hook.got) == 6
    is_down = False
    hook.got.clear()
    notifier.time.pass_(DAY)
    dispatch.deliver()
    assert hook.ids() == [webhook_id(notice.id) for notice in told]
    assert [mail["Subject"].split(" · ")[-1] for _, mail in post.got] == [f"Change {hour}" for hour in range(0, 24, 2)]
    assert notifier.archive.outbox.waiting() == {}


def test_a_target_that_never_answers_is_given_up_and_can_be_revived(
    notifier: Teller, hook: HookSink, tmp_path: Path
) -> None:
    hook.reply = lambda number: Reply(status=500)
    dispatch = dispatch_of(notifier.archive, [webhook("hook", hook.url, tmp_path)], folder=tmp_path, now=notifier.time)
    told = [notifier.tell_alert(), notifier.tell_alert()]
    for number, wait in enumerate(WAITS, start=1):
        if wait:
            notifier.time.pass_(wait - timedelta(seconds=1))
            assert dispatch.deliver() == 0
            notifier.time.pass_(timedelta(seconds=1))
        assert dispatch.deliver() == 1
        assert len(hook.got) == number
    assert set(hook.ids()) == {webhook_id(told[0].id)}
    record = notifier.archive.outbox.targets()[0]
    assert record.dead_reason == "given up after 10 attempts: it answered 500"
    notifier.time.pass_(DAY)
    told.append(notifier.tell_alert())
    assert dispatch.deliver() == 0
    hook.got.clear()
    hook.reply = lambda number: Reply()
    assert notifier.archive.outbox.revive("hook", notifier.time.now) == 3
    dispatch.deliver()
    assert hook.ids() == [webhook_id(notice.id) for notice in told]


def test_gone_ends_a_target_at_once_and_patience_is_kept(notifier: Teller, hook: HookSink, tmp_path: Path) -> None:
    replies = [Reply(status=429, headers={"retry-after": "7200"}), Reply(status=410)]
    hook.reply = lambda number: replies[number - 1]
    dispatch = dispatch_of(notifier.archive, [webhook("hook", hook.url, tmp_path)], folder=tmp_path, now=notifier.time)
    notifier.tell_alert()
    dispatch.deliver()
    notifier.time.pass_(timedelta(minutes=119))
    assert dispatch.deliver() == 0
    notifier.time.pass_(timedelta(minutes=1))
    assert dispatch.deliver() == 1
    assert notifier.archive.outbox.targets()[0].dead_reason == "it answered 410 Gone"


def test_a_slow_target_holds_up_no_other(notifier: Teller, hook: HookSink, tmp_path: Path) -> None:
    let_go, quick = Event(), Semaphore(0)
    hook.reply = lambda number: Reply(wait=quick.release)
    with hook_sink() as slow:
        slow.reply = lambda number: Reply(wait=lambda: let_go.wait())
        targets = [webhook("slow", slow.url, tmp_path), webhook("quick", hook.url, tmp_path)]
        dispatch = dispatch_of(notifier.archive, targets, folder=tmp_path, now=notifier.time)
        notifier.tell_alert()
        sending = Thread(target=dispatch.deliver)
        sending.start()
        try:
            for count in range(1, 4):
                assert quick.acquire()
                assert len(hook.got) == count
                notifier.tell_alert()
                dispatch.enqueue_news(lambda: None)
            assert len(slow.got) == 1
        finally:
            let_go.set()
            sending.join()


def test_what_is_told_is_published_before_it_is_sent(notifier: Teller, hook: HookSink, tmp_path: Path) -> None:
    order: list[str] = []
    hook.reply = lambda number: Reply(wait=lambda: order.append("sent"))
    dispatch = dispatch_of(notifier.archive, [webhook("hook", hook.url, tmp_path)], folder=tmp_path, now=notifier.time)

    def publish() -> None:
        order.append("published")
        raise PublicationFailed("the disk is full")  # keeps nobody from being told

    def look() -> None:
        dispatch.enqueue_news(publish)
        dispatch.send(Event())

    notifier.tell_alert()
    look()
    assert order == ["sent"]  # what was told before it began is published
    notifier.tell_alert()
    look()
    look()
    assert order == ["sent", "published", "sent"]


def test_a_digest_holds_a_period_and_says_what_cannot_be_seen(notifier: Teller, post: MailSink, tmp_path: Path) -> None:
    targets = [
        mail("daily", "desk@harbour.test", Period()),
        mail("weekly", "week@harbour.test", Period(every=Every.WEEKLY)),
    ]
    dispatch = dispatch_of(notifier.archive, targets, folder=tmp_path, now=notifier.time, relay=relay_of(post))
    dispatch.deliver()
    notifier.tell_alert(headline="Signals of boats are read")
    notifier.change_little()
    assert dispatch.deliver() == 0  # not before the period ends
    notifier.time.pass_(DAY)
    dispatch.deliver()
    (first,) = post.to("desk@harbour.test")
    text = first.get_body(("plain",)).get_content()
    assert first["Subject"].startswith("Harbour watch: 2 changes until 2 March 2025")
    assert "Signals of boats are read" in text
    assert "After: We read the signals of your boat." not in text  # no finding quotes it
    assert "LOW CHANGES" in text and "1 passage added" in text
    notifier.time.pass_(DAY)
    dispatch.deliver()
    assert len(post.to("desk@harbour.test")) == 1  # nothing happened: nothing is sent
    notifier.tell(NoticeKind.UNSEEN, "The page can no longer be seen.")
    notifier.time.pass_(2 * DAY)
    dispatch.deliver()
    notifier.time.pass_(DAY)
    dispatch.deliver()
    told, still = (one.get_body(("plain",)).get_content() for one in post.to("desk@harbour.test")[1:])
    assert "CAN’T BE SEEN NOW" in told and "SEEN AND NOT SEEN" in told
    assert "CAN’T BE SEEN NOW" in still and "Nothing else was told" in still
    (week, *_) = post.to("week@harbour.test")
    assert "Signals of boats are read" in week.get_body(("plain",)).get_content()


def test_a_digest_says_the_same_at_another_attempt(notifier: Teller, post: MailSink, tmp_path: Path) -> None:
    targets = [mail("daily", "desk@harbour.test", Period())]
    dispatch = dispatch_of(notifier.archive, targets, folder=tmp_path, now=notifier.time, relay=relay_of(post))
    notifier.tell_alert()
    notifier.time.pass_(DAY)
    post.refuse = "450 try again"
    dispatch.deliver()
    notifier.tell_alert(headline="Told after the period ended")
    post.refuse = ""
    notifier.time.pass_(timedelta(hours=1))
    dispatch.deliver()
    assert notifier.archive.outbox.deliveries()[0].attempts == 2
    ((_, only),) = post.got
    assert "Told after" not in only.get_body(("plain",)).get_content()


def test_what_an_import_tells_is_passed_over(notifier: Teller, hook: HookSink, tmp_path: Path) -> None:
    dispatch = dispatch_of(notifier.archive, [webhook("hook", hook.url, tmp_path)], folder=tmp_path, now=notifier.time)
    now = notifier.time.now
    notifier.time.now = now - 400 * DAY
    notifier.source = "urn:uuid:of-a-record"
    notifier.tell_alert(headline="From before the target was there")
    notifier.time.now, notifier.source = now, ""
    assert dispatch.deliver() == 0
    notifier.tell_alert(headline="From an import")
    pass_over(notifier.archive, now)
    assert dispatch.deliver() == 0
    notifier.tell_alert(headline="News")
    assert dispatch.deliver() == 1


def test_what_was_judged_while_the_clock_was_behind_reaches_people(
    notifier: Teller, hook: HookSink, post: MailSink, tmp_path: Path
) -> None:
    targets = [webhook("hook", hook.url, tmp_path), mail("daily", "desk@harbour.test", Period())]
    dispatch = dispatch_of(notifier.archive, targets, folder=tmp_path, now=notifier.time, relay=relay_of(post))
    now = notifier.time.now
    notifier.time.now = now - 400 * DAY
    notifier.tell_alert(headline="Judged at a time long ago")
    notifier.time.now = now
    assert dispatch.deliver() == 1
    notifier.time.pass_(2 * DAY)
    dispatch.deliver()
    ((_, got),) = post.got
    assert "Judged at a time long ago" in got.get_body(("plain",)).get_content()


def test_what_was_set_by_a_clock_that_was_ahead_is_not_waited_for(
    notifier: Teller, hook: HookSink, tmp_path: Path
) -> None:
    dispatch = dispatch_of(notifier.archive, [webhook("hook", hook.url, tmp_path)], folder=tmp_path, now=notifier.time)
    now = notifier.time.now
    notifier.time.now = now + 400 * DAY
    notifier.tell_alert(headline="Told while the clock was ahead")
    hook.reply = lambda number: Reply(status=503)
    assert dispatch.deliver() == 1
    notifier.time.now = now
    hook.reply = lambda number: Reply(status=204)
    assert dispatch.deliver() == 1
    assert notifier.archive.outbox.deliveries()[0].state is DeliveryState.ACCEPTED


def test_a_target_that_is_set_up_wrongly_stops_no_other(notifier: Teller, hook: HookSink, tmp_path: Path) -> None:
    wrong = webhook("wrong", hook.url, tmp_path)
    (tmp_path / "right").mkdir()
    targets = [wrong, webhook("right", hook.url, tmp_path / "right")]
    dispatch = dispatch_of(notifier.archive, targets, folder=tmp_path, now=notifier.time)
    (tmp_path / "hook.secret").chmod(0o644)
    notifier.tell_alert()
    dispatch.deliver()
    assert len(hook.got) == 1
    (failed,) = notifier.archive.outbox.deliveries("wrong")
    assert "can be read by others" in failed.last_error and "chmod 600" in failed.last_error


def test_two_deliverers_at_once_send_nothing_twice(notifier: Teller, hook: HookSink, tmp_path: Path) -> None:
    targets = [webhook(f"hook-{number}", hook.url, tmp_path) for number in range(5)]
    pair = [dispatch_of(notifier.archive, targets, folder=tmp_path, now=notifier.time) for _ in range(2)]
    told = [notifier.tell_alert() for _ in range(4)]
    threads = [Thread(target=dispatch.deliver) for dispatch in pair]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for dispatch in pair:
        dispatch.deliver()
    assert sorted(hook.ids()) == sorted(webhook_id(notice.id) for notice in told for _ in targets)
    assert notifier.archive.outbox.waiting() == {}
    assert POLICY.id in hook.got[0][1].decode()
