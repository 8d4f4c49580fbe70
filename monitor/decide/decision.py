"""The decider: handed what is remembered, the last version and a new extraction, it says what this is.

It reads no clock and writes nothing: the time of the capture is an argument, what to remember next is
part of the decision.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.decide.candidate import Candidate
from monitor.decide.half_page import NEW_TEXT, faults_in, is_half_page
from monitor.decide.lone_losses import Absent, lone_losses, name_of, still_absent
from monitor.decide.plausible import KnownDocument, WrongPage, wrong_first, wrong_page
from monitor.decide.recollection import Recollection, links_digest, text_digest
from monitor.decide.turns import SETTLED_AFTER
from monitor.decide.variants import Variant, is_dates_only, is_same_in_substance, variant_of
from monitor.diff import compare, merge
from monitor.extract import PageFacts
from monitor.extract.dates import stated_date
from monitor.extract.identity import identities, is_known, words_key
from monitor.extract.language import language_of
from monitor.extract.text import key
from snapshots.records import Extraction, Hunk, HunkKind, Outcome, Segment

HELD_FOR = timedelta(days=180)
"""How long a mass of missing text is "not seen" before it counts as removed: half pages were seen to last 128 days."""

STOOD_FOR = timedelta(days=28)
"""How long a text must have stood for taking it back to be told as a reversal rather than counted as a flicker."""

_WALLS = frozenset([Outcome.LOGIN_WALL, Outcome.CONSENT_WALL, Outcome.BOT_CHALLENGE, Outcome.ERROR_PAGE])
_VARIANTS = frozenset([Outcome.WRONG_LANGUAGE, Outcome.WRONG_REGION, Outcome.OLDER_EDITION])
_TURNS_FOR = timedelta(days=60)
_MOST_ENDS = 2  # told of one text in that time: what goes on coming and going is two texts, and no news
_MOST_RIVALS = 20
_MAX_PASSAGES = 60  # of a wall that are remembered


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstVersion:
    """The first capture that shows the document, or one of the texts that are served at its address in turn."""

    extraction: Extraction
    memory: Recollection


@dataclass(frozen=True, slots=True, kw_only=True)
class NewVersion:
    """A text not seen before, or a reversal: one seen before that comes back after another had stood for weeks.

    `extraction` is the effective text: with what a half page lacks carried over.
    """

    extraction: Extraction
    hunks: tuple[Hunk, ...]
    memory: Recollection
    partial: bool = False
    is_reversal: bool = False
    is_lasting_loss: bool = False  # passages that went alone from a page that is seen in part, and did not come back
    is_computed: bool = True
    is_end: bool = False  # a text that was told is taken back
    first_attempt: int = 0  # the attempt that first showed it, where that is an earlier one
    is_awaited: bool = False  # that attempt showed all of it, and whether it would stay was waited for


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged:
    """The text of the current version again, be it in another spelling."""

    memory: Recollection
    variant: Variant


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """A text that an earlier version had: a flicker; what is remembered says which."""

    memory: Recollection
    variant: Variant


@dataclass(frozen=True, slots=True, kw_only=True)
class Incomplete:
    """Half a page with nothing new in it; what is missing is held."""

    detail: str
    memory: Recollection
    variant: Variant


@dataclass(frozen=True, slots=True, kw_only=True)
class NotThePage:
    """A wall, an error page, a shell or a wrong variant; what is remembered of the document stays."""

    outcome: Outcome
    detail: str
    memory: Recollection
    variant: Variant


Decision = FirstVersion | NewVersion | Unchanged | Returned | Incomplete | NotThePage


def upgrade(memory: Recollection, base: Extraction) -> Recollection:
    """Return the memory after the current version was read again, as `base`, by another extractor."""
    digest = text_digest(base.segments)
    return replace(
        memory.with_seen(base),
        text_sha256=digest,
        links_sha256=links_digest(base),
        extractor=base.extractor,
        states={**memory.states, digest: memory.version},
        missing_sha256="",  # of the old reading
    )


def decide(memory: Recollection, base: Extraction | None, shown: Candidate) -> Decision:
    """Say what a capture is to a document whose current version has the effective text `base`.

    `base` and the capture were read by the same extractor; see `upgrade` for when that changes.
    """
    extraction = shown.extraction
    if base is None:
        return _decide_first(memory, shown)
    digest, links = text_digest(extraction.segments), links_digest(extraction)
    if digest == memory.text_sha256 and memory.taken_back:
        return _decide_end(memory, base, shown)
    if digest == memory.text_sha256:
        settled = _settle(memory)
        if links == memory.links_sha256:
            return Unchanged(memory=settled, variant=memory.served)
        hunks = compare(base, extraction).hunks
        if not hunks:
            return Unchanged(memory=replace(settled, links_sha256=links), variant=memory.served)
        remembered = _remember(memory, extraction, shown, memory.served)
        return NewVersion(extraction=extraction, hunks=hunks, memory=remembered)
    variant = shown.variant
    if digest == memory.missing_sha256 and not _is_overdue(memory, shown) and not _lasting(memory, shown):
        return Incomplete(detail="the same half page as before", memory=memory, variant=variant)
    if digest in memory.states:
        return _decide_return(memory, base, shown, variant)
    new_length = sum(len(s.text) for s in extraction.segments if not is_known(s.text, memory.seen))
    known = KnownDocument(base=base, variant=_known_variant(memory, base, shown), strange=memory.strange)
    wrong = wrong_page(known, shown.look, variant, new_length, shown.document, shown.signs)
    if shown.replacement and (not wrong or wrong.outcome is Outcome.WRONG_REGION):
        detail = "the text names another seat or another region's rules than the last version"
        wrong = WrongPage(outcome=Outcome.WRONG_REGION, detail=detail, replacement=shown.replacement)
    if wrong:
        return _decide_wrong_page(memory, base, shown, wrong, variant)
    return _decide_change(memory, base, shown, digest, variant)


def take_over(memory: Recollection, replaced: Extraction, came: Extraction, shown: Candidate) -> NewVersion:
    """Return a capture as the change of the text `replaced`, whose place its own, kept in `memory`, has taken.

    `came` is how that text was when it came: what was edited since was told as such.
    """
    comparison = compare(replaced, shown.extraction)
    then = {key(segment.text) for segment in came.segments}
    remembered = _remember(memory, shown.extraction, shown, shown.variant)
    return NewVersion(
        extraction=shown.extraction,
        hunks=tuple(hunk for hunk in comparison.hunks if hunk.after is None or key(hunk.after) in then),
        memory=remembered.without_rival(),
        is_computed=comparison.computed,
        first_attempt=memory.turn_attempt,
        is_awaited=True,
    )


def _decide_first(memory: Recollection, shown: Candidate) -> Decision:
    variant = shown.variant
    wrong = wrong_first(shown.look, variant, shown.document, shown.signs, memory.strange)
    if wrong:
        return _not_the_page(memory, shown, wrong, variant)
    return FirstVersion(extraction=shown.extraction, memory=_remember(memory, shown.extraction, shown, variant))


def _known_variant(memory: Recollection, base: Extraction, shown: Candidate) -> Variant:
    """Return which variant the current version is; memories of earlier programs don't say."""
    return memory.served if memory.served != Variant() else variant_of(base, PageFacts(), shown.signs)


