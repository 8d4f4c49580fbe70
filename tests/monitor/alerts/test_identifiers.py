"""Tables of cookies as scanners write them: another order and other names are no news, what they do with data is."""

from __future__ import annotations

import pytest

from monitor.alerts import Assessment
from monitor.alerts.text_comparison import compare_texts
from monitor.extract import extract


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
