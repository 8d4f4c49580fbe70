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
            "january januar janvier enero jan",
            "february februar février febrero feb",
            "march märz mars marzo mar",
            "april avril abril apr",
            "may mai mayo",
            "june juni juin junio jun",
            "july juli juillet julio jul",
            "august août agosto aug",
            "september septembre septiembre sept sep",
            "october oktober octobre octubre oct okt",
            "november novembre noviembre nov",
            "december dezember décembre diciembre dec dez",
        ],
        start=1,
    )
    for name in names.split()
}
MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATE = re.compile(
    rf"\b(?:(?P<month1>{MONTH})\.? (?P<day1>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year1>20\d\d)"
    rf"|(?P<day2>\d{{1,2}})(?:st|nd|rd|th|er|\.)? (?:de )?(?P<month2>{MONTH})\.?,? (?:de )?(?P<year2>20\d\d)"
    r"|(?P<year3>20\d\d)-(?P<month3>\d\d)-(?P<day3>\d\d))\b",
    re.I,
)
_SHORT = re.compile(
    rf"\b(?:(?P<month1>{MONTH})\.? (?P<day1>\d{{1,2}})(?:st|nd|rd|th)?"
    rf"|(?P<day2>\d{{1,2}})(?:st|nd|rd|th|er|º|\.)? (?:de )?(?P<month2>{MONTH})"
    rf"|(?P<month3>{MONTH})\.?,? (?:de )?(?P<year3>20\d\d)"
    r"|(?P<day4>\d{1,2})[./-](?P<month4>\d{1,2})[./-](?P<year4>20\d\d))\b",
    re.I,
)
_CUE = re.compile(
    r"\b(effective|in(?:to)? effect|takes? effect|updat(?:ed?|ing)|last (?:revised|updated|modified)|revision"
    r"|(?:policy|notice|terms) (?:will change|changes|will be (?:changed|replaced|updated))"
    r"|wird geändert|ändert sich|changera|sera (?:modifiée?|remplacée?)|cambiará|será (?:modificad|sustituid)[oa]"
    r"|gültig|in kraft|aktualisiert|stand"
    r"|en vigueur|prend effet|mise? à jour|dernière"
    r"|en vigor|vigente|actualiza\w*|última)\b",
    re.I,
)
_ANNOUNCES = re.compile(
    r"\b(?:(?:new|next|updated|revised) (?:version|policy|notice|terms|rules)|changes?|updates?)\b.{0,60}"
    r"\b(?:appl(?:y|ies)|takes? effect|comes? into|goes? into|go into|effective|starts?)\b"
    r"|\b(?:neue|geänderte)\w* (?:fassung|version|richtlinie|bedingungen)\b.{0,60}\b(?:gilt|gelten|treten|tritt)\b"
    r"|\bnouvelle (?:version|politique)\b.{0,60}\b(?:appli\w+|entr\w+|décri\w+|vigueur)\b"
    r"|\b(?:policy|notice|terms) (?:will change|changes|will be (?:changed|replaced|updated))\b"
    r"|\b(?:richtlinie|hinweis\w*|bedingungen|erklärung)\b.{0,20}\b(?:wird|werden)\b.{0,40}\bgeändert\b"
    r"|\b(?:politique|avis|conditions)\b.{0,20}\b(?:changer\w+|ser(?:a|ont) (?:modifi|remplac)\w+)"
    r"|\b(?:política|aviso|condiciones)\b.{0,20}\b(?:cambiará\w*|será\w* (?:modific|sustitui)\w+)"
    r"|\bà compter du\b.{0,40}\bnouvelle (?:version|politique)\b"
    r"|\bnueva (?:versión|política)\b.{0,60}\b(?:apli\w+|entra\w*|vigor|describ\w+)\b",
    re.I,
)
_TOUCHED = re.compile(
    r"\W*+(?:(?:this|the|our|das|le|la|el) )?(?:document|policy|page|dokument|documento)?\W*+"
    r"((last |date )?(revised|updated|modified|reviewed|changed)"
    r"|(zuletzt )?(aktualisiert|geändert|überarbeitet|geprüft)|stand"
    r"|(version|fassung|versión) (of|vom|du|de|del)"
    r"|(dernière )?(mise à jour|modification|révision)|révisée?|modifiée?"
    r"|(última )?(actualización|modificación|revisión)|actualizad[oa]|revisad[oa])\b",
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


def spoken_dates(text: str) -> list[tuple[str, int, int]]:
    """Return every date in `text`, also in figures or without its year or day, with where it begins and ends.

    Each is an ISO 8601 date as far as the text gives it: "2027-06-01", "2027-06", "--06-30". Two dates of one form
    are in the order of their names. Figures are read as day, month, year.
    """
    found = [(day.isoformat(), start, end) for day, start, end in date_places(text)]
    for match in _SHORT.finditer(text):
        if any(start <= match.start() < end for _, start, end in found):
            continue
        parts = match.groupdict()
        month = parts["month1"] or parts["month2"] or parts["month3"]
        number = int(parts["month4"]) if parts["month4"] else _MONTHS[month.lower()]
        day = parts["day1"] or parts["day2"] or parts["day4"]
        year = parts["year3"] or parts["year4"]
        name = f"{year or '-'}-{number:02}" + (f"-{int(day):02}" if day else "")
        if number <= 12 and (not day or int(day) <= 31):
            found.append((name, *match.span()))
    return sorted(found, key=lambda place: place[1])


def effective_dates(text: str) -> list[date]:
    """Return the dates of a sentence that speaks of coming into effect or of an update, else none."""
    return dates_in(text) if len(text) < 600 and _CUE.search(text) else []


def announced_dates(text: str) -> list[date]:
    """Return the dates from which a sentence says that a new version or a change will apply, else none."""
    return dates_in(text) if len(text) < 600 and _ANNOUNCES.search(text) else []


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
