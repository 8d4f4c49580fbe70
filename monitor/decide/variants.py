"""Which variant of a document a page is: its language, its way of spelling, whose rules it speaks of.

What the declaration asks for is held against what the page says of itself; where it asks for nothing, the document's
own history decides. Knows nothing of walls and errors.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache

from monitor.extract.dates import date_places
from monitor.extract.facts import PageFacts
from monitor.extract.language import language_of
from monitor.extract.text import fold, house_style
from monitor.memory.variant import Variant
from monitor.rules.languages import Languages
from monitor.rules.signs import Signs
from snapshots.records import Document, Extraction, Hunk, HunkKind, Outcome

EDITION_DAYS = 365
"""An edition dated this much earlier, with another text, is an old page served again."""

_SAMPLE = 20_000  # characters of a text from which its language is told
_MOST = 1_000_000  # characters of a text that are looked at; five times the longest policy
_SPELT = 60_000  # characters of a text from which its spelling is told
_COMMONEST = 50  # words of a text by which its language is known again
_LEAST_WORDS = 60
_ANOTHER = 0.35  # of the share that the commonest words have in a text of the same language
_WORD = re.compile(r"[^\W\d_]+")
_DENSE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]")
_MOSTLY_KEPT = 0.5  # of a document: in another language there is hardly anything left of it
_LEAST_KEPT = 0.3  # of a document: two regions' texts of one policy have much in common
_THROUGHOUT = 5  # phrases of a region in a text that is that region's, each several times
_HARDLY = 0.15  # of the mentions of before


def variant_of(extraction: Extraction, facts: PageFacts, signs: Signs) -> Variant:
    """Return the variant that a page is, by its words first and by what it declares where they tell nothing."""
    text = _whole(extraction)
    spoken = language_of(extraction, signs.languages)
    declared = next((tag for tag in facts.languages if not spoken or tag.partition("-")[0] == spoken), "")
    spelt = signs.spelling_of(text[:_SPELT]) if spoken else ""
    language = spelt if spelt.partition("-")[0] == spoken and spelt else _tag(declared) or spoken
    return Variant(language=language, region=signs.region_of(text))


def wrong_declared(
    variant: Variant, document: Document | None, known: Variant, signs: Signs
) -> tuple[Outcome, str] | None:
    """Return how a page differs from the variant that its document is declared to be, None where it doesn't.

    Captures that were imported may have made a document of another language than declared; then `known`, the variant
    of its last version, says which language is its own.
    """
    if document is None:
        return None
    wanted = document.language.lower().partition("-")[0]
    is_held = known.primary.lower() in ("", wanted)
    if wanted and is_held and variant.primary and variant.primary.lower() != wanted:
        return Outcome.WRONG_LANGUAGE, f"the page came in {variant.language}, not {document.language} as declared"
    region = document.region.lower()
    if region in signs.regions and variant.region not in ("", region):  # of "world" no text could be told
        detail = f"the text speaks of the rules of {variant.region}, not of {document.region} as declared"
        return Outcome.WRONG_REGION, detail
    return None


def wrong_language(
    base: Extraction, known: Variant, shown: Extraction, variant: Variant, kept: float, signs: Signs
) -> tuple[Outcome, str] | None:
    """Return that a page is in another language than the last version, None if it isn't."""
    if kept >= _MOSTLY_KEPT:
        return None
    spoken, base_told = language_of(shown, signs.languages), language_of(base, signs.languages)
    base_spoken = known.primary or base_told
    is_other = bool(spoken and base_spoken and spoken != base_spoken)
    if not spoken or not base_told:
        is_other = is_other or _is_other_language(_texts(base), _texts(shown))
    if not is_other:
        return None
    came = variant.language or "another language"
    return Outcome.WRONG_LANGUAGE, f"the page came in {came}, not {known.language or base.language or 'that of before'}"


