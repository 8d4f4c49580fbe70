"""What a target's filter lets through. Pure: looks nothing up."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from feeds.deliveries.targets import Filter
from snapshots.consistency import holds_phrase, words
from snapshots.records import Alert, ChangeLine, Document, Hunk, Notice, NoticeKind

_UNASKED = frozenset(NoticeKind) - {NoticeKind.EXPERT_NOTE, NoticeKind.NOTE_TAKEN_BACK}
"""The kinds that a target gets which names none: nobody is woken for a comment without having asked for it."""


def wants_notice(chosen: Filter, notice: Notice, alert: Alert | None, document: Document) -> bool:
    """Return whether a target wants to be told; `alert` is the one the telling is about, None for none.

    What is told of a document and of no alert has no severity, topic, direction or words: those ask nothing of it.
    """
    if notice.kind not in (chosen.kinds or _UNASKED):
        return False
    return _wants_document(chosen, document) and (alert is None or _wants_alert(chosen, alert))


def wants_change(
    chosen: Filter, line: ChangeLine, document: Document, hunks_of: Callable[[int], Iterable[Hunk]]
) -> bool:
    """Return whether a digest wants a change that is no alert; nobody knows its topics and its direction.

    Its hunks are asked for by its number, and only where a phrase is looked for in them.
    """
    if chosen.kinds or chosen.topics or chosen.directions or not _wants_document(chosen, document):
        return False
    if chosen.severity is not None and line.severity.rank < chosen.severity.rank:
        return False
    if not chosen.phrases:
        return True
    return _holds_any(chosen.phrases, (text for h in hunks_of(line.number) for text in (h.before, h.after)))


def _wants_document(chosen: Filter, document: Document) -> bool:
    return (
        (not chosen.documents or document.id in chosen.documents)
        and (not chosen.services or document.service.casefold() in map(str.casefold, chosen.services))
        and (not chosen.regions or document.region.casefold() in map(str.casefold, chosen.regions))
    )


def _wants_alert(chosen: Filter, alert: Alert) -> bool:
    quoted = (text for quote in alert.evidence for text in (quote.before_text, quote.after_text))
    return (
        (chosen.severity is None or alert.severity.rank >= chosen.severity.rank)
        and (not chosen.topics or bool(set(chosen.topics) & set(alert.topics)))
        and (not chosen.directions or alert.direction in chosen.directions)
        and _holds_any(chosen.phrases, (alert.headline, alert.summary, *quoted))
    )


def _holds_any(phrases: tuple[str, ...], texts: Iterable[str | None]) -> bool:
    if not phrases:
        return True
    wanted = [words(phrase) for phrase in phrases]
    return any(holds_phrase(phrase, text) for text in texts if text for phrase in wanted)
