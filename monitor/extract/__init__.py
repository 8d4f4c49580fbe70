"""From a captured body to its segments and links. Touches no network, no archive and no clock."""

from monitor.extract.facts import PageFacts
from monitor.extract.page import EXTRACTOR, extract, extract_page, extractor_name

__all__ = ["EXTRACTOR", "PageFacts", "extract", "extract_page", "extractor_name"]
