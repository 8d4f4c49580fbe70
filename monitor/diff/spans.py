"""Word-level spans inside one pair of texts, by diff-match-patch on words mapped to code points."""

from __future__ import annotations

import re

from diff_match_patch import diff_match_patch
from rapidfuzz.distance import LCSseq

from monitor.extract.text import WORD
from snapshots.records import Span, SpanOp

_OPS = {0: SpanOp.KEPT, -1: SpanOp.REMOVED, 1: SpanOp.ADDED}  # by what diff-match-patch calls them
_TOKEN = re.compile(rf"\s*(?:{WORD.pattern})")
_MAX_CELLS = 4 * 10**8
_MAX_DMP_CELLS = 40_000  # beyond, O(ND) in Python is slow; a bit-parallel LCS is exact too
_FIRST = 0xE000  # private use area, so that no word looks like another's surrogate

_dmp = diff_match_patch()
_dmp.Diff_Timeout = 0  # a clock would make the output depend on how busy the machine is


def word_spans(before: str, after: str) -> tuple[Span, ...]:
    """Return runs of whole words: '=' and '-' joined give `before`, '=' and '+' joined give `after`.

    Space between words belongs to the word it precedes. Where only that differs the after's is shown, but a
    space on one side alone stays: without it two words would stand as one.
    """
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    numbers: dict[str, int] = {}
    old_code, new_code = (
        "".join(chr(_FIRST + numbers.setdefault(token.strip(), len(numbers))) for token in tokens)
        for tokens in (old, new)
    )
    spans: list[Span] = []
    i = j = 0
    for op, count in _runs(old_code, new_code):
        if op == 0:
            pairs = zip(old[i : i + count], new[j : j + count], strict=True)
            text = "".join(n if n[:1].isspace() or not o[:1].isspace() else o for o, n in pairs)
        else:
            text = "".join(old[i : i + count] if op < 0 else new[j : j + count])
        i += count * (op <= 0)
        j += count * (op >= 0)
        spans.append(Span(op=_OPS[op], text=text))
    return tuple(spans)


def _runs(old: str, new: str) -> list[tuple[int, int]]:
    cells = len(old) * len(new)
    if cells > _MAX_CELLS:
        return [(-1, len(old)), (1, len(new))]
    if cells > _MAX_DMP_CELLS:
        diffs = _by_lcs(old, new)
    else:
        diffs = _dmp.diff_main(old, new, False)
    _dmp.diff_cleanupSemantic(diffs)
    return [(op, len(text)) for op, text in diffs if text]


def _by_lcs(old: str, new: str) -> list[tuple[int, str]]:
    diffs: list[tuple[int, str]] = []
    for op in LCSseq.opcodes(old, new):
        if op.tag == "equal":
            diffs.append((0, old[op.src_start : op.src_end]))
            continue
        if op.src_end > op.src_start:
            diffs.append((-1, old[op.src_start : op.src_end]))
        if op.dest_end > op.dest_start:
            diffs.append((1, new[op.dest_start : op.dest_end]))
    return diffs
