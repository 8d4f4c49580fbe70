"""The channels a declaration may name, each with what fetches through it. Fetches nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import MappingProxyType

from snapshots.records import Capture, CaptureFailure
from spiders.crawl import crawl

Fetch = Callable[..., Iterator[Capture | CaptureFailure]]

CHANNELS: MappingProxyType[str, Fetch] = MappingProxyType({"http": crawl})
"""What a declaration's `channels` are looked up in; a name that is not here is refused."""
