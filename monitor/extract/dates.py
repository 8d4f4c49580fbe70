"""Dates that a policy states of itself: effective, updated, announced. Guesses no date it can't read whole."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from snapshots.records import Segment

_MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "january januar janvier enero jan", "february februar février febrero feb", "march märz mars marzo mar",
            "april avril abril apr", "may mai mayo", "june juni juin junio jun", "july juli juillet julio jul",
            "august août agosto aug", "september septembre septiembre sept sep",
            "october oktober octobre octubre oct okt",
            "november novembre noviembre nov", "december dezember décembre diciembre dec dez",
        ],
        start=1,
    )
    for name in names.split()
}  # fmt: skip
MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATE = re.compile(
    rf"\b(?:(?P<month1>{MONTH})\.? (?P<day1>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year1>20\d\d)"
    rf"|(?P<day2>\d{{1,2}})(?:st|nd|rd|th|er|\.)? (?:de )?(?P<month2>{MONTH})\.?,? (?:de )?(?P<year2>20\d\d)"
    r"|(?P<year3>20\d\d)-(?P<month3>\d\d)-(?P<day3>\d\d))\b",
    re.I,
)
_CUE = re.compile(
    r"\b(effective|in(?:to)? effect|takes? effect|updat(?:ed?|ing)|last (?:revised|updated|modified)|revision|gültig"
    r"|in kraft"
    r"|aktualisiert|stand|en vigueur|prend effet|mise? à jour|dernière|en vigor|vigente|actualiza\w*|última)\b",
    re.I,
)
_TOUCHED = re.compile(
    r"\W*(last (revised|updated|modified|reviewed)|(zuletzt )?(aktualisiert|geändert)|stand"
    r"|dernière (mise à jour|modification)|última (actualización|modificación|revisión))\b",
    re.I,
)
_HEAD = 400  # segments; a policy states its date at its head or in a notice above it


def dates_in(text: str) -> list[date]:
    """Return the dates written out in `text`, in order, in English, German, French, Spanish or ISO 8601."""
    return [day for day, _, _ in date_places(text)]


def date_places(text: str) -> list[tuple[date, int, int]]:
    """Return the dates written out in `text` with where each begins and ends."""
    found = []
    for match in _DATE.finditer(text):
        parts = match.groupdict()
        for n in "123":
            if parts["year" + n]:
                month = parts["month" + n]
                number = int(month) if month.isdigit() else _MONTHS[month.lower()]
                try:
                    found.append((date(int(parts["year" + n]), number, int(parts["day" + n])), *match.span()))
                except ValueError:
                    continue
    return found


def effective_dates(text: str) -> list[date]:
    """Return the dates of a sentence that speaks of coming into effect or of an update, else none."""
    return dates_in(text) if len(text) < 600 and _CUE.search(text) else []


def is_last_touched(text: str) -> bool:
    """Whether a sentence says of its date only that the text was last updated then."""
    return bool(_TOUCHED.match(text))


def stated_date(segments: Iterable[Segment]) -> date | None:
    """Return the latest date that the head of a text gives as its own, None where it states none."""
    found: list[date] = []
    for index, segment in enumerate(segments):
        if index >= _HEAD:
            break
        found.extend(effective_dates(segment.text))
    return max(found, default=None)
