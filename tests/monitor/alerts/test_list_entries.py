"""An entry of a list of what is collected, or to whom it is passed on, is told though no rule knows its words."""

from __future__ import annotations

import pytest

from monitor.alerts import Assessment
from monitor.alerts.text_comparison import compare_texts
from monitor.extract.extraction import extract
from snapshots.records import Direction, Severity

LISTS = [
    ("en", "We share your messages with:", ["Quay Ltd", "Pier Ltd"], "LinkedIn"),
    ("en", "We share your messages with:", ["hosting providers", "banks"], "debt collectors"),
    ("en", "We collect:", ["your name", "your address"], "your nationality"),
    ("fr", "Nous collectons :", ["votre nom", "votre adresse"], "votre nationalité"),
    ("fr", "Nous partageons vos messages avec :", ["des hébergeurs", "des banques"], "Jetée SA"),
    ("de", "Wir erheben:", ["Ihren Namen", "Ihre Adresse"], "Ihre Schuhgröße"),
    ("es", "Recogemos:", ["su nombre", "su dirección"], "su nacionalidad"),
]

HEADINGS = [
    ("en", "Data we collect", ["Your name", "Your address"], "Your shoe size"),
    ("en", "What personal information do we process?", ["Your name", "Your address"], "Your income"),
    ("de", "Daten, die wir erheben", ["Ihr Name", "Ihre Adresse"], "Ihre Schuhgröße"),
    ("de", "Welche Daten wir verarbeiten", ["Ihr Name", "Ihre Adresse"], "Ihr Einkommen"),
    ("fr", "Données que nous collectons", ["Votre nom", "Votre adresse"], "Votre pointure"),
    ("fr", "Quelles données nous traitons", ["Votre nom", "Votre adresse"], "Vos revenus"),
    ("es", "Datos que recopilamos", ["Su nombre", "Su dirección"], "Su talla de calzado"),
    ("es", "Qué datos tratamos", ["Su nombre", "Su dirección"], "Sus ingresos"),
    ("en", "What we collect", ["Your name", "Your address"], "Your shoe size"),
    ("en", "2. Categories of personal data we process", ["Your name", "Your address"], "Your shoe size"),
    ("de", "Was wir erheben", ["Ihr Name", "Ihre Adresse"], "Ihre Schuhgröße"),
    ("de", "Kategorien personenbezogener Daten", ["Ihr Name", "Ihre Adresse"], "Ihre Schuhgröße"),
    ("fr", "Ce que nous collectons", ["Votre nom", "Votre adresse"], "Votre pointure"),
    ("fr", "Catégories de données", ["Votre nom", "Votre adresse"], "Votre pointure"),
    ("es", "Lo que recogemos", ["Su nombre", "Su dirección"], "Su talla de calzado"),
    ("es", "Categorías de datos personales", ["Su nombre", "Su dirección"], "Su talla de calzado"),
]

# What data is used for, and who gets it, under a line or a heading that says so.
USES = [
    ("en", "h2", "Purposes of the processing", ["settling disputes", "securing systems"], "the upkeep of our archive"),
    ("en", "p", "We use your data for:", ["settling disputes", "securing systems"], "the upkeep of our archive"),
    ("de", "h2", "Zwecke der Verarbeitung", ["die Beilegung von Streit", "die Sicherheit"], "die Pflege des Archivs"),
    ("de", "p", "Wir verwenden Ihre Daten für:", ["den Versand", "die Sicherheit"], "die Pflege des Archivs"),
    ("fr", "h2", "Finalités du traitement", ["le règlement des litiges", "la sécurité"], "le suivi des archives"),
    ("fr", "p", "Nous utilisons vos données pour :", ["l'envoi", "la sécurité"], "le suivi des archives"),
    (
        "es",
        "h2",
        "Finalidades del tratamiento",
        ["la resolución de litigios", "la seguridad"],
        "el cuidado del archivo",
    ),
    ("es", "p", "Utilizamos sus datos para:", ["el envío", "la seguridad"], "el cuidado del archivo"),
    ("en", "h2", "Our service providers", ["Quay Ltd", "Pier Ltd"], "Jetty Ltd"),
    ("de", "h2", "Empfänger Ihrer Daten", ["Kai GmbH", "Steg GmbH"], "Mole GmbH"),
    ("de", "h2", "Liste der Auftragsverarbeiter", ["Kai GmbH", "Steg GmbH"], "Mole GmbH"),
    ("fr", "h2", "Destinataires de vos données", ["Quai SAS", "Mole SAS"], "Jetée SAS"),
    ("fr", "h2", "Liste de nos sous-traitants", ["Quai SAS", "Mole SAS"], "Jetée SAS"),
    ("es", "h2", "Destinatarios de sus datos", ["Muelle SL", "Dique SL"], "Puerto SL"),
    ("es", "h2", "Lista de encargados del tratamiento", ["Muelle SL", "Dique SL"], "Puerto SL"),
]


