"""Wordings of policies in four languages that say the same, and ones beside them that don't."""

from __future__ import annotations

import pytest

from monitor.alerts import Assessment
from monitor.alerts.text_comparison import compare_texts, read_text
from snapshots.records import Direction

REST = {
    "de": "Der Hafen hat Boote.",
    "en": "The harbour has boats.",
    "es": "El puerto tiene barcos.",
    "fr": "Le port a des bateaux.",
}


def judged(language: str, before: str, after: str) -> Assessment:
    texts = (read_text(f"{REST[language]}\n\n{text}") for text in (before, after))
    return compare_texts(*texts, language=language).assessment


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("de", "Die Übermittlung in die USA erfolgt auf Grundlage der Standardvertragsklauseln der EU.",
         "Die Datenübermittlung in die USA wird auf die Standardvertragsklauseln der EU gestützt."),
        ("de", "Mit der Anmeldung willigen Sie in die Verarbeitung Ihrer Daten ein.",
         "Durch die Anmeldung erteilen Sie Ihre Einwilligung in die Verarbeitung Ihrer Daten."),
        ("de", "Unseren Datenschutzbeauftragten Dr. Karl Kai erreichen Sie unter kai@hafen.example.",
         "Unsere Datenschutzbeauftragte Lena Lotse erreichen Sie unter lotse@hafen.example oder Tel. +49 40 123456."),
        ("fr", "Nous recueillons votre adresse e-mail et votre n° de téléphone.",
         "Nous recueillons votre adresse électronique et votre numéro de téléphone."),
    ],
)  # fmt: skip
def test_the_same_in_other_words_is_silent(language: str, before: str, after: str) -> None:
    assert not judged(language, before, after).severity.is_alerting
    assert not judged(language, after, before).severity.is_alerting


@pytest.mark.parametrize(
    ("language", "clause"),
    [
        ("de", "Das Mindestalter für die Nutzung des Hafens beträgt {} Jahre."),
        ("en", "The minimum age for the use of the harbour is {} years."),
        ("es", "La edad mínima para usar el puerto es de {} años."),
        ("fr", "L'âge minimum pour utiliser le port est de {} ans."),
    ],
)
def test_a_lower_minimum_age_lets_more_people_in(language: str, clause: str) -> None:
    lowered = judged(language, clause.format(16), clause.format(13))
    assert lowered.severity.is_alerting
    assert lowered.direction is Direction.WIDENS
    assert judged(language, clause.format(13), clause.format(16)).direction is not Direction.WIDENS


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("de", "Wir speichern das ausschließlich auf Servern in Bremen.",
         "Wir speichern das auf Servern in der EU und den USA."),
        ("en", "We store it only on servers in Bristol.", "We store it on servers in the EU and the US."),
        ("es", "Lo guardamos solo en servidores en Cádiz.", "Lo guardamos en servidores en la UE y en Estados Unidos."),
        ("fr", "Nous le conservons seulement sur des serveurs à Brest.",
         "Nous le conservons sur des serveurs dans l'UE et aux États-Unis."),
    ],
)  # fmt: skip
def test_where_servers_stand_limits_nothing_to_people_of_some_place(language: str, before: str, after: str) -> None:
    told = judged(language, before, after)
    assert told.severity.is_alerting
    assert told.direction is not Direction.NARROWS
    assert all("residents_gained" not in finding.rules for finding in told.findings)


@pytest.mark.parametrize(
    ("language", "clause"),
    [
        ("en", "Automated decision-making including profiling takes place."),
        ("es", "Se toman decisiones automatizadas, incluida la elaboración de perfiles."),
        ("fr", "Une prise de décisions automatisées, y compris le profilage, a lieu."),
    ],
)
def test_that_machines_decide_is_told(language: str, clause: str) -> None:
    assert judged(language, "", clause).severity.is_alerting
