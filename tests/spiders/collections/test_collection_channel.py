"""Collections of Open Terms Archive, followed through their API as `run` follows them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.running.watch import Watch
from snapshots.records import (
    COLLECTION,
    Capture,
    CaptureFailure,
    Document,
    DocumentKind,
    NoticeKind,
    Outcome,
    Release,
)
from spiders.collections.collection_channel import newest_versions
from spiders.declarations.declaration import Declaration
from spiders.jobs.declared_pages import FetchHistory
from spiders.jobs.job import Politeness
from tests.archives import new_archive
from tests.monitor.pages import SECTIONS, with_change
from tests.spiders.collections.stand_in import START, TERMS, StandIn, collection

URL = "https://www.harbour.example/privacy"
QUICK = Politeness(delay_seconds=0, retries=1, backoff_seconds=0.05)
OLD, MIDDLE, NEW = "# Privacy\n\nWe note boats.", "# Privacy\n\nWe note boats and crews.", "# Privacy\n\nWe sell lists."


def declared(api: str, terms: str = TERMS, **more: object) -> Declaration:
    document = Document(id="harbour", title="Harbour", service="Harbour", kind=DocumentKind.PRIVACY_POLICY, url=URL)
    return Declaration(
        document=document,
        addresses=(URL,),
        accept_language="en",
        channels=(COLLECTION,),
        collection=api,
        terms=terms,
        **more,  # type: ignore[arg-type]
    )


def seen(declaration: Declaration, history: FetchHistory | None = None) -> list[Capture | CaptureFailure]:
    histories = {"harbour": history} if history else None
    return list(newest_versions([declaration], contact="mail@boat.example", histories=histories, politeness=QUICK))


@pytest.fixture
def api() -> Iterator[StandIn]:
    with collection() as stand_in:
        yield stand_in


def bodies(results: list[Capture | CaptureFailure]) -> list[str]:
    return [result.body.decode() for result in results if isinstance(result, Capture)]


def test_of_a_document_that_was_never_seen_the_newest_version_is_told_as_the_collection_dates_it(api: StandIn) -> None:
    api.add(0, OLD, isFirstRecord=True)
    commit = api.add(3, NEW)
    (result,) = seen(declared(api.url))
    assert isinstance(result, Capture)
    assert (result.body.decode(), result.media_type) == (NEW, "text/markdown")
    told = result.exchange
    assert (told.captured_at, told.channel, told.requested_url) == (START + timedelta(days=3), "collection", URL)
    assert told.source == f"git:{commit}:Harbour/Privacy Policy.md"
    assert ("collection", api.url) in told.provenance
    assert told.status is None, "the page's own answer is not known"
    assert not told.reads_anew


def test_all_versions_since_the_last_look_come_oldest_first(api: StandIn) -> None:
    for day, text in ((0, OLD), (2, MIDDLE), (2.5, NEW)):
        api.add(day, text)
    results = seen(declared(api.url), FetchHistory(shown_at=START))
    assert bodies(results) == [MIDDLE, NEW]


def test_what_came_from_the_repository_before_is_not_brought_again_however_its_commit_is_written(api: StandIn) -> None:
    commits = [api.add(day, text) for day, text in ((1, OLD), (2, MIDDLE), (3, NEW))]
    kept = frozenset([f"git:{commits[1]}:Harbour/Privacy Policy.md"])
    for version in api.versions[TERMS]:
        version["id"] = version["id"][:7]
    assert bodies(seen(declared(api.url), FetchHistory(sources=kept, shown_at=START))) == [NEW]


def test_nothing_newer_is_said_with_the_date_of_the_newest(api: StandIn) -> None:
    api.add(1, OLD)
    (result,) = seen(declared(api.url), FetchHistory(shown_at=START + timedelta(days=1)))
    assert isinstance(result, CaptureFailure)
    assert result.outcome is Outcome.NOT_MODIFIED
    assert "no version newer than that of 2026-03-02" in result.detail


def test_a_technical_upgrade_is_no_news_of_the_page(api: StandIn) -> None:
    api.add(1, OLD)
    api.add(2, NEW, isTechnicalUpgrade=True)
    (result,) = seen(declared(api.url), FetchHistory(shown_at=START + timedelta(days=1)))
    assert result.exchange.reads_anew


NO_VERSIONS = [
    (404, b"{}", Outcome.NOT_FOUND, "the collection: status 404"),
    (200, b"<html>", Outcome.SERVER_ERROR, "tells no version"),
    (200, b"[" * 100_000, Outcome.SERVER_ERROR, "tells no version"),
    (200, b'{"id": 1, "content": "x", "fetchDate": "2026-03-01T00:00:00Z"}', Outcome.SERVER_ERROR, "are text"),
    (200, b'{"id": "", "content": "x", "fetchDate": "2026-03-01T00:00:00Z"}', Outcome.SERVER_ERROR, "are text"),
    (200, b'{"id": "a", "content": "x", "fetchDate": "2026-03-01T00:00:00"}', Outcome.SERVER_ERROR, "has a zone"),
    (200, b'{"id": "a", "content": "", "fetchDate": "2026-03-01T00:00:00Z"}', Outcome.EMPTY, "empty body"),
    (503, b"", Outcome.SERVER_ERROR, "the collection: status 503"),
]


@pytest.fixture(scope="module")
def refused() -> dict[str, Capture | CaptureFailure]:
    """Return what one look at collections that answer with no version makes of each."""
    with ExitStack() as stack:
        asked = []
        for number, (status, body, *_) in enumerate(NO_VERSIONS):
            api = stack.enter_context(collection())
            api.broken = dict.fromkeys(range(1, 9), (status, body))
            one = declared(api.url)
            asked.append(replace(one, document=replace(one.document, id=f"harbour-{number}")))
        found = list(newest_versions(asked, contact="mail@boat.example", politeness=QUICK))
        assert len(found) == len(asked)
        return {result.exchange.document_id: result for result in found}


@pytest.mark.parametrize("number", range(len(NO_VERSIONS)))
def test_what_is_no_version_is_an_outcome(refused: dict[str, Capture | CaptureFailure], number: int) -> None:
    *_, outcome, said = NO_VERSIONS[number]
    result = refused[f"harbour-{number}"]
    assert isinstance(result, CaptureFailure)
    assert result.outcome is outcome
    assert said in result.detail


def test_a_collection_that_fails_half_way_loses_nothing(api: StandIn) -> None:
    for day, text in ((1, OLD), (2, MIDDLE), (3, NEW)):
        api.add(day, text)
    api.broken = {2: (500, b""), 3: (500, b"")}
    history = FetchHistory(shown_at=START + timedelta(days=1))
    assert bodies(seen(declared(api.url), history)) == []
    api.broken = {}
    assert bodies(seen(declared(api.url), history)) == [MIDDLE, NEW]


def test_an_engine_that_answers_every_date_alike_is_asked_no_further(api: StandIn) -> None:
    api.add(3, NEW)
    fixed = api.answer("/api/v1/version/Harbour/Privacy%20Policy/2026-03-09T00:00:00Z")
    api.broken = dict.fromkeys(range(1, 99), fixed)
    assert bodies(seen(declared(api.url), FetchHistory(shown_at=START))) == [NEW]
    assert len(api.asked) == 2


def test_names_with_slashes_and_signs_are_asked_for_as_they_are(api: StandIn) -> None:
    api.add(1, NEW, terms="Harbour & Sons/Pier/Terms of Service")
    assert bodies(seen(declared(api.url, "Harbour & Sons/Pier/Terms of Service"))) == [NEW]


def markdown(sections: dict[str, list[str]]) -> str:
    parts = ["# Harbour Privacy Policy", *(part for name, told in sections.items() for part in (f"## {name}", *told))]
    return "\n\n".join(parts)


def test_a_watched_collection_tells_what_changes_in_it(api: StandIn) -> None:
    changed = with_change("How we use it", 1, "Private messages that you send to other members are used to train AI.")
    api.add(0, markdown(SECTIONS), isFirstRecord=True)
    kept = new_archive()
    now = START + timedelta(days=9)
    watch = Watch(kept, [declared(api.url)], contact="", authority="boat.example,2026", now=lambda: now)
    watched = watch.due()
    list(watch.check(watched))
    api.add(1, markdown(changed))
    api.add(2, markdown(changed), isTechnicalUpgrade=True)
    list(watch.check(watched))
    list(watch.check(watched))
    looks = [(look.channel, look.outcome) for look in kept.observations("harbour")]
    assert looks == [("collection", Outcome.CAPTURED)] * 3 + [("collection", Outcome.NOT_MODIFIED)]
    (told,) = kept.notices()
    assert (told.kind, told.how) == (NoticeKind.ALERT, Release.UNCONFIRMED)
    (alert,) = kept.alerts("harbour")
    assert alert.captured_at == START + timedelta(days=1)
