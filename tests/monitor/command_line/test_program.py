"""The tree of commands: what the list of them says is what each says of itself."""

from __future__ import annotations

import click

from monitor.command_line.program import COMMANDS, policywatch


def test_the_list_of_commands_says_what_their_own_help_begins_with() -> None:
    context = click.Context(policywatch)
    for name, (_, summary) in COMMANDS.items():
        command = policywatch.get_command(context, name)
        assert command
        assert command.get_short_help_str(1000).startswith(summary), name
