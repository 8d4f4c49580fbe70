"""The example distributions of docs/plugins.md, installed as an installer would leave them."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[1] / "docs" / "plugins.md"


def install_example(heading: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Install what stands under a heading, and return the folder of its metadata."""
    section = PAGE.read_text().split(f"\n## {heading}\n")[1].split("\n## ")[0]
    code, declared = (_block(section, language) for language in ("python", "toml"))
    project = tomllib.loads(declared)["project"]
    points = project["entry-points"]
    (module,) = {value.partition(":")[0] for group in points.values() for value in group.values()}
    (folder / f"{module}.py").write_text(code)
    metadata = folder / f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
    metadata.mkdir()
    named = f"Name: {project['name']}\nVersion: {project['version']}\n"
    (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\n{named}")
    lines = [f"[{group}]\n{name} = {value}\n" for group, named in points.items() for name, value in named.items()]
    (metadata / "entry_points.txt").write_text("".join(lines))
    monkeypatch.syspath_prepend(str(folder))
    return metadata


def _block(section: str, language: str) -> str:
    (found,) = re.findall(rf"^```{language}\n(.*?)^```$", section, re.DOTALL | re.MULTILINE)
    return str(found)
