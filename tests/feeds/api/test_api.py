"""The API as programs use it: every file and every live answer held against the OpenAPI document that it publishes."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from feeds.contract import PUBLISHED_ALERT
from feeds.publication.site_build import publish
from feeds.published_alerts import read_published_alerts
from feeds.research.research_contract import PHRASE
from feeds.site import Site
from monitor.diff import compare
from monitor.running.composition import analysis
from snapshots.archive import Archive
from snapshots.records import Awaits, Hold
from tests.archives import new_archive
from tests.feeds.samples import HOSTILE, filled
from tests.snapshots.samples import POLICY, alert_of, capture, change_of, judgement
from tests.story import story_archive

SITE = Site(title="Harbour watch", base_url="https://watch.example.test/p/", authority="harbour.test,2025")


@pytest.fixture(scope="module")
def story() -> Archive:
    return story_archive()


@pytest.fixture(scope="module")
def built(story: Archive, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("api") / "site"
    publish(story, out, SITE, analysis())
    return out


def read(path: Path) -> Any:
    return json.loads(path.read_bytes())


def checked(answer: Any, path: str, openapi: dict[str, Any], status: str = "200") -> None:
    """Hold an answer against the schema of the one path that the document has for it."""
    templates = [
        template
        for template in openapi["paths"]
        if re.fullmatch(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(template)), f"/{path}")
        and not (template.endswith("}.json") and f"/{path}" in openapi["paths"])
    ]
    assert len(templates) == 1, (path, templates)
    (content,) = openapi["paths"][templates[0]]["get"]["responses"][status]["content"].values()
    schema = {**content["schema"], "components": openapi["components"]}
    errors = [f"{error.json_path}: {error.message}" for error in Draft202012Validator(schema).iter_errors(answer)]
    assert not errors, (path, errors[:3])


def test_the_openapi_document_is_sound(built: Path) -> None:
    openapi = read(built / "api/v1/openapi.json")
    assert openapi["openapi"].startswith("3.1")
    assert [str(error) for error in OpenAPIV31SpecValidator(openapi).iter_errors()] == []
    for schema in openapi["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_every_file_is_as_the_openapi_document_says(built: Path) -> None:
    openapi = read(built / "api/v1/openapi.json")
    files = sorted((built / "api/v1").rglob("*.json"))
    for file in files:
        checked(read(file), file.relative_to(built).as_posix(), openapi)
    said = {file.relative_to(built).as_posix() for file in files}
    for template, item in openapi["paths"].items():
        if item["get"]["tags"] == ["files"] and "regions/" not in template:  # the story has no variants
            pattern = re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(template))
            assert any(re.fullmatch(pattern, f"/{path}") for path in said), template


def test_hostile_text_is_json_and_nothing_else(tmp_path: Path) -> None:
    publish(filled(said=HOSTILE + "\ud800", headline=HOSTILE), tmp_path, SITE, analysis())
    openapi = read(tmp_path / "api/v1/openapi.json")
    for file in (tmp_path / "api/v1").rglob("*.json"):
        checked(read(file), file.relative_to(tmp_path).as_posix(), openapi)
    assert read(tmp_path / "api/v1/alerts/1.json")["headline"] == HOSTILE


def test_addresses_in_answers_lead_somewhere(built: Path) -> None:
    found = set()
    for file in (built / "api/v1").rglob("*.json"):
        if file.name != "openapi.json":
            found |= set(re.findall(r'"(https://watch\.example\.test/p/[^"]*)"', file.read_text()))
    assert len(found) > 50
    for address in sorted(found):
        path = built / address.removeprefix(SITE.base_url)
        assert (path / "index.html" if address.endswith("/") else path).is_file(), address


def test_an_alert_says_what_the_command_line_says(story: Archive, built: Path) -> None:
    for told in read_published_alerts(story):
        answer = read(built / f"api/v1/alerts/{told.alert.change}.json")
        assert answer.pop("links")
        assert (answer.pop("told_first_by"), answer.pop("also_in"), answer.pop("annotations")) == (None, [], [])
        assert answer.pop("own_headlines") == []
        assert answer == PUBLISHED_ALERT.to_json(told)


def test_every_change_and_alert_stands_on_a_page_once(story: Archive, built: Path) -> None:
    for kind, name in (("changes", "change"), ("alerts", "change"), ("tellings", "sequence")):
        newest = read(built / f"api/v1/{kind}.json")
        pages = [read(built / page.removeprefix(SITE.base_url))[kind] for page in newest["pages"]]
        numbers = [one[name] for page in pages for one in page]
        assert len(numbers) == len(set(numbers)) > 1
        assert {one[name] for one in newest[kind]} == set(numbers)


def test_a_held_alert_is_told_nowhere(tmp_path: Path) -> None:
    archive = filled()
    kept = archive.keep(capture(b"held", day=9))
    made = judgement(archive, kept, texts=("Boats are counted.",))
    change = change_of(kept, 4)
    alert = replace(alert_of(change, "tag:harbour.example,2025:held"), headline="Kept back for a second look")
    hold = Hold(
        alert_id=alert.id, document_id=alert.document_id, at=alert.decided_at, awaits=Awaits.PERSON, reason="mass event"
    )
    archive.record(replace(made, change=change, alert=alert, holds=(hold,)))
    publish(archive, tmp_path, SITE, analysis())
    for file in tmp_path.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            assert b"Kept back" not in content, file
            assert b"2025:held" not in content, file


def test_variants_stand_side_by_side(tmp_path: Path) -> None:
    archive = new_archive()
    for region, said in (("eu", "Boats are named."), ("us", "Boats are numbered.")):
        document = replace(POLICY, id=f"harbour-policy-{region}", region=region)
        archive.put_document(document)
        seen = capture(said.encode())
        kept = archive.keep(replace(seen, exchange=replace(seen.exchange, document_id=document.id)))
        archive.record(judgement(archive, kept, texts=("Messages are not read.", said)))
    publish(archive, tmp_path, SITE, analysis())
    (pair,) = read(tmp_path / "api/v1/regions.json")["pairs"]
    path = pair["href"].removeprefix(SITE.base_url)
    answer = read(tmp_path / path)
    checked(answer, path, read(tmp_path / "api/v1/openapi.json"))
    assert (answer["first"]["region"], answer["second"]["region"], answer["same"]) == ("eu", "us", 1)


def test_an_empty_archive_has_an_api_too(tmp_path: Path) -> None:
    publish(new_archive(), tmp_path, SITE, analysis())
    openapi = read(tmp_path / "api/v1/openapi.json")
    for name in ("index", "documents", "changes", "alerts", "tellings", "status"):
        checked(read(tmp_path / f"api/v1/{name}.json"), f"api/v1/{name}.json", openapi)


def test_any_two_versions_are_compared_when_asked(story: Archive, story_site: str) -> None:
    openapi = httpx.get(f"{story_site}api/v1/openapi.json").json()
    document = max(story.documents(), key=lambda found: len(story.versions(found.id))).id
    last = len(story.versions(document))
    path = f"api/v1/documents/{document}/compare/v1/{last}"
    answer = httpx.get(story_site + path)
    assert answer.headers["access-control-allow-origin"] == "*"
    checked(answer.json(), path, openapi)
    expected = compare(story.extraction(document, 1), story.extraction(document, last)).hunks
    assert [hunk["after"] for hunk in answer.json()["hunks"]] == [hunk.after for hunk in expected]
    again = httpx.get(story_site + path, headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_text_of_a_time_is_that_of_the_version_shown_then(story: Archive, story_site: str) -> None:
    openapi = httpx.get(f"{story_site}api/v1/openapi.json").json()
    document = story.documents()[0].id
    second = story.versions(document)[1]
    for when in (f"{second.captured_at:%Y-%m-%dT%H:%M:%S}Z", "v2", "2"):
        path = f"api/v1/documents/{document}/at/{when}"
        answer = httpx.get(story_site + path).json()
        checked(answer, path, openapi)
        assert answer["version"] == 2
    assert answer == httpx.get(f"{story_site}api/v1/documents/{document}/versions/2.json").json()


def test_a_phrase_is_searched_as_on_the_command_line(story: Archive, story_site: str) -> None:
    openapi = httpx.get(f"{story_site}api/v1/openapi.json").json()
    answer = httpx.get(f"{story_site}api/v1/search", params={"q": "private messages"})
    checked(answer.json(), "api/v1/search", openapi)
    assert answer.json() == PHRASE.to_json(analysis().research(story).phrase("private messages"))
    assert answer.json()["passages"]
    for asked, status in (
        ({}, 400),
        ({"q": "x" * 201}, 400),
        ({"q": "a", "match": "b"}, 400),
        ({"q": "a", "document": "b"}, 404),
        ({"q": "a", "document": ""}, 404),
    ):
        refused = httpx.get(f"{story_site}api/v1/search", params=asked)
        assert refused.status_code == status
        checked(refused.json(), "api/v1/search", openapi, str(status))


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("documents/nobody/at/v1", 404),
        ("documents/{document}/at/v99", 404),
        ("documents/{document}/at/1999-01-01", 404),
        ("documents/{document}/at/yesterday", 404),
        ("documents/{document}/at/" + "9" * 3_000, 404),
        ("documents/{document}/compare/v1/%00", 404),
        ("documents/{document}/compare/v0/v1", 404),
        ("nothing", 404),
        ("documents/..%2f..%2f..%2f.policywatch-site.json", 404),
        ("%2e%2e/%2e%2e/.policywatch-site.lock", 404),
    ],
)
def test_what_goes_wrong_is_told_as_a_problem(story: Archive, story_site: str, path: str, status: int) -> None:
    raw = f"/api/v1/{path}".replace("{document}", story.documents()[0].id)
    answer = httpx.get(httpx.URL(story_site).copy_with(raw_path=raw.encode()))
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == status
    assert answer.headers["access-control-allow-origin"] == "*"


def test_nothing_can_be_written(story_site: str) -> None:
    for path in ("api/v1/alerts.json", "api/v1/documents/x/at/v1", "api/v1/nothing"):
        answer = httpx.post(story_site + path, json={})
        assert (answer.status_code, answer.json()["status"]) == (405, 405)
        assert "GET" in answer.headers["allow"]
