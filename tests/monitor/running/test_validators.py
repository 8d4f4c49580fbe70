"""When a server may vouch for a page: for the very same request, for a day, and never for ever."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from monitor.running.validators import MOST_IN_A_ROW, validators_of
from monitor.running.watch import Watch
from snapshots.records import Exchange, Observation, Outcome
from spiders.declarations.declaration import ConditionalPolicy, Declaration, RobotsPolicy
from spiders.jobs.job import Validators
from tests.archives import new_archive
from tests.monitor.pages import page
from tests.snapshots.samples import POLICY, exchange
from tests.spiders.failures import FailureServer, serving

SEEN_AT = datetime(2025, 3, 1, 6, tzinfo=UTC)
AGENT = "policywatch/1 (+mail@harbour.example)"
URL = "https://harbour.example/privacy"
ASKED = (("Accept", "text/html"), ("Accept-Language", "en"), ("User-Agent", AGENT), ("X-Quay", "north"))


def observed(*outcomes: Outcome) -> list[Observation]:
    return [
        Observation(
            document_id=POLICY.id, attempt=number, captured_at=SEEN_AT + number * timedelta(hours=1), outcome=outcome,
            detail="",
        )
        for number, outcome in enumerate(outcomes)
    ]  # fmt: skip


def answered(*headers: tuple[str, str], **changed: object) -> Exchange:
    known = replace(exchange(), final_url=URL, request_headers=ASKED, response_headers=headers)
    return replace(known, **changed)  # type: ignore[arg-type]


def asked(
    *outcomes: Outcome,
    of: Exchange | None = None,
    after: timedelta = timedelta(hours=6),
    language: str = "en",
    agent: str = AGENT,
) -> Validators | None:
    told = of or answered(("ETag", '"one"'))
    return validators_of(
        reversed(observed(*outcomes)), lambda _: told, now=SEEN_AT + after, accept_language=language, agent=agent
    )


CAPTURED, SAME, DOWN = Outcome.CAPTURED, Outcome.NOT_MODIFIED, Outcome.SERVER_ERROR


def test_they_are_of_the_address_that_answered_and_of_what_was_asked_there() -> None:
    found = asked(CAPTURED, of=answered(("ETag", '"one"'), ("Last-Modified", "then"), ("Vary", "X-Quay, Accept")))
    assert found
    assert found.url == URL
    assert found.headers == (("If-None-Match", '"one"'), ("If-Modified-Since", "then"))
    assert dict(found.selecting)["x-quay"] == "north"
    assert dict(found.selecting)["cookie"] == ""


def test_another_language_program_or_variant_has_none() -> None:
    tag = ("ETag", '"one"')
    assert asked(CAPTURED)
    assert asked(CAPTURED, language="de") is None
    assert asked(CAPTURED, agent="policywatch/2") is None
    assert asked(CAPTURED, of=answered(tag, ("Vary", "*"))) is None
    assert asked(CAPTURED, of=answered(tag, channel="browser")) is None
    assert asked(CAPTURED, of=answered()) is None


def test_a_server_vouches_for_a_day_and_ten_answers_at_most() -> None:
    assert asked(CAPTURED, SAME, SAME, after=timedelta(hours=22))
    assert asked(CAPTURED, SAME, SAME, after=timedelta(hours=23, minutes=50)) is None
    assert asked(CAPTURED, *[SAME] * (MOST_IN_A_ROW - 1))
    assert asked(CAPTURED, *[SAME] * MOST_IN_A_ROW) is None
    assert asked(CAPTURED, DOWN) is None
    assert asked(SAME) is None
    assert asked() is None


def test_a_capture_of_a_time_to_come_vouches_for_nothing() -> None:
    assert asked(CAPTURED, after=timedelta(days=-400)) is None


def watching(server: FailureServer, *paths: str) -> Callable[..., tuple[Watch, Declaration]]:
    archive = new_archive()
    urls = tuple(map(server.url, paths))

    def watch(now: datetime = datetime.now(UTC), **changed: object) -> tuple[Watch, Declaration]:  # noqa: B008
        declaration = Declaration(
            document=replace(POLICY, url=urls[0]), addresses=urls, accept_language="en", robots=RobotsPolicy.IGNORE,
            robots_reason="a test",
        )  # fmt: skip
        declaration = replace(declaration, **changed)  # type: ignore[arg-type]
        made = Watch(archive, [declaration], contact="", authority="harbour.example,2026", now=lambda: now)
        return made, declaration

    return watch


def look(made: tuple[Watch, Declaration]) -> Outcome:
    watch, declaration = made
    (judged,) = watch.check([declaration])
    return judged.observation.outcome


def test_a_server_that_always_agrees_hides_a_change_for_a_day_at_most() -> None:
    with serving() as server:
        watch = watching(server, "/agreed")
        assert look(watch()) is CAPTURED
        server.policy = page(extra="<p>We sell your private messages to advertisers.</p>")
        assert look(watch()) is SAME
        made, declaration = watch(now=datetime.now(UTC) + timedelta(hours=24))
        (judged,) = made.check([declaration])
        assert judged.observation.outcome is CAPTURED
        assert judged.version and judged.alert


def test_a_declaration_that_asks_for_the_whole_page_gets_it() -> None:
    with serving() as server:
        watch = watching(server, "/agreed")
        assert [look(watch(conditional=ConditionalPolicy.NEVER)) for _ in range(2)] == [CAPTURED, CAPTURED]


def test_what_one_address_said_is_asked_of_no_other() -> None:
    with serving() as server:
        server.leads_to = server.url("/agreed")
        watch = watching(server, "/elsewhere")
        assert [look(watch()), look(watch())] == [CAPTURED, SAME]  # of where it leads, asked there
        server.leads_to = server.url("/agreed?edition=2")
        assert look(watch()) is CAPTURED
        url = server.url("/agreed?edition=3")
        assert look(watch(addresses=(url,))) is CAPTURED
        assert look(watch(addresses=(url,), accept_language="de")) is CAPTURED
        assert look(watch(addresses=(url,), accept_language="de")) is SAME


def test_a_second_address_lends_the_first_one_nothing() -> None:
    with serving() as server:
        watch = watching(server, "/status-503", "/agreed")
        assert look(watch()) is CAPTURED
        watch = watching(server, "/agreed?first", "/agreed")
        assert look(watch(addresses=(server.url("/status-404"), server.url("/agreed")))) is CAPTURED
        assert look(watch()) is CAPTURED


def test_a_page_behind_a_cookie_is_asked_for_whole() -> None:
    with serving() as server:
        watch = watching(server, "/cookie-wall")
        outcomes = [look(watch()) for _ in range(2)]
        assert SAME not in outcomes
