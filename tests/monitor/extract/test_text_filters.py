"""Filters of text: the example of docs/plugins.md installed, declared and run; the one that every page goes through."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.extract.extraction import extract_page
from monitor.extract.extractor import EXTRACTOR, extractor_name
from monitor.extract.text_filters import drop_link_noise
from snapshots.plugins import TEXT_FILTERS
from spiders.declarations.declarations import load_declarations
from spiders.errors import DeclarationError
from tests.plugin_examples import install_example

PAGE = '<h1>Terms</h1><p>We keep <a href="/why?fbclid=x7&b=1">names</a>.</p><p>Last viewed: 3 May</p>'
DECLARED = """\
[[document]]
id = "harbour-terms"
title = "Terms"
service = "Harbour"
kind = "terms"
url = "https://harbour.example/terms"
filters = ["last-viewed"]
"""


@pytest.fixture
def declared(tmp_path: Path) -> Path:
    path = tmp_path / "harbour.toml"
    path.write_text(DECLARED)
    return path


def test_the_filter_of_the_docs_is_declared_and_applied(
    declared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    metadata = install_example("A text filter", tmp_path, monkeypatch)
    (declaration,) = load_declarations(declared)
    assert declaration.filters == ("last-viewed",)
    plain, filtered = (extract_page(PAGE, filters=names)[0] for names in ((), declaration.filters))
    assert [segment.text for segment in plain.segments] == ["Terms", "We keep names.", "Last viewed: 3 May"]
    assert filtered.segments == plain.segments[:2]
    assert filtered.extractor == extractor_name("body", (), declaration.filters) != plain.extractor
    text = (metadata / "METADATA").read_text()
    (metadata / "METADATA").write_text(text.replace("Version: 1", "Version: 2"))
    assert extract_page(PAGE, filters=declaration.filters)[0].extractor != filtered.extractor


def test_a_filter_that_is_not_installed_is_refused_with_those_that_are(declared: Path) -> None:
    with pytest.raises(DeclarationError, match=r"harbour.toml:7: filters: expected one of: link-noise; found"):
        load_declarations(declared)


def test_every_page_goes_through_ours_and_its_extractor_is_called_as_before() -> None:
    assert TEXT_FILTERS.load("link-noise") is drop_link_noise
    read = extract_page(PAGE, url="https://harbour.example/terms", remove=("nav",))[0]
    assert [link.url for link in read.links] == ["https://harbour.example/why?b=1"]
    assert read.extractor == f"{EXTRACTOR}|body|nav"
    assert drop_link_noise(read) == read
