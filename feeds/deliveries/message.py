"""What a delivery says, whichever way it goes: title, text, HTML, link. Sends nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime, timedelta
from typing import Any

from snapshots.frozen_class import frozen


@frozen
class Message:
    """One event, ready to be sent."""

    event_id: str  # the same at every attempt
    title: str  # one line
    text: str  # stands alone
    html: str  # the same, of our own tags alone
    link: str  # where it can be read in full
    at: datetime  # when it happened
    payload: Mapping[str, Any] = field(default_factory=dict)  # for programs; empty where only people are written to
    paragraphs: tuple[str, ...] = ()  # what short posts say after the title, what matters most first
    alert_id: str = ""  # of the alert that is told for the first time, whose picture goes with a post


@frozen
class TargetAnswer:
    """What a target said. `error` is "" where it accepted, and holds no secret."""

    error: str = ""
    status: int | None = None  # of HTTP or SMTP, where there was one
    is_gone: bool = False  # it says that it wants nothing more
    retry_after: timedelta | None = None  # it asks for patience

    @property
    def is_accepted(self) -> bool:
        return not self.error


@frozen
class MailFooter:
    """Why somebody gets a mail, and how that is ended; both addresses are "" where the site can't be asked."""

    reason: str
    manage_url: str = ""
    unsubscribe_url: str = ""
