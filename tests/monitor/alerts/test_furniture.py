"""Furniture of pages, banners and buttons, in the middle of a text: no news, and no cover for any."""

from __future__ import annotations

import pytest

from tests.monitor.decide.test_half_pages import QUAY, RECORDS
from tests.monitor.decide.test_outcomes import watched

GRAVE = "We train artificial intelligence on your private messages."


def _page(*lines: str) -> bytes:
    return f"<html lang=en><title>Quay</title><h1>Quay privacy</h1>{''.join((*RECORDS, *lines))}</html>".encode()


@pytest.mark.parametrize("button", ["Accept all", "OK", "Accept all cookies.", "Try again later."])
def test_a_button_beside_a_sentence_hides_it_not(button: str) -> None:
    _, told = watched(QUAY, _page(), _page(f"<p>{GRAVE}</p><p>{button}</p>"))
    assert told.alert
    assert "private_messages" in told.alert.topics


def test_a_dialog_on_cookies_is_no_news() -> None:
    dialog = "<p>We use cookies.</p><p>Read more about them, or accept all cookies.</p>"
    assert watched(QUAY, _page(), _page(dialog))[1].alert is None
