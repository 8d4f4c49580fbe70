"""Whether anything of people is at stake where terms changed: their data, their rights, their age. Weighs nothing.

Terms speak of plans, orders, courts and conduct, in the words that privacy policies use for data: what may be "used",
what people "opt out of", what "third parties" do. What such a sentence changes is a matter of the contract.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.alerts.news import LISTED, News
from monitor.alerts.other_matters import changed_statements
from monitor.alerts.passages import ReadPassage, lead_acts
from monitor.alerts.roles import has_company_act
from monitor.reading.reader import Reader
from monitor.reading.statements import Statement, Term, TermKind
from snapshots.records import Extraction, SegmentKind

_CONTRACT = frozenset(
    [
        *("offer", "price", "commerce", "trade", "dispute", "lawsuit", "conduct"),
        *("contact", "contact_heading", "office"),
    ]
)
_OTHER_TEXTS = frozenset(["other_text", "assurance"])
_RULED_OUT = frozenset(["conduct", "misconduct"])  # what people may not do
_SUITS = frozenset(["lawsuit"])  # before whom people and the company meet
_CLAIMS = _SUITS | {"liability"}  # and who pays for what
_APPEAL = "appeal"
_DISCLAIMER = ("acts", "disclaim")
_LICENCE = "broad_licence"
_TAKING = frozenset(["train", "share", "collect", "keep", "combine", "target", "transfer_abroad", "delete"])
_HANDLING = _TAKING | {"use", "improve", "read"}
_ABOVE = 2  # lines above a passage that say what it is a rule on
_WEIGHING = frozenset(["review"])  # what is "considered" need not be data: "it is considered a risk to health"
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
_SOLD = frozenset(["payment", "location"])  # of what is sold, where people are not named: "in one location"
_PAID = frozenset(["payment"])  # is people's own in every contract: "your payment"
_OF_PEOPLE = "of_people"  # data of any kind, as people's
_POSTED = frozenset(["content", "public_content"])  # is looked at for what the rules rule out
_ADDRESS = "identity"  # a name or an e-mail address, where it is asked for or held
_FELT = frozenset(["ads", "personalise", "research"])  # purposes
_AGE = frozenset([TermKind.AGE])
_CHOICES = frozenset([TermKind.AGE, TermKind.RIGHT, TermKind.BASIS])
_OF_ANY_CONTRACT = frozenset(  # rights and practices: to withdraw from a purchase, to access the service
    [
        *("withdraw", "object", "access", "form", "own_discretion", "notice_by_posting", "set_courts", "own_courts"),
        *("court_order", "transfer_on_sale", "open_purposes", "priced_refusal", "implied_consent", _LICENCE),
    ]
)
_LONG, _PER, _FEW = 400, 1000, 14  # words of a text; of so many words, so many
_WORD = re.compile(r"[^\W\d_]+")
_ENDS = (".", "!", ";")
_HEAD = 2  # segments that may be a title
_TITLE = 14  # words of one at most
_NEAR = 2  # words between whose it is and what: "your user content"


def is_contract(text: Extraction, reader: Reader) -> bool:
    """Whether a text is terms or rules by what it speaks of: few of its words are those for data and cookies.

    Of about a hundred texts in four languages terms and rules have 0 to 15 of them in a thousand, policies on privacy
    and cookies 17 to 50. A text of a few sentences is none that can be told so, and one that is headed by privacy or
    data is none, however seldom it speaks of them.
    """
    grammar = reader.grammar
    headings = [s for s in text.segments if s.kind is SegmentKind.HEADING][:1]
    lines = [s.text for s in (*text.segments[:_HEAD], *headings) if len(s.text.split()) <= _TITLE]  # and no sentence
    head = " ".join([text.title, *lines])
    if any(w in grammar.heading_policies or w in grammar.of_people for w in _WORD.findall(head.lower())):
        return False
    words = [word for segment in text.segments for word in _WORD.findall(segment.text.lower())]
    of_data = sum(word in grammar.of_people or word in grammar.of_privacy for word in words)
    return len(words) >= _LONG and of_data * _PER < len(words) * _FEW


def is_on_contract(passage: ReadPassage) -> bool:
    """Whether all that changed is on what people buy, before whom they meet the company, or where to write to it."""
    changed = changed_statements(passage)
    return any(s.flags & _CONTRACT for s in changed) and not _has_stakes(passage, changed, _AGE)


def has_nothing_at_stake(passage: ReadPassage) -> bool:
    """Whether no sentence that changed, and nothing that it stands under, names what privacy is about.

    It has no data, no purpose that people feel, no right and no age, and the company handles nothing in it.
    """
    return not _has_stakes(passage, changed_statements(passage), _CHOICES)


def _has_stakes(passage: ReadPassage, changed: Sequence[Statement], kinds: frozenset[TermKind]) -> bool:
    if _rules_people(passage, changed):
        return False
    if _stands_under(passage, _SUITS):
        return any(map(_passes_on_personal, changed))
    if any(map(_binds, passage.statements)) or _is_of_taking(passage) or _leans_on_others(passage.statements):
        return True
    told = frozenset((d.term.concept.kind, d.term.concept.id) for d in passage.differences if d.term.concept)
    return any(is_of_data(s, told) or _names_any(s, kinds) for s in changed)


def _rules_people(passage: ReadPassage, changed: Sequence[Statement]) -> bool:
    """Whether all that changed is what people may not do, with whatever data: the company does nothing in it.

    From which age on they may is no rule of conduct, though it says what the younger may not. Under a heading on what
    breaks the rules it may be said, outside a list, what is done with the data of whoever does.
    """
    if any(_has_company(s) or any(term.kind is TermKind.AGE for term in s.terms) for s in changed):
        return False
    if all(map(_is_ruled_out, changed)):
        return True
    is_listed = all(item.hunk.segment_kind in LISTED for item in passage.news)
    above, reader = passage.news[0].hunk.context[-1:], passage.statements[0].reader
    if is_listed and above and _forbids(above[0], reader):
        return True
    return _stands_under(passage, _RULED_OUT) and (is_listed or not any(map(_handles_data, changed)))


def _is_ruled_out(statement: Statement) -> bool:
    """Whether a sentence forbids, or says what breaks rules; data that is handled to find that out is handled."""
    if _has_company(statement):
        return False
    return "conduct" in statement.flags or ("misconduct" in statement.flags and not _handles_data(statement))


def _handles_data(statement: Statement) -> bool:
    """Whether anything is done with data of people, or with what they send."""
    named = {name for kind, name in statement.concepts if kind == "data"} | _own_data(statement)
    acts = {term.name for term in statement.terms if term.kind is TermKind.ACT}
    return bool(acts & _HANDLING) and bool(named - _SOLD - _POSTED)


def _stands_under(passage: ReadPassage, cues: frozenset[str]) -> bool:
    """Whether a passage stands under a heading, or in a list behind a line, that one of some cues is in."""
    reader = passage.statements[0].reader
    above = passage.news[0].hunk.context[-_ABOVE:]
    return any(
        m.concept.kind == "cue" and m.concept.id in cues for t in above for m in reader.mentions(reader.words_of(t))
    )


def _forbids(lead: str, reader: Reader) -> bool:
    """Whether a line that introduces a list tells people what not to do: "In the harbour you may not:"."""
    words = reader.words_of(lead)
    grammar = reader.grammar
    is_to_people = any(w.text in grammar.you or (w.text in grammar.formal and w.is_name) for w in words)
    is_of_company = any(w.text in grammar.we for w in words)
    is_negated = any(m.concept.id in ("negation", "denial") for m in reader.mentions(words))
    return lead.endswith((":", "：")) and is_to_people and is_negated and not is_of_company


def _binds(statement: Statement) -> bool:
    """Whether people can't leave what they pay for, or another text holds too, on privacy or on advertising."""
    is_of_privacy = any(word.text in statement.grammar.heading_policies for word in statement.words)
    is_felt = any(kind == "purposes" and name in _FELT | _OF_AI for kind, name in statement.concepts)
    is_held = bool(statement.flags & _OTHER_TEXTS) and (is_of_privacy or is_felt)
    return is_held or {"bound", "commerce"} <= statement.flags


