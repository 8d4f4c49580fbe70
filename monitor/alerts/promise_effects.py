"""Sees a promise lose its force while its words stay: hedged, or made for a part of what it was made for.

"As a rule we do not read your files", "we sell no data that names you", "we do not sell your messages" where no data
was sold. Reads nothing that came with its own verb.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from monitor.alerts.comparison import PassageComparison
from monitor.alerts.edits import blocks_of
from monitor.reading.statements import PROTECTION, State, Statement, Term, TermKind
from monitor.reading.terms import MARKS
from monitor.rules.words import Word

_HEDGED = 6
_HOLLOWED, _FILLED = 6, 4
_HEDGE = "weak"  # the cue of "as a rule" and "where possible"; that something "may" be done is another
_KINDS = frozenset(["data", "requirements"])
_ANY = "content"  # the concept of "your data" and "your content"
_SAYING = frozenset([TermKind.WORD, TermKind.NOUN, TermKind.ACT])
_OPENING = 4  # words in which a relative clause opens: "in a form that"


def find_promise_effects(comparison: PassageComparison) -> None:
    """See what is promised on both sides hedged, or limited to a part by what follows it."""
    if not comparison.before or not comparison.after:
        return
    _find_hedge(comparison)
    _find_parts(comparison)
    _find_kinds(comparison)


def _find_hedge(comparison: PassageComparison) -> None:
    """See a hedge in a text that had none, where the same is promised or ruled out before and after."""
    had_any = any(term.kind is TermKind.WEAK for s in comparison.before for term in s.terms)
    hedges = [t for t in comparison.gained if t.kind is TermKind.WEAK and t.concept and t.concept.id == _HEDGE]
    hedges = [hedge for hedge in hedges if not _is_of_addition(hedge, comparison)]
    if had_any or not hedges:
        return
    if not _promised(comparison.before) & _promised(comparison.after) and not _had_duty(comparison):
        return
    comparison.gained = [t for t in comparison.gained if not any(t is hedge for hedge in hedges)]
    comparison.add("promise_hedged", _HEDGED, hedges)


def _is_of_addition(hedge: Term, comparison: PassageComparison) -> bool:
    """Whether a hedge stands between commas with nothing but words that are new: it hedges what was added.

    "You may see your data, sometimes in another format, and correct it."
    """
    statement = comparison.statement_of(hedge)
    if statement is None or hedge.index < 0:
        return False
    words = [word.text for word in statement.words]
    start = next((i + 1 for i in range(hedge.index, -1, -1) if words[i] == ","), None)
    end = next((i for i in range(hedge.index, len(words)) if words[i] == ","), None)
    if start is None or end is None:
        return False
    said = [t for t in statement.terms if start <= t.index < end and t.kind in _SAYING]
    came = {id(term) for term in comparison.gained}
    return bool(said) and all(id(term) in came for term in said)


def _had_duty(comparison: PassageComparison) -> bool:
    """Whether a "must" is gone that bound anyone but the people who read the text."""
    duties = [term for term in comparison.lost if term.kind is TermKind.REQUIRED]
    return any((s := comparison.statement_of(term)) is not None and not _addresses(s) for term in duties)


def _addresses(statement: Statement) -> bool:
    grammar = statement.grammar
    return any(
        word.text in grammar.readers or word.text in grammar.you or (word.text in grammar.formal and word.is_name)
        for word in statement.words
    )


def _promised(side: Sequence[Statement]) -> set[str]:
    return {t.name for s in side for t in s.terms if t.kind is TermKind.ACT and t.sign == PROTECTION}


def _find_parts(comparison: PassageComparison) -> None:
    """See a relative clause come or go that limits what is ruled out to a part of it."""
    if not _excluded_alike(comparison):
        return
    old, new = ([w for s in side for w in s.words] for side in (comparison.before, comparison.after))
    reader = comparison.after[0].reader
    spoken = [{reader.stem(word.text) for word in side} for side in (old, new)]
    for lost, gained in blocks_of([w.text for w in old], [w.text for w in new]):
        if gained and _is_of_part(comparison.after, new, gained, spoken[0]):
            _tell(comparison, "promise_hollowed", _HOLLOWED, comparison.after, gained)
        elif lost and _is_of_part(comparison.before, old, lost, spoken[1]):
            _tell(comparison, "promise_filled", -_FILLED, comparison.before, lost)


def _find_kinds(comparison: PassageComparison) -> None:
    """See what is ruled out of all data ruled out of some kinds of it alone, or the other way round."""
    if not _excluded_alike(comparison):
        return
    before, after = (_excluding(side) for side in (comparison.before, comparison.after))
    was_general, is_general = (any(_is_any_data(s) for s in side) for side in (before, after))
    lost, gained = (
        [t for t in changed if any(t is kind for s in side for kind in _ruled_out(s))]
        for changed, side in ((comparison.lost, before), (comparison.gained, after))
    )
    if was_general and not is_general and gained:
        _tell_kinds(comparison, "promise_narrowed", _HOLLOWED, gained)
    elif is_general and not was_general and lost:
        _tell_kinds(comparison, "promise_extended", -_FILLED, lost)


def _excluding(side: Sequence[Statement]) -> list[Statement]:
    return [statement for statement in side if statement.is_excluding]


def _ruled_out(statement: Statement) -> Iterator[Term]:
    """Yield the kinds of data of which a sentence rules something out; the word for all of them names none."""
    for term in statement.terms:
        if term.sign == PROTECTION and term.concept and term.concept.kind in _KINDS and not _names_all(term, statement):
            yield term


def _names_all(term: Term, statement: Statement) -> bool:
    """Whether a term is what the language calls all that is known of people: "your data"."""
    is_any = term.concept is not None and term.concept.id == _ANY
    return is_any and any(word in statement.grammar.of_people for word in term.text.split())


def _is_any_data(statement: Statement) -> bool:
    """Whether a sentence rules something out of what is known of people, by the word that names no kind of it.

    Of some people's data it rules out a part: "information from users under 13".
    """
    grammar = statement.grammar
    if any(term.kind is TermKind.PEOPLE for term in statement.terms):
        return False
    kinds = [range(t.index, t.index + len(t.text.split())) for t in _ruled_out(statement) if t.index >= 0]
    excluded = [c for c in statement.clauses if c.state is State.EXCLUDED and c.sign == PROTECTION and c.act]
    return any(
        statement.words[at].text in grammar.of_people and not any(at in kind for kind in kinds)
        for clause in excluded
        for at in range(clause.start, clause.end)
    )


def _tell_kinds(comparison: PassageComparison, rule: str, pull: int, kinds: Sequence[Term]) -> None:
    """Add an effect in the place of what each of some kinds, and the word for all data, would say for itself."""
    every = [t for s in comparison.statements for t in s.terms if t.kind is TermKind.NOUN and _names_all(t, s)]
    ids = {id(term) for term in (*kinds, *every)}
    comparison.lost = [t for t in comparison.lost if id(t) not in ids]
    comparison.gained = [t for t in comparison.gained if id(t) not in ids]
    comparison.spots = [spot.where(lambda term: id(term) not in ids) for spot in comparison.spots]
    comparison.add(rule, pull, *((kinds, ()) if pull > 0 else ((), kinds)))


def _excluded_alike(comparison: PassageComparison) -> bool:
    """Whether the same act is ruled out before and after."""
    sides = (comparison.before, comparison.after)
    are_excluding = all(any(s.is_excluding for s in side) for side in sides)
    return are_excluding and bool(_promised(comparison.before) & _promised(comparison.after))


def _tell(comparison: PassageComparison, rule: str, pull: int, side: Sequence[Statement], place: range) -> None:
    """Add an effect in the place of all that the words of a relative clause would say for themselves."""
    own = list(_terms_in(side, place))
    ids = {id(term) for term in own}
    comparison.lost = [t for t in comparison.lost if id(t) not in ids]
    comparison.gained = [t for t in comparison.gained if id(t) not in ids]
    comparison.spots = [spot.where(lambda term: id(term) not in ids) for spot in comparison.spots]
    words = [t for t in own if t.kind in (TermKind.WORD, TermKind.NOUN)]
    comparison.add(rule, pull, *((words, ()) if pull > 0 else ((), words)))


def _terms_in(side: Sequence[Statement], place: range) -> Iterator[Term]:
    offset = 0
    for statement in side:
        yield from (term for term in statement.terms if offset + term.index in place and term.index >= 0)
        offset += len(statement.words)


def _is_of_part(side: Sequence[Statement], words: Sequence[Word], place: range, others: AbstractSet[str]) -> bool:
    """Whether words that came or went are a relative clause behind a thing that is ruled out.

    `others` are the stems of the other side's words: a clause that is made of them only stands elsewhere.

    A comma before it says in most languages that it only adds something; in one that writes every noun with a capital
    a comma stands before each of them, and an article may look like the word that opens it.
    """
    statement, offset = _statement_at(side, place.start)
    if statement is None or place.start == offset:
        return False
    grammar = statement.grammar
    opening = [words[i].text for i in place[:_OPENING]]
    relative = next((n for n, text in enumerate(opening) if text in grammar.restrictive), None)
    if relative is None or len(place) <= relative + 1:
        return False
    before = [words[place.start - 1].text, *opening[:relative]]
    has_comma = "," in before
    if has_comma != grammar.has_capital_nouns or any(t in MARKS and t != "," for t in before):
        return False
    opened = range(place.start - offset, place.start - offset + relative + 1)
    if any(cue.start < opened.stop and cue.end > opened.start and cue.concept.id != "link" for cue in statement.cues):
        return False  # "only where", "except those which"
    own = [term for term in _terms_in(side, place) if term.kind in (TermKind.WORD, TermKind.NOUN, TermKind.ACT)]
    stem = statement.reader.stem
    if sum(others.isdisjoint(map(stem, term.text.split())) for term in own) * 2 <= len(own):
        return False
    place_before = place.start - 1 - offset
    clause = next((c for c in statement.clauses if c.start <= place_before < c.end), None)
    return clause is not None and clause.state is State.EXCLUDED and clause.sign == PROTECTION


def _statement_at(side: Sequence[Statement], place: int) -> tuple[Statement | None, int]:
    offset = 0
    for statement in side:
        if place < offset + len(statement.words):
            return statement, offset
        offset += len(statement.words)
    return None, offset
