"""What the decider remembers of one text of a document from capture to capture, and how that is written down."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from datetime import datetime
from typing import Any

from monitor.memory.variant import Variant
from snapshots.frozen_class import frozen
from snapshots.records import Outcome

_FORMAT = 1
_UNKNOWN = Variant()
_MAX_STRANGE = 300  # passages; the oldest are forgotten


Absent = Mapping[str, tuple[datetime, int]]
"""Passages by identity, with when they were first not seen and at which attempt."""


@frozen
class Recollection:
    """The decider's memory of one lineage of a document. `dump` writes it under names that stay as they are.

    `seen` holds the keys of every text ever shown, `states` the version of every whole text by digest; `dump` leaves
    them to `learned.py`.
    """

    lineage: int = 1  # its number within the document
    version: int = 0  # the version the lineage is at, 0 before the first; after a return an earlier one
    newest: int = 0  # the highest number given so far, over all lineages
    heads: Mapping[int, datetime] = field(default_factory=dict)  # versions it was at of late, with when last shown
    last_at: datetime | None = None  # when it was last shown
    since: datetime | None = None  # since when the lineage is at `version`
    text_sha256: str = ""  # of that version's effective text
    links_sha256: str = ""
    pages: tuple[str, ...] = ()  # names of the page that showed both and nothing else, as `PageReader.names` gives them
    extractor: str = ""
    language: str = ""
    seen: frozenset[bytes] = frozenset()
    states: dict[str, int] = field(default_factory=dict)
    stated: str = ""  # the latest ISO date that the document ever gave as its own, in force or announced
    missing_since: datetime | None = None  # since when part of the text is held as not seen
    missing_attempt: int = 0
    missing_sha256: str = ""  # digest of the half page that was last judged
    missing_names: frozenset[str] = frozenset()  # of what was not seen at any look since then
    absent: Absent = field(default_factory=dict)  # passages that went alone from a page that is seen in part
    open_alert: str = ""  # the alert that told of the half page, for its sequel to name
    told: int = 0  # the version that an alert was made of last
    told_alert: str = ""  # that alert
    taken_back: int = 0  # the version that was told and gave way to an earlier text, until a second look agrees
    taken_back_attempt: int = 0  # that showed the earlier text first
    ends: tuple[datetime, ...] = ()  # when ends of what was told were told, of late
    served: Variant = _UNKNOWN  # which variant the version is
    replacement: str = ""  # the variant, or the other page, that has been served in its place since `replacement_since`
    replacement_since: datetime | None = None
    replacement_attempt: int = 0  # that first showed it
    replacement_sha256: str = ""  # of its text then
    rivals: tuple[str, ...] = ()  # replacements that gave way to it: texts that are served in turn with it
    formers: tuple[int, ...] = ()  # versions that a text with other marks took the place of: they may come back
    rival_of: int = 0  # the lineage that it may be the change of, as nothing but its words tells them apart
    turns: int = 0  # how often it was shown after that one
    turn_since: datetime | None = None  # of the last such time: its first capture, attempt and version
    turn_attempt: int = 0
    turn_version: int = 0
    strange: dict[str, str] = field(default_factory=dict)  # passages of walls and error pages, with their outcome

    def with_seen(self, keys: Iterable[bytes]) -> Recollection:
        """Return the memory with the keys of texts and links among those that were shown."""
        return replace(self, seen=self.seen.union(keys))

    def with_turn(self, at: datetime, attempt: int) -> Recollection:
        """Return the memory with one more time that its text took the place of its rival, which begins at `at`."""
        return replace(self, turns=self.turns + 1, turn_since=at, turn_attempt=attempt, turn_version=self.version)

    def without_rival(self) -> Recollection:
        """Return the memory of a text that is the change of no other."""
        return replace(self, rival_of=0, turns=0, turn_since=None, turn_attempt=0, turn_version=0)

    def with_strange(self, passages: Iterable[str], outcome: Outcome) -> Recollection:
        """Return the memory with passages, by name, of a page that was shown in the document's place."""
        known = {**self.strange, **dict.fromkeys(passages, outcome.value)}
        return replace(self, strange=dict(list(known.items())[-_MAX_STRANGE:]))


