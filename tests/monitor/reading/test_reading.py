"""Whatever a text says, it is read without a fault, into clauses that cover it and terms with a sign."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.extract.sentences import LONGEST, sentences
from monitor.reading.reader import Reader
from monitor.reading.sentence_reading import read_sentence
from monitor.reading.statements import State, Statement
from tests.monitor.odd_texts import LANGUAGE, PACK, TEXTS

SIGNS = (-1, 0, 1)


def check_read(text: str, language: str, lead: int) -> None:
    statement = read_sentence.__wrapped__(text, Reader(PACK, language), lead)
    assert isinstance(statement, Statement)
    assert statement.text == text
    assert {term.sign for term in statement.terms} <= set(SIGNS)
    assert {clause.state for clause in statement.clauses} <= set(State)
    ends = [0, *(clause.end for clause in statement.clauses)]
    assert all(clause.start >= before for clause, before in zip(statement.clauses, ends, strict=False))
    assert ends[-1] <= len(statement.words)


@settings(max_examples=100, deadline=None)
@given(words=st.lists(st.text("ab,. (", min_size=1, max_size=9), min_size=1, max_size=9), times=st.integers(1, 3_000))
def test_no_sentence_is_longer_than_can_be_read(words: list[str], times: int) -> None:
    text = " ".join(" ".join(words * times).split())
    pieces = sentences(text)
    assert max(map(len, pieces), default=0) <= LONGEST
    assert "".join(pieces).replace(" ", "") == text.replace(" ", "")


@settings(max_examples=150, deadline=None)
@given(text=TEXTS, language=LANGUAGE, lead=st.sampled_from(SIGNS))
def test_any_text_is_read(text: str, language: str, lead: int) -> None:
    check_read(text, language, lead)


@pytest.mark.slow
@settings(max_examples=5_000, deadline=None)
@given(text=TEXTS, language=LANGUAGE, lead=st.sampled_from(SIGNS))
def test_any_text_is_read_tried_long(text: str, language: str, lead: int) -> None:
    check_read(text, language, lead)
