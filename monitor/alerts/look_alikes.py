"""Letters that only look like others, in a text that people are to rely on: that is news, whatever the text says.

A word of two scripts, a word in letters of another script that look Latin, letters that stand apart: people read them
and programs don't. What is hidden so is read as it looks, and told apart from that.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from monitor.alerts.headlines import evidence_of
from monitor.extract.characters import disguised_words
from monitor.extract.text import shorten
from monitor.rules.languages import Languages
from monitor.rules.pack import Pack
from snapshots.records import Direction, Finding, Hunk, Reason

_QUOTED = 3  # words of them that a headline has
_MOST = 98  # characters of a headline before its ellipsis


def find_look_alikes(hunks: Sequence[Hunk], pack: Pack) -> list[Finding]:
    """Return a finding, if any, on the passages that came with words which look like others."""
    plain = _plain_words(pack.languages)
    told = [(hunk, words) for hunk in hunks if (words := _disguised(hunk, plain))]
    if not told:
        return []
    rule = pack.rules["look_alikes"]
    words = list(dict.fromkeys(word for _, found in told for word in found))
    more = f" and {len(words) - _QUOTED} more" if len(words) > _QUOTED else ""
    return [
        Finding(
            headline=shorten(
                f"The text uses letters that look like others: “{'”, “'.join(words[:_QUOTED])}”{more}", _MOST
            ),
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
