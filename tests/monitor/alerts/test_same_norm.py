"""The same rule another way round is no news; a "not" more or less, another word or another case is."""

from __future__ import annotations

import pytest

from monitor.alerts.text_comparison import compare_texts, read_text
from monitor.rules.pack_files import default_pack

PACK = default_pack()


def is_told(before: str, after: str, language: str) -> bool:
    found = compare_texts(read_text(before), read_text(after), language=language, pack=PACK).assessment
    return found.severity.is_alerting


SAME = [
    ("en", "We never hand advertisers your contacts.", "Advertisers never get your contacts from us."),
    (
        "en",
        "Without a warrant, police get no photos from us.",
        "Police get photos from us only with a warrant.",
    ),
    (
        "fr",
        "Seul un médecin peut nous obliger à garder vos photos.",
        "Personne, si ce n'est un médecin, ne peut nous obliger à garder vos photos.",
    ),
    (
        "es",
        "Ninguna foto se transfiere si no media una orden.",
        "Las fotos se transfieren únicamente si media una orden.",
    ),
]


@pytest.mark.parametrize(("language", "before", "after"), SAME)
def test_the_other_way_round_is_no_news(language: str, before: str, after: str) -> None:
    assert not is_told(before, after, language)
    assert not is_told(after, before, language)


OTHER = [
    ("en", "We never share your photos.", "It is untrue that we never share your photos."),
    ("en", "We do not rule out selling your photos.", "We rule out selling your photos."),
    ("fr", "Il n'est pas exclu que nous vendions vos photos.", "Il est exclu que nous vendions vos photos."),
    ("en", "We share your photos only with couriers.", "We share your photos only with advertisers."),
    ("en", "We do not share your photos except with couriers.", "We share your photos except with couriers."),
    ("en", "We do not share photos unless you agree.", "We share photos unless you object."),
]


@pytest.mark.parametrize(("language", "before", "after"), OTHER)
def test_a_not_or_a_case_more_or_less_is_news(language: str, before: str, after: str) -> None:
    assert is_told(before, after, language)
