"""Words of an edit that stand where they stood and are only read otherwise, as a comma or a "that" came or went near.

Where nothing that turns, limits or governs them changed, they say what they said. Rates nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from monitor.alerts.differences import Difference
from monitor.alerts.edits import blocks_of
from monitor.reading.statements import Statement, Term, TermKind
from monitor.rules.languages import Grammar

_CONTENT = frozenset([TermKind.WORD, TermKind.NOUN])
_NO_TURN = frozenset(["link", "example", "definition"])  # cues that turn, limit and weaken nothing


def drop_unmoved(
    found: Sequence[Difference], before: Sequence[Statement], after: Sequence[Statement]
) -> Sequence[Difference]:
    """Leave out terms whose words stand on both sides, where none but words of content and of no weight changed."""
    if not found or not before or not after:
        return found
    if Counter(o for s in before for o in s.operators) != Counter(o for s in after for o in s.operators):
        return found
    blocks = blocks_of(*([word.text for s in side for word in s.words] for side in (before, after)))
    changed = [{place for block in blocks for place in block[side]} for side in (0, 1)]
    if any(_has_weight(side, places) for side, places in ((before, changed[0]), (after, changed[1]))):
        return found
    places = {**_places(before), **_places(after)}
    moved = [_changed_words(places.get(id(d.term)), d.term, changed[d.is_gained]) for d in found]
    # Of a longer name only a part changed: what stands where it stood may be what became of it.
    if any(0 < count < len(d.term.text.split()) for d, count in zip(found, moved, strict=True)):
        return found
    return [d for d, count in zip(found, moved, strict=True) if count]


def _changed_words(place: int | None, term: Term, changed: Collection[int]) -> int:
    """Return how many of a term's words came or went; all of one without a place."""
    count = len(term.text.split())
    return count if place is None else sum(place + offset in changed for offset in range(count))


def _has_weight(side: Sequence[Statement], changed: Collection[int]) -> bool:
    """Whether a word that came or went says who acts, what is done, or how: a "we", an act, a right, a "not"."""
    offset = 0
    for statement in side:
        own = {place - offset for place in changed if offset <= place < offset + len(statement.words)}
        actors = _actors(statement.grammar)
        if any(statement.words[place].text in actors for place in own):
            return True
        if own & set(_heavy_places(statement)):
            return True
        offset += len(statement.words)
    return False


def _heavy_places(statement: Statement) -> Iterator[int]:
    for cue in statement.cues:
        if cue.concept.id not in _NO_TURN:
            yield from cue.places
    for mention in statement.mentions:
        if mention.concept.kind in ("acts", "rights", "requirements", "bases", "people"):
            yield from mention.places
    yield from (term.index for term in statement.terms if term.kind not in _CONTENT)


def _actors(grammar: Grammar) -> frozenset[str]:
    classes = (grammar.we, grammar.you, grammar.ours, grammar.mine, grammar.others, grammar.passive, grammar.doing)
    return frozenset().union(*(words.words for words in classes))


def _places(statements: Sequence[Statement]) -> dict[int, int]:
    """Return where each term begins among the words of all the statements."""
    places, offset = {}, 0
    for statement in statements:
        places.update({id(term): offset + term.index for term in statement.terms if term.index >= 0})
        offset += len(statement.words)
    return places
