"""What recorded changes of real policies are judged to mean, against the labels that two people agreed on."""

from __future__ import annotations

import pytest

from tests.monitor.replays import CORPUS, LABELS, REPLAYED, labelled_rows, replay, score_replay


@pytest.mark.slow
def test_recorded_changes_are_told_as_people_labelled_them() -> None:
    for path in (LABELS / "dev.jsonl", *(CORPUS / f"{name}.warc.gz" for name in REPLAYED)):
        if not path.exists():
            pytest.skip(f"{path} is absent; POLICYWATCH_CORPUS and POLICYWATCH_LABELS name the folders")
    alerts = [alert for name in REPLAYED for alert in replay(CORPUS / f"{name}.warc.gz", name)]
    found = score_replay(labelled_rows(LABELS / "dev.jsonl"), alerts)
    bars = {
        "precision >= .95": found.score.precision >= 0.95,
        "recall >= .92": found.score.recall >= 0.92,
        "every critical row": not found.missed_critical,
        "direction >= .90": found.score.direction >= 0.90,
        "topics F1 >= .75": found.score.topics_f1 >= 0.75,
        "anchors quoted >= .80": found.score.anchors_quoted >= 0.80,
        "alerts per alerting capture <= 1.05": 0 < found.alerts_per_capture <= 1.05,
        "findings per alert <= 8": 0 < found.findings_per_alert <= 8,
    }
    missed = [bar for bar, is_met in bars.items() if not is_met]
    assert not missed, f"below the bar: {'; '.join(missed)}\n{found}"
