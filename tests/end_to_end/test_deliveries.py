"""Deliveries on the command line: set up, tested, sent, looked at, revived; and no secret anywhere."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from feeds.deliveries.preferences import Preferences, dump_preferences
from monitor.command_line.program import policywatch as program
from snapshots.deliveries import ContentKind, DeliveryContent, Subscription
from snapshots.errors import PolicywatchError
from snapshots.opening import open_archive
from snapshots.records import Awaits, Hold
from tests.archives import archive_in
from tests.end_to_end.cli import policywatch
from tests.feeds.deliveries.published import KEY, Teller, Time
from tests.feeds.deliveries.sinks import HookSink, MailSink, Reply, hook_sink, mail_sink
from tests.snapshots.samples import POLICY, START

# Apprise imports what Python 3.13 takes away, and has its own way without it.
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    stdout: str
    stderr: str


def inside(*arguments: str | Path, code: int = 0) -> Done:
    """Run a command within this process: starting the program takes longer than most of them."""
    try:
        done = CliRunner().invoke(program, list(map(str, arguments)), catch_exceptions=False)
        made = Done(stdout=done.stdout, stderr=done.stderr)
        ended = done.exit_code
    except PolicywatchError as error:
        made, ended = Done(stdout="", stderr=f"policywatch: {error}"), 1
    assert ended == code, made
    return made


PASSWORD = "a-relay-password-of-no-use"
CHAT = "chat-token-hunter2hunter2"


@pytest.fixture
def hook(monkeypatch: pytest.MonkeyPatch) -> Iterator[HookSink]:
    monkeypatch.setenv("POLICYWATCH_HOOK", KEY)
    with hook_sink() as made:
        yield made


@pytest.fixture
def post() -> Iterator[MailSink]:
    with mail_sink() as made:
        yield made


@pytest.fixture
def folder(tmp_path: Path, hook: HookSink, post: MailSink, monkeypatch: pytest.MonkeyPatch) -> Path:
    chat = f"{hook.url.replace('http://', 'json://')}/{CHAT}"
    monkeypatch.setenv("POLICYWATCH_CHAT", chat)
    (tmp_path / "policywatch.toml").write_text(f"""\
