"""Articles of a law in one notation: "Article 6(1)(f)", "Art. 6 Abs. 1 lit. f" and "l'article 6.1.f" are the same.

Which words a language cites with stands in its file. Knows no law, and reads nothing into an article.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from monitor.rules.languages import Languages

_CITED = r"""
    (?<!\w)(?:{articles})\s?(?P<article>\d{{1,3}})(?!\d)
    (?:(?:{gap}(?:{paragraphs}){gap}\(?|\s?\(|\.)(?P<paragraph>\d{{1,2}})(?!\d)\)?)?
    (?:{gap}(?:{sentences})\s?\d(?!\d))?
    (?:
        (?P<letters>
            (?:
                {gap}(?:{words})\s?\(?[a-k]\)?
                | {gap}\(?[a-k]\)
                | [.-][a-k]\)?
                | (?<=\))[a-k]
                | \s[a-k](?=\s(?:{laws}))
            )(?!\w)
            (?:(?:\s?,\s?|\s?/\s?|\s(?:{joints})\s)(?:(?:{words})\s?)?(?:\(?[a-k]\)|[b-df-k])(?!\w))*
        )
    )?
"""
_LETTER = re.compile(r"(?i)(?<!\w)\(?([a-k])\)?(?!\w)")


def with_plain_citations(text: str, languages: Languages) -> str:
    """Return `text` with each cited article as "Art 6.1f": article, paragraph and letter, as far as they are given.

    Several letters are several articles: "points a) et f)" is "Art 6.1a, Art 6.1f". Which sentence of a paragraph is
    cited is left out, as some give it and others don't.
    """
    if not any(map(str.isdigit, text)):
        return text
    return _cited(languages).sub(_plain, text)


def _plain(match: re.Match[str]) -> str:
    article = f"Art {match['article']}" + (f".{match['paragraph']}" if match["paragraph"] else "")
    letters = _LETTER.findall(match["letters"] or "")
    return ", ".join(f"{article}{letter.lower()}" for letter in letters) or article


@lru_cache(maxsize=8)
def _cited(languages: Languages) -> re.Pattern[str]:
    """Return what finds a citation in whichever of some languages a text is."""

    def choice(name: str) -> str:
        return _choice(word for language in languages.every for word in language.text.citing.get(name, ()))

    return re.compile(
        _CITED.format(
            gap=r"[\s,]*",
            articles=choice("articles"),
            paragraphs=choice("paragraphs"),
            sentences=choice("sentences"),
            words=choice("letters"),
            joints=choice("joints"),
            laws=choice("laws"),
        ),
        re.IGNORECASE | re.VERBOSE,
    )


def _choice(words: Iterable[str]) -> str:
    """Return a pattern of words, the longest first, that is never found where there are none."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(re.escape(word) for word in ordered) or r"(?!)"
