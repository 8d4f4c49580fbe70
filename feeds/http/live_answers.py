"""A live answer with the kind of address it stands at, and what went wrong for a program that asks (RFC 9457).

Serves and logs nothing; a problem shows no inside.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response

from feeds.edition.edition import Edition
from feeds.edition.file import File
from feeds.http.headers import OPEN
from feeds.http.media_types import PROBLEM
from snapshots.frozen_class import frozen

Answer = File | Response | None
"""A file is answered with its key as its entity tag and its type by its name; None is "not found"."""


@frozen
class LiveRoute:
    """One kind of address; a built file of the same address goes before it.

    `answer` runs in a thread, is handed all that the address holds as text, and has to bound what it takes
    from there.
    """

    path: str  # as Starlette writes it: "/d/{document}/compare/{pair}/"
    answer: Callable[[Edition, Request], Answer]
    is_spoken: bool = False  # a page: answered in each language of the site, in its folder


def problem(status: int, detail: str, headers: Mapping[str, str] | None = None) -> Response:
    """Return an answer that says what is wrong; `detail` is ours and repeats nothing of what was asked."""
    said = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    return Response(json.dumps(said), status, headers={**dict(OPEN), **(headers or {})}, media_type=PROBLEM)


def wants_problems(path: str) -> bool:
    """Return whether those who ask for a path of the site (without a slash in front) are programs."""
    return path.startswith("api/")
