"""What people may not do is on nobody's data; what is done with the data of whoever breaks the rules is told."""

from __future__ import annotations

import pytest

from tests.monitor.alerts.contract_texts import judged, judged_pages

RULED_OUT = [
    ("en", "", "You will not communicate the charts to any third party without prior consent from Harbour."),
    ("de", "", "Sie werden die Karten ohne Zustimmung des Hafens nicht an Dritte weitergeben."),
    ("fr", "", "Vous ne communiquerez pas les cartes à un tiers sans le consentement du port."),
    ("es", "", "Usted no comunicará los mapas a terceros sin el consentimiento del puerto."),
    ("en", "", "Sailing near the reef breaks these rules, as does naming a guest's faith in a chat."),
    (
        "en",
        "Using fast boats may violate this policy.",
        "Using fast boats or generative AI tools may violate this policy.",
    ),
    ("en", "", "Without our prior written consent, the charts may not be used to train AI or a model."),
    ("de", "", "Wer rast, verstößt gegen diese Richtlinie, auch mit Werkzeugen der künstlichen Intelligenz."),
    (
        "de",
        "",
        "Ohne unsere vorherige Zustimmung dürfen die Karten nicht zum Training künstlicher Intelligenz genutzt werden.",
    ),
    ("fr", "", "Conduire un bateau rapide, même avec une intelligence artificielle, peut enfreindre ces règles."),
    (
        "fr",
        "",
        "Sans notre autorisation préalable, les cartes ne servent pas à entraîner une intelligence artificielle.",
    ),
    ("es", "", "Llevar una barca rápida, incluso con inteligencia artificial, puede infringir estas normas."),
    ("es", "", "Sin nuestra autorización previa, los mapas no se usan para entrenar una inteligencia artificial."),
]
LOOKED_INTO = [
    ("en", "", "Tidewater shares your personal information with the police to look into violations of its rules."),
    (
        "de",
        "",
        "Tidewater gibt Ihre personenbezogenen Daten an die Polizei weiter, wenn Sie gegen diese Regeln verstoßen.",
    ),
    ("fr", "", "Tidewater partage vos données personnelles avec la police si vous enfreignez ces règles."),
    ("es", "", "Tidewater comparte sus datos personales con la policía si infringe estas normas."),
    ("en", "", "We may scan your messages to find breaches of these terms."),
    ("de", "", "Wir dürfen Ihre Nachrichten auf Verstöße gegen diese Regeln durchsuchen."),
    ("fr", "", "Nous pouvons analyser vos messages pour trouver ce qui est contraire à ces règles."),
    ("es", "", "Podemos analizar sus mensajes para encontrar lo que infringe estas normas."),
]


@pytest.mark.parametrize(("language", "before", "after"), RULED_OUT)
def test_a_rule_of_conduct_wakes_nobody(language: str, before: str, after: str) -> None:
    assert not judged(language, before, after).severity.is_alerting


@pytest.mark.parametrize(("language", "before", "after"), LOOKED_INTO)
def test_data_of_whoever_breaks_the_rules_is_told(language: str, before: str, after: str) -> None:
    assert judged(language, before, after).severity.is_alerting


def test_what_people_may_not_do_is_told_by_the_line_above_it() -> None:
    before = "<h2>What is not allowed here</h2><ul><li>racing</li></ul>"
    after = (
        "<h2>What is not allowed here</h2><ul><li>racing</li><li>Targeting people for their state of health</li></ul>"
    )
    assert not judged_pages("en", before, after).severity.is_alerting


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
    pages = (f"<p>{lead}</p><ul><li>{entry}</li><li>x</li></ul>" for entry in (before, after))
    assert not judged_pages(language, *pages).severity.is_alerting


@pytest.mark.parametrize(
    ("language", "lead", "entry"),
    [
        ("en", "Members follow these rules:", "say which posts an AI has made of content of others"),
        ("de", "Alle haben sich an die folgenden Regeln zu halten:", "KI-generierte Inhalte sind zu kennzeichnen"),
        ("fr", "Les membres respectent les règles suivantes :", "indiquer les contenus créés par une IA"),
        ("es", "Los miembros respetan las siguientes normas:", "indicar los contenidos creados por una IA"),
        ("en", "You agree to refrain from:", "using bots to collect data without human review"),
        ("de", "Mit der Anmeldung stimmst du zu, Folgendes zu unterlassen:", "Daten von Gästen sammeln"),
        ("fr", "Vous vous engagez à vous abstenir de :", "collecter des données des hôtes"),
        ("es", "Usted se compromete a abstenerse de:", "recopilar datos de los huéspedes"),
        (
            "en",
            "In connection with using the boats, the pier, the ropes, the vests and the charts of the harbour, you "
            "agree to comply with these terms, with the rules of the quay and with all the laws, and you will not:",
            "collect data by automated means without human review",
        ),
    ],
)
def test_a_list_is_ruled_out_however_its_line_says_so(language: str, lead: str, entry: str) -> None:
    pages = (f"<p>{lead}</p><ul><li>x</li>{more}</ul>" for more in ("", f"<li>{entry}</li>"))
    assert not judged_pages(language, *pages).severity.is_alerting


