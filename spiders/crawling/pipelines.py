"""The item pipeline of the fetching process: each result goes to the program as it comes. Keeps nothing."""

from __future__ import annotations

import sys

from snapshots.codec import encode
from spiders.jobs.job import JobResult


class ResultPipeline:
    """Writes results to standard output, one a line."""

    def process_item(self, item: JobResult) -> JobResult:
        """Write one result, at once: the program may end this process at any time."""
        sys.stdout.buffer.write(encode(item) + b"\n")
        sys.stdout.buffer.flush()
        return item
