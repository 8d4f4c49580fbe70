"""A message in as many characters as a service takes: what happened first, always the link. Sends nothing.

Characters are code points. Services count graphemes or less, so what fits here fits there.
"""

from __future__ import annotations

import unicodedata

from feeds.clean import clean, clean_line, cut_line
from feeds.deliveries.message import Message
from feeds.errors import DeliveryError
from snapshots.frozen_class import frozen

_SHORTEST = 40  # characters of a paragraph that is worth beginning
# GSM 03.38 has these in ASCII alone; with one other character a text message holds 70 instead of 160.
_PLAIN = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "–": "-", "—": "-", "·": "-", "…": "...",
     "€": "EUR", "\u00a0": " ", "`": "'", "{": "(", "}": ")", "[": "(", "]": ")", "\\": "/", "^": " ",
     "~": "-", "|": "/"}
)  # fmt: skip
_GSM = "äöüÄÖÜàèéùìòÇØøÅåÆæßÉÑñ§¿¡£¥"


@frozen
class Room:
    """What a service takes."""

    characters: int
    link: int | None = None  # characters that any link counts, None where it counts its own
    is_plain: bool = False  # only what a text message takes at one byte a character


def short_post(message: Message, room: Room, *, link: str = "", has_title: bool = True) -> str:
    """Return a message within a room: its title, what else fits of it, and where all of it can be read.

    `link` is what is shown for its link, where that isn't the address itself; `has_title` is off where a service
    shows the title above. Raises `DeliveryError` where there is no room for the link.
    """
    shown = link or message.link
    left = room.characters - (room.link if room.link is not None else len(shown))
    if left < 0:
        raise DeliveryError(
            f"the link has {len(shown)} characters, and this target takes {room.characters}: a shorter base_url helps"
        )
    said: list[str] = []
    for words in (*([message.title] if has_title else ()), *(message.paragraphs or (message.text,))):
        line = _plain(words) if room.is_plain else clean_line(words)
        fits = left - 2  # the empty line after it
        if len(line) > fits and said and fits < _SHORTEST:
            break
        cut = line if len(line) <= fits else _cut(line, fits, is_plain=room.is_plain)
        if not cut:
            break
        said.append(cut)
        left -= len(cut) + 2
        if cut != line:
            break
    return "\n\n".join([*said, shown])


def _cut(line: str, most: int, *, is_plain: bool) -> str:
    if most < 3:
        return ""
    cut = cut_line(line, most - 1 if is_plain else most)  # plain, the mark of a cut takes three characters for one
    return cut.removesuffix(" …") + "..." if is_plain else cut


def _plain(words: str) -> str:
    """Return words in the characters that GSM 03.38 has; accents that it lacks are left off, "?" is no Latin."""
    line = clean_line(clean(words).translate(_PLAIN))
    return "".join(letter if letter.isascii() or letter in _GSM else _base(letter) for letter in line)


def _base(letter: str) -> str:
    return unicodedata.normalize("NFKD", letter).encode("ascii", "ignore").decode() or "?"
