"""Takes a sentence, cut into clauses, apart into signed terms: acts and rights, cues, nouns, numbers, words.

Cuts nothing and drops no term for another's sake: `monitor.reading.sentence_reading` does.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from monitor.extract.dates import spoken_dates
from monitor.reading.actors import company_acts
from monitor.reading.clauses import ClauseReading, stance_of
from monitor.reading.cues import Cue, cue_term
from monitor.reading.mentions import is_act
from monitor.reading.numbers import quantities
from monitor.reading.practices import practices_in
from monitor.reading.reader import Reader
from monitor.reading.statements import POWER, PROTECTION, Term, TermKind
from monitor.rules.languages import Grammar
from monitor.rules.pack import Concept, Mention
from monitor.rules.words import Word
from snapshots.frozen_class import frozen

_JOINTS = frozenset(",;|-•")
MARKS = frozenset(".,;:|!?()–-•/&%+=<>…·")
_NOUNS = frozenset(["data", "purposes", "parties", "products", "names"])
_DECIDING = frozenset(["honour", "review"])  # what becomes of a choice, also where it stands in a condition
_REFUSING, _OBJECTING = "own_discretion", (TermKind.RIGHT, "object")
_LAWSUIT, _COURT_ORDER = "lawsuit", "court_order"
_DEACTIVATION, _DELETION = "deactivation", "delete"
_LOGIN = (TermKind.REQUIREMENT, "login")  # of an age limit "to have an account" is what people are let in to
_NOTS = frozenset(["negation", "denial", "exclusion"])
_OPTIONAL = "optional"
_CHOICES = frozenset([(TermKind.RIGHT, "control"), (TermKind.OPT_IN, "opt_in")])
_AHEAD = 5  # words between a "may" and its verb
_COUNTED = 2  # words between a time and what it is counted from
_YEAR = 365  # days
_BACK = 5  # words of no content between a noun and the comma before it


@frozen
class Cut:
    """A sentence with its clauses and the mentions that take words."""

    text: str  # with numbers in digits; the words' places are of it
    words: Sequence[Word]
    found: Sequence[Mention]  # every mention
    chosen: Sequence[Mention]  # those that take words
    clauses: Sequence[ClauseReading]
    reader: Reader

    def clause_at(self, index: int) -> ClauseReading:
        return next(reading for reading in self.clauses if reading.clause.start <= index < reading.clause.end)

    def places_of(self, cue: str) -> frozenset[int]:
        """Return the words of every mention of a cue."""
        return frozenset(i for m in self.found if m.concept.id == cue for i in range(m.start, m.end))

    def text_between(self, start: int, end: int) -> str:
        return " ".join(word.text for word in self.words[start:end])


def terms_of(cut: Cut) -> list[Term]:
    """Return the terms of a sentence: numbers and dates, then acts and cues, then nouns and words in their order."""
    dates = list(_find_dates(cut))
    counted = [*_find_numbers(cut, {i for _, start, end in dates for i in range(start, end)}), *dates]
    typed = [replace(term, index=m.start) for m in cut.chosen if (term := _term_of(m, cut))]
    ages = {place for term, start, end in counted if term.kind is TermKind.AGE for place in (start, end)}
    entries = cut.places_of("entry") if ages else frozenset()
    typed = [t for t in typed if not _is_of_age(t, ages) and not (t.key == _LOGIN and t.index in entries)]
    practices = _practices_of(cut)
    typed = [*_without_choices(typed, practices), *practices] if practices else typed
    is_train_said = any(term.key == (TermKind.ACT, "train") for term in typed)
    training = None if is_train_said else cut.reader.pack.concepts["acts", "train"]
    qualified = {i for m in cut.chosen if m.concept.id == "qualifier" for i in range(m.start, m.end)}
    silent = {i for _, start, end in counted for i in range(start, end)} | qualified
    return [*(term for term, _, _ in counted), *typed, *_find_words(cut, silent, training)]


def _is_of_age(term: Term, ages: set[int]) -> bool:
    """Whether "at least 16" or "16 or older" says that an age is the youngest; `ages` are where ages begin and end."""
    return term.kind is TermKind.AT_LEAST and bool({term.index, term.index + len(term.text.split())} & ages)


def _practices_of(cut: Cut) -> list[Term]:
    """Return the practices and safeguards that are stated; few sentences speak of any."""
    is_lawsuit = any(m.concept.id == _LAWSUIT for m in cut.found)
    found = [
        m
        for m in cut.found
        if m.concept.kind == "practices"
        and not _is_deleted_after(m, cut)
        and not (is_lawsuit and m.concept.id == _COURT_ORDER)  # what a court decides of a clause gives nobody data
    ]
    if not found:
        return []
    grammar = cut.reader.grammar
    joints = [index for index, word in enumerate(cut.words) if is_joint(word.text, grammar)]
    return [
        Term(TermKind.PRACTICE, m.concept.id, sign, cut.text_between(m.start, m.end), m.concept, index=m.start)
        for m, sign in practices_in(found, cut.chosen, cut.clauses, joints)
    ]


def _is_deleted_after(practice: Mention, cut: Cut) -> bool:
    """Whether an account is said to be deactivated and then deleted: it is not hidden in place of being deleted."""
    if practice.concept.id != _DEACTIVATION:
        return False
    later = [m for m in cut.chosen if m.start >= practice.end]
    deleted = next((m.start for m in later if m.concept.id == _DELETION), -1)
    return deleted >= 0 and not any(m.concept.id in _NOTS and m.start < deleted for m in later)


def _without_choices(typed: Sequence[Term], practices: Sequence[Term]) -> list[Term]:
    """Leave out the choices that are only words of a practice: an account that "is deactivated" lets nobody choose.

    Nor is it a right of people that the company "may refuse" what they ask for.
    """
    own = [
        (term.name, range(term.index, term.index + len(term.text.split()))) for term in practices if term.sign == POWER
    ]
    places = {place for _, held in own for place in held}
    refused = {place for name, held in own if name == _REFUSING for place in held}
    return [
        term
        for term in typed
        if not (term.key in _CHOICES and term.index in places)
        and not (term.key == _OBJECTING and term.index in refused)
    ]


def _find_numbers(cut: Cut, dated: Collection[int]) -> Iterator[tuple[Term, int, int]]:
    """Yield durations and ages as terms with the words they take.

    Years that count from a day, "15 years from the date of purchase", are nobody's age, and no more is a day or a
    section: "from the 16th" of June, or "in section 14 below", where a section that is counted anew makes nobody older.
    """
    cited = {place for m in cut.chosen if m.concept.id == "citation" for place in m.places}
    counted_from = [m.start for m in cut.found if m.concept.id == "counted_from"]
    for quantity in quantities(cut.words, cut.places_of("age"), cut.reader.known.numbers):
        if quantity.is_age and (quantity.start in dated or quantity.start in cited):
            continue
        is_counted = any(0 <= start - quantity.end <= _COUNTED for start in counted_from)
        kind = TermKind.AGE if quantity.is_age and not is_counted else TermKind.DURATION
        text = cut.text_between(quantity.start, quantity.end)
        value = quantity.value * (_YEAR if quantity.is_age and is_counted else 1)
        yield Term(kind, f"{value:g}", 0, text, index=quantity.start), quantity.start, quantity.end


def _find_dates(cut: Cut) -> Iterator[tuple[Term, int, int]]:
    """Yield dates as terms with the words they take."""
    for day, start, end in spoken_dates(cut.text, cut.reader.pack.languages):
        inside = [index for index, word in enumerate(cut.words) if start <= word.start < end]
        if inside:
            yield Term(TermKind.DATE, day, 0, cut.text[start:end], index=inside[0]), inside[0], inside[-1] + 1


def _term_of(mention: Mention, cut: Cut) -> Term | None:
    """Return the term of an act, a right, a requirement, a basis, people or a cue; None for a noun."""
    concept, text = mention.concept, cut.text_between(mention.start, mention.end)
    reading = cut.clause_at(mention.start)
    here = reading.sign_at(mention.start)
    is_limit = here != reading.sign
    flip = -reading.flip if reading.lacks(mention.start) else reading.flip
    match concept.kind:
        case "acts":
            stance = stance_of(concept, 0)
            if not stance or (stance == POWER and not _is_ours(mention, cut)) or _is_attribute(mention, cut):
                return None
            if is_limit and concept.id not in _DECIDING:
                return Term(TermKind.LIMITED, concept.id, here, text, concept)
            return Term(TermKind.ACT, concept.id, stance * flip, text, concept)
        case "rights":
            sign = here if is_limit else PROTECTION if _is_aim(mention, cut) else PROTECTION * flip
            return Term(TermKind.RIGHT, concept.id, sign, text, concept, is_limit=is_limit)
        case "requirements":
            asked = PROTECTION if _is_not_asked(reading, cut) else POWER * flip
            return Term(TermKind.REQUIREMENT, concept.id, here if is_limit else asked, text, concept)
        case "bases":
            return Term(TermKind.BASIS, concept.id, 0, text, concept)
        case "people":
            is_nobody = concept.id == "everyone" and reading.is_negated and not is_limit  # "not by anyone"
            return None if is_nobody else Term(TermKind.PEOPLE, concept.id, here, text, concept)
        case "cue":
            ahead = _ahead(mention, cut.chosen)
            return cue_term(Cue(concept=concept, text=text, sign=here, reading=reading, ahead=ahead))
    return None


def _is_not_asked(reading: ClauseReading, cut: Cut) -> bool:
    """Whether a clause says with a "not" that something is left to people: "you do not have to give your number"."""
    clause = reading.clause
    free = [
        m
        for m in cut.chosen
        if m.concept.id == _OPTIONAL
        and clause.start <= m.start < clause.end
        and not any(a <= m.start < b for a, b, _ in clause.limits)  # "no account? Create one"
    ]
    nots = {i for m in cut.found if m.concept.id in _NOTS for i in m.places}
    return any(nots & set(m.places) for m in free)


def _is_ours(act: Mention, cut: Cut) -> bool:
    """Whether the company does it, or it is done without saying by whom: what people do is no act of the company's."""
    return bool(company_acts([act], cut.words, cut.clause_at(act.start).clause.start, cut.reader))


