"""The picture that a link to an alert shows where it is shared: what is told, how grave, the words before and after.

1200 by 630 pixels (The Open Graph protocol), drawn with the words of the alert alone, in the language that is being
spoken as far as they can be said in it. The same alert gives the same bytes on one machine; it says nothing that its
page doesn't say, and it reads no file but the font.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib import resources
from io import BytesIO
from typing import TYPE_CHECKING

from feeds import wording
from feeds.clean import clean_line
from feeds.language.translation import _
from feeds.marks import ADDED, KEPT, REMOVED, MarkedPassage, hunks_by_quote, passage_of_evidence
from feeds.site import Site
from snapshots.frozen_class import frozen
from snapshots.records import Alert, Change, Document, Severity, SpanOp

if TYPE_CHECKING:
    from PIL import ImageDraw, ImageFont

WIDTH, HEIGHT = 1200, 630
MEDIA_TYPE = "image/png"

_PAPER, _WASH, _INK, _QUIET, _RULE = "#ffffff", "#f5f4f0", "#1b1b1a", "#56534c", "#d9d6ce"
_BARS = {
    Severity.CRITICAL: "#8d1b13",
    Severity.HIGH: "#c2564a",
    Severity.MEDIUM: "#7c675d",
    Severity.LOW: "#8a857a",
}
_MARKS = {ADDED: ("#0a3069", "#ddf4ff"), REMOVED: ("#6f3800", "#fff1d6")}  # words, ground
_SIGNS = {ADDED: "+", REMOVED: "−"}
_LEFT, _RIGHT = 64, WIDTH - 56
_REGULAR, _BOLD = 400, 700
_MAX_QUOTE = 4_000  # characters of a passage that are looked at
_LEAD = 6  # words shown in front of the first marked one, where that stands deep in a passage


@frozen
class _Word:
    text: str
    op: SpanOp


def render_picture(alert: Alert, change: Change, document: Document, site: Site) -> bytes:
    """Return the picture of an alert as PNG."""
    from PIL import Image, ImageDraw  # where one is drawn: most builds draw none

    image = Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 23, HEIGHT), fill=_BARS[alert.severity])
    _head(draw, alert, document, site)
    top = _headline(draw, wording.headline(alert))
    _quotes(draw, _passage(alert, change), top + 22)
    out = BytesIO()
    image.save(out, "PNG", compress_level=6)
    return out.getvalue()


def alternative(alert: Alert, document: Document) -> str:
    """Return what the picture says, for those who don't see it."""
    return (
        f"{wording.capital(wording.word(alert.severity.value))}, {wording.within(wording.DIRECTIONS[alert.direction])}:"
        f" {wording.headline(alert)}. {clean_line(document.title)}, {wording.day(alert.captured_at)}."
    )


@cache
def _font(size: int, weight: int = _REGULAR) -> ImageFont.FreeTypeFont:
    from PIL import ImageFont

    source = resources.files("fontpkg_noto_sans").joinpath("files", "NotoSans[wdth,wght].ttf")
    # Basic layout, because the other one is not in every build and would make other bytes there.
    made = ImageFont.truetype(BytesIO(source.read_bytes()), size, layout_engine=ImageFont.Layout.BASIC)
    made.set_variation_by_axes([weight, 100])
    return made


def _head(draw: ImageDraw.ImageDraw, alert: Alert, document: Document, site: Site) -> None:
    small = _font(25)
    seen = wording.day(alert.captured_at)
    draw.text((_LEFT, 34), _cut(clean_line(site.title), _font(25, _BOLD), 500), _QUIET, _font(25, _BOLD))
    draw.text((_RIGHT - small.getlength(seen), 34), seen, _QUIET, small)
    label, bold = wording.word(alert.severity.value).upper(), _font(26, _BOLD)
    width = bold.getlength(label)
    draw.rounded_rectangle((_LEFT, 88, _LEFT + width + 32, 132), 6, fill=_BARS[alert.severity])
    draw.text((_LEFT + 16, 91), label, _PAPER, bold)
    start = _LEFT + width + 52
    said = f"{wording.DIRECTIONS[alert.direction]} – {clean_line(document.title)}"
    draw.text((start, 91), _cut(said, _font(26), _RIGHT - start), _INK, _font(26))


def _headline(draw: ImageDraw.ImageDraw, headline: str) -> int:
    """Draw the headline and return where it ends; a long one is set smaller, and cut after three lines."""
    words = [_Word(text=word, op=KEPT) for word in headline.split()]
    for size in (44, 38, 34):
        font = _font(size, _BOLD)
        lines = list(_lines(words, font, _RIGHT - _LEFT))
        if len(lines) <= 2:
            break
    y = 152
    for line in _bound(lines, 3, font, _RIGHT - _LEFT):
        draw.text((_LEFT, y), " ".join(word.text for word in line), _INK, font)
        y += int(size * 1.28)
    return y


