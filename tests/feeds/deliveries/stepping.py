"""A deliverer that is killed at a step: run as a program, it sends what is due and, at its Nth step, ends by SIGKILL.

python -m tests.feeds.deliveries.stepping FOLDER HOOK_URL MAIL_PORT NOW KILL_AT

A step is any moment before or after what changes something: a posting, a lease, a sending, a receipt. The name of
the one it ends at is written to FOLDER/killed-at; KILL_AT 0 lets it end by itself.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any

from feeds.deliveries.deliverer import Deliverer
from feeds.deliveries.dispatcher import Dispatcher
from feeds.deliveries.enqueuing import enqueue_news
from snapshots.opening import open_archive
from tests.feeds.deliveries.published import SITE, mail, relay_of, webhook
from tests.feeds.deliveries.sinks import MailSink

CALLS = ("post", "lease", "settle")


class Steps:
    """Counts steps, and kills its own process at one."""

    def __init__(self, kill_at: int, folder: Path) -> None:
        self._left = kill_at
        self._folder = folder
        self._lock = Lock()

    def __call__(self, name: str) -> None:
        with self._lock:
            self._left -= 1
            if self._left == 0:
                (self._folder / "killed-at").write_text(name)
                os.kill(os.getpid(), signal.SIGKILL)

    def around(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def stepping(*arguments: Any, **named: Any) -> Any:
            self(f"before {name}")
            result = call(*arguments, **named)
            self(f"after {name}")
            return result

        return stepping


class Stepped:
    """An object whose named calls are steps."""

    def __init__(self, inner: Any, steps: Steps, **replaced: Any) -> None:
        self._inner = inner
        self._steps = steps
        self._replaced = replaced

    def __getattr__(self, name: str) -> Any:
        if name in self._replaced:
            return self._replaced[name]
        found = getattr(self._inner, name)
        return self._steps.around(name, found) if name in CALLS else found


def main(folder: Path, hook_url: str, port: int, now: datetime, kill_at: int) -> None:
    archive = open_archive(folder)
    steps = Steps(kill_at, folder)
    stepped: Any = Stepped(archive, steps, outbox=Stepped(archive.outbox, steps))
    targets = [webhook("hook", hook_url, folder), mail("desk", "desk@harbour.test")]
    dispatcher = Dispatcher(
        stepped, SITE, targets=targets, relay=relay_of(MailSink(port=port)), folder=folder, agent="x", now=lambda: now
    )
    deliverer = Deliverer(
        stepped.outbox,
        steps.around("send", dispatcher.send),
        is_known=dispatcher.is_known,
        now=lambda: now,
        chance=lambda: 0.0,
    )
    dispatcher.register()
    enqueue_news(stepped, SITE, dispatcher.listeners(), now)
    deliverer.deliver()
    archive.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), datetime.fromisoformat(sys.argv[4]), int(sys.argv[5]))
