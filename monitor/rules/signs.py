"""The words of walls, errors and regions, out of `signs.toml`: which a text holds. Decides nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

FILE = "signs.toml"
KINDS = ("login", "consent", "challenge", "error", "notice")
_GROUPS = {"region": "eu", "spelling": "en-GB"}  # tables of tables, each with an example of a name
_LANGUAGE = re.compile(r"any|[a-z]{2,3}")
_NO_SPACES = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]")  # scripts that don't part words
_FOLDED = str.maketrans("’‘", "''")
_Fault = Callable[[str, str, str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What to look for on a page, of every language at once."""

    kinds: Mapping[str, re.Pattern[str]]
    regions: Mapping[str, re.Pattern[str]]
    spellings: Mapping[str, re.Pattern[str]]  # by BCP 47 tag

    def has(self, kind: str, text: str) -> bool:
        """Whether a text holds a phrase of a kind."""
        return self.kinds[kind].search(folded(text)) is not None

    def region_of(self, text: str) -> str:
        """Return the region whose rules a text speaks of, "" where it speaks of none or of several."""
        spoken = folded(text)
        return _leading({name: len(set(found.findall(spoken))) for name, found in self.regions.items()}, least=6)

    def mentions(self, region: str, text: str) -> tuple[int, int]:
        """Return how many phrases of a region a text holds, each counted once, and each time."""
        found = self.regions[region].findall(folded(text)) if region in self.regions else []
        return len(set(found)), len(found)

    def spelling_of(self, text: str) -> str:
        """Return the way to spell its language that a text keeps to, "en-GB", "" where it shows none."""
        spoken = folded(text)
        return _leading({tag: len(found.findall(spoken)) for tag, found in self.spellings.items()}, least=3)


def _leading(counts: Mapping[str, int], *, least: int) -> str:
    """Return the name that is counted at least so often and more than twice as often as any other, else ""."""
    ordered = sorted(counts, key=lambda name: (-counts[name], name))
    if not ordered or counts[ordered[0]] < least:
        return ""
    second = counts[ordered[1]] if len(ordered) > 1 else 0
    return ordered[0] if counts[ordered[0]] > 2 * second else ""


def folded(text: str) -> str:
    """Return a text as the phrases are written: lower case, straight apostrophes."""
    return text.translate(_FOLDED).lower()


def read_signs(table: Mapping[str, Any], fault: _Fault) -> Signs:
    """Return the signs of a parsed file; each fault is told with the file and the table it is in."""
    for name in sorted(set(table) - {*KINDS, *_GROUPS}):
        fault(FILE, name, f"no such table; expected {', '.join([*KINDS, *_GROUPS])}")
    for name in KINDS:
        if name not in table:
            fault(FILE, name, "is missing: the reading relies on it; take it from `policywatch rules export`")
    return Signs(
        kinds={name: _pattern(name, table.get(name, {}), fault) for name in KINDS},
        regions=_group("region", table, fault),
        spellings=_group("spelling", table, fault),
    )


def _group(name: str, table: Mapping[str, Any], fault: _Fault) -> dict[str, re.Pattern[str]]:
    group = table.get(name, {})
    if not isinstance(group, dict):
        fault(FILE, name, f"expected tables like [{name}.{_GROUPS[name]}]")
        return {}
    return {key: _pattern(f"{name}.{key}", phrases, fault) for key, phrases in group.items()}


def _pattern(name: str, table: Any, fault: _Fault) -> re.Pattern[str]:
    if not isinstance(table, dict):
        fault(FILE, name, "expected lists of phrases by language")
        return _one_of(())
    phrases: list[str] = []
    for language, entries in table.items():
        if not _LANGUAGE.fullmatch(language):
            fault(FILE, f"{name}.{language}", 'expected the code of a language, like "en", or "any"')
        elif not isinstance(entries, list) or not all(isinstance(e, str) and e.strip(" *") for e in entries):
            fault(FILE, f"{name}.{language}", f"expected a list of phrases, found {entries!r}")
        else:
            phrases += entries
    return _one_of(phrases)


def _one_of(phrases: Iterable[str]) -> re.Pattern[str]:
    """Return what finds any of the phrases, the longest first; without phrases nothing."""
    ordered = sorted(set(map(folded, phrases)), key=lambda phrase: (-len(phrase), phrase))
    dense = [_body(phrase) for phrase in ordered if _NO_SPACES.search(phrase)]
    parted = [_body(phrase) for phrase in ordered if not _NO_SPACES.search(phrase)]
    if parted:  # the look behind stands before them all: at most places it is all that is tried
        dense.append(rf"(?<!\w)(?:{'|'.join(parted)})(?!\w)")
    return re.compile("|".join(dense) or r"(?!)")


def _body(phrase: str) -> str:
    return r"\s+".join(r"\w*".join(re.escape(part) for part in word.split("*")) for word in phrase.split())
