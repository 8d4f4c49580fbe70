"""What a delivery brings, read from the archive and put into words. Sends nothing."""

from __future__ import annotations

from feeds.deliveries.digests import digest_message, gather
from feeds.deliveries.message import Message
from feeds.deliveries.notice_messages import message_of
from feeds.deliveries.targets import Filter
from feeds.deliveries.told_stories import told_before
from feeds.site import Site
from snapshots.archive import Archive
from snapshots.deliveries import ContentKind, DeliveryContent


def message_for(archive: Archive, site: Site, content: DeliveryContent, chosen: Filter) -> Message:
    """Return the message of a telling or of a digest, as a target with a filter gets it; the same at every attempt."""
    if content.kind is ContentKind.DIGEST and content.begin and content.end and content.since:
        digest = gather(archive, site, chosen, begin=content.begin, end=content.end, since=content.since)
        return digest_message(digest, content.event_id, site)
    notice = archive.notices(after=content.notice - 1)[0]
    alert = archive.alert(notice.alert_id) if notice.alert_id else None
    before = told_before(archive, alert) if alert and content.is_update else None
    return message_of(notice, alert, archive.document(notice.document_id), site, before)
