"""From captures to alerts, as a watcher sees it: what is told, and what stays silent."""

from __future__ import annotations

import pytest

from monitor.running.page_reader import Reading
from monitor.running.pipeline import Judged, Pipeline
from snapshots.archive import Archive
from snapshots.records import Capture, CaptureFailure, Outcome, Severity, VersionKind
from tests.monitor.pages import DOCUMENT, SECTIONS, archive, capture, failure, page, with_change

PERMITS = "Private messages that you send to other members are used to train AI."


def watched(*seen: Capture | CaptureFailure, into: Archive | None = None) -> list[Judged]:
    kept = into or archive()
    pipeline = Pipeline(kept, "harbour.example,2025")
    return [pipeline.judge(kept.keep(one)) for one in seen]


def told(judged: list[Judged]) -> list[bool]:
    return [one.alert is not None for one in judged]


def test_a_first_look_is_no_news() -> None:
    (first,) = watched(capture(page(), 0))
    assert first.version
    assert first.version.kind is VersionKind.FIRST
    assert first.change is None


def test_markup_nonces_and_tracking_make_no_version() -> None:
    judged = watched(*(capture(page(nonce=str(day)), day) for day in range(5)))
    assert [one.version is not None for one in judged] == [True, False, False, False, False]


def test_private_messages_losing_their_exclusion_is_grave_and_quoted() -> None:
    judged = watched(capture(page(), 0), capture(page(with_change("How we use it", 1, PERMITS)), 1))
    alert = judged[1].alert
    assert alert
    assert alert.severity is Severity.CRITICAL
    assert alert.direction == "widens"
    assert {"private_messages", "ai_training"} <= set(alert.topics)
    assert alert.evidence[0].after_text == PERMITS
    assert alert.evidence[0].before_text == SECTIONS["How we use it"][1]
    assert alert.evidence[0].context[-1] == "How we use it"
    assert alert.id == f"tag:harbour.example,2025:{DOCUMENT.id}/2"
    assert alert.severity_reasons


def test_spelling_and_punctuation_wake_nobody() -> None:
    respelt = with_change("How we use it", 0, "We use what we keep, to give each boat a berth, and to send the bill.")
    judged = watched(capture(page(), 0), capture(page(respelt), 1))
    assert told(judged) == [False, False]
    assert judged[1].change is None or judged[1].change.severity is Severity.LOW


def half() -> dict[str, list[str]]:
    return {name: SECTIONS[name] for name in ("What we collect", "How we use it")}


def test_half_a_page_is_not_told_as_deleted() -> None:
    judged = watched(capture(page(), 0), capture(page(half()), 1), capture(page(), 2))
    assert told(judged) == [False, False, False]
    assert judged[1].observation.outcome is Outcome.INCOMPLETE
    assert judged[2].version is None


def test_a_change_within_half_a_page_is_told_at_once() -> None:
    changed = {
        name: sentences for name, sentences in with_change("How we use it", 1, PERMITS).items() if name in half()
    }
    judged = watched(
        capture(page(), 0), capture(page(changed), 1), capture(page(with_change("How we use it", 1, PERMITS)), 2)
    )
    assert told(judged) == [False, True, False]
    assert judged[1].alert
    assert judged[1].alert.partial


def test_what_stays_missing_is_told_as_gone_in_the_end() -> None:
    days = [0, 1, *range(10, 200, 10)]
    judged = watched(*(capture(page(None if day == 0 else half()), day) for day in days))
    changes = [one.change for one in judged if one.change]
    assert len(changes) == 1
    assert {hunk.kind.value for hunk in changes[0].hunks} >= {"removed"}
    assert changes[0].captured_at == judged[1].observation.captured_at


def test_an_alternating_text_is_told_once() -> None:
    other = page(with_change("How we use it", 1, PERMITS))
    judged = watched(*(capture(other if day % 2 else page(), day) for day in range(8)))
    assert sum(told(judged)) == 1
    assert len([one for one in judged if one.version]) == 2


def test_a_slow_reversal_is_told_as_one() -> None:
    other = page(with_change("How we use it", 1, PERMITS))
    judged = watched(capture(page(), 0), capture(other, 1), capture(other, 40), capture(page(), 41))
    assert told(judged) == [False, True, False, True]
    reversal = judged[3].alert
    assert reversal
    assert reversal.direction == "narrows"


NOT_THE_PAGE = {
    "error": b"<html lang=en><body><h1>This page isn't available right now</h1><p>Try again later.</p></body></html>",
    "login": b"<html lang=en><body><h1>Log in</h1><form method=post><input type=password name=p><button>Log in"
    b"</button></form></body></html>",
    "shell": b"<html lang=en><body><div id=root></div>" + b"<script>var a=1;</script>" * 50 + b"</body></html>",
    "heading": b"<html lang=en><body><h1>Harbour Privacy Policy</h1></body></html>",
}


@pytest.mark.parametrize("kind", NOT_THE_PAGE)
def test_what_is_not_the_page_makes_no_version_and_no_alert(kind: str) -> None:
    judged = watched(capture(page(), 0), capture(NOT_THE_PAGE[kind], 1), capture(page(), 2))
    assert told(judged) == [False, False, False]
    assert judged[1].version is None
    assert judged[1].observation.outcome is not Outcome.CAPTURED
    assert judged[2].version is None


