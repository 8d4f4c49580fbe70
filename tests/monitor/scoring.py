"""Counts how judgements agree with labels: found, false, missed, which way, about what. Asserts nothing.

A label is what people wrote of a change: `should_alert`, `direction`, `topics`, for pages and replays `anchors`, words
that the evidence must quote.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

COLUMNS = ("set", "pairs", "due", "precision", "recall", "direction", "topics F1", "quoted")

_FOLDED = str.maketrans("’‘“”–—-‑\u00a0", "''\"\"     ")
_ASIDE = frozenset(["other", "effective_date"])  # said of nearly every text, so agreeing on them shows nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What should be told of one change."""

    id: str
    language: str
    should_alert: bool
    direction: str
    topics: frozenset[str]
    anchors: tuple[str, ...] = ()
    note: str = ""  # what the change is, for whoever reads a failure


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What was told of it."""

    is_alert: bool
    directions: frozenset[str] = frozenset()  # several where several alerts told of one change
    topics: frozenset[str] = frozenset()
    quotes: tuple[str, ...] = ()


@dataclass(slots=True)
class Score:
    """Counts over one set; `failed` has a line for each pair that was not judged as its label says."""

    found: int = 0
    false: int = 0
    missed: int = 0
    quiet: int = 0
    directed: int = 0
    topics: Counter[str] = field(default_factory=Counter)  # said rightly, wrongly, not said
    anchors: int = 0
    quoted: int = 0
    languages: dict[str, list[int]] = field(default_factory=dict)  # right, all
    failed: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return share(self.found, self.found + self.false)

    @property
    def recall(self) -> float:
        return share(self.found, self.found + self.missed)

    @property
    def direction(self) -> float:
        """Return the share of the found changes whose direction is the labelled one."""
        return share(self.directed, self.found)

    @property
    def anchors_quoted(self) -> float:
        """Return the share of the anchors of found changes that the evidence quotes."""
        return share(self.quoted, self.anchors)

    @property
    def topics_f1(self) -> float:
        right, wrong, unsaid = (self.topics[kind] for kind in ("right", "wrong", "unsaid"))
        return share(2 * right, 2 * right + wrong + unsaid)

    @property
    def right_by_language(self) -> dict[str, float]:
        return {language: share(*counts) for language, counts in sorted(self.languages.items())}

    def __str__(self) -> str:
        figures = (
            f"precision {self.precision:.3f}, recall {self.recall:.3f}, direction {self.direction:.3f},"
            f" topics F1 {self.topics_f1:.3f}, anchors {self.anchors_quoted:.3f}, right by language"
            f" {', '.join(f'{language} {right:.3f}' for language, right in self.right_by_language.items())}"
        )
        return "\n".join([figures, *self.failed])


def share(part: int, whole: int) -> float:
    """Return a share; of nothing all is right."""
    return part / whole if whole else 1.0


def score(judged: Iterable[tuple[Label, Told]]) -> Score:
    """Count over pairs of what should be told and what was told."""
    total = Score()
    for label, told in judged:
        right = label.should_alert == told.is_alert
        counts = total.languages.setdefault(label.language, [0, 0])
        counts[0] += right
        counts[1] += 1
        if label.should_alert and told.is_alert:
            _count_found(total, label, told)
        elif right:
            total.quiet += 1
        elif label.should_alert:
            total.missed += 1
            total.failed.append(f"missed {label.id}: {label.note}")
        else:
            total.false += 1
            total.failed.append(f"false {label.id}: {label.note}")
    return total


def _count_found(total: Score, label: Label, told: Told) -> None:
    total.found += 1
    if is_same_way(label.direction, told.directions):
        total.directed += 1
    else:
        said = "/".join(sorted(told.directions)) or "nothing"
        total.failed.append(f"direction {label.id}: said {said}, is {label.direction}: {label.note}")
    meant, said_of = label.topics - _ASIDE, told.topics - _ASIDE
    total.topics.update(right=len(meant & said_of), wrong=len(said_of - meant), unsaid=len(meant - said_of))
    unquoted = [anchor for anchor in label.anchors if not is_quoted(anchor, told.quotes)]
    total.anchors += len(label.anchors)
    total.quoted += len(label.anchors) - len(unquoted)
    if unquoted:
        total.failed.append(f"unquoted {label.id}: {' | '.join(unquoted)}")


def score_row(name: str, found: Score) -> tuple[str, ...]:
    """Return the cells of a set under `COLUMNS`."""
    due = found.found + found.missed
    shares = (found.precision, found.recall, found.direction, found.topics_f1)
    quoted = f"{found.anchors_quoted:.3f}" if found.anchors else "-"
    return (name, str(due + found.false + found.quiet), str(due), *(f"{share:.3f}" for share in shares), quoted)


def is_same_way(meant: str, said: Collection[str]) -> bool:
    """Whether a direction is the labelled one; "mixed" holds both ways, so it counts for either."""
    if meant == "mixed":
        return bool({"widens", "narrows", "mixed"} & set(said))
    return meant in said or (meant != "neutral" and "mixed" in said)


def is_quoted(anchor: str, quotes: Sequence[str]) -> bool:
    """Whether quotes hold an anchor; case, punctuation and the form of quotation marks don't count."""
    return any(_folded(anchor) in _folded(quote) for quote in quotes)


def _folded(text: str) -> str:
    words = re.sub(r"[^\w' ]+|\s+", " ", text.lower().translate(_FOLDED))
    return re.sub(r" {2,}", " ", words).strip()
