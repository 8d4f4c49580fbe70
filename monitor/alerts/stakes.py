"""Whether anything of people is at stake where terms changed: their data, their rights, their age. Weighs nothing.

Terms speak of plans, orders, courts and conduct, in the words that privacy policies use for data: what may be "used",
what people "opt out of", what "third parties" do. What such a sentence changes is a matter of the contract.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.alerts.news import LISTED
from monitor.alerts.other_matters import changed_statements
from monitor.alerts.passages import ReadPassage, lead_acts
from monitor.alerts.roles import has_company_act
from monitor.reading.reader import Reader
from monitor.reading.statements import Statement, TermKind
from snapshots.records import Extraction, SegmentKind

_CONTRACT = frozenset(
    [
        *("offer", "price", "commerce", "trade", "dispute", "lawsuit", "conduct"),
        *("contact", "contact_heading", "office"),
    ]
)
_OTHER_TEXTS = frozenset(["other_text", "assurance"])
_TAKING = frozenset(["train", "share", "collect", "keep", "combine", "target", "transfer_abroad", "delete"])
_HANDLING = _TAKING | {"use", "improve", "read", "create", "review"}
_OF_AI = frozenset(["ai_training", "ai_features"])  # purposes
_OF_DATA = frozenset(["advertisers", "data_brokers", "ai_developers", "researchers"])  # parties
_OTHERS = frozenset(["third_parties", "partners", "providers"])
_SHOWN = frozenset(["private_messages", "photos", "voice", "contacts", "camera_roll"])
_PROTECTED = frozenset(["minors", "non_users", "holders"])
_OF_CONTRACTS = frozenset(  # named in what is sold, too: "a plan with video calls for one location"
    [
        *("payment", "content", "private_content", "location", "device", "contact_details", "private_messages"),
        *("photos", "profile_photo", "voice"),
    ]
)
_FELT = frozenset(["ads", "personalise", "research"])  # purposes
_AGE = frozenset([TermKind.AGE])
_CHOICES = frozenset([TermKind.AGE, TermKind.RIGHT, TermKind.BASIS])
_OF_ANY_CONTRACT = frozenset(  # rights and practices: to withdraw from a purchase, to access the service
    [
        *("withdraw", "object", "access", "form", "own_discretion", "notice_by_posting", "set_courts", "own_courts"),
        *("court_order", "transfer_on_sale", "open_purposes", "priced_refusal"),
    ]
)
_LONG, _PER, _FEW = 400, 1000, 14  # words of a text; of so many words, so many
_WORD = re.compile(r"[^\W\d_]+")
_ENDS = (".", "!", ";")
_HEAD = 2  # segments that may be a title
_NEAR = 2  # words between whose it is and what: "your user content"


def is_contract(text: Extraction, reader: Reader) -> bool:
    """Whether a text is terms or rules by what it speaks of: few of its words are those for data and cookies.

    Of about a hundred texts in four languages terms and rules have 0 to 15 of them in a thousand, policies on privacy
    and cookies 17 to 50. A text of a few sentences is none that can be told so, and one that is headed by privacy or
    data is none, however seldom it speaks of them.
    """
    grammar = reader.grammar
    headings = [s for s in text.segments if s.kind is SegmentKind.HEADING][:1]
    head = " ".join([text.title, *(s.text for s in (*text.segments[:_HEAD], *headings))])
    if any(w in grammar.heading_policies or w in grammar.of_people for w in _WORD.findall(head.lower())):
        return False
    words = [word for segment in text.segments for word in _WORD.findall(segment.text.lower())]
    of_data = sum(word in grammar.of_people or word in grammar.of_privacy for word in words)
    return len(words) >= _LONG and of_data * _PER < len(words) * _FEW


def is_on_contract(passage: ReadPassage) -> bool:
    """Whether all that changed is on what people buy, before whom they meet the company, or where to write to it."""
    changed = changed_statements(passage)
    if not any(s.flags & _CONTRACT for s in changed) or any(map(_binds, passage.statements)):
        return False
    if _is_of_taking(passage) or _leans_on_others(passage.statements):
        return False
    return not any(is_of_data(s) or _names_any(s, _AGE) for s in changed)


def has_nothing_at_stake(passage: ReadPassage) -> bool:
    """Whether no sentence that changed, and nothing that it stands under, names what privacy is about.

    It has no data, no purpose that people feel, no right and no age, and the company handles nothing in it.
    """
    changed = changed_statements(passage)
    if any(map(_binds, passage.statements)) or _is_of_taking(passage) or _leans_on_others(passage.statements):
        return False
    return not any(is_of_data(s) or _names_any(s, _CHOICES) for s in changed)


def _binds(statement: Statement) -> bool:
    """Whether people can't leave what they pay for, or another text holds too."""
    return bool(statement.flags & _OTHER_TEXTS) or {"bound", "commerce"} <= statement.flags


