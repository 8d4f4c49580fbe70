"""The fixtures that more than one folder of tests shares."""

import gc
import inspect

import httpx
import pytest
from hypothesis import HealthCheck, settings

from monitor.command_line.program import COLLECTED_EACH
from tests.archives import keep_in
from tests.browsing import browser
from tests.postgres import database, postgres
from tests.pywb import pywb
from tests.story import story_site

__all__ = ["browser", "database", "postgres", "pywb", "story_site"]

# No test measures by the wall clock: on a machine that is busy with something else a millisecond is any length.
# A test that hangs is ended by the one limit in pyproject.toml.
settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")


@pytest.fixture(scope="session", autouse=True)
def _little_collecting() -> None:
    """Look for what refers to itself as seldom as the program does, and never among what was loaded and collected."""
    gc.set_threshold(*COLLECTED_EACH)
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _archives_of_this_run(tmp_path_factory: pytest.TempPathFactory) -> None:
    keep_in(tmp_path_factory.mktemp("archives"))


for part in ("connect", "read", "write", "pool"):  # five seconds each, unless a client is told otherwise
    setattr(inspect.signature(httpx.get).parameters["timeout"].default, part, None)
