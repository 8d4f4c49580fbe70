"""Of a mass of passages that went only some are quoted; what it is said to be about is among them."""

from __future__ import annotations

from monitor.alerts.text_comparison import compare_texts, read_text

_TOWNS = [
    f"{first}{last}"
    for first in ("Ask", "Bro", "Dal", "Ek", "Fro", "Grim")
    for last in ("by", "vik", "nes", "sund", "fjord", "holm", "stad", "dal")
]
_SHARED = [f"We share your e-mail address with advertisers in {town}." for town in _TOWNS]
_AGE = "We collect the photos and the location of children under 16."
_LEFT = [f"The harbour has quay {number}, where boats lie at night." for number in range(100, 180)]
_TOLD = "We do not collect the location of people under 16."
_NOW = "We do not collect the location of people under 14."


def test_every_topic_of_a_mass_has_a_quote() -> None:
    before, after = (read_text("\n\n".join(part)) for part in ([*_LEFT, _TOLD, *_SHARED, _AGE], [*_LEFT, _NOW]))
    told = compare_texts(before, after, language="en").assessment
    mass = max(told.findings, key=lambda finding: len(finding.evidence))
    assert len(mass.evidence) < len(_SHARED)
    assert "minors" in mass.topics
    assert any(quote.before_text == _AGE for quote in mass.evidence)
