"""Through which proxy a page is asked, its declaration's or the environment's: a downloader middleware.

Scrapy's own stands behind it and does the proxy's side of HTTP. It alone would keep the password of a proxy among
the headers that are evidence, would ask a proxy for pages on this machine, and knows one proxy for everything.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from typing import Any, Self
from urllib.parse import urlsplit
from urllib.request import getproxies_environment, proxy_bypass_environment  # type: ignore[attr-defined]

from scrapy import Request

from snapshots.records import Outcome
from spiders.crawling.network_errors import RequestRefusal
from spiders.crawling.visits import VISIT, Visit
from spiders.http.hosts import is_private, plain_host
from spiders.jobs.job import JobPage

_FROM_ENVIRONMENT = re.compile(r"env:(\w+)")
_NOTE = " through a proxy"


class ProxyMiddleware:
    """Says for each request by which proxy it goes, and lets no page lead to a proxy itself."""

    def __init__(self, pages: Iterable[JobPage], environment: Mapping[str, str]) -> None:
        self._environment = environment
        self._hosts = proxy_hosts(pages, environment)

    @classmethod
    def from_crawler(cls, crawler: Any) -> Self:
        return cls(crawler.spider.job.pages, os.environ)

    def process_request(self, request: Request) -> None:
        """Let a request pass with its proxy named; None is none at all."""
        visit: Visit = request.meta[VISIT]
        host = plain_host(urlsplit(request.url).hostname or "")
        if host in self._hosts and not any(origin.startswith(f"{host}:") for origin in visit.page.private_origins):
            raise RequestRefusal(Outcome.UNREACHABLE, f"{request.url[:200]} leads to a proxy itself")
        proxy = request.meta["proxy"] = self._proxy_for(request.url, visit.page.proxy)
        if proxy and not visit.tool.endswith(_NOTE):
            visit.tool += _NOTE

    def _proxy_for(self, url: str, declared: str) -> str | None:
        if declared:
            if proxy := _read(declared, self._environment):
                return proxy
            raise RequestRefusal(
                Outcome.UNREACHABLE, f'the declaration says proxy = "{declared}", and the environment has none of it'
            )
        parts = urlsplit(url)
        if is_private(parts.hostname or "") or proxy_bypass_environment(parts.netloc):
            return None
        return getproxies_environment().get(parts.scheme)


def proxy_hosts(pages: Iterable[JobPage], environment: Mapping[str, str]) -> frozenset[str]:
    """Return the hosts of all proxies that pages may go by: they are connected to, wherever their names lead."""
    declared = (_read(page.proxy, environment) for page in pages)
    found = filter(None, (*declared, *(getproxies_environment().get(scheme) for scheme in ("http", "https"))))
    return frozenset(plain_host(urlsplit(url if "//" in url else f"//{url}").hostname or "") for url in found)


def _read(declared: str, environment: Mapping[str, str]) -> str:
    """Return the address of a proxy; one with a password stands in the environment, and not in a file."""
    named = _FROM_ENVIRONMENT.fullmatch(declared)
    return environment.get(named[1], "") if named else declared
