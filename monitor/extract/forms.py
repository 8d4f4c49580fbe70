"""The fields of a page's forms: what each is called and what it asks for. Emits no text and submits nothing.

How controls, labels and groups hang together is asked of Beautiful Soup; the words of a label are read from the page.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from itertools import islice
from typing import cast

from bs4 import Tag
from selectolax.lexbor import LexborHTMLParser, LexborNode

from monitor.extract.elements import is_hidden
from monitor.extract.form_fields import CONTROL_ROLES, CONTROLS, MAX_OPTIONS, SENTENCE, Field, Fields
from monitor.extract.form_limits import FormLimits, is_submitting, sending_of
from monitor.extract.labels import read_label
from monitor.extract.soup import PageTag, outline_of
from monitor.extract.text import clean

_MAX_FIELDS = 3_000
_MAX_AROUND = 60  # forms, groups and labels around a field
_MAX_BUTTONS = 20  # of a form
_MAX_CHOSEN = 80  # characters of a choice that is made from the start
_MAX_WORDS = 2_000  # characters of a field's label
_OUTLINE = f"{CONTROLS},button,form,fieldset,legend,label,nav,footer,[role=radiogroup],[aria-labelledby]"
_NO_FIELDS = frozenset(["hidden", "submit", "reset", "button", "image", "search"])
_ASKS = {
    "email": "e-mail address", "tel": "telephone number", "url": "web address", "number": "number", "date": "date",
    "datetime-local": "date and time", "month": "month", "week": "week", "time": "time", "password": "password",
    "file": "file", "checkbox": "checkbox", "range": "number", "color": "colour", "radio": "choice",
}  # fmt: skip
_ASKS_BY_ROLE = {
    "checkbox": "checkbox", "switch": "checkbox", "radio": "choice", "combobox": "choice", "spinbutton": "number",
}  # fmt: skip
_SEARCH_NAMES = frozenset(["q", "query", "search", "keyword", "keywords"])  # a search asks nothing of anyone
_OFTEN_COVERED = frozenset(["file", "checkbox", "radio"])  # hidden behind a label or button that is drawn instead
_NOT_TAKEN = frozenset(["h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "legend", "summary", "dt"])


def fields_of(tree: LexborHTMLParser) -> Fields:
    """Return the fields of a page, none for a page without forms."""
    controls = asking_controls(tree)
    return _FormReader(tree, controls).read() if controls else Fields()


def asking_controls(tree: LexborHTMLParser) -> list[PageTag]:
    """Return the controls of a page that ask people for something, in its order, within the outline of its forms."""
    if tree.css_first(CONTROLS) is None:
        return []
    found = cast("list[PageTag]", outline_of(tree, _OUTLINE).find_all(_is_control, limit=_MAX_FIELDS))
    return [control for control in found if _asks_something(control)]


def around(control: Tag, fits: Callable[[Tag], bool]) -> PageTag | None:
    """Return the nearest element of the outline around a control that fits, up to a bound."""
    found = (parent for parent in islice(control.parents, _MAX_AROUND) if fits(parent))
    return cast("PageTag | None", next(found, None))


def is_form(tag: Tag) -> bool:
    """Whether an element is a form."""
    return tag.name == "form"


def _is_label(tag: Tag) -> bool:
    return tag.name == "label"


def _is_fieldset(tag: Tag) -> bool:
    return tag.name == "fieldset"


def _is_control(tag: Tag) -> bool:
    return tag.name in ("input", "select", "textarea") or tag.get("role") in CONTROL_ROLES


def _is_radiogroup(tag: Tag) -> bool:
    return tag.get("role") == "radiogroup"


def _asks_something(control: PageTag) -> bool:
    kind = _type(control)
    if kind in _NO_FIELDS or (is_hidden(control.node.attributes) and kind not in _OFTEN_COVERED):
        return False
    if control.name == "input" and _said(control, "name").lower() in _SEARCH_NAMES:
        return False
    if around(control, lambda tag: tag.name in ("nav", "footer")):  # boilerplate
        return False
    # Outside a form such a box chooses what a page shows: it is boilerplate.
    return control.get("role") != "combobox" or around(control, is_form) is not None


class _FormReader:
    """Reads the fields of one page: what is referred to is found once, then each field in order."""

    def __init__(self, tree: LexborHTMLParser, controls: list[PageTag]) -> None:
        self._controls = controls
        page = controls[0].find_parents()[-1]
        self._labels: dict[str, PageTag] = {}
        for label in cast("list[PageTag]", page.find_all("label", attrs={"for": True})):
            self._labels.setdefault(_said(label, "for"), label)
        self._referring = Counter[str]()  # how many fields call themselves by an id's words
        for tag in page.find_all(True, attrs={"aria-labelledby": True}):
            self._referring.update(_said(tag, "aria-labelledby").split())
        is_referring = self._referring or any(control.has_attr("aria-describedby") for control in controls)
        self._ids: dict[str, LexborNode] = {}
        for node in tree.css("[id]") if is_referring else []:
            self._ids.setdefault(node.attributes.get("id") or "", node)
        self._help = {
            control.node.mem_id: [
                self._ids[name] for name in _said(control, "aria-describedby").split() if name in self._ids
            ]
            for control in controls
        }
        self._aside = {node.mem_id for nodes in self._help.values() for node in nodes}
        self._groups: dict[tuple[int, str], Field] = {}
        self._inside: dict[int, set[tuple[int, str]]] = defaultdict(set)  # what stands in each fieldset
        self._limits = FormLimits(tree)
        self._fields = Fields()

    def read(self) -> Fields:
        for control in self._controls:
            if fieldset := around(control, _is_fieldset):
                self._inside[fieldset.node.mem_id].add(_group_key(control) or (control.node.mem_id, ""))
        for control in self._controls:
            self._read_control(control)
        forms = {form.node.mem_id: form for control in self._controls if (form := around(control, is_form))}
        for form in forms.values():
            self._read_sending(form)
        return self._fields

    def _read_sending(self, form: PageTag) -> None:
        """Read the buttons that send a form, and where they send it."""
        buttons = [tag for tag in cast("list[PageTag]", form.find_all(["button", "input"])) if is_submitting(tag)]
        for button in buttons[:_MAX_BUTTONS]:
            self._read_button(button, form)
        self._fields.sent[form.node.mem_id] = sending_of(form, buttons)

    def _read_button(self, button: PageTag, form: PageTag) -> None:
        label = read_label(button.node, limit=_MAX_WORDS)
        words = label.text or clean(_said(button, "value") or _said(button, "aria-label") or _said(button, "alt"))
        if not words:
            return
        limits = self._limits.of_button(button, form)
        if limits:
            told = Field(label=words, asks="button", limits=limits)
            self._fields.consumed.update(label.nodes)
        elif button.name == "input":
            told = Field(label="", asks="", said=words)
        else:  # it says what it says
            return
        self._fields.at[button.node.mem_id] = told

    def _read_control(self, control: PageTag) -> None:
        key = _group_key(control)
        told = Field(label="", asks="" if key else _what_it_asks(control))
        told.fallback = clean(_said(control, "title") or _said(control, "placeholder"))
        told.is_required = control.has_attr("required") or control.get("aria-required") == "true"
        told.options = _options(control)
        told.limits = self._limits.of_control(control, told.options)
        told.said = self._limits.unchangeable_text(control)
        if key:
            told.group = self._group(key, control)
            told.group.is_required = told.group.is_required or told.is_required
            told.group.limits = tuple(dict.fromkeys([*told.group.limits, *told.limits]))
        self._fields.at[control.node.mem_id] = told
        told.name(self._name(control, told)[:_MAX_WORDS])
        if told.group and self._limits.is_chosen(control) and told.label:
            told.group.limits = (*told.group.limits, f"“{told.label[:_MAX_CHOSEN]}” chosen")
        for node in self._help[control.node.mem_id]:
            self._fields.explained[node.mem_id] = told

    def _name(self, control: PageTag, told: Field) -> str:
        """Return what a field is called: by a label, by what it refers to, by itself."""
        label = self._labels.get(_said(control, "id")) or around(control, _is_label)
        words = self._take(label.node, told) if label else ""
        if label and words:
            self._fields.explained[label.node.mem_id] = told
        words = words or self._referred(control, told) or clean(_said(control, "aria-label"))
        is_drawn_first = _what_it_asks(control) == "checkbox" or told.group is not None
        if words or not is_drawn_first:
            return words
        if control.name != "input":  # a box drawn by a script holds its own words
            return read_label(control.node, limit=_MAX_WORDS).text
        after = control.node.next
        if after is None or after.tag != "-text":
            return ""
        self._fields.consumed.add(after.mem_id)
        return clean(after.text_content or "")

    def _take(self, node: LexborNode, told: Field) -> str:
        """Return the first line of an element as the name of a field, which it is then told as."""
        label = read_label(node, limit=_MAX_WORDS, skipped=("small", "button"), aside=self._aside)
        if label.text:
            self._fields.consumed.update(label.nodes)
            self._fields.at.setdefault(node.mem_id, told)
        return label.text

    def _referred(self, tag: PageTag, told: Field) -> str:
        """Return the words a field refers to; they remain text where they are more than the name of this field."""
        found = []
        for name in _said(tag, "aria-labelledby").split()[:4]:
            node = self._ids.get(name)
            if node is None:
                continue
            is_shared = self._referring[name] > 1 or node.tag in _NOT_TAKEN or node.attributes.get("role") == "heading"
            found.append(read_label(node).text if is_shared else self._take(node, told))
        return " ".join(filter(None, found))

    def _group(self, key: tuple[int, str], control: PageTag) -> Field:
        """Return the field whose options the radio buttons of one group are."""
        if key in self._groups:
            return self._groups[key]
        group = self._groups[key] = Field(label="", asks="choice")
        if radiogroup := around(control, _is_radiogroup):
            group.is_required = radiogroup.get("aria-required") == "true"
            group.name(self._referred(radiogroup, group) or clean(_said(radiogroup, "aria-label")))
        fieldset = around(control, _is_fieldset)
        if not group.label and fieldset and self._inside[fieldset.node.mem_id] == {key}:
            legend = cast("PageTag | None", fieldset.find("legend"))
            if legend is not None:
                group.name(self._take(legend.node, group))
                self._fields.named.add(fieldset.node.mem_id)
        return group


def _group_key(control: PageTag) -> tuple[int, str] | None:
    """Return what the radio buttons of one group have in common, None for another field."""
    if control.get("role") != "radio" and _type(control) != "radio":
        return None
    bounds = around(control, lambda tag: tag.name in ("form", "fieldset") or _is_radiogroup(tag))
    return (bounds.node.mem_id if bounds else 0, _said(control, "name"))


def _what_it_asks(control: PageTag) -> str:
    is_several = control.has_attr("multiple")
    if control.name == "select":
        return "choices" if is_several else "choice"
    if control.name == "textarea" or control.get("aria-multiline") == "true":
        return "long text"
    by_role = _ASKS_BY_ROLE.get(_said(control, "role"), "text")
    if _type(control) == "file":
        return "files" if is_several else "file"
    return _ASKS.get(_type(control), by_role)


def _options(control: PageTag) -> tuple[str, ...]:
    """Return what a list offers; an entry without a value is no choice but a hint."""
    if control.name != "select":
        return ()
    offered = [each for each in control.node.css("option,optgroup[label]") if _is_offered(each)][: MAX_OPTIONS + 1]
    texts = (clean(option.attributes.get("label") or option.text(deep=True)) for option in offered)
    return tuple(text for text in texts if text)[:MAX_OPTIONS]


def _is_offered(node: LexborNode) -> bool:
    """Whether an entry of a list is a choice, or the name of a group that says more than a name does."""
    if node.tag == "optgroup":
        return len((node.attributes.get("label") or "").split()) >= SENTENCE
    return node.attributes.get("value") != ""


def _type(control: PageTag) -> str:
    return _said(control, "type").lower() if control.name == "input" else ""


def _said(tag: Tag, name: str) -> str:
    return str(tag.get(name) or "")
