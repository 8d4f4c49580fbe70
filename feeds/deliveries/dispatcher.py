"""All targets of an archive in one place: who listens, what a delivery says, and by whom it is sent.

Leases and retries nothing; what a target can't be sent for is an error of that target alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from feeds.deliveries.content_messages import message_for, test_message
from feeds.deliveries.delivery_kinds import Sender, SenderContext, make_sender
from feeds.deliveries.enqueuing import Listener
from feeds.deliveries.message import MailFooter, Message, TargetAnswer
from feeds.deliveries.preferences import Preferences, load_preferences
from feeds.deliveries.relay import send_mail
from feeds.deliveries.secrets import Secret, redact
from feeds.deliveries.subscription_mails import confirmation_mail, reminder_mail
from feeds.deliveries.targets import MailRelay, Target
from feeds.deliveries.tokens import TokenPurpose, Tokens, load_key
from feeds.errors import DeliveryError
from feeds.language.translation import _, speaking, spoken
from feeds.site import Site
from snapshots.archive import Archive
from snapshots.deliveries import SUBSCRIBED, ContentKind, Delivery, Subscription


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
        self._folder = folder
        self.now = now
        self._context = SenderContext(
            site=site, archive=archive, agent=agent, now=now, relay=relay, footer_of=self._footer
        )
        self._senders: dict[str, Sender] = {}

    def register(self) -> tuple[str, ...]:
        """Make the targets known to the archive, and return the new ones."""
        return self._archive.outbox.register(list(self._targets), self.now())

    def is_known(self, name: str) -> bool:
        """Return whether a target can be sent to; that of a subscription still to be confirmed can."""
        return name in self._targets or (self._is_public and name.startswith(SUBSCRIBED))

    def listeners(self) -> list[Listener]:
        """Return who gets what is told."""
        made = [
            Listener(name=target.name, filter=target.filter, period=target.period) for target in self._targets.values()
        ]
        for one in self._subscriptions():
            if one.confirmed_at:
                preferences = load_preferences(one.wish)
                made.append(Listener(name=one.target, filter=preferences.filter, period=preferences.period))
        return made

    def send(self, delivery: Delivery) -> TargetAnswer:
        """Send one delivery, and return what its target said; raises `DeliveryError` where it can't be sent."""
        if delivery.target.startswith(SUBSCRIBED):
            subscription = self._archive.outbox.subscription(delivery.target.removeprefix(SUBSCRIBED))
            if subscription is None:
                return TargetAnswer(error="nobody is subscribed here any more", is_gone=True)
            preferences = load_preferences(subscription.wish)
            with speaking(preferences.language):
                answer = self._send_to_subscriber(delivery, subscription, preferences)
            return replace(answer, error=redact(answer.error, [Secret(subscription.address)]))
        target = self._targets.get(delivery.target)
        if target is None:
            raise DeliveryError(f"no target {delivery.target!r} is in the settings")
        with speaking(target.language):
            return self._send_to(target, message_for(self._archive, self._site, delivery.content, target.filter))

    def test(self, name: str) -> TargetAnswer:
        """Send a test message to a target of the settings; raises `DeliveryError` where it can't be sent."""
        if name not in self._targets:
            known = ", ".join(self._targets) or "none"
            raise DeliveryError(f"no target {name!r} is in the settings; there are: {known}")
        target = self._targets[name]
        with speaking(target.language):
            return self._send_to(target, test_message(f"test/{name}", self._site, self.now()))

    @cached_property
    def tokens(self) -> Tokens:
        """Return what signs the links of subscribers; raises `DeliveryError` where its key can't be had."""
        return Tokens(load_key(self._folder), self.now)

    def _subscriptions(self) -> list[Subscription]:
        return self._archive.outbox.subscriptions() if self._is_public else []

    @property
    def _is_public(self) -> bool:
        relay = self._context.relay
        return relay is not None and relay.is_public

    def _send_to(self, target: Target, message: Message) -> TargetAnswer:
        sender = self._senders.get(target.name)
        if sender is None:
            sender = self._senders[target.name] = make_sender(target, self._context)
        return sender.send(message)

    def _send_to_subscriber(self, delivery: Delivery, to: Subscription, wanted: Preferences) -> TargetAnswer:
        content, footer = delivery.content, self._footer(delivery.target, to)
        if content.kind is ContentKind.CONFIRM:
            url = self._url("confirm", TokenPurpose.CONFIRM, to.id)
            message = confirmation_mail(content.event_id, self._site, url, wanted)
            reason = _("Written because this address was entered on {address}.")
            footer = MailFooter(reason=reason.format(address=self._site.url()))
        elif content.kind is ContentKind.MANAGE:
            url = self._url("manage", TokenPurpose.MANAGE, to.id)
            message = reminder_mail(content.event_id, self._site, url)
        else:
            message = message_for(self._archive, self._site, content, wanted.filter)
        return send_mail(message, self._context, delivery.target, to.address, footer)

    def _footer(self, target: str, subscription: Subscription | None = None) -> MailFooter:
        title, home = self._site.title, self._site.url()
        reason = _("{site} ({address}) was set up to write to this address.")
        footer = MailFooter(reason=reason.format(site=title, address=home))
        if not self._is_public:
            return footer
        footer = replace(footer, unsubscribe_url=self._url("unsubscribe", TokenPurpose.UNSUBSCRIBE, target))
        if not subscription:
            return footer
        reason = _("This address is subscribed to {site} ({address}).")
        manage = self._url("manage", TokenPurpose.MANAGE, subscription.id)
        return replace(footer, reason=reason.format(site=title, address=home), manage_url=manage)

    def _url(self, page: str, purpose: TokenPurpose, subject: str) -> str:
        language = spoken()
        asked = f"&language={language}" if language in self._site.languages[1:] else ""
        return f"{self._site.url(f'subscribe/{page}/')}?token={self.tokens.make(purpose, subject)}{asked}"
