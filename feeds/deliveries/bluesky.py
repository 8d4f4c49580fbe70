"""Posts on Bluesky, through the account's own server: title, summary, link, the picture of the alert. Retries nothing.

docs.bsky.app: com.atproto.server.createSession, com.atproto.repo.uploadBlob and putRecord, app.bsky.feed.post.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from feeds.deliveries.delivery_kinds import SenderContext
from feeds.deliveries.guarded_http import GuardedClient, check_address, json_object, target_answer
from feeds.deliveries.message import Message, TargetAnswer
from feeds.deliveries.post_pictures import PICTURE_TYPE, PostPicture, picture_of
from feeds.deliveries.secrets import Secret, redact
from feeds.deliveries.short_posts import Room, short_post
from feeds.deliveries.targets import Target
from feeds.errors import AddressRefused, DeliveryError
from feeds.language.translation import spoken

ROOM = Room(characters=300)
"""What a post holds, in graphemes."""

_MOST_BYTES = 1_000_000  # of a picture
_MOST_LINK = 60  # characters shown of a link; the whole address is its facet's
_POST = "app.bsky.feed.post"
_DIGITS = "234567abcdefghijklmnopqrstuvwxyz"  # of a record key, in the order of their values


class BlueskySender:
    """Posts as one account, with an app password of its."""

    def __init__(self, target: Target, context: SenderContext) -> None:
        """Raises `DeliveryError` where the target has no app password, or an address that names no account."""
        if target.secret is None:
            raise DeliveryError(f"target {target.name} has no app password; name where it is kept as `secret`")
        address = target.read_address()
        url = address.reveal() if isinstance(address, Secret) else address
        check_address(url, target.allow, what="a Bluesky account")
        parts = urlsplit(url)
        self._server = f"{parts.scheme}://{parts.netloc}"
        self._account = parts.path.strip("/").removeprefix("@")
        if not self._account or "/" in self._account:
            raise AddressRefused("the address of a Bluesky account is https://SERVER/@HANDLE")
        self._password = target.secret.read()
        self._context = context
        self._client = GuardedClient(secrets=(self._password,), allow=target.allow, agent=context.agent)

    def send(self, message: Message) -> TargetAnswer:
        """Post one event, and return what came back; a picture that is refused leaves the words as they are."""
        login = {"identifier": self._account, "password": self._password.reveal()}
        session = self._call("com.atproto.server.createSession", json.dumps(login).encode())
        if isinstance(session, TargetAnswer):
            return session
        token, account = str(session.get("accessJwt", "")), session.get("did", "")
        record = post_record(message, self._context.now())
        picture = picture_of(message, self._context)
        if picture and (blob := self._upload(picture, token)):
            record["embed"] = {"$type": "app.bsky.embed.images", "images": [{"alt": picture.words, "image": blob}]}
        # Written under a key that is the event's own: at another attempt nothing is posted twice.
        put = {"repo": account, "collection": _POST, "rkey": record_key(message), "record": record}
        answer = self._call("com.atproto.repo.putRecord", json.dumps(put).encode(), token=token)
        return answer if isinstance(answer, TargetAnswer) else TargetAnswer(status=200)

    def _upload(self, picture: PostPicture, token: str) -> object:
        if len(picture.png) > _MOST_BYTES:
            return None
        answer = self._call("com.atproto.repo.uploadBlob", picture.png, token=token, media_type=PICTURE_TYPE)
        return None if isinstance(answer, TargetAnswer) else answer.get("blob")

    def _call(
        self, method: str, body: bytes, *, token: str = "", media_type: str = "application/json"
    ) -> dict[str, Any] | TargetAnswer:
        headers = {"Content-Type": media_type}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        answer = self._client.post(f"{self._server}/xrpc/{method}", headers, body)
        if isinstance(answer, TargetAnswer):
            return answer
        given = json_object(answer.body)
        if answer.is_good:
            return given
        secrets = [self._password, *([Secret(token)] if token else ())]
        said = redact(f"{given.get('error', '')} {given.get('message', '')}", secrets)
        return target_answer(answer, self._context.now(), said)


def post_record(message: Message, now: datetime) -> dict[str, Any]:
    """Return the record of a post: its words, and where in their bytes the link stands."""
    shown = message.link.partition("://")[2].rstrip("/")
    shown = shown if len(shown) <= _MOST_LINK else f"{shown[: _MOST_LINK - 1]}…"
    text = short_post(message, ROOM, link=shown)
    end = len(text.encode())
    facet = {
        "index": {"byteStart": end - len(shown.encode()), "byteEnd": end},
        "features": [{"$type": "app.bsky.richtext.facet#link", "uri": message.link}],
    }
    at = f"{now.astimezone(UTC):%Y-%m-%dT%H:%M:%S.000Z}"
    return {"$type": _POST, "text": text, "createdAt": at, "langs": [spoken()], "facets": [facet]}


def record_key(message: Message) -> str:
    """Return the key of an event's post, a TID: 53 bits of time in microseconds, and 10 of which clock it is.

    Below the second both are a digest of the event, so that two events of one moment have two keys.
    """
    digest = int.from_bytes(sha256(message.event_id.encode()).digest()[:8], "big")
    moment = int(message.at.timestamp()) * 1_000_000 + digest % 1_000_000
    number = (moment << 10) | (digest >> 32) & 1023
    return "".join(_DIGITS[(number >> shift) & 31] for shift in range(60, -1, -5))
