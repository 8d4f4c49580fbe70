"""Passages short enough for an entry, with the words that went and came always among what is shown.

Leaves nothing out unmarked: " … " stands wherever words were dropped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from feeds import wording
from feeds.marks import ADDED, KEPT, REMOVED, MarkedPassage, MarkedRun, Quote, passage_of, passage_of_evidence
from snapshots.frozen_class import frozen
from snapshots.records import Alert, Change, Hunk, HunkKind

_SIDE = 480  # characters of one side of a passage
_AROUND = 90  # characters kept on each side of words that went or came
_ROOM = 1_400  # characters of all passages of one entry, both sides counted; the first is shown whatever it takes
_READ = 20_000  # characters of a passage whose words are looked at
_LOOKED_AT = 8  # passages of one finding
_FINDINGS = 4  # of one entry, gravest first
_HEADING = 80  # characters of one heading above a passage
_GAP = " … "


@frozen
class FindingQuote:
    """What one finding quotes."""

    headline: str
    is_english: bool = False  # whether the headline is, in whatever language the entry is
    passages: tuple[MarkedPassage, ...]
    more: int  # passages that its page has beside these

    @property
    def blocks(self) -> tuple[tuple[MarkedPassage, ...], ...]:
        """Return the passages in blocks: those that came, or went, one after the other in one place."""
        return tuple(tuple(block) for _place, block in groupby(self.passages, key=_block))


def _block(passage: MarkedPassage) -> tuple[object, ...]:
    """Return what passages of one block have in common; one that has two sides is a block by itself."""
    alone = passage if passage.before is not None and passage.after is not None else None
    return passage.kind, passage.context, passage.context_before, passage.before is None, alone


def quotes_of_alert(alert: Alert, hunks: Mapping[Quote, Hunk]) -> tuple[FindingQuote, ...]:
    """Return the findings of an alert with as much of their evidence as an entry has room for, each quote once."""
    room = _ROOM
    told: list[FindingQuote] = []
    quoted: set[tuple[str | None, str | None]] = set()
    for finding in alert.findings[:_FINDINGS] or (None,):
        evidence = finding.evidence if finding else alert.evidence
        fresh = [quote for quote in evidence if (quote.before_text, quote.after_text) not in quoted]
        quoted |= {(quote.before_text, quote.after_text) for quote in fresh}
        passages = [shorten(passage_of_evidence(quote, hunks, _READ)) for quote in fresh[:_LOOKED_AT]]
        shown, room = _fitting(passages, room, at_least=0 if told else 1)
        told.append(
            FindingQuote(
                headline=wording.finding_headline(finding) if finding else "",
                is_english=bool(finding and wording.is_english(finding)),
                passages=shown,
                more=len(fresh) - len(shown),
            )
        )
    return tuple(told)


def quotes_of_change(change: Change) -> tuple[FindingQuote, ...]:
    """Return the passages of a change that is no alert, those that say something first."""
    notice = sorted(change.hunks, key=lambda hunk: (hunk.cosmetic, hunk.kind is HunkKind.LINK_MOVED))
    looked_at = [shorten(passage_of(hunk, _READ)) for hunk in notice[:_LOOKED_AT]]
    shown, _ = _fitting(looked_at, _ROOM, at_least=1)
    return (FindingQuote(headline="", passages=shown, more=len(notice) - len(shown)),)


def shorten(passage: MarkedPassage) -> MarkedPassage:
    """Return a passage with long stretches of unchanged words, and all beyond a length, left out.

    One that is short enough is quoted to the letter.
    """
    placed = replace(passage, context=_path(passage.context), context_before=_path(passage.context_before))
    if max(len(passage.before or ""), len(passage.after or "")) <= _SIDE:
        return placed
    if not passage.pieces:
        return replace(placed, before=_cut(passage.before), after=_cut(passage.after), is_cut=True)
    kept = _drop_unchanged(passage.pieces)
    before = "".join(_text(piece) for piece in kept if piece.op != ADDED).strip()
    after = "".join(_text(piece) for piece in kept if piece.op != REMOVED).strip()
    fits = max(len(before), len(after)) <= _SIDE
    return replace(placed, before=_cut(before), after=_cut(after), pieces=kept if fits else (), is_cut=True)


def findings_left_out(alert: Alert) -> int:
    """Return how many findings an entry has no room for."""
    return max(0, len(alert.findings) - _FINDINGS)


def first_words(quoted: Sequence[FindingQuote], limit: int) -> tuple[str | None, str | None] | None:
    """Return before and after of the gravest passage, each within `limit` characters."""
    passage = next((passage for one in quoted for passage in one.passages), None)
    if passage is None:
        return None
    return _cut(passage.before, limit), _cut(passage.after, limit)


def _path(context: tuple[str, ...]) -> tuple[str, ...]:
    """Return where a passage stands, the innermost headings, each in a few words."""
    return tuple(cut_words(heading, _HEADING) for heading in context[-3:])


def _fitting(passages: Sequence[MarkedPassage], room: int, *, at_least: int) -> tuple[tuple[MarkedPassage, ...], int]:
    shown: list[MarkedPassage] = []
    for passage in passages:
        takes = len(passage.before or "") + len(passage.after or "")
        if takes > room and len(shown) >= at_least:
            break
        room -= takes
        shown.append(passage)
    return tuple(shown), max(0, room)


def _drop_unchanged(pieces: Sequence[MarkedRun]) -> tuple[MarkedRun, ...]:
    last = len(pieces) - 1
    return tuple(
        _around(piece, is_first=number == 0, is_last=number == last) if piece.op == KEPT else piece
        for number, piece in enumerate(pieces)
    )


def _around(piece: MarkedRun, *, is_first: bool, is_last: bool) -> MarkedRun:
    """Return unchanged words as far as they stand beside words that went or came."""
    text, ends = piece.text, 2 - is_first - is_last
    if not ends or len(text) <= ends * _AROUND + len(_GAP):
        return piece
    head = "" if is_first else text[:_AROUND].rpartition(" ")[0] or text[:_AROUND]
    tail = "" if is_last else text[-_AROUND:].partition(" ")[2] or text[-_AROUND:]
    return replace(piece, text=(head + _GAP + tail).strip())


def _text(piece: MarkedRun) -> str:
    return piece.lead + piece.text + piece.trail


def cut_words(text: str, limit: int) -> str:
    """Return the beginning of a text, with " …" where it goes on."""
    return _cut(text, limit) or ""


def _cut(text: str | None, limit: int = _SIDE) -> str | None:
    if text is None or len(text) <= limit:
        return text
    return (text[:limit].rpartition(" ")[0] or text[:limit]).rstrip() + " …"
