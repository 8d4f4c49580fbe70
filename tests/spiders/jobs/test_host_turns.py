"""Hosts take turns from the first request on, however the pages of a job are ordered."""

from __future__ import annotations

from spiders.jobs.host_turns import in_turns
from spiders.jobs.job import JobPage


def _page(*addresses: str) -> JobPage:
    return JobPage(
        key=" ".join(addresses), document_id="d", addresses=addresses, accept_language="", landmark="",
        obeys_robots=True, max_bytes=1, timeout_seconds=1,
    )  # fmt: skip


def test_every_host_is_asked_before_one_is_asked_again() -> None:
    pages = [_page(f"https://{host}.example/{n}") for host, many in (("a", 3), ("b", 1), ("c", 2)) for n in range(many)]
    order = ["a.example/0", "b.example/0", "c.example/0", "a.example/1", "c.example/1", "a.example/2"]
    assert [page.key for page in in_turns(pages)] == [f"https://{name}" for name in order]


def test_pages_of_one_host_keep_their_order_whatever_scheme_and_port() -> None:
    pages = [_page("http://a.example/1"), _page("https://a.example:8443/2"), _page("https://A.example/3")]
    assert in_turns(pages) == pages


def test_pages_without_an_address_are_not_left_out() -> None:
    pages = [_page(), _page("https://a.example/"), _page()]
    assert sorted(page.key for page in in_turns(pages)) == ["", "", "https://a.example/"]
