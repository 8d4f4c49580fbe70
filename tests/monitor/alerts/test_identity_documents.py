"""Identity documents and official numbers: collected they are data, demanded they stand in people's way."""

from __future__ import annotations

import pytest

from monitor.alerts import Assessment
from monitor.alerts.text_comparison import compare_texts, read_text
from monitor.claims.document import claims_of
from monitor.reading.reader import Reader
from monitor.rules.pack_files import default_pack
from snapshots.records import Direction, Segment, SegmentKind, Severity

PACK = default_pack()


def judged(before: str, after: str, language: str) -> Assessment:
    return compare_texts(read_text(before), read_text(after), language=language, pack=PACK).assessment


COLLECTED = [
    ("en", "We collect your name.", "We also collect your passport number.", "official ID numbers"),
    ("en", "We collect your name.", "We also collect government identifiers.", "official identifiers"),
    ("en", "We collect your name.", "We also collect your driver's licence.", "identity documents"),
    ("en", "We collect your name.", "We also collect your social security number.", "official ID numbers"),
    ("de", "Wir erheben Ihren Namen.", "Wir erheben auch Ihren Personalausweis.", "identity documents"),
    ("de", "Wir erheben Ihren Namen.", "Wir erheben auch Ihre Sozialversicherungsnummer.", "official ID numbers"),
    ("fr", "Nous collectons votre nom.", "Nous collectons aussi votre pièce d'identité.", "identity documents"),
    ("es", "Recopilamos su nombre.", "También recopilamos su número de pasaporte.", "official ID numbers"),
]


@pytest.mark.parametrize(("language", "before", "added", "said"), COLLECTED)
def test_what_a_state_knows_people_by_is_a_kind_of_data(language: str, before: str, added: str, said: str) -> None:
    found = judged(before, f"{before} {added}", language)
    assert found.direction is Direction.WIDENS
    assert found.severity.is_alerting
    assert found.headline.startswith(f"The company may now collect {said}")


DEMANDED = [
    ("en", "To object, send us a message.", "To object, send us a message and a copy of your ID."),
    ("en", "You may object at any time.", "You may object at any time. Please attach a copy of your passport."),
    ("en", "We answer within a month.", "We answer within a month. We require a copy of your government-issued ID."),
    ("en", "Opt out of AI: type your name.", "Opt out of AI: type your name and upload a copy of your ID card."),
    ("de", "Zum Widerspruch schreiben Sie uns.", "Zum Widerspruch senden Sie uns Ihren Personalausweis."),
    ("de", "Schreiben Sie uns.", "Schreiben Sie uns und legen Sie eine Kopie Ihres Reisepasses bei."),
    ("fr", "Pour vous opposer, écrivez-nous.", "Pour vous opposer, écrivez-nous en joignant votre carte d'identité."),
    ("es", "Para oponerse, escríbanos.", "Para oponerse, escríbanos y adjunte una copia de su DNI."),
]


@pytest.mark.parametrize(("language", "before", "after"), DEMANDED)
def test_what_is_demanded_is_asked_of_people(language: str, before: str, after: str) -> None:
    found = judged(before, after, language)
    assert found.direction is Direction.WIDENS
    assert found.severity in (Severity.HIGH, Severity.CRITICAL)
    assert "requirement_gained" in found.findings[0].rules
    assert "now asks for identity documents" in found.headline


def test_a_document_that_is_asked_for_no_longer_is_a_hurdle_less() -> None:
    found = judged("To object, send us a copy of your passport.", "To object, send us a message.", "en")
    assert found.direction is Direction.NARROWS
    assert "no longer asks for identity documents" in found.headline


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "We have customer identifiers for every order."),
        ("en", "The user ID of your account is shown in the app."),
        ("de", "Ausweislich der Rechnung haben Sie bezahlt."),
        ("fr", "Nous gardons votre carte de fidélité."),
        ("es", "Le enviamos el documento de viaje."),
    ],
)
def test_other_numbers_and_papers_are_none(language: str, text: str) -> None:
    claims = claims_of([Segment(text=text, kind=SegmentKind.SENTENCE)], Reader(PACK, language))
    assert not any("identifiers" in claim.data or "identifiers" in claim.requirements for claim in claims)


def test_a_copy_that_is_kept_is_data_and_no_demand() -> None:
    kept = Segment(text="We keep a copy of your passport for a year.", kind=SegmentKind.SENTENCE)
    claims = claims_of([kept], Reader(PACK, "en"))
    assert any("identifiers" in claim.data for claim in claims)
    assert not any(claim.requirements for claim in claims)


@pytest.mark.parametrize(
    ("language", "never", "now"),
    [
        ("en", "We never ask for your ID.", "We may ask for your ID."),
        ("de", "Wir verlangen nie Ihren Ausweis.", "Wir verlangen Ihren Ausweis."),
    ],
)
def test_a_demand_that_was_ruled_out_is_told_as_one(language: str, never: str, now: str) -> None:
    found = judged(never, now, language)
    assert (found.severity, found.direction) == (Severity.CRITICAL, Direction.WIDENS)
    assert "now asks for identity documents, ruled out before" in found.headline
