"""Receivers on loopback: a webhook that answers as it is told to, and a relay that takes mail."""

from __future__ import annotations

import email
import email.policy
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler
from threading import Lock
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from tests.loopback import on_loopback


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a webhook answers."""

    status: int = 204
    headers: dict[str, str] = field(default_factory=dict)
    wait: Callable[[], object] = lambda: None  # before it answers


@dataclass(slots=True)
class HookSink:
    """A webhook: what it was sent, and what it answers next."""

    url: str = ""
    reply: Callable[[int], Reply] = lambda number: Reply()
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    lock: Any = field(default_factory=Lock)

    def ids(self) -> list[str]:
        return [headers["webhook-id"] for headers, _ in self.got]


@contextmanager
def hook_sink(tls: ssl.SSLContext | None = None) -> Iterator[HookSink]:
    sink = HookSink()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            with sink.lock:
                sink.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
                number = len(sink.got)
            reply = sink.reply(number)
            reply.wait()
            self.send_response(reply.status)
            for name, value in {"content-length": "0", **reply.headers}.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with on_loopback(Handler, tls=tls) as server:
        sink.url = f"{'https' if tls else 'http'}://127.0.0.1:{server.server_port}/hook"
        yield sink


@dataclass  # without slots: aiosmtpd looks at each member, of which one can't be read in Debian's Python 3.11
class MailSink:
    """A relay: the mails it took, whom they were for, and who logged in."""

    host: str = "127.0.0.1"
    port: int = 0
    refuse: str = ""  # what it says to every recipient, like "550 no such user"
    got: list[tuple[str, EmailMessage]] = field(default_factory=list)
    logins: list[tuple[str, str]] = field(default_factory=list)

    def to(self, address: str) -> list[EmailMessage]:
        return [mail for recipient, mail in self.got if recipient == address]

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.refuse:
            return self.refuse
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.content
        assert isinstance(content, bytes)
        mail = email.message_from_bytes(content, policy=email.policy.default)
        assert isinstance(mail, EmailMessage)
        self.got += [(recipient, mail) for recipient in envelope.rcpt_tos]
        return "250 taken"


@contextmanager
def mail_sink(password: str = "", tls: ssl.SSLContext | None = None) -> Iterator[MailSink]:
    """Yield a relay; with `tls` it offers STARTTLS, with `password` it takes mail from those who log in."""
    sink = MailSink()

    def authenticate(server: SMTP, session: Session, envelope: Envelope, mechanism: str, given: Any) -> AuthResult:
        name, word = given.login.decode(), given.password.decode()
        sink.logins.append((name, word))
        return AuthResult(success=word == password, handled=False)

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    more: dict[str, Any] = {"tls_context": tls} if tls else {}
    if password:
        more |= {"authenticator": authenticate, "auth_required": True}
    controller = Controller(sink, hostname="127.0.0.1", port=port, **more)
    controller.start()
    sink.port = port
    try:
        yield sink
    finally:
        controller.stop()
