"""What the place of a text adds to it: a heading, a row or column label or a lead-in gives what the text leaves out.

The nearest label that names something gives it. A legal basis is given by a label that is nothing else
("Legitimate interests") or that says that something rests on it ("We rely on consent to:"), by no other.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache

from monitor.claims.claim import FRAMES, Frame
from monitor.reading.actors import company_acts
from monitor.reading.nouns import Noun, audience_of, ids, nouns_of
from monitor.reading.reader import Reader
from monitor.reading.sentence_reading import read_sentence
from monitor.reading.statements import State, Statement, TermKind
from monitor.rules.pack import Mention
from snapshots.frozen_class import frozen

_MARKS = frozenset(".,;:!?()|-–•/&")
_BARE = 12  # words of a line that names a legal basis and nothing else
_MAX_LABEL = 60  # words; what is longer introduces nothing
_SHORT = 16  # words of a label whose few words say what a section holds
_BEFORE, _AFTER = 8, 4  # words between "rely on" and what is relied on; "... is the legal basis"
_REACH = 3  # labels above a list entry in which an act is looked for


class LayoutSection(StrEnum):
    """What a line says of the lines after it, by its id among the layout's markers."""

    PURPOSE = "section_purpose"
    BASIS = "section_basis"
    DATA = "section_data"
    AUDIENCE = "section_audience"
    RECIPIENTS = "section_recipients"
    RETENTION = "section_retention"


_SECTIONS = frozenset(section.value for section in LayoutSection)


@frozen
class ContextLabel:
    """What one line of a context says."""

    text: str
    role: LayoutSection | None = None  # None where it opens no section
    frame: Frame | None = None
    act: str = ""
    sign: int = 0  # -1 where what stands under it is not done
    state: State = State.ALLOWED
    choice: TermKind | None = None
    condition: str = ""
    is_bound: bool = False  # what it says holds only under the condition
    purposes: tuple[str, ...] = ()
    data: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    is_bare_basis: bool = False  # a legal basis and nothing else
    is_of_right: bool = False  # it says what people may do: "Object to the use of your information for AI"
    is_question: bool = False


@frozen
class Place:
    """What a context gives to the texts in it."""

    role: LayoutSection | None = None
    lead: ContextLabel | None = None  # what is done with the entries of a list
    purposes: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()  # lines of a row outside the context
    is_opening: bool = False  # a line that only says what the lines after it are
    is_of_right: bool = False  # what gives the purposes says what people may do, and not what is done
    is_of_title: bool = False  # nothing but the title of the document gives the purposes


@lru_cache(maxsize=1 << 14)
def opens(text: str, reader: Reader) -> frozenset[LayoutSection]:
    """Return the sections that a line might open: cheaper than its label."""
    markers = reader.markers(reader.words_of(text))
    return frozenset(LayoutSection(m.concept.id) for m in markers if m.concept.id in _SECTIONS)


@lru_cache(maxsize=1 << 14)
def may_be_bare_basis(text: str, reader: Reader) -> bool:
    """Whether a line is as short as one that names a legal basis and nothing else, and names one."""
    words = reader.words_of(text)
    return len(words) <= _BARE and any(m.concept.kind == "bases" for m in reader.mentions(words))


@lru_cache(maxsize=1 << 13)
def label_of(text: str, reader: Reader) -> ContextLabel:
    """Return what a heading, a row or column label, or a lead-in says."""
    if len(reader.words_of(text)) > _MAX_LABEL:
        return ContextLabel(text=text)
    statement = read_sentence(text, reader)
    limits = [(a, b) for c in statement.clauses for a, b, cue in c.limits if cue == "exception"]
    nouns = [n for n in nouns_of(statement, reader) if not any(a <= n.start < b for a, b in limits)]
    markers = reader.markers(statement.words)
    acts = [m for m in statement.mentions if m.concept.kind == "acts" and m.concept.id in FRAMES]
    done = company_acts(acts, statement.words, 0, reader)
    is_bare = _is_bare_basis(statement, nouns, markers, reader)
    state, choice, condition = state_of(statement, 0)
    sign = -1 if state is State.EXCLUDED else 1 if done else 0
    named = ids(nouns, "purposes")
    frame = FRAMES[done[0].concept.id] if done else None
    if frame is None and named == ("ai_training",) and not is_bare:
        frame = Frame.TRAIN  # "AI training": the act is in the name
    return ContextLabel(
        text=text,
        role=_role(statement, markers),
        frame=frame,
        act=done[0].concept.id if done else "",
        sign=sign,
        state=state,
        choice=choice,
        condition=condition,
        is_bound=is_bound(statement, 0),
        purposes=named,
        data=ids(nouns, "data"),
        audience=audience_of(statement, nouns, markers, is_label=True),
        products=ids(nouns, "products"),
        parties=ids(nouns, "parties"),
        bases=ids(nouns, "bases") if is_bare or _is_relied_on(statement, nouns, markers) else (),
        is_bare_basis=is_bare,
        is_of_right=_is_of_right(statement),
        is_question=statement.is_question,
    )


