"""The reference of JSON names is what the tables of fields make."""

from __future__ import annotations

import re
from pathlib import Path

from monitor.command_line.json_reference import json_reference

PAGE = Path(__file__).parents[3] / "docs" / "json.md"


def test_the_page_on_json_is_what_the_fields_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == json_reference(), "the fields changed: make docs"


def test_every_name_is_explained_and_every_link_leads_somewhere() -> None:
    page = json_reference()
    assert re.findall(r"^\| `.*\|  \|$", page, re.MULTILINE) == []
    headings = {heading.lower().replace(" ", "-") for heading in re.findall(r"^## (.*)$", page, re.MULTILINE)}
    assert set(re.findall(r"\(#([^)]*)\)", page)) <= headings
