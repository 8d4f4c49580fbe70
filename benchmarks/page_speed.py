"""Print what Lighthouse finds of the longest text of a version, served by the product itself: score and what makes it.

    python -m benchmarks.page_speed [--archive FOLDER] [--site FOLDER] [--runs N] [PATH ...]

Lighthouse comes with `make lighthouse`, a Chromium is taken from the path or from POLICYWATCH_BROWSER. Phone, network
and processor are those that Lighthouse simulates by default. What is printed is the run of the median score, and the
load of the machine: whatever else works at the same time costs a run a good part of its score. Without an archive
the recorded story of the tests is imported. `--site` names the folder to build in, which may be built already.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median_low
from typing import Any

import uvicorn

from benchmarks.publishing import imported
from feeds.publication.site_build import publish
from feeds.serving.live import Live
from feeds.serving.patience import PatientProtocol
from feeds.serving.site_app import site_app
from feeds.site import Site
from monitor.running.composition import analysis
from snapshots.opening import open_archive

FIGURES = (
    "first-contentful-paint",
    "largest-contentful-paint",
    "speed-index",
    "total-blocking-time",
    "cumulative-layout-shift",
    "interactive",
    "dom-size",
)
_PROGRAM = Path(__file__).parent.parent / ".venv" / "node" / "node_modules" / "lighthouse" / "cli" / "index.js"


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description="Lighthouse on pages of a site.")
    parser.add_argument("--archive", type=Path)
    parser.add_argument("--site", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("paths", nargs="*")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        archive, site = asked.archive or folder / "archive", asked.site or folder / "site"
        if not asked.archive:
            imported(archive, [])
        with served(archive, site) as base:
            for path in asked.paths or [longest_version(site)]:
                print_page(path, [look(base + path) for _ in range(asked.runs)])


@contextmanager
def served(archive: Path, folder: Path) -> Iterator[str]:
    """Build the site of an archive, serve it as `policywatch serve` does, and yield its address."""
    opened = open_archive(archive)
    site = Site(title="Watch", base_url="http://127.0.0.1/", authority="example.org,2026")
    publish(opened, folder, site, analysis())
    app = site_app(folder, Live(opened, site, analysis()))
    server = uvicorn.Server(
        uvicorn.Config(app, port=0, http=PatientProtocol, log_level="warning", lifespan="off", server_header=False)
    )
    bound = server.config.bind_socket()
    thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{bound.getsockname()[1]}/"
    finally:
        server.should_exit = True
        thread.join()
        opened.close()


def longest_version(site: Path) -> str:
    """Return the address of the largest page of a version, below the site's own."""
    page = max(site.glob("d/*/v/*/index.html"), key=lambda page: page.stat().st_size)
    return f"{page.parent.relative_to(site).as_posix()}/"


def look(address: str) -> dict[str, Any]:
    """Return Lighthouse's report on the performance of one address."""
    browser = os.environ.get("POLICYWATCH_BROWSER") or shutil.which("chromium") or shutil.which("google-chrome")
    if not _PROGRAM.is_file() or not browser:
        sys.exit("Lighthouse or a Chromium is missing; `make lighthouse` installs the first")
    command = ["node", str(_PROGRAM), address, "--only-categories=performance", "--throttling-method=simulate"]
    command += ["--output=json", "--quiet", "--chrome-flags=--headless=new --no-sandbox --disable-dev-shm-usage"]
    done = subprocess.run(
        command, check=True, capture_output=True, env={**os.environ, "CHROME_PATH": browser}, timeout=300
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def print_page(path: str, reports: list[dict[str, Any]]) -> None:
    """Print the run of the median score, all scores, and whatever costs the page any of it."""
    scores = [score_of(report) for report in reports]
    middle = next(report for report in reports if score_of(report) == median_low(scores))
    print(f"{path}\n  score {score_of(middle):.0f} of {sorted(scores)}, load {os.getloadavg()[0]:.1f}")
    for name in FIGURES:
        audit = middle["audits"].get(name, {})
        print(f"  {name:<26} {audit.get('displayValue', '')}")
    for name, audit in middle["audits"].items():
        if name not in FIGURES and audit.get("score") is not None and audit["score"] < 0.9:
            print(f"  blamed: {name} {audit.get('displayValue', '')}".rstrip())


def score_of(report: dict[str, Any]) -> float:
    return round(100 * float(report["categories"]["performance"]["score"]))


if __name__ == "__main__":
    main(sys.argv[1:])
