"""The installed program, run as a person runs it; or called inside of the tests' own process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner, Result

from monitor.command_line.program import policywatch as program

PROGRAM = [sys.executable, "-P", "-c", "from monitor.command_line import main; main()"]


def policywatch(*arguments: str | Path, code: int = 0) -> subprocess.CompletedProcess[str]:
    """Run the program and check how it ended."""
    done = subprocess.run([*PROGRAM, *map(str, arguments)], capture_output=True, text=True, check=False)
    assert done.returncode == code, (done.stdout, done.stderr)
    assert "Traceback" not in done.stderr
    return done


def called(*arguments: str | Path, code: int = 0) -> Result:
    """Run the program inside of this process: for answers that don't hang on how it starts, which takes longest."""
    done = CliRunner().invoke(program, [*map(str, arguments)])
    assert done.exit_code == code, (done.output, done.exception)
    return done
