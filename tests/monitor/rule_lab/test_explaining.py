"""How a text is read is laid open: every word that counts, with the phrase that found it."""

from __future__ import annotations

import pytest

from monitor.reading.reader import Reader
from monitor.reading.spoken_language import resolve_language
from monitor.rule_lab.explanation import explain, explain_step
from monitor.rules.pack_files import default_pack

PACK = default_pack()


def found(text: str, language: str = "en") -> dict[tuple[str, str], str]:
    (sentence,) = explain(text, Reader(PACK, language))
    return {(f.concept.kind, f.concept.id): f.words for f in sentence.found}


def test_a_sentence_is_read_as_clauses_with_the_words_that_say_so() -> None:
    (sentence,) = explain("We do not share your private messages with advertisers.", Reader(PACK, "en"))
    (part,) = sentence.parts
    assert (part.sign, part.act, part.state) == ("protection", "share", "excluded")
    assert part.text == sentence.text
    words = {(f.concept.kind, f.concept.id): f.words for f in sentence.found}
    assert words["acts", "share"] == "share"
    assert words["cue", "negation"] == "not"
    assert words["parties", "advertisers"] == "advertisers"
    assert "private_messages" in sentence.topics


def test_every_concept_names_a_phrase_and_its_table() -> None:
    for text in ("We never sell the photos of minors unless you agree.", "You can object until 1 May 2027."):
        for sentence in explain(text, Reader(PACK, "en")):
            for one in sentence.found:
                assert one.phrases, one
                assert all(phrase.concept == one.concept for phrase in one.phrases)
                assert one.words in text


def test_numbers_and_dates_are_told_with_their_words() -> None:
    (sentence,) = explain("From 1 May 2027 logs of people under 18 are kept for 90 days.", Reader(PACK, "en"))
    counted = {(term.kind, term.name): term.text for term in sentence.counted}
    assert counted["date", "2027-05-01"] == "1 May 2027"
    assert counted["duration", "90"] == "90 days"
    assert ("age", "18") in counted


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Wir teilen deine Nachrichten nicht mit der großen Gesellschaft und den Werbekunden.", "de"),
        ("Nous ne partageons pas vos messages privés avec des annonceurs.", "fr"),
        ("No compartimos tus mensajes privados con los anunciantes de la red.", "es"),
    ],
)
def test_other_languages_are_found_out_and_read(text: str, language: str) -> None:
    assert resolve_language(text, PACK) == language
    assert explain(text, Reader(PACK, language))[0].parts[0].sign == "protection"
    assert ("cue", "negation") in found(text, language)


def test_two_texts_give_what_came_and_went_the_rules_and_the_sum() -> None:
    step = explain_step("We do not use your photos for AI.", "We use your photos for AI.", Reader(PACK, "en"))
    assert step.meaning
    assert step.meaning.effects[0].rule == "turned_round"
    (rated,) = step.passages
    assert rated.points == sum(reason.points for reason in rated.reasons if reason.points is not None)
    assert (step.assessment.severity, step.assessment.direction) == (PACK.severity(rated.points), "widens")


def test_what_is_no_news_comes_to_nothing() -> None:
    step = explain_step("We use your photos.", "We use your photos.", Reader(PACK, "en"))
    assert (step.meaning, step.passages) == (None, ())
    assert explain("", Reader(PACK, "en")) == ()
