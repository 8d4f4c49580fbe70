"""Measure any tool that tells changes of policies by the pairs of this repository; docs/yardstick.md has the rules.

    python benchmarks/yardstick.py pairs > pairs.jsonl          every pair, without its label
    python benchmarks/yardstick.py score results.jsonl          one row a set, as in docs/meaning.md

A line of `pairs` has `id`, `set`, `lang`, `before` and `after`: plain text, or HTML in the set "pages". A line of
`results` has that `id` and `set`, `alert` (true or false) and, where the tool says so, `direction`, `topics` and
`quotes`. A pair without a line counts as not told.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.monitor.measuring import CLAUSES, clause_label, clause_rows
from tests.monitor.page_pairs import page_pairs
from tests.monitor.scoring import COLUMNS, Label, Told, score, score_row

_PAGES = "pages"


def pairs() -> Iterator[dict[str, str]]:
    """Yield every pair as another tool is to judge it."""
    for path in sorted(CLAUSES.glob("*.jsonl")):
        for clause in clause_rows(path):
            yield {"set": path.stem, **{name: clause[name] for name in ("id", "lang", "before", "after")}}
    for pair in page_pairs():
        before, after = (side.decode() for side in (pair.before, pair.after))
        yield {"set": _PAGES, "id": pair.label.id, "lang": pair.label.language, "before": before, "after": after}


def labels() -> Iterator[tuple[str, list[Label]]]:
    """Yield each set's name with the labels of its pairs."""
    for path in sorted(CLAUSES.glob("*.jsonl")):
        yield path.stem, [clause_label(clause) for clause in clause_rows(path)]
    yield _PAGES, [pair.label for pair in page_pairs()]


def told(result: Mapping[str, Any] | None) -> Told:
    """Return what a tool told of a pair."""
    if result is None:
        return Told(is_alert=False)
    direction = result.get("direction")
    return Told(
        is_alert=bool(result["alert"]),
        directions=frozenset([direction] if direction else []),
        topics=frozenset(result.get("topics", ())),
        quotes=tuple(result.get("quotes", ())),
    )


def table(results: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the lines of the table of how results agree with the labels."""
    found = {(result["set"], result["id"]): result for result in results}
    yield f"| {' | '.join(COLUMNS)} |"
    yield f"|{'|'.join(['---'] * len(COLUMNS))}|"
    for name, labelled in labels():
        counted = score((label, told(found.get((name, label.id)))) for label in labelled)
        yield f"| {' | '.join(score_row(name, counted))} |"


def main(arguments: Sequence[str]) -> None:
    match arguments:
        case ["pairs"]:
            for pair in pairs():
                print(json.dumps(pair, ensure_ascii=False))
        case ["score", path]:
            lines = Path(path).read_text(encoding="utf-8").splitlines()
            print("\n".join(table([json.loads(line) for line in lines if line.strip()])))
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
