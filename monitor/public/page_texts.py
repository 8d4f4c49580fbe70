"""Pages and texts without an archive: read, compared, judged. Keeps nothing."""

from __future__ import annotations

from monitor import diff
from monitor.alerts import Assessment, text_comparison
from monitor.diff import Comparison
from monitor.extract.extraction import extract
from snapshots.records import Extraction


def extract_page(body: bytes | str, *, url: str = "", media_type: str = "text/html", charset: str = "") -> Extraction:
    """Return what a page says to its readers, in time linear in its length.

    `url` is where the page was found, for the links on it; `charset` is what the answer said, "" for nothing.
    Raises nothing for what a page holds: of bytes that are no text there are no segments.
    """
    return extract(body, url=url, media_type=media_type, charset=charset)


def read_text(text: str) -> Extraction:
    """Return a plain text in its segments: a sentence, a bullet, a heading each."""
    return text_comparison.read_text(text)


def compare_texts(before: Extraction, after: Extraction) -> Comparison:
    """Return what differs: hunks in the order of the new text, removals where they stood.

    Where the texts are too long for it, `computed` is False and there are no hunks.
    """
    return diff.compare(before, after)


def judge_change(
    before: Extraction, after: Extraction, *, language: str = "", kind: str = "privacy-policy"
) -> Assessment:
    """Return what the step from one text to another means under the rules that ship with the program.

    `language` (en, de, fr, es) is found out where it is ""; `kind` is one of those that declarations know. The
    severity is `low` where nothing in it is worth an alert; such a judgement has no headline and no findings.
    """
    return text_comparison.compare_texts(before, after, language=language, kind=kind).assessment
