"""The command that tells what happened to a document: versions, returns, and when it was not seen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import click

from feeds.contract import CHANGE, GAP, OBSERVATION, VERSION
from feeds.edition.document_history import Event, history_of
from feeds.edition.survey import take_survey
from feeds.record_fields import stamp
from feeds.wording import change_title
from monitor.command_line.options import Place, archive_option, json_option
from monitor.command_line.output import (
    day,
    escape,
    gap_line,
    print_json,
    served_line,
    variant_words,
)
from monitor.command_line.status_fields import LINK_CHECK
from monitor.extract.text import shorten
from monitor.running.document_status import served_last
from monitor.running.link_targets import state_of
from monitor.running.workspace import open_workspace, require_document
from snapshots.records import Alert, LinkCheck, Observation

_TITLE = 120  # characters of what a change is


@click.command(epilog="Example: policywatch history facebook-privacy-policy")
@click.argument("document", metavar="D")
@click.option("--looks", is_flag=True, help="Every look at the page, not only what happened.")
@click.option("--links", is_flag=True, help="Every look at where the links that are watched lead.")
@archive_option
@json_option
def history(document: str, looks: bool, links: bool, folder: Place, as_json: bool) -> None:
    """Tell what happened to a document, oldest first: its versions with what changed, returns to a text seen before,
    and when it was not seen and why; or every look at it, or at where its watched links lead.
    """
    if looks and links:
        raise click.UsageError("--looks and --links are two lists; ask for one of them")
    with open_workspace(folder) as workspace:
        require_document(workspace, document)
        every = workspace.archive.observations(document) if looks else []
        led = workspace.archive.link_checks(document) if links else []
        survey = take_survey(workspace.archive)
    watched = survey.find(document)
    if watched is None:
        return
    if looks or links:
        _tell_looks(sorted(every, key=lambda s: (s.captured_at, s.attempt)), as_json)
        _tell_link_checks(led, as_json)
        return
    for event in history_of(watched):
        if as_json:
            print_json(event_json(event))
        else:
            for line in _lines(event, survey.alerts):
                click.echo(line)
    if (served := served_last(watched.observations)) and not as_json:
        click.echo(served_line(served))


def _tell_link_checks(looks: Sequence[LinkCheck], as_json: bool) -> None:
    for look in looks:
        if as_json:
            print_json(LINK_CHECK.to_json(look))
            continue
        answer = look.exchange.status or look.outcome.value
        at = "" if look.exchange.final_url == look.url else f" at {escape(look.exchange.final_url)}"
        click.echo(
            f"{day(look.exchange.captured_at)}  {state_of(look).value:<16}  {answer}{at}"
            f"  “{escape(look.text)}” {escape(look.url)}"
        )


def event_json(event: Event) -> dict[str, Any]:
    """Return what happened as its JSON: a version, a return or a gap, by its `event`."""
    of_observation = event.observation
    by = {
        "event": event.kind,
        "at": stamp(event.at),
        "channel": (of_observation.channel if of_observation else "") or None,
        "served_language": (of_observation.language if of_observation else "") or None,
        "served_region": (of_observation.region if of_observation else "") or None,
    }
    if event.gap:
        return {**by, "document": event.gap.document_id, **GAP.to_json(event.gap)}
    if event.version:
        change = change_json_of(event)
        return {**by, **VERSION.to_json(event.version), "change": change}
    stand = event.stand
    document_id = of_observation.document_id if of_observation else None
    found = {"document": document_id, "version": stand.version, "looks": stand.looks} if stand else {}
    return {**by, **found, "until": stamp(stand.until) if stand else None}


def change_json_of(event: Event) -> dict[str, Any] | None:
    """Return the change that brought a version, None for the first and for one that is not told yet."""
    return CHANGE.to_json(event.change) if event.change else None


def _tell_looks(observations: Sequence[Observation], as_json: bool) -> None:
    for observation in observations:
        if as_json:
            print_json(OBSERVATION.to_json(observation))
        else:
            shown = f"v{observation.version}" if observation.version else ""
            variant = variant_words(observation.language, observation.region)
            click.echo(
                f"{day(observation.captured_at)}  {observation.channel:<8} {observation.outcome.value:<28} {shown:<6}"
                f"{escape('  '.join(filter(None, (variant, observation.detail))))}"
            )


def _lines(event: Event, alerts: Mapping[int, Alert]) -> Iterator[str]:
    if event.gap:
        yield f"{'':<6}{day(event.at)}  {gap_line(event.gap)}{_by(event.observation)}"
    elif event.version:
        part = ", in part" if event.version.partial else ""
        yield f"v{event.version.number:<4} {day(event.at)}  {event.version.kind.value}{part}{_by(event.observation)}"
        if event.change:
            title = change_title(event.change, alerts.get(event.change.number))
            yield f"{'':<24}{event.change.severity.value}: {escape(shorten(title, _TITLE))}"
    elif event.stand:
        until = f"until {day(event.stand.until)}" if event.stand.looks > 1 else "once"
        yield f"{'':<6}{day(event.at)}  back to v{event.stand.version}, {until}{_by(event.observation)}"


def _by(observation: Observation | None) -> str:
    """Return how a look was made, and which variant was served."""
    if observation is None:
        return ""
    said = [observation.channel, observation.language, observation.region]
    return f"  [{', '.join(escape(word) for word in said if word)}]" if any(said) else ""
