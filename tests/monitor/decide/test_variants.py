"""Each region's and language's text at one address is a lineage of its own, compared with itself alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.running.page_reader import Reading
from snapshots.records import Document, DocumentKind, Outcome, VersionKind
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


def test_two_regions_texts_that_alternate_under_one_date_wake_nobody() -> None:
    judged = watched(QUAY, *[US if n % 2 else EU for n in range(13)], every=14 / 13)
    assert [one.alert for one in judged] == [None] * 13
    assert [n for n, one in enumerate(judged) if one.version] == [0, 3], (
        "known as another text once the first came back"
    )
    assert {one.observation.lineage for one in judged[3::2]} == {2}
    assert {one.observation.lineage for one in judged[::2]} == {1}
    assert {one.observation.region for one in judged[::2]} == {"eu"}


def test_a_region_that_is_declared_refuses_the_others() -> None:
    judged = watched(replace(QUAY, language="en", region="eu"), *[EU, policy("us", extra=_CALIFORNIA)] * 4)
    assert [one.alert for one in judged] == [None] * 8
    assert [one.version is not None for one in judged] == [True] + [False] * 7
    assert {one.observation.outcome for one in judged[1::2]} == {Outcome.WRONG_REGION}


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


def test_each_regions_text_is_compared_with_itself_after_the_other_had_stood_for_weeks() -> None:
    news = "We sell the list of visitors to data brokers."
    judged = watched(QUAY, EU, US, EU, US, *[EU] * 10, policy("us", extra=news), EU, every=4)
    assert [n for n, one in enumerate(judged) if one.alert] == [14]
    told = judged[14].alert
    assert told
    assert [quote.after_text for quote in told.evidence] == [news]
    assert told.lineage == 2


@pytest.mark.parametrize("days", [1, 2, 3])
def test_words_of_another_region_silence_nothing_for_long_where_one_text_only_was_served(days: int) -> None:
    swapped = _one_seat("us")
    judged = watched(QUAY, _one_seat("eu"), *[swapped] * 8, every=days)
    told = [n for n, one in enumerate(judged) if one.alert]
    assert len(told) == 1
    assert (told[0] - 1) * days <= 7, "counted from the look that first showed it"
    alert = judged[told[0]].alert
    assert alert
    assert alert.captured_at == judged[1].observation.captured_at, "it is told under that look"
    assert judged[-1].observation.outcome is Outcome.CAPTURED
    assert judged[-1].observation.lineage == 1


def test_words_of_regions_in_turn_do_not_start_the_time_anew() -> None:
    looks = [_one_seat("eu"), *[_one_seat("us")] * 10, *[_one_seat("eu")] * 10, *[_one_seat("us")] * 10]
    judged = watched(QUAY, *looks, every=2)
    assert any(one.alert for one in judged[:8])


def test_how_long_it_must_have_stayed_may_be_declared_shorter() -> None:
    judged = watched(
        QUAY, _one_seat("eu"), *[_one_seat("us")] * 5, every=1, reading=Reading(adopt_variant_after=timedelta(days=2))
    )
    assert [n for n, one in enumerate(judged) if one.alert] == [3]


def _one_seat(region: str) -> bytes:
    """Return a region's text of a company that names one seat alone: one mark of the two is missing."""
    return policy(region).replace(b"Quay Ireland Limited", b"Quay Harbours").replace(b"Quay Inc.", b"Quay Harbours")


def test_a_region_that_was_declared_never_gives_way() -> None:
    judged = watched(replace(QUAY, region="eu"), EU, *[policy("us", extra=_CALIFORNIA)] * 20, every=3)
    assert {one.observation.outcome for one in judged[1:]} == {Outcome.WRONG_REGION}


def test_a_text_for_several_regions_that_names_one_of_them_more_often_is_no_other_text() -> None:
    kingdom = ["the UK GDPR", "the ICO", "UK residents", "crews in the United Kingdom"]
    union = ["the GDPR", "the EEA", "the European Union", "each supervisory authority", "Ireland", "our legal bases"]
    more = ["an adequacy decision", "the Data Protection Commission", "standard contractual clauses"]
    before, now = ("".join(f"<p>Harbour rule {n} speaks of {name}.</p>" for n, name in enumerate(names))
                   for names in (kingdom + union, kingdom + union + more))  # fmt: skip
    news = "<p>We sell your private messages to advertisers.</p>"
    page = "<html lang=en><title>Quay privacy</title><h1>Quay privacy</h1>{}</html>"
    _, told = watched(QUAY, page.format(before).encode(), page.format(now + news).encode())
    assert told.observation.outcome is Outcome.CAPTURED
    assert told.observation.lineage == 1
    assert told.alert


_CALIFORNIA = (
    "The CCPA gives California residents rights; the CPRA adds to them. Read the United States Regional Privacy Notice"
    " on Colorado, Virginia, Connecticut and Texas, and press Do Not Sell."
)


@pytest.mark.parametrize("language", ["de", "pl", "ja"])
def test_another_language_than_declared_is_no_version_and_says_which_it_was(language: str) -> None:
    judged = watched(replace(QUAY, language="en"), EU, translated(language), EU)
    assert judged[1].observation.outcome is Outcome.WRONG_LANGUAGE, judged[1].observation.detail
    assert judged[1].observation.language == language
    assert [one.version is not None for one in judged] == [True, False, False]
    assert [one.alert for one in judged] == [None] * 3


def test_each_language_is_a_text_of_its_own() -> None:
    judged = watched(QUAY, EU, translated("ja"), translated("pl"), EU, translated("ja"), every=20)
    assert {one.observation.outcome for one in judged} == {Outcome.CAPTURED}
    assert [one.observation.lineage for one in judged] == [1, 2, 3, 1, 2]
    assert [one.version and one.version.kind for one in judged] == [VersionKind.FIRST] * 3 + [None] * 2
    assert [one.alert for one in judged] == [None] * 5


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
