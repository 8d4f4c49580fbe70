"""How a reading looks on a terminal and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from monitor.alerts.passage_severity import RatedPassage
from monitor.command_line.output import say
from monitor.extract.text import shorten
from monitor.reading.statements import Term
from monitor.rule_lab.explanation import ExplainedSentence, ExplainedStep, FoundConcept, stance_of_sign
from monitor.rules.pack import Pack, Phrase

_STYLES = {"power": "red", "protection": "green"}
_KINDS = {
    "acts": "act", "data": "data", "purposes": "purpose", "parties": "party", "people": "people",
    "products": "product", "bases": "legal basis", "rights": "right", "requirements": "requirement",
    "names": "name", "cue": "small word",
}  # fmt: skip
_MAX_PHRASES = 2  # of one mention, on a terminal; the JSON has all
_MAX_PHRASE = 70  # characters of one


def print_readings(sentences: Sequence[ExplainedSentence]) -> None:
    """Print each sentence with its clauses, what was found in it, and its numbers."""
    if not sentences:
        say("There is no sentence in it.")
    for sentence in sentences:
        say(f"“{sentence.text}”", "bold")
        if sentence.is_question:
            say("  a question: it states nothing")
        for part in sentence.parts:
            act = f", {part.act}" if part.act else ""
            condition = f"; under a limit: “{part.condition}”" if part.condition else ""
            say(f"  {part.sign:11}{part.state}{act}: “{part.text}”{condition}", _STYLES.get(part.sign, ""))
        for found in sentence.found:
            kind = _KINDS.get(found.concept.kind, found.concept.kind)
            say(f"    {kind}: {_label(found)}, by “{found.words}”  {_source(found)}", "dim")
        for term in sentence.counted:
            say(f"    {_number(term)}")
        say(f"  topics: {', '.join(sentence.topics) or 'none'}\n")


def _label(found: FoundConcept) -> str:
    return found.concept.label or found.concept.id.replace("_", " ")


def _source(found: FoundConcept) -> str:
    told = [f"{phrase.table} “{shorten(phrase.text, _MAX_PHRASE)}”" for phrase in found.phrases[:_MAX_PHRASES]]
    return f"[{'; '.join(told)}]" if told else ""


def _number(term: Term) -> str:
    unit = {"duration": "days", "age": "years of age", "date": ""}[term.kind]
    return f"{term.kind}: {term.name} {unit}".rstrip() + f", by “{term.text}”"


def print_step(step: ExplainedStep, pack: Pack) -> None:
    """Print two readings, what came and went, the rules that fire, and what an alert would say."""
    say("BEFORE", "bold")
    print_readings(step.before)
    say("AFTER", "bold")
    print_readings(step.after)
    say("WHAT CAME AND WENT", "bold")
    for rule, pull, gone, come in _steps(step):
        known = pack.rules.get(rule)
        points = f" ({known.points:+d} points)" if known else " (no rule of its own: wording)"
        say(f"  {rule.replace('_', ' ')}{points}, {_pull(pull)}")
        for term in gone:
            say(f"    - {_term(term)}", "red")
        for term in come:
            say(f"    + {_term(term)}", "green")
    if not step.meaning:
        say("  nothing of substance")
    say("\nAS AN ALERT WOULD COUNT IT", "bold")
    for rated in step.passages:
        _print_sum(rated, pack)
    if not step.passages:
        say("  nothing: no passage of five words or more, and no entry of a list, is news of substance")
    found = step.assessment
    said = f": {found.headline}" if found.headline else ""
    say(f"\n{found.severity.value}, {found.direction.value}{said}", "bold")


def _print_sum(rated: RatedPassage, pack: Pack) -> None:
    for item in rated.passage.news:
        say(f"  {item.sign.value.replace('_', ' ')}: “{item.text}”")
    for reason in rated.reasons:
        say(f"    {reason}")
    if rated.points != rated.total:
        say(f"    {rated.total} in all; what a rule explains is never less than {rated.points}")
    severity = pack.severity(rated.points).value
    say(f"    sum {rated.points}: {severity}, {rated.direction.value}")


def _steps(step: ExplainedStep) -> Iterable[tuple[str, int, tuple[Term, ...], tuple[Term, ...]]]:
    for told in step.meaning.effects if step.meaning else ():
        yield told.rule, told.pull, told.lost, told.terms


def _pull(pull: int) -> str:
    return "neither way" if not pull else f"{'widens' if pull > 0 else 'narrows'}, weight {abs(pull)}"


def _term(term: Term) -> str:
    return f"{term.kind} “{term.text}” ({stance_of_sign(term.sign)})"


def reading_json(sentences: Sequence[ExplainedSentence], language: str, pack: Pack) -> dict[str, Any]:
    return {"language": language, "pack": pack.name, "sentences": [_sentence_json(s) for s in sentences]}


def step_json(step: ExplainedStep, language: str, pack: Pack) -> dict[str, Any]:
    found = step.assessment
    return {
        "language": language,
        "pack": pack.name,
        "before": [_sentence_json(s) for s in step.before],
        "after": [_sentence_json(s) for s in step.after],
        "steps": [
            {
                "rule": rule,
                "points": pack.rules[rule].points if rule in pack.rules else None,
                "pull": pull,
                "lost": [_term_json(term) for term in gone],
                "gained": [_term_json(term) for term in come],
            }
            for rule, pull, gone, come in _steps(step)
        ],
        "sums": [_sum_json(rated, pack) for rated in step.passages],
        "severity": found.severity.value,
        "direction": found.direction.value,
        "topics": list(found.topics),
        "headline": found.headline,
    }


def _sum_json(rated: RatedPassage, pack: Pack) -> dict[str, Any]:
    return {
        "texts": [item.text for item in rated.passage.news],
        "signs": [item.sign.value for item in rated.passage.news],
        "rules": [rule for rule in rated.rules if rule in pack.rules],
        "topics": list(rated.topics),
        "severity_reasons": list(map(str, rated.reasons)),
        "points": rated.points,
        "severity": pack.severity(rated.points).value,
        "direction": rated.direction.value,
    }


def _sentence_json(sentence: ExplainedSentence) -> dict[str, Any]:
    return {
        "text": sentence.text,
        "is_question": sentence.is_question,
        "clauses": [
            {
                "text": part.text,
                "sign": part.sign,
                "act": part.act or None,
                "state": part.state,
                "condition": part.condition or None,
            }
            for part in sentence.parts
        ],
        "concepts": [
            {
                "kind": found.concept.kind,
                "id": found.concept.id,
                "words": found.words,
                "phrases": [_phrase_json(phrase) for phrase in found.phrases],
            }
            for found in sentence.found
        ],
        "topics": list(sentence.topics),
        "numbers": [{"kind": term.kind, "value": term.name, "words": term.text} for term in sentence.counted],
    }


def _phrase_json(phrase: Phrase) -> dict[str, str]:
    return {"table": phrase.table, "phrase": phrase.text}


def _term_json(term: Term) -> dict[str, Any]:
    return {"kind": term.kind, "name": term.name, "words": term.text, "sign": stance_of_sign(term.sign)}
