"""Records as they were written once are read as long as there are archives that hold them."""

from __future__ import annotations

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from snapshots.codec import decode, encode
from snapshots.records import Direction, Finding, Observation, Outcome, Reason, Severity
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


@given(st.text(max_size=40))
@example("about minors' data +3")
@example("no more than high: it lets nothing more be done")
@example("a reason of another program −3")
@example("names nothing +03")
@example("-2")
def test_the_reasons_of_a_severity_are_stored_as_the_text_that_is_told(text: str) -> None:
    finding = Finding(
        headline="", severity=Severity.HIGH, direction=Direction.WIDENS, topics=(), rules=(),
        severity_reasons=(Reason.parse(text),), evidence=(),
    )  # fmt: skip
    content = encode(finding)
    assert json.loads(content)["severity_reasons"] == [text]
    assert decode(Finding, content) == finding


def test_a_reason_has_its_points_apart() -> None:
    assert Reason.parse("about minors' data +3") == Reason("about minors' data", 3)
    assert Reason.parse("lets less be done -1").points == -1
    assert Reason.parse("no more than high: it lets nothing more be done").points is None
