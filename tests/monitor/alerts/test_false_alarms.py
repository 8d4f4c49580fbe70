"""Kinds of changes that once cried wolf, each beside the change of the same kind that is news."""

from __future__ import annotations

import pytest

from monitor.alerts import Assessment
from monitor.alerts.text_comparison import compare_texts, read_text
from snapshots.records import Direction, Severity

KEPT = {"en": "The harbour opens at nine.", "de": "Der Hafen öffnet um neun.", "fr": "Le port ouvre à neuf heures."}


def compared(before: str, after: str, language: str = "en") -> Assessment:
    return compare_texts(read_text(before), read_text(after), language=language).assessment


# What is asked of people is a hurdle where something is asked; the words alone are none.
QUIET = [
    ("a login spoken of", "en", "Shops send us purchases whether or not you have an account with the boat club.",
     "Shops send us purchases whether or not you have an account or are logged in at the boat club."),
    ("space between words", "en", "We share emailsand calls with nobody.", "We share emails and calls with nobody."),
    ("another word for a thing in a list", "en",
     "This includes mooring details, such as your berth and its place, and billing, delivery and crew details.",
     "This includes mooring details, such as your berth; its place; and billing, shipping and crew details."),
    ("an entry of examples", "en", "Some apps such as Charts, Logs, and Utilities are available on your boat computer.",
     "Some apps such as Charts, Logs, and Device assistance are available on your boat computer."),
    ("a name among examples", "en", "We offer tools, such as Harbour IQ or other tools to plan a trip.",
     "We offer tools, such as Harbour AI Companion or other tools to plan a trip."),
    ("a pointer with one name more", "en", "Learn how to turn off precise location in Harbour Auto.",
     "Learn how to turn off precise location in Harbour Auto and Harbour Built-in."),
    ("be able to", "en", "Your crew can change the route later.", "Your crew will be able to change the route later."),
    ("the way to a page", "fr", "Date effective : 26 juillet 2027 | Voir la version imprimable",
     "Date effective : 26 juillet 2027 | Voir la version imprimable | Afficher les versions précédentes"),
    ("the way on which people are answered", "en", "You can get a copy of your logs by writing to us via this form.",
     "You can get a copy of your logs in your account settings."),
    ("a letter typed twice", "en", "Crews may ask for their logs; ffor skippers the same holds.",
     "Crews may ask for their logs; for skippers the same holds."),
    ("a page by which to write", "en", "You can control your logs by contacting Harbour Support.",
     "You can control your logs by contacting us through the Harbour Support portal."),
    ("an address that is kept from robots", "en", "You can use these rights by writing to crew@harbour.example.",
     "You can use these rights by writing to [email protected]."),
    ("a line that dates the page", "en", "The pier is long. Last updated: 27 December 2027",
     "The pier is long. Effective date: 27 December 2027"),
    ("a text in another language", "en", "The pier is long.",
     "The pier is long. A Welsh translation of these rules is available here; the English version shall prevail."),
    ("a text in another language", "de", "Der Steg ist lang.",
     "Der Steg ist lang. Eine Übersetzung ist hier verfügbar; die deutsche Fassung ist maßgeblich."),
    ("a text in another language", "fr", "Le quai est long.",
     "Le quai est long. Une traduction est disponible ici ; la version française fait foi."),
    ("a text in another language", "es", "El muelle es largo.",
     "El muelle es largo. Hay una traducción disponible aquí; la versión española prevalecerá."),
    ("an address", "en", "The pier is long.\n\nwww.harbour.example/tides",
     "The pier is long.\n\nwww.harbour.example/currents"),
    ("a case in which a page is to be read", "en", "The pier is long.",
     "The pier is long. If you live by the sea and use our messages, please read this important information."),
    ("what was changed in the text", "en", "We have clarified language about the logs that we share for security.",
     "We have updated information about the logs that we share for security."),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "language", "before", "after"), QUIET, ids=[row[0] for row in QUIET])
def test_what_says_the_same_alerts_nobody(kind: str, language: str, before: str, after: str) -> None:
    assert not compared(before, after, language).severity.is_alerting, kind


LOUD = [
    ("a login demanded", "en", "You can object by this form.", "You can object by this form. You must log in first."),
    ("the way to object", "en", "You can object by this form.", "You can object."),
    ("a pointer gone with its right", "en", "You can object here.", ""),
    ("a may that went", "en", "We may share your photos.", "We will share your photos."),
    ("data among examples", "en", "We use data such as photos.", "We use data such as photos and your health data."),
]


