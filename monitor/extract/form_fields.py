"""One field of a form, and where on the page each is told. Reads no markup."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from snapshots.frozen_class import frozen

MAX_OPTIONS = 300  # of one field
CONTROL_ROLES = frozenset(["textbox", "checkbox", "switch", "radio", "combobox", "spinbutton"])
CONTROLS = ",".join(["input", "select", "textarea", *(f"[role={role}]" for role in sorted(CONTROL_ROLES))])
"""The selector of what may be a field."""

BUTTONS = frozenset(["submit", "button", "reset"])
"""The types of an `input` that is a button."""

SENTENCE = 4
"""Words of a button or a hint that may state something; fewer say what to press or to fill in."""

_STAR = r"\(?[*∗＊✱]+\)?"
_ASTERISK = re.compile(rf"^\s*{_STAR}\s*|\s*{_STAR}\s*(?=:?$)")


@dataclass(slots=True, eq=False, kw_only=True)
class Field:
    """One field, or one option of a group of radio buttons."""

    label: str
    asks: str  # "" for an option
    fallback: str = ""  # what it is called where nothing else names it
    is_required: bool = False
    limits: tuple[str, ...] = ()  # what keeps people from filling it in, and what is filled in already
    options: tuple[str, ...] = ()
    said: str = ""  # a text that stands in it from the start and that nobody can change
    group: Field | None = None
    told_options: int = 0
    is_told: bool = False

    def text(self) -> str:
        """Return the field as a segment says it."""
        if not self.asks:
            return self.label
        asked = [self.asks, *(["required"] if self.is_required else []), *self.limits]
        return f"{self.label} [{', '.join(asked)}]".strip()

    def name(self, words: str) -> None:
        """Call the field `words`; an asterisk in them is no word but a mark that the field is required."""
        self.label, starred = without_asterisk(words)
        self.is_required = self.is_required or starred


@frozen
class Fields:
    """The fields of a page, by the `mem_id`s of the elements at which they are told."""

    at: dict[int, Field] = field(default_factory=dict)
    consumed: set[int] = field(default_factory=set)  # text nodes that are labels of fields
    explained: dict[int, Field] = field(default_factory=dict)  # what stands in these is said of a field
    named: set[int] = field(default_factory=set)  # fieldsets whose legend is the name of a field
    sent: dict[int, tuple[str, str]] = field(default_factory=dict)  # by `mem_id` of a form: what it is called, where to


def without_limits(told: str) -> str:
    """Return a field as it is told, but for what limits it and what is filled in; of a button, its words."""
    label, bracket, asked = told.removesuffix("]").rpartition("[")
    if not bracket or not told.endswith("]"):
        return told
    asks, *limits = asked.split(", ")
    if asks == "button":
        return label.strip()
    return f"{label}[{', '.join([asks, *(limit for limit in limits if limit == 'required')])}]"


def without_asterisk(words: str) -> tuple[str, bool]:
    """Return a label without the asterisk that marks required fields, and whether it had one."""
    bare = _ASTERISK.sub("", words)
    return bare.strip(), bare != words
