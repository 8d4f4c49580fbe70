"""What privacy policies say in other words, or once more, wakes nobody; beside it what does change something."""

from __future__ import annotations

import pytest

from monitor.alerts import Assessment
from monitor.alerts.text_comparison import compare_texts, read_text
from monitor.extract.extraction import extract
from snapshots.records import Direction, Severity

_SHARED = {
    "en": "We do not share personal data with third parties for their own advertising.",
    "de": "Wir geben keine personenbezogenen Daten an Dritte für deren eigene Werbung weiter.",
    "fr": "Nous ne partageons pas de données personnelles avec des tiers pour leur propre publicité.",
    "es": "No compartimos datos personales con terceros para su propia publicidad.",
}
_GOING_ON = [
    ("en", "Further, we do not share personal data with third parties for their own advertising."),
    ("en", "Moreover, we do not share personal data with third parties for their own advertising."),
    ("de", "Darüber hinaus geben wir keine personenbezogenen Daten an Dritte für deren eigene Werbung weiter."),
    ("de", "Zudem geben wir keine personenbezogenen Daten an Dritte für deren eigene Werbung weiter."),
    ("fr", "Par ailleurs, nous ne partageons pas de données personnelles avec des tiers pour leur propre publicité."),
    ("fr", "En outre, nous ne partageons pas de données personnelles avec des tiers pour leur propre publicité."),
    ("es", "Asimismo, no compartimos datos personales con terceros para su propia publicidad."),
    ("es", "Además, no compartimos datos personales con terceros para su propia publicidad."),
]
# One thing set apart from what is done, by a "not" behind a comma or a bracket.
_SET_APART = [
    ("en", "We collect your posts, not your drafts."),
    ("en", "We collect your posts (not your drafts)."),
    ("en", "We share your photos with advertisers and not with authorities."),
    ("de", "Wir erheben Ihre Beiträge, nicht Ihre Entwürfe."),
    ("de", "Wir geben Ihre Fotos an Werbetreibende weiter, nicht an Behörden."),
    ("fr", "Nous collectons vos publications, pas vos brouillons."),
    ("fr", "Nous partageons vos photos avec des annonceurs, et non avec les autorités."),
    ("es", "Recopilamos sus publicaciones, no sus borradores."),
    ("es", "Compartimos sus fotos con anunciantes, no con las autoridades."),
]
_RULED_OUT_TWICE = [
    ("en", "We do not share your photos, not even with advertisers."),
    ("en", "We never share your photos or messages, not for any reason."),
    ("de", "Wir geben Ihre Fotos nicht weiter, nicht einmal an Werbetreibende."),
    ("es", "No compartimos sus fotos, ni siquiera con anunciantes."),
]
_NEWLY_EXCEPTED = [
    (
        "en",
        "We share your photos and messages with advertisers.",
        "We share your photos with advertisers, not your messages.",
    ),
    (
        "de",
        "Unsere Prüfer sehen Ihre Fragen einschließlich Namen und Kontonummer.",
        "Unsere Prüfer sehen Ihre Fragen, nicht aber Namen oder Kontonummer.",
    ),
    (
        "de",
        "Wir geben Ihre Fotos und Nachrichten an Werbetreibende weiter.",
        "Wir geben Ihre Fotos an Werbetreibende weiter, nicht Ihre Nachrichten.",
    ),
    (
        "fr",
        "Nous partageons vos photos et vos messages avec des annonceurs.",
        "Nous partageons vos photos avec des annonceurs, mais pas vos messages.",
    ),
    (
        "es",
        "Compartimos sus fotos y sus mensajes con anunciantes.",
        "Compartimos sus fotos con anunciantes, no sus mensajes.",
    ),
]
_SAME = [
    (
        "a site more",
        "en",
        "This policy applies to our sites harbour.com, quay.org and pier.net.",
        "This policy applies to our sites harbour.com, quay.org, jetty.io and pier.net.",
    ),
    (
        "a site more",
        "de",
        "Diese Erklärung gilt für unsere Seiten harbour.de, kai.org und mole.fr.",
        "Diese Erklärung gilt für unsere Seiten harbour.de, kai.org, steg.es und mole.fr.",
    ),
    (
        "a site more",
        "fr",
        "Cette politique s'applique à nos sites harbour.fr, quai.org et mole.net.",
        "Cette politique s'applique à nos sites harbour.fr, quai.org, jetee.io et mole.net.",
    ),
    (
        "a site more",
        "es",
        "Esta política se aplica a nuestros sitios harbour.es, muelle.org y dique.net.",
        "Esta política se aplica a nuestros sitios harbour.es, muelle.org, puerto.io y dique.net.",
    ),
    (
        "kept informed",
        "en",
        "We keep you informed of how your data is used and notify you of any change.",
        "We keep you informed of how your data is used and of any change.",
    ),
    (
        "kept informed",
        "de",
        "Wir halten Sie auf dem Laufenden, wie Daten verwendet werden, und informieren Sie über Änderungen.",
        "Wir halten Sie auf dem Laufenden, wie Daten verwendet werden, und über Änderungen.",
    ),
    (
        "kept informed",
        "fr",
        "Nous vous tiendrons informé de l'usage de vos données et vous informerons de tout changement.",
        "Nous vous tiendrons informé de l'usage de vos données et de tout changement.",
    ),
    (
        "kept informed",
        "es",
        "Le mantendremos informado de cómo se usan sus datos y le informaremos de cualquier cambio.",
        "Le mantendremos informado de cómo se usan sus datos y de cualquier cambio.",
    ),
    (
        "a button by another name",
        "de",
        "Sie können Ihre Einwilligung jederzeit über den Link „Abbestellen“ widerrufen.",
        "Sie können Ihre Zustimmung jederzeit über den Link „Abmelden“ widerrufen.",
    ),
    (
        "links that pay",
        "en",
        "Another example is our link vendors, which we use in our guides.",
        "Another example is our affiliate link vendors, which we use in our guides.",
    ),
    (
        "storage that is not lasting",
        "es",
        "El servidor no está para el almacenamiento de datos permanente.",
        "El servidor no está para un almacenamiento permanente de datos.",
    ),
]
_NO_STATEMENT = [
    ("en", "We want you to understand how we handle your data."),
    ("de", "Wir möchten, dass Sie verstehen, wie wir mit Ihren Daten umgehen."),
    ("fr", "Nous voulons que vous compreniez comment nous traitons vos données."),
    ("es", "Queremos que entienda cómo tratamos sus datos."),
    ("en", "Please also see our cookie policy and our policy on interest-based advertising."),
    ("de", "Bitte beachten Sie auch unsere Cookie-Richtlinie und unsere Richtlinie zu interessenbezogener Werbung."),
    ("fr", "Veuillez également consulter la politique relative aux cookies et la politique relative aux publicités."),
    ("es", "Consulte también la política de cookies y la política de publicidad basada en intereses."),
    ("en", "Contact information of the department handling complaints relating to privacy"),
    ("de", "Kontaktdaten der Stelle für Beschwerden zum Datenschutz"),
    ("es", "Datos de contacto del departamento que atiende las quejas de privacidad"),
    ("fr", "Définition du prix de reprise d'un appareil en magasin."),
    ("fr", "Une mention identifiant chaque marque doit être incluse."),
]
_PERIODS = [
    (
        "en",
        "We may send you advertising for up to {} after your plan ends, unless you opt out earlier.",
        "one (1) year",
        "two (2) years",
    ),
    (
        "de",
        "Wir dürfen Ihnen bis zu {} nach Vertragsende Werbung senden, sofern Sie nicht vorher widersprechen.",
        "einem Jahr",
        "zwei Jahre",
    ),
    (
        "fr",
        "Nous pouvons vous envoyer de la publicité jusqu'à {} après la fin, sauf si vous vous y opposez avant.",
        "un an",
        "deux ans",
    ),
    ("es", "Podemos enviarle publicidad hasta {} después del fin, salvo que se oponga antes.", "un año", "dos años"),
]
_SIGNALS = [
    ("en", "We respond to the Global Privacy Control in some regions."),
    ("de", "Wir beachten das Signal Global Privacy Control in einigen Ländern."),
    ("fr", "Nous respectons le signal Global Privacy Control dans certains pays."),
    ("es", "Respetamos la señal Global Privacy Control en algunos países."),
]


