"""How grave and how sure a reading is: by what changed alone, element by element, and what stays worth a look."""

from __future__ import annotations

import pytest

from monitor.alerts import Assessment
from monitor.alerts.text_comparison import compare_texts, read_text
from snapshots.records import Direction, Severity

KEPT = "We use the photos of your boat to plan the harbour."


def compared(before: str, after: str) -> Assessment:
    return compare_texts(read_text(before), read_text(after), language="en").assessment


# The same sentence with and without each element: taken out, put in, and which way that goes.
ELEMENTS = [
    ("an opt-in", "We show ads based on your messages only if you agree.", "We show ads based on your messages."),
    ("a way out", "We show ads unless you object.", "We show ads."),
    ("a not", "We do not sell your contacts.", "We sell your contacts."),
    ("an act", "We store the logs.", "We store the logs and sell them."),
    ("data", "We use your posts for ads.", "We use your posts and your health data for ads."),
    ("a party", "We share your location with harbours.", "We share your location with harbours and data brokers."),
    ("people", "We use photos of adults to train AI.", "We use photos of adults and children to train AI."),
    ("a limit", "We keep the logs for at most 30 days.", "We keep the logs for 30 days."),
    ("a right", "You can object to this. We use comments for AI.", "We use comments for AI."),
    ("a number", "We keep the logs for 30 days.", "We keep the logs for 90 days."),
    ("a requirement", "Send the form to object.", "Attach an identity document and send the form to object."),
]


@pytest.mark.parametrize(("element", "before", "after"), ELEMENTS, ids=[row[0] for row in ELEMENTS])
def test_one_element_is_told_and_its_return_goes_the_other_way(element: str, before: str, after: str) -> None:
    there, back = compared(before, after), compared(after, before)
    assert there.severity.is_alerting, element
    assert there.direction is Direction.WIDENS, element
    assert back.severity.is_alerting, element
    assert back.direction is Direction.NARROWS, element
    assert back.severity is not Severity.CRITICAL


# What a sentence names beside the element that changed weighs nothing.
@pytest.mark.parametrize("aside", ["", " This page is about private messages, children and AI training."])
def test_unchanged_words_weigh_nothing(aside: str) -> None:
    found = compared(f"We keep the logs for 30 days.{aside}", f"We keep the logs for 90 days.{aside}")
    assert found.findings[0].topics == ("retention",)
    assert found.severity is compared("We keep the logs for 30 days.", "We keep the logs for 90 days.").severity


def test_no_floor_lifts_a_sum() -> None:
    found = compared("We sell your contacts unless you object.", "We sell your contacts.")
    for finding in found.findings:
        assert sum(reason.points or 0 for reason in finding.severity_reasons) >= 3


def test_each_finding_says_how_sure_it_is_as_a_visible_sum() -> None:
    found = compared("We do not sell your contacts.", "We sell your contacts.")
    assert found.sureness
    assert found.sureness >= 85
    for finding in found.findings:
        points = sum(reason.points or 0 for reason in finding.sure_reasons)
        assert finding.sure == min(98, max(2, points))


def test_what_is_not_there_to_state_anything_is_worth_a_look_and_alerts_nobody() -> None:
    praise = "We take the security of your private messages seriously."
    found = compared(KEPT, f"{KEPT} {praise}")
    assert not found.severity.is_alerting
    assert not found.findings


@pytest.mark.parametrize(
    "sentence",
    [
        "This notice describes how Harbour uses location data for advertising.",
        "Learn more about how location data and advertising work.",
    ],
)
def test_an_introduction_and_a_pointer_alert_nobody(sentence: str) -> None:
    assert not compared(KEPT, f"{KEPT} {sentence}").severity.is_alerting


def test_a_power_that_the_company_states_alerts_whoever_it_is_said_beside() -> None:
    found = compared(KEPT, f"{KEPT} We share your location with advertisers.")
    assert found.severity.is_alerting
    assert found.direction is Direction.WIDENS


# Names, examples, people's own acts


def test_a_name_replaced_throughout_is_one_low_line() -> None:
    sentences = [
        "We share your contacts with {}.",
        "We use your posts to improve {}.",
        "You can delete your account in {}.",
        "We keep the logs of {} for 30 days.",
        "We train AI of {} on your photos.",
    ]
    before, after = ("\n\n".join(text.format(name) for text in sentences) for name in ("Tidewater", "Saltmarsh"))
    found = compared(before, after)
    assert not found.severity.is_alerting
    assert [finding.severity for finding in found.worth_a_look] == [Severity.LOW]
    assert "“Tidewater”" in found.worth_a_look[0].headline
    assert "“Saltmarsh”" in found.worth_a_look[0].headline


