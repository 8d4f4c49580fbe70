"""Where in a passage words came and went: the spots of an edit. Rates none of them.

A paraphrase puts other words in several spots; an edit of substance adds, takes away or replaces in one or two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import LCSseq

from monitor.reading.statements import Statement, Term
from monitor.reading.terms import is_joint

_MORE_ENTRIES = 2


@dataclass(frozen=True, slots=True)
class Spot:
    """One place where the words of two readings differ, with the terms that came and went there."""

    lost: tuple[Term, ...]
    gained: tuple[Term, ...]
    is_joined: bool = False  # a comma, an "and" or an "or" came or went with them

    @property
    def is_replaced(self) -> bool:
        return bool(self.lost and self.gained)

    @property
    def is_list(self) -> bool:
        """Whether several entries that the rules don't know stand where one stood, or one where several did.

        One entry more may be the same in two words; "nationality, date and place of birth" for "civil status" is not.
        A name may be given in several, as a law or an office is.
        """
        if not self.is_joined or not self.is_replaced or any(map(_is_known_or_name, (*self.lost, *self.gained))):
            return False
        return abs(_count_listed(self.gained) - _count_listed(self.lost)) >= _MORE_ENTRIES

    def longer_list(self) -> Spot:
        """Return of a list in the place of an entry the list alone: what it says more is the news."""
        if not self.is_list:
            return self
        is_grown = _count_listed(self.gained) > _count_listed(self.lost)
        return Spot((), self.gained, self.is_joined) if is_grown else Spot(self.lost, (), self.is_joined)

    def where(self, is_kept: Callable[[Term], bool]) -> Spot:
        """Return the spot with only the terms that are kept."""
        lost, gained = (tuple(filter(is_kept, side)) for side in (self.lost, self.gained))
        return Spot(lost, gained, self.is_joined)

    def replacing(self, others: Mapping[int, Term]) -> Spot:
        """Return the spot with others in the place of some terms, by their ids."""
        lost, gained = (tuple(others.get(id(term), term) for term in side) for side in (self.lost, self.gained))
        return Spot(lost, gained, self.is_joined)


def _is_known_or_name(term: Term) -> bool:
    return term.concept is not None or term.is_name or any(character.isdigit() for character in term.text)


def _count_listed(terms: Iterable[Term]) -> int:
    return sum(term.is_listed for term in terms)


def spots_of(
    before: Sequence[Statement], after: Sequence[Statement], lost: Iterable[Term], gained: Iterable[Term]
) -> list[Spot]:
    """Return the spots in which the given terms came and went, in the order of the text."""
    old, new = _places(before), _places(after)
    words = [[w.text for s in side for w in s.words] for side in (before, after)]
    blocks = blocks_of(*words)
    joints = [[is_joint(w.text, s.grammar) for s in side for w in s.words] for side in (before, after)]
    joined = [any(joints[side][i] for side in (0, 1) for i in block[side]) for block in blocks]
    held: list[tuple[list[Term], list[Term]]] = [([], []) for _ in blocks]
    for terms, places, side in ((lost, old, 0), (gained, new, 1)):
        for term in terms:
            place = places.get(id(term))
            index = next((n for n, block in enumerate(blocks) if place is not None and place in block[side]), None)
            if index is not None:
                held[index][side].append(term)
            else:  # it stands where it stood, under another sign
                held.append(([term], []) if side == 0 else ([], [term]))
    joined += [False] * (len(held) - len(joined))
    return [Spot(tuple(a), tuple(b), is_joined) for (a, b), is_joined in zip(held, joined, strict=True) if a or b]


def _places(statements: Sequence[Statement]) -> dict[int, int]:
    places = {}
    offset = 0
    for statement in statements:
        places.update({id(term): offset + term.index for term in statement.terms})
        offset += len(statement.words)
    return places


def blocks_of(before: Sequence[str], after: Sequence[str]) -> list[tuple[range, range]]:
    """Return the ranges of words that differ, neighbours joined."""
    found: list[tuple[range, range]] = []
    for op in LCSseq.opcodes(before, after):
        if op.tag == "equal":
            continue
        old, new = range(op.src_start, op.src_end), range(op.dest_start, op.dest_end)
        if found and found[-1][0].stop == old.start and found[-1][1].stop == new.start:
            found[-1] = (range(found[-1][0].start, old.stop), range(found[-1][1].start, new.stop))
        else:
            found.append((old, new))
    return found
