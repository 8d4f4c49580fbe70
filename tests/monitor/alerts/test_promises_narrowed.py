"""What was ruled out of all data, ruled out of some kinds of it alone: fewer promises, however many words they take."""

from __future__ import annotations

import pytest

from monitor.alerts import Assessment
from monitor.alerts.text_comparison import compare_texts, read_text
from snapshots.records import Direction, Severity


def judged(before: str, after: str, language: str) -> Assessment:
    return compare_texts(read_text(before), read_text(after), language=language).assessment


NARROWED = [
    ("en", "We do not use your data to show you ads.",
     "We use neither the contents of your chats nor your contact list to show you ads."),
    ("en", "We do not share your personal information with third parties.",
     "We do not share the contents of your messages with third parties."),
    ("en", "We do not sell your data.", "We do not sell your email address or your phone number."),
    ("de", "Wir verwenden deine Daten nicht, um dir Werbung zu zeigen.",
     "Wir verwenden weder die Inhalte deiner Chats noch deine Kontaktlisten, um dir Werbung zu zeigen."),
    ("de", "Wir verkaufen keine personenbezogenen Daten.", "Wir verkaufen keine Standortdaten."),
    ("fr", "Nous n'utilisons pas vos données à des fins publicitaires.",
     "Nous n'utilisons pas le contenu de vos messages à des fins publicitaires."),
    ("fr", "Nous ne vendons pas vos données personnelles.", "Nous ne vendons ni vos messages ni vos photos."),
    ("es", "No usamos sus datos para mostrarle anuncios.",
     "No usamos el contenido de sus mensajes para mostrarle anuncios."),
    ("es", "Nunca vendemos sus datos personales.", "Nunca vendemos sus mensajes ni sus fotos."),
]  # fmt: skip


@pytest.mark.parametrize(("language", "before", "after"), NARROWED)
def test_a_promise_for_some_kinds_of_data_is_less_than_one_for_all(language: str, before: str, after: str) -> None:
    found = judged(before, after, language)
    assert (found.severity, found.direction) == (Severity.CRITICAL, Direction.WIDENS)
    assert judged(after, before, language).direction is Direction.NARROWS


@pytest.mark.parametrize(
    ("before", "after", "direction"),
    [
        # One kind more beside another rules more out, and where nothing was ruled out anything is more.
        ("We do not share your messages with third parties.",
         "We do not share your messages or your photos with third parties.", Direction.NARROWS),
        ("We share your data with third parties.", "We do not share your messages with third parties.",
         Direction.NARROWS),
        ("We do not share your personal information with third parties.",
         "We do not share your personal data with third parties.", Direction.NEUTRAL),
        ("We do not share your data with advertisers.", "Your data is not shared with advertisers.",
         Direction.NEUTRAL),
    ],
)  # fmt: skip
def test_what_is_ruled_out_of_as_much_as_before_is_no_less(before: str, after: str, direction: Direction) -> None:
    assert judged(before, after, "en").direction is direction