def _compared(language: str, before: str, after: str) -> Assessment:
    return compare_texts(read_text(before), read_text(after), language=language).assessment


@pytest.mark.parametrize(("language", "longer"), _GOING_ON)
def test_a_word_that_goes_on_with_what_was_said_is_no_part_of_a_promise(language: str, longer: str) -> None:
    plain = _SHARED[language]
    assert not _compared(language, longer, plain).severity.is_alerting
    assert not _compared(language, plain, longer).severity.is_alerting
    assert _compared(language, longer, "").direction is Direction.WIDENS


@pytest.mark.parametrize(("language", "text"), _SET_APART)
def test_what_is_set_apart_leaves_the_rest_done(language: str, text: str) -> None:
    assert _compared(language, "", text).direction in (Direction.WIDENS, Direction.MIXED)


@pytest.mark.parametrize(("language", "text"), _RULED_OUT_TWICE)
def test_a_second_not_goes_on_with_the_first(language: str, text: str) -> None:
    assert _compared(language, "", text).direction is Direction.NARROWS


@pytest.mark.parametrize(("language", "before", "after"), _NEWLY_EXCEPTED)
def test_what_is_newly_set_apart_narrows(language: str, before: str, after: str) -> None:
    told = _compared(language, before, after)
    assert told.severity.is_alerting
    assert told.direction in (Direction.NARROWS, Direction.MIXED)
    assert _compared(language, after, before).direction in (Direction.WIDENS, Direction.MIXED)


