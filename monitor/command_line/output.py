"""How records look on a terminal, and what only commands tell as JSON. Records as JSON: `feeds/contract.py`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from feeds.contract import gap_json, observation_json, stamp
from feeds.published_alerts import PublishedAlert
from monitor.running.link_targets import LinkTarget, state_of
from snapshots.records import Alert, Hunk, HunkKind, LinkCheck, NoticeKind, Severity
from snapshots.visibility import Visibility, visibility_of

if TYPE_CHECKING:
    from monitor.claims.health import Health
    from monitor.running.document_status import DocumentStatus, Served, Unseen
    from monitor.running.pipeline import Judged

_UNFIT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
STYLES = {
    Severity.CRITICAL: "bold red",
    Severity.HIGH: "red",
    Severity.MEDIUM: "yellow",
    Severity.LOW: "dim",
}


def escape(text: str) -> str:
    """Return a text without what would steer a terminal: pages and files are strangers' words."""
    return _UNFIT.sub("\ufffd", text)


def day(moment: datetime | None) -> str:
    return "never" if moment is None else f"{moment:%Y-%m-%d %H:%M}"


def span(length: timedelta) -> str:
    """Return a duration in its largest whole unit."""
    for unit, size in (("d", 86_400), ("h", 3_600), ("min", 60)):
        if length.total_seconds() >= size:
            return f"{length.total_seconds() / size:.0f} {unit}"
    return f"{length.total_seconds():.0f} s"


def counted(number: int, noun: str, plural: str = "") -> str:
    """Return a number with its noun: "1 look", "2 looks"."""
    return f"{number} {noun if number == 1 else plural or f'{noun}s'}"


def print_json(record: dict[str, Any]) -> None:
    """Print one object on one line."""
    click.echo(json.dumps(record, ensure_ascii=True))


def standing_json(standing: DocumentStatus) -> dict[str, Any]:
    document = standing.document
    return {
        "document": document.id,
        "title": document.title,
        "service": document.service,
        "kind": document.kind,
        "url": document.url,
        "attempts": standing.attempts,
        "last_attempt_at": stamp(standing.last_attempt_at),
        "last_outcome": standing.last_outcome.value if standing.last_outcome else None,
        "last_detail": standing.last_detail,
        "last_seen_at": stamp(standing.last_seen_at),
        "last_shown_at": stamp(standing.last_shown_at),
        "not_seen_since": stamp(standing.not_seen_since),
        "unseen": unseen_json(standing.unseen) if standing.unseen else None,
        "served": served_json(standing.served) if standing.served else None,
        "gaps": [gap_json(gap) for gap in standing.gaps],
        "versions": standing.versions,
        "changes": standing.changes,
        "alerts": standing.alerts,
        "next_check_at": stamp(standing.next_check_at),
        "robots_reason": standing.robots_reason or None,
        "channel": standing.channel or None,
        "watched_links": [target_json(target) for target in standing.targets],
        "parse_health": health_json(standing.health) if standing.health else None,
    }


def target_json(target: LinkTarget) -> dict[str, Any]:
    """Return how the target of a watched link stands."""
    return {
        "text": target.text,
        "url": target.url,
        "state": target.state.value,
        "since": stamp(target.since),
        "looked_at": stamp(target.last.exchange.captured_at),
        "outcome": target.last.outcome.value,
        "status": target.last.exchange.status,
        "final_url": target.last.exchange.final_url,
    }


def link_check_json(look: LinkCheck) -> dict[str, Any]:
    """Return one look at where a watched link leads."""
    return {
        "document": look.document_id,
        "text": look.text,
        "url": look.url,
        "looked_at": stamp(look.exchange.captured_at),
        "outcome": look.outcome.value,
        "detail": look.detail,
        "status": look.exchange.status,
        "final_url": look.exchange.final_url,
        "state": state_of(look).value,
    }


def unseen_json(unseen: Unseen) -> dict[str, Any]:
    return {
        "since": stamp(unseen.since),
        "outcome": unseen.outcome.value,
        "detail": unseen.detail,
        "channel": unseen.channel or None,
        "outcomes": [outcome.value for outcome in unseen.outcomes],
        "attempts": unseen.attempts,
        "told_at": stamp(unseen.told_at),
    }


def served_json(served: Served) -> dict[str, Any]:
    return {
        "language": served.language or None,
        "region": served.region or None,
        "outcome": served.outcome.value,
        "at": stamp(served.at),
    }


def served_line(served: Served) -> str:
    """Return which variant was served last, in words."""
    variant = variant_words(served.language, served.region)
    note = f", {served.outcome.value}" if visibility_of(served.outcome) is Visibility.NONE else ""
    return f"variant served last: {escape(variant)} ({day(served.at)}{note})"


def variant_words(language: str, region: str) -> str:
    """Return a variant in words: "en-GB, rules of eu"; "" for none."""
    return ", ".join(filter(None, (language, f"rules of {region}" if region else "")))


