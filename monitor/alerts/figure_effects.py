"""Sees dates, ages and durations that came, went or were put in the place of others. Knows no act's weight."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.alerts.comparison import PassageComparison
from monitor.extract.dates import is_last_touched
from monitor.reading.admission import admitted_from, open_from
from monitor.reading.statements import Statement, Term, TermKind

# Another figure in the place of one is the whole news of a passage; a figure that comes makes a text firmer, one
# that goes leaves open what was promised.
_OTHER_FIGURE = 5
_OTHER_DATE = 2  # when, not what
_PERIOD_GONE, _PERIOD_STATED = 4, 2
_AGE_STATED = 3
_DATE_LINE = 8  # words of a line that only dates a page
_EDITION = 3  # words of "Effective as of March 1, 2027" beside the date: that of an edition, told as such
_PARTS = frozenset("|·•")
_SAME_TIME = 0.025  # of a duration: 30 days are a month
_FORM_OF_FLOOR = frozenset(
    [TermKind.ACT, TermKind.ONLY, TermKind.REQUIRED, TermKind.OPTIONAL, TermKind.PEOPLE, TermKind.WEAK, TermKind.LIMIT]
)
_CLAIMABLE = frozenset(["object", "withdraw", "form"])
_STORING = frozenset(["keep", "delete"])


def find_date_effects(comparison: PassageComparison) -> None:
    """See a date in the place of another of the same form."""
    lost, gained = comparison.take(TermKind.DATE)
    dated = [s for s in comparison.statements if any(t.kind is TermKind.DATE for t in s.terms)]
    if not lost or not gained or all(_is_touched(s) for s in dated):
        return
    last, first = max(gained, key=lambda t: t.name), max(lost, key=lambda t: t.name)
    if len(last.name) != len(first.name) or last.name == first.name or first.name < comparison.today:
        return  # what is past can't be put off
    # A deadline of people's is the better for being later, a start of the company's too.
    is_earlier = last.name < first.name
    comparison.add(
        "date_earlier" if is_earlier else "date_later", _OTHER_DATE * (1 if is_earlier else -1), gained, lost
    )


def _is_touched(statement: Statement) -> bool:
    """Whether a date in a sentence is only that of its last edit, look or print."""
    kinds = {kind for kind, _ in statement.concepts}
    is_bare = len(statement.words) <= _DATE_LINE and not kinds & {"rights", "requirements"}
    is_start = "in_force" in statement.flags or any(t.kind is TermKind.DEADLINE for t in statement.terms)
    is_edition = _words_beside_date(statement) <= _EDITION and not any(
        t.kind in (TermKind.ACT, TermKind.RIGHT) for t in statement.terms
    )
    return is_last_touched(statement.text, statement.reader.pack.languages) or is_edition or (is_bare and not is_start)


def _words_beside_date(statement: Statement) -> int:
    """Return how many words the part of a line that gives a date has beside it: a link to print it is no part."""
    parts: list[list[str]] = [[]]
    for text in (word.text for word in statement.words):
        parts.append([]) if text in _PARTS else parts[-1].append(text)
    dated = [t.text.lower().split() for t in statement.terms if t.kind is TermKind.DATE]
    spoken = {word.strip(".,") for words in dated for word in words}
    part = next((part for part in parts if spoken & set(part)), parts[0])
    return sum(word.isalnum() and word not in spoken for word in part)


def find_age_effects(comparison: PassageComparison) -> None:
    """See an age limit move, come or go; of something that people may claim, a lower one is the better."""
    lost, gained = comparison.take(TermKind.AGE)
    if lost and gained and lost[0].name != gained[0].name:
        is_lowered = float(gained[0].name) < float(lost[0].name)
        widens = is_lowered != _is_claimed(comparison)
        rule = "age_lowered" if is_lowered else "age_raised"
        comparison.add(rule, _OTHER_FIGURE if widens else -_OTHER_FIGURE, gained, lost)
        if _are_floors(comparison):
            _drop_form(comparison)
    elif bool(lost) != bool(gained) and not any(
        t.kind is TermKind.PEOPLE for t in (*comparison.lost, *comparison.gained)
    ):
        # What is kept from people of an age is kept from fewer than before, what is done, done to fewer.
        widens = bool(gained) == comparison.is_protective
        comparison.add("age_stated" if gained else "age_gone", _AGE_STATED if widens else -_AGE_STATED, gained, lost)


def _are_floors(comparison: PassageComparison) -> bool:
    """Whether either side is one sentence that says no more than from which age something is open to people."""
    sides = (comparison.before, comparison.after)
    return all(len(side) == 1 and (admitted_from(side[0]) or open_from(side[0])) for side in sides)


def _drop_form(comparison: PassageComparison) -> None:
    """Leave out how an age limit is said: "at least 16" and "nobody under 13" are one norm in two forms."""
    of_form = [t.key for t in (*comparison.lost, *comparison.gained) if t.kind in _FORM_OF_FLOOR]
    turned = {t.key for t in comparison.lost} & {t.key for t in comparison.gained}
    comparison.drop({*of_form, *turned})


def _is_claimed(comparison: PassageComparison) -> bool:
    """Whether what people of an age may claim stands in the clause that names it, not in one beside it."""
    return any(
        mention.concept.id in _CLAIMABLE and clause.start <= mention.start < clause.end
        for statement in comparison.statements
        for clause in statement.clauses
        if any(term.kind is TermKind.AGE and clause.start <= term.index < clause.end for term in statement.terms)
        for mention in statement.mentions
    )


def find_duration_effects(comparison: PassageComparison) -> None:
    """See a period grow, shrink, come or go; where it is people's time, a longer one is the better."""
    lost, gained = comparison.take(TermKind.DURATION)
    lost, gained = _unlike(lost, gained), _unlike(gained, lost)
    if lost and gained:
        is_longer = float(gained[0].name) > float(lost[0].name)
        widens = is_longer != (_is_of_people(comparison) and not _stands_apart(gained[0], comparison))
        if is_longer and widens and "reply" in comparison.flags:
            comparison.add("answered_later", _OTHER_FIGURE, gained, lost)
            return
        comparison.add("longer" if is_longer else "shorter", _OTHER_FIGURE if widens else -_OTHER_FIGURE, gained, lost)
    elif lost and any(t.kind is TermKind.ANY_TIME for t in comparison.gained):
        return  # people's deadline is lifted, and that is told
    elif lost and _is_deleted_at_once(comparison):
        comparison.add("shorter", -_OTHER_FIGURE, (), lost)
    elif lost:
        comparison.add("period_gone", _PERIOD_GONE, (), lost)
    elif gained:
        comparison.add("period_stated", -_PERIOD_STATED, gained)


