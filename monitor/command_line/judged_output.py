"""What a look led to, on a terminal and as JSON. Judges nothing."""

from __future__ import annotations

from collections.abc import Iterable

from feeds.contract import OBSERVATION
from feeds.record_fields import SHA256, TEXT, TRUTH, RecordFields, enum, field, filled, inline, optional
from monitor.command_line.output import print_alert, print_json, say
from monitor.running.pipeline import Judged
from snapshots.records import NoticeKind, Outcome, Severity

JUDGED: RecordFields[Judged] = inline(
    *OBSERVATION.within(Judged, lambda judged: judged.observation),
    field("source", filled(TEXT), "Where an import has it from.", lambda judged: judged.attempt.exchange.source),
    field("body_sha256", filled(SHA256), "Of the page as received.", lambda judged: judged.attempt.body_sha256),
    field("is_new_version", TRUTH, "It showed another text.", lambda judged: judged.version is not None),
    field(
        "severity",
        optional(enum(Severity)),
        "Of the change.",
        lambda judged: judged.change.severity if judged.change else None,
    ),
    field("alert", optional(TEXT), "Id of the alert.", lambda judged: judged.alert.id if judged.alert else None),
)


def news_lines(judged: Judged) -> list[str]:
    """Return in words what an attempt told the public or held back, but for an alert told straight away."""
    lines = [f"held for {hold.awaits.value}: {hold.reason}" for hold in judged.holds]
    for notice in judged.notices:
        if notice.kind is NoticeKind.ALERT and notice.how:
            lines.append(f"told now, {notice.how.value}: {notice.alert_id}")
        elif notice.kind is not NoticeKind.ALERT:
            lines.append(f"told now: {notice.note}")
    return lines


def print_judged(judged: Iterable[Judged], as_json: bool) -> None:
    """Print what each look led to, as it comes."""
    for one in judged:
        if as_json:
            print_json(JUDGED.to_json(one))
        else:
            said = "alert" if one.alert else "new version" if one.version else one.observation.outcome.value
            detail = f": {one.observation.detail}" if one.observation.detail and not one.alert else ""
            say(f"{one.observation.document_id}: {said}{detail}")
            if one.alert:
                print_alert(one.alert)
            for line in news_lines(one):
                say(f"  {line}")


class RoundOutcome:
    """How the looks of a round ended, by document: many that fail for one reason have one cause."""

    def __init__(self) -> None:
        self._looks: dict[str, Outcome] = {}

    def add(self, judged: Judged) -> None:
        """Take note of a look; a document that another channel shows after all was seen."""
        self._looks[judged.observation.document_id] = judged.observation.outcome

    def conclude(self) -> str:
        """Return what follows from all looks together, "" where nothing does, and begin the next round."""
        looks, self._looks = self._looks, {}
        if len(looks) < _SEVERAL or not all(outcome in _NO_NETWORK for outcome in looks.values()):
            return ""
        return f"ALL {len(looks)} DOCUMENTS FAILED, and no site answered: is this machine off line?"


_SEVERAL = 2
_NO_NETWORK = (Outcome.DNS, Outcome.UNREACHABLE, Outcome.TIMEOUT)
