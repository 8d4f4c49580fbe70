"""Mails handed to a configured relay. Words none and retries nothing."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import parseaddr

from feeds.deliveries.delivery_kinds import SenderContext
from feeds.deliveries.mails import mail_of
from feeds.deliveries.message import MailFooter, Message, TargetAnswer
from feeds.deliveries.secrets import Secret, redact
from feeds.deliveries.targets import MailRelay, MailSecurity, Target, domain_of
from feeds.errors import DeliveryError

SECONDS = 20.0
"""How long one step of the conversation may take."""


class MailSender:
    """Sends to one mail address, for the kinds `mail` and `digest`."""

    def __init__(self, target: Target, context: SenderContext) -> None:
        self._target = target
        self._context = context

    def send(self, message: Message) -> TargetAnswer:
        """Send one event, and return what came back."""
        footer = self._context.footer_of(self._target.name)
        return send_mail(message, self._context, self._target.name, str(self._target.address), footer)


def send_mail(
    message: Message, context: SenderContext, target: str, recipient: str, footer: MailFooter
) -> TargetAnswer:
    """Send a message to a mail address; raises `DeliveryError` where there is no relay."""
    if context.relay is None:
        raise DeliveryError("mail needs a relay; name one in a [mail] table of the settings")
    mail = mail_of(
        message, target=target, recipient=recipient, sender=context.relay.sender, footer=footer, site=context.site,
        now=context.now(),
    )  # fmt: skip
    return Relay(context.relay).send(mail, recipient)


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
            return self._refusal(status, "the recipient", said)
        except smtplib.SMTPAuthenticationError as error:
            return self._refusal(error.smtp_code, "the login", error.smtp_error)
        except smtplib.SMTPResponseException as error:
            return self._refusal(error.smtp_code, "the mail", error.smtp_error)
        except (smtplib.SMTPException, ssl.SSLError, OSError) as error:
            why = str(error) or type(error).__name__
            return TargetAnswer(
                error=self._safe(f"the relay {self._relay.host}:{self._relay.port} took no mail: {why}")
            )
        return TargetAnswer(status=250)

    def _connect(self) -> smtplib.SMTP:
        relay = self._relay
        context = self._context or (ssl.create_default_context() if relay.security is not MailSecurity.NONE else None)
        name = domain_of(parseaddr(relay.sender)[1])  # or smtplib asks a name server what this machine is called
        if relay.security is MailSecurity.TLS:
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                relay.host, relay.port, local_hostname=name, timeout=self._seconds, context=context
            )
        else:
            connection = smtplib.SMTP(relay.host, relay.port, local_hostname=name, timeout=self._seconds)
        try:
            if relay.security is MailSecurity.STARTTLS:
                connection.starttls(context=context)
            if relay.user:
                connection.login(relay.user, self._password.reveal())
        except BaseException:
            connection.close()
            raise
        return connection

    def _refusal(self, status: int, what: str, said: bytes | str) -> TargetAnswer:
        words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
        return TargetAnswer(
            status=status, error=self._safe(f"the relay refused {what}: {status} {' '.join(words.split())}")
        )

    def _safe(self, text: str) -> str:
        return redact(text, [self._password] if self._password.reveal() else [])[:500]
