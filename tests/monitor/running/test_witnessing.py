"""Witnesses against a stand-in of Save Page Now: what is asked, how often, what is kept, and what is told of it."""

from __future__ import annotations

import io
import itertools
import json
import random
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from pathlib import Path

import pytest

from feeds.deliveries.secrets import SecretReference
from feeds.downloads.evidence_pack import evidence_pack
from feeds.published_alerts import read_published_alerts
from feeds.witnesses.witness import Occasion, Witness, WitnessKind
from monitor.demo import declarations_toml, moments, serving
from monitor.demo.server import StoryServer
from monitor.running.page_reader import PageReader
from monitor.running.pipeline import Pipeline
from monitor.running.watch import Watch, readings
from monitor.running.witness_texts import WitnessReader, WitnessReading, memento_fetcher
from monitor.running.witnessing import Witnessing
from snapshots.archive import Archive
from snapshots.deliveries import DeliveryState
from snapshots.opening import create_archive, open_archive
from snapshots.witnesses import Agreement, Witnessed, WitnessStage, witnessed_by
from spiders.declarations.declaration import Declaration
from spiders.declarations.declarations import load_declarations
from tests.archives import new_archive
from tests.feeds.witnesses.saving_archive import SavingArchive, saving_archive

LOOPBACK = (ip_network("127.0.0.0/8"),)
AUTHORITY = "harbour.test,2026"
MORNINGS = moments()[: [bool(moment.told) for moment in moments()].index(True) + 3]
"""The story until its first alert is told at a second look, and a page has changed again."""
AGREES = WitnessReading(agreement=Agreement.AGREES)


@dataclass
class Clock:
    """A time that passes when it is told to."""

    at: datetime

    def __call__(self) -> datetime:
        return self.at

    def pass_by(self, time: timedelta) -> None:
        self.at += time


@dataclass
class Harbour:
    """A watched site, its archive, and who keeps what it shows."""

    archive: Archive
    declarations: tuple[Declaration, ...]
    watch: Watch
    witnessing: Witnessing
    saver: SavingArchive
    clock: Clock
    story: StoryServer

    def look(self) -> None:
        list(self.watch.check(self.declarations))

    def go_on(self, times: int = 8, step: timedelta = timedelta(seconds=30)) -> None:
        for _ in range(times):
            self.witnessing.post()
            self.witnessing.send()
            self.clock.pass_by(step)

    def captures(self) -> list[Witnessed]:
        return witnessed_by(self.archive.witnesses.steps())


@contextmanager
def harbour(tmp_path: Path, *, reads: bool = False, **asked: object) -> Iterator[Harbour]:
    clock = Clock(datetime.now(UTC))
    with serving() as story, saving_archive(now=clock) as saver:
        story.show(moments()[0])
        (tmp_path / "d.toml").write_text(declarations_toml(story.base_url))
        declarations, archive = load_declarations(tmp_path / "d.toml"), new_archive()
        watch = Watch(archive, declarations, contact="", authority=AUTHORITY)
        witness = replace(Witness(name="keeper", address=saver.save, allow=LOOPBACK), **asked)  # type: ignore[arg-type]
        reader = _reader(archive, declarations)
        witnessing = Witnessing(
            archive, [witness], reader.read if reads else lambda one: AGREES, agent="test", now=clock, chance=lambda: 0
        )
        witnessing.begin()
        yield Harbour(archive, declarations, watch, witnessing, saver, clock, story)


def _reader(archive: Archive, declarations: tuple[Declaration, ...]) -> WitnessReader:
    read_by = readings(declarations)
    shows = Pipeline(archive, AUTHORITY, read_by).shows
    return WitnessReader(PageReader(archive, read_by), shows, declarations, memento_fetcher(""))


def test_each_new_text_is_kept_and_read_and_found_to_agree(tmp_path: Path) -> None:
    with harbour(tmp_path, reads=True) as one:
        one.saver.pending = 1
        one.look()
        one.go_on()
        captures = one.captures()
        assert {capture.document_id for capture in captures} == {d.document.id for d in one.declarations}
        assert {capture.agreement for capture in captures} == {Agreement.AGREES}
        assert all(capture.url.startswith(f"{one.saver.url}/web/") for capture in captures)
        assert one.archive.outbox.waiting() == {}
        one.look()  # nothing is new
        one.go_on(times=2)
        assert len(one.saver.asked) == len(one.declarations)