base_url = "http://127.0.0.1:8080/"
[[target]]
name = "hook"
kind = "webhook"
address = "{hook.url}"
secret = "env:POLICYWATCH_HOOK"
allow = ["127.0.0.1/32"]
[[target]]
name = "desk"
kind = "mail"
address = "desk@harbour.test"
[[target]]
name = "chat"
kind = "apprise"
address = "env:POLICYWATCH_CHAT"
[mail]
host = "127.0.0.1"
port = {post.port}
security = "none"
from = "Harbour <alerts@harbour.test>"
""")
    archive = archive_in(tmp_path)
    Teller(archive)
    archive.close()
    return tmp_path


def tell(folder: Path, *, is_held: bool = False) -> str:
    """Tell one more alert, or hold it for a person, and return its id."""
    archive = open_archive(folder)
    notifier = Teller(archive, Time(datetime.now(UTC)), told=len(archive.alerts()))
    made = notifier.judged_alert()
    if is_held:
        hold = Hold(
            alert_id=made.alert.id, document_id=POLICY.id, at=made.alert.decided_at, awaits=Awaits.PERSON, reason="many"
        )
        made = replace(made, notices=(), holds=(hold,))
    archive.record(made)
    archive.close()
    return str(made.alert.id)


def test_status_says_what_waits_for_a_target_before_it_is_given_up(folder: Path, hook: HookSink) -> None:
    inside("deliver", "--archive", folder)
    tell(folder)
    hook.reply = lambda number: Reply(status=503)
    inside("deliver", "--archive", folder)
    said = inside("status", "--archive", folder).stdout
    assert "hook: 1 delivery waits; what kept it: policywatch deliveries --target hook" in said
    assert "desk: " not in said, "it was sent"


def test_targets_are_tried_fed_looked_at_and_revived(folder: Path, hook: HookSink, post: MailSink) -> None:
    at = ("--archive", folder)
    for name in ("hook", "desk", "chat"):
        assert f"{name}: accepted" in inside("test-target", name, *at).stdout
    assert "no target 'nobody'" in inside("test-target", "nobody", *at, code=1).stderr
    assert "hook: new" in inside("deliver", *at).stdout
    told = tell(folder)
    dry = inside("deliver", "--dry-run", *at).stdout
    assert f"hook: would get {told}" in dry and "3 deliveries would be sent; nothing was sent" in dry
    assert (len(hook.got), len(post.got)) == (2, 1)
    hook.reply = lambda number: Reply(status=410)
    said = inside("deliver", *at).stdout
    assert f"desk: {told}: accepted" in said and "hook: " in said and "NOT DELIVERED: it answered 410 Gone" in said
    dead = inside("status", *at).stdout
    assert "hook: DEAD since" in dead and "it answered 410 Gone" in dead and "deliveries revive hook" in dead
    hook.reply = lambda number: Reply()
    assert "hook: revived, 1 delivery waits" in inside("deliveries", "revive", "hook", *at).stdout
    assert f"hook: {told}: accepted" in inside("deliver", *at).stdout
    listed = [json.loads(line) for line in inside("deliveries", "--json", *at).stdout.splitlines()]
    assert {(one["target"], one["event"], one["kind"]) for one in listed} == {
        (name, told, "alert") for name in ("hook", "desk", "chat")
    }
    waiting = inside("deliveries", "--target", "desk", "--state", "waiting", "--json", *at).stdout
    assert waiting == ""


def test_a_held_alert_is_told_or_dropped_by_a_person(folder: Path, hook: HookSink) -> None:
    at = ("--archive", folder)
    inside("deliver", *at)
    first, second = tell(folder, is_held=True), tell(folder, is_held=True)
    held = [json.loads(line) for line in inside("held", "--json", *at).stdout.splitlines()]
    assert [(one["id"], one["hold"]["awaits"]) for one in held] == [(first, "a person"), (second, "a person")]
    assert "1 alert told" in inside("release", "1", *at).stdout
    assert "1 alert dropped" in inside("release", second, "--drop", *at).stdout
    assert "No alert waits" in inside("held", *at).stdout
    assert second in inside("held", "--dropped", "--json", *at).stdout
    assert "is told already" in inside("release", first, *at, code=1).stderr
    inside("release", *at, code=2)
    inside("deliver", *at)
    bodies = [json.loads(body) for headers, body in hook.got if "webhook-id" in headers]
    assert [(body["data"]["id"], body["data"]["how"]) for body in bodies] == [(first, "released by a person")]


def test_a_filter_that_nothing_passes_is_refused(folder: Path) -> None:
    path = folder / "policywatch.toml"
    path.write_text(path.read_text().replace('name = "desk"', 'name = "desk"\ndocuments = ["harbour-polcy"]'))
    said = inside("deliver", "--archive", folder, code=1).stderr
    assert "target desk: documents: 'harbour-polcy' is none of: harbour-notice, harbour-policy" in said


def test_no_secret_is_anywhere(folder: Path, hook: HookSink) -> None:
    at = ("--archive", folder)
    (folder / "mail.secret").write_text(PASSWORD)
    (folder / "mail.secret").chmod(0o600)
    path = folder / "policywatch.toml"
    more = 'security = "starttls"\nuser = "ann"\npassword = "file:mail.secret"'
    path.write_text(path.read_text().replace('security = "none"', more))
    hook.reply = lambda number: Reply(status=500)
    inside("deliver", *at)
    tell(folder)
    inside("build", folder / "public", *at)
    said = [
        policywatch("-v", "deliver", *at),  # as a person runs it, with all that the program logs
        *(inside("test-target", name, *at, code=1) for name in ("hook", "chat", "desk")),
        *(inside(*command, *at) for command in (["deliveries"], ["deliveries", "--json"])),
    ]
    printed = "".join(one.stdout + one.stderr for one in said)
    assert "it answered 500" in printed and "Apprise could not hand it over" in printed and "took no mail" in printed
    kept = b"".join(
        file.read_bytes() for file in folder.rglob("*") if file.is_file() and file.name not in ("mail.secret",)
    )
    for secret in (KEY, KEY.removeprefix("whsec_"), PASSWORD, CHAT, os.environ["POLICYWATCH_CHAT"]):
        assert secret not in printed
        assert secret.encode() not in kept
    assert not re.search(r"Traceback", printed)


def test_a_missing_secret_is_told_by_name(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("POLICYWATCH_HOOK")
    said = inside("test-target", "hook", "--archive", folder, code=1).stderr
    assert said.strip() == "policywatch: the environment has no POLICYWATCH_HOOK; set it before policywatch is started"


def test_subscriptions_are_listed_and_removed(folder: Path) -> None:
    archive = open_archive(folder)
    ann = Subscription(id="x1", address="ann@reader.example", wish=dump_preferences(Preferences()), created_at=START)
    archive.outbox.subscribe(ann, DeliveryContent(event_id="confirm/x1", kind=ContentKind.CONFIRM))
    archive.close()
    at = ("--archive", folder)
    assert "NOT CONFIRMED  ann@reader.example: each alert at once" in inside("subscriptions", "list", *at).stdout
    assert "1 subscription deleted" in inside("subscriptions", "remove", "ann@reader.example", *at).stdout
    assert "0 subscriptions" in inside("subscriptions", "list", *at).stdout
    inside("subscriptions", "remove", "ann@reader.example", *at, code=1)