@pytest.mark.parametrize(("kind", "language", "before", "after"), _SAME)
def test_what_says_the_same_alerts_nobody(kind: str, language: str, before: str, after: str) -> None:
    assert not _compared(language, before, after).severity.is_alerting, kind


def test_a_site_that_gets_data_is_told() -> None:
    before = "We share your email address with quay.org and pier.net."
    assert _compared("en", before, before.replace("and", "jetty.io and")).severity.is_alerting


@pytest.mark.parametrize(("language", "text"), _NO_STATEMENT)
def test_what_states_nothing_alerts_nobody(language: str, text: str) -> None:
    assert not _compared(language, "", text).severity.is_alerting


def test_contact_details_that_are_taken_are_told() -> None:
    pages = [
        extract(
            f"<html lang=en><h1>Quay</h1><p>1 2 3.</p><h2>Data we collect</h2><ul><li>Names</li>{entry}</ul></html>"
        )
        for entry in ("", "<li>Contact information of your children</li>")
    ]
    assert compare_texts(*pages, language="en").assessment.direction is Direction.WIDENS


@pytest.mark.parametrize(("language", "text", "short", "long"), _PERIODS)
def test_a_longer_time_until_people_say_no_widens(language: str, text: str, short: str, long: str) -> None:
    assert _compared(language, text.format(short), text.format(long)).direction is Direction.WIDENS
    assert _compared(language, text.format(long), text.format(short)).direction is Direction.NARROWS


@pytest.mark.parametrize(("language", "text"), _SIGNALS)
def test_a_signal_to_opt_out_that_is_honoured_narrows(language: str, text: str) -> None:
    assert _compared(language, "", text).direction is Direction.NARROWS
    assert _compared(language, text, "").direction is Direction.WIDENS


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "A site may store information, mostly in the form of cookies."),
        ("fr", "Un site peut stocker des informations, sous forme de cookies."),
        ("en", "You see it in the payment form if Quay handles your payment."),
        ("de", "Im Zahlungsformular wird Ihnen angezeigt, wenn Kai Ihre Zahlung abwickelt."),
        ("fr", "Le formulaire de paiement vous indique si Quai traite votre paiement."),
        ("es", "Mostraremos una nota en el formulario de pago si Muelle gestiona su pago."),
    ],
)
def test_a_form_that_is_none_of_rights_is_no_right(language: str, text: str) -> None:
    told = _compared(language, text, "")
    assert not any("right_lost" in finding.rules for finding in (*told.findings, *told.worth_a_look))


