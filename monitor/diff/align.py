"""Pairs the segments of two texts: exact anchors, repeats, moves, edits. Knows only their words.

Heaviest common subsequence over segments that are rare enough, exact LCS inside the gaps, exact
moves, an order-preserving pairing of similar segments, then segments that moved and were edited.
Guards count cells and candidates, never seconds: the same input gives the same output on any machine.
"""

from __future__ import annotations

import bisect
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import Indel, LCSseq

from monitor.extract.text import fold

MIN_SIMILARITY = 0.5  # of an edited segment's words, in place
MIN_MOVED_SIMILARITY = 0.6  # of a segment that both moved and was edited
MIN_MOVED_WORDS = 5  # a shorter text found elsewhere is a coincidence
_MAX_OCCURRENCE_PRODUCT = 64
_MAX_LCS_CELLS = 4 * 10**8
_MAX_FUZZY_CELLS = 40_000
_MAX_CANDIDATES = 8
_MAX_RARE = 50


class Words(dict[str, str]):
    """Maps each word to one character, so that string algorithms run on words."""

    def __init__(self) -> None:
        super().__init__()
        self._encoded: dict[str, str] = {}  # most texts stand on both sides

    def encode(self, text: str) -> str:
        if (known := self._encoded.get(text)) is not None:
            return known
        encoded = self._encoded[text] = "".join(map(self.__getitem__, fold(text).split(" ")))
        return encoded

    def __missing__(self, word: str) -> str:
        number = len(self) + 33
        character = self[word] = chr(number if number < 0xD800 else number + 0x800)  # surrogates are no characters
        return character


@dataclass(slots=True)
class Alignment:
    """Which new segment each old one became; `moved` holds old positions that crossed an anchor."""

    match: dict[int, int] = field(default_factory=dict)
    reverse: dict[int, int] = field(default_factory=dict)
    moved: set[int] = field(default_factory=set)

    def put(self, old: int, new: int) -> None:
        self.match[old] = new
        self.reverse[new] = old

    def put_instead(self, old: int, new: int) -> None:
        """Pair two segments that stay where they are, and free the partners they had."""
        for left, right in ((old, self.match.get(old)), (self.reverse.get(new), new)):
            if left is not None and right is not None:
                del self.match[left], self.reverse[right]
                self.moved.discard(left)
        self.put(old, new)


@dataclass(slots=True)
class _Sides:
    old: list[str]
    new: list[str]
    low: int = 0  # equal heads end here
    old_high: int = 0  # equal tails start here
    new_high: int = 0


def align(old: Sequence[str], new: Sequence[str], old_keys: Sequence[object], new_keys: Sequence[object]) -> Alignment:
    """Pair segments given as word-encoded strings and as keys that are equal where the texts are."""
    found = Alignment()
    sides = _Sides(list(old), list(new))
    _pair_ends(sides, old_keys, new_keys, found)
    _pair_anchors(sides, old_keys, new_keys, found)
    _pair_exact_moves(sides, old_keys, new_keys, found)
    stable = sorted((i, j) for i, j in found.match.items() if i not in found.moved)
    _pair_edits(sides, stable, found)
    _pair_edited_moves(sides, stable, found)
    return found


def _pair_ends(sides: _Sides, a: Sequence[object], b: Sequence[object], found: Alignment) -> None:
    low, old_high, new_high = 0, len(a), len(b)
    while low < min(old_high, new_high) and a[low] == b[low]:
        found.put(low, low)
        low += 1
    while old_high > low and new_high > low and a[old_high - 1] == b[new_high - 1]:
        old_high, new_high = old_high - 1, new_high - 1
        found.put(old_high, new_high)
    sides.low, sides.old_high, sides.new_high = low, old_high, new_high


def _pair_anchors(sides: _Sides, a: Sequence[object], b: Sequence[object], found: Alignment) -> None:
    low, old_high, new_high = sides.low, sides.old_high, sides.new_high
    count_a, count_b = Counter(a[low:old_high]), Counter(b[low:new_high])
    places: dict[object, list[int]] = defaultdict(list)
    for j in range(new_high - 1, low - 1, -1):
        places[b[j]].append(j)
    pairs = [
        (i, j)
        for i in range(low, old_high)
        if count_a[a[i]] * count_b[a[i]] <= _MAX_OCCURRENCE_PRODUCT
        for j in places.get(a[i], ())
    ]

    def is_equal(i: int, j: int) -> bool:
        return low <= i < old_high and low <= j < new_high and a[i] == b[j]

    weights = [len(sides.old[i]) * (4 + is_equal(i - 1, j - 1) + is_equal(i + 1, j + 1)) for i, j in pairs]
    chain = _heaviest_chain(pairs, weights)
    for i, j in chain:
        found.put(i, j)
    previous_old = previous_new = low
    for i, j in [*chain, (old_high, new_high)]:
        if i > previous_old and j > previous_new and (i - previous_old) * (j - previous_new) <= _MAX_LCS_CELLS:
            _pair_gap(a, b, (previous_old, i), (previous_new, j), found)
        previous_old, previous_new = i + 1, j + 1


def _pair_gap(
    a: Sequence[object], b: Sequence[object], old: tuple[int, int], new: tuple[int, int], found: Alignment
) -> None:
    for op in LCSseq.opcodes(list(a[slice(*old)]), list(b[slice(*new)])):
        if op.tag == "equal":
            for step in range(op.src_end - op.src_start):
                found.put(old[0] + op.src_start + step, new[0] + op.dest_start + step)


