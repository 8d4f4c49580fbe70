"""Posts on Mastodon, and on what speaks its API: title, summary, link, and the picture of the alert. Retries nothing.

docs.joinmastodon.org, methods statuses and media.
"""

from __future__ import annotations

import json
from urllib.parse import urlsplit

from feeds.deliveries.delivery_kinds import SenderContext
from feeds.deliveries.guarded_http import GuardedClient, HttpAnswer, check_address, json_object, target_answer
from feeds.deliveries.message import Message, TargetAnswer
from feeds.deliveries.post_pictures import PICTURE_TYPE, PostPicture, picture_of
from feeds.deliveries.secrets import Secret, redact
from feeds.deliveries.short_posts import Room, short_post
from feeds.deliveries.targets import Target
from feeds.deliveries.webhook import webhook_id
from feeds.errors import DeliveryError
from feeds.language.translation import spoken

ROOM = Room(characters=500, link=23)
"""What a Mastodon server takes unless it is set otherwise; a link counts 23 whatever its length."""

_BOUNDARY = "policywatch-7d1f0c5be4a94c0b"
_MOST_WORDS = 1_500  # characters of the words for a picture


class MastodonSender:
    """Posts as the account that an access token belongs to."""

    def __init__(self, target: Target, context: SenderContext) -> None:
        """Raises `DeliveryError` where the target has no access token, or an address that can't be one."""
        if target.secret is None:
            raise DeliveryError(f"target {target.name} has no access token; name where it is kept as `secret`")
        address = target.read_address()
        url = address.reveal() if isinstance(address, Secret) else address
        check_address(url, target.allow, what="a Mastodon server")
        parts = urlsplit(url)
        self._server = f"{parts.scheme}://{parts.netloc}"
        self._token = target.secret.read()
        self._context = context
        self._client = GuardedClient(secrets=(self._token,), allow=target.allow, agent=context.agent)

    def send(self, message: Message) -> TargetAnswer:
        """Post one event, and return what came back; a picture that is refused leaves the words as they are."""
        now = self._context.now()
        picture = picture_of(message, self._context)
        body: dict[str, object] = {"status": short_post(message, ROOM), "language": spoken()}
        if picture and (media := self._upload(picture)):
            body["media_ids"] = [media]
        headers = {
            **self._headers("application/json"),
            "Idempotency-Key": webhook_id(message.event_id),  # at another attempt nothing is posted twice
        }
        answer = self._client.post(f"{self._server}/api/v1/statuses", headers, json.dumps(body).encode())
        return answer if isinstance(answer, TargetAnswer) else target_answer(answer, now, self._said(answer))

    def _upload(self, picture: PostPicture) -> str:
        """Return the id that a picture has on the server, "" where it takes none."""
        answer = self._client.post(
            f"{self._server}/api/v2/media",
            self._headers(f"multipart/form-data; boundary={_BOUNDARY}"),
            _form(picture),
        )
        # 202 is a picture that the server still works on, which can't be posted yet.
        if isinstance(answer, TargetAnswer) or answer.status != 200:
            return ""
        return str(json_object(answer.body).get("id", ""))

    def _headers(self, media_type: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._token.reveal()}", "Content-Type": media_type}

    def _said(self, answer: HttpAnswer) -> str:
        return redact(str(json_object(answer.body).get("error", "")), [self._token])


def _form(picture: PostPicture) -> bytes:
    head = f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="'
    words = picture.words[:_MOST_WORDS]
    return b"".join(
        (
            f'{head}description"\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{words}\r\n'.encode(),
            f'{head}file"; filename="picture.png"\r\nContent-Type: {PICTURE_TYPE}\r\n\r\n'.encode(),
            picture.png,
            f"\r\n--{_BOUNDARY}--\r\n".encode(),
        )
    )
