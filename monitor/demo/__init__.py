"""A bundled story of three invented pages, and the loopback server that tells it. Runs no check itself."""

from monitor.demo.server import StoryServer, serving
from monitor.demo.story import DOCUMENTS, Moment, Reply, declarations_toml, moments

__all__ = ["DOCUMENTS", "Moment", "Reply", "StoryServer", "declarations_toml", "moments", "serving"]
