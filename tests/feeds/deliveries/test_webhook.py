"""Webhooks as a receiver sees them, and the addresses to which none is sent."""

from __future__ import annotations

import base64
import json
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from feeds.deliveries.guard import checked_addresses
from feeds.deliveries.guarded_http import HttpAnswer, target_answer
from feeds.deliveries.message import Message
from feeds.deliveries.secrets import Secret
from feeds.deliveries.webhook import WebhookSender, signing_keys, webhook_id
from feeds.errors import AddressRefused, SecretUnfit
from tests.feeds.deliveries.sinks import HookSink, Reply, hook_sink

KEY = "whsec_" + base64.b64encode(bytes(range(32))).decode()
OTHER = "whsec_" + base64.b64encode(bytes(range(1, 33))).decode()
LOOPBACK = (ip_network("127.0.0.0/8"),)
MESSAGE = Message(
    event_id="tag:harbour.test,2025:harbour-policy/7",
    title="Signals of boats are read",
    text="",
    html="",
    link="",
    at=datetime(2025, 3, 1, tzinfo=UTC),
    payload={"type": "test", "timestamp": "2025-03-01T00:00:00Z", "data": {"note": "ahoi – ⚓", "url": "x"}},
)


@pytest.fixture
def sink() -> Iterator[HookSink]:
    with hook_sink() as made:
        yield made


def sender(url: str, keys: str = KEY, seconds: float = 120, **more: object) -> WebhookSender:
    return WebhookSender(address=url, keys=Secret(keys), allow=LOOPBACK, seconds=seconds, **more)  # type: ignore[arg-type]


def test_a_receiver_can_verify_what_it_got(sink: HookSink) -> None:
    assert sender(sink.url).send(MESSAGE).is_accepted
    ((headers, body),) = sink.got
    assert Webhook(KEY).verify(body, headers) == json.loads(body) == MESSAGE.payload
    with pytest.raises(WebhookVerificationError):
        Webhook(OTHER).verify(body, headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(KEY).verify(body + b" ", headers)
    assert headers["content-type"] == "application/json"
    assert "." not in headers["webhook-id"]


def test_a_receiver_can_change_over_from_one_key_to_the_next(sink: HookSink) -> None:
    sender(sink.url, f"{KEY} {OTHER}").send(MESSAGE)
    ((headers, body),) = sink.got
    for key in (KEY, OTHER):
        assert Webhook(key).verify(body, headers)


def test_another_attempt_has_the_same_id_and_another_time(sink: HookSink) -> None:
    now = datetime.now(UTC)
    for earlier in (timedelta(0), timedelta(minutes=4)):
        sender(sink.url, now=lambda earlier=earlier: now - earlier).send(MESSAGE)
    (first, body), (second, again) = sink.got
    assert first["webhook-id"] == second["webhook-id"] == webhook_id(MESSAGE.event_id)
    assert int(first["webhook-timestamp"]) - int(second["webhook-timestamp"]) == 240
    assert body == again
    for headers in (first, second):
        assert Webhook(KEY).verify(body, headers)
    assert webhook_id("another") != webhook_id(MESSAGE.event_id)


@pytest.mark.parametrize(
    ("status", "said"), [(200, ""), (204, ""), (302, "redirect"), (400, "400"), (404, "404"), (500, "500")]
)
def test_only_a_2xx_accepts(sink: HookSink, status: int, said: str) -> None:
    sink.reply = lambda number: Reply(status=status, headers={"location": sink.url})
    answer = sender(sink.url).send(MESSAGE)
    assert (answer.status, answer.is_accepted, answer.is_gone) == (status, not said, False)
    assert said in answer.error
    assert len(sink.got) == 1  # the redirect leads to itself, and is not followed


def test_gone_and_patience_are_understood() -> None:
    now = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
    assert target_answer(HttpAnswer(status=410), now).is_gone
    assert target_answer(HttpAnswer(status=429, waits="120"), now).retry_after == timedelta(minutes=2)
    assert target_answer(HttpAnswer(status=503, waits="Tue, 24 Nov 2026 12:05:00 GMT"), now).retry_after == timedelta(
        minutes=5
    )
    assert target_answer(HttpAnswer(status=429, waits="999999999999"), now).retry_after == timedelta(hours=24)
    assert target_answer(HttpAnswer(status=429, waits="Tue, 24 Nov 2020 12:05:00 GMT"), now).retry_after == timedelta(0)
    for nonsense in ("", "soon", "-5", "1e9", "²"):
        assert target_answer(HttpAnswer(status=429, waits=nonsense), now).retry_after is None
    assert target_answer(HttpAnswer(status=500, waits="120"), now).retry_after is None


def test_a_server_that_says_nothing_holds_nobody_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        answer = sender(f"http://127.0.0.1:{listener.getsockname()[1]}/", seconds=0.5).send(MESSAGE)
    assert "no whole answer" in answer.error


def test_a_closed_port_is_no_answer() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    assert "no answer" in sender(f"http://127.0.0.1:{port}/").send(MESSAGE).error


INSIDE = [
    "127.0.0.1",
    "127.1",
    "2130706433",
    "0x7f000001",
    "0177.0.0.1",
    "0",
    "localhost",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "169.254.169.254",
    "224.0.0.1",
    "255.255.255.255",
    "192.0.2.1",
    "[::1]",
    "[::]",
    "[::ffff:10.0.0.1]",
    "[::ffff:127.0.0.1]",
    "[::127.0.0.1]",
    "[64:ff9b::a00:1]",
    "[2002:7f00:1::]",
    "[2001:0:7f00:1::]",
    "[fe80::1]",
    "[fd00:ec2::254]",
    "[fec0::1]",
    "[ff02::1]",
]


@pytest.mark.parametrize("host", INSIDE)
def test_no_delivery_goes_inside(host: str) -> None:
    with hook_sink() as sink:
        port = sink.url.split(":")[2].split("/")[0]
        answer = WebhookSender(address=f"https://{host}:{port}/in", keys=Secret(KEY), seconds=120).send(MESSAGE)
        assert "no public address" in answer.error, answer
        assert sink.got == []


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "64:ff9b::5db8:d822"])
def test_public_addresses_are_reached(address: str) -> None:
    assert checked_addresses("hook.example", 443, (), lambda *_: [address]) == [address]


