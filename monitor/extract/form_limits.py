"""What keeps people from using a field or from sending a form, and what is filled in for them. Submits nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bs4 import Tag
from selectolax.lexbor import LexborHTMLParser

from monitor.extract.form_fields import SENTENCE
from monitor.extract.links import FORM_LINK
from monitor.extract.soup import PageTag
from monitor.extract.text import clean

_SHUT = (
    'fieldset[disabled],[inert],[aria-disabled="true"],[style*="pointer-events:none" i],'
    '[style*="pointer-events: none" i]'
)
_MAX_SHUT = 200
_MAX_DEFAULTS = 20  # options; of a longer list, such as of countries, the one chosen follows where one asks from
_MAX_SAID = 5_000  # characters
_TYPED = frozenset(["", "text", "email", "tel", "url", "number", "date", "search"])
_TOKEN = re.compile(r"/(?:[^/]{32,}|(?=[^/]*\d)[^/]{12,})(?=/|$)")  # a step of an address that is made for one visit
_NOT_SENT = ("returnfalse", "preventdefault()")


class FormLimits:
    """The limits of the fields of one page; what is disabled as a whole is found once."""

    def __init__(self, tree: LexborHTMLParser) -> None:
        self._shut: set[int] = set()
        for node in tree.css(_SHUT)[:_MAX_SHUT]:
            self._shut.update(inner.mem_id for inner in node.css("input,select,textarea,button,[role]"))

    def of_control(self, control: PageTag, options: Sequence[str]) -> tuple[str, ...]:
        """Return what limits a field, in fixed words."""
        found = self._closed(control)
        if control.has_attr("readonly") or control.get("aria-readonly") == "true":
            found.append("read-only")
        for name, words in (("minlength", "at least {} characters"), ("maxlength", "at most {} characters")):
            if number := _number(control.get(name)):
                found.append(words.format(number))
        if control.has_attr("pattern"):
            found.append("in a fixed form")
        if _kind(control) == "checkbox" and (control.has_attr("checked") or control.get("aria-checked") == "true"):
            found.append("ticked")
        if control.name == "select" and len(options) <= _MAX_DEFAULTS:
            found.extend(f"“{chosen}” chosen" for chosen in _chosen(control))
        return tuple(found)

    def of_button(self, button: PageTag, form: PageTag) -> tuple[str, ...]:
        """Return what keeps a button from sending its form."""
        handlers = f"{form.get('onsubmit') or ''};{button.get('onclick') or ''}".lower().replace(" ", "")
        is_stopped = _method(form, [button]) == "dialog" or any(words in handlers for words in _NOT_SENT)
        address = str(button.get("formaction") or form.get("action") or "").strip().lower()
        is_stopped = is_stopped or (address.startswith("javascript:") and not handlers.strip(";"))
        return (*self._closed(button), *(["sends nothing"] if is_stopped else []))

    def is_chosen(self, control: PageTag) -> bool:
        """Whether one of several radio buttons is chosen from the start."""
        return control.has_attr("checked") or control.get("aria-checked") == "true"

    def unchangeable_text(self, control: PageTag) -> str:
        """Return the text that stands in a field and is no answer: what nobody can change, and a hint in a sentence."""
        if not control.has_attr("readonly") and "disabled" not in self._closed(control):
            hint = clean(str(control.get("placeholder") or "")[:_MAX_SAID])
            return hint if len(hint.split()) > SENTENCE and hint.endswith((".", "!")) else ""
        if control.name == "textarea":
            return clean(control.node.text(deep=True)[:_MAX_SAID])
        is_text = control.name == "input" and _kind(control) in _TYPED
        return clean(str(control.get("value") or "")[:_MAX_SAID]) if is_text else ""

    def _closed(self, control: PageTag) -> list[str]:
        is_closed = control.has_attr("disabled") or control.get("aria-disabled") == "true"
        return ["disabled"] if is_closed or control.node.mem_id in self._shut else []


def is_submitting(tag: Tag) -> bool:
    """Whether a control sends the form in which it stands."""
    kind = str(tag.get("type") or "").lower()
    if tag.name == "button":
        return kind in ("", "submit")
    return tag.name == "input" and kind in ("submit", "image")


def sending_of(form: PageTag, buttons: Sequence[PageTag]) -> tuple[str, str]:
    """Return what a form is called where its address is told, and that address, "" for the page itself.

    One that is not posted has `?method=get` behind it: what people write then stands in an address, and a server that
    waits for a post gets none (HTML, 4.10.21.3).
    """
    stated = [str(button.get("formaction")) for button in buttons if button.get("formaction")]
    name = clean(str(form.get("aria-label") or form.get("name") or ""))[:80]
    address = (stated or [str(form.get("action") or "")])[0].partition("?")[0].partition("#")[0].partition(";")[0]
    way = "" if _method(form, buttons) == "post" else "?method=get"
    return f"{FORM_LINK} {name}".strip(), _TOKEN.sub("/…", address) + way


def _method(form: PageTag, buttons: Sequence[PageTag]) -> str:
    """Return how a form is sent, as the first button that says so or else the form itself has it."""
    stated = [str(button.get("formmethod")) for button in buttons if button.get("formmethod")]
    return (stated or [str(form.get("method") or "get")])[0].strip().lower()


def _kind(control: Tag) -> str:
    if control.get("role") in ("checkbox", "switch"):
        return "checkbox"
    return str(control.get("type") or "").lower()


def _chosen(select: PageTag) -> list[str]:
    options = select.node.css("option[selected]")[:3]
    texts = [clean(option.attributes.get("label") or option.text(deep=True)) for option in options]
    return [text for text in texts if text]


def _number(stated: object) -> int:
    text = stated if isinstance(stated, str) else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