def _is_aim(right: Mention, cut: Cut) -> bool:
    """Whether a "not" is of what a right takes, and not of the right: "you need not be logged in to object"."""
    start = cut.clause_at(right.start).clause.start
    before = [m for m in cut.chosen if start <= m.start and m.end <= right.start]
    negation = next((m for m in before if m.concept.id == "negation"), None)
    return negation is not None and any(m.concept.kind == "requirements" and m.end > negation.end for m in before)


def _is_attribute(act: Mention, cut: Cut) -> bool:
    """Whether an act only says which data is spoken of: "photos shared before you were 18 are left out"."""
    if act.end - act.start != 1 or cut.words[act.start].text not in cut.reader.grammar.participles:
        return False
    clause = cut.clause_at(act.start).clause
    is_behind = any(m.end == act.start and m.concept.kind == "data" for m in cut.chosen)
    return is_behind and any(is_act(m) and act.end <= m.start < clause.end for m in cut.chosen)


def _ahead(mention: Mention, chosen: Sequence[Mention]) -> int:
    """Return what the act that a "may" or "should" stands before would do: +1 power, -1 protection, 0 none near."""
    near = (m for m in chosen if mention.end <= m.start <= mention.end + _AHEAD)
    following = next((m for m in near if is_act(m) or m.concept.id == "opt_in"), None)
    if following is None or following.concept.kind == "requirements":
        return 0
    return stance_of(following.concept, 0) if following.concept.kind == "acts" else PROTECTION


