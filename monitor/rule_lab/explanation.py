"""How a text is read, laid open: clauses, the phrases that matched and where they stand, numbers, rules, the sum."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache

from monitor.alerts import Assessment, assess
from monitor.alerts.passage_meaning import Meaning
from monitor.alerts.passage_severity import RatedPassage, layouts_of, rate_passages
from monitor.alerts.situation import news_in
from monitor.alerts.text_comparison import read_text, situation_of
from monitor.extract.text import clean
from monitor.reading.reader import Reader
from monitor.reading.sentence_reading import read_passage
from monitor.reading.statements import Clause, State, Statement, Term, TermKind
from monitor.rule_lab.examples import read_step
from monitor.rules.pack import Concept, Phrase
from monitor.rules.phrase_automaton import Automaton
from monitor.rules.words import Word
from snapshots.frozen_class import frozen

_Place = tuple[Concept, int, int]
COUNTED = (TermKind.DURATION, TermKind.AGE, TermKind.DATE)
_FILLER = "link"  # the cue of words that say nothing: "we", "with", "for"


class SignedStance(StrEnum):
    """What a sign stands for: more is let be done, less is, or neither."""

    POWER = "power"
    PROTECTION = "protection"
    NEITHER = "neither"


_SIGNS = {1: SignedStance.POWER, -1: SignedStance.PROTECTION, 0: SignedStance.NEITHER}


@frozen
class ExplainedClause:
    """A clause in words."""

    text: str
    sign: SignedStance
    act: str  # label of the act or right that governs it, "" where it has none
    state: State
    condition: str


@frozen
class FoundConcept:
    """A concept with the words that matched and the phrases of the pack that match them."""

    concept: Concept
    words: str
    phrases: tuple[Phrase, ...]


@frozen
class ExplainedSentence:
    """One sentence as it is read."""

    text: str
    parts: tuple[ExplainedClause, ...]
    found: tuple[FoundConcept, ...]
    topics: tuple[str, ...]
    counted: tuple[Term, ...]  # durations in days, ages in years, ISO dates
    is_question: bool


@frozen
class ExplainedStep:
    """Two texts as they are read, and what the step between them amounts to."""

    before: tuple[ExplainedSentence, ...]
    after: tuple[ExplainedSentence, ...]
    meaning: Meaning | None
    passages: tuple[RatedPassage, ...]  # passages as an alert would count them; none where nothing is news
    assessment: Assessment


def stance_of_sign(sign: int) -> SignedStance:
    """Return what a sign stands for."""
    return _SIGNS[sign]


def explain(text: str, reader: Reader) -> tuple[ExplainedSentence, ...]:
    """Return each sentence of a text as it is read."""
    return _explain_sentences(read_passage([clean(text)], reader), reader)


def explain_step(before: str, after: str, reader: Reader) -> ExplainedStep:
    """Return what came and went between two texts, and the sum it comes to."""
    old, new, found = read_step(before, after, reader)
    situation = situation_of(read_text(before), read_text(after), reader)
    news = news_in(situation, reader)
    return ExplainedStep(
        before=_explain_sentences(old, reader),
        after=_explain_sentences(new, reader),
        meaning=found,
        passages=tuple(rate_passages(situation, news, reader, layouts_of(situation, reader))),
        assessment=assess(situation, reader.pack),
    )


def _explain_sentences(statements: Sequence[Statement], reader: Reader) -> tuple[ExplainedSentence, ...]:
    return tuple(
        ExplainedSentence(
            text=statement.text,
            parts=tuple(_part(clause, statement, reader) for clause in statement.clauses),
            found=_found(statement, reader),
            topics=reader.topics_in(statement.text),
            counted=tuple(term for term in statement.terms if term.kind in COUNTED),
            is_question=statement.is_question,
        )
        for statement in statements
    )


def _part(clause: Clause, statement: Statement, reader: Reader) -> ExplainedClause:
    acts = (reader.pack.concepts.get((kind, clause.act)) for kind in ("acts", "rights", "requirements"))
    return ExplainedClause(
        text=_quote(statement, clause.start, clause.end),
        sign=stance_of_sign(clause.sign),
        act=next((concept.label for concept in acts if concept), clause.act),
        state=clause.state,
        condition=clause.condition,
    )


def _found(statement: Statement, reader: Reader) -> tuple[FoundConcept, ...]:
    """Return what took words of the sentence, then what marks it as a whole, then its topics."""
    taken = sorted((*statement.mentions, *statement.cues), key=lambda mention: mention.start)
    others = [m for m in reader.mentions(statement.words) if m not in taken]
    flags = [m for m in others if m.concept.kind == "cue" and m.concept.id in statement.flags - {_FILLER}]
    topics = [m for m in others if m.concept.kind == "topic"]
    sources = _sources(statement.words, reader)
    return tuple(
        FoundConcept(
            concept=mention.concept,
            words=_quote(statement, mention.start, mention.end),
            phrases=tuple(sources[mention.concept, mention.start, mention.end]),
        )
        for mention in (*taken, *flags, *topics)
    )


def _sources(words: Sequence[Word], reader: Reader) -> dict[_Place, list[Phrase]]:
    """Return the phrases behind each mention of a concept."""
    phrases = _phrases(reader)
    found: dict[_Place, list[Phrase]] = defaultdict(list)
    for number, start, end, _ in _finder(reader).find(words):
        found[phrases[number].concept, start, end].append(phrases[number])
    return found


@lru_cache(maxsize=8)
def _finder(reader: Reader) -> Automaton:
    """Return what finds each phrase by a number of its own; the pack's own automaton knows only concepts."""
    automaton = Automaton(reader.pack.languages)
    for number, phrase in enumerate(_phrases(reader)):
        automaton.add(phrase.text, number, phrase.table)
    return automaton


def _phrases(reader: Reader) -> Sequence[Phrase]:
    return reader.pack.phrases.get(reader.language, ())


def _quote(statement: Statement, start: int, end: int) -> str:
    """Return words of a sentence as it has them."""
    words = statement.words[start:end]
    return statement.text[words[0].start : words[-1].end] if words else ""
