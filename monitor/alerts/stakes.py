"""Whether anything of people is at stake where terms changed: their data, their rights, their age. Weighs nothing.

Terms speak of plans, orders, courts and conduct, in the words that privacy policies use for data: what may be "used",
what people "opt out of", what "third parties" do. What such a sentence changes is a matter of the contract.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from monitor.alerts.choices import APPEAL, names_choice
from monitor.alerts.conduct import RULED_OUT, is_ruled_out, rules_people
from monitor.alerts.data_entries import ENDS, OF_CONTRACTS, is_entry_of_data
from monitor.alerts.legal_claims import is_on_claims, stands_under_suits
from monitor.alerts.licences import is_licence
from monitor.alerts.named_alone import (
    FELT,
    WEIGHING,
    acts_of_company,
    is_refused,
    only_names_ai,
    only_names_minors,
    only_prices,
)
from monitor.alerts.other_matters import changed_statements
from monitor.alerts.passages import ReadPassage
from monitor.alerts.personal_data import (
    HANDLING,
    POSTED,
    SOLD,
    TAKING,
    has_company,
    names_data,
    names_operator,
    own_data,
    passes_on_personal,
    speaks_of_people,
)
from monitor.reading.statements import Statement, TermKind

_CONTRACT = frozenset(
    [
        *("offer", "price", "commerce", "trade", "dispute", "lawsuit", "conduct"),
        *("contact", "contact_heading", "office"),
    ]
)
_OTHER_TEXTS = frozenset(["other_text", "assurance"])
_OF_AI = frozenset(["ai_training", "ai_features"])  # purposes
_OF_DATA = frozenset(["advertisers", "data_brokers", "ai_developers", "researchers"])  # parties
_OTHERS = frozenset(["third_parties", "partners", "providers"])
_SHOWN = frozenset(["private_messages", "photos", "voice", "contacts", "camera_roll"])
_PUBLISHED = POSTED | {"photos", "voice"}
_PROTECTED = frozenset(["minors", "non_users", "holders"])
_AI = "ai_features"
_ON_GOODS = frozenset(["stake", "trade"])  # who keeps an account or brings a parcel has no function rest on him
_MINORS = "minors"
_DOCUMENTS = "identifiers"
_AGE = frozenset([TermKind.AGE])
_CHOICES = frozenset([TermKind.AGE, TermKind.RIGHT, TermKind.BASIS])


def is_on_contract(passage: ReadPassage) -> bool:
    """Whether all that changed is on what people buy, before whom they meet the company, or where to write to it."""
    changed = changed_statements(passage)
    return any(s.flags & _CONTRACT for s in changed) and not _has_stakes(passage, changed, _AGE)


def has_nothing_at_stake(passage: ReadPassage) -> bool:
    """Whether no sentence that changed, and nothing that it stands under, names what privacy is about.

    It has no data, no purpose that people feel, no right and no age, and the company handles nothing in it.
    """
    return not _has_stakes(passage, changed_statements(passage), _CHOICES)


def speaks_of_data(passage: ReadPassage) -> bool:
    """Whether a sentence that changed has a word for data or privacy, names a kind of it, or a purpose."""
    return any(
        names_data(s, beside=SOLD)
        or any(kind in ("purposes", "people") for kind, _ in s.concepts)
        or any(word.text in s.grammar.heading_policies for word in s.words)
        for s in changed_statements(passage)
    )


def _has_stakes(passage: ReadPassage, changed: Sequence[Statement], kinds: frozenset[TermKind]) -> bool:
    if rules_people(passage, changed):
        return False
    if stands_under_suits(passage):
        return any(map(passes_on_personal, changed))
    if any(map(_binds, passage.statements)) or is_entry_of_data(passage) or _leans_on_others(passage.statements):
        return True
    told = frozenset((d.term.concept.kind, d.term.concept.id) for d in passage.differences if d.term.concept)
    return any(is_of_data(s, told) or names_choice(s, kinds - _AGE if only_prices(s) else kinds) for s in changed)


def _binds(statement: Statement) -> bool:
    """Whether people can't leave what they pay for, or another text holds too, on privacy or on advertising."""
    is_of_privacy = any(word.text in statement.grammar.heading_policies for word in statement.words)
    is_felt = any(kind == "purposes" and name in FELT | _OF_AI for kind, name in statement.concepts)
    is_held = bool(statement.flags & _OTHER_TEXTS) and (is_of_privacy or is_felt)
    return is_held or {"bound", "commerce"} <= statement.flags