def test_what_people_may_refuse_is_not_done_for_what_is_set_apart_beside_it() -> None:
    text = "You may opt out of our use of your data for other purposes and of sharing it with third parties"
    assert _compared("en", "", f"{text} (not our processors).").direction is Direction.NARROWS


# What a relative clause says that things or people are not leaves what is done with them, or is not, as it is.
_DONE_WITH_THOSE = [
    ("en", "We may share your location with third parties that are not affiliated with us."),
    ("en", "We share your messages with advertisers at no cost to you."),
    ("en", "We use your personal data to show you ads, not to sell it."),
    ("en", "We keep messages that we do not need for billing for 90 days."),
    ("de", "Wir dürfen Ihren Standort an Dritte weitergeben, die nicht mit uns verbunden sind."),
    ("fr", "Nous pouvons partager votre position avec des tiers qui ne sont pas affiliés à nous."),
    ("es", "Podemos compartir su ubicación con terceros que no están afiliados a nosotros."),
]
_NOT_DONE_WITH_THOSE = [
    ("en", "We do not share your messages with partners who are not bound by this policy."),
    ("en", "We never sell data that we do not need."),
    ("en", "We refrain from selling your data."),
    ("en", "We make sure that we do not share your messages with advertisers."),
    ("de", "Wir geben Ihre Nachrichten nicht an Partner weiter, die nicht zu unserer Gruppe gehören."),
    ("fr", "Nous ne partageons pas vos messages avec des partenaires qui ne font pas partie de notre groupe."),
    ("es", "No compartimos sus mensajes con socios que no forman parte de nuestro grupo."),
]


@pytest.mark.parametrize(("language", "text"), _DONE_WITH_THOSE)
def test_what_is_done_with_those_who_are_not_something_is_done(language: str, text: str) -> None:
    assert _compared(language, "", text).direction in (Direction.WIDENS, Direction.MIXED)
    assert _compared(language, text, "").direction in (Direction.NARROWS, Direction.MIXED)


@pytest.mark.parametrize(("language", "text"), _NOT_DONE_WITH_THOSE)
def test_what_is_not_done_with_those_who_are_not_something_is_not_done(language: str, text: str) -> None:
    assert _compared(language, "", text).direction is Direction.NARROWS


def test_what_others_may_not_do_with_what_they_get_takes_nothing_back() -> None:
    told = _compared("en", "", "We disclose your data to processors who may not use it for their own purposes.")
    assert told.direction in (Direction.WIDENS, Direction.MIXED)


_OR_ELSE = [
    ("en", "We share your data only with your consent.",
     "We share your data only with your consent or on the basis of our legitimate interests."),
    ("en", "We only share data with your consent.",
     "We share data with your consent or where we have a legitimate interest."),
    ("de", "Wir geben Daten nur mit Ihrer Einwilligung weiter.",
     "Wir geben Daten mit Ihrer Einwilligung oder aufgrund unserer berechtigten Interessen weiter."),
    ("fr", "Nous partageons vos données uniquement avec votre consentement.",
     "Nous partageons vos données avec votre consentement ou sur la base de nos intérêts légitimes."),
    ("es", "Solo compartimos sus datos con su consentimiento.",
     "Compartimos sus datos con su consentimiento o sobre la base de nuestros intereses legítimos."),
]  # fmt: skip


@pytest.mark.parametrize(("language", "before", "after"), _OR_ELSE)
def test_a_basis_that_is_enough_beside_consent_is_critical(language: str, before: str, after: str) -> None:
    told = _compared(language, before, after)
    assert (told.severity, told.direction) == (Severity.CRITICAL, Direction.WIDENS)
    assert _compared(language, after, before).direction is Direction.NARROWS


_NOTES = [
    ("en", "Last revised on 4 March 2022 (Clarified how we use your data, added what we collect from partners.)",
     "Last revised on 5 May 2022"),
    ("en", "First put up on 3 May 2012 Last revised on 4 March 2022 (how we share data with firms is described)",
     "First put up on 3 May 2012 Last revised on 5 May 2022"),
    ("de", "Zuletzt geändert am 4. März 2022 (Zwecke der Nutzung Ihrer Daten klargestellt, Weitergabe ergänzt)",
     "Zuletzt geändert am 5. Mai 2022"),
    ("fr", "Dernière modification le 4 mars 2022 (précisions sur le partage de vos données avec nos partenaires)",
     "Dernière modification le 5 mai 2022"),
    ("es", "Última modificación: 4 de marzo de 2022 (se aclara con qué socios compartimos sus datos)",
     "Última modificación: 5 de mayo de 2022"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "before", "after"), _NOTES)
