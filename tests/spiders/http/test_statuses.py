"""What a status says of whether a page is shown."""

from __future__ import annotations

import pytest

from snapshots.records import Outcome
from spiders.http.outcomes import judge_status


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (200, Outcome.CAPTURED),
        (203, Outcome.CAPTURED),  # what a proxy on the way made of it
        (206, Outcome.SERVER_ERROR),
        (302, Outcome.CLIENT_ERROR),
        (451, Outcome.FORBIDDEN),
        (999, Outcome.SERVER_ERROR),
    ],
)
def test_a_status_has_one_outcome_and_says_why(status: int, outcome: Outcome) -> None:
    found, detail = judge_status(status)
    assert found is outcome
    assert bool(detail) is (outcome is not Outcome.CAPTURED)