def _is_deleted_at_once(comparison: PassageComparison) -> bool:
    """Whether what was kept for a time is now said to be deleted with no time in between."""
    is_before, is_after = (
        any("at_once" in s.flags and any(t.key == (TermKind.ACT, "delete") for t in s.terms) for s in side)
        for side in (comparison.before, comparison.after)
    )
    return is_after and not is_before


def _is_of_people(comparison: PassageComparison) -> bool:
    """Whether a period is time that people have, not time in which something is kept or answered."""
    return (comparison.is_of_rights or "notify" in comparison.acts) and not (
        comparison.acts & _STORING or "reply" in comparison.flags
    )


def _stands_apart(period: Term, comparison: PassageComparison) -> bool:
    """Whether the rights of a sentence stand in its conditions alone, and the period in what is done until then.

    "We write to you for two years, unless you opt out" gives people no time.
    """
    statement = comparison.statement_of(period)
    rights = [t for t in statement.terms if t.kind is TermKind.RIGHT] if statement else []
    return bool(rights) and not period.is_limit and all(right.is_limit for right in rights)


def _unlike(mine: Sequence[Term], others: Sequence[Term]) -> list[Term]:
    """Return the durations that are not, near enough, among others: 24 months are two years."""
    values = [float(t.name) for t in others]
    return [t for t in mine if not any(abs(float(t.name) - v) <= _SAME_TIME * v for v in values)]
