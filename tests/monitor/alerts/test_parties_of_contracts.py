"""A contract names its parties: what "the Provider" does with data of "the Customer" is told as what "we" do."""

from __future__ import annotations

import pytest

from monitor.alerts.personal_data import names_operator, own_data
from monitor.reading.reader import Reader
from monitor.reading.sentence_reading import read_sentence
from monitor.rules.pack_files import default_pack
from tests.monitor.alerts.contract_texts import judged

TOLD = [
    ("en", "The Provider may collect and store technical data about the use of the berth plan to develop it further."),
    ("en", "The Company may share user data with its affiliates for marketing."),
    ("en", "The Provider deletes all data of the Customer within 30 days of the end of the contract."),
    ("en", "Skippers' location is tracked during trips and shared with passengers. Drivers' location is shared, too."),
    ("en", "The Operator may disclose customer details to authorities without notice."),
    (
        "de",
        "Der Anbieter ist berechtigt, technische Daten über die Nutzung des Liegeplans zu erheben und zu speichern.",
    ),
    ("de", "Die Betreiberin darf Nutzerdaten zu Werbezwecken an verbundene Unternehmen weitergeben."),
    ("de", "Der Anbieter löscht sämtliche Daten des Kunden 30 Tage nach Ende des Vertrags."),
    ("de", "Der Standort der Fahrer wird während der Fahrt erfasst und Fahrgästen angezeigt."),
    ("de", "Der Anbieter wird diese Daten nicht an Dritte weitergeben."),
    ("fr", "Le Prestataire peut collecter et conserver des données techniques sur l'utilisation du plan des quais."),
    ("fr", "La Société peut communiquer les données des utilisateurs à ses filiales à des fins de marketing."),
    ("fr", "Le Prestataire supprime toutes les données du Client dans les 30 jours suivant la fin du contrat."),
    ("fr", "La position des chauffeurs est suivie pendant la course et montrée aux passagers."),
    ("es", "El Proveedor puede recoger y conservar datos técnicos sobre el uso del plano de los muelles."),
    ("es", "La Empresa puede comunicar datos de los usuarios a sus filiales con fines de marketing."),
    ("es", "El Proveedor elimina todos los datos del Cliente en los 30 días siguientes al fin del contrato."),
    ("es", "La ubicación de los conductores se registra durante el viaje y se muestra a los pasajeros."),
]
QUIET = [
    ("en", "The Provider guarantees that berths are free on 99 % of all days and mends piers at night."),
    ("en", "The Provider may use subcontractors and answers for them as for itself."),
    ("de", "Der Anbieter gewährleistet freie Liegeplätze an 99 % aller Tage und wartet die Stege nachts."),
    ("de", "Der Anbieter darf Subunternehmer einsetzen und haftet für sie wie für eigenes Handeln."),
    ("fr", "Le Prestataire garantit des places libres 99 % des jours et entretient les quais la nuit."),
    ("fr", "Le Prestataire peut faire appel à des sous-traitants et en répond comme de lui-même."),
    ("es", "El Proveedor garantiza plazas libres el 99 % de los días y repara los muelles de noche."),
    ("es", "El Proveedor puede recurrir a subcontratistas y responde por ellos."),
]


@pytest.mark.parametrize(("language", "said"), TOLD)
def test_what_a_named_party_does_with_data_is_told_as_it_comes_and_as_it_goes(language: str, said: str) -> None:
    assert judged(language, "", said).severity.is_alerting
    assert judged(language, said, "").severity.is_alerting


@pytest.mark.parametrize(("language", "said"), QUIET)
def test_what_a_named_party_does_as_one_wakes_nobody(language: str, said: str) -> None:
    assert not judged(language, "", said).severity.is_alerting
    assert not judged(language, said, "").severity.is_alerting


@pytest.mark.parametrize(
    ("language", "party", "other"),
    [
        ("en", "We note that the Provider keeps it.", "We ask a provider of ropes."),
        ("de", "Wir hören, dass der Anbieter es behält.", "Wir fragen Anbieter von Seilen."),
        ("fr", "Nous notons que le Prestataire le garde.", "Nous demandons à un prestataire."),
        ("es", "Vemos que el Proveedor lo guarda.", "Preguntamos a un proveedor."),
    ],
)
def test_a_party_is_told_from_firms_of_its_kind(language: str, party: str, other: str) -> None:
    reader = Reader(default_pack(), language)
    assert [names_operator(read_sentence(said, reader)) for said in (party, other)] == [True, False]


def test_data_of_a_party_is_people_s() -> None:
    reader = Reader(default_pack(), "en")
    assert own_data(read_sentence("Nobody sells customer data.", reader))
    assert not own_data(read_sentence("Nobody sells weather data.", reader))
