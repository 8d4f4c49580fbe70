"""What a further first look at policies showed: pointers, who is liable, what people do, things and notes."""

from __future__ import annotations

import pytest

from monitor.alerts import Assessment
from monitor.alerts.text_comparison import compare_texts, read_text
from snapshots.records import Direction, Severity

KEPT = {"en": "The pier opens at nine.", "de": "Der Steg öffnet um neun.", "fr": "Le quai ouvre à neuf heures.",
        "es": "El muelle abre a las nueve."}  # fmt: skip


def judged(language: str, before: str, after: str) -> Assessment:
    kept = KEPT[language]
    texts = (read_text(f"{kept}\n\n{text}".strip()) for text in (before, after))
    return compare_texts(*texts, language=language).assessment


@pytest.mark.parametrize(
    ("language", "said", "pointer"),
    [
        (
            "en",
            "We collect and use data of children in our sailing school.",
            "To learn about how Harbour collects and uses children's data, see the section on the school.",
        ),
        (
            "de",
            "Wir erheben und nutzen Daten von Kindern in unserer Segelschule.",
            "Um zu erfahren, wie Harbour Daten von Kindern erhebt und nutzt, lesen Sie den Abschnitt zur Schule.",
        ),
        (
            "fr",
            "Nous collectons et utilisons les données des enfants dans notre école de voile.",
            "Pour savoir comment Harbour collecte et utilise les données des enfants, consultez ce qui suit.",
        ),
        (
            "es",
            "Recopilamos y utilizamos los datos de los niños en nuestra escuela de vela.",
            "Para saber cómo Harbour recopila y utiliza los datos de los niños, consulte la sección sobre la escuela.",
        ),
    ],
)
def test_who_leads_to_where_something_is_told_does_not_say_it_anew(language: str, said: str, pointer: str) -> None:
    assert not judged(language, said, f"{said} {pointer}").severity.is_alerting
    assert not judged(language, f"{said} {pointer}", said).severity.is_alerting


@pytest.mark.parametrize(
    ("language", "pointer"),
    [
        (
            "en",
            "People in Canada, please refer to our Health Data Policy for additional information on the processing.",
        ),
        ("de", "Weitere Angaben zur Verarbeitung Ihrer Daten finden Sie in unserer Erklärung zu Gesundheitsdaten."),
        ("fr", "Consultez aussi notre Politique relative aux données de santé pour en savoir plus sur le traitement."),
        ("es", "Consulte también nuestra Política de datos de salud para más información sobre el tratamiento."),
    ],
)
def test_the_title_of_another_text_names_no_data(language: str, pointer: str) -> None:
    assert not judged(language, "", pointer).severity.is_alerting
    assert not judged(language, pointer, "").severity.is_alerting


@pytest.mark.parametrize(
    ("language", "added"),
    [
        ("en", "We are responsible for the processing of personal data that we receive and then transfer to an agent."),
        ("en", "Harbour remains liable if its agent processes such data in a way that breaks the Principles."),
        ("de", "Wir sind für die Verarbeitung der Daten verantwortlich, die wir erhalten und an Dritte weitergeben."),
        ("de", "Harbour haftet, wenn ein Beauftragter personenbezogene Daten entgegen den Grundsätzen verarbeitet."),
        ("fr", "Harbour est responsable du traitement des données qu'elle reçoit et transmet ensuite à un tiers."),
        ("fr", "Harbour reste responsable si son mandataire traite ces données d'une manière contraire aux principes."),
        ("es", "Harbour es responsable del tratamiento de los datos que recibe y que después transfiere a un tercero."),
        ("es", "Harbour sigue siendo responsable si su agente trata dichos datos de forma contraria a los principios."),
    ],
)
def test_who_answers_for_others_shares_nothing_by_it(language: str, added: str) -> None:
    assert not judged(language, "", added).severity.is_alerting


@pytest.mark.parametrize(
    ("language", "added"),
    [
        ("en", "Withdrawing consent does not affect the lawfulness of processing based on consent before."),
        ("de", "Der Widerruf berührt nicht die Rechtmäßigkeit der bis dahin erfolgten Verarbeitung."),
        ("de", "Durch den Widerruf wird die Rechtmäßigkeit der bisherigen Verarbeitung nicht berührt."),
        ("fr", "Le retrait du consentement ne compromet pas la licéité du traitement effectué avant ce retrait."),
        ("es", "La retirada del consentimiento no afecta a la licitud del tratamiento previo a su retirada."),
    ],
)
def test_what_stays_lawful_when_people_withdraw_is_no_right(language: str, added: str) -> None:
    assert not judged(language, "", added).severity.is_alerting
    assert not judged(language, added, "").severity.is_alerting


