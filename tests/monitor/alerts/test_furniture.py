"""Furniture of pages, banners and buttons, in the middle of a text: no news, and no cover for any."""

from __future__ import annotations

import pytest

from monitor.alerts import Assessment
from monitor.alerts.text_comparison import compare_texts, read_text
from snapshots.records import Severity
from tests.monitor.decide.test_half_pages import QUAY, RECORDS
from tests.monitor.decide.test_outcomes import watched

GRAVE = "We train artificial intelligence on your private messages."


def _page(*lines: str) -> bytes:
    return f"<html lang=en><title>Quay</title><h1>Quay privacy</h1>{''.join((*RECORDS, *lines))}</html>".encode()


@pytest.mark.parametrize("button", ["Accept all", "OK", "Accept all cookies.", "Try again later."])
def test_a_button_beside_a_sentence_hides_it_not(button: str) -> None:
    _, told = watched(QUAY, _page(), _page(f"<p>{GRAVE}</p><p>{button}</p>"))
    assert told.alert
    assert "private_messages" in told.alert.topics


def test_a_dialog_on_cookies_is_no_news() -> None:
    dialog = "<p>We use cookies.</p><p>Read more about them, or accept all cookies.</p>"
    assert watched(QUAY, _page(), _page(dialog))[1].alert is None


def _compared(before: str, after: str, language: str = "en") -> Assessment:
    return compare_texts(read_text(before), read_text(after), language=language).assessment


HIDDEN = [
    ("en", "Effective 1 May 2027 we share your messages with advertisers until 3 June 2027."),
    ("en", "Learn more in our help pages, and we may share your messages with advertisers."),
    ("en", "For more information, see our help pages; we may share your messages with advertisers."),
    ("en", "For more information on how we now share your messages with advertisers, see our help pages."),
    ("en", "Please see our help pages, and note that we may share your messages with advertisers."),
    ("en", "We have updated our policy and may share your messages with advertisers."),
    ("en", "We have updated our policy to share your messages with advertisers."),
    ("en", "Something went wrong, and we may share your messages with advertisers."),
    ("en", "We share your messages with advertisers, and more information is available in our help pages."),
    ("de", "Erfahre mehr in unserem Hilfebereich, und wir geben deine Nachrichten an Werbetreibende weiter."),
    ("de", "Wir haben unsere Richtlinie aktualisiert und geben deine Nachrichten an Werbetreibende weiter."),
    ("de", "Mehr dazu, wie wir deine Nachrichten an Werbetreibende weitergeben, steht in unserem Hilfebereich."),
    ("fr", "En savoir plus dans notre espace d’aide, et nous pouvons partager vos messages avec des annonceurs."),
    ("fr", "Nous avons mis à jour notre politique et partageons vos messages avec des annonceurs."),
    ("fr", "Pour en savoir plus sur le partage de vos messages avec des annonceurs, consultez notre espace d’aide."),
    ("es", "Más información en nuestro centro de ayuda, y podemos compartir tus mensajes con anunciantes."),
    ("es", "Hemos actualizado nuestra política y compartimos tus mensajes con anunciantes."),
    ("en", "This policy describes our services, and we may share your messages with advertisers."),
    ("en", "Under the additional terms that apply, we share your messages with advertisers."),
    ("en", "We care deeply about your privacy, so we share your messages with advertisers."),
    ("de", "Diese Richtlinie beschreibt unsere Dienste, und wir geben deine Nachrichten an Werbetreibende weiter."),
    ("fr", "Cette politique décrit nos services, et nous partageons vos messages avec des annonceurs."),
    ("es", "Esta política describe nuestros servicios, y compartimos tus mensajes con anunciantes."),
    ("en", "You may not misuse the service, and your messages are shared with advertisers."),
    ("de", "Sie dürfen den Dienst nicht missbrauchen, und Ihre Nachrichten werden an Werbetreibende weitergegeben."),
    ("fr", "Vous ne devez pas abuser du service, et vos messages sont partagés avec des annonceurs."),
    ("es", "No debe abusar del servicio, y sus mensajes se comparten con anunciantes."),
    ("en", "Your messages are shared with advertisers; additional terms also apply."),
    ("en", "Did you know that we share your messages with advertisers?"),
    ("de", "Wussten Sie schon, dass wir Ihre Nachrichten an Werbetreibende weitergeben?"),
    ("fr", "Saviez-vous que nous partageons vos messages avec des annonceurs ?"),
    ("es", "¿Sabías que compartimos tus mensajes con anunciantes?"),
    ("es", "Para más información sobre cómo compartimos tus mensajes con anunciantes, consulta nuestra ayuda."),
    ("en", "DocsPrices APIsHelp SDKsNews and we share your messages with advertisers"),
    ("en", "12 Mill Lane, where we share your messages with advertisers"),
]


@pytest.mark.parametrize(("language", "sentence"), HIDDEN)
def test_what_leads_elsewhere_or_tells_of_the_text_hides_nothing_that_it_says_beside(
    language: str, sentence: str
) -> None:
    told = _compared("1 2 3", f"1 2 3\n\n{sentence}", language)
    assert told.severity is Severity.CRITICAL
    assert "private_messages" in told.topics


