"""Which of the texts served at one address a capture belongs to, without being told. Compares nothing with it.

A capture joins the lineage whose late texts it is most alike, among those that its marks don't contradict. A new one
is opened by marks and an unlike text together: a rewrite is never taken for another variant because one mark changed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from monitor.decide.candidate import Candidate
from monitor.decide.digests import text_digest
from monitor.decide.doubling import without_repeats
from monitor.decide.marks import Text, flipped, is_other_language, is_sibling, likeness, words_apart
from monitor.decide.plausible import MIN_TEXT, names_itself, wrong_first
from monitor.decide.turns import date_of, may_take_turns, takes_over
from monitor.extract.identity import identities
from monitor.memory.document_memory import HEADS_FOR, DocumentMemory
from monitor.memory.recollection import Recollection
from snapshots.frozen_class import frozen
from snapshots.records import Extraction, Hunk, HunkKind, Segment

_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_SAME = 0.95  # likeness of texts that are one text whatever their marks say
_LEAST = 0.3  # of the prose of the text it is nearest to: less is a stub, and no text of its own


@frozen
class Placement:
    """The lineage that a capture belongs to: its memory, and the text of it that the capture is compared with."""

    memory: Recollection
    shown: Candidate  # the capture, without what a page says twice over
    base: Extraction | None = None  # None where the capture opens the lineage
    version: int = 0  # the number of `base`
    left: int = 0  # the version that the lineage was at, where that bears other marks than the capture
    turns: tuple[Extraction, ...] = ()  # further texts of the lineage that are served in turn with it
    sibling: Recollection | None = None  # the same region's text in another language, the one dated last
    latest: str = ""  # where the capture opens the lineage, the latest date that any text of the address bore
    rival: Recollection | None = None  # the lineage of `base`, where that is not the one that the capture belongs to
    came: Extraction | None = None  # the text that then took the place of `base`
    over: Placement | None = None  # the same, as the change of the text that it has taken the place of
    is_alone: bool = False  # no other text is known to be served at the address

    @property
    def is_rendering(self) -> bool:
        """Whether it is the change of a text that is spelt in another way."""
        return self.rival is not None and self.rival.served.language != self.shown.variant.language

    @property
    def is_newer_edition(self) -> bool:
        """Whether the capture opens a lineage with a later date than any text of the address, its sibling's too."""
        if self.base is not None or self.sibling is None or not self.sibling.stated:
            return False
        return self.latest < date_of(self.shown.text)

    @property
    def is_translation(self) -> bool:
        """Whether the capture brings a date that is new to its lineage and that its sibling bore already."""
        if self.sibling is None or (self.memory.last_at or _LONG_AGO) >= (self.sibling.last_at or _LONG_AGO):
            return False
        return self.memory.stated < date_of(self.shown.text) <= self.sibling.stated


@frozen
class _Found:
    """A lineage with the text of it that a capture is most alike."""

    memory: Recollection
    version: int
    text: Text
    likeness: float
    is_other_language: bool
    flipped: tuple[str, ...]

    @property
    def is_fitting(self) -> bool:
        return not self.is_other_language and (not self.flipped or self.likeness >= _SAME)


def place(known: DocumentMemory, text_of: Callable[[int, Recollection], Text], shown: Candidate) -> Placement:
    """Return the lineage that a capture belongs to; `text_of` gives the effective text of a version."""
    at = _place(known, text_of, shown)
    at = replace(at, is_alone=at.memory.lineage == 1 and len(known.lineages) < 2)
    rival = known.lineage(at.memory.rival_of) if at.base and at.memory.rival_of else None
    if rival is None or not takes_over(at.memory, rival, shown.captured_at):
        return at
    replaced, came = text_of(rival.version, rival).extraction, text_of(at.memory.turn_version, at.memory).extraction
    over = Placement(memory=at.memory, shown=at.shown, base=replaced, version=rival.version, rival=rival, came=came)
    return replace(at, over=over)


