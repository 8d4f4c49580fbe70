"""The one cleaning that every string of every format goes through. Escapes nothing: formats do that."""

from __future__ import annotations

import re

# What XML 1.0 (section 2.2) has no Char for, and what it discourages: C0, DEL, C1, lone surrogates,
# noncharacters. One of the first anywhere ends the writing of a whole feed; none of them has a shape.
_UNFIT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000))
    + "]"
)
_BREAKS = re.compile("\r\n?|\x85|\u2028|\u2029")
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SPACE = re.compile(r"\s+")
_MARKDOWN = re.compile(r"^(?:#{1,6}|[*+])\s+(?=\S)")


def clean(text: str) -> str:
    """Return `text` without what no feed and no page can carry; line breaks become line feeds."""
    if text.isprintable():  # most are, and none of those has anything to be taken out
        return text
    return _UNFIT.sub("", _BREAKS.sub("\n", text))


def clean_line(text: str) -> str:
    """Return `text` as one line, for a title: bidi controls would turn what stands around it."""
    if text.isprintable() and "  " not in text:  # of white space, the plain one alone is printable
        return text.strip(" ")
    return _SPACE.sub(" ", _BIDI.sub("", clean(text))).strip()


def plain_line(text: str) -> str:
    """Return `text` as one line, without the sign by which Markdown knows a heading or an entry of a list."""
    return _MARKDOWN.sub("", clean_line(text))


def cut_line(text: str, most: int) -> str:
    """Return `text` as one line of at most so many characters, cut at a word, with " …" where it goes on."""
    line = clean_line(text)
    if len(line) <= most:
        return line
    start = line[: most - 2]
    return (start.rpartition(" ")[0] or start).rstrip(" ,;:") + " …"


def without_angles(text: str) -> str:
    """Return `text` with angle brackets that no reader takes for markup.

    Titles and summaries are plain text, and yet some readers unescape them twice.
    """
    return text.replace("<", "‹").replace(">", "›")
