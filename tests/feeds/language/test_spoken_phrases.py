"""Headlines and summaries in other languages: nothing left in English, quotes as they are, in a title's room."""

from __future__ import annotations

import ast
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from feeds.language.spoken_phrases import headline_catalogue, phrase_words
from feeds.language.translation import ENGLISH, NAMES, speaking
from feeds.wording import LONGEST_TITLE, are_reasons_english, finding_headline, is_english, reason, reasons
from monitor.alerts import Assessment, assess
from monitor.alerts.headline_messages import FORMER, headline_messages
from monitor.alerts.text_comparison import read_text, situation_of
from monitor.reading.reader import Reader
from monitor.rules.pack_files import default_pack
from snapshots.phrases import PartKind, PhrasePart, ToldPhrase
from snapshots.records import Direction, Finding, Reason, Severity

OTHERS = [language for language in NAMES if language != ENGLISH]
PACK = default_pack()
TESTS = Path(__file__).parents[2]
SLOT = re.compile(r"\{(\w+)\}")
QUOTED = re.compile(r"“([^“”]*)”")


def judged(before: str, after: str, *, language: str = "en", kind: str = "privacy-policy") -> Assessment:
    situation = situation_of(read_text(before), read_text(after), Reader(PACK, language), kind=kind)
    return assess(replace(situation, service="Harbour", captured_on=date(2031, 3, 1)))


@pytest.fixture(scope="module")
def assessments() -> list[Assessment]:
    """What changes of many kinds mean, in four languages."""
    files = (TESTS / "monitor/clauses/own.jsonl", TESTS / "monitor/alerts/headline_pairs.jsonl")
    rows = [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]
    return [judged(row["before"], row["after"], language=row.get("lang", "en")) for row in rows]


def slots(message: str) -> Counter[str]:
    """Return how often each slot is filled; a promise may need the act in its other form."""
    return Counter(name.removesuffix("ing") for name in SLOT.findall(message))


def messages_in(language: str) -> Iterator[tuple[str, str, str]]:
    for one in headline_catalogue(language):
        if one.id:
            yield one.context or "", str(one.id), str(one.string)


@pytest.mark.parametrize("language", OTHERS)
def test_every_message_of_a_headline_is_translated_and_none_beside(language: str) -> None:
    translated = {(place, message) for place, message, said in messages_in(language) if said}
    assert translated == set(headline_messages(PACK)) > set(FORMER)


@pytest.mark.parametrize("language", OTHERS)
def test_a_headline_fills_in_what_the_english_does(language: str) -> None:
    for _place, message, said in messages_in(language):
        extra = slots(said) - slots(message)
        assert slots(message) - slots(said) == Counter(), (message, said)
        assert set(extra) <= {"service"}, (message, said)  # where English says "it"
        assert message.count("[") == said.count("["), (message, said)


@pytest.mark.parametrize("language", OTHERS)
def test_every_headline_is_told_in_every_language(assessments: list[Assessment], language: str) -> None:
    findings = [finding for found in assessments for finding in (*found.findings, *found.worth_a_look)]
    assert len(findings) > 140
    fits = 0
    with speaking(language):
        for finding in findings:
            assert finding.phrase and not is_english(finding)
            said = phrase_words(finding.phrase, LONGEST_TITLE)
            assert said and "{" not in said and "[" not in said, finding.headline
            assert said != finding.headline
            assert len(finding_headline(finding)) <= LONGEST_TITLE
            fits += len(said) <= LONGEST_TITLE
    assert fits >= 0.98 * len(findings)  # the others are cut


@pytest.mark.parametrize("language", OTHERS)
def test_quotes_of_a_summary_stay_as_they_are(assessments: list[Assessment], language: str) -> None:
    with speaking(language):
        for found in assessments:
            headlines = [finding_headline(finding) for finding in found.findings]
            told = [phrase_words(phrase, findings=headlines) for phrase in found.summary_phrases]
            assert all(told) and bool(told) == bool(found.findings)
            if found.findings:
                quote = QUOTED.findall(found.summary.partition(": “")[2].join(("“", "")))
                assert all(words in " ".join(map(str, told)) for words in quote[:1])


SENTENCES = [
    ("We keep logs.", "We keep logs. We share your location with advertisers.",
     {"de": "Harbour darf nun Standortdaten mit Werbefirmen teilen",
      "fr": "Harbour peut désormais partager la localisation avec des annonceurs",
      "es": "Harbour puede ahora compartir la ubicación con anunciantes"}),
    ("We do not sell. We never use photos of minors for ads.", "We do not sell.",
     {"de": "Die Richtlinie von Harbour schließt nicht mehr aus, Fotos von Minderjährigen für Werbung zu nutzen",
      "fr": "La politique de Harbour n’exclut plus d’utiliser les photos de mineurs pour la publicité",
      "es": "La política de Harbour ya no descarta usar fotos de menores para publicidad"}),
    ("We use your photos only with your consent.", "We use your photos.",
     {"de": "Die Richtlinie von Harbour setzt eine Einwilligung nicht mehr voraus, um Fotos zu nutzen",
      "fr": "La politique de Harbour n’exige plus un consentement pour utiliser les photos",
      "es": "La política de Harbour ya no exige un consentimiento para usar fotos"}),
    ("We delete your photos after 30 days.", "We delete your photos after 90 days.",
     {"de": "Harbour braucht nun „90 days“, um Fotos zu löschen, zuvor „30 days“",
      "fr": "Harbour met désormais « 90 days » pour effacer les photos, et non « 30 days »",
      "es": "Harbour tarda ahora «90 days» en borrar fotos, antes «30 days»"}),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "told"), SENTENCES)
