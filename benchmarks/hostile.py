"""Judge pages that are made to stall whoever reads them, and print what each costs and what becomes of it.

    python benchmarks/hostile.py [MEGABYTES]

Each page is generated, up to 8 MB large, and judged between two looks at a healthy page of another document, as in one
pass; each in a process of its own. Exit 1 where one takes more CPU or memory than the bars allow, ends in no outcome,
or keeps the healthy page from being judged. Figures are for one machine: compare them within one run.
"""

from __future__ import annotations

import json
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor.running.pipeline import Pipeline
from snapshots.opening import create_archive
from snapshots.records import Capture, Document, DocumentKind, Exchange

CPU_BAR = 10.0  # seconds for one page
MEMORY_BAR = 400  # megabytes
STARTED = datetime(2026, 1, 5, 9, tzinfo=UTC)
PLAIN = "<html lang=en><main><h1>Harbour policy</h1><h2>What we keep</h2>" + "".join(
    f"<p>We keep the name of boat {n} and of the person who owns it for one year.</p>" for n in range(60)
)
WITH_NEWS = PLAIN + "<p>We use your private messages to train AI.</p>"


def repeated(unit: str, before: str = "", after: str = "") -> Callable[[int], str]:
    """Return what makes a page of a number of bytes out of one piece."""
    return lambda size: before + unit * max(1, size // len(unit.encode())) + after


def numbered(unit: str, before: str = "", after: str = "") -> Callable[[int], str]:
    """Return the same with a number in each piece, so that no two are equal."""
    return lambda size: before + "".join(unit.format(n) for n in range(size // len(unit.format(10**5)))) + after


PAGES: dict[str, Callable[[int], str]] = {
    "terms of a definition list": repeated("<dt>t", "<dl>", "<dd>d" * 50_000),
    "definitions": repeated("<dt>t<dd>d", "<dl>"),
    "options of a list": repeated("<option>o", "<form><select name=a>"),
    "options of many lists": repeated("<select name=a><option>a<option>b</select>", "<form>"),
    "attributes of an element": numbered("a{0}=1 ", "<p ", ">x"),
    "attributes in quotes": numbered('a{0}=">" ', "<p ", ">x"),
    "attributes of the body": numbered("a{0} ", "<body ", "><p>x"),
    "expanders": repeated("<button aria-expanded=false>a</button><div>p</div>"),
    "panels that one button names": numbered("i{0} ", '<button aria-expanded=true aria-controls="', '">x</button>'),
    "links": numbered("<a href=/x{0}>l{0}</a> "),
    "links inside links": repeated("<a href=/x>l"),
    "one long query": numbered("a{0}=1&", '<a href="/x?', '">x</a>'),
    "labels for one field": repeated("<label for=a>x</label>", "<form><input id=a>"),
    "labels": repeated("<label>x <input></label>", "<form>"),
    "fields": repeated("<input name=x>", "<form>"),
    "radio buttons": repeated("<label><input type=radio name=r>x</label>", "<form>"),
    "disabled groups": repeated("<fieldset disabled><input name=a></fieldset>", "<form>"),
    "what describes a field": numbered("i{0} ", '<form><input aria-describedby="', '">'),
    "full stops": repeated(". ", "<p>"),
    "letters and stops": repeated("a.", "<p>"),
    "short sentences": repeated("A b. ", "<p>"),
    "ideographic stops": repeated("。", "<p>"),
    "question marks": repeated("? ", "<p>"),
    "abbreviations": repeated("No. 1 ", "<p>"),
    "digits": repeated("1", "<p>"),
    "one word": repeated("a", "<p>"),
    "words": repeated("word ", "<p>"),
    "brackets": repeated("[1] ", "<p>"),
    "dates": repeated("1 May 2027, ", "<p>"),
    "marks on one letter": repeated("\u0301", "<p>a"),
    "marks in falling order": repeated("\u0301\u0327", "<p>a"),
    "ligatures of eighteen letters": repeated("\ufdfa", "<p>"),
    "characters nobody sees": repeated("\u200b", "<p>a"),
    "spaces": repeated(" \n", "<p>a", "b"),
    "sentences that share": numbered("<p>We may share your data with partner {0}. </p>"),
    "sentences that train": numbered("<li>We use your private message {0} to train AI.</li>", "<ul>"),
    "promises": numbered("<p>We never sell item {0} to anyone, unless you agree.</p>"),
    "one long sentence": numbered("we may share your data with partner {0}, ", "<p>"),
    "one heading for each line": repeated("<h2>a</h2><p>b</p>"),
    "list entries": numbered("<li>entry {0}", "<ul>"),
    "lists in lists": repeated("<ul><li>a"),
    "nested elements": repeated("<div>"),
    "nested tables": repeated("<table><tr><td>"),
    "cells of a row": repeated("<td>a", "<table><tr>"),
    "rows that span": repeated("<tr><td rowspan=64>a<td>b", "<table>"),
    "rows of headers": repeated("<tr><th>a<th>b", "<table>"),
    "tables for layout": repeated("<table role=presentation><tr><td>a<td>b<tr><td>c<td>d</table>"),
    "lines": numbered("line {0}<br>", "<p>"),
    "dialogs": repeated("<div role=dialog><p>a b c d e f</p></div>", "<main>"),
    "consent dialogs": repeated("<div class=cookie-banner><button>x</button></div>"),
    "frames": repeated('<iframe srcdoc="<p>abc">'),
    "shadow roots": repeated("<div><template shadowrootmode=open><p>x</p></template></div>"),
    "open templates": repeated("<template shadowrootmode=open>"),
    "drawings": repeated("<svg><text>a</text></svg>"),
    "style rules": numbered(".c{0}{{display:none}}", "<style>", "</style>" + "<p class=c1>x</p>" * 20_000),
    "nested style rules": repeated(".a{", "<style>", "</style><p class=a>x"),
    "braces of a style": repeated("{", "<style>", "</style><p>x"),
    "styles of elements": repeated('<p style="opacity:0;height:0">x</p>'),
    "comments": repeated("<!--", "<template shadowrootmode=open>"),
    "unknown elements": numbered("<x{0}>"),
}


def main() -> int:
    """Judge every page and print a line for each."""
    size = int(float(sys.argv[1] if len(sys.argv) > 1 else "8") * 1_000_000)
    context = multiprocessing.get_context("fork")
    is_bad = False
    for name, make in PAGES.items():
        given, taken = context.Pipe()
        process = context.Process(target=_judge, args=(make(size).encode(), taken))
        process.start()
        taken.close()
        try:
            found = json.loads(given.recv())
        except EOFError:
            found = {"outcome": "none: the process ended", "cpu": 0.0, "memory": 0, "healthy": False}
        process.join()
        is_over = found["cpu"] > CPU_BAR or found["memory"] > MEMORY_BAR or not found["healthy"]
        is_bad = is_bad or is_over
        healthy = "" if found["healthy"] else "; the healthy page was not judged"
        over = "  <- over the bar" if is_over else ""
        print(f"{name:32} {found['cpu']:6.1f} s {found['memory']:5} MB  {found['outcome']}{healthy}{over}", flush=True)
    return int(is_bad)


def _judge(page: bytes, taken: multiprocessing.connection.Connection) -> None:
    """Look at a healthy page and at a hostile one in turns, in an archive of their own."""
    with tempfile.TemporaryDirectory() as folder:
        archive = create_archive(Path(folder))
        for name in ("healthy", "hostile"):
            archive.put_document(_document(name))
        pipeline = Pipeline(archive, "example.org,2026")
        looks = iter(_looks(page))
        for _ in range(2):
            pipeline.judge(archive.keep(next(looks)))
        started = time.process_time()
        hostile = pipeline.judge(archive.keep(next(looks)))
        cpu = time.process_time() - started
        healthy = pipeline.judge(archive.keep(next(looks)))
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        outcome = f"{hostile.observation.outcome.value}{', told' if hostile.alert else ''}"
        taken.send(json.dumps({"outcome": outcome, "cpu": cpu, "memory": memory, "healthy": healthy.alert is not None}))
        archive.close()


def _looks(page: bytes) -> Iterator[Capture]:
    bodies = (
        ("healthy", PLAIN.encode()),
        ("hostile", PLAIN.encode()),
        ("hostile", page),
        ("healthy", WITH_NEWS.encode()),
    )
    for day, (name, body) in enumerate(bodies):
        at = STARTED + timedelta(days=day)
        url = f"https://{name}.example/privacy"
        exchange = Exchange(
            document_id=name, requested_url=url, final_url=url, started_at=at, captured_at=at, channel="http", tool="-"
        )
        yield Capture(exchange=exchange, body=body, charset="utf-8")


def _document(name: str) -> Document:
    return Document(
        id=name,
        title=f"{name.title()} policy",
        service="",
        kind=DocumentKind.PRIVACY_POLICY,
        url=f"https://{name}.example/privacy",
        language="en",
    )


if __name__ == "__main__":
    sys.exit(main())
