"""From a captured body to its segments and links. Touches no network, no archive and no clock."""

from monitor.extract.extraction import EXTRACTOR, extract, extract_page, extractor_name
from monitor.extract.facts import PageFacts

__all__ = ["EXTRACTOR", "PageFacts", "extract", "extract_page", "extractor_name"]
