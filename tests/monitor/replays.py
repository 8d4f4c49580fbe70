"""Recorded captures of real policies, replayed as if they had been made then, held against labels. Asserts nothing.

The captures and the labels lie outside the repository, because the texts belong to their publishers:
POLICYWATCH_CORPUS and POLICYWATCH_LABELS name the folders.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from monitor.running.capture_import import import_warc
from monitor.running.pipeline import Judged, Pipeline
from monitor.running.watch import readings
from snapshots.records import Alert, Document, DocumentKind
from spiders.declarations import catalogue
from spiders.declarations.declarations import load_declarations
from tests.archives import new_archive
from tests.monitor.scoring import Label, Score, Told, score

CORPUS = Path(os.environ.get("POLICYWATCH_CORPUS", "recorded-captures"))
LABELS = Path(os.environ.get("POLICYWATCH_LABELS", "labels"))

REPLAYED = ("facebook-privacy-policy", "instagram-privacy-policy")  # the files whose captures are labelled

LEARNT = {"other companies": "learn-other.jsonl", "French": "learn-fr.jsonl", "German": "learn-de.jsonl"}

# Documents of those sets that were never looked into while the rules were made; only their totals were.
HELD_BACK = frozenset(
    [
        *("other-linkedin-privacy-policy", "other-chatgpt-privacy-policy", "other-le-chat-privacy-policy"),
        *("other-llama-api-privacy-policy", "other-perplexity-privacy-policy", "other-qwen-chat-privacy-policy"),
        *("other-vibe-privacy-policy", "fr-facebook-terms-of-service", "fr-whatsapp-terms-of-service"),
        "d-telegram-terms-de",
    ]
)

_Capture = tuple[str, datetime]  # document, when it was captured


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayScore:
    """How the alerts of a replay agree with the labels, and how much they give a person to read."""

    score: Score
    missed_critical: tuple[str, ...]
    alerts_per_capture: float  # of those that alert at all
    findings_per_alert: float

    def __str__(self) -> str:
        return (
            f"{self.score}\nalerts per alerting capture {self.alerts_per_capture:.2f},"
            f" findings per alert {self.findings_per_alert:.1f}, critical missed: {', '.join(self.missed_critical)}"
        )


def replay(path: Path, document_id: str) -> list[Alert]:
    """Return the alerts of all captures of a file in their order, declared as the catalogue does where it does."""
    declarations = load_declarations(Path(catalogue.__file__).parent)
    declared = (d.document for d in declarations if d.document.id == document_id)
    document = next(declared, None) or Document(
        id=document_id,
        title=document_id.replace("-", " "),
        service=document_id.split("-")[1],
        kind=DocumentKind.PRIVACY_POLICY,
        url=f"https://example.org/{document_id}",
    )
    archive = new_archive()
    archive.put_document(document)
    pipeline = Pipeline(archive, "example.org,2026", readings(declarations))
    results = import_warc(archive, pipeline, path, document)
    return [result.alert for result in results if isinstance(result, Judged) and result.alert]


def score_replay(rows: Sequence[Mapping[str, object]], alerts: Sequence[Alert]) -> ReplayScore:
    """Hold alerts against labelled captures; every capture without a label changed nothing."""
    told: dict[_Capture, list[Alert]] = defaultdict(list)
    for alert in alerts:
        if alert.severity.is_alerting:
            told[alert.document_id, _second(alert.captured_at)].append(alert)
    labelled = {_capture(row): row for row in rows}
    for key in [key for key, row in labelled.items() if row.get("ignore")]:  # people label these differently
        del labelled[key]
        told.pop(key, None)
    due = [(key, _label(row)) for key, row in labelled.items()]
    stray = [(key, _stray(key)) for key in told if key not in labelled]
    counted = [alert for of_capture in told.values() for alert in of_capture]
    critical = {key: str(row["id"]) for key, row in labelled.items() if row["severity"] == "critical"}
    return ReplayScore(
        score=score((label, _told(told.get(key, []))) for key, label in [*due, *stray]),
        missed_critical=tuple(name for key, name in critical.items() if key not in told),
        alerts_per_capture=len(counted) / len(told) if told else 0.0,
        findings_per_alert=sum(len(alert.findings) for alert in counted) / len(counted) if counted else 0.0,
    )


def labelled_rows(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _told(alerts: Sequence[Alert]) -> Told:
    return Told(
        is_alert=bool(alerts),
        directions=frozenset(alert.direction.value for alert in alerts),
        topics=frozenset(topic for alert in alerts for topic in alert.topics),
        quotes=tuple(
            " ".join(filter(None, (quote.before_text, quote.after_text)))
            for alert in alerts
            for quote in alert.evidence
        ),
    )


def _label(row: Mapping[str, object]) -> Label:
    evidence = row["evidence"]
    assert isinstance(evidence, list)
    anchors = (quote.get("after_text") or quote.get("before_text") or "" for quote in evidence)
    topics = row["topics"]
    assert isinstance(topics, list)
    return Label(
        id=str(row["id"]),
        language="en",
        should_alert=bool(row["should_alert"]),
        direction=str(row["direction"]),
        topics=frozenset(topics),
        anchors=tuple(filter(None, anchors)),
        note=str(row["summary"])[:100],
    )


def _stray(key: _Capture) -> Label:
    return Label(
        id=f"{key[0]} {key[1]:%Y-%m-%dT%H:%M:%SZ}",
        language="en",
        should_alert=False,
        direction="neutral",
        topics=frozenset(),
        note="a capture that changed no sentence",
    )


def _capture(row: Mapping[str, object]) -> _Capture:
    return str(row["document"]), _second(datetime.fromisoformat(str(row["captured_at"])))


def _second(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(microsecond=0)