def _is_of_taking(passage: ReadPassage) -> bool:
    """Whether an entry of a list or table changed of what is taken, or to whom it is given, or that is data alone."""
    reader = passage.statements[0].reader
    listed = [item for item in passage.news if item.hunk.segment_kind in LISTED]
    if any(lead_acts(item.hunk.context, reader) & _TAKING for item in listed):
        return True
    is_data = any(kind == "data" and name != "payment" for s in passage.statements for kind, name in s.concepts)
    return is_data and any(not item.text.rstrip().endswith(_ENDS) for item in listed)


def _leans_on_others(statements: Sequence[Statement]) -> bool:
    """Whether what people send or show is named beside others on whom a function rests: "videos are put into text".

    Who is kept free of the claims of others is none of them.
    """
    named = {pair for statement in statements if "stake" not in statement.flags for pair in statement.concepts}
    return any(kind == "parties" and name in _OTHERS for kind, name in named) and any(
        kind == "data" and name in _SHOWN for kind, name in named
    )


def _names_any(statement: Statement, kinds: frozenset[TermKind]) -> bool:
    return any(
        (term.kind in kinds or term.kind is TermKind.PRACTICE) and term.name not in _OF_ANY_CONTRACT
        for term in statement.terms
    )


def is_of_data(statement: Statement) -> bool:
    """Whether a sentence says something of people's data, or of those who are protected."""
    named = {"purposes": _OF_AI, "parties": _OF_DATA, "people": _PROTECTED}
    if any(name in named.get(kind, ()) for kind, name in statement.concepts):
        return True
    data = {name for kind, name in statement.concepts if kind == "data"}
    if data - _OF_CONTRACTS or _names_own_data(statement):
        return True
    if not (has_company_act(statement) and _has_company(statement)):
        return False
    acts = {term.name for term in statement.terms if term.kind is TermKind.ACT}
    is_on_something = bool(data) or any(word.text in statement.grammar.of_people for word in statement.words)
    if any(kind == "purposes" and name in _FELT for kind, name in statement.concepts):
        return True
    is_given = any(kind in ("parties", "requirements") for kind, _ in statement.concepts)
    return bool(acts & _HANDLING) and (is_on_something or (is_given and bool(acts & _TAKING)))


def _names_own_data(statement: Statement) -> bool:
    """Whether a sentence names data as that of people: "your data", "personal information", "your location"."""
    words, markers = statement.words, statement.reader.markers(statement.words)
    owned = {i for marker in markers if marker.concept.id == "possessive" for i in range(marker.start, marker.end)}
    named = [m.start for m in statement.mentions if m.concept.kind == "data" and m.concept.id != "payment"]
    named += [marker.start for marker in markers if marker.concept.id == "section_data"]  # "your user content"
    if any(owned & {start - _NEAR, start - 1, start} for start in named):
        return True
    return any(
        word.text in statement.grammar.of_people
        and any(
            near in owned or words[near].text in statement.grammar.personal
            for near in range(max(index - _NEAR, 0), min(index + _NEAR, len(words)))
        )
        for index, word in enumerate(words)
    )


def _has_company(statement: Statement) -> bool:
    return any(word.text in statement.grammar.we for word in statement.words)
