"""What a service answers to a post is a stranger's: none of it may end a delivery."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from feeds.deliveries.guarded_http import json_object


@pytest.fixture
def without_collecting() -> Iterator[None]:
    """Garbage of other tests stays for later: at the deepest call no finaliser has room to run, and its fault would
    be told as this test's."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("without_collecting")
@pytest.mark.parametrize("body", [b"", b"\xff", b"[]", b'"ok"', b"{", b"[" * 60_000, b'{"a":' * 60_000])
def test_what_is_no_object_of_json_is_an_empty_one(body: bytes) -> None:
    assert json_object(body) == {}


def test_an_object_is_given_as_it_is() -> None:
    assert json_object(b'{"error": "too long"}') == {"error": "too long"}