def test_a_name_that_leads_inside_and_outside_is_refused() -> None:
    with pytest.raises(AddressRefused, match=r"leads to 10\.0\.0\.9"):
        checked_addresses("hook.example", 443, (), lambda *_: ["93.184.216.34", "10.0.0.9"])


def test_the_checked_address_is_the_one_that_is_connected_to(sink: HookSink) -> None:
    """A name server that says something else the second time is not asked a second time."""
    answers = iter([["127.0.0.1"], ["169.254.169.254"]])
    url = sink.url.replace("127.0.0.1", "rebinding.example")
    assert sender(url, lookup=lambda *_: next(answers)).send(MESSAGE).is_accepted
    assert sink.got[0][0]["host"].startswith("rebinding.example:")
    refused = sender(url, lookup=lambda *_: next(answers)).send(MESSAGE)
    assert "169.254.169.254, which is no public address" in refused.error


def test_a_redirect_inside_is_not_followed(sink: HookSink) -> None:
    with hook_sink() as inside:
        sink.reply = lambda number: Reply(status=307, headers={"location": inside.url})
        assert not sender(sink.url).send(MESSAGE).is_accepted
        assert inside.got == []


@pytest.mark.parametrize(
    "address",
    ["http://hook.example/", "ftp://hook.example/", "https://", "https://u:p@hook.example/", "https://hök.example/"],
)
def test_addresses_of_another_make_are_refused(address: str) -> None:
    with pytest.raises(AddressRefused):
        WebhookSender(address=address, keys=Secret(KEY))


@pytest.mark.parametrize("keys", ["hunter2hunter2hunter2hunter2", "whsec_c2hvcnQ=", "whsec_!!!", f"{KEY} nokey"])
def test_a_key_that_is_none_is_refused_and_not_repeated(keys: str) -> None:
    with pytest.raises(SecretUnfit, match="openssl rand") as told:
        signing_keys(Secret(keys))
    assert not any(part.removeprefix("whsec_") in str(told.value) for part in keys.split())


def test_no_secret_is_in_what_a_sender_says() -> None:
    address = Secret("https://hook.invalid/services/T0000/hunter2hunter2")
    made = WebhookSender(address=address, keys=Secret(KEY), lookup=lambda *_: ["10.0.0.1"])
    answer = made.send(MESSAGE)
    assert "10.0.0.1" in answer.error
    for text in (answer.error, repr(address), str(address), repr(made)):
        assert "hunter2" not in text
        assert KEY not in text
        assert "hook.invalid" not in text
