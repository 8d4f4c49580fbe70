"""The news of a change as passages that were read on both sides, with what came and went in each. Judges nothing.

Sentences that changed side by side are one passage: what one of them lost and the next one gained was only parted,
joined or reordered. An entry of a list, a table or a form is a passage of its own.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass, replace

from monitor.alerts.news import LISTED, News, Sign
from monitor.claims.differences import Difference, differences
from monitor.claims.furniture import is_notice, stating
from monitor.claims.slips import mended
from monitor.claims.statements import Statement, read, read_all
from monitor.rules import Pack
from monitor.rules.words import words_of
from snapshots.records import Hunk, HunkKind, SegmentKind

_NEAR = 6  # passages between which words that moved from one to another cancel
_MAX_RUN = 10  # sentences of one passage; a longer run is a rewrite, told sentence by sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Neighbouring pieces of news as they were read; a side that has no text has no statement."""

    news: tuple[News, ...]
    before: tuple[Statement, ...]
    after: tuple[Statement, ...]
    differences: tuple[Difference, ...]

    @property
    def statements(self) -> tuple[Statement, ...]:
        return self.before + self.after


def passages_of(news: Sequence[News], language: str, pack: Pack) -> list[Passage]:
    """Return the news that states something, read, without what only moved from one sentence to its neighbour."""
    news = [item for item in news if not _is_dialog(item, language, pack)]
    found = [_read(run, language, pack) for run in _runs(news) if any(item.sign is not Sign.KNOWN for item in run)]
    return [p for p in _without_moved_words(found) if p.differences]


def lead_sign(context: Sequence[str], language: str, pack: Pack) -> int:
    """Return the sign of what introduces a list: "We do not use:" makes each item of it a protection."""
    if not context or not context[-1].endswith(":"):
        return 0
    return read(context[-1], language, pack).sign


def _runs(news: Sequence[News]) -> list[list[News]]:
    """Part news where an unchanged segment stands between, where it moved, and at each entry of a list."""
    runs: list[list[News]] = []
    for item in news:
        if runs and _continues(runs[-1][-1].hunk, item.hunk):
            runs[-1].append(item)
        else:
            runs.append([item])
    return [part for run in runs for part in ([run] if len(run) <= _MAX_RUN else [[item] for item in run])]


def _continues(last: Hunk, following: Hunk) -> bool:
    if LISTED & {last.segment_kind, following.segment_kind} or HunkKind.MOVED in (last.kind, following.kind):
        return False
    steps = [
        after - before
        for before, after in ((last.old, following.old), (last.new, following.new))
        if before is not None and after is not None
    ]
    if steps:
        return 0 <= min(steps) <= 1
    return last.context == following.context  # a removal beside an addition: they stand where the other would


def _read(run: Sequence[News], language: str, pack: Pack) -> Passage:
    hunk = run[0].hunk
    lead = lead_sign(hunk.context, language, pack)
    before = [item.hunk.before for item in run if item.hunk.before and item.sign is not Sign.JOINS]
    after = [item.hunk.after for item in run if item.hunk.after]
    if before and after:
        whole = " ".join(after)
        before = [mended(text, whole, language, pack) for text in before]
    question = hunk.context[-1] if hunk.context and hunk.context[-1].endswith("?") else ""
    old = read_all(before, language, pack, lead, question)
    new = read_all(after, language, pack, lead, question)
    if hunk.segment_kind in LISTED:
        old, new = ([s for s in side if not is_notice(s)] for side in (old, new))
    else:
        old, new = stating(old, new)
    terms = ([term for statement in side for term in statement.terms] for side in (old, new))
    found = _of_news(differences(*terms), run, old, new)
    told = tuple(item for item in run if item.sign is not Sign.KNOWN)
    return Passage(news=told, before=tuple(old), after=tuple(new), differences=tuple(found))


def _of_news(
    found: Sequence[Difference], run: Sequence[News], old: Sequence[Statement], new: Sequence[Statement]
) -> Sequence[Difference]:
    """Leave out what only texts that are no news lost or gained; they were read for what cancels."""
    if all(item.sign is not Sign.KNOWN for item in run):
        return found
    texts = " ".join(t for n in run if n.sign is not Sign.KNOWN for t in (n.hunk.before, n.hunk.after) if t)
    told = {t for s in (*old, *new) if s.text in texts for t in s.terms}
    return [d for d in found if d.term in told]


def _is_dialog(item: News, language: str, pack: Pack) -> bool:
    """Whether a text is or stands in a dialog that asks for consent to cookies: it comes and goes with the visitor."""
    headings = [*item.hunk.context[-2:], *([item.text] if item.hunk.segment_kind is SegmentKind.HEADING else [])]
    return any(
        m.concept.id == "consent_dialog" for heading in headings for m in pack.mentions(words_of(heading), language)
    )


def _without_moved_words(passages: Sequence[Passage]) -> list[Passage]:
    """Cancel what one passage lost and a near one gained: text that was parted, joined or reordered."""
    left = [list(passage.differences) for passage in passages]
    for index in range(len(passages)):
        for other in range(index + 1, min(index + _NEAR + 1, len(passages))):
            _cancel(left[index], left[other])
    return [replace(p, differences=tuple(rest)) for p, rest in zip(passages, left, strict=True)]


def _cancel(one: list[Difference], other: list[Difference]) -> None:
    waiting: dict[tuple[bool, tuple[str, str], int], deque[int]] = defaultdict(deque)
    for index, difference in enumerate(other):
        waiting[difference.is_gained, difference.term.key, difference.term.sign].append(index)
    left, cancelled = [], set()
    for difference in one:
        twins = waiting.get((not difference.is_gained, difference.term.key, difference.term.sign))
        if twins:
            cancelled.add(twins.popleft())
        else:
            left.append(difference)
    one[:] = left
    other[:] = [difference for index, difference in enumerate(other) if index not in cancelled]
