"""What goes wrong for a program that asks, as problem details (RFC 9457). Logs nothing and shows no inside."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus

from starlette.responses import Response

from feeds.http.headers import OPEN

MEDIA_TYPE = "application/problem+json"


def problem(status: int, detail: str, headers: Mapping[str, str] | None = None) -> Response:
    """Return an answer that says what is wrong; `detail` is ours and repeats nothing of what was asked."""
    said = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    return Response(json.dumps(said), status, headers={**dict(OPEN), **(headers or {})}, media_type=MEDIA_TYPE)


def wants_problems(path: str) -> bool:
    """Return whether those who ask for a path of the site (without a slash in front) are programs."""
    return path.startswith("api/")
