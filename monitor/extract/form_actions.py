"""Where the forms of a page send what is written into them. Sends nothing."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser

from monitor.extract.forms import around, asking_controls, is_form
from monitor.extract.links import canonical
from monitor.extract.page_bounds import bounded_markup
from snapshots.frozen_class import frozen
from spiders.http.charsets import to_text

MAX_FORMS = 20


@frozen
class FormAction:
    """One form that asks for something."""

    method: str  # "get" or "post"
    url: str  # canonical; "" where a script sends it


def postings(body: bytes, *, url: str, charset: str = "") -> tuple[FormAction, ...]:
    """Return where the forms of a page that ask for something send it, in the order of the page, each once.

    A form without an address posts to its own page (HTML, 4.10.21.3), unless it has no fields with names: those
    are read by a script.
    """
    tree = LexborHTMLParser(bounded_markup(to_text(body, charset)))
    found: dict[FormAction, None] = {}
    for control in asking_controls(tree):
        form = around(control, is_form)
        if form is None:
            continue
        attributes = form.node.attributes
        action = attributes.get("action")
        is_sent = action is not None or bool(control.get("name"))
        method = "post" if (attributes.get("method") or "").lower() == "post" else "get"
        found[FormAction(method=method, url=canonical(action or url, url) if is_sent else "")] = None
    return tuple(found)[:MAX_FORMS]
