"""Judge every labelled text and print how often that agrees with the labels, one row a set.

    python benchmarks/meaning.py [--into docs/meaning.md]

With --into the table of that page is replaced by what was measured.

The recorded captures and the labels of them lie outside the repository (POLICYWATCH_CORPUS and POLICYWATCH_LABELS
name the folders); without them their rows are left out. Takes about half a minute.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.monitor.measuring import CLAUSES, judged_clauses, judged_pages
from tests.monitor.replays import CORPUS, LABELS, REPLAYED, labelled_rows, replay, score_replay
from tests.monitor.scoring import Score, score

NAMES = ("set", "pairs", "due", "precision", "recall", "direction", "topics F1", "quoted")


def scores() -> Iterator[tuple[str, Score]]:
    """Yield each set's name and how it was judged."""
    labels, captures = LABELS / "dev.jsonl", [CORPUS / f"{name}.warc.gz" for name in REPLAYED]
    if all(path.exists() for path in (labels, *captures)):
        alerts = [alert for path, name in zip(captures, REPLAYED, strict=True) for alert in replay(path, name)]
        yield "recorded captures", score_replay(labelled_rows(labels), alerts).score
    if (LABELS / "clauses-dev.jsonl").exists():
        yield "clauses, development", score(judged_clauses(LABELS / "clauses-dev.jsonl"))
    for path in sorted(CLAUSES.glob("*.jsonl"), key=lambda path: path.stem != "own"):
        yield f"clauses, {path.stem}", score(judged_clauses(path))
    yield "pages", score(judged_pages())


def row(name: str, found: Score) -> tuple[str, ...]:
    due = found.found + found.missed
    shares = (found.precision, found.recall, found.direction, found.topics_f1)
    quoted = f"{found.anchors_quoted:.3f}" if found.anchors else "-"
    return (name, str(due + found.false + found.quiet), str(due), *(f"{share:.3f}" for share in shares), quoted)


def table() -> Iterator[str]:
    yield f"| {' | '.join(NAMES)} |"
    yield f"|{'|'.join(['---'] * len(NAMES))}|"
    for name, found in scores():
        yield f"| {' | '.join(row(name, found))} |"


def put_into(page: Path, lines: Sequence[str]) -> None:
    """Replace the table of a page that has the same head."""
    old = page.read_text(encoding="utf-8").split("\n")
    start = old.index(lines[0])
    end = next(index for index in range(start, len(old)) if not old[index].startswith("|"))
    page.write_text("\n".join([*old[:start], *lines, *old[end:]]), encoding="utf-8")


def main(arguments: Sequence[str]) -> None:
    lines = []
    for line in table():
        print(line, flush=True)
        lines.append(line)
    if arguments[:1] == ["--into"]:
        put_into(Path(arguments[1]), lines)


if __name__ == "__main__":
    main(sys.argv[1:])
