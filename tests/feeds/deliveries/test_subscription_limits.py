"""How often mail may be asked for: who tries with many names, networks or spellings leaves room for everybody else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from feeds.deliveries.preferences import Preferences
from feeds.deliveries.subscription_limits import (
    PER_CLIENT,
    PER_DOMAIN,
    PER_FAMILY,
    PER_NETWORK,
    SubscriptionLimits,
    folded,
    keys_of,
)
from feeds.deliveries.subscription_service import Asked, SubscriptionService
from tests.archives import new_archive

START = datetime(2025, 3, 1, 6, tzinfo=UTC)


class Clock:
    now = START

    def __call__(self) -> datetime:
        return self.now


def limits() -> tuple[SubscriptionLimits, Clock]:
    clock = Clock()
    return SubscriptionLimits(clock), clock


def service() -> SubscriptionService:
    return SubscriptionService(new_archive(), lambda: None, lambda: START)  # type: ignore[arg-type, return-value]


def waiting(asked: SubscriptionService) -> int:
    return sum(asked._archive.outbox.waiting().values())


def test_spellings_of_one_address_are_one_mailbox() -> None:
    assert folded("vIcTiM+7@Reader.Example") == folded("victim@reader.example")
    asked = service()
    for number in range(12):
        spelling = "".join(c.upper() if number >> i & 1 else c for i, c in enumerate("victim"))
        assert asked.ask(f"{spelling}@reader.example", Preferences(), f"192.0.{number}.1") is Asked.WRITTEN
        assert asked.ask(f"victim+{number}@reader.example", Preferences(), f"198.51.{number}.1") is Asked.WRITTEN
    assert waiting(asked) == 3


def test_one_domain_is_not_flooded() -> None:
    asked = service()
    for number in range(2 * PER_DOMAIN):
        said = asked.ask(f"reader{number}@reader.example", Preferences(), f"192.{number}.2.1")
        assert said is Asked.WRITTEN  # whoever asks learns nothing by it
    assert waiting(asked) == PER_DOMAIN
    asked.ask("ann@other.example", Preferences(), "203.0.113.5")
    assert waiting(asked) == PER_DOMAIN + 1


def test_a_client_and_its_network_are_slowed_down() -> None:
    asked, clock = limits()
    assert [asked.allow_client("192.0.2.1") for _ in range(PER_CLIENT + 1)].count(True) == PER_CLIENT
    others = [asked.allow_client(f"192.0.2.{n}") for n in range(2, 200)]
    assert others.count(True) == PER_NETWORK - PER_CLIENT
    assert asked.allow_client("192.0.3.1")
    clock.now += timedelta(hours=1, seconds=1)
    assert asked.allow_client("192.0.2.1")


def test_networks_without_number_leave_room_for_readers() -> None:
    asked, _ = limits()
    taken = [asked.allow_client(f"2001:db8:{n:x}::1") for n in range(PER_FAMILY + 50)]
    assert taken.count(True) == PER_FAMILY
    assert asked.allow_client("203.0.113.7")
    one_owner, _ = limits()
    within = [one_owner.allow_client(f"2001:db8:1:{n:x}::1") for n in range(320)]
    assert within.count(True) == PER_NETWORK


def test_a_clock_that_was_set_back_locks_nobody_out() -> None:
    asked, clock = limits()
    clock.now += timedelta(days=400)
    for _ in range(PER_CLIENT):
        asked.allow_client("192.0.2.1")
    clock.now = START
    assert asked.allow_client("192.0.2.1")


def test_an_address_is_known_in_whatever_form() -> None:
    assert keys_of("::ffff:192.0.2.9") == keys_of("192.0.2.9") == ("192.0.2.9/32", "192.0.2.0/24", "4")
    assert keys_of("2001:db8:1:2::9") == ("2001:db8:1:2::/64", "2001:db8:1::/48", "6")
    assert keys_of("unix") == ("unix", "unix", "")