def _judged(language: str, lead: str, old: list[str], new: list[str], tag: str = "p") -> Assessment:
    pages = (
        extract(
            f"<html lang={language}><h1>Quay</h1><p>1 2 3.</p><{tag}>{lead}</{tag}>"
            f"<ul>{''.join(f'<li>{entry}</li>' for entry in entries)}</ul><p>4 5 6.</p></html>"
        )
        for entries in (old, new)
    )
    return compare_texts(*pages, language=language).assessment


@pytest.mark.parametrize(("language", "lead", "entries", "entry"), LISTS)
def test_what_is_more_or_less_collected_or_passed_on_is_told(
    language: str, lead: str, entries: list[str], entry: str
) -> None:
    more = _judged(language, lead, entries, [*entries, entry])
    assert (more.severity, more.direction) == (Severity.MEDIUM, Direction.WIDENS)
    less = _judged(language, lead, [*entries, entry], entries)
    assert (less.severity, less.direction) == (Severity.MEDIUM, Direction.NARROWS)


@pytest.mark.parametrize(("language", "heading", "entries", "entry"), HEADINGS)
def test_an_entry_under_a_heading_that_says_which_data_is_taken_is_told(
    language: str, heading: str, entries: list[str], entry: str
) -> None:
    more = _judged(language, heading, entries, [*entries, entry], "h2")
    assert (more.severity, more.direction) == (Severity.MEDIUM, Direction.WIDENS)
    less = _judged(language, heading, [*entries, entry], entries, "h2")
    assert (less.severity, less.direction) == (Severity.MEDIUM, Direction.NARROWS)


@pytest.mark.parametrize(
    ("language", "heading"),
    [
        ("en", "How we collect your data"),
        ("en", "Data we do not collect"),
        ("de", "Wie wir Ihre Daten erheben"),
        ("fr", "Comment nous collectons vos données"),
        ("es", "Cómo recopilamos sus datos"),
        ("en", "Our piers"),
        ("en", "Categories of data subjects"),
        ("en", "What we collect not"),
        ("de", "Kategorien von Häfen"),
    ],
)
def test_an_entry_under_a_heading_of_another_kind_is_no_data(language: str, heading: str) -> None:
    assert not _judged(
        language, heading, ["north", "south"], ["north", "south", "lighthouse"], "h2"
    ).severity.is_alerting


def test_what_is_not_collected_goes_the_other_way() -> None:
    entries = ["your name", "your address"]
    assert _judged("en", "We do not collect:", entries, [*entries, "shoe sizes"]).direction is Direction.NARROWS


@pytest.mark.parametrize("lead", ["Our piers:", "We are open:"])
def test_an_entry_of_a_list_of_other_things_is_no_news(lead: str) -> None:
    assert not _judged("en", lead, ["north", "south"], ["north", "south", "lighthouse"]).severity.is_alerting


@pytest.mark.parametrize(("language", "tag", "lead", "entries", "entry"), USES)
def test_one_more_purpose_or_recipient_is_told(
    language: str, tag: str, lead: str, entries: list[str], entry: str
) -> None:
    more = _judged(language, lead, entries, [*entries, entry], tag)
    assert (more.severity, more.direction) == (Severity.MEDIUM, Direction.WIDENS)
    less = _judged(language, lead, [*entries, entry], entries, tag)
    assert (less.severity, less.direction) == (Severity.MEDIUM, Direction.NARROWS)


@pytest.mark.parametrize(
    ("language", "lead"),
    [
        ("en", "We open the club house for:"),
        ("en", "When we use your data you can choose:"),
        ("en", "We do not use your data for:"),
        ("de", "Wir öffnen das Vereinshaus für:"),
        ("fr", "Nous ouvrons le club pour :"),
        ("es", "Abrimos el club para:"),
    ],
)
def test_an_entry_of_another_list_widens_nothing(language: str, lead: str) -> None:
    entries = {"en": "weddings", "de": "Hochzeiten", "fr": "les mariages", "es": "bodas"}[language]
    told = _judged(language, lead, ["1", "2"], ["1", "2", entries])
    assert told.direction is not Direction.WIDENS or not told.severity.is_alerting
