"""Places in which a text may put what it says so that nobody notices, in four languages: each is told as grave."""

from __future__ import annotations

import pytest

from monitor.alerts.text_comparison import compare_texts, read_text
from snapshots.records import Severity
from tests.monitor.decide.test_half_pages import QUAY, RECORDS
from tests.monitor.decide.test_outcomes import watched

PLACES = [
    ("en", "We have published a new version in which we share your messages with advertisers."),
    ("en", "We keep things tidy (and share your messages with advertisers)."),
    ("en", "We keep things tidy (your messages are shared with advertisers)."),
    ("en", "* We share your messages with advertisers."),
    ("en", "1) Messages are shared with advertisers."),
    ("en", "We do not share your messages with anyone but advertisers."),
    ("en", "No one except advertisers gets your messages."),
    ("en", "In addition to keeping your messages safe, we share them with advertisers."),
    ("en", "“Service data” means your messages, which we share with advertisers."),
    ("en", "“Recipients” are the advertisers to whom your messages go."),
    ("en", "Your messages are passed on to advertisers."),
    ("en", "In future, your messages will be shared with advertisers."),
    ("en", "From next year on, advertisers will receive your messages."),
    ("en", "The sharing of your messages with advertisers takes place to fund the service."),
    ("en", "You allow us to share your messages with advertisers."),
    ("en", "By using the app, you agree that your messages are shared with advertisers."),
    ("en", "To fund the service, advertisers receive your messages."),
    ("en", "Advertisers have access to your messages."),
    ("en", "We keep your messages private, except that advertisers may read them."),
    ("en", "If you use the app, your messages go to advertisers."),
    ("en", "Our partners, who place ads, receive your messages."),
    ("en", "We do not refrain from sharing your messages with advertisers."),
    ("en", "Nothing keeps us from sharing your messages with advertisers."),
    ("en", "We make your messages available to advertisers."),
    ("en", "To serve you better, your messages are shared with advertisers."),
    ("en", "Recipients: advertisers (messages), banks (payment data)."),
    ("en", 'As we said, "your messages are shared with advertisers".'),
    ("en", "We share data, for example your messages with advertisers."),
    ("en", "We share data including messages with companies including advertisers."),
    ("en", "Limited offer: 20 % off when advertisers may read your messages."),
    ("en", "Harbour Street 12: your messages are shared with advertisers."),
    ("en", "Do you share my messages with advertisers? Yes."),
    ("en", "It may happen that your messages are shared with advertisers."),
    ("en", "Our advertisers may be given your messages."),
    ("en", "We reserve the right to share your messages with advertisers."),
    ("en", "Please note that your messages may be used for ads."),
    ("en", "Without sharing your messages with advertisers we could not offer the app."),
    ("en", "Not only banks but also advertisers receive your messages."),
    ("de", "Wir haben eine neue Fassung veröffentlicht, nach der wir Ihre Nachrichten an Werbetreibende weitergeben."),
    ("de", "Wir halten Ordnung (und geben Ihre Nachrichten an Werbetreibende weiter)."),
    ("de", "* Wir geben Ihre Nachrichten an Werbetreibende weiter."),
    ("de", "Wir geben Ihre Nachrichten an niemanden außer an Werbetreibende weiter."),
    ("de", "Niemand außer Werbetreibenden erhält Ihre Nachrichten."),
    ("de", "Zusätzlich zum Schutz Ihrer Nachrichten geben wir sie an Werbetreibende weiter."),
    ("de", "„Dienstdaten“ sind Ihre Nachrichten, die wir an Werbetreibende weitergeben."),
    ("de", "Ihre Nachrichten werden an Werbetreibende weitergegeben."),
    ("de", "Künftig werden Ihre Nachrichten an Werbetreibende weitergegeben."),
    ("de", "Ab dem nächsten Jahr erhalten Werbetreibende Ihre Nachrichten."),
    ("de", "Die Weitergabe Ihrer Nachrichten an Werbetreibende erfolgt zur Finanzierung des Dienstes."),
    ("de", "Sie erlauben uns, Ihre Nachrichten an Werbetreibende weiterzugeben."),
    ("de", "Mit der Nutzung stimmen Sie zu, dass Ihre Nachrichten an Werbetreibende weitergegeben werden."),
    ("de", "Werbetreibende haben Zugriff auf Ihre Nachrichten."),
    ("de", "Wenn Sie die App nutzen, gehen Ihre Nachrichten an Werbetreibende."),
    ("de", "Wir stellen Ihre Nachrichten Werbetreibenden zur Verfügung."),
    ("de", "Empfänger: Werbetreibende (Nachrichten), Banken (Zahlungsdaten)."),
    ("de", "Wir geben Daten weiter, zum Beispiel Ihre Nachrichten an Werbetreibende."),
    ("de", "Geben Sie meine Nachrichten an Werbetreibende weiter? Ja."),
    ("de", "Wir behalten uns vor, Ihre Nachrichten an Werbetreibende weiterzugeben."),
    ("de", "Nicht nur Banken, sondern auch Werbetreibende erhalten Ihre Nachrichten."),
    ("fr", "Nous avons publié une nouvelle version selon laquelle nous partageons vos messages avec des annonceurs."),
    ("fr", "Nous gardons de l’ordre (et partageons vos messages avec des annonceurs)."),
    ("fr", "* Nous partageons vos messages avec des annonceurs."),
    ("fr", "Nous ne partageons vos messages avec personne, sauf avec des annonceurs."),
    ("fr", "En plus de protéger vos messages, nous les partageons avec des annonceurs."),
    ("fr", "Les « données de service » sont vos messages, que nous partageons avec des annonceurs."),
    ("fr", "Vos messages sont transmis à des annonceurs."),
    ("fr", "À l’avenir, vos messages seront partagés avec des annonceurs."),
    ("fr", "À partir de l’an prochain, des annonceurs recevront vos messages."),
    ("fr", "Le partage de vos messages avec des annonceurs sert à financer le service."),
    ("fr", "Vous nous autorisez à partager vos messages avec des annonceurs."),
    ("fr", "En utilisant l’application, vous acceptez que vos messages soient partagés avec des annonceurs."),
    ("fr", "Les annonceurs ont accès à vos messages."),
    ("fr", "Vos messages restent privés, sauf que des annonceurs peuvent les lire."),
    ("fr", "Nous mettons vos messages à la disposition d’annonceurs."),
    ("fr", "Destinataires : annonceurs (messages), banques (données de paiement)."),
    ("fr", "Nous partageons des données, par exemple vos messages avec des annonceurs."),
    ("fr", "Partagez-vous mes messages avec des annonceurs ? Oui."),
    ("fr", "Nous nous réservons le droit de partager vos messages avec des annonceurs."),
    ("fr", "Non seulement des banques mais aussi des annonceurs reçoivent vos messages."),
    ("es", "Hemos publicado una nueva versión según la cual compartimos sus mensajes con anunciantes."),
    ("es", "Mantenemos el orden (y compartimos sus mensajes con anunciantes)."),
    ("es", "* Compartimos sus mensajes con anunciantes."),
    ("es", "No compartimos sus mensajes con nadie, salvo con anunciantes."),
    ("es", "Nadie excepto los anunciantes recibe sus mensajes."),
    ("es", "Además de proteger sus mensajes, los compartimos con anunciantes."),
    ("es", "Los «datos del servicio» son sus mensajes, que compartimos con anunciantes."),
    ("es", "Sus mensajes se transmiten a anunciantes."),
    ("es", "En el futuro, sus mensajes se compartirán con anunciantes."),
    ("es", "A partir del año que viene, los anunciantes recibirán sus mensajes."),
    ("es", "La comunicación de sus mensajes a anunciantes sirve para financiar el servicio."),
    ("es", "Usted nos permite compartir sus mensajes con anunciantes."),
    ("es", "Al usar la aplicación, acepta que sus mensajes se compartan con anunciantes."),
    ("es", "Los anunciantes tienen acceso a sus mensajes."),
    ("es", "Si usa la aplicación, sus mensajes van a anunciantes."),
    ("es", "Ponemos sus mensajes a disposición de anunciantes."),
    ("es", "Destinatarios: anunciantes (mensajes), bancos (datos de pago)."),
    ("es", "Compartimos datos, por ejemplo sus mensajes con anunciantes."),
    ("es", "Nos reservamos el derecho a compartir sus mensajes con anunciantes."),
    ("es", "No solo bancos, sino también anunciantes reciben sus mensajes."),
]


