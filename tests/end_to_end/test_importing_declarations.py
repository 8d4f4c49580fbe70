"""Declarations of a collection become ours: one command, one file that is checked as a person's own is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from spiders.declarations.declarations import load_declarations
from tests.end_to_end.cli import called

URL = "https://harbour.example/privacy"


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    folder = tmp_path / "pier-declarations" / "declarations"
    folder.mkdir(parents=True)
    declare(folder, "Harbour", {"fetch": URL, "select": ["main", {"startAfter": "h2", "endBefore": ".end"}]})
    declare(folder, "Pier", {"fetch": URL, "select": "main", "filter": ["dropBanner"]})
    declare(folder, "Quay", {"fetch": URL, "select": "main[["})
    (folder / "Pier.filters.js").write_text("export function dropBanner(d) { d.querySelector('.b').remove() }")
    before = {"fetch": URL, "select": "#old", "remove": "nav", "validUntil": "2021-05-04T03:02:01.500Z"}
    (folder / "Harbour.history.json").write_text(json.dumps({"Privacy Policy": [before]}))
    (folder / "Buoy.json").write_text("no json")
    return folder.parent


def declare(folder: Path, service: str, page: Any) -> None:
    terms = {"Privacy Policy": page, "Terms of Service": {"fetch": f"{URL}/terms", "select": "article"}}
    (folder / f"{service}.json").write_text(json.dumps({"name": f'{service} "Office"', "terms": terms}), "utf-8")


def test_what_can_be_carried_is_declared_and_the_rest_is_named(collection: Path, tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    done = called("import", "declarations", collection, "--archive", archive, code=1).output
    target = archive / "declarations" / "pier-declarations.toml"
    assert f"4 documents declared in {target}, 0 declared before, 3 refused" in done
    assert "Pier Privacy Policy: refused: its filters are code of its own: dropBanner" in done
    assert "Quay Privacy Policy: refused: select: expected a CSS selector" in done
    assert "Buoy: refused: the file is no declaration" in done
    declared = {d.document.id: d for d in load_declarations(archive / "declarations")}
    assert sorted(declared) == [
        "harbour-privacy-policy", "harbour-terms-of-service", "pier-terms-of-service", "quay-terms-of-service",
    ]  # fmt: skip
    assert declared["harbour-privacy-policy"].select == "main\nfrom after h2 to before .end"
    (past,) = declared["harbour-privacy-policy"].past
    assert (past.select, past.remove, past.until.isoformat()) == ("#old", ("nav",), "2021-05-04T03:02:01.500000+00:00")
    assert declared["harbour-privacy-policy"].document.title == 'Harbour "Office" Privacy Policy'


def test_what_is_declared_already_stays(collection: Path, tmp_path: Path) -> None:
    arguments = ("import", "declarations", collection, "--service", "harbour", "--archive", tmp_path / "archive")
    called(*arguments, "--terms", "privacy policy")
    (file,) = (tmp_path / "archive" / "declarations").iterdir()
    before = file.read_bytes()
    assert "1 document declared" in called(*arguments).output
    assert file.read_bytes() == before
    assert "0 documents declared, 2 declared before, 0 refused" in called(*arguments).output
    assert len(load_declarations(file.parent)) == 2


def test_without_filters_all_is_carried(collection: Path, tmp_path: Path) -> None:
    arguments = ("import", "declarations", collection, "--service", "Pier", "--archive", tmp_path / "archive")
    done = called(*arguments, "--without-filters").output
    assert "filter dropBanner: left out" in done
    assert "2 documents declared" in done


def test_no_collection_is_said(tmp_path: Path) -> None:
    refused = called("import", "declarations", tmp_path, "--service", "X", "--archive", tmp_path / "a", code=1)
    assert "has no declaration of X" in refused.stderr
    assert not (tmp_path / "a").exists()
