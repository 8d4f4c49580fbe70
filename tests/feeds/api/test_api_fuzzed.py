"""Requests that schemathesis makes up from the OpenAPI document, sent to a server: no fault, nothing undescribed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.slow
@pytest.mark.timeout(1_800)
def test_thousands_of_made_up_requests_find_no_fault(story_site: str, tmp_path: Path) -> None:
    pytest.importorskip("schemathesis", reason="the package schemathesis is not installed")
    program = Path(sys.executable).with_name("schemathesis")
    said = subprocess.run(
        [program, "run", f"{story_site}api/v1/openapi.json", "--checks", "all", "--max-examples", "200", "--seed", "7",
         "--generation-database", "none", "--warnings", "off", "--no-color"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert said.returncode == 0, said.stdout[-4_000:] + said.stderr[-2_000:]
