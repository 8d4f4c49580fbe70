"""What is done at the desk, by the functions that the commands call. Renders nothing and asks for nobody's name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from feeds.clean import clean
from feeds.published_alerts import standing_notes
from monitor.desk.declaration_edits import add_document, set_paused
from monitor.errors import DeskRefused
from monitor.extract.extraction import extract_page
from monitor.notices.corrections import take_back
from monitor.notices.expert_notes import sign_note, take_note_back
from monitor.notices.release import notice_of
from monitor.notices.said_of_alerts import LONGEST_NOTE
from monitor.running.services import Services
from monitor.running.workspace import Workspace
from monitor.settings.archive_layout import DECLARATIONS
from snapshots.deliveries import TargetRecord
from snapshots.frozen_class import frozen
from snapshots.records import BROWSER, Alert, Awaits, Hold, Notice, NoticeKind, Release
from snapshots.visibility import Visibility, visibility_of
from spiders.declarations.declaration import Declaration

_SHOWN = 60  # passages of a page that is read to try a selector
_LISTED = 40  # alerts that were told


@frozen
class HeldAlert:
    """An alert that is not told, with what it waits for."""

    alert: Alert
    hold: Hold


@frozen
class TargetState:
    """A target of the settings, with what is known of it."""

    name: str
    kind: str
    record: TargetRecord | None
    waiting: int


@frozen
class TriedSelector:
    """What a selector finds on the page as it was captured last."""

    select: str
    captured_at: datetime
    passages: tuple[str, ...]
    count: int


class DeskWork:
    """One archive, as those who look after it decide about it."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._services = Services(workspace)

    def held(self) -> list[HeldAlert]:
        """Return what is not told yet and may be, oldest first."""
        found = self._workspace.archive.held()
        return [HeldAlert(alert=alert, hold=hold) for alert, hold in found if hold.awaits is not Awaits.NOBODY]

    def told(self) -> Sequence[Alert]:
        """Return the newest alerts that were told, newest first."""
        told = {notice.alert_id for notice in self._workspace.archive.notices()}
        return [alert for alert in reversed(self._workspace.archive.alerts()) if alert.id in told][:_LISTED]

    def release(self, alert_id: str) -> str:
        """Tell a held alert now; raises `DeskRefused` where it doesn't wait any more."""
        alert = self._waiting(alert_id)
        self._services.dispatcher.register()  # what is told now is for the targets there are now
        self._workspace.archive.tell(notice_of(alert, at=self._services.dispatcher.now(), how=Release.BY_PERSON))
        return f"Told: {alert.headline}. `run`, `check` or `deliver` sends it to the targets."

    def drop(self, alert_id: str, note: str, name: str) -> str:
        """Never tell a held alert; who decided so and why is kept."""
        alert = self._waiting(alert_id)
        reason = f"{_signed(name)} decided that it is not told: {_note(note)}"
        hold = Hold(
            alert_id=alert.id,
            document_id=alert.document_id,
            at=datetime.now(UTC),
            awaits=Awaits.NOBODY,
            reason=reason,
        )
        self._workspace.archive.hold(hold)
        return f"Dropped: {alert.headline}"

    def take_back(self, alert_id: str, kind: NoticeKind, note: str) -> str:
        """Correct or withdraw what was told, by a note for everybody; raises `CorrectionRefused`."""
        alert = self._alert(alert_id)
        if alert is None or kind not in (NoticeKind.CORRECTION, NoticeKind.WITHDRAWAL):
            raise DeskRefused("There is no such alert, or nothing of that kind can be said of one.")
        take_back(self._workspace.archive, alert, kind, note, at=datetime.now(UTC))
        return f"The {kind.value} is told."

    def notes_of(self, alert: Alert) -> Sequence[Notice]:
        """Return the notes of experts that stand beside an alert, oldest first."""
        about = self._workspace.archive.notices(alert.document_id)
        return standing_notes([notice for notice in about if notice.alert_id == alert.id])

    def sign_note(self, alert_id: str, note: str, name: str, *, quote: str = "", language: str = "") -> str:
        """Put a note beside an alert that was told; raises `NoteRefused`."""
        alert = self._noted(alert_id)
        spoken = language.strip() or self._workspace.settings.languages[0]
        archive = self._workspace.archive
        sign_note(archive, alert, note, signed_by=_signed(name), at=datetime.now(UTC), quote=quote, language=spoken)
        return "The note stands beside the alert."

    def take_note_back(self, alert_id: str, number: str, reason: str, name: str) -> str:
        """Say that a note stands no more; raises `NoteRefused`."""
        alert, sequence = self._noted(alert_id), int(number) if number.isdecimal() else 0
        take_note_back(self._workspace.archive, alert, sequence, reason, signed_by=_signed(name), at=datetime.now(UTC))
        return "The note is taken back."

    def declarations(self) -> tuple[Declaration, ...]:
        return self._workspace.declarations()

    def add_document(self, given: dict[str, str]) -> str:
        """Declare a document; raises `DeclarationError` with every fault."""
        add_document(self._workspace.folder / DECLARATIONS, given)
        name = given["id"]
        return f"Declared: {name}. `policywatch check {name}` looks at once, `run` once it was started again."

    def set_paused(self, document_id: str, paused: bool) -> str:
        """Look at a document no more, or again; raises `DeskRefused` for one that is not declared."""
        if document_id not in {declaration.document.id for declaration in self.declarations()}:
            raise DeskRefused(f"No document {document_id} is declared.")
        set_paused(self._workspace.folder / DECLARATIONS, document_id, paused)
        return f"{document_id} is {'paused' if paused else 'watched again'}, once `run` was started again."

    def try_selector(self, document_id: str, select: str) -> TriedSelector:
        """Return what a selector finds on the newest page that was kept; raises `DeskRefused`. Fetches nothing."""
        archive = self._workspace.archive
        if document_id not in {document.id for document in archive.documents()}:
            raise DeskRefused(f"Nothing was captured of {document_id} yet.")
        seen = [o for o in archive.observations(document_id) if visibility_of(o.outcome) is not Visibility.NONE]
        kept = [attempt for o in reversed(seen[-5:]) if (attempt := archive.attempt(o.attempt)).body_sha256]
        if not kept:
            raise DeskRefused(f"No page of {document_id} is kept yet; a look that shows it comes first.")
        exchange = kept[0].exchange
        read, _facts = extract_page(
            archive.body(kept[0].body_sha256),
            url=exchange.final_url,
            media_type=kept[0].media_type,
            charset=kept[0].charset,
            select=select.strip() or "body",
            remove=(),
            filters=(),
            is_rendered=exchange.channel == BROWSER,
        )
        texts = tuple(segment.text for segment in read.segments)
        return TriedSelector(select=select, captured_at=exchange.captured_at, passages=texts[:_SHOWN], count=len(texts))

    def targets(self) -> list[TargetState]:
        """Return the targets of the settings, in their order."""
        records = {record.name: record for record in self._workspace.archive.outbox.targets()}
        waiting = self._workspace.archive.outbox.waiting()
        return [
            TargetState(name=one.name, kind=one.kind, record=records.get(one.name), waiting=waiting.get(one.name, 0))
            for one in self._workspace.settings.target
        ]

    def test_target(self, name: str) -> str:
        """Send a test message; raises `DeliveryError` where it can't be sent."""
        answer = self._services.dispatcher.test(name)
        return f"{name}: accepted" if answer.is_accepted else f"{name}: NOT DELIVERED: {answer.error}"

    def publish(self) -> None:
        """Bring the site up to date with what was decided."""
        self._services.publish()

    def _alert(self, alert_id: str) -> Alert | None:
        return next((one for one in self._workspace.archive.alerts() if one.id == alert_id), None)

    def _noted(self, alert_id: str) -> Alert:
        alert = self._alert(alert_id)
        if alert is None:
            raise DeskRefused("There is no such alert.")
        return alert

    def _waiting(self, alert_id: str) -> Alert:
        for one in self.held():
            if one.alert.id == alert_id:
                return one.alert
        raise DeskRefused("This alert waits no more: somebody told or dropped it meanwhile.")


def _signed(name: str) -> str:
    signed = " ".join(clean(name).split())[:80]
    if not signed:
        raise DeskRefused("Say who you are: what is decided here is kept with a name.")
    return signed


def _note(note: str) -> str:
    said = " ".join(clean(note).split())
    if not said or len(said) > LONGEST_NOTE:
        raise DeskRefused(f"Say why, in {LONGEST_NOTE} characters at most.")
    return said
