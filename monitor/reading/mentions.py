"""What the rule pack finds in a sentence, sorted: cues of the whole sentence, cues and concepts that take words.

Gives no sign and makes no term.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from monitor.rules.languages import Grammar
from monitor.rules.pack import Mention
from monitor.rules.words import Word

# Cues that say something of the whole sentence and take no word from it.
_FLAGS = frozenset(
    [
        *("announcement", "earlier_version", "error", "consent_dialog", "button"),  # of a page, not of a policy
        *("asks", "title", "see_also", "pointer", "here", "told_question"),  # leads to what is said elsewhere
        "stamp",  # dates, times or counts the page
        *("yes", "no", "reply"),
        *(
            "contact",
            "reference",
            "other_text",
            "conduct",
            "misconduct",
            "disallowed",
            "takedown",
            "carried",
            "grant",
            "liability",
            "appeal",
            "advertiser_rule",
            "rules_lead",
            "demand",
            "definition",
            "example",
            "link",
            "before",
        ),
        *(
            "contact_heading",
            "office",
            "street",
            "offer",
            "praise",
            "assurance",
            "revision",
            "dispute",
            "lawsuit",
            "price",
            "commerce",
            "stake",
            "bound",
            "trade",
            "shut_out",
            "other_form",
            "data_heading",
            "half_masked",
            "purpose_heading",
            "recipient_heading",
        ),
        *("age", "entry", "younger", "at_once", "counted_from", "in_force", "renamed"),
    ]
)
_ALSO_FLAG = "permission"  # takes its words, and says of the sentence that it is no button
_OPENING = frozenset(  # flags of a sentence that begins so
    ["pointer", "asks", "see_also", "title", "stamp", "told_question"]
)
_MATTER = frozenset(["data", "purposes", "parties"])
_POINTERS = frozenset(["earlier_version", "see_also"])
CASES = frozenset(["circumstance", "occasion"])  # open a part that says when something is so, and limits nothing
LIMITS = CASES | {"exception", "condition", "unless", "only_if"}  # open a part that the rest does not govern
OPERATORS = frozenset(
    [
        *("negation", "denial", "exclusion", "without", "unasked"),
        *("exception", "unless", "condition", "only", "only_if", "restriction"),
        *("opt_in", "opt_out"),
    ]
)
_CLAIMS = frozenset(["object", "withdraw"])
_SHUT_OUT, _CHOICE = "shut_out", "control"
_OTHER_FORM, _FORM = "other_form", "form"
_STREET = "street"
# What does nothing in "data protection officer" and "we inform you that": words of an office, and of an opening.
_SPOKEN, _PHRASES, _PHRASE = frozenset(["protect", "notify"]), frozenset(["office", "link"]), 3
_CONSENTS = frozenset(["opt_in", "opt_out"])  # what people say yes to, and what they may say no to
_BESIDE = frozenset(["topic", "practices"])  # kinds of concepts whose words are read one by one as well
_TOPICAL = "public_content"  # a concept that says what a sentence is about; its words are read one by one
_VERBS = frozenset(["acts", "bases", "rights"])
_NAMING = frozenset(["data", "purposes", "parties", "products", "people", "names"])
_UNNAMED = frozenset(["acts", "requirements", "purposes"])  # what a name does not do: "Harbour Marketing Ltd"
_LETTERS = 3  # of what stands for words: "AI"
_TITLED = 0.6  # of the words of a title have capitals
_SUBJECT_AHEAD = 3  # words behind "for example" in which a sentence says who does it
_VERB_AHEAD = 3  # words after a comma in which a verb ends an example


def is_act(mention: Mention) -> bool:
    """Whether a mention is of something done, granted or asked, so that it can govern a clause."""
    return mention.concept.kind in ("rights", "requirements") or (
        mention.concept.kind == "acts" and mention.concept.stance != "plain"
    )


def flags_of(found: Sequence[Mention], words: Sequence[Word]) -> frozenset[str]:
    """Return the ids of the cues that say something of the whole sentence, in whose `words` they were found."""
    return frozenset(
        m.concept.id
        for m in found
        if m.concept.kind == "cue"
        and (m.concept.id in _FLAGS or m.concept.id == _ALSO_FLAG)
        and (
            m.concept.id not in _OPENING or m.start <= 1 or (m.concept.id == "pointer" and is_pointing(m, words, found))
        )
    )


def is_pointing(pointer: Mention, words: Sequence[Word], found: Sequence[Mention]) -> bool:
    """Whether a pointer leads elsewhere wherever it stands: it spans the sentence, or is all that follows a comma.

    What it leads to may say what is done: then the sentence is read.
    """
    if pointer.has_gap:
        return True
    names = any(m.start >= pointer.end and m.concept.kind in _MATTER for m in found)
    return words[pointer.start - 1].text == "," and not names


def drop_asides(words: Sequence[Word], found: Sequence[Mention], grammar: Grammar) -> tuple[list[Word], frozenset[int]]:
    """Return the words without buttons that a layout left in the text, and which of them stand in an example.

    "Such as", "for example" and "like" open examples; which of them does, says nothing and is left out.
    """
    verbs = [m.start for m in found if m.concept.kind in _VERBS or m.concept.id in OPERATORS]
    dropped = {i for m in found if m.concept.id in _POINTERS for i in range(m.start, m.end)}
    inside: set[int] = set()
    for start, end in _openings(words, found, grammar):
        dropped.update(range(start, end))
        if not _opens_statement(words, start, end, grammar):
            inside |= _example(words, start, end, verbs, grammar)
    kept = [index for index in range(len(words)) if index not in dropped]
    return [words[index] for index in kept], frozenset(n for n, index in enumerate(kept) if index in inside)


def _opens_statement(words: Sequence[Word], start: int, end: int, grammar: Grammar) -> bool:
    """Whether what opens examples opens a sentence that says what is done: "For example we do not share it"."""
    ahead = words[end : end + _SUBJECT_AHEAD]
    return start == 0 and any(word.text in grammar.subjects or word.text in grammar.we for word in ahead)


def _openings(words: Sequence[Word], found: Sequence[Mention], grammar: Grammar) -> list[tuple[int, int]]:
    """Return where the words stand that open examples; "like" does behind what it gives examples of, or a bracket."""
    openings = [(m.start, m.end) for m in found if m.concept.id == "example"]
    nouns = {m.end for m in found if m.concept.kind in _NAMING}
    for index in range(1, len(words) - 1):
        word, before = words[index], words[index - 1].text
        is_behind = before == "(" or before in grammar.generic or index in nouns
        if word.text in grammar.like and not word.is_name and is_behind and words[index + 1].text.isalpha():
            openings.append((index, index + 1))
    return openings


def _example(words: Sequence[Word], start: int, end: int, verbs: Sequence[int], grammar: Grammar) -> set[int]:
    """Return the words of an example: to the end of its bracket, or to a mark or comma after which a verb follows."""
    is_bracketed = start > 0 and words[start - 1].text == "("
    places = set(range(start - is_bracketed, end))
    depth = 0
    joints = grammar.joining.words | grammar.alternating.words
    is_closed = False  # "shops, gyms and stations" names its last; what a comma and an "and" follow is said for itself
    for index in range(end, len(words)):
        mark = words[index].text
        if mark in (";", "|") or (mark == "." and index + 1 == len(words)):
            break
        following = words[index + 1].text if index + 1 < len(words) else ""
        if mark == "," and not is_bracketed and is_closed and following in joints:
            break
        is_closed = is_closed or (mark in joints and words[index - 1].text != ",")
        ahead = next((at for at in verbs if index < at <= index + _VERB_AHEAD), 0)
        if mark == "," and not is_bracketed and ahead:
            if following in joints:
                places.update(range(index, ahead))  # "such as maps, mail, and notes are shared"
            break
        places.add(index)
        depth += (mark == "(") - (mark == ")")
        if depth < 0:
            break
    return places


def choose_mentions(
    words: Sequence[Word], found: Sequence[Mention], grammar: Grammar, examples: Collection[int] = ()
) -> list[Mention]:
    """Return the mentions that take words, the longest first where they overlap, a cue before a concept.

    An example names things and does nothing: in it only nouns are read. Nor does a name do what its words mean, the
    word for a house in an address, or the one for protection in the name of an office. An account that the company
    closes is no choice of people, and a form by which they order is no form by which they object.
    """
    is_ordering = any(m.concept.id == _OTHER_FORM for m in found)
    spoken = {place for m in found if m.concept.id in _PHRASES and len(m.places) >= _PHRASE for place in m.places}
    streets = {place for m in found if m.concept.id == _STREET for place in m.places}
    closed = {place for m in found if m.concept.id == _SHUT_OUT for place in range(m.start, m.end)}
    names = _in_names(words, grammar)
    takers = [
        m
        for m in found
        if _takes_words(m)
        and not _is_doubled(words, m, grammar)
        and (m.start not in examples or m.concept.kind in _NAMING)
        and not _is_of_name(m, words, names)
        and not _is_alternative(m, words)
        and not (m.concept.id == _CHOICE and m.start in closed)
        and not (m.concept.id == _FORM and is_ordering)
        and not (m.concept.kind in _UNNAMED and words[m.start].is_name and streets.issuperset(m.places))
        and not (m.concept.id in _SPOKEN and spoken.issuperset(m.places))
        and not _is_overrun(m, found)
        and not _is_refused_by_us(m, words, grammar)
    ]
    takers.sort(key=lambda m: (-_length(m), m.concept.kind != "cue", _is_plain(m), m.start, m.concept.id))
    taken: set[int] = set()
    left: list[Mention] = []
    for mention in takers:
        if taken.isdisjoint(mention.places):
            taken.update(mention.places)
            left.append(mention)
    own = _inside_choices(left, found)
    return sorted((m for m in left if m.concept.id != "negation" or m.start not in own), key=lambda m: m.start)


def _length(mention: Mention) -> int:
    """Return how many words a mention is made of; what people say yes or no to is read as a whole."""
    return mention.end - mention.start if mention.concept.id in _CONSENTS else len(mention.places)


def _is_overrun(choice: Mention, found: Sequence[Mention]) -> bool:
    """Whether a choice goes on where the other one has ended: "unless you turn it on, the camera stays off".

    Nor do people say yes with the word for what they take back: "if you have your consent withdrawn".
    """
    if choice.concept.id not in _CONSENTS:
        return False
    if any(m.concept.id == "withdraw" and m.start < choice.end < m.end for m in found):
        return True
    return any(
        m.concept.id in _CONSENTS - {choice.concept.id} and m.start == choice.start and m.end < choice.end
        for m in found
    )


def _is_refused_by_us(claim: Mention, words: Sequence[Word], grammar: Grammar) -> bool:
    """Whether the company says no, not people: "we decline your request" gives nobody a right."""
    beside = {words[place].text for place in (claim.start - 1, claim.start + 1) if 0 <= place < len(words)}
    return claim.concept.id in _CLAIMS and claim.concept.kind == "rights" and any(word in grammar.we for word in beside)


def _inside_choices(chosen: Sequence[Mention], found: Sequence[Mention]) -> frozenset[int]:
    """Return the words of what people may say no to: "as long as you do not turn it off" has a "not" of its own."""
    consents = [m for m in chosen if m.concept.id in _CONSENTS and m.has_gap]
    cases = {m.start for m in found if m.concept.id in LIMITS} if consents else ()
    return frozenset(place for m in consents if m.start in cases for place in range(m.start, m.end))


def _is_alternative(mention: Mention, words: Sequence[Word]) -> bool:
    """Whether a word that excludes is one of two between which a stroke stands: "show/exclude" rules nothing out."""
    beside = {words[place].text for place in (mention.start - 1, mention.end) if 0 <= place < len(words)}
    return mention.concept.id == "exclusion" and "/" in beside


def _is_of_name(mention: Mention, words: Sequence[Word], names: Collection[int]) -> bool:
    """Whether a mention is part of a name, which does nothing; letters that stand for words are read: "Harbour AI"."""
    inside = range(mention.start, mention.end)
    is_spelled = all(len(words[index].text) > _LETTERS for index in inside)
    return mention.concept.kind in _UNNAMED and is_spelled and set(names).issuperset(inside)


def _in_names(words: Sequence[Word], grammar: Grammar) -> frozenset[int]:
    """Return the words that stand in names of several words: "Data Protection Framework", "Maps Built-in".

    None where capitals say nothing: in a title, or where a language writes every noun with one.
    """
    capitals = [index for index, word in enumerate(words) if word.is_name]
    spoken = sum(word.text.isalpha() for word in words)
    if grammar.has_capital_nouns or len(capitals) > _TITLED * spoken:
        return frozenset()
    held = set(capitals)
    if words and words[0].text not in grammar.subjects and words[0].text not in grammar.common:
        held.add(0)  # any word has a capital there: "Instant Share's servers"
    return frozenset(index for index in capitals if held & {index - 1, index + 1})


def _is_plain(mention: Mention) -> bool:
    return mention.concept.kind == "acts" and mention.concept.stance == "plain"


def _takes_words(mention: Mention) -> bool:
    is_read_beside = mention.concept.kind in _BESIDE or mention.concept.id == _TOPICAL
    return not is_read_beside and mention.concept.id not in _FLAGS


def _is_doubled(words: Sequence[Word], mention: Mention, grammar: Grammar) -> bool:
    """Whether a French "ne … que" is none, for a second word of negation stands in it."""
    inside = words[mention.start : mention.end + 1]
    return mention.concept.id == "restriction" and any(word.text in grammar.second_negations for word in inside)