@pytest.mark.parametrize(
    ("language", "added"),
    [
        ("en", "You may withdraw your consent at any time, without affecting the lawfulness of what was done before."),
        ("de", "Sie können Ihre Einwilligung jederzeit widerrufen; die Rechtmäßigkeit der bis dahin erfolgten "
               "Verarbeitung bleibt davon unberührt."),
        ("fr", "Vous pouvez retirer votre consentement à tout moment, sans affecter la licéité de ce qui précède."),
        ("es", "Puede retirar su consentimiento en cualquier momento, sin afectar a la licitud de lo anterior."),
    ],
)  # fmt: skip
def test_the_right_to_withdraw_is_told_beside_it(language: str, added: str) -> None:
    told = judged(language, "", added)
    assert told.severity.is_alerting
    assert told.direction is Direction.NARROWS


@pytest.mark.parametrize(
    ("language", "added"),
    [
        ("en", "Norwegian law prohibits us from using sensitive data without your consent."),
        ("en", "The law forbids us to share your location without your permission."),
        ("de", "Das Gesetz verbietet uns, sensible Daten ohne Ihre Einwilligung zu nutzen."),
        ("fr", "La loi nous interdit d'utiliser des données sensibles sans votre consentement."),
        ("es", "La ley nos prohíbe usar datos sensibles sin su consentimiento."),
    ],
)
def test_what_a_law_forbids_without_consent_is_not_done_without_asking(language: str, added: str) -> None:
    told = judged(language, "", added)
    assert told.severity is not Severity.CRITICAL
    assert told.direction is not Direction.WIDENS


@pytest.mark.parametrize(
    ("language", "added"),
    [
        ("en", "We check the health of our servers."),
        ("en", "The report tells of your console, its settings and its health."),
        ("de", "Wir prüfen die Gesundheit unserer Server."),
        ("fr", "Nous vérifions l'état de santé de votre console."),
        ("es", "Comprobamos el estado de salud de su consola."),
    ],
)
def test_the_health_of_things_is_no_data_on_health(language: str, added: str) -> None:
    assert "health data" not in judged(language, "", added).headline


@pytest.mark.parametrize(
    ("language", "added"),
    [
        ("en", "To use this feature again, you will need to scan the code again."),
        ("fr", "Pour utiliser à nouveau cette fonction, vous devez scanner le code à nouveau."),
        ("es", "Para volver a usar esta función, tendrá que escanear el código de nuevo."),
        ("de", "Um solche Nachrichten zu löschen, müssen Sie sie zuerst von Ihrem Telefon löschen."),
        ("fr", "Pour supprimer ces messages, vous devez d'abord les supprimer de votre téléphone."),
        ("en", "Account management: manage sign-in options."),
        ("en", "If there is any conflict between this policy and the Principles, the Principles shall govern."),
        ("es", "En caso de conflicto entre esta política y los principios, prevalecen los principios."),
        ("fr", "En cas de conflit entre cette politique et les principes, les principes prévalent."),
        ("en", "Harbour commits to cooperate with the panel established by the European data protection authorities."),
    ],
)
def test_what_people_have_to_do_and_which_text_prevails_is_no_practice(language: str, added: str) -> None:
    assert not judged(language, "", added).severity.is_alerting
    assert not judged(language, added, "").severity.is_alerting


def test_deleting_that_people_have_to_do_is_no_promise_to_delete() -> None:
    said = "To delete such messages, you must first delete them from your phone."
    for told in (judged("en", "", said), judged("en", said, "")):
        assert told.severity is not Severity.CRITICAL
        assert "delet" not in told.headline


@pytest.mark.parametrize(
    ("language", "added"),
    [
        ("de", "Sie können Fotos mit Personen aus Ihren Kontakten teilen."),
        ("es", "La aplicación te permite compartir fotos con tus contactos."),
        ("fr", "L'application vous permet de partager des photos avec vos contacts."),
        ("en", "You can share photos with people in your contacts."),
    ],
)
def test_what_people_may_share_is_not_shared_by_the_company(language: str, added: str) -> None:
    assert judged(language, "", added).severity is not Severity.CRITICAL


def test_messages_that_are_kept_anyhow_are_not_told_as_kept_where_people_may_have_them_deleted() -> None:
    said = "Sie können verlangen, dass wir alle bei uns gespeicherten Nachrichten von Ihnen löschen."
    assert judged("de", "", said).direction is Direction.NARROWS


