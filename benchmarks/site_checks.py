"""Hold every file of a built site against its standard: HTML, accessibility, feeds, data package, OpenAPI.

    python -m benchmarks.site_checks SITE

`make validators` installs what comes through npm: the W3C's checker of HTML (vnu, which needs Java) and axe-core
(which needs a Chromium). Prints what is wrong, then a line for each standard, and exits 1 where anything is. Every
page is held against HTML; axe looks at the largest page of each kind below 300 kB, in each language of the site, at
375 and 1,280 pixels, light and dark. Titles of feeds are measured, too.
"""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

import feedparser
from frictionless import Package
from openapi_spec_validator import OpenAPIV31SpecValidator
from playwright.sync_api import sync_playwright

from feeds.language.translation import NAMES
from feeds.wording import LONGEST_TITLE
from tests.browsing import find_browser, opened
from tests.feeds.checking import complaints
from tests.feeds.server import served

_VNU = Path(__file__).parent.parent / ".venv" / "node" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
_FEEDS = (".atom", ".rss", ".json", ".opml")
_AT_ONCE = 400  # pages that one run of vnu is given
_LARGEST = 300_000  # bytes of a page that axe looks at
_ITS_OWN = re.compile(
    r"\d{4}-\d\d-\d\d|[0-9a-f]{8,}|\d+|(?<=^d/)[^/]+|(?<=-)[a-z-]+(?=/)"
)  # what pages of a kind differ in
_SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def main(arguments: Sequence[str]) -> int:
    site = Path(arguments[0])
    pages = sorted(site.rglob("*.html"))
    found = {
        f"HTML (vnu), {len(pages)} pages": list(html(pages)),
        f"feeds, {len(feed_paths(site))} files": list(feeds(site)),
        f"titles of at most {LONGEST_TITLE} characters": list(titles(site)),
        "data package (frictionless)": list(tables(site)),
        "OpenAPI": list(openapi(site)),
        f"accessibility (axe), {len(kinds(site, pages))} kinds of pages, 4 views": list(barred(site, pages)),
    }
    for wrong in found.values():
        for line in wrong[:20]:
            print(line)
    for name, wrong in found.items():
        print(f"{len(wrong):>4} errors  {name}")
    return int(any(found.values()))


def html(pages: Sequence[Path]) -> Iterator[str]:
    """Yield what is no valid HTML."""
    if not _VNU.is_file():
        sys.exit("vnu is missing; `make validators` installs it")
    for start in range(0, len(pages), _AT_ONCE):
        command = ["java", "-jar", str(_VNU), "--errors-only", "--format", "json", "--exit-zero-always"]
        done = subprocess.run([*command, *map(str, pages[start : start + _AT_ONCE])], capture_output=True, check=True)
        for said in json.loads(done.stderr)["messages"]:
            if said["type"] != "info":
                yield f"{said.get('url', '')}: {said['message']}"


def feed_paths(site: Path) -> list[Path]:
    folders = [site / folder / "feeds" for folder in ("", *NAMES)]
    return sorted(path for folder in folders for path in folder.rglob("*") if path.suffix in _FEEDS)


def feeds(site: Path) -> Iterator[str]:
    """Yield what is an error in a feed; a warning is none."""
    for path in feed_paths(site):
        for said in complaints(path.name, path.read_bytes()):
            if said.startswith("error"):
                yield f"{path.relative_to(site)}: {said}"


def titles(site: Path) -> Iterator[str]:
    """Yield titles of entries that readers would cut."""
    for path in feed_paths(site):
        if path.suffix in (".atom", ".rss"):
            for entry in feedparser.parse(path.read_bytes()).entries:
                if len(entry.title) > LONGEST_TITLE:
                    yield f"{path.relative_to(site)}: {len(entry.title)} characters: {entry.title}"


def tables(site: Path) -> Iterator[str]:
    """Yield what is wrong with the data package and its tables."""
    report = Package(str(site / "data" / "datapackage.json")).validate()
    yield from (str(error) for error in report.flatten(["title", "note"]))


def openapi(site: Path) -> Iterator[str]:
    """Yield what is wrong with the description of the API."""
    described = json.loads((site / "api" / "v1" / "openapi.json").read_text())
    yield from (error.message for error in OpenAPIV31SpecValidator(described).iter_errors())


def kinds(site: Path, pages: Sequence[Path]) -> dict[str, str]:
    """Return the address of one page of each kind, in each language."""
    chosen: dict[str, str] = {}
    for page in sorted(pages, key=lambda page: page.stat().st_size):
        address = page.relative_to(site).as_posix().removesuffix("index.html")
        folder, _slash, rest = address.partition("/")
        language, rest = (folder, rest) if folder in NAMES else ("", address)
        if page.stat().st_size <= _LARGEST:
            chosen[f"{language} {_ITS_OWN.sub('*', rest)}"] = address
    return chosen


def barred(site: Path, pages: Sequence[Path]) -> Iterator[str]:
    """Yield what bars people from a page, by WCAG 2.2 AA and good practice."""
    with sync_playwright() as playwright, socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        browser = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
        with served(site, listener):
            base = f"http://127.0.0.1:{listener.getsockname()[1]}/"
            for address in kinds(site, pages).values():
                for width, scheme in ((width, scheme) for width in (375, 1280) for scheme in _SCHEMES):
                    with opened(browser, base + address, width=width, scheme=scheme, bypass_csp=True) as shown:
                        yield from (f"{address} at {width}, {scheme}: {said}" for said in shown.axe())
                        if shown.is_scrolled_sideways():
                            yield f"{address} at {width}, {scheme}: wider than the window"
        browser.close()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
