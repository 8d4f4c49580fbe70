"""What is told of watched links: those that lead to nothing or elsewhere now. Looks at none."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.link_targets import changes_of
from snapshots.archive import Archive
from snapshots.records import Notice, NoticeKind


def tell_links(archive: Archive, authority: str, documents: Sequence[str]) -> tuple[Notice, ...]:
    """Tell every change of the watched links of documents that isn't told yet, and return what was told.

    It goes by the looks that are kept, so that a process killed between a look and its telling loses nothing.
    """
    told = {notice.id for notice in archive.notices()}
    rows = [
        Notice(
            sequence=0,
            id=name,
            kind=NoticeKind.LINK,
            document_id=document_id,
            at=change.now.last.exchange.captured_at,
            note=change.sentence,
        )
        for document_id in documents
        for change in changes_of(archive.link_checks(document_id))
        if (name := f"tag:{authority}:{document_id}/{change.name}") not in told
    ]
    return archive.tell(*rows) if rows else ()
