"""Whatever a page says, it is read and judged without a fault, and every quote stands in it word for word."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.alerts.text_comparison import compare_texts, read_text
from monitor.extract.sentences import LONGEST, sentences
from monitor.reading.reader import read
from monitor.reading.statements import Statement
from monitor.rules import default_pack
from monitor.rules.pack import LANGUAGES
from monitor.rules.words import words_of

PACK = default_pack()
SIGNS = (-1, 0, 1)
STATES = {"allowed", "conditional", "suspended", "excluded"}
ODD = [*"().;:|?!,“’ßİ²", "\u0000", "\u202e", "\ud800", "1 May 2027", "18"]

PHRASES = sorted({p.text for language in LANGUAGES for p in PACK.phrases[language] if "." not in p.text})
WORDS = st.sampled_from(PHRASES).map(
    lambda phrase: " ".join(w.text for w in words_of(phrase) if w.text not in "()|*?#")
)
TEXTS = st.lists(WORDS | st.sampled_from(ODD) | st.text(max_size=12), max_size=25).map(" ".join) | st.text(max_size=200)


def check_read(text: str, language: str, lead: int) -> None:
    statement = read.__wrapped__(text, language, PACK, lead)
    assert isinstance(statement, Statement)
    assert statement.text == text
    assert {term.sign for term in statement.terms} <= set(SIGNS)
    assert {clause.state for clause in statement.clauses} <= STATES
    ends = [0, *(clause.end for clause in statement.clauses)]
    assert all(clause.start >= before for clause, before in zip(statement.clauses, ends, strict=False))
    assert ends[-1] <= len(statement.words)


def check_judged(before: str, after: str, language: str) -> None:
    old, new = read_text(before), read_text(after)
    compared = compare_texts(old, new, language=language)
    sides = [{segment.text for segment in side.segments} for side in (old, new)]
    for finding in compared.assessment.findings:
        assert finding.evidence
        for quote in finding.evidence:
            assert quote.before_text is None or quote.before_text in sides[0]
            assert quote.after_text is None or quote.after_text in sides[1]
            assert quote.before_text is not None or quote.after_text is not None
    assert compare_texts(old, new, language=language) == compared


@settings(max_examples=100, deadline=None)
@given(words=st.lists(st.text("ab,. (", min_size=1, max_size=9), min_size=1, max_size=9), times=st.integers(1, 3_000))
def test_no_sentence_is_longer_than_can_be_read(words: list[str], times: int) -> None:
    text = " ".join(" ".join(words * times).split())
    pieces = sentences(text)
    assert max(map(len, pieces), default=0) <= LONGEST
    assert "".join(pieces).replace(" ", "") == text.replace(" ", "")


LANGUAGE = st.sampled_from((*LANGUAGES, "", "pt"))


@settings(max_examples=150, deadline=None)
@given(text=TEXTS, language=LANGUAGE, lead=st.sampled_from(SIGNS))
def test_any_text_is_read(text: str, language: str, lead: int) -> None:
    check_read(text, language, lead)


@settings(max_examples=120, deadline=None)
@given(before=TEXTS, after=TEXTS, language=LANGUAGE)
def test_any_two_texts_are_judged_and_every_quote_is_verbatim(before: str, after: str, language: str) -> None:
    check_judged(before, after, language)


@pytest.mark.slow
@settings(max_examples=5_000, deadline=None)
@given(text=TEXTS, language=LANGUAGE, lead=st.sampled_from(SIGNS))
def test_any_text_is_read_tried_long(text: str, language: str, lead: int) -> None:
    check_read(text, language, lead)


@pytest.mark.slow
@settings(max_examples=4_000, deadline=None)
@given(before=TEXTS, after=TEXTS, language=LANGUAGE)
def test_any_two_texts_are_judged_tried_long(before: str, after: str, language: str) -> None:
    check_judged(before, after, language)
