"""Which kinds of delivery are installed, and what sends to a target of one. Loads no kind before it is sent by.

A kind is an entry point of the group `policywatch.deliveries`: a function that is given a target and returns what
sends to it. Ours are webhook, mail, digest, mastodon, bluesky and apprise.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from feeds.deliveries.message import MailFooter, Message, TargetAnswer
from feeds.deliveries.targets import MailRelay, Target
from feeds.errors import DeliveryError
from feeds.site import Site
from snapshots.archive import Archive
from snapshots.frozen_class import frozen
from snapshots.plugins import PluginGroup

DELIVERY_KINDS = PluginGroup("policywatch.deliveries")


class Sender(Protocol):
    """What sends to one target; it is made once, so that a secret is read once, and used by one thread at a time."""

    def send(self, message: Message) -> TargetAnswer:
        """Send one event and return what came back; retry nothing. Whatever it raises is a failure of this target."""


@frozen
class SenderContext:
    """What a kind may need beside its target."""

    site: Site
    archive: Archive
    agent: str  # how webhooks and services know us
    now: Callable[[], datetime]
    relay: MailRelay | None
    footer_of: Callable[[str], MailFooter]  # of mails to the target of this name


def make_sender(target: Target, context: SenderContext) -> Sender:
    """Return what sends to a target; raises `DeliveryError` where its kind can't be had, or can't send to it."""
    if not DELIVERY_KINDS.has(target.kind):
        known = ", ".join(DELIVERY_KINDS.names())
        raise DeliveryError(f"target {target.name}: no kind {target.kind!r} is installed; there are: {known}")
    make: Callable[[Target, SenderContext], Sender] = DELIVERY_KINDS.load(target.kind)
    return make(target, context)
