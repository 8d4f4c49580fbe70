"""A headline claims a purpose, people, an act or consent only where the words around it do."""

from __future__ import annotations

import pytest

from monitor.alerts.grounding import is_done_by_others, names_consent, stated_in
from monitor.reading.reader import Reader
from monitor.rules.pack_files import default_pack
from tests.monitor.alerts.claims_checked import own_words
from tests.monitor.alerts.test_headlines import judged

READERS = {code: Reader(default_pack(), code) for code in ("en", "de", "fr", "es")}

PURPOSES = [
    ("en", "We use your berth for advertising.", "ads", True),
    ("en", "To improve our AI models, we read your logbook.", "ai_training", True),
    ("en", "Advertising", "ads", True),
    ("en", "The jetty lists which ads a captain has seen.", "ads", False),
    ("en", "Comments you leave to our AI about its answers.", "ai_features", False),
    ("de", "Wir nutzen Logbücher für Werbung.", "ads", True),
    ("de", "Die Werbung am Steg wechselt montags.", "ads", False),
    ("fr", "Nous utilisons le journal pour la publicité.", "ads", True),
    ("fr", "La publicité du quai change le lundi.", "ads", False),
    ("es", "Usamos el cuaderno para publicidad.", "ads", True),
    ("es", "La publicidad del muelle cambia cada lunes.", "ads", False),
]


@pytest.mark.parametrize(("language", "text", "purpose", "is_stated"), PURPOSES)
def test_a_purpose_is_one_where_a_word_says_what_for(language: str, text: str, purpose: str, is_stated: bool) -> None:
    assert (purpose in stated_in(text, READERS[language]).purposes) is is_stated


def test_people_are_those_whose_data_it_is_and_not_those_whom_it_serves() -> None:
    assert "minors" in stated_in("We keep photos of minors for a year.", READERS["en"]).owners
    assert "minors" in stated_in("For minors:", READERS["en"]).owners
    assert "minors" not in stated_in("We build jetties that enable minors to fish.", READERS["en"]).owners


def test_what_others_do_or_are_told_to_do_is_no_act_of_the_company() -> None:
    reader = READERS["en"]
    assert is_done_by_others("Vendors may share the logs with insurers.", "share", reader)
    assert is_done_by_others("Please share your logs with care.", "share", reader)
    assert not is_done_by_others("We share the logs with vendors.", "share", reader)
    assert not is_done_by_others("Logs are shared with vendors.", "share", reader)
    for text in ("Vendors may share your location with insurers.", "Please don't share payment data with a captain."):
        assert "Harbour may now" not in judged("We like boats.", f"We like boats. {text}").headline


def test_consent_is_told_where_agreeing_is_spoken_of_and_not_where_people_choose() -> None:
    assert names_consent("only with your permission", READERS["en"])
    assert not names_consent("if you choose to delete cookies", READERS["en"])
    assert not names_consent("Sie entscheiden", READERS["de"]) and names_consent(
        "mit Ihrer Einwilligung", READERS["de"]
    )
    found = judged("We like boats.", "We like boats. You can revoke a mooring that you booked at any time.")
    assert "consent" not in own_words(f"{found.headline} {found.summary}")


def test_what_is_ruled_out_is_not_told_as_done() -> None:
    text = "We do not collect photos of children under 13. Tell us if a child sent one without your consent."
    assert "may now" not in judged("We like boats.", f"We like boats. {text}").headline


def test_an_alert_is_about_what_its_findings_are_about() -> None:
    more = "We share your location with advertisers.\n\nWe train AI on your photos.\n\nWe keep faces for ten years."
    found = judged("We keep logs.", f"We keep logs.\n\n{more}")
    assert {topic for finding in found.findings for topic in finding.topics} <= set(found.topics)


def test_reviewers_who_are_trained_train_no_model() -> None:
    found = judged("We like boats.", "We like boats. Screenshots of your messages are read by trained reviewers.")
    assert "AI" not in own_words(f"{found.headline} {found.summary}")
    assert "ai_training" not in found.topics