def test_a_capture_with_other_words_differs_and_a_wall_is_none_that_can_be_read(tmp_path: Path) -> None:
    wall = b"<html><head><title>Log in</title></head><body><h1>Log in</h1><form><input type=password></form></body>"
    with harbour(tmp_path, reads=True) as one:
        first, second, _ = [declaration.document.id for declaration in one.declarations]
        one.saver.alter = lambda body: (
            wall if len(one.saver.kept) else body.replace(b"</main>", b"<p>We also sell the names of boats.</p></main>")
        )
        one.look()
        one.go_on()
        found = {capture.document_id: capture for capture in one.captures()}
        told = sorted(capture.agreement for capture in found.values())
        assert told.count(Agreement.UNREADABLE) == 2
        assert told.count(Agreement.DIFFERS) == 1
        assert {first, second} < found.keys()
        (other,) = [capture for capture in found.values() if capture.agreement is Agreement.DIFFERS]
        assert "stand in it alone" in other.detail
        assert one.archive.verify().faults == ()


def test_the_limits_of_a_service_are_kept_and_what_is_over_them_waits(tmp_path: Path) -> None:
    with harbour(tmp_path, per_minute=2, per_day=2) as one:
        one.saver.per_minute = one.saver.per_day = 2
        one.look()
        one.go_on(times=20)
        assert len(one.saver.asked) == 2
        assert one.saver.too_many == 0
        assert sum(one.archive.outbox.waiting().values()) == 1
        one.go_on(times=30, step=timedelta(hours=1))
        assert len(one.captures()) == 3
        assert one.saver.too_many == 0


@pytest.mark.parametrize(
    "refusal",
    [
        (429, {"Retry-After": "120"}, b""),
        (503, {}, b"<html>down</html>"),
        (200, {}, b"no JSON"),
        (200, {}, json.dumps({"status": "error", "status_ext": "error:too-many-daily-captures"}).encode()),
        (200, {}, json.dumps({"job_id": None, "message": "The same snapshot had been made."}).encode()),
    ],
)
def test_a_refused_request_is_made_again_later(tmp_path: Path, refusal: tuple[int, dict[str, str], bytes]) -> None:
    with harbour(tmp_path) as one:
        one.saver.refusals = [refusal]
        one.look()
        one.go_on(times=1)
        assert len(one.captures()) < 3
        waiting = one.archive.outbox.deliveries(state=DeliveryState.WAITING)
        assert any(delivery.last_error for delivery in waiting)
        one.go_on(times=12, step=timedelta(hours=1))
        assert len(one.captures()) == 3


def test_a_job_that_is_lost_is_asked_for_anew(tmp_path: Path) -> None:
    with harbour(tmp_path) as one:
        one.saver.pending = 1
        one.look()
        one.go_on(times=1)
        one.saver.jobs.clear()
        one.go_on(times=12, step=timedelta(minutes=5))
        assert len(one.captures()) == 3
        stages = [step.stage for step in one.archive.witnesses.steps()]
        assert stages.count(WitnessStage.FAILED) == 3


def test_key_and_secret_are_sent_and_told_nowhere(tmp_path: Path) -> None:
    for name, value in (("key", "harbour-key-1"), ("secret", "harbour-secret-2")):
        (tmp_path / name).write_text(value)
        (tmp_path / name).chmod(0o600)
    key, secret = (SecretReference(where=f"file:{name}", folder=tmp_path) for name in ("key", "secret"))
    with harbour(tmp_path, key=key, secret=secret) as one:
        said = json.dumps({"status": "error", "message": "who is harbour-key-1?"}).encode()
        one.saver.refusals = [(200, {}, said)]
        one.look()
        one.go_on(times=1)
        assert one.saver.keys == {"LOW harbour-key-1:harbour-secret-2"}
        kept = [str(delivery) for delivery in one.archive.outbox.deliveries()] + list(
            map(str, one.archive.witnesses.steps())
        )
        assert not any("harbour-key" in line for line in kept)


def test_an_archive_that_records_what_its_address_is_followed_by(tmp_path: Path) -> None:
    with harbour(tmp_path) as one:
        witness = Witness(
            name="recorder", kind=WitnessKind.ADDRESS, address=f"{one.saver.url}/web/20260101000000/",
            replay=f"{one.saver.url}/web/", allow=LOOPBACK,
        )  # fmt: skip
        one.saver.kept["20260101000000"] = ("", b"recorded")
        other = Witnessing(one.archive, [witness], lambda found: AGREES, agent="test", now=one.clock)
        other.begin()
        one.look()
        other.post()
        other.send()
        captures = one.captures()
        assert {capture.witness for capture in captures} == {"recorder"}
        assert {f"{capture.saved_at:%Y%m%d}" for capture in captures} == {"20260101"}


