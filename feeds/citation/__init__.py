"""Citations of an alert, a version or a paragraph, in the formats that reference managers read. Reads no archive."""

from feeds.citation.citation_records import Citation, cite_alert, cite_paragraph, cite_version
from feeds.citation.formats import FORMATS, Format

__all__ = ["FORMATS", "Citation", "Format", "cite_alert", "cite_paragraph", "cite_version"]
