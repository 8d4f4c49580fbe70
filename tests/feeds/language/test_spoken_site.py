"""A site in several languages: each page in each, feeds of its own, quotes as they are, nothing left in English."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import feedparser
import httpx
import pytest
from selectolax.lexbor import LexborHTMLParser

from feeds.errors import BadSite
from feeds.language import translation
from feeds.publication.site_build import publish
from feeds.serving.live import Live
from feeds.site import Site
from tests.feeds.samples import AFTER, BEFORE, WORKINGS, filled
from tests.feeds.server import listening, served

SITE = Site(
    title="Harbour watch",
    base_url="https://watch.example.test/policies/",
    authority="harbour.test,2025",
    languages=("en", "de", "fr"),
    phrases=("the boats",),
)
NAMES_OF_FORMATS = "UTC RSS JSON Feed Atom BibTeX RIS CSL Plain text page csv jsonl sqlite Harbour watch".split()  # noqa: SIM905


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("spoken") / "site"
    publish(filled(), folder, SITE, WORKINGS)
    return folder


def pages(out: Path, folder: str = "") -> Iterator[tuple[Path, LexborHTMLParser]]:
    for path in sorted((out / folder).rglob("*.html")):
        yield path, LexborHTMLParser(path.read_text())


def test_each_page_stands_in_each_language_and_leads_to_the_others(out: Path) -> None:
    german = {path.relative_to(out / "de") for path in (out / "de").rglob("*.html")}
    english = {path.relative_to(out) for path in out.rglob("*.html")}
    assert german and german <= english and len(german) > 20
    page = LexborHTMLParser((out / "de/changes/1/index.html").read_text())
    assert [node.attributes["lang"] for node in page.css("html")] == ["de"]
    others = {link.attributes["hreflang"]: link.attributes["href"] for link in page.css("link[hreflang]")}
    assert others["en"] == "https://watch.example.test/policies/changes/1/"
    assert others["fr"] == "https://watch.example.test/policies/fr/changes/1/"
    switch = {link.text(): link.attributes["href"] for link in page.css(".tongues a")}
    assert set(switch) == {"English", "Deutsch", "Français"}
    for target in switch.values():
        assert (out / "de/changes/1" / str(target) / "index.html").resolve().is_file()


def test_every_link_of_another_language_leads_somewhere(out: Path) -> None:
    for path, page in pages(out, "de"):
        for node in page.css("a[href], link[rel=stylesheet], link[rel=icon], script[src]"):
            target = str(node.attributes.get("href") or node.attributes.get("src")).partition("#")[0].partition("?")[0]
            if not target or re.match(r"https?:|mailto:|/", target):
                continue
            found = path.parent / target
            assert found.is_file() or (found / "index.html").is_file(), (path, target)


def test_quotes_stay_and_headlines_say_their_language(out: Path) -> None:
    page = LexborHTMLParser((out / "de/changes/1/index.html").read_text())
    text = page.body.text() if page.body else ""
    assert BEFORE.split()[0] in text and "when they name a boat" in AFTER.replace("<b>", "").replace("</b>", "")
    assert [node.attributes["lang"] for node in page.css("h1")] == ["en"]
    assert "Vorher und nachher" in text


def test_the_picture_of_an_alert_is_in_the_language_of_its_page(out: Path) -> None:
    shown = {}
    for folder in ("", "de/"):
        page = LexborHTMLParser((out / f"{folder}changes/1/index.html").read_text())
        (tag,) = page.css("meta[property='og:image']")
        address = str(tag.attributes["content"])
        assert address == f"{SITE.base_url}{folder}changes/1/picture.png"
        shown[folder] = (out / f"{folder}changes/1/picture.png").read_bytes()
    assert shown[""] != shown["de/"]


def test_a_feed_of_another_language_has_entries_of_its_own(out: Path) -> None:
    english, german = (feedparser.parse((out / f"{folder}feeds/alerts.atom").read_bytes()) for folder in ("", "de/"))
    assert german.feed.language == "de" and english.feed.language == "en"
    assert not german.bozo
    assert {entry.id for entry in german.entries}.isdisjoint(entry.id for entry in english.entries)
    assert german.feed.id != english.feed.id
    assert german.entries[0].link == "https://watch.example.test/policies/de/changes/1/"
    assert "Weniger Schutz" in german.entries[0].title and "Private Nachrichten" in german.entries[0].title


def test_a_second_build_writes_nothing(out: Path, tmp_path: Path) -> None:
    archive = filled()
    first = publish(archive, tmp_path / "site", SITE, WORKINGS)
    again = publish(archive, tmp_path / "site", SITE, WORKINGS)
    assert first.written > 100 and again.written == 0


class Bracketed(dict[str, tuple[str, ...]]):
    """A catalogue of a language in which everything is said in brackets."""

    def get(self, key: str, default: object = None) -> tuple[str, ...]:
        return ("⟦" + key + "⟧",) * 2


def without_brackets(text: str) -> str:
    inner = re.compile(r"⟦[^⟦⟧]*⟧")
    while inner.search(text):
        text = inner.sub(" ", text)
    return text


def test_nothing_of_ours_is_left_untranslated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def bracketed(language: str) -> Mapping[str, tuple[str, ...]]:
        return Bracketed()

    monkeypatch.setattr(translation, "_messages", bracketed)
    archive = filled()
    publish(archive, tmp_path / "site", replace(SITE, languages=("en", "fr")), WORKINGS)
    known = {
        word
        for d in archive.documents()
        for word in re.findall(r"[^\W\d_]{3,}", f"{d.title} {d.service} {d.id} {d.url}")
    }
    texts = f"Boats are named! The boats, the boats. What we read and collect {BEFORE} {AFTER}"
    known |= set(re.findall(r"[^\W\d_]{3,}", texts))
    known |= {*NAMES_OF_FORMATS, *re.findall(r"[^\W\d_]{3,}", SITE.base_url)}
    for path, page in pages(tmp_path / "site", "fr"):
        for node in page.css("code, pre, script, style, svg, .stamp, .feed-entry h2, body [lang]"):
            node.decompose()
        words = set(re.findall(r"[^\W\d_]{3,}", without_brackets(page.body.text(separator=" ") if page.body else "")))
        assert words - known - MONTHS == set(), path
        for node in page.css("[aria-label], [data-label], [title], [placeholder]"):
            for name in ("aria-label", "data-label", "title", "placeholder"):
                label = without_brackets(node.attributes.get(name) or "")
                assert set(re.findall(r"[^\W\d_]{3,}", label)) - known - MONTHS == set(), (path, name)


MONTHS = {"janvier", "février", "mars", "avril", "mai", "juin", "janv", "févr", "avr"}


def test_what_is_asked_for_is_answered_in_the_language_of_its_address(tmp_path: Path) -> None:
    archive = filled()
    with listening() as (listener, address):
        site = replace(SITE, base_url=address, live=True)
        publish(archive, tmp_path / "site", site, WORKINGS)
        with served(tmp_path / "site", listener, Live(archive, site, WORKINGS)):
            german = httpx.get(f"{address}/de/phrase", params={"q": "boats"})
            english = httpx.get(f"{address}/phrase", params={"q": "boats"})
            feed = httpx.get(f"{address}/de/feeds/alerts.json")
    assert "Geschichte einer Wortfolge" in german.text and 'lang="de"' in german.text
    assert "History of a phrase" in english.text
    assert feed.headers["content-type"].startswith("application/feed+json")
    assert feed.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("languages", [(), ("en", "en"), ("en", "tlh")])
def test_a_language_that_nobody_speaks_here_is_refused(languages: tuple[str, ...]) -> None:
    with pytest.raises(BadSite, match="languages of the site"):
        replace(SITE, languages=languages)
