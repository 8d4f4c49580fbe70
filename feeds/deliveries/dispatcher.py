"""All targets of an archive in one place: who listens, what a delivery says, and by whom it is sent.

Leases and retries nothing; what a target can't be sent for is an error of that target alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from feeds.deliveries.chat import ChatSender
from feeds.deliveries.digests import digest_message, gather
from feeds.deliveries.enqueuing import Listener
from feeds.deliveries.mails import MailFooter, mail_of
from feeds.deliveries.message import Message, TargetAnswer
from feeds.deliveries.notice_messages import message_of
from feeds.deliveries.payload import payload_of_test
from feeds.deliveries.preferences import load_wish
from feeds.deliveries.relay import Relay
from feeds.deliveries.secrets import Secret, redact
from feeds.deliveries.subscription_mails import confirm_letter, manage_letter
from feeds.deliveries.targets import Filter, MailRelay, Target, TargetKind
from feeds.deliveries.tokens import TokenPurpose, Tokens, load_key
from feeds.deliveries.webhook import WebhookSender
from feeds.errors import DeliveryError
from feeds.site import Site
from snapshots.archive import Archive
from snapshots.deliveries import SUBSCRIBED, ContentKind, Delivery, DeliveryContent, Subscription


class Dispatcher:
    """The targets of the settings and of confirmed subscriptions; safe to share between threads."""

    def __init__(
        self,
        archive: Archive,
        site: Site,
        *,
        targets: Sequence[Target],
        relay: MailRelay | None,
        folder: Path,
        agent: str,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """`folder` is where the key of tokens is kept, `agent` how webhooks know us."""
        self._archive = archive
        self._site = site
        self._targets = {target.name: target for target in targets}
        self._relay = relay
        self._folder = folder
        self._agent = agent
        self.now = now
        self._senders: dict[str, WebhookSender | ChatSender] = {}

    def register(self) -> tuple[str, ...]:
        """Make the targets known to the archive, and return the new ones."""
        return self._archive.outbox.register(list(self._targets), self.now())

    def is_known(self, name: str) -> bool:
        """Return whether a target can be sent to; that of a subscription still to be confirmed can."""
        return name in self._targets or (self._is_public and name.startswith(SUBSCRIBED))

    def listeners(self) -> list[Listener]:
        """Return who gets what is told."""
        made = [
            Listener(
                name=target.name,
                filter=target.filter,
                period=target.period if target.kind is TargetKind.DIGEST else None,
            )
            for target in self._targets.values()
        ]
        for one in self._subscriptions():
            if one.confirmed_at:
                wish = load_wish(one.wish)
                made.append(Listener(name=one.target, filter=wish.filter, period=wish.period))
        return made

    def send(self, delivery: Delivery) -> TargetAnswer:
        """Send one delivery, and return what its target said; raises `DeliveryError` where it can't be sent."""
        if delivery.target.startswith(SUBSCRIBED):
            subscription = self._archive.outbox.subscription(delivery.target.removeprefix(SUBSCRIBED))
            if subscription is None:
                return TargetAnswer(error="nobody is subscribed here any more", is_gone=True)
            answer = self._send_letter(delivery, subscription)
            return replace(answer, error=redact(answer.error, [Secret(subscription.address)]))
        target = self._targets.get(delivery.target)
        if target is None:
            raise DeliveryError(f"no target {delivery.target!r} is in the settings")
        return self._send_to(target, self._message(delivery.content, target.filter))

    def test(self, name: str) -> TargetAnswer:
        """Send a test message to a target of the settings; raises `DeliveryError` where it can't be sent."""
        if name not in self._targets:
            known = ", ".join(self._targets) or "none"
            raise DeliveryError(f"no target {name!r} is in the settings; there are: {known}")
        now = self.now()
        words = f"This is a test of {self._site.title}: nothing happened, and this target can be reached."
        message = Message(
            event_id=f"test/{name}/{now.isoformat()}",
            title=f"Test of {self._site.title}",
            text=words,
            html=f"<p>{words}</p>",
            link=self._site.url(),
            at=now,
            payload=payload_of_test(self._site.url(), now),
        )
        return self._send_to(self._targets[name], message)

    @cached_property
    def tokens(self) -> Tokens:
        """Return what signs the links of subscribers; raises `DeliveryError` where its key can't be had."""
        return Tokens(load_key(self._folder), self.now)

    def _subscriptions(self) -> list[Subscription]:
        return self._archive.outbox.subscriptions() if self._is_public else []

    @property
    def _is_public(self) -> bool:
        return self._relay is not None and self._relay.is_public

    def _message(self, content: DeliveryContent, chosen: Filter) -> Message:
        if content.kind is ContentKind.DIGEST and content.begin and content.end and content.since:
            digest = gather(
                self._archive, self._site, chosen, begin=content.begin, end=content.end, since=content.since
            )
            return digest_message(digest, content.event_id, self._site)
        notice = self._archive.notices(after=content.notice - 1)[0]
        alert = self._archive.alert(notice.alert_id) if notice.alert_id else None
        return message_of(notice, alert, self._archive.document(notice.document_id), self._site)

    def _send_to(self, target: Target, message: Message) -> TargetAnswer:
        if target.kind in (TargetKind.MAIL, TargetKind.DIGEST):
            return self._mail(message, target.name, str(target.address), self._foot(target.name))
        return self._sender(target).send(message)

    def _sender(self, target: Target) -> WebhookSender | ChatSender:
        """Return what sends to a target; made once, so that a secret is read once."""
        made = self._senders.get(target.name)
        if made is None:
            made = self._senders[target.name] = self._made(target)
        return made

    def _made(self, target: Target) -> WebhookSender | ChatSender:
        address = target.address if isinstance(target.address, str) else target.address.read()
        if target.kind is TargetKind.APPRISE:
            return ChatSender(address if isinstance(address, Secret) else Secret(address))
        if target.secret is None:
            raise DeliveryError(f"target {target.name} has no signing key")
        return WebhookSender(
            address=address, keys=target.secret.read(), allow=target.allow, agent=self._agent, now=self.now
        )

    def _send_letter(self, delivery: Delivery, to: Subscription) -> TargetAnswer:
        content = delivery.content
        if content.kind is ContentKind.CONFIRM:
            message = confirm_letter(
                content.event_id, self._site, self._url("confirm", TokenPurpose.CONFIRM, to.id), load_wish(to.wish)
            )
            return self._mail(
                message,
                delivery.target,
                to.address,
                MailFooter(reason=f"Written because this address was entered on {self._site.url()}."),
            )
        if content.kind is ContentKind.MANAGE:
            message = manage_letter(content.event_id, self._site, self._url("manage", TokenPurpose.MANAGE, to.id))
            return self._mail(message, delivery.target, to.address, self._foot(delivery.target, to))
        message = self._message(content, load_wish(to.wish).filter)
        return self._mail(message, delivery.target, to.address, self._foot(delivery.target, to))

    def _mail(self, message: Message, target: str, recipient: str, foot: MailFooter) -> TargetAnswer:
        if self._relay is None:
            raise DeliveryError("mail needs a relay; name one in a [mail] table of the settings")
        mail = mail_of(
            message, target=target, recipient=recipient, sender=self._relay.sender, foot=foot, site=self._site,
            now=self.now(),
        )  # fmt: skip
        return Relay(self._relay).send(mail, recipient)

    def _foot(self, target: str, subscription: Subscription | None = None) -> MailFooter:
        title, home = self._site.title, self._site.url()
        if not self._is_public:
            return MailFooter(reason=f"{title} ({home}) was set up to write to this address.")
        unsubscribe = self._url("unsubscribe", TokenPurpose.UNSUBSCRIBE, target)
        foot = MailFooter(reason=f"{title} ({home}) was set up to write to this address.", unsubscribe_url=unsubscribe)
        if subscription:
            manage = self._url("manage", TokenPurpose.MANAGE, subscription.id)
            return replace(foot, reason=f"This address is subscribed to {title} ({home}).", manage_url=manage)
        return foot

    def _url(self, page: str, purpose: TokenPurpose, subject: str) -> str:
        return f"{self._site.url(f'subscribe/{page}/')}?token={self.tokens.make(purpose, subject)}"