def _leans_on_others(statements: Sequence[Statement]) -> bool:
    """Whether what people send or show is named beside others on whom a function rests: "videos are put into text".

    Who is kept free of the claims of others is none of them, and a heading says nothing of whom it rests on.
    """
    said = [s for s in statements if not s.flags & _ON_GOODS and s.text.rstrip().endswith(ENDS)]
    named = {pair for statement in said for pair in statement.concepts}
    return any(kind == "parties" and name in _OTHERS for kind, name in named) and any(
        kind == "data" and name in _SHOWN for kind, name in named
    )


def is_of_data(statement: Statement, told: frozenset[tuple[str, str]] | None = None) -> bool:
    """Whether a sentence says something of people's data, or of those who are protected.

    `told` are the concepts that came or went, None where all of them did: what joins a sentence that speaks of AI, or
    of advertisers, is on neither, unless the company handles something in it.
    """
    if is_on_claims(statement):
        return passes_on_personal(statement)
    if is_ruled_out(statement):
        return False
    acts = acts_of_company(statement)
    return _names_protected(statement, acts, told) or is_refused(statement) or _is_taken(statement, acts)


def _names_protected(statement: Statement, acts: AbstractSet[str], told: frozenset[tuple[str, str]] | None) -> bool:
    """Whether AI, those who live on data, or people who are protected are named, and not as goods and customers are."""
    named = {"purposes": _OF_AI, "parties": _OF_DATA, "people": _PROTECTED}
    if only_names_ai(statement, acts):
        named["purposes"] = _OF_AI - {_AI}
    if only_names_minors(statement, acts):
        named["people"] = _PROTECTED - {_MINORS}
    return any(
        name in named.get(kind, ())
        and (kind == "people" or told is None or (kind, name) in told or bool(acts & HANDLING))
        for kind, name in statement.concepts
    )


def _is_taken(statement: Statement, acts: AbstractSet[str]) -> bool:
    """Whether something is done with data, or is said of whose it is."""
    data, own = {name for kind, name in statement.concepts if kind == "data"}, own_data(statement)
    if "carried" in statement.flags:
        data -= {_DOCUMENTS}
    is_said_of = bool(acts - WEIGHING) or "demand" in statement.flags or speaks_of_people(statement)
    if (data | own) - OF_CONTRACTS and is_said_of:
        return True
    if is_licence(statement):
        return False
    taken = _taking(statement, acts, data, own)
    if own and taken:
        return True
    if not acts or not (has_company(statement) or names_operator(statement)):
        return False
    if any(kind == "purposes" and name in FELT for kind, name in statement.concepts):
        return True
    is_on_something = any(word.text in statement.grammar.of_people for word in statement.words)
    is_given = any(kind == "parties" for kind, _ in statement.concepts) and not statement.flags & _CONTRACT
    is_read = "read" in acts and bool(data - SOLD - POSTED)
    return is_read or (is_on_something and bool(acts & HANDLING)) or (bool(taken) and (bool(data - SOLD) or is_given))


def _taking(
    statement: Statement, acts: AbstractSet[str], data: AbstractSet[str], own: AbstractSet[str]
) -> AbstractSet[str]:
    """Return the acts that take something of people: what is removed for what it says is not taken.

    Nor is what anybody posted; of what is deleted in time nothing is left, which is something.
    """
    is_timed = any(term.kind is TermKind.DURATION for term in statement.terms)
    is_moderated = bool(statement.flags & (RULED_OUT | {APPEAL})) or (not own and data <= _PUBLISHED and not is_timed)
    return acts & TAKING - ({"delete"} if is_moderated else frozenset())
