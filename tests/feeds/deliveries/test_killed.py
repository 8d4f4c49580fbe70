"""Kill -9 of the deliverer between any two steps: what was told arrives, a second time at most under the same id."""

from __future__ import annotations

import random
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from feeds.deliveries.mails import message_id
from feeds.deliveries.webhook import webhook_id
from snapshots.opening import create_archive
from snapshots.records import Notice
from tests.feeds.deliveries.published import Teller
from tests.feeds.deliveries.sinks import hook_sink, mail_sink

BOUNDARIES = {f"{when} {what}" for when in ("before", "after") for what in ("post", "lease", "send", "settle")}
ROOT = Path(__file__).parents[3]


def run_killed(folder: Path, kills: list[int]) -> tuple[Counter[str], int]:
    """Tell one thing before each kill, let one process end in peace, and hold what arrived against what was told.

    Returns where it was killed, and how many arrivals were second ones.
    """
    archive = create_archive(folder)
    notifier = Teller(archive)
    archive.outbox.register(["hook", "desk"], notifier.time())
    told: list[Notice] = []
    where: Counter[str] = Counter()
    with hook_sink() as hook, mail_sink() as post:
        for kill_at in [*kills, 0]:
            if kill_at:
                told.append(notifier.tell_alert(headline=f"Change {len(told)}"))
            notifier.time.pass_(timedelta(minutes=10))  # the leases of the one that was killed are over
            at = notifier.time.now.isoformat()
            arguments = [folder, hook.url, post.port, at, kill_at]
            done = subprocess.run(
                [sys.executable, "-m", "tests.feeds.deliveries.stepping", *map(str, arguments)], cwd=ROOT, check=False
            )
            assert done.returncode == (-9 if kill_at else 0)
            if kill_at:
                where[(folder / "killed-at").read_text()] += 1
        assert list(dict.fromkeys(hook.ids())) == [webhook_id(notice.id) for notice in told]
        mails = [mail["Message-ID"] for _, mail in post.got]
        assert list(dict.fromkeys(mails)) == [message_id(notice.id, "desk", "harbour.test") for notice in told]
        assert len({(headers["webhook-id"], body) for headers, body in hook.got}) == len(told)
    assert archive.outbox.waiting() == {}
    assert archive.verify().faults == ()
    archive.close()
    return where, len(hook.got) + len(mails) - 2 * len(told)


def test_a_few_kills_lose_nothing(tmp_path: Path) -> None:
    where, second = run_killed(tmp_path / "a", [6, 9])
    assert where.total() == 2
    assert second <= 4


@pytest.mark.slow
def test_a_hundred_kills_lose_nothing(tmp_path: Path) -> None:
    chance = random.Random(2026)
    where, second = run_killed(tmp_path / "a", [chance.randint(1, 14) for _ in range(100)])
    print(f"100 kills: {dict(where)}; {second} second arrivals under the same id")  # noqa: T201 - shown by -s
    assert where.total() == 100
    assert set(where) == BOUNDARIES
