"""The command `policywatch`: the only place that prints. Works nothing out itself."""

from monitor.command_line.program import main

__all__ = ["main"]
