"""What texts say near a phrase that none of them holds: the same words bent otherwise, or other words for it. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from monitor.rules.pack import Pack
from monitor.rules.words import Word, stem, words_of

MOST_NEAR = 6
"""Phrases that are named at most."""

_WIDEST = 3  # words more than were asked for, between the first and the last that are meant
_KINDS = ("data", "purposes", "parties", "people", "rights", "products", "bases")
_LONGEST = 7  # words of a phrase that is named


def near_phrases(asked: str, texts: Iterable[tuple[str, str]], pack: Pack) -> tuple[str, ...]:
    """Return what texts, each with the code of its language, say in place of a phrase: what most of them say first."""
    said: Counter[str] = Counter()
    for text, language in texts:
        words = words_of(text, pack.languages)
        wanted = words_of(asked, pack.languages)
        for start, end in (*_bent(wanted, words, language, pack), *_meant(wanted, words, language, pack)):
            said[text[words[start].start : words[end - 1].end].lower()] += 1
    said.pop(asked.lower(), None)
    return tuple(phrase for phrase, _ in said.most_common(MOST_NEAR))


def _bent(wanted: Sequence[Word], words: Sequence[Word], language: str, pack: Pack) -> list[tuple[int, int]]:
    """Return where all words that are wanted stand close together, in whatever form and order."""
    known = pack.languages[language]
    stems = {stem(word.text, known) for word in wanted}
    places = [(index, found) for index, word in enumerate(words) if (found := stem(word.text, known)) in stems]
    spans = []
    for at, (start, _) in enumerate(places):
        seen: set[str] = set()
        for index, found in places[at:]:
            if index - start >= len(wanted) + _WIDEST:
                break
            seen.add(found)
            if seen == stems:
                spans.append((start, index + 1))
                break
    return spans


def _meant(wanted: Sequence[Word], words: Sequence[Word], language: str, pack: Pack) -> list[tuple[int, int]]:
    """Return where a text speaks of what is asked for, in words that the rules know for it."""
    concepts = {mention.concept for mention in pack.mentions(wanted, language) if mention.concept.kind in _KINDS}
    if not concepts:
        return []
    return [
        (mention.start, mention.end)
        for mention in pack.mentions(words, language)
        if mention.concept in concepts and mention.end - mention.start <= _LONGEST
    ]
