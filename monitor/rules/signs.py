"""The words of walls, errors and regions, of every language at once: which a text holds. Decides nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, fields

from monitor.rules.languages import Languages
from monitor.rules.text_patterns import one_of
from snapshots.frozen_class import frozen

_FEW = {"uk": 3, "elsewhere": 2}  # phrases that make a text a region's, where they are that region's alone
_MOST_LINES = 1 << 14  # lines whose signs are remembered
_FOLDED = str.maketrans("’‘", "''")


@frozen
class KnownSigns:
    """The phrases of no language, by what they are a sign of, as `signs.toml` has them."""

    login: tuple[str, ...]
    consent: tuple[str, ...]
    challenge: tuple[str, ...]
    error: tuple[str, ...]
    notice: tuple[str, ...]


@frozen
class PlainAddress:
    """Words in the address of a page that don't name it."""

    plain: tuple[str, ...] = ()


@frozen
class SignFile:
    """What `signs.toml` holds."""

    signs: KnownSigns
    regions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    seats: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    addresses: PlainAddress = PlainAddress()


_Found = tuple[str, str, tuple[str, ...]]  # the kind of a sign, its name, the phrases of it in a line


class _Lines(dict[str, tuple[_Found, ...]]):
    """The signs in each line of a text: a page shows most of its lines again and again."""

    def __init__(self, kinds: Mapping[str, Mapping[str, re.Pattern[str]]]) -> None:
        super().__init__()
        self._patterns = [(kind, name, found) for kind, named in kinds.items() for name, found in named.items()]

    def __missing__(self, line: str) -> tuple[_Found, ...]:
        if len(self) >= _MOST_LINES:
            self.clear()
        spoken = folded(line)
        every = ((kind, name, tuple(pattern.findall(spoken))) for kind, name, pattern in self._patterns)
        found = self[line] = tuple(sign for sign in every if sign[2])
        return found

    def found_in(self, text: str, kind: str) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield the names of a kind with their phrases in each line; none reaches from one line to the next."""
        return (sign[1:] for line in text.split("\n") for sign in self[line] if sign[0] == kind)


@frozen
class Signs:
    """What to look for on a page; texts are looked at line by line, and each line once."""

    kinds: Mapping[str, re.Pattern[str]]
    regions: Mapping[str, re.Pattern[str]]
    seats: Mapping[str, re.Pattern[str]]
    spellings: Mapping[str, re.Pattern[str]]  # by BCP 47 tag
    plain: frozenset[str]  # words of addresses that name nothing
    languages: Languages
    _lines: _Lines = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        kinds = {"regions": self.regions, "seats": self.seats, "spellings": self.spellings}
        object.__setattr__(self, "_lines", _Lines(kinds))

    def has(self, kind: str, text: str) -> bool:
        """Whether a text holds a phrase of a kind."""
        return self.kinds[kind].search(folded(text)) is not None

    def named_regions(self, text: str) -> dict[str, int]:
        """Return how many phrases of each region a text holds, each counted once."""
        named: dict[str, set[str]] = {name: set() for name in self.regions}
        for name, phrases in self._lines.found_in(text, "regions"):
            named[name].update(phrases)
        return {name: len(phrases) for name, phrases in named.items()}

    def region_of(self, text: str) -> str:
        """Return the region whose rules a text speaks of, "" where it speaks of none or of several."""
        named = self.named_regions(text)
        for name, least in _FEW.items():  # a text for one of these speaks the words of another's law too
            if named.get(name, 0) >= least and 2 * named[name] >= max(named.values()):
                return name
        return _leading(named, least=6)

    def seats_of(self, text: str) -> frozenset[str]:
        """Return the countries in which the companies that a text names have their seat, or whose courts it names."""
        return frozenset(name for name, _ in self._lines.found_in(text, "seats"))

    def mentions(self, region: str, text: str) -> tuple[int, int]:
        """Return how many phrases of a region a text holds, each counted once, and each time."""
        found = [phrase for name, some in self._lines.found_in(text, "regions") if name == region for phrase in some]
        return len(set(found)), len(found)

    def spelling_of(self, text: str) -> str:
        """Return the way to spell its language that a text keeps to, "en-GB", "" where it shows none."""
        times = dict.fromkeys(self.spellings, 0)
        for tag, words in self._lines.found_in(text, "spellings"):
            times[tag] += len(words)
        return _leading(times, least=3)


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


def signs_of(file: SignFile, languages: Languages) -> Signs:
    """Return the signs of a pack: those of no language with those of every language."""
    every = languages.every
    kinds = {
        kind: _pattern(getattr(file.signs, kind), (language.signs.get(kind, ()) for language in every))
        for kind in (sign.name for sign in fields(KnownSigns))
    }
    regions = {
        name: _pattern(phrases, (language.regions.get(name, ()) for language in every))
        for name, phrases in file.regions.items()
    }
    seats = {
        name: _pattern(phrases, (language.seats.get(name, ()) for language in every))
        for name, phrases in file.seats.items()
    }
    tags = {tag for language in every for tag in language.spellings}
    return Signs(
        kinds=kinds,
        regions=regions,
        seats=seats,
        spellings={tag: _pattern((), (language.spellings.get(tag, ()) for language in every)) for tag in sorted(tags)},
        plain=frozenset(file.addresses.plain),
        languages=languages,
    )


def _pattern(phrases: Iterable[str], more: Iterable[Iterable[str]]) -> re.Pattern[str]:
    return one_of(map(folded, (*phrases, *(phrase for some in more for phrase in some))))
