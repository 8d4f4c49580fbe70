"""The picture that goes with a post, and what it says in words. Posts none."""

from __future__ import annotations

from feeds.deliveries.delivery_kinds import SenderContext
from feeds.deliveries.message import Message
from feeds.downloads.alert_picture import alternative, render_picture
from snapshots.frozen_class import frozen

PICTURE_TYPE = "image/png"


@frozen
class PostPicture:
    """A picture for those who see it, and for those who don't."""

    png: bytes
    words: str


def picture_of(message: Message, context: SenderContext) -> PostPicture | None:
    """Return the picture of the alert that a message tells, None where it tells none."""
    if not message.alert_id:
        return None
    alert = context.archive.alert(message.alert_id)
    document = context.archive.document(alert.document_id)
    png = render_picture(alert, context.archive.change(alert.change), document, context.site)
    return PostPicture(png=png, words=alternative(alert, document))
