"""Which mail addresses are written to: plain ones. Asks no server whether one exists."""

from __future__ import annotations

import re

# RFC 5322's dot-atom and nothing of its comments, quotes and routes: what stands between < and > in a command of
# SMTP must not be able to end it. Local parts beyond ASCII need SMTPUTF8 all the way, which few relays have.
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?")


def is_mail_address(text: str) -> bool:
    """Return whether `text` is one plain mail address of a named domain."""
    local, at, domain = text.rpartition("@")
    labels = domain.split(".")
    return (
        bool(at)
        and len(local) <= 64
        and len(domain) <= 253
        and _LOCAL.fullmatch(local) is not None
        and len(labels) > 1
        and all(_LABEL.fullmatch(label) for label in labels)
        and not labels[-1].isdecimal()
    )


def domain_of(address: str) -> str:
    """Return the domain of a mail address."""
    return address.rpartition("@")[2].lower()
