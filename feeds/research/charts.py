"""Charts of what pages tell in a table beside them: hidden from screen readers, styled by classes alone.

Drawn by svg.py. Attributes are numbers and names of classes, so that nothing of a watched page gets into one, and
there is no `style`, which the site's policy forbids.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

import svg
from markupsafe import Markup

from feeds.research.research_records import NOT_MENTIONED, Friction, PhraseCount, ScopeStep
from feeds.research.version_runs import Interval

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
    line: list[svg.PathData] = []
    for step in steps:
        x, y = _x(step.at, begin, until, WIDTH), _number(HEIGHT - HEIGHT * step.count / top)
        line += [svg.HorizontalLineTo(x), svg.VerticalLineTo(y)] if line else [svg.MoveTo(x, y)]
    line.append(svg.HorizontalLineTo(WIDTH))
    area = [*line, svg.VerticalLineTo(HEIGHT), svg.HorizontalLineTo(0), svg.ClosePath()]
    hatched = [
        svg.Rect(
            class_=["unseen-bg"],
            x=_x(gap.since, begin, until, WIDTH),
            y=0,
            width=max(2, _number(_x(gap.until, begin, until, WIDTH) - _x(gap.since, begin, until, WIDTH))),
            height=HEIGHT,
        )
        for gap in unseen
        if gap.until > begin
    ]
    return _draw(
        [svg.Path(class_=["area"], d=area), *_grid(), *hatched, svg.Path(class_=["line"], d=line)],
        svg.ViewBoxSpec(0, 0, WIDTH, HEIGHT),
    )


def ages_chart(counts: Sequence[tuple[datetime, int]], until: datetime) -> Markup:
    """Return bars over time: how many passages of a text came when."""
    begin = counts[0][0]
    top = max(count for _, count in counts)
    bars: list[svg.PathData] = []
    for at, count in counts:
        height = max(1, _number(HEIGHT * count / top))
        bars += [svg.MoveTo(_x(at, begin, until, WIDTH - 8), HEIGHT), svg.VerticalLineToRel(-height)]
        bars += [svg.HorizontalLineToRel(8), svg.VerticalLineToRel(height), svg.ClosePath()]
    return _draw([*_grid(), svg.Path(class_=["bars"], d=bars)], svg.ViewBoxSpec(0, 0, WIDTH, HEIGHT))


def state_strip(steps: Sequence[ScopeStep], begin: datetime, until: datetime) -> Markup:
    """Return a strip of the states that a cell of a scope table went through."""
    drawn: list[svg.Element] = []
    for index, step in enumerate(steps):
        x = _x(step.seen.captured_at, begin, until, _STRIP)
        following = steps[index + 1].seen.captured_at if index + 1 < len(steps) else None
        width = _number((_x(following, begin, until, _STRIP) if following else _STRIP) - x)
        name = "nomention" if step.states == (NOT_MENTIONED,) else _STATES.get(step.states[0], "conditional")
        low = name in ("excluded", "nomention")
        drawn.append(svg.Rect(class_=[name], x=x, y=int(low), width=width, height=10 if low else 12))
    return _draw(drawn, svg.ViewBoxSpec(0, 0, _STRIP, 12), ["strip", "strip--s"])


def blocks(friction: Friction) -> Markup:
    """Return a block for each thing that has to be done; those for evidence come last."""
    plain = friction.total - friction.evidence
    drawn: list[svg.Element] = [
        svg.Rect(class_=["evidence"] if n >= plain else None, x=n * _STEP, width=_BLOCK, height=_BLOCK)
        for n in range(friction.total)
    ]
    width = max(_STEP, friction.total * _STEP)
    return _draw(
        drawn, svg.ViewBoxSpec(0, 0, width, _BLOCK), ["blocks"], width=width, height=_BLOCK, is_stretched=False
    )


def month_strip(length: int, marks: Mapping[int, str], unseen: Sequence[int], looked: Collection[int]) -> Markup:
    """Return a month with a bar for each day on which something changed; days not seen are hatched.

    `marks` has a severity by day of the month; a day on which nobody looked has a thin line, as on the status page.
    """
    tracks = [_track("days-track", 12, [day for day in range(1, length + 1) if day in looked])]
    tracks.append(_track("days-idle", 23, [day for day in range(1, length + 1) if day not in looked]))
    hatched: list[svg.PathData] = []
    for day in unseen:
        x = (day - 1) * _DAY
        hatched += [svg.MoveTo(x + 1, 23), svg.LineToRel(8, -22), svg.MoveTo(x + 1, 12), svg.LineToRel(4, -11)]
        hatched += [svg.MoveTo(x + 5, 23), svg.LineToRel(4, -11)]
    drawn: list[svg.Element] = [track for track in tracks if track.d]
    if hatched:
        drawn.append(svg.Path(class_=["unseen"], d=hatched))
    for severity, height in _HEIGHTS.items():
        bars: list[svg.PathData] = []
        for day in (day for day, mark in marks.items() if mark == severity):
            bars += [svg.MoveTo((day - 1) * _DAY + 0.5, 24), svg.VerticalLineToRel(-height)]
            bars += [svg.HorizontalLineToRel(9), svg.VerticalLineToRel(height), svg.ClosePath()]
        if bars:
            drawn.append(svg.Path(class_=[severity], d=bars))
    return _draw(drawn, svg.ViewBoxSpec(0, 0, _MONTH, 24), ["strip"])


def _track(name: str, height: float, days: Sequence[int]) -> svg.Path:
    """Return a line through days, each apart from the next."""
    drawn: list[svg.PathData] = []
    for day in days:
        drawn += [svg.MoveTo((day - 1) * _DAY + 0.5, height), svg.HorizontalLineToRel(_DAY - 1)]
    return svg.Path(class_=[name], d=drawn)


def _grid() -> list[svg.Element]:
    lines: list[svg.PathData] = []
    for y in (0, HEIGHT // 2, HEIGHT):
        lines += [svg.MoveTo(0, y), svg.HorizontalLineTo(WIDTH)]
    return [svg.Path(class_=["grid"], d=lines)]


def _x(at: datetime, begin: datetime, until: datetime, width: float) -> float:
    span = (until - begin).total_seconds() * (1 + _PAD) or 1.0
    return _number(min(max(0.0, (at - begin).total_seconds() / span), 1.0) * width)


def _number(value: float) -> float:
    rounded = round(value, 1)
    return int(rounded) if rounded == int(rounded) else rounded


def _draw(
    elements: list[svg.Element],
    box: svg.ViewBoxSpec,
    classes: list[str] | None = None,
    *,
    width: int | None = None,
    height: int | None = None,
    is_stretched: bool = True,
) -> Markup:
    drawing = svg.SVG(
        xmlns=None,
        class_=classes,
        viewBox=box,
        preserveAspectRatio=svg.PreserveAspectRatio("none") if is_stretched else None,
        width=width,
        height=height,
        elements=elements,
        extra={"aria-hidden": "true", "focusable": "false"},
    )
    return Markup(drawing.as_str())  # noqa: S704 numbers and classes of ours, no text
