"""A licence to what people post is no news of data; one to train AI with it is."""

from __future__ import annotations

import pytest

from tests.monitor.alerts.contract_texts import judged

LICENSED = [
    (
        "en",
        "You grant us a licence to show your photos.",
        "You grant us a perpetual and transferable licence to use, copy, share and publish your photos.",
    ),
    ("en", "", "Any feedback and other information may be used by us under a perpetual licence."),
    (
        "de",
        "Sie räumen uns ein Nutzungsrecht an Ihren Fotos ein.",
        "Sie räumen uns ein unbefristetes und übertragbares Nutzungsrecht an Ihren Fotos ein.",
    ),
    (
        "fr",
        "Vous nous accordez une licence sur vos photos.",
        "Vous nous accordez une licence perpétuelle et cessible sur vos photos.",
    ),
    (
        "es",
        "Nos concede una licencia sobre sus fotos.",
        "Nos concede una licencia perpetua y transferible sobre sus fotos.",
    ),
]
TRAINED = [
    ("en", "", "You grant us a licence to use your photos to train AI."),
    ("de", "", "Sie räumen uns das Recht ein, mit Ihren Fotos eine künstliche Intelligenz zu trainieren."),
    ("fr", "", "Vous nous accordez une licence pour entraîner une intelligence artificielle avec vos photos."),
    ("es", "", "Nos concede una licencia para entrenar una inteligencia artificial con sus fotos."),
]


@pytest.mark.parametrize(("language", "before", "after"), LICENSED)
def test_a_licence_wakes_nobody(language: str, before: str, after: str) -> None:
    assert not judged(language, before, after).severity.is_alerting


@pytest.mark.parametrize(("language", "before", "after"), TRAINED)
def test_a_licence_to_train_ai_is_told(language: str, before: str, after: str) -> None:
    assert judged(language, before, after).severity.is_alerting
