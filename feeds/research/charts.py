"""Charts of what pages tell in a table beside them: hidden from screen readers, styled by classes alone.

Attributes are numbers and names of classes, so that nothing of a watched page gets into one, and there is no `style`,
which the site's policy forbids. Paths are data of SVG 2, section 9.3: M and L go to a point, H and V along an axis,
small letters by a distance, Z back to the start.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from lxml.builder import E
from lxml.etree import tostring
from markupsafe import Markup

from feeds.research.research_records import NOT_MENTIONED, Friction, PhraseCount, ScopeStep
from feeds.research.version_runs import Interval

if TYPE_CHECKING:
    from lxml.etree import _Element

WIDTH, HEIGHT = 630, 100
_PAD = 0.04  # of the width, after the newest step: a change of today is to be seen
_STRIP = 100
_BLOCK, _STEP = 10, 12
_STATES = {"allowed": "allowed", "conditional": "conditional", "suspended": "conditional", "excluded": "excluded"}
_DAY, _MONTH = 10, 310  # units of a day and of a month of 31
_HEIGHTS: Mapping[str, int] = {"low": 8, "medium": 13, "high": 18, "critical": 24}


def steps_chart(steps: Sequence[PhraseCount], until: datetime, unseen: Sequence[Interval] = ()) -> Markup:
    """Return a step chart of counts over time; where the page was not seen it is hatched."""
    begin = steps[0].at
    top = max(1, max(step.count for step in steps))
    points = [(_x(s.at, begin, until, WIDTH), _number(HEIGHT - HEIGHT * s.count / top)) for s in steps]
    line = [f"M {x} {y}" if n == 0 else f"H {x} V {y}" for n, (x, y) in enumerate(points)]
    line.append(f"H {WIDTH}")
    hatched = [
        _rect(
            "unseen-bg",
            x=_x(gap.since, begin, until, WIDTH),
            y=0,
            width=max(2, _number(_x(gap.until, begin, until, WIDTH) - _x(gap.since, begin, until, WIDTH))),
            height=HEIGHT,
        )
        for gap in unseen
        if gap.until > begin
    ]
    area = [*line, f"V {HEIGHT} H 0 Z"]
    return _draw([_path("area", area), _grid(), *hatched, _path("line", line)], WIDTH, HEIGHT)


def ages_chart(counts: Sequence[tuple[datetime, int]], until: datetime) -> Markup:
    """Return bars over time: how many passages of a text came when."""
    begin = counts[0][0]
    top = max(count for _, count in counts)
    bars = []
    for at, count in counts:
        height = max(1, _number(HEIGHT * count / top))
        bars.append(f"M {_x(at, begin, until, WIDTH - 8)} {HEIGHT} v {-height} h 8 v {height} Z")
    return _draw([_grid(), _path("bars", bars)], WIDTH, HEIGHT)


def state_strip(steps: Sequence[ScopeStep], begin: datetime, until: datetime) -> Markup:
    """Return a strip of the states that a cell of a scope table went through."""
    drawn = []
    for index, step in enumerate(steps):
        x = _x(step.seen.captured_at, begin, until, _STRIP)
        following = steps[index + 1].seen.captured_at if index + 1 < len(steps) else None
        width = _number((_x(following, begin, until, _STRIP) if following else _STRIP) - x)
        name = "nomention" if step.states == (NOT_MENTIONED,) else _STATES.get(step.states[0], "conditional")
        low = name in ("excluded", "nomention")
        drawn.append(_rect(name, x=x, y=int(low), width=width, height=10 if low else 12))
    return _draw(drawn, _STRIP, 12, "strip strip--s")


def blocks(friction: Friction) -> Markup:
    """Return a block for each thing that has to be done; those for evidence come last."""
    plain = friction.total - friction.evidence
    drawn = [
        _rect("evidence" if n >= plain else "", x=n * _STEP, width=_BLOCK, height=_BLOCK) for n in range(friction.total)
    ]
    return _draw(drawn, max(_STEP, friction.total * _STEP), _BLOCK, "blocks", is_stretched=False)


def month_strip(length: int, marks: Mapping[int, str], unseen: Sequence[int], looked: Collection[int]) -> Markup:
    """Return a month with a bar for each day on which something changed; days not seen are hatched.

    `marks` has a severity by day of the month; a day on which nobody looked has a thin line, as on the status page.
    """
    days = range(1, length + 1)
    hatched = []
    for x in ((day - 1) * _DAY for day in unseen):
        hatched += [f"M {x + 1} 23 l 8 -22 M {x + 1} 12 l 4 -11 M {x + 5} 23 l 4 -11"]
    bars = {
        severity: [
            f"M {(day - 1) * _DAY + 0.5} 24 v {-height} h 9 v {height} Z"
            for day, mark in marks.items()
            if mark == severity
        ]
        for severity, height in _HEIGHTS.items()
    }
    paths = {
        "days-track": _track(12, [day for day in days if day in looked]),
        "days-idle": _track(23, [day for day in days if day not in looked]),
        "unseen": hatched,
        **bars,
    }
    return _draw([_path(name, data) for name, data in paths.items() if data], _MONTH, 24, "strip")


def _track(y: int, days: Sequence[int]) -> list[str]:
    """Return a line through days, each apart from the next."""
    return [f"M {(day - 1) * _DAY + 0.5} {y} h {_DAY - 1}" for day in days]


def _grid() -> _Element:
    return _path("grid", [f"M 0 {y} H {WIDTH}" for y in (0, HEIGHT // 2, HEIGHT)])


def _path(name: str, data: Sequence[str]) -> _Element:
    return E.path({"class": name, "d": " ".join(data)})


def _rect(name: str, **sizes: float) -> _Element:
    return E.rect({"class": name} if name else {}, **{key: str(size) for key, size in sizes.items()})


def _x(at: datetime, begin: datetime, until: datetime, width: float) -> float:
    span = (until - begin).total_seconds() * (1 + _PAD) or 1.0
    return _number(min(max(0.0, (at - begin).total_seconds() / span), 1.0) * width)


def _number(value: float) -> float:
    rounded = round(value, 1)
    return int(rounded) if rounded == int(rounded) else rounded


def _draw(
    elements: Sequence[_Element], width: int, height: int, name: str = "", *, is_stretched: bool = True
) -> Markup:
    """Return a drawing of a class, as large as what it lies in, or as `width` and `height` say."""
    size = {"preserveAspectRatio": "none"} if is_stretched else {"width": str(width), "height": str(height)}
    named = {"class": name} if name else {}
    hidden = {"aria-hidden": "true", "focusable": "false"}
    drawing = E.svg({"viewBox": f"0 0 {width} {height}", **size, **named, **hidden}, *elements)
    return Markup(tostring(drawing, encoding="unicode"))  # noqa: S704 numbers and classes of ours, no text