def _heaviest_chain(pairs: list[tuple[int, int]], weights: list[int]) -> list[tuple[int, int]]:
    """Return the heaviest subsequence rising in both; `pairs` come by old rising, new falling. O(n log n)."""
    ranks = {j: rank + 1 for rank, j in enumerate(sorted({j for _, j in pairs}))}
    tree = [(0, -1)] * (len(ranks) + 1)  # Fenwick tree of the best chain that ends at or before a rank
    back = [-1] * len(pairs)
    best = (0, -1)
    for index, (_, j) in enumerate(pairs):
        rank, top = ranks[j] - 1, (0, -1)
        while rank:
            top = max(top, tree[rank])
            rank -= rank & -rank
        back[index] = top[1]
        current = (top[0] + weights[index], index)
        best = max(best, current)
        rank = ranks[j]
        while rank <= len(ranks):
            tree[rank] = max(tree[rank], current)
            rank += rank & -rank
    chain, index = [], best[1]
    while index >= 0:
        chain.append(pairs[index])
        index = back[index]
    return chain[::-1]


def _pair_exact_moves(sides: _Sides, a: Sequence[object], b: Sequence[object], found: Alignment) -> None:
    free: dict[object, list[int]] = defaultdict(list)
    for j in range(sides.low, sides.new_high):
        if j not in found.reverse:
            free[b[j]].append(j)
    for i in range(sides.low, sides.old_high):
        places = free.get(a[i])
        if i in found.match or not places or len(sides.old[i]) < MIN_MOVED_WORDS:
            continue
        j = next((p for p in places if found.reverse.get(p - 1) == i - 1 and i - 1 in found.moved), places[0])
        places.remove(j)
        found.put(i, j)
        found.moved.add(i)
    for start in sorted(found.moved):  # short neighbours, such as labels, ride along with a moved run
        for step in (-1, 1):
            i, j = start + step, found.match[start] + step
            while (
                sides.low <= i < sides.old_high
                and sides.low <= j < sides.new_high
                and i not in found.match
                and j not in found.reverse
                and a[i] == b[j]
            ):
                found.put(i, j)
                found.moved.add(i)
                i, j = i + step, j + step


def _pair_edits(sides: _Sides, stable: list[tuple[int, int]], found: Alignment) -> None:
    previous_old = previous_new = 0
    for i, j in [*stable, (len(sides.old), len(sides.new))]:
        gone = [x for x in range(previous_old, i) if x not in found.match]
        come = [y for y in range(previous_new, j) if y not in found.reverse]
        previous_old, previous_new = i + 1, j + 1
        if gone and come and len(gone) * len(come) <= _MAX_FUZZY_CELLS:
            for x, y in _similar_pairs([sides.old[x] for x in gone], [sides.new[y] for y in come]):
                found.put(gone[x], come[y])


def _similar_pairs(old: list[str], new: list[str]) -> list[tuple[int, int]]:
    """Return the order-preserving pairing that keeps the most similar words together."""
    similar = [[Indel.normalized_similarity(a, b, score_cutoff=MIN_SIMILARITY) for b in new] for a in old]
    rows, columns = len(old), len(new)
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]

    def gain(x: int, y: int) -> float:
        return similar[x][y] * (len(old[x]) + len(new[y]))

    for x in range(rows - 1, -1, -1):
        for y in range(columns - 1, -1, -1):
            skip = max(best[x + 1][y], best[x][y + 1])
            best[x][y] = max(skip, best[x + 1][y + 1] + gain(x, y)) if similar[x][y] else skip
    pairs, x, y = [], 0, 0
    while x < rows and y < columns:
        if similar[x][y] and best[x][y] == best[x + 1][y + 1] + gain(x, y):
            pairs.append((x, y))
            x, y = x + 1, y + 1
        elif best[x][y] == best[x + 1][y]:
            x += 1
        else:
            y += 1
    return pairs


def _pair_edited_moves(sides: _Sides, stable: list[tuple[int, int]], found: Alignment) -> None:
    gone = [i for i in range(sides.low, sides.old_high) if i not in found.match and len(sides.old[i]) > MIN_MOVED_WORDS]
    come = [
        j for j in range(sides.low, sides.new_high) if j not in found.reverse and len(sides.new[j]) > MIN_MOVED_WORDS
    ]
    anchors = [i for i, _ in stable]
    for _, i, j in sorted(_moved_candidates(sides, gone, come), reverse=True):
        if i in found.match or j in found.reverse:
            continue
        found.put(i, j)
        place = bisect.bisect(anchors, i)
        before = stable[place - 1][1] if place else -1
        after = stable[place][1] if place < len(stable) else len(sides.new)
        if not before < j < after:
            found.moved.add(i)


def _moved_candidates(sides: _Sides, gone: list[int], come: list[int]) -> list[tuple[float, int, int]]:
    frequency = Counter(word for j in come for word in set(sides.new[j]))
    index: dict[str, list[int]] = defaultdict(list)
    for j in come:  # ties by code point: the same output in every process
        for word in sorted(set(sides.new[j]), key=lambda word: (frequency[word], word))[:_MAX_CANDIDATES]:
            index[word].append(j)
    candidates = []
    for i in gone:
        hits = Counter(
            j for word in set(sides.old[i]) if len(index.get(word, ())) <= _MAX_RARE for j in index.get(word, ())
        )
        for j, _ in sorted(hits.items(), key=lambda hit: (-hit[1], hit[0]))[:_MAX_CANDIDATES]:
            similarity = Indel.normalized_similarity(sides.old[i], sides.new[j])
            if similarity >= MIN_MOVED_SIMILARITY:
                candidates.append((similarity * min(len(sides.old[i]), 40), i, j))
    return candidates
