"""Every way to fail at once, with a history and without: each is named, none becomes a version, none stops another."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace

import pytest

from monitor.running.watch import Watch
from snapshots.archive import Archive
from snapshots.records import Document, DocumentKind, Observation, Outcome
from spiders.declarations.declaration import Declaration
from spiders.jobs.job import Politeness
from tests.archives import new_archive
from tests.monitor.pages import page, with_change
from tests.spiders.failures import self_signed, serving

FAILURES = {
    "status-403": Outcome.FORBIDDEN,
    "status-404": Outcome.NOT_FOUND,
    "status-410": Outcome.GONE,
    "status-451": Outcome.FORBIDDEN,
    "later": Outcome.TOO_MANY_REQUESTS,
    "status-500": Outcome.SERVER_ERROR,
    "status-503": Outcome.SERVER_ERROR,
    "slow": Outcome.TIMEOUT,
    "drip": Outcome.TIMEOUT,
    "drop": Outcome.UNREACHABLE,
    "reset": Outcome.UNREACHABLE,
    "cut": Outcome.UNREACHABLE,
    "broken-chunks": Outcome.UNREACHABLE,
    "loop": Outcome.REDIRECT_LOOP,
    "endless": Outcome.REDIRECT_LOOP,
    "elsewhere": Outcome.UNREACHABLE,  # a redirect to a private network
    "to-mail": Outcome.CLIENT_ERROR,
    "bomb": Outcome.TOO_LARGE,
    "brotli-bomb": Outcome.TOO_LARGE,
    "huge": Outcome.TOO_LARGE,
    "endless-body": Outcome.TOO_LARGE,
    "half-gzip": Outcome.SERVER_ERROR,
    "strange-encoding": Outcome.SERVER_ERROR,
    "pdf": Outcome.NOT_TEXT,
    "nul-bytes": Outcome.NOT_TEXT,
    "empty": Outcome.EMPTY,
    "blank": Outcome.EMPTY,
    "shell": Outcome.EMPTY,
    "login-wall": Outcome.LOGIN_WALL,
    "consent-wall": Outcome.CONSENT_WALL,
    "challenge": Outcome.BOT_CHALLENGE,
    "error-200": Outcome.ERROR_PAGE,
    "short": Outcome.INCOMPLETE,
    "half-page": Outcome.INCOMPLETE,
    "wrong-charset": Outcome.ERROR_PAGE,
    "robots-forbid": Outcome.ROBOTS,
    "robots-5xx": Outcome.ROBOTS,
    "self-signed": Outcome.TLS,
    "unknown-host": Outcome.DNS,
}
SLOW = {"slow", "drip"}


@dataclass(frozen=True, slots=True)
class Found:
    """What a watch made of all that failed, and of the page among them."""

    archive: Archive
    declarations: dict[str, Declaration]
    private_seen: int

    def last(self, name: str) -> Observation:
        return self.archive.observations(name)[-1]


def declared(name: str, url: str) -> Declaration:
    return Declaration(
        document=Document(
            id=name, title="Harbour", service="Harbour", kind=DocumentKind.PRIVACY_POLICY, url=url, language="en"
        ),
        addresses=(url,),
        accept_language="en",
        max_bytes=30_000,
        timeout_seconds=1.5 if name in SLOW else 300,
    )


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Found]:
    """One watch over every failure and one sound page: first all is well, then only the sound page is."""
    with ExitStack() as stack, pytest.MonkeyPatch.context() as patch:
        polite = Politeness(delay_seconds=0, retries=0, backoff_seconds=0.05)
        patch.setattr("spiders.crawling.process.politeness_towards", lambda urls, gap: polite)
        server = stack.enter_context(serving())
        private = stack.enter_context(serving())
        forbidding = stack.enter_context(serving(robots=(200, b"User-agent: *\nDisallow: /robots-")))
        failing = stack.enter_context(serving(robots=(503, b"busy")))
        signed = stack.enter_context(serving(tls=self_signed(tmp_path_factory.mktemp("tls"))))
        server.leads_to = private.url("/page")
        urls = {name: server.url(f"/{name}") for name in FAILURES}
        urls |= {
            "robots-forbid": forbidding.url("/robots-forbid"),
            "robots-5xx": failing.url("/robots-5xx"),
            "self-signed": signed.url("/self-signed").replace("http:", "https:"),
            "unknown-host": "http://nowhere.invalid/",
            "sound": server.url("/sound"),
        }
        declarations = {name: declared(name, url) for name, url in urls.items()}
        archive = new_archive()
        watch = Watch(
            archive, list(declarations.values()), contact="m@harbour.example", authority="harbour.example,2026"
        )
        server.is_well = True
        list(watch.check(list(declarations.values())))
        server.is_well, server.policy = (
            False,
            page(with_change("Your rights", 0, "You can object to nothing any more.")),
        )
        list(watch.check([replace(d) for d in declarations.values()]))
        yield Found(archive, declarations, sum(private.seen.values()))
        archive.close()


@pytest.mark.parametrize("kind", FAILURES)
def test_each_failure_has_its_name_and_becomes_no_version(found: Found, kind: str) -> None:
    last = found.last(kind)
    assert last.outcome is FAILURES[kind], last.detail
    assert last.detail
    assert "\n" not in last.detail
    assert found.archive.alerts(kind) == []
    assert len(found.archive.versions(kind)) <= 1


def test_most_failures_had_a_history_to_be_held_against(found: Found) -> None:
    never_seen = {name for name in FAILURES if not found.archive.versions(name)}
    assert never_seen == {"robots-forbid", "robots-5xx", "self-signed", "unknown-host"}


def test_the_sound_page_among_them_is_seen_and_its_change_told(found: Found) -> None:
    assert [version.number for version in found.archive.versions("sound")] == [1, 2]


def test_nothing_private_was_asked(found: Found) -> None:
    assert found.private_seen == 0


def test_every_attempt_is_kept_and_the_archive_is_sound(found: Found) -> None:
    assert len(list(found.archive.attempts())) == 2 * (len(FAILURES) + 1)
    assert found.archive.verify().faults == ()
