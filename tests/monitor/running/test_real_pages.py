"""Seven months of a real page as it was served: consent walls, script shells and reordered links wake nobody.

The captures lie outside the repository, because the text belongs to its publisher: POLICYWATCH_CORPUS names the folder.
"""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from monitor.running.capture_import import import_warc
from monitor.running.pipeline import Judged, Pipeline
from snapshots.records import Document, DocumentKind, NoticeKind, Outcome, Severity
from tests.archives import new_archive
from tests.monitor.replays import CORPUS

PATH = CORPUS / "instagram-privacy-raw-2022.warc.gz"
DOCUMENT = Document(
    id="instagram-raw",
    title="Instagram",
    service="Instagram",
    kind=DocumentKind.PRIVACY_POLICY,
    url="https://privacycenter.instagram.com/policy",
)
LAST_SEEN, SEEN_AGAIN = date(2022, 7, 27), date(2022, 9, 28)


@pytest.mark.slow
def test_a_real_page_behind_walls_and_shells_tells_its_edits_and_its_absence() -> None:
    if not PATH.exists():
        pytest.skip(f"{PATH} is absent; POLICYWATCH_CORPUS names the folder")
    archive = new_archive()
    archive.put_document(DOCUMENT)
    pipeline = Pipeline(archive, "example.org,2026")
    judged = [one for one in import_warc(archive, pipeline, PATH, DOCUMENT) if isinstance(one, Judged)]
    pipeline.tell_waiting(DOCUMENT.id)
    outcomes = Counter(one.observation.outcome for one in judged)
    assert outcomes == {Outcome.CAPTURED: 73, Outcome.CONSENT_WALL: 45, Outcome.EMPTY: 32}

    # No alert from a wall or a shell, and none from links in another order: what alerts is an edit of a sentence.
    alerts = archive.alerts()
    assert [alert.captured_at.date() for alert in alerts] == [date(2022, 5, 25)]
    assert all(any(quote.before_text or quote.after_text for quote in alert.evidence) for alert in alerts)
    edited = [
        change
        for change in archive.changes()
        if any(hunk.kind.value == "edited" and not hunk.cosmetic for hunk in change.hunks)
    ]
    reworded = [change.captured_at.date() for change in edited if change.severity is Severity.LOW]
    assert {date(2022, 4, 7), date(2022, 5, 6), date(2022, 5, 8)} <= set(reworded)

    # The help page that stood there before, and the policy written anew, are other texts and compared with nothing.
    others = [notice.at.date() for notice in archive.notices() if notice.kind is NoticeKind.LINEAGE]
    assert others == [date(2022, 3, 16), SEEN_AGAIN]

    # The two months without the page are told once at their start and once at their end.
    told = [t for t in archive.notices() if t.kind in (NoticeKind.UNSEEN, NoticeKind.SEEN_AGAIN)]
    kinds = [notice.kind for notice in told]
    assert kinds == [NoticeKind.UNSEEN, NoticeKind.SEEN_AGAIN] * (len(kinds) // 2)
    late = [notice for notice in told if notice.at.date() > LAST_SEEN]
    assert [(notice.kind, notice.at.date()) for notice in late] == [
        (NoticeKind.UNSEEN, date(2022, 7, 29)),
        (NoticeKind.SEEN_AGAIN, SEEN_AGAIN),
    ]
