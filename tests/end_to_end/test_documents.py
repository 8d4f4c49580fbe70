"""Whoever follows README, tutorial, how-to and operating word for word meets no command that fails."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import httpx
import pytest

from monitor.settings.settings_file import load_settings
from spiders.declarations.declarations import load_declarations
from tests.end_to_end.cli import PROGRAM
from tests.end_to_end.neighbourhood import Neighbourhood, lay_out, neighbourhood
from tests.end_to_end.test_running import free_port, wait_until
from tests.told_blocks import ADDED, FILE, NOT_RUN, ROOT, STOPPED, Block, blocks, with_keys

NOT_RUN_OF = {"README.md": 1, "docs/tutorial.md": 0, "docs/how-to.md": 7, "docs/operating.md": 4}
"""How many blocks of each document can't run here; one more is a decision, and not an accident."""


@pytest.mark.parametrize("document", NOT_RUN_OF)
def test_every_block_runs_or_says_why_it_does_not(document: str) -> None:
    found = blocks(document)
    assert found
    for block in found:
        assert block.mark in ("", NOT_RUN, FILE, ADDED, STOPPED), f"{block} has a mark that is none"
        assert block.mark or not block.language, f"{block} says nowhere which file it is, or why it is not run"
    left_out = [block for block in found if block.mark == NOT_RUN]
    assert len(left_out) == NOT_RUN_OF[document], [str(block) for block in left_out]
    assert all(len(block.words) > 20 for block in left_out), "a reason, in words"
    named = [word for block in left_out for word in block.words.split() if word.startswith("tests/")]
    assert all((ROOT / name.rstrip(";,")).is_file() for name in named), "what tries it instead is there"


def test_the_readme_as_it_is_written(tmp_path: Path) -> None:
    """`make watch`, with the environment that it would make at first taken as made."""
    with _fresh(tmp_path) as around:
        venv = tmp_path / "made"
        (venv / "bin").mkdir(parents=True)
        (venv / "bin" / "policywatch").symlink_to(tmp_path / "around" / "bin" / "policywatch")
        (venv / ".pip").touch()
        (venv / ".run").touch()
        archive = around.folder / "policywatch-archive"
        around.environment.update(VENV=str(venv), ARCHIVE=str(archive))
        _run(around, "policywatch init policywatch-archive")
        _follow("README.md", around, cwd=ROOT)


def test_the_tutorial_as_it_is_written(tmp_path: Path) -> None:
    with _fresh(tmp_path) as around:
        _follow("docs/tutorial.md", around)


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("sqlite3"), reason="sqlite3 is not on this machine (apt-get install sqlite3)")
def test_the_how_to_and_operating_as_they_are_written(tmp_path: Path) -> None:
    """In an archive that has looked at what it asks of documents, as `run` would have, but for the one it imports."""
    with _fresh(tmp_path) as around:
        _run(around, "policywatch init my-archive")
        settings = around.folder / "my-archive" / "policywatch.toml"
        settings.write_text(with_keys(settings.read_text(encoding="utf-8"), 'contact = "desk@news.example"\n'))
        seen = "whatsapp-privacy-policy whatsapp-privacy-policy-world meta-ai-objection-form"
        _run(around, f"policywatch check {seen} --archive my-archive")
        lay_out(around.folder)
        _follow("docs/how-to.md", around)
        _follow("docs/operating.md", around)
        assert {address.partition("/")[0] for address in around.posted} == {"hub.example", around.hook.split("/")[2]}


@contextmanager
def _fresh(tmp_path: Path) -> Iterator[Neighbourhood]:
    folder = tmp_path / "fresh"
    folder.mkdir()
    with neighbourhood(folder) as around:
        yield around


def _follow(document: str, around: Neighbourhood, cwd: Path | None = None) -> None:
    for block in blocks(document):
        if block.mark in (FILE, ADDED):
            _write(block, around)
        elif block.mark == STOPPED:
            _serve_once(block, around, cwd)
        elif block.mark != NOT_RUN:
            with _own_site(around) if "watch.example/" in block.text else nullcontext():
                _run(around, block.text, str(block))


def _run(around: Neighbourhood, commands: str, where: str = "") -> None:
    done = subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", commands],
        cwd=around.folder,
        env=around.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{where}\n{commands}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
    assert "Traceback" not in done.stderr


def _write(block: Block, around: Neighbourhood) -> None:
    """Write a file as a document has it, and read it as the program would."""
    path = around.folder / block.words
    text = block.text.replace('"https://hooks.news.example/policywatch"', f'"{around.hook}"\nallow = ["127.0.0.0/8"]')
    if block.mark == ADDED:
        text = with_keys(path.read_text(encoding="utf-8"), text)
    path.write_text(text, encoding="utf-8")
    if path.parent.name == "declarations":
        load_declarations(path.parent)
    else:
        load_settings(path.parent)


def _serve_once(block: Block, around: Neighbourhood, cwd: Path | None) -> None:
    """Run what serves until it is stopped, at a port that is free, and stop it as Ctrl-C does."""
    settings = around.folder / block.words.rpartition(" ")[2] / "policywatch.toml"
    address = f"127.0.0.1:{free_port()}"
    settings.write_text(with_keys(settings.read_text(encoding="utf-8"), f'listen = "{address}"\n'), encoding="utf-8")
    command = ["bash", "-c", f"exec {block.text.strip()}"]
    with subprocess.Popen(
        command,
        cwd=cwd or around.folder,
        env={**around.environment, "POLICYWATCH_DESK_LISTEN": address},
        start_new_session=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            wait_until(lambda: process.poll() is not None or httpx.get(f"http://{address}/").status_code == 200)
            os.killpg(process.pid, signal.SIGINT)
            said, wrong = process.communicate()
        finally:
            process.kill()  # or the block would wait for one that nothing ends
    assert "Traceback" not in wrong, (said, wrong)
    assert f"http://{address}/" in said, (said, wrong)


@contextmanager
def _own_site(around: Neighbourhood) -> Iterator[None]:
    """Serve the reader's archive, as the host watch.example shows it."""
    address = f"127.0.0.1:{around.site_port}"
    command = [*PROGRAM, "serve", "--archive", "my-archive", "--listen", address]
    with subprocess.Popen(command, cwd=around.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            wait_until(lambda: httpx.get(f"http://{address}/").status_code == 200)
            yield
        finally:
            process.terminate()
