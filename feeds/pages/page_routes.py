"""Pages that no file can answer: any two versions held against each other, what stood on any day. Makes no file."""

from __future__ import annotations

import re
from datetime import date

from starlette.requests import Request
from starlette.responses import RedirectResponse

from feeds.edition.edition import Edition
from feeds.http.live_answers import Answer
from feeds.pages.comparisons import comparison_page, number_of
from feeds.pages.days import LookCalendar, day_page

_PAIR = re.compile(r"(?P<before>[0-9a-f]{1,64})\.\.(?P<after>[0-9a-f]{1,64})")


def any_pair(edition: Edition, request: Request) -> Answer:
    """Answer for any two versions, by their numbers or by the beginnings of their hashes."""
    watched = edition.survey.find(request.path_params["document"])
    asked = _PAIR.fullmatch(request.path_params["pair"])
    if not watched or not asked:
        return None
    before, after = (number_of(watched, name) for name in (asked["before"], asked["after"]))
    if before is None or after is None:
        return None
    if request.path_params["pair"] != f"{before}..{after}":
        return RedirectResponse(f"../{before}..{after}/", status_code=301)
    channel = edition.channel_of(watched.document.id)
    return comparison_page(edition, watched, channel, before, after, choice=True)


def redirect_to_pair(edition: Edition, request: Request) -> Answer:
    """Lead from the form to the comparison that it asks for."""
    watched = edition.survey.find(request.path_params["document"])
    asked = [request.query_params.get(name, "") for name in ("from", "to")]
    if not watched:
        return None
    before, after = (number_of(watched, name) for name in asked)
    if before is None or after is None:
        return None
    return RedirectResponse(f"../{before}..{after}/", status_code=303)


def any_day(edition: Edition, request: Request) -> Answer:
    """Answer for any day since a document was first looked at, up to the last look at anything."""
    watched = edition.survey.find(request.path_params["document"])
    try:
        day = date.fromisoformat(request.path_params["day"])
    except ValueError:
        return None
    if not watched or request.path_params["day"] != day.isoformat() or not watched.observations:
        return None
    calendar = LookCalendar(watched.observations)
    if not calendar.days[0] <= day <= edition.survey.as_of.date():
        return None
    return day_page(edition, watched, edition.channel_of(watched.document.id), day, calendar)


def redirect_to_day(edition: Edition, request: Request) -> Answer:
    """Lead from `/d/DOCUMENT/on/?day=` to the page of that day."""
    try:
        day = date.fromisoformat(request.query_params.get("day", ""))
    except ValueError:
        return RedirectResponse("../", status_code=303)
    return RedirectResponse(f"../{day.isoformat()}/", status_code=303)
