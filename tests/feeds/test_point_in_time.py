"""A day that somebody names has one meaning everywhere."""

from __future__ import annotations

import pytest

from feeds.edition.point_in_time import as_it_stood_on


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2025-03-03", "2025-03-03T23:59:59.999999+00:00"),
        ("20250303", "2025-03-03T23:59:59.999999+00:00"),
        ("2025-03-03T06:00Z", "2025-03-03T06:00:00+00:00"),
        ("2025-03-03T06:00+02:00", "2025-03-03T04:00:00+00:00"),
        ("2025-03-03 00:00", "2025-03-03T00:00:00+00:00"),
    ],
)
def test_a_day_is_as_it_stood_at_its_end_and_a_time_is_itself(said: str, meant: str) -> None:
    assert as_it_stood_on(said).isoformat() == meant
