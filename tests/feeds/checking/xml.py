"""What the XML formats share: reading, counting, languages. Looks nothing up on the net."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from lxml import etree

from tests.feeds.checking import values

ATOM = "http://www.w3.org/2005/Atom"
HISTORY = "http://purl.org/syndication/history/1.0"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
LINK = f"{{{ATOM}}}link"
ARCHIVE, COMPLETE = f"{{{HISTORY}}}archive", f"{{{HISTORY}}}complete"


def parsed(content: bytes) -> etree._Element | str:
    """Return the root, or the complaint."""
    if not content.startswith(b"<?xml") and not content.startswith(b"<"):
        return "error: does not begin with XML"
    try:
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    except etree.XMLSyntaxError as error:
        return f"error: is not well-formed: {error.msg}"
    if root.getroottree().docinfo.internalDTD is not None:
        return "error: has a document type declaration"
    return root


def words(element: etree._Element | None) -> str:
    """Return the text of an element, as it stands."""
    return "" if element is None else element.text or ""


def name_of(element: etree._Element) -> str:
    return etree.QName(element).localname


def elements(parent: etree._Element) -> list[etree._Element]:
    return [child for child in parent if isinstance(child.tag, str)]


def counted(parent: etree._Element, where: str, *, once: Iterable[str], at_most_once: Iterable[str]) -> Iterator[str]:
    """Yield complaints about children that are missing or too many; names are those of lxml."""
    found = Counter(child.tag for child in elements(parent))
    once = tuple(once)
    for name in once:
        if not found[name]:
            yield f"error: {where} has no {etree.QName(name).localname}"
    for name in (*once, *at_most_once):
        if found[name] > 1:
            yield f"error: {where} has more than one {etree.QName(name).localname}"


def language_problems(root: etree._Element) -> Iterator[str]:
    for element in root.iter():
        language = element.get(LANG) if isinstance(element.tag, str) else None
        if language and not values.is_language(language):
            yield f"error: xml:lang {language!r} is no language"


def link_problems(parent: etree._Element, where: str) -> Iterator[str]:
    """Yield complaints about atom:link children, in either format."""
    alternates: Counter[tuple[str, str]] = Counter()
    only_once: Counter[str] = Counter()
    for link in parent.findall(LINK):
        yield from (f"error: {where} has a link {problem}" for problem in _one_link(link))
        rel = link.get("rel", "alternate")
        if rel == "alternate":
            alternates[link.get("type", ""), link.get("hreflang", "")] += 1
        elif rel in ("self", "prev-archive", "next-archive", "current"):
            only_once[rel] += 1
    if any(number > 1 for number in alternates.values()):
        yield f"error: {where} has two alternate links of one type and language"
    for rel, number in only_once.items():
        if number > 1:
            yield f"error: {where} has more than one {rel} link"


def _one_link(link: etree._Element) -> Iterator[str]:
    href, kind = link.get("href"), link.get("type")
    language, length = link.get("hreflang"), link.get("length")
    if href is None:
        yield "without href"
    elif not values.is_absolute(href):
        yield f"to {href!r}"
    if not link.get("rel", "alternate"):
        yield "with an empty rel"
    if kind is not None and not values.is_media_type(kind):
        yield f"of type {kind!r}"
    if language is not None and not values.is_language(language):
        yield f"in the language {language!r}"
    if length is not None and not length.isdigit():
        yield f"of length {length!r}"
    if elements(link) or words(link).strip():
        yield "with content"


def archive_problems(parent: etree._Element) -> Iterator[str]:
    """Yield complaints about RFC 5005: what an archive document is and isn't."""
    rels = {link.get("rel"): link.get("href") for link in parent.findall(LINK)}
    is_archive = parent.find(ARCHIVE) is not None
    if is_archive and parent.find(COMPLETE) is not None:
        yield "error: is an archive and complete at once"
    if is_archive and "current" not in rels:
        yield "warning: an archive document leads to no current feed"
    if not is_archive and "next-archive" in rels:
        yield "error: a current feed has a next-archive link"
    if rels.get("self") and rels.get("self") in (rels.get("prev-archive"), rels.get("next-archive")):
        yield "error: an archive document leads to itself"
