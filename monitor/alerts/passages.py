"""The news of a change as passages that were read on both sides, with what came and went in each. Judges nothing."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass, replace

from monitor.alerts.news import News, Sign
from monitor.claims.differences import Difference, differences
from monitor.claims.slips import mended
from monitor.claims.statements import Statement, read
from monitor.claims.verdicts import is_furniture, is_notice
from monitor.extract.sentences import bounded
from monitor.rules import Pack
from monitor.rules.words import words_of
from snapshots.records import SegmentKind

_NEAR = 6  # pieces of news between which words that moved from one to another cancel
LISTED = frozenset([SegmentKind.BULLET, SegmentKind.CELL, SegmentKind.FIELD])


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One piece of news as it was read; a side that has no text has no statement."""

    news: News
    before: tuple[Statement, ...]
    after: tuple[Statement, ...]
    differences: tuple[Difference, ...]

    @property
    def statements(self) -> tuple[Statement, ...]:
        return self.before + self.after


def passages_of(news: Sequence[News], language: str, pack: Pack) -> list[Passage]:
    """Return the news that states something, read, without what only moved from one sentence to its neighbour."""
    found = [_read(item, language, pack) for item in news]
    found = [passage for passage in found if not _is_failure(passage)]
    return [p for p in _without_moved_words(found) if p.differences and not _is_furniture(p, found)]


def lead_sign(context: Sequence[str], language: str, pack: Pack) -> int:
    """Return the sign of what introduces a list: "We do not use:" makes each item of it a protection."""
    if not context or not context[-1].endswith(":"):
        return 0
    return read(context[-1], language, pack).sign


def _read(item: News, language: str, pack: Pack) -> Passage:
    hunk = item.hunk
    lead = lead_sign(hunk.context, language, pack)
    if _is_dialog(hunk.context, language, pack):
        return Passage(news=item, before=(), after=(), differences=())
    before = hunk.before if item.sign in (Sign.REWORDED, Sign.GONE, Sign.LEAVES) else None
    after = hunk.after if item.sign is not Sign.GONE and item.sign is not Sign.LEAVES else None
    if before and after:
        before = mended(before, after, language, pack)
    old = tuple(read(piece, language, pack, lead) for piece in bounded(before or "") if piece)
    new = tuple(read(piece, language, pack, lead) for piece in bounded(after or "") if piece)
    terms = ([term for statement in side for term in statement.terms] for side in (old, new))
    return Passage(news=item, before=old, after=new, differences=tuple(differences(*terms)))


def _is_dialog(context: Sequence[str], language: str, pack: Pack) -> bool:
    """Whether a text stands in a dialog that asks for consent to cookies: it comes and goes with the visitor."""
    return any(
        m.concept.id == "consent_dialog" for heading in context[-2:] for m in pack.mentions(words_of(heading), language)
    )


def _is_failure(passage: Passage) -> bool:
    """Whether a passage belongs to an error text or to a dialog that asks for consent to cookies."""
    return any("error" in statement.flags for statement in passage.statements)


def _is_furniture(passage: Passage, others: Sequence[Passage]) -> bool:
    if passage.before and passage.after:
        return all(is_notice(statement) for statement in passage.statements)
    statement = passage.statements[0]
    if passage.news.hunk.segment_kind in LISTED:
        return is_notice(statement)
    return is_furniture(statement)


def _without_moved_words(passages: Sequence[Passage]) -> list[Passage]:
    """Cancel what one sentence lost and a near one gained: sentences that were parted, joined or reordered."""
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
