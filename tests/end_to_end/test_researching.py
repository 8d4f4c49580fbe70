"""What researchers ask on the command line: the same answers as on the pages, and slips told in words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.end_to_end.cli import called
from tests.end_to_end.warcs import write_warc
from tests.monitor.pages import page, with_change

COUNTS = "We count visits in order to plan how many berths the harbour needs next year."
GROUPS = "We count visits in groups to plan how many berths the harbour needs next year."


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("research")
    later = with_change("How we use it", 2, GROUPS)
    for name, days in (("eu", (0, 1)), ("us", (0,))):
        bodies = [(day, page(later if day else None)) for day in days]
        write_warc(folder / f"{name}.warc", bodies, f"https://harbour.example/{name}")
        (folder / "archive" / "declarations").mkdir(parents=True, exist_ok=True)
        (folder / "archive" / "declarations" / f"{name}.toml").write_text(
            f'[[document]]\nid = "harbour-{name}"\ntitle = "Harbour ({name})"\nservice = "Harbour"\n'
            f'kind = "privacy-policy"\nurl = "https://harbour.example/{name}"\nlanguage = "en"\nregion = "{name}"\n',
            encoding="utf-8",
        )
        called(
            "import", "warc", folder / f"{name}.warc", "--document", f"harbour-{name}", "--archive", folder / "archive"
        )
    (folder / "archive" / "policywatch.toml").write_text('phrases = ["count visits"]\n', encoding="utf-8")
    called("build", folder / "site", "--archive", folder / "archive")
    return folder / "archive"


def asked(archive: Path, *arguments: str) -> list[dict[str, object]]:
    shown = called(*arguments, "--json", "--archive", archive).stdout
    return [json.loads(line) for line in shown.splitlines()]


def site_page(archive: Path, path: str) -> LexborHTMLParser:
    return LexborHTMLParser((archive.parent / "site" / path / "index.html").read_bytes())


def test_blame_is_the_same_on_the_command_line_and_on_the_page(archive: Path) -> None:
    told = asked(archive, "blame", "harbour-eu")
    tree = site_page(archive, "d/harbour-eu/blame")
    shown = [
        (passage.text().strip(), run.css_first("time").attributes["datetime"])
        for run in tree.css(".blame__run")
        for passage in run.css(".blame__text > p, .blame__text > h3")
    ]
    assert shown == [(line["text"], line["since"]["captured_at"][:10]) for line in told]  # type: ignore[index]
    (edited,) = [line for line in told if line["earlier"]]
    assert (edited["text"], edited["earlier"][0]["text"]) == (GROUPS, COUNTS)  # type: ignore[index]
    assert edited["lacked_at"] == "2025-03-01T06:00:00Z"
    words = called("blame", "harbour-eu", "--archive", archive).stdout
    assert f"before: “{COUNTS}” since v1, 2025-03-01 06:00" in words
    assert GROUPS not in called("blame", "harbour-eu", "v1", "--archive", archive).stdout


def test_search_is_the_same_on_the_command_line_and_on_the_page(archive: Path) -> None:
    (told,) = asked(archive, "search", "count visits")
    tree = site_page(archive, "phrases/count-visits")
    assert {p["text"] for p in told["passages"]} == {COUNTS, GROUPS}  # type: ignore[attr-defined]
    assert {quote.text().strip() for quote in tree.css(".entries blockquote")} == {COUNTS, GROUPS}
    assert [d["now"] for d in told["documents"]] == [1, 1]  # type: ignore[attr-defined]
    now = [cell.text() for cell in tree.css("#where ~ table td.num")]
    assert now == ["1", "1"]
    (in_one,) = asked(archive, "search", "count visits in groups", "--document", "harbour-us")
    assert in_one["first_seen"] is None
    words = called("search", "count visits in groups", "--archive", archive).stdout
    assert "first seen 2025-03-02 06:00 in harbour-eu v2" in words
    assert "stands in no version" in called("search", "submarine", "--archive", archive).stdout
    refused = called("search", " ", "--archive", archive, code=1).stderr
    assert "1 to 200 characters" in refused


def test_regions_are_asked_for_by_service_by_documents_and_by_day(archive: Path) -> None:
    (by_service,) = asked(archive, "regions", "harbour")
    assert (by_service,) == tuple(asked(archive, "regions", "harbour-eu", "harbour-us"))
    (pair,) = by_service["pairs"]  # type: ignore[misc]
    assert (pair["first"], pair["second"]) == (GROUPS, COUNTS)
    (early,) = asked(archive, "regions", "Harbour", "2025-03-01T12:00Z")
    assert early["pairs"] == early["only_first"] == early["only_second"] == []
    only = site_page(archive, "regions/harbour-eu..harbour-us").css_first(".pair .only")
    assert only.text() == "[only here: groups] "
    assert "us: We count visits in order" in called("regions", "harbour", "--archive", archive).stdout
    assert "services are: Harbour" in called("regions", "nobody", "--archive", archive, code=2).stderr
    assert "expected two documents" in called("regions", "harbour-eu", "--archive", archive, code=2).stderr


def test_an_archive_in_which_nothing_was_seen_has_pages_that_say_so(tmp_path: Path) -> None:
    called("init", tmp_path / "fresh")
    called("build", tmp_path / "site", "--archive", tmp_path / "fresh")
    for path, words in (
        ("scope", "No document was seen yet"),
        ("regions", "No two documents"),
        ("phrases", "once one was seen"),
    ):
        assert words in (tmp_path / "site" / path / "index.html").read_text(encoding="utf-8")