def health_json(health: Health) -> dict[str, Any]:
    """Return how well a text is read: counts, and shares from 0 to 1 or null where there is nothing to read."""

    def share(value: float | None) -> float | None:
        return None if value is None else round(value, 3)

    return {
        "rows": health.rows,
        "rows_with_basis": health.rows_with_basis,
        "rows_with_audience": health.rows_with_audience,
        "sentences": health.sentences,
        "sentences_read": health.sentences_read,
        "basis_share": share(health.basis_share),
        "audience_share": share(health.audience_share),
        "sentence_share": share(health.sentence_share),
    }


def health_line(health: Health) -> str:
    """Return how well a text is read, in words."""
    said = f"{health.sentences_read} of {health.sentences} sentences that say what is done"
    if health.rows:
        said += (
            f"; of {health.rows} purposes of use {health.rows_with_basis} with a legal basis,"
            f" {health.rows_with_audience} with an audience"
        )
    return f"understood: {said}"


def judged_json(judged: Judged) -> dict[str, Any]:
    return {
        **observation_json(judged.observation),
        "source": judged.attempt.exchange.source or None,
        "body_sha256": judged.attempt.body_sha256 or None,
        "is_new_version": judged.version is not None,
        "severity": judged.change.severity.value if judged.change else None,
        "alert": judged.alert.id if judged.alert else None,
    }


def print_alert(console: Console, alert: Alert, *, told: PublishedAlert | None = None, quotes: int = 2) -> None:
    """Print an alert as a person reads it: what, how grave, the quotes it rests on, what was said of it since."""
    style = STYLES[alert.severity]
    console.print(
        f"{day(alert.captured_at)}  {alert.document_id}  {alert.severity.value}, {alert.direction.value}",
        style=style,
        markup=False,
        highlight=False,
    )
    console.print(f"  {escape(alert.headline)}", markup=False, highlight=False)
    if told and told.notice.how:
        console.print(f"    {told.notice.how.value}", style="dim", markup=False, highlight=False)
    for quote in alert.evidence[:quotes]:
        where = " › ".join(escape(part) for part in quote.context[-2:])
        if where:
            console.print(f"    in: {where}", style="dim", markup=False, highlight=False)
        if quote.before_text:
            console.print(f"    - {escape(quote.before_text)}", style="red", markup=False, highlight=False)
        if quote.after_text:
            console.print(f"    + {escape(quote.after_text)}", style="green", markup=False, highlight=False)
    for later in told.history if told else ():
        console.print(f"    {later.kind.value}, {day(later.at)}: {escape(later.note)}", markup=False, highlight=False)
    console.print()


def print_hunk(console: Console, hunk: Hunk) -> None:
    """Print one difference with its words marked."""
    where = " › ".join(escape(part) for part in hunk.context)
    label = hunk.kind.value + (", no change of substance" if hunk.cosmetic else "")
    console.print(f"@ {where or 'top of the page'}  ({label})", style="dim", markup=False, highlight=False)
    if hunk.kind is HunkKind.EDITED and hunk.spans and console.is_terminal:
        for piece in hunk.spans:
            style = {"-": "red strike", "+": "green"}.get(piece.op, "")
            console.print(escape(piece.text), style=style, end="", markup=False, highlight=False)
        console.print()
    else:
        if hunk.before is not None:
            console.print(f"- {escape(hunk.before)}", style="red", markup=False, highlight=False)
        if hunk.after is not None:
            console.print(f"+ {escape(hunk.after)}", style="green", markup=False, highlight=False)
    console.print()


def progress(console: Console) -> Progress:
    """Return a progress bar for a terminal; elsewhere it shows nothing."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )


def told_lines(judged: Judged) -> list[str]:
    """Return in words what an attempt told the public or held back, but for an alert told straight away."""
    lines = [f"held for {hold.awaits.value}: {hold.reason}" for hold in judged.holds]
    for notice in judged.notices:
        if notice.kind is NoticeKind.ALERT and notice.how:
            lines.append(f"told now, {notice.how.value}: {notice.alert_id}")
        elif notice.kind is not NoticeKind.ALERT:
            lines.append(f"told now: {escape(notice.note)}")
    return lines


def print_judged(console: Console, judged: Iterable[Judged], as_json: bool) -> int:
    """Print what each look led to, as it comes; return the number of alerts."""
    alerts = 0
    for one in judged:
        if as_json:
            print_json(judged_json(one))
        else:
            said = "alert" if one.alert else "new version" if one.version else one.observation.outcome.value
            detail = f": {escape(one.observation.detail)}" if one.observation.detail and not one.alert else ""
            console.print(f"{one.observation.document_id}: {said}{detail}", markup=False, highlight=False)
            if one.alert:
                print_alert(console, one.alert)
            for line in told_lines(one):
                console.print(f"  {line}", markup=False, highlight=False)
        alerts += one.alert is not None
    return alerts
