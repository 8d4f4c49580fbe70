"""Gives each clause of a sentence its sign: negation, exclusion and denial turn it round, a limit has the opposite.

Builds no term and reads no second sentence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from monitor.reading.cutting import clause_places, has_subject, limits_of
from monitor.reading.mentions import CASES, is_act
from monitor.reading.reader import Reader
from monitor.reading.statements import POWER, PROTECTION, Clause, State
from monitor.rules.languages import Grammar
from monitor.rules.pack import Concept, Mention
from monitor.rules.words import Word
from snapshots.frozen_class import frozen

_STANCES = {"power": POWER, "burden": POWER, "protection": PROTECTION}
_ALLOWED = 4  # words from a "may" to the right that it grants
_COVERED = 3  # words of a "may" that are part of the phrase of a right: "you can object"
_NEGATED = 5  # words from a "not" in which the act is that it negates


@frozen
class ClauseReading:
    """A clause with what gives a sign to each of its words."""

    clause: Clause
    flip: int  # -1 where the clause says "not"
    is_negated: bool
    is_only_with: bool  # "not without": only with
    is_only_if: bool  # a "not" and an "unless" make an "only if"
    is_restricted: bool  # an "only" stands in it
    is_asked: bool  # "without your consent" stands under a "not"
    spans: tuple[tuple[int, int, int], ...]  # words from, to, and the sign that holds there
    without: tuple[tuple[int, int], ...]  # words from, to, behind a "without"
    continued: frozenset[int]  # where a "not" stands that goes on with one before it, and turns nothing by itself

    @property
    def sign(self) -> int:
        return self.clause.sign

    def sign_at(self, index: int) -> int:
        """Return the sign that holds where a word stands."""
        return next((sign for start, end, sign in self.spans if start <= index < end), self.sign)

    def sign_of(self, index: int) -> int:
        """Return the sign of a noun, which "without" turns round."""
        return -self.sign_at(index) if self.lacks(index) else self.sign_at(index)

    def lacks(self, index: int) -> bool:
        """Whether a word stands behind "without"."""
        return any(start <= index < end for start, end in self.without)


@frozen
class _Turns:
    """How often a clause is turned round, and what two turns make together."""

    count: int
    is_only_if: bool
    is_only_with: bool

    @property
    def flip(self) -> int:
        return -1 if self.count % 2 else 1


def stance_of(concept: Concept, default: int) -> int:
    """Return the sign of an act that is done; `default` for one that takes no side."""
    return _STANCES.get(concept.stance, default)


def read_clauses(
    words: Sequence[Word], chosen: Sequence[Mention], lead_sign: int, reader: Reader
) -> list[ClauseReading]:
    """Return the clauses of a sentence; one without an act has the sign of the one before, the first `lead_sign`."""
    found: list[ClauseReading] = []
    sign = lead_sign or POWER
    for start, end in clause_places(words, chosen, reader.grammar):
        found.append(_read_clause(words, [m for m in chosen if start <= m.start < end], (start, end), sign, reader))
        sign = found[-1].sign
    return found


def _read_clause(
    words: Sequence[Word], mentions: Sequence[Mention], place: tuple[int, int], before: int, reader: Reader
) -> ClauseReading:
    limits = limits_of(words, mentions, place, reader.grammar)
    main = [m for m in mentions if not any(a <= m.start < b for a, b, _ in limits)]
    kept = _without_continued(main, words, reader.grammar)
    turns = _turns(mentions, kept, {cue for _, _, cue in limits}, reader)
    governing = _governing(main)
    is_item = not turns.count and _is_item(words, place[0], before, reader.grammar)
    base = PROTECTION if is_item else _base(governing, main, turns, before)
    sign = base * turns.flip
    names = {m.concept.id for m in mentions}
    main_names = {m.concept.id for m in main}
    clause = Clause(
        sign=sign,
        act=governing.concept.id if governing else "",
        start=place[0],
        end=place[1],
        state=_state(sign, base, names, is_limited=bool(limits)),
        condition=" … ".join(" ".join(w.text for w in words[a:b]) for a, b, _ in limits),
        limits=tuple(limits),
    )
    lacked = tuple(_span_after(words, m, place[1]) for m in main if m.concept.id == "without")
    spans = [(a, b, 0 if cue in CASES else -sign) for a, b, cue in limits]
    if turns.is_only_with:
        spans += [(a, b, -sign) for a, b in lacked]
    return ClauseReading(
        clause=clause,
        flip=-1 if is_item else turns.flip,
        is_negated="negation" in main_names,
        is_only_with=turns.is_only_with,
        is_only_if=turns.is_only_if,
        is_restricted=turns.is_only_if or bool(names & {"only", "restriction", "only_if"}),
        is_asked={"unasked", "negation"} <= main_names,
        spans=tuple(spans),
        without=() if turns.is_only_with else lacked,
        continued=frozenset(m.start for m in main) - {m.start for m in kept},
    )


def _without_continued(main: Sequence[Mention], words: Sequence[Word], grammar: Grammar) -> list[Mention]:
    """Return the mentions of a clause without each "not" that goes on with one before it.

    "Not sold nor lent" and "may not copy it and may not lend it" are each one "not" of both.
    """
    first = next((m.end for m in main if m.concept.id == "negation"), len(words))
    return [m for m in main if not (m.concept.id == "negation" and _goes_on(m, first, words, grammar))]


def _goes_on(negation: Mention, first: int, words: Sequence[Word], grammar: Grammar) -> bool:
    """Whether a "not" goes on with the one that ends `first`: it says so, or a comma or an "and" stands between."""
    between = [word.text for word in words[first : negation.start]]
    is_later = negation.start >= first
    return is_later and (
        words[negation.start].text in grammar.continuing
        or any(word == "," or word in grammar.joining for word in between)
    )


def _turns(mentions: Sequence[Mention], main: Sequence[Mention], limits: Collection[str], reader: Reader) -> _Turns:
    """Count what turns a clause round; a "not" that another cue needs to be read with it turns nothing by itself."""
    cues = Counter(m.concept.id for m in main)
    is_concord = reader.grammar.is_concordant
    count = min(cues["negation"], 1) if is_concord else cues["negation"]
    if cues["unasked"] and count:
        count -= 1  # "not without your consent" is "only with it"
    count += cues["exclusion"] + cues["denial"]
    if is_concord and cues["denial"] and cues["negation"]:
        count = 2
    is_odd = count % 2 == 1
    is_only_if = is_odd and "unless" in limits
    if is_only_if or (is_odd and any(m.concept.id == "opt_in" for m in mentions)):
        count -= 1
    is_only_with = count % 2 == 1 and cues["without"] > 0  # "not without" is "only with"
    return _Turns(count=count - is_only_with, is_only_if=is_only_if, is_only_with=is_only_with)


def _is_item(words: Sequence[Word], start: int, before: int, grammar: Grammar) -> bool:
    """Whether a clause is what a protection before a colon lists: "We do not: sell, rent, ..."."""
    is_after_colon = start > 0 and words[start - 1].text == ":"
    return is_after_colon and before == PROTECTION and not has_subject(words, start, grammar)


def _base(governing: Mention | None, main: Sequence[Mention], turns: _Turns, before: int) -> int:
    """Return the sign of what a clause speaks of, before anything turns it round."""
    if governing is not None:
        return PROTECTION if governing.concept.kind == "rights" else stance_of(governing.concept, POWER)
    if not turns.count and any(m.concept.id == "permission" for m in main):
        return PROTECTION  # what people may do is a freedom
    return POWER if turns.count % 2 else before


def _state(sign: int, base: int, names: Collection[str], *, is_limited: bool) -> State:
    if "paused" in names:
        return State.SUSPENDED
    if sign == PROTECTION and base == POWER:
        return State.EXCLUDED
    if is_limited or {"opt_in", "opt_out", "restriction"} & set(names):
        return State.CONDITIONAL
    return State.ALLOWED


def _span_after(words: Sequence[Word], without: Mention, end: int) -> tuple[int, int]:
    """Return the words that stand behind a "without", to the next comma or bracket."""
    return without.end, next((i for i in range(without.end, end) if words[i].text in (",", ")")), end)


def _governing(main: Sequence[Mention]) -> Mention | None:
    """Return the act that a clause is about: the one that is negated, what people may do, else the first."""
    acts = [m for m in main if is_act(m)]
    negation = next((m for m in main if m.concept.id == "negation"), None)
    negated = [m for m in acts if negation and negation.end <= m.start <= negation.end + _NEGATED]
    if negated:
        return negated[0]
    is_free = any(m.concept.id == "permission" for m in main)  # "you can"
    allowing = [m.end for m in main if m.concept.id in ("weak", "able")]
    freedom = next((m for m in acts if m.concept.kind == "rights" and (is_free or _follows(m, allowing))), None)
    if freedom:
        return freedom
    if allowing and not is_free:  # what somebody else may do is not what people may
        acts = [m for m in acts if m.concept.kind != "rights" or m.start < min(allowing)]
    done = [m for m in acts if m.concept.kind != "requirements"]
    return next(iter(done or acts), None)


def _follows(freedom: Mention, allowing: Sequence[int]) -> bool:
    """Whether a right is what a "may" or "can" allows: in "we can read files that you choose to add" it is not."""
    return any(end - _COVERED <= freedom.start <= end + _ALLOWED for end in allowing)
