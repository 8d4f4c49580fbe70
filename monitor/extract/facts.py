"""What a page is made of beside its text: the signs that tell a document from a wall, an error or an empty shell.

Shapes only, in no language: what they mean is decided elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from importlib import resources

import tomli
from selectolax.lexbor import LexborHTMLParser, LexborNode

from monitor.extract.links import canonical
from monitor.extract.text import clean
from snapshots.frozen_class import frozen


@frozen
class PageFacts:
    """Signs beside the text that tell a page from a wall or an empty shell."""

    has_password_field: bool = False  # outside the site's own header
    dialog_text: str = ""  # of dialogs and overlays, cut at a few thousand characters
    dialog_buttons: int = 0
    buttons: int = 0  # of the whole page
    questions: int = 0  # fields that are typed into, but for searches
    asks_who: bool = False  # a field for a user's name, or a form that posts to where one logs in
    challenge: str = ""  # the mark of a check against machines, as it stands in the markup
    consent_mark: str = ""  # the mark of a consent dialog, as it stands in the markup
    consent_length: int = 0  # characters of text inside what is marked so
    is_refreshing: bool = False  # the page asks to be loaded again or elsewhere
    is_unlisted: bool = False  # it asks search engines to leave it out
    languages: tuple[str, ...] = ()  # as the page declares them, BCP 47 in lower case, each once
    address: str = ""  # the page's own, as it declares it
    markup_length: int = 0
    is_cut: bool = False


_MAX_DIALOG = 6_000
_OVERLAYS = '[role="dialog"],[role="alertdialog"],dialog,[aria-modal="true"]'
_BUTTONS = 'button,[role="button"],input[type="submit"],input[type="button"]'
_TYPED = (
    'input:not([type]),input[type="text"],input[type="email"],input[type="tel"],'
    'input[type="number"],input[type="password"],input[type="url"],textarea'
)
_ABOVE = "header,nav,footer"  # of any page of a site; a login there asks nobody who reads the page
_BANNER = 1_500  # characters of a banner; what is longer may be the document
_BANNER_SHARE = 4  # times as much text stands beside a banner
_CHALLENGED = ",".join(
    ["[data-sitekey]"]
    + [
        f'[{name}*="{mark}" i]'
        for name in ("src", "action", "id", "class")
        for mark in ("captcha", "challenge", "turnstile")
    ]
)
_MARKED = ",".join(
    f'[{name}*="{mark}" i]'
    for name in ("id", "class")
    for mark in ("cookie", "consent", "gdpr", "ccpa", "cmp", "privacy")
)
_MAX_DEPTH = 400
_MAX_MARKED = 200  # elements looked into: hostile pages mark each of 100,000
_MARKS = tomli.loads(resources.files("monitor.extract").joinpath("marks.toml").read_text("utf-8"))
_CHALLENGE = re.compile("|".join(_MARKS["challenge"]["marks"]), re.I)
# The thing and the shape together: "cookie-policy" is a document, "cookie-banner" is none.
_THINGS, _SHAPES, _ALONE, _TURNED = (
    "|".join(_MARKS["consent"][key]) for key in ("things", "shapes", "alone", "turned")
)
CONSENT_MARK = re.compile(
    rf"(?:^|[\s_-])(?:(?:{_THINGS})[-_]?(?:{_SHAPES})|{_ALONE}|(?:{_SHAPES})[-_](?:{_TURNED}))(?:$|[\s_-])", re.I
)
_CONSENT_PATH = re.compile(r"(?:^|[/?&._-])consent(?:$|[/?&=._-])", re.I)
_LOGIN_PATH = re.compile(rf"(?:^|[/_-])(?:{'|'.join(_MARKS['login']['paths'])})s?(?:$|[/?_.-])", re.I)
_WHO = '[autocomplete~="username"],[autocomplete~="current-password"],[autocomplete~="webauthn"]'


def facts_of(
    tree: LexborHTMLParser, dialogs: Sequence[LexborNode], *, url: str, length: int, is_cut: bool = False
) -> PageFacts:
    """Return the signs of a parsed page with its consent dialogs, which is left as it is."""
    overlays = _outermost(tree.css(_OVERLAYS), _OVERLAYS)
    actions = [form.attributes.get("action") or "" for form in _outside(tree, "form")]
    posting = next((action for action in actions if _CONSENT_PATH.search(action)), "")
    return PageFacts(
        has_password_field=bool(_outside(tree, 'input[type="password"]')),
        dialog_text=" ".join(_text(node) for node in overlays)[:_MAX_DIALOG],
        dialog_buttons=sum(len(node.css(_BUTTONS)) for node in overlays),
        buttons=len(tree.css(_BUTTONS)),
        questions=len(_outside(tree, _TYPED)),
        asks_who=bool(_outside(tree, _WHO)) or any(map(_LOGIN_PATH.search, actions)),
        challenge=_challenge(tree),
        consent_mark=_mark(dialogs[0]) if dialogs else posting,
        consent_length=sum(len(_text(node)) for node in dialogs),
        is_refreshing=any(_is(node, "http-equiv", "refresh") for node in tree.css("meta[http-equiv]")),
        is_unlisted=any(
            "noindex" in (node.attributes.get("content") or "") for node in tree.css('meta[name="robots"]')
        ),
        languages=_languages(tree),
        address=_address(tree, url),
        markup_length=length,
        is_cut=is_cut,
    )


def _is(node: LexborNode, name: str, value: str) -> bool:
    return (node.attributes.get(name) or "").strip().lower() == value


def _outermost(nodes: list[LexborNode], selector: str) -> list[LexborNode]:
    """Return those of the nodes of a selector, in the order of the document, that stand inside none of the others."""
    inside: set[int] = set()
    found = []
    for node in nodes:
        if node.mem_id in inside:
            continue
        found.append(node)
        inside.update(other.mem_id for other in node.css(selector))
    return found


def _text(node: LexborNode) -> str:
    """Return what an element shows, without the scripts and styles in it."""
    unseen = sum(len(inner.text(deep=True)) for inner in node.css("script,style,template"))
    if not unseen:
        return clean(node.text(deep=True, separator=" "))
    parts = [child for child in node.traverse(include_text=True) if child.tag == "-text"]
    return clean(
        " ".join(
            part.text_content or ""
            for part in parts
            if part.parent is None or part.parent.tag not in ("script", "style", "template")
        )
    )


def _challenge(tree: LexborHTMLParser) -> str:
    for node in tree.css(_CHALLENGED):
        held = node.attributes
        if "data-sitekey" in held:
            return "data-sitekey"
        for name in ("src", "action", "id", "class"):
            value = held.get(name) or ""
            if value and (found := _CHALLENGE.search(value)):
                return found[0].lower()
    return ""


def consent_dialogs(tree: LexborHTMLParser) -> list[LexborNode]:
    """Return the outermost elements that are marked as consent dialogs and hold buttons."""
    found: list[LexborNode] = []
    counted: set[int] = set()
    for node in tree.css(_MARKED)[:_MAX_MARKED]:
        if node.mem_id in counted or node.tag in ("html", "body") or not _mark(node):
            continue
        if node.css_first(_BUTTONS) is not None:
            counted.update(inner.mem_id for inner in node.css(_MARKED))
            found.append(node)
    return found


def banners(tree: LexborHTMLParser, dialogs: Sequence[LexborNode]) -> list[LexborNode]:
    """Return the consent dialogs that lie over or beside a page with a text of its own: boilerplate, comes and goes.

    What is long, has headings of its own or stands inside the main part may be the document, and is none.
    """
    found = [
        node
        for node in dialogs
        if node.css_first("main,article,h2 ~ h2,h3 ~ h3") is None and not _stands_in(node, ("main", "article"))
    ]
    length = sum(len(_text(node)) for node in found)
    if not found or tree.body is None or length > _BANNER or len(_text(tree.body)) < (_BANNER_SHARE + 1) * length:
        return []
    return found


def _mark(node: LexborNode) -> str:
    held = node.attributes
    found = CONSENT_MARK.search(held.get("id") or "") or CONSENT_MARK.search(held.get("class") or "")
    return found[0].strip().lower() if found else ""


def _outside(tree: LexborHTMLParser, selector: str) -> list[LexborNode]:
    """Return the elements that stand in no header, menu or footer."""
    found = tree.css(selector)
    if not found:
        return []
    inside = {node.mem_id for above in _outermost(tree.css(_ABOVE), _ABOVE) for node in above.css(selector)}
    return [node for node in found if node.mem_id not in inside]


def _stands_in(node: LexborNode, tags: tuple[str, ...]) -> bool:
    parent, steps = node.parent, 0
    while parent is not None and steps < _MAX_DEPTH:
        if parent.tag in tags:
            return True
        parent, steps = parent.parent, steps + 1
    return False


def _languages(tree: LexborHTMLParser) -> tuple[str, ...]:
    html = tree.css_first("html")
    named = [(html.attributes.get("lang") or "") if html else ""]
    for node in tree.css("meta"):
        if _is(node, "property", "og:locale") or _is(node, "http-equiv", "content-language"):
            named.append(node.attributes.get("content") or "")
    tags = (tag.strip().replace("_", "-").lower() for tag in named)
    return tuple(dict.fromkeys(tag for tag in tags if re.fullmatch(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", tag)))


def _address(tree: LexborHTMLParser, url: str) -> str:
    """Return the address that a page gives as its own: its canonical link, else what it tells those who share it."""
    for node in tree.css("link[rel][href]"):
        if _is(node, "rel", "canonical"):
            return canonical(node.attributes.get("href") or "", url)
    for node in tree.css("meta[property]"):
        if _is(node, "property", "og:url"):
            return canonical(node.attributes.get("content") or "", url)
    return ""
