"""Where watched links lead: looked at politely, told apart, and once they stand otherwise for two looks."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.running.link_targets import (
    LinkState,
    changes_of,
    due_links,
    look_at_targets,
    state_of,
    targets,
    tell_links,
)
from monitor.running.watch import Watch
from snapshots.records import LinkCheck, NoticeKind, Outcome
from spiders.declarations.declaration import Declaration
from tests.archives import new_archive
from tests.monitor.pages import page
from tests.snapshots.samples import POLICY, exchange
from tests.spiders.failures import serving

URL = "https://www.harbour.example/help/object"
ALIVE, GONE, BUSY = (Outcome.CAPTURED, URL), (Outcome.GONE, URL), (Outcome.SERVER_ERROR, URL)
MOVED = (Outcome.CAPTURED, "https://www.harbour.example/home/start")


def look(outcome: Outcome, final: str, day: int = 0) -> LinkCheck:
    asked = replace(exchange(day=day), requested_url=URL, final_url=final)
    return LinkCheck(text="Object", exchange=asked, outcome=outcome)


@pytest.mark.parametrize(
    ("outcome", "final", "state"),
    [
        (Outcome.CAPTURED, URL, LinkState.ALIVE),
        (Outcome.CAPTURED, "http://harbour.example/en/help/object/?lang=en", LinkState.ALIVE),
        (Outcome.NOT_TEXT, URL, LinkState.ALIVE),
        (Outcome.CAPTURED, "https://www.harbour.example/", LinkState.MOVED),
        (Outcome.CAPTURED, "https://elsewhere.example/help/object", LinkState.MOVED),
        (Outcome.CAPTURED, "https://www.harbour.example/login?next=%2Fhelp%2Fobject", LinkState.UNKNOWN),
        (Outcome.NOT_FOUND, URL, LinkState.DEAD),
        (Outcome.GONE, URL, LinkState.DEAD),
        (Outcome.ROBOTS, URL, LinkState.UNKNOWN),
        (Outcome.FORBIDDEN, URL, LinkState.UNKNOWN),
        (Outcome.DNS, URL, LinkState.UNKNOWN),
    ],
)
def test_one_look_says_what_it_can(outcome: Outcome, final: str, state: LinkState) -> None:
    assert state_of(look(outcome, final)) is state


def told(*looks: tuple[Outcome, str]) -> list[tuple[str, str]]:
    found = changes_of(look(*one, day=day) for day, one in enumerate(looks))
    return [(change.before.value, change.now.state.value) for change in found]


def test_a_target_is_told_dead_or_moved_once_two_looks_agree() -> None:
    assert told(ALIVE, ALIVE, GONE, ALIVE, GONE, BUSY, GONE, ALIVE) == []
    assert told(ALIVE, ALIVE, GONE, GONE, GONE) == [("answers", "leads to nothing")]
    assert told(ALIVE, ALIVE, MOVED, MOVED, ALIVE, ALIVE) == [
        ("answers", "leads elsewhere"),
        ("leads elsewhere", "answers"),
    ]
    assert told(GONE, GONE) == [("can't be told", "leads to nothing")]
    assert told(ALIVE, ALIVE, BUSY, BUSY, ALIVE, ALIVE) == []


def test_a_state_is_as_old_as_the_first_look_that_showed_it() -> None:
    looks = [look(*one, day=day) for day, one in enumerate([ALIVE, ALIVE, GONE, GONE])]
    (target,) = targets(looks)
    assert (target.state, target.since) == (LinkState.DEAD, looks[2].exchange.captured_at)
    (change,) = changes_of(looks)
    assert change.sentence.startswith(f"The watched link “Object” ({URL}) leads to nothing any more: status 200")


def test_the_links_of_a_document_are_looked_at_once_a_day_and_told_when_they_die() -> None:
    with serving() as server, closing(new_archive()) as archive:
        links = (("/status-410", "Object here"), ("/far", "Object there"), ("/later", "Our history"))
        server.policy = page(extra="".join(f'<p><a href="{server.url(path)}">{words}</a>' for path, words in links))
        document = replace(POLICY, url=server.url("/sound"))
        declaration = Declaration(
            document=document, addresses=(document.url,), accept_language="en", watch_links=("object",)
        )
        watch = Watch(archive, [declaration], contact="", authority="harbour.example,2026")
        list(watch.check([declaration]))
        watch.check_links()
        now = datetime.now(UTC)
        assert {look.url: look.outcome for look in archive.link_checks(document.id)} == {
            server.url("/status-410"): Outcome.GONE,
            server.url("/far"): Outcome.CAPTURED,
        }
        assert due_links(archive, [declaration], now) == []
        assert not server.seen["/later"]
        look_at_targets(archive, [declaration], contact="", now=now + timedelta(days=1))
        found = changes_of(archive.link_checks(document.id))
        told = tell_links(archive, "harbour.example,2026", [document.id])
        assert tell_links(archive, "harbour.example,2026", [document.id]) == ()  # once, however often it is looked for
        assert archive.verify().faults == ()
    said = {change.now.text: change.sentence for change in found}
    assert said["Object here"].endswith("leads to nothing any more: status 410")
    assert said["Object there"].endswith(f"leads elsewhere now: {server.url('/page')}")
    assert len(found) == 2
    assert {(row.kind, row.note) for row in told} == {(NoticeKind.LINK, sentence) for sentence in said.values()}
    assert len({row.id for row in told}) == 2
