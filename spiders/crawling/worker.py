"""The fetching process: a job on standard input, one line for each result on standard output."""

from __future__ import annotations

import os
import sys
from threading import Thread

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.utils.misc import load_object

from snapshots.codec import decode
from spiders.crawling.settings import settings_of
from spiders.jobs.job import Job


def main() -> None:
    """Fetch the pages of a job; end at once where standard input does, as it does with the program that waits."""
    job = decode(Job, sys.stdin.buffer.readline())
    Thread(target=_end_with_the_program, name="life line", daemon=True).start()
    process = AsyncCrawlerProcess(settings_of(job))
    process.crawl(load_object(job.spider), job=job)
    process.start()


def _end_with_the_program() -> None:
    while os.read(sys.stdin.fileno(), 1024):
        continue
    os._exit(1)


if __name__ == "__main__":
    main()
