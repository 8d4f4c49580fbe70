"""What a page says of its charset can be anything."""

from __future__ import annotations

import pytest

from spiders.http.charsets import to_text


@pytest.mark.parametrize("charset", ["idna", "punycode", "hex", "rot13", "undefined", "no-such", "\ud800", "utf-8"])
def test_a_charset_that_is_none_makes_it_utf_8(charset: str) -> None:
    assert to_text("<p>Häfen".encode(), charset) == "<p>Häfen"
    assert "fen" in to_text(f'<meta charset="{charset}"><p>Häfen'.encode("utf-8", "replace"))
