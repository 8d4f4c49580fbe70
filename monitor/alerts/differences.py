"""What came and went between two readings of the same passage. Rates nothing.

Terms with one key and one sign cancel, also across sentences that were parted, joined or moved; then two wordings of
one concept cancel. What is left is the substance of the change.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from monitor.reading.statements import Term, TermKind
from snapshots.frozen_class import frozen

_REPEATED = frozenset(
    [
        *(TermKind.ACT, TermKind.NOUN, TermKind.WORD, TermKind.BASIS, TermKind.RIGHT, TermKind.PEOPLE),
        TermKind.PRACTICE,
    ]
)  # said once more or less: no news
_NAMING = frozenset([TermKind.NOUN, TermKind.WORD])


@frozen
class Difference:
    """One term that came or went."""

    term: Term
    is_gained: bool


def differences(before: Iterable[Term], after: Iterable[Term]) -> list[Difference]:
    """Return what differs between the terms of two texts, each side in its order."""
    old, new = list(before), list(after)
    lost, gained = _only(old, new), _only(new, old)
    # An example that came or went whole only shows what the text says anyhow; of another, what the rules know counts.
    is_whole = not any(term.is_example for term in old) or not any(term.is_example for term in new)
    lost, gained = _keep_examples(lost, gained, is_whole=is_whole), _keep_examples(gained, lost, is_whole=is_whole)
    lost, gained = _drop_synonyms(lost, gained)
    return [*(Difference(term=t, is_gained=False) for t in lost), *(Difference(term=t, is_gained=True) for t in gained)]


def _only(mine: Sequence[Term], others: Sequence[Term]) -> list[Term]:
    left = Counter((term.kind, term.name, term.sign) for term in others)
    known = {term.key for term in others}
    found = []
    for term in mine:
        place = (term.kind, term.name, term.sign)
        if left[place] > 0:
            left[place] -= 1
        elif (place in left and term.kind in _REPEATED) or (term.sign == 0 and term.key in known):
            continue
        elif term.kind in _NAMING and (term.kind, term.name, 0) in left:
            continue  # it stands where a case is described: "when you use our ad services"
        else:
            found.append(term)
    return found


def _keep_examples(mine: Sequence[Term], others: Sequence[Term], *, is_whole: bool) -> list[Term]:
    """Return terms without the examples that only show what the text says, or give another name for another.

    A word that an example held stays where a word outside of examples may have taken its place.
    """
    is_renamed = all(any(t.is_example and t.is_name for t in side) for side in (mine, others))
    faces_word = any(t.kind is TermKind.WORD and not t.is_example for t in others)
    return [
        t
        for t in mine
        if not t.is_example
        or not (is_whole or (is_renamed and t.is_name) or (t.kind is TermKind.WORD and not faces_word))
    ]


def _drop_synonyms(lost: list[Term], gained: list[Term]) -> tuple[list[Term], list[Term]]:
    """Cancel pairs of nouns of one concept and one sign: "chats" where "messages" were."""
    left = list(gained)
    rest = []
    for term in lost:
        twin = next((t for t in left if _is_synonym(term, t)), None)
        if twin:
            left.remove(twin)
        else:
            rest.append(term)
    return rest, left


def _is_synonym(one: Term, other: Term) -> bool:
    return one.kind is other.kind is TermKind.NOUN and _family(one) == _family(other) and one.sign == other.sign


def _family(term: Term) -> str:
    """Return what a noun is of; training AI is an act and AI."""
    name = term.concept.id if term.concept else ""
    return "ai_features" if name == "ai_training" else name
