"""The form in which a reader says what mail to send, as fields and back. Trusts nothing of what comes in."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import parse_qs

from feeds import wording
from feeds.clean import clean_line
from feeds.deliveries.preferences import Pace, Preferences
from feeds.deliveries.targets import Filter
from feeds.language.translation import _
from snapshots.frozen_class import frozen
from snapshots.records import Document, Severity

LONGEST = 16_384
"""Bytes of a form that are read."""

_PHRASES, _PHRASE = 5, 100  # phrases of a wish, characters of one

Fields = dict[str, list[str]]


@frozen
class Choice:
    """One value that can be ticked or picked."""

    value: str
    label: str


@frozen
class Choices:
    """All that the form offers."""

    paces: tuple[Choice, ...]
    severities: tuple[Choice, ...]
    topics: tuple[Choice, ...]
    services: tuple[Choice, ...]
    regions: tuple[Choice, ...]
    documents: tuple[Choice, ...]


def choices_of(documents: Sequence[Document]) -> Choices:
    """Return what can be chosen, of the documents that an archive has."""
    services = sorted({document.service for document in documents})
    regions = sorted({document.region for document in documents if document.region})
    return Choices(
        paces=(
            Choice(value=Pace.AT_ONCE.value, label=_("Each alert at once")),
            Choice(value=Pace.DAILY.value, label=_("One mail a day, low changes too")),
            Choice(value=Pace.WEEKLY.value, label=_("One mail a week, low changes too")),
        ),
        severities=(
            Choice(value="", label=_("Everything")),
            Choice(value=Severity.MEDIUM.value, label=_("Medium and graver")),
            Choice(value=Severity.HIGH.value, label=_("High and critical")),
            Choice(value=Severity.CRITICAL.value, label=_("Critical alone")),
        ),
        topics=tuple(Choice(value=name, label=label) for name, label in wording.TOPICS.items()),
        services=tuple(Choice(value=name, label=clean_line(name)) for name in services),
        regions=tuple(Choice(value=name, label=clean_line(name)) for name in regions),
        documents=tuple(Choice(value=d.id, label=clean_line(d.title)) for d in documents),
    )


def read_fields(body: bytes) -> Fields:
    """Return the fields of a form; what is no form has none."""
    try:
        return parse_qs(body.decode("ascii"), max_num_fields=400)
    except ValueError:
        return {}


def first(fields: Fields, name: str) -> str:
    """Return the first value of a field, "" where there is none."""
    return fields.get(name, [""])[0]


def read_preferences(fields: Fields, choices: Choices) -> Preferences | None:
    """Return what is asked for; None where something is that isn't offered."""
    pace, severity = first(fields, "pace") or Pace.AT_ONCE.value, first(fields, "severity")
    phrases = tuple(
        " ".join(clean_line(part).split())[:_PHRASE] for part in first(fields, "phrases").split(",") if part.strip()
    )
    picked = {name: tuple(fields.get(name, [])) for name in ("topics", "services", "regions", "documents")}
    offered = {name: {choice.value for choice in getattr(choices, name)} for name in picked}
    is_offered = (
        pace in {choice.value for choice in choices.paces}
        and severity in {choice.value for choice in choices.severities}
        and all(set(values) <= offered[name] for name, values in picked.items())
        and len(phrases) <= _PHRASES
    )
    if not is_offered:
        return None
    chosen = Filter(
        topics=picked["topics"],
        services=picked["services"],
        regions=picked["regions"],
        documents=picked["documents"],
        severity=Severity(severity) if severity else None,
        phrases=tuple(dict.fromkeys(phrases)),
    )
    return Preferences(pace=Pace(pace), filter=chosen)
