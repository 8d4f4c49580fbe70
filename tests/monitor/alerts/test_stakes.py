"""In terms, what names nothing of people's data, rights or age wakes nobody; what names it is told as ever."""

from __future__ import annotations

import pytest

from tests.monitor.alerts.contract_texts import judged, judged_pages

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
BESIDE_DATA = [
    ("en", "", "You may choose to take action against a copy of your work."),
    ("en", "We may close your account.", "We may close your account and other accounts you control."),
    ("en", "", "You may appeal within 30 days of the removal of a post."),
    ("de", "", "Wir können Inhalte entfernen, die gegen diese Regeln verstoßen."),
    ("en", "The harbour has boats, ropes and an AI assistant.", "The harbour has boats, vests and an AI assistant."),
    ("de", "Zum Hafen gehören Boote und ein KI-Assistent.", "Zum Hafen gehören Westen und ein KI-Assistent."),
    ("fr", "Le quai a une intelligence artificielle.", "Le quai a des gilets et une intelligence artificielle."),
    ("es", "El muelle tiene una inteligencia artificial.", "El muelle tiene chalecos y una inteligencia artificial."),
    ("en", "", "Your continued use of the boats constitutes your consent to a change of these terms."),
    ("en", "", "The harbour reserves the right at any time to keep a location closed."),
    ("en", "", "We will continue to adjust how the pier is swept."),
    ("en", "", "Separate terms also apply to trial trips."),
    ("en", "You will hear from us.", "We give at least fourteen (14) days' notice of a new timetable."),
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
STILL_OF_PEOPLE = [
    ("en", "", "When you close your account, your content is deleted and can no longer be recovered."),
    ("en", "", "A trip abroad is subject to a check of your identity, which may include submission of passports."),
    ("en", "", "By uploading photos you consent to an automated scan of your content."),
    ("en", "You may not sail here if you are under 16.", "You may not sail here if you are under 13."),
    ("en", "", "A guest under 18 needs the consent of a parent."),
    ("en", "", "We share what you write in the chat with our partners."),
    ("de", "", "Wer sein Konto schließt: Wir löschen Ihre Daten."),
]


@pytest.mark.parametrize(("language", "before", "after"), [*OF_THE_CONTRACT, *BESIDE_DATA])
def test_a_matter_of_the_contract_wakes_nobody(language: str, before: str, after: str) -> None:
    assert not judged(language, before, after).severity.is_alerting


@pytest.mark.parametrize(("language", "before", "after"), [*OF_PEOPLE, *STILL_OF_PEOPLE])
def test_what_is_done_with_people_s_data_is_told_in_terms_too(language: str, before: str, after: str) -> None:
    assert judged(language, before, after).severity.is_alerting


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "Turn sails into ropes with Harbour AI"),
        ("de", "Aus Segeln werden Seile mit Hafen-KI"),
        ("fr", "casque, assistant IA, pompe"),
        ("es", "casco, asistente de IA, bomba"),
        ("en", "Boats are washed once a day, which you can switch off."),  # no switch for data
    ],
)
def test_a_line_that_only_names_ai_or_a_switch_wakes_nobody(language: str, line: str) -> None:
    pages = (f"<h2>News</h2><ul><li>x</li>{more}</ul>" for more in ("", f"<li>{line}</li>"))
    assert not judged_pages(language, *pages).severity.is_alerting


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Our AI assistant reads what you write."),
        ("de", "Unser KI-Assistent liest, was Sie schreiben."),
        ("fr", "Notre assistant d'intelligence artificielle lit ce que vous écrivez."),
        ("es", "Nuestro asistente de inteligencia artificial lee lo que usted escribe."),
        ("en", "You can switch off that your location is shared."),
    ],
)
def test_ai_that_does_something_and_a_switch_for_data_are_told(language: str, said: str) -> None:
    assert judged(language, "", said).severity.is_alerting


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Cancelled trips: the seller is not repaid the postage."),
        ("de", "Bei Widerruf einer Fahrt wird dem Verkäufer das Porto nicht erstattet."),
        ("fr", "En cas d'annulation de la commande, le vendeur n'est pas remboursé du port."),
        ("es", "En caso de cancelación del pedido, el vendedor no recupera el porte."),
    ],
)
def test_who_is_not_paid_back_is_bound_to_nothing(language: str, said: str) -> None:
    assert not judged(language, "", said).severity.is_alerting


def test_what_is_too_little_for_an_alert_is_worth_a_look() -> None:
    assert judged(*OF_THE_CONTRACT[0]).worth_a_look


def test_a_past_date_beside_a_matter_of_the_contract_is_no_news() -> None:
    dated = "Last updated: {} Sellers pay the {} government."
    before, after = dated.format("1 May 2020.", "local"), dated.format("1 June 2020.", "harbour's")
    assert not judged("en", before, after).severity.is_alerting


def test_a_list_of_who_is_protected_is_none_of_data() -> None:
    before = "<p>Nobody is barred on the grounds of:</p><ul><li>Age</li></ul>"
    after = "<p>Nobody is barred on the grounds of:</p><ul><li>Age</li><li>Ethnicity, religion</li></ul>"
    assert not judged_pages("en", before, after).severity.is_alerting
    data = "<p>Information about your:</p><ul><li>boat</li>{}</ul>"
    assert judged_pages("en", data.format(""), data.format("<li>Ethnicity, religion</li>")).severity.is_alerting
