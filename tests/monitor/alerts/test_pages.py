"""What changes of whole pages are judged to mean: one change, or a harmless one, among much that stays.

The pages and their labels were written by someone who had seen no rule; `tests/monitor/page_pairs` makes them.
"""

from __future__ import annotations

from tests.monitor.measuring import judged_pages
from tests.monitor.page_pairs import page_pairs
from tests.monitor.scoring import score


def test_changes_of_pages_are_told_and_quoted() -> None:
    found = score(judged_pages())
    assert found.recall >= 0.9, found
    assert found.precision >= 0.84, found  # a little under what is measured: rewordings that are told as changes
    assert found.direction >= 0.9, found
    assert found.anchors_quoted >= 0.75, found


def test_pages_hold_both_kinds_in_every_language() -> None:
    labels = [pair.label for pair in page_pairs()]
    assert len(labels) == 60
    for language in ("de", "en", "es", "fr"):
        assert {label.should_alert for label in labels if label.language == language} == {True, False}
