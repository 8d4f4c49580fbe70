"""What search engines and link previews read: sitemaps, robots.txt, the meta tags of shared pages."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urljoin

import pytest
from lxml import etree
from protego import Protego
from selectolax.lexbor import LexborHTMLParser

from feeds.publication import sitemap
from feeds.publication.site_build import publish
from feeds.site import Site
from monitor.running.composition import analysis
from tests.feeds.samples import HOSTILE, filled

SITE = Site(title="Harbour watch", base_url="https://watch.example.test/", authority="harbour.test,2025")
_LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    publish(filled(), folder, SITE, analysis())
    return folder


def locations(path: Path) -> list[str]:
    return [str(found.text) for found in etree.parse(path).getroot().iter(_LOC)]


def file_at(out: Path, address: str) -> Path:
    path = out / address.removeprefix(SITE.base_url)
    return path / "index.html" if address.endswith("/") else path


def test_the_sitemaps_name_every_page_once_and_all_are_there(out: Path) -> None:
    maps = [file_at(out, address) for address in locations(out / "sitemap.xml")]
    named = [address for path in maps for address in locations(path)]
    assert len(named) == len(set(named))
    assert all(file_at(out, address).is_file() for address in named)
    pages = {address for address in named if "/changes/" in address}
    assert {SITE.url("changes/"), SITE.url("changes/1/"), SITE.url("changes/2/")} == pages
    assert sum("/v/" in address for address in named) == 3


def test_a_sitemap_that_is_full_is_followed_by_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "LIMIT", 2)
    publish(filled(), tmp_path, SITE, analysis())
    maps = [file_at(tmp_path, address) for address in locations(tmp_path / "sitemap.xml")]
    assert all(len(locations(path)) <= 2 for path in maps)
    assert sum(len(locations(path)) for path in maps) == len({a for path in maps for a in locations(path)}) > 10


def test_a_site_of_several_languages_names_each_page_in_all_of_them(tmp_path: Path) -> None:
    site = Site(title="Harbour watch", base_url=SITE.base_url, authority=SITE.authority, languages=("en", "fr"))
    publish(filled(), tmp_path, site, analysis())
    maps = [file_at(tmp_path, address) for address in locations(tmp_path / "sitemap.xml")]
    named = [address for path in maps for address in locations(path)]
    assert all(file_at(tmp_path, address).is_file() for address in named)
    assert {SITE.url("d/harbour-policy/"), SITE.url("fr/d/harbour-policy/")} <= set(named)
    links = [
        (link.get("hreflang"), link.get("href"))
        for path in maps
        for link in etree.parse(path).getroot().iter("{http://www.w3.org/1999/xhtml}link")
    ]
    assert links.count(("fr", SITE.url("fr/changes/1/"))) == 2, "both pages name both, themselves among them"


def test_robots_may_read_pages_and_need_not_ask_for_what_is_worked_out(out: Path) -> None:
    rules = Protego.parse((out / "robots.txt").read_text())
    assert rules.can_fetch(SITE.url("changes/1/"), "anyone")
    assert rules.can_fetch(SITE.url("d/harbour-policy/"), "anyone")
    assert not rules.can_fetch(SITE.url("d/harbour-policy/compare/1..2/"), "anyone")
    assert not rules.can_fetch(SITE.url("timegate/https://harbour.example/"), "anyone")
    assert list(rules.sitemaps) == [SITE.url("sitemap.xml")]


def test_a_shared_alert_shows_its_picture_and_words(out: Path) -> None:
    page = LexborHTMLParser((out / "changes/1/index.html").read_bytes())
    told = {tag.attributes.get("property"): tag.attributes.get("content") for tag in page.css("meta[property]")}
    assert told["og:url"] == SITE.url("changes/1/")
    assert told["og:title"] == "Messages are now read"
    assert "Critical" in str(told["og:image:alt"])
    picture = file_at(out, urljoin(str(told["og:url"]), str(told["og:image"])))
    assert picture.read_bytes().startswith(b"\x89PNG")
    quiet = LexborHTMLParser((out / "changes/2/index.html").read_bytes())
    assert quiet.css_first('meta[property="og:image"]') is None
    lost = LexborHTMLParser((out / "404.html").read_bytes())
    assert lost.css("link[rel=canonical], meta[property]") == []


def test_a_hostile_title_stays_in_its_attribute(tmp_path: Path) -> None:
    publish(filled(said=HOSTILE, headline=f'"{HOSTILE}'), tmp_path, SITE, analysis())
    page = LexborHTMLParser((tmp_path / "changes/1/index.html").read_bytes())
    (title,) = page.css('meta[property="og:title"]')
    assert str(title.attributes["content"]).startswith('"</p><script>')
