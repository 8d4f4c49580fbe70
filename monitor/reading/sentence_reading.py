"""Reads a sentence as signed terms: what it lets the company do, and what it keeps from it. Compares nothing.

Negation, exclusion and denial turn the sign round; what stands in an exception or a condition carries the opposite
sign of its clause. In a passage, answers are read with their questions and cases with what follows them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import zip_longest

from monitor.extract.citations import with_plain_citations
from monitor.extract.sentences import sentences
from monitor.reading.clauses import read_clauses
from monitor.reading.denials import with_contrasts
from monitor.reading.headings import ANSWERED, as_heading, heads, may_head
from monitor.reading.mentions import OPERATORS, choose_mentions, drop_asides, flags_of
from monitor.reading.notice_parts import own_parts
from monitor.reading.numbers import write_in_digits
from monitor.reading.reader import Reader
from monitor.reading.statements import POWER, PROTECTION, Statement, Term, TermKind
from monitor.reading.terms import MARKS, Cut, terms_of
from monitor.reading.word_forms import as_the_company_says, in_known_forms
from monitor.rules.words import Word

_MAX_READ = 1 << 13  # sentences that are remembered; both sides of a step hold most of the same ones
_ONLY_IF = frozenset([(TermKind.LIMIT, "condition"), (TermKind.LIMIT, "unless")])
_DENIABLE = frozenset(
    [TermKind.ACT, TermKind.RIGHT, TermKind.REQUIREMENT, TermKind.NOUN, TermKind.WORD, TermKind.PEOPLE, TermKind.LIMIT]
)
_DEMANDS = frozenset([TermKind.REQUIRED, TermKind.REQUIREMENT])
_LOGIN = (TermKind.REQUIREMENT, "login")
_ASKED = frozenset(["asks", "title"])
_ANSWERED = 4  # words of what follows a case; less is a button
_CASE = 12  # words of a question that names a case
_APART = frozenset([",", ";", ":", "(", "."])
_OPENING = 3  # words in which a "yes" or "no" is looked for: "of course not"


@lru_cache(maxsize=_MAX_READ)
def read_sentence(
    text: str, reader: Reader, lead_sign: int = 0, is_denied: bool = False, is_way_out: bool = False
) -> Statement:
    """Return a sentence as signed terms; `lead_sign` is that of what introduces it and holds where it has no act.

    `is_denied` reads a question that was answered with "no", `is_way_out` what follows "Don't want this?".
    """
    plain = in_known_forms(with_plain_citations(text, reader.pack.languages), reader.known)
    spelled = write_in_digits(plain, reader.language)
    every = reader.words_of(spelled)
    whole = reader.mentions(every)
    words, examples = drop_asides(every, whole, reader.grammar)
    found = reader.mentions(words)
    takers = choose_mentions(words, with_contrasts(words, found, reader.grammar), reader.grammar, examples)
    clauses = read_clauses(words, takers, lead_sign, reader)
    cut = Cut(text=spelled, words=words, found=found, chosen=takers, clauses=clauses, reader=reader)
    told = _denied(terms_of(cut)) if is_denied else terms_of(cut)
    cases = frozenset(i for reading in clauses for a, b, _ in reading.clause.limits for i in range(a, b))
    terms = _mark_examples(_drop_repeated(told, words, cases), examples)
    flags = flags_of(whole, every)
    if is_way_out and ("here" in flags or "[" in text) and not any(t.kind is TermKind.RIGHT for t in terms):
        terms = [*terms, _way_out(text, reader)]
    continued = frozenset[int]().union(*(reading.continued for reading in clauses))
    return Statement(
        text=text,
        terms=tuple(terms),
        clauses=tuple(reading.clause for reading in clauses),
        mentions=tuple(m for m in takers if m.concept.kind != "cue"),
        flags=flags,
        words=tuple(words),
        reader=reader,
        is_question=text.rstrip(" \"'»”)").endswith("?") and "told_question" not in flags,
        operators=tuple(m.concept.id for m in takers if m.concept.id in OPERATORS and m.start not in continued),
        denies=any(m.concept.id == "negation" for m in takers),
        is_way_out=is_way_out,
        cues=tuple(m for m in takers if m.concept.kind == "cue"),
    )


def _way_out(text: str, reader: Reader) -> Term:
    """Return the choice that a link gives behind "Don't want this?", whatever it says: "Tell us"."""
    return Term(TermKind.RIGHT, "control", PROTECTION, text, reader.pack.concepts["rights", "control"], index=0)


def _denied(terms: Sequence[Term]) -> list[Term]:
    """Return the terms of a question that was answered with "no".

    Of what must be done for a right only the "must" is denied: "Do I need an account to object? No."
    """
    is_demand = any(t.kind in _DEMANDS and t.sign == POWER for t in terms)
    return [
        replace(term, kind=TermKind.OPTIONAL, name="optional", sign=PROTECTION)
        if term.kind is TermKind.REQUIRED
        else replace(term, sign=-term.sign)
        if term.kind in _DENIABLE and not (is_demand and term.kind is TermKind.RIGHT)
        else term
        for term in terms
    ]


def _mark_examples(terms: Sequence[Term], examples: Collection[int]) -> list[Term]:
    """Return the terms, those that stand in an example marked as such."""
    return [replace(term, is_example=True) if term.index in examples else term for term in terms]


def _drop_repeated(terms: list[Term], words: Sequence[Word], cases: Collection[int]) -> list[Term]:
    """Leave out terms that only repeat another of the same sentence; `cases` are the words of its conditions."""
    terms = _without_needless_login(terms, cases)
    asked = _places_of(TermKind.OPT_IN, terms)
    if asked:
        terms = [term for term in terms if not (_is_of_consent(term) and term.index in asked)]
        terms = [term for term in terms if term.kind is not TermKind.ONLY]  # "only with your consent"
    if any(term.kind is TermKind.ONLY for term in terms):
        terms = [term for term in terms if term.key not in _ONLY_IF]  # "only if", "not unless"
    withdrawn = next((term.index for term in terms if term.key == (TermKind.RIGHT, "withdraw")), None)
    if withdrawn is not None:  # consent is what is withdrawn
        terms = [t for t in terms if t.key != (TermKind.BASIS, "consent") or _is_told_before(t, withdrawn, words)]
    return terms


def _without_needless_login(terms: list[Term], cases: Collection[int]) -> list[Term]:
    """Read a login that nobody needs as what is left to people, in whichever words: "without an account" is, too.

    That people have no account may also be the case in which they have to make one.
    """
    terms = [
        replace(term, kind=TermKind.OPTIONAL, name="optional", concept=None)
        if term.key == _LOGIN and term.sign == PROTECTION
        else term
        for term in terms
    ]
    is_free = any(term.kind is TermKind.OPTIONAL and term.index not in cases for term in terms)
    return [term for term in terms if not (is_free and term.key == _LOGIN)]


def _places_of(kind: TermKind, terms: Sequence[Term]) -> frozenset[int]:
    """Return the words of a sentence that terms of a kind span."""
    return frozenset(at for t in terms if t.kind is kind for at in range(t.index, t.index + len(t.text.split())))


def _is_of_consent(term: Term) -> bool:
    """Whether a term only says that people agree, or how: each word of "if you have expressly agreed"."""
    return term.kind in (TermKind.QUALIFIER, TermKind.LIMIT) or term.key == (TermKind.BASIS, "consent")


def _is_told_before(basis: Term, withdrawn: int, words: Sequence[Word]) -> bool:
    """Whether a basis is told and then what people may do about it: "with your consent, which you can withdraw"."""
    return any(word.text in _APART for word in words[basis.index : withdrawn])


def read_passage(texts: Sequence[str], reader: Reader, lead_sign: int = 0, question: str = "") -> list[Statement]:
    """Return the sentences of a passage as they are read; an answer of one word is read with its `question`."""
    found: list[Statement] = []
    for text in (part for whole in texts for part in sentences(whole)):
        asked = (found[-1].text if found and found[-1].is_question else "") or ("" if found else question)
        answer = _answer(text, reader) if asked else None
        is_refusal = bool(found) and _is_refusal(found[-1])
        if answer is not None:
            if found and found[-1].text == asked:
                found.pop()
            is_denied, text = answer
            said = as_the_company_says(asked.strip("?¿ "), reader.known, reader.grammar.mine)
            told = read_sentence(f"{said}.", reader, lead_sign, is_denied)
            found.append(replace(told, flags=told.flags - _ASKED | {ANSWERED}))
        elif found and _is_case(found[-1]):
            case = found.pop().text.strip("?¿ ")
            is_of_company = any(word in reader.grammar.we for word in text.lower().split())  # and so no button
            if len(text.split()) >= _ANSWERED or is_of_company:
                text = f"{reader.grammar.condition} {case}, {text}".strip()  # "Under 16? You see no ads."
        if text:
            sign = PROTECTION if is_refusal else lead_sign
            found += [read_sentence(part, reader, sign, is_way_out=is_refusal) for part in own_parts(text, reader)]
    return [
        as_heading(said) if following and may_head(said) and heads(said, following) else said
        for said, following in zip_longest(found, found[1:])
    ]


def _is_refusal(statement: Statement) -> bool:
    """Whether a question offers a way out: "Don't want this?"; what follows is that way."""
    return statement.is_question and statement.denies and len(statement.words) <= _CASE


def _is_case(statement: Statement) -> bool:
    """Whether a question only names a case, as "No account?" does, for what follows it."""
    is_short = len(statement.words) <= _CASE
    is_asking = bool(statement.flags & {"asks", "see_also", "error"})
    return statement.is_question and is_short and not (is_asking or statement.denies or statement.is_excluding)


def _answer(text: str, reader: Reader) -> tuple[bool, str] | None:
    """Return whether a text begins with a "no", and what follows that or a "yes"; None where it begins otherwise."""
    words = reader.words_of(text)
    found = reader.mentions(words[:_OPENING])
    opening = [m for m in found if m.start == 0 and m.concept.id in ("yes", "no")]
    if not opening:
        return None
    answer = max(opening, key=lambda m: m.end)
    is_denied = answer.concept.id == "no"
    if answer.end == len(words):
        return is_denied, ""
    following = words[answer.end]
    return (is_denied, text[following.end :].strip()) if following.text in MARKS else None
