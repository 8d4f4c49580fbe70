"""Requests that schemathesis makes up from the OpenAPI document, sent to a server: no fault, nothing undescribed."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.story import served, story_archive


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(story_archive(), tmp_path_factory.mktemp("fuzzed") / "site") as address:
        yield address


def fuzzed(address: str, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    if importlib.util.find_spec("schemathesis") is None:
        pytest.skip("the package schemathesis is not installed")
    program = Path(sys.executable).with_name("schemathesis")
    return subprocess.run(
        [program, "run", f"{address}api/v1/openapi.json", "--checks", "all", "--seed", "7", "--warnings", "off",
         "--no-color", *arguments],
        cwd=folder, env={**os.environ, "SCHEMATHESIS_HOOKS": ""}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_made_up_requests_find_no_fault(live: str, tmp_path: Path) -> None:
    said = fuzzed(live, tmp_path, "--phases", "coverage", "--max-examples", "5", "--generation-database", "none")
    assert said.returncode == 0, said.stdout[-4_000:] + said.stderr[-2_000:]


@pytest.mark.slow
@pytest.mark.timeout(1_800)
def test_thousands_of_made_up_requests_find_no_fault(live: str, tmp_path: Path) -> None:
    said = fuzzed(live, tmp_path, "--max-examples", "200", "--generation-database", "none")
    assert said.returncode == 0, said.stdout[-4_000:] + said.stderr[-2_000:]
