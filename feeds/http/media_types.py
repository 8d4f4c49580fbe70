"""Which media type a published file has by its name. Looks into no file.

The table of the standard library, and of most hosts, lacks what feeds and data sets need.
"""

from __future__ import annotations

from pathlib import PurePosixPath

from feeds.language.translation import without_language

ATOM = "application/atom+xml"
RSS = "application/rss+xml"
JSON_FEED = "application/feed+json"
OPML = "text/x-opml"
PROBLEM = "application/problem+json"

BY_SUFFIX = {
    ".atom": ATOM,
    ".rss": RSS,
    ".opml": OPML,
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".sig": "text/plain",
    ".pub": "text/plain",
    ".csv": "text/csv",
    ".xml": "application/xml",
    ".json": "application/json",
    ".link": "application/link-format",
    ".jsonl": "application/jsonl",
    ".webmanifest": "application/manifest+json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/vnd.microsoft.icon",
    ".bib": "application/x-bibtex",
    ".ris": "application/x-research-info-systems",
    ".pdf": "application/pdf",
    ".zip": "application/zip",
    ".gz": "application/gzip",
    ".warc": "application/warc",
    ".sqlite": "application/vnd.sqlite3",
    ".parquet": "application/vnd.apache.parquet",
}
_UNKNOWN = "application/octet-stream"
_TEXTUAL = ("application/json", "application/jsonl", "application/x-bibtex", "application/x-research-info-systems")


def media_type(path: str) -> str:
    """Return the media type of a published path, which has no slash in front."""
    suffix = PurePosixPath(path).suffix.lower()
    if suffix == ".json" and without_language(path).startswith("feeds/"):
        return JSON_FEED
    return BY_SUFFIX.get(suffix, _UNKNOWN)


def content_type(path: str) -> str:
    """Return the Content-Type of a published path: its media type, with the charset where it is text."""
    kind = media_type(path)
    return f"{kind}; charset=utf-8" if is_text(kind) else kind


def is_text(kind: str) -> bool:
    """Whether files of a media type are text, which is worth compressing."""
    return kind.startswith("text/") or kind.endswith(("+xml", "+json", "/xml")) or kind in _TEXTUAL
