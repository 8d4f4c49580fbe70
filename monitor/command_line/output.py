"""How records look on a terminal. Their JSON is in `feeds/contract.py`."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from time import monotonic
from typing import TYPE_CHECKING, Any

import click

from feeds.published_alerts import PublishedAlert
from snapshots.deliveries import TargetRecord
from snapshots.records import Alert, Hunk, HunkKind, Observation, Severity
from snapshots.visibility import Gap, Visibility, visibility_of
from snapshots.witnesses import WITNESSED

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

    from monitor.claims.health_counts import Health

_TELL_EVERY = 10.0  # seconds between two lines that tell how far something is
_QUOTES = 2  # of an alert that are printed
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


def count_of(number: int, noun: str, plural: str = "") -> str:
    """Return a number with its noun: "1 look", "2 looks"."""
    return f"{number} {noun if number == 1 else plural or f'{noun}s'}"


def print_json(record: dict[str, Any]) -> None:
    """Print one object on one line."""
    click.echo(json.dumps(record, ensure_ascii=True))


def served_line(served: Observation) -> str:
    """Return which variant was served last, in words."""
    variant = variant_words(served.language, served.region)
    note = f", {served.outcome.value}" if visibility_of(served.outcome) is Visibility.NONE else ""
    return f"variant served last: {escape(variant)} ({day(served.captured_at)}{note})"


def variant_words(language: str, region: str) -> str:
    """Return a variant in words: "en-GB, rules of eu"; "" for none."""
    return ", ".join(filter(None, (language, f"rules of {region}" if region else "")))


def gap_line(gap: Gap, *, since: str = "", outcomes: int | None = None) -> str:
    """Return until when a page was not seen and why, in words; with so many `outcomes`, all where none is given."""
    state = "seen in part" if gap.is_partial else "not seen"
    until = f"until {day(gap.until)} ({span(gap.until - gap.since)})" if gap.until else "until now"
    why = ", ".join(outcome.value for outcome in gap.outcomes[:outcomes])
    return f"{state} {since}{until}: {why}, {count_of(gap.attempts, 'look')}"


def health_line(health: Health) -> str:
    """Return how well a text is read, in words."""
    said = f"{health.sentences_read} of {health.sentences} sentences that say what is done"
    if health.rows:
        said += (
            f"; of {health.rows} purposes of use {health.rows_with_basis} with a legal basis,"
            f" {health.rows_with_audience} with an audience"
        )
    return f"understood: {said}"


def say(text: str = "", style: str = "") -> None:
    """Print a line that steers no terminal, in a style like "bold red"; plain where the output is no terminal."""
    words = style.split()
    colour = next((word for word in words if word not in ("bold", "dim")), None)
    click.secho(escape(text), fg=colour, bold="bold" in words or None, dim="dim" in words or None)


def print_alert(alert: Alert, *, told: PublishedAlert | None = None) -> None:
    """Print an alert as a person reads it: what, how grave, the quotes it rests on, what was said of it since."""
    what = f"{alert.document_id}  {alert.severity.value}, {alert.direction.value}"
    say(f"{day(alert.captured_at)}  {what}", STYLES[alert.severity])
    say(f"  {alert.headline}")
    if told and told.notice.how:
        say(f"    {told.notice.how.value}", "dim")
    for quote in alert.evidence[:_QUOTES]:
        if where := " › ".join(quote.context[-2:]):
            say(f"    in: {where}", "dim")
        if quote.before_text:
            say(f"    - {quote.before_text}", "red")
        if quote.after_text:
            say(f"    + {quote.after_text}", "green")
    for later in told.history if told else ():
        say(f"    {later.kind.value}, {day(later.at)}: {later.note}")
    for note in told.notes if told else ():
        say(f"    {note.signed_by}, {day(note.at)}: {note.note}")
    say()


def print_hunk(hunk: Hunk) -> None:
    """Print one difference with its words marked."""
    where = " › ".join(hunk.context)
    label = hunk.kind.value + (", no change of substance" if hunk.cosmetic else "")
    say(f"@ {where or 'top of the page'}  ({label})", "dim")
    if hunk.kind is HunkKind.EDITED and hunk.spans and sys.stdout.isatty():
        styles: dict[str, dict[str, Any]] = {"-": {"fg": "red", "strikethrough": True}, "+": {"fg": "green"}}
        click.echo("".join(click.style(escape(piece.text), **styles.get(piece.op, {})) for piece in hunk.spans))
    else:
        if hunk.before is not None:
            say(f"- {hunk.before}", "red")
        if hunk.after is not None:
            say(f"+ {hunk.after}", "green")
    say()


def progress(console: Console) -> Progress:
    """Return a progress bar for a terminal, with how many are done a second; elsewhere it shows nothing."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        Task,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class RateColumn(ProgressColumn):
        def render(self, task: Task) -> Text:
            return Text(f"{task.speed:.1f} a second" if task.speed else "")

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        RateColumn(),
        TimeRemainingColumn(),
        console=console if console.is_terminal else Console(quiet=True),  # one that is disabled ends with a line, too
        transient=True,
        disable=not console.is_terminal,
    )


def site_progress() -> Callable[[int], None]:
    """Return what tells, a line now and then, how many files of a site there are that takes long to make."""
    told = monotonic()

    def report(made: int) -> None:
        nonlocal told
        if monotonic() - told >= _TELL_EVERY:
            told = monotonic()
            click.echo(f"Making the pages of the site: {made:,} files so far", err=True)

    return report


def target_lines(records: Iterable[TargetRecord], waiting: Mapping[str, int] | None = None) -> list[str]:
    """Return a line for each dead target: since when, why, and how it is brought back; and for what waits elsewhere."""
    dead = [
        f"{record.name}: DEAD since {day(record.dead_at)}: {escape(record.dead_reason)}."
        + (f" {count_of(waiting.get(record.name, 0), 'delivery', 'deliveries')} wait for it." if waiting else "")
        + f" Bring it back: policywatch deliveries revive {record.name}"
        for record in records
        if record.dead_at
    ]
    late = [
        f"{record.name}: {count_of(count, 'delivery waits', 'deliveries wait')}; what kept it:"
        f" policywatch deliveries --target {record.name}"
        for record in records
        if not record.dead_at and not record.name.startswith(WITNESSED) and (count := (waiting or {}).get(record.name))
    ]
    return [*dead, *late]


def witness_lines(waiting: Mapping[str, int]) -> list[str]:
    """Return a line for each witness that has still to keep or to show something."""
    left: Counter[str] = Counter()
    for target, count in waiting.items():
        if target.startswith(WITNESSED):
            left[target.removeprefix(WITNESSED).partition("/")[0]] += count
    return [f"witness {name}: {count_of(count, 'version')} to be saved or read" for name, count in sorted(left.items())]
