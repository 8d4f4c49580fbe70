"""The fetching process: a job on standard input, one line for each result on standard output."""

from __future__ import annotations

import sys

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.utils.misc import load_object

from snapshots.codec import decode
from spiders.crawling.settings import settings_of
from spiders.jobs.job import Job


def main() -> None:
    """Fetch the pages of a job."""
    job = decode(Job, sys.stdin.buffer.read())
    process = AsyncCrawlerProcess(settings_of(job))
    process.crawl(load_object(job.spider), job=job)
    process.start()


if __name__ == "__main__":
    main()