def wrong_region(
    base: Extraction, known: Variant, shown: Extraction, variant: Variant, kept: float, signs: Signs
) -> tuple[Outcome, str] | None:
    """Return that a page is the text for another region than the last version, None if nothing says so.

    It speaks of another region's rules, or hardly any more of those that the last version speaks of throughout, though
    much of that version is there. Either can come with a new edition too: the caller knows of the dates.
    """
    if not known.region or variant.region == known.region or kept < _LEAST_KEPT:
        return None
    if variant.region:
        if not speaks_of_another(
            signs.named_regions(_whole(base)), signs.named_regions(_whole(shown)), (known.region, variant.region)
        ):
            return None
        detail = f"the text speaks of the rules of {variant.region}; the last version speaks of those of {known.region}"
        return Outcome.WRONG_REGION, detail
    phrases, mentions = signs.mentions(known.region, _whole(base))
    left, times = signs.mentions(known.region, _whole(shown))
    if phrases < _THROUGHOUT or mentions < 2 * _THROUGHOUT or left > 2 or times > _HARDLY * mentions:
        return None
    detail = f"the text names {known.region}'s rules {times} times; the last version names them {mentions} times"
    return Outcome.WRONG_REGION, detail


def speaks_of_another(then: Mapping[str, int], now: Mapping[str, int], regions: tuple[str, str]) -> bool:
    """Whether of the regions that two texts speak of, one is named half as much at most in the other text.

    `then` and `now` count the phrases of each region. A text for several regions names them all: a phrase more or less
    makes another of them the first, and no other text.
    """
    known, shown = regions
    return 2 * now[known] <= then[known] or 2 * then[shown] <= now[shown]


def is_same_in_substance(hunks: Sequence[Hunk], languages: Languages) -> bool:
    """Whether all that differs is how words are spelt and dates are written, some of which do differ."""
    edited = [hunk for hunk in hunks if hunk.kind is HunkKind.EDITED]
    return bool(hunks) and len(edited) == len(hunks) and all(_is_respelt(hunk, languages) for hunk in edited)


def is_dates_only(hunks: Sequence[Hunk], languages: Languages) -> bool:
    """Whether all that differs is the form in which dates are written."""
    return is_same_in_substance(hunks, languages) and all(
        fold(_plain_dates(hunk.before or "", languages)) == fold(_plain_dates(hunk.after or "", languages))
        for hunk in hunks
    )


def _is_respelt(hunk: Hunk, languages: Languages) -> bool:
    if hunk.before is None or hunk.after is None:
        return False
    before, after = (house_style(_plain_dates(text, languages)) for text in (hunk.before, hunk.after))
    return hunk.cosmetic or before == after


def _plain_dates(text: str, languages: Languages) -> str:
    for day, start, end in reversed(date_places(text, languages)):
        text = f"{text[:start]}{day.isoformat()}{text[end:]}"
    return text


def _tag(declared: str) -> str:
    """Return a language tag as it is written: "en-GB"."""
    primary, _, rest = declared.partition("-")
    return f"{primary}-{rest.upper()}" if len(rest) == 2 else declared


def _whole(extraction: Extraction) -> str:
    return "\n".join(segment.text for segment in extraction.segments)[:_MOST]


def _texts(extraction: Extraction) -> str:
    return _whole(extraction)[:_SAMPLE].lower()


def _is_other_language(base: str, shown: str) -> bool:
    """Whether the commonest words of one text are rare in the other: in no language that has to be known."""
    words, common, share = _profile(base)
    found = _words(shown)
    if words < _LEAST_WORDS or len(found) < _LEAST_WORDS:
        return False
    return sum(word in common for word in found) / len(found) < _ANOTHER * share


@lru_cache(maxsize=64)
def _profile(text: str) -> tuple[int, frozenset[str], float]:
    """Return the number of words of a text, its commonest, and the share of all that these make up."""
    words = _words(text)
    counts = Counter(words)
    common = sorted(counts, key=lambda word: (-counts[word], word))[:_COMMONEST]
    return len(words), frozenset(common), sum(counts[word] for word in common) / max(1, len(words))


def _words(text: str) -> list[str]:
    """Return the words of a text; of scripts that don't part words, the characters."""
    return _DENSE.findall(text) if len(_DENSE.findall(text)) > len(text) / 4 else _WORD.findall(text)
