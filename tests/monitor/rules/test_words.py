"""Words and their stems, whoever else reads at the same time."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from monitor.rules.pack_files import default_pack
from monitor.rules.words import stem

ENDINGS = ("", "s", "ing", "ed", "ations", "fulness", "ization", "icities", "iveness")


@pytest.fixture
def hurry() -> Iterator[None]:
    """Let threads take turns as often as can be."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("hurry")
def test_threads_that_read_at_the_same_time_find_the_stems_that_one_finds() -> None:
    english = default_pack().languages["en"]
    words = [f"har{chr(97 + n % 26)}bo{chr(97 + n // 26 % 26)}r{ending}" for n in range(400) for ending in ENDINGS]
    stem.cache_clear()
    with ThreadPoolExecutor(4) as threads:
        found = list(
            threads.map(lambda share: [stem(word, english) for word in share], [words[n::4] for n in range(4)])
        )
    stem.cache_clear()
    assert found == [[stem(word, english) for word in words[n::4]] for n in range(4)]