def test_what_a_line_says_in_brackets_of_the_last_revision_is_no_statement(
    language: str, before: str, after: str
) -> None:
    assert _compared(language, before, after).direction is Direction.NEUTRAL
    assert _compared(language, after, before).direction is Direction.NEUTRAL


def test_what_stands_beside_the_date_of_the_last_revision_is_told() -> None:
    told = _compared(
        "en", "Revised on 3 May 2024.", "Revised on 3 May 2024. We now train our AI with your chats (all)."
    )
    assert told.direction is Direction.WIDENS


_CONSENTING = [
    ("en", "With the client's consent we record the call.",
     "If the client expressly consents, we record the call.", "We record the call."),
    ("de", "Mit Einwilligung des Kunden zeichnen wir das Gespräch auf.",
     "Willigt der Kunde ausdrücklich ein, zeichnen wir das Gespräch auf.", "Wir zeichnen das Gespräch auf."),
    ("fr", "Avec le consentement du client, nous enregistrons l'appel.",
     "Si le client y consent expressément, nous enregistrons l'appel.", "Nous enregistrons l'appel."),
    ("es", "Con el consentimiento del cliente grabamos la llamada.",
     "Si el cliente consiente expresamente, grabamos la llamada.", "Grabamos la llamada."),
]  # fmt: skip


@pytest.mark.parametrize(("language", "noun", "verb", "unasked"), _CONSENTING)
def test_who_consents_is_asked_whatever_they_are_called(language: str, noun: str, verb: str, unasked: str) -> None:
    assert not _compared(language, noun, verb).severity.is_alerting
    assert _compared(language, verb, unasked).direction is Direction.WIDENS
    assert _compared(language, verb, unasked).severity.is_alerting


_COUNTRIES = [
    ("en", "Countries to which personal data is transferred: Japan, Korea{} and Peru.", ", the United States"),
    ("de", "Länder, in die personenbezogene Daten übermittelt werden: Japan, Korea{} und Peru.", ", die USA"),
    ("fr", "Pays vers lesquels les données sont transférées : Japon, Corée{} et Pérou.", ", États-Unis"),
    ("es", "Países a los que se transfieren los datos: Japón, Corea{} y Perú.", ", Estados Unidos"),
]


@pytest.mark.parametrize(("language", "text", "country"), _COUNTRIES)
def test_one_more_country_that_data_goes_to_is_about_transfers(language: str, text: str, country: str) -> None:
    told = _compared(language, text.format(""), text.format(country))
    assert told.direction is Direction.WIDENS
    assert "data_transfer" in told.topics


_LABELS = [
    ("en", "Skip to toolbar\n\nSkip navigation links\n\nSkip to main content"),
    ("de", "Zur Navigation springen\n\nNavigation überspringen"),
    ("en", "This translation is provided for informational purposes only."),
    ("de", "Diese Übersetzung dient nur zu Informationszwecken."),
    ("fr", "Cette traduction est fournie à titre informatif uniquement."),
    ("es", "Esta traducción se ofrece únicamente a título informativo."),
]


@pytest.mark.parametrize(("language", "text"), _LABELS)
def test_what_leads_through_a_page_or_says_which_text_counts_states_nothing(language: str, text: str) -> None:
    assert not _compared(language, "Harbour.", f"Harbour.\n\n{text}").severity.is_alerting


def test_what_people_are_handed_is_no_data_that_is_passed_on() -> None:
    before = "This policy applies to our site and our ferries."
    handed = _compared(
        "en", before, "This policy applies to our site, any device provided to you by us, and our ferries."
    )
    assert not handed.severity.is_alerting
    assert _compared("en", "We keep it.", "We keep it. It is provided to partners.").severity.is_alerting
