"""Judge every labelled text and print how often that agrees with the labels, one row a set.

    python benchmarks/meaning.py [--into docs/meaning.md]

With --into the table of that page is replaced by what was measured.

The recorded captures and the labels of them lie outside the repository (POLICYWATCH_CORPUS and POLICYWATCH_LABELS
name the folders); without them their rows are left out. Takes about two minutes.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.monitor.measuring import CLAUSES, judged_clauses, judged_pages
from tests.monitor.replays import CORPUS, HELD_BACK, LABELS, LEARNT, REPLAYED, labelled_rows, replay, score_replay
from tests.monitor.scoring import COLUMNS, Score, score, score_row


def scores() -> Iterator[tuple[str, Score]]:
    """Yield each set's name and how it was judged."""
    labels, captures = LABELS / "dev.jsonl", [CORPUS / f"{name}.warc.gz" for name in REPLAYED]
    if all(path.exists() for path in (labels, *captures)):
        alerts = [alert for path, name in zip(captures, REPLAYED, strict=True) for alert in replay(path, name)]
        yield "recorded captures", score_replay(labelled_rows(labels), alerts).score
    for name, file in LEARNT.items():
        if (LABELS / file).exists():
            yield from _scores_of_halves(name, labelled_rows(LABELS / file))
    if (LABELS / "clauses-dev.jsonl").exists():
        yield "clauses, development", score(judged_clauses(LABELS / "clauses-dev.jsonl"))
    for path in sorted(CLAUSES.glob("*.jsonl"), key=lambda path: path.stem != "own"):
        yield f"clauses, {path.stem}", score(judged_clauses(path))
    yield "pages", score(judged_pages())


def _scores_of_halves(name: str, rows: Sequence[Mapping[str, object]]) -> Iterator[tuple[str, Score]]:
    """Yield how the documents of a set are judged: those that the rules were made with, and those held back."""
    for half, is_held in (("looked into", False), ("held back", True)):
        chosen = [row for row in rows if (row["document"] in HELD_BACK) == is_held]
        documents = dict.fromkeys(str(row["document"]) for row in chosen)
        if documents and all((CORPUS / "learn" / f"{d}.warc.gz").exists() for d in documents):
            alerts = [alert for d in documents for alert in replay(CORPUS / "learn" / f"{d}.warc.gz", d)]
            yield f"{name}, {half}", score_replay(chosen, alerts).score


def table() -> Iterator[str]:
    yield f"| {' | '.join(COLUMNS)} |"
    yield f"|{'|'.join(['---'] * len(COLUMNS))}|"
    for name, found in scores():
        yield f"| {' | '.join(score_row(name, found))} |"


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