def test_an_alert_carries_what_was_kept_into_its_json_and_its_evidence(tmp_path: Path) -> None:
    with harbour(tmp_path, at=Occasion.ALERTS) as one:
        for moment in MORNINGS:
            one.story.show(moment)
            one.look()
            one.go_on(times=3)
            one.clock.at = max(one.clock.at, datetime.now(UTC))
        told = [found for found in read_published_alerts(one.archive) if found.witnesses]
        assert told
        for found in told:
            (kept,) = found.witnesses
            with zipfile.ZipFile(io.BytesIO(evidence_pack(one.archive, found.alert))) as pack:
                (named,) = json.loads(pack.read("witnesses.json"))
                assert (named["url"], named["agreement"]) == (kept.url, "agrees")
                assert kept.url in pack.read("README.txt").decode()
        asked = {(step.document_id, step.version) for step in one.archive.witnesses.steps()}
        assert len(asked) < sum(len(one.archive.versions(d.document.id)) for d in one.declarations)


def test_a_text_that_another_has_followed_is_not_asked_for_any_more(tmp_path: Path) -> None:
    with harbour(tmp_path) as one:
        one.saver.refusals = [(503, {}, b"")] * 3
        one.look()
        one.go_on(times=1)
        for moment in MORNINGS[1:]:
            one.story.show(moment)
            one.look()
        one.clock.at = max(one.clock.at, datetime.now(UTC))
        one.go_on(times=20, step=timedelta(minutes=10))
        newest = {d.document.id: len(one.archive.versions(d.document.id)) for d in one.declarations}
        assert {capture.document_id: capture.version for capture in one.captures()} == newest


def test_who_is_taken_out_of_the_settings_is_asked_nothing_more(tmp_path: Path) -> None:
    with harbour(tmp_path) as one:
        one.look()
        one.witnessing.post()
        assert one.archive.outbox.waiting()
        Witnessing(one.archive, [], lambda found: AGREES, agent="test").begin()
        assert one.archive.outbox.waiting() == {}


_ASKING = """
import sys
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from pathlib import Path
from feeds.witnesses.witness import Witness
from monitor.running.witness_texts import WitnessReading
from monitor.running.witnessing import Witnessing
from snapshots.opening import open_archive
from snapshots.witnesses import Agreement
folder, address, at = sys.argv[1:]
witness = Witness(name="keeper", address=address, allow=(ip_network("127.0.0.0/8"),), per_minute=1)
clock = datetime.fromisoformat(at)
read = lambda found: WitnessReading(agreement=Agreement.AGREES)
asking = Witnessing(open_archive(Path(folder)), [witness], read, agent="test", now=lambda: clock)
print("ready", flush=True)
asking.post()
while asking.send():
    clock += timedelta(seconds=11)
    asking.post()
"""


@pytest.mark.parametrize("kills", [4, pytest.param(9, marks=pytest.mark.slow)])
def test_nothing_is_lost_over_kill_9_and_no_limit_is_passed(tmp_path: Path, kills: int) -> None:
    chance, start = random.Random(7), datetime.now(UTC)
    clock = Clock(start)
    with serving() as story, saving_archive(pending=1) as saver:
        story.show(moments()[0])
        (tmp_path / "d.toml").write_text(declarations_toml(story.base_url))
        declarations, archive = load_declarations(tmp_path / "d.toml"), create_archive(tmp_path / "a")
        watch = Watch(archive, declarations, contact="", authority=AUTHORITY)
        Witnessing(
            archive, [Witness(name="keeper", address=saver.save, allow=LOOPBACK)], lambda one: AGREES, agent="test"
        ).begin()
        list(watch.check(declarations))
        archive.close()
        for round_ in range(kills + 5):
            given = [sys.executable, "-c", _ASKING, str(tmp_path / "a"), saver.save, clock().isoformat()]
            with subprocess.Popen(given, stdout=subprocess.PIPE) as process:
                assert process.stdout
                process.stdout.readline()
                if round_ < kills:
                    with pytest.raises(subprocess.TimeoutExpired):
                        process.wait(chance.uniform(0.0, 0.08))
                    process.kill()
                else:
                    process.wait(30)
            clock.pass_by(timedelta(minutes=5))
        with closing(open_archive(tmp_path / "a")) as kept:
            assert {one.document_id for one in witnessed_by(kept.witnesses.steps())} == {
                d.document.id for d in declarations
            }
            assert kept.outbox.waiting() == {}
            asked = sorted(step.at for step in kept.witnesses.steps() if step.stage is WitnessStage.ASKED)
            assert all(later - earlier >= timedelta(minutes=1) for earlier, later in itertools.pairwise(asked))
            assert len(saver.asked) <= len(asked)
            assert kept.verify().faults == ()
