"""What a researcher's questions cost: CPU of the first answer, of one from what was kept, and of the next ones.

    python benchmarks/research.py [ARCHIVE]

Without an archive, 300 versions of a document of 2,400 segments are made, each with a few edits. Figures are for one
machine: compare them within one run.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from monitor.running.composition import analysis
from snapshots.archive import Archive
from snapshots.opening import create_archive, open_archive

PHRASES = ("the", "you", "legitimate interests", "generative AI", "submarine")


def timed(ask: Callable[[], object], times: int = 1) -> float:
    """Return the CPU of a question in milliseconds, the best of several."""
    best = float("inf")
    for _ in range(times):
        started = time.process_time()
        ask()
        best = min(best, time.process_time() - started)
    return round(best * 1000, 1)


def measure(archive: Archive, derived: Path) -> dict[str, object]:
    """Ask everything of the document with the most versions."""
    document = max(archive.documents(), key=lambda d: len(archive.versions(d.id)))
    newest = len(archive.versions(document.id))
    first = analysis(derived=derived).research(archive)
    cold = timed(lambda: first.blame(document.id, newest))
    scope = timed(lambda: first.scope(document.id, newest))
    again = analysis(derived=derived).research(archive)
    return {
        "document": document.id,
        "versions": newest,
        "segments": len(archive.extraction(document.id, newest).segments),
        "blame_first_ms": cold,
        "blame_kept_ms": timed(lambda: again.blame(document.id, newest)),
        "blame_next_ms": timed(lambda: again.blame(document.id, newest), 3),
        "scope_first_ms": scope,
        "scope_kept_ms": timed(lambda: again.scope(document.id, newest, with_quotes=False)),
        "form_ms": timed(lambda: again.form(document.id)),
        "phrase_ms": {phrase: timed(lambda asked=phrase: again.phrase(asked), 3) for phrase in PHRASES},
        "kept_bytes": sum(file.stat().st_size for file in derived.rglob("*.json")),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000),
    }


def own_history(folder: Path) -> Archive:
    """Make an archive of one long document that was often edited, in words of our own."""
    sys.path.insert(0, str(Path(__file__).parent.parent))
    from tests.monitor.research.histories import recorded

    texts = [
        [
            (f"Berths of pier {n // 40}", f"The pilot of boat {n} keeps the log of the night in book {n}.")
            for n in range(2400)
        ]
    ]
    for version in range(1, 300):
        text = list(texts[-1])
        for place in range(version, 2400, 331):
            heading, words = text[place]
            text[place] = (heading, f"{words.rpartition(' since')[0] or words} since storm {version}.")
        texts.append(text)
    return recorded(texts, into=create_archive(folder / "archive"))


def main(arguments: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        archive = open_archive(Path(arguments[0])) if arguments else own_history(Path(folder))
        print(json.dumps(measure(archive, Path(folder) / "derived"), indent=1))
        archive.close()


if __name__ == "__main__":
    main(sys.argv[1:])
