"""Declarations of Open Terms Archive as ours, with a list of what can't be carried over. Runs none of their code.

Their form: github.com/OpenTermsArchive/engine, scripts/declarations/validate. A custom filter is JavaScript; one that
touches nothing but addresses is not needed here, as links are freed of tracking anyhow.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from snapshots.frozen_class import frozen
from spiders.declarations.page_range import PageRange
from spiders.terms_archive.terms_records import Terms

_ADDRESS_FILTERS = frozenset(["removeQueryParams"])  # their engine's own: what it strips is stripped here
_ADDRESSES = re.compile(r"\b(href|src|searchParams|URL)\b")
_MORE_THAN_ADDRESSES = re.compile(
    r"\b(remove|removeChild|replaceWith|replaceChild|innerHTML|outerHTML|textContent|innerText|append|appendChild|prepend|"
    r"insert\w+|createElement|fetch|import|require|eval|cloneNode|nodeValue|before|after|remove\w*Attribute)\b"
)
_FUNCTION = re.compile(
    r"(?m)^\s*export\s+(?:default\s+)?(?:async\s+)?(?:function\s*\*?\s*(\w+)|(?:const|let|var)\s+(\w+)\s*=)"
)
_SIDES = {
    ("startBefore", "endBefore"): (True, False),
    ("startBefore", "endAfter"): (True, True),
    ("startAfter", "endBefore"): (False, False),
    ("startAfter", "endAfter"): (False, True),
}


class _UncarriedError(ValueError):
    """A part of a declaration has no counterpart here."""


@frozen
class CarriedDeclaration:
    """One document as ours: the keys of a `[[document]]` table."""

    terms: Terms
    keys: Mapping[str, str | list[str]]
    past: tuple[Mapping[str, datetime | str | list[str]], ...] = ()  # those of its `[[document.past]]` tables
    dropped: tuple[str, ...] = ()  # what it works without, in words


@frozen
class UncarriedDeclaration:
    """One document that would be read otherwise than theirs is, and why."""

    terms: Terms
    reason: str


def read_declaration(
    service_id: str, content: bytes, filters: str = "", *, history: bytes = b"", without_filters: bool = False
) -> Iterator[CarriedDeclaration | UncarriedDeclaration]:
    """Yield the documents of a service's declaration; `filters` is the source of its custom filters.

    `history` is the file that holds what was declared before, each with the time until which it was. Terms that are
    combined from several pages become a document for each. Yields one `UncarriedDeclaration` for a file that is no
    declaration.
    """
    try:
        declared = json.loads(content)
        name, all_terms = str(declared["name"]), dict(declared["terms"])
    except (ValueError, KeyError, TypeError, RecursionError):
        yield UncarriedDeclaration(terms=Terms(service=service_id, terms_type=""), reason="the file is no declaration")
        return
    sources = _sources_of(filters)
    before = _history_of(history)
    for terms_type, stated in all_terms.items():
        parts = stated.get("combine") if isinstance(stated, dict) else None
        common = {key: value for key, value in stated.items() if key != "combine"} if isinstance(stated, dict) else {}
        pages = parts if isinstance(parts, list) else [stated]
        for number, page in enumerate(pages, start=1):
            terms = Terms(service=service_id, terms_type=terms_type, part=str(number) if number > 1 else "")
            try:
                keys, dropped = _keys(
                    terms, name, {**common, **page}, sources, len(pages), without_filters=without_filters
                )
                past, lost = _past(before.get(terms_type, ()), number)
                yield CarriedDeclaration(terms=terms, keys=keys, past=past, dropped=(*dropped, *lost))
            except (_UncarriedError, AttributeError, TypeError) as error:
                reason = str(error) if isinstance(error, _UncarriedError) else "it is not in the form of a declaration"
                yield UncarriedDeclaration(terms=terms, reason=reason)


def _keys(
    terms: Terms, name: str, page: Mapping[str, Any], sources: Mapping[str, str], pages: int, *, without_filters: bool
) -> tuple[dict[str, str | list[str]], list[str]]:
    if not isinstance(page.get("fetch"), str):
        raise _UncarriedError("it names no address to fetch")
    of_many = f" ({terms.part or 1} of {pages})" if pages > 1 else ""
    keys: dict[str, str | list[str]] = {
        "id": terms.document_id,
        "title": f"{name} {terms.terms_type}{of_many}",
        "service": name,
        "kind": terms.kind.value,
        "url": page["fetch"],
    }
    if select := _selectors(page.get("select")):
        keys["select"] = select if len(select) > 1 else select[0]
    if remove := _selectors(page.get("remove")):
        keys["remove"] = remove
    if page.get("executeClientScripts"):
        keys["channels"] = ["browser"]
    dropped = list(_filters(page.get("filter") or [], sources, without_filters=without_filters))
    return keys, dropped


def _history_of(content: bytes) -> dict[str, list[Any]]:
    """Return what was declared before by type of terms; nothing where the file can't be read as that."""
    try:
        stated = json.loads(content or b"{}")
        return {str(terms_type): list(past) for terms_type, past in dict(stated).items()}
    except (ValueError, TypeError, RecursionError):
        return {}


