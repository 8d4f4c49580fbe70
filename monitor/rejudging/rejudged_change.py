"""One recorded change judged again: what stands of it, what the rules of now make of it. Records nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from monitor.alerts import Assessment
from monitor.rule_lab.recorded_changes import RecordedChange
from monitor.rule_lab.replay import Reassessment, ReplayOutcome, reassess
from monitor.rules.pack import Pack
from monitor.running.drafting import draft_alert
from monitor.running.work_limit import JUDGING_SECONDS, TooMuchWorkError, within
from snapshots.frozen_class import frozen
from snapshots.records import Alert, Rejudgement


@frozen
class RejudgedChange:
    """A change of which the rules of now make something else."""

    change: int
    document_id: str
    captured_at: datetime
    decided_at: datetime
    what: ReplayOutcome
    differing: tuple[str, ...]  # of severity, direction, topics, headline; "alert" where an alert stands against none
    standing: Alert | Rejudgement | None
    alert: Alert | None  # that tells the change already
    found: Assessment
    draft: Alert | None  # that would tell it, where none does


def rejudge(recorded: RecordedChange, pack: Pack, authority: str) -> RejudgedChange | None:
    """Return what a pack makes of a change, None where that is what stands.

    `authority` goes into the id of an alert on a change that had none, as it would have gone into it then.
    """
    again = _reassess(recorded, pack)
    if again.what is ReplayOutcome.SAME:
        return None
    change = recorded.change
    is_first = again.what is ReplayOutcome.NEW and recorded.alert is None
    return RejudgedChange(
        change=change.number,
        document_id=change.document_id,
        captured_at=change.captured_at,
        decided_at=change.decided_at,
        what=again.what,
        differing=again.differing,
        standing=recorded.standing,
        alert=recorded.alert,
        found=again.assessment,
        draft=_draft(recorded, again.assessment, pack, authority) if is_first else None,
    )


def _reassess(recorded: RecordedChange, pack: Pack) -> Reassessment:
    try:
        return within(JUDGING_SECONDS, lambda: reassess(recorded, pack))
    except TooMuchWorkError:  # as it was told then: that it changed is known all the same
        uncompared = replace(recorded.situation, hunks=(), is_computed=False)
        return reassess(replace(recorded, situation=uncompared), pack)


def _draft(recorded: RecordedChange, found: Assessment, pack: Pack, authority: str) -> Alert:
    version = recorded.version
    alert = draft_alert(
        recorded.change,
        found,
        id=f"tag:{authority}:{version.document_id}/{version.attempt}",
        follows="",
        pack=pack.name,
        lineage=version.lineage,
    )
    return replace(alert, change=recorded.change.number)
