"""The claims that a sentence makes beside its acts: as an entry of a list, of a legal basis, a number, a definition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from monitor.claims.claim import POWERS, Claim, Frame
from monitor.claims.parsed_sentence import ParsedSentence, is_limited
from monitor.claims.places import ContextLabel, LayoutSection, is_bound, state_of
from monitor.reading.nouns import ids
from monitor.reading.statements import State, TermKind
from snapshots.records import SegmentKind


def entry_of(sentence: ParsedSentence) -> list[Claim]:
    """Return what an entry of a list or a row makes of what introduces it: "We use the following: photos"."""
    lead = sentence.place.lead
    frame = lead.frame if lead and lead.frame else Frame.USE if _is_of_row(sentence, lead) else None
    clause = sentence.statement.clauses[0] if sentence.statement.clauses else None
    if frame is None or clause is None:
        return []
    nouns = [n for n in sentence.nouns if not any(is_limited(n.start, c) for c in sentence.statement.clauses)]
    data, purposes, parties = ids(nouns, "data"), ids(nouns, "purposes"), ids(nouns, "parties")
    if not (data or parties or (purposes and lead)):
        return []
    state, choice, condition = state_of(sentence.statement, 0)
    bound = is_bound(sentence.statement, 0)
    if lead and state is State.ALLOWED:
        state, choice, condition, bound = lead.state, lead.choice, lead.condition, lead.is_bound
    if clause.state is State.EXCLUDED or (lead and lead.sign < 0 and clause.sign < 0):
        state = State.EXCLUDED
    claim = replace(
        sentence.blank,
        frame=frame,
        act=lead.act if lead and lead.frame else "",
        state=state,
        choice=choice,
        condition=condition,
        is_bound=bound,
        data=data or (lead.data if lead else ()),
        purposes=sentence.purposes_of_place(frame, data) or (() if data else purposes),
        parties=parties if frame is Frame.SHARE else (),
        bases=() if state is State.EXCLUDED else sentence.blank.bases,
    )
    return [claim]


def _is_of_row(sentence: ParsedSentence, lead: ContextLabel | None) -> bool:
    return sentence.place.role is LayoutSection.DATA or bool(lead and lead.sign < 0)


def bases_of(sentence: ParsedSentence, found: Sequence[Claim]) -> list[Claim]:
    """Return the claim that something rests on a legal basis, where no other claim of the sentence says so."""
    bases = sentence.own_bases
    if not bases or any(claim.bases == bases for claim in found):
        return []
    nouns = sentence.nouns
    named = [n.start for n in nouns if n.kind == "bases"]
    excluded = any(
        clause.state is State.EXCLUDED and any(clause.start <= start < clause.end for start in named)
        for clause in sentence.statement.clauses
    )
    return [
        replace(
            sentence.blank,
            frame=Frame.BASIS,
            bases=bases,
            data=ids(nouns, "data"),
            purposes=ids(nouns, "purposes") or sentence.place.purposes,
            state=State.EXCLUDED if excluded else State.ALLOWED,
        )
    ]


def valued_of(sentence: ParsedSentence, found: Sequence[Claim]) -> list[Claim]:
    """Return the durations, ages and dates that a sentence gives."""
    acts = {m.concept.id for m in sentence.statement.mentions}
    first = next((c for c in found if c.frame in POWERS or c.frame is Frame.PROMISE), sentence.blank)
    made = []
    for term in sentence.statement.terms:
        match term.kind:
            case TermKind.DURATION:
                frame = Frame.RETENTION if acts & {"keep", "delete"} else Frame.PERIOD
            case TermKind.AGE:
                frame = Frame.AGE
            case TermKind.DATE if sentence.statement.flags & {"in_force", "announcement"}:
                frame = Frame.ANNOUNCEMENT
            case _:
                continue
        made.append(replace(first, frame=frame, value=term.name, bases=(), state=State.ALLOWED, right=""))
    return made


def defined_of(sentence: ParsedSentence, found: Sequence[Claim]) -> list[Claim]:
    """Return what a sentence says that a word covers."""
    if found or "definition" not in sentence.statement.flags or sentence.kind is not SegmentKind.SENTENCE:
        return []
    mentions = sentence.reader.mentions(sentence.statement.words)
    start = next(m.start for m in mentions if m.concept.id == "definition")
    if any(m.concept.id == "pronoun" and m.end == start for m in sentence.markers):
        return []  # "this includes" goes on with what was said before
    products, parties, data = (ids(sentence.nouns, kind) for kind in ("products", "parties", "data"))
    if not (products or parties or data):
        return []
    excluded = any(clause.state is State.EXCLUDED for clause in sentence.statement.clauses)
    return [
        replace(
            sentence.blank,
            frame=Frame.PRODUCT_SCOPE if products else Frame.DEFINITION,
            products=products,
            parties=parties,
            data=data,
            bases=(),
            state=State.EXCLUDED if excluded else State.ALLOWED,
        )
    ]
