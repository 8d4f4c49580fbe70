"""Passages as they are shown: what stood before, what stands after, and the words that went and came.

Compares nothing: the word spans are those that the archive holds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from feeds.clean import clean
from snapshots.frozen_class import frozen
from snapshots.records import Change, Evidence, Hunk, Span, SpanOp

KEPT, REMOVED, ADDED = SpanOp.KEPT, SpanOp.REMOVED, SpanOp.ADDED


@frozen
class MarkedRun:
    """A run of words with the space around it, which stays outside of any mark."""

    op: SpanOp
    lead: str
    text: str
    trail: str


@frozen
class MarkedPassage:
    """A hunk or a quote, ready to be shown."""

    kind: str  # a HunkKind value, or what the evidence calls it
    before: str | None
    after: str | None
    context: tuple[str, ...]
    context_before: tuple[str, ...] = ()
    pieces: tuple[MarkedRun, ...] = ()  # of both sides in one text; empty where nothing stayed or nothing moved
    is_cut: bool = False  # a side was longer than what is shown of it
    whole_after: str = ""  # the text after as it stands on the page, uncut; "" where it is gone

    @property
    def before_pieces(self) -> tuple[MarkedRun, ...]:
        return tuple(piece for piece in self.pieces if piece.op != ADDED)

    @property
    def after_pieces(self) -> tuple[MarkedRun, ...]:
        return tuple(piece for piece in self.pieces if piece.op != REMOVED)


def passage_of(hunk: Hunk, limit: int) -> MarkedPassage:
    """Return a hunk as a passage of which at most `limit` characters a side are shown."""
    longest = max(len(hunk.before or ""), len(hunk.after or ""))
    return MarkedPassage(
        kind=hunk.kind.value,
        before=_cut(hunk.before, limit),
        after=_cut(hunk.after, limit),
        context=hunk.context,
        context_before=hunk.context_before,
        pieces=pieces(hunk.spans) if longest <= limit else (),
        is_cut=longest > limit,
        whole_after=hunk.after or "",
    )


Quote = tuple[str | None, str | None, tuple[str, ...]]


def hunks_by_quote(change: Change) -> Mapping[Quote, Hunk]:
    """Return the hunks of a change by what evidence repeats of them."""
    return {(hunk.before, hunk.after, hunk.context): hunk for hunk in reversed(change.hunks)}


def passage_of_evidence(evidence: Evidence, hunks: Mapping[Quote, Hunk], limit: int) -> MarkedPassage:
    """Return a quote as a passage, with the word spans of the hunk that it was taken from."""
    hunk = hunks.get((evidence.before_text, evidence.after_text, evidence.context))
    if hunk:
        return passage_of(hunk, limit)
    longest = max(len(evidence.before_text or ""), len(evidence.after_text or ""))
    return MarkedPassage(
        kind=evidence.op,
        before=_cut(evidence.before_text, limit),
        after=_cut(evidence.after_text, limit),
        context=evidence.context,
        is_cut=longest > limit,
    )


def quote_of(hunk: Hunk, limit: int, kept: int) -> MarkedPassage:
    """Return a hunk for a page that quotes: of a run of words that stayed at most `kept` characters, its ends.

    A side without marks, or with too many of them, is cut at `limit` characters.
    """
    passage = passage_of(hunk, limit)
    short = tuple(_trim(piece, kept) for piece in pieces(hunk.spans))
    shown = (
        sum(len(piece.text) for piece in short if piece.op != ADDED),
        sum(len(piece.text) for piece in short if piece.op != REMOVED),
    )
    if short and max(shown) <= limit:
        return replace(passage, pieces=short, is_cut=False)
    return passage


def _trim(piece: MarkedRun, kept: int) -> MarkedRun:
    if piece.op != KEPT or len(piece.text) <= kept:
        return piece
    head, tail = piece.text[: kept // 2], piece.text[-(kept // 2) :]
    return replace(piece, text=f"{head.rpartition(' ')[0]} … {tail.partition(' ')[2]}")


def pieces(spans: Sequence[Span]) -> tuple[MarkedRun, ...]:
    """Return spans with the space around their words set apart; a span of nothing but space is kept text."""
    return tuple(_piece(span) for span in spans if span.text)


def _piece(span: Span) -> MarkedRun:
    words = clean(span.text)
    inner = words.strip()
    if not inner:
        return MarkedRun(op=KEPT, lead="", text=words, trail="")
    start = words.index(inner)
    return MarkedRun(op=span.op, lead=words[:start], text=inner, trail=words[start + len(inner) :])


def _cut(text: str | None, limit: int) -> str | None:
    if text is None or len(text) <= limit:
        return text
    return text[:limit].rpartition(" ")[0].rstrip() + " …" if " " in text[:limit] else text[:limit] + "…"
