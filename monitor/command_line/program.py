"""The program's commands in one tree, and how its errors end."""

from __future__ import annotations

import atexit
import errno
import gc
import logging
import os
import sys
from importlib import import_module

import click

from monitor.command_line.log_formats import LogFormat, formatter_of
from monitor.command_line.output import escape
from snapshots.errors import PolicywatchError

_UNWRITABLE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)
COLLECTED_EACH = (20_000, 20, 50)
"""How many objects are made between two searches for cycles (`gc.set_threshold`). What is read of a page stays as long
as the page does, and has none: with Python's 700 an eighth of the time goes into looking through it."""

COMMANDS = {
    "alerts": ("alerts_changes.alerts", "List the alerts that were told, newest last."),
    "archive": (
        "archive_group.archive_group",
        "Back an archive up, restore it, move it to another database, keep its bodies elsewhere.",
    ),
    "blame": ("blame_search.blame", "Tell since when each passage of a document stands there, and what it was before."),
    "build": ("build_serve.build", "Write the site and the feeds into OUT, for any web host."),
    "changes": ("alerts_changes.changes", "List all changes, the low ones too, newest last."),
    "check": ("init_check_run.check", "Look at documents once, now: fetch, decide, alert, publish, deliver."),
    "compare": ("compare.compare", "Say what changed from one text to another, and what it means."),
    "correct": ("correct_withdraw.correct", "Tell what was wrong with an alert that stands otherwise."),
    "deliver": ("deliver.deliver", "Send now what waits to be sent: one pass."),
    "deliveries": ("deliver.deliveries_group", "List deliveries, oldest first, with what their targets answered."),
    "demo": ("demo.demo", "Watch three invented pages change over some months, in a minute and without a network."),
    "desk": (
        "desk.desk",
        "Serve the desk: held alerts, corrections, documents and targets, in a browser, until stopped.",
    ),
    "diff": (
        "show_diff.diff",
        "Print what differs between two versions or times; where none is named, a version and that text's one before.",
    ),
    "export": ("export_group.export_group", "Hand out what the archive holds."),
    "form": ("form.form", "Tell what a form asks as of AT, and how many things a person must do to send it."),
    "held": ("held_release.held", "List the alerts that are not told yet, oldest first, each with what it waits for."),
    "history": (
        "history.history",
        "Tell what happened to a document, oldest first: its versions with what changed, returns to a text seen before",
    ),
    "import": ("import_group.import_group", "Bring in captures that were made elsewhere."),
    "init": (
        "init_check_run.init",
        "Write settings and the Meta catalogue into DIR, ready to edit; files that are there stay.",
    ),
    "key": ("key_group.key_group", "Look after the Ed25519 key that the head of the log is signed with."),
    "note": ("note_commands.note", "Put a signed note beside an alert that was told."),
    "notes": ("note_commands.notes", "List the notes that stand beside alerts, or beside one, oldest first."),
    "regions": (
        "regions.regions",
        "Lay two regional texts of one document side by side, as of AT: a day or a time, now without.",
    ),
    "rejudge": (
        "rejudge.rejudge",
        "Judge all recorded changes again under the rules that hold now, and lay out what would be told otherwise.",
    ),
    "release": ("held_release.release", "Tell a held alert now, on your word."),
    "rules": ("rules_group.rules_group", "Look at, try and change the rules by which a change is judged."),
    "run": (
        "init_check_run.run",
        "Look at each document on its schedule, deliver, and serve the site, until stopped with Ctrl-C.",
    ),
    "scope": (
        "scope_command.scope",
        "Tell which data of whom a document lets be used for what, as of AT: a version like v3, a day or a time.",
    ),
    "search": (
        "blame_search.search",
        "Tell when a phrase was first and last seen, over all versions of all documents.",
    ),
    "serve": (
        "build_serve.serve",
        "Serve the site and the feeds; what another process adds to the archive appears by itself.",
    ),
    "show": (
        "show_diff.show",
        "Print a document's text as of AT: a version like v3, a time, or a day (its end); the newest without.",
    ),
    "status": ("status.status", "Tell for each document when it was last seen, and from when to when it was not."),
    "subscriptions": ("subscriptions_group.subscriptions_group", "Look after the readers who subscribed by mail."),
    "test-target": ("deliver.test_target", "Send a test message to a target now, and show what it answered."),
    "timestamp": (
        "timestamp_verify.timestamp",
        "Have the head of the log signed by a timestamp authority (RFC 3161), and keep its token.",
    ),
    "verify": ("timestamp_verify.verify", "Check every hash, the chain and every reference; exit 1 on any fault."),
    "worker": (
        "worker_command.worker",
        "Take jobs from the queue that all workers of an archive on PostgreSQL share, until stopped.",
    ),
    "withdraw": ("correct_withdraw.withdraw", "Tell that an alert should not have been told, and why."),
}
"""Each command by its name: the module below `monitor.command_line` with what it is called there, and in a line what it
does, as its own help begins."""


