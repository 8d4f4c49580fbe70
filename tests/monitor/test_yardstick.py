"""Another tool can be measured by the pairs of this repository, as docs/yardstick.md promises."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "yardstick.py"


def _run(*arguments: str) -> str:
    done = subprocess.run([sys.executable, str(BENCHMARK), *arguments], capture_output=True, text=True, check=True)
    return done.stdout


def test_a_tool_that_tells_every_difference_finds_all_and_is_often_wrong(tmp_path: Path) -> None:
    pairs = [json.loads(line) for line in _run("pairs").splitlines()]
    assert all(pair.keys() == {"set", "id", "lang", "before", "after"} for pair in pairs)
    results = tmp_path / "results.jsonl"
    lines = ({"set": p["set"], "id": p["id"], "alert": p["before"] != p["after"]} for p in pairs)
    results.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    rows = [line.strip("| ").split(" | ") for line in _run("score", str(results)).splitlines()[2:]]
    assert {row[0] for row in rows} == {pair["set"] for pair in pairs}
    assert all(float(row[4]) == 1.0 and 0.4 < float(row[3]) < 0.7 for row in rows)


def test_what_a_tool_leaves_out_counts_as_not_told(tmp_path: Path) -> None:
    results = tmp_path / "results.jsonl"
    results.write_text("", encoding="utf-8")
    rows = [line.strip("| ").split(" | ") for line in _run("score", str(results)).splitlines()[2:]]
    assert all(float(row[4]) == 0.0 for row in rows)
