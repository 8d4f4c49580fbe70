"""How a copy that infringes somebody's rights is reported and answered is no matter of people's data in a contract."""

from __future__ import annotations

import pytest

from tests.monitor.alerts.contract_texts import judged, judged_pages

NOTICES = [
    ("en", "Whoever believes that a map infringes a copyright sends our agent a notice with a name and an address."),
    ("en", "A counter notice has to say that its sender consents to the jurisdiction of the courts of Oslo."),
    (
        "en",
        "We delete content that infringes a trademark, and close the accounts of repeat infringers at our discretion.",
    ),
    ("de", "Wir entfernen Inhalte, die ein Urheberrecht verletzen, und schließen Konten nach unserem Ermessen."),
    ("de", "Eine Meldung über rechtsverletzende Karten nennt Namen, Anschrift und Telefonnummer."),
    ("fr", "Nous supprimons les contenus qui violent un droit d'auteur et fermons des comptes à notre discrétion."),
    ("fr", "Une notification de contrefaçon indique le nom, l'adresse et le numéro de téléphone."),
    ("es", "Eliminamos contenidos que infringen derechos de autor y cerramos cuentas a nuestra discreción."),
    ("es", "Una contranotificación indica el nombre, la dirección y el teléfono."),
]
PASSED_ON = [
    ("en", "We share your personal information with whoever sends a copyright complaint."),
    ("de", "Bei einer Urheberrechtsverletzung geben wir Ihre personenbezogenen Daten an den Rechteinhaber weiter."),
    ("fr", "Nous transmettons vos données personnelles à des tiers qui signalent une contrefaçon."),
    ("es", "Ante una infracción de derechos de autor transmitimos sus datos personales al titular."),
]
LIST = (
    "<h2>Copyright complaints</h2><p>After a notice has come:</p>"
    "<ul><li>Your notice and your e-mail address are passed on to the person who posted the map.</li></ul>"
)


@pytest.mark.parametrize(("language", "said"), NOTICES)
def test_a_notice_on_a_copy_wakes_nobody(language: str, said: str) -> None:
    assert not judged(language, "", said).severity.is_alerting
    assert not judged(language, said, "").severity.is_alerting


@pytest.mark.parametrize(("language", "said"), PASSED_ON)
def test_whom_data_of_people_goes_to_for_a_copy_is_told(language: str, said: str) -> None:
    assert judged(language, "", said).severity.is_alerting


def test_entries_under_a_heading_on_copies_wake_nobody() -> None:
    assert not judged_pages("en", "", LIST).severity.is_alerting
    assert judged_pages("en", "", LIST.replace("Copyright complaints", "Our services")).severity.is_alerting