def _passage(alert: Alert, change: Change) -> MarkedPassage | None:
    quotes = alert.findings[0].evidence if alert.findings else alert.evidence
    first = next(iter(quotes or alert.evidence), None)
    return passage_of_evidence(first, hunks_by_quote(change), _MAX_QUOTE) if first else None


def _quotes(draw: ImageDraw.ImageDraw, passage: MarkedPassage | None, top: int) -> None:
    if passage is None:
        return
    sides = [
        (label, op, words)
        for label, op, words in (
            (_("Before"), REMOVED, _words(passage, REMOVED)),
            (_("After"), ADDED, _words(passage, ADDED)),
        )
        if words
    ]
    bottom, space = HEIGHT - 40, 24
    width = (_RIGHT - _LEFT - space * (len(sides) - 1)) // max(1, len(sides))
    for at, (label, op, words) in enumerate(sides):
        left = _LEFT + at * (width + space)
        draw.rectangle((left, top, left + width, bottom), fill=_WASH, outline=_RULE)
        draw.text((left + 20, top + 12), f"{_SIGNS[op]}  {label}", _MARKS[op][0], _font(22, _BOLD))
        _body(draw, words, (left + 20, top + 52, left + width - 20, bottom - 14))


def _words(passage: MarkedPassage, side: SpanOp) -> list[_Word]:
    """Return the words of one side, those that came or went marked; all of them where nothing stayed."""
    other = ADDED if side == REMOVED else REMOVED
    if passage.pieces:
        return [
            _Word(text=word, op=piece.op)
            for piece in passage.pieces
            if piece.op != other
            for word in clean_line(piece.text).split()
        ]
    text = passage.before if side == REMOVED else passage.after
    op = KEPT if passage.before == passage.after else side
    return [_Word(text=word, op=op) for word in clean_line(text or "").split()]


def _body(draw: ImageDraw.ImageDraw, words: Sequence[_Word], box: tuple[int, int, int, int]) -> None:
    left, top, right, bottom = box
    font, step = _font(25), 37
    lines = _bound(
        list(_lines(_from_first_mark(words), font, right - left)), (bottom - top) // step, font, right - left
    )
    space = font.getlength(" ")
    for row, line in enumerate(lines):
        x, y = float(left), top + row * step
        for place, word in enumerate(line):
            width = font.getlength(word.text)
            if word.op in _MARKS:
                joined = place + 1 < len(line) and line[place + 1].op == word.op
                _draw_marked(draw, word, (x, y, x + width + (space if joined else 0)), font)
            else:
                draw.text((x, y), word.text, _INK, font)
            x += width + space


def _draw_marked(
    draw: ImageDraw.ImageDraw, word: _Word, place: tuple[float, float, float], font: ImageFont.FreeTypeFont
) -> None:
    """Draw a word that came, underlined, or one that went, struck through: never by colour alone."""
    x, y, end = place
    ink, ground = _MARKS[word.op]
    draw.rectangle((x, y + 3, end, y + 34), fill=ground)
    draw.text((x, y), word.text, ink, font)
    line = y + 32 if word.op == ADDED else y + 20
    draw.rectangle((x, line, end, line + 1), fill=ink)


def _from_first_mark(words: Sequence[_Word]) -> list[_Word]:
    first = next((at for at, word in enumerate(words) if word.op != KEPT), 0)
    if first <= 2 * _LEAD:
        return list(words)
    return [_Word(text="…", op=KEPT), *words[first - _LEAD :]]


def _lines(words: Iterable[_Word], font: ImageFont.FreeTypeFont, width: float) -> Iterator[list[_Word]]:
    space, line, used = font.getlength(" "), list[_Word](), 0.0
    for word in words:
        if font.getlength(word.text) > width:
            word = _Word(text=_cut(word.text, font, width), op=word.op)
        length = font.getlength(word.text)
        if line and used + length > width:
            yield line
            line, used = [], 0.0
        line.append(word)
        used += length + space
    if line:
        yield line


def _bound(
    lines: Sequence[list[_Word]], most: int, font: ImageFont.FreeTypeFont, width: float
) -> Sequence[list[_Word]]:
    """Return at most so many lines; what is cut is seen to be cut."""
    if len(lines) <= most or most < 1:
        return lines[: max(0, most)]
    last, ellipsis = list(lines[most - 1]), _Word(text="…", op=KEPT)
    while last and font.getlength(" ".join(word.text for word in [*last, ellipsis])) > width:
        last.pop()
    return [*lines[: most - 1], [*last, ellipsis]]


def _cut(text: str, font: ImageFont.FreeTypeFont, width: float) -> str:
    text = text[:300]
    if font.getlength(text) <= width:
        return text
    while text and font.getlength(text + "…") > width:
        text = text[:-1]
    return text + "…"
