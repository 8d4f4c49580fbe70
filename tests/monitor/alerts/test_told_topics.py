"""What an alert says that it is about: the difference and what it stands under, each passage with one vote."""

from __future__ import annotations

import pytest

from monitor.alerts.assessment import Assessment
from monitor.alerts.text_comparison import compare_texts, read_text
from monitor.alerts.told_topics import topics_supported
from monitor.rules.pack_files import default_pack
from snapshots.records import Severity

PACK = default_pack()


def compared(before: str, after: str, language: str = "en") -> Assessment:
    return compare_texts(read_text(before), read_text(after), language=language, pack=PACK).assessment


def test_that_something_is_stored_says_nothing_of_how_long() -> None:
    stored = compared("We like boats.", "We like boats. We collect and store your fingerprints.")
    assert "biometric" in stored.topics
    assert "retention" not in stored.topics
    assert "retention" in compared("We keep your chats for 30 days.", "We keep your chats for 90 days.").topics


def test_a_chat_with_an_assistant_is_no_private_message() -> None:
    found = compared("We like boats.", "We like boats. We collect the messages that you write to our AI assistant.")
    assert "ai_features_data" in found.topics
    assert "private_messages" not in found.topics


def test_each_passage_has_one_vote_that_its_topics_share() -> None:
    passages = [*[["ads_personalisation"]] * 60, ["location", "retention", "user_controls"], ["minors"]]
    assert topics_supported(passages, PACK) == {"ads_personalisation"}
    assert topics_supported(passages[-2:], PACK) == {"minors", "location", "retention", "user_controls"}
    assert topics_supported([], PACK) == frozenset()


def test_the_line_that_dates_a_text_is_quoted_beneath_what_changed_and_tells_nothing_alone() -> None:
    dated = "Last updated: {} March 2027. We use posts."
    found = compared(dated.format(1), dated.format(2) + " We sell your messages to advertisers.")
    assert any("2 March" in (quote.after_text or "") for finding in found.findings for quote in finding.evidence)
    assert not compared(dated.format(1), dated.format(2)).severity.is_alerting


def test_a_setting_that_is_gone_is_less_grave_than_a_right_that_is_gone() -> None:
    setting = compared("We like boats. You can manage your settings.", "We like boats.")
    right = compared("We like boats. You have the right to object.", "We like boats.")
    assert setting.severity.rank < right.severity.rank


def test_each_quote_says_how_grave_it_is_by_itself_and_the_line_that_dates_a_text_is_not() -> None:
    dated = "Last updated: {} March 2027. We use posts."
    more = " We sell your messages to advertisers. We may share your messages with partners who measure the weather."
    found = compared(dated.format(1), dated.format(2) + more)
    quotes = [(finding, quote) for finding in found.findings for quote in finding.evidence]
    assert all(quote.severity and quote.severity.rank <= finding.severity.rank for finding, quote in quotes)
    assert all(finding.evidence[0].severity is finding.severity for finding in found.findings)
    assert {q.severity for _, q in quotes if "March" in (q.after_text or "")} == {Severity.LOW}


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "You must be at least {} years old to moor here."),
        ("de", "Sie müssen mindestens {} Jahre alt sein, um hier anzulegen."),
        ("fr", "Vous devez avoir au moins {} ans pour amarrer ici."),
        ("es", "Debe tener al menos {} años para atracar aquí."),
    ],
)
def test_another_age_limit_is_about_minors(language: str, sentence: str) -> None:
    found = compared(sentence.format(16), sentence.format(18), language)
    assert "minors" in found.topics


def test_a_right_to_object_that_comes_beside_other_words_is_what_its_alert_is_about() -> None:
    found = compared("We like boats.", "We like boats. You can read it now and object before that day.")
    assert found.headline.endswith("the right to object")
    assert "right_to_object" in found.topics


def test_what_is_written_to_an_ai_among_others_is_no_private_message() -> None:
    found = compared("We like boats.", "We like boats. We keep messages you get from, forward or send to our AI.")
    assert "private_messages" not in found.topics


AI_PAGES = {
    "en": "We store your prompts and outputs. Prompts and outputs are kept. We like boats.",
    "de": "Wir speichern Prompts und Outputs. Prompts bleiben hier. Wir mögen Boote.",
    "fr": "Nous gardons vos prompts. Les prompts restent ici. Nous aimons les bateaux.",
    "es": "Guardamos tus prompts. Los prompts se quedan aquí. Nos gustan los barcos.",
}


@pytest.mark.parametrize(
    ("language", "sentence", "topic"),
    [
        ("en", "We keep the contents of your private messages.", "ai_features_data"),
        ("en", "We keep the text of your private messages.", "ai_features_data"),
        ("en", "We keep the contents of your mail, email and text messages.", "private_messages"),
        ("de", "Wir speichern Ihre privaten Nachrichten und E-Mails.", "private_messages"),
        ("fr", "Nous conservons vos messages privés et vos courriels.", "private_messages"),
        ("es", "Conservamos tus mensajes privados y tus correos.", "private_messages"),
    ],
)
def test_in_the_text_of_an_ai_service_messages_are_to_its_ai_and_mail_is_not(
    language: str, sentence: str, topic: str
) -> None:
    found = compared(AI_PAGES[language], f"{AI_PAGES[language]} {sentence}", language)
    assert topic in found.topics
    assert not ({"private_messages", "ai_features_data"} - {topic}) & set(found.topics)


def test_what_names_no_ai_is_not_on_ai_because_its_text_is_of_an_ai_service() -> None:
    page = AI_PAGES["en"]
    found = compared(page, f"{page} We combine what you dictate with the photos that are open.")
    assert "ai_features_data" not in found.topics


def test_a_word_that_begins_like_another_names_no_topic() -> None:
    found = compared("Wir mögen Boote.", "Wir mögen Boote. Wir speichern Kindersitze und Kisten.", "de")
    assert "ai_features_data" not in found.topics


@pytest.mark.parametrize("name", ["Harbour AI", "Port IA"])
def test_a_company_that_is_called_so_speaks_of_no_ai_where_it_names_itself(name: str) -> None:
    boxes = "\n".join(f"{name} keeps box {letter} safe." for letter in "abcdefgh")
    sold = compared(boxes, f"{boxes}\n{name} sells your photos to banks.")
    assert "ai_features_data" not in sold.topics
    assert "ai_features_data" in compared(boxes, f"{boxes}\nWe use your chats with our AI assistant.").topics


def test_who_is_named_once_may_be_an_ai_and_what_the_rules_know_is_one() -> None:
    boxes = "\n".join(f"We keep box {letter} safe." for letter in "abcdefgh")
    known = "\n".join(f"Meta AI keeps box {letter} safe." for letter in "abcdefgh")
    for before in (boxes, known):
        assert "ai_features_data" in compared(before, f"{before}\nWe collect your interactions with Meta AI.").topics


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "We collect a copy of your passport."),
        ("de", "Wir erheben eine Kopie Ihres Reisepasses."),
        ("fr", "Nous collectons une copie de votre passeport."),
        ("es", "Recopilamos una copia de su pasaporte."),
    ],
)
def test_what_a_state_knows_people_by_is_sensitive(language: str, text: str) -> None:
    assert "sensitive_data" in compared("A.", f"A. {text}", language).topics
