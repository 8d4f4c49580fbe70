"""Whose data a sentence of a contract names, and whether anything is done with it. Weighs nothing."""

from __future__ import annotations

from monitor.reading.statements import Statement, TermKind

TAKING = frozenset(["train", "share", "collect", "keep", "combine", "target", "transfer_abroad", "delete"])
"""The acts that take data, or give it away."""

HANDLING = TAKING | {"use", "improve", "read"}
"""The acts that do anything with it."""

SOLD = frozenset(["payment", "location"])
"""What is spoken of where things are sold, and is no data where people are not named: "in one location"."""

POSTED = frozenset(["content", "public_content"])
"""What is looked at for what the rules rule out."""

_ALL = "of_people"  # data of any kind, as people's
_PAID = frozenset(["payment"])  # is people's own in every contract: "your payment"
_ADDRESS = "identity"  # a name or an e-mail address, where it is asked for or held
_NEAR = 2  # words between whose it is and what: "your user content"


def own_data(statement: Statement) -> set[str]:
    """Return the kinds of data that a sentence names as that of people: "your photos", "data of the customer"."""
    words, markers = statement.words, statement.reader.markers(statement.words)
    owned = {i for marker in markers if marker.concept.id == "possessive" for i in range(marker.start, marker.end)}
    is_of_a_party = any(marker.concept.id == "data_of_people" for marker in markers)
    named = [(m.start, m.concept.id) for m in statement.mentions if m.concept.kind == "data"]
    named += [(m.start, "content") for m in markers if m.concept.id == "section_data"]  # "your user content"
    named += [(m.start, "contact_details") for m in statement.mentions if m.concept.id == _ADDRESS]
    found = {name for start, name in named if owned & {start - _NEAR, start - 1, start}} - _PAID
    is_of_people = is_of_a_party or any(
        word.text in statement.grammar.of_people
        and any(
            near in owned or words[near].text in statement.grammar.personal
            for near in range(max(index - _NEAR, 0), min(index + _NEAR, len(words)))
        )
        for index, word in enumerate(words)
    )
    return found | ({_ALL} if is_of_people else set())


def handles_data(statement: Statement) -> bool:
    """Whether anything is done with data of people, or with what they send."""
    named = {name for kind, name in statement.concepts if kind == "data"} | own_data(statement)
    acts = {term.name for term in statement.terms if term.kind is TermKind.ACT}
    return bool(acts & HANDLING) and bool(named - SOLD - POSTED)


def passes_on_personal(statement: Statement) -> bool:
    """Whether data of people is taken or given to somebody, be it in a dispute, or in some case only."""
    acts = {term.name for term in statement.terms if term.kind in (TermKind.ACT, TermKind.LIMITED)}
    return bool(acts & TAKING) and _ALL in own_data(statement)


def names_data(statement: Statement, *, beside: frozenset[str] = frozenset()) -> bool:
    """Whether data is named, of whomever: a kind of it, or a word for all of it. Kinds that are left out: `beside`."""
    is_kind = any(kind == "data" and name not in beside for kind, name in statement.concepts)
    return is_kind or any(word.text in statement.grammar.of_people for word in statement.words)


def speaks_of_people(statement: Statement) -> bool:
    return any(word.text in statement.grammar.readers for word in statement.words)


def has_company(statement: Statement) -> bool:
    return any(word.text in statement.grammar.we for word in statement.words)


def names_operator(statement: Statement) -> bool:
    """Whether the company is named as a contract names it: "the Provider", with a capital where nouns have none."""
    words = statement.words
    return any(
        marker.concept.id == "operator" and (words[marker.end - 1].is_name or statement.grammar.has_capital_nouns)
        for marker in statement.reader.markers(words)
    )
