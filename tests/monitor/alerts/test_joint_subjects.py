"""A company that speaks of itself and its firms by its own name says what it says as "we", and no other firm does."""

from __future__ import annotations

import pytest

from monitor.alerts import Assessment
from monitor.alerts.text_comparison import compare_texts
from monitor.extract.extraction import extract

PAIRS = [
    ("en", "Harbour and its affiliates use your messages.", "We and our affiliates use your messages."),
    (
        "en",
        "Sometimes Harbour and its affiliates read your letters.",
        "Sometimes we and our affiliates read your letters.",
    ),
    ("de", "Harbour und seine Partner nutzen deine Nachrichten.", "Wir und unsere Partner nutzen deine Nachrichten."),
    ("fr", "Harbour et ses partenaires utilisent vos messages.", "Nous et nos partenaires utilisons vos messages."),
    ("es", "Harbour y sus socios utilizan sus mensajes.", "Nosotros y nuestros socios utilizamos sus mensajes."),
]


def _judged(before: str, after: str, language: str) -> Assessment:
    pages = (
        extract(f"<html lang={language}><h1>Harbour: Privacy</h1><p>Harbour 1.</p><p>{text}</p>")
        for text in (before, after)
    )
    return compare_texts(*pages, language=language).assessment


@pytest.mark.parametrize(("language", "by_name", "as_we"), PAIRS)
def test_a_company_with_its_firms_says_the_same_by_its_name_and_as_we(language: str, by_name: str, as_we: str) -> None:
    assert not _judged(by_name, as_we, language).severity.is_alerting
    assert not _judged(as_we, by_name, language).severity.is_alerting


@pytest.mark.parametrize(("language", "by_name", "as_we"), PAIRS)
def test_another_firm_in_its_place_is_told(language: str, by_name: str, as_we: str) -> None:
    assert _judged(by_name.replace("Harbour", "Quayside"), as_we, language).severity.is_alerting


@pytest.mark.parametrize("more", ["messages and location", "messages for advertising"])
def test_what_else_changes_beside_the_name_is_told(more: str) -> None:
    language, by_name, as_we = PAIRS[0]
    assert _judged(by_name, as_we.replace("messages", more), language).severity.is_alerting