def _decide_wrong_page(
    memory: Recollection, base: Extraction, shown: Candidate, wrong: WrongPage, variant: Variant
) -> Decision:
    """Return that a page is not the document, or that it has become the document by being served for weeks."""
    if not wrong.replacement or not _has_stayed(memory, shown, wrong.replacement):
        return _not_the_page(memory, shown, wrong, variant)
    remembered = _remember(_forget_replacement(memory), shown.extraction, shown, variant)
    comparison = compare(base, shown.extraction)
    is_same = memory.replacement_sha256 == text_digest(shown.extraction.segments)
    return NewVersion(
        extraction=shown.extraction,
        hunks=comparison.hunks,
        memory=remembered,
        is_computed=comparison.computed,
        first_attempt=memory.replacement_attempt if is_same else 0,
        is_awaited=is_same,
    )


def _has_stayed(memory: Recollection, shown: Candidate, replacement: str) -> bool:
    since = memory.replacement_since if memory.replacement == replacement else None
    is_page = replacement.startswith("page ")
    needed = shown.adopted_after if is_page else min(shown.adopted_after, SETTLED_AFTER)
    return since is not None and shown.captured_at - since >= needed


def _note_replacement(memory: Recollection, shown: Candidate, replacement: str) -> Recollection:
    """Return the memory of what is served in the document's place, and since when; a wall in between ends nothing."""
    if not replacement or memory.replacement == replacement:
        return memory
    return replace(
        memory,
        replacement=replacement,
        replacement_since=shown.captured_at,
        replacement_attempt=shown.attempt,
        replacement_sha256=text_digest(shown.extraction.segments),
    )


