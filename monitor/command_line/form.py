"""The command that says what a form asks, and how much it takes to send it."""

from __future__ import annotations

import click

from feeds.research.research_contract import FORM
from feeds.research.research_records import FormField, FormHistory, FormState, Friction
from monitor.command_line.options import Place, archive_option, json_option
from monitor.command_line.output import count_of, day, print_json, say
from monitor.command_line.show_diff import version_at
from monitor.running.workspace import open_workspace

_OPTIONS = 6  # of a field that are printed


@click.command(epilog="Example: policywatch form meta-ai-objection-form --history")
@click.argument("document", metavar="D")
@click.argument("at", metavar="[AT]", required=False)
@click.option("--history", is_flag=True, help="Every state of the form, with what differs from the one before.")
@archive_option
@json_option
def form(document: str, at: str | None, history: bool, folder: Place, as_json: bool) -> None:
    """Tell what a form asks as of AT, and how many things a person must do to send it.

    AT is a version like v3, a day or a time; the newest version without. The friction count adds up the pages to go
    through, the fields that must be filled in, the evidence that is demanded, and a login.
    """
    with open_workspace(folder) as workspace:
        version = version_at(workspace, document, at)
        found = workspace.analysis.research(workspace.archive).form(document)
    states = [state for state in found.states if state.seen.version <= version.number]
    if as_json:
        shown = {state.seen.version for state in (states if history else states[-1:])}
        for line in FORM.to_json(found)["states"]:
            if line["version"] in shown:
                print_json(line)
        return
    if not states:
        say(f"{document} v{version.number} holds no form.")
    elif history:
        _tell_history(found, len(states))
    else:
        _tell_state(document, states[-1])


def _tell_state(document: str, state: FormState) -> None:
    say(f"{document}, as it is since v{state.seen.version}, {day(state.seen.captured_at)}\n")
    for number, field in enumerate(state.fields, start=1):
        say(f"{number:>3}. {field.label}  [{_asked(field)}]")
        for note in field.notes:
            say(f"       {note}", "dim")
        if field.options:
            more = len(field.options) - _OPTIONS
            said = "; ".join(field.options[:_OPTIONS]) + (f"; and {more} more" if more > 0 else "")
            say(f"       {said}", "dim")
    say()
    login = {True: "needed", False: "not needed", None: "the form says nothing of it"}[state.login]
    say(f"login: {login}")
    say(f"sent to: {', '.join(state.posts_to) or 'the page does not say'}")
    for name, lines in (("demands", state.demands), ("until when", state.deadlines)):
        for line in lines:
            say(f"{name}: “{line}”")
    say(f"friction count: {state.friction.total} ({sum_in_words(state.friction)})")


def _tell_history(found: FormHistory, states: int) -> None:
    for index, state in enumerate(found.states[:states]):
        say(
            f"v{state.seen.version}  {day(state.seen.captured_at)}  friction count {state.friction.total}"
            f" ({sum_in_words(state.friction)})",
            "bold",
        )
        for row in found.rows:
            now, before = row.cells[index], row.cells[index - 1] if index else None
            if now and (not index or not now.asks_as(before)):
                mark = "+" if index and not before else "~" if index else " "
                say(f"  {mark} {now.label}  [{_asked(now)}]")
            elif before and not now:
                say(f"  - {before.label}")


def _asked(field: FormField) -> str:
    return f"{field.asks}, {field.demand}{', evidence' if field.is_evidence else ''}"


def sum_in_words(friction: Friction) -> str:
    """Return what a friction count adds up."""
    parts = [
        count_of(friction.steps, "step"),
        f"{friction.required} required of {count_of(friction.fields, 'field')}",
        count_of(friction.evidence, "piece of evidence", "pieces of evidence"),
    ]
    return ", ".join([*parts, *(["login"] if friction.login else [])])