@pytest.mark.parametrize(
    ("language", "added"),
    [
        ("en", "The law defines sensitive data to include data on health, faith and origin, and data of a child."),
        ("de", "Das Gesetz versteht unter sensiblen Daten Angaben über Herkunft, Glauben und Gesundheit."),
        ("fr", "La loi définit les données sensibles comme celles qui révèlent la religion ou la santé."),
        ("es", "La ley define los datos sensibles como los que revelan la religión o la salud."),
    ],
)
def test_what_a_law_means_by_a_word_is_nothing_that_is_done(language: str, added: str) -> None:
    assert not judged(language, "", added).severity.is_alerting


def test_what_is_done_behind_what_a_law_means_is_told() -> None:
    said = "The law defines health data to include your weight, and we share your messages with advertisers."
    assert judged("en", "", said).severity is Severity.CRITICAL


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "What you tell our chatbot, Tidepool;"), ("de", "Angaben, die Sie unserem Chatbot machen;")],
)
def test_a_letter_that_was_left_behind_is_no_word(language: str, said: str) -> None:
    assert not judged(language, f"{said} y", said).severity.is_alerting
    assert not judged(language, said, f"{said} y").severity.is_alerting


@pytest.mark.parametrize(
    ("language", "added"),
    [
        ("en", "The app finds out through public APIs which apps there are."),
        ("de", "Die App ermittelt über öffentliche Schnittstellen, welche Apps es gibt."),
        ("fr", "L'application trouve par des API publiques quelles applications il y a."),
        ("es", "La aplicación averigua mediante API públicas qué aplicaciones hay."),
    ],
)
def test_a_public_interface_is_no_public_post(language: str, added: str) -> None:
    assert not judged(language, "", added).severity.is_alerting


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        (
            "en",
            "Please also see our Bergen Notice for more details on the data we collect and share.",
            "Please also see our Bergen Notice and our Oslo List for more details on the data we collect and share.",
        ),
        (
            "de",
            "Lesen Sie unsere Liste.",
            "Lesen Sie unsere Liste. Weitere Informationen zu den Daten, die wir erheben und weitergeben, stehen dort.",
        ),
    ],
)
def test_a_relative_clause_of_what_is_pointed_to_is_no_news(language: str, before: str, after: str) -> None:
    assert not judged(language, before, after).severity.is_alerting


def test_what_is_done_beside_a_pointer_is_told() -> None:
    said = "Mehr erfahren Sie hier, und wir geben Ihre Nachrichten an Werbekunden weiter."
    assert judged("de", "", said).severity is Severity.CRITICAL


@pytest.mark.parametrize(
    ("language", "added"),
    [
        ("en", "Under certain conditions you may invoke binding arbitration."),
        ("de", "Unter bestimmten Bedingungen können Sie ein Schiedsverfahren einleiten."),
        ("fr", "Dans certains cas, vous pouvez recourir à un arbitrage."),
        ("fr", "Vous pouvez continuer d'accéder à votre compte tant qu'il n'a pas été fermé."),
        ("es", "En ciertos casos puede recurrir a un arbitraje."),
    ],
)
def test_what_people_may_turn_to_is_not_demanded_of_them(language: str, added: str) -> None:
    assert not judged(language, "", added).severity.is_alerting


def test_a_login_that_is_demanded_is_told() -> None:
    assert judged("fr", "", "Pour objecter, vous devez vous connecter à votre compte.").direction is Direction.WIDENS


@pytest.mark.parametrize(
    ("language", "added"),
    [
        ("en", "The Minister of Health opened the new site."),
        ("de", "Der Gesundheitsminister hat die neue Seite eröffnet."),
        ("de", "Das Bundesministerium für Gesundheit betreibt die Seite."),
        ("fr", "Le ministère de la Santé publie la liste."),
        ("es", "La ministra de Salud abrió la página."),
    ],
)
def test_a_ministry_of_health_is_no_data_on_health(language: str, added: str) -> None:
    assert "health data" not in judged(language, "", added).headline
    assert "health data" not in judged(language, added, "").headline


def test_data_on_health_that_a_ministry_gets_is_told() -> None:
    assert judged("en", "", "We share your health data with the Ministry of Health.").severity is Severity.CRITICAL
    assert (
        judged("de", "", "Wir geben Ihre Gesundheitsdaten an das Gesundheitsamt weiter.").severity is Severity.CRITICAL
    )


@pytest.mark.parametrize(
    ("language", "added"),
    [
        ("en", "*Means any public authority that a law allows to receive personal information."),
        ("de", "*Bezeichnet jede Behörde, die durch Gesetz befugt ist, personenbezogene Daten zu erhalten."),
        ("fr", "*Désigne toute autorité publique autorisée par la loi à recevoir des données personnelles."),
        ("es", "*Significa toda autoridad pública autorizada por la ley a recibir datos personales."),
    ],
)
def test_a_note_that_says_what_a_word_means_is_nothing_that_is_done(language: str, added: str) -> None:
    assert not judged(language, "", added).severity.is_alerting