def _not_the_page(memory: Recollection, shown: Candidate, wrong: WrongPage, variant: Variant) -> NotThePage:
    remembered = _note_replacement(memory, shown, wrong.replacement)
    if wrong.outcome in _WALLS:
        new = [text for text in shown.look.prose.texts[:_MAX_PASSAGES] if words_key(text) not in memory.seen]
        remembered = remembered.with_strange(new, wrong.outcome)
    if wrong.outcome not in _VARIANTS:  # what a wall or a shell declares of its language says nothing of the document
        variant = Variant()
    return NotThePage(outcome=wrong.outcome, detail=wrong.detail, memory=remembered, variant=variant)


def _decide_change(memory: Recollection, base: Extraction, shown: Candidate, digest: str, variant: Variant) -> Decision:
    extraction = shown.extraction
    comparison = compare(base, extraction)
    if not comparison.computed:
        remembered = _remember(memory, extraction, shown, variant)
        return NewVersion(extraction=extraction, hunks=(), memory=remembered, is_computed=False)
    if respelling := _decide_respelling(memory, base, shown, comparison.hunks, variant):
        return respelling
    if not is_half_page(base, extraction, comparison.hunks, shown.signs) or _is_overdue(memory, shown):
        remembered = _remember(memory, extraction, shown, variant)
        # What is gone from the whole page, and nothing else, left it when the page was last seen whole.
        is_held_loss = memory.missing_since is not None and not any(_is_news(h, memory) for h in comparison.hunks)
        first_attempt = memory.missing_attempt if is_held_loss or _is_overdue(memory, shown) else 0
        return NewVersion(extraction=extraction, hunks=comparison.hunks, memory=remembered, first_attempt=first_attempt)
    return _decide_half_page(memory, base, shown, comparison.hunks, variant)