def _find_words(cut: Cut, silent: Collection[int], training: Concept | None) -> Iterator[Term]:
    """Yield nouns, and the words that nothing takes and that aren't `silent`, in their order.

    A noun that speaks of training AI says that it is done; where no other term of the sentence does, `training` is
    that act.
    """
    taken = {index: mention for mention in cut.chosen for index in mention.places}
    links = cut.places_of("link")
    for index, word in enumerate(cut.words):
        mention = taken.get(index)
        if mention is None:
            if index not in silent and index not in links and not _is_mark(word.text):
                yield _word(cut, index, links)
        elif mention.start == index and mention.concept.kind in _NOUNS and not _is_abbreviation(cut, mention, taken):
            if training and mention.concept.id == "ai_training":
                yield Term(TermKind.ACT, "train", cut.clause_at(index).sign_of(index), word.text, training, index=index)
                training = None
            yield _noun(cut, mention, links)


def _is_abbreviation(cut: Cut, mention: Mention, taken: Mapping[int, Mention]) -> bool:
    """Whether a noun only repeats the one before it, in brackets: "artificial intelligence (AI)"."""
    if not 2 <= mention.start <= mention.end < len(cut.words):
        return False
    is_bracketed = cut.words[mention.start - 1].text == "(" and cut.words[mention.end].text == ")"
    before = taken.get(mention.start - 2)
    return is_bracketed and before is not None and before.concept == mention.concept


def _word(cut: Cut, index: int, links: Collection[int]) -> Term:
    word, reading = cut.words[index], cut.clause_at(index)
    return Term(
        TermKind.WORD,
        cut.reader.stem(word.text),
        reading.sign_of(index),
        word.text,
        is_listed=_is_listed(cut, index, index + 1, links),
        is_name=word.is_name or "@" in word.text or "://" in word.text,
        index=index,
        is_limit=reading.sign_at(index) != reading.sign,
    )


def _noun(cut: Cut, mention: Mention, links: Collection[int]) -> Term:
    """Return a mention as one term, named by its stems: "photos" and "videos" are of one concept and two things."""
    inside = [cut.words[place] for place in mention.places]
    stems = {cut.reader.stem(word.text) for word in inside if not _is_mark(word.text)}
    reading = cut.clause_at(mention.start)
    return Term(
        TermKind.NOUN,
        # The same law or place by another name is the same thing.
        mention.concept.id if mention.concept.kind == "names" else " ".join(sorted(stems)),
        reading.sign_of(mention.start),
        " ".join(word.text for word in inside),
        mention.concept,
        is_listed=_is_listed(cut, mention.start, mention.end, links),
        is_name=all(word.is_name for word in inside),
        index=mention.start,
        is_limit=reading.sign_at(mention.start) != reading.sign,
    )


def _is_listed(cut: Cut, start: int, end: int, links: Collection[int]) -> bool:
    """Whether a comma or an "and" stands before or after, with nothing but words of no content between."""
    words, grammar = cut.words, cut.reader.grammar
    before = start - 1
    while before > start - _BACK and before >= 0 and before in links and not is_joint(words[before].text, grammar):
        before -= 1
    return any(is_joint(words[i].text, grammar) for i in (before, end) if 0 <= i < len(words))


def is_joint(word: str, grammar: Grammar) -> bool:
    """Whether a word or mark joins what stands before it to what follows: a comma, an "and", an "or"."""
    return word in _JOINTS or word in grammar.joining or word in grammar.alternating


def _is_mark(word: str) -> bool:
    return word in MARKS or word.startswith("'")  # the rest of "we'll"
