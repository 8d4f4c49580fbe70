"""Delivery kinds and feed formats come by entry points: our own, and those of the examples in docs/plugins.md."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from feeds.deliveries.delivery_kinds import DELIVERY_KINDS
from feeds.deliveries.dispatcher import Dispatcher
from feeds.deliveries.targets import Target
from feeds.errors import DeliveryError
from feeds.syndication.feed_files import FEED_FORMATS, feed_files
from monitor.errors import SettingsError
from monitor.settings.settings_file import load_settings
from snapshots.archive import Archive
from snapshots.deliveries import DeliveryState
from snapshots.plugins import PluginGroup
from tests.archives import archive_in
from tests.feeds.deliveries.published import SITE, Teller, dispatch_of
from tests.feeds.tellers import Story
from tests.plugin_examples import install_example

TARGET = '[[target]]\nname = "newsroom"\nkind = "folder"\naddress = "{folder}"\nseverity = "high"\n'


@pytest.fixture
def site_packages(tmp_path: Path) -> Path:
    made = tmp_path / "site"
    made.mkdir()
    return made


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    made: Archive = archive_in(tmp_path / "archive")
    yield made
    made.close()


def targets(folder: Path, inbox: Path) -> tuple[Target, ...]:
    """Return the targets of settings that name the kind of the docs."""
    (folder / "policywatch.toml").write_text(TARGET.format(folder=inbox))
    return load_settings(folder).target


def test_the_delivery_kind_of_the_docs_is_set_up_and_delivers(
    archive: Archive, tmp_path: Path, site_packages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install_example("A delivery kind", site_packages, monkeypatch)
    inbox = tmp_path / "inbox"
    notifier = Teller(archive)
    dispatch = dispatch_of(archive, targets(tmp_path, inbox), folder=tmp_path, now=notifier.time)
    told = notifier.tell_alert(headline="Boats are counted")
    dispatch.deliver()
    (waiting,) = archive.outbox.deliveries("newsroom")
    assert (waiting.state, waiting.last_error) == (DeliveryState.WAITING, f"there is no folder {inbox}")
    inbox.mkdir()
    notifier.time.pass_(waiting.next_at - notifier.time.now)
    dispatch.deliver()
    (file,) = inbox.iterdir()
    assert file.name == f"{told.id.replace('/', '_')}.txt"
    assert "Boats are counted" in file.read_text()


def test_a_kind_that_is_not_installed_is_refused_with_those_that_are(archive: Archive, tmp_path: Path) -> None:
    with pytest.raises(
        SettingsError, match=r"target.kind: expected one of: apprise, bluesky, digest, mail, mastodon, webhook; found"
    ):
        targets(tmp_path, tmp_path)
    lost = Target(name="x", kind="folder", address="/")
    dispatcher = Dispatcher(
        archive, SITE, targets=[lost], relay=None, folder=tmp_path, agent="x", now=Teller(archive).time
    )
    with pytest.raises(DeliveryError, match="target x: no kind 'folder' is installed"):
        dispatcher.test("x")


def test_the_feed_format_of_the_docs_is_published(site_packages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    metadata = install_example("A feed format", site_packages, monkeypatch)
    story = Story()
    story.tell(day=1, headline="Letters are now read")
    text = story.files()["feeds/alerts.txt"].decode()
    assert text.startswith("Harbour watch: All alerts\n") and "Letters are now read" in text
    keys = [file.key for file in feed_files(story.edition()) if file.path == "feeds/alerts.txt"]
    (metadata / "METADATA").write_text((metadata / "METADATA").read_text().replace("Version: 1", "Version: 2"))
    assert keys != [file.key for file in feed_files(story.edition()) if file.path == "feeds/alerts.txt"]


@pytest.mark.parametrize(
    ("heading", "group", "theirs", "ours"),
    [
        ("A delivery kind", DELIVERY_KINDS, "folder", "webhook"),
        ("A feed format", FEED_FORMATS, "txt", "atom"),
    ],
)
def test_no_other_distribution_takes_the_place_of_one_of_ours(
    site_packages: Path, monkeypatch: pytest.MonkeyPatch, heading: str, group: PluginGroup, theirs: str, ours: str
) -> None:
    points = install_example(heading, site_packages, monkeypatch) / "entry_points.txt"
    points.write_text(points.read_text().replace(f"{theirs} =", f"{ours} ="))
    assert group.load(ours).__module__.startswith("feeds.")
    assert group.names().count(ours) == 1


def test_a_kind_is_loaded_only_when_something_is_sent() -> None:
    """Each command reads the settings, and few of them send."""
    code = (
        "import sys, monitor.settings.settings_file\n"
        "from feeds.deliveries.delivery_kinds import DELIVERY_KINDS\n"
        "assert DELIVERY_KINDS.has('webhook') and DELIVERY_KINDS.has('mail')\n"
        "loaded = {'httpcore', 'smtplib', 'jinja2', 'apprise'} & set(sys.modules)\n"
        "assert not loaded, sorted(loaded)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
