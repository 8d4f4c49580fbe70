"""The pace of fetching is that of the hosts: none is asked too soon, and none waits for what is done with pages."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from time import monotonic, sleep

from scrapy import Request

from snapshots.records import Capture, Document, DocumentKind
from spiders.crawling.process import sparing_hosts
from spiders.declarations.declaration import Declaration
from spiders.jobs.declared_pages import page_of
from spiders.jobs.job import Job, Politeness
from spiders.jobs.spared_hosts import SparedHosts
from spiders.pages.http_channel import crawl
from spiders.pages.page_spider import PageSpider
from tests.loopback_farm import Farm, farm_of, needs_loopback_network

PAGE = b"<title>Orchard</title><p>" + b"We keep what you tell us for as long as you stay with us. " * 2_000
GAP = 0.3


def _declared(farm: Farm, pages: int) -> list[Declaration]:
    urls = [(f"orchard-{host}-{n}", farm.url(host, str(n))) for host in range(len(farm.hosts)) for n in range(pages)]
    return [
        Declaration(
            document=Document(
                id=name, title="Orchard", service="Orchard", kind=DocumentKind.PRIVACY_POLICY, url=url, language="en"
            ),
            addresses=(url,),
            accept_language="en",
        )
        for name, url in urls
    ]


@needs_loopback_network
def test_a_host_rests_after_each_answer_and_after_its_robots_txt() -> None:
    answered: list[tuple[str, float]] = []

    def show(host: str, path: str) -> bytes:
        sleep(GAP)  # so slow that a gap which began with the request were over
        answered.append((host, monotonic()))
        return PAGE

    with farm_of(2, show) as farm:
        found = list(crawl(_declared(farm, 3), contact="", politeness=Politeness(delay_seconds=GAP)))
        assert [type(result) for result in found] == [Capture] * 6
        assert farm.shortest_gap() >= GAP
        for host in farm.hosts:
            ends = [at for name, at in answered if name == host]
            begins = [one.at for one in farm.pages() if one.host == host]
            assert all(begin - end >= GAP for end, begin in zip(ends, begins[1:], strict=False))


@needs_loopback_network
def test_a_host_rests_between_two_runs_of_one_program_too() -> None:
    gap, spared = timedelta(seconds=2), SparedHosts()
    with farm_of(1, lambda host, path: PAGE) as farm, sparing_hosts(gap, spared):
        for declaration in _declared(farm, 2):
            list(crawl([declaration], contact=""))
        assert len(farm.pages()) == 2
        assert farm.shortest_gap() >= gap.total_seconds()


@needs_loopback_network
def test_pages_are_fetched_while_nobody_takes_those_that_are_there() -> None:
    with farm_of(2, lambda host, path: PAGE) as farm:
        declared = _declared(farm, 12)
        results = crawl(declared, contact="", politeness=Politeness(delay_seconds=0))
        first = next(results)
        while len(farm.pages()) < len(declared):  # three megabytes, of which a pipe holds a fiftieth
            sleep(0.02)
        names = [one.exchange.document_id for one in (first, *results)]
        assert sorted(names) == sorted(d.document.id for d in declared)


async def _first_requests(job: Job) -> list[str]:
    return [asked.url async for asked in PageSpider(job=job).start() if isinstance(asked, Request)]


def test_hosts_take_turns_from_the_first_request_on() -> None:
    farm = Farm(lambda host, path: PAGE, ["one.example", "two.example", "three.example"], 80)
    pages = tuple(page_of(declaration) for declaration in _declared(farm, 2))
    job = Job(spider="", user_agent="tests", pages=pages, politeness=Politeness())
    with ThreadPoolExecutor(1) as thread:  # a browser's tests may have left a loop running in this one
        asked = thread.submit(lambda: asyncio.run(_first_requests(job))).result()
    assert asked == [farm.url(host, str(n)) for n in range(2) for host in range(3)]
