"""Texts that are polished or translated anew: silence where they say the same, an alert where one thing does not."""

from __future__ import annotations

from monitor.alerts import Assessment
from monitor.alerts.text_comparison import compare_texts, read_text
from snapshots.records import Direction

# What stands between the edits, so that each is an edit for itself.
STAYS = [
    "The harbour has two piers.",
    "The office opens at nine.",
    "The tide comes in twice a day.",
    "Boats are moored.",
]
BEFORE = [
    "The crew of the ferry checks your ticket prior to departure.",
    "We look at your request in order to answer it.",
    "Our members receive the timetable each spring.",
    "We store the bookings of the ferry for 30 days.",
]
AFTER = [
    "Before departure the crew of the ferry inspects your ticket.",
    "We view your enquiry so as to respond to it.",
    "Each spring the timetable is sent out to our subscribers.",
    "The bookings of the ferry are stored by us for 30 days.",
]


def page(sentences: list[str]) -> str:
    return "\n\n".join(line for pair in zip(sentences, STAYS, strict=True) for line in pair)


def compared(before: list[str], after: list[str], language: str = "en") -> Assessment:
    return compare_texts(read_text(page(before)), read_text(page(after)), language=language).assessment


def test_a_polished_page_is_no_alert() -> None:
    assert not compared(BEFORE, AFTER).severity.is_alerting


def test_an_unknown_word_in_a_polished_page_is_worth_a_look() -> None:
    after = [*AFTER[:2], "Each spring the timetable is sent out to our bondholders, whom we trust.", AFTER[3]]
    found = compared(BEFORE, after)
    assert not found.severity.is_alerting


def test_a_longer_period_is_told_in_a_polished_page() -> None:
    found = compared(BEFORE, [*AFTER[:3], "The bookings of the ferry are stored by us for 90 days."])
    assert found.severity.is_alerting
    assert found.direction is Direction.WIDENS


def test_a_promise_that_is_turned_round_is_told_in_a_polished_page() -> None:
    before = [*BEFORE[:3], "We do not share your location with advertisers."]
    same = [*AFTER[:3], "Your location is not shared with advertisers."]
    turned = [*AFTER[:3], "Your location is shared with advertisers."]
    assert not compared(before, same).severity.is_alerting
    assert compared(before, turned).severity.is_alerting
    assert compared(before, turned).direction is Direction.WIDENS


def test_data_that_is_added_is_told_in_a_polished_page() -> None:
    before = [*BEFORE[:3], "We collect the pages you open."]
    after = [*AFTER[:3], "The pages you open and your precise location are collected by us."]
    found = compared(before, after)
    assert found.severity.is_alerting
    assert "location" in found.topics


def test_what_came_for_itself_is_told_in_a_polished_page() -> None:
    after = [*AFTER[:3], f"{AFTER[3]} We sell your messages to insurers."]
    assert compared(BEFORE, after).severity.is_alerting


def test_a_relative_clause_written_with_or_without_that_is_no_news() -> None:
    before = "We keep the rights to pictures that we lend, which you add to posts that you write or share."
    after = "We keep the rights to pictures we lend that you add to posts you write or share."
    found = compare_texts(read_text(before), read_text(after), language="en").assessment
    assert not found.severity.is_alerting


def test_a_company_in_the_place_of_the_person_is_no_mere_order_of_words() -> None:
    before, after = "You share your contacts with friends.", "We share your contacts with friends."
    assert compare_texts(read_text(before), read_text(after), language="en").assessment.severity.is_alerting