def dump(recollection: Recollection) -> dict[str, Any]:
    """Return the memory as plain JSON, without what only grows."""
    r = recollection
    return {
        "format": _FORMAT,
        "lineage": r.lineage,
        "version": r.version,
        "newest": r.newest,
        "heads": [[number, _text_of(at)] for number, at in sorted(r.heads.items())],
        "last_at": _text_of(r.last_at),
        "since": _text_of(r.since),
        "text_sha256": r.text_sha256,
        "links_sha256": r.links_sha256,
        "pages": list(r.pages),
        "extractor": r.extractor,
        "language": r.language,
        "stated": r.stated,
        "missing_since": _text_of(r.missing_since),
        "missing_attempt": r.missing_attempt,
        "missing_sha256": r.missing_sha256,
        "missing_names": sorted(r.missing_names),
        "absent": [[name, _text_of(since), attempt] for name, (since, attempt) in sorted(r.absent.items())],
        "open_alert": r.open_alert,
        "told": [r.told, r.told_alert],
        "taken_back": [r.taken_back, r.taken_back_attempt],
        "ends": list(map(_text_of, r.ends)),
        "served": [r.served.language, r.served.region],
        "stranger": r.replacement,
        "stranger_since": _text_of(r.replacement_since),
        "stranger_attempt": r.replacement_attempt,
        "stranger_sha256": r.replacement_sha256,
        "rivals": list(r.rivals),
        "formers": list(r.formers),
        "rival_of": [r.rival_of, r.turns, _text_of(r.turn_since), r.turn_attempt, r.turn_version],
        "strange": list(r.strange.items()),
    }


def load(raw: Mapping[str, Any]) -> Recollection:
    """Return the memory that `dump` wrote; earlier programs left out what has a default here.

    They wrote what is `learned` with the rest.
    """
    keys = base64.b64decode(raw.get("seen", ""))
    told, told_alert = raw.get("told", (0, ""))
    taken_back, taken_back_attempt = raw.get("taken_back", (0, 0))
    language, region = raw.get("served", ("", ""))
    rival_of, turns, turn_since, turn_attempt, turn_version = raw.get("rival_of", (0, 0, None, 0, 0))
    return Recollection(
        lineage=raw.get("lineage", 1),
        version=raw["version"],
        newest=raw["newest"],
        heads={number: datetime.fromisoformat(at) for number, at in raw.get("heads", ())},
        last_at=_time_of(raw.get("last_at")),
        since=_time_of(raw["since"]),
        text_sha256=raw["text_sha256"],
        links_sha256=raw["links_sha256"],
        pages=tuple(raw.get("pages", ())),
        extractor=raw["extractor"],
        language=raw["language"],
        seen=frozenset(keys[start : start + 8] for start in range(0, len(keys), 8)),
        states=raw.get("states", {}),
        stated=raw["stated"],
        missing_since=_time_of(raw["missing_since"]),
        missing_attempt=raw["missing_attempt"],
        missing_sha256=raw["missing_sha256"],
        missing_names=frozenset(raw.get("missing_names", ())),
        absent={name: (datetime.fromisoformat(since), attempt) for name, since, attempt in raw.get("absent", ())},
        open_alert=raw["open_alert"],
        told=told,
        told_alert=told_alert,
        taken_back=taken_back,
        taken_back_attempt=taken_back_attempt,
        ends=tuple(datetime.fromisoformat(at) for at in raw.get("ends", ())),
        served=Variant(language=language, region=region),
        replacement=raw.get("stranger", ""),
        replacement_since=_time_of(raw.get("stranger_since")),
        replacement_attempt=raw.get("stranger_attempt", 0),
        replacement_sha256=raw.get("stranger_sha256", ""),
        rivals=tuple(raw.get("rivals", ())),
        formers=tuple(raw.get("formers", ())),
        rival_of=rival_of,
        turns=turns,
        turn_since=_time_of(turn_since),
        turn_attempt=turn_attempt,
        turn_version=turn_version,
        strange=dict(raw.get("strange", ())),
    )


def _text_of(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _time_of(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
