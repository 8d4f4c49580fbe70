"""One suite for the outbox of every archive."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from snapshots.archive import Archive
from snapshots.deliveries import (
    ContentKind,
    Delivery,
    DeliveryContent,
    DeliveryState,
    Mark,
    Outbox,
    Settlement,
    Subscription,
)
from snapshots.opening import create_archive
from tests.archives import new_archive
from tests.snapshots.samples import START, capture, judgement

SECOND = timedelta(seconds=1)
LEASE = timedelta(seconds=90)


@pytest.fixture
def outbox(archive: Archive) -> Outbox:
    archive.outbox.register(["desk", "hook"], START)
    return archive.outbox


def content(event_id: str, kind: ContentKind = ContentKind.NOTICE) -> DeliveryContent:
    return DeliveryContent(event_id=event_id, kind=kind, notice=1)


def post(outbox: Outbox, target: str, *events: str) -> None:
    mark = next(record.mark for record in outbox.targets() if record.name == target)
    end = replace(mark, notice=mark.notice + len(events))
    assert outbox.post(target, begin=mark, end=end, contents=[content(event) for event in events], now=START)


def leased(outbox: Outbox, at: float = 0, names: tuple[str, ...] = ("desk", "hook")) -> list[Delivery]:
    now = START + at * SECOND
    return outbox.lease(now=now, until=now + LEASE, is_wanted=lambda name: name in names)


def accepted(at: float = 0) -> Settlement:
    return Settlement(state=DeliveryState.ACCEPTED, at=START + at * SECOND, status=204)


def again(at: float, wait: float = 5) -> Settlement:
    now = START + at * SECOND
    return Settlement(state=DeliveryState.WAITING, at=now, status=503, error="unavailable", next_at=now + wait * SECOND)


def test_a_new_target_starts_with_what_is_told_from_then_on(archive: Archive) -> None:
    for day in range(2):
        kept = archive.keep(capture(b"%d" % day, day=day))
        archive.record(judgement(archive, kept, texts=(f"Day {day}.",), alert_id=f"tag:{day}"))
    assert archive.outbox.register(["desk"], START) == ("desk",)
    assert archive.outbox.register(["desk"], START + SECOND) == ()
    (record,) = archive.outbox.targets()
    assert record.mark == Mark(notice=1, change=1, at=START) == archive.outbox.end(START)
    assert archive.notices(after=record.mark.notice) == []


def test_an_event_is_posted_once_to_a_target(outbox: Outbox) -> None:
    post(outbox, "desk", "a", "b")
    post(outbox, "desk", "b", "c")
    post(outbox, "hook", "a")
    assert [d.content.event_id for d in outbox.deliveries("desk")] == ["a", "b", "c"]
    assert [d.content.event_id for d in outbox.deliveries()] == ["a", "b", "c", "a"]
    assert outbox.waiting() == {"desk": 3, "hook": 1}


def test_a_step_from_a_stale_mark_writes_nothing(outbox: Outbox) -> None:
    stale = outbox.targets()[0].mark
    post(outbox, "desk", "a")
    end = replace(stale, notice=9)
    assert not outbox.post("desk", begin=stale, end=end, contents=[content("x")], now=START)
    assert not outbox.post("nobody", begin=stale, end=end, contents=[content("x")], now=START)
    assert [d.content.event_id for d in outbox.deliveries()] == ["a"]


def test_the_earliest_of_each_target_is_leased_and_nobody_elses_meanwhile(outbox: Outbox) -> None:
    post(outbox, "desk", "a", "b")
    post(outbox, "hook", "a")
    assert leased(outbox, names=("hook",))[0].target == "hook"
    (first,) = leased(outbox)
    assert (first.target, first.content.event_id, first.lease_until) == ("desk", "a", START + LEASE)
    assert leased(outbox, 89) == []
    assert {d.target for d in leased(outbox, 90)} == {"desk", "hook"}


def test_later_events_wait_for_earlier_ones(outbox: Outbox) -> None:
    post(outbox, "desk", "a", "b")
    (first,) = leased(outbox)
    assert outbox.settle(first, again(1))
    assert leased(outbox, 2) == []
    (once_more,) = leased(outbox, 6)
    assert (once_more.content.event_id, once_more.attempts) == ("a", 1)
    assert (once_more.last_status, once_more.last_error) == (503, "unavailable")
    assert outbox.settle(once_more, accepted(7))
    (second,) = leased(outbox, 7)
    assert second.content.event_id == "b"
    receipt = outbox.deliveries("desk", DeliveryState.ACCEPTED)[0]
    assert (receipt.attempts, receipt.last_status, receipt.last_at) == (2, 204, START + 7 * SECOND)
    assert receipt.last_error == ""


def test_a_lost_lease_settles_nothing_but_an_acceptance(outbox: Outbox) -> None:
    post(outbox, "desk", "a")
    (mine,) = leased(outbox)
    (theirs,) = leased(outbox, 100)
    assert not outbox.settle(mine, again(101))
    assert outbox.settle(mine, accepted(102))
    assert not outbox.settle(theirs, again(103))
    assert outbox.deliveries()[0].state is DeliveryState.ACCEPTED


def test_a_dead_target_is_left_alone_until_it_is_revived(outbox: Outbox) -> None:
    post(outbox, "desk", "a", "b")
    post(outbox, "hook", "a")
    (first, _) = leased(outbox)
    gone = Settlement(state=DeliveryState.FAILED, at=START, status=410, error="gone", dead="it answered 410")
    assert outbox.settle(first, gone)
    desk = outbox.targets()[0]
    assert (desk.dead_at, desk.dead_reason) == (START, "it answered 410")
    assert [d.target for d in leased(outbox, 1_000)] == ["hook"]
    assert outbox.revive("desk", START + 2_000 * SECOND) == 2
    assert outbox.targets()[0].dead_at is None
    (revived,) = leased(outbox, 2_000, names=("desk",))
    assert (revived.content.event_id, revived.attempts) == ("a", 0)


def test_what_was_given_up_can_be_skipped(outbox: Outbox) -> None:
    post(outbox, "desk", "a", "b")
    (first,) = leased(outbox)
    outbox.settle(first, Settlement(state=DeliveryState.FAILED, at=START, dead="no answer"))
    assert outbox.revive("desk", START, skip=True) == 1
    assert leased(outbox)[0].content.event_id == "b"
    assert outbox.deliveries()[0].state is DeliveryState.DROPPED


def test_a_target_taken_out_of_the_settings_begins_anew_when_it_comes_back(outbox: Outbox) -> None:
    post(outbox, "desk", "a")
    outbox.register(["hook"], START)
    assert [record.name for record in outbox.targets()] == ["hook"]
    assert outbox.deliveries("desk")[0].state is DeliveryState.DROPPED
    assert outbox.register(["hook", "desk"], START + SECOND) == ("desk",)
    assert leased(outbox, 5) == []
    assert not outbox.bury("nobody", "why", START)


def subscription(number: int, address: str = "ann@harbour.example", at: float = 0) -> Subscription:
    return Subscription(id=f"id{number}", address=address, wish="{}", created_at=START + at * SECOND)


def test_a_subscription_lives_from_its_confirmation_to_its_end(archive: Archive) -> None:
    outbox = archive.outbox
    asked = subscription(1)
    outbox.subscribe(asked, content("confirm/1", ContentKind.CONFIRM))
    assert [d.content.kind for d in leased(outbox, names=(asked.target,))] == [ContentKind.CONFIRM]
    outbox.register(["hook"], START)  # knows nothing of subscriptions and leaves them alone
    confirmed = outbox.confirm("id1", START + 60 * SECOND)
    assert confirmed and confirmed.confirmed_at == START + 60 * SECOND
    assert outbox.confirm("id1", START + 99 * SECOND) == confirmed
    assert outbox.change_wish("id1", '{"every": "daily"}')
    assert outbox.subscription("id1") == replace(confirmed, wish='{"every": "daily"}')
    assert outbox.subscriptions("bob@harbour.example") == []
    outbox.remind(confirmed, content("manage/1", ContentKind.MANAGE), START)
    assert len(outbox.deliveries(asked.target)) == 2
    assert outbox.unsubscribe("id1")
    assert not outbox.unsubscribe("id1")
    assert outbox.confirm("id1", START) is outbox.subscription("id1") is None
    assert outbox.subscriptions() == outbox.deliveries(asked.target) == []
    assert [record.name for record in outbox.targets()] == ["hook"]
    assert not outbox.change_wish("id1", "{}")


def test_an_address_has_one_confirmed_subscription_and_the_unconfirmed_are_forgotten(archive: Archive) -> None:
    outbox = archive.outbox
    for number in (1, 2):
        outbox.subscribe(subscription(number, at=number), content(f"confirm/{number}"))
    outbox.subscribe(subscription(3, "bob@harbour.example", at=3), content("confirm/3"))
    outbox.confirm("id1", START + 5 * SECOND)
    assert [one.id for one in outbox.subscriptions()] == ["id1", "id3"]
    outbox.subscribe(subscription(4, at=6), content("confirm/4"))
    outbox.confirm("id4", START + 7 * SECOND)
    assert [one.id for one in outbox.subscriptions()] == ["id3", "id4"]
    assert outbox.forget_unconfirmed(START + 3 * SECOND) == 0
    assert outbox.forget_unconfirmed(START + 4 * SECOND) == 1
    assert [one.id for one in outbox.subscriptions()] == ["id4"]


def test_both_outboxes_do_the_same(tmp_path: Path) -> None:
    sql, memory = create_archive(tmp_path / "a"), new_archive()
    for seed in range(4):
        for archive in (sql, memory):
            archive.outbox.register([], START)
        told = [walk(archive.outbox, random.Random(seed)) for archive in (sql, memory)]
        assert told[0] == told[1]
    sql.close()


def walk(outbox: Outbox, chance: random.Random) -> list[object]:
    """Do sixty things by chance, and return what was seen of them."""
    seen: list[object] = []
    held: list[Delivery] = []
    outbox.register(["a", "b", "c"], START)
    base = max((d.number for d in outbox.deliveries()), default=0)
    for step in range(60):
        at = step * chance.random() * 20
        match chance.randrange(5):
            case 0:
                name = chance.choice("abc")
                post(outbox, name, f"{chance.randrange(30)}/{base}")
            case 1 | 2:
                held += leased(outbox, at, names=("a", "b"))
            case 3 if held:
                one = held.pop(chance.randrange(len(held)))
                seen.append(outbox.settle(one, chance.choice([accepted(at), again(at)])))
            case 4:
                seen.append(outbox.revive(chance.choice("abc"), START + at * SECOND, skip=chance.random() < 0.5))
    kept = [d for d in outbox.deliveries() if d.number > base]
    return [*seen, *[replace(d, number=d.number - base) for d in kept]]
