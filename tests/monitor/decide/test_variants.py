"""Another region's, language's or spelling's text at the same address is a lineage of its own, until it has stayed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.running.pipeline import Reading
from snapshots.records import Document, DocumentKind, Outcome, Severity, VersionKind
from tests.monitor.decide.test_outcomes import watched
from tests.monitor.shown.variants import policy, translated

QUAY = Document(
    id="quay",
    title="Quay privacy",
    service="Quay",
    kind=DocumentKind.PRIVACY_POLICY,
    url="https://quay.example/privacy",
)
EU, US = policy("eu"), policy("us")


@pytest.mark.parametrize("declared", [QUAY, replace(QUAY, language="en", region="eu")], ids=["by history", "declared"])
def test_two_regions_texts_that_alternate_under_one_date_wake_nobody(declared: Document) -> None:
    bodies = [US if n % 2 else EU for n in range(13)]
    judged = watched(declared, *bodies, every=14 / 13)
    assert [one.alert for one in judged] == [None] * 13
    assert [one.version is not None for one in judged] == [True] + [False] * 12
    assert {one.observation.outcome for one in judged[1::2]} == {Outcome.WRONG_REGION}
    assert {one.observation.outcome for one in judged[::2]} == {Outcome.CAPTURED}
    assert {one.observation.region for one in judged[::2]} == {"eu"}


def test_a_declared_region_is_held_against_the_first_page_too() -> None:
    other, first = watched(replace(QUAY, language="en", region="us"), EU, US)
    assert other.observation.outcome is Outcome.WRONG_REGION
    assert other.observation.region == "eu"
    assert first.version


def test_a_text_for_the_world_may_speak_of_any_regions_rules() -> None:
    (first,) = watched(replace(QUAY, language="en", region="world"), EU)
    assert first.version


def test_a_real_change_of_the_regions_own_text_is_told_between_the_others() -> None:
    news = "Private messages that you send to other members are used to train AI."
    judged = watched(QUAY, EU, US, policy("eu", extra=news), US, policy("eu", extra=news))
    assert [one.alert is not None for one in judged] == [False, False, True, False, False]


def test_a_new_edition_that_speaks_of_other_rules_is_a_new_edition() -> None:
    _, new = watched(QUAY, EU, policy("us", day="1 May 2025"))
    assert new.observation.outcome in (Outcome.CAPTURED, Outcome.INCOMPLETE)
    assert new.alert


def test_a_text_that_comes_to_name_its_legal_bases_is_news_and_no_other_region() -> None:
    plain, with_bases = policy("us"), policy("us").replace(b"</main>", EU[EU.index(b"<p>If you live") :])
    _, new = watched(QUAY, plain, with_bases)
    assert new.observation.outcome is Outcome.CAPTURED
    assert new.version


def test_a_region_that_has_stayed_for_weeks_is_told_as_the_change_it_is() -> None:
    judged = watched(QUAY, EU, *[US] * 11, every=3)
    told = [n for n, one in enumerate(judged) if one.alert]
    assert told == [11], "30 days after it was first served"
    alert = judged[11].alert
    assert alert
    assert alert.severity is Severity.CRITICAL
    assert judged[-1].observation.outcome is Outcome.CAPTURED


def test_how_long_it_must_have_stayed_is_the_declarations() -> None:
    judged = watched(QUAY, EU, *[US] * 5, every=3, reading=Reading(adopt_variant_after=timedelta(days=9)))
    assert [n for n, one in enumerate(judged) if one.alert] == [4]


def test_a_region_that_was_declared_never_gives_way() -> None:
    judged = watched(replace(QUAY, region="eu"), EU, *[policy("us", extra=_CALIFORNIA)] * 20, every=3)
    assert {one.observation.outcome for one in judged[1:]} == {Outcome.WRONG_REGION}


_CALIFORNIA = (
    "The CCPA gives California residents rights; the CPRA adds to them. Read the United States Regional Privacy Notice"
    " on Colorado, Virginia, Connecticut and Texas, and press Do Not Sell."
)


@pytest.mark.parametrize("language", ["de", "pl", "ja"])
@pytest.mark.parametrize("declared", [QUAY, replace(QUAY, language="en")], ids=["by history", "declared"])
def test_another_language_is_no_version_and_says_which_it_was(language: str, declared: Document) -> None:
    judged = watched(declared, EU, translated(language), EU)
    assert judged[1].observation.outcome is Outcome.WRONG_LANGUAGE, judged[1].observation.detail
    assert judged[1].observation.language == language
    assert [one.version is not None for one in judged] == [True, False, False]
    assert [one.alert for one in judged] == [None] * 3


def test_a_document_in_any_language_knows_its_own() -> None:
    judged = watched(QUAY, translated("ja"), translated("pl"), EU, translated("ja"))
    assert [one.observation.outcome for one in judged] == [
        Outcome.CAPTURED, Outcome.WRONG_LANGUAGE, Outcome.WRONG_LANGUAGE, Outcome.CAPTURED,
    ]  # fmt: skip


def test_a_language_that_has_stayed_is_the_documents_now_and_nothing_is_told_of_it() -> None:
    judged = watched(QUAY, EU, *[translated("de")] * 12, every=3)
    assert [one.alert for one in judged] == [None] * 13
    adopted = [one for one in judged if one.version][-1]
    assert adopted.version
    assert adopted.version.kind is VersionKind.TECHNICAL
    assert adopted.change is None
    assert judged[-1].observation.outcome is Outcome.CAPTURED
    back = watched(QUAY, EU, *[translated("de")] * 12, EU, every=3)[-1]
    assert back.alert is None


@pytest.mark.parametrize("declared", [QUAY, replace(QUAY, language="en-GB")], ids=["by history", "declared"])
def test_another_spelling_is_the_page_and_no_version(declared: Document) -> None:
    judged = watched(declared, EU, policy("eu", spelling="US"), EU, policy("eu", spelling="US"))
    assert [one.observation.outcome for one in judged] == [Outcome.CAPTURED] * 4
    assert [one.observation.language for one in judged] == ["en-GB", "en-US", "en-GB", "en-US"]
    assert [one.version is not None for one in judged] == [True, False, False, False]


def test_a_real_change_in_another_spelling_is_told() -> None:
    news = "Private messages that you send to other members are used to train AI."
    _, told = watched(QUAY, EU, policy("eu", spelling="US", extra=news))
    assert told.alert
    assert told.alert.evidence[0].after_text == news


def test_another_form_of_dates_alone_is_no_version() -> None:
    judged = watched(QUAY, EU, EU.replace(b"3 February 2025", b"February 3, 2025"), EU)
    assert [one.version is not None for one in judged] == [True, False, False]
    _, later = watched(QUAY, EU, EU.replace(b"3 February 2025", b"February 4, 2025"))
    assert later.version


def test_an_edition_from_years_back_is_told_by_name() -> None:
    old = (
        policy("eu", day="1 January 2022").replace(b"log of berth", b"book of pier").replace(b"lay there", b"was seen")
    )
    judged = watched(QUAY, EU, old, EU)
    assert judged[1].observation.outcome is Outcome.OLDER_EDITION
    assert [one.alert for one in judged] == [None] * 3