@pytest.mark.parametrize(("kind", "language", "before", "after"), LOUD, ids=[row[0] for row in LOUD])
def test_what_says_something_else_is_told(kind: str, language: str, before: str, after: str) -> None:
    kept = KEPT[language]
    assert compared(f"{kept} {before}", f"{kept} {after}".strip(), language).severity.is_alerting, kind


COMPANIES = [
    ("en", "You can write to Harbour Marketing Group at the pier."),
    ("fr", "Ces demandes sont reçues par Port Marketing France sur le quai."),
]


@pytest.mark.parametrize(("language", "sentence"), COMPANIES)
def test_the_purpose_in_a_name_is_none(language: str, sentence: str) -> None:
    found = compared(KEPT[language], f"{KEPT[language]} {sentence}", language)
    assert "ads_personalisation" not in {topic for finding in found.findings for topic in finding.topics}


IMPROVED = [
    ("en", "We use your logs to improve our charts.", "We use your logs to train our AI."),
    ("de", "Wir verbessern mit Ihren Fotos unsere Karten.", "Wir trainieren mit Ihren Fotos unsere KI."),
    ("fr", "Nous améliorons nos cartes avec vos photos.", "Nous entraînons notre IA avec vos photos."),
]


@pytest.mark.parametrize(("language", "improving", "training"), IMPROVED)
def test_only_training_is_told_as_training(language: str, improving: str, training: str) -> None:
    kept = KEPT[language]
    improved, trained = (compared(kept, f"{kept} {text}", language) for text in (improving, training))
    assert "ai_training" not in improved.topics
    assert "train" not in improved.headline
    assert "ai_training" in trained.topics


def test_what_something_may_do_with_what_people_choose_is_a_power() -> None:
    may = "When you use the pilot on board, Harbour can also work directly with local files you choose to add to it."
    found = compared(KEPT["en"], f"{KEPT['en']} {may}")
    assert found.direction is not Direction.NARROWS


def test_a_may_in_a_new_sentence_makes_it_no_protection() -> None:
    found = compared(KEPT["en"], f"{KEPT['en']} We may share your photos with advertisers.")
    assert found.direction is Direction.WIDENS


def test_a_setting_spoken_of_in_a_sentence_that_went_is_no_right_lost() -> None:
    gone = "Subject to your settings, we may share your photos with advertisers."
    found = compared(f"{KEPT['en']} {gone}", KEPT["en"])
    assert "right_lost" not in {rule for finding in found.findings for rule in finding.rules}
    assert found.direction is Direction.NARROWS


def test_data_that_is_only_named_is_no_more_than_high() -> None:
    found = compared("We share posts with partners.", "We share posts and likes with partners and shops.")
    assert found.severity is not Severity.CRITICAL


def test_a_period_is_told_as_one_of_storing_and_a_hurdle_as_one_of_objecting() -> None:
    assert compared("We hold the logs for 30 days.", "We hold the logs for 90 days.").severity.is_alerting
    assert "retention" in compared("We keep chats for 30 days.", "We keep chats for 90 days.").topics
    found = compared("You can object at any time.", "You can object until 1 May 2027.")
    assert {"right_to_object", "opt_out_form"} <= set(found.topics)


OFFICES = [
    ("en", "Harbour Agents Ltd has been appointed as our representative in the European Union."),
    ("en", "If you live in Norway, you may contact our lead supervisory authority, using its contact details."),
    ("en", "For Vermont residents, more information about how we handle personal data and on appeals is here."),
    ("de", "Als unser Vertreter in der Europäischen Union wurde die Hafen Agentur GmbH bestellt."),
    ("fr", "La société Agents du Port est notre représentant dans l’Union européenne."),
    ("es", "Agentes del Puerto es nuestro representante en la Unión Europea."),
]


@pytest.mark.parametrize(("language", "sentence"), OFFICES)
def test_whom_to_write_to_and_where_more_is_said_is_no_news(language: str, sentence: str) -> None:
    found = compared(KEPT.get(language, ""), f"{KEPT.get(language, '')} {sentence}", language)
    assert not found.severity.is_alerting


def test_what_an_office_is_given_is_news() -> None:
    found = compared(KEPT["en"], f"{KEPT['en']} We share your private messages with the data protection authority.")
    assert found.severity.is_alerting
