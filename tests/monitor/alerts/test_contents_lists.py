"""A list of contents that comes or goes is no news; lists that only look like one are read."""

from __future__ import annotations

import pytest

from monitor.alerts import Assessment
from monitor.alerts.contents_lists import contents_of
from monitor.alerts.text_comparison import compare_texts
from monitor.extract.extraction import extract

HEADINGS = {
    "de": ["Daten von Kindern", "Weitergabe an Werbepartner", "Wie lange wir Fotos speichern", "Ihre Rechte"],
    "en": ["Data of children", "Sharing with advertisers", "How long we keep photos", "Your rights"],
    "es": ["Datos de menores", "Comunicación a anunciantes", "Cuánto tiempo guardamos las fotos", "Sus derechos"],
    "fr": ["Données des mineurs", "Partage avec des annonceurs", "Durée de conservation des photos", "Vos droits"],
}
SECTIONS = {
    "de": "<p>Der Hafen hat {} Liegeplätze.</p><p>Die Mole ist {} Meter lang.</p>",
    "en": "<p>The harbour has {} berths.</p><p>The pier is {} metres long.</p>",
    "es": "<p>El puerto tiene {} amarres.</p><p>El muelle mide {} metros.</p>",
    "fr": "<p>Le port compte {} places.</p><p>La jetée mesure {} mètres.</p>",
}


def _page(language: str, *, contents: str = "", headings: list[str] | None = None) -> str:
    sections = "".join(
        f"<h2>{heading}</h2>{SECTIONS[language].format(n + 20, n + 50)}"
        for n, heading in enumerate(headings or HEADINGS[language])
    )
    return f"<html lang={language}><h1>Harbour</h1>{contents}{sections}</html>"


def _list(lines: list[str], tag: str = "li") -> str:
    return "".join(f"<{tag}>{line}</{tag}>" for line in lines)


def judged(language: str, before: str, after: str) -> Assessment:
    return compare_texts(extract(before), extract(after), language=language).assessment


@pytest.mark.parametrize("language", HEADINGS)
@pytest.mark.parametrize("tag", ["li", "p"])
def test_a_list_of_contents_that_comes_or_goes_is_silent(language: str, tag: str) -> None:
    plain, listed = _page(language), _page(language, contents=_list(HEADINGS[language], tag))
    assert not judged(language, plain, listed).severity.is_alerting
    assert not judged(language, listed, plain).severity.is_alerting


@pytest.mark.parametrize("language", HEADINGS)
def test_a_promise_that_comes_as_a_heading_and_in_the_list_is_read_as_any_heading(language: str) -> None:
    promise = {
        "de": "Wir verkaufen Ihre Fotos.",
        "en": "We sell your photos.",
        "es": "Vendemos sus fotos.",
        "fr": "Nous vendons vos photos.",
    }[language]
    headings = [*HEADINGS[language], promise]
    before = _page(language, contents=_list(HEADINGS[language]))
    assert judged(language, before, _page(language, contents=_list(headings), headings=headings)).severity.is_alerting


def test_data_that_joins_a_second_list_is_no_list_of_contents() -> None:
    data = ["Your private messages", "Your location", "Photos of your face"]
    lists = "<p>To run the harbour we use:</p><ul>{}</ul><p>To show personalised ads we use:</p><ul>{}</ul>"
    name = ["The name of your boat"]
    before = f"<html lang=en><h1>Harbour</h1>{lists.format(_list(data), _list(name))}</html>"
    after = f"<html lang=en><h1>Harbour</h1>{lists.format(_list(data), _list([*name, *data]))}</html>"
    assert judged("en", before, after).severity.is_alerting
    first = f"<html lang=en><h1>Harbour</h1>{lists.format(_list([*name, *data]), _list(data))}</html>"
    none = f"<html lang=en><h1>Harbour</h1>{lists.format(_list(name), _list(data))}</html>"
    assert judged("en", none, first).severity.is_alerting


@pytest.mark.parametrize("language", HEADINGS)
def test_a_list_of_contents_in_one_line_is_silent_wherever_it_stands(language: str) -> None:
    line = "".join(f"* {heading}" for heading in HEADINGS[language])
    above = _page(language, contents=f"<p>{line}</p>")
    beside = _page(language).replace("</html>", f"<p>{line}</p></html>")
    assert not judged(language, _page(language), above).severity.is_alerting
    assert not judged(language, _page(language), beside).severity.is_alerting


def test_a_promise_among_such_headings_is_read() -> None:
    line = "".join(f"* {heading}" for heading in [*HEADINGS["en"], "We sell your photos"])
    assert judged("en", _page("en"), _page("en", contents=f"<p>{line}</p>")).severity.is_alerting


@pytest.mark.parametrize("language", HEADINGS)
def test_a_link_within_the_page_that_kept_its_marks_is_silent(language: str) -> None:
    label = HEADINGS[language][0]
    plain, linked = _page(language), _page(language, contents=_list([f"[8. {label}](#8. {label})"]))
    assert not judged(language, plain, linked).severity.is_alerting
    assert not judged(language, linked, plain).severity.is_alerting


def test_a_link_within_the_page_that_is_named_otherwise_is_no_list_of_contents() -> None:
    linked = _page("en", contents=_list(["[We sell your photos.](#pier)"]))
    assert not contents_of(extract(linked).segments)
