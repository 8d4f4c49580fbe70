"""The program's commands in one tree, and how its errors end."""

from __future__ import annotations

import errno
import logging
import os
import sys
from importlib import import_module

import click

from monitor.command_line.output import escape
from snapshots.errors import PolicywatchError

_UNWRITABLE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)


_COMMANDS = {
    "alerts": "alerts_changes.alerts",
    "blame": "blame_search.blame",
    "build": "build_serve.build",
    "changes": "alerts_changes.changes",
    "check": "init_check_run.check",
    "compare": "compare.compare",
    "correct": "correct_withdraw.correct",
    "deliver": "deliver.deliver",
    "deliveries": "deliver.deliveries_group",
    "demo": "demo.demo",
    "diff": "show_diff.diff",
    "export": "export_group.export_group",
    "form": "form.form",
    "held": "held_release.held",
    "history": "history.history",
    "import": "import_group.import_group",
    "init": "init_check_run.init",
    "regions": "regions.regions",
    "release": "held_release.release",
    "rules": "rules_group.rules_group",
    "run": "init_check_run.run",
    "scope": "scope_command.scope",
    "search": "blame_search.search",
    "serve": "build_serve.serve",
    "show": "show_diff.show",
    "status": "status.status",
    "subscriptions": "subscriptions_group.subscriptions_group",
    "test-target": "deliver.test_target",
    "timestamp": "timestamp_verify.timestamp",
    "verify": "timestamp_verify.verify",
    "withdraw": "correct_withdraw.withdraw",
}
"""Each command by its name: the module below `monitor.command_line` and what it is called there."""


class _Commands(click.Group):
    """A group that reads a command's module when it is asked for: together they take a second and a half."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module, _, attribute = _COMMANDS[cmd_name].partition(".")
        command: click.Command = getattr(import_module(f"monitor.command_line.{module}"), attribute)
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="policywatch", message="%(prog)s %(version)s")
@click.option("--verbose", "-v", is_flag=True, help="Say on standard error what is done and why.")
@click.pass_context
def policywatch(context: click.Context, verbose: bool) -> None:
    """Tell what changes in Meta's privacy policies, AI notice and opt-out forms, and what it means.

    \b
    First steps:
      policywatch demo                 the whole way on a bundled story, no network
      policywatch init                 settings and the Meta catalogue, ready to edit
      policywatch run                  watch, with the site on http://127.0.0.1:8080
    """
    context.color = False if os.environ.get("NO_COLOR") else None
    level = logging.DEBUG if verbose else logging.WARNING
    logging.basicConfig(level=level, format="%(levelname)s %(name)s: %(message)s", stream=sys.stderr)
    for noisy in ("sqlalchemy", "alembic", "filelock", "asyncio", "markdown_it", "httpcore"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    logging.getLogger("apscheduler").setLevel(logging.CRITICAL)  # `RecurringWork` tells what failed, in one line
    logging.getLogger("pypdf").setLevel(level if verbose else logging.ERROR)  # the command says what is wrong


def main() -> None:
    """Run the program: exit 0 done, 1 something failed (one line says what), 2 usage."""
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
