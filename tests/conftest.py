"""The fixtures that more than one folder of tests shares."""

from tests.browsing import browser
from tests.pywb import pywb
from tests.story import story_site

__all__ = ["browser", "pywb", "story_site"]
