"""A sentence set as a list, or a list as a sentence: the same words under the same turns. Rates nothing.

What the words of either are is asked of the reading, which leaves out those that say nothing: "you have the right to
access and erasure" and "you have these rights:", "right to access", "right to erasure" name the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from monitor.alerts.news import LISTED
from monitor.alerts.passages import Gaps
from monitor.alerts.situation import Situation
from monitor.reading.reader import Reader
from monitor.reading.sentence_reading import read_passage
from monitor.reading.statements import Statement, TermKind
from snapshots.records import Hunk, HunkKind, Segment

_KINDS = frozenset([HunkKind.ADDED, HunkKind.REMOVED, HunkKind.EDITED])
_ENTRIES = 2  # of a list at least
_SENTENCES = 2  # that a list is made of, or made into, at most
_COLONS = (":", "：")


def without_relisted(situation: Situation, reader: Reader) -> Situation:
    """Return a change without the passages that only became a list, or were one."""
    if not reader.is_language_known:
        return situation
    gaps = Gaps(situation.hunks)
    groups: dict[int, list[Hunk]] = defaultdict(list)
    for hunk in situation.hunks:
        if hunk.kind is not HunkKind.LINK_MOVED:
            groups[gaps.of(hunk)].append(hunk)
    relisted = {id(hunk) for group in groups.values() if _is_relisted(group, situation, reader) for hunk in group}
    if not relisted:
        return situation
    return replace(situation, hunks=tuple(hunk for hunk in situation.hunks if id(hunk) not in relisted))


def _is_relisted(group: Sequence[Hunk], situation: Situation, reader: Reader) -> bool:
    if not all(hunk.kind in _KINDS for hunk in group):
        return False
    before = [situation.before.segments[hunk.old] for hunk in group if hunk.old is not None]
    now = [situation.now.segments[hunk.new] for hunk in group if hunk.new is not None]
    for prose, entries in ((before, now), (now, before)):
        is_list = sum(segment.kind in LISTED for segment in entries) >= _ENTRIES
        if is_list and 0 < len(prose) <= _SENTENCES and not any(segment.kind in LISTED for segment in prose):
            return _say_the_same(prose, entries, reader)
    return False


def _say_the_same(prose: Sequence[Segment], entries: Sequence[Segment], reader: Reader) -> bool:
    """Whether a list names all that the sentences name, in their order, nothing else, and turns as much of it.

    What opens the sentence may be missing, where it is no act and no thing: « vous disposez d'un droit ».
    """
    own = {segment.text for segment in entries}
    above = dict.fromkeys(s.context[-1] for s in entries if s.context and s.context[-1].endswith(_COLONS))
    lines = [*(lead for lead in above if lead not in own), *(segment.text for segment in entries)]
    said = read_passage([segment.text for segment in prose], reader)
    listed = [(statement, line.endswith(_COLONS)) for line in lines for statement in read_passage([line], reader)]
    if _turns(said) != _turns(statement for statement, _ in listed):
        return False
    named = list(
        dict.fromkeys(w for s, is_lead in listed for w, is_plain in _words(s, reader) if not (is_lead and is_plain))
    )
    order = dict(word for statement in reversed(said) for word in reversed(_words(statement, reader)))
    stated = list(reversed(order))
    kept = [word for word in stated if word in set(named)]
    opening = stated[: stated.index(kept[0])] if kept else []
    return kept == named and len(opening) + len(kept) == len(stated) and all(order[word] for word in opening)


def _turns(statements: Iterable[Statement]) -> frozenset[str]:
    return frozenset(operator for statement in statements for operator in statement.operators)


def _words(statement: Statement, reader: Reader) -> list[tuple[str, bool]]:
    """Return the stems of the words that say something, in their order, each with whether the rules don't know it."""
    ordered = sorted((term for term in statement.terms if term.index >= 0), key=lambda term: term.index)
    return [
        (reader.stem(word), term.kind is TermKind.WORD)
        for term in ordered
        for word in term.text.split()
        if word.rstrip("'") not in reader.grammar.closed
    ]
