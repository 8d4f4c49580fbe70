"""The decider: handed what is remembered, the last version and a new extraction, it says what this is.

It reads no clock and writes nothing: the time of the capture is an argument, what to remember next is
part of the decision.
"""

from __future__ import annotations

from dataclasses import replace

from monitor.decide.candidate import Candidate
from monitor.decide.decision import Decision, FirstVersion, Incomplete, NewVersion, NotThePage, Unchanged
from monitor.decide.digests import links_digest, seen_keys, text_digest
from monitor.decide.half_page import decide_half_page, is_half_page, is_held_loss, is_overdue, lasting_losses
from monitor.decide.plausible import KnownDocument, WrongPage, wrong_first, wrong_page
from monitor.decide.remembering import forget_missing, forget_replacement, note_replacement, remember, settle
from monitor.decide.returning import decide_end, decide_return
from monitor.decide.turns import SETTLED_AFTER
from monitor.decide.variants import is_dates_only, is_same_in_substance, variant_of
from monitor.diff import compare
from monitor.extract.facts import PageFacts
from monitor.extract.identity import is_known, words_key
from monitor.extract.text import key
from monitor.memory.recollection import Recollection
from monitor.memory.variant import Variant
from snapshots.records import Extraction, Hunk, Outcome

_WALLS = frozenset([Outcome.LOGIN_WALL, Outcome.CONSENT_WALL, Outcome.BOT_CHALLENGE, Outcome.ERROR_PAGE])
_VARIANTS = frozenset([Outcome.WRONG_LANGUAGE, Outcome.WRONG_REGION, Outcome.OLDER_EDITION])
_MAX_PASSAGES = 60  # of a wall that are remembered


def upgrade(memory: Recollection, base: Extraction) -> Recollection:
    """Return the memory after the current version was read again, as `base`, by another extractor."""
    digest = text_digest(base.segments)
    return replace(
        memory.with_seen(seen_keys(base)),
        text_sha256=digest,
        links_sha256=links_digest(base),
        pages=(),
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
        return decide_end(memory, base, shown)
    if digest == memory.text_sha256:
        settled = settle(memory)
        if links == memory.links_sha256:
            return Unchanged(memory=settled, variant=memory.served)
        hunks = compare(base, extraction).hunks
        if not hunks:
            return Unchanged(memory=replace(settled, links_sha256=links), variant=memory.served)
        remembered = remember(memory, extraction, shown, memory.served)
        return NewVersion(extraction=extraction, hunks=hunks, memory=remembered)
    variant = shown.variant
    if digest == memory.missing_sha256 and not is_overdue(memory, shown) and not lasting_losses(memory, shown):
        return Incomplete(detail="the same half page as before", memory=memory, variant=variant)
    if digest in memory.states:
        return decide_return(memory, base, shown, variant)
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
    remembered = remember(memory, shown.extraction, shown, shown.variant)
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
    return FirstVersion(extraction=shown.extraction, memory=remember(memory, shown.extraction, shown, variant))


def _known_variant(memory: Recollection, base: Extraction, shown: Candidate) -> Variant:
    """Return which variant the current version is; memories of earlier programs don't say."""
    return memory.served if memory.served != Variant() else variant_of(base, PageFacts(), shown.signs)


def _decide_wrong_page(
    memory: Recollection, base: Extraction, shown: Candidate, wrong: WrongPage, variant: Variant
) -> Decision:
    """Return that a page is not the document, or that it has become the document by being served for weeks."""
    if not wrong.replacement or not _has_stayed(memory, shown, wrong.replacement):
        return _not_the_page(memory, shown, wrong, variant)
    remembered = remember(forget_replacement(memory), shown.extraction, shown, variant)
    comparison = compare(base, shown.extraction)
    is_same = memory.replacement_sha256 == text_digest(shown.extraction.segments)
    return NewVersion(
        extraction=shown.extraction,
        hunks=comparison.hunks,
        memory=remembered,
        is_computed=comparison.computed,
        first_attempt=memory.replacement_attempt,
        is_awaited=is_same,
    )


def _has_stayed(memory: Recollection, shown: Candidate, replacement: str) -> bool:
    since = memory.replacement_since if memory.replacement == replacement else None
    is_page = replacement.startswith("page ")
    needed = shown.adopted_after if is_page else min(shown.adopted_after, SETTLED_AFTER)
    return since is not None and shown.captured_at - since >= needed


def _not_the_page(memory: Recollection, shown: Candidate, wrong: WrongPage, variant: Variant) -> NotThePage:
    remembered = note_replacement(memory, shown, wrong.replacement)
    if wrong.outcome in _WALLS:
        new = [text for text in shown.look.prose.texts[:_MAX_PASSAGES] if words_key(text) not in memory.seen]
        remembered = remembered.with_strange((key(text).hex() for text in new), wrong.outcome)
    if wrong.outcome not in _VARIANTS:  # what a wall or a shell declares of its language says nothing of the document
        variant = Variant()
    return NotThePage(outcome=wrong.outcome, detail=wrong.detail, memory=remembered, variant=variant)


def _decide_change(memory: Recollection, base: Extraction, shown: Candidate, digest: str, variant: Variant) -> Decision:
    extraction = shown.extraction
    comparison = compare(base, extraction)
    if not comparison.computed:
        remembered = remember(memory, extraction, shown, variant)
        return NewVersion(extraction=extraction, hunks=(), memory=remembered, is_computed=False)
    if respelling := _decide_respelling(memory, base, shown, comparison.hunks, variant):
        return respelling
    if not is_half_page(base, extraction, comparison.hunks, shown.signs) or is_overdue(memory, shown):
        remembered = remember(memory, extraction, shown, variant)
        is_old = is_overdue(memory, shown) or is_held_loss(memory, base, comparison.hunks)
        first_attempt = memory.missing_attempt if is_old else 0
        return NewVersion(extraction=extraction, hunks=comparison.hunks, memory=remembered, first_attempt=first_attempt)
    return decide_half_page(memory, base, shown, comparison.hunks, variant)


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
    return Unchanged(memory=note_replacement(forget_missing(memory), shown, replacement), variant=variant)