@pytest.mark.parametrize(
    ("language", "rule"),
    [
        ("en", "Ads can only target guests 18 years or older."),
        ("en", "Ads must not appeal to minors."),
        ("de", "Werbeanzeigen dürfen nur Gäste ab 18 Jahren ansprechen."),
        ("fr", "Les publicités ne peuvent viser que des hôtes de plus de 18 ans."),
        ("es", "Los anuncios solo pueden dirigirse a huéspedes mayores de 18 años."),
    ],
)
def test_to_whom_ads_may_be_shown_is_a_rule_for_who_books_them(language: str, rule: str) -> None:
    assert not judged(language, "", rule).severity.is_alerting


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "We show ads to guests who are 18 or older."),
        ("en", "Ads can only use your personal information if you agree."),
        ("de", "Wir zeigen personalisierte Werbung anhand Ihrer Daten."),
        ("fr", "Nous affichons des publicités personnalisées selon vos données."),
        ("es", "Mostramos anuncios personalizados según sus datos."),
    ],
)
def test_ads_that_the_company_shows_are_told(language: str, said: str) -> None:
    assert judged(language, "", said).severity.is_alerting


def test_what_is_done_with_data_of_whoever_breaks_the_rules_is_told_under_their_heading() -> None:
    before = "<h2>Violations of these rules</h2><p>Boats are towed away.</p>"
    after = f"{before}<p>Your messages and personal information are shared with the police.</p>"
    assert judged_pages("en", before, after).severity.is_alerting


OWED = [  # what people have to do, and not to do, however it is put
    ("en", "Do not reveal the faith or the health of others, or where they live."),
    ("de", "Teilen Sie keine Angaben über Glauben oder Gesundheit anderer."),
    ("fr", "Ne partagez pas d'informations sur la religion ou la santé d'autrui."),
    ("es", "No comparta información sobre la religión o la salud de otros."),
    ("en", "You must keep your account details up to date and complete at all times."),
    ("de", "Sie müssen die Angaben in Ihrem Konto stets aktuell halten."),
    ("fr", "Vous devez tenir les informations de votre compte à jour."),
    ("es", "Debe mantener los datos de su cuenta actualizados."),
    ("en", "You may not use the charts to train or develop artificial intelligence."),
    ("de", "Sie dürfen die Karten nicht zum Training künstlicher Intelligenz verwenden."),
    ("fr", "Vous ne pouvez pas utiliser les cartes pour entraîner une intelligence artificielle."),
    ("es", "No puede usar los mapas para entrenar inteligencia artificial."),
    ("en", "We do not allow threats against people for their religion or disability."),
    ("de", "Wir dulden keine Drohungen gegen Menschen wegen ihrer Religion oder Behinderung."),
    ("fr", "Nous ne tolérons aucune menace contre des personnes en raison de leur religion."),
    ("es", "No toleramos amenazas contra personas por su religión o discapacidad."),
    ("de", "Es ist untersagt, personenbezogene Daten anderer Gäste ohne deren Einwilligung zu sammeln."),
]
PROMISED = [  # what is forbidden to others for people's sake
    ("en", "We do not allow partners to use your personal information for ads."),
    ("de", "Wir erlauben Partnern nicht, Ihre personenbezogenen Daten für Werbung zu verwenden."),
    ("fr", "Nous n'autorisons pas nos partenaires à utiliser vos données personnelles pour la publicité."),
    ("es", "No permitimos a nuestros socios usar sus datos personales para publicidad."),
]
NUMBERED = (
    "<h2>Use restrictions</h2>"
    "<p>(iv) collect personal information about visitors without their express consent, or copy charts</p>"
)


@pytest.mark.parametrize(("language", "said"), OWED)
def test_what_people_owe_wakes_nobody(language: str, said: str) -> None:
    assert not judged(language, "", said).severity.is_alerting
    assert not judged(language, said, "").severity.is_alerting


@pytest.mark.parametrize(("language", "said"), PROMISED)
def test_what_other_firms_are_not_allowed_is_a_promise(language: str, said: str) -> None:
    assert judged(language, said, "").severity.is_alerting


def test_a_numbered_paragraph_under_a_heading_on_conduct_is_a_rule() -> None:
    assert not judged_pages("en", "", NUMBERED).severity.is_alerting
    assert judged_pages("en", "", NUMBERED.replace("Use restrictions", "What we do")).severity.is_alerting
