"""The pages on which readers subscribe, confirm, change and end their mail: plain forms, no script, no cookie.

What a GET asks for changes nothing: programs that look at the links in a mail subscribe nobody and end nothing.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
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
from feeds.site import Site
from feeds.templating.page_frame import render_page
from snapshots.archive import Archive

_HEADERS = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
_USED_UP = (
    "This link is no longer good",
    "It is older than two days, was used, or isn't whole. Nothing was changed. You can subscribe again.",
)

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
        Route(f"/subscribe/{path}", _handler(get, post), methods=["GET", "POST"]) for path, (get, post) in found.items()
    ]


def _handler(get: Answer, post: Answer) -> Handler:
    async def handle(request: Request) -> Response:
        if request.method != "POST":
            return await to_thread.run_sync(get, request, {})
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > LONGEST:
                return Response("a form is smaller than this\n", 413, headers=_HEADERS, media_type="text/plain")
        return await to_thread.run_sync(post, request, read_fields(bytes(body)))

    return handle


class _Pages:
    def __init__(self, archive: Archive, site: Site, service: SubscriptionService) -> None:
        self._archive = archive
        self._site = site
        self._service = service

    def form(self, request: Request, fields: Fields) -> Response:
        return self._form_page(Preferences())

    def ask(self, request: Request, fields: Fields) -> Response:
        preferences = read_preferences(fields, self._choices())
        address = first(fields, "address")
        if preferences is None:
            return self._form_page(
                Preferences(), address, "Something was chosen that isn't offered. Please choose again.", 400
            )
        asked = self._service.ask(address, preferences, _client(request))
        if asked is Asked.NO_ADDRESS:
            return self._form_page(preferences, address, "This is no mail address that can be written to.", 400)
        if asked is Asked.TOO_OFTEN:
            return self._say("Too many at once", "Please try again in an hour.", status=429)
        return self._say(
            "Look into your mail",
            "If the address can get mail, a message is on its way to it. Open the link in it to go on;"
            " without that nothing more is sent, and the address is forgotten after two days.",
        )

    def to_confirm(self, request: Request, fields: Fields) -> Response:
        token = request.query_params.get("token", "")
        found = self._service.to_confirm(token)
        if found is None:
            return self._say(*_USED_UP, status=410)
        words = f"To be sent: {describe_preferences(preferences_of(found))}."
        return self._say("Confirm your subscription", words, button="Confirm", action="confirm/", token=token)

    def confirm(self, request: Request, fields: Fields) -> Response:
        found = self._service.confirm(first(fields, "token"))
        if found is None:
            return self._say(*_USED_UP, status=410)
        chosen = describe_preferences(preferences_of(found))
        words = f"From now on you are sent {chosen}. Every mail has a link that ends it."
        return self._say("You are subscribed", words, link=f"manage/?token={self._service.manage_token(found)}")

    def to_manage(self, request: Request, fields: Fields) -> Response:
        token = request.query_params.get("token", "")
        found = self._service.to_manage(token)
        if found is None:
            return self._say(*_USED_UP, status=410)
        return self._form_page(preferences_of(found), token=token, ending=self._service.unsubscribe_token(found))

    def change(self, request: Request, fields: Fields) -> Response:
        token, preferences = first(fields, "token"), read_preferences(fields, self._choices())
        if preferences is None:
            return self._say("Not changed", "Something was chosen that isn't offered.", status=400)
        if not self._service.change(token, preferences):
            return self._say(*_USED_UP, status=410)
        words = f"From now on you are sent {describe_preferences(preferences)}."
        return self._say("Changed", words, link=f"manage/?token={token}")

    def to_end(self, request: Request, fields: Fields) -> Response:
        token = request.query_params.get("token", "")
        if not self._service.may_end(token):
            return self._say(*_USED_UP, status=410)
        words = "Your address, what you chose and what was sent to you are deleted at once."
        return self._say("Unsubscribe", words, button="Unsubscribe", action="unsubscribe/", token=token)

    def end(self, request: Request, fields: Fields) -> Response:
        # RFC 8058: the token is in the address then, and the body says List-Unsubscribe=One-Click.
        token = first(fields, "token") or request.query_params.get("token", "")
        if not self._service.end(token):
            return self._say(*_USED_UP, status=410)
        return self._say("You are unsubscribed", "Nothing more is sent. Thank you for reading.")

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
            "Subscribe by mail",
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
            self._site,
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
