"""What an alert's own words claim, held against the text that it quotes. Shares nothing with the code that writes them.

`claims_checked.toml` has the words in which we claim a purpose, people, a legal basis or the data that people fear for
most, and the words in which a page states them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from snapshots.records import Evidence

_QUOTED = re.compile(r"“[^”]*”")
_SUMMED_UP = "smaller changes"  # a headline of many passages rests on all of them


class Said(Protocol):
    """A finding, as a record has it."""

    @property
    def headline(self) -> str: ...
    @property
    def topics(self) -> Sequence[str]: ...
    @property
    def evidence(self) -> Sequence[Evidence]: ...


class Told(Protocol):
    """An alert, as a record has it."""

    @property
    def headline(self) -> str: ...
    @property
    def summary(self) -> str: ...
    @property
    def topics(self) -> Sequence[str]: ...
    @property
    def findings(self) -> Sequence[Any]: ...


class Claimed(NamedTuple):
    """Words of ours that claim something, and words of a page of which each must be found for it to be stated."""

    name: str
    ours: re.Pattern[str]
    theirs: tuple[re.Pattern[str], ...]


def unstated_in(alert: Told) -> list[str]:
    """Return what an alert claims that the passages it quotes don't state, each as a line that says where."""
    found: list[str] = []
    for finding in alert.findings:
        resting_on = finding.evidence if _SUMMED_UP in finding.headline else finding.evidence[:1]
        found += [
            f"headline says {name}: {finding.headline}" for name in _claims(finding.headline, _stated(resting_on))
        ]
        found += [f"topic {name}: {finding.headline}" for name in _topics(finding)]
    first, _, _ = own_words(alert.summary).partition(". ")
    whole = _stated(quote for finding in alert.findings for quote in finding.evidence)
    found += [f"summary says {name}: {alert.summary}" for name in _claims(first, whole)]
    return found


def topics_unlike(alert: Told, labels: Mapping[str, str]) -> list[str]:
    """Return the topics of findings that their alert lacks, and those by which its headline begins.

    `labels` are the words that name each topic.
    """
    missing = [topic for finding in alert.findings for topic in finding.topics if topic not in alert.topics]
    opening = alert.headline.casefold()
    begun = [
        name for name, label in labels.items() if opening.startswith(label.casefold()) and name not in alert.topics
    ]
    return [*missing, *begun]


def own_words(text: str) -> str:
    """Return a text without what it quotes."""
    return _QUOTED.sub(" ", text)


def _claims(said: str, stated: str) -> Iterator[str]:
    words = own_words(said)
    claims, _ = _vocabulary()
    return (c.name for c in claims if c.ours.search(words) and not all(p.search(stated) for p in c.theirs))


def _topics(finding: Said) -> Iterator[str]:
    stated = _stated(finding.evidence)
    _, topics = _vocabulary()
    return (name for name in finding.topics if not all(p.search(stated) for p in topics.get(name, ())))


def _stated(quotes: Iterable[Evidence]) -> str:
    """Return all that the given quotes state, with the headings and lead-ins that they stand under."""
    return "\n".join(text for quote in quotes for text in (*quote.context, quote.before_text, quote.after_text) if text)


@cache
def _vocabulary() -> tuple[tuple[Claimed, ...], Mapping[str, tuple[re.Pattern[str], ...]]]:
    read = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    both = {name: _any_of(words) for name, words in read["both"].items()}

    def theirs(entry: Mapping[str, Any]) -> tuple[re.Pattern[str], ...]:
        return tuple(both[name] for name in entry["all"]) if "all" in entry else (_any_of(entry["theirs"]),)

    claims = tuple(Claimed(entry["name"], _any_of(entry["ours"]), theirs(entry)) for entry in read["claim"])
    return claims, {name: theirs(entry) for name, entry in read["topic"].items()}


def _any_of(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(words), re.IGNORECASE)
