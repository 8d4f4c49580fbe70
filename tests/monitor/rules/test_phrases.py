"""Phrases find what they say, and no text makes them run away: work is counted in steps, never in seconds."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from itertools import islice, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.errors import RulePackError
from monitor.rules.pack_files import default_pack
from monitor.rules.phrase_automaton import MAX_STEPS, SPARE_STEPS, WORD_STEPS, Automaton
from monitor.rules.words import Word, words_of

PACK = default_pack()
LANGUAGES = tuple(PACK.phrases)
LONG = 2_000_000  # characters
END = 60  # words at the end of a text, from which there are fewer steps to take
MARKS = ["(", ")", "…", "...", ",", ".", "|", "*", "?", "#", "-", "§", "\u202e", "a" * 300, "é" * 41, "9" * 40]


def found(phrase: str, text: str) -> list[str]:
    automaton = Automaton(PACK.languages)
    automaton.add(phrase, 0, "test")
    words = words_of(text, PACK.languages)
    return [" ".join(word.text for word in words[start:end]) for _, start, end, _ in automaton.find(words)]


@pytest.mark.parametrize(
    ("phrase", "text", "expected"),
    [
        ("train*", "We are training it", ["training"]),
        ("*nachricht*", "Direktnachrichten lesen", ["direktnachrichten"]),
        ("under #", "people under 18", ["under 18"]),
        ("(a|b c) d", "b c d", ["b c d"]),
        ("part(y|ies)", "third parties", ["parties"]),
        ("(anonym|pseudonym)i(s|z)(ed|ing)", "pseudonymized data", ["pseudonymized"]),
        ("(agreg|anonim)(ado|ada)s?", "datos anonimados", ["anonimados"]),
        ("photos?", "a photo", ["photo"]),
        ("(your )?chats", "your chats", ["your chats", "chats"]),
        ("(our |new )*AI", "our new AI", ["our new ai", "new ai", "ai"]),
        ("without (any |prior )*(notice|warning)", "without notice", ["without notice"]),
        ("without (any |prior )*(notice|warning)", "without any prior warning", ["without any prior warning"]),
        ("keep ... days", "keep it for ninety days", ["keep it for ninety days"]),
        ("keep ... days", "keep it. Ninety days", []),
        ("keep ... days", "keep " + "it " * 9 + "days", []),
    ],
)
def test_a_phrase_finds_what_it_says(phrase: str, text: str, expected: list[str]) -> None:
    assert found(phrase, text) == expected


@pytest.mark.parametrize("phrase", ["", "...", "... a", "a ...", "(a", "a)", "(a)?", "(a)*", "()", "a|", "a*b c", "*"])
def test_what_is_no_phrase_is_refused_by_name(phrase: str) -> None:
    with pytest.raises(RulePackError, match=r"concepts/x\.toml: y"):
        Automaton(PACK.languages).add(phrase, 0, "concepts/x.toml: y.en")


@cache
def tokens(language: str) -> list[str]:
    """Return every word that stands in a phrase of a language, bare of signs."""
    words = {word.text for phrase in PACK.phrases[language] for word in words_of(phrase.text, PACK.languages)}
    return sorted(words - set("()|*?#"))


def steps(text: str, language: str) -> list[int]:
    return PACK.finder(language).automaton.steps(words_of.__wrapped__(text, PACK.languages))


def most(words: int) -> int:
    """Return the steps that a text of so many words may take."""
    return SPARE_STEPS + 2 * WORD_STEPS * words + MAX_STEPS


def hostile(language: str) -> st.SearchStrategy[str]:
    """Texts of the phrases' own words, one or a few of them over and over, with what might part them."""
    word = st.sampled_from(tokens(language)) | st.sampled_from(MARKS)
    words = st.lists(word, min_size=1, max_size=5)
    run = st.builds(lambda words, times: " ".join(words * times), words, st.integers(1, 40))
    return st.lists(run, min_size=1, max_size=6).map(" ".join)


def check_bound(text: str, language: str) -> None:
    taken = steps(text, language)
    assert max(taken, default=0) <= MAX_STEPS
    assert sum(taken) <= most(len(taken))
    assert taken == steps(text, language)


@settings(max_examples=60, deadline=None)
@given(data=st.data(), language=st.sampled_from(LANGUAGES))
def test_no_hostile_text_takes_more_than_its_steps(data: st.DataObject, language: str) -> None:
    check_bound(data.draw(hostile(language)), language)


