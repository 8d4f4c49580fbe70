"""What is declared is parsed once, and again when a file or the program is another."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from monitor.research.result_cache import ResultCache
from monitor.running import declared_plans
from monitor.running.declared_plans import kept_plans
from spiders.errors import DeclarationError

TABLE = """
[[document]]
id = "harbour-policy"
title = "Harbour Privacy Policy"
service = "Harbour"
kind = "privacy-policy"
url = "https://harbour.example/privacy"
every = "2 h"
"""


def declare(folder: Path, text: str) -> None:
    (folder / "declarations").mkdir(exist_ok=True)
    (folder / "declarations" / "harbour.toml").write_text(text)


def test_what_was_parsed_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    declare(tmp_path, TABLE + 'robots = "ignore"\nrobots_reason = "they agreed"\n')
    kept = ResultCache(tmp_path / "derived")
    first = kept_plans(tmp_path, kept)
    plan = first["harbour-policy"]
    assert (plan.every, plan.is_paused, plan.robots_reason) == (timedelta(hours=2), False, "they agreed")
    assert plan.document.title == "Harbour Privacy Policy"
    monkeypatch.delattr(declared_plans, "declarations_of")
    assert kept_plans(tmp_path, kept) == first


def test_a_file_that_changed_is_parsed_and_its_faults_are_told(tmp_path: Path) -> None:
    kept = ResultCache(tmp_path / "derived")
    assert kept_plans(tmp_path, kept) == {}
    declare(tmp_path, TABLE)
    assert not kept_plans(tmp_path, kept)["harbour-policy"].is_paused
    declare(tmp_path, TABLE + "paused = true\n")
    assert kept_plans(tmp_path, kept)["harbour-policy"].is_paused
    declare(tmp_path, TABLE + "hourly = true\n")
    with pytest.raises(DeclarationError, match="hourly"):
        kept_plans(tmp_path, kept)
