"""In terms AI, children and documents are named that nothing is done with; where something is, it is told."""

from __future__ import annotations

import pytest

from tests.monitor.alerts.contract_texts import judged

IDLE = [
    ("en", "AI features may produce wrong results, and we do not guarantee their accuracy."),
    ("en", "Additional AI credits that you buy are not refundable and expire with your subscription."),
    ("en", "Outputs of AI features may not be unique, and others may receive similar outputs."),
    ("de", "KI-Funktionen unterliegen den Grenzen Ihres Tarifs; danach müssen Sie weitere Einheiten kaufen."),
    ("fr", "Les fonctions d'IA sont soumises aux limites d'utilisation de votre formule."),
    ("es", "Las funciones de IA están sujetas a los límites de uso de su plan."),
    ("en", "Children under 12 sail at half price and only with an adult."),
    ("de", "Kinder unter 12 Jahren segeln zum halben Preis und nur in Begleitung Erwachsener."),
    ("fr", "Les enfants de moins de 12 ans naviguent à moitié prix et accompagnés d'un adulte."),
    ("es", "Los niños menores de 12 años navegan a mitad de precio y acompañados de un adulto."),
    ("en", "Life vests have to be booked with the boat; children must not sail alone."),
    ("de", "Westen sind bei der Bestellung anzugeben; Kinder dürfen nicht allein segeln."),
    ("fr", "Les gilets doivent être réservés avec le bateau ; les enfants ne peuvent pas naviguer seuls."),
    ("es", "Los chalecos deben reservarse con el pedido; los niños no pueden navegar solos."),
    ("en", "Guests must carry a valid passport or identity card and show it on request."),
    ("de", "Gäste müssen einen gültigen Reisepass oder Personalausweis mitführen und auf Verlangen vorzeigen."),
    ("fr", "Les hôtes doivent être munis d'un passeport valide et le présenter sur demande."),
    ("es", "Los huéspedes deben llevar un pasaporte válido y mostrarlo si se les pide."),
    ("en", "If the lack of conformity is minor, the buyer may not end the contract."),
    ("en", "Tours may not be available in all countries where this site has been made available."),
    ("fr", "Le port peut interrompre la collecte de bons gratuits à tout moment."),
    ("fr", "Le bon est soumis aux conditions générales de vente du port."),
    ("fr", "Ce service n'est proposé qu'en période de forte demande, entraînant une indisponibilité des bateaux."),
    ("es", "El vale está sujeto a las condiciones generales de venta del puerto."),
    ("de", "Wir entfernen rechtswidrige Inhalte nach unserem Ermessen."),
    ("es", "En caso de vídeos ilícitos podemos bloquear su visualización o cerrar la cuenta."),
]
AT_STAKE = [
    ("en", "We use AI features to read your messages."),
    ("de", "Wir nutzen KI-Funktionen, um Ihre Nachrichten auszuwerten."),
    ("fr", "Nous utilisons des fonctions d'IA pour analyser vos messages."),
    ("es", "Usamos funciones de IA para analizar sus mensajes."),
    ("en", "Children under 12 may not open an account."),
    ("de", "Kinder unter 12 Jahren dürfen kein Konto eröffnen."),
    ("fr", "Les enfants de moins de 12 ans ne peuvent pas ouvrir de compte."),
    ("es", "Los niños menores de 12 años no pueden abrir una cuenta."),
    ("en", "To check who you are we may ask for a copy of your passport."),
    ("de", "Zur Prüfung der Identität können wir eine Kopie des Personalausweises verlangen."),
    ("fr", "Pour vérifier votre identité, nous pouvons demander une copie de votre passeport."),
    ("es", "Para comprobar su identidad podemos pedir una copia de su pasaporte."),
    ("en", "We may send you advertising by text message; you can object at any time."),
    ("en", "We may look at private messages to find out what guests write."),
    ("es", "Podemos comunicar datos de los huéspedes a nuestros socios."),
]


@pytest.mark.parametrize(("language", "said"), IDLE)
def test_what_nothing_is_done_with_wakes_nobody(language: str, said: str) -> None:
    assert not judged(language, "", said).severity.is_alerting
    assert not judged(language, said, "").severity.is_alerting


@pytest.mark.parametrize(("language", "said"), AT_STAKE)
def test_what_is_done_with_it_is_told(language: str, said: str) -> None:
    assert judged(language, "", said).severity.is_alerting


def test_no_music_for_training_without_leave_asks_first() -> None:
    said = "We will not use any music to train models without that singer's express permission."
    assert "consent" in judged("en", "", said).headline
