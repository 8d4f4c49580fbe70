"""The shared picture of an alert: a sound PNG of the size that sites expect, the same for the same alert."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from feeds.downloads.alert_picture import HEIGHT, WIDTH, alternative, render_picture
from feeds.language.translation import speaking
from feeds.site import Site
from snapshots.records import Alert, Severity
from tests.feeds.samples import HOSTILE, filled

SITE = Site(title="Harbour watch", base_url="https://watch.example.test/", authority="harbour.test,2025")


def drawn(headline: str = "Messages are now read", **changed: object) -> bytes:
    archive = filled(headline=headline)
    (alert,), change = archive.alerts(), archive.change(1)
    return render_picture(replace(alert, **changed), change, archive.document("harbour-policy"), SITE)  # type: ignore[arg-type]


def test_it_is_a_png_of_the_expected_size() -> None:
    image = Image.open(BytesIO(drawn()))
    assert (image.format, image.size) == ("PNG", (WIDTH, HEIGHT))
    assert len(image.getcolors(maxcolors=100_000) or ()) > 20


def test_the_same_alert_is_the_same_bytes_and_another_is_not() -> None:
    assert drawn() == drawn()
    assert drawn() != drawn(severity=Severity.MEDIUM)
    assert drawn() != drawn("Messages are no longer read")


@pytest.mark.parametrize(
    "headline",
    ["", HOSTILE, "word " * 400, "x" * 5_000, "\u202e\u0000\ud800 ", "سياسة الخصوصية 隐私政策"],
    ids=range(6),
)
def test_any_headline_can_be_drawn(headline: str) -> None:
    assert Image.open(BytesIO(drawn(headline))).size == (WIDTH, HEIGHT)


def test_an_alert_without_a_quote_has_a_picture_too() -> None:
    assert Image.open(BytesIO(drawn(evidence=(), findings=()))).size == (WIDTH, HEIGHT)


def test_it_speaks_the_language_of_its_page() -> None:
    english = drawn()
    with speaking("de"):
        assert drawn() != english
        archive = filled()
        said = alternative(archive.alerts()[0], archive.document("harbour-policy"))
    assert said.startswith("Kritisch, weniger Schutz: ")


def test_its_words_are_there_for_who_does_not_see_it() -> None:
    archive = filled()
    alert: Alert = archive.alerts()[0]
    said = alternative(alert, archive.document("harbour-policy"))
    assert "Critical" in said
    assert "Messages are now read" in said
