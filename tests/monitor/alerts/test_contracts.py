"""In terms, what names nothing of people's data, rights or age wakes nobody; what names it is told as ever."""

from __future__ import annotations

import pytest

from monitor.alerts import Assessment
from monitor.alerts.stakes import is_contract
from monitor.alerts.text_comparison import compare_texts, read_text
from monitor.reading.reader import Reader
from monitor.rules.pack_files import default_pack

TERMS = {
    "en": "A boat leaves the pier at nine and is back before dusk. Whoever steers wears a vest and keeps the rope dry.",
    "de": "Ein Boot legt um neun am Steg ab und ist vor der Dämmerung zurück. Wer es lenkt, trägt eine Weste am Leib.",
    "fr": "Un bateau quitte le quai à neuf heures et revient avant la nuit. Qui le mène porte un gilet et une corde.",
    "es": "Una barca deja el muelle a las nueve y vuelve antes de la noche. Quien la lleva viste chaleco y cuerda.",
}
TITLES = {
    "en": "Harbour Privacy Policy",
    "de": "Datenschutzerklärung des Hafens",
    "fr": "Politique de confidentialité",
    "es": "Política de privacidad",
}
POLICY = {
    "en": "We keep data on each guest and the information that guests give us on the pier.",
    "de": "Wir bewahren Daten über jeden Gast auf und die Angaben, die Gäste am Steg machen.",
    "fr": "Nous conservons des données sur chaque hôte et les informations données sur le quai.",
    "es": "Guardamos datos de cada huésped y la información que los huéspedes dan en el muelle.",
}

OF_THE_CONTRACT = [
    ("en", "You may send the rented kit back within 30 days.", ""),
    (
        "en",
        "The deck plan may be used outside the harbour for 14 days.",
        "The deck plan may be used at sea for 60 days.",
    ),
    ("en", "", "Each party waives objections to the courts of competent jurisdiction of Port City."),
    ("en", "", "Buyers in the EU have a right of withdrawal for each item."),
    ("en", "", "Authorities that wish to contact us can obtain the contact details from Quay Ltd, Pier 3."),
    ("en", "Do not harm the Harbour brand or its guests.", "Do not harm its guests."),
    ("en", "", "Sellers may not use messages to offer goods of their own."),
    ("en", "", "The harbour law upholds safety and security and has third parties remove broken ropes."),
    ("de", "Verkäufer können die Rechnung binnen 14 Tagen beanstanden.", "Verkäufer können die Rechnung beanstanden."),
    ("de", "", "Die Nachrichtenfunktion darf nur für Anfragen zwischen Käufer und Verkäufer genutzt werden."),
    ("de", "Das Widerrufsrecht der Käufer gilt für jeden Artikel.", ""),
    ("de", "", "Sie können einer Erhöhung der Gebühren binnen 30 Tagen widersprechen."),
    ("fr", "Les vendeurs règlent la facture sous 14 jours.", "Les vendeurs règlent la facture sous 30 jours."),
    ("fr", "", "Vous pouvez vous opposer à une hausse du prix de la formule dans les 30 jours."),
    ("es", "Los vendedores abonan la comisión en 14 días.", "Los vendedores abonan la comisión en 30 días."),
    ("es", "", "Puede oponerse a un aumento del precio del plan en un plazo de 30 días."),
]

OF_PEOPLE = [
    ("en", "You let us show your content.", "You let us show your content and train AI with it."),
    ("en", "", "We share your email address with the sellers of the boats."),
    ("en", "", "Personal information about buyers is passed to advertisers."),
    ("en", "You must be at least 16 to rent a boat.", "You must be at least 13 to rent a boat."),
    ("en", "", "We may collect data from everybody who buys a ticket."),
    ("en", "", "Before a trip we ask for a copy of your passport."),
    (
        "en",
        "",
        "The services put any video and voice message into text. The accuracy of that depends on a third party.",
    ),
    ("de", "", "Wir geben Ihre E-Mail-Adresse an die Verkäufer der Boote weiter."),
    ("de", "", "Wir trainieren künstliche Intelligenz mit Ihren Inhalten."),
    ("de", "Sie müssen mindestens 16 Jahre alt sein.", "Sie müssen mindestens 13 Jahre alt sein."),
    ("fr", "", "Nous partageons votre adresse e-mail avec les vendeurs des bateaux."),
    ("fr", "", "Nous entraînons une intelligence artificielle avec vos contenus."),
    ("es", "", "Compartimos su correo electrónico con los vendedores de las barcas."),
    ("es", "", "Entrenamos una inteligencia artificial con sus contenidos."),
]


def _text(around: dict[str, str], language: str, sentence: str) -> str:
    kept = f"{around[language]} " * 30
    return f"{kept}\n\n{sentence}\n\n{kept}" if sentence else f"{kept}\n\n{kept}"


def _judged(language: str, before: str, after: str) -> Assessment:
    texts = (read_text(_text(TERMS, language, said)) for said in (before, after))
    return compare_texts(*texts, language=language, kind="terms").assessment


@pytest.mark.parametrize(("language", "before", "after"), OF_THE_CONTRACT)
def test_a_matter_of_the_contract_wakes_nobody(language: str, before: str, after: str) -> None:
    assert not _judged(language, before, after).severity.is_alerting


@pytest.mark.parametrize(("language", "before", "after"), OF_PEOPLE)
def test_what_is_done_with_people_s_data_is_told_in_terms_too(language: str, before: str, after: str) -> None:
    assert _judged(language, before, after).severity.is_alerting


@pytest.mark.parametrize("language", TERMS)
def test_terms_and_policies_are_told_apart_by_what_they_speak_of(language: str) -> None:
    reader = Reader(default_pack(), language)
    assert is_contract(read_text(_text(TERMS, language, "")), reader)
    assert not is_contract(read_text(_text(POLICY, language, "")), reader)
    assert not is_contract(read_text(TERMS[language]), reader)  # too short to be told
    assert not is_contract(read_text(f"{TITLES[language]}\n\n{_text(TERMS, language, '')}"), reader)


def test_what_is_too_little_for_an_alert_is_worth_a_look() -> None:
    assert _judged(*OF_THE_CONTRACT[0]).worth_a_look


def test_a_past_date_beside_a_matter_of_the_contract_is_no_news() -> None:
    dated = "Last updated: {} Sellers pay the {} government."
    before, after = dated.format("1 May 2020.", "local"), dated.format("1 June 2020.", "harbour's")
    assert not _judged("en", before, after).severity.is_alerting
