"""Reads the practices and safeguards that a sentence states, with their signs; they take no word from anything else.

A "not" turns round what it governs, unless it is one of the phrase's own words. In a condition or an exception a
safeguard guards and a practice is let through, whatever sign the clause around it has.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from monitor.reading.clauses import ClauseReading
from monitor.reading.statements import POWER, PROTECTION
from monitor.rules.pack import Mention

_SIGNS = {"power": POWER, "protection": PROTECTION}
_NOTS = frozenset(["negation", "denial"])  # "outside of Europe" turns nothing round
_EXCEPTIONS = frozenset(["exception", "unless"])
_LACKING = frozenset(["without", "unasked"])
_BEFORE = 3  # words between a "without" and the safeguard that it says is lacking
_PEOPLE = frozenset(["non_users_data"])  # whose phrases name people
_RIGHTS = frozenset(["object", "withdraw", "access", "recipients", "form"])


def practices_in(
    found: Sequence[Mention],
    chosen: Sequence[Mention],
    clauses: Sequence[ClauseReading],
    joints: Collection[int],
) -> Iterator[tuple[Mention, int]]:
    """Yield each practice that a sentence states, with its sign: +1 for what lets more be done, -1 for what guards.

    `found` are their mentions, `chosen` those that take words, `joints` the places of commas and of words that join.
    What people may object to or ask about is not stated.
    """
    told = set()
    for mention in found:
        if mention.concept.id in told:
            continue
        reading = next(r for r in clauses if r.clause.start <= mention.start < r.clause.end)
        sign = _sign_of(mention, chosen, reading, joints)
        if sign:
            told.add(mention.concept.id)
            yield mention, sign


def _sign_of(mention: Mention, chosen: Sequence[Mention], reading: ClauseReading, joints: Collection[int]) -> int:
    stance = _SIGNS[mention.concept.stance]
    clause = reading.clause
    limit = next((cue for start, end, cue in clause.limits if start <= mention.start < end), "")
    if limit and (stance == PROTECTION or limit in _EXCEPTIONS):
        return stance
    near = [m for m in chosen if clause.start <= m.start < clause.end]
    own = range(mention.start, mention.end) if not mention.has_gap else mention.places
    if mention.concept.id in _PEOPLE and mention.start <= 1:
        return 0  # they do something themselves, and nothing is done with data of theirs
    is_of_right = any(m.concept.id == clause.act and m.start not in own for m in near)
    if stance == POWER and clause.act in _RIGHTS and is_of_right:
        return 0
    # Behind a comma or an "and" a "not" is of what follows: "it is deactivated and no longer shown".
    is_fronted = mention.start <= clause.start + 1  # "without a warrant, nobody gets them"
    end = clause.end if is_fronted else min((at for at in joints if mention.end <= at < clause.end), default=clause.end)
    nots = [m for m in near if m.concept.id in _NOTS and m.start < end]
    words = range(mention.start, mention.end) if stance == PROTECTION else mention.places
    others = [m for m in nots if m.start not in words]
    # Outside of a condition a "not" beside the phrase's own is the same one: "nobody else can't read it".
    is_negated = bool(others) and (bool(limit) or len(others) == len(nots))
    if stance == PROTECTION and any(_lacks(m, mention) for m in near):
        return PROTECTION if is_negated else POWER
    is_asked = reading.is_only_if or any(m.concept.id == "opt_in" for m in near)
    return -stance if is_negated and not is_asked else stance  # "not unless you agree" is "only if you agree"


def _lacks(without: Mention, mention: Mention) -> bool:
    """Whether a "without" opens a phrase or stands shortly before it; later in it, it is one of the phrase's words."""
    is_near = without.start <= mention.start <= without.end + _BEFORE
    return without.concept.id in _LACKING and is_near
