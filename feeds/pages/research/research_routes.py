"""What researchers ask that no file can answer: a phrase of their own, regions on a day. Every question is bounded."""

from __future__ import annotations

from datetime import date

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse

from feeds.edition.edition import Edition
from feeds.edition.file import File, key_of
from feeds.edition.survey import Watched
from feeds.errors import BadQuestion
from feeds.http.live_answers import Answer
from feeds.pages.research.phrase_pages import render_phrase, render_phrases
from feeds.pages.research.research_addresses import PHRASE, PHRASES
from feeds.pages.research.research_files import form_file, near_of, past_key, region_page
from feeds.research.document_variants import are_variants


def phrase_answer(edition: Edition, request: Request) -> Answer:
    """Answer `/phrase?q=WORDS&document=ID&match=words|exact`; without words, lead to where one can ask."""
    asked, document_id = request.query_params.get("q", ""), request.query_params.get("document", "")
    if not asked.strip():
        return RedirectResponse(PHRASES, status_code=303)
    survey = edition.survey
    watched = [one for one in survey.watched if document_id in ("", one.document.id)]
    if not watched:
        return None
    try:
        found = edition.research.phrase(
            asked, document_id or None, is_exact=request.query_params.get("match") == "exact"
        )
    except BadQuestion as error:
        page = render_phrases(survey, edition.site, edition.channels[0], path=PHRASE, problem=str(error))
        return HTMLResponse(page, status_code=400)
    gaps = [[(gap.since, gap.until) for gap in one.gaps] for one in watched]
    key = key_of("phrase", found.phrase, found.is_exact, document_id, [past_key(one) for one in watched], gaps)
    return File(
        path=f"{PHRASE}.html",
        key=key,
        render=lambda: render_phrase(
            found, PHRASE, survey, edition.site, edition.channels[0], document_id, near_of(edition, found, document_id)
        ),
    )


def redirect_to_day(edition: Edition, request: Request) -> Answer:
    """Lead from `/regions/PAIR/on/?day=` to the page of that day."""
    day = _day(request.query_params.get("day", ""))
    return RedirectResponse(f"../{day.isoformat()}/" if day else "../", status_code=303)


def regions_answer(edition: Edition, request: Request) -> Answer:
    """Answer for two variants as each stood at the end of a day."""
    day = _day(request.path_params["day"])
    first, _, second = request.path_params["pair"].partition("..")
    one, other = edition.survey.find(first), edition.survey.find(second)
    if not day or not one or not other:
        return None
    if not are_variants(one.document, other.document) or one.document.id > other.document.id:
        return None
    numbers = (_number_on(one, day), _number_on(other, day))
    if not all(numbers):
        return None
    key = key_of("regions", [(side.document, side.versions) for side in (one, other)], list(numbers), day.isoformat())
    return File(path="regions.html", key=key, render=lambda: region_page(edition, (one, other), numbers, day))


def form_answer(edition: Edition, request: Request) -> Answer:
    """Answer for a document that is declared as something else than a form, and may hold one."""
    watched = edition.survey.find(request.path_params["document"])
    return form_file(edition, watched) if watched else None


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None


def _number_on(watched: Watched, day: date) -> int:
    """Return the version that was last shown up to the end of a day, 0 where none was."""
    return next((s.version for s in reversed(watched.observations) if s.version and s.captured_at.date() <= day), 0)
