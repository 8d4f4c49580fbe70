"""Whether a text can be told from what is behind it, by the colours that style sheets name. Reads no style sheet."""

from __future__ import annotations

import colorsys
import re
from functools import lru_cache

_NAMED = {
    "white": (255, 255, 255), "black": (0, 0, 0), "snow": (255, 250, 250), "ivory": (255, 255, 240),
    "whitesmoke": (245, 245, 245), "ghostwhite": (248, 248, 255), "red": (255, 0, 0), "blue": (0, 0, 255),
    "green": (0, 128, 0), "gray": (128, 128, 128), "grey": (128, 128, 128), "yellow": (255, 255, 0),
}  # fmt: skip
_HEX = re.compile(r"#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})")
_CALLED = re.compile(r"(rgb|hsl)a?\(([^)]*)\)")
_NUMBER = re.compile(r"-?\d{1,4}(?:\.\d{1,6})?%?")
_APART = 1.15  # the contrast (WCAG 2.2, 1.4.3) below which nobody sees a text; what is to be read has 4.5

Colour = tuple[int, int, int]


def are_alike(one: str, other: str) -> bool:
    """Whether nobody could tell a text of one colour on the other; False for what names no plain colour."""
    first, second = colour_of(one), colour_of(other)
    if first is None or second is None:
        return False
    darker, lighter = sorted((_luminance(first), _luminance(second)))
    return (lighter + 0.05) / (darker + 0.05) < _APART


@lru_cache(maxsize=1 << 10)
def colour_of(value: str) -> Colour | None:
    """Return the red, green and blue of a colour that is opaque, None for any other value (CSS Color Level 4)."""
    value = value.strip()
    if value in _NAMED:
        return _NAMED[value]
    if _HEX.fullmatch(value):
        digits = value[1:] if len(value) > 5 else "".join(digit * 2 for digit in value[1:])
        red, green, blue = (int(digits[at : at + 2], 16) for at in (0, 2, 4))
        return (red, green, blue) if digits[6:] in ("", "ff") else None
    called = _CALLED.fullmatch(value)
    stated = _NUMBER.findall(called[2]) if called else []
    if called is None or len(stated) < 3 or (len(stated) > 3 and stated[3] not in ("1", "100%", "1.0")):
        return None
    return _from_hsl(stated) if called[1] == "hsl" else _from_rgb(stated)


def _from_rgb(stated: list[str]) -> Colour:
    red, green, blue = (round(float(n[:-1]) * 2.55) if n.endswith("%") else round(float(n)) for n in stated[:3])
    return red, green, blue


def _from_hsl(stated: list[str]) -> Colour:
    hue, saturation, lightness = (float(number.rstrip("%")) for number in stated[:3])
    red, green, blue = colorsys.hls_to_rgb(hue % 360 / 360, lightness / 100, saturation / 100)
    return round(red * 255), round(green * 255), round(blue * 255)


def _luminance(colour: Colour) -> float:
    """Return the relative luminance of a colour (WCAG 2.2)."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (max(0, min(255, channel)) / 255 for channel in colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