def _is_of_taking(passage: ReadPassage) -> bool:
    """Whether an entry of a list or table changed of what is taken, or to whom it is given, or that is data alone."""
    reader = passage.statements[0].reader
    listed = [item for item in passage.news if item.hunk.segment_kind in LISTED]
    if any(lead_acts(item.hunk.context, reader) & _TAKING for item in listed):
        return True
    is_data = any(kind == "data" and name not in _OF_CONTRACTS for s in passage.statements for kind, name in s.concepts)
    return is_data and any(_is_bare(item) and _is_under_data(item, reader) for item in listed)


def _is_bare(item: News) -> bool:
    return not item.text.rstrip().endswith(_ENDS)


def _is_under_data(item: News, reader: Reader) -> bool:
    """Whether what an entry stands under names data; who is protected from attacks is listed under none."""
    words = reader.words_of(" ".join(item.hunk.context[-_ABOVE:]))
    is_kind = any(m.concept.kind == "data" for m in reader.mentions(words))
    return is_kind or any(word.text in reader.grammar.of_people for word in words)


def _leans_on_others(statements: Sequence[Statement]) -> bool:
    """Whether what people send or show is named beside others on whom a function rests: "videos are put into text".

    Who is kept free of the claims of others is none of them, and a heading says nothing of whom it rests on.
    """
    said = [s for s in statements if "stake" not in s.flags and s.text.rstrip().endswith(_ENDS)]
    named = {pair for statement in said for pair in statement.concepts}
    return any(kind == "parties" and name in _OTHERS for kind, name in named) and any(
        kind == "data" and name in _SHOWN for kind, name in named
    )