def test_a_company_that_comes_to_call_itself_we_is_one_low_line() -> None:
    sentences = [
        "Consistent with the law, {} may not knowingly collect personal information from minors.",
        "By then {} had shared no posts.",
        "On Mondays {} may sweep the pier.",
        "{} will close at nine.",
    ]
    before, after = ("\n\n".join(text.format(name) for text in sentences) for name in ("Tidewater", "we"))
    found = compared(before, after)
    assert not found.severity.is_alerting
    assert [finding.severity for finding in found.worth_a_look] == [Severity.LOW]


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("en", "Your photos aren't sold to third parties.", "Your photos aren't sold to anyone."),
        ("de", "Wir verkaufen Ihre Fotos nicht an Dritte.", "Wir verkaufen Ihre Fotos nicht an irgendjemanden."),
        ("fr", "Nous ne vendons pas vos photos à des tiers.", "Nous ne vendons pas vos photos à quiconque."),
        ("es", "No vendemos sus fotos a terceros.", "No vendemos sus fotos a nadie."),
    ],
)
def test_what_goes_to_nobody_goes_to_no_third_party(language: str, before: str, after: str) -> None:
    found = compare_texts(read_text(before), read_text(after), language=language).assessment
    assert not found.severity.is_alerting


@pytest.mark.parametrize(
    ("language", "sentence", "figure"),
    [
        ("en", "You must be at least 13 years old to sail.", "13"),
        ("de", "Sie versichern, dass Sie mindestens 13 Jahre alt sind.", "13"),
        ("fr", "Vous affirmez avoir au moins 13 ans.", "13"),
        ("es", "Usted afirma tener al menos 13 años.", "13"),
    ],
)
def test_from_which_age_on_people_may_is_told_as_an_age(language: str, sentence: str, figure: str) -> None:
    found = compare_texts(read_text(KEPT), read_text(f"{KEPT} {sentence}"), language=language).assessment
    assert found.severity is Severity.MEDIUM
    assert found.direction is not Direction.WIDENS
    assert figure in found.headline


def test_a_pronoun_is_no_name_that_another_took_the_place_of() -> None:
    asked = [f"{{}} may ask who {there}." for there in ("sails", "rows", "swims", "waits", "sings")]
    before, after = ("\n\n".join(text.format(who) for text in asked) for who in ("Tidewater", "You"))
    assert not any(
        "“Tidewater”" in finding.headline and "called" in finding.headline
        for finding in compared(before, after).worth_a_look
    )


def test_a_kind_of_data_replaced_throughout_is_no_name() -> None:
    sentences = ["We share {} with harbours.", "We sell {}.", "We use {} for ads.", "We train AI on {}."]
    before, after = ("\n\n".join(text.format(thing) for text in sentences) for thing in ("Posts", "Messages"))
    assert compared(before, after).severity.is_alerting


@pytest.mark.parametrize(("one", "other"), [("such as", "like"), ("like", "such as"), ("for example", "such as")])
def test_what_opens_an_example_says_nothing(one: str, other: str) -> None:
    text = "We collect contact information {} your name and your address."
    assert not compared(text.format(one), text.format(other)).severity.is_alerting


def test_data_that_joins_a_list_of_examples_is_news() -> None:
    found = compared(
        "We collect information such as your name.", "We collect information such as your name and your health data."
    )
    assert found.severity.is_alerting


def test_what_people_do_is_no_act_of_the_company() -> None:
    found = compared("The log of trips is yours.", "The log of trips is yours. You share your trips with others.")
    assert not any("act" in rule for finding in found.findings for rule in finding.rules)


def test_a_word_within_a_name_does_nothing() -> None:
    found = compared(
        "We take part in the Coastal Data Protection Framework.", "We take part in the Coastal Data Privacy Framework."
    )
    assert not any(rule.startswith("act_") for finding in found.findings for rule in finding.rules)


def test_what_a_finding_is_about_its_alert_is_about() -> None:
    found = compared(
        "We use posts for AI.\n\nWe keep the logs for 30 days.\n\nWe do not sell your location.",
        "We use posts and private messages for AI.\n\nWe keep the logs for 90 days.\n\nWe sell your location.",
    )
    assert {topic for finding in found.findings for topic in finding.topics} == set(found.topics)


def test_a_date_in_the_past_is_not_put_off() -> None:
    texts = "Effective as of June 12, 2026", "Effective as of July 1, 2026"
    assert not any("date_later" in finding.rules for finding in compared(*texts).findings)


PAGE = "\n\n".join(f"The quay has {n + 20} berths at pier {n + 1}." for n in range(40))
VAGUE = ("The register is held by Quay Trust under number 47.", "The register is held by Quay Trust.")


def test_one_vague_edit_of_a_long_page_is_worth_a_look() -> None:
    found = compared(*(f"{PAGE}\n\n{text}" for text in VAGUE))
    assert not found.severity.is_alerting
    assert found.worth_a_look
    assert compared(*VAGUE).severity.is_alerting


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("We collect your name and address.", "We collect your name, address and nationality."),
        ("We keep the logs for 30 days.", "We keep the logs for 90 days."),
        ("You can object to this.", "This is how it is."),
    ],
)
def test_one_edit_that_says_what_is_done_is_told_on_a_long_page(before: str, after: str) -> None:
    assert compared(f"{PAGE}\n\n{before}", f"{PAGE}\n\n{after}").severity.is_alerting
