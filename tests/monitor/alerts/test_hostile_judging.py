"""Whatever two pages say, the step between them is judged without a fault, and every quote stands word for word."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from monitor.alerts.text_comparison import compare_texts, read_text
from tests.monitor.odd_texts import LANGUAGE, TEXTS


def check_judged(before: str, after: str, language: str) -> None:
    old, new = read_text(before), read_text(after)
    compared = compare_texts(old, new, language=language)
    sides = [{segment.text for segment in side.segments} for side in (old, new)]
    for finding in compared.assessment.findings:
        assert finding.evidence
        for quote in finding.evidence:
            assert quote.before_text is None or quote.before_text in sides[0]
            assert quote.after_text is None or quote.after_text in sides[1]
            assert quote.before_text is not None or quote.after_text is not None
    assert compare_texts(old, new, language=language) == compared


@settings(max_examples=120, deadline=None)
@given(before=TEXTS, after=TEXTS, language=LANGUAGE)
def test_any_two_texts_are_judged_and_every_quote_is_verbatim(before: str, after: str, language: str) -> None:
    check_judged(before, after, language)


@pytest.mark.slow
@settings(max_examples=4_000, deadline=None)
@given(before=TEXTS, after=TEXTS, language=LANGUAGE)
def test_any_two_texts_are_judged_tried_long(before: str, after: str, language: str) -> None:
    check_judged(before, after, language)
