"""What a delivery brings, read from the archive and put into words. Sends nothing."""

from __future__ import annotations

from datetime import datetime

from feeds.clean import clean_line
from feeds.deliveries.digests import digest_message, gather
from feeds.deliveries.message import Message
from feeds.deliveries.notice_messages import message_of
from feeds.deliveries.payload import payload_of_test
from feeds.deliveries.targets import Filter
from feeds.deliveries.told_stories import told_before
from feeds.language.translation import _, spoken
from feeds.site import Site
from feeds.templating.jinja_environment import environment
from snapshots.archive import Archive
from snapshots.deliveries import ContentKind, DeliveryContent


def message_for(archive: Archive, site: Site, content: DeliveryContent, chosen: Filter) -> Message:
    """Return the message of a telling or of a digest, as a target with a filter gets it; the same at every attempt.

    It is in the language that is being spoken, and leads to pages in it where the site has them.
    """
    site = site.in_language(spoken()) if spoken() in site.languages else site.in_language(site.languages[0])
    if content.kind is ContentKind.DIGEST and content.begin and content.end and content.since:
        digest = gather(archive, site, chosen, begin=content.begin, end=content.end, since=content.since)
        return digest_message(digest, content.event_id, site)
    notice = archive.notices(after=content.notice - 1)[0]
    alert = archive.alert(notice.alert_id) if notice.alert_id else None
    before = told_before(archive, alert) if alert and content.is_update else None
    return message_of(notice, alert, archive.document(notice.document_id), site, before)


def test_message(event_id: str, site: Site, now: datetime) -> Message:
    """Return the message that tells a target can be reached."""
    title = clean_line(site.title)
    words = _("This is a test of {site}: nothing happened, and this target can be reached.").format(site=title)
    html = environment().from_string("<p>{{ words }}</p>").render(words=words)
    return Message(
        event_id=f"{event_id}/{now.isoformat()}",
        title=_("Test of {site}").format(site=title),
        text=words,
        html=html,
        link=site.url(),
        at=now,
        payload=payload_of_test(site.url(), now),
    )
