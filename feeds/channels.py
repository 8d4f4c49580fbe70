"""Which feeds there are and what belongs into each. Writes no feed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from feeds import wording
from feeds.survey import Survey
from feeds.visibility import Gap
from snapshots.records import ChangeLine, Severity

NEWEST = 50
"""Entries of a feed; readers fetch the whole file each time."""

_SEVERITIES = {
    Severity.CRITICAL: "Widens use for AI, advertising or third parties, or takes away a right.",
    Severity.HIGH: "Other changes of substance: narrower use, legal basis, new rights.",
    Severity.MEDIUM: "Minor changes of substance, and notices of a coming edition.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """One feed, in all its formats."""

    path: str  # below the site, without a suffix; part of the feed's id, so it never changes
    title: str
    about: str
    group: str  # its heading on the feeds page
    changes: tuple[ChangeLine, ...] = ()  # newest last
    gaps: tuple[Gap, ...] = ()


def channels(survey: Survey) -> tuple[Channel, ...]:
    """Return every feed in the order of the feeds page; the first is that of all alerts."""
    return (
        *_first(survey),
        *_by_severity(survey),
        *_by_topic(survey),
        *_by_document(survey),
        _everything(survey),
    )


def document_path(document_id: str) -> str:
    """Return the path of the feed of one document."""
    return f"feeds/documents/{document_id}"


def _first(survey: Survey) -> tuple[Channel, ...]:
    return (
        Channel(
            path="feeds/alerts",
            title="All alerts",
            about="Critical, high and medium.",
            group="Start with these two",
            changes=_newest(survey.alerting),
        ),
        Channel(
            path="feeds/status",
            title="Status",
            about="When a page cannot be seen, and when it is back: it tells silence from blindness.",
            group="Start with these two",
            gaps=tuple(gap for watched in survey.watched for gap in watched.gaps if gap.told_by),
        ),
    )


def _by_severity(survey: Survey) -> tuple[Channel, ...]:
    return tuple(
        Channel(
            path=f"feeds/severity-{severity.value}",
            title=f"Severity: {severity.value}",
            about=about,
            group="By severity",
            changes=_newest(survey.of(severity)),
        )
        for severity, about in _SEVERITIES.items()
    )


def _by_topic(survey: Survey) -> tuple[Channel, ...]:
    return tuple(
        Channel(
            path=f"feeds/topic-{topic.replace('_', '-')}",
            title=f"Topic: {label}",
            about="Alerts of all severities.",
            group="By topic",
            changes=_newest(survey.about(topic)),
        )
        for topic, label in wording.TOPICS.items()
    )


def _by_document(survey: Survey) -> tuple[Channel, ...]:
    return tuple(
        Channel(
            path=document_path(watched.document.id),
            title=watched.document.title,
            about="Alerts on this document.",
            group="By document",
            changes=_newest([change for change in watched.changes if change.number in survey.alerts]),
        )
        for watched in survey.watched
    )


def _everything(survey: Survey) -> Channel:
    return Channel(
        path="feeds/changes",
        title="All changes",
        about="Low ones too: wording, dates, links. For researchers.",
        group="Everything else",
        changes=_newest(survey.changes),
    )


def _newest(changes: Sequence[ChangeLine]) -> tuple[ChangeLine, ...]:
    return tuple(changes[-NEWEST:])
