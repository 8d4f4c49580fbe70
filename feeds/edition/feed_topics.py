"""Which feeds there are, and into which of them something told belongs. Writes no feed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from hashlib import sha256

from feeds import wording
from feeds.edition.survey import Survey
from feeds.language.translation import WordTable, _
from snapshots.frozen_class import frozen
from snapshots.records import Alert, Document, Severity

NEWEST = 50
"""Entries of a current feed, fewer where they are long; readers fetch the whole file each time."""

ALERTS, STATUS, CORRECTIONS, CHANGES = "feeds/alerts", "feeds/status", "feeds/corrections", "feeds/changes"
WORTH_A_LOOK = "feeds/worth-a-look"

_SEVERITIES = WordTable(
    {
        Severity.CRITICAL: "Widens use for AI, advertising or third parties, or takes away a right.",
        Severity.HIGH: "Other changes of substance: narrower use, legal basis, new rights.",
        Severity.MEDIUM: "Minor changes of substance, and notices of a coming edition.",
        Severity.LOW: "Wording, dates, links: what is no alert.",
    }
)
_OF_DOCUMENTS = ("feeds/documents/", "feeds/service-", "feeds/region-")
_WORD = re.compile(r"[^a-z0-9]+")


@frozen
class Channel:
    """One feed, in all its formats."""

    path: str  # below the site, without a suffix; part of the feed's id, so it never changes
    title: str
    about: str
    group: str  # its heading on the feeds page


def channels(survey: Survey) -> tuple[Channel, ...]:
    """Return every feed in the order of the feeds page; the first is that of all alerts."""
    documents = [watched.document for watched in survey.watched]
    return (
        *_first(),
        *_by_severity(),
        *_by_topic(),
        *_by_document(documents),
        *_by_service(documents),
        *_by_region(documents),
        *_everything_else(),
    )


def alerts_channel() -> Channel:
    """Return the feed of all alerts, which every page that is about none in particular leads to."""
    return _first()[0]


def document_path(document_id: str) -> str:
    """Return the path of the feed of one document."""
    return f"feeds/documents/{document_id}"


def is_of_documents(path: str) -> bool:
    """Return whether a feed is of one document, of one service or of one region."""
    return path.startswith(_OF_DOCUMENTS)


def paths_of_document(document: Document) -> tuple[str, ...]:
    """Return the feeds into which all that is told of a document belongs."""
    paths = [document_path(document.id)]
    if document.service.strip():
        paths.append(f"feeds/service-{_slug(document.service)}")
    if document.region.strip():
        paths.append(f"feeds/region-{_slug(document.region)}")
    return tuple(paths)


def paths_of_alert(alert: Alert, document: Document) -> tuple[str, ...]:
    """Return the feeds into which an alert belongs, and what is said of it later."""
    topics = (_topic_path(topic) for topic in alert.topics if topic in wording.TOPICS)
    return (ALERTS, CHANGES, _severity_path(alert.severity), *topics, *paths_of_document(document))


LOW_PATHS = (CHANGES, f"feeds/severity-{Severity.LOW.value}")
"""The feeds of changes that are no alert."""
LOOK_PATHS = (*LOW_PATHS, WORTH_A_LOOK)
"""The feeds of changes that are no alert, and that a person should look at."""


def _first() -> tuple[Channel, ...]:
    group = _("Start with these two")
    return (
        Channel(path=ALERTS, title=_("All alerts"), about=_("Critical, high and medium."), group=group),
        Channel(
            path=STATUS,
            title=_("Status"),
            about=_("When a page cannot be seen, and when it is back: it tells silence from blindness."),
            group=group,
        ),
    )


def _by_severity() -> Iterable[Channel]:
    for severity, about in _SEVERITIES.items():
        title = _("Severity: {severity}").format(severity=wording.word(severity.value))
        yield Channel(path=_severity_path(severity), title=title, about=about, group=_("By severity"))


def _by_topic() -> Iterable[Channel]:
    for topic, label in wording.TOPICS.items():
        about = _("Alerts of all severities.")
        yield Channel(
            path=_topic_path(topic), title=_("Topic: {topic}").format(topic=label), about=about, group=_("By topic")
        )


def _by_document(documents: Sequence[Document]) -> Iterable[Channel]:
    for document in documents:
        about = _("Alerts on this document, and when it cannot be seen.")
        yield Channel(path=document_path(document.id), title=document.title, about=about, group=_("By document"))


def _by_service(documents: Sequence[Document]) -> Iterable[Channel]:
    for slug, name in _slugs(document.service for document in documents):
        about = _("Alerts on all documents of {service}.").format(service=name)
        yield Channel(
            path=f"feeds/service-{slug}",
            title=_("Service: {service}").format(service=name),
            about=about,
            group=_("By service"),
        )


def _by_region(documents: Sequence[Document]) -> Iterable[Channel]:
    for slug, name in _slugs(document.region for document in documents):
        title = _("Region: {region}").format(region=name.upper() if len(name) <= 3 else name)
        about = _("Alerts on the texts for this region.")
        yield Channel(path=f"feeds/region-{slug}", title=title, about=about, group=_("By region"))


def _everything_else() -> tuple[Channel, ...]:
    group = _("Everything else")
    return (
        Channel(
            path=CORRECTIONS,
            title=_("Corrections"),
            about=_("Alerts that were corrected or withdrawn, and what was wrong with them."),
            group=group,
        ),
        Channel(
            path=WORTH_A_LOOK,
            title=_("Worth a look"),
            about=_("What would be grave and is too unsure for an alert. No mail is sent of it."),
            group=group,
        ),
        Channel(
            path=CHANGES,
            title=_("All changes"),
            about=_("Low ones too: wording, dates, links. For researchers."),
            group=group,
        ),
    )


def _severity_path(severity: Severity) -> str:
    return f"feeds/severity-{severity.value}"


def _topic_path(topic: str) -> str:
    return f"feeds/topic-{topic.replace('_', '-')}"


def _slugs(names: Iterable[str]) -> list[tuple[str, str]]:
    """Return each name once with its slug, by slug; of two names with one slug the first by alphabet."""
    found: dict[str, str] = {}
    for name in sorted({name.strip() for name in names} - {""}):
        found.setdefault(_slug(name), name)
    return sorted(found.items())


def _slug(name: str) -> str:
    """Return a name as part of a path; a name that it can't stand for alone has a digest added."""
    folded = unicodedata.normalize("NFKD", name.strip()).encode("ascii", "ignore").decode("ascii")
    slug = _WORD.sub("-", folded.lower()).strip("-")
    if folded == name.strip() and slug:
        return slug
    return "-".join(filter(None, (slug, sha256(name.strip().encode()).hexdigest()[:8])))
