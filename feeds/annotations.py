"""Notes of experts as W3C Web Annotations (the Web Annotation Data Model of 2017), in JSON-LD. Publishes none."""

from __future__ import annotations

from typing import NamedTuple

from feeds.addresses import change_address
from feeds.clean import clean, clean_line
from feeds.record_fields import TEXT, TIME, URL, RecordFields, field, field_if_any, inline, nested, record
from feeds.site import Site
from snapshots.records import Alert, Notice

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
"""What gives the names of an annotation their meaning; its address is part of the standard."""


class NotedAlert(NamedTuple):
    """A note of an expert, with the alert that it is about and the site on which that stands."""

    note: Notice
    alert: Alert
    site: Site


_CREATOR: RecordFields[NotedAlert] = inline(
    field("type", TEXT, "Person.", lambda noted: "Person"),
    field("name", TEXT, "Whose name stands under it.", lambda noted: clean_line(noted.note.signed_by)),
)
_BODY: RecordFields[NotedAlert] = inline(
    field("type", TEXT, "TextualBody.", lambda noted: "TextualBody"),
    field("value", TEXT, "The note.", lambda noted: clean(noted.note.note)),
    field("format", TEXT, "text/plain.", lambda noted: "text/plain"),
    field_if_any("language", TEXT, "BCP 47.", lambda noted: noted.note.language or None),
)
_SELECTOR: RecordFields[NotedAlert] = inline(
    field("type", TEXT, "TextQuoteSelector.", lambda noted: "TextQuoteSelector"),
    field("exact", TEXT, "The words that the note is about.", lambda noted: clean(noted.note.quote)),
)
_TARGET: RecordFields[NotedAlert] = inline(
    field("type", TEXT, "SpecificResource.", lambda noted: "SpecificResource"),
    field("source", URL, "The alert's page.", lambda noted: noted.site.url(change_address(noted.alert.change))),
    field_if_any(
        "selector",
        nested(_SELECTOR),
        "Where the note is about some words alone.",
        lambda noted: noted if noted.note.quote else None,
    ),
)
ANNOTATION: RecordFields[NotedAlert] = record(
    "Annotation",
    field("@context", URL, "", lambda noted: CONTEXT),
    field("id", TEXT, "tag: URI, for good.", lambda noted: clean_line(noted.note.id)),
    field("type", TEXT, "Annotation.", lambda noted: "Annotation"),
    field("motivation", TEXT, "commenting.", lambda noted: "commenting"),
    field("creator", nested(_CREATOR), "", lambda noted: noted),
    field("created", TIME, "", lambda noted: noted.note.at),
    field("body", nested(_BODY), "", lambda noted: noted),
    field("target", nested(_TARGET), "", lambda noted: noted),
)
