"""How often a reading was right by how sure it said it is, one set of clause pairs left out at a time.

    python benchmarks/sureness.py [FOLDER]

The sets are those of the tests, or the *.jsonl files of a folder. Expected of a left-out set is the share of all
the others; what lies far from it says that the sum is not calibrated for texts of another hand.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from monitor.alerts.text_comparison import compare_texts, read_text
from monitor.rules.pack_files import default_pack

SETS = Path(__file__).parents[1] / "tests" / "monitor" / "clauses"
BANDS = ((0, 31), (31, 60), (60, 75), (75, 100))
_Read = tuple[int, bool]  # how sure, and whether it was worth telling


def read_set(path: Path) -> Iterator[_Read]:
    """Yield the surest finding of each pair that anything was read in, told or only worth a look."""
    pack = default_pack()
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        before, after = read_text(row["before"]), read_text(row["after"])
        found = compare_texts(before, after, language=row.get("lang", ""), pack=pack).assessment
        sure = [finding.sure for finding in (*found.findings, *found.worth_a_look) if finding.sure is not None]
        if sure:
            yield max(sure), row["should_alert"]


def share_right(readings: Sequence[_Read], band: tuple[int, int]) -> tuple[int, float | None]:
    """Return how many readings lie in a band, and the share of them that was right."""
    inside = [is_due for sure, is_due in readings if band[0] <= sure < band[1]]
    return len(inside), sum(inside) / len(inside) if inside else None


def table(sets: Mapping[str, Sequence[_Read]]) -> Iterator[str]:
    """Yield the lines of a table: for each set left out and each band, what the others promise and what it showed."""
    yield "| left out | sure | pairs | right | right in the others |"
    yield "|---|---|---|---|---|"
    for name, readings in sets.items():
        others = [reading for other, of_other in sets.items() if other != name for reading in of_other]
        for band in BANDS:
            count, right = share_right(readings, band)
            _, expected = share_right(others, band)
            said = ["-" if share is None else f"{share:.2f}" for share in (right, expected)]
            yield f"| {name} | {band[0] / 100:.2f} to {band[1] / 100:.2f} | {count} | {said[0]} | {said[1]} |"


def main(folder: Path) -> None:
    sets: dict[str, list[_Read]] = defaultdict(list)
    for path in sorted(folder.glob("*.jsonl")):
        sets[path.stem].extend(read_set(path))
    print("\n".join(table(sets)))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else SETS)
