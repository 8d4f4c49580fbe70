"""The day from which a text says that it holds, where that day is news. Rates nothing else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from monitor.alerts.contracts import Matter, matter_of
from monitor.alerts.headline_sentences import Subject, Telling, say, say_in_any_case
from monitor.alerts.headlines import evidence_of
from monitor.alerts.news import News, Sign
from monitor.alerts.phrase_words import on_day
from monitor.alerts.renamings import is_name_for_name
from monitor.alerts.roles import Role, has_company_act, role_of
from monitor.alerts.situation import Situation
from monitor.alerts.stakes import is_of_data
from monitor.extract.dates import announced_dates, dates_in, effective_dates, is_last_touched
from monitor.reading.reader import Reader
from monitor.reading.sentence_reading import read_passage
from monitor.reading.statements import Statement
from monitor.rules.languages import Languages
from monitor.rules.pack import Pack
from snapshots.records import Direction, Finding, Hunk, HunkKind, Reason

_FURTHEST = timedelta(days=550)  # a date later than that after the capture is no announcement
_AT_STAKE = frozenset(["data", "purposes", "parties"])


def _own_dates(text: str, languages: Languages) -> list[date]:
    """Return the dates that a sentence gives the text as its own."""
    if is_last_touched(text, languages):
        return []
    return [*effective_dates(text, languages), *announced_dates(text, languages)]


def find_announced_date(
    situation: Situation, news: Sequence[News], subject: Subject, reader: Reader
) -> tuple[date, Finding] | None:
    """Return the latest date that the new text gives as its own, where it is later than every one before.

    A day that the text named before is no news in whatever notation it stands now, and a day that is past when it is
    first seen is news only beside other words on what is done with data, for whom and why, be it in an example: what is
    reworded in substance is told for itself, and a new address or banner under a new date is nothing.
    """
    pack = reader.pack
    found: list[tuple[date, Hunk]] = []
    for hunk in situation.hunks:
        if hunk.after and hunk.kind in (HunkKind.ADDED, HunkKind.EDITED, HunkKind.MOVED):
            days = _own_dates(hunk.after, pack.languages)
            found.extend((day, hunk) for day in days)
    found = [(day, hunk) for day, hunk in found if day - situation.captured_on < _FURTHEST]
    if not found:  # the rest reads every sentence of before
        return None
    named = {day for segment in situation.before.segments for day in dates_in(segment.text, pack.languages)}
    found = [(day, hunk) for day, hunk in found if day not in named]
    if not found:
        return None
    day, hunk = max(found, key=lambda pair: pair[0])
    is_later = bool(situation.stated) and day.isoformat() > situation.stated
    if not is_later and not (not situation.stated and announced_dates(hunk.after or "", pack.languages)):
        return None
    if day <= situation.captured_on != date.max and not _is_beside_stakes(situation, news, reader):
        return None
    rule = pack.rules["announced_date"]
    said = _headline_of_date(day, situation.captured_on, subject, pack)
    return day, Finding(
        headline=said.english,
        phrase=said.phrase,
        severity=pack.severity(rule.points),
        direction=Direction.NEUTRAL,
        topics=("effective_date",),
        rules=(rule.id,),
        severity_reasons=(Reason(f"a later date than any before ({situation.stated or 'none'})", rule.points),),
        evidence=(evidence_of(hunk),),
    )


def _is_beside_stakes(situation: Situation, news: Sequence[News], reader: Reader) -> bool:
    """Whether anything that changed beside a date is on what is done with data; in a contract, on people's."""
    on_data = is_of_data if matter_of(situation.now, reader) is Matter.CONTRACT else None
    return any(_is_of_stakes(item, reader, on_data) for item in news)


def _is_of_stakes(item: News, reader: Reader, on_data: Callable[[Statement], bool] | None) -> bool:
    """Whether the words that came or went name data, purposes or recipients of what is done, or an example.

    In a contract "the government" may be who signs it: `on_data` says of its sentences whether they are on people's
    data.
    """
    if is_name_for_name(item.removed, item.added, reader):
        return False
    changed = reader.mentions(reader.words_of(f"{item.added} {item.removed}"))
    is_example = any(m.concept.id == "example" for m in changed)
    if item.sign is Sign.KNOWN or not (is_example or any(m.concept.kind in _AT_STAKE for m in changed)):
        return False
    texts = [text for text in (item.hunk.before, item.hunk.after) if text]
    stated = [s for s in read_passage(texts, reader) if role_of(s, [item]) is Role.STATEMENT]
    return any(
        (is_example or has_company_act(s)) and "announcement" not in s.flags and (on_data is None or on_data(s))
        for s in stated
    )


def _headline_of_date(day: date, seen_on: date, subject: Subject, pack: Pack) -> Telling:
    is_ahead = day > seen_on or seen_on == date.max
    wording, slots = pack.wording, {"day": on_day(day)}
    sentences = wording.rule["announced_date"].neutral if is_ahead else wording.case["dated"].says
    return say(sentences, subject, [slots]) or say_in_any_case(wording.case["edition"].says[0], slots, subject)
