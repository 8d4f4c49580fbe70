"""Judges the labelled pairs of this repository, for the tests and for `benchmarks/meaning.py`. Asserts nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from monitor.alerts import Assessment
from monitor.alerts.text_comparison import compare_texts, read_text
from monitor.extract.extraction import extract
from tests.monitor.page_pairs import page_pairs
from tests.monitor.scoring import Label, Told

CLAUSES = Path(__file__).parent / "clauses"


def clause_rows(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the labelled pairs of a file; where none is named the language is English."""
    for line in path.read_text(encoding="utf-8").splitlines():
        yield {"lang": "en", **json.loads(line)}


def clause_label(row: Mapping[str, Any]) -> Label:
    """Return what should be told of a pair of clauses."""
    return Label(
        id=row["id"],
        language=row["lang"],
        should_alert=row["should_alert"],
        direction=row["direction"],
        topics=frozenset(row["topics"]),
        note=f"{row['pattern']}: {row['before']} -> {row['after']}",
    )


@cache
def assessed_clauses(path: Path) -> tuple[tuple[dict[str, Any], Assessment], ...]:
    """Return each pair of clauses of a file with what it is judged to mean, which is worked out once."""
    return tuple(
        (row, compare_texts(read_text(row["before"]), read_text(row["after"]), language=row["lang"]).assessment)
        for row in clause_rows(path)
    )


def judged_clauses(path: Path) -> Iterator[tuple[Label, Told]]:
    """Yield each pair of clauses of a file as it should be told and as it is."""
    for row, found in assessed_clauses(path):
        yield clause_label(row), _told(found)


@cache
def assessed_pages() -> tuple[tuple[Label, Assessment], ...]:
    """Return each pair of pages with what it is judged to mean, which is worked out once."""
    return tuple(
        (
            pair.label,
            compare_texts(
                extract(pair.before), extract(pair.after), language=pair.label.language, kind=pair.kind
            ).assessment,
        )
        for pair in page_pairs()
    )


def judged_pages() -> Iterator[tuple[Label, Told]]:
    """Yield each pair of pages as it should be told and as it is."""
    for label, found in assessed_pages():
        yield label, _told(found)


def _told(found: Assessment) -> Told:
    return Told(
        is_alert=found.severity.is_alerting,
        directions=frozenset([found.direction.value]),
        topics=frozenset(found.topics),
        quotes=tuple(
            " ".join(filter(None, (quote.before_text, quote.after_text)))
            for finding in found.findings
            for quote in finding.evidence
        ),
    )
