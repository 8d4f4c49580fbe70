"""What was recorded is judged again as it was judged then: the rebuilt situation is the one that was judged."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

import monitor.running.change_assessor
from monitor.alerts import Assessment, Situation, assess
from monitor.rule_lab.recorded_changes import recorded_changes
from monitor.rule_lab.replay import find_unexplained, reassess
from monitor.rules.pack import Pack
from monitor.rules.pack_files import default_pack
from monitor.running.page_reader import Reading
from monitor.running.pipeline import Pipeline
from snapshots.archive import Archive
from snapshots.records import Severity
from tests.monitor.pages import DOCUMENT, SECTIONS, archive, capture, page, with_change

PERMITS = "Private messages that you send to other members are used to train AI."
SHARES = "We share messages with companies that sell advertising to sailors."
DATED = "This policy was last updated on 3 May 2025 and takes effect on that day."
HALF = {name: SECTIONS[name] for name in ("What we collect", "How we use it")}
HALF_CHANGED = {name: with_change("How we use it", 1, PERMITS)[name] for name in HALF}
BOTH = {
    **with_change("How we use it", 1, PERMITS),
    "Whom we tell": with_change("Whom we tell", 1, SHARES)["Whom we tell"],
}
STORIES: dict[str, list[tuple[float, bytes]]] = {
    "changes": [(0, page()), (1, page(with_change("How we use it", 1, PERMITS))), (2, page(BOTH))],
    "gone": [(0, page()), (1, page(with_change("Your rights", 0, None))), (3, page(BOTH))],
    "dated": [(0, page(extra=f"<p>{DATED}</p>")), (1, page(BOTH, extra=f"<p>{DATED.replace('May', 'June')}</p>"))],
    "half": [(0, page()), (1, page(HALF_CHANGED)), (2, page(BOTH)), (3, page())],
    "held": [(0, page()), (1, page(HALF)), (190, page(HALF)), (200, page(HALF_CHANGED))],
    "reversal": [(0, page()), (1, page(BOTH)), (40, page()), (80, page(BOTH)), (81, page())],
    "flicker": [(0, page()), (1, page(BOTH)), (2, page()), (3, page(with_change("Your rights", 0, None)))],
    "link": [(0, page()), (1, page().replace(b"/contact?", b"/objections?"))],
}


def replayed(
    story: list[tuple[float, bytes]], monkeypatch: pytest.MonkeyPatch, *readings: Reading
) -> tuple[Archive, list[Situation]]:
    """Return the archive of a story, and the situations in which it was judged."""
    judged: list[Situation] = []

    def watching(situation: Situation, pack: Pack) -> Assessment:
        judged.append(situation)
        return assess(situation, pack)

    monkeypatch.setattr(monitor.running.change_assessor, "assess", watching)
    kept = archive()
    for number, (day, body) in enumerate(story):
        reading = (readings or (Reading(watch_links=("write to us",)),))[min(number, max(len(readings) - 1, 0))]
        Pipeline(kept, "harbour.example,2025", {DOCUMENT.id: reading}).judge(kept.keep(capture(body, day)))
    return kept, judged


@pytest.mark.parametrize("name", STORIES)
def test_the_situation_is_rebuilt_as_it_was(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    kept, judged = replayed(STORIES[name], monkeypatch)
    again = list(recorded_changes(kept, DOCUMENT, default_pack(), {DOCUMENT.id: ("write to us",)}))
    assert len(again) == len(judged) >= 1
    assert [recorded.situation for recorded in again] == judged
    assert {reassess(recorded, default_pack()).what for recorded in again} == {"same"}


def test_a_text_that_was_read_by_another_extractor_is_known_as_it_was_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    readings = (Reading(select="h1, h2, p"), Reading(select="main"), Reading(select="body"))
    kept, judged = replayed(STORIES["changes"], monkeypatch, *readings)
    again = list(recorded_changes(kept, DOCUMENT, default_pack()))
    assert len(again) == len(judged) == 2
    for recorded, then in zip(again, judged, strict=True):
        rebuilt = recorded.situation
        assert set(then.seen) >= set(rebuilt.seen)
        assert Counter(rebuilt.before.segments) == Counter(then.before.segments)
        alike = {"seen": (), "labels": frozenset(), "before": then.before}
        assert replace(rebuilt, **alike) == replace(then, **alike)
        assert reassess(recorded, default_pack()).what == "same"


MILDER = replace(default_pack(), thresholds=((90, Severity.CRITICAL), (80, Severity.HIGH), (3, Severity.MEDIUM)))
SILENT = replace(default_pack(), thresholds=((90, Severity.CRITICAL),))


def test_other_rules_are_shown_to_judge_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    kept, _ = replayed(STORIES["changes"], monkeypatch)
    first, _ = recorded_changes(kept, DOCUMENT, default_pack())
    milder = reassess(first, MILDER)
    assert (milder.what, milder.differing) == ("changed", ("severity",))
    assert reassess(first, SILENT).what == "gone"
    assert reassess(replace(first, alert=None, standing=None), default_pack()).what == "new"
    assert first.alert
    other = replace(first.alert, headline="Something else")
    assert reassess(replace(first, alert=other, standing=other), default_pack()).differing == ("headline",)


def test_what_no_rule_explains_is_listed_with_where_it_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    odd = "Every lighthouse keeper of the bay wears a yellow hat on Sundays."
    told = with_change("How we use it", 1, PERMITS)
    told["Whom we tell"].insert(1, odd)
    kept, _ = replayed(
        [(0, page()), (1, page(told)), (2, page({**told, "Your rights": BOTH["Your rights"][:1]}))], monkeypatch
    )
    found = [
        gap
        for recorded in recorded_changes(kept, DOCUMENT, default_pack())
        for gap in find_unexplained(recorded, default_pack())
    ]
    (gap,) = [gap for gap in found if odd in [item.text for item in gap.passage.news]]
    assert gap.passage.news[0].hunk.context[-1] == "Whom we tell"
    assert gap.recorded.change.document_id == DOCUMENT.id
    quotes = [quote.after_text for quote in gap.recorded.alert.evidence] if gap.recorded.alert else []
    assert gap.is_told is (odd in quotes)
    assert gap.rules == ("words_gained",)
    assert PERMITS not in [item.text for gap in found for item in gap.passage.news]