def _past(
    stated: Iterable[Any], number: int
) -> tuple[tuple[Mapping[str, datetime | str | list[str]], ...], tuple[str, ...]]:
    """Return how the `number`-th page of some terms was read before, and in words what of that can't be carried."""
    found: list[Mapping[str, datetime | str | list[str]]] = []
    lost: list[str] = []
    for one in stated:
        try:
            until = datetime.fromisoformat(one["validUntil"]).astimezone(UTC)
            pages = one["combine"] if isinstance(one.get("combine"), list) else [one]
            page = {**one, **pages[number - 1]}
            select, remove = _selectors(page.get("select")), _selectors(page.get("remove"))
        except (_UncarriedError, KeyError, IndexError, ValueError, TypeError, AttributeError) as error:
            when = one.get("validUntil", "?") if isinstance(one, dict) else "?"
            lost.append(f"what was declared until {when} can't be carried: {type(error).__name__} {error}"[:200])
            continue
        keys: dict[str, datetime | str | list[str]] = {"until": until}
        if select:
            keys["select"] = select if len(select) > 1 else select[0]
        if remove:
            keys["remove"] = remove
        if page.get("filter"):
            lost.append(f"filters until {until:%Y-%m-%d}: captures of that time are read without them")
        found.append(keys)
    return tuple(sorted(found, key=lambda keys: str(keys["until"]))), tuple(lost)


def _selectors(stated: object) -> list[str]:
    if stated is None:
        return []
    found = [_selector(one) for one in (stated if isinstance(stated, list) else [stated])]
    return list(dict.fromkeys(found))


def _selector(stated: object) -> str:
    if isinstance(stated, str) and stated.strip():
        return " ".join(stated.split())
    if isinstance(stated, dict):
        for (start, stop), (with_start, with_stop) in _SIDES.items():
            if isinstance(stated.get(start), str) and isinstance(stated.get(stop), str):
                ends = PageRange(
                    start=" ".join(stated[start].split()),
                    stop=" ".join(stated[stop].split()),
                    with_start=with_start,
                    with_stop=with_stop,
                )
                return str(ends)
    raise _UncarriedError(f"{json.dumps(stated)[:80]} is no selector and no range")


def _filters(stated: list[Any], sources: Mapping[str, str], *, without_filters: bool) -> Iterator[str]:
    """Yield in words each filter that is not needed; raise `_UncarriedError` naming those that are."""
    missing = []
    for one in stated:
        name = next(iter(one), "") if isinstance(one, dict) else str(one)
        source = sources.get(name, "")
        if name in _ADDRESS_FILTERS or (_ADDRESSES.search(source) and not _MORE_THAN_ADDRESSES.search(source)):
            yield f"filter {name}: links are freed of tracking anyhow"
        elif without_filters:
            yield f"filter {name}: left out"
        else:
            missing.append(name)
    if missing:
        raise _UncarriedError(
            f"its filters are code of its own: {', '.join(missing)}; --without-filters leaves them out"
        )


def _sources_of(text: str) -> dict[str, str]:
    """Return the source of each exported function; it ends where the next one begins."""
    found = list(_FUNCTION.finditer(text))
    ends = [one.start() for one in found[1:]] + [len(text)]
    return {one[1] or one[2]: text[one.end() : end] for one, end in zip(found, ends, strict=False)}
