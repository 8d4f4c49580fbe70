"""What pages write beside their text: how links open, streets, offers, earlier versions, counts of requests.

Each is no news, and covers none.
"""

from __future__ import annotations

import pytest

from monitor.alerts import Assessment
from monitor.alerts.text_comparison import compare_texts, read_text
from snapshots.records import Severity


def _compared(before: str, after: str, language: str = "en") -> Assessment:
    return compare_texts(read_text(before), read_text(after), language=language).assessment


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("en", "Object to ads on other devices", "Opens a new window or tabObject to ads on other devices"),
        ("en", "See our terms (opens in new window) and rules.", "See our terms and rules."),
        ("de", "Hier können Sie widersprechen.", "Hier können Sie widersprechen (öffnet in neuem Fenster)."),
        ("fr", "Vous pouvez vous opposer.", "Vous pouvez vous opposer (s'ouvre dans une nouvelle fenêtre)."),
        ("es", "Puede oponerse aquí.", "Puede oponerse aquí (se abre en una ventana nueva)."),
        ("en", "12 Pier Road, Suite 4, Quayport", "Harbour Plaza 7, Quayport"),
        ("de", "Hafenstraße 12, 20459 Kaistadt", "Am Ufer 3, 20099 Kaistadt"),
        ("fr", "52, rue du Port", "7 place du Phare"),
        ("es", "Calle del Puerto 12, Muelle", "Paseo del Faro 3, Muelle"),
        ("en", "1 2 3", "1 2 3\n\nFree delivery on every order."),
        ("en", "1 2 3", "1 2 3\n\nOrder today and collect in-store, for free."),
        ("en", "1 2 3", "1 2 3\n\nWe show error messages."),
        ("de", "1 2 3", "1 2 3\n\nWir senden Ihnen Nachrichten an Ihr Telefon."),
        ("en", "You can opt out of marketing messages.", "You can opt out of targeted marketing."),
        ("fr", "Promo de rentrée : 50 € offerts sur votre commande !", "50 € offerts sur votre commande !"),
        ("en", "1 2 3\n\nYou can view the previous privacy policy, which applies until 29 June 2027, here.", "1 2 3"),
        ("de", "1 2 3\n\nDie frühere Fassung, die bis zum 29. Juni 2027 gilt, können Sie hier einsehen.", "1 2 3"),
        ("fr", "1 2 3\n\nVous pouvez consulter la version précédente, qui vaut jusqu'au 29 juin 2027.", "1 2 3"),
        ("es", "1 2 3\n\nPuede consultar la versión anterior, que vale hasta el 29 de junio de 2027.", "1 2 3"),
        ("en", "Average completion time – 12 days", "Average completion time – 9 days"),
        ("en", "Requests received – 654", "Requests received – 1771"),
        ("en", "1 2 3", "1 2 3\n\nFor questions or comments on this policy, contact us at: a@quay.example"),
        ("de", "1 2 3", "1 2 3\n\nBei Fragen oder Kommentaren kontaktieren Sie uns unter: a@quay.example"),
        ("fr", "1 2 3", "1 2 3\n\nPour toute question ou tout commentaire, contactez-nous : a@quay.example"),
        ("es", "1 2 3", "1 2 3\n\nPara preguntas o comentarios, póngase en contacto con nosotros: a@quay.example"),
        ("en", "1 2 3\n\nYou may also contact our team by submitting this form.", "1 2 3"),
        ("en", "Online: here", "Online: representative@quay.example"),
        ("en", "Mail us at [email protected].", "Mail us at (email protected, possibly dpo@quay.example)."),
    ],
)
def test_a_note_of_a_page_is_no_news(language: str, before: str, after: str) -> None:
    assert not _compared(before, after, language).severity.is_alerting


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "We share your messages with advertisers (opens in new window)."),
        ("en", "We may share your messages with the insurers at 12 Pier Road."),
        ("en", "We share service messages of yours with advertisers."),
        ("en", "We share the messages that people send you with advertisers, beside marketing messages."),
        ("de", "Wir geben Nachrichten von Freunden an Werbetreibende weiter."),
        ("en", "For free delivery, your messages are shared with advertisers."),
        ("en", "Get free delivery: we share your messages with advertisers for free."),
        ("en", "The previous policy can be viewed here, and we share your messages with advertisers."),
        ("de", "Die frühere Fassung finden Sie hier, und wir geben Ihre Nachrichten an Werbetreibende weiter."),
        ("fr", "La version précédente est disponible ici, et nous partageons vos messages avec des annonceurs."),
        ("es", "La versión anterior puede consultarse aquí, y compartimos sus mensajes con anunciantes."),
        ("en", "Requests received from brokers are answered, and we share your messages with advertisers."),
        ("en", "For questions, contact us; we share your messages with advertisers."),
        ("en", "Mail us at [email protected], and we share your messages with advertisers."),
    ],
)
def test_a_note_of_a_page_covers_nothing(language: str, sentence: str) -> None:
    told = _compared("1 2 3", f"1 2 3\n\n{sentence}", language)
    assert told.severity is Severity.CRITICAL
    assert "private_messages" in told.topics


def test_a_form_to_object_by_that_goes_is_told() -> None:
    told = _compared("1 2 3\n\nYou may contact us by this form to object.", "1 2 3")
    assert told.severity is Severity.CRITICAL


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "We may send you marketing messages."),
        ("de", "Wir senden Ihnen Werbenachrichten."),
        ("fr", "Nous vous envoyons des messages publicitaires."),
        ("es", "Le enviamos mensajes publicitarios."),
    ],
)
def test_what_a_company_writes_to_people_is_no_message_of_theirs(language: str, sentence: str) -> None:
    told = _compared("1 2 3", f"1 2 3\n\n{sentence}", language)
    assert "private_messages" not in told.topics
    assert told.severity is Severity.MEDIUM