class _Commands(click.Group):
    """A group that reads a command's module when it is asked for: together they take a second and a half."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        room = formatter.width - 6 - max(map(len, COMMANDS))
        with formatter.section("Commands"):
            named = [click.Command(name, help=text) for name, (_, text) in COMMANDS.items()]
            formatter.write_dl([(command.name or "", command.get_short_help_str(room)) for command in named])

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name][0].partition(".")
        command: click.Command = getattr(import_module(f"monitor.command_line.{module}"), attribute)
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="policywatch", message="%(prog)s %(version)s")
@click.option("--verbose", "-v", is_flag=True, help="Say on standard error what is done and why.")
@click.option(
    "--log-format",
    type=click.Choice([form.value for form in LogFormat]),
    default=LogFormat.TEXT.value,
    show_default=True,
    help="How log lines are written: for people, or one JSON object a line.",
)
@click.pass_context
def policywatch(context: click.Context, verbose: bool, log_format: str) -> None:
    """Tell what changes in Meta's privacy policies, AI notice and opt-out forms, and what it means.

    \b
    First steps:
      policywatch demo                 the whole way on a bundled story, no network
      policywatch init                 settings and the Meta catalogue, ready to edit
      policywatch run                  watch, with the site on http://127.0.0.1:8080
    """
    context.color = False if os.environ.get("NO_COLOR") else None
    level = logging.DEBUG if verbose else logging.WARNING
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter_of(LogFormat(log_format)))
    logging.basicConfig(level=level, handlers=[handler])
    for noisy in ("sqlalchemy", "alembic", "filelock", "asyncio", "markdown_it", "httpcore"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    quiet = level if verbose else logging.ERROR
    logging.getLogger("pypdf").setLevel(quiet)  # the command says what is wrong
    # What they say of a server that starts again, a page of it each time, is said in a line of our own.
    logging.getLogger("procrastinate").setLevel(level if verbose else logging.CRITICAL)
    logging.getLogger("psycopg.pool").setLevel(quiet)
    logging.getLogger("apscheduler").setLevel(quiet)  # a job that is still at work when it falls due again is no news


def main() -> None:
    """Run the program: exit 0 done, 1 something failed (one line says what), 2 usage."""
    gc.set_threshold(*COLLECTED_EACH)
    atexit.register(gc.freeze)  # all goes with the process; looking through it for cycles takes a sixth of a second
    try:
        sys.exit(policywatch.main(standalone_mode=False) or 0)
    except click.Abort:
        click.echo("policywatch: stopped", err=True)
        sys.exit(1)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except PolicywatchError as error:
        click.echo(f"policywatch: {escape(str(error))}", err=True)
        sys.exit(1)
    except BrokenPipeError:  # `policywatch ... | head`
        _drop_output()
        sys.exit(1)
    except OSError as error:  # `policywatch ... > file` on a full disk
        if error.errno not in _UNWRITABLE:
            raise
        _drop_output()
        click.echo(f"policywatch: can't write: {error.strerror}", err=True)
        sys.exit(1)
    except KeyboardInterrupt:
        click.echo("policywatch: stopped", err=True)
        sys.exit(1)


def _drop_output() -> None:
    """Send what is still to be written nowhere, or the interpreter fails over it as it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