def _place(known: DocumentMemory, text_of: Callable[[int, Recollection], Text], shown: Candidate) -> Placement:
    if not known.lineages or not any(lineage.version for lineage in known.lineages):
        return Placement(memory=known.lineage(1), shown=shown)
    digest = text_digest(shown.extraction.segments)
    if lineage := _seen_before(known, digest):
        return _place_again(known, known.lineage(lineage), text_of, shown, digest)
    every = [_nearest(known.lineage(lineage.lineage), text_of, shown) for lineage in known.lineages]
    fitting = [found for found in every if found.is_fitting]
    best = max(fitting or _of_its_language(every), key=lambda found: found.likeness)
    for number in best.memory.formers if best.flipped else ():
        former = text_of(number, best.memory)
        if not flipped(former, shown.text) and likeness(former, shown.text) > best.likeness:
            return _again(known, best.memory, number, text_of, shown)
    once = without_repeats(shown.extraction, best.text.extraction, best.memory.seen)
    if once is not shown.extraction:
        return _place(known, text_of, replace(shown, extraction=once))
    if not fitting and _opens(every, best, shown):
        memory = known.lineage(len(known.lineages) + 1)
        latest = max(lineage.stated for lineage in known.lineages)
        return Placement(memory=memory, shown=shown, sibling=_sibling(every, shown.text), latest=latest)
    if best.flipped and not fitting and not _is_newer(best.text, shown.text):
        shown = replace(shown, replacement=_named(best.flipped, shown.text))
    is_text = shown.text.prose.weight >= _LEAST * best.text.prose.weight
    if fitting and is_text and may_take_turns(best.text, best.memory, shown.text, shown.captured_at, known.lineages):
        announcing = _announcing(fitting, shown.text)
        if announcing is None:
            own = replace(known.lineage(len(known.lineages) + 1), rival_of=best.memory.lineage)
            return Placement(memory=own, shown=shown)
        best = announcing
    others = [text_of(number, best.memory) for number in _late(best.memory, shown) if number != best.version]
    turns = tuple(text.extraction for text in others if likeness(text, best.text) >= _SAME)
    return Placement(
        memory=best.memory,
        shown=shown,
        base=best.text.extraction,
        version=best.version,
        turns=turns,
        left=best.memory.version if flipped(text_of(best.memory.version, best.memory), shown.text) else 0,
        sibling=_sibling(every, shown.text),
    )


def _place_again(
    known: DocumentMemory,
    memory: Recollection,
    text_of: Callable[[int, Recollection], Text],
    shown: Candidate,
    digest: str,
) -> Placement:
    """Return where a capture belongs whose very text a lineage showed before."""
    if memory.taken_back and digest == memory.text_sha256:
        told = text_of(memory.taken_back, memory).extraction
        return Placement(memory=memory, shown=shown, base=told, version=memory.taken_back)
    base_text = text_of(memory.version, memory)
    version = memory.states.get(digest, memory.version)
    flips = flipped(base_text, shown.text) if version != memory.version else ()
    if flips and version in memory.formers and likeness(base_text, shown.text) < _SAME:
        return _again(known, memory, version, text_of, shown)
    if flips:
        shown = replace(shown, replacement=_named(flips, shown.text))
    left = memory.version if flips else 0
    return Placement(memory=memory, shown=shown, base=base_text.extraction, version=memory.version, left=left)


def _seen_before(known: DocumentMemory, digest: str) -> int:
    """Return the number of the lineage that showed this very text before, the one shown last among several."""
    having = [
        lineage
        for lineage in known.lineages
        if digest in lineage.states or digest in (lineage.missing_sha256, lineage.text_sha256)
    ]
    return max(having, key=lambda lineage: (lineage.last_at or _LONG_AGO, -lineage.lineage)).lineage if having else 0


def _late(memory: Recollection, shown: Candidate) -> list[int]:
    """Return the versions of a lineage that were shown in the weeks before a capture.

    In a history that has changes only, what was served long ago and is not served in turn any more looks like the last.
    """
    return [number for number, seen in sorted(memory.heads.items()) if shown.captured_at - seen <= HEADS_FOR]


def _nearest(memory: Recollection, text_of: Callable[[int, Recollection], Text], candidate: Candidate) -> _Found:
    """Return the text of a lineage that a capture is most alike, of those it was at of late."""
    shown = candidate.text
    heads = {
        memory.version,
        *_late(memory, candidate),
        *(memory.formers if flipped(text_of(memory.version, memory), shown) else ()),
    }
    texts = [(likeness(text := text_of(number, memory), shown), number, text) for number in sorted(heads)]
    if any(alike >= _SAME for alike, _, _ in texts):  # of texts that hardly differ, the one that bears the same marks
        texts = [found for found in texts if not flipped(found[2], shown)] or texts
        texts = _nearest_in_words(texts, shown)
    alike, number, text = max(texts, key=lambda found: (found[0], found[1] == memory.version, found[1]))
    is_other = alike < 0.5 and is_other_language(text, shown)
    return _Found(
        memory=memory,
        version=number,
        text=text,
        likeness=alike,
        is_other_language=is_other,
        flipped=() if is_other else flipped(text, shown),
    )


