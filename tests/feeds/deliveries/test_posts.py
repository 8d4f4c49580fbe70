"""Short posts: what is said within a service's limit, always with the link; a refusal names its cause."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.deliveries.bluesky import post_record
from feeds.deliveries.dispatch import Dispatch
from feeds.deliveries.message import Message
from feeds.deliveries.secrets import SecretReference
from feeds.deliveries.short_posts import Room, short_post
from feeds.deliveries.targets import Target
from feeds.errors import DeliveryError
from feeds.language.translation import ENGLISH
from snapshots.deliveries import DeliveryState
from snapshots.records import NoticeKind, Severity
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
from tests.feeds.deliveries.published import LOOPBACK, SITE, Teller, dispatch_of
from tests.snapshots.samples import POLICY, START

HEADLINE = "Harbour may now share location with advertisers"


@dataclass(frozen=True, slots=True)
class Service:
    """A service of posts: its stand-in, the address of an account at it, what opens that, what a post says."""

    kind: str
    sink: Callable[[], AbstractContextManager[PostSink]]
    account: str
    key: str
    words: str


SERVICES = (
    Service("mastodon", mastodon_sink, "", TOKEN, "status"),
    Service("bluesky", bluesky_sink, "/@desk.news.example", PASSWORD, "text"),
)
each_service = pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.kind)


@contextmanager
def posting(
    service: Service, folder: Path, key: str = "", language: str = ENGLISH
) -> Iterator[tuple[Teller, PostSink, Dispatch]]:
    held = folder / "key.secret"
    held.write_text(key or service.key)
    held.chmod(0o600)
    teller = Teller(new_archive())
    with service.sink() as sink:
        target = Target(
            name="posts", kind=service.kind, address=sink.url + service.account, allow=LOOPBACK,
            secret=SecretReference(where="file:key.secret", folder=folder), language=language,
        )  # fmt: skip
        yield teller, sink, dispatch_of(teller.archive, [target], folder=folder, now=teller.time)


def error_of(teller: Teller) -> str:
    (delivery,) = teller.archive.outbox.deliveries()
    assert delivery.state is DeliveryState.WAITING
    return delivery.last_error


@each_service
def test_an_alert_is_posted_with_its_link_and_its_picture_in_words(service: Service, tmp_path: Path) -> None:
    with posting(service, tmp_path) as (teller, sink, dispatch):
        teller.tell_alert(Severity.CRITICAL, HEADLINE)
        dispatch.deliver()
        (post,) = sink.posts.values()
        assert post[service.words].startswith(f"{POLICY.service or POLICY.title} · critical · ")
        assert "share location with advertisers" in post[service.words]
        if service.kind == "mastodon":
            ((words, png),) = (sink.pictures[number] for number in post["media_ids"])
            assert post["status"].endswith(f"\n\n{SITE.base_url}changes/1/")
        else:
            (image,) = post["embed"]["images"]
            words, png = image["alt"], sink.pictures[image["image"]["ref"]["$link"]][1]
            (facet,) = post["facets"]
            start, end = facet["index"]["byteStart"], facet["index"]["byteEnd"]
            assert facet["features"][0]["uri"] == f"{SITE.base_url}changes/1/"
            assert post["text"].encode()[start:end].decode() == "127.0.0.1:8080/changes/1"
        assert png.startswith(b"\x89PNG")
        assert HEADLINE in words and words.startswith("Critical")


@each_service
def test_a_post_says_in_which_language_it_is(service: Service, tmp_path: Path) -> None:
    with posting(service, tmp_path, language="fr") as (teller, sink, dispatch):
        teller.tell_alert(Severity.CRITICAL, HEADLINE)
        dispatch.deliver()
        (post,) = sink.posts.values()
        assert " · critique · " in post[service.words]
        assert post.get("language", post.get("langs")) in ("fr", ["fr"])
        words = [words for words, _png in sink.pictures.values() if service.kind == "mastodon"]
        assert all(said.startswith("Critique") for said in words)


@each_service
def test_what_no_picture_goes_with_is_posted_in_words(service: Service, tmp_path: Path) -> None:
    with posting(service, tmp_path) as (teller, sink, dispatch):
        teller.tell(NoticeKind.UNSEEN, "a login wall")
        dispatch.deliver()
        (post,) = sink.posts.values()
        assert "Not seen any more" in post[service.words] and "a login wall" in post[service.words]
        assert not sink.pictures


@each_service
def test_a_picture_that_is_refused_keeps_no_words_back(service: Service, tmp_path: Path) -> None:
    with posting(service, tmp_path) as (teller, sink, dispatch):
        sink.refuses_pictures = True
        teller.tell_alert()
        dispatch.deliver()
        assert len(sink.posts) == 1


@each_service
def test_a_refusal_names_its_cause_and_no_secret(service: Service, tmp_path: Path) -> None:
    with posting(service, tmp_path) as (teller, sink, dispatch):
        sink.refuse = (422, f"too many of {service.key}")
        teller.tell_alert()
        dispatch.deliver()
        error = error_of(teller)
        assert "it answered 422" in error and "too many of" in error
        assert service.key not in error


@each_service
def test_a_wrong_key_is_told_as_one(service: Service, tmp_path: Path) -> None:
    with posting(service, tmp_path, key="another-key-altogether") as (teller, _, dispatch):
        teller.tell_alert()
        dispatch.deliver()
        assert "401" in error_of(teller) and "nvalid" in error_of(teller)


@each_service
def test_what_is_sent_twice_is_posted_once(service: Service, tmp_path: Path) -> None:
    with posting(service, tmp_path) as (teller, sink, dispatch):
        teller.tell_alert()
        dispatch.post()
        (delivery,) = teller.archive.outbox.deliveries()
        for _ in range(2):
            assert dispatch._dispatcher.send(delivery).is_accepted
        assert len(sink.posts) == 1


def message(title: str, *paragraphs: str, link: str = "https://watch.example/changes/12/") -> Message:
    return Message(event_id="e", title=title, text="", html="", link=link, at=START, paragraphs=paragraphs)


_WORDS = st.text(st.characters(codec="utf-8"), max_size=400)


@given(title=_WORDS, paragraphs=st.lists(_WORDS, max_size=4))
def test_every_post_fits_and_ends_with_its_link(title: str, paragraphs: list[str]) -> None:
    said = message(title, *paragraphs)
    toot = short_post(said, Room(characters=500, link=23))
    assert mastodon_length(toot) <= 500 and toot.endswith(said.link)
    record = post_record(said, START)
    assert graphemes(record["text"]) <= 300 and len(record["text"].encode()) <= 3_000
    sms = short_post(said, Room(characters=160, is_plain=True))
    assert len(sms) <= 160 and sms.endswith(said.link)
    assert len(short_post(said, Room(characters=1_000))) <= 1_000


def test_what_matters_least_is_left_out_first() -> None:
    said = message("Kestrel · critical · May now share location", "Less protection. For minors.", "Before: “none”")
    assert short_post(said, Room(characters=500)).count("\n\n") == 3
    assert "Before" not in short_post(said, Room(characters=120))
    assert short_post(said, Room(characters=80)).startswith("Kestrel · critical · May now share location\n\nhttps")


def test_a_text_message_has_no_letter_that_halves_it() -> None:
    sms = short_post(message("Zoë’s · critical · “Łódź” – 私"), Room(characters=160, is_plain=True))
    assert sms.startswith('Zoe\'s - critical - "Lodz" - ?') or sms.startswith('Zoe\'s - critical - "?odz" - ?')


def test_a_link_that_leaves_no_room_is_an_error_that_says_so() -> None:
    with pytest.raises(DeliveryError, match="a shorter base_url helps"):
        short_post(message("x", link=f"https://watch.example/{'x' * 200}"), Room(characters=160))
