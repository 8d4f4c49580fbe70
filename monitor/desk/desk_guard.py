"""Who comes in at the desk, and which forms count: a middleware. Knows no page.

Without a password only this machine gets in, by a name of its own: another site's page that a browser here has open can
neither read the desk (its origin differs) nor reach it by a name that it made lead here (the host is looked at).
"""

from __future__ import annotations

import secrets
from base64 import b64decode
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from hmac import compare_digest
from ipaddress import ip_address
from urllib.parse import parse_qs, urlsplit

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from feeds.http.client_limits import Limiter, keys_of
from feeds.http.headers import SAFETY

LONGEST = 20_000
"""Bytes of a form."""

_WRONG_A_MINUTE = 10  # passwords, of one client
_OF_THE_DESK = {"Cache-Control": "no-store", "Referrer-Policy": "same-origin"}
"""Under "no-referrer" browsers send forms with the origin "null", which is that of anybody's sandbox, too."""

_SAME = ("same-origin", "none")


class DeskGuard:
    """Lets in whoever has the password, or asks from this machine where there is none; and takes only its own forms."""

    def __init__(self, app: ASGIApp, *, password: str = "", token: str = "") -> None:
        self._app = app
        self._password = password
        self._token = token
        self._wrong = Limiter(_WRONG_A_MINUTE, timedelta(minutes=1), lambda: datetime.now(UTC))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        answer = self._refusal(request)
        if answer is None and request.method == "POST":
            answer = await self._take_form(request, scope)
        await (answer or self._app)(scope, receive, _guarded(send))

    def _refusal(self, request: Request) -> Response | None:
        if not self._password:
            return None if _is_here(request.headers.get("host", "")) else _refuse(421, "the desk has another name")
        name, given = _credentials(request.headers.get("authorization", ""))
        if name and compare_digest(_digest(given), _digest(self._password)):
            request.scope["desk_name"] = name
            return None
        client = keys_of(request.client.host if request.client else "")[0]
        if given and not self._wrong.allows(client):
            return _refuse(429, "too many wrong passwords; come back in a minute")
        answer = _refuse(401, "your name and the password of the desk, please")
        answer.headers["WWW-Authenticate"] = 'Basic realm="Policywatch desk", charset="UTF-8"'
        return answer

    async def _take_form(self, request: Request, scope: Scope) -> Response | None:
        origin = request.headers.get("origin", "")
        if request.headers.get("sec-fetch-site", "none") not in _SAME or (
            origin and urlsplit(origin).netloc != request.headers.get("host", "")
        ):
            return _refuse(403, "this form is another site's")
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > LONGEST:
                return _refuse(413, "a form is smaller than this")
        fields = {
            name: values[0]
            for name, values in parse_qs(
                body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=50
            ).items()
        }
        if not compare_digest(_digest(fields.pop("token", "")), _digest(self._token)):
            return _refuse(403, "this form is of an earlier start of the desk, or of another site; open its page again")
        scope["desk_fields"] = fields
        return None


def new_token() -> str:
    """Return what forms of this start of the desk carry, and nobody else can know."""
    return secrets.token_urlsafe(32)


def _guarded(send: Send) -> Send:
    named = {**dict(SAFETY), **_OF_THE_DESK}
    headers = [(name.lower().encode(), value.encode()) for name, value in named.items()]

    async def sending(message):  # type: ignore[no-untyped-def]
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message["headers"], *headers]}
        await send(message)

    return sending


def _credentials(header: str) -> tuple[str, str]:
    """Return name and password of HTTP's Basic scheme (RFC 7617), both "" where they can't be read."""
    scheme, _, coded = header.partition(" ")
    try:
        name, _, password = b64decode(coded, validate=True).decode().partition(":")
    except ValueError:
        return "", ""
    return (name.strip(), password) if scheme.lower() == "basic" else ("", "")


def _is_here(host: str) -> bool:
    """Return whether a Host header names this machine, by a name that nobody else can give it."""
    name = urlsplit(f"//{host}").hostname or ""
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"


def _digest(text: str) -> bytes:
    """Return what is compared: of one length, whatever the text."""
    return sha256(text.encode("utf-8", "replace")).digest()


def _refuse(status: int, why: str) -> Response:
    return PlainTextResponse(f"{why}\n", status)
