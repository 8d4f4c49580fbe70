"""The fixtures that more than one folder of tests shares."""

from tests.pywb import pywb

__all__ = ["pywb"]
