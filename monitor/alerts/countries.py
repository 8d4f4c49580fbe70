"""Countries that a form is for, as a list or a field offers them: one that leaves takes the form from its people.

Reads lists and options alone; a sentence that names countries is read with all other sentences.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from monitor.alerts.headline_sentences import Subject, say, say_in_any_case
from monitor.alerts.headlines import evidence_of
from monitor.alerts.news import LISTED
from monitor.alerts.phrase_words import as_it_is, words
from monitor.alerts.places_of_data import country_names, words_of_name
from monitor.alerts.situation import Situation
from monitor.extract.text import shorten
from monitor.reading.reader import Reader
from monitor.rules.pack import Pack
from snapshots.records import Direction, Finding, Hunk, HunkKind, Reason, Segment

_MAX_WORDS = 8  # "People in the United Kingdom"; more is a sentence
_MAX_NAME = 6  # words of a country's name


def find_changed_countries(situation: Situation, subject: Subject, reader: Reader) -> list[Finding]:
    """Return a finding each on the countries that a form's lists lost and gained, none for half a page.

    A list that is gone as a whole tells nothing of its countries: a form that loads them later comes without.
    """
    if situation.kind != "opt-out-form" or situation.is_partial:
        return []
    before, now = (_countries_in(side.segments, situation.language) for side in (situation.before, situation.now))
    if not before.keys() & now.keys():
        return []
    lost = _find_hunks(situation.hunks, [before[code] for code in before.keys() - now.keys()])
    gained = _find_hunks(situation.hunks, [now[code] for code in now.keys() - before.keys()])
    findings = []
    if lost:
        findings.append(_finding("country_lost", lost, Direction.WIDENS, subject, reader.pack))
    if gained:
        findings.append(_finding("country_gained", gained, Direction.NARROWS, subject, reader.pack))
    return findings


def _countries_in(segments: Iterable[Segment], language: str) -> dict[str, str]:
    """Return the listed texts that name a country, by its ISO 3166-1 code."""
    names = country_names(language)
    found: dict[str, str] = {}
    for segment in segments:
        if segment.kind in LISTED and (code := _country(segment.text, names)):
            found.setdefault(code, segment.text)
    return found


def _country(text: str, names: Mapping[str, str]) -> str | None:
    words = words_of_name(text)
    if len(words) > _MAX_WORDS:
        return None
    for size in range(min(_MAX_NAME, len(words)), 0, -1):
        for start in range(len(words) - size + 1):
            if code := names.get(" ".join(words[start : start + size])):
                return code
    return None


def _find_hunks(hunks: Sequence[Hunk], texts: Sequence[str]) -> list[Hunk]:
    """Return the hunks that quote texts, in the order of the page."""
    wanted = set(texts)
    kinds = (HunkKind.ADDED, HunkKind.REMOVED, HunkKind.EDITED)
    return [h for h in hunks if h.kind in kinds and {h.before, h.after} & wanted]


def _finding(rule_id: str, hunks: Sequence[Hunk], direction: Direction, subject: Subject, pack: Pack) -> Finding:
    rule = pack.rules[rule_id]
    is_lost = direction is Direction.WIDENS
    texts = [(h.before if is_lost else h.after) or "" for h in hunks]
    says = "no longer names" if is_lost else "now names"
    wording = pack.wording
    example = as_it_is(f"“{shorten(texts[0], 40)}”")
    thing = words(wording.words["example_and_more"]) if len(texts) > 1 else example
    slots = {"thing": thing, "example": example, "further": as_it_is(str(len(texts) - 1))}
    said = say(wording.rule[rule_id].towards(direction), subject, [slots]) or say_in_any_case(
        wording.case["country_unnamed" if is_lost else "country_named"].says[0], {}, subject
    )
    return Finding(
        headline=said.english,
        phrase=said.phrase,
        severity=pack.severity(rule.points),
        direction=direction,
        topics=("opt_out_form", "right_to_object"),
        rules=(rule.id,),
        severity_reasons=(Reason(f"a country that the form {says}", rule.points),),
        evidence=tuple(map(evidence_of, hunks)),
    )
