"""Mails handed to a configured relay. Composes none and retries nothing."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import parseaddr

from feeds.deliveries.message import TargetAnswer
from feeds.deliveries.secrets import Secret, redact
from feeds.deliveries.targets import MailRelay, domain_of

SECONDS = 20.0
"""How long one step of the conversation may take."""


class Relay:
    """A connection is made for each mail: a relay that hangs up in between can't take a later one with it."""

    def __init__(self, relay: MailRelay, *, context: ssl.SSLContext | None = None, seconds: float = SECONDS) -> None:
        """Raises `SecretUnfit` where the password can't be had."""
        self._relay = relay
        self._password = relay.password.read() if relay.password else Secret("")
        self._context = context
        self._seconds = seconds

    def send(self, mail: EmailMessage, recipient: str) -> TargetAnswer:
        """Hand over one mail for one recipient, and return what the relay said."""
        try:
            with self._connect() as connection:
                sender = parseaddr(self._relay.sender)[1]
                connection.send_message(mail, from_addr=sender, to_addrs=[recipient])
        except smtplib.SMTPRecipientsRefused as error:
            status, said = next(iter(error.recipients.values()))
            return self._refused(status, "the recipient", said)
        except smtplib.SMTPAuthenticationError as error:
            return self._refused(error.smtp_code, "the login", error.smtp_error)
        except smtplib.SMTPResponseException as error:
            return self._refused(error.smtp_code, "the mail", error.smtp_error)
        except (smtplib.SMTPException, ssl.SSLError, OSError) as error:
            why = str(error) or type(error).__name__
            return TargetAnswer(
                error=self._safe(f"the relay {self._relay.host}:{self._relay.port} took no mail: {why}")
            )
        return TargetAnswer(status=250)

    def _connect(self) -> smtplib.SMTP:
        relay = self._relay
        context = self._context or (ssl.create_default_context() if relay.security != "none" else None)
        name = domain_of(parseaddr(relay.sender)[1])  # or smtplib asks a name server what this machine is called
        if relay.security == "tls":
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                relay.host, relay.port, local_hostname=name, timeout=self._seconds, context=context
            )
        else:
            connection = smtplib.SMTP(relay.host, relay.port, local_hostname=name, timeout=self._seconds)
        try:
            if relay.security == "starttls":
                connection.starttls(context=context)
            if relay.user:
                connection.login(relay.user, self._password.reveal())
        except BaseException:
            connection.close()
            raise
        return connection

    def _refused(self, status: int, what: str, said: bytes | str) -> TargetAnswer:
        words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
        return TargetAnswer(
            status=status, error=self._safe(f"the relay refused {what}: {status} {' '.join(words.split())}")
        )

    def _safe(self, text: str) -> str:
        return redact(text, [self._password] if self._password.reveal() else [])[:500]
