"""In terms, what names nothing of people's data, rights or age wakes nobody; what names it is told as ever."""

from __future__ import annotations

import pytest

from monitor.alerts import Assessment
from monitor.alerts.stakes import is_contract
from monitor.alerts.text_comparison import compare_texts, read_text
from monitor.extract.extraction import extract
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

RULED_AND_OWED = [  # what people may not do, owe, are owed or let the company do with what they post
    ("en", "", "You may choose to take action against a copy of your work."),
    ("en", "We may close your account.", "We may close your account and other accounts you control."),
    ("en", "", "You may appeal within 30 days of the removal of a post."),
    ("de", "", "Wir können Inhalte entfernen, die gegen diese Regeln verstoßen."),
    ("en", "The harbour has boats, ropes and an AI assistant.", "The harbour has boats, vests and an AI assistant."),
    ("de", "Zum Hafen gehören Boote und ein KI-Assistent.", "Zum Hafen gehören Westen und ein KI-Assistent."),
    ("fr", "Le quai a une intelligence artificielle.", "Le quai a des gilets et une intelligence artificielle."),
    ("es", "El muelle tiene una inteligencia artificial.", "El muelle tiene chalecos y una inteligencia artificial."),
    ("en", "", "Sailing near the reef breaks these rules, as does naming a guest's faith in a chat."),
    (
        "en",
        "Using fast boats may violate this policy.",
        "Using fast boats or generative AI tools may violate this policy.",
    ),
    ("en", "", "Without our prior written consent, the charts may not be used to train AI or a model."),
    ("en", "", "Any arbitration is confidential, and neither you nor we may disclose what comes of it."),
    ("en", "", "Before arbitration we will send a notice to the email address of your account."),
    ("en", "", "We are not liable to you, to advertisers or to partners for lost income."),
    (
        "en",
        "You grant us a licence to show your photos.",
        "You grant us a perpetual and transferable licence to use, copy, share and publish your photos.",
    ),
    (
        "en",
        "",
        "Any feedback and other information may be used by us under a perpetual licence.",
    ),
    ("en", "", "Your continued use of the boats constitutes your consent to a change of these terms."),
    ("en", "", "The harbour reserves the right at any time to keep a location closed."),
    ("en", "", "We will continue to adjust how the pier is swept."),
    ("en", "", "Separate terms also apply to trial trips."),
    ("en", "You will hear from us.", "We give at least fourteen (14) days' notice of a new timetable."),
    (
        "de",
        "",
        "Wer rast, verstößt gegen diese Richtlinie, auch mit Werkzeugen der künstlichen Intelligenz.",
    ),
    ("de", "", "Ein Schiedsverfahren ist vertraulich; weder Sie noch wir dürfen sein Ergebnis offenlegen."),
    ("de", "", "Wir haften nicht gegenüber Ihnen, Werbekunden oder Partnern für entgangenen Gewinn."),
    (
        "de",
        "Sie räumen uns ein Nutzungsrecht an Ihren Fotos ein.",
        "Sie räumen uns ein unbefristetes und übertragbares Nutzungsrecht an Ihren Fotos ein.",
    ),
    (
        "de",
        "",
        "Ohne unsere vorherige Zustimmung dürfen die Karten nicht zum Training künstlicher Intelligenz genutzt werden.",
    ),
    ("fr", "", "Conduire un bateau rapide, même avec une intelligence artificielle, peut enfreindre ces règles."),
    ("fr", "", "Tout arbitrage est confidentiel, et ni vous ni nous ne pouvons en divulguer le résultat."),
    ("fr", "", "Nous déclinons toute responsabilité envers vous, les annonceurs ou les partenaires."),
    (
        "fr",
        "Vous nous accordez une licence sur vos photos.",
        "Vous nous accordez une licence perpétuelle et cessible sur vos photos.",
    ),
    (
        "fr",
        "",
        "Sans notre autorisation préalable, les cartes ne servent pas à entraîner une intelligence artificielle.",
    ),
    ("es", "", "Llevar una barca rápida, incluso con inteligencia artificial, puede infringir estas normas."),
    ("es", "", "Todo arbitraje es confidencial, y ni usted ni nosotros podemos divulgar su resultado."),
    ("es", "", "No nos hacemos responsables ante usted, los anunciantes o los socios."),
    (
        "es",
        "Nos concede una licencia sobre sus fotos.",
        "Nos concede una licencia perpetua y transferible sobre sus fotos.",
    ),
    ("es", "", "Sin nuestra autorización previa, los mapas no se usan para entrenar una inteligencia artificial."),
]

