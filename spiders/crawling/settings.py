"""Scrapy's settings, by its names; what differs from job to job is in `settings_of`."""

from __future__ import annotations

import os

from scrapy.settings import Settings

from spiders.crawling.proxies import proxy_hosts
from spiders.jobs.host_turns import pages_by_host
from spiders.jobs.job import Job

ITEM_PIPELINES = {"spiders.crawling.pipelines.ResultPipeline": 100}
DOWNLOAD_HANDLERS = {
    **dict.fromkeys(("http", "https"), "spiders.crawling.bounded_headers.BoundedHeadersHandler"),
    **dict.fromkeys(("data", "file", "ftp", "s3")),  # pages of the web are all that is asked for
}
DOWNLOADER_MIDDLEWARES = {  # on the way out in this order, on the way back in the opposite one
    "spiders.crawling.retries.PatientRetryMiddleware": 80,
    "spiders.crawling.redirects.HopMiddleware": 90,
    "spiders.crawling.proxies.ProxyMiddleware": 95,
    "spiders.crawling.robots.RobotsMiddleware": 100,
}
# Of Scrapy's own, these and no others: what is only switched off is loaded all the same, which takes a quarter of the
# time that a process needs to start, and what a further release adds is not switched off. Its robots.txt takes an error
# for leave, so ours stand in its place and in that of redirects and retries; the bytes as transferred are evidence and
# are decoded apart; no cookie and no answer is kept.
DOWNLOADER_MIDDLEWARES_BASE = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": 50,
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": 300,
    "scrapy.downloadermiddlewares.downloadtimeout.DownloadTimeoutMiddleware": 350,
    "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": 400,
    "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": 500,
    "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": 750,
    "scrapy.downloadermiddlewares.stats.DownloaderStats": 850,
}
REFERER_ENABLED = False
HTTPERROR_ALLOW_ALL = True  # what an error page says is evidence
URLLENGTH_LIMIT = 0
DOWNLOAD_VERIFY_CERTIFICATES = True
TWISTED_DNS_RESOLVER = "spiders.crawling.resolver.GuardedResolver"
DNS_TIMEOUT = 20
CONCURRENT_REQUESTS_PER_DOMAIN = 1
# Scripts, styles and pictures of a page that a browser shows: one visit, as a reader's would be.
DOWNLOAD_SLOTS = {"part": {"concurrency": 6, "delay": 0}}
# Scrapy's variation draws anew whenever a gap seems over: half of a gap at the least, and 1.2 of it on average.
DOWNLOAD_DELAY_JITTER = 0
EXTENSIONS = {"spiders.crawling.host_rests.HostRests": 100}
# Likewise: two of Scrapy's open a port on this machine, behind which whoever has a password runs Python in the process.
EXTENSIONS_BASE = {
    "scrapy.extensions.corestats.CoreStats": 0,
    "scrapy.extensions.throttle.AutoThrottle": 0,
}
AUTOTHROTTLE_MAX_DELAY = 60.0
LOG_LEVEL = "WARNING"

_AT_ONCE = (16, 400)  # requests, the fewest and the most: each has a connection, of which a process may have a thousand


def settings_of(job: Job) -> Settings:
    """Return the settings with those of a job; the last five names are our own."""
    politeness = job.politeness
    settings = Settings()
    settings.setmodule("spiders.crawling.settings")
    settings.update(
        {
            "USER_AGENT": job.user_agent,
            "CONCURRENT_REQUESTS": _at_once(job),
            "DOWNLOAD_DELAY": politeness.delay_seconds,
            "AUTOTHROTTLE_ENABLED": politeness.delay_seconds > 0,
            "AUTOTHROTTLE_START_DELAY": max(politeness.delay_seconds, 0.1),
            "RETRY_TIMES": politeness.retries,
            "RETRY_BACKOFF_SECONDS": politeness.backoff_seconds,
            "RETRY_LONGEST_WAIT_SECONDS": politeness.longest_wait_seconds,
            "RESTING_HOSTS": dict(politeness.resting),
            "PRIVATE_NAMES": sorted(
                {origin.rpartition(":")[0] for p in job.pages for origin in p.private_origins}
                | proxy_hosts(job.pages, os.environ)
            ),
        }
    )
    return settings


def _at_once(job: Job) -> int:
    """Return how many requests may be under way: two a host, so that none which waits keeps other hosts from theirs."""
    fewest, most = _AT_ONCE
    return min(max(fewest, 2 * len(pages_by_host(job.pages))), most)
