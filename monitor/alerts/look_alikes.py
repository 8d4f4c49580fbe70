"""Letters that only look like others, in a text that people are to rely on: that is news, whatever the text says.

A word of two scripts, a word in letters of another script that look Latin, letters that stand apart: people read them
and programs don't. What is hidden so is read as it looks, and told apart from that.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from monitor.alerts.headline_sentences import say_in_any_case
from monitor.alerts.headlines import evidence_of
from monitor.alerts.phrase_words import as_it_is, words
from monitor.extract.characters import disguised_words
from monitor.rules.languages import Languages
from monitor.rules.pack import Pack
from snapshots.records import Direction, Finding, Hunk, Reason

_QUOTED = 3  # words of them that a headline has


def find_look_alikes(hunks: Sequence[Hunk], pack: Pack) -> list[Finding]:
    """Return a finding, if any, on the passages that came with words which look like others."""
    plain = _plain_words(pack.languages)
    told = [(hunk, found) for hunk in hunks if (found := _disguised(hunk, plain))]
    if not told:
        return []
    rule = pack.rules["look_alikes"]
    disguised = list(dict.fromkeys(word for _, found in told for word in found))
    example = as_it_is(f"“{'”, “'.join(disguised[:_QUOTED])}”")
    further = len(disguised) - _QUOTED
    thing = words(pack.wording.words["example_and_more"]) if further > 0 else example
    slots = {"thing": thing, "example": example, "further": as_it_is(str(further))}
    said = say_in_any_case(pack.wording.case["look_alikes"].says[0], slots)
    return [
        Finding(
            headline=said.english,
            phrase=said.phrase,
            severity=pack.severity(rule.points),
            direction=Direction.NEUTRAL,
            topics=("other",),
            rules=(rule.id,),
            severity_reasons=(Reason("letters that look like others", rule.points),),
            evidence=tuple(evidence_of(hunk) for hunk, _ in told),
        )
    ]


def _disguised(hunk: Hunk, plain: frozenset[str]) -> list[str]:
    had = set(disguised_words(hunk.before or "", plain))
    return [word for word in disguised_words(hunk.after or "", plain) if word not in had]


@lru_cache(maxsize=8)
def _plain_words(languages: Languages) -> frozenset[str]:
    """Return the commonest words of the languages that write none of theirs with a mark on a letter."""
    plain = [language for language in languages.every if "".join(language.words.common.words).isascii()]
    return frozenset(word for language in plain for word in language.words.common.words if len(word) > 1)
