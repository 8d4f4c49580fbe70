"""A finding that rests on no sentence but on what a page is made of: a field, a cell, a link. Finds nothing itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from monitor.alerts.headline_sentences import Subject, Telling, say, say_in_any_case
from monitor.alerts.headlines import evidence_of
from monitor.alerts.phrase_words import as_it_is
from monitor.extract.text import shorten
from monitor.rules.pack import Pack
from snapshots.records import Direction, Evidence, Finding, Hunk, Reason, Severity

_NAME = 40  # characters of the text's own words in a headline
_MAX_EVIDENCE = 40
_MAX_TOPICS = 3
_WAYS = {Direction.WIDENS: "lets more be done", Direction.NARROWS: "lets less be done"}


def finding_of(
    rule_id: str,
    direction: Direction,
    hunks: Sequence[Hunk],
    topics: Sequence[str],
    subject: Subject,
    pack: Pack,
    *,
    why: str,
    thing: str = "",
    old: str = "",
    new: str = "",
    is_weighed: bool = True,
) -> Finding:
    """Return the finding of a rule on what hunks show; `thing`, `old` and `new` are words that its sentence quotes.

    Where it is weighed, the direction and the gravest topic count as they do for a sentence.
    """
    reasons = [Reason(why, pack.rules[rule_id].points)]
    if is_weighed:
        reasons += _weighed(direction, topics, pack)
    quoted = {"thing": thing, "old": old, "new": new}
    slots = {name: as_it_is(f"“{shorten(words, _NAME)}”") for name, words in quoted.items() if words}
    wording = pack.wording
    said = say(wording.rule[rule_id].towards(direction), subject, [slots]) or say_in_any_case(
        wording.case["form_changes"].says[0], {}, subject
    )
    return Finding(
        headline=said.english,
        phrase=said.phrase,
        severity=pack.severity(sum(reason.points or 0 for reason in reasons)),
        direction=direction,
        topics=tuple(topics[:_MAX_TOPICS]) or ("other",),
        rules=(rule_id,),
        severity_reasons=tuple(reasons),
        evidence=tuple(map(evidence_of, hunks[:_MAX_EVIDENCE])),
    )


def _weighed(direction: Direction, topics: Sequence[str], pack: Pack) -> Iterator[Reason]:
    if direction in _WAYS:
        yield Reason(_WAYS[direction], pack.points[direction])
    if topics and direction is Direction.WIDENS:
        topic = pack.topic(topics[0])
        yield Reason(f"about {topic.label}", topic.weight)


def note_of(said: Telling, why: str, evidence: Iterable[Evidence]) -> Finding:
    """Return a low finding that says what became of a text and weighs nothing of it."""
    return Finding(
        headline=said.english,
        phrase=said.phrase,
        severity=Severity.LOW,
        direction=Direction.NEUTRAL,
        topics=("other",),
        rules=(),
        severity_reasons=(Reason(why),),
        evidence=tuple(evidence),
    )
