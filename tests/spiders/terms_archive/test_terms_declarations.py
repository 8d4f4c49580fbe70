"""Every form that a declaration of Open Terms Archive may have, as ours or refused with its reason."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from spiders.terms_archive.terms_declarations import CarriedDeclaration, UncarriedDeclaration, read_declaration

URL = "https://harbour.example/privacy"
FILTERS = """
export function stripSession(document) {
  document.querySelectorAll('a').forEach(link => {
    const url = new URL(link.href); url.searchParams.delete('s'); link.href = url;
  });
}

export async function dropBanner(document) {
  document.querySelector('.banner').remove();
}

export const renumber = document => { document.querySelector('ol').textContent = ''; };
"""


def read(page: Any, *, without_filters: bool = False) -> list[CarriedDeclaration | UncarriedDeclaration]:
    declared = {"name": "Harbour Office", "terms": {"Privacy Policy": page}}
    return list(read_declaration("Harbour", json.dumps(declared).encode(), FILTERS, without_filters=without_filters))


def keys(page: Any) -> dict[str, Any]:
    (found,) = read(page)
    assert isinstance(found, CarriedDeclaration), found
    return dict(found.keys)


def test_what_every_declaration_has() -> None:
    assert keys({"fetch": URL, "select": "div.content"}) == {
        "id": "harbour-privacy-policy",
        "title": "Harbour Office Privacy Policy",
        "service": "Harbour Office",
        "kind": "privacy-policy",
        "url": URL,
        "select": "div.content",
    }


@pytest.mark.parametrize(
    ("select", "ours"),
    [
        (["div.a", ".b"], ["div.a", ".b"]),
        (["div.a"], "div.a"),
        ({"startBefore": "h1", "endBefore": "footer"}, "from before h1 to before footer"),
        ({"startBefore": "h1", "endAfter": "footer"}, "from before h1 to after footer"),
        ({"startAfter": "h1", "endBefore": "footer"}, "from after h1 to before footer"),
        ({"startAfter": "h1", "endAfter": "footer"}, "from after h1 to after footer"),
        (["main", {"startAfter": "h2 \n a", "endBefore": ".end"}], ["main", "from after h2 a to before .end"]),
    ],
)
def test_selectors_lists_and_ranges(select: Any, ours: Any) -> None:
    assert keys({"fetch": URL, "select": select})["select"] == ours
    assert keys({"fetch": URL, "select": "main", "remove": select})["remove"] == (
        ours if isinstance(ours, list) else [ours]
    )


def test_pdf_needs_no_selector_and_scripts_need_a_browser() -> None:
    assert "select" not in keys({"fetch": f"{URL}.pdf"})
    assert keys({"fetch": URL, "select": "main", "executeClientScripts": True})["channels"] == ["browser"]
    assert "channels" not in keys({"fetch": URL, "select": "main", "executeClientScripts": False})


def test_combined_pages_are_documents_that_inherit() -> None:
    found = read(
        {"combine": [{"fetch": URL}, {"fetch": f"{URL}/2", "select": ".b"}], "select": "main", "remove": [".ad"]}
    )
    tables = [one.keys for one in found if isinstance(one, CarriedDeclaration)]
    assert [(t["id"], t["title"], t["url"], t["select"], t["remove"]) for t in tables] == [
        ("harbour-privacy-policy", "Harbour Office Privacy Policy (1 of 2)", URL, "main", [".ad"]),
        ("harbour-privacy-policy-2", "Harbour Office Privacy Policy (2 of 2)", f"{URL}/2", ".b", [".ad"]),
    ]


@pytest.mark.parametrize("one", ["stripSession", {"removeQueryParams": ["utm_source"]}, "removeQueryParams"])
def test_filters_that_touch_addresses_alone_are_not_needed(one: Any) -> None:
    (found,) = read({"fetch": URL, "select": "main", "filter": [one]})
    assert isinstance(found, CarriedDeclaration)
    assert "links are freed of tracking anyhow" in found.dropped[0]


@pytest.mark.parametrize("one", ["dropBanner", "renumber", "notThere", {"dropBanner": {"deep": True}}])
def test_other_code_is_refused_by_name_unless_it_is_left_out(one: Any) -> None:
    page = {"fetch": URL, "select": "main", "filter": ["stripSession", one]}
    (refused,) = read(page)
    name = one if isinstance(one, str) else "dropBanner"
    assert isinstance(refused, UncarriedDeclaration)
    assert refused.reason == f"its filters are code of its own: {name}; --without-filters leaves them out"
    (carried,) = read(page, without_filters=True)
    assert isinstance(carried, CarriedDeclaration)
    assert f"filter {name}: left out" in carried.dropped


@pytest.mark.parametrize(
    "page",
    [{"select": "main"}, {"fetch": 3, "select": "main"}, {"fetch": URL, "select": {"startBefore": "h1"}}, [], None, 3,
     {"fetch": URL, "select": [""]}, {"combine": [3]}, {"fetch": URL, "filter": 5}],
)  # fmt: skip
def test_what_is_in_no_form_is_refused_and_named(page: Any) -> None:
    (found,) = read(page)
    assert isinstance(found, UncarriedDeclaration)
    assert found.reason


@pytest.mark.parametrize("content", [b"", b"[]", b'{"name": 1}', b'{"name": "x", "terms": 3}', b"[" * 100_000, b"\xff"])
def test_a_file_that_is_no_declaration_is_named(content: bytes) -> None:
    (found,) = read_declaration("Harbour", content)
    assert isinstance(found, UncarriedDeclaration)
    assert found.reason == "the file is no declaration"


BEFORE = {
    "Privacy Policy": [
        {"fetch": URL, "select": ".new", "validUntil": "2023-05-04T00:00:00.000Z"},
        {"fetch": URL, "select": ["#old", "h1"], "remove": "nav", "validUntil": "2021-01-02T03:04:05+01:00"},
        {"fetch": URL, "select": ".odd", "filter": ["dropBanner"], "validUntil": "2022-01-01T00:00:00Z"},
        {"fetch": URL, "select": 7, "validUntil": "2020-01-01T00:00:00Z"},
        {"fetch": URL, "select": ".never"},
        "nothing",
    ],
    "Terms of Service": [{"fetch": URL, "select": ".terms", "validUntil": "2021-01-01T00:00:00Z"}],
}


def declared_before(history: bytes) -> CarriedDeclaration:
    declared = {"name": "Harbour", "terms": {"Privacy Policy": {"fetch": URL, "select": "main"}}}
    (found,) = read_declaration("Harbour", json.dumps(declared).encode(), history=history)
    assert isinstance(found, CarriedDeclaration)
    return found


def test_what_was_declared_before_is_kept_with_the_time_until_which_it_was() -> None:
    found = declared_before(json.dumps(BEFORE).encode())
    assert found.past == (
        {"until": datetime(2021, 1, 2, 2, 4, 5, tzinfo=UTC), "select": ["#old", "h1"], "remove": ["nav"]},
        {"until": datetime(2022, 1, 1, tzinfo=UTC), "select": ".odd"},
        {"until": datetime(2023, 5, 4, tzinfo=UTC), "select": ".new"},
    )
    assert len(found.dropped) == 4
    assert any("filters until 2022-01-01" in note for note in found.dropped)
    assert any("until 2020-01-01T00:00:00Z can't be carried" in note for note in found.dropped)


@pytest.mark.parametrize("history", [b"", b"[]", b"{", b'{"Privacy Policy": 7}', b'{"Privacy Policy": []}'])
def test_a_history_that_is_none_is_nothing(history: bytes) -> None:
    found = declared_before(history)
    assert (found.past, found.dropped) == ((), ())