LOST = [
    ("en", "Since 25 May 2018 we share your messages with nobody."),
    ("en", "From 1 May 2027 a new rule comes into effect: we share your messages with nobody."),
    ("en", "We have updated our policy. We never share your messages with anyone."),
    ("de", "Seit dem 25. Mai 2018 geben wir deine Nachrichten an niemanden weiter."),
    ("de", "Wir haben unsere Richtlinie aktualisiert. Wir geben deine Nachrichten an niemanden weiter."),
    ("fr", "Depuis le 25 mai 2018, nous ne partageons vos messages avec personne."),
    ("fr", "Nous avons mis à jour notre politique. Nous ne partageons jamais vos messages."),
    ("es", "Desde el 25 de mayo de 2018 no compartimos tus mensajes con nadie."),
    ("es", "Hemos actualizado nuestra política. Nunca compartimos tus mensajes."),
]


@pytest.mark.parametrize(("language", "sentence"), LOST)
def test_a_promise_that_bears_a_date_or_stands_beside_a_notice_is_missed(language: str, sentence: str) -> None:
    told = _compared(f"1 2 3\n\n{sentence}", "1 2 3", language)
    assert told.severity is Severity.CRITICAL
    assert "private_messages" in told.topics


POINTERS = [
    ("en", "Please see our Careers Notice."),
    ("en", "For information about how we share messages with advertisers, see our help pages."),
    ("en", "We have added information about how we share messages with advertisers."),
    ("de", "Bitte lesen Sie auch unsere Hinweise für Bewerber."),
    ("fr", "Veuillez consulter notre avis destiné aux candidats."),
    ("es", "Consulte nuestro aviso para candidatos."),
]
SAID = {
    "en": "We share your messages with advertisers.",
    "de": "Wir geben deine Nachrichten an Werbetreibende weiter.",
    "fr": "Nous partageons vos messages avec des annonceurs.",
    "es": "Compartimos tus mensajes con anunciantes.",
}


@pytest.mark.parametrize(("language", "sentence"), POINTERS)
def test_what_leads_to_what_a_page_says_anyhow_is_no_news(language: str, sentence: str) -> None:
    told = _compared(SAID[language], f"{SAID[language]}\n\n{sentence}", language)
    assert not told.severity.is_alerting


def test_a_notice_that_only_moved_under_another_heading_is_no_news() -> None:
    pointer = "<p>Read more about the messages that we get from partners in this policy.</p>"
    before = _page("<h2>Partners</h2>", pointer)
    assert watched(QUAY, before, _page(pointer))[1].alert is None


@pytest.mark.parametrize("deadline", ["You can object until 31 May 2027.", "Object by 31 May 2027."])
def test_a_deadline_that_goes_is_no_line_that_dates_a_page(deadline: str) -> None:
    assert "right_to_object" in _compared(f"1 2 3\n\n{deadline}", "1 2 3").topics


@pytest.mark.parametrize(
    "line", ["Version of 12 March 2026", "Previous versions: 1 May 2024, 2 June 2023", "In force from 1 May 2024."]
)
def test_a_line_that_dates_a_page_is_no_loss(line: str) -> None:
    assert not _compared(f"1 2 3\n\n{line}", "1 2 3").severity.is_alerting


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "Photo SDKMeeting SDKApp MarketAPIsHooksQuay AppsMaker Tools"),
        ("Quay, 201 Mill Lane, Hull W12 7TP", "Quay Data Protection Office, Pier House, 201 Mill Lane, Hull W12 7TP"),
        ("In writing: Data Protection Office, 2 Pier Square.", "In writing: Data Protection Commission, 6 Pier Row."),
        ("The data that Quay collects is listed here.", "The data that Quay Value collects is listed here."),
        ("Those who work for us read logs; so do others.", "Those who work for us read logs 46; so do others."),
    ],
)
def test_rows_of_links_addresses_longer_names_and_footnotes_are_no_news(before: str, after: str) -> None:
    assert not _compared(f"1 2 3\n\n{before}", f"1 2 3\n\n{after}").severity.is_alerting


def test_a_name_that_comes_with_another_one_is_told() -> None:
    told = _compared("We share your photos with Quay.", "We share your photos with Quay, Pier and Mole.")
    assert told.severity.is_alerting


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "Your choices have been saved!"),
        ("en", "Stay organized with collections Save and categorize content based on your preferences."),
        ("en", "Notifications Save this page to your profile to get notifications on important updates."),
        ("de", "Ihre Einstellungen wurden gespeichert."),
        ("fr", "Vos préférences ont été enregistrées."),
        ("es", "Sus preferencias se han guardado."),
    ],
)
def test_what_a_page_reports_of_a_click_is_no_news(language: str, line: str) -> None:
    assert not _compared(
        "The pier is open. Boats land at ten.", f"The pier is open. {line}", language
    ).severity.is_alerting


def test_a_report_of_a_click_hides_nothing() -> None:
    assert _compared(
        "The pier is open.", f"The pier is open. Your choices have been saved. {GRAVE}"
    ).severity.is_alerting
    shared = "Your choices have been saved, and we share your messages with advertisers."
    assert _compared("The pier is open.", f"The pier is open. {shared}").severity.is_alerting


@pytest.mark.parametrize("mark", ["·", "|", "—", "–"])
def test_a_row_of_short_entries_under_a_page_is_no_news(mark: str) -> None:
    row = ["Home", "Word lists", "Terms", "Report a security hole", "Company"]
    before, after = f" {mark} ".join(row), f" {mark} ".join([*row[:3], "Support", *row[3:]])
    assert not _compared("", before).severity.is_alerting
    assert not _compared(before, after).severity.is_alerting
    assert _compared("", f"Home {mark} we share your messages with advertisers of our choice").severity.is_alerting
