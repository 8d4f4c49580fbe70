"""The installed program, run as a person runs it; or called inside of the tests' own process."""

from __future__ import annotations

import gc
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from unittest.mock import patch

import click
from click.testing import CliRunner, Result

from monitor.command_line.program import main

PROGRAM = [sys.executable, "-P", "-c", "from monitor.command_line import main; main()"]


def policywatch(*arguments: str | Path, code: int = 0) -> subprocess.CompletedProcess[str]:
    """Run the program and check how it ended."""
    done = subprocess.run([*PROGRAM, *map(str, arguments)], capture_output=True, text=True, check=False)
    assert done.returncode == code, (done.stdout, done.stderr)
    assert "Traceback" not in done.stderr
    return done


class _Program(click.Command):
    """The whole program, with how its errors end, as what click's runner for tests takes."""

    def main(self, args: Sequence[str] | None = None, *_: object, **more: object) -> None:  # type: ignore[override]
        collected_each = gc.get_threshold()
        with patch.object(sys, "argv", ["policywatch", *(args or ())]):
            try:
                main()
            finally:
                gc.set_threshold(*collected_each)


def called(*arguments: str | Path, code: int = 0) -> Result:
    """Run the program inside of this process: for answers that don't hang on how it starts, which takes longest."""
    done = CliRunner().invoke(_Program("policywatch"), [*map(str, arguments)])
    assert done.exit_code == code, (done.output, done.exception)
    return done
