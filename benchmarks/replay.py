"""Replay recorded captures and print what they cost: CPU a capture, peak memory, bytes on disk.

    python benchmarks/replay.py FILE.warc.gz ...

Without a file a story of its own is replayed. Each file runs in a process of its own, so that the peaks
don't mix. Figures are for one machine: compare them within one run.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import mean

from monitor.running.pipeline import Pipeline
from snapshots.opening import create_archive
from snapshots.records import Document, DocumentKind
from spiders.warc.warc_reader import read_warc


def measure(path: Path) -> dict[str, object]:
    """Import one file into a fresh archive."""
    with tempfile.TemporaryDirectory() as folder:
        archive = create_archive(Path(folder))
        archive.put_document(
            Document(
                id="replayed",
                title="Replayed",
                service="",
                kind=DocumentKind.PRIVACY_POLICY,
                url="https://replayed.example/",
            )
        )
        pipeline = Pipeline(archive, "example.org,2026")
        raw, unchanged, changed = 0, [], []
        started = time.process_time()
        for record in read_warc(path, document_id="replayed"):
            if record.seen is None:
                continue
            raw += len(record.seen.body or b"")
            before = time.process_time()
            judged = pipeline.judge(archive.keep(record.seen))
            (changed if judged.change else unchanged).append((time.process_time() - before) * 1000)
        seconds = time.process_time() - started
        archive.close()
        stored = sum(file.stat().st_size for file in Path(folder).rglob("*") if file.is_file())
    return {
        "file": path.name,
        "captures": len(unchanged) + len(changed),
        "cpu_s": round(seconds, 1),
        "unchanged_ms_mean": round(mean(unchanged), 1) if unchanged else None,
        "changed_ms_mean": round(mean(changed), 1) if changed else None,
        "changed_ms_max": round(max(changed), 1) if changed else None,
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000),
        "stored_bytes_a_capture": round(stored / max(1, len(unchanged) + len(changed))),
        "stored_share_of_raw": round(stored / raw, 4) if raw else None,
    }


def own_story(folder: Path) -> Path:
    """Write captures of a page in our own words."""
    sys.path.insert(0, str(Path(__file__).parent.parent))
    from tests.end_to_end.warcs import story, write_warc

    path = folder / "story.warc.gz"
    write_warc(path, story(300))
    return path


def main(arguments: list[str]) -> None:
    if arguments[:1] == ["--one"]:
        print(json.dumps(measure(Path(arguments[1]))))
        return
    with tempfile.TemporaryDirectory() as folder:
        for path in map(Path, arguments or [str(own_story(Path(folder)))]):
            subprocess.run([sys.executable, __file__, "--one", str(path)], check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
