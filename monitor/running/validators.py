"""When a look may ask whether a page has changed instead of asking for the page, and of which answer. Fetches nothing.

"Not modified" is a server's word and no sight of the page: a cache that errs says it for ever. So it is asked for
only in the very circumstances of the page as it was captured, and never for longer than a day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from snapshots.records import Exchange, Observation, Outcome
from spiders.jobs.job import Validators

WHOLE_AFTER = timedelta(hours=23)
"""How old the page as it was captured may be for a server to vouch for it; a little less than a day, so that looks
which come a moment early don't make it a day and a quarter."""

MOST_IN_A_ROW = 10
"""Answers that a page is as it was, after which the whole page is asked for."""

_CONDITIONS = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}
# What an answer may be chosen by without its saying so; of a cookie that a redirect set, none is sent again.
_ALWAYS = ("accept", "accept-language", "accept-encoding", "cookie")


def validators_of(
    observations: Iterable[Observation],
    exchange_of: Callable[[int], Exchange],
    *,
    now: datetime,
    accept_language: str,
    agent: str,
) -> Validators | None:
    """Return the validators of the page as it was captured last; None where the next look has to show it whole.

    `observations` come with the last one first. `exchange_of` gives that of an attempt, `accept_language` and `agent`
    are what the next request will say.
    """
    unmodified = 0
    for observation in observations:
        if observation.outcome is not Outcome.NOT_MODIFIED:
            break
        unmodified += 1
    else:
        return None
    age = now - observation.captured_at
    # A capture of a time to come tells of a clock that is wrong: nothing is known of how old it is.
    if observation.outcome is not Outcome.CAPTURED or unmodified >= MOST_IN_A_ROW or not -_NOW < age < WHOLE_AFTER:
        return None
    exchange = exchange_of(observation.attempt)
    if exchange.channel != "http":  # what a browser's scripts or an archive showed, no validator tells of
        return None
    return _of(exchange, accept_language, agent)


_NOW = timedelta(minutes=5)  # by so much two clocks of one machine may differ


def _of(exchange: Exchange, accept_language: str, agent: str) -> Validators | None:
    headers = tuple(
        (_CONDITIONS[name.lower()], value) for name, value in exchange.response_headers if name.lower() in _CONDITIONS
    )
    asked = {name.lower(): value for name, value in exchange.request_headers}
    varied = {
        name.strip().lower()
        for key, value in exchange.response_headers
        if key.lower() == "vary"
        for name in value.split(",")
    }
    is_same = asked.get("accept-language", "") == accept_language and asked.get("user-agent", agent) == agent
    if not headers or "*" in varied or not is_same:
        return None
    selecting = sorted({*_ALWAYS, *varied} - {"", "user-agent"})
    return Validators(
        url=exchange.final_url, selecting=tuple((name, asked.get(name, "")) for name in selecting), headers=headers
    )
