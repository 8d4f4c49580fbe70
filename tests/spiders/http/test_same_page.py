"""Addresses of one page have one key, and no others do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.http.same_page import page_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.example/p?b=2&a=1", "http://www.a.example:80/p/?a=1&b=2#part"),
        ("https://a.example", "https://A.example./"),
        ("https://a.example/p?utm_medium=x&fbclid=y", "https://a.example/p"),
        ("https://a.example/caf%C3%A9", "https://a.example/caf\u00e9"),
    ],
)
def test_ways_to_write_an_address_have_one_key(one: str, other: str) -> None:
    assert page_key(one) == page_key(other) != ""


@pytest.mark.parametrize(
    "other",
    ["https://b.example/p", "https://a.example/q", "https://a.example/p?x=1", "https://a.example:8080/p", "urn:x:p"],
)
def test_other_pages_have_other_keys(other: str) -> None:
    assert page_key("https://a.example/p") != page_key(other)


@given(st.text(max_size=40))
def test_no_text_is_a_traceback(text: str) -> None:
    assert isinstance(page_key(f"https://{text}"), str)