STILL_OF_PEOPLE = [  # the same words, where something is done with data or somebody is protected
    ("en", "", "Tidewater shares your personal information with the police to look into violations of its rules."),
    (
        "de",
        "",
        "Tidewater gibt Ihre personenbezogenen Daten an die Polizei weiter, wenn Sie gegen diese Regeln verstoßen.",
    ),
    ("fr", "", "Tidewater partage vos données personnelles avec la police si vous enfreignez ces règles."),
    ("es", "", "Tidewater comparte sus datos personales con la policía si infringe estas normas."),
    ("en", "", "You grant us a licence to use your photos to train AI."),
    ("en", "", "We may scan your messages to find breaches of these terms."),
    ("en", "", "When you close your account, your content is deleted and can no longer be recovered."),
    ("en", "", "We may pass your personal information to the arbitrator."),
    ("en", "", "A trip abroad is subject to a check of your identity, which may include submission of passports."),
    ("en", "", "By uploading photos you consent to an automated scan of your content."),
    ("en", "You may not sail here if you are under 16.", "You may not sail here if you are under 13."),
    ("en", "", "A guest under 18 needs the consent of a parent."),
    ("en", "", "We share what you write in the chat with our partners."),
    ("de", "", "Sie räumen uns das Recht ein, mit Ihren Fotos eine künstliche Intelligenz zu trainieren."),
    ("de", "", "Wir dürfen Ihre Nachrichten auf Verstöße gegen diese Regeln durchsuchen."),
    ("de", "", "Wir können Ihre personenbezogenen Daten an das Schiedsgericht weitergeben."),
    ("de", "", "Wer sein Konto schließt: Wir löschen Ihre Daten."),
    ("fr", "", "Vous nous accordez une licence pour entraîner une intelligence artificielle avec vos photos."),
    ("fr", "", "Nous pouvons communiquer vos données personnelles à l'arbitre."),
    ("fr", "", "Nous pouvons analyser vos messages pour trouver ce qui est contraire à ces règles."),
    ("es", "", "Nos concede una licencia para entrenar una inteligencia artificial con sus fotos."),
    ("es", "", "Podemos ceder sus datos personales al árbitro."),
    ("es", "", "Podemos analizar sus mensajes para encontrar lo que infringe estas normas."),
]


def _text(around: dict[str, str], language: str, sentence: str) -> str:
    kept = f"{around[language]} " * 30
    return f"{kept}\n\n{sentence}\n\n{kept}" if sentence else f"{kept}\n\n{kept}"


def _judged(language: str, before: str, after: str) -> Assessment:
    texts = (read_text(_text(TERMS, language, said)) for said in (before, after))
    return compare_texts(*texts, language=language, kind="terms").assessment


@pytest.mark.parametrize(("language", "before", "after"), [*OF_THE_CONTRACT, *RULED_AND_OWED])
def test_a_matter_of_the_contract_wakes_nobody(language: str, before: str, after: str) -> None:
    assert not _judged(language, before, after).severity.is_alerting


@pytest.mark.parametrize(("language", "before", "after"), [*OF_PEOPLE, *STILL_OF_PEOPLE])
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


def test_what_people_may_not_do_is_told_by_the_line_above_it() -> None:
    before = "<h2>What is not allowed here</h2><ul><li>racing</li></ul>"
    after = (
        "<h2>What is not allowed here</h2><ul><li>racing</li><li>Targeting people for their state of health</li></ul>"
    )
    assert not _page_judged(before, after).severity.is_alerting


@pytest.mark.parametrize(
    ("language", "lead", "before", "after"),
    [
        (
            "en",
            "In the harbour, you may not:",
            "collect personal information;",
            "collect personal information by stealth;",
        ),
        (
            "de",
            "Im Hafen dürfen Sie nicht:",
            "personenbezogene Daten sammeln;",
            "personenbezogene Daten heimlich sammeln;",
        ),
        (
            "fr",
            "Vous ne pouvez pas :",
            "collecter des données personnelles ;",
            "collecter des données personnelles à leur insu ;",
        ),
    ],
)
def test_what_a_line_tells_people_not_to_do_is_no_act(language: str, lead: str, before: str, after: str) -> None:
    kept = f"<p>{TERMS[language]}</p>" * 30
    pages = (
        f"<html lang={language}><h1>Quay</h1>{kept}<p>{lead}</p><ul><li>{x}</li><li>x</li></ul>"
        for x in (before, after)
    )
    assert not compare_texts(*map(extract, pages), language=language, kind="terms").assessment.severity.is_alerting


def test_what_is_done_with_data_of_whoever_breaks_the_rules_is_told_under_their_heading() -> None:
    before = "<h2>Violations of these rules</h2><p>Boats are towed away.</p>"
    after = f"{before}<p>Your messages and personal information are shared with the police.</p>"
    assert _page_judged(before, after).severity.is_alerting


def test_a_list_of_who_is_protected_is_none_of_data() -> None:
    before = "<p>Nobody is barred on the grounds of:</p><ul><li>Age</li></ul>"
    after = "<p>Nobody is barred on the grounds of:</p><ul><li>Age</li><li>Ethnicity, religion</li></ul>"
    assert not _page_judged(before, after).severity.is_alerting
    data = "<p>Information about your:</p><ul><li>boat</li>{}</ul>"
    assert _page_judged(data.format(""), data.format("<li>Ethnicity, religion</li>")).severity.is_alerting


def test_what_is_owed_in_a_dispute_is_told_by_its_heading() -> None:
    said = "<h2>Arbitration</h2><p>Quarrels go there.</p>{}"
    come = said.format(
        "<p>If we quarrel with you, we will send this to the latest contact information we have for you.</p>"
    )
    assert not _page_judged(said.format(""), come).severity.is_alerting


def test_a_sentence_on_information_heads_no_policy() -> None:
    opening = "Here everybody finds information on boats, piers, ropes and all else that the harbour has to offer."
    reader = Reader(default_pack(), "en")
    assert is_contract(read_text(f"{opening}\n\n{_text(TERMS, 'en', '')}"), reader)


def _page_judged(before: str, after: str) -> Assessment:
    kept = f"<p>{TERMS['en']}</p>" * 30
    pages = (f"<html lang=en><h1>Harbour rules</h1>{kept}{said}</html>" for said in (before, after))
    return compare_texts(*map(extract, pages), language="en", kind="terms").assessment