@pytest.mark.slow
@settings(max_examples=4_000, deadline=None)
@given(data=st.data(), language=st.sampled_from(LANGUAGES))
def test_no_hostile_text_takes_more_than_its_steps_tried_long(data: st.DataObject, language: str) -> None:
    check_bound(data.draw(hostile(language)), language)


def of_length(pattern: list[str], length: int) -> str:
    return (" ".join(pattern) + " ") * (length // (len(" ".join(pattern)) + 1))


def worst(language: str) -> list[list[str]]:
    """Return the runs of words that take the most steps of those that phrases are made of."""
    phrases = (
        [w.text for w in words_of(p.text, PACK.languages) if w.text not in "()|*?#"] for p in PACK.phrases[language]
    )
    runs = [[word] for word in tokens(language)] + [words for words in phrases if len(words) > 1]
    return sorted(runs, key=lambda words: -sum(steps(of_length(words, 400), language)) / len(words))


def check_linear(pattern: list[str], language: str, length: int) -> None:
    once, twice = (steps(of_length(pattern, size), language) for size in (length, 2 * length))
    assert sum(twice) - 2 * sum(once) <= MAX_STEPS * END
    assert sum(twice) <= most(len(twice))


@pytest.mark.parametrize("language", LANGUAGES)
def test_twice_the_text_takes_twice_the_steps(language: str) -> None:
    for pattern in [*islice(worst(language), 5), ["("], ["…"], ["x" * 5_000]]:
        check_linear(pattern, language, 4_000)


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_two_megabytes_of_the_worst_words_take_twice_the_steps_of_one(language: str) -> None:
    for pattern in [*islice(worst(language), 2), ["("], ["x" * 100_000]]:
        check_linear(pattern, language, LONG // 2)


def test_no_ordinary_text_comes_near_the_cap() -> None:
    texts = [(p.language, text) for rule in PACK.rules.values() for p in rule.proofs for text in (p.before, p.after)]
    taken = [steps(text, language) for language, text in texts]
    assert max(map(max, taken)) < MAX_STEPS / 5
    assert all(sum(of_text) < SPARE_STEPS / 5 for of_text in taken)


ORDER = """
from monitor.rules.pack_files import default_pack
from monitor.rules.words import words_of
text = ("we may use share your " * 30 + "messages with partners for ads, " * 9) * 3
pack = default_pack()
automaton, words = pack.finder("en").automaton, words_of(text, pack.languages)
print(automaton.steps(words), automaton.find(words))
"""


def test_where_the_cap_bites_does_not_hang_on_the_run_of_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    said = set()
    for seed in ("1", "2"):
        monkeypatch.setenv("PYTHONHASHSEED", seed)
        said.add(subprocess.run([sys.executable, "-P", "-c", ORDER], capture_output=True, check=True).stdout)
    assert len(said) == 1


def test_the_cap_bites_at_the_same_place_each_time() -> None:
    automaton = Automaton(PACK.languages)
    automaton.add("a ( ... b)* ... d", 0, "test")
    words = tuple(Word(text, 0, 0) for text in ("a", *("b", "c") * MAX_STEPS, "d"))
    taken = automaton.steps(words)
    assert taken[0] == MAX_STEPS
    assert automaton.steps(words) == taken
    assert automaton.find(words) == automaton.find(words)


def test_a_text_that_spent_its_steps_is_still_read_word_for_word() -> None:
    automaton = Automaton(PACK.languages)
    automaton.add("a ( ... b)* ... d", 0, "test")
    automaton.add("we share", 1, "test")
    words = tuple(Word(text, 0, 0) for text in (*("a", "b", "c", "b") * 500, "we", "share"))
    taken = automaton.steps(words)
    assert SPARE_STEPS + WORD_STEPS * len(words) < sum(taken) <= most(len(words))
    assert (1, len(words) - 2, len(words), False) in automaton.find(words)


def test_phrases_that_begin_alike_are_followed_together() -> None:
    few, many = Automaton(PACK.languages), Automaton(PACK.languages)
    for number, last in enumerate(map("".join, product("defghijklmnopqrstuvw", repeat=2))):
        many.add(f"a (b)* (c)* ... {last}", number, "test")
    few.add("a (b)* (c)* ... dd", 0, "test")
    words = tuple(Word(text, 0, 0) for text in ("a", *("b", "c") * 3, "dd"))
    assert many.steps(words) == few.steps(words)
    assert many.find(words) == few.find(words) == [(0, 0, len(words), True)]
