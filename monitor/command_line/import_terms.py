"""The command that brings in a collection of Open Terms Archive."""

from __future__ import annotations

import sys
from collections import Counter
from contextlib import ExitStack, closing
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from monitor.command_line.imported import ImportTally, find_document, replay
from monitor.command_line.options import MomentType, Place, archive_option, json_option
from monitor.command_line.output import count_of, day, print_json, say
from monitor.running.pipeline import Pipeline
from monitor.running.services import Services
from monitor.running.terms_import import TermsChoice, TermsPlan, import_terms, plan_terms
from monitor.running.watch import readings
from monitor.running.workspace import Workspace, archive_place, open_workspace
from snapshots.errors import ArchiveMissing
from snapshots.opening import open_archive
from snapshots.records import Document
from snapshots.sql.postgres_address import PostgresAddress
from spiders.errors import RepositoryError
from spiders.terms_archive.git_repository import GitRepository
from spiders.terms_archive.terms_records import TermsLog, read_log

_NAMED = 5  # broken references and other files that are named


@click.command(epilog='Example: policywatch import ota ./pga-versions --service Facebook --terms "Privacy Policy"')
@click.argument("repository", type=click.Path(path_type=Path, file_okay=False))
@click.option("--service", "services", multiple=True, help="Only this service. May be repeated.")
@click.option("--terms", multiple=True, help='Only terms of this type, such as "Privacy Policy". May be repeated.')
@click.option("--since", type=MomentType(), help="Only what was recorded since this day or time.")
@click.option(
    "--snapshots",
    type=click.Path(path_type=Path, file_okay=False),
    help="The repository of snapshots that the versions name: references that lead nowhere are told.",
)
@click.option("--url", default="", help="The address of the document, where one is made.")
@click.option("--dry-run", is_flag=True, help="Tell what would be imported, and import nothing.")
@json_option
@archive_option
def ota(
    repository: Path,
    services: tuple[str, ...],
    terms: tuple[str, ...],
    since: datetime | None,
    snapshots: Path | None,
    url: str,
    dry_run: bool,
    folder: Place,
    as_json: bool,
) -> None:
    """Replay a collection of Open Terms Archive: a clone of its repository of versions or of snapshots.

    Each service and type of terms is a document, such as facebook-privacy-policy: a declared one, or one that is
    made. Technical upgrades and first records alert nobody; what is imported is sent to nobody. Run again after
    `git pull` it takes what is new. Prints a line for each record once it is safe on the disk (--json).
    """
    choice = TermsChoice(services=services, terms=terms, since=since)
    with ExitStack() as stack:
        source = stack.enter_context(GitRepository(repository))
        linked = stack.enter_context(GitRepository(snapshots)) if snapshots else None
        name = source.remote or repository.resolve().name
        log = read_log(source.log())
        if dry_run:
            plans = _planned(folder, log, choice, name, linked)
            for plan in plans:
                _tell_plan(plan, as_json)
        else:
            workspace = stack.enter_context(open_workspace(folder, make=True))
            plans = plan_terms(workspace.archive, log, choice, name, linked)
            tallies = _imported(workspace, source, name, plans, url, as_json)
    _tell_rest(log, plans)
    if not plans:
        wanted = ", ".join((*services, *terms)) or "anything"
        has = ", ".join(sorted({str(terms) for terms in log.records})[:_NAMED]) or "no version and no snapshot"
        raise RepositoryError(f"{repository} has no record of {wanted}; it has {has}")
    if not dry_run and any(tally.problems for tally in tallies):
        sys.exit(1)


def _imported(
    workspace: Workspace, source: GitRepository, name: str, plans: list[TermsPlan], url: str, as_json: bool
) -> list[ImportTally]:
    pipeline = Pipeline(
        workspace.archive, workspace.settings.site.authority, readings(workspace.declarations()), workspace.read_pack
    )
    tallies = []
    with Services(workspace).waking_nobody():
        for plan in plans:
            document = find_document(workspace, plan.document_id) or _made(workspace, plan, url or source.remote)
            results = import_terms(workspace.archive, pipeline, source, name, plan, document)
            tally = replay(results, document.id, len(plan.records), as_json)
            tally.tell(document.id, as_json, f"; {_kinds(plan)}")
            tallies.append(tally)
    return tallies


def _made(workspace: Workspace, plan: TermsPlan, url: str) -> Document:
    made = Document(
        id=plan.document_id,
        title=f"{plan.terms.service} {plan.terms.terms_type}",
        service=plan.terms.service,
        kind=plan.terms.kind,
        url=url,
    )
    workspace.archive.put_document(made)
    return made


def _planned(
    folder: Place, log: TermsLog, choice: TermsChoice, name: str, linked: GitRepository | None
) -> list[TermsPlan]:
    try:
        archive = open_archive(folder if isinstance(folder, PostgresAddress) else archive_place(folder))
    except ArchiveMissing:
        return plan_terms(None, log, choice, name, linked)
    with closing(archive):
        return plan_terms(archive, log, choice, name, linked)


def _kinds(plan: TermsPlan) -> str:
    """Return what the records of a plan are, in words: "1 first record, 12 updates"."""
    counts = Counter(record.kind for record in plan.records)
    return ", ".join(count_of(count, kind.value) for kind, count in counts.items())


def _tell_plan(plan: TermsPlan, as_json: bool) -> None:
    times = [record.authored_at for record in plan.records]
    if as_json:
        told: dict[str, Any] = {
            "document": plan.document_id,
            "service": plan.terms.service,
            "terms": plan.terms.terms_type,
            "records": len(plan.records),
            "known": plan.known,
            "kinds": dict(Counter(record.kind.value for record in plan.records)),
            "first_at": min(times).isoformat().replace("+00:00", "Z"),
            "last_at": max(times).isoformat().replace("+00:00", "Z"),
        }
        print_json(told)
    else:
        known = f", {plan.known} of them known before" if plan.known else ""
        when = f"{day(min(times))} to {day(max(times))}"
        say(f"{plan.document_id}: {count_of(len(plan.records), 'record')}{known}, {when}: {_kinds(plan)}")


def _tell_rest(log: TermsLog, plans: list[TermsPlan]) -> None:
    """Name what is odd about a repository and stops no import."""

    def warn(text: str) -> None:
        click.echo(text, err=True)

    for plan in plans:
        backwards = sum(
            later.authored_at < earlier.authored_at
            for earlier, later in zip(plan.records, plan.records[1:], strict=False)
        )
        if backwards:
            warn(f"{plan.document_id}: {count_of(backwards, 'time')} run backwards; taken in the order of the commits")
        if plan.rewritten:
            warn(
                f"{plan.document_id}: the repository's history was rewritten since the last import:"
                f" {count_of(plan.rewritten, 'imported record')} are in it no more and stay as they are"
            )
        for record, snapshot in plan.broken[:_NAMED]:
            warn(f"{plan.document_id}: version {record.commit[:10]} names snapshot {snapshot[:10]}, which isn't there")
        if len(plan.broken) > _NAMED:
            warn(f"{plan.document_id}: and {len(plan.broken) - _NAMED} more references that lead nowhere")
        if ended := log.ended.get(plan.terms):
            warn(f"{plan.document_id}: no longer tracked there since {day(ended.authored_at)}")
    if log.cut:
        warn(
            f"the clone is shallow: {count_of(len(log.cut), 'record')} at its end were passed over, since nobody knows"
            " when they came; bring in the rest with `git fetch --unshallow`"
        )
    if log.passed:
        warn(f"{count_of(len(log.passed), 'file')} passed over, such as {', '.join(log.passed[:_NAMED])}")