def _names_any(statement: Statement, kinds: frozenset[TermKind]) -> bool:
    return any(
        (term.kind in kinds or term.kind is TermKind.PRACTICE)
        and term.name not in _OF_ANY_CONTRACT
        and not _is_of_company_alone(term, statement)
        for term in statement.terms
    )


def _is_of_company_alone(term: Term, statement: Statement) -> bool:
    """Whether a choice is nobody's, as people are not spoken of, or a consent is to nothing that is done with data.

    To appeal a removal, or to act against a copy, is no choice over data.
    """
    if term.kind is TermKind.RIGHT:
        return _APPEAL in statement.flags or not _speaks_of_people(statement)
    return term.kind is TermKind.BASIS and not _names_data(statement)


def _speaks_of_people(statement: Statement) -> bool:
    return any(word.text in statement.grammar.readers for word in statement.words)


def _names_data(statement: Statement) -> bool:
    """Whether data is named, of whomever: a kind of it, or a word for all of it."""
    is_kind = any(kind == "data" for kind, _ in statement.concepts)
    return is_kind or any(word.text in statement.grammar.of_people for word in statement.words)


def is_of_data(statement: Statement, told: frozenset[tuple[str, str]] | None = None) -> bool:
    """Whether a sentence says something of people's data, or of those who are protected.

    `told` are the concepts that came or went, None where all did: what joins a sentence that speaks of AI, or of
    advertisers, is on neither, unless the company handles something in it.
    """
    if statement.flags & _CLAIMS or _DISCLAIMER in statement.concepts:
        return _passes_on_personal(statement)
    if _is_ruled_out(statement):
        return False
    acts = {t.name for t in statement.terms if t.kind is TermKind.ACT} if has_company_act(statement) else set()
    named = {"purposes": _OF_AI, "parties": _OF_DATA, "people": _PROTECTED}
    if any(
        name in named.get(kind, ())
        and (kind == "people" or told is None or (kind, name) in told or bool(acts & _HANDLING))
        for kind, name in statement.concepts
    ):
        return True
    data, own = {name for kind, name in statement.concepts if kind == "data"}, _own_data(statement)
    is_said_of = bool(acts - _WEIGHING) or "demand" in statement.flags or _speaks_of_people(statement)
    if (data | own) - _OF_CONTRACTS and is_said_of:
        return True
    if _is_licence(statement):
        return False
    taken = acts & _TAKING
    if statement.flags & (_RULED_OUT | {_APPEAL}):
        taken -= {"delete"}  # what is removed for what it says
    if own and taken:
        return True
    if not acts or not _has_company(statement):
        return False
    if any(kind == "purposes" and name in _FELT for kind, name in statement.concepts):
        return True
    is_on_something = any(word.text in statement.grammar.of_people for word in statement.words)
    is_given = any(kind == "parties" for kind, _ in statement.concepts) and not statement.flags & _CONTRACT
    is_read = "read" in acts and bool(data - _SOLD - _POSTED)
    return is_read or (is_on_something and bool(acts & _HANDLING)) or (bool(taken) and (bool(data - _SOLD) or is_given))


def _passes_on_personal(statement: Statement) -> bool:
    """Whether data of people is taken or given to somebody, be it in a dispute."""
    acts = {term.name for term in statement.terms if term.kind is TermKind.ACT}
    return bool(acts & _TAKING) and _OF_PEOPLE in _own_data(statement)


def _is_licence(statement: Statement) -> bool:
    """Whether people let the company use what they post: a licence to content says all that may be done with it."""
    return "grant" in statement.flags or any(term.name == _LICENCE for term in statement.terms)


def _own_data(statement: Statement) -> set[str]:
    """Return the kinds of data that a sentence names as that of people: "your photos", "personal information"."""
    words, markers = statement.words, statement.reader.markers(statement.words)
    owned = {i for marker in markers if marker.concept.id == "possessive" for i in range(marker.start, marker.end)}
    named = [(m.start, m.concept.id) for m in statement.mentions if m.concept.kind == "data"]
    named += [(m.start, "content") for m in markers if m.concept.id == "section_data"]  # "your user content"
    named += [(m.start, "contact_details") for m in statement.mentions if m.concept.id == _ADDRESS]
    found = {name for start, name in named if owned & {start - _NEAR, start - 1, start}} - _PAID
    is_of_people = any(
        word.text in statement.grammar.of_people
        and any(
            near in owned or words[near].text in statement.grammar.personal
            for near in range(max(index - _NEAR, 0), min(index + _NEAR, len(words)))
        )
        for index, word in enumerate(words)
    )
    return found | ({_OF_PEOPLE} if is_of_people else set())


def _has_company(statement: Statement) -> bool:
    return any(word.text in statement.grammar.we for word in statement.words)
