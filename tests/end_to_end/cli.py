"""The installed program, run as a person runs it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PROGRAM = [sys.executable, "-P", "-c", "from monitor.command_line import main; main()"]


def policywatch(*arguments: str | Path, code: int = 0) -> subprocess.CompletedProcess[str]:
    """Run the program and check how it ended."""
    done = subprocess.run([*PROGRAM, *map(str, arguments)], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == code, (done.stdout, done.stderr)
    assert "Traceback" not in done.stderr
    return done
