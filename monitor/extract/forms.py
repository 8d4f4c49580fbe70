"""The fields of a page's forms: what each is called and what it asks for. Emits no text and submits nothing."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from monitor.extract.elements import is_hidden
from monitor.extract.labels import read_label
from monitor.extract.text import clean

MAX_OPTIONS = 300  # of one field
_MAX_FIELDS = 3_000
_MAX_CLIMB = 60  # elements around a field in which its label, group and form are looked for
_MAX_WORDS = 2_000  # characters of a field's label
CONTROL_ROLES = frozenset(["textbox", "checkbox", "switch", "radio", "combobox", "spinbutton"])
_CONTROLS = ",".join(["input", "select", "textarea", *(f"[role={role}]" for role in sorted(CONTROL_ROLES))])
_NO_FIELDS = frozenset(["hidden", "submit", "reset", "button", "image", "search"])
_ASKS = {
    "email": "e-mail address", "tel": "telephone number", "url": "web address", "number": "number", "date": "date",
    "datetime-local": "date and time", "month": "month", "week": "week", "time": "time", "password": "password",
    "file": "file", "checkbox": "checkbox", "range": "number", "color": "colour", "radio": "choice",
}  # fmt: skip
_ASKS_BY_ROLE = {
    "checkbox": "checkbox", "switch": "checkbox", "radio": "choice", "combobox": "choice", "spinbutton": "number",
}  # fmt: skip
_SEARCH_NAMES = frozenset(
    ["q", "query", "search", "keyword", "keywords"]
)  # a search of the site asks nothing of anyone
_OFTEN_COVERED = frozenset(["file", "checkbox", "radio"])  # hidden behind a label or button that is drawn instead
_FURNITURE = frozenset(["nav", "footer"])
_NOT_TAKEN = frozenset(["h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "legend", "summary", "dt"])
_STAR = r"\(?[*∗＊✱]+\)?"
_ASTERISK = re.compile(rf"^\s*{_STAR}\s*|\s*{_STAR}\s*(?=:?$)")


@dataclass(slots=True, eq=False, kw_only=True)
class Field:
    """One field, or one option of a group of radio buttons."""

    label: str
    asks: str  # "" for an option
    fallback: str = ""  # what it is called where nothing else names it
    is_required: bool = False
    options: tuple[str, ...] = ()
    group: Field | None = None
    told_options: int = 0
    is_told: bool = False

    def text(self) -> str:
        """Return the field as a segment says it."""
        if not self.asks:
            return self.label
        return f"{self.label} [{self.asks}{', required' if self.is_required else ''}]".strip()

    def name(self, words: str) -> None:
        """Call the field `words`; an asterisk in them is no word but a mark that the field is required."""
        self.label, starred = without_asterisk(words)
        self.is_required = self.is_required or starred


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """The fields of a page, by the `mem_id`s of the elements at which they are told."""

    at: dict[int, Field] = field(default_factory=dict)
    consumed: frozenset[int] | set[int] = frozenset()  # text nodes that are labels of fields
    explained: dict[int, Field] = field(default_factory=dict)  # what stands in these is said of a field
    named: frozenset[int] | set[int] = frozenset()  # fieldsets whose legend is the name of a field


def without_asterisk(words: str) -> tuple[str, bool]:
    """Return a label without the asterisk that marks required fields, and whether it had one."""
    bare = _ASTERISK.sub("", words)
    return bare.strip(), bare != words


def fields_of(tree: LexborHTMLParser) -> Fields:
    """Return the fields of a page, none for a page without forms."""
    controls = asking_controls(tree)
    return _FormReader(tree, controls).read() if controls else Fields()


def asking_controls(tree: LexborHTMLParser) -> list[LexborNode]:
    """Return the controls of a page that ask people for something, in its order."""
    found = {control.mem_id: control for control in tree.css(_CONTROLS)[:_MAX_FIELDS]}  # one may match twice
    return [control for control in found.values() if _asks_something(control)]


def _asks_something(control: LexborNode) -> bool:
    attributes = control.attributes
    kind = (attributes.get("type") or "").lower() if control.tag == "input" else ""
    if kind in _NO_FIELDS or (is_hidden(attributes) and kind not in _OFTEN_COVERED):
        return False
    if control.tag == "input" and (attributes.get("name") or "").lower() in _SEARCH_NAMES:
        return False
    around = list(elements_around(control))
    if any(parent.tag in _FURNITURE for parent in around):
        return False
    # Outside a form such a box chooses what a page shows: it is furniture.
    return attributes.get("role") != "combobox" or any(parent.tag == "form" for parent in around)


def elements_around(node: LexborNode) -> Iterator[LexborNode]:
    """Yield the elements that an element stands in, the nearest first, up to a bound."""
    parent = node.parent
    for _ in range(_MAX_CLIMB):
        if parent is None:
            return
        yield parent
        parent = parent.parent


class _FormReader:
    """Reads the fields of one page: labels and groups are found once, then each field in order."""

    def __init__(self, tree: LexborHTMLParser, controls: list[LexborNode]) -> None:
        self._controls = controls
        self._labels: dict[str, LexborNode] = {}
        for label in tree.css("label[for]"):
            self._labels.setdefault(label.attributes.get("for") or "", label)
        self._ids: dict[str, LexborNode] = {}
        self._referring: Counter[str] = Counter()  # how many fields call themselves by an id's words
        for node in tree.css("[aria-labelledby]"):
            self._referring.update((node.attributes.get("aria-labelledby") or "").split())
        is_referring = self._referring or any("aria-describedby" in control.attributes for control in controls)
        for node in tree.css("[id]") if is_referring else []:
            self._ids.setdefault(node.attributes.get("id") or "", node)
        self._at: dict[int, Field] = {}
        self._consumed: set[int] = set()
        self._explained: dict[int, Field] = {}
        self._named: set[int] = set()
        self._groups: dict[tuple[int, str], Field] = {}
        self._help: dict[int, list[LexborNode]] = {}
        self._aside: set[int] = set()
        self._inside: dict[int, set[tuple[int, str]]] = defaultdict(set)  # what stands in each fieldset

    def read(self) -> Fields:
        around = [list(elements_around(control)) for control in self._controls]
        for control, parents in zip(self._controls, around, strict=True):
            help_ids = (control.attributes.get("aria-describedby") or "").split()
            self._help[control.mem_id] = [self._ids[name] for name in help_ids if name in self._ids]
            self._aside.update(node.mem_id for node in self._help[control.mem_id])
            fieldset = next((parent for parent in parents if parent.tag == "fieldset"), None)
            if fieldset is not None:
                self._inside[fieldset.mem_id].add(_group_key(control, parents) or (control.mem_id, ""))
        for control, parents in zip(self._controls, around, strict=True):
            self._read_control(control, parents)
        return Fields(at=self._at, consumed=self._consumed, explained=self._explained, named=self._named)

    def _read_control(self, control: LexborNode, parents: list[LexborNode]) -> None:
        attributes = control.attributes
        key = _group_key(control, parents)
        told = Field(label="", asks="" if key else _what_it_asks(control))
        told.fallback = clean(attributes.get("title") or attributes.get("placeholder") or "")
        told.is_required = "required" in attributes or attributes.get("aria-required") == "true"
        told.options = _options(control)
        if key:
            told.group = self._group(key, parents)
            told.group.is_required = told.group.is_required or told.is_required
        self._at[control.mem_id] = told
        told.name(self._name(control, parents, told)[:_MAX_WORDS])
        for node in self._help[control.mem_id]:
            self._explained[node.mem_id] = told

    def _name(self, control: LexborNode, parents: list[LexborNode], told: Field) -> str:
        """Return what a field is called: by a label, by what it refers to, by itself."""
        own_id = control.attributes.get("id")
        label = self._labels.get(own_id) if own_id else None
        label = label or next((parent for parent in parents if parent.tag == "label"), None)
        words = self._take(label, told) if label is not None else ""
        if label is not None and words:
            self._explained[label.mem_id] = told
        words = words or self._referred(control, told) or clean(control.attributes.get("aria-label") or "")
        is_drawn_first = _what_it_asks(control) == "checkbox" or told.group is not None
        if words or not is_drawn_first:
            return words
        if control.tag != "input":  # a box drawn by a script holds its own words
            return read_label(control, limit=_MAX_WORDS).text
        after = control.next
        if after is None or after.tag != "-text":
            return ""
        self._consumed.add(after.mem_id)
        return clean(after.text_content or "")

    def _take(self, node: LexborNode, told: Field) -> str:
        """Return the first line of an element as the name of a field, which it is then told as."""
        label = read_label(node, limit=_MAX_WORDS, skipped=("small", "button"), aside=self._aside)
        if label.text:
            self._consumed.update(label.nodes)
            self._at.setdefault(node.mem_id, told)
        return label.text

    def _referred(self, control: LexborNode, told: Field) -> str:
        """Return the words a field refers to; they remain text where they are more than the name of this field."""
        found = []
        for name in (control.attributes.get("aria-labelledby") or "").split()[:4]:
            node = self._ids.get(name)
            if node is None:
                continue
            is_shared = self._referring[name] > 1 or node.tag in _NOT_TAKEN or node.attributes.get("role") == "heading"
            found.append(read_label(node).text if is_shared else self._take(node, told))
        return " ".join(filter(None, found))

    def _group(self, key: tuple[int, str], parents: list[LexborNode]) -> Field:
        """Return the field whose options the radio buttons of one group are."""
        if key in self._groups:
            return self._groups[key]
        group = self._groups[key] = Field(label="", asks="choice")
        around = next((parent for parent in parents if parent.attributes.get("role") == "radiogroup"), None)
        if around is not None:
            group.is_required = around.attributes.get("aria-required") == "true"
            group.name(self._referred(around, group) or clean(around.attributes.get("aria-label") or ""))
        fieldset = next((parent for parent in parents if parent.tag == "fieldset"), None)
        if not group.label and fieldset is not None and self._inside[fieldset.mem_id] == {key}:
            legend = fieldset.css_first("legend")
            if legend is not None:
                group.name(self._take(legend, group))
                self._named.add(fieldset.mem_id)
        return group


def _group_key(control: LexborNode, parents: list[LexborNode]) -> tuple[int, str] | None:
    """Return what the radio buttons of one group have in common, None for another field."""
    attributes = control.attributes
    role = attributes.get("role")
    is_radio = role == "radio" or (control.tag == "input" and (attributes.get("type") or "").lower() == "radio")
    if not is_radio:
        return None
    bounds = (p for p in parents if p.tag in ("form", "fieldset") or p.attributes.get("role") == "radiogroup")
    around = next(bounds, None)
    return (around.mem_id if around is not None else 0, attributes.get("name") or "")


def _what_it_asks(control: LexborNode) -> str:
    attributes = control.attributes
    is_several = "multiple" in attributes
    if control.tag == "select":
        return "choices" if is_several else "choice"
    if control.tag == "textarea" or attributes.get("aria-multiline") == "true":
        return "long text"
    role = attributes.get("role") or ""
    if control.tag != "input":
        return _ASKS_BY_ROLE.get(role, "text")
    kind = (attributes.get("type") or "").lower()
    if kind == "file":
        return "files" if is_several else "file"
    return _ASKS.get(kind) or _ASKS_BY_ROLE.get(role, "text")


def _options(control: LexborNode) -> tuple[str, ...]:
    """Return what a list offers; an entry without a value is no choice but a hint."""
    if control.tag != "select":
        return ()
    offered = (option for option in control.css("option")[: MAX_OPTIONS + 1] if option.attributes.get("value") != "")
    texts = (clean(option.attributes.get("label") or option.text(deep=True)) for option in offered)
    return tuple(text for text in texts if text)[:MAX_OPTIONS]