def _role(statement: Statement, markers: Sequence[Mention]) -> LayoutSection | None:
    """Return the section that a label opens: a phrase of one word counts only as the whole label."""
    words = [w for w in statement.words if w.text not in _MARKS]
    if len(words) > _SHORT and not statement.text.endswith(":"):
        markers = [m for m in markers if m.start == 0]
    found = [m for m in markers if m.concept.id in _SECTIONS and (m.end - m.start > 1 or m.end - m.start == len(words))]
    return LayoutSection(max(found, key=lambda m: (m.end - m.start, -m.start)).concept.id) if found else None


def _is_bare_basis(statement: Statement, nouns: Sequence[Noun], markers: Sequence[Mention], reader: Reader) -> bool:
    """Whether a label names a legal basis and nothing else; "Withdraw consent" is no basis."""
    covered = {i for noun in nouns if noun.kind == "bases" for i in range(noun.start, noun.end)}
    if not covered or statement.is_question or any(m.concept.kind == "rights" for m in statement.mentions):
        return False
    covered |= {
        i for m in markers if m.concept.id in ("basis_heading", LayoutSection.BASIS) for i in range(m.start, m.end)
    }
    link = reader.mentions(statement.words)
    covered |= {i for m in link if m.concept.id == "link" for i in range(m.start, m.end)}
    return all(i in covered or word.text in _MARKS or word.text[0].isdigit() for i, word in enumerate(statement.words))


def _is_relied_on(statement: Statement, nouns: Sequence[Noun], markers: Sequence[Mention]) -> bool:
    if statement.is_question or statement.sign < 0 or any(m.concept.kind == "rights" for m in statement.mentions):
        return False
    return is_relied_on(nouns, markers, 0, len(statement.words))


def is_relied_on(nouns: Sequence[Noun], markers: Sequence[Mention], start: int, end: int) -> bool:
    """Whether the words between two places say that something rests on the legal basis they name."""
    relying = [m for m in markers if m.concept.id in ("reliance", LayoutSection.BASIS) and start <= m.start < end]
    return any(
        0 <= noun.start - marker.end <= _BEFORE or 0 <= marker.start - noun.end <= _AFTER
        for noun in nouns
        if noun.kind == "bases" and start <= noun.start < end
        for marker in relying
    )


def state_of(statement: Statement, index: int) -> tuple[State, TermKind | None, str]:
    """Return a clause's state, whether people are asked (`OPT_IN`) or may refuse (`OPT_OUT`), and its condition."""
    if index >= len(statement.clauses):
        return State.ALLOWED, None, ""
    clause = statement.clauses[index]
    kinds = {term.kind: term.text for term in statement.terms if term.kind in (TermKind.OPT_IN, TermKind.OPT_OUT)}
    choice = next((kind for kind in (TermKind.OPT_IN, TermKind.OPT_OUT) if kind in kinds), None)
    condition = (clause.condition or (kinds[choice] if choice else "")).rstrip(" .;:,")
    if choice and clause.state in (State.ALLOWED, State.CONDITIONAL):
        return State.CONDITIONAL, choice, condition
    if clause.state is State.CONDITIONAL:
        binding = [cue for _, _, cue in clause.limits if cue in ("condition", "unless")]
        return (State.CONDITIONAL if binding else State.ALLOWED), choice, condition
    return clause.state, choice, condition


def is_bound(statement: Statement, index: int) -> bool:
    """Whether what a clause says holds only if something else does."""
    limits = statement.clauses[index].limits if index < len(statement.clauses) else ()
    return any(cue in ("condition", "unless") for _, _, cue in limits)


def _is_of_right(statement: Statement) -> bool:
    rights = {m.concept.id for m in statement.mentions if m.concept.kind == "rights"}
    return bool(statement.clauses) and statement.clauses[0].act in rights


@lru_cache(maxsize=1 << 13)
def place_of(context: tuple[str, ...], reader: Reader) -> Place:
    """Return what the lines of a context give, the nearest first."""
    labels = [label_of(text, reader) for text in reversed(context)]
    near = labels[:_REACH]
    lead = next((label for label in near if label.frame or label.sign < 0), None)
    return Place(
        role=next((label.role for label in labels if label.role), None),
        lead=lead,
        purposes=_first([label.purposes for label in labels]),
        audience=_first([label.audience for label in labels]),
        products=_first([label.products for label in near]),
        parties=_first([label.parties for label in near if label.frame is Frame.SHARE or not label.frame]),
        bases=_first([label.bases for label in labels]),
        is_of_right=next((label.is_of_right for label in labels if label.purposes), False),
    )


def _first(slots: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    return next((slot for slot in slots if slot), ())