@pytest.mark.parametrize("kind", NOT_THE_PAGE)
def test_what_is_not_the_page_does_not_become_the_first_version(kind: str) -> None:
    judged = watched(capture(NOT_THE_PAGE[kind], 0), capture(page(), 1))
    assert [one.version is not None for one in judged] == [False, True] or kind == "heading"
    assert told(judged) == [False, False]


def test_failures_are_observations_and_nothing_else() -> None:
    judged = watched(capture(page(), 0), failure(Outcome.NOT_FOUND, 1), failure(Outcome.NOT_MODIFIED, 2))
    assert [one.observation.outcome for one in judged] == [Outcome.CAPTURED, Outcome.NOT_FOUND, Outcome.NOT_MODIFIED]
    assert judged[1].observation.version is None
    assert judged[2].observation.version == 1


@pytest.mark.parametrize("reading", [Reading(remove=("footer",)), Reading(filters=("link-noise",))])
def test_another_reading_of_the_same_page_is_no_news(reading: Reading) -> None:
    kept = archive()
    footer = "<footer><p>The harbour office is open on weekdays from eight to noon.</p></footer>"
    body = page(extra=footer)
    Pipeline(kept, "harbour.example,2025").judge(kept.keep(capture(body, 0)))
    narrowed = Pipeline(kept, "harbour.example,2025", {DOCUMENT.id: reading})
    upgraded = narrowed.judge(kept.keep(capture(body, 1)))
    assert upgraded.change is None
    assert kept.versions(DOCUMENT.id)[-1].kind is VersionKind.TECHNICAL
    changed = narrowed.judge(kept.keep(capture(page(with_change("How we use it", 1, PERMITS), extra=footer), 2)))
    assert changed.alert


def test_a_killed_judge_is_made_up_for() -> None:
    kept = archive()
    for day in range(3):
        kept.keep(capture(page(nonce=str(day)), day))
    pipeline = Pipeline(kept, "harbour.example,2025")
    assert len(list(pipeline.judge_pending(DOCUMENT.id))) == 3
    assert list(pipeline.judge_pending(DOCUMENT.id)) == []


def test_the_same_captures_give_the_same_alerts() -> None:
    def alerts() -> object:
        kept = archive()
        watched(capture(page(), 0), capture(page(with_change("How we use it", 1, PERMITS)), 1), into=kept)
        return kept.alerts(), kept.changes()

    assert alerts() == alerts()


def test_a_watched_link_that_moves_is_told_once_and_others_are_not() -> None:
    def with_links(form: str, other: str) -> bytes:
        links = f'<p><a href="{form}">Object to this use</a> or <a href="{other}">read about berths</a>.</p>'
        return page(extra=links)

    kept = archive()
    pipeline = Pipeline(kept, "harbour.example,2025", {DOCUMENT.id: Reading(watch_links=("object",))})
    old, new = "https://harbour.example/form", "https://harbour.example/login"
    bodies = [
        with_links(old, old),
        with_links(old, new),
        with_links(new, new),
        with_links(old, new),
        with_links(new, new),
    ]
    judged = [pipeline.judge(kept.keep(capture(body, day))) for day, body in enumerate(bodies)]
    assert told(judged) == [False, False, True, False, False]
    alert = judged[2].alert
    assert alert
    assert (alert.evidence[0].before_text, alert.evidence[0].after_text) == (old, new)


FRENCH = [
    "Nous gardons le nom de chaque bateau et le nom de son propriétaire.",
    "Le bureau du port note quand un bateau arrive et quand il repart.",
    "Des caméras sur la jetée prennent des photos des places pendant la nuit.",
    "Vous pouvez vous opposer à tout moment à cette utilisation en nous écrivant.",
    "Nous ne partageons rien avec les sociétés qui vendent de la publicité aux marins.",
    "Les messages privés que vous envoyez aux autres membres ne sont pas utilisés.",
]


def test_another_language_of_the_page_is_a_wrong_variant() -> None:
    french = page({"Ce que nous gardons": FRENCH, "Vos droits": FRENCH[::-1]}).replace(b'lang="en"', b'lang="fr"')
    judged = watched(capture(page(), 0), capture(french, 1), capture(page(), 2))
    assert judged[1].observation.outcome is Outcome.WRONG_LANGUAGE
    assert told(judged) == [False, False, False]
    assert judged[2].version is None


def test_a_page_of_twenty_megabytes_is_read_in_bounded_time() -> None:
    long = page(extra="<p>We keep the name of each boat that comes in.</p>" * 300_000)
    assert len(long) < 20_000_000
    judged = watched(capture(page(), 0), capture(long, 1))
    assert judged[1].observation


def test_an_alert_names_the_last_look_without_it() -> None:
    """Not the first capture of the version before, nor a look at which the server called the page unchanged."""
    changed = page(with_change("How we use it", 1, PERMITS))
    seen = [capture(page(), 0), capture(page(), 5), failure(Outcome.NOT_MODIFIED, 6), capture(changed, 7)]
    judged = watched(*seen)
    assert judged[3].alert and judged[3].change
    assert judged[3].alert.previous_captured_at == judged[0].observation.captured_at
    assert judged[3].alert.lacked_at == judged[3].change.lacked_at == judged[1].observation.captured_at
