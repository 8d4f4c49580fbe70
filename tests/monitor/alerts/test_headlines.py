"""Headlines that can be printed: one sentence from what was understood, short, and never more than the text says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from monitor.alerts import Assessment, assess
from monitor.alerts.headline_sentences import MOST, Subject, say
from monitor.alerts.phrase_words import Slots, words
from monitor.alerts.text_comparison import read_text, situation_of
from monitor.reading.nouns import nouns_of
from monitor.reading.reader import Reader
from monitor.reading.sentence_reading import read_sentence
from monitor.rules.headline_wording import TextName
from monitor.rules.pack_files import default_pack
from snapshots.records import Finding, Severity
from tests.monitor.measuring import CLAUSES, clause_rows

PACK = default_pack()
PAIRS = [json.loads(line) for line in (Path(__file__).parent / "headline_pairs.jsonl").read_text("utf-8").splitlines()]
_QUOTED = re.compile(r"“[^”]*”")
_RAW = re.compile(r"###|^\* |\[\d+\]|\]\(")


def judged(
    before: str, after: str, *, language: str = "en", service: str = "Harbour", kind: str = "privacy-policy"
) -> Assessment:
    situation = situation_of(read_text(before), read_text(after), Reader(PACK, language), kind=kind)
    return assess(replace(situation, service=service, captured_on=date(2031, 3, 1)))


def is_named(row: dict[str, Any], found: Assessment) -> bool:
    """Whether a headline says in its own words what a journalist would, and nothing that the text does not."""
    said = f" {_QUOTED.sub(' ', found.headline).lower()} {found.headline.lower()} "
    has_all = all(any(f" {stem}" in said or f"“{stem}" in said for stem in group) for group in row["must_name"])
    return found.severity.is_alerting and has_all and not any(phrase in said for phrase in row["may_not_say"])


@pytest.mark.parametrize(("half", "least"), [("own", 0.9), ("held", 0.8)])
def test_headlines_name_what_a_journalist_would(half: str, least: float) -> None:
    rows = [row for row in PAIRS if row["half"] == half]
    named = [
        is_named(
            row, judged(row["before"], row["after"], language=row["lang"], service=row["service"], kind=row["kind"])
        )
        for row in rows
    ]
    assert len(rows) == 15
    assert sum(named) >= least * len(rows)


SENTENCES = [
    ("We keep logs.", "We keep logs. We share your location with advertisers.",
     "Harbour may now share location with advertisers"),
    ("We do not sell. We never use photos of minors for ads.", "We do not sell.",
     "Harbour’s policy no longer rules out using photos of minors for advertising"),
    ("We use your photos only with your consent.", "We use your photos.",
     "Harbour’s policy no longer makes using photos depend on consent"),
    ("We delete your photos after 30 days.", "We delete your photos after 90 days.",
     "Deleting photos now takes Harbour 90 days, before 30 days"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "headline"), SENTENCES)
def test_a_headline_has_subject_verb_and_object(before: str, after: str, headline: str) -> None:
    assert judged(before, after).headline == headline


def test_a_text_in_another_language_is_told_as_one() -> None:
    found = judged(
        "Wir speichern Fotos.", "Wir speichern Fotos. Wir teilen Ihren Standort mit Partnern.", language="de"
    )
    assert found.headline == "Harbour may now share location with partners, in the German text"
    assert "in the German text" in found.summary
    assert "“Wir teilen Ihren Standort mit Partnern.”" in found.summary


def test_the_quote_beneath_is_the_passage_that_the_headline_rests_on() -> None:
    more = "We share your location with advertisers."
    found = judged("We keep logs.\n\nWe like boats.", f"We keep logs.\n\nWe like boats and oars.\n\n{more}")
    assert "location with advertisers" in found.headline
    assert more in (found.findings[0].evidence[0].after_text or "")
    assert f"“{more}”" in found.summary.split(". ")[0] + "."


def test_the_first_sentence_says_whom_and_since_when() -> None:
    found = judged("We keep logs.", "We keep logs. We use photos of minors to train AI.")
    assert "for minors, first seen on 1 March 2031: “" in found.summary


def test_a_lost_promise_goes_before_gained_words_of_the_same_weight() -> None:
    before = "We never use your private messages to train AI.\n\nWe like boats.\n\nWe use your posts to train AI."
    after = "We like boats.\n\nWe use your posts and your private messages on boats to train AI."
    found = judged(before, after)
    assert found.findings[0].severity is Severity.CRITICAL
    assert "no longer rules out" in found.headline or "ruled out before" in found.headline


def findings() -> Iterator[tuple[str, Finding, Reader]]:
    for path in sorted(CLAUSES.glob("*.jsonl"))[:3]:
        for row in clause_rows(path):
            for finding in judged(row["before"], row["after"], language=row["lang"]).findings:
                yield row["id"], finding, Reader(PACK, row["lang"])


def test_no_headline_says_more_than_its_evidence() -> None:
    """Purposes, people and legal bases of a headline stand in what is quoted, or in the lines above it."""
    checked = 0
    for name, finding, reader in findings():
        own = _QUOTED.sub("", finding.headline)
        assert len(finding.headline) <= MOST, finding.headline
        assert not _RAW.search(finding.headline), finding.headline
        held = {
            (noun.kind, noun.id)
            for quote in finding.evidence
            for text in (quote.before_text, quote.after_text, *quote.context)
            if text
            for noun in nouns_of(read_sentence(text, reader), reader)
        }
        topics = {PACK.topic(topic).label for topic in finding.topics if ("topic", topic) in PACK.concepts}
        for (kind, concept), known in PACK.concepts.items():
            called = PACK.wording.concept(kind, concept)
            label = called.noun if called else known.label
            if kind not in ("purposes", "people", "bases") or not label or concept == "consent":
                continue  # consent is asked for in many words that name no legal basis
            if re.search(rf"(?<![\w’]){re.escape(label)}(?![\w’])", own) and not any(
                label in topic for topic in topics
            ):
                assert (kind, concept) in held, (name, finding.headline, label)
                checked += 1
    assert checked > 15  # purposes that no passage states are left out


def told(sentences: list[str], subject: Subject, *slots: Slots) -> str:
    said = say(sentences, subject, slots)
    assert said
    return said.english


def test_a_sentence_is_given_in_the_fullest_form_that_fits() -> None:
    subject = Subject(service="Harbour", text=TextName(noun="terms", is_plural=True))
    bare = {"thing": words("oars")}
    assert told(["{policy} now name~ {thing}[ on {about}]"], subject, bare) == "Harbour’s terms now name oars"
    full = {"thing": words("oars, " * 30)}
    assert told(["{policy} now name~ {thing}"], subject, full, bare) == "Harbour’s terms now name oars"
    assert say(["{policy} now name~ {nothing}"], subject, [bare]) is None


def test_a_topic_that_the_sentence_names_is_not_said_again() -> None:
    subject = Subject(service="Harbour", text=TextName(noun="terms", is_plural=True))
    sentences = ["{policy} now name~ {thing}[, on {about}]"]
    one = {"thing": words("the right to object"), "about": words("the right to object")}
    other = {"thing": words("the right to object"), "about": words("minors' data")}
    assert told(sentences, subject, one) == "Harbour’s terms now name the right to object"
    assert told(sentences, subject, other) == "Harbour’s terms now name the right to object, on minors' data"


def test_a_passage_is_told_under_its_heading_and_not_under_the_name_of_the_whole_text() -> None:
    page, sentence = "# Privacy Policy\n\nWe like boats.", " We may review your posts."
    assert judged(page, page + sentence).headline == "Harbour’s policy now mentions people's content"
    part = page.replace("\n\n", "\n\n## Moorings\n\n")
    assert judged(part, part + sentence).headline.endswith("people's content, on “Moorings”")


def test_every_rule_and_case_has_words() -> None:
    assert set(PACK.wording.rule) <= set(PACK.rules)
    assert all(case.says for case in PACK.wording.case.values())
