"""The pages on which readers subscribe, confirm, change and end their mail: plain forms, no script, no cookie.

What a GET asks for changes nothing: programs that look at the links in a mail subscribe nobody and end nothing.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from feeds.deliveries.preferences import Preferences
from feeds.deliveries.subscription_forms import (
    LONGEST,
    Choices,
    Fields,
    choices_of,
    first,
    read_fields,
    read_preferences,
)
from feeds.deliveries.subscription_mails import describe_preferences
from feeds.deliveries.subscription_service import Asked, SubscriptionService, preferences_of
from feeds.edition.feed_topics import alerts_channel
from feeds.language.translation import _, speaking, spoken
from feeds.site import Site
from feeds.templating.page_frame import render_page
from snapshots.archive import Archive

_HEADERS = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}

Handler = Callable[[Request], Awaitable[Response]]
Answer = Callable[[Request, Fields], Response]


def subscription_routes(archive: Archive, site: Site, service: SubscriptionService) -> list[Route]:
    """Return the routes below `subscribe/`."""
    pages = _Pages(archive, site, service)
    found = {
        "": (pages.form, pages.ask),
        "confirm/": (pages.to_confirm, pages.confirm),
        "manage/": (pages.to_manage, pages.change),
        "unsubscribe/": (pages.to_end, pages.end),
    }
    return [
        Route(f"/subscribe/{path}", _handler(get, post, site), methods=["GET", "POST"])
        for path, (get, post) in found.items()
    ]


def _handler(get: Answer, post: Answer, site: Site) -> Handler:
    async def handle(request: Request) -> Response:
        if request.method != "POST":
            return await to_thread.run_sync(_answered, get, request, {}, site)
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > LONGEST:
                return Response("a form is smaller than this\n", 413, headers=_HEADERS, media_type="text/plain")
        return await to_thread.run_sync(_answered, post, request, read_fields(bytes(body)), site)

    return handle


def _answered(answer: Answer, request: Request, fields: Fields, site: Site) -> Response:
    """Return an answer in the language that is asked for, the first of the site where it has no such."""
    asked = first(fields, "language") or request.query_params.get("language", "")
    with speaking(asked if asked in site.languages else site.languages[0]):
        return answer(request, fields)


class _Pages:
    def __init__(self, archive: Archive, site: Site, service: SubscriptionService) -> None:
        self._archive = archive
        self._site = site
        self._service = service

    def form(self, request: Request, fields: Fields) -> Response:
        return self._form_page(Preferences())

    def ask(self, request: Request, fields: Fields) -> Response:
        preferences = self._read(fields)
        address = first(fields, "address")
        if preferences is None:
            return self._form_page(
                Preferences(), address, _("Something was chosen that isn’t offered. Please choose again."), 400
            )
        asked = self._service.ask(address, preferences, _client(request))
        if asked is Asked.NO_ADDRESS:
            return self._form_page(preferences, address, _("This is no mail address that can be written to."), 400)
        if asked is Asked.TOO_OFTEN:
            return self._say(_("Too many at once"), _("Please try again in an hour."), status=429)
        return self._say(
            _("Look into your mail"),
            _(
                "If the address can get mail, a message is on its way to it. Open the link in it to go on;"
                " without that nothing more is sent, and the address is forgotten after two days."
            ),
        )

    def to_confirm(self, request: Request, fields: Fields) -> Response:
        token = request.query_params.get("token", "")
        found = self._service.to_confirm(token)
        if found is None:
            return self._used_up()
        words = _("To be sent: {wish}.").format(wish=describe_preferences(preferences_of(found)))
        button = _("Confirm")
        return self._say(_("Confirm your subscription"), words, button=button, action="confirm/", token=token)

    def confirm(self, request: Request, fields: Fields) -> Response:
        found = self._service.confirm(first(fields, "token"))
        if found is None:
            return self._used_up()
        chosen = describe_preferences(preferences_of(found))
        words = _("From now on you are sent {wish}. Every mail has a link that ends it.").format(wish=chosen)
        return self._say(_("You are subscribed"), words, link=f"manage/?token={self._service.manage_token(found)}")

    def to_manage(self, request: Request, fields: Fields) -> Response:
        token = request.query_params.get("token", "")
        found = self._service.to_manage(token)
        if found is None:
            return self._used_up()
        return self._form_page(preferences_of(found), token=token, ending=self._service.unsubscribe_token(found))

    def change(self, request: Request, fields: Fields) -> Response:
        token, preferences = first(fields, "token"), self._read(fields)
        if preferences is None:
            return self._say(_("Not changed"), _("Something was chosen that isn’t offered."), status=400)
        if not self._service.change(token, preferences):
            return self._used_up()
        words = _("From now on you are sent {wish}.").format(wish=describe_preferences(preferences))
        return self._say(_("Changed"), words, link=f"manage/?token={token}")

    def to_end(self, request: Request, fields: Fields) -> Response:
        token = request.query_params.get("token", "")
        if not self._service.may_end(token):
            return self._used_up()
        words = _("Your address, what you chose and what was sent to you are deleted at once.")
        return self._say(_("Unsubscribe"), words, button=_("Unsubscribe"), action="unsubscribe/", token=token)

    def end(self, request: Request, fields: Fields) -> Response:
        # RFC 8058: the token is in the address then, and the body says List-Unsubscribe=One-Click.
        token = first(fields, "token") or request.query_params.get("token", "")
        if not self._service.end(token):
            return self._used_up()
        return self._say(_("You are unsubscribed"), _("Nothing more is sent. Thank you for reading."))

    def _read(self, fields: Fields) -> Preferences | None:
        """Return what is asked for, in mails of the language that the page has."""
        found = read_preferences(fields, self._choices())
        return replace(found, language=spoken()) if found else None

    def _used_up(self) -> Response:
        return self._say(
            _("This link is no longer good"),
            _("It is older than two days, was used, or isn’t whole. Nothing was changed. You can subscribe again."),
            status=410,
        )

    def _choices(self) -> Choices:
        return choices_of(self._archive.documents())

    def _form_page(
        self,
        preferences: Preferences,
        address: str = "",
        fault: str = "",
        status: int = 200,
        *,
        token: str = "",
        ending: str = "",
    ) -> Response:
        return self._page(
            "subscribe.html",
            _("Subscribe by mail"),
            status,
            preferences=preferences,
            choices=self._choices(),
            address_given=address[:254],
            fault=fault,
            token=token,
            ending=ending,
        )

    def _say(
        self,
        title: str,
        words: str,
        *,
        status: int = 200,
        button: str = "",
        action: str = "",
        token: str = "",
        link: str = "",
    ) -> Response:
        return self._page(
            "subscribe_say.html",
            title,
            status,
            title=title,
            words=words,
            button=button,
            action=action,
            token=token,
            link=link,
        )

    def _page(self, template: str, description: str, status: int, **named: Any) -> Response:
        content = render_page(
            template,
            None,
            self._site.in_language(spoken()),
            alerts_channel(),
            menu="feeds",
            is_menu_page=False,
            seeing=None,
            description=description,
            **named,
        )
        return Response(content, status, headers=_HEADERS, media_type="text/html")


def _client(request: Request) -> str:
    """Return the address of who asks."""
    return request.client.host if request.client else ""