def _decide_half_page(
    memory: Recollection, base: Extraction, shown: Candidate, hunks: tuple[Hunk, ...], variant: Variant
) -> NewVersion | Incomplete:
    """Return that part of a page is not shown: what is new in it is told, and what went alone once that has lasted."""
    extraction = shown.extraction
    lone = lone_losses(base.segments, extraction.segments, hunks)
    lost = [base.segments[index] for index in lone]
    absent = still_absent(memory.absent, lost, shown.captured_at, shown.attempt)
    lasting = _lasting(replace(memory, absent=absent), shown)
    taken_out = {index for index in lone if name_of(base.segments[index]) in lasting}
    kept = tuple(segment for index, segment in enumerate(base.segments) if index not in taken_out)
    held = _Held(
        since=memory.missing_since or shown.captured_at,
        attempt=memory.missing_attempt or shown.attempt,
        sha256=text_digest(extraction.segments),
        absent={name: since for name, since in absent.items() if name not in lasting},
    )
    faults = faults_in(hunks, shown.signs)
    is_news = any(h not in faults and _is_news(h, memory) for h in hunks)
    if not is_news and not taken_out:
        gone = sum(h.kind is HunkKind.REMOVED for h in hunks)
        detail = f"{gone} passages of the last complete version are not shown"
        return Incomplete(detail=detail, memory=held.noted_in(memory), variant=variant)
    read = tuple(s for index, s in enumerate(extraction.segments) if index not in {h.new for h in faults})
    merged = replace(extraction, segments=merge(kept, read))
    return NewVersion(
        extraction=merged,
        hunks=compare(base, merged).hunks,
        memory=held.noted_in(_remember(memory, merged, shown, memory.served)),
        partial=True,
        is_lasting_loss=bool(taken_out),
        first_attempt=min((attempt for _, attempt in lasting.values()), default=0),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """What is not shown of a page, since when, at which attempt, and the digest of what is."""

    since: datetime
    attempt: int
    sha256: str
    absent: Absent

    def noted_in(self, memory: Recollection) -> Recollection:
        return replace(
            memory,
            missing_since=self.since,
            missing_attempt=self.attempt,
            missing_sha256=self.sha256,
            absent=self.absent,
        )


def _lasting(memory: Recollection, shown: Candidate) -> Absent:
    """Return the passages that went alone and have not been seen for days."""
    return {
        name: (since, attempt)
        for name, (since, attempt) in memory.absent.items()
        if shown.captured_at - since >= SETTLED_AFTER
    }


def _decide_respelling(
    memory: Recollection, base: Extraction, shown: Candidate, hunks: tuple[Hunk, ...], variant: Variant
) -> Unchanged | None:
    """Return that a page is the text of the current version in another way to spell or to write dates.

    The page is seen, so that is no gap; it makes no version until it has stayed for weeks.
    """
    if not is_same_in_substance(hunks, shown.signs.languages):
        return None
    known = _known_variant(memory, base, shown)
    is_other = variant.language != known.language and variant.primary == known.primary
    if not is_other and not is_dates_only(hunks, shown.signs.languages):
        return None
    replacement = f"spelling {variant.language if is_other else 'of dates'}"
    if _has_stayed(memory, shown, replacement):
        return None
    return Unchanged(memory=_note_replacement(_forget_missing(memory), shown, replacement), variant=variant)


def _decide_return(memory: Recollection, base: Extraction, shown: Candidate, variant: Variant) -> Returned | NewVersion:
    digest = text_digest(shown.extraction.segments)
    version = memory.states[digest]
    stood = memory.since is not None and shown.captured_at - memory.since >= STOOD_FOR
    if stood and version != memory.version and memory.missing_since is None and not shown.replacement:
        hunks = compare(base, shown.extraction).hunks
        remembered = _remember(memory, shown.extraction, shown, variant)
        return NewVersion(extraction=shown.extraction, hunks=hunks, memory=remembered, is_reversal=True)
    lately = [at for at in memory.ends if shown.captured_at - at < _TURNS_FOR]
    is_end = version != memory.version == memory.told and not shown.replacement and len(lately) < _MOST_ENDS
    settled = replace(
        _settle(memory),
        taken_back=memory.told if is_end else 0,
        taken_back_attempt=shown.attempt if is_end else 0,
        version=version,
        since=memory.since if version == memory.version else shown.captured_at,
        text_sha256=digest,
        links_sha256=links_digest(shown.extraction),
        served=variant,
    )
    return Returned(memory=settled, variant=variant)


def _decide_end(memory: Recollection, told: Extraction, shown: Candidate) -> NewVersion:
    """Return that what was told is taken back: a second look shows the earlier text that the first one came back to.

    `told` is the text that was told. Texts that go on taking turns are told as long as nobody knows that they do.
    """
    lately = [at for at in memory.ends if shown.captured_at - at < _TURNS_FOR]
    remembered = _remember(memory, shown.extraction, shown, memory.served)
    return NewVersion(
        extraction=shown.extraction,
        hunks=compare(told, shown.extraction).hunks,
        memory=replace(remembered, ends=(*lately, shown.captured_at)),
        is_reversal=True,
        is_end=True,
        first_attempt=memory.taken_back_attempt,
    )


def _is_news(hunk: Hunk, memory: Recollection) -> bool:
    if hunk.kind not in NEW_TEXT or hunk.cosmetic or hunk.after is None:
        return False
    segment = Segment(text=hunk.after, kind=hunk.segment_kind, context=hunk.context)
    return identities(segment)[0] not in memory.seen


def _is_overdue(memory: Recollection, shown: Candidate) -> bool:
    return memory.missing_since is not None and shown.captured_at - memory.missing_since >= HELD_FOR


def _settle(memory: Recollection) -> Recollection:
    """Return the memory once the text itself was shown: another region's text that gave way takes turns with it."""
    rival = memory.replacement
    if rival.startswith(("region ", "seat ")) and rival not in memory.rivals:
        memory = replace(memory, rivals=(*memory.rivals, rival)[-_MOST_RIVALS:])
    return _forget_replacement(_forget_missing(memory))


def _forget_replacement(memory: Recollection) -> Recollection:
    return replace(memory, replacement="", replacement_since=None, replacement_attempt=0, replacement_sha256="")


def _forget_missing(memory: Recollection) -> Recollection:
    return replace(memory, missing_since=None, missing_attempt=0, missing_sha256="", absent={}, open_alert="")


def _remember(memory: Recollection, effective: Extraction, shown: Candidate, served: Variant) -> Recollection:
    number = memory.newest + 1
    digest = text_digest(effective.segments)
    stated = stated_date(effective.segments, shown.signs.languages)
    return replace(
        _settle(memory).with_seen(shown.extraction),
        version=number,
        newest=number,
        since=shown.captured_at,
        taken_back=0,
        taken_back_attempt=0,
        text_sha256=digest,
        links_sha256=links_digest(effective),
        extractor=effective.extractor,
        language=memory.language or language_of(effective, shown.signs.languages),
        served=served,
        states={**memory.states, digest: number},
        stated=max(memory.stated, stated.isoformat() if stated else ""),
    )
