"""Messages as mails: text first, then HTML, with the headers by which lists are known and left. Sends nothing.

No mail carries anything that tells when it is read: no picture, no counted link.
"""

from __future__ import annotations

from datetime import datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from hashlib import sha256

from feeds.clean import clean, clean_line
from feeds.deliveries.message import MailFooter, Message
from feeds.deliveries.notice_messages import wrap
from feeds.deliveries.targets import domain_of, is_mail_address
from feeds.language.translation import _
from feeds.site import Site
from feeds.templating.jinja_environment import environment
from snapshots.frozen_class import frozen

# Folded at a hundred and some characters, a header that holds one long address would be written as encoded words,
# which nobody clicks. RFC 5322 allows 998.
_POLICY = policy.SMTP.clone(max_line_length=900)


@frozen
class _FooterLine:
    words: str
    link: str = ""


def mail_of(
    message: Message, *, target: str, recipient: str, sender: str, footer: MailFooter, site: Site, now: datetime
) -> EmailMessage:
    """Return a mail to one recipient; at another attempt it has the same Message-ID."""
    name, address = parseaddr(sender)
    domain = domain_of(address)
    mail = EmailMessage(policy=_POLICY)
    mail["From"] = Address(display_name=clean_line(name), addr_spec=address)
    mail["To"] = Address(addr_spec=recipient)
    mail["Subject"] = clean_line(message.title)
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = message_id(message.event_id, target, domain)
    mail["Auto-Submitted"] = "auto-generated"
    mail["List-Id"] = f"{clean_line(site.title).replace('<', '').replace('>', '')} <policywatch.{domain}>"
    leave = _leave(footer, site, target)
    if leave:
        mail["List-Unsubscribe"] = leave
    if footer.unsubscribe_url:
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    lines = _footer_lines(footer)
    mail.set_content(_text(message.text, lines), cte="quoted-printable")
    html = environment().get_template("mail_frame.html").render(title=message.title, body=message.html, footer=lines)
    mail.add_alternative(html, subtype="html", cte="quoted-printable")
    return mail


def message_id(event_id: str, target: str, domain: str) -> str:
    """Return the Message-ID of an event for a target."""
    digest = sha256(f"{event_id}\n{target}".encode()).hexdigest()
    return f"<{digest[:40]}@{domain}>"


def _leave(footer: MailFooter, site: Site, target: str) -> str:
    if footer.unsubscribe_url:
        return f"<{footer.unsubscribe_url}>"
    if is_mail_address(site.contact):
        return f"<mailto:{site.contact}?subject=unsubscribe%20{target.replace('/', '%2F')}>"
    return ""


def _footer_lines(footer: MailFooter) -> list[_FooterLine]:
    lines = [_FooterLine(words=footer.reason)]
    if footer.manage_url:
        lines.append(_FooterLine(words=_("Change what you get"), link=footer.manage_url))
    if footer.unsubscribe_url:
        lines.append(_FooterLine(words=_("Unsubscribe"), link=footer.unsubscribe_url))
    return lines


def _text(text: str, lines: list[_FooterLine]) -> str:
    footer = [f"{line.words}: {line.link}" if line.link else wrap(line.words) for line in lines]
    return clean(text).rstrip() + "\n\n-- \n" + "\n".join(footer) + "\n"
