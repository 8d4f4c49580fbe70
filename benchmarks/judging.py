"""Judge a changed policy and print what it costs in CPU seconds, and how that grows with the length of a text.

    python benchmarks/judging.py

The policy is generated. Both sides are extracted, compared and judged; exit 1 where a changed document of 300 KB
takes longer than the bar. Figures are for one machine: compare them within one run.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import product
from statistics import median

from monitor.alerts import assess
from monitor.alerts.text_comparison import situation_of
from monitor.extract.extraction import extract
from monitor.reading.reader import Reader
from monitor.rules.pack_files import default_pack
from snapshots.records import Severity

BAR = 0.3  # CPU seconds for a changed document of 300 KB, warm
EDITS = 20
WHO = ("We", "Our partners", "Advertisers", "The companies of our group", "Vendors who work for us")
DOES = ("use", "keep", "look at", "may share", "do not sell", "never read", "collect", "combine")
WHAT = ("photos", "messages", "contacts", "comments", "searches", "purchases", "place names", "voice recordings")
WHY = (
    "to choose the ads that you see",
    "to train the models behind our features",
    "so that accounts stay safe",
    "if you have agreed to that",
    "unless you have objected to it",
    "for as long as the law asks for it",
    "where a court orders us to",
)


def policy(size: int, edits: int = 0) -> bytes:
    """Return a page of about `size` bytes, with `edits` sentences changed, evenly spread."""
    sentences: list[str] = []
    length = 0
    for number, (who, does, what, why) in enumerate(_combined()):
        sentences.append(f"{who} {does} the {what} of group {number} {why}.")
        length += len(sentences[-1]) + 10
        if length >= size:
            break
    for index in range(edits):
        at = (2 * index + 1) * len(sentences) // (2 * edits)
        sentences[at] = f"We use the private messages of group {at} to train AI, and you cannot object to that."
    parts = ["<html lang='en'><main><h1>Policy</h1><p>Effective 3 March 2025</p>"]
    for start in range(0, len(sentences), 12):
        paragraphs = "".join(f"<p>{sentence}</p>" for sentence in sentences[start : start + 8])
        entries = "".join(f"<li>{sentence}</li>" for sentence in sentences[start + 8 : start + 12])
        parts.append(f"<h2>Part {start // 12}</h2>{paragraphs}<p>In this part:</p><ul>{entries}</ul>")
    return "".join([*parts, "</main></html>"]).encode()


def _combined() -> Iterator[tuple[str, str, str, str]]:
    while True:
        yield from product(WHO, DOES, WHAT, WHY)


def judge(old: bytes, new: bytes) -> float:
    """Return the CPU seconds that extracting, comparing and judging two sides takes."""
    started = time.process_time()
    found = assess(situation_of(extract(old), extract(new), Reader(default_pack(), "en")))
    seconds = time.process_time() - started
    assert found.severity is Severity.CRITICAL, found
    return seconds


def cold(size: int) -> float:
    """Return the CPU seconds of the first judgement of a process, the program's start left out."""
    told = subprocess.run([sys.executable, __file__, "--one", str(size)], check=True, capture_output=True, text=True)
    return float(told.stdout)


def main(arguments: Sequence[str]) -> int:
    if arguments[:1] == ["--one"]:
        size = int(arguments[1])
        print(judge(policy(size), policy(size, EDITS)))
        return 0
    sides = policy(300_000), policy(300_000, EDITS)
    first = cold(300_000)
    judge(*sides)
    warm = median(judge(*sides) for _ in range(5))
    other = median(judge(*(side.replace(b"group", word) for side in sides)) for word in (b"team", b"club", b"class"))
    one, two = (cold(size) for size in (1_000_000, 2_000_000))
    rows = [
        ("300 KB changed, the first of a process", first, "reads the rules too"),
        ("300 KB changed, no sentence read before", other, "a document that is new to the process"),
        ("300 KB changed, all but the edits read before", warm, f"bar {BAR} s; median of 5"),
        ("1 MB, the first of a process", one, ""),
        ("2 MB, the first of a process", two, f"{two / one:.2f} times that of 1 MB"),
    ]
    for name, seconds, note in rows:
        print(f"{name:48}{seconds:7.3f} s   {note}".rstrip())
    return int(warm >= BAR)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
