"""Another document in the place of the known one, and a rewrite of it."""

from __future__ import annotations

from snapshots.records import Severity
from tests.monitor.decide.test_half_pages import QUAY
from tests.monitor.decide.test_outcomes import watched


def _text(heading: str, line: str) -> bytes:
    lines = "".join(f"<p>{line.format(n)}</p>" for n in range(60))
    return f"<html lang=en><title>Quay</title><h1>{heading}</h1>{lines}</html>".encode()


POLICY = _text("Quay Privacy Policy", "We write down who lay at berth {} and for how many nights, and keep it.")
SHARING = "We share your private messages of season {} with advertisers and train artificial intelligence on them."


def test_another_document_is_told_as_one_and_compared_with_nothing() -> None:
    _, other = watched(QUAY, POLICY, _text("Northern Harbours Notice", SHARING))
    assert other.alert is None
    assert other.change
    assert other.change.severity is Severity.LOW
    told = [finding.headline for finding in other.change.worth_a_look]
    assert told == ["Another document is served here: “Northern Harbours Notice”, no longer “Quay Privacy Policy”"]


def test_a_rewrite_is_told_whatever_it_is_called_now() -> None:
    for heading in ("Quay Privacy Policy", "Quay Privacy Notice", "How we use your data", "Privacy Commitments"):
        _, told = watched(QUAY, POLICY, _text(heading, SHARING))
        assert told.alert, heading
        assert told.alert.severity is Severity.CRITICAL
