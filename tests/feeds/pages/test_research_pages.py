"""The research pages, read as a reader reads them: what stands in them is what was worked out, and nothing runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from selectolax.lexbor import LexborHTMLParser

from feeds.edition.edition import take_edition
from feeds.pages.research.phrase_pages import cut_at
from feeds.pages.research.research_addresses import phrase_address
from feeds.publication.site_build import files, publish
from feeds.site import Site
from monitor.research.research_service import ResearchService
from monitor.rules.pack_files import default_pack
from monitor.running.pipeline import Pipeline
from snapshots.archive import Archive
from snapshots.records import Capture, Exchange
from tests.feeds.samples import HOSTILE, WORKINGS, filled
from tests.monitor.pages import DOCUMENT, capture
from tests.monitor.pages import archive as archive_of_pages
from tests.story import served, story_archive

SITE = Site(
    title="Harbour watch",
    base_url="https://watch.example.test/",
    authority="harbour.test,2025",
    phrases=("evidence", "Evidence!", "private messages"),
)
EU = replace(DOCUMENT, id="harbour-policy-eu", region="eu")
US = replace(DOCUMENT, id="harbour-policy-us", region="us")


def policy(*sentences: str) -> bytes:
    filler = "".join(f"<p>At {n} past noon the ferry leaves berth {n} for the island.</p>" for n in range(30))
    said = "".join(f"<p>{sentence}</p>" for sentence in sentences)
    return f'<html lang="en"><body><h1>Harbour Privacy Policy</h1>{said}{filler}</body></html>'.encode()


def with_regions(archive: Archive) -> Archive:
    """Add a policy that Europe and America are told in two ways, and that Europe is told otherwise later."""
    pipeline = Pipeline(archive, "example.org,2026")
    told = [
        (EU, 0, ("We never use private messages to train AI.", "You can object at any time.")),
        (US, 0, ("We use private messages to train AI.", "You can object at any time.")),
        (
            EU,
            3,
            (
                "We use private messages to train AI if you agree.",
                "We use photos for ads.",
                "You can object at any time.",
            ),
        ),
    ]
    for document, day, sentences in told:
        archive.put_document(document)
        seen = capture(policy(*sentences), day)
        exchange: Exchange = replace(seen.exchange, document_id=document.id)
        pipeline.judge(archive.keep(Capture(exchange=exchange, body=seen.body)))
    return archive


@pytest.fixture(scope="module")
def archive() -> Archive:
    made: Archive = story_archive()
    return with_regions(made)


@pytest.fixture(scope="module")
def out(archive: Archive, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("research") / "site"
    publish(archive, folder, SITE, WORKINGS)
    return folder


@pytest.fixture(scope="module")
def client(archive: Archive, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("served") / "site"
    with served(archive, folder) as address, httpx.Client(base_url=address, follow_redirects=True) as asking:
        yield asking


def page(out: Path, path: str) -> LexborHTMLParser:
    return LexborHTMLParser((out / path / "index.html").read_bytes())


def words_of(tree: LexborHTMLParser, selector: str) -> list[str]:
    return [" ".join(node.text(deep=True).split()) for node in tree.css(selector)]


def desk(archive: Archive) -> ResearchService:
    return ResearchService(archive, default_pack())


def test_every_passage_of_the_newest_version_stands_on_the_page_with_its_date(archive: Archive, out: Path) -> None:
    found = desk(archive).blame("demo-privacy-policy", len(archive.versions("demo-privacy-policy")))
    tree = page(out, "d/demo-privacy-policy/blame")
    passages = ".blame__text > p, .blame__text > h3"
    assert words_of(tree, passages) == [" ".join(s.text.split()) for s in found.segments]
    runs = tree.css(".blame__run")
    dates = [
        run.css_first("time").attributes["datetime"]
        for run in runs
        for _ in run.css(".blame__text > p, .blame__text > h3")
    ]
    assert dates == [f"{s.since.captured_at:%Y-%m-%d}" for s in found.segments]
    assert len({*dates}) > 1


def test_the_contents_list_of_a_long_text_leads_to_its_headings(out: Path) -> None:
    tree = page(out, "d/demo-privacy-policy/blame")
    led = [str(link.attributes["href"]).removeprefix("#") for link in tree.css("nav.toc ol ol a")]
    headings = [str(heading.attributes["id"]) for heading in tree.css(".blame__text h3")]
    assert led == headings and len(led) > 2


def test_an_edited_passage_shows_what_it_said_before(archive: Archive, out: Path) -> None:
    tree = page(out, "d/demo-objection-form/blame")
    said = " ".join(words_of(tree, ".blame__notes"))
    assert "How does this use of your information affect you? (optional)" in said.replace("[removed: ", "").replace(
        "] ", ""
    )


def test_a_phrase_that_the_settings_name_has_one_page_and_says_when(archive: Archive, out: Path) -> None:
    assert phrase_address("evidence") == phrase_address("Evidence!")
    found = desk(archive).phrase("evidence")
    tree = page(out, phrase_address("evidence"))
    assert found.first
    assert f"{found.first[1].captured_at:%Y-%m-%d}" in (tree.css_first(".lede time").attributes["datetime"] or "")
    texts = {passage.text for passage in found.passages}
    assert {" ".join(text.split()) for text in texts} == set(words_of(tree, ".entries blockquote"))
    assert {mark.lower() for mark in words_of(tree, "mark")} == {"evidence"}
    listed = words_of(page(out, "phrases"), "ul a.q")
    assert listed == ["evidence", "Evidence!", "private messages"]


def test_files_alone_say_that_they_cant_search(out: Path) -> None:
    for path in ("phrases", "phrase"):
        assert page(out, path).css_first("form") is None
        assert "policywatch search" in page(out, path).text()


def test_a_phrase_of_ones_own_is_answered_live(client: httpx.Client, archive: Archive) -> None:
    answer = client.get("/phrase", params={"q": "private messages", "document": EU.id})
    assert answer.status_code == 200
    tree = LexborHTMLParser(answer.content)
    assert tree.css_first("input[type=search]").attributes["value"] == "private messages"
    assert words_of(tree, "option[selected]") == [EU.title]
    assert {mark.lower() for mark in words_of(tree, "mark")} == {"private messages"}
    again = client.get(str(answer.url), headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304
    never = client.get("/phrase", params={"q": "submarines"})
    assert "In no version of" in never.text
    assert client.get("/phrase").url.path == "/phrases/"
    assert client.get("/phrase", params={"q": "x" * 300}).status_code == 400
    assert client.get("/phrase", params={"q": "x", "document": "nobody"}).status_code == 404


def test_a_phrase_that_nobody_uses_leads_to_what_is_said_instead(client: httpx.Client) -> None:
    tree = LexborHTMLParser(client.get("/phrase", params={"q": "attached evidences"}).content)
    (offered,) = [link for link in tree.css("main p a.q") if "attach evidence" in link.text()]
    led = client.get(f"/{str(offered.attributes['href']).removeprefix('./')}")
    assert "First seen" in led.text


def test_what_is_asked_is_shown_as_text(client: httpx.Client) -> None:
    answer = client.get("/phrase", params={"q": HOSTILE})
    tree = LexborHTMLParser(answer.content)
    assert tree.css_first("script:not([src])") is None
    assert tree.css_first("main img") is None
    assert tree.css_first("input[type=search]").attributes["value"].startswith("</p><script>")


def test_a_scope_table_says_since_when(archive: Archive, out: Path) -> None:
    tree = page(out, f"d/{EU.id}/scope")
    row = next(row for row in tree.css("table.scope tr") if "messages" in row.css_first("th").text().lower())
    assert "Conditional" in row.text()
    assert row.css_first(".scope__since--new time").attributes["datetime"] == "2025-03-04"
    moments = words_of(tree, "#moments ~ details tbody tr, #moments + details tbody tr")
    assert any("Excluded" in moment and "Conditional" in moment for moment in moments)
    assert "We use private messages to train AI if you agree." in words_of(tree, ".scope .quote p")
    assert f"d/{EU.id}/scope/" in (out / "scope/index.html").read_text()


def test_the_gravest_purpose_comes_first_however_old_it_is(out: Path) -> None:
    tree = page(out, "scope")
    purposes = [cell.text().strip() for cell in tree.css('td[data-label="Purpose"]')]
    training = [index for index, purpose in enumerate(purposes) if "raining AI" in purpose]
    assert training == list(range(len(training)))
    assert any("dvertising" in purpose for purpose in purposes[len(training) :])


def test_not_mentioned_never_looks_like_excluded(out: Path) -> None:
    for path in out.rglob("scope/index.html"):
        for state in LexborHTMLParser(path.read_bytes()).css(".state"):
            is_silent = "Not mentioned" in state.text()
            assert ("state--none" in (state.attributes["class"] or "")) is is_silent


def test_a_form_stands_as_a_form_with_its_count(archive: Archive, out: Path) -> None:
    found = desk(archive).form("demo-objection-form")
    tree = page(out, "d/demo-objection-form/form")
    assert words_of(tree, ".paper-form .label") == [field.label for field in found.states[-1].fields]
    totals = [line.split()[0] for line in words_of(tree, "#friction ~ table tbody td.num")]
    assert totals == [str(state.friction.total) for state in found.states]
    assert [len(chart.css("rect")) for chart in tree.css("svg.blocks")] == list(map(int, totals))
    assert "Required" in words_of(tree, ".chg")


def test_regions_stand_side_by_side_and_nothing_is_told_as_a_change(archive: Archive, out: Path) -> None:
    tree = page(out, f"regions/{EU.id}..{US.id}")
    assert tree.css_first("ins, del") is None
    assert "if you agree" in words_of(tree, ".only")[0]
    assert f"regions/{EU.id}..{US.id}/" in (out / "regions/index.html").read_text()


def test_regions_stand_as_they_stood_on_a_day(client: httpx.Client) -> None:
    pair = f"/regions/{EU.id}..{US.id}"
    early = client.get(f"{pair}/on/", params={"day": "2025-03-02"})
    assert early.url.path == f"{pair}/2025-03-02/"
    assert "We never use private messages" in LexborHTMLParser(early.content).css_first("main").text()
    for nothing in ("2025-02-01", "2025-03-2", "yesterday"):
        assert client.get(f"{pair}/{nothing}/").status_code == 404
    assert client.get(f"/regions/{EU.id}..demo-ai-notice/2025-03-02/").status_code == 404
    assert client.get(f"{pair}/on/", params={"day": "31.12."}).url.path == f"{pair}/"


def test_a_form_in_another_document_is_answered_live(client: httpx.Client) -> None:
    assert "holds a form" in client.get("/d/demo-ai-notice/form/").text
    assert client.get("/d/nobody/form/").status_code == 404


def test_a_page_moves_with_versions_and_not_with_looks(archive: Archive, tmp_path: Path) -> None:
    made = with_regions(filled())
    publish(made, tmp_path / "site", SITE, WORKINGS)
    before = {path: path.read_bytes() for path in _research_files(tmp_path / "site")}
    assert len(before) > 10
    seen = capture(
        policy(
            "We use private messages to train AI if you agree.", "We use photos for ads.", "You can object at any time."
        ),
        4,
    )
    made.keep(Capture(exchange=replace(seen.exchange, document_id=EU.id), body=seen.body))
    list(Pipeline(made, "example.org,2026").judge_pending(EU.id))
    publish(made, tmp_path / "site", SITE, WORKINGS)
    assert {path: path.read_bytes() for path in _research_files(tmp_path / "site")} == before


def _research_files(folder: Path) -> list[Path]:
    kinds = ("blame", "scope", "form", "regions", "phrases")
    return [
        path for path in folder.rglob("index.html") if any(kind in path.relative_to(folder).parts for kind in kinds)
    ]


def test_hostile_words_are_text_on_every_research_page(tmp_path: Path) -> None:
    made = filled(said=HOSTILE, headline=HOSTILE)
    made.put_document(replace(made.documents()[0], title=HOSTILE, service=HOSTILE))
    publish(made, tmp_path / "site", replace(SITE, phrases=("alert", HOSTILE)), WORKINGS)
    for path in _research_files(tmp_path / "site"):
        tree = LexborHTMLParser(path.read_bytes())
        assert tree.css_first("script:not([src]), img, [style], [onerror]") is None, path
        for quote in tree.css("[dir]"):
            quote.decompose()  # what turns the direction of writing stays inside of a quote
        assert "\u202e" not in (tree.html or ""), path


@pytest.mark.parametrize(
    ("text", "phrase", "marked"),
    [
        (
            "Private\u00a0messages, private  MESSAGES",
            "private messages",
            ["Private\u00a0messages", "private  MESSAGES"],
        ),
        ("unprivate messages", "private messages", []),
        ("a “b” c", "a b c", ["a “b” c"]),
        ("nothing", "!?", []),
        ("a.b a_b", "a b", ["a.b", "a_b"]),
    ],
)
def test_a_phrase_is_marked_where_it_stands(text: str, phrase: str, marked: list[str]) -> None:
    pieces = cut_at(text, phrase)
    assert "".join(words for _, words in pieces) == text
    assert [words for is_phrase, words in pieces if is_phrase] == marked


def test_what_is_recorded_while_pages_are_made_belongs_to_the_next_edition(tmp_path: Path) -> None:
    kept = with_regions(archive_of_pages())
    expected = {file.path: file.render() for file in files(take_edition(kept, SITE, WORKINGS))}
    edition = take_edition(kept, SITE, WORKINGS)
    pipeline = Pipeline(kept, "example.org,2026")
    for document, day in ((EU, 9), (US, 9)):
        seen = capture(policy("The right to see the evidence is new.", "We sell private messages."), day)
        exchange = replace(seen.exchange, document_id=document.id)
        assert pipeline.judge(kept.keep(Capture(exchange=exchange, body=seen.body))).version
    take_edition(kept, SITE, WORKINGS).research.phrase("private messages")  # as a reader who asks meanwhile
    made = {file.path: file.render() for file in files(edition)}
    assert {path for path in expected if made.get(path) != expected[path]} == set()
