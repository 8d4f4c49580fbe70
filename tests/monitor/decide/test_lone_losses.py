"""What goes alone from a page that is seen in part: told in days, while the rest is waited for."""

from __future__ import annotations

import pytest

from monitor.decide.lone_losses import lone_losses
from monitor.diff import compare
from monitor.memory.recollection import Recollection, dump, load
from monitor.running.pipeline import Judged
from snapshots.records import Extraction, Hunk, Outcome, Segment, SegmentKind
from tests.monitor.decide.test_lineages import QUAY
from tests.monitor.decide.test_outcomes import watched
from tests.monitor.shown.documents import html

PROMISES = {
    "en": "We do not sell your private messages to advertisers.",
    "de": "Wir verkaufen Ihre privaten Nachrichten nicht an Werbetreibende.",
    "fr": "Nous ne vendons pas vos messages privés à des annonceurs.",
    "es": "No vendemos sus mensajes privados a anunciantes.",
}
_LINES = {
    "en": "The office writes down at which hour boat {n} comes to the pier and when it leaves again.",
    "de": "Das Büro schreibt auf, um welche Zeit das Boot {n} an den Steg kommt und wann es wieder fährt.",
    "fr": "Le bureau note à quelle heure le bateau {n} arrive au quai et à quelle heure il repart.",
    "es": "La oficina anota a qué hora llega el barco {n} al muelle y a qué hora vuelve a salir.",
}


def page(*, lines: int = 40, language: str = "en", promise: bool = True) -> bytes:
    """Return a policy with its promise behind the fifth line, cut behind some number of lines."""
    text = [_LINES[language].format(n=n) for n in range(lines)]
    text[5:5] = [PROMISES[language]] * promise
    body = "".join(f"<p>{line}</p>" for line in text)
    return html(language, "Quay privacy policy", f"<main><h1>Privacy policy</h1>{body}</main>")


def alerting(judged: list[Judged]) -> list[int]:
    return [number for number, one in enumerate(judged) if one.alert]


@pytest.mark.parametrize("language", PROMISES)
def test_a_promise_that_goes_beside_half_a_page_is_told_in_days_under_the_capture_that_lost_it(language: str) -> None:
    half = page(lines=25, language=language, promise=False)
    judged = watched(QUAY, page(language=language), *[half] * 4, every=2)
    (n,) = alerting(judged)
    alert = judged[n].alert
    assert alert
    assert [quote.before_text for quote in alert.evidence] == [PROMISES[language]]
    assert alert.captured_at == judged[1].observation.captured_at
    assert alert.id in [notice.alert_id for notice in judged[n].notices], "the waiting was its second look"


def test_half_a_page_alone_is_told_as_no_loss() -> None:
    judged = watched(QUAY, page(), *[page(lines=25)] * 10, every=2)
    assert alerting(judged) == []
    assert {one.observation.outcome for one in judged[1:]} == {Outcome.INCOMPLETE}


def test_a_promise_that_comes_back_within_days_is_no_loss() -> None:
    judged = watched(QUAY, page(), page(lines=25, promise=False), page(lines=25), page(), every=2)
    assert alerting(judged) == []


def test_a_whole_view_in_between_starts_no_other_passage_anew() -> None:
    half, other = page(lines=25, promise=False), page(lines=24, promise=False)
    judged = watched(QUAY, page(), half, other, half, other, every=2)
    assert alerting(judged) == [4]


def test_what_was_told_as_lost_is_told_once() -> None:
    half, other = page(lines=25, promise=False), page(lines=24, promise=False)
    judged = watched(QUAY, page(), *[half] * 5, *[other] * 5, *[half] * 5, every=2)
    assert len(alerting(judged)) == 1


def test_the_start_of_a_section_and_a_list_that_went_are_not_alone() -> None:
    before = [_said(n, "Pier") for n in range(6)] + [_said(n, "Crane") for n in range(6)]
    for gone in ([0], [5], [6], [2, 3, 4]):
        shown = [segment for n, segment in enumerate(before) if n not in gone]
        assert lone_losses(before, shown, _hunks(before, shown)) == []
    shown = [segment for n, segment in enumerate(before) if n not in (2, 9)]
    assert lone_losses(before, shown, _hunks(before, shown)) == [2, 9]


def test_absence_is_remembered_as_it_was_written_and_older_memories_have_none() -> None:
    memory = Recollection(absent={"ab": (watched(QUAY, page())[0].observation.captured_at, 7)})
    assert load(dump(memory)) == memory
    older = {name: value for name, value in dump(memory).items() if name != "absent"}
    assert load(older) == Recollection()


def _said(n: int, section: str) -> Segment:
    text = f"The office of the {section.lower()} keeps what boat {n} brings for a week and no longer."
    return Segment(text=text, kind=SegmentKind.SENTENCE, context=(section,))


def _hunks(before: list[Segment], shown: list[Segment]) -> tuple[Hunk, ...]:
    return compare(_extraction(before), _extraction(shown)).hunks


def _extraction(segments: list[Segment]) -> Extraction:
    return Extraction(title="Quay", language="en", segments=tuple(segments), links=(), extractor="test 1")