def test_a_headline_reads_as_a_person_would_write_it(before: str, after: str, told: dict[str, str]) -> None:
    finding = judged(before, after).findings[0]
    for language, words in told.items():
        with speaking(language):
            assert finding_headline(finding).replace("\N{NO-BREAK SPACE}", " ") == words


def test_a_summary_says_what_it_is_about_since_when_and_in_which_words() -> None:
    found = judged("We keep logs.", "We keep logs. We share your location with advertisers.")
    with speaking("de"):
        told = " ".join(str(phrase_words(phrase)) for phrase in found.summary_phrases)
    opening = "Zu Weitergabe an Dritte, personalisierter Werbung und Standortdaten, zuerst gesehen am 1. März 2031: "
    assert told == f"{opening}„We share your location with advertisers.“"


def test_french_drops_the_vowel_before_another() -> None:
    policy = PhrasePart(name="policy", said=("{service}’s policy",))
    for service, said in (("Instagram", "La politique d’Instagram"), ("Harbour", "La politique de Harbour")):
        named = PhrasePart(name="service", said=(service,), kind=PartKind.TEXT)
        with speaking("fr"):
            words = phrase_words(ToldPhrase(says="{policy} is reworded", parts=(policy, named)))
        assert words == f"{said} change de formulation"


def test_what_makes_a_sentence_too_long_goes_and_what_people_agree_to_stays() -> None:
    parts = {
        "service": (("Harbour",), PartKind.TEXT),
        "do": (("share {object}{of_people}{joined}{spread}{aimed}",), PartKind.WORDS),
        "object": (("health data", "payment data", "voice recordings"), PartKind.WORDS),
        "joined": ((" with {others}",), PartKind.WORDS),
        "others": (("data brokers", "advertisers"), PartKind.WORDS),
        "tail": ((" with consent",), PartKind.WORDS),
    }
    named = tuple(PhrasePart(name=name, said=said, kind=kind) for name, (said, kind) in parts.items())
    with speaking("de"):
        words = phrase_words(ToldPhrase(says="{service} may now {do}{tail}", parts=named), 80)
    assert words and len(words) <= 80
    assert words.endswith(", mit Einwilligung") and "Gesundheitsdaten" in words


def test_a_headline_whose_parts_were_not_kept_is_shown_in_english() -> None:
    old = Finding(
        headline="Harbour may now use messages",
        severity=Severity.HIGH,
        direction=Direction.WIDENS,
        topics=("other",),
        rules=(),
        severity_reasons=(),
        evidence=(),
    )
    with speaking("fr"):
        assert finding_headline(old) == old.headline and is_english(old)
    unknown = replace(old, phrase=ToldPhrase(says="Nobody has translated this yet"))
    with speaking("fr"):
        assert finding_headline(unknown) == old.headline and is_english(unknown)
    assert not is_english(old)  # on an English page


@pytest.mark.parametrize("language", OTHERS)
def test_every_reason_is_told_in_every_language(assessments: list[Assessment], language: str) -> None:
    findings = [finding for found in assessments for finding in (*found.findings, *found.worth_a_look)]
    terms = [term for finding in findings for term in (*finding.severity_reasons, *finding.sure_reasons)]
    assert len({term.words for term in terms}) > 60
    with speaking(language):
        assert {term.words for term in terms if are_reasons_english([term])} == set()
        said = {term.words: reason(term) for term in terms}
    assert [words for words, spoken in said.items() if words == spoken or "{" in spoken] == []


def test_no_reason_is_given_in_code_that_no_language_has_words_for() -> None:
    """What is written where a reason is made stands among the messages, whether or not a text here brings it up."""
    known = {message for place, message in headline_messages(PACK) if place == "reason"}
    written = set()
    for path in (TESTS.parent / "monitor/alerts").glob("*.py"):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            is_reason = isinstance(call, ast.Call) and getattr(call.func, "id", "") == "Reason"
            if is_reason and isinstance(call.args[0], ast.Constant):  # type: ignore[attr-defined]
                written.add(call.args[0].value)  # type: ignore[attr-defined]
    assert len(written) > 7
    assert written - known == set()


def test_a_reason_that_is_unknown_stays_as_it_is() -> None:
    with speaking("de"):
        assert reason(Reason("new data", 3)) == "new data"
        assert are_reasons_english([Reason("new data", 3)])
        assert reasons([Reason("about WhatsApp", 3)]) == ["zu WhatsApp +3"]
        assert reasons([Reason("a later date than any before (2030-03-01)", 2)])[0].endswith("(1. März 2030) +2")
        assert reasons([Reason("a later date than any before (none)", 2)])[0].endswith("(keines) +2")
    assert reasons([Reason("new data", 3)]) == ["new data +3"]
