"""What fills the slots of a sentence, and how it reads in English. Chooses no sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from babel import Locale, UnknownLocaleError

from snapshots.phrases import PartKind, PhrasePart, ToldPhrase, parse_day

_SLOT = re.compile(r"\{(\w+)\}")
_FORMS = ("do", "doing")  # of an act: where English has one, another language may need the other


@dataclass(frozen=True, slots=True)
class Said:
    """What fills a slot: one thing, or several that are told as a list; nothing where it is known to be left out."""

    messages: tuple[str, ...] = ()
    kind: PartKind = PartKind.WORDS

    def __bool__(self) -> bool:
        return any(self.messages)


Slots = Mapping[str, Said]
UNSAID = Said()


def words(*messages: str) -> Said:
    """Return what each language has its own words for."""
    return Said(tuple(filter(None, messages)))


def as_it_is(text: str) -> Said:
    """Return a name, a number, or a quotation in its quotes."""
    return Said((text,), PartKind.TEXT) if text else UNSAID


def on_day(day: date) -> Said:
    return Said((day.isoformat(),), PartKind.DAY)


def on_iso_day(day: str) -> Said:
    """Return an ISO 8601 date, also one of no year: "--06-16"; nothing for ""."""
    return Said((day,), PartKind.DAY) if day else UNSAID


def in_english(said: Said, slots: Slots) -> str:
    """Return what fills a slot in English; a slot in it of which nothing is known is left empty."""
    return listed([_one_in_english(message, said.kind, slots) for message in said.messages])


def _one_in_english(message: str, kind: PartKind, slots: Slots) -> str:
    if kind is PartKind.WORDS:
        return _SLOT.sub(lambda slot: in_english(slots.get(slot[1], UNSAID), slots), message)
    if kind is PartKind.DAY:
        return day_in_words(message)
    return language_name(message) if kind is PartKind.TONGUE else message


def slots_in(message: str) -> list[str]:
    """Return the names of the slots of a message."""
    return _SLOT.findall(message)


def fill(message: str, slots: Slots) -> str:
    """Return a message in English; all of its slots are known."""
    return _SLOT.sub(lambda slot: in_english(slots[slot[1]], slots), message)


def phrase_of(says: str, used: str, slots: Slots) -> ToldPhrase:
    """Return a sentence in parts: `says` is its message, `used` the form of it whose slots are told."""
    return ToldPhrase(
        says=says,
        parts=tuple(
            PhrasePart(name=name, said=slots[name].messages, kind=slots[name].kind)
            for name in sorted(_needed(used, slots))
            if slots[name]
        ),
    )


def _needed(message: str, slots: Slots) -> set[str]:
    """Return the names of the slots of a message, and of those that stand in what fills them."""
    found: set[str] = set()
    left = slots_in(message)
    while left:
        name = left.pop()
        if name in slots and name not in found:
            found.add(name)
            left += [slot for said in slots[name].messages for slot in slots_in(said)]
            left += _FORMS if name in _FORMS else ()
    return found


def listed(names: Sequence[str], most: int = 0) -> str:
    """Return names as a list in prose, what is more than `most` of them as "more"."""
    names = at_most(names, most) if most else names
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""


def at_most(names: Sequence[str], most: int) -> Sequence[str]:
    """Return names, what is too much of them as "more"."""
    if len(names) > most:
        return [*names[:most], "more"] if most > 1 else names[:most]
    return names


def day_in_words(day: str) -> str:
    """Return an ISO 8601 date as a headline writes it: 7 April 2025; one of no year, "--04-07", without it."""
    when, has_year = parse_day(day)
    return f"{when.day} {when:%B} {when.year}" if has_year else f"{when.day} {when:%B}"


def language_name(code: str) -> str:
    """Return the English name of a language, "" for none."""
    try:
        return Locale.parse(code.split("-")[0]).get_language_name("en") or ""
    except (UnknownLocaleError, ValueError):
        return ""
