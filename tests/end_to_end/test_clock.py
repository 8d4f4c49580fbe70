"""A machine whose clock is wrong: the watch goes on, believes no time that the log contradicts, and says so."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

from monitor.demo import declarations_toml, moments, serving
from tests.end_to_end.cli import PROGRAM, called
from tests.end_to_end.test_running import set_up
from tests.faketime import needs_faketime, shifted
from tests.feeds.deliveries.sinks import hook_sink


def at(shift: str, *arguments: str | Path) -> str:
    """Run the program by a clock that is shifted, and return what it said."""
    command = [*PROGRAM, *map(str, arguments)]
    done = subprocess.run(command, env={**os.environ, **shifted(shift)}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, (done.stdout, done.stderr)
    return done.stdout


def standing(archive: Path) -> dict[str, dict[str, object]]:
    lines = called("status", "--archive", archive, "--json").stdout.splitlines()
    return {line["document"]: line for line in map(json.loads, lines)}


@needs_faketime
def test_looks_by_a_clock_that_was_ahead_or_behind(tmp_path: Path) -> None:
    with serving() as story, hook_sink() as hook:
        set_up(tmp_path, declarations_toml(story.base_url))
        with (tmp_path / "policywatch.toml").open("a") as settings:
            settings.write('second_look_after = "never"\n[[target]]\nname = "hook"\nkind = "webhook"\n')
            settings.write(f'address = "{hook.url}"\nsecret = "file:hook.secret"\nallow = ["127.0.0.1/32"]\n')
        (tmp_path / "hook.secret").write_text("whsec_" + "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz\n")
        (tmp_path / "hook.secret").chmod(0o600)
        first, *later = moments()
        story.show(first)
        called("check", "--archive", tmp_path)
        at("+400d", "check", "--archive", tmp_path)
        said = called("status", "--archive", tmp_path, "--strict", code=1).stdout
        assert "THE CLOCK WAS AHEAD" in said
        for moment in (later[0], next(moment for moment in later if moment.told)):
            story.show(moment)
            at("-400d", "check", "--archive", tmp_path)
        told = called("alerts", "--archive", tmp_path, "--json").stdout.splitlines()
        assert told
        assert len(hook.got) >= len(told)  # what was judged by a clock that was behind reaches people
        called("check", "--archive", tmp_path)
        for document in standing(tmp_path).values():
            assert document["misdated"]
            assert str(document["last_seen_at"]) < "2027"
            assert not document["is_overdue"]
        assert "no faults" in called("verify", "--archive", tmp_path).stdout
