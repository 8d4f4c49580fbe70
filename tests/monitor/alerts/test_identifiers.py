"""Tables of cookies as scanners write them: another order and other names are no news, what they do with data is."""

from __future__ import annotations

import pytest

from monitor.alerts import Assessment
from monitor.alerts.text_comparison import compare_texts
from monitor.extract.extraction import extract


def _judged(before: list[tuple[str, ...]], after: list[tuple[str, ...]], beside: str = "") -> Assessment:
    def page(rows: list[tuple[str, ...]]) -> str:
        cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
        head = "<tr><th>Host</th><th>Names</th><th>Kind</th></tr>"
        return f"<html lang=en><h1>Quay cookies</h1><p>The quay is open.</p><table>{head}{cells}</table>"

    return compare_texts(extract(page(before)), extract(page(after) + beside), language="en").assessment


OLD = [
    ("quay.example", "_qa, QuayToken, session_id", "First party cookies"),
    ("ads.example", "_ad, uid_x", "Ad cookies"),
]


@pytest.mark.parametrize(
    "new",
    [
        [("quay.example", "session_id, _qa, QuayToken, pier_2", "First party cookies"), OLD[1]],
        [*OLD, ("maps.example", "map.js, _zoomLevel", "Ad cookies")],
        [OLD[0]],
    ],
)
def test_names_that_machines_have_come_and_go_in_silence(new: list[tuple[str, ...]]) -> None:
    assert not _judged(OLD, new).severity.is_alerting


def test_plain_words_among_them_are_names_too() -> None:
    lists = (
        ("prov", "__quay, prov"),
        ("anj, uuid2", "anj, receive-cookie-hint, uuid2"),
        ("_a1, theme", "_a1, datr, theme, __b"),
    )
    for before, after in lists:
        assert not _judged([("quay.example", before, "1st")], [("quay.example", after, "1st")]).severity.is_alerting


@pytest.mark.parametrize("entry", ["messages", "Advertisers", "advertisers, messages, _b", "your messages"])
def test_what_is_no_name_among_them_is_told(entry: str) -> None:
    before, after = (("quay.example", f"_a1, theme{more}", "1st") for more in ("", f", {entry}"))
    assert _judged([before], [after]).severity.is_alerting


@pytest.mark.parametrize("cell", ["Your private messages", "messages, location", "We sell your messages"])
def test_data_in_a_row_of_such_a_name_is_told(cell: str) -> None:
    assert _judged(OLD, [*OLD, ("maps.example", "_zoomLevel", cell)]).severity.is_alerting


@pytest.mark.parametrize("put", ["<p>{}</p>", "<ul><li>{}</li></ul>", "<table><tr><td>{}</td></tr></table>"])
def test_a_sentence_whose_words_are_joined_like_names_is_told(put: str) -> None:
    said = put.format("We_sell your_messages to_advertisers.")
    assert _judged(OLD, OLD, said).severity.is_alerting


def test_a_sentence_beside_the_table_is_told() -> None:
    assert _judged(OLD, [OLD[1], OLD[0]], "<p>We share your messages with ads.example.</p>").severity.is_alerting


@pytest.mark.parametrize("partner", ["LinkedIn", "PierAds Ltd"])
def test_a_partner_whose_name_looks_like_one_is_told(partner: str) -> None:
    lists = [f"<ul>{''.join(f'<li>{name}</li>' for name in names)}</ul>" for names in (["Quay"], ["Quay", partner])]
    pages = (extract(f"<html lang=en><p>We share your messages with:</p>{text}</html>") for text in lists)
    assert compare_texts(*pages, language="en").assessment.severity.is_alerting


_COLUMNS = {
    "en": ("Cookie name", "Partner", "Purpose", "Period"),
    "de": ("Name des Cookies", "Partner", "Zweck", "Dauer"),
    "fr": ("Nom du cookie", "Partenaire", "Finalité", "Durée"),
    "es": ("Nombre de la cookie", "Socio", "Finalidad", "Duración"),
}
_ROWS = {
    "en": [("QID", "ads.example", "Advertising", "6 months"), ("_qa", "stats.example", "Statistics", "2 years")],
    "de": [("QID", "ads.example", "Werbung", "6 Monate"), ("_qa", "stats.example", "Statistik", "2 Jahre")],
    "fr": [("QID", "ads.example", "Publicité", "6 mois"), ("_qa", "stats.example", "Statistiques", "2 ans")],
    "es": [("QID", "ads.example", "Publicidad", "6 meses"), ("_qa", "stats.example", "Estadísticas", "2 años")],
}


def _judged_rows(before: list[tuple[str, ...]], after: list[tuple[str, ...]], language: str) -> Assessment:
    def page(rows: list[tuple[str, ...]]) -> str:
        head = "".join(f"<th>{name}</th>" for name in _COLUMNS[language])
        cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
        return f"<html lang={language}><h1>Quay cookies</h1><table><tr>{head}</tr>{cells}</table>"

    return compare_texts(extract(page(before)), extract(page(after)), language=language).assessment


@pytest.mark.parametrize("language", _ROWS)
@pytest.mark.parametrize("name", ["ANONQ", "HSIQ, SSIQ", "Q_ID"])
def test_a_cookie_more_that_does_what_others_do_is_no_news(language: str, name: str) -> None:
    rows = _ROWS[language]
    more = [*rows, (name, *rows[0][1:])]
    assert not _judged_rows(rows, more, language).severity.is_alerting
    assert not _judged_rows(more, rows, language).severity.is_alerting
    assert not _judged_rows(rows, [(name, *rows[0][1:]), rows[1]], language).severity.is_alerting


@pytest.mark.parametrize(
    ("column", "said"),
    [
        (0, "Your messages"),
        (0, "WE SELL YOUR MESSAGES"),
        (0, "WE_SELL_YOUR_MESSAGES"),
        (1, "PierAds"),
        (2, "Your location"),
        (3, "13 months"),
    ],
)
def test_a_cookie_with_a_partner_a_purpose_or_a_period_of_its_own_is_told(column: int, said: str) -> None:
    rows = _ROWS["en"]
    new = ["ANONQ", *rows[0][1:]]
    new[column] = said
    assert _judged_rows(rows, [*rows, tuple(new)], "en").severity.is_alerting


@pytest.mark.parametrize(
    ("language", "purpose"),
    [("de", "Standort"), ("fr", "Vos messages"), ("es", "Sus mensajes")],
)
def test_a_cookie_for_another_purpose_is_told(language: str, purpose: str) -> None:
    rows = _ROWS[language]
    new = ("ANONQ", rows[0][1], purpose, rows[0][3])
    assert _judged_rows(rows, [*rows, new], language).severity.is_alerting


def test_the_last_cookie_for_a_purpose_takes_it_along() -> None:
    assert _judged_rows(_ROWS["en"], _ROWS["en"][1:], "en").severity.is_alerting


def test_plain_words_in_a_long_list_of_names_are_names() -> None:
    names = [f"_q{number}" for number in range(10)]
    before, after = ", ".join([*names, "harbour", "pier"]), ", ".join(names)
    assert not _judged([("quay.example", before, "1st")], [("quay.example", after, "1st")]).severity.is_alerting
