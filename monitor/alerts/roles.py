"""What a sentence is there for: to state something, or to head, point, introduce, praise, or say whom to write to.

What is there for anything but a statement changes without what is done with people's data changing. Weighs nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from enum import StrEnum

from monitor.alerts.news import COME, LISTED, WENT, News
from monitor.extract.dates import says_when_touched
from monitor.reading.actors import company_acts
from monitor.reading.notice_parts import OWN_HEADING
from monitor.reading.statements import POWER, Statement, Term, TermKind
from monitor.rules.pack import Mention
from snapshots.records import SegmentKind

_HEADINGS = 2  # innermost headings that say what a sentence stands under
_ENDS = (".", "!", "。")
_OPENING = 4  # words in which what a sentence speaks of is looked for
_ADDRESS = 16  # words of a line that is one, as they are spaced
_LEAD = 14  # words of a line that only introduces a list
_SLOTS = frozenset(["data", "purposes", "parties", "people", "bases", "requirements", "rights"])
_AT_STAKE = frozenset(["data", "purposes", "parties", "bases"])
_WAYS_TO_WRITE = frozenset(["form", "control"])
_FORM = "form"
_WRITTEN = frozenset(["content", "contacts", "contact_details", "identity", _FORM])  # comments, and where to send them
_WAYS_TO_REACH = frozenset(["contacts", "contact_details"])  # where to write, in what tells whom to
_FETCHING = frozenset(["collect", "keep"])
_ADDRESSES = ("@", "://", "[email", "(email")
_SHIELDING = frozenset(["protect"])  # what "data protection" is read as
_HANDLING = frozenset(["use", "protect"])  # what "processing" and "data protection" are read as
STATED = frozenset(
    [
        *(TermKind.RIGHT, TermKind.OPT_IN, TermKind.OPT_OUT, TermKind.UNASKED, TermKind.BASIS, TermKind.DEADLINE),
        *(TermKind.REQUIRED, TermKind.OPTIONAL, TermKind.PAUSED, TermKind.RESUMED, TermKind.AGE, TermKind.DURATION),
        TermKind.PRACTICE,
    ]
)


class Role(StrEnum):
    """What a sentence is there for."""

    STATEMENT = "a statement"
    HEADING = "a heading"
    POINTER = "a pointer to where more is said"
    ABOUT_TEXT = "a sentence about the text itself"
    CONTACT = "contact details"
    PRAISE = "words of praise or comfort"
    OFFER = "what a shop gives away"
    LEAD_IN = "a line that introduces others"


def role_of(statement: Statement, news: Sequence[News], changed: Collection[int] | None = None) -> Role:
    """Return what a sentence of a passage is there for; `news` are the passage's, to tell where it stands.

    `changed` are the ids of the terms that came or went, None where all of them did: a pointer states what of it did.
    """
    own = [item for item in news if statement.text in (item.hunk.after or "", item.hunk.before or "")] or list(news)
    if statement.is_excluding and any(t.kind is TermKind.ACT for t in statement.terms) and not _is_of_text(statement):
        return Role.STATEMENT
    if any(_holds_throughout(t) and t.sign == POWER for t in statement.terms):
        return Role.STATEMENT  # "we have no representative in Europe"
    lost = changed if any(item.sign not in COME for item in own) else None
    if lost and any(_holds_throughout(t) and id(t) in lost for t in statement.terms):
        return Role.STATEMENT  # a representative who is named no more, in whichever part of the text
    if all(item.hunk.segment_kind is SegmentKind.HEADING for item in own):
        return Role.STATEMENT if _says_what_is_done(statement) else Role.HEADING
    if statement.flags & {"pointer", "see_also", "here"} and not _states(statement, changed, _pointed_at(statement)):
        return Role.POINTER
    if _is_of_text(statement) and not any(t.kind is TermKind.DATE for t in statement.terms):
        return Role.ABOUT_TEXT
    if _is_note_on_revision(statement):
        return Role.ABOUT_TEXT
    if "praise" in statement.flags and not _states(statement):
        return Role.PRAISE
    if "offer" in statement.flags and _is_offer(statement):
        return Role.OFFER
    if _is_contact(statement, own):
        return Role.CONTACT
    if statement.text.rstrip().endswith(":") and len(statement.words) <= _LEAD and not _names_slot(statement):
        return Role.LEAD_IN
    return Role.STATEMENT


def _says_what_is_done(statement: Statement) -> bool:
    """Whether a heading is a whole sentence on what the company does, or alone says it: "We sell your photos."."""
    if OWN_HEADING in statement.flags and has_company_act(statement) and not _opens_with_contacts(statement):
        return True
    is_whole = statement.text.rstrip("\"'”’»)").endswith(_ENDS) and not statement.is_question
    return is_whole and _names_slot(statement) and has_company_act(statement)


def _states(statement: Statement, changed: Collection[int] | None = None, beside: Collection[int] = ()) -> bool:
    """Whether a right, a choice, a basis or a figure is stated, which counts wherever it stands, but for some words."""
    terms = [t for t in statement.terms if changed is None or id(t) in changed]
    return any(t.kind in STATED and t.index not in beside and not _holds_throughout(t) for t in terms)


def _holds_throughout(term: Term) -> bool:
    """Whether a term is of what is said once for all of a text: who represents the company, whom to complain to."""
    return term.concept is not None and term.concept.holds_throughout


def _pointed_at(statement: Statement) -> frozenset[int]:
    """Return the words that say on what a pointer leads to more: "More information on objecting is available".

    What is found there may have to be given: "click here for the information required by law". "You must confirm it
    here" asks something of people.
    """
    found = statement.reader.mentions(statement.words) if statement.flags & {"pointer", "here"} else []
    if "here" in statement.flags and (starts := [m.start for m in found if m.concept.id == "pointer"]):
        return frozenset(range(min(starts), len(statement.words)))
    here = min((m.start for m in found if m.concept.id == "here"), default=len(statement.words))
    led_to = (t.index for t in statement.terms if t.kind is TermKind.REQUIRED and t.index > here)
    within = (i for m in found if m.concept.id == "pointer" and m.has_gap for i in range(m.start, m.end))
    return frozenset([*led_to, *within])


def _names_slot(statement: Statement) -> bool:
    return any(kind in _SLOTS for kind, _ in statement.concepts)


def _is_of_text(statement: Statement) -> bool:
    """Whether a sentence says what the text is or does: "This policy describes …", "The new name changes nothing"."""
    if "assurance" in statement.flags:
        return True
    found = statement.reader.mentions(statement.words)
    if "revision" in statement.flags and _is_of_sections(statement, found):
        return True
    return any(m.concept.id == "reference" and m.start <= _OPENING and m.has_gap for m in found)


def _is_of_sections(statement: Statement, found: Sequence[Mention]) -> bool:
    """Whether a sentence opens with which section of the text was changed, and the company does nothing else in it."""
    end = min((m.end for m in found if m.concept.id == "revision" and m.start <= _OPENING), default=0)
    return bool(end) and not any(word.text in statement.grammar.we for word in statement.words[end:])


def _is_note_on_revision(statement: Statement) -> bool:
    """Whether a line dates the last revision and maybe says what was revised: "Revised in May (the use of …)"."""
    line = statement.text.partition("(")[0]
    return len(line.split()) <= _LEAD and says_when_touched(line, statement.reader.pack.languages)


def _is_contact(statement: Statement, news: Sequence[News]) -> bool:
    """Whether a sentence says whom to write to, or stands among those that do."""
    if _is_of_office(statement, news) or _is_street(statement) or _is_way_to_write(statement):
        return True
    if _is_heading_of_contacts(statement, news):
        return True
    if has_company_act(statement):
        return False
    headings = [text for item in news for text in item.hunk.context[-_HEADINGS:]]
    reader = statement.reader
    is_under = any(
        m.concept.id in ("contact", "contact_heading")
        for text in headings
        for m in reader.mentions(reader.words_of(text))
    )
    is_way = "contact" in statement.flags and not _opens_with_company(statement)
    return is_under or (is_way and not _names_slot(statement) and not _states(statement))


def _is_heading_of_contacts(statement: Statement, news: Sequence[News]) -> bool:
    """Whether a line is no sentence and opens with words for contacts: "Contact information of the complaints office".

    In a list such a line names data of people.
    """
    if any(item.hunk.segment_kind in LISTED for item in news) or statement.text.rstrip().endswith((*_ENDS, ":")):
        return False
    grammar = statement.grammar
    says = any(w.text in grammar.predicates or w.text in grammar.we_verbs for w in statement.words)
    return _opens_with_contacts(statement) and not says and len(statement.text.split()) <= _LEAD


def _opens_with_contacts(statement: Statement) -> bool:
    found = statement.reader.mentions(statement.words) if "contact_heading" in statement.flags else []
    return any(m.concept.id == "contact_heading" and not m.start for m in found)


def _is_way_to_write(statement: Statement) -> bool:
    """Whether a sentence says how to reach the company with questions or comments, be it on data protection.

    A form is such a way where nothing is said of what it is for: to object, to withdraw.
    """
    is_to_somebody = ("rights", _FORM) in statement.concepts or any(mark in statement.text for mark in _ADDRESSES)
    is_list = any(t.kind is TermKind.REQUIREMENT for t in statement.terms) and "," in statement.text
    if "contact" not in statement.flags or not is_to_somebody or is_list:
        return False
    slots = {name for kind, name in statement.concepts if kind in _SLOTS}
    acts = {t.name for t in statement.terms if t.kind is TermKind.ACT}
    stated = [t for t in statement.terms if t.kind in STATED and (t.kind, t.name) != (TermKind.RIGHT, _FORM)]
    return slots <= _WRITTEN and acts <= _SHIELDING and not stated and not statement.is_excluding


def _opens_with_company(statement: Statement) -> bool:
    """Whether a sentence begins with what the company does: "We add what you write to our training sets"."""
    return bool(statement.words) and statement.words[0].text in statement.grammar.we


def _is_street(statement: Statement) -> bool:
    """Whether a line is an address: a street and a number, in a few words that say nothing else.

    A "data protection office" in it protects nothing, and "contact details to use:" uses nothing.
    """
    has_number = any(any(map(str.isdigit, word.text)) for word in statement.words)
    is_short = len(statement.text.split()) <= _ADDRESS
    acts = {t.name for t in statement.terms if t.kind is TermKind.ACT}
    named = {name for kind, name in statement.concepts if kind in _SLOTS}
    says_more = not named <= _WAYS_TO_REACH or _states(statement) or not acts <= _HANDLING
    return "street" in statement.flags and has_number and is_short and not says_more


def _is_offer(statement: Statement) -> bool:
    """Whether a line says what people get: what they "collect in-store" is no data, and nobody else does anything."""
    acts = {t.name for t in statement.terms if t.kind is TermKind.ACT}
    is_bare = not (_names_slot(statement) or _states(statement)) and acts <= _FETCHING
    return is_bare and not any(word.text in statement.grammar.we for word in statement.words)


def _is_of_office(statement: Statement, news: Sequence[News]) -> bool:
    """Whether a sentence says who represents the company or whom to complain to, and nothing of what is done.

    That people may complain is a right: where it goes, that is no change of address.
    """
    is_named = "office" in statement.flags or ("names", "dpa") in statement.concepts
    if not is_named or any(item.sign in WENT for item in news):
        return False
    # "contact details" are where to write here, and no data of people
    if any(kind in _AT_STAKE and name not in _WAYS_TO_REACH for kind, name in statement.concepts):
        return False
    stated = [
        t for t in statement.terms if t.kind in STATED and t.name not in _WAYS_TO_WRITE and not _holds_throughout(t)
    ]
    acts = {t.name for t in statement.terms if t.kind is TermKind.ACT}
    return not stated and acts <= _HANDLING


def has_company_act(statement: Statement) -> bool:
    """Whether the company does something in a sentence, or something is done without saying by whom."""
    acts = [m for m in statement.mentions if m.concept.kind == "acts" and m.concept.stance != "plain"]
    return bool(company_acts(acts, statement.words, 0, statement.reader))
