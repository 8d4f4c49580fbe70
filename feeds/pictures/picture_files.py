"""The pictures of alerts as files of the publication, beside their pages. Draws nothing."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from feeds.addresses import change_address
from feeds.edition.edition import Edition
from feeds.edition.file import File, key_of
from feeds.pictures.drawing import render_picture
from snapshots.records import Alert, Document


def picture_address(number: int) -> str:
    """Return the address of the picture of the alert on the change of that number."""
    return f"{change_address(number)}picture.png"


def picture_files(edition: Edition) -> Iterator[File]:
    """Yield the picture of each alert; the change that it tells is never changed, so its number does for the key."""
    survey = edition.survey
    for watched in survey.watched:
        for line in watched.changes:
            alert = survey.alerts.get(line.number)
            if alert:
                yield File(
                    path=picture_address(line.number),
                    key=key_of(line.digest, survey.alert_digests[line.number], watched.document),
                    render=partial(_rendered, edition, alert, watched.document),
                )


def _rendered(edition: Edition, alert: Alert, document: Document) -> bytes:
    return render_picture(alert, edition.archive.change(alert.change), document, edition.site)
