"""Have another program look at captures in turn, in its own environment, and print what each look cost as JSON.

    python peer_driver.py PROGRAM FOLDER

Knows nothing of Policywatch and imports nothing but the program named. FOLDER holds the captures as 0000.html,
0001.html and so on; each is put in the place of the page that the program watches, and the program's own command is
run in this process, so that its start is paid once, with the first look. Of those that need a server to watch with,
what they make of two captures is run: their extraction and their comparison.
"""

from __future__ import annotations

import contextlib
import io
import json
import resource
import shutil
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path


def look_with_urlwatch(page: Path, folder: Path) -> bool:
    """Have urlwatch look at a page once; its settings are written the first time."""
    if not (folder / "urls.yaml").exists():
        (folder / "urls.yaml").write_text(f"url: {page.as_uri()}\nfilter:\n  - html2text: pyhtml2text\n")
        (folder / "urlwatch.yaml").write_text("report:\n  text:\n    line_length: 75\n  stdout:\n    enabled: true\n")
    return run("urlwatch", [
        "--urls", str(folder / "urls.yaml"), "--config", str(folder / "urlwatch.yaml"),
        "--cache", str(folder / "urlwatch.db"), "--hooks", str(folder / "hooks.py"),
    ])  # fmt: skip


def look_with_webchanges(page: Path, folder: Path) -> bool:
    """Have webchanges look at a page once; its settings are written the first time."""
    if not (folder / "jobs.yaml").exists():
        (folder / "jobs.yaml").write_text(f"url: {page.as_uri()}\nfilters:\n  - html2text:\n")
        stay_offline()
    return run("webchanges", [
        "--jobs", str(folder / "jobs.yaml"), "--config", str(folder / "config.yaml"),
        "--database", str(folder / "webchanges.db"), "--hooks", str(folder / "hooks.py"),
    ])  # fmt: skip


def look_with_changedetection(page: Path, folder: Path) -> bool:
    """Do what changedetection.io does with a page it fetched: extract its text, and lay out what differs."""
    text = import_module("changedetectionio.html_tools").html_to_text(page.read_text("utf-8", "replace"))
    kept = folder / "text.txt"
    before = kept.read_text("utf-8") if kept.exists() else text
    kept.write_text(text, "utf-8")
    return text != before and bool(import_module("changedetectionio.diff").render_diff(before, text))


def look_with_web_monitoring(page: Path, folder: Path) -> bool:
    """Compare a page with the one before as web-monitoring-diff does, by the text that it shows."""
    kept, markup = folder / "page-before.html", page.read_text("utf-8", "replace")
    before = kept.read_text("utf-8") if kept.exists() else markup
    kept.write_text(markup, "utf-8")
    return bool(import_module("web_monitoring_diff").html_text_diff(before, markup)["change_count"])


def stay_offline() -> None:
    """Keep webchanges from asking at each run whether there is a newer release: that is no part of a look."""
    import_module("webchanges.main").get_new_version_number = lambda *_, **__: False


LOOKS: dict[str, Callable[[Path, Path], bool]] = {
    "urlwatch": look_with_urlwatch,
    "webchanges": look_with_webchanges,
    "changedetection.io": look_with_changedetection,
    "web-monitoring-diff": look_with_web_monitoring,
}
"""Of each program what looks once at a page that it watches, with a folder of its own, and tells of a change."""


def run(program: str, options: list[str]) -> bool:
    """Run a program's command once in this process, and return whether it told of a change."""
    sys.argv = [program, *options]
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(io.StringIO()), contextlib.suppress(SystemExit):
        import_module(f"{program}.cli").main()
    return "CHANGED" in said.getvalue().upper()


def main(program: str, captures: Path) -> None:
    """Look at each capture, and print the CPU milliseconds of each look and how many told of a change."""
    folder = captures / program
    folder.mkdir(exist_ok=True)
    page = folder / "page.html"
    spent: list[float] = []
    told, began = 0, time.time()
    time.time = lambda: began + 3600 * len(spent)  # urlwatch knows its snapshots by the second
    for capture in sorted(captures.glob("*.html")):
        shutil.copyfile(capture, page)
        started = time.process_time()
        told += LOOKS[program](page, folder)
        spent.append((time.process_time() - started) * 1000)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    sys.stdout.write(json.dumps({"ms": spent, "told": told, "peak_mb": round(peak)}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]).resolve())
