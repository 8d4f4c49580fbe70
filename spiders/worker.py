"""The fetching process: a job on standard input, one line for each result on standard output."""

from __future__ import annotations

import sys

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.utils.misc import load_object

from snapshots.codec import decode
from snapshots.records import Capture, CaptureFailure
from spiders.http.resolving import PRIVATE_NAMES_SETTING
from spiders.job import Job, JobResult, Page, write_result

_SPIDERS = {
    "page": "spiders.pages.page_spider.PageSpider",
    "browser": "spiders.browser.browser_spider.BrowserSpider",
    "memento": "spiders.memento.memento_spider.MementoSpider",
    "mementos": "spiders.memento.memento_spider.MementosSpider",
    "timemap": "spiders.memento.memento_spider.TimeMapSpider",
    "links": "spiders.links.link_spider.LinkSpider",
}
"""By name, and loaded when asked for: what drives browsers may not be installed."""


def main() -> None:
    """Fetch the pages of a job."""
    job = decode(Job, sys.stdin.buffer.read())
    process = AsyncCrawlerProcess(_settings(job))
    process.crawl(load_object(_SPIDERS[job.spider]), job=job, tell=_tell)
    process.start()


def _tell(page: Page, result: Capture | CaptureFailure, *, more: bool = False) -> None:
    sys.stdout.buffer.write(write_result(JobResult(key=page.key, seen=result, more=more)))
    sys.stdout.buffer.flush()


def _settings(job: Job) -> dict[str, object]:
    delay = job.politeness.delay_seconds
    return {
        "USER_AGENT": job.user_agent,
        "ROBOTSTXT_OBEY": False,  # Scrapy's takes an error for leave; ours stands in its place
        "DOWNLOADER_MIDDLEWARES": {"spiders.http.robots.RobotsMiddleware": 100},
        "TWISTED_DNS_RESOLVER": "spiders.http.resolving.GuardedResolver",
        PRIVATE_NAMES_SETTING: sorted({origin.rpartition(":")[0] for p in job.pages for origin in p.private_origins}),
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        # Scripts, styles and pictures of a page that a browser shows: one visit, as a reader's would be.
        "DOWNLOAD_SLOTS": {"parts": {"concurrency": 6, "delay": 0}},
        "DOWNLOAD_DELAY": delay,
        "RANDOMIZE_DOWNLOAD_DELAY": True,
        "AUTOTHROTTLE_ENABLED": delay > 0,
        "AUTOTHROTTLE_START_DELAY": max(delay, 0.1),
        "AUTOTHROTTLE_MAX_DELAY": 60.0,
        "COOKIES_ENABLED": False,
        "COMPRESSION_ENABLED": False,  # the bytes as transferred are evidence; they are decoded apart
        "REDIRECT_ENABLED": False,  # each hop is checked and kept
        "METAREFRESH_ENABLED": False,
        "RETRY_ENABLED": False,  # Scrapy's retries know no back-off and no Retry-After
        "HTTPERROR_ALLOW_ALL": True,
        "REFERER_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False,
        "DNS_TIMEOUT": 20,
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
        "LOG_LEVEL": "WARNING",
    }


if __name__ == "__main__":
    main()
