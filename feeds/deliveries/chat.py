"""Messages through Apprise, to chats and the like; an optional extra. Retries nothing.

Apprise says what went wrong in its log alone, and its addresses are secrets: what it logs in the thread that
sends is kept back, cleared of them, and told as the error.
"""

from __future__ import annotations

import importlib
import logging
from threading import get_ident
from typing import Any

from feeds.deliveries.delivery_kinds import SenderContext
from feeds.deliveries.message import Message, TargetAnswer
from feeds.deliveries.secrets import Secret, redact
from feeds.deliveries.short_posts import Room, short_post
from feeds.deliveries.targets import Target
from feeds.errors import AddressRefused, ExtraMissing

_LONGEST = 1_500  # characters of a message in a chat, however many it takes
_TEXT_MESSAGE = 160  # services that take no more send text messages, where every character counts by its bytes
_CHATTY = ("apprise", "urllib3", "requests")  # libraries that may log an address


class ChatSender:
    """Sends to one Apprise address."""

    def __init__(self, address: Secret) -> None:
        """Raises `ExtraMissing` where Apprise isn't installed, `AddressRefused` where it can't read the address."""
        self._address = address
        self._apprise = _library()
        hush()
        made = self._make()
        if not len(made):
            raise AddressRefused("Apprise knows no service by this address; how they look: https://appriseit.com")

    def send(self, message: Message) -> TargetAnswer:
        """Send one event, and return what came back."""
        kept = _OwnThread()
        logger = logging.getLogger("apprise")
        logger.addHandler(kept)
        try:
            made = self._make()
            title, body = self._composed(message, made[0])
            is_sent = made.notify(title=title, body=body, body_format="text")
        finally:
            logger.removeHandler(kept)
        if is_sent:
            return TargetAnswer()
        why = redact(" ".join(kept.lines[-1:]), [self._address])
        return TargetAnswer(error=f"Apprise could not hand it over{f': {why}' if why else ''}"[:500])

    def _composed(self, message: Message, service: Any) -> tuple[str, str]:
        """Return title and body within what the service takes, as Apprise knows it; a title it has none for leads."""
        most = min(int(service.body_maxlen or _LONGEST), _LONGEST)
        room = Room(characters=most, is_plain=most <= _TEXT_MESSAGE)
        if int(service.title_maxlen) < len(message.title):
            return "", short_post(message, room)
        return message.title, short_post(message, room, has_title=False)

    def _make(self) -> Any:
        asset = self._apprise.AppriseAsset(app_id="Policywatch", secure_logging=True, async_mode=False)
        made = self._apprise.Apprise(asset=asset)
        made.add(self._address.reveal())
        return made


def make_chat_sender(target: Target, context: SenderContext) -> ChatSender:
    """Return what sends to a target of the kind `apprise`."""
    address = target.read_address()
    return ChatSender(address if isinstance(address, Secret) else Secret(address))


def hush() -> None:
    """Keep the libraries that may log an address from writing into the log of the program."""
    for name in _CHATTY:
        logger = logging.getLogger(name)
        logger.propagate = False
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())


def _library() -> Any:
    try:
        return importlib.import_module("apprise")
    except ImportError as error:
        raise ExtraMissing(
            "this target needs Apprise, which is not installed: pip install 'policywatch[apprise]'"
        ) from error


class _OwnThread(logging.Handler):
    """Keeps what is logged at WARNING or above in the thread that made it."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._thread = get_ident()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self._thread:
            self.lines.append(record.getMessage())