def _nearest_in_words(texts: list[tuple[float, int, Text]], shown: Text) -> list[tuple[float, int, Text]]:
    """Return those of some texts that have the fewest words of their own and lack the fewest.

    By passages a text that lacks one is nearer than a text that has it in slightly other words.
    """
    if len(texts) < 2:
        return texts
    apart = [words_apart(text, shown) for _, _, text in texts]
    return [found for found, words in zip(texts, apart, strict=True) if words == min(apart)]


def _announcing(fitting: list[_Found], shown: Text) -> _Found | None:
    """Return the one of several texts that announced the date of a new edition and does not bear it yet."""
    date = date_of(shown)
    announcing = [found for found in fitting if date_of(found.text) < date == found.memory.stated]
    return announcing[0] if len(announcing) == 1 else None


def _of_its_language(every: list[_Found]) -> list[_Found]:
    return [found for found in every if not found.is_other_language] or every


def _sibling(every: list[_Found], shown: Text) -> Recollection | None:
    """Return the same region's text in another language, the one dated last of several."""
    others = [f.memory for f in every if f.is_other_language and is_sibling(f.text, shown)]
    return max(others, key=lambda memory: memory.stated, default=None)


def _opens(every: list[_Found], nearest: _Found, shown: Candidate) -> bool:
    """Whether a text that no lineage fits is one of its own: half of the page is none, nor is one rewritten.

    In another language a text may be much shorter, where it would pass for the document if none were known.
    """
    if shown.text.prose.weight < _LEAST * nearest.text.prose.weight and not (
        nearest.is_other_language and _passes_for_document(shown)
    ):
        return False
    if nearest.is_other_language and not shown.text.variant.language:
        return False  # in no language that is known: as letters read under another charset look
    if nearest.is_other_language or _are_marked(every):
        return True
    if nearest.flipped and _named(nearest.flipped, shown.text) in nearest.memory.rivals:
        return True
    return len(nearest.flipped) > 1 and not _is_newer(nearest.text, shown.text)


def _passes_for_document(shown: Candidate) -> bool:
    """Whether a page is headed as documents are, holds more than a notice, and has no sign of a wall or a fault."""
    is_text = shown.text.prose.weight >= MIN_TEXT and names_itself(shown.look, shown.document, shown.signs)
    return is_text and wrong_first(shown.look, shown.variant, shown.document, shown.signs, {}) is None


def _are_marked(every: list[_Found]) -> bool:
    """Whether texts of an address are known that marks tell apart, or their language does."""
    return any(
        found.is_other_language or flipped(found.text, other.text)
        for position, found in enumerate(every)
        for other in every[:position]
    )


def _is_newer(known: Text, shown: Text) -> bool:
    return "" != date_of(known) < date_of(shown)


def _named(flipped: tuple[str, ...], shown: Text) -> str:
    """Return the variant that a text's marks say it is."""
    return f"region {shown.variant.region}" if "region" in flipped else f"seat {' '.join(sorted(shown.seats))}"


def _again(
    known: DocumentMemory,
    memory: Recollection,
    former: int,
    text_of: Callable[[int, Recollection], Text],
    shown: Candidate,
) -> Placement:
    """Return a lineage of its own for a text that was taken for an earlier state of another, and comes back."""
    text = text_of(former, memory)
    own = replace(
        memory.without_rival(),
        lineage=len(known.lineages) + 1,
        version=former,
        heads={},
        formers=(),
        last_at=memory.since,
        served=text.variant,
        text_sha256=text_digest(text.extraction.segments),
    )
    return Placement(memory=own, shown=shown, base=text.extraction, version=former)


def not_gone_before(hunks: Sequence[Hunk], turns: Sequence[Extraction]) -> tuple[Hunk, ...]:
    """Return the differences without passages that a text which takes turns with this one lacked before."""
    if not turns:
        return tuple(hunks)
    held = [{identities(segment)[1] for segment in text.segments} for text in turns]
    return tuple(
        hunk for hunk in hunks if hunk.kind is not HunkKind.REMOVED or all(_place_of(hunk) in texts for texts in held)
    )


def _place_of(gone: Hunk) -> bytes:
    """Return the identity of a passage that is gone, with where it stood."""
    context = gone.context_before or gone.context
    return identities(Segment(text=gone.before or "", kind=gone.segment_kind, context=context))[1]
