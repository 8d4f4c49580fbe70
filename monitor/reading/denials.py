"""What a "not" is of: what is done, one thing that is set apart from it, or those whom a relative clause describes.

Takes mentions and returns them, each "not" that turns nothing round as what it is; chooses none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from monitor.reading.mentions import LIMITS, is_act
from monitor.rules.languages import Grammar
from monitor.rules.pack import Mention
from monitor.rules.words import Word

_CONTRAST, _EXCEPTION, _EMPTY_NOT = "contrast", "exception", "not_negation"
_NOTS = frozenset(["negation", "denial", "exclusion", "without"])
_APART = frozenset([",", "("])
_SUBJECT_OF_RELATIVE = 4  # words from "that" to the "not" of what it opens: "that we do not"
_STOPS = frozenset([")", ";", ":", ".", "|"])  # where what a "not" sets apart ends


def with_contrasts(words: Sequence[Word], found: Sequence[Mention], grammar: Grammar) -> list[Mention]:
    """Return the mentions, each "not" that only sets one thing apart from what is done as an exception.

    "We share your posts, not your messages" does share something. Behind another "not" it goes on with that one and
    turns nothing back: "we do not share them, not even with partners". Before what is done it is that of its clause.
    """
    acts = [m.start for m in found if is_act(m)]
    nots = [m for m in found if m.concept.id in _NOTS]
    rights = [m for m in found if m.concept.kind == "rights"]  # what people may refuse is not done in the same breath
    contrasts = []
    repeated: set[int] = set()
    for mention in found:
        before = words[mention.start - 1].text if mention.start else ""
        is_apart = before in _APART or words[mention.start].text in grammar.joining
        if mention.concept.id != _CONTRAST or not is_apart or not any(at < mention.start for at in acts):
            continue
        end = next((i for i in range(mention.end, len(words)) if words[i].text in _STOPS), len(words))
        if any(mention.end <= at < end for at in acts) or any(m.start < mention.start for m in rights):
            continue
        limited = max((m.start for m in found if m.concept.id in LIMITS and m.start < mention.start), default=0)
        is_done = any(limited <= at < mention.start for at in acts)  # else a condition sets its own things apart
        if any(m.start < mention.start for m in nots) or (before == "(" and not is_done):
            repeated.update(range(mention.start, mention.end))
        elif is_done:
            contrasts.append(replace(mention, concept=replace(mention.concept, id=_EXCEPTION)))
    repeated |= _in_relatives(words, found, acts, grammar)
    rest = [_as_empty(m) if m in nots and m.start in repeated else m for m in found if m.concept.id != _CONTRAST]
    return [*rest, *contrasts]


def _as_empty(denied: Mention) -> Mention:
    """Return a "not" as one that negates nothing."""
    return replace(denied, concept=replace(denied.concept, id=_EMPTY_NOT))


def _in_relatives(
    words: Sequence[Word], found: Sequence[Mention], acts: Sequence[int], grammar: Grammar
) -> frozenset[int]:
    """Return where a "not" only says what things or people are not: "partners who are not of our group" do get it."""
    nots = [m for m in found if m.concept.id == "negation"]
    if not nots:
        return frozenset()
    places = set()
    for index in range(1, len(words)):
        denied = relative_not(words, nots, acts, index, grammar)
        if denied is None:
            continue
        end = next((i for i in range(denied.end, len(words)) if words[i].text in _STOPS | {","}), len(words))
        if any(at < index for at in acts) and not any(denied.end <= at < end for at in acts):
            places.add(denied.start)
    return frozenset(places)


def relative_not(
    words: Sequence[Word], nots: Sequence[Mention], acts: Sequence[int], index: int, grammar: Grammar
) -> Mention | None:
    """Return the "not" that stands shortly behind a relative word, with nothing done between; None for other words.

    German relatives are articles too, and stand behind a comma.
    """
    is_relative = words[index].text in grammar.restrictive and (
        not grammar.has_capital_nouns or words[index - 1].text == ","
    )
    if not index or not is_relative:
        return None
    denied = next((m for m in nots if index < m.start <= index + _SUBJECT_OF_RELATIVE), None)
    return None if denied is None or any(index < at < denied.start for at in acts) else denied
