"""One edition in another spelling: the American and the British rendering, in which words vary beside their letters.

Whoever changes a dated text in many places dates it anew, and doesn't spell it otherwise. Decides nothing.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from monitor.decide.marks import Text, likeness
from monitor.extract.dates import stated_date

RENDERING = "rendering "
"""How the name begins that such a text is held by until it has stayed, or given way."""

_UNLIKE = 0.88  # likeness of texts that differ throughout and not in a few passages


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What a rendering is taken for: `replacement` names what it is held as, "" where it is not held."""

    replacement: str
    is_own: bool  # a text of its own, served in turn with the known one


def date_of(text: Text) -> str:
    """Return the date that a text gives as its own in ISO 8601, "" where it gives none."""
    stated = stated_date(text.extraction.segments, text.signs.languages)
    return stated.isoformat() if stated else ""


def is_rendering(known: Text, shown: Text) -> bool:
    """Whether a text is in another spelling than one with its date or a later one, and differs throughout."""
    one, other = known.variant, shown.variant
    if one.primary != other.primary or not one.primary or one.language == other.language:
        return False
    return likeness(known, shown) < _UNLIKE and "" != date_of(shown) <= date_of(known)


def turn_of(shown: Text, digest: str, rivals: Collection[str]) -> Turn:
    """Return what a rendering is: `rivals` name those that gave way to the known text before.

    One that comes back word for word is a text of its own. Where another one gave way, a publisher may be changing the
    text again and again, so that this one is taken for the change that it may be.
    """
    name = f"{RENDERING}{shown.variant.language}"
    if f"{name} {digest}" in rivals:
        return Turn(replacement="", is_own=True)
    return Turn(replacement="" if any(rival.startswith(name) for rival in rivals) else name, is_own=False)
