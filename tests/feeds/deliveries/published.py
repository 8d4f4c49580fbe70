"""An archive that tells things, and an office that brings them to sinks on loopback."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from ipaddress import ip_network
from pathlib import Path

import jsonschema

from feeds.deliveries.dispatch import Dispatch
from feeds.deliveries.dispatcher import Dispatcher
from feeds.deliveries.payload import schema
from feeds.deliveries.secrets import SecretReference
from feeds.deliveries.targets import Filter, MailRelay, MailSecurity, Period, Target, TargetKind
from feeds.site import Site
from snapshots.archive import Archive
from snapshots.records import Notice, NoticeKind, Severity
from tests.feeds.deliveries.sinks import MailSink
from tests.snapshots.samples import NOTICE, POLICY, START, capture, judgement, notice_of

SITE = Site(
    title="Harbour watch", base_url="http://127.0.0.1:8080/", authority="harbour.test,2025", contact="desk@harbour.test"
)
KEY = "whsec_" + base64.b64encode(bytes(range(32))).decode()
SCHEMA = json.loads(schema())
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())
"""Of the body of every event, made once: to make one takes longer than to hold an event against it."""
LOOPBACK = (ip_network("127.0.0.1/32"),)


@dataclass(slots=True)
class Time:
    """A clock that goes when it is told to."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, length: timedelta) -> None:
        self.now += length


@dataclass(slots=True)
class Teller:
    """Fills an archive with what is told, each thing a minute after the one before it."""

    archive: Archive
    time: Time = field(default_factory=Time)
    told: int = 0
    source: str = ""  # of what is captured: a record of a file that is imported, "" for a look at the page itself

    def __post_init__(self) -> None:
        self.archive.put_document(POLICY)
        self.archive.put_document(NOTICE)
        if self.archive.versions(POLICY.id):
            return
        kept = self.archive.keep(capture(b"0"))
        self.archive.record(judgement(self.archive, kept, texts=("Boats are named.",)))

    def tell_alert(self, severity: Severity = Severity.HIGH, headline: str = "Signals of boats are read") -> Notice:
        """Record one more change with its alert, and return its telling."""
        self.archive.record(self.judged_alert(severity, headline))
        return self.archive.notices()[-1]

    def judged_alert(self, severity: Severity = Severity.HIGH, headline: str = "Signals of boats are read"):  # type: ignore[no-untyped-def]
        """Return a judgement of one more change, with its alert and telling; nothing is recorded of it yet."""
        made = self._judged(severity, alert_id=f"tag:harbour.test,2025:harbour-policy/{self.told + 1}")
        alert = replace(made.alert, severity=severity, headline=headline, decided_at=self.time.now)
        return replace(made, alert=alert, notices=(notice_of(alert),))

    def change_little(self) -> None:
        """Record one more change of which there is no alert."""
        self.archive.record(self._judged(Severity.LOW))

    def tell(self, kind: NoticeKind, note: str = "", about: Notice | None = None) -> Notice:
        """Tell something of a document, or of what was told before."""
        self.told += 1
        (notice,) = self.archive.tell(
            Notice(
                sequence=0,
                id=f"tag:harbour.test,2025:{kind.value.replace(' ', '-')}/{self.told}",
                kind=kind,
                document_id=POLICY.id,
                at=self.time.now,
                alert_id=about.alert_id if about else "",
                note=note,
            )
        )
        return notice

    def _judged(self, severity: Severity, alert_id: str = ""):  # type: ignore[no-untyped-def]
        self.told += 1
        self.time.pass_(timedelta(minutes=1))
        seen = capture(b"%d" % self.told, source=self.source)
        at = self.time.now
        kept = self.archive.keep(replace(seen, exchange=replace(seen.exchange, started_at=at, captured_at=at)))
        made = judgement(self.archive, kept, texts=("Boats are named.", f"Signal {self.told}."), alert_id=alert_id)
        return replace(made, change=replace(made.change, severity=severity))


def webhook(name: str, url: str, folder: Path, **chosen: object) -> Target:
    """Return a webhook target; its key is put into `folder`."""
    key = folder / "hook.secret"
    key.write_text(KEY)
    key.chmod(0o600)
    return Target(
        name=name,
        kind=TargetKind.WEBHOOK,
        address=url,
        secret=SecretReference(where="file:hook.secret", folder=folder),
        allow=LOOPBACK,
        filter=Filter(**chosen),  # type: ignore[arg-type]
    )


def mail(name: str, address: str, period: Period | None = None, **chosen: object) -> Target:
    """Return a mail target, or a digest where a period is given."""
    return Target(
        name=name,
        kind=TargetKind.DIGEST if period else TargetKind.MAIL,
        address=address,
        filter=Filter(**chosen),  # type: ignore[arg-type]
        period=period,
    )


def relay_of(sink: MailSink, *, is_public: bool = False) -> MailRelay:
    return MailRelay(
        host=sink.host,
        port=sink.port,
        security=MailSecurity.NONE,
        sender="Harbour watch <alerts@harbour.test>",
        is_public=is_public,
    )


def dispatch_of(
    archive: Archive,
    targets: Sequence[Target],
    *,
    folder: Path,
    now: Callable[[], datetime],
    relay: MailRelay | None = None,
    **more: object,
) -> Dispatch:
    """Return what delivers, its targets made known."""
    dispatcher = Dispatcher(
        archive, SITE, targets=targets, relay=relay, folder=folder, agent="policywatch/test", now=now
    )
    made = Dispatch(archive, SITE, dispatcher, now=now, chance=lambda: 0.0, **more)  # type: ignore[arg-type]
    made.begin()
    return made
