"""Two variants of a document side by side: what they share, what each says alone. Pure; knows no change over time."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from feeds.research.research_records import FOREMOST, RegionComparison, RegionPair, RegionPassage, RegionQuestion
from feeds.research.version_runs import FirstCapture
from monitor.claims.claim import Claim, Frame
from monitor.claims.scope import CellState, ScopeKey, ScopeRow, label
from monitor.diff import compare
from monitor.reading.statements import State
from monitor.rules.pack import Pack
from snapshots.frozen_class import frozen
from snapshots.records import Document, Extraction, Hunk, HunkKind, Segment

_PAIRED = frozenset([HunkKind.EDITED, HunkKind.MOVED, HunkKind.FIELD_CHANGED])


@frozen
class VariantText:
    """One of the two texts."""

    document: Document
    version: FirstCapture
    text: Extraction
    language: str
    claims: Sequence[Claim]
    scope: Sequence[ScopeRow]
    since: Callable[[Segment], FirstCapture]


def side_by_side(first: VariantText, second: VariantText, pack: Pack) -> RegionComparison:
    """Compare two texts of one date."""
    not_compared, hunks = _hunks(first, second)
    pairs, only_first, only_second = _texts(first, second, hunks)
    questions, agreed = _questions(first, second, pack)
    return RegionComparison(
        first=first.document,
        second=second.document,
        first_version=first.version,
        second_version=second.version,
        not_compared=not_compared,
        same=0 if not_compared else len(first.text.segments) - sum(map(_is_unlike, hunks)),
        pairs=tuple(pairs),
        only_first=tuple(only_first),
        only_second=tuple(only_second),
        questions=tuple(questions),
        agreed=agreed,
    )


def _hunks(first: VariantText, second: VariantText) -> tuple[str, tuple[Hunk, ...]]:
    """Return why the words were not compared, or what differs in them; links apart."""
    if first.language.partition("-")[0] != second.language.partition("-")[0]:
        return f"the texts are in two languages, {first.language} and {second.language}", ()
    comparison = compare(first.text, second.text)
    if not comparison.computed:
        return "the texts are too large to be compared", ()
    return "", tuple(hunk for hunk in comparison.hunks if hunk.kind is not HunkKind.LINK_MOVED)


def _is_unlike(hunk: Hunk) -> bool:
    """Whether a hunk takes a passage of the first text out of those that are the same."""
    return hunk.kind is HunkKind.REMOVED or (hunk.old is not None and bool(hunk.spans) and not hunk.cosmetic)


def _texts(
    first: VariantText, second: VariantText, hunks: Sequence[Hunk]
) -> tuple[list[RegionPair], list[RegionPassage], list[RegionPassage]]:
    pairs: list[RegionPair] = []
    only_first: list[RegionPassage] = []
    only_second: list[RegionPassage] = []
    for hunk in hunks:
        if hunk.kind in _PAIRED and hunk.spans and not hunk.cosmetic:
            pairs.append(
                RegionPair(
                    first=hunk.before or "", second=hunk.after or "",
                    context=hunk.context_before or hunk.context, context_second=hunk.context, spans=hunk.spans,
                )
            )  # fmt: skip
        elif hunk.kind is HunkKind.REMOVED and hunk.old is not None:
            only_first.append(_passage(first, first.text.segments[hunk.old]))
        elif hunk.kind is HunkKind.ADDED and hunk.new is not None:
            only_second.append(_passage(second, second.text.segments[hunk.new]))
    return pairs, only_first, only_second


def _passage(side: VariantText, segment: Segment) -> RegionPassage:
    return RegionPassage(text=segment.text, kind=segment.kind, context=segment.context, since=side.since(segment))


def _questions(first: VariantText, second: VariantText, pack: Pack) -> tuple[list[RegionQuestion], int]:
    """Return what the texts answer otherwise, and on how many things they agree."""
    differing, agreed = [], 0
    for one, other, ask in (
        (_cells(first), _cells(second), _ask_cell),
        (_rights(first), _rights(second), _ask_right),
        (_bases(first), _bases(second), _ask_basis),
    ):
        for subject in sorted({*one, *other}, key=_rank):
            states, quote = one.get(subject, ((), ""))
            other_states, other_quote = other.get(subject, ((), ""))
            if states == other_states:
                agreed += 1
                continue
            slot, words = ask(subject, pack)
            differing.append(
                RegionQuestion(
                    slot=slot, label=words, first=states, second=other_states,
                    first_quote=quote, second_quote=other_quote,
                )
            )  # fmt: skip
    return differing, agreed


def _rank(subject: tuple[str, ...]) -> tuple[int, tuple[str, ...]]:
    foremost = subject[0] in FOREMOST
    return (FOREMOST.index(subject[0]) if foremost else len(FOREMOST)), subject


_Answers = dict[tuple[str, ...], tuple[tuple[str, ...], str]]


def _cells(side: VariantText) -> _Answers:
    found: _Answers = {}
    for row in side.scope:
        if row.standing is CellState.NOT_MENTIONED:
            continue
        states, quote = found.get(_subject(row.cell), ((), ""))
        found[_subject(row.cell)] = ((*states, row.standing.value), quote or row.claims[0].text)
    return found


def _subject(cell: ScopeKey) -> tuple[str, ...]:
    return cell.purpose, cell.data, cell.audience


def _ask_cell(subject: tuple[str, ...], pack: Pack) -> tuple[str, str]:
    purpose, data, audience = subject
    whose = f", {label('audience', audience, pack)}" if audience else ""
    return "scope", f"{label('data', data, pack)}{whose}: {label('purpose', purpose, pack)}"


def _rights(side: VariantText) -> _Answers:
    found: _Answers = {}
    for claim in side.claims:
        if claim.frame is Frame.RIGHT and claim.right and claim.state is not State.EXCLUDED:
            found.setdefault((claim.right,), (("stated",), claim.text))
    return found


def _ask_right(subject: tuple[str, ...], pack: Pack) -> tuple[str, str]:
    return "right", f"A right: {_words('rights', subject[0], pack)}"


def _bases(side: VariantText) -> _Answers:
    found: _Answers = {}
    for claim in side.claims:
        for basis in claim.bases:
            found.setdefault((basis,), (("named",), claim.text))
    return found


def _ask_basis(subject: tuple[str, ...], pack: Pack) -> tuple[str, str]:
    return "basis", f"A legal basis: {_words('bases', subject[0], pack)}"


def _words(kind: str, name: str, pack: Pack) -> str:
    concept = pack.concepts.get((kind, name))
    return (concept.label if concept else "") or name.replace("_", " ")
