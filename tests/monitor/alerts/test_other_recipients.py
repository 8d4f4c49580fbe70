"""Another company among those who get data is told, and a company by more or less of its name is not."""

from __future__ import annotations

import pytest

from monitor.alerts import Assessment
from monitor.alerts.text_comparison import compare_texts, read_text
from monitor.extract.extraction import extract
from snapshots.records import Direction, Severity

RULE = "other_recipient"

EXCHANGED = [
    ("en", "Our subprocessor for hosting is Kelp Ltd.", "Our subprocessor for hosting is Rollmop Ltd."),
    ("en", "We use Rollmop for logging errors.", "We use Sentinel for logging errors."),
    (
        "de",
        "Unser Auftragsverarbeiter dafür ist die Kelp GmbH.",
        "Unser Auftragsverarbeiter dafür ist die Rollmop GmbH.",
    ),
    ("de", "Wir nutzen Rollmop für die Auswertung der Besuche.", "Wir nutzen Sentinel für die Auswertung der Besuche."),
    ("fr", "Notre sous-traitant pour ceci est Kelp SAS.", "Notre sous-traitant pour ceci est Rollmop SAS."),
    ("fr", "Nous utilisons Rollmop pour mesurer les visites.", "Nous utilisons Sentinel pour mesurer les visites."),
    ("es", "Utilizamos Rollmop para medir las visitas.", "Utilizamos Sentinel para medir las visitas."),
]

THE_SAME = [
    ("en", "We use Rollmop Ltd for this.", "We use Rollmop Inc for this."),
    ("en", "The product Rollmop is for all.", "The product Sentinel is for all."),
    ("en", "Our provider does not get data from Kelp.", "Our provider does not get data from Rollmop."),
    ("de", "Unser Dienstleister ist die Kelp GmbH.", "Unser Dienstleister ist die Kelp AG."),
    ("fr", "Le produit Rollmop est pour tous.", "Le produit Sentinel est pour tous."),
    ("es", "El producto Rollmop es para todos.", "El producto Sentinel es para todos."),
]

LEADS = [
    ("en", "<p>We share your data with the following processors:</p>"),
    ("de", "<p>Wir geben Daten an folgende Dienstleister weiter:</p>"),
    ("fr", "<p>Nous partageons vos données avec les prestataires suivants :</p>"),
    ("es", "<p>Compartimos sus datos con los siguientes proveedores:</p>"),
    ("en", "<h2>Our service providers</h2>"),
    ("de", "<h2>Unsere Auftragsverarbeiter</h2>"),
    ("fr", "<h2>Nos sous-traitants</h2>"),
    ("es", "<h2>Nuestros proveedores</h2>"),
]

COLUMNS = [
    ("en", "Service provider", "Recipient country"),
    ("de", "Dienstleister", "Empfängerland"),
    ("fr", "Partenaire", "Pays destinataire"),
    ("es", "Proveedor", "País de destino"),
]


def _sentences(language: str, before: str, after: str) -> Assessment:
    return compare_texts(read_text(before), read_text(after), language=language).assessment


def _pages(language: str, before: str, after: str) -> Assessment:
    old, new = (extract(f"<html lang={language}><h1>Quay</h1><p>1 2 3.</p>{body}</html>") for body in (before, after))
    return compare_texts(old, new, language=language).assessment


@pytest.mark.parametrize(("language", "before", "after"), EXCHANGED)
def test_another_company_that_gets_data_is_told(language: str, before: str, after: str) -> None:
    found = _sentences(language, before, after)
    assert (found.severity, found.direction) == (Severity.MEDIUM, Direction.NEUTRAL)
    assert any(RULE in finding.rules for finding in found.findings)


@pytest.mark.parametrize(("language", "before", "after"), THE_SAME)
def test_a_company_by_another_legal_form_and_a_product_are_not(language: str, before: str, after: str) -> None:
    assert not _sentences(language, before, after).severity.is_alerting


@pytest.mark.parametrize(("language", "lead"), LEADS)
def test_another_company_in_an_entry_is_told_under_what_says_who_gets_data(language: str, lead: str) -> None:
    entries = "<ul><li>Kelp: mail</li><li>{}: log</li></ul>"
    found = _pages(language, lead + entries.format("Rollmop"), lead + entries.format("Sentinel"))
    assert found.severity is Severity.MEDIUM
    assert any(RULE in finding.rules for finding in found.findings)
    other = "<h2>1 2 3</h2>"
    assert not _pages(language, other + entries.format("Rollmop"), other + entries.format("Sentinel")).findings


@pytest.mark.parametrize(("language", "who", "where"), COLUMNS)
def test_another_company_or_country_in_a_row_is_told(language: str, who: str, where: str) -> None:
    table = f"<table><tr><th>{who}</th><th>{where}</th></tr><tr><td>Kelp</td><td>Malta</td></tr>"
    row = "<tr><td>{}</td><td>{}</td></tr></table>"
    for name, country in (("Sentinel", "Malta"), ("Rollmop", "Peru")):
        found = _pages(language, table + row.format("Rollmop", "Malta"), table + row.format(name, country))
        assert found.severity is Severity.MEDIUM, (name, country)
    told = _pages(language, table + row.format("Rollmop Ltd", "Malta"), table + row.format("Rollmop Inc", "Malta"))
    assert not told.severity.is_alerting


LINKED = [
    ("en", "Third-party advertising partners"),
    ("de", "Unsere Werbepartner"),
    ("fr", "Nos partenaires publicitaires"),
    ("es", "Nuestros socios publicitarios"),
]


@pytest.mark.parametrize(("language", "heading"), LINKED)
def test_a_company_that_joins_a_list_of_partners_as_a_link_is_told(language: str, heading: str) -> None:
    entry = '<li><a href="https://{0}.example/p">{0}</a></li>'
    few, more = ("".join(map(entry.format, names)) for names in (["Kelp", "Rollmop"], ["Kelp", "Rollmop", "Sentinel"]))
    found = _pages(language, f"<h2>{heading}</h2><ul>{few}</ul>", f"<h2>{heading}</h2><ul>{more}</ul>")
    assert (found.severity, found.direction) == (Severity.MEDIUM, Direction.WIDENS)
    menu = "<h2>1 2 3</h2><ul>{}</ul>"
    assert not _pages(language, menu.format(few), menu.format(more)).findings
