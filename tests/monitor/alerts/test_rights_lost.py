"""What people may ask for, in four languages: that it is no longer said is a loss, that it is now said a gain."""

from __future__ import annotations

import pytest

from monitor.alerts import Assessment
from monitor.alerts.text_comparison import compare_texts, read_text
from snapshots.records import Direction, Severity

RIGHTS = [
    ("en", "You have the right to human intervention where a machine decides."),
    ("en", "You can contest the decision in writing."),
    ("en", "You have the right not to be subject to a decision that a machine makes alone."),
    ("en", "You have the right to lodge a complaint with a supervisory authority."),
    ("en", "You have the right to restrict the processing of your data."),
    ("en", "You can ask us for a copy of your data."),
    ("en", "You can ask us to correct your data."),
    ("en", "You have the right to know which data we hold."),
    ("en", "You have the right to be forgotten."),
    ("fr", "Vous disposez d’un droit à une intervention humaine."),
    ("fr", "Vous pouvez contester la décision par écrit."),
    ("fr", "Vous avez le droit d’introduire une réclamation auprès d’une autorité."),
    ("fr", "Vous avez le droit à la limitation du traitement."),
    ("fr", "Vous pouvez obtenir une copie de vos données."),
    ("fr", "Vous pouvez demander la rectification de vos données."),
    ("fr", "Vous avez le droit à l’oubli."),
    ("de", "Sie haben das Recht auf menschliches Eingreifen."),
    ("de", "Sie können die Entscheidung anfechten."),
    ("de", "Sie haben das Recht, nicht einer ausschließlich automatisierten Entscheidung unterworfen zu werden."),
    ("de", "Sie haben das Recht, sich bei einer Aufsichtsbehörde zu beschweren."),
    ("de", "Sie haben das Recht auf Einschränkung der Verarbeitung."),
    ("de", "Sie können eine Kopie Ihrer Daten verlangen."),
    ("de", "Sie können die Berichtigung Ihrer Daten verlangen."),
    ("es", "Tiene derecho a obtener intervención humana."),
    ("es", "Puede impugnar la decisión por escrito."),
    ("es", "Tiene derecho a no ser objeto de una decisión tomada solo por una máquina."),
    ("es", "Tiene derecho a la limitación del tratamiento."),
    ("es", "Puede obtener una copia de sus datos."),
    ("es", "Puede solicitar la rectificación de sus datos."),
    ("es", "Tiene derecho al olvido."),
]


def _compared(before: str, after: str, language: str) -> Assessment:
    return compare_texts(read_text(before), read_text(after), language=language).assessment


@pytest.mark.parametrize(("language", "right"), RIGHTS)
def test_a_right_that_goes_is_grave_and_one_that_comes_protects(language: str, right: str) -> None:
    lost = _compared(f"1 2 3\n\n{right}", "1 2 3", language)
    assert lost.severity in (Severity.HIGH, Severity.CRITICAL)
    assert lost.direction is Direction.WIDENS
    gained = _compared("1 2 3", f"1 2 3\n\n{right}", language)
    assert gained.severity.is_alerting
    assert gained.direction is Direction.NARROWS


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("en", "You may ask us for a copy of your data.", "You may request a copy of your data from us."),
        ("en", "You have the right to correct your data.", "You have a right to correct your data."),
        ("de", "Sie können eine Kopie Ihrer Daten verlangen.", "Sie können eine Kopie Ihrer Daten anfordern."),
        ("fr", "Vous pouvez demander une copie de vos données.", "Vous pouvez obtenir une copie de vos données."),
    ],
)
def test_a_right_in_other_words_is_none_lost(language: str, before: str, after: str) -> None:
    assert not _compared(before, after, language).severity.is_alerting


@pytest.mark.parametrize(
    "ours", ["We reserve the right to update this page.", "We have the right to request a deposit from you."]
)
def test_a_right_of_the_company_is_none_of_peoples(ours: str) -> None:
    assert "right_lost" not in {rule for f in _compared(f"1 2 3\n\n{ours}", "1 2 3", "en").findings for rule in f.rules}


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Decisions are made without human intervention."),
        ("de", "Entscheidungen fallen ohne menschliches Eingreifen."),
        ("fr", "Les décisions sont prises sans intervention humaine."),
        ("es", "Las decisiones se toman sin intervención humana."),
    ],
)
def test_that_nobody_looks_at_a_decision_is_no_right(language: str, sentence: str) -> None:
    told = _compared("1 2 3", f"1 2 3\n\n{sentence}", language)
    assert "right_gained" not in {rule for finding in told.findings for rule in finding.rules}
