"""The data sets are found and cited: CITATION.cff, JSON-LD, a deposit that validates."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from frictionless import Package
from selectolax.lexbor import LexborHTMLParser

from feeds.datasets.dataset_citation import DatasetState, citation_cff, json_ld
from feeds.publication.site_build import publish
from feeds.site import Site
from monitor.running.composition import analysis
from tests.end_to_end.cli import called
from tests.end_to_end.crawls import Crawl
from tests.feeds.samples import HOSTILE, filled
from tests.monitor.pages import page, with_change
from tests.snapshots.samples import POLICY

SITE = Site(title="Harbour watch", base_url="https://watch.example.test/", authority="harbour.test,2025")
STATE = DatasetState(
    number="2026.3.1+7", created_at=datetime(2026, 3, 1, tzinfo=UTC), since=datetime(2025, 1, 1, tzinfo=UTC)
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("cited") / "site"
    publish(filled(), out, SITE, analysis())
    return out


def test_the_citation_file_says_what_when_and_which(site: Path) -> None:
    cited: dict[str, Any] = yaml.safe_load((site / "data/CITATION.cff").read_text("utf-8"))
    package = json.loads((site / "data/datapackage.json").read_text())
    assert (cited["cff-version"], cited["type"], cited["title"]) == ("1.2.0", "dataset", "Harbour watch: data")
    assert cited["version"] == package["version"]
    assert package["created"].startswith(cited["date-released"])
    assert cited["authors"] == [{"name": "Harbour watch"}]


def test_the_data_page_holds_the_data_set_for_search_engines(site: Path) -> None:
    tree = LexborHTMLParser((site / "data/index.html").read_text("utf-8"))
    (element,) = tree.css('script[type="application/ld+json"]')
    told = json.loads(element.text())
    assert (told["@context"], told["@type"]) == ("https://schema.org/", "Dataset")
    assert told["temporalCoverage"] == "2025-03-01/2025-03-06"
    for download in told["distribution"]:
        assert (site / download["contentUrl"].removeprefix(SITE.base_url)).is_file()


def test_hostile_words_end_no_element_and_no_string() -> None:
    hostile = replace(SITE, title=HOSTILE)
    told = json_ld(hostile, STATE, [replace(POLICY, title=HOSTILE)])
    assert "<" not in told
    assert "script" in json.loads(told)["name"]
    assert yaml.safe_load(citation_cff(hostile, STATE))["version"] == "2026.3.1+7"


def test_a_deposit_is_whole_and_validates(tmp_path: Path) -> None:
    crawl = Crawl().page(0, "https://harbour.example/privacy", page())
    crawl.page(1, "https://harbour.example/privacy", page(with_change("How we use it", 1, "We sell berths.")))
    crawl.write(tmp_path / "c.warc.gz")
    archive = ("--archive", tmp_path / "a")
    called("import", "warc", tmp_path / "c.warc.gz", "--document", "harbour-policy", *archive)
    called("export", "deposit", tmp_path / "out", "--captures", *archive)
    sums = dict(reversed(line.split("  ")) for line in (tmp_path / "out/SHA256SUMS").read_text().splitlines())
    assert set(sums) == {path.name for path in (tmp_path / "out").iterdir()} - {"SHA256SUMS"}
    for name, digest in sums.items():
        assert hashlib.sha256((tmp_path / "out" / name).read_bytes()).hexdigest() == digest
    told = json.loads((tmp_path / "out/.zenodo.json").read_text())
    assert (told["upload_type"], told["publication_date"], told["license"]) == ("dataset", "2025-03-02", "cc-zero")
    package = Package(str(tmp_path / "out/datapackage.json"))
    for resource in [one for one in package.resources if one.format != "csv"]:  # frictionless reads no Parquet alone
        assert (tmp_path / "out" / str(resource.path)).is_file()
        package.remove_resource(resource.name)
    report = package.validate()
    assert report.valid, report.flatten(["message"])
