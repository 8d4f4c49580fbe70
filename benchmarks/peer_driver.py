"""Have another program look at captures in turn, in its own environment, and print what each look cost as JSON.

    python peer_driver.py PROGRAM FOLDER

Knows nothing of Policywatch and imports nothing but the program named. FOLDER holds the captures as 0000.html,
0001.html and so on; each is put in the place of the page that the program watches, and the program's own command is
run in this process, so that its start is paid once, with the first look.
"""

from __future__ import annotations

import contextlib
import io
import json
import resource
import shutil
import sys
import time
from importlib import import_module
from pathlib import Path


def watch_with_urlwatch(page: Path, folder: Path) -> list[str]:
    """Write the settings of urlwatch, and return its command line."""
    (folder / "urls.yaml").write_text(f"url: {page.as_uri()}\nfilter:\n  - html2text: pyhtml2text\n")
    (folder / "urlwatch.yaml").write_text("report:\n  text:\n    line_length: 75\n  stdout:\n    enabled: true\n")
    return [
        "urlwatch", "--urls", str(folder / "urls.yaml"), "--config", str(folder / "urlwatch.yaml"),
        "--cache", str(folder / "urlwatch.db"), "--hooks", str(folder / "hooks.py"),
    ]  # fmt: skip


def watch_with_webchanges(page: Path, folder: Path) -> list[str]:
    """Write the settings of webchanges, and return its command line."""
    (folder / "jobs.yaml").write_text(f"url: {page.as_uri()}\nfilters:\n  - html2text:\n")
    return [
        "webchanges", "--jobs", str(folder / "jobs.yaml"), "--config", str(folder / "config.yaml"),
        "--database", str(folder / "webchanges.db"), "--hooks", str(folder / "hooks.py"),
    ]  # fmt: skip


def stay_offline() -> None:
    """Keep webchanges from asking at each run whether there is a newer release: that is no part of a look."""
    import_module("webchanges.main").get_new_version_number = lambda *_, **__: False


WATCHERS = {"urlwatch": watch_with_urlwatch, "webchanges": watch_with_webchanges}


def look(program: str, command: list[str]) -> tuple[float, str]:
    """Run a program's command once in this process; return CPU seconds, and what it printed."""
    sys.argv = command
    said = io.StringIO()
    started = time.process_time()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(io.StringIO()), contextlib.suppress(SystemExit):
        import_module(f"{program}.cli").main()
    return time.process_time() - started, said.getvalue()


def main(program: str, captures: Path) -> None:
    """Look at each capture, and print the CPU milliseconds of each look and how many told of a change."""
    folder = captures / program
    folder.mkdir(exist_ok=True)
    page = folder / "page.html"
    command = WATCHERS[program](page, folder)
    if program == "webchanges":
        stay_offline()
    spent: list[float] = []
    told, began = 0, time.time()
    time.time = lambda: began + 3600 * len(spent)  # urlwatch knows its snapshots by the second
    for capture in sorted(captures.glob("*.html")):
        shutil.copyfile(capture, page)
        seconds, said = look(program, command)
        spent.append(seconds * 1000)
        told += "CHANGED" in said.upper()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    sys.stdout.write(json.dumps({"ms": spent, "told": told, "peak_mb": round(peak)}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]).resolve())