@pytest.mark.parametrize(("language", "sentence"), PLACES)
def test_who_gets_messages_is_told_wherever_and_however_a_text_says_it(language: str, sentence: str) -> None:
    told = compare_texts(read_text("1 2 3"), read_text(f"1 2 3\n\n{sentence}"), language=language).assessment
    assert told.severity in (Severity.CRITICAL, Severity.HIGH)
    assert "private_messages" in told.topics


def _page(*lines: str) -> bytes:
    return f"<html lang=en><title>Quay</title><h1>Quay privacy</h1>{''.join((*RECORDS, *lines))}</html>".encode()


@pytest.mark.parametrize(
    "markup",
    [
        "<h3>Do you share my messages with advertisers?</h3><p>Yes.</p>",
        "<p>Do you share my messages with advertisers?</p><p>Yes, we do.</p>",
        "<dl><dt>Do you share my messages with advertisers?</dt><dd>Yes.</dd></dl>",
        "<h3>Your messages are shared with advertisers</h3>",
        "<h3>We share your messages with advertisers</h3><p>More on this soon.</p>",
        "<table><tr><th>What</th><th>Whom</th></tr><tr><td>Messages</td><td>Given to advertisers</td></tr></table>",
        "<p>Good to know:</p><ul><li>We open on Mondays.</li><li>We share your messages with advertisers.</li></ul>",
        "<p><sup>1</sup> Messages are shared with advertisers.</p>",
        "<p>Contact</p><p>12 Pier Road. We share your messages with advertisers.</p>",
    ],
)
def test_no_place_on_a_page_hides_who_gets_messages(markup: str) -> None:
    alert = watched(QUAY, _page(), _page(markup))[1].alert
    assert alert
    assert alert.severity in (Severity.CRITICAL, Severity.HIGH)
    assert "private_messages" in alert.topics


@pytest.mark.parametrize(
    "heading", ["Sharing messages with advertisers", "We share your messages with advertisers", "How we share messages"]
)
def test_a_heading_over_what_the_text_said_anyhow_is_no_news(heading: str) -> None:
    text = "<p>We share your messages with advertisers.</p>"
    assert watched(QUAY, _page(text), _page(f"<h3>{heading}</h3>", text))[1].alert is None
