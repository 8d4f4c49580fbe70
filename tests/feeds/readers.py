"""Real feed readers, run without a screen on a feed of this machine: what each shows of an entry."""

from __future__ import annotations

import email
import email.policy
import os
import pty
import select
import shutil
import subprocess
from pathlib import Path

import pytest


def needed(program: str) -> str:
    """Return where a program is, or skip the test."""
    found = shutil.which(program)
    if not found:
        pytest.skip(f"{program} is not on this machine: apt install {program.replace('r2e', 'rss2email')}")
    return found


def newsboat_shows(address: str, folder: Path) -> str:
    """Return the text that newsboat shows of the first entry in its list, the newest."""
    program = needed("newsboat")
    out = folder / "shown.txt"
    (folder / "urls").write_text(address + "\n")
    (folder / "config").write_text("refresh-on-startup yes\nprepopulate-query-feeds yes\ntext-width 400\n")
    command = [
        program, "-u", str(folder / "urls"), "-c", str(folder / "cache.db"), "-C", str(folder / "config"),
    ]  # fmt: skip
    env = {**os.environ, "TERM": "xterm", "HOME": str(folder), "LC_ALL": "C.UTF-8", "COLUMNS": "200", "LINES": "50"}
    subprocess.run([*command, "-x", "reload"], env=env, check=True, capture_output=True)
    keys = ["\n", "\n", "|", f"cat > {out}\n"]
    terminal, its_end = pty.openpty()  # a terminal of its own is what it needs
    process = subprocess.Popen(command, stdin=its_end, stdout=its_end, stderr=its_end, env=env, start_new_session=True)
    os.close(its_end)
    try:
        for key in keys:
            _drain(terminal, 0.3)
            os.write(terminal, key.encode())
        while not (out.exists() and out.stat().st_size):
            _drain(terminal, 0.2)
    finally:
        process.kill()
        process.wait()
        os.close(terminal)
    return out.read_text()


def _drain(terminal: int, seconds: float) -> None:
    """Read what a program draws, until it draws nothing for a while."""
    while select.select([terminal], [], [], seconds)[0]:
        try:
            if not os.read(terminal, 65_536):
                return
        except OSError:
            return


def sfeed_shows(content: bytes) -> list[dict[str, str]]:
    """Return the fields that sfeed makes of each entry of a feed."""
    out = subprocess.run(
        [needed("sfeed"), "https://watch.example.test/"], input=content, capture_output=True, check=True
    )
    names = ("at", "title", "link", "content", "kind", "id", "author", "enclosure", "categories")
    lines = [line.split("\t") for line in out.stdout.decode().splitlines()]
    unescaped = [
        [field.replace("\\n", "\n").replace("\\t", "\t").replace("\\\\", "\\") for field in line] for line in lines
    ]
    return [dict(zip(names, line, strict=False)) for line in unescaped]


def rss2email_sends(address: str, folder: Path) -> list[tuple[str, str]]:
    """Return subject and text of each mail that rss2email makes of a feed."""
    program = needed("r2e")
    mails = folder / "mails"
    mails.mkdir()
    (folder / "r2e.cfg").write_text(
        "[DEFAULT]\nfrom = watch@harbour.test\nto = me@harbour.test\nemail-protocol = maildir\n"
        f"maildir-path = {mails}\nmaildir-mailbox = in\nforce-from = True\nuse-publisher-email = False\n"
    )
    command = [program, "-c", str(folder / "r2e.cfg"), "-d", str(folder / "r2e.json")]
    env = {**os.environ, "HOME": str(folder), "LC_ALL": "C.UTF-8"}
    for arguments in (["add", "harbour", address], ["run"]):
        subprocess.run([*command, *arguments], env=env, check=True, capture_output=True)
    found = []
    for path in sorted(mails.rglob("new/*")):
        if path.is_file():
            mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            body = mail.get_body(("plain", "html"))
            found.append((str(mail["Subject"]), body.get_content() if body else ""))
    return found
