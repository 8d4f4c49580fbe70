"""Who wants to serve where somebody else listens hears of it first."""

from __future__ import annotations

import pytest

from feeds.errors import AddressTaken
from feeds.serving.free_port import check_free
from tests.feeds.server import listening


def test_an_address_that_is_taken_is_refused_with_what_to_do() -> None:
    with listening() as (listener, _):
        host, port = listener.getsockname()
        with pytest.raises(AddressTaken, match=f"{host}:{port}.*--listen"):
            check_free(host, port)
    check_free(host, port)
