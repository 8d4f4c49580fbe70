"""Whether a later capture shows what an alert tells that waits for it. Records nothing."""

from __future__ import annotations

from monitor.extract.text import key
from monitor.notices.release import Confirmation
from snapshots.records import Alert, Evidence, Extraction


def second_look(alert: Alert, shown: Extraction | None, *, is_whole: bool) -> Confirmation:
    """Say whether a capture shows what an alert tells; `shown` is None where the page was not seen.

    Of half a page only what came is asked for: that something is gone can't be seen on it.
    """
    if shown is None:
        return Confirmation.NO_ANSWER
    there = {key(segment.text) for segment in shown.segments} | {key(link.url) for link in shown.links}
    quotes = [quote for quote in alert.evidence if is_whole or quote.after_text]
    if not quotes:
        return Confirmation.NO_ANSWER if not is_whole else Confirmation.AGREES
    standing = sum(_stands(quote, there) for quote in quotes)
    # A further edit may have taken one quote; most of them must still be as they were told.
    return Confirmation.AGREES if 2 * standing > len(quotes) else Confirmation.DISAGREES


def _stands(quote: Evidence, there: set[bytes]) -> bool:
    if quote.after_text:
        return key(quote.after_text) in there
    return not quote.before_text or key(quote.before_text) not in there
