"""The pages of the desk: each a form or two that works without scripts. Decides nothing itself."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from importlib import resources
from threading import Lock

from anyio import to_thread
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from feeds.clean import clean_line
from monitor.desk.declaration_edits import KEYS
from monitor.desk.desk_guard import DeskGuard, new_token
from monitor.desk.desk_work import DeskWork, TriedSelector
from snapshots.errors import PolicywatchError
from snapshots.records import DocumentKind, NoticeKind

log = logging.getLogger(__name__)

_STATIC = {"site.css": "text/css", "icon.svg": "image/svg+xml"}
_PAGES = ("held", "told", "documents", "targets")

Fields = dict[str, str]


def desk_app(work: DeskWork, *, password: str = "") -> ASGIApp:
    """Return the application; with a password everybody is asked for it, without one only this machine gets in."""
    token = new_token()
    pages = DeskPages(work, token)
    routes = [
        Route("/", pages.page("held"), methods=["GET", "POST"]),
        *(Route(f"/{name}/", pages.page(name), methods=["GET", "POST"]) for name in _PAGES[1:]),
        *(Route(f"/static/{name}", _static(name, kind)) for name, kind in _STATIC.items()),
    ]
    return DeskGuard(Starlette(routes=routes), password=password, token=token)


class DeskPages:
    """Renders each page anew, with what came of the form that was sent with it."""

    def __init__(self, work: DeskWork, token: str) -> None:
        self._work = work
        self._token = token
        self._publishing = Lock()
        self._templates = Environment(
            loader=PackageLoader("monitor.desk"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
        )
        self._templates.filters |= {"line": clean_line, "time": _time}

    def page(self, name: str) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            return await to_thread.run_sync(self._answer, name, request)

        return answer

    def _answer(self, name: str, request: Request) -> Response:
        fields: Fields = request.scope.get("desk_fields", {})
        signed = request.scope.get("desk_name") or fields.get("name", "")
        said, fault, tried = "", "", None
        if request.method == "POST":
            try:
                if fields.get("do") == "try":
                    tried = self._work.try_selector(fields.get("document", ""), fields.get("select", ""))
                else:
                    said = self._do(fields, signed)
            except PolicywatchError as error:
                fault = str(error)
        page = self._render(name, request, fields if fault or tried else {}, said, fault, tried, signed)
        task = BackgroundTask(self._publish) if said and name in ("held", "told") else None
        return HTMLResponse(page, 400 if fault else 200, background=task)

    def _do(self, fields: Fields, signed: str) -> str:
        """Do what a form says, and return in words what came of it."""
        do, alert, note = fields.get("do", ""), fields.get("alert", ""), fields.get("note", "")
        document = fields.get("document", "")
        if do in ("correction", "withdrawal"):
            return self._work.take_back(alert, NoticeKind(do), note)
        actions: dict[str, Callable[[], str]] = {
            "release": lambda: self._work.release(alert),
            "drop": lambda: self._work.drop(alert, note, signed),
            "sign": lambda: self._work.sign_note(
                alert, note, signed, quote=fields.get("quote", ""), language=fields.get("language", "")
            ),
            "take back": lambda: self._work.take_note_back(alert, fields.get("number", ""), note, signed),
            "add": lambda: self._work.add_document({key: fields.get(key, "") for key in KEYS}),
            "pause": lambda: self._work.set_paused(document, True),
            "resume": lambda: self._work.set_paused(document, False),
            "test": lambda: self._work.test_target(fields.get("target", "")),
        }
        return actions[do]() if do in actions else ""

    def _render(
        self,
        name: str,
        request: Request,
        fields: Fields,
        said: str,
        fault: str,
        tried: TriedSelector | None,
        signed: str,
    ) -> str:
        return self._templates.get_template(f"{name}.html").render(
            work=self._work,
            token=self._token,
            page=name,
            said=said,
            fault=fault,
            tried=tried,
            fields=fields,
            signed=signed,
            is_known=bool(request.scope.get("desk_name")),
            kinds=[kind.value for kind in DocumentKind],
            root="./" if name == "held" else "../",
        )

    def _publish(self) -> None:
        """Bring the site up to date behind the answer; `run` or `serve` does it where they are at it."""
        with self._publishing:
            try:
                self._work.publish()
            except PolicywatchError as error:
                log.warning("%s", error)


def _static(name: str, kind: str) -> Callable[[Request], Awaitable[Response]]:
    content = resources.files("feeds").joinpath("static", name).read_bytes()

    async def answer(request: Request) -> Response:
        return Response(content, media_type=kind)

    return answer


def _time(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"
