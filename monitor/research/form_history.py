"""A form over time: its fields, what it demands, where it posts, and how much it takes to send it.

Pure: handed texts, claims and bodies. A rule decides nothing here; friction is a count that anyone can repeat.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from feeds.research.research_records import FieldRow, FormField, FormState, Friction
from feeds.research.version_runs import FirstCapture
from monitor.claims.asked_data import ASKED_DATA
from monitor.claims.claim import Claim, Frame
from monitor.extract.dates import dates_in
from monitor.extract.identity import words_key
from monitor.reading.statements import State
from monitor.rules.languages import Languages
from monitor.rules.text_patterns import choice_of, one_of
from snapshots.records import Extraction, Segment, SegmentKind

if TYPE_CHECKING:
    from monitor.extract.form_actions import FormAction

_FILES = frozenset(["file", "files"])
_MIN_COUNTRIES = 2
_PROOFS = frozenset(["evidence"]) | ASKED_DATA
_DEMANDED = _PROOFS | {"reason", "login"}


class _FormPatterns:
    """What forms say of their fields and steps, in all the languages of a pack."""

    def __init__(self, languages: Languages) -> None:
        words = [language.forms for language in languages.every]
        required, optional, steps, of, country = (
            [word for forms in words for word in getattr(forms, name)]
            for name in ("required", "optional", "steps", "of", "country")
        )
        # At the end of a label; what is required and what isn't is told apart by itself.
        self.mark = re.compile(rf"\s*\(({choice_of(required + optional)})\)\s*$", re.IGNORECASE)
        self.required = frozenset(required)
        self.step = re.compile(rf"\b{choice_of(steps)}\s+\d{{1,2}}\s+{choice_of(of)}\s+(\d{{1,2}})\b", re.IGNORECASE)
        self.country = one_of(country, re.IGNORECASE)


@lru_cache(maxsize=8)
def _words(languages: Languages) -> _FormPatterns:
    return _FormPatterns(languages)


def form_of(
    text: Extraction,
    claims: Sequence[Claim],
    postings: Sequence[FormAction],
    seen: FirstCapture,
    languages: Languages,
) -> FormState | None:
    """Return the form that a version holds, None where it has no field."""
    asked = [claim for claim in claims if claim.frame is Frame.FORM and claim.requirements]
    proofs = {claim.text for claim in asked if _PROOFS & set(claim.requirements) and claim.state is not State.EXCLUDED}
    fields = tuple(_fields(text.segments, proofs, _words(languages)))
    if not fields:
        return None
    login = _login(asked, fields)
    return FormState(
        seen=seen,
        fields=fields,
        posts_to=tuple(f"{posting.method} {posting.url}" for posting in postings if posting.url),
        login=login,
        demands=_demands(asked),
        countries=next(
            (
                field.options
                for field in fields
                if _words(languages).country.search(field.label) and len(field.options) >= _MIN_COUNTRIES
            ),
            (),
        ),
        deadlines=_deadlines(text.segments, claims, languages),
        friction=_friction(text.segments, fields, asked, login, _words(languages)),
    )


def over_time(states: Sequence[FormState], languages: Languages) -> tuple[tuple[FormState, ...], tuple[FieldRow, ...]]:
    """Return the states that differ from the one before, and each field over them.

    A field is known by its label, whatever stands in brackets of its being required.
    """
    kept: list[FormState] = []
    words = _words(languages)
    for state in states:
        if not kept or replace(state, seen=kept[-1].seen) != kept[-1]:
            kept.append(state)
    by_label: dict[bytes, dict[int, FormField]] = {}
    for index, state in enumerate(kept):
        for field in state.fields:
            by_label.setdefault(_identity(field, words), {}).setdefault(index, field)
    newest = len(kept) - 1
    order = {_identity(field, words): place for place, field in enumerate(kept[-1].fields)} if kept else {}
    rows = sorted(by_label.items(), key=lambda row: (newest not in row[1], order.get(row[0], 0)))
    return tuple(kept), tuple(
        FieldRow(label=cells[max(cells)].label, cells=tuple(cells.get(index) for index in range(len(kept))))
        for _, cells in rows
    )


def _identity(field: FormField, words: _FormPatterns) -> bytes:
    return words_key(words.mark.sub("", field.label))


def _fields(segments: Sequence[Segment], proofs: set[str], words: _FormPatterns) -> Iterable[FormField]:
    below: dict[str, list[Segment]] = {}
    for segment in segments:
        below.setdefault(segment.context[-1] if segment.context else "", []).append(segment)
    for segment in segments:
        label, bracket, asks = segment.text.removesuffix("]").rpartition(" [")
        if segment.kind is not SegmentKind.FIELD or not segment.text.endswith("]") or not bracket:
            continue
        asks, *limits = asks.split(", ")
        if asks == "button":
            continue
        mark = words.mark.search(label)
        said = below.get(label, [])
        yield FormField(
            label=label,
            asks=asks,
            is_required="required" in limits or bool(mark and mark[1].lower() in words.required),
            options=tuple(other.text for other in said if other.kind is SegmentKind.FIELD),
            notes=tuple(other.text for other in said if other.kind is not SegmentKind.FIELD),
            is_evidence=asks in _FILES or segment.text in proofs,
        )


def _login(asked: Iterable[Claim], fields: Iterable[FormField]) -> bool | None:
    if any(field.asks == "password" for field in fields):
        return True
    said = [claim.state for claim in asked if "login" in claim.requirements]
    return None if not said else any(state is not State.EXCLUDED for state in said)


def _demands(asked: Iterable[Claim]) -> tuple[str, ...]:
    """Return the sentences that demand something beside the fields."""
    demanding = (c for c in asked if c.kind is not SegmentKind.FIELD and c.state is not State.EXCLUDED)
    found = (claim.text for claim in demanding if _DEMANDED & set(claim.requirements))
    return tuple(dict.fromkeys(found))


def _deadlines(segments: Iterable[Segment], claims: Iterable[Claim], languages: Languages) -> tuple[str, ...]:
    """Return the sentences that say until when one may ask: a right or a form, and a date or a time."""
    asking = {claim.text for claim in claims if claim.frame in (Frame.RIGHT, Frame.FORM)}
    timed = {claim.text for claim in claims if claim.frame is Frame.PERIOD}
    found = (s.text for s in segments if s.text in asking and (s.text in timed or dates_in(s.text, languages)))
    return tuple(dict.fromkeys(found))


def _friction(
    segments: Iterable[Segment],
    fields: Sequence[FormField],
    asked: Iterable[Claim],
    login: bool | None,
    words: _FormPatterns,
) -> Friction:
    steps = (int(match[1]) for segment in segments if (match := words.step.search(segment.text)))
    proofs = sum(field.is_evidence and field.is_required for field in fields)
    in_words = any(
        _PROOFS & set(claim.requirements) and claim.state is State.ALLOWED and claim.kind is not SegmentKind.FIELD
        for claim in asked
    )
    return Friction(
        steps=max(steps, default=1),
        fields=len(fields),
        required=sum(field.is_required and not field.is_evidence for field in fields),
        evidence=proofs or int(in_words),
        login=int(login is True),
    )
