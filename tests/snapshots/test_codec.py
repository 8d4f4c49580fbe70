"""Records as they were written once are read as long as there are archives that hold them."""

from __future__ import annotations

import pytest

from snapshots.codec import decode, encode
from snapshots.records import Observation, Outcome
from tests.snapshots.samples import START

OLD = b'{"attempt":7,"captured_at":"2025-03-01T06:00:00Z","detail":"a wall","document_id":"d","outcome":"%s"}'


@pytest.mark.parametrize("outcome", ["login or consent wall", "wrong region, language or edition"])
def test_a_observation_from_before_the_walls_and_variants_were_told_apart_is_read(outcome: str) -> None:
    content = OLD % outcome.encode()
    observation = decode(Observation, content)
    assert observation.outcome is Outcome(outcome)
    assert (observation.language, observation.region) == ("", "")
    assert encode(observation) == content, "its checksum holds"


def test_every_outcome_is_read_as_it_was_written() -> None:
    for outcome in Outcome:
        observation = Observation(
            document_id="d", attempt=1, captured_at=START, outcome=outcome, detail="", language="en-GB", region="eu"
        )
        assert decode(Observation, encode(observation)) == observation
